/* The lexicon: pairs of tokens, and expectation-maximization over them (tmx/align/model1.py).

   A sample is beads of tokens, which are stems; a token is paired with every token of the other side of its bead. The
   pairs of tokens stand in the order of the source token's stem, then of the source token, then of the target token:
   so the pairs of a source token stand together, its target tokens follow each other, and the distinct pairs of a
   source stem are few enough to stay near. */

#include "loops.h"

/* The target tokens that a source token is paired with. */
typedef struct {
    int64_t from, to;
} Stretch;

/* The beads of a sample, and its source tokens in the order of their stems. */
typedef struct {
    int64_t sources, targets, beads;
    const int64_t *source_offsets, *target_offsets, *order;
    Stretch *partners; /* of each source token, in that order */
} Sample;

/* The beads, once their offsets have been checked against each other and against the tokens. */
static int read_beads(Sample *sample, Arrays *arrays, int source_offsets, int target_offsets) {
    if (!are_offsets(arrays, source_offsets, sample->sources) ||
        !are_offsets(arrays, target_offsets, sample->targets) ||
        !has_items(arrays, target_offsets, arrays->items[source_offsets]))
        return 0;
    sample->beads = arrays->items[source_offsets] - 1;
    sample->source_offsets = arrays->at[source_offsets];
    sample->target_offsets = arrays->at[target_offsets];
    if (sample->source_offsets[0] || sample->source_offsets[sample->beads] != sample->sources)
        return unfit(arrays, source_offsets, "leaves tokens out");
    return 1;
}

/* Find the partners of the source tokens in `order`, once the beads are read: every round looks at them in this order,
   one after the other. */
static int read_partners(Sample *sample, Arrays *arrays, const int64_t *order) {
    int64_t *bead = working(arrays, sample->sources, 8);
    sample->order = order;
    sample->partners = working(arrays, sample->sources, sizeof(Stretch));
    if (!bead || !sample->partners) return 0;
    for (int64_t b = 0; b < sample->beads; b++)
        for (int64_t i = sample->source_offsets[b]; i < sample->source_offsets[b + 1]; i++) bead[i] = b;
    for (int64_t i = 0; i < sample->sources; i++) {
        const int64_t *targets = sample->target_offsets + bead[order[i]];
        sample->partners[i] = (Stretch){targets[0], targets[1]};
    }
    return 1;
}

/* Whether array `which` has an item for each pair of tokens, as they stand in `order`. */
static int has_pairs(const Sample *sample, const Arrays *arrays, int which) {
    int64_t pairs = 0;
    for (int64_t b = 0; b < sample->beads; b++)
        pairs += (sample->source_offsets[b + 1] - sample->source_offsets[b]) *
                 (sample->target_offsets[b + 1] - sample->target_offsets[b]);
    return has_items(arrays, which, pairs);
}

/* Whether array `which` names each source token once; the partners are found then. */
static int is_order(Sample *sample, Arrays *arrays, int which) {
    if (!has_items(arrays, which, sample->sources) || !all_below(arrays, which, sample->sources)) return 0;
    char *met = working(arrays, sample->sources, 1);
    if (!met) return 0;
    const int64_t *order = arrays->at[which];
    for (int64_t i = 0; i < sample->sources; i++)
        if (met[order[i]]++) return unfit(arrays, which, "names a token twice");
    return read_partners(sample, arrays, order);
}

/* The place of the lowest bit of `bits`, which are not all 0. */
static inline int lowest_bit(uint64_t bits) {
#if defined(__GNUC__) || defined(__clang__)
    return __builtin_ctzll(bits);
#else
    int place = 0;
    for (; !(bits & 1); bits >>= 1) place++;
    return place;
#endif
}

/* A set of target stems: a bit for each, so that they come out in their order without being sorted. */
typedef struct {
    uint64_t *bits;
    int64_t lowest, highest; /* words of bits in use */
} Met;

static inline void meet(Met *met, int64_t stem) {
    int64_t word = stem >> 6;
    met->bits[word] |= (uint64_t)1 << (stem & 63);
    if (word < met->lowest) met->lowest = word;
    if (word > met->highest) met->highest = word;
}

