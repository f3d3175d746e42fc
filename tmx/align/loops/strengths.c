/* How strong pairs of tokens are by the counts of a lexicon, and which is the best of each token
   (toolkit/checks/strengths.py). */

#include "loops.h"

enum {
    SOURCE, SOURCE_OFFSETS, TARGET, TARGET_OFFSETS, LINE, COLUMN, SOURCE_TOTALS, TARGET_TOTALS, KEYS, FORWARD, BACKWARD,
    PSEUDO, CELL_PLACE, CELL_FORWARD, CELL_BACKWARD, STRENGTH, SOURCE_BEST, TARGET_BEST, SOURCE_PARTNER, TARGET_PARTNER,
    OF_PAIR_STRENGTHS
};
static const Wanted of_pair_strengths[] = {
    {"source", 'q'}, {"source_offsets", 'q'}, {"target", 'q'}, {"target_offsets", 'q'}, {"line", 'q'}, {"column", 'q'},
    {"source_totals", 'd'}, {"target_totals", 'd'}, {"keys", 'q'}, {"forward", 'd'}, {"backward", 'd'}, {"pseudo", 'd'},
    {"cell_place", 'q'}, {"cell_forward", 'd'}, {"cell_backward", 'd'}, {"strength", 'D'}, {"source_best", 'D'},
    {"target_best", 'D'}, {"source_partner", 'Q'}, {"target_partner", 'Q'},
};

/* A part of the rising keys: those of one source stem. */
typedef struct {
    int64_t low, high;
} Part;

/* The first key of the part that is not below `wanted`. */
static int64_t first_from(const int64_t *keys, Part part, int64_t wanted) {
    while (part.low < part.high) {
        int64_t middle = part.low + (part.high - part.low) / 2;
        if (keys[middle] < wanted)
            part.low = middle + 1;
        else
            part.high = middle;
    }
    return part.low;
}

/* Where `wanted` stands in the part; -1 where it does not. */
static int64_t find(const int64_t *keys, Part part, int64_t wanted) {
    int64_t place = first_from(keys, part, wanted);
    return place < part.high && keys[place] == wanted ? place : -1;
}

/* Without a sign, so that a stem that is none does no harm. */
static inline int64_t key_of(int64_t source, int64_t width, int64_t target) {
    return (int64_t)((uint64_t)source * (uint64_t)width + (uint64_t)target);
}

static inline double greater(double one, double other) { return one > other ? one : other; }

/* The strengths of all pairs of the texts. */
static void weigh(const Arrays *a, int64_t width, double distance) {
    const int64_t *source = a->at[SOURCE], *ours = a->at[SOURCE_OFFSETS], *target = a->at[TARGET];
    const int64_t *theirs = a->at[TARGET_OFFSETS], *line = a->at[LINE], *column = a->at[COLUMN], *keys = a->at[KEYS];
    const int64_t *cell_place = a->at[CELL_PLACE];
    const double *source_totals = a->at[SOURCE_TOTALS], *target_totals = a->at[TARGET_TOTALS];
    const double *forward = a->at[FORWARD], *backward = a->at[BACKWARD], *pseudo = a->at[PSEUDO];
    const double *cell_forward = a->at[CELL_FORWARD], *cell_backward = a->at[CELL_BACKWARD];
    double *strength = a->items[STRENGTH] ? a->at[STRENGTH] : NULL;
    double *source_best = a->at[SOURCE_BEST], *target_best = a->at[TARGET_BEST];
    int64_t *source_partner = a->at[SOURCE_PARTNER], *target_partner = a->at[TARGET_PARTNER];
    int64_t known = a->items[KEYS], none = a->items[CELL_PLACE] - 1;
    for (int64_t t = 0; t + 1 < a->items[SOURCE_OFFSETS]; t++) {
        double our_count = (double)(ours[t + 1] - ours[t]), count = (double)(theirs[t + 1] - theirs[t]);
        for (int64_t i = ours[t]; i < ours[t + 1]; i++) {
            double at = (double)(i - ours[t]) / our_count, total = greater(source_totals[i], 0.0);
            Part row = {-1, -1}; /* looked for where it is asked for */
            for (int64_t j = theirs[t]; j < theirs[t + 1]; j++) {
                int64_t cell = line[i] >= 0 && column[j] >= 0 ? line[i] + column[j] : none;
                int64_t place = cell_place[cell];
                if (cell == none) {
                    if (row.low < 0) {
                        row = (Part){0, known};
                        row.high = first_from(keys, row, key_of(source[i], width, width));
                        row.low = first_from(keys, row, key_of(source[i], width, 0));
                    }
                    place = find(keys, row, key_of(source[i], width, target[j]));
                }
                place = place < 0 ? known : place;
                double sure = pseudo[place], doubt = greater(sure, 0.5);
                double there = (greater(forward[place] - cell_forward[cell], 0.0) + sure) / (total + doubt + 0.5);
                double back = (greater(backward[place] - cell_backward[cell], 0.0) + sure) /
                              (greater(target_totals[j], 0.0) + doubt + 0.5);
                double apart = fabs(at - (double)(j - theirs[t]) / count);
                double value = greater(there, back) * (1.0 - distance * apart);
                if (strength) *strength++ = value;
                if (value >= source_best[i]) source_best[i] = value, source_partner[i] = j;
                if (value >= target_best[j]) target_best[j] = value, target_partner[j] = i;
            }
        }
    }
}

