/* The lattice: forward-backward posteriors and the best way through (tmx/align/lattice.py). */

#include "loops.h"

#define IMPOSSIBLE (-1e30)
#define MOST_KINDS 64

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
PyObject *lattice_posteriors(PyObject *self, PyObject *args) {
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
PyObject *best_kinds(PyObject *self, PyObject *args) {
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
