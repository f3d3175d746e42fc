/* Links between the words of candidate beads (tmx/align/links.py), and words that look alike (tmx/align/cognates.py). */

#include "loops.h"

typedef struct {
    double value, sure, apart;
    int64_t one, other;
} Link;

static int stronger_first(const void *a, const void *b) {
    double ours = ((const Link *)a)->value, theirs = ((const Link *)b)->value;
    return ours > theirs ? -1 : ours < theirs;
}

/* compete(our_base, our_position, our_zone, our_relative, their_base, their_begin, their_zone, their_relative,
           link_offsets, link_target, link_strength, distance, sure, near, strongest, ours, theirs) -> None

   tmx/align/links.py: the windows of candidate beads on either side (their bases with one more at the end) and the
   links of the text; `ours` and `theirs` are float64, (4, stems), zeros beforehand. */
PyObject *compete(PyObject *self, PyObject *args) {
    PyObject *o[13];
    double distance, sure, near, strongest;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOOddddOO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7], &o[8], &o[9],
                          &o[10], &distance, &sure, &near, &strongest, &o[11], &o[12]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    Link *links = NULL;
    char *taken_ours = NULL, *taken_theirs = NULL;
    Py_ssize_t beads = items_of(o[0]) - 1, n_ours = items_of(o[1]), n_theirs = items_of(o[6]);
    Py_ssize_t stems = items_of(o[8]) - 1, n_links = items_of(o[9]);
    const int64_t *base = memory(&held, o[0], beads + 1, 8, 0), *position = NULL, *zone = NULL, *their_base = NULL;
    const int64_t *begin = NULL, *their_zone = NULL, *offsets = NULL, *target = NULL;
    const double *relative = NULL, *their_relative = NULL, *strength = NULL;
    double *ours = NULL, *theirs = NULL;
    if (!base || !(position = memory(&held, o[1], n_ours, 8, 0)) || !(zone = memory(&held, o[2], n_ours, 8, 0)) ||
        !(relative = memory(&held, o[3], n_ours, 8, 0)) || !(their_base = memory(&held, o[4], beads + 1, 8, 0)) ||
        !(begin = memory(&held, o[5], beads, 8, 0)) || !(their_zone = memory(&held, o[6], n_theirs, 8, 0)) ||
        !(their_relative = memory(&held, o[7], n_theirs, 8, 0)) || !(offsets = memory(&held, o[8], stems + 1, 8, 0)) ||
        !(target = memory(&held, o[9], n_links, 8, 0)) || !(strength = memory(&held, o[10], n_links, 8, 0)) ||
        !(ours = memory(&held, o[11], 4 * n_ours, 8, 1)) || !(theirs = memory(&held, o[12], 4 * n_theirs, 8, 1)))
        goto done;
    int64_t most = 0;
    for (Py_ssize_t c = 0; c < beads; c++) {
        int64_t count = 0;
        for (int64_t p = base[c]; p < base[c + 1]; p++) count += offsets[position[p] + 1] - offsets[position[p]];
        if (count > most) most = count;
    }
    links = malloc(((size_t)most + 1) * sizeof(Link));
    taken_ours = calloc((size_t)n_ours + 1, 1);
    taken_theirs = calloc((size_t)n_theirs + 1, 1);
    if (!links || !taken_ours || !taken_theirs) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    int64_t met = 0;
    for (Py_ssize_t c = 0; c < beads; c++) {
        int64_t count = 0, size = their_base[c + 1] - their_base[c];
        for (int64_t p = base[c]; p < base[c + 1]; p++)
            for (int64_t e = offsets[position[p]]; e < offsets[position[p] + 1]; e++) {
                int64_t place = target[e] - begin[c];
                if (place < 0 || place >= size) continue;
                int64_t other = their_base[c] + place;
                double apart = fabs(relative[p] - their_relative[other]);
                /* Of equals the earlier one wins. */
                double value = strength[e] - distance * apart - (double)met++ * 1e-9;
                double surely = strength[e] / sure;
                links[count++] = (Link){value, surely < 1.0 ? surely : 1.0, apart, p, other};
                if (zone[p] || their_zone[other]) continue;
                double worth = exp((strength[e] < strongest ? strength[e] : strongest) - near * apart);
                ours[3 * n_ours + p] += worth;
                theirs[3 * n_theirs + other] += worth;
            }
        qsort(links, (size_t)count, sizeof(Link), stronger_first);
        for (int64_t i = 0; i < count; i++) {
            const Link *l = &links[i];
            if (zone[l->one] || their_zone[l->other] || taken_ours[l->one] || taken_theirs[l->other]) continue;
            taken_ours[l->one] = taken_theirs[l->other] = 1;
            ours[l->one] = theirs[l->other] = l->sure;
            ours[2 * n_ours + l->one] = theirs[2 * n_theirs + l->other] = l->apart;
        }
        /* Outside stems that belong together keep each other from being taken for a leak. */
        for (int64_t i = 0; i < count; i++) {
            const Link *l = &links[i];
            int64_t here = zone[l->one], there = their_zone[l->other];
            if ((!here && !there) || here * there < 0 || taken_ours[l->one] || taken_theirs[l->other]) continue;
            taken_ours[l->one] = taken_theirs[l->other] = 1;
            if (!here != !there) ours[n_ours + l->one] = theirs[n_theirs + l->other] = l->sure;
        }
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    free(links);
    free(taken_ours);
    free(taken_theirs);
    release(&held);
    return result;
}

