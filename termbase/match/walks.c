/* The walk through the tree of terms, for where a compiler was at hand when Accord was installed.

   walks(row, State) gives what termbase/match/automaton.py:walks gives of the row. */

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>

static PyObject *name_begin, *name_reach, *name_alone;

/* What `state` and the symbols of `row` behind `place` come to in the end: a new reference to an Outcome or None. */
static PyObject *walked(PyObject *row, Py_ssize_t place, PyObject *state, PyTypeObject *type) {
    while (Py_TYPE(state) == type) {
        PyObject *symbol = PyList_GetItem(row, ++place);
        PyObject *after = symbol ? PyDict_GetItemWithError(state, symbol) : NULL;
        if (after) {
            Py_INCREF(after);
        } else {
            if (!symbol || PyErr_Occurred() || !(after = PyObject_GetItem(state, symbol))) {
                Py_DECREF(state);
                return NULL;
            }
        }
        Py_DECREF(state);
        state = after;
    }
    return state;
}

/* Put (begun, group) behind the groups, or in the place of the last one. */
static int keep(PyObject *groups, Py_ssize_t begun, PyObject *group, int another) {
    PyObject *entry = group ? Py_BuildValue("(nO)", begun, group) : NULL;
    if (!entry) return -1;
    if (!another) return PyList_SetItem(groups, PyList_Size(groups) - 1, entry);
    int failed = PyList_Append(groups, entry);
    Py_DECREF(entry);
    return failed;
}

/* The last group with one more walk, which begins `shift` words behind the group's first. */
static PyObject *longer(PyObject *groups, Py_ssize_t shift, PyObject *outcome) {
    PyObject *last = PyList_GetItem(groups, PyList_Size(groups) - 1);
    PyObject *before = last ? PyTuple_GetItem(last, 1) : NULL;
    PyObject *more = before ? Py_BuildValue("((nO))", shift, outcome) : NULL;
    PyObject *result = more ? PySequence_Concat(before, more) : NULL;
    Py_XDECREF(more);
    return result;
}

static PyObject *walks(PyObject *self, PyObject *args) {
    PyObject *row, *type;
    (void)self;
    if (!PyArg_ParseTuple(args, "O!O!", &PyList_Type, &row, &PyType_Type, &type)) return NULL;
    PyObject *groups = PyList_New(0);
    if (!groups) return NULL;
    Py_ssize_t begun = 0, reach = -1;
    for (Py_ssize_t at = 0; at < PyList_Size(row); at++) {
        PyObject *state = PyObject_GetAttr(PyList_GetItem(row, at), name_begin);
        if (!state) goto failed;
        if (state == Py_None) {
            Py_DECREF(state);
            continue;
        }
        state = walked(row, at, state, (PyTypeObject *)type);
        if (!state) goto failed;
        if (state == Py_None) {
            Py_DECREF(state);
            continue;
        }
        PyObject *length = PyObject_GetAttr(state, name_reach);
        Py_ssize_t end = length ? at + PyLong_AsSsize_t(length) : -1;
        int another = at > reach;
        PyObject *group = !length ? NULL : another ? PyObject_GetAttr(state, name_alone) : longer(groups, at - begun, state);
        Py_XDECREF(length);
        Py_DECREF(state);
        if (another) begun = at;
        if (another || end > reach) reach = end;
        int failed = PyErr_Occurred() || keep(groups, begun, group, another) < 0;
        Py_XDECREF(group);
        if (failed) goto failed;
    }
    return groups;
failed:
    Py_DECREF(groups);
    return NULL;
}

static PyMethodDef methods[] = {{"walks", walks, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};

static int prepare(PyObject *self) {
    name_begin = PyUnicode_InternFromString("begin");
    name_reach = PyUnicode_InternFromString("reach");
    name_alone = PyUnicode_InternFromString("alone");
    if (!name_begin || !name_reach || !name_alone) return -1;
    return PyModule_AddIntConstant(self, "VERSION", 1);
}

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)prepare}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_walks", "The compiled walk; termbase.match.automaton is the door.", 0, methods, slots,
    NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__walks(void) {
    return PyModuleDef_Init(&module);
}
