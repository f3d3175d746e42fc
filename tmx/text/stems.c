/* The look-up of a form among the stems of its language, for where a compiler was at hand when Accord was installed.

   tmx/text/lemma_table.py says what stems and their patterns are, and finds the same without these loops. */

#define Py_LIMITED_API 0x030B0000
#define PY_SSIZE_T_CLEAN
#include <Python.h>
#include <stdint.h>
#include <string.h>

#define NAME "tmx.text._stems.table"
#define NONE UINT32_MAX

typedef struct {
    uint32_t begin;   /* among the bytes of all stems */
    uint32_t above;   /* the longest other stem that it begins with, or NONE */
    uint16_t length;  /* in bytes */
    uint16_t pattern;
} Stem;

typedef struct {
    uint32_t begin;  /* among the bytes of all patterns */
    uint16_t suffix; /* its bytes */
    uint16_t length; /* of what it says of the suffix */
} Row;

typedef struct {
    uint32_t first, last; /* the row behind its last one */
    uint32_t longest;     /* the bytes of its longest suffix */
} Pattern;

typedef struct {
    PyObject *stem_bytes, *pattern_bytes;
    Stem *stems;
    Pattern *patterns;
    Row *rows;
    Py_ssize_t count;
    PyObject *names[128]; /* of word classes, by their letters */
} Table;

static void release(Table *table) {
    Py_XDECREF(table->stem_bytes);
    Py_XDECREF(table->pattern_bytes);
    for (int letter = 0; letter < 128; letter++) Py_XDECREF(table->names[letter]);
    PyMem_Free(table->stems);
    PyMem_Free(table->patterns);
    PyMem_Free(table->rows);
    PyMem_Free(table);
}

static void forget(PyObject *capsule) {
    Table *table = PyCapsule_GetPointer(capsule, NAME);
    if (table) release(table);
}

static int begins_with(const char *text, Py_ssize_t size, const char *with, Py_ssize_t length) {
    return length <= size && !memcmp(text, with, (size_t)length);
}

/* The bytes before the next `mark`, or before the end where there is none. */
static Py_ssize_t until(char mark, const char *text, Py_ssize_t size) {
    const char *found = size > 0 ? memchr(text, mark, (size_t)size) : NULL;
    return found ? found - text : size;
}

/* Put the stems of sections of these sizes into the table; 0 where they do not fit the numbers of their patterns. */
static int read_stems(Table *table, const char *text, Py_ssize_t size, const uint32_t *sections, Py_ssize_t count,
                      const uint16_t *numbers, Py_ssize_t patterns) {
    Py_ssize_t at = 0, stem = 0;
    for (Py_ssize_t section = 0; section < count; section++) {
        Py_ssize_t end = at + sections[section];
        if (end > size) return 0;
        for (;;) {
            Py_ssize_t length = until('\n', text + at, end - at);
            if (stem == table->count || length > UINT16_MAX || numbers[stem] >= patterns) return 0;
            /* Stems stand in order: those that this one begins with are the one before it, or above that one. */
            uint32_t above = stem ? (uint32_t)stem - 1 : NONE;
            while (above != NONE &&
                   !begins_with(text + at, length, text + table->stems[above].begin, table->stems[above].length))
                above = table->stems[above].above;
            table->stems[stem] = (Stem){(uint32_t)at, above, (uint16_t)length, numbers[stem]};
            stem++;
            at += length;
            if (at == end) break;
            at++; /* behind the end of the line */
        }
    }
    return stem == table->count;
}