/* Number the stems met, in order, from `count` on, and write them with their source stem. The set is then empty. */
static int64_t number_met(Met *met, int64_t count, int64_t source_stem, int32_t *number_of, int64_t *source_ids,
                          int64_t *target_ids) {
    for (int64_t word = met->lowest; word <= met->highest; word++)
        for (; met->bits[word]; met->bits[word] &= met->bits[word] - 1) {
            int64_t stem = (word << 6) + lowest_bit(met->bits[word]);
            number_of[stem] = (int32_t)count;
            source_ids[count] = source_stem;
            target_ids[count++] = stem;
        }
    met->lowest = INT64_MAX;
    met->highest = -1;
    return count;
}

enum { SOURCE, SOURCE_OFFSETS, TARGET, TARGET_OFFSETS, KNOWN_SOURCE, KNOWN_TARGET, ORDER, NUMBER, SOURCE_IDS,
       TARGET_IDS, KNOWN_NUMBER, OF_NUMBER_PAIRS };
static const Wanted of_number_pairs[] = {
    {"source", 'q'}, {"source_offsets", 'q'}, {"target", 'q'}, {"target_offsets", 'q'}, {"known_source", 'q'},
    {"known_target", 'q'}, {"order", 'Q'}, {"number", 'I'}, {"source_ids", 'Q'}, {"target_ids", 'Q'},
    {"known_number", 'Q'},
};

/* Number the distinct pairs, source stem by source stem; how many there are. */
static int64_t number_all(const Sample *sample, const Arrays *arrays, const Index *tokens, const Index *known, Met *met,
                          int32_t *number_of, int64_t rows) {
    const int64_t *target = arrays->at[TARGET], *known_target = arrays->at[KNOWN_TARGET];
    int64_t *known_number = arrays->at[KNOWN_NUMBER], count = 0;
    int32_t *number = arrays->at[NUMBER];
    for (int64_t stem = 0; stem < rows; stem++) {
        for (int64_t i = tokens->first[stem]; i < tokens->first[stem + 1]; i++) {
            Stretch with = sample->partners[i];
            for (int64_t j = with.from; j < with.to; j++) meet(met, target[j]);
        }
        for (int64_t i = known->first[stem]; i < known->first[stem + 1]; i++)
            meet(met, known_target[known->place[i]]);
        count = number_met(met, count, stem, number_of, arrays->at[SOURCE_IDS], arrays->at[TARGET_IDS]);
        for (int64_t i = tokens->first[stem]; i < tokens->first[stem + 1]; i++) {
            Stretch with = sample->partners[i];
            for (int64_t j = with.from; j < with.to; j++) *number++ = number_of[target[j]];
        }
        for (int64_t i = known->first[stem]; i < known->first[stem + 1]; i++)
            known_number[known->place[i]] = number_of[known_target[known->place[i]]];
    }
    return count;
}

/* number_pairs(source, source_offsets, target, target_offsets, known_source, known_target, order, number, source_ids,
                target_ids, known_number, rows, width) -> how many distinct pairs there are

   Stems are numbered below `rows` and `width`; pairs of stems that are known beforehand are numbered with those of the
   tokens. Written: the `order` of the source tokens, the `number` of the distinct pair of each pair of tokens, the
   stems of the distinct pairs, in order (`source_ids`, `target_ids`), and the `known_number` of each known one. */
PyObject *number_pairs(PyObject *self, PyObject *args) {
    Arrays arrays;
    long long rows, width, count = 0;
    (void)self;
    int well = take(&arrays, args, of_number_pairs, OF_NUMBER_PAIRS, "LL", &rows, &width);
    if (!well) return done(&arrays, 0);
    int64_t known = arrays.items[KNOWN_SOURCE], pairs = arrays.items[NUMBER];
    Sample sample = {.sources = arrays.items[SOURCE], .targets = arrays.items[TARGET]};
    Index by_stem, known_by_stem;
    Met met = {.lowest = INT64_MAX, .highest = -1};
    int32_t *number_of = NULL;
    well = rows >= 0 && width >= 0 && pairs + known <= INT32_MAX ? 1 : unfit(&arrays, NUMBER, "is too large");
    well = well && all_below(&arrays, SOURCE, rows) && all_below(&arrays, TARGET, width) &&
           all_below(&arrays, KNOWN_SOURCE, rows) && all_below(&arrays, KNOWN_TARGET, width) &&
           has_items(&arrays, KNOWN_TARGET, known) && has_items(&arrays, KNOWN_NUMBER, known) &&
           has_items(&arrays, SOURCE_IDS, pairs + known) &&
           has_items(&arrays, TARGET_IDS, pairs + known) && has_items(&arrays, ORDER, sample.sources) &&
           read_beads(&sample, &arrays, SOURCE_OFFSETS, TARGET_OFFSETS) && has_pairs(&sample, &arrays, NUMBER) &&
           make_index(&by_stem, &arrays, arrays.at[SOURCE], sample.sources, rows, arrays.at[ORDER]) &&
           read_partners(&sample, &arrays, arrays.at[ORDER]) &&
           make_index(&known_by_stem, &arrays, arrays.at[KNOWN_SOURCE], known, rows, NULL) &&
           (met.bits = working(&arrays, width / 64 + 1, 8)) && (number_of = working(&arrays, width, 4));
    if (well) {
        Py_BEGIN_ALLOW_THREADS
        count = number_all(&sample, &arrays, &by_stem, &known_by_stem, &met, number_of, rows);
        Py_END_ALLOW_THREADS
    }
    let_go(&arrays);
    return well ? PyLong_FromLongLong(count) : NULL;
}

