/* The scores of beads by words and lengths (tmx/align/emission.py). */

#include "loops.h"

#define CHUNK 64
#define MOST_TAKEN 1000 /* sentences of a bead */

/* Natural logs of what is above 0, with an error of about 1e-7 of them: log(2^e m) = e log 2 + 2 artanh((m-1) / (m+1)),
   m from 2/3 to 4/3. Without a branch and without a call, so that the compiler takes several at a time. */
static void natural_logs(const float *values, double *logs, int64_t count) {
    for (int64_t at = 0; at < count; at += CHUNK) {
        uint32_t bits[CHUNK];
        int32_t exponent[CHUNK];
        float part[CHUNK];
        int64_t size = count - at < CHUNK ? count - at : CHUNK;
        memcpy(bits, values + at, (size_t)size * 4);
        for (int64_t i = 0; i < size; i++) {
            uint32_t power = (bits[i] - 0x3f2aaaabu) & 0xff800000u; /* 0x3f2aaaab: 2/3 */
            exponent[i] = (int32_t)power;
            bits[i] -= power;
        }
        memcpy(part, bits, (size_t)size * 4);
        for (int64_t i = 0; i < size; i++) {
            float s = (part[i] - 1.0f) / (part[i] + 1.0f), t = s * s;
            float series = 1.0f + t * (1.0f / 3 + t * (1.0f / 5 + t * (1.0f / 7 + t * (1.0f / 9))));
            logs[at + i] = (double)((float)exponent[i] * (0.69314718f / 8388608.0f) + 2.0f * s * series);
        }
    }
}

enum { GIVEN, GIVEN_OFFSETS, EXPLAINED, EXPLAINED_OFFSETS, LOW, HIGH, TABLE, PARTNER, RATIO, REST, LEXICAL };
static const Wanted of_lexical[] = {
    {"given", 'q'}, {"given_offsets", 'q'}, {"explained", 'q'}, {"explained_offsets", 'q'}, {"low", 'q'}, {"high", 'q'},
    {"table_offsets", 'q'}, {"table_explained", 'q'}, {"table_ratio", 'd'}, {"table_rest", 'd'}, {"scores", 'F'},
};

/* The words of the explained sentences, numbered in the order in which they come: `word` of each token, `number` of
   each stem below `vocabulary` (-1: it does not come). */
typedef struct {
    const int64_t *offsets; /* of the sentences, in the whole text */
    int64_t first, tokens, vocabulary, count;
    int32_t *word, *number;
} Words;

static int number_words(Words *words, Arrays *arrays) {
    const int64_t *stems = arrays->at[EXPLAINED];
    words->offsets = arrays->at[EXPLAINED_OFFSETS];
    words->first = words->offsets[0];
    words->tokens = words->offsets[arrays->items[EXPLAINED_OFFSETS] - 1] - words->first;
    stems += words->first;
    for (int64_t i = 0; i < words->tokens; i++) {
        if (stems[i] < 0 || stems[i] >= INT32_MAX) return unfit(arrays, EXPLAINED, "holds what is no stem");
        if (stems[i] >= words->vocabulary) words->vocabulary = stems[i] + 1;
    }
    words->word = working(arrays, words->tokens, 4);
    words->number = working(arrays, words->vocabulary, 4);
    if (!words->word || !words->number) return 0;
    memset(words->number, -1, (size_t)words->vocabulary * 4);
    for (int64_t i = 0; i < words->tokens; i++) {
        int32_t *number = &words->number[stems[i]];
        if (*number < 0) *number = (int32_t)words->count++;
        words->word[i] = *number;
    }
    return 1;
}

/* What each given stem that comes says of the explained words that come: that of stem `s` from begin[local[s]] on. */
typedef struct {
    int32_t *local, *word;
    int64_t *begin;
    float *ratio;
} Entries;

/* Number the given stems that come, and count what the table has of them; -1 where something is wrong. */
static int64_t number_stems(Entries *entries, Arrays *arrays) {
    const int64_t *offsets = arrays->at[GIVEN_OFFSETS], *given = arrays->at[GIVEN], *table = arrays->at[TABLE];
    int64_t rows = arrays->items[GIVEN_OFFSETS] - 1, stems = arrays->items[TABLE] - 1, known = 0, entered = 0;
    entries->local = working(arrays, stems, 4);
    entries->begin = working(arrays, offsets[rows] - offsets[0] + 1, 8);
    if (!entries->local || !entries->begin) return -1;
    memset(entries->local, -1, (size_t)stems * 4);
    for (int64_t i = offsets[0]; i < offsets[rows]; i++) {
        if ((uint64_t)given[i] >= (uint64_t)stems) return unfit(arrays, GIVEN, "names what there is not") - 1;
        if (entries->local[given[i]] >= 0) continue;
        int64_t from = table[given[i]], to = table[given[i] + 1];
        if (from < 0 || to < from || to > arrays->items[PARTNER]) return unfit(arrays, TABLE, "reaches too far") - 1;
        entries->local[given[i]] = (int32_t)known++;
        entered += to - from;
    }
    return entered;
}