/* Put the patterns into the table; 0 where one has a row that is none. */
static int read_patterns(Table *table, const char *text, Py_ssize_t size, Py_ssize_t count) {
    Py_ssize_t at = 0;
    uint32_t row = 0;
    for (Py_ssize_t number = 0; number < count; number++) {
        Pattern *pattern = &table->patterns[number];
        Py_ssize_t end = at + until('\n', text + at, size - at);
        pattern->first = row;
        while (at < end) {
            Py_ssize_t length = until(';', text + at, end - at), suffix = until(',', text + at, length);
            if (length > UINT16_MAX || suffix == length) return 0;
            table->rows[row++] = (Row){(uint32_t)at, (uint16_t)suffix, (uint16_t)(length - suffix - 1)};
            if (suffix > pattern->longest) pattern->longest = (uint32_t)suffix;
            at += length + 1;
        }
        pattern->last = row;
        at = end + 1;
    }
    return 1;
}

static Py_ssize_t counted(char mark, const char *text, Py_ssize_t size) {
    Py_ssize_t count = 0;
    for (Py_ssize_t at = 0; at < size; at++) count += text[at] == mark;
    return count;
}

/* table(stems, sections, numbers, patterns, names): what `find` takes.

   `stems` are in order, a line each, those of a section together; `sections` has the bytes of each section (uint32),
   `numbers` that of each stem's pattern (uint16); `patterns` are lines, `names` those of word classes by letters. */
static PyObject *make_table(PyObject *self, PyObject *args) {
    PyObject *stems, *patterns, *names;
    const char *sections, *numbers;
    Py_ssize_t sections_size, numbers_size;
    (void)self;
    if (!PyArg_ParseTuple(args, "O!y#y#O!O!", &PyBytes_Type, &stems, &sections, &sections_size, &numbers,
                          &numbers_size, &PyBytes_Type, &patterns, &PyDict_Type, &names))
        return NULL;
    Table *table = PyMem_Calloc(1, sizeof *table);
    if (!table) return PyErr_NoMemory();
    Py_INCREF(table->stem_bytes = stems);
    Py_INCREF(table->pattern_bytes = patterns);
    const char *text = PyBytes_AsString(patterns);
    Py_ssize_t size = PyBytes_Size(patterns), lines = counted('\n', text, size) + 1;
    table->count = numbers_size / (Py_ssize_t)sizeof(uint16_t);
    table->stems = PyMem_Calloc((size_t)table->count + 1, sizeof *table->stems);
    table->patterns = PyMem_Calloc((size_t)lines, sizeof *table->patterns);
    table->rows = PyMem_Calloc((size_t)(counted(';', text, size) + lines), sizeof *table->rows);
    if (!table->stems || !table->patterns || !table->rows) {
        release(table);
        return PyErr_NoMemory();
    }
    if (PyBytes_Size(stems) >= NONE || size >= NONE || !read_patterns(table, text, size, lines) ||
        !read_stems(table, PyBytes_AsString(stems), PyBytes_Size(stems), (const uint32_t *)sections,
                    sections_size / (Py_ssize_t)sizeof(uint32_t), (const uint16_t *)numbers, lines)) {
        release(table);
        PyErr_SetString(PyExc_ValueError, "no stems with the numbers of their patterns");
        return NULL;
    }
    PyObject *letter, *name;
    Py_ssize_t entry = 0;
    while (PyDict_Next(names, &entry, &letter, &name)) {
        const char *spelt = PyUnicode_AsUTF8AndSize(letter, &size);
        if (!spelt || size != 1) {
            release(table);
            if (!PyErr_Occurred()) PyErr_SetString(PyExc_ValueError, "a word class has one letter");
            return NULL;
        }
        Py_INCREF(table->names[(int)*spelt] = name);
    }
    PyObject *capsule = PyCapsule_New(table, NAME, forget);
    if (!capsule) release(table);
    return capsule;
}

/* The last stem that does not stand behind the form, or NONE. */
static uint32_t last_stem(const Table *table, const char *text, const char *form, Py_ssize_t size) {
    Py_ssize_t low = 0, high = table->count;
    while (low < high) {
        Py_ssize_t middle = (low + high) / 2;
        const Stem *stem = &table->stems[middle];
        int order = memcmp(text + stem->begin, form, (size_t)(stem->length < size ? stem->length : size));
        if (order < 0 || (order == 0 && stem->length <= size)) low = middle + 1;
        else high = middle;
    }
    return low ? (uint32_t)low - 1 : NONE;
}