enum { N_ORDER, N_SOURCE_OFFSETS, N_TARGET_OFFSETS, SOURCE_UP, SOURCE_DOWN, TARGET_UP, TARGET_DOWN, N_NEAR };
static const Wanted of_nearness[] = {
    {"order", 'q'}, {"source_offsets", 'q'}, {"target_offsets", 'q'}, {"source_up", 'f'}, {"source_down", 'f'},
    {"target_up", 'f'}, {"target_down", 'f'}, {"near", 'F'},
};

/* nearness(order, source_offsets, target_offsets, source_up, source_down, target_up, target_down, near)

   How near the tokens of each pair stand: exp(-|x - y|) is the smaller one of exp(x) exp(-y) and exp(-x) exp(y), so
   that powers of each token (`up` and `down`) are enough. */
PyObject *nearness(PyObject *self, PyObject *args) {
    Arrays arrays;
    (void)self;
    if (!take(&arrays, args, of_nearness, 8, "")) return done(&arrays, 0);
    Sample sample = {.sources = arrays.items[SOURCE_UP], .targets = arrays.items[TARGET_UP]};
    if (!has_items(&arrays, SOURCE_DOWN, sample.sources) || !has_items(&arrays, TARGET_DOWN, sample.targets) ||
        !read_beads(&sample, &arrays, N_SOURCE_OFFSETS, N_TARGET_OFFSETS) || !is_order(&sample, &arrays, N_ORDER) ||
        !has_pairs(&sample, &arrays, N_NEAR))
        return done(&arrays, 0);
    const float *our_up = arrays.at[SOURCE_UP], *our_down = arrays.at[SOURCE_DOWN];
    const float *up = arrays.at[TARGET_UP], *down = arrays.at[TARGET_DOWN];
    float *near = arrays.at[N_NEAR];
    Py_BEGIN_ALLOW_THREADS
    for (int64_t i = 0; i < sample.sources; i++) {
        int64_t token = sample.order[i];
        Stretch with = sample.partners[i];
        float rising = our_up[token], falling = our_down[token];
        for (int64_t j = with.from; j < with.to; j++) {
            float before = rising * down[j], behind = falling * up[j];
            *near++ = before < behind ? before : behind;
        }
    }
    Py_END_ALLOW_THREADS
    return done(&arrays, 1);
}

#define LEAST_TOTAL 1e-12 /* so that nothing is divided by 0 */

/* What EM works on. `explained` tokens are those of the targets or those of the sources. */
typedef struct {
    Sample sample;
    int64_t size, tokens; /* distinct pairs, explained tokens */
    const int32_t *number;
    const float *near; /* NULL where all are 1 */
    const double *weights, *background; /* of each explained token: source tokens in the order of the sample */
    const double *pseudo;
    const int64_t *givens;
    double *probability, *counts; /* of each distinct pair */
    double *totals;               /* of each given stem */
    double *explained;            /* how likely each explained token is */
    double *share;                /* of each explained token, or of the pairs of one: what falls to each */
} Learning;

/* Numbers that EM is told. */
typedef struct {
    long long sources, targets, of_targets, n_givens, iterations;
    double discount, doubt;
} Told;

/* Some source tokens, in order, with the pairs of the first one. */
typedef struct {
    int64_t from, to;
    const int32_t *number;
} Tokens;

/* How likely the pair of tokens is whose number stands at `number`. */
static inline double likely(const Learning *l, const int32_t *number) {
    double probability = l->probability[*number];
    return l->near ? probability * (double)l->near[number - l->number] : probability;
}

