/* The aligner's innermost loops, for where a compiler was at hand when Accord was installed.

   tmx/align/kernels.py is the door to them. Each function gives what the numpy function that calls it gives without it.
   It takes its arrays first and its numbers last (arrays.c), checks that they fit each other before it looks into them,
   and only then works, without Python and without its lock. What does not fit is a ValueError. */

#ifndef ACCORD_LOOPS_H
#define ACCORD_LOOPS_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#define MOST_ARRAYS 24
#define MOST_SCRATCH 16

/* An array that a function takes: its name, for messages, and the type of its items: 'b' a byte, 'h' int16, 'i' int32,
   'q' int64, 'f' float32, 'd' float64; a capital: it is written too. */
typedef struct {
    const char *name;
    char type;
} Wanted;

/* The arrays of a call, in the order in which they were wanted, and memory to work in: taken bit by bit, let go
   together. */
typedef struct {
    const Wanted *wanted;
    Py_buffer view[MOST_ARRAYS];
    void *at[MOST_ARRAYS];
    int64_t items[MOST_ARRAYS];
    int count;
    void *scratch[MOST_SCRATCH];
    int scratches;
} Arrays;

/* Everything here that gives an int gives 0 with an error set where something is wrong. */

/* The first arguments as the `count` arrays `wanted`, the others as numbers by `format`, as PyArg_ParseTuple has it. */
int take(Arrays *arrays, PyObject *args, const Wanted *wanted, int count, const char *format, ...);
void let_go(Arrays *arrays);

/* Whether array number `which` has so many items. */
int has_items(const Arrays *arrays, int which, int64_t items);
/* Whether it has items that are int64, from 0 up to and without `limit`. */
int all_below(const Arrays *arrays, int which, int64_t limit);
/* Whether it holds offsets, int64: at least one, never going back, from 0 or more to `limit` at most. */
int are_offsets(const Arrays *arrays, int which, int64_t limit);
/* An error for array number `which`, for what can only be told later. */
int unfit(const Arrays *arrays, int which, const char *why);

/* Memory for so many items of `size` bytes, all 0; NULL with an error set. */
void *working(Arrays *arrays, int64_t items, size_t size);

/* Places by what stands in them: those of value v, in order, are place[first[v]] to place[first[v + 1]]. */
typedef struct {
    int64_t *first, *place;
} Index;

/* The index of `items` values from 0 up to and without `limit`; `place` is where the places go, or NULL. */
int make_index(Index *index, Arrays *arrays, const int64_t *values, int64_t items, int64_t limit, int64_t *place);

/* None, or NULL where an error is set; the arrays are let go. */
PyObject *done(Arrays *arrays, int well);

PyObject *number_pairs(PyObject *self, PyObject *args);
PyObject *nearness(PyObject *self, PyObject *args);
PyObject *expect(PyObject *self, PyObject *args);
PyObject *lattice_posteriors(PyObject *self, PyObject *args);
PyObject *best_kinds(PyObject *self, PyObject *args);
PyObject *lexical(PyObject *self, PyObject *args);
PyObject *in_reach(PyObject *self, PyObject *args);
PyObject *bead_scores(PyObject *self, PyObject *args);
PyObject *compete(PyObject *self, PyObject *args);
PyObject *place_links(PyObject *self, PyObject *args);
PyObject *graph_chances(PyObject *self, PyObject *args);
PyObject *graph_best(PyObject *self, PyObject *args);
PyObject *shared_groups(PyObject *self, PyObject *args);
PyObject *look_up(PyObject *self, PyObject *args);
PyObject *give(PyObject *self, PyObject *args);
PyObject *pair_strengths(PyObject *self, PyObject *args);

#endif