static int enter(Entries *entries, Arrays *arrays, const Words *words) {
    int64_t most = number_stems(entries, arrays), known = 0, count = 0;
    if (most < 0) return 0;
    entries->word = working(arrays, most, 4);
    entries->ratio = working(arrays, most, 4);
    if (!entries->word || !entries->ratio) return 0;
    const int64_t *offsets = arrays->at[GIVEN_OFFSETS], *given = arrays->at[GIVEN], *table = arrays->at[TABLE];
    const int64_t *partner = arrays->at[PARTNER];
    const double *ratio = arrays->at[RATIO];
    for (int64_t i = offsets[0]; i < offsets[arrays->items[GIVEN_OFFSETS] - 1]; i++) {
        if (entries->local[given[i]] != known) continue; /* not here for the first time */
        entries->begin[known++] = count;
        for (int64_t e = table[given[i]]; e < table[given[i] + 1]; e++) {
            int32_t word = (uint64_t)partner[e] < (uint64_t)words->vocabulary ? words->number[partner[e]] : -1;
            /* Written in any case and kept if it is wanted: nobody can foretell it. */
            entries->word[count] = word;
            entries->ratio[count] = (float)ratio[e];
            count += word >= 0;
        }
    }
    entries->begin[known] = count;
    return 1;
}

/* For each given sentence the sum of the ratios of each explained word, and of what its stems leave to the others. */
typedef struct {
    int64_t words;
    float *sums;
    double *rests;
} Support;

static int add_support(Support *support, Arrays *arrays, const Words *words) {
    const int64_t *offsets = arrays->at[GIVEN_OFFSETS], *given = arrays->at[GIVEN];
    const double *rest = arrays->at[REST];
    int64_t rows = arrays->items[GIVEN_OFFSETS] - 1;
    Entries entries;
    support->words = words->count;
    if (!enter(&entries, arrays, words) || !(support->sums = working(arrays, rows * words->count, 4)) ||
        !(support->rests = working(arrays, rows, 8)))
        return 0;
    for (int64_t r = 0; r < rows; r++) {
        float *sums = support->sums + r * words->count;
        for (int64_t i = offsets[r]; i < offsets[r + 1]; i++) {
            int32_t stem = entries.local[given[i]];
            for (int64_t e = entries.begin[stem]; e < entries.begin[stem + 1]; e++)
                sums[entries.word[e]] += entries.ratio[e];
            support->rests[r] += rest[given[i]];
        }
    }
    return 1;
}

/* The explained sentences `low` to `high`, with their words numbered from 0: `word` of each token and, of each number,
   which word it is (`list`), what the given sentences say of it (`means`) and the log of that. */
typedef struct {
    int64_t low, high, count;
    int32_t *word, *list, *place;
    float *sums, *means;
    double *logs;
} Window;

static int make_window(Window *window, Arrays *arrays, const Words *words) {
    *window = (Window){.low = -1};
    return (window->word = working(arrays, words->tokens, 4)) && (window->list = working(arrays, words->count, 4)) &&
           (window->place = working(arrays, words->count, 4)) && (window->sums = working(arrays, words->count, 4)) &&
           (window->means = working(arrays, words->count, 4)) && (window->logs = working(arrays, words->count, 8));
}

static void look_at(Window *window, const Words *words, int64_t low, int64_t high) {
    if (window->low == low && window->high == high) return; /* as for the row before: often */
    memset(window->place, -1, (size_t)words->count * 4);
    window->low = low;
    window->high = high;
    window->count = 0;
    for (int64_t i = words->offsets[low] - words->first; i < words->offsets[high] - words->first; i++) {
        int32_t *place = &window->place[words->word[i]];
        if (*place < 0) {
            *place = (int32_t)window->count;
            window->list[window->count++] = words->word[i];
        }
        window->word[i] = *place;
    }
}