/* Add to how likely the target tokens are what `tokens` say of them. */
static void explain_targets(const Learning *l, Tokens tokens) {
    for (int64_t i = tokens.from; i < tokens.to; i++) {
        Stretch with = l->sample.partners[i];
        for (int64_t j = with.from; j < with.to; j++) l->explained[j] += likely(l, tokens.number++);
    }
}

/* Count the pairs of the tokens of one source stem, from number `first` on, and find where those of the next begin. */
static Tokens count_row(const Learning *l, Tokens tokens, int64_t first, int64_t last) {
    Tokens rest = tokens;
    memset(l->counts + first, 0, (size_t)(last - first) * 8);
    for (; rest.from < l->sample.sources; rest.from++) {
        Stretch with = l->sample.partners[rest.from];
        if (with.from == with.to) continue;
        if (*rest.number < first || *rest.number >= last) break;
        for (int64_t j = with.from; j < with.to; j++, rest.number++)
            l->counts[*rest.number] += likely(l, rest.number) * l->share[j];
    }
    return rest;
}

/* Make totals what their pairs are multiplied by: 1 over each, with `doubt` added to it. */
static void invert(const Learning *l, int64_t n_givens, double doubt) {
    for (int64_t g = 0; g < n_givens; g++) {
        double total = l->totals[g] + doubt;
        l->totals[g] = 1.0 / (total > LEAST_TOTAL ? total : LEAST_TOTAL);
    }
}

/* EM where targets are explained. The pairs of a source stem stand together, and its tokens too: they are counted, made
   probabilities, and used for the next round while they are at hand. */
static void learn_targets(const Learning *l, int64_t iterations) {
    explain_targets(l, (Tokens){0, l->sample.sources, l->number});
    for (int64_t round = 0; round < iterations; round++) {
        for (int64_t j = 0; j < l->tokens; j++) l->share[j] = l->weights[j] / (l->explained[j] + l->background[j]);
        memset(l->explained, 0, (size_t)l->tokens * 8);
        Tokens tokens = {0, 0, l->number};
        for (int64_t first = 0, last; first < l->size; first = last) {
            for (last = first + 1; last < l->size && l->givens[last] == l->givens[first];) last++;
            Tokens rest = count_row(l, tokens, first, last);
            double total = 0.0;
            for (int64_t p = first; p < last; p++) total += l->probability[p] = l->counts[p] + l->pseudo[p];
            l->totals[l->givens[first]] = total;
            if (round + 1 < iterations) {
                double scale = 1.0 / (total > LEAST_TOTAL ? total : LEAST_TOTAL);
                for (int64_t p = first; p < last; p++) l->probability[p] *= scale;
                explain_targets(l, (Tokens){tokens.from, rest.from, tokens.number});
            }
            tokens = rest;
        }
    }
}

/* Divide each source token among the target tokens of its bead. */
static void count_sources(const Learning *l) {
    const int32_t *number = l->number;
    memset(l->counts, 0, (size_t)l->size * 8);
    for (int64_t i = 0; i < l->sample.sources; i++) {
        Stretch with = l->sample.partners[i];
        int64_t count = with.to - with.from;
        double sum = 0.0;
        for (int64_t j = 0; j < count; j++) sum += l->share[j] = likely(l, number + j);
        double weight = l->weights[i] / (sum + l->background[i]);
        for (int64_t j = 0; j < count; j++) l->counts[number[j]] += l->share[j] * weight;
        number += count;
    }
}

/* EM where sources are explained: all that explain a token stand together. */
static void learn_sources(const Learning *l, int64_t iterations, int64_t n_givens) {
    for (int64_t round = 0; round < iterations; round++) {
        count_sources(l);
        memset(l->totals, 0, (size_t)n_givens * 8);
        for (int64_t p = 0; p < l->size; p++)
            l->totals[l->givens[p]] += l->probability[p] = l->counts[p] + l->pseudo[p];
        if (round + 1 == iterations) break;
        invert(l, n_givens, 0.0);
        for (int64_t p = 0; p < l->size; p++) l->probability[p] *= l->totals[l->givens[p]];
    }
}

static void learn(const Learning *l, const Told *told) {
    double *probability = l->probability;
    /* What is known beforehand leads the first round. */
    for (int64_t p = 0; p < l->size; p++) l->totals[l->givens[p]] += probability[p] = 1.0 + l->pseudo[p] * 10.0;
    invert(l, told->n_givens, 0.0);
    for (int64_t p = 0; p < l->size; p++) probability[p] *= l->totals[l->givens[p]];
    if (told->of_targets)
        learn_targets(l, told->iterations);
    else
        learn_sources(l, told->iterations, told->n_givens);
    invert(l, told->n_givens, told->doubt);
    for (int64_t p = 0; p < l->size; p++) {
        double kept = l->counts[p] - told->discount;
        probability[p] = ((kept > 0.0 ? kept : 0.0) + l->pseudo[p]) * l->totals[l->givens[p]];
    }
}

