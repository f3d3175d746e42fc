/* The lattice: forward-backward posteriors and the best way through (tmx/align/lattice.py). */

#include "loops.h"

#define IMPOSSIBLE (-1e30)
#define MOST_KINDS 64

/* The lattice: `scores` are (kind, row, column in the band). */
typedef struct {
    const float *scores;
    const int64_t *start, *kinds;
    int64_t n_kinds, rows, width, columns; /* rows: of sentences; the lattice has one more */
} Lattice;

enum { GAINS, START, KINDS, INTO };

/* The lattice of a call whose first arrays are scores, start and kinds, and whose numbers are width and columns. */
static int read_lattice(Lattice *lattice, const Arrays *arrays, int64_t width, int64_t columns) {
    const int64_t *kinds = arrays->at[KINDS];
    *lattice = (Lattice){arrays->at[GAINS], arrays->at[START], kinds, arrays->items[KINDS] / 2,
                         arrays->items[START] - 1, width, columns};
    if (lattice->rows < 0 || width < 1 || width > INT32_MAX || columns < 0)
        return unfit(arrays, START, "is of no lattice");
    if (lattice->n_kinds > MOST_KINDS) return unfit(arrays, KINDS, "has too many kinds");
    for (int64_t k = 0; k < arrays->items[KINDS]; k++)
        if (kinds[k] < 0 || (k % 2 && !kinds[k] && !kinds[k - 1])) return unfit(arrays, KINDS, "has a step to nowhere");
    /* No column of the band lies before one of the row before it, so that no step within a row leads back. */
    return has_items(arrays, KINDS, 2 * lattice->n_kinds) && are_offsets(arrays, START, INT32_MAX) &&
           has_items(arrays, GAINS, lattice->n_kinds * (lattice->rows + 1) * width);
}

/* Where the step of kind `k` that ends in `row`, column `x` of the band, begins in an array of the band; or -1. */
static inline int64_t begin_of(const Lattice *l, int64_t k, int64_t row, int64_t x) {
    int64_t from = row - l->kinds[2 * k];
    if (from < 0) return -1;
    int64_t column = x + l->start[row] - l->kinds[2 * k + 1] - l->start[from];
    return column < 0 || column >= l->width ? -1 : from * l->width + column;
}

static inline float score_of(const Lattice *l, int64_t k, int64_t row, int64_t x) {
    return l->scores[(k * (l->rows + 1) + row) * l->width + x];
}

/* The log of a sum, from the logs of what is summed; `highest` is one of them. */
static inline double log_sum(const double *values, int count, double highest) {
    double sum = 0.0;
    for (int i = 0; i < count; i++)
        if (values[i] == highest)
            sum += 1.0;
        else if (values[i] > highest - 50.0)
            sum += exp(values[i] - highest);
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

/* The probability of each step, from the ways to where it begins and from where it ends. */
static void weigh(const Lattice *l, const double *ahead, const double *back, float *chances) {
    int64_t cells = (l->rows + 1) * l->width;
    double whole = back[0];
    if (whole <= IMPOSSIBLE / 2) return;
    for (int64_t k = 0; k < l->n_kinds; k++)
        for (int64_t row = l->kinds[2 * k]; row <= l->rows; row++)
            for (int64_t x = 0; x < l->width; x++) {
                int64_t from = begin_of(l, k, row, x);
                if (from < 0) continue;
                double value = ahead[from] + score_of(l, k, row, x) + back[row * l->width + x] - whole;
                /* Less than this is nothing in single precision. */
                if (value > -104.0) chances[k * cells + row * l->width + x] = (float)exp(value < 0.0 ? value : 0.0);
            }
}

static const Wanted of_posteriors[] = {{"scores", 'f'}, {"start", 'q'}, {"kinds", 'q'}, {"chances", 'F'}};

/* posteriors(scores, start, kinds, chances, width, columns): chances, zeros beforehand, in scores' shape. */
PyObject *lattice_posteriors(PyObject *self, PyObject *args) {
    Arrays arrays;
    Lattice l;
    long long width, columns;
    double *ahead = NULL, *back = NULL;
    (void)self;
    if (!take(&arrays, args, of_posteriors, 4, "LL", &width, &columns) ||
        !read_lattice(&l, &arrays, width, columns) || !has_items(&arrays, INTO, arrays.items[GAINS]) ||
        !(ahead = working(&arrays, (l.rows + 1) * l.width, 8)) || !(back = working(&arrays, (l.rows + 1) * l.width, 8)))
        return done(&arrays, 0);
    Py_BEGIN_ALLOW_THREADS
    go_forward(&l, ahead);
    go_back(&l, back);
    weigh(&l, ahead, back, arrays.at[INTO]);
    Py_END_ALLOW_THREADS
    return done(&arrays, 1);
}

/* The kind of the step by which the best way reaches a cell, -1 for none; what it is worth goes into `best`. */
static int best_kind(const Lattice *l, int64_t row, int64_t x, double *best) {
    int64_t cell = row * l->width + x, across = -1;
    double highest = !row && !x && !l->start[0] ? 0.0 : IMPOSSIBLE / 2;
    int kind = -1;
    for (int64_t k = 0; k < l->n_kinds; k++) {
        if (!l->kinds[2 * k]) {
            across = k;
            continue;
        }
        int64_t from = begin_of(l, k, row, x);
        if (from < 0) continue;
        double value = best[from] + score_of(l, k, row, x);
        if (value > highest) {
            highest = value;
            kind = (int)k;
        }
    }
    /* A step within the row has to be better by more than rounding. */
    if (across >= 0 && x) {
        double value = best[cell - 1] + score_of(l, across, row, x);
        if (value > highest + 1e-9) {
            highest = value;
            kind = (int)across;
        }
    }
    best[cell] = highest > IMPOSSIBLE / 2 ? highest : IMPOSSIBLE;
    return kind;
}

static const Wanted of_best_kinds[] = {{"gains", 'f'}, {"start", 'q'}, {"kinds", 'q'}, {"chosen", 'H'}};

/* best_kinds(gains, start, kinds, chosen, width, columns) -> whether there is a way to the last cell

   `chosen`: the kind of the step by which the best way reaches each cell, -1 for none. */
PyObject *best_kinds(PyObject *self, PyObject *args) {
    Arrays arrays;
    Lattice l;
    long long width, columns;
    double *best = NULL;
    (void)self;
    if (!take(&arrays, args, of_best_kinds, 4, "LL", &width, &columns) || !read_lattice(&l, &arrays, width, columns) ||
        !has_items(&arrays, INTO, (l.rows + 1) * width) || !(best = working(&arrays, (l.rows + 1) * width, 8)))
        return done(&arrays, 0);
    int16_t *chosen = arrays.at[INTO];
    Py_BEGIN_ALLOW_THREADS
    for (int64_t row = 0; row <= l.rows; row++)
        for (int64_t x = 0; x < l.width; x++) chosen[row * l.width + x] = (int16_t)best_kind(&l, row, x, best);
    Py_END_ALLOW_THREADS
    int64_t last = l.columns - l.start[l.rows];
    int reached = last >= 0 && last < l.width && best[l.rows * l.width + last] > IMPOSSIBLE / 2;
    let_go(&arrays);
    return PyBool_FromLong(reached);
}