/* Write into `out` the sums of the logs of the window's sentences, each with all before it. */
static void sum_up(const Window *window, const Words *words, float *out) {
    double total = 0.0;
    for (int64_t c = window->low; c < window->high; c++) {
        double sum = 0.0;
        for (int64_t i = words->offsets[c] - words->first; i < words->offsets[c + 1] - words->first; i++)
            sum += window->logs[window->word[i]];
        out[c + 1] = (float)(total += sum);
    }
}

/* How given sentences are taken together, and where their scores go. */
typedef struct {
    const int64_t *offsets;
    int64_t rows, columns, most;
    double background;
    float *scores;
} Given;

/* The scores of the window's sentences under the 1 to `most` given sentences that end in row `r`. */
static void score_row(const Given *given, const Support *support, Window *window, const Words *words, int64_t r) {
    int64_t size = 0;
    double spread = 0.0;
    memset(window->sums, 0, (size_t)window->count * 4);
    for (int64_t taken = 1; taken <= given->most; taken++) {
        int64_t from = r - taken + 1;
        if (from >= 0) {
            const float *row = support->sums + from * support->words;
            size += given->offsets[from + 1] - given->offsets[from];
            spread += support->rests[from];
            for (int64_t i = 0; i < window->count; i++) window->sums[i] += row[window->list[i]];
        }
        /* A text without any stem says nothing: what stands against it is background. */
        float share = (float)(size ? (1.0 - given->background) / (double)size : 0.0);
        float always = (float)(size ? given->background + (1.0 - given->background) / (double)size * spread : 1.0);
        for (int64_t i = 0; i < window->count; i++) window->means[i] = always + share * window->sums[i];
        natural_logs(window->means, window->logs, window->count);
        sum_up(window, words, given->scores + ((taken - 1) * given->rows + r) * (given->columns + 1));
    }
}

/* lexical(given, given_offsets, explained, explained_offsets, low, high, table_offsets, table_explained, table_ratio,
           table_rest, scores, background, most)

   Stems of two texts and the offsets of the sentences that are looked at; of given sentence `r` with 1 to `most` - 1
   before it the sums of the explained sentences low[r] to high[r] are wanted. `scores` (taken - 1, given sentence,
   explained sentence + 1), zeros beforehand, are summed up from low[r] on. The table is a RatioTable. */
PyObject *lexical(PyObject *self, PyObject *args) {
    Arrays arrays;
    double background;
    long long most;
    Words words = {.count = 0};
    Support support;
    Window window;
    (void)self;
    if (!take(&arrays, args, of_lexical, 11, "dL", &background, &most)) return done(&arrays, 0);
    int64_t rows = arrays.items[GIVEN_OFFSETS] - 1, columns = arrays.items[EXPLAINED_OFFSETS] - 1;
    if (most < 0 || most > MOST_TAKEN) return done(&arrays, unfit(&arrays, LEXICAL, "is of no bead"));
    if (!are_offsets(&arrays, GIVEN_OFFSETS, arrays.items[GIVEN]) ||
        !are_offsets(&arrays, EXPLAINED_OFFSETS, arrays.items[EXPLAINED]) || !has_items(&arrays, LOW, rows) ||
        !has_items(&arrays, HIGH, rows) || !has_items(&arrays, RATIO, arrays.items[PARTNER]) ||
        !has_items(&arrays, TABLE, arrays.items[REST] + 1) ||
        !has_items(&arrays, LEXICAL, most * rows * (columns + 1)) || !number_words(&words, &arrays) ||
        !add_support(&support, &arrays, &words) || !make_window(&window, &arrays, &words))
        return done(&arrays, 0);
    const int64_t *low = arrays.at[LOW], *high = arrays.at[HIGH];
    for (int64_t r = 0; r < rows; r++)
        if (low[r] < high[r] && (low[r] < 0 || high[r] > columns))
            return done(&arrays, unfit(&arrays, HIGH, "reaches too far"));
    Given given = {arrays.at[GIVEN_OFFSETS], rows, columns, most, background, arrays.at[LEXICAL]};
    Py_BEGIN_ALLOW_THREADS
    for (int64_t r = 0; r < rows; r++) {
        if (low[r] >= high[r]) continue;
        look_at(&window, &words, low[r], high[r]);
        score_row(&given, &support, &window, &words, r);
    }
    Py_END_ALLOW_THREADS
    return done(&arrays, 1);
}