enum {
    E_ORDER, E_SOURCE_OFFSETS, E_TARGET_OFFSETS, E_NUMBER, E_NEAR, WEIGHTS, BACKGROUND, GIVENS, PSEUDO, PROBABILITY,
    OF_EXPECT
};
static const Wanted of_expect[] = {
    {"order", 'q'}, {"source_offsets", 'q'}, {"target_offsets", 'q'}, {"number", 'i'}, {"near", 'f'},
    {"weights", 'd'}, {"background", 'd'}, {"givens", 'q'}, {"pseudo", 'd'}, {"probability", 'D'},
};

/* Whether each pair of tokens is numbered as one of the `size` distinct pairs. */
static int are_numbers(const Arrays *arrays, int which, int64_t size) {
    const int32_t *number = arrays->at[which];
    int wrong = 0;
    for (int64_t i = 0; i < arrays->items[which]; i++) wrong |= number[i] < 0 || number[i] >= size;
    return wrong ? unfit(arrays, which, "names what there is not") : 1;
}

/* What stands for each source token, in the order of the sample. */
static const double *in_order(const Sample *sample, Arrays *arrays, const double *values) {
    double *ordered = working(arrays, sample->sources, 8);
    for (int64_t i = 0; ordered && i < sample->sources; i++) ordered[i] = values[sample->order[i]];
    return ordered;
}

/* expect(order, source_offsets, target_offsets, number, near, weights, background, givens, pseudo, probability,
          sources, targets, of_targets, n_givens, iterations, discount, doubt)

   EM: `order` and `number` as number_pairs writes them, `near` of each pair of tokens, or empty; `weights` and
   `background` of each explained token, of the targets or of the sources; the given stem and `pseudo` counts of each
   distinct pair, and its `probability`, which is written. Sums are taken in the order of the pairs. */
PyObject *expect(PyObject *self, PyObject *args) {
    Arrays arrays;
    Told told;
    (void)self;
    if (!take(&arrays, args, of_expect, OF_EXPECT, "LLLLLdd", &told.sources, &told.targets, &told.of_targets,
              &told.n_givens, &told.iterations, &told.discount, &told.doubt))
        return done(&arrays, 0);
    Learning l = {
        .sample = {.sources = told.sources, .targets = told.targets}, .size = arrays.items[GIVENS],
        .tokens = told.of_targets ? told.targets : told.sources, .number = arrays.at[E_NUMBER],
        .near = arrays.items[E_NEAR] ? arrays.at[E_NEAR] : NULL,
        .weights = arrays.at[WEIGHTS], .background = arrays.at[BACKGROUND], .pseudo = arrays.at[PSEUDO],
        .givens = arrays.at[GIVENS], .probability = arrays.at[PROBABILITY],
    };
    int well = has_items(&arrays, WEIGHTS, l.tokens) && has_items(&arrays, BACKGROUND, l.tokens) &&
               has_items(&arrays, PSEUDO, l.size) && has_items(&arrays, PROBABILITY, l.size) &&
               all_below(&arrays, GIVENS, told.n_givens) &&
               read_beads(&l.sample, &arrays, E_SOURCE_OFFSETS, E_TARGET_OFFSETS) &&
               is_order(&l.sample, &arrays, E_ORDER) && has_pairs(&l.sample, &arrays, E_NUMBER) &&
               are_numbers(&arrays, E_NUMBER, l.size) &&
               (!l.near || has_items(&arrays, E_NEAR, arrays.items[E_NUMBER])) &&
               (l.counts = working(&arrays, l.size, 8)) && (l.totals = working(&arrays, told.n_givens, 8)) &&
               (l.explained = working(&arrays, l.tokens, 8)) && (l.share = working(&arrays, told.targets, 8));
    if (well && !told.of_targets)
        well = (l.weights = in_order(&l.sample, &arrays, l.weights)) &&
               (l.background = in_order(&l.sample, &arrays, l.background));
    if (well) {
        Py_BEGIN_ALLOW_THREADS
        learn(&l, &told);
        Py_END_ALLOW_THREADS
    }
    return done(&arrays, well);
}