/* Put (lemma, name of the word class) into `found` for each letter of a row's `told`, an ending and letters. */
static int keep(PyObject *found, const Table *table, const char *stem, Py_ssize_t length, const char *told,
                Py_ssize_t size) {
    Py_ssize_t ending = until(',', told, size);
    char *spelt = PyMem_Malloc((size_t)(length + ending + 1));
    if (!spelt) {
        PyErr_NoMemory();
        return -1;
    }
    memcpy(spelt, stem, (size_t)length);
    memcpy(spelt + length, told, (size_t)ending);
    PyObject *lemma = PyUnicode_DecodeUTF8(spelt, length + ending, NULL);
    PyMem_Free(spelt);
    int failed = !lemma;
    for (Py_ssize_t at = ending + 1; at < size && !failed; at++) {
        PyObject *name = told[at] > 0 ? table->names[(int)told[at]] : NULL;
        PyObject *one = name ? PyTuple_Pack(2, lemma, name) : NULL;
        if (!name) PyErr_SetString(PyExc_ValueError, "no word class has this letter");
        failed = !one || PyList_Append(found, one) < 0;
        Py_XDECREF(one);
    }
    Py_XDECREF(lemma);
    return failed ? -1 : 0;
}

/* find(table, form, every): what the form may be, the longest stem first, as pairs of a lemma and a word class; where
   not `every`, that of one row of one pattern. */
static PyObject *find(PyObject *self, PyObject *args) {
    PyObject *capsule, *spelt;
    int every;
    Py_ssize_t size;
    (void)self;
    if (!PyArg_ParseTuple(args, "OUp", &capsule, &spelt, &every)) return NULL;
    const Table *table = PyCapsule_GetPointer(capsule, NAME);
    if (!table) return NULL;
    PyObject *found = PyList_New(0);
    const char *form = found ? PyUnicode_AsUTF8AndSize(spelt, &size) : NULL;
    if (!form) {
        if (found && PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) {
            PyErr_Clear(); /* half a character, as JSON may hold it, is in no word */
            return found;
        }
        Py_XDECREF(found);
        return NULL;
    }
    const char *stems = PyBytes_AsString(table->stem_bytes), *patterns = PyBytes_AsString(table->pattern_bytes);
    /* Whatever the form begins with stands before it, and all stems between the two begin so too. */
    for (uint32_t at = last_stem(table, stems, form, size); at != NONE; at = table->stems[at].above) {
        Stem stem = table->stems[at];
        Pattern pattern = table->patterns[stem.pattern];
        Py_ssize_t rest = size - stem.length;
        if (rest > pattern.longest || !begins_with(form, size, stems + stem.begin, stem.length)) continue;
        for (uint32_t number = pattern.first; number < pattern.last; number++) {
            Row row = table->rows[number];
            if (row.suffix != rest || memcmp(patterns + row.begin, form + stem.length, (size_t)rest)) continue;
            if (keep(found, table, stems + stem.begin, stem.length, patterns + row.begin + rest + 1, row.length)) {
                Py_DECREF(found);
                return NULL;
            }
            if (!every) return found;
        }
    }
    return found;
}

static PyMethodDef methods[] = {
    {"table", make_table, METH_VARARGS, NULL}, {"find", find, METH_VARARGS, NULL}, {NULL, NULL, 0, NULL}};

static int prepare(PyObject *self) { return PyModule_AddIntConstant(self, "VERSION", 1); }

static PyModuleDef_Slot slots[] = {{Py_mod_exec, (void *)prepare}, {0, NULL}};

static struct PyModuleDef module = {
    PyModuleDef_HEAD_INIT, "_stems", "The compiled look-up of forms; tmx.text.lemma_table is the door.", 0, methods,
    slots, NULL, NULL, NULL,
};

PyMODINIT_FUNC PyInit__stems(void) { return PyModuleDef_Init(&module); }