enum { R_START, R_LOW, R_HIGH, R_TOP, R_BOTTOM };
static const Wanted of_in_reach[] = {{"start", 'q'}, {"low", 'Q'}, {"high", 'Q'}, {"top", 'Q'}, {"bottom", 'Q'}};

static inline int64_t within(int64_t value, int64_t low, int64_t high) {
    return value < low ? low : value > high ? high : value;
}

/* in_reach(start, low, high, top, bottom, first, last, width, reach_source, reach_target, first_source, first_target)

   The beads that end in the rows `first` to `last` of a band, of so many sentences at most: for each source sentence
   from `first_source` on the target sentences low to high, counted from `first_target`, and for each target sentence
   from there the source sentences top to bottom. */
PyObject *in_reach(PyObject *self, PyObject *args) {
    Arrays arrays;
    long long first, last, width, reach[2], sentence[2];
    (void)self;
    if (!take(&arrays, args, of_in_reach, 5, "LLLLLLL", &first, &last, &width, &reach[0], &reach[1], &sentence[0],
              &sentence[1]))
        return done(&arrays, 0);
    int64_t sources = arrays.items[R_LOW], targets = arrays.items[R_TOP];
    if (!has_items(&arrays, R_HIGH, sources) || !has_items(&arrays, R_BOTTOM, targets)) return done(&arrays, 0);
    if (first < 0 || last < first || last > arrays.items[R_START] || last - 1 - sentence[0] > sources)
        return done(&arrays, unfit(&arrays, R_START, "does not fit the rows"));
    const int64_t *start = arrays.at[R_START];
    int64_t *low = arrays.at[R_LOW], *high = arrays.at[R_HIGH], *top = arrays.at[R_TOP], *bottom = arrays.at[R_BOTTOM];
    memset(low, 0, (size_t)sources * 8);
    memset(high, 0, (size_t)sources * 8);
    for (int64_t row = first; row < last; row++) {
        int64_t i = row - 1 - sentence[0]; /* sentence i is the last one of the beads that end in row i + 1 */
        if (i < 0) continue;
        low[i] = within(start[row] - reach[1] - sentence[1], 0, targets);
        high[i] = within(start[row] + width - 1 - sentence[1], 0, targets);
    }
    for (int64_t j = 0, above = first, below = first; j < targets; j++) {
        int64_t column = j + 1 + sentence[1];
        while (above < last && start[above] + width - 1 < column) above++;
        while (below < last && start[below] <= column) below++;
        top[j] = within(above - reach[0] - sentence[0], 0, sources);
        bottom[j] = within(below - 1 - sentence[0], 0, sources);
    }
    return done(&arrays, 1);
}

/* How likely at most CHUNK texts are, by their lengths, as translations of `source` characters: tmx/align/lengths.py.
   They reach from each of `before` to each of `after` in summed lengths. Natural logs of the normal distribution. */
static void length_scores(double source, const double *before, const double *after, int64_t count, double ratio,
                          double variance, double *scores) {
    float tail[CHUNK];
    double half[CHUNK];
    for (int64_t i = 0; i < count; i++) {
        double target = after[i] - before[i], mean = (source + target / ratio) / 2.0;
        double delta = fabs(target - ratio * source) / sqrt(variance * (mean > 1.0 ? mean : 1.0));
        delta = delta > 6.0 ? 6.0 : delta;
        double factor = 1.0 / (1.0 + 0.2316419 * delta);
        double series = 1.330274429 * factor;
        series = (series - 1.821255978) * factor;
        series = (series + 1.781477937) * factor;
        series = (series - 0.356563782) * factor;
        series = (series + 0.319381530) * factor;
        tail[i] = (float)(series * (2.0 / 2.5066282746310002));
        half[i] = 0.5 * delta * delta;
    }
    natural_logs(tail, scores, count);
    for (int64_t i = 0; i < count; i++) {
        double value = scores[i] - half[i];
        scores[i] = value > 0.0 ? 0.0 : value;
    }
}

enum {
    START, KINDS, FORWARD, BACKWARD, SHAPE, SOURCE_LENGTH, TARGET_LENGTH, PRIORS, BORDER, OUR_HEADINGS, THEIR_HEADINGS,
    NUMBERS, SCORES
};
static const Wanted of_bead_scores[] = {
    {"start", 'q'}, {"kinds", 'q'}, {"forward", 'f'}, {"backward", 'f'}, {"shape", 'q'}, {"source_length", 'd'},
    {"target_length", 'd'}, {"priors", 'd'}, {"border", 'd'}, {"source_headings", 'q'}, {"target_headings", 'q'},
    {"numbers", 'd'}, {"scores", 'F'},
};