/* place_links(source, source_offsets, target, target_offsets, low, high, table_offsets, table_target, table_strength,
               offsets, places, strength) -> how many links there are

   The possible links of a text: of source sentence `i` with the target sentences low[i] to high[i]. int64 `offsets` for
   each source stem and one more, int64 `places` in the target and float64 `strength` are written where they have room
   for all; where `places` is empty, the links are only counted. */
PyObject *place_links(PyObject *self, PyObject *args) {
    PyObject *o[12];
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOOO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7], &o[8], &o[9],
                          &o[10], &o[11]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    int64_t *begins = NULL, *stands = NULL;
    Py_ssize_t n_source = items_of(o[0]), rows = items_of(o[1]) - 1, n_target = items_of(o[2]);
    Py_ssize_t columns = items_of(o[3]) - 1, stems = items_of(o[6]) - 1, n_table = items_of(o[7]), room = items_of(o[10]);
    const int64_t *source = memory(&held, o[0], n_source, 8, 0), *source_offsets = NULL, *target = NULL, *low = NULL;
    const int64_t *target_offsets = NULL, *high = NULL, *table = NULL, *partner = NULL;
    const double *table_strength = NULL;
    int64_t *offsets = NULL, *places = NULL;
    double *strength = NULL;
    if (!source || !(source_offsets = memory(&held, o[1], rows + 1, 8, 0)) ||
        !(target = memory(&held, o[2], n_target, 8, 0)) || !(target_offsets = memory(&held, o[3], columns + 1, 8, 0)) ||
        !(low = memory(&held, o[4], rows, 8, 0)) || !(high = memory(&held, o[5], rows, 8, 0)) ||
        !(table = memory(&held, o[6], stems + 1, 8, 0)) || !(partner = memory(&held, o[7], n_table, 8, 0)) ||
        !(table_strength = memory(&held, o[8], n_table, 8, 0)) ||
        !(offsets = memory(&held, o[9], n_source + 1, 8, 1)) || !(places = memory(&held, o[10], room, 8, 1)) ||
        !(strength = memory(&held, o[11], room, 8, 1)))
        goto done;
    int64_t vocabulary = 0, count = 0;
    for (Py_ssize_t i = 0; i < n_target; i++)
        if (target[i] >= vocabulary) vocabulary = target[i] + 1;
    begins = calloc((size_t)vocabulary + 2, 8);
    stands = malloc(((size_t)n_target + 1) * 8);
    if (!begins || !stands) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t i = 0; i < n_target; i++) begins[target[i] + 2]++;
    for (int64_t t = 0; t < vocabulary; t++) begins[t + 2] += begins[t + 1];
    for (Py_ssize_t i = 0; i < n_target; i++) stands[begins[target[i] + 1]++] = i;
    for (Py_ssize_t r = 0; r < rows; r++)
        for (int64_t i = source_offsets[r]; i < source_offsets[r + 1]; i++) {
            offsets[i] = count;
            if (low[r] >= high[r]) continue;
            int64_t from = target_offsets[low[r]], to = target_offsets[high[r]];
            for (int64_t e = table[source[i]]; e < table[source[i] + 1]; e++) {
                if (partner[e] >= vocabulary) continue;
                for (int64_t at = begins[partner[e]]; at < begins[partner[e] + 1]; at++) {
                    if (stands[at] < from) continue;
                    if (stands[at] >= to) break;
                    if (count < room) {
                        places[count] = stands[at];
                        strength[count] = table_strength[e];
                    }
                    count++;
                }
            }
        }
    offsets[n_source] = count;
    Py_END_ALLOW_THREADS
    result = PyLong_FromLongLong(count);
