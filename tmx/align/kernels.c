/* The aligner's innermost loops, for where a compiler was at hand when Accord was installed.

   tmx/align/kernels.py says which functions these stand for; each gives what the numpy function of its name gives.
   Arrays come as buffers that the Python side has made: whole, of the type named here, and of sizes that fit; offsets
   and numbers inside them are trusted, sizes are checked. Python's lock is let go while a loop runs. */

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define IMPOSSIBLE (-1e30)
#define MOST_KINDS 64

/* Buffers: taken together, let go together. */

typedef struct {
    Py_buffer view[16];
    int count;
} Buffers;

static void release(Buffers *held) {
    for (int i = 0; i < held->count; i++) PyBuffer_Release(&held->view[i]);
    held->count = 0;
}

/* The memory of `object`, of at least `items` items of `size` bytes; NULL with an error set where it has fewer. */
static void *memory(Buffers *held, PyObject *object, Py_ssize_t items, size_t size, int written) {
    Py_buffer *view = &held->view[held->count];
    int flags = written ? PyBUF_CONTIG : PyBUF_CONTIG_RO;
    if (PyObject_GetBuffer(object, view, flags) < 0) return NULL;
    held->count++;
    if (items < 0 || view->len < items * (Py_ssize_t)size) {
        PyErr_SetString(PyExc_ValueError, "an array is smaller than it should be");
        return NULL;
    }
    return view->buf;
}