/* What the items of `shape` and `numbers` are. */
enum { SOURCES, TARGETS, FIRST_SOURCE, FIRST_TARGET, LATTICE_ROWS, SHAPES };
enum { LENGTH_RATIO, VARIANCE, LENGTH_WEIGHT, LEXICAL_WEIGHT, ALONE, HEADING, NUMBERS_TOLD };

/* The beads of one kind, and the numbers of sentences of the whole texts. */
typedef struct {
    const Arrays *arrays;
    int64_t source, target, sentences, other_sentences;
} Kind;

/* What words, the mean of both directions, and headings say of a bead that ends in a cell. */
static inline double word_score(const Kind *kind, int64_t row, int64_t column) {
    void *const *at = kind->arrays->at;
    const int64_t *shape = at[SHAPE], *ours = at[OUR_HEADINGS], *theirs = at[THEIR_HEADINGS];
    const double *numbers = at[NUMBERS];
    int64_t a = kind->source, b = kind->target, sources = shape[SOURCES], targets = shape[TARGETS];
    int64_t i = row - shape[FIRST_SOURCE], j = column - shape[FIRST_TARGET];
    double score = 0.0;
    if (sources && targets && i >= a && j >= b && i <= sources && j <= targets) {
        const float *there = (const float *)at[FORWARD] + ((a - 1) * sources + i - 1) * (targets + 1);
        const float *back = (const float *)at[BACKWARD] + ((b - 1) * targets + j - 1) * (sources + 1);
        score = numbers[LEXICAL_WEIGHT] * 0.5 * (double)((there[j] - there[j - b]) + (back[i] - back[i - a]));
    }
    if (kind->arrays->items[OUR_HEADINGS] && (ours[row] > ours[row - a]) != (theirs[column] > theirs[column - b]))
        score -= numbers[HEADING];
    return score;
}

/* The scores of at most CHUNK beads of a kind that end in a row, from `column` on, without their prior. */
static void score_cells(const Kind *kind, int64_t row, int64_t column, int64_t count, double *scores) {
    const double *lengths = kind->arrays->at[SOURCE_LENGTH], *others = kind->arrays->at[TARGET_LENGTH];
    const double *numbers = kind->arrays->at[NUMBERS];
    if (!kind->source || !kind->target) {
        for (int64_t i = 0; i < count; i++) scores[i] = numbers[ALONE];
        return;
    }
    length_scores(lengths[row] - lengths[row - kind->source], others + column - kind->target, others + column, count,
                  numbers[LENGTH_RATIO], numbers[VARIANCE], scores);
    for (int64_t i = 0; i < count; i++)
        scores[i] = numbers[LENGTH_WEIGHT] * scores[i] + word_score(kind, row, column + i);
}

/* The scores of all beads of a kind that end in a row; where none can, nothing is written. */
static void score_kind(const Kind *kind, int64_t row, int64_t width, double prior, const double *border, float *out) {
    int64_t start = ((const int64_t *)kind->arrays->at[START])[row];
    int64_t from = kind->target > start ? kind->target - start : 0;
    int64_t to = kind->other_sentences + 1 - start < width ? kind->other_sentences + 1 - start : width;
    double scores[CHUNK];
    for (int64_t x = from; x < to; x += CHUNK) {
        int64_t count = to - x < CHUNK ? to - x : CHUNK;
        score_cells(kind, row, start + x, count, scores);
        for (int64_t i = 0; i < count; i++) out[x + i] = (float)(scores[i] + prior + (border ? border[x + i] : 0.0));
    }
}

/* The most source sentences (0) or target sentences (1) of the beads with a counterpart; -1 where a kind is none. */
static int64_t most_sentences(const Arrays *arrays, int side) {
    const int64_t *kinds = arrays->at[KINDS];
    int64_t most = 0;
    for (int64_t k = 0; k + 1 < arrays->items[KINDS]; k += 2) {
        if (kinds[k] < 0 || kinds[k + 1] < 0 || kinds[k] > MOST_TAKEN || kinds[k + 1] > MOST_TAKEN) return -1;
        if (kinds[k] && kinds[k + 1] && kinds[k + side] > most) most = kinds[k + side];
    }
    return most;
}

