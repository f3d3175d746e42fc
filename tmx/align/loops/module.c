/* The module. */

#include "loops.h"

static PyMethodDef methods[] = {
    {"number_pairs", number_pairs, METH_VARARGS, NULL},
    {"nearness", nearness, METH_VARARGS, NULL},
    {"expect", expect, METH_VARARGS, NULL},
    {"posteriors", lattice_posteriors, METH_VARARGS, NULL},
    {"best_kinds", best_kinds, METH_VARARGS, NULL},
    {"lexical", lexical, METH_VARARGS, NULL},
    {"in_reach", in_reach, METH_VARARGS, NULL},
    {"bead_scores", bead_scores, METH_VARARGS, NULL},
    {"compete", compete, METH_VARARGS, NULL},
    {"place_links", place_links, METH_VARARGS, NULL},
    {"graph_chances", graph_chances, METH_VARARGS, NULL},
    {"graph_best", graph_best, METH_VARARGS, NULL},
    {"shared_groups", shared_groups, METH_VARARGS, NULL},
    {"look_up", look_up, METH_VARARGS, NULL},
    {"give", give, METH_VARARGS, NULL},
    {"pair_strengths", pair_strengths, METH_VARARGS, NULL},
    {NULL, NULL, 0, NULL},
};

static int add_version(PyObject *self) {
    return PyModule_AddIntConstant(self, "VERSION", 8);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)add_version}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_kernels", "Compiled loops of the aligner; tmx.align.kernels is the door.", 0, methods,
    slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__kernels(void) {
    return PyModuleDef_Init(&module);
}
