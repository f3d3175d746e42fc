/* The scores of beads by words and lengths (tmx/align/emission.py). */

#include "loops.h"

/* lexical(given, given_offsets, explained, explained_offsets, low, high, table_offsets, table_explained, ratio, rest,
           background, most, scores)

   int64 stems of two texts and the offsets of the sentences that are looked at; of given sentence `r` with 1 to `most`
   - 1 before it the sums of the explained sentences low[r] to high[r] are wanted. `scores` (taken - 1, given sentence,
   explained sentence + 1), float32, zeros beforehand, are summed up from low[r] on. The table is a RatioTable. */
PyObject *lexical(PyObject *self, PyObject *args) {
    PyObject *o[11];
    double background;
    long long most;
    (void)self;
    if (!PyArg_ParseTuple(args, "OOOOOOOOOOdLO", &o[0], &o[1], &o[2], &o[3], &o[4], &o[5], &o[6], &o[7], &o[8], &o[9],
                          &background, &most, &o[10]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    int32_t *local = NULL, *words = NULL, *number = NULL, *entry_word = NULL, *list = NULL;
    int64_t *entries = NULL, *seen = NULL;
    float *entry_ratio = NULL, *support = NULL;
    double *sums = NULL, *rests = NULL, *logs = NULL;
    Py_ssize_t rows = items_of(o[1]) - 1, columns = items_of(o[3]) - 1, stems = items_of(o[6]) - 1;
    Py_ssize_t n_entries = items_of(o[7]);
    const int64_t *given = memory(&held, o[0], 0, 8, 0), *given_offsets = NULL, *explained = NULL;
    const int64_t *explained_offsets = NULL, *low = NULL, *high = NULL, *offsets = NULL, *partner = NULL;
    const double *ratio = NULL, *rest = NULL;
    float *scores = NULL;
    if (!given || !(given_offsets = memory(&held, o[1], rows + 1, 8, 0)) ||
        !(explained = memory(&held, o[2], 0, 8, 0)) ||
        !(explained_offsets = memory(&held, o[3], columns + 1, 8, 0)) || !(low = memory(&held, o[4], rows, 8, 0)) ||
        !(high = memory(&held, o[5], rows, 8, 0)) || !(offsets = memory(&held, o[6], stems + 1, 8, 0)) ||
        !(partner = memory(&held, o[7], n_entries, 8, 0)) || !(ratio = memory(&held, o[8], n_entries, 8, 0)) ||
        !(rest = memory(&held, o[9], stems, 8, 0)) ||
        !(scores = memory(&held, o[10], most * rows * (columns + 1), 4, 1)))
        goto done;
    int64_t first = explained_offsets[0], n_words = explained_offsets[columns] - first;
    int64_t words_known = 0, vocabulary = 0, given_first = given_offsets[0];
    int64_t n_given = given_offsets[rows] - given_first;
    for (int64_t i = 0; i < n_words; i++)
        if (explained[first + i] >= vocabulary) vocabulary = explained[first + i] + 1;
    number = malloc(((size_t)vocabulary + 1) * 4);
    words = malloc(((size_t)n_words + 1) * 4);
    if (!number || !words) {
        PyErr_NoMemory();
        goto done;
    }
    for (int64_t i = 0; i < vocabulary; i++) number[i] = -1;
    for (int64_t i = 0; i < n_words; i++) {
        int64_t stem = explained[first + i];
        if (number[stem] < 0) number[stem] = (int32_t)words_known++;
        words[i] = number[stem];
    }
    /* What each given stem says of the explained stems that are here. */
    local = malloc(((size_t)stems + 1) * 4);
    entries = malloc(((size_t)n_given + 2) * 8);
    support = calloc((size_t)(rows * words_known) + 1, 4);
    sums = malloc(((size_t)words_known + 1) * 8);
    logs = malloc(((size_t)words_known + 1) * 8);
    seen = malloc(((size_t)words_known + 1) * 8);
    list = malloc(((size_t)words_known + 1) * 4);
    rests = calloc((size_t)rows + 1, 8);
    if (!local || !entries || !support || !sums || !logs || !seen || !list || !rests) {
        PyErr_NoMemory();
        goto done;
    }
    int64_t given_known = 0, kept = 0;
    for (int64_t i = 0; i < stems; i++) local[i] = -1;
    for (int64_t i = 0; i < n_given; i++) {
        int64_t stem = given[given_first + i];
        if (local[stem] >= 0) continue;
        local[stem] = (int32_t)given_known++;
        kept += offsets[stem + 1] - offsets[stem];
    }
    entry_word = malloc(((size_t)kept + 1) * 4);
    entry_ratio = malloc(((size_t)kept + 1) * 4);
    if (!entry_word || !entry_ratio) {
        PyErr_NoMemory();
        goto done;
    }
    Py_BEGIN_ALLOW_THREADS
    given_known = kept = 0;
    for (int64_t i = 0; i < n_given; i++) {
        int64_t stem = given[given_first + i];
        if (local[stem] != given_known) continue; /* not here for the first time */
        entries[given_known++] = kept;
        for (int64_t e = offsets[stem]; e < offsets[stem + 1]; e++) {
            int32_t word = partner[e] < vocabulary ? number[partner[e]] : -1;
            if (word < 0) continue;
            entry_word[kept] = word;
            entry_ratio[kept++] = (float)ratio[e];
        }
    }
    entries[given_known] = kept;
    for (int64_t r = 0; r < rows; r++) {
        float *row = support + r * words_known;
        for (int64_t i = given_offsets[r]; i < given_offsets[r + 1]; i++) {
            int32_t stem = local[given[i]];
            for (int64_t e = entries[stem]; e < entries[stem + 1]; e++) row[entry_word[e]] += entry_ratio[e];
            rests[r] += rest[given[i]];
        }
    }
    for (int64_t i = 0; i < words_known; i++) seen[i] = -1;
    for (int64_t r = 0; r < rows; r++) {
        if (low[r] >= high[r]) continue;
        int64_t count = 0, size = 0;
        double spread = 0.0;
        for (int64_t i = explained_offsets[low[r]] - first; i < explained_offsets[high[r]] - first; i++)
            if (seen[words[i]] != r) {
                seen[words[i]] = r;
                sums[words[i]] = 0.0;
                list[count++] = words[i];
            }
        for (int64_t taken = 1; taken <= most; taken++) {
            int64_t from = r - taken + 1;
            if (from >= 0) {
                const float *row = support + from * words_known;
                size += given_offsets[from + 1] - given_offsets[from];
                spread += rests[from];
                for (int64_t i = 0; i < count; i++) sums[list[i]] += row[list[i]];
            }
            /* A text without any stem says nothing: what stands against it is background. */
            double share = size ? (1.0 - background) / (double)size : 0.0;
            double always = size ? background + share * spread : 1.0;
            double common = log(always);
            for (int64_t i = 0; i < count; i++) {
                double sum = sums[list[i]];
                logs[list[i]] = sum > 0.0 ? (double)logf((float)(always + share * sum)) : common;
            }
            float *out = scores + ((taken - 1) * rows + r) * (columns + 1);
            double total = 0.0;
            for (int64_t c = low[r]; c < high[r]; c++) {
                for (int64_t i = explained_offsets[c] - first; i < explained_offsets[c + 1] - first; i++)
                    total += logs[words[i]];
                out[c + 1] = (float)total;
            }
        }
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    free(local);
    free(words);
    free(number);
    free(entry_word);
    free(entry_ratio);
    free(list);
    free(entries);
    free(seen);
    free(support);
    free(sums);
    free(rests);
    free(logs);
    release(&held);
    return result;
}

/* The natural log of twice the upper tail of the normal distribution: tmx/align/lengths.py. */
static double length_score(double source, double target, double ratio, double variance) {
    double mean = (source + target / ratio) / 2.0;
    double delta = fabs(target - ratio * source) / sqrt(variance * (mean > 1.0 ? mean : 1.0));
    if (delta > 6.0) delta = 6.0;
    double factor = 1.0 / (1.0 + 0.2316419 * delta);
    double series = 1.330274429 * factor;
    series = (series - 1.821255978) * factor;
    series = (series + 1.781477937) * factor;
    series = (series - 0.356563782) * factor;
    series = (series + 0.319381530) * factor;
    double tail = 2.0 * series * exp(-0.5 * delta * delta) / 2.5066282746310002;
    return log(tail < 1.0 ? tail : 1.0);
}

/* bead_scores(first, last, width, start, kinds, forward, backward, shape, source_length, target_length, priors,
               border, source_headings, target_headings, numbers, scores)

   The rows `first` to `last` of `scores` (kind, row, column in the band; float32), where they are possible. `forward`
   and `backward` are those of lexical(); `shape`: the source and target sentences that they cover, the first of each,
   and the rows of the lattice; lengths are summed up; `border` has a value for each cell of the rows or is empty,
   headings are counted up or empty; `numbers`: ratio, variance, weight of lengths, of words, what lacks a counterpart,
   and what a heading on one side costs. */
PyObject *bead_scores(PyObject *self, PyObject *args) {
    PyObject *o[13];
    long long first, last, width;
    (void)self;
    if (!PyArg_ParseTuple(args, "LLLOOOOOOOOOOOOO", &first, &last, &width, &o[0], &o[1], &o[2], &o[3], &o[4], &o[5],
                          &o[6], &o[7], &o[8], &o[9], &o[10], &o[11], &o[12]))
        return NULL;
    Buffers held = {.count = 0};
    PyObject *result = NULL;
    Py_ssize_t n_kinds = items_of(o[7]), n_border = items_of(o[8]), n_headings = items_of(o[9]);
    Py_ssize_t n_source = items_of(o[5]) - 1, n_target = items_of(o[6]) - 1;
    const int64_t *start = memory(&held, o[0], last, 8, 0), *kinds = NULL, *shape = NULL, *ours = NULL, *theirs = NULL;
    const float *forward = NULL, *backward = NULL;
    const double *source_length = NULL, *target_length = NULL, *priors = NULL, *border = NULL, *numbers = NULL;
    float *scores = NULL;
    if (!start || !(kinds = memory(&held, o[1], 2 * n_kinds, 8, 0)) || !(shape = memory(&held, o[4], 5, 8, 0)) ||
        !(forward = memory(&held, o[2], 0, 4, 0)) || !(backward = memory(&held, o[3], 0, 4, 0)) ||
        !(source_length = memory(&held, o[5], n_source + 1, 8, 0)) ||
        !(target_length = memory(&held, o[6], n_target + 1, 8, 0)) ||
        !(priors = memory(&held, o[7], n_kinds, 8, 0)) ||
        !(border = memory(&held, o[8], n_border ? (last - first) * width : 0, 8, 0)) ||
        !(ours = memory(&held, o[9], n_headings ? n_source + 1 : 0, 8, 0)) ||
        !(theirs = memory(&held, o[10], n_headings ? n_target + 1 : 0, 8, 0)) ||
        !(numbers = memory(&held, o[11], 6, 8, 0)) ||
        !(scores = memory(&held, o[12], n_kinds * shape[4] * width, 4, 1)))
        goto done;
    int64_t sources = shape[0], targets = shape[1], first_source = shape[2], first_target = shape[3];
    Py_BEGIN_ALLOW_THREADS
    for (Py_ssize_t k = 0; k < n_kinds; k++) {
        int64_t a = kinds[2 * k], b = kinds[2 * k + 1];
        if (a > n_source || b > n_target) continue;
        for (int64_t row = first > a ? first : a; row < last; row++) {
            float *out = scores + (k * shape[4] + row) * width;
            for (int64_t x = 0; x < width; x++) {
                int64_t column = start[row] + x;
                if (column < b || column > n_target) continue;
                double score = numbers[4];
                if (a && b) {
                    score = numbers[2] * length_score(source_length[row] - source_length[row - a],
                                                      target_length[column] - target_length[column - b], numbers[0],
                                                      numbers[1]);
                    if (sources && targets) {
                        int64_t i = row - first_source, j = column - first_target;
                        const float *there = forward + ((a - 1) * sources + i - 1) * (targets + 1);
                        const float *back = backward + ((b - 1) * targets + j - 1) * (sources + 1);
                        score += numbers[3] * 0.5 * (double)((there[j] - there[j - b]) + (back[i] - back[i - a]));
                    }
                    if (n_headings && (ours[row] > ours[row - a]) != (theirs[column] > theirs[column - b]))
                        score -= numbers[5];
                }
                score += priors[k];
                if (n_border) score += border[(row - first) * width + x];
                out[x] = (float)score;
            }
        }
    }
    Py_END_ALLOW_THREADS
    result = Py_None;
    Py_INCREF(result);
done:
    release(&held);
    return result;
}
