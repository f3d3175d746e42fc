/* The lexicon: pairs of tokens, and expectation-maximization over them (tmx/align/model1.py). */

#include "loops.h"

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

/* number_pairs(source, source_offsets, target, target_offsets, prior_source, prior_target, sizes,
                number, source_token, target_token, keys, prior_number) -> how many distinct pairs there are

   All int64. Stems are numbered below sizes[0] and sizes[1]. The pairs of tokens of each bead come out in the order of
   their keys (source stem * sizes[1] + target stem) and, of one key, of their places. */
PyObject *number_pairs(PyObject *self, PyObject *args) {
    PyObject *o[12];
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOOO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7], &o[8], &o[9],
                          &o[10], &o[11]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    int64_t *first_of = NULL, *by_stem = NULL, *bead_of = NULL, *prior_first = NULL, *prior_by = NULL;
    int64_t *place = NULL, *met = NULL, *starts = NULL;
    uint64_t *bits = NULL;
    Py_ssize_t n_source = items_of(o[0]), n_beads = items_of(o[1]) - 1, n_target = items_of(o[2]);
    Py_ssize_t n_prior = items_of(o[4]), n_pairs = items_of(o[7]);
    const int64_t *source = memory(&held, o[0], n_source, 8, 0), *target = NULL, *prior_source = NULL;
    const int64_t *source_offsets = NULL, *target_offsets = NULL, *prior_target = NULL, *sizes = NULL;
    int64_t *number = NULL, *source_token = NULL, *target_token = NULL, *keys = NULL, *prior_number = NULL;
    if (!source || !(source_offsets = memory(&held, o[1], n_beads + 1, 8, 0)) ||
        !(target = memory(&held, o[2], n_target, 8, 0)) ||
        !(target_offsets = memory(&held, o[3], n_beads + 1, 8, 0)) ||
        !(prior_source = memory(&held, o[4], n_prior, 8, 0)) ||
        !(prior_target = memory(&held, o[5], n_prior, 8, 0)) || !(sizes = memory(&held, o[6], 2, 8, 0)) ||
        !(number = memory(&held, o[7], n_pairs, 8, 1)) || !(source_token = memory(&held, o[8], n_pairs, 8, 1)) ||
        !(target_token = memory(&held, o[9], n_pairs, 8, 1)) ||
        !(keys = memory(&held, o[10], n_pairs + n_prior, 8, 1)) ||
        !(prior_number = memory(&held, o[11], n_prior, 8, 1)))
        goto done;
    int64_t rows = sizes[0], width = sizes[1];
    first_of = calloc((size_t)rows + 1, 8);
    prior_first = calloc((size_t)rows + 1, 8);
    by_stem = malloc(((size_t)n_source + 1) * 8);
    bead_of = malloc(((size_t)n_source + 1) * 8);
    prior_by = malloc(((size_t)n_prior + 1) * 8);
    place = malloc(((size_t)width + 1) * 8); /* the number of a target stem among those that this source stem meets */
    met = malloc(((size_t)width + 1) * 8);
    starts = malloc(((size_t)width + 2) * 8);
    bits = calloc((size_t)width / 64 + 1, 8);
    if (!first_of || !prior_first || !by_stem || !bead_of || !prior_by || !place || !met || !starts ||
        !bits) {
        PyErr_NoMemory();
        goto done;
    }
    int64_t distinct = 0;
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t b = 0; b < n_beads; b++)
        for (int64_t i = source_offsets[b]; i < source_offsets[b + 1]; i++) bead_of[i] = b;
    for (Py_ssize_t i = 0; i < n_source; i++) first_of[source[i] + 1]++;
    for (Py_ssize_t i = 0; i < n_prior; i++) prior_first[prior_source[i] + 1]++;
    for (int64_t s = 0; s < rows; s++) {
        first_of[s + 1] += first_of[s];
        prior_first[s + 1] += prior_first[s];
    }
    for (Py_ssize_t i = n_source - 1; i >= 0; i--) by_stem[--first_of[source[i] + 1]] = i;
    for (Py_ssize_t i = n_prior - 1; i >= 0; i--) prior_by[--prior_first[prior_source[i] + 1]] = i;
    /* Now first_of[s + 1] is where stem s begins, as first_of[s] would be one further on. */
    for (int64_t t = 0; t < width; t++) place[t] = -1;
    int64_t out = 0;
    for (int64_t s = 0; s < rows; s++) {
        int64_t from = first_of[s + 1], to = s + 1 < rows ? first_of[s + 2] : n_source;
        int64_t prior_from = prior_first[s + 1], prior_to = s + 1 < rows ? prior_first[s + 2] : n_prior;
        int64_t count = 0;
        for (int64_t at = from; at < to; at++) {
            int64_t b = bead_of[by_stem[at]];
            for (int64_t j = target_offsets[b]; j < target_offsets[b + 1]; j++) {
                int64_t t = target[j];
                if (place[t] < 0) {
                    place[t] = 0;
                    met[count++] = t;
                }
                place[t]++;
            }
        }
        for (int64_t at = prior_from; at < prior_to; at++) {
            int64_t t = prior_target[prior_by[at]];
            if (place[t] < 0) {
                place[t] = 0;
                met[count++] = t;
            }
        }
        if (!count) continue;
        /* The stems met, in order: each has a bit, and the bits stand in the order of the stems. */
        int64_t lowest = width, highest = -1;
        for (int64_t i = 0; i < count; i++) {
            int64_t word = met[i] >> 6;
            bits[word] |= (uint64_t)1 << (met[i] & 63);
            if (word < lowest) lowest = word;
            if (word > highest) highest = word;
        }
        count = 0;
        for (int64_t word = lowest; word <= highest; word++)
            for (; bits[word]; bits[word] &= bits[word] - 1) met[count++] = (word << 6) + lowest_bit(bits[word]);
        int64_t begin = out;
        for (int64_t i = 0; i < count; i++) {
            int64_t t = met[i], size = place[t];
            keys[distinct + i] = s * width + t;
            starts[i] = begin;
            begin += size;
            place[t] = i;
        }
        for (int64_t at = from; at < to; at++) {
            int64_t token = by_stem[at], b = bead_of[token];
            for (int64_t j = target_offsets[b]; j < target_offsets[b + 1]; j++) {
                int64_t i = place[target[j]], to_place = starts[i]++;
                number[to_place] = distinct + i;
                source_token[to_place] = token;
                target_token[to_place] = j;
            }
        }
        for (int64_t at = prior_from; at < prior_to; at++)
            prior_number[prior_by[at]] = distinct + place[prior_target[prior_by[at]]];
        for (int64_t i = 0; i < count; i++) place[met[i]] = -1;
        out = begin;
        distinct += count;
    }
    Py_END_ALLOW_THREADS
    result = PyLong_FromLongLong(distinct);
