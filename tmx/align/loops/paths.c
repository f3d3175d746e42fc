/* The way through candidate beads (tmx/align/rescoring.py). */

#include "loops.h"

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
PyObject *graph_chances(PyObject *self, PyObject *args) {
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
PyObject *graph_best(PyObject *self, PyObject *args) {
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
