/* The module, and the buffers that its functions take. */

#include "loops.h"

void release(Buffers *held) {
    for (int i = 0; i < held->count; i++) PyBuffer_Release(&held->view[i]);
    held->count = 0;
}

void *memory(Buffers *held, PyObject *object, Py_ssize_t items, size_t size, int written) {
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

Py_ssize_t items_of(PyObject *object) {
    return PyObject_Size(object);
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
    return PyModule_AddIntConstant(self, "VERSION", 5);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)add_version}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_kernels", "Compiled loops of the aligner; tmx.align.kernels is the door.", 0, methods,
    slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernels(void) {
    return PyModuleDef_Init(&module);
}