done:
    free(begins);
    free(stands);
    release(&held);
    return result;
}

/* shared_groups(owner, first, holders, holder, our_sizes, their_sizes, sure, one, other, common) -> how many pairs

   Words that share letter groups with words of the other side: the groups `owner`s have stand together, group `g` is
   held by holder[first[g]] to holder[first[g] + holders[g]]. All int64; the results have room for every holder. Pairs
   with fewer than `sure` groups in common have to share a quarter of those of both. */
PyObject *shared_groups(PyObject *self, PyObject *args) {
    PyObject *o[9];
    long long sure;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOLOOO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &sure, &o[6], &o[7], &o[8]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    int64_t *counts = NULL, *met = NULL;
    Py_ssize_t groups = items_of(o[0]), words = items_of(o[5]), room = items_of(o[6]);
    const int64_t *owner = memory(&held, o[0], groups, 8, 0), *first = NULL, *holders = NULL, *holder = NULL;
    const int64_t *our_sizes = NULL, *their_sizes = NULL;
    int64_t *one = NULL, *other = NULL, *common = NULL;
    if (!owner || !(first = memory(&held, o[1], groups, 8, 0)) || !(holders = memory(&held, o[2], groups, 8, 0)) ||
        !(holder = memory(&held, o[3], 0, 8, 0)) || !(our_sizes = memory(&held, o[4], 0, 8, 0)) ||
        !(their_sizes = memory(&held, o[5], words, 8, 0)) || !(one = memory(&held, o[6], room, 8, 1)) ||
        !(other = memory(&held, o[7], room, 8, 1)) || !(common = memory(&held, o[8], room, 8, 1)))
        goto done;
    counts = calloc((size_t)words + 1, 8);
    met = malloc(((size_t)words + 1) * 8);
    if (!counts || !met) {
        PyErr_NoMemory();
        goto done;
    }
    int64_t found = 0;
    for (Py_ssize_t g = 0; g < groups;) {
        int64_t word = owner[g], count = 0;
        for (; g < groups && owner[g] == word; g++)
            for (int64_t at = first[g]; at < first[g] + holders[g]; at++)
                if (!counts[holder[at]]++) met[count++] = holder[at];
        for (int64_t i = 0; i < count; i++) {
            int64_t shared = counts[met[i]];
            counts[met[i]] = 0;
            if ((shared < sure && 4 * shared < our_sizes[word] + their_sizes[met[i]]) || found >= room) continue;
            one[found] = word;
            other[found] = met[i];
            common[found++] = shared;
        }
    }
    result = PyLong_FromLongLong(found);
done:
    free(counts);
    free(met);
    release(&held);
    return result;
}