/* Whether the shape and the rows are those of the texts: then no size that is worked out of them is too large. */
static int fit_in_texts(const Arrays *arrays, int64_t first, int64_t last, int64_t width) {
    if (!has_items(arrays, SHAPE, SHAPES)) return 0;
    const int64_t *shape = arrays->at[SHAPE], *start = arrays->at[START];
    int64_t source_room = arrays->items[SOURCE_LENGTH] - shape[FIRST_SOURCE];
    int64_t target_room = arrays->items[TARGET_LENGTH] - shape[FIRST_TARGET];
    if (shape[FIRST_SOURCE] < 0 || shape[FIRST_TARGET] < 0 || shape[SOURCES] < 0 || shape[TARGETS] < 0 ||
        shape[SOURCES] >= source_room || shape[TARGETS] >= target_room)
        return unfit(arrays, SHAPE, "does not fit the lengths");
    if (first < 0 || last < first || width < 1 || width > INT32_MAX || last > shape[LATTICE_ROWS] ||
        last > arrays->items[START] || shape[LATTICE_ROWS] > arrays->items[SOURCE_LENGTH])
        return unfit(arrays, START, "does not fit the rows");
    for (int64_t row = first; row < last; row++)
        if (start[row] < 0) return unfit(arrays, START, "is wrong");
    return 1;
}

/* Whether the arrays fit each other; the rest of what is read follows from it. */
static int fit_for_scores(const Arrays *arrays, int64_t first, int64_t last, int64_t width) {
    if (!fit_in_texts(arrays, first, last, width)) return 0;
    const int64_t *shape = arrays->at[SHAPE];
    int64_t count = arrays->items[PRIORS], sources = shape[SOURCES], targets = shape[TARGETS];
    int64_t most_sources = most_sentences(arrays, 0), most_targets = most_sentences(arrays, 1);
    if (most_sources < 0 || most_targets < 0) return unfit(arrays, KINDS, "holds what is no kind");
    return has_items(arrays, NUMBERS, NUMBERS_TOLD) && has_items(arrays, KINDS, 2 * count) &&
           has_items(arrays, SCORES, count * shape[LATTICE_ROWS] * width) &&
           has_items(arrays, FORWARD, most_sources * sources * (targets + 1)) &&
           has_items(arrays, BACKWARD, most_targets * targets * (sources + 1)) &&
           (!arrays->items[BORDER] || has_items(arrays, BORDER, (last - first) * width)) &&
           (!arrays->items[OUR_HEADINGS] || (has_items(arrays, OUR_HEADINGS, arrays->items[SOURCE_LENGTH]) &&
                                             has_items(arrays, THEIR_HEADINGS, arrays->items[TARGET_LENGTH])));
}

/* bead_scores(start, kinds, forward, backward, shape, source_length, target_length, priors, border, source_headings,
               target_headings, numbers, scores, first, last, width)

   The rows `first` to `last` of `scores` (kind, row, column in the band), where they are possible. `forward` and
   `backward` are those of lexical(); `shape`: the source and target sentences that they cover, the first of each, and
   the rows of the lattice; lengths are summed up; `border` has a value for each cell of the rows or is empty, headings
   are counted up or empty; `numbers`: ratio, variance, weight of lengths, of words, what lacks a counterpart, and what
   a heading on one side costs. */
PyObject *bead_scores(PyObject *self, PyObject *args) {
    Arrays arrays;
    long long first, last, width;
    (void)self;
    if (!take(&arrays, args, of_bead_scores, 13, "LLL", &first, &last, &width) ||
        !fit_for_scores(&arrays, first, last, width))
        return done(&arrays, 0);
    const int64_t *kinds = arrays.at[KINDS], *shape = arrays.at[SHAPE];
    const double *priors = arrays.at[PRIORS], *border = arrays.items[BORDER] ? arrays.at[BORDER] : NULL;
    float *scores = arrays.at[SCORES];
    Kind kind = {.arrays = &arrays, .sentences = arrays.items[SOURCE_LENGTH] - 1,
                 .other_sentences = arrays.items[TARGET_LENGTH] - 1};
    Py_BEGIN_ALLOW_THREADS
    for (int64_t k = 0; k < arrays.items[PRIORS]; k++) {
        kind.source = kinds[2 * k];
        kind.target = kinds[2 * k + 1];
        if (kind.source > kind.sentences || kind.target > kind.other_sentences) continue;
        for (int64_t row = first > kind.source ? first : kind.source; row < last; row++)
            score_kind(&kind, row, width, priors[k], border ? border + (row - first) * width : NULL,
                       scores + (k * shape[LATTICE_ROWS] + row) * width);
    }
    Py_END_ALLOW_THREADS
    return done(&arrays, 1);
}
