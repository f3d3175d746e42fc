/* The aligner's innermost loops, for where a compiler was at hand when Accord was installed.

   tmx/align/kernels.py is the door to them. Each function gives what the numpy function that calls it gives without it.
   Arrays come as buffers that the Python side has made: whole, of the type named here, and of sizes that fit; offsets
   and numbers inside them are trusted, sizes are checked. Python's lock is let go while a long loop runs. */

#ifndef ACCORD_LOOPS_H
#define ACCORD_LOOPS_H

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <math.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

/* Buffers: taken together, let go together. */

typedef struct {
    Py_buffer view[16];
    int count;
} Buffers;

void release(Buffers *held);

/* The memory of `object`, of at least `items` items of `size` bytes; NULL with an error set where it has fewer. */
void *memory(Buffers *held, PyObject *object, Py_ssize_t items, size_t size, int written);

/* The items of `object`'s first dimension: arrays are handed over flat. */
Py_ssize_t items_of(PyObject *object);

PyObject *number_pairs(PyObject *self, PyObject *args);
PyObject *expect(PyObject *self, PyObject *args);
PyObject *lattice_posteriors(PyObject *self, PyObject *args);
PyObject *best_kinds(PyObject *self, PyObject *args);
PyObject *lexical(PyObject *self, PyObject *args);
PyObject *bead_scores(PyObject *self, PyObject *args);
PyObject *compete(PyObject *self, PyObject *args);
PyObject *place_links(PyObject *self, PyObject *args);
PyObject *graph_chances(PyObject *self, PyObject *args);
PyObject *graph_best(PyObject *self, PyObject *args);
PyObject *shared_groups(PyObject *self, PyObject *args);

#endif