done:
    free(first_of);
    free(prior_first);
    free(by_stem);
    free(bead_of);
    free(prior_by);
    free(place);
    free(met);
    free(starts);
    free(bits);
    release(&held);
    return result;
}

typedef struct {
    int32_t pair, token;
    float near;
} Entry;

/* expect(pair, near, explained, weights, background, givens, pseudo, n_givens, iterations, discount, doubt, probability)

   EM: int64 `pair` (which rises) and `explained` for each pair of tokens, `near` float32 or empty; float64 `weights` and
   `background` for each token; int64 `givens` and float64 `pseudo` for each distinct pair, and its `probability`, which
   is written. Sums are taken in the order of the arrays. */
PyObject *expect(PyObject *self, PyObject *args) {
    PyObject *o[8];
    long long n_givens, iterations;
    double discount, doubt;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOLLddO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &n_givens, &iterations,
                          &discount, &doubt, &o[7]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    double *total = NULL, *totals = NULL, *counts = NULL;
    Entry *entry = NULL;
    Py_ssize_t n_pairs = items_of(o[0]), n_near = items_of(o[1]), n_tokens = items_of(o[3]), size = items_of(o[5]);
    const int64_t *pair = memory(&held, o[0], n_pairs, 8, 0), *explained = NULL, *givens = NULL;
    const float *near = NULL;
    const double *weights = NULL, *background = NULL, *pseudo = NULL;
    double *probability = NULL;
    if (!pair || !(near = memory(&held, o[1], n_near ? n_pairs : 0, 4, 0)) ||
        !(explained = memory(&held, o[2], n_pairs, 8, 0)) || !(weights = memory(&held, o[3], n_tokens, 8, 0)) ||
        !(background = memory(&held, o[4], n_tokens, 8, 0)) || !(givens = memory(&held, o[5], size, 8, 0)) ||
        !(pseudo = memory(&held, o[6], size, 8, 0)) || !(probability = memory(&held, o[7], size, 8, 1)))
        goto done;
    total = malloc(((size_t)n_tokens + 1) * 8);
    totals = calloc((size_t)n_givens + 1, 8);
    counts = malloc(((size_t)size + 1) * 8);
    entry = malloc(((size_t)n_pairs + 1) * sizeof(Entry));
    if (!total || !totals || !counts || !entry) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    /* What is read again and again is made small, and without branches: a pair has one or two entries as a rule. */
    for (Py_ssize_t i = 0; i < n_pairs; i++)
        entry[i] = (Entry){(int32_t)pair[i], (int32_t)explained[i], n_near ? near[i] : 1.0f};
    /* What is known beforehand leads the first round. */
    for (Py_ssize_t p = 0; p < size; p++) totals[givens[p]] += counts[p] = 1.0 + pseudo[p] * 10.0;
    for (Py_ssize_t p = 0; p < size; p++) probability[p] = counts[p] / totals[givens[p]];
    for (long long round = 0; round < iterations; round++) {
        memset(total, 0, (size_t)n_tokens * 8);
        for (Py_ssize_t i = 0; i < n_pairs; i++)
            total[entry[i].token] += probability[entry[i].pair] * (double)entry[i].near;
        for (Py_ssize_t i = 0; i < n_tokens; i++) total[i] = weights[i] / (total[i] + background[i]);
        memset(counts, 0, (size_t)size * 8);
        for (Py_ssize_t i = 0; i < n_pairs; i++)
            counts[entry[i].pair] += probability[entry[i].pair] * (double)entry[i].near * total[entry[i].token];
        memset(totals, 0, (size_t)n_givens * 8);
        for (Py_ssize_t p = 0; p < size; p++) totals[givens[p]] += probability[p] = counts[p] + pseudo[p];
        if (round + 1 == iterations) break;
        for (long long g = 0; g < n_givens; g++) totals[g] = 1.0 / (totals[g] > 1e-12 ? totals[g] : 1e-12);
        for (Py_ssize_t p = 0; p < size; p++) probability[p] *= totals[givens[p]];
    }
    for (Py_ssize_t p = 0; p < size; p++) {
        double kept = counts[p] - discount;
        probability[p] = ((kept > 0.0 ? kept : 0.0) + pseudo[p]) / (totals[givens[p]] + doubt);
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    free(total);
    free(totals);
    free(counts);
    free(entry);
    release(&held);
    return result;
}
