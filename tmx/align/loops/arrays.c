/* How a function takes its arrays from Python, checks them, and lets them go. */

#include "loops.h"

#include <ctype.h>
#include <stdarg.h>

static size_t size_of(char type) {
    switch (tolower(type)) {
    case 'b': return 1;
    case 'h': return 2;
    case 'i': case 'f': return 4;
    default: return 8;
    }
}

/* Whether a buffer's items are of `type`; int64 is called l or q, whichever the platform's C calls so. */
static int is_of(const Py_buffer *view, char type) {
    const char *format = view->format ? view->format : "B";
    if (strlen(format) != 1 || (size_t)view->itemsize != size_of(type)) return 0;
    switch (tolower(type)) {
    case 'f': case 'd': return *format == tolower(type);
    case 'b': return strchr("?bBc", *format) != NULL;
    default: return strchr("hilq", *format) != NULL;
    }
}

static int take_array(Arrays *arrays, PyObject *object) {
    int number = arrays->count;
    const Wanted *wanted = &arrays->wanted[number];
    Py_buffer *view = &arrays->view[number];
    int flags = (isupper(wanted->type) ? PyBUF_CONTIG : PyBUF_CONTIG_RO) | PyBUF_FORMAT;
    if (PyObject_GetBuffer(object, view, flags) < 0) return 0;
    arrays->count++;
    if (!is_of(view, wanted->type)) return unfit(arrays, number, "has items of another type");
    arrays->at[number] = view->buf;
    arrays->items[number] = view->len / view->itemsize;
    return 1;
}

int take(Arrays *arrays, PyObject *args, const Wanted *wanted, int count, const char *format, ...) {
    arrays->wanted = wanted;
    arrays->count = arrays->scratches = 0;
    if (count > MOST_ARRAYS || PyTuple_Size(args) < count) {
        PyErr_Format(PyExc_TypeError, "%d arrays are wanted", count);
        return 0;
    }
    for (int i = 0; i < count; i++)
        if (!take_array(arrays, PyTuple_GetItem(args, i))) return 0;
    PyObject *numbers = PyTuple_GetSlice(args, count, PyTuple_Size(args));
    if (!numbers) return 0;
    va_list into;
    va_start(into, format);
    int well = PyArg_VaParse(numbers, format, into);
    va_end(into);
    Py_DECREF(numbers);
    return well;
}

void let_go(Arrays *arrays) {
    while (arrays->count) PyBuffer_Release(&arrays->view[--arrays->count]);
    while (arrays->scratches) free(arrays->scratch[--arrays->scratches]);
}

int unfit(const Arrays *arrays, int which, const char *why) {
    PyErr_Format(PyExc_ValueError, "array %s %s", arrays->wanted[which].name, why);
    return 0;
}

int has_items(const Arrays *arrays, int which, int64_t items) {
    return arrays->items[which] == items ? 1 : unfit(arrays, which, "has another size than it should have");
}

int all_below(const Arrays *arrays, int which, int64_t limit) {
    const int64_t *values = arrays->at[which];
    int wrong = 0;
    /* What is below 0 is very high without a sign. */
    for (int64_t i = 0; i < arrays->items[which]; i++) wrong |= (uint64_t)values[i] >= (uint64_t)limit;
    return wrong ? unfit(arrays, which, "names what there is not") : 1;
}

int are_offsets(const Arrays *arrays, int which, int64_t limit) {
    const int64_t *values = arrays->at[which];
    int64_t items = arrays->items[which];
    if (items < 1 || values[0] < 0 || values[items - 1] > limit) return unfit(arrays, which, "reaches too far");
    int wrong = 0;
    for (int64_t i = 1; i < items; i++) wrong |= values[i] < values[i - 1];
    return wrong ? unfit(arrays, which, "goes back") : 1;
}

void *working(Arrays *arrays, int64_t items, size_t size) {
    void *memory = NULL;
    if (items >= 0 && (uint64_t)items < PTRDIFF_MAX / size && arrays->scratches < MOST_SCRATCH)
        memory = calloc((size_t)items + 1, size);
    if (!memory) return PyErr_NoMemory();
    return arrays->scratch[arrays->scratches++] = memory;
}

int make_index(Index *index, Arrays *arrays, const int64_t *values, int64_t items, int64_t limit, int64_t *place) {
    int64_t *first = working(arrays, limit + 2, 8);
    index->first = first;
    index->place = place ? place : working(arrays, items, 8);
    if (!first || !index->place) return 0;
    /* Two further on than where they belong: the first step puts them one further back, filling in the other one. */
    for (int64_t i = 0; i < items; i++) first[values[i] + 2]++;
    for (int64_t v = 0; v < limit; v++) first[v + 2] += first[v + 1];
    for (int64_t i = 0; i < items; i++) index->place[first[values[i] + 1]++] = i;
    return 1;
}

PyObject *done(Arrays *arrays, int well) {
    let_go(arrays);
    if (!well) return NULL;
    Py_INCREF(Py_None);
    return Py_None;
}