static Py_ssize_t items_of(PyObject *object) {
    return PyObject_Size(object);
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

/* number_pairs(source, source_offsets, target, target_offsets, prior_source, prior_target, sizes,
                number, source_token, target_token, keys, prior_number) -> how many distinct pairs there are

   All int64. Stems are numbered below sizes[0] and sizes[1]. The pairs of tokens of each bead come out in the order of
   their keys (source stem * sizes[1] + target stem) and, of one key, of their places. */
static PyObject *number_pairs(PyObject *self, PyObject *args) {
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

/* expect(pair, near, explained, weights, background, givens, pseudo, n_givens, iterations, probability, counts)

   The iterations of EM: int64 `pair` (which rises) and `explained` for each pair of tokens, `near` float32 or empty; float64
   `weights` and `background` for each token; int64 `givens` and float64 `pseudo`, `probability` (changed) and `counts`
   (written) for each distinct pair. Sums are taken in the order of the arrays. */
static PyObject *expect(PyObject *self, PyObject *args) {
    PyObject *o[9];
    long long n_givens, iterations;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOLLOO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &n_givens, &iterations,
                          &o[7], &o[8]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    double *total = NULL, *totals = NULL;
    Entry *entry = NULL;
    Py_ssize_t n_pairs = items_of(o[0]), n_near = items_of(o[1]), n_tokens = items_of(o[3]), size = items_of(o[5]);
    const int64_t *pair = memory(&held, o[0], n_pairs, 8, 0), *explained = NULL, *givens = NULL;
    const float *near = NULL;
    const double *weights = NULL, *background = NULL, *pseudo = NULL;
    double *probability = NULL, *counts = NULL;
    if (!pair || !(near = memory(&held, o[1], n_near ? n_pairs : 0, 4, 0)) ||
        !(explained = memory(&held, o[2], n_pairs, 8, 0)) || !(weights = memory(&held, o[3], n_tokens, 8, 0)) ||
        !(background = memory(&held, o[4], n_tokens, 8, 0)) || !(givens = memory(&held, o[5], size, 8, 0)) ||
        !(pseudo = memory(&held, o[6], size, 8, 0)) || !(probability = memory(&held, o[7], size, 8, 1)) ||
        !(counts = memory(&held, o[8], size, 8, 1)))
        goto done;
    total = malloc(((size_t)n_tokens + 1) * 8);
    totals = malloc(((size_t)n_givens + 1) * 8);
    entry = malloc(((size_t)n_pairs + 1) * sizeof(Entry));
    if (!total || !totals || !entry) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    /* What is read again and again is made small, and without branches: a pair has one or two entries as a rule. */
    for (Py_ssize_t i = 0; i < n_pairs; i++)
        entry[i] = (Entry){(int32_t)pair[i], (int32_t)explained[i], n_near ? near[i] : 1.0f};
    for (long long round = 0; round < iterations; round++) {
        memset(total, 0, (size_t)n_tokens * 8);
        for (Py_ssize_t i = 0; i < n_pairs; i++)
            total[entry[i].token] += probability[entry[i].pair] * (double)entry[i].near;
        for (Py_ssize_t i = 0; i < n_tokens; i++) total[i] = weights[i] / (total[i] + background[i]);
        memset(counts, 0, (size_t)size * 8);
        for (Py_ssize_t i = 0; i < n_pairs; i++)
            counts[entry[i].pair] += probability[entry[i].pair] * (double)entry[i].near * total[entry[i].token];
        memset(totals, 0, (size_t)n_givens * 8);
        for (Py_ssize_t p = 0; p < size; p++) {
            probability[p] = counts[p] + pseudo[p];
            totals[givens[p]] += probability[p];
        }
        for (long long g = 0; g < n_givens; g++) totals[g] = 1.0 / (totals[g] > 1e-12 ? totals[g] : 1e-12);
        for (Py_ssize_t i = 0; i < size; i++) probability[i] *= totals[givens[i]];
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    free(total);
    free(totals);
    free(entry);
    release(&held);
    return result;
}

/* The lattice: `scores` are (kind, row, column in the band), float32. */
typedef struct {
    const float *scores;
    const int64_t *start, *kinds;
    int64_t n_kinds, rows, width, columns; /* rows: of sentences; the lattice has one more */
} Lattice;

static int read_lattice(Lattice *lattice, Buffers *held, PyObject *scores, PyObject *start, PyObject *kinds,
                        long long width, long long columns) {
    lattice->rows = items_of(start) - 1;
    lattice->n_kinds = items_of(kinds) / 2;
    lattice->width = width;
    lattice->columns = columns;
    if (lattice->rows < 0 || width < 1 || lattice->n_kinds > MOST_KINDS) {
        PyErr_SetString(PyExc_ValueError, "this is no lattice");
        return 0;
    }
    lattice->start = memory(held, start, lattice->rows + 1, 8, 0);
    lattice->kinds = lattice->start ? memory(held, kinds, 2 * lattice->n_kinds, 8, 0) : NULL;
    lattice->scores = lattice->kinds
                          ? memory(held, scores, lattice->n_kinds * (lattice->rows + 1) * lattice->width, 4, 0)
                          : NULL;
    return lattice->scores != NULL;
}

/* Where the step of kind `k` that ends in `row`, column `x` of the band, begins in an array of the band; -1: nowhere. */
static inline int64_t begin_of(const Lattice *l, int64_t k, int64_t row, int64_t x) {
    int64_t from = row - l->kinds[2 * k];
    if (from < 0) return -1;
    int64_t column = x + l->start[row] - l->kinds[2 * k + 1] - l->start[from];
    return column < 0 || column >= l->width ? -1 : from * l->width + column;
}

static inline float score_of(const Lattice *l, int64_t k, int64_t row, int64_t x) {
    return l->scores[(k * (l->rows + 1) + row) * l->width + x];
}

static inline double log_sum(const double *values, int count, double highest) {
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        if (values[i] > highest - 50.0) sum += exp(values[i] - highest);
    return highest + log(sum);
}

/* ahead[cell]: the log sum of the ways to it. */
static void go_forward(const Lattice *l, double *ahead) {
    for (int64_t row = 0; row <= l->rows; row++)
        for (int64_t x = 0; x < l->width; x++) {
            double values[MOST_KINDS], highest = IMPOSSIBLE / 2;
            int count = 0;
            if (!row && !x && !l->start[0]) values[count++] = highest = 0.0;
            for (int64_t k = 0; k < l->n_kinds; k++) {
                int64_t from = begin_of(l, k, row, x);
                if (from < 0) continue;
                double value = ahead[from] + score_of(l, k, row, x);
                if (value <= IMPOSSIBLE / 2) continue;
                values[count++] = value;
                if (value > highest) highest = value;
            }
            int64_t cell = row * l->width + x;
            ahead[cell] = count == 0 ? IMPOSSIBLE : count == 1 ? values[0] : log_sum(values, count, highest);
        }
}

/* back[cell]: the log sum of the ways from it to the last cell. */
static void go_back(const Lattice *l, double *back) {
    for (int64_t row = l->rows; row >= 0; row--)
        for (int64_t x = l->width - 1; x >= 0; x--) {
            double values[MOST_KINDS], highest = IMPOSSIBLE / 2;
            int count = 0;
            if (row == l->rows && x + l->start[row] == l->columns) values[count++] = highest = 0.0;
            for (int64_t k = 0; k < l->n_kinds; k++) {
                int64_t to = row + l->kinds[2 * k];
                if (to > l->rows) continue;
                int64_t column = x + l->start[row] + l->kinds[2 * k + 1] - l->start[to];
                if (column < 0 || column >= l->width) continue;
                double value = back[to * l->width + column] + score_of(l, k, to, column);
                if (value <= IMPOSSIBLE / 2) continue;
                values[count++] = value;
                if (value > highest) highest = value;
            }
            int64_t cell = row * l->width + x;
            back[cell] = count == 0 ? IMPOSSIBLE : count == 1 ? values[0] : log_sum(values, count, highest);
        }
}

/* posteriors(scores, start, kinds, width, columns, chances): float32 chances, zeros beforehand, in scores' shape. */
static PyObject *lattice_posteriors(PyObject *self, PyObject *args) {
    PyObject *scores, *start, *kinds, *into;
    long long width, columns;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOLLO", &scores, &start, &kinds, &width, &columns, &into)) return NULL;
    Buffers held = {.count = 0};
    Lattice l;
    PyObject *result = NULL;
    double *ahead = NULL, *back = NULL;
    float *chances = NULL;
    if (!read_lattice(&l, &held, scores, start, kinds, width, columns)) goto done;
    int64_t cells = (l.rows + 1) * l.width;
    if (!(chances = memory(&held, into, l.n_kinds * cells, 4, 1))) goto done;
    ahead = malloc((size_t)cells * 8);
    back = malloc((size_t)cells * 8);
    if (!ahead || !back) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    go_forward(&l, ahead);
    go_back(&l, back);
    double whole = back[0];
    if (whole > IMPOSSIBLE / 2)
        for (int64_t k = 0; k < l.n_kinds; k++)
            for (int64_t row = l.kinds[2 * k]; row <= l.rows; row++)
                for (int64_t x = 0; x < l.width; x++) {
                    int64_t from = begin_of(&l, k, row, x);
                    if (from < 0) continue;
                    double value = ahead[from] + score_of(&l, k, row, x) + back[row * l.width + x] - whole;
                    /* Less than this is nothing in single precision. */
                    if (value > -104.0) chances[k * cells + row * l.width + x] = (float)exp(value < 0.0 ? value : 0.0);
                }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    free(ahead);
    free(back);
    release(&held);
    return result;
}

/* best_kinds(gains, start, kinds, width, columns, chosen) -> whether there is a way to the last cell

   int16 `chosen`: the kind of the step by which the best way reaches each cell, -1 for none. */
static PyObject *best_kinds(PyObject *self, PyObject *args) {
    PyObject *gains, *start, *kinds, *into;
    long long width, columns;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOLLO", &gains, &start, &kinds, &width, &columns, &into)) return NULL;
    Buffers held = {.count = 0};
    Lattice l;
    PyObject *result = NULL;
    double *best = NULL;
    int16_t *chosen = NULL;
    if (!read_lattice(&l, &held, gains, start, kinds, width, columns)) goto done;
    int64_t cells = (l.rows + 1) * l.width;
    if (!(chosen = memory(&held, into, cells, 2, 1))) goto done;
    if (!(best = malloc((size_t)cells * 8))) {
        PyErr_NoMemory();
        goto done;
    }
    int reached = 0;
    Py_BEGIN_ALLOW_THREADS
    for (int64_t row = 0; row <= l.rows; row++)
        for (int64_t x = 0; x < l.width; x++) {
            int64_t cell = row * l.width + x, across = -1;
            double highest = !row && !x && !l.start[0] ? 0.0 : IMPOSSIBLE / 2;
            int kind = -1;
            for (int64_t k = 0; k < l.n_kinds; k++) {
                if (!l.kinds[2 * k]) {
                    across = k;
                    continue;
                }
                int64_t from = begin_of(&l, k, row, x);
                if (from < 0) continue;
                double value = best[from] + score_of(&l, k, row, x);
                if (value > highest) {
                    highest = value;
                    kind = (int)k;
                }
            }
            /* A step within the row has to be better by more than rounding. */
            if (across >= 0 && x) {
                double value = best[cell - 1] + score_of(&l, across, row, x);
                if (value > highest + 1e-9) {
                    highest = value;
                    kind = (int)across;
                }
            }
            chosen[cell] = (int16_t)kind;
            best[cell] = highest > IMPOSSIBLE / 2 ? highest : IMPOSSIBLE;
        }
    int64_t last = l.columns - l.start[l.rows];
    reached = last >= 0 && last < l.width && best[l.rows * l.width + last] > IMPOSSIBLE / 2;
    Py_END_ALLOW_THREADS
    result = PyBool_FromLong(reached);
done:
    free(best);
    release(&held);
    return result;
}

/* lexical(given, given_offsets, explained, explained_offsets, low, high, table_offsets, table_explained, ratio, rest,
           background, most, scores)

   int64 stems of two texts and the offsets of the sentences that are looked at; of given sentence `r` with 1 to `most`
   - 1 before it the sums of the explained sentences low[r] to high[r] are wanted. `scores` (taken - 1, given sentence,
   explained sentence + 1), float32, zeros beforehand, are summed up from low[r] on. The table is a RatioTable. */
static PyObject *lexical(PyObject *self, PyObject *args) {
    PyObject *o[11];
    double background;
    long long most;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOdLO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7], &o[8], &o[9],
                          &background, &most, &o[10]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    int32_t *local = NULL, *words = NULL, *number = NULL, *entry_word = NULL, *list = NULL;
    int64_t *entries = NULL, *seen = NULL;
    float *entry_ratio = NULL, *support = NULL;
    double *sums = NULL, *rests = NULL, *logs = NULL;
    Py_ssize_t rows = items_of(o[1]) - 1, columns = items_of(o[3]) - 1, stems = items_of(o[6]) - 1;
    Py_ssize_t n_entries = items_of(o[7]);
    const int64_t *given = memory(&held, o[0], 0, 8, 0), *given_offsets = NULL, *explained = NULL;
    const int64_t *explained_offsets = NULL, *low = NULL, *high = NULL, *offsets = NULL, *partner = NULL;
    const double *ratio = NULL, *rest = NULL;
    float *scores = NULL;
    if (!given || !(given_offsets = memory(&held, o[1], rows + 1, 8, 0)) ||
        !(explained = memory(&held, o[2], 0, 8, 0)) ||
        !(explained_offsets = memory(&held, o[3], columns + 1, 8, 0)) || !(low = memory(&held, o[4], rows, 8, 0)) ||
        !(high = memory(&held, o[5], rows, 8, 0)) || !(offsets = memory(&held, o[6], stems + 1, 8, 0)) ||
        !(partner = memory(&held, o[7], n_entries, 8, 0)) || !(ratio = memory(&held, o[8], n_entries, 8, 0)) ||
        !(rest = memory(&held, o[9], stems, 8, 0)) ||
        !(scores = memory(&held, o[10], most * rows * (columns + 1), 4, 1)))
        goto done;
    int64_t first = explained_offsets[0], n_words = explained_offsets[columns] - first;
    int64_t words_known = 0, vocabulary = 0, given_first = given_offsets[0];
    int64_t n_given = given_offsets[rows] - given_first;
    for (int64_t i = 0; i < n_words; i++)
        if (explained[first + i] >= vocabulary) vocabulary = explained[first + i] + 1;
    number = malloc(((size_t)vocabulary + 1) * 4);
    words = malloc(((size_t)n_words + 1) * 4);
    if (!number || !words) {
        PyErr_NoMemory();
        goto done;
    }
    for (int64_t i = 0; i < vocabulary; i++) number[i] = -1;
    for (int64_t i = 0; i < n_words; i++) {
        int64_t stem = explained[first + i];
        if (number[stem] < 0) number[stem] = (int32_t)words_known++;
        words[i] = number[stem];
    }
    /* What each given stem says of the explained stems that are here. */
    local = malloc(((size_t)stems + 1) * 4);
    entries = malloc(((size_t)n_given + 2) * 8);
    support = calloc((size_t)(rows * words_known) + 1, 4);
    sums = malloc(((size_t)words_known + 1) * 8);
    logs = malloc(((size_t)words_known + 1) * 8);
    seen = malloc(((size_t)words_known + 1) * 8);
    list = malloc(((size_t)words_known + 1) * 4);
    rests = calloc((size_t)rows + 1, 8);
    if (!local || !entries || !support || !sums || !logs || !seen || !list || !rests) {
        PyErr_NoMemory();
        goto done;
    }
    int64_t given_known = 0, kept = 0;
    for (int64_t i = 0; i < stems; i++) local[i] = -1;
    for (int64_t i = 0; i < n_given; i++) {
        int64_t stem = given[given_first + i];
        if (local[stem] >= 0) continue;
        local[stem] = (int32_t)given_known++;
        kept += offsets[stem + 1] - offsets[stem];
    }
    entry_word = malloc(((size_t)kept + 1) * 4);
    entry_ratio = malloc(((size_t)kept + 1) * 4);
    if (!entry_word || !entry_ratio) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    given_known = kept = 0;
    for (int64_t i = 0; i < n_given; i++) {
        int64_t stem = given[given_first + i];
        if (local[stem] != given_known) continue; /* not here for the first time */
        entries[given_known++] = kept;
        for (int64_t e = offsets[stem]; e < offsets[stem + 1]; e++) {
            int32_t word = partner[e] < vocabulary ? number[partner[e]] : -1;
            if (word < 0) continue;
            entry_word[kept] = word;
            entry_ratio[kept++] = (float)ratio[e];
        }
    }
    entries[given_known] = kept;
    for (int64_t r = 0; r < rows; r++) {
        float *row = support + r * words_known;
        for (int64_t i = given_offsets[r]; i < given_offsets[r + 1]; i++) {
            int32_t stem = local[given[i]];
            for (int64_t e = entries[stem]; e < entries[stem + 1]; e++) row[entry_word[e]] += entry_ratio[e];
            rests[r] += rest[given[i]];
        }
    }
    for (int64_t i = 0; i < words_known; i++) seen[i] = -1;
    for (int64_t r = 0; r < rows; r++) {
        if (low[r] >= high[r]) continue;
        int64_t count = 0, size = 0;
        double spread = 0.0;
        for (int64_t i = explained_offsets[low[r]] - first; i < explained_offsets[high[r]] - first; i++)
            if (seen[words[i]] != r) {
                seen[words[i]] = r;
                sums[words[i]] = 0.0;
                list[count++] = words[i];
            }
        for (int64_t taken = 1; taken <= most; taken++) {
            int64_t from = r - taken + 1;
            if (from >= 0) {
                const float *row = support + from * words_known;
                size += given_offsets[from + 1] - given_offsets[from];
                spread += rests[from];
                for (int64_t i = 0; i < count; i++) sums[list[i]] += row[list[i]];
            }
            /* A text without any stem says nothing: what stands against it is background. */
            double share = size ? (1.0 - background) / (double)size : 0.0;
            double always = size ? background + share * spread : 1.0;
            double common = log(always);
            for (int64_t i = 0; i < count; i++) {
                double sum = sums[list[i]];
                logs[list[i]] = sum > 0.0 ? (double)logf((float)(always + share * sum)) : common;
            }
            float *out = scores + ((taken - 1) * rows + r) * (columns + 1);
            double total = 0.0;
            for (int64_t c = low[r]; c < high[r]; c++) {
                for (int64_t i = explained_offsets[c] - first; i < explained_offsets[c + 1] - first; i++)
                    total += logs[words[i]];
                out[c + 1] = (float)total;
            }
        }
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    free(local);
    free(words);
    free(number);
    free(entry_word);
    free(entry_ratio);
    free(list);
    free(entries);
    free(seen);
    free(support);
    free(sums);
    free(rests);
    free(logs);
    release(&held);
    return result;
}

/* The natural log of twice the upper tail of the normal distribution: tmx/align/lengths.py. */
static double length_score(double source, double target, double ratio, double variance) {
    double mean = (source + target / ratio) / 2.0;
    double delta = fabs(target - ratio * source) / sqrt(variance * (mean > 1.0 ? mean : 1.0));
    if (delta > 6.0) delta = 6.0;
    double factor = 1.0 / (1.0 + 0.2316419 * delta);
    double series = 1.330274429 * factor;
    series = (series - 1.821255978) * factor;
    series = (series + 1.781477937) * factor;
    series = (series - 0.356563782) * factor;
    series = (series + 0.319381530) * factor;
    double tail = 2.0 * series * exp(-0.5 * delta * delta) / 2.5066282746310002;
    return log(tail < 1.0 ? tail : 1.0);
}

/* bead_scores(first, last, width, start, kinds, forward, backward, shape, source_length, target_length, priors,
               border, source_headings, target_headings, numbers, scores)

   The rows `first` to `last` of `scores` (kind, row, column in the band; float32), where they are possible. `forward`
   and `backward` are those of lexical(); `shape`: the source and target sentences that they cover, the first of each,
   and the rows of the lattice; lengths are summed up; `border` has a value for each cell of the rows or is empty,
   headings are counted up or empty; `numbers`: ratio, variance, weight of lengths, of words, what lacks a counterpart,
   and what a heading on one side costs. */
static PyObject *bead_scores(PyObject *self, PyObject *args) {
    PyObject *o[13];
    long long first, last, width;
    (void)self;
    if (!PyArg_ParseTuple(args, "LLLOOOOOOOOOOOOO", &first, &last, &width, &o[0], &o[1], &o[2], &o[3], &o[4], &o[5],
                          &o[6], &o[7], &o[8], &o[9], &o[10], &o[11], &o[12]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    Py_ssize_t n_kinds = items_of(o[7]), n_border = items_of(o[8]), n_headings = items_of(o[9]);
    Py_ssize_t n_source = items_of(o[5]) - 1, n_target = items_of(o[6]) - 1;
    const int64_t *start = memory(&held, o[0], last, 8, 0), *kinds = NULL, *shape = NULL, *ours = NULL, *theirs = NULL;
    const float *forward = NULL, *backward = NULL;
    const double *source_length = NULL, *target_length = NULL, *priors = NULL, *border = NULL, *numbers = NULL;
    float *scores = NULL;
    if (!start || !(kinds = memory(&held, o[1], 2 * n_kinds, 8, 0)) || !(shape = memory(&held, o[4], 5, 8, 0)) ||
        !(forward = memory(&held, o[2], 0, 4, 0)) || !(backward = memory(&held, o[3], 0, 4, 0)) ||
        !(source_length = memory(&held, o[5], n_source + 1, 8, 0)) ||
        !(target_length = memory(&held, o[6], n_target + 1, 8, 0)) ||
        !(priors = memory(&held, o[7], n_kinds, 8, 0)) ||
        !(border = memory(&held, o[8], n_border ? (last - first) * width : 0, 8, 0)) ||
        !(ours = memory(&held, o[9], n_headings ? n_source + 1 : 0, 8, 0)) ||
        !(theirs = memory(&held, o[10], n_headings ? n_target + 1 : 0, 8, 0)) ||
        !(numbers = memory(&held, o[11], 6, 8, 0)) ||
        !(scores = memory(&held, o[12], n_kinds * shape[4] * width, 4, 1)))
        goto done;
    int64_t sources = shape[0], targets = shape[1], first_source = shape[2], first_target = shape[3];
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t k = 0; k < n_kinds; k++) {
        int64_t a = kinds[2 * k], b = kinds[2 * k + 1];
        if (a > n_source || b > n_target) continue;
        for (int64_t row = first > a ? first : a; row < last; row++) {
            float *out = scores + (k * shape[4] + row) * width;
            for (int64_t x = 0; x < width; x++) {
                int64_t column = start[row] + x;
                if (column < b || column > n_target) continue;
                double score = numbers[4];
                if (a && b) {
                    score = numbers[2] * length_score(source_length[row] - source_length[row - a],
                                                      target_length[column] - target_length[column - b], numbers[0],
                                                      numbers[1]);
                    if (sources && targets) {
                        int64_t i = row - first_source, j = column - first_target;
                        const float *there = forward + ((a - 1) * sources + i - 1) * (targets + 1);
                        const float *back = backward + ((b - 1) * targets + j - 1) * (sources + 1);
                        score += numbers[3] * 0.5 * (double)((there[j] - there[j - b]) + (back[i] - back[i - a]));
                    }
                    if (n_headings && (ours[row] > ours[row - a]) != (theirs[column] > theirs[column - b]))
                        score -= numbers[5];
                }
                score += priors[k];
                if (n_border) score += border[(row - first) * width + x];
                out[x] = (float)score;
            }
        }
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    release(&held);
    return result;
}

typedef struct {
    double value, sure, apart;
    int64_t one, other;
} Link;

static int stronger_first(const void *a, const void *b) {
    double ours = ((const Link *)a)->value, theirs = ((const Link *)b)->value;
    return ours > theirs ? -1 : ours < theirs;
}

/* compete(our_base, our_position, our_zone, our_relative, their_base, their_begin, their_zone, their_relative,
           link_offsets, link_target, link_strength, distance, sure, near, strongest, ours, theirs) -> None

   tmx/align/links.py: the windows of candidate beads on either side (their bases with one more at the end) and the
   links of the text; `ours` and `theirs` are float64, (4, stems), zeros beforehand. */
static PyObject *compete(PyObject *self, PyObject *args) {
    PyObject *o[13];
    double distance, sure, near, strongest;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOOddddOO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7], &o[8], &o[9],
                          &o[10], &distance, &sure, &near, &strongest, &o[11], &o[12]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    Link *links = NULL;
    char *taken_ours = NULL, *taken_theirs = NULL;
    Py_ssize_t beads = items_of(o[0]) - 1, n_ours = items_of(o[1]), n_theirs = items_of(o[6]);
    Py_ssize_t stems = items_of(o[8]) - 1, n_links = items_of(o[9]);
    const int64_t *base = memory(&held, o[0], beads + 1, 8, 0), *position = NULL, *zone = NULL, *their_base = NULL;
    const int64_t *begin = NULL, *their_zone = NULL, *offsets = NULL, *target = NULL;
    const double *relative = NULL, *their_relative = NULL, *strength = NULL;
    double *ours = NULL, *theirs = NULL;
    if (!base || !(position = memory(&held, o[1], n_ours, 8, 0)) || !(zone = memory(&held, o[2], n_ours, 8, 0)) ||
        !(relative = memory(&held, o[3], n_ours, 8, 0)) || !(their_base = memory(&held, o[4], beads + 1, 8, 0)) ||
        !(begin = memory(&held, o[5], beads, 8, 0)) || !(their_zone = memory(&held, o[6], n_theirs, 8, 0)) ||
        !(their_relative = memory(&held, o[7], n_theirs, 8, 0)) || !(offsets = memory(&held, o[8], stems + 1, 8, 0)) ||
        !(target = memory(&held, o[9], n_links, 8, 0)) || !(strength = memory(&held, o[10], n_links, 8, 0)) ||
        !(ours = memory(&held, o[11], 4 * n_ours, 8, 1)) || !(theirs = memory(&held, o[12], 4 * n_theirs, 8, 1)))
        goto done;
    int64_t most = 0;
    for (Py_ssize_t c = 0; c < beads; c++) {
        int64_t count = 0;
        for (int64_t p = base[c]; p < base[c + 1]; p++) count += offsets[position[p] + 1] - offsets[position[p]];
        if (count > most) most = count;
    }
    links = malloc(((size_t)most + 1) * sizeof(Link));
    taken_ours = calloc((size_t)n_ours + 1, 1);
    taken_theirs = calloc((size_t)n_theirs + 1, 1);
    if (!links || !taken_ours || !taken_theirs) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    int64_t met = 0;
    for (Py_ssize_t c = 0; c < beads; c++) {
        int64_t count = 0, size = their_base[c + 1] - their_base[c];
        for (int64_t p = base[c]; p < base[c + 1]; p++)
            for (int64_t e = offsets[position[p]]; e < offsets[position[p] + 1]; e++) {
                int64_t place = target[e] - begin[c];
                if (place < 0 || place >= size) continue;
                int64_t other = their_base[c] + place;
                double apart = fabs(relative[p] - their_relative[other]);
                /* Of equals the earlier one wins. */
                double value = strength[e] - distance * apart - (double)met++ * 1e-9;
                double surely = strength[e] / sure;
                links[count++] = (Link){value, surely < 1.0 ? surely : 1.0, apart, p, other};
                if (zone[p] || their_zone[other]) continue;
                double worth = exp((strength[e] < strongest ? strength[e] : strongest) - near * apart);
                ours[3 * n_ours + p] += worth;
                theirs[3 * n_theirs + other] += worth;
            }
        qsort(links, (size_t)count, sizeof(Link), stronger_first);
        for (int64_t i = 0; i < count; i++) {
            const Link *l = &links[i];
            if (zone[l->one] || their_zone[l->other] || taken_ours[l->one] || taken_theirs[l->other]) continue;
            taken_ours[l->one] = taken_theirs[l->other] = 1;
            ours[l->one] = theirs[l->other] = l->sure;
            ours[2 * n_ours + l->one] = theirs[2 * n_theirs + l->other] = l->apart;
        }
        /* Outside stems that belong together keep each other from being taken for a leak. */
        for (int64_t i = 0; i < count; i++) {
            const Link *l = &links[i];
            int64_t here = zone[l->one], there = their_zone[l->other];
            if ((!here && !there) || here * there < 0 || taken_ours[l->one] || taken_theirs[l->other]) continue;
            taken_ours[l->one] = taken_theirs[l->other] = 1;
            if (!here != !there) ours[n_ours + l->one] = theirs[n_theirs + l->other] = l->sure;
        }
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    free(links);
    free(taken_ours);
    free(taken_theirs);
    release(&held);
    return result;
}

/* place_links(source, source_offsets, target, target_offsets, low, high, table_offsets, table_target, table_strength,
               offsets, places, strength) -> how many links there are

   The possible links of a text: of source sentence `i` with the target sentences low[i] to high[i]. int64 `offsets` for
   each source stem and one more, int64 `places` in the target and float64 `strength` are written where they have room
   for all; where `places` is empty, the links are only counted. */
static PyObject *place_links(PyObject *self, PyObject *args) {
    PyObject *o[12];
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOOO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7], &o[8], &o[9],
                          &o[10], &o[11]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    int64_t *begins = NULL, *stands = NULL;
    Py_ssize_t n_source = items_of(o[0]), rows = items_of(o[1]) - 1, n_target = items_of(o[2]);
    Py_ssize_t columns = items_of(o[3]) - 1, stems = items_of(o[6]) - 1, n_table = items_of(o[7]), room = items_of(o[10]);
    const int64_t *source = memory(&held, o[0], n_source, 8, 0), *source_offsets = NULL, *target = NULL, *low = NULL;
    const int64_t *target_offsets = NULL, *high = NULL, *table = NULL, *partner = NULL;
    const double *table_strength = NULL;
    int64_t *offsets = NULL, *places = NULL;
    double *strength = NULL;
    if (!source || !(source_offsets = memory(&held, o[1], rows + 1, 8, 0)) ||
        !(target = memory(&held, o[2], n_target, 8, 0)) || !(target_offsets = memory(&held, o[3], columns + 1, 8, 0)) ||
        !(low = memory(&held, o[4], rows, 8, 0)) || !(high = memory(&held, o[5], rows, 8, 0)) ||
        !(table = memory(&held, o[6], stems + 1, 8, 0)) || !(partner = memory(&held, o[7], n_table, 8, 0)) ||
        !(table_strength = memory(&held, o[8], n_table, 8, 0)) ||
        !(offsets = memory(&held, o[9], n_source + 1, 8, 1)) || !(places = memory(&held, o[10], room, 8, 1)) ||
        !(strength = memory(&held, o[11], room, 8, 1)))
        goto done;
    int64_t vocabulary = 0, count = 0;
    for (Py_ssize_t i = 0; i < n_target; i++)
        if (target[i] >= vocabulary) vocabulary = target[i] + 1;
    begins = calloc((size_t)vocabulary + 2, 8);
    stands = malloc(((size_t)n_target + 1) * 8);
    if (!begins || !stands) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t i = 0; i < n_target; i++) begins[target[i] + 2]++;
    for (int64_t t = 0; t < vocabulary; t++) begins[t + 2] += begins[t + 1];
    for (Py_ssize_t i = 0; i < n_target; i++) stands[begins[target[i] + 1]++] = i;
    for (Py_ssize_t r = 0; r < rows; r++)
        for (int64_t i = source_offsets[r]; i < source_offsets[r + 1]; i++) {
            offsets[i] = count;
            if (low[r] >= high[r]) continue;
            int64_t from = target_offsets[low[r]], to = target_offsets[high[r]];
            for (int64_t e = table[source[i]]; e < table[source[i] + 1]; e++) {
                if (partner[e] >= vocabulary) continue;
                for (int64_t at = begins[partner[e]]; at < begins[partner[e] + 1]; at++) {
                    if (stands[at] < from) continue;
                    if (stands[at] >= to) break;
                    if (count < room) {
                        places[count] = stands[at];
                        strength[count] = table_strength[e];
                    }
                    count++;
                }
            }
        }
    offsets[n_source] = count;
    Py_END_ALLOW_THREADS
    result = PyLong_FromLongLong(count);
done:
    free(begins);
    free(stands);
    release(&held);
    return result;
}

static double log_add(double one, double other) {
    if (one < other) {
        double less = one;
        one = other;
        other = less;
    }
    return other == -INFINITY ? one : one + log1p(exp(other - one));
}

/* graph_chances(begin, end, scores, cells, chances): the probability of each edge of a graph of candidate beads.

   int64 `begin` and `end` are cells, float64 `scores` and `chances`; edges are in the order of where they end. */
static PyObject *graph_chances(PyObject *self, PyObject *args) {
    PyObject *o[4];
    long long cells;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOLO", &o[0], &o[1], &o[2], &cells, &o[3])) return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    double *ahead = NULL, *back = NULL;
    Py_ssize_t edges = items_of(o[0]);
    const int64_t *begin = memory(&held, o[0], edges, 8, 0), *end = NULL;
    const double *scores = NULL;
    double *chances = NULL;
    if (!begin || !(end = memory(&held, o[1], edges, 8, 0)) || !(scores = memory(&held, o[2], edges, 8, 0)) ||
        !(chances = memory(&held, o[3], edges, 8, 1)))
        goto done;
    ahead = malloc(((size_t)cells + 1) * 8);
    back = malloc(((size_t)cells + 1) * 8);
    if (!ahead || !back) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    for (long long c = 0; c < cells; c++) ahead[c] = back[c] = -INFINITY;
    ahead[0] = back[cells - 1] = 0.0;
    for (Py_ssize_t e = 0; e < edges; e++) ahead[end[e]] = log_add(ahead[end[e]], ahead[begin[e]] + scores[e]);
    /* Backwards every edge out of a cell has been seen before those into it. */
    for (Py_ssize_t e = edges - 1; e >= 0; e--) back[begin[e]] = log_add(back[begin[e]], back[end[e]] + scores[e]);
    double whole = ahead[cells - 1];
    for (Py_ssize_t e = 0; e < edges; e++) {
        double value = ahead[begin[e]] + scores[e] + back[end[e]] - whole;
        chances[e] = exp(value < 0.0 ? value : 0.0);
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    free(ahead);
    free(back);
    release(&held);
    return result;
}

/* graph_best(begin, end, gains, cells, into): for each cell the edge by which the way of the highest sum comes there.

   int64 `into` has -1 where none does; of equal ways the first. */
static PyObject *graph_best(PyObject *self, PyObject *args) {
    PyObject *o[4];
    long long cells;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOLO", &o[0], &o[1], &o[2], &cells, &o[3])) return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    double *best = NULL;
    Py_ssize_t edges = items_of(o[0]);
    const int64_t *begin = memory(&held, o[0], edges, 8, 0), *end = NULL;
    const double *gains = NULL;
    int64_t *into = NULL;
    if (!begin || !(end = memory(&held, o[1], edges, 8, 0)) || !(gains = memory(&held, o[2], edges, 8, 0)) ||
        !(into = memory(&held, o[3], cells, 8, 1)))
        goto done;
    if (!(best = malloc(((size_t)cells + 1) * 8))) {
        PyErr_NoMemory();
        goto done;
    }
    for (long long c = 0; c < cells; c++) {
        best[c] = c ? -INFINITY : 0.0;
        into[c] = -1;
    }
    for (Py_ssize_t e = 0; e < edges; e++) {
        double value = best[begin[e]] + gains[e];
        if (value > best[end[e]]) {
            best[end[e]] = value;
            into[end[e]] = e;
        }
    }
    result = Py_None;
    Py_INCREF(result);
done:
    free(best);
    release(&held);
    return result;
}

/* shared_groups(owner, first, holders, holder, our_sizes, their_sizes, sure, one, other, common) -> how many pairs

   Words that share letter groups with words of the other side: the groups `owner`s have stand together, group `g` is
   held by holder[first[g]] to holder[first[g] + holders[g]]. All int64; the results have room for every holder. Pairs
   with fewer than `sure` groups in common have to share a quarter of those of both. */
static PyObject *shared_groups(PyObject *self, PyObject *args) {
    PyObject *o[9];
    long long sure;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOLOOO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &sure, &o[6], &o[7], &o[8]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    int64_t *counts = NULL, *met = NULL;
    Py_ssize_t groups = items_of(o[0]), words = items_of(o[5]), room = items_of(o[6]);
    const int64_t *owner = memory(&held, o[0], groups, 8, 0), *first = NULL, *holders = NULL, *holder = NULL;
    const int64_t *our_sizes = NULL, *their_sizes = NULL;
    int64_t *one = NULL, *other = NULL, *common = NULL;
    if (!owner || !(first = memory(&held, o[1], groups, 8, 0)) || !(holders = memory(&held, o[2], groups, 8, 0)) ||
        !(holder = memory(&held, o[3], 0, 8, 0)) || !(our_sizes = memory(&held, o[4], 0, 8, 0)) ||
        !(their_sizes = memory(&held, o[5], words, 8, 0)) || !(one = memory(&held, o[6], room, 8, 1)) ||
        !(other = memory(&held, o[7], room, 8, 1)) || !(common = memory(&held, o[8], room, 8, 1)))
        goto done;
    counts = calloc((size_t)words + 1, 8);
    met = malloc(((size_t)words + 1) * 8);
    if (!counts || !met) {
        PyErr_NoMemory();
        goto done;
    }
    int64_t found = 0;
    for (Py_ssize_t g = 0; g < groups;) {
        int64_t word = owner[g], count = 0;
        for (; g < groups && owner[g] == word; g++)
            for (int64_t at = first[g]; at < first[g] + holders[g]; at++)
                if (!counts[holder[at]]++) met[count++] = holder[at];
        for (int64_t i = 0; i < count; i++) {
            int64_t shared = counts[met[i]];
            counts[met[i]] = 0;
            if ((shared < sure && 4 * shared < our_sizes[word] + their_sizes[met[i]]) || found >= room) continue;
            one[found] = word;
            other[found] = met[i];
            common[found++] = shared;
        }
    }
    result = PyLong_FromLongLong(found);
done:
    free(counts);
    free(met);
    release(&held);
    return result;
}

static PyMethodDef methods[] = {
    {"number_pairs", number_pairs, METH_VARARGS, NULL},
    {"expect", expect, METH_VARARGS, NULL},
    {"posteriors", lattice_posteriors, METH_VARARGS, NULL},
    {"best_kinds", best_kinds, METH_VARARGS, NULL},
    {"lexical", lexical, METH_VARARGS, NULL},
    {"bead_scores", bead_scores, METH_VARARGS, NULL},
    {"compete", compete, METH_VARARGS, NULL},
    {"place_links", place_links, METH_VARARGS, NULL},
    {"graph_chances", graph_chances, METH_VARARGS, NULL},
    {"graph_best", graph_best, METH_VARARGS, NULL},
    {"shared_groups", shared_groups, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int add_version(PyObject *self) {
    return PyModule_AddIntConstant(self, "VERSION", 4);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)add_version}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_kernels", "Compiled loops of the aligner; tmx.align.kernels is the door.", 0, methods,
    slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernels(void) {
    return PyModuleDef_Init(&module);
}