/* Whether all cells of the pairs of each text are there, and as many strengths are wanted as there are pairs, or none. */
static int has_cells(const Arrays *a) {
    const int64_t *ours = a->at[SOURCE_OFFSETS], *theirs = a->at[TARGET_OFFSETS];
    const int64_t *line = a->at[LINE], *column = a->at[COLUMN], *place = a->at[CELL_PLACE];
    int64_t none = a->items[CELL_PLACE] - 1, pairs = 0;
    int wrong = none < 0;
    for (int64_t t = 0; t + 1 < a->items[SOURCE_OFFSETS]; t++) {
        int64_t high = 0;
        for (int64_t j = theirs[t]; j < theirs[t + 1]; j++) high = column[j] > high ? column[j] : high;
        for (int64_t i = ours[t]; i < ours[t + 1]; i++) wrong |= line[i] > none || line[i] > none - high;
        pairs += (ours[t + 1] - ours[t]) * (theirs[t + 1] - theirs[t]);
    }
    if (wrong) return unfit(a, LINE, "names what there is not");
    for (int64_t c = 0; c <= none; c++) wrong |= place[c] >= a->items[KEYS];
    if (wrong) return unfit(a, CELL_PLACE, "names what there is not");
    return a->items[STRENGTH] ? has_items(a, STRENGTH, pairs) : 1;
}

/* Whether the arrays of one side, with `of` its tokens, are of one size. */
static int is_side(const Arrays *arrays, int of, int cells, int totals, int best, int partner) {
    int64_t items = arrays->items[of];
    return has_items(arrays, cells, items) && has_items(arrays, totals, items) && has_items(arrays, best, items) &&
           has_items(arrays, partner, items);
}

/* pair_strengths(source, source_offsets, target, target_offsets, line, column, source_totals, target_totals, keys,
                  forward, backward, pseudo, cell_place, cell_forward, cell_backward, strength, source_best,
                  target_best, source_partner, target_partner, width, distance)

   The stems of texts side by side. `line` and `column` of their tokens name the cell of a pair together, below 0 where
   there is none; `keys` (source stem times `width` plus target stem) rise and have counts, with a last one for what has
   no key, from which those of the cell are taken away, the last of which are for what is no cell. Written: the strength
   of each pair, if there is room for any, and the best of each token with its partner, where 0 and -1 stood. */
PyObject *pair_strengths(PyObject *self, PyObject *args) {
    Arrays arrays;
    long long width;
    double distance;
    (void)self;
    if (!take(&arrays, args, of_pair_strengths, OF_PAIR_STRENGTHS, "Ld", &width, &distance)) return done(&arrays, 0);
    int64_t keys = arrays.items[KEYS], cells = arrays.items[CELL_PLACE];
    int well = is_side(&arrays, SOURCE, LINE, SOURCE_TOTALS, SOURCE_BEST, SOURCE_PARTNER) &&
               is_side(&arrays, TARGET, COLUMN, TARGET_TOTALS, TARGET_BEST, TARGET_PARTNER) &&
               are_offsets(&arrays, SOURCE_OFFSETS, arrays.items[SOURCE]) &&
               are_offsets(&arrays, TARGET_OFFSETS, arrays.items[TARGET]) &&
               has_items(&arrays, TARGET_OFFSETS, arrays.items[SOURCE_OFFSETS]) &&
               has_items(&arrays, FORWARD, keys + 1) && has_items(&arrays, BACKWARD, keys + 1) &&
               has_items(&arrays, PSEUDO, keys + 1) && has_items(&arrays, CELL_FORWARD, cells) &&
               has_items(&arrays, CELL_BACKWARD, cells) && has_cells(&arrays);
    if (well) {
        Py_BEGIN_ALLOW_THREADS
        weigh(&arrays, width, distance);
        Py_END_ALLOW_THREADS
    }
    return done(&arrays, well);
}
