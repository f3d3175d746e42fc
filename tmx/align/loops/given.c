/* What the pairs of tokens of a sample give to all that is counted of them (toolkit/checks/given_counts.py). Sums are taken in the order of the pairs, as numpy takes them. */

#include "loops.h"

enum {
    ORDER, SOURCE_OFFSETS, TARGET_OFFSETS, NUMBER, PLACE, FORWARD, BACKWARD, SOURCE, TARGET, SOURCE_ROW, TARGET_ROW,
    LINE, WITHIN, GIVEN_FORWARD, GIVEN_BACKWARD, SOURCE_TOTALS, TARGET_TOTALS, SOURCE_GIVEN, TARGET_GIVEN, CELL_PLACE,
    CELL_FORWARD, CELL_BACKWARD, OF_GIVE
};
static const Wanted of_give[] = {
    {"order", 'q'}, {"source_offsets", 'q'}, {"target_offsets", 'q'}, {"number", 'i'}, {"place", 'q'},
    {"forward", 'd'}, {"backward", 'd'}, {"source", 'q'}, {"target", 'q'}, {"source_row", 'q'}, {"target_row", 'q'},
    {"line", 'q'}, {"within", 'q'}, {"given_forward", 'D'}, {"given_backward", 'D'}, {"source_totals", 'D'},
    {"target_totals", 'D'}, {"source_given", 'D'}, {"target_given", 'D'}, {"cell_place", 'Q'}, {"cell_forward", 'D'},
    {"cell_backward", 'D'},
};

/* The pairs, what a lexicon says of them, and what is counted. */
typedef struct {
    int64_t sources;
    const int64_t *order, *bead, *offsets; /* the bead of each source token; where the targets of each bead begin */
    const int32_t *number;
    const int64_t *place;
    const double *forward, *backward;
    double *source_sum, *target_sum; /* what all pairs of each token say */
} Giving;

/* How likely all pairs of each token are together, with the background. */
static void sum_up(const Giving *g, int64_t targets, double background) {
    const int32_t *number = g->number;
    for (int64_t i = 0; i < g->sources; i++) {
        int64_t token = g->order[i], bead = g->bead[token];
        double sum = 0.0;
        for (int64_t j = g->offsets[bead]; j < g->offsets[bead + 1]; j++) {
            int64_t place = g->place[*number++];
            if (place < 0) continue;
            sum += g->backward[place];
            g->target_sum[j] += g->forward[place];
        }
        g->source_sum[token] = sum + background;
    }
    for (int64_t j = 0; j < targets; j++) g->target_sum[j] += background;
}

static void give_all(const Giving *g, const Arrays *arrays) {
    const int64_t *source = arrays->at[SOURCE], *target = arrays->at[TARGET], *line = arrays->at[LINE];
    const int64_t *source_row = arrays->at[SOURCE_ROW], *target_row = arrays->at[TARGET_ROW];
    const int64_t *within = arrays->at[WITHIN];
    double *given_forward = arrays->at[GIVEN_FORWARD], *given_backward = arrays->at[GIVEN_BACKWARD];
    double *source_totals = arrays->at[SOURCE_TOTALS], *target_totals = arrays->at[TARGET_TOTALS];
    double *source_given = arrays->at[SOURCE_GIVEN], *target_given = arrays->at[TARGET_GIVEN];
    double *cell_forward = arrays->at[CELL_FORWARD], *cell_backward = arrays->at[CELL_BACKWARD];
    int64_t *cell_place = arrays->at[CELL_PLACE];
    const int32_t *number = g->number;
    for (int64_t i = 0; i < g->sources; i++) {
        int64_t token = g->order[i], bead = g->bead[token];
        double *source_total = source_totals + source[token], *of_source = source_given + source_row[token];
        for (int64_t j = g->offsets[bead]; j < g->offsets[bead + 1]; j++) {
            int64_t place = g->place[*number++], cell = line[token] + within[j];
            cell_place[cell] = place;
            if (place < 0) continue; /* it gives nothing */
            double forward = g->forward[place] / g->target_sum[j];
            double backward = g->backward[place] / g->source_sum[token];
            given_forward[place] += forward;
            given_backward[place] += backward;
            *source_total += forward;
            *of_source += forward;
            target_totals[target[j]] += backward;
            target_given[target_row[j]] += backward;
            cell_forward[cell] += forward;
            cell_backward[cell] += backward;
        }
    }
}

/* The bead of each source token, once all that stands in the arrays has been checked against each other. */
static int64_t *beads_of(Arrays *arrays, int64_t sources, int64_t targets) {
    if (!are_offsets(arrays, SOURCE_OFFSETS, sources) || !are_offsets(arrays, TARGET_OFFSETS, targets) ||
        !has_items(arrays, TARGET_OFFSETS, arrays->items[SOURCE_OFFSETS]))
        return NULL;
    int64_t beads = arrays->items[SOURCE_OFFSETS] - 1, pairs = 0;
    const int64_t *ours = arrays->at[SOURCE_OFFSETS], *theirs = arrays->at[TARGET_OFFSETS];
    const int64_t *line = arrays->at[LINE], *within = arrays->at[WITHIN];
    if (ours[0] || ours[beads] != sources) {
        unfit(arrays, SOURCE_OFFSETS, "leaves tokens out");
        return NULL;
    }
    int64_t *bead = working(arrays, sources, 8);
    int wrong = 0;
    for (int64_t b = 0; bead && b < beads; b++) {
        int64_t low = 0, high = 0; /* of what the targets add to a line */
        for (int64_t j = theirs[b]; j < theirs[b + 1]; j++) {
            low = within[j] < low ? within[j] : low;
            high = within[j] > high ? within[j] : high;
        }
        wrong |= low < 0;
        for (int64_t i = ours[b]; i < ours[b + 1]; i++) {
            bead[i] = b;
            wrong |= theirs[b] < theirs[b + 1] && (line[i] < 0 || line[i] >= arrays->items[CELL_PLACE] - high);
        }
        pairs += (ours[b + 1] - ours[b]) * (theirs[b + 1] - theirs[b]);
    }
    if (wrong) {
        unfit(arrays, LINE, "names what there is not");
        return NULL;
    }
    return bead && has_items(arrays, NUMBER, pairs) ? bead : NULL;
}

/* Whether each pair has a number that `place` has, and each of these a place below `limit`, or -1. */
static int are_places(const Arrays *arrays, int64_t limit) {
    const int32_t *number = arrays->at[NUMBER];
    const int64_t *place = arrays->at[PLACE];
    int wrong = 0;
    for (int64_t i = 0; i < arrays->items[NUMBER]; i++) wrong |= number[i] < 0 || number[i] >= arrays->items[PLACE];
    if (wrong) return unfit(arrays, NUMBER, "names what there is not");
    for (int64_t i = 0; i < arrays->items[PLACE]; i++) wrong |= place[i] < -1 || place[i] >= limit;
    return wrong ? unfit(arrays, PLACE, "names what there is not") : 1;
}

/* Whether the arrays of one side name what there is: its stems, and its stems row by row. */
static int is_side(const Arrays *arrays, int stems, int rows, int more, int totals, int given) {
    return has_items(arrays, rows, arrays->items[stems]) && has_items(arrays, more, arrays->items[stems]) &&
           all_below(arrays, stems, arrays->items[totals]) && all_below(arrays, rows, arrays->items[given]);
}

/* give(order, source_offsets, target_offsets, number, place, forward, backward, source, target, source_row, target_row,
        line, within, given_forward, given_backward, source_totals, target_totals, source_given, target_given,
        cell_place, cell_forward, cell_backward, background)

   `order` and `number` as number_pairs writes them; `place` says where each distinct pair stands in the lexicon, -1
   where it does not, and `forward` and `backward` what that gives to it. Each token has a stem (`source`, `target`)
   and a stem of its row; a pair of them has the cell `line` and `within` together. Written, where all was 0: what the
   pairs give to the pairs of the lexicon, to stems, to stems of rows and to cells, and the place of each cell. */
PyObject *give(PyObject *self, PyObject *args) {
    Arrays arrays;
    double background;
    (void)self;
    if (!take(&arrays, args, of_give, OF_GIVE, "d", &background)) return done(&arrays, 0);
    int64_t sources = arrays.items[SOURCE], targets = arrays.items[TARGET], known = arrays.items[FORWARD];
    char *met = NULL;
    int well = has_items(&arrays, ORDER, sources) && all_below(&arrays, ORDER, sources) &&
               has_items(&arrays, BACKWARD, known) && has_items(&arrays, GIVEN_FORWARD, known) &&
               has_items(&arrays, GIVEN_BACKWARD, known) &&
               is_side(&arrays, SOURCE, SOURCE_ROW, LINE, SOURCE_TOTALS, SOURCE_GIVEN) &&
               is_side(&arrays, TARGET, TARGET_ROW, WITHIN, TARGET_TOTALS, TARGET_GIVEN) &&
               has_items(&arrays, CELL_FORWARD, arrays.items[CELL_PLACE]) &&
               has_items(&arrays, CELL_BACKWARD, arrays.items[CELL_PLACE]) && are_places(&arrays, known) &&
               (met = working(&arrays, sources, 1)) != NULL;
    Giving g = {
        .sources = sources, .order = arrays.at[ORDER], .offsets = arrays.at[TARGET_OFFSETS],
        .number = arrays.at[NUMBER], .place = arrays.at[PLACE], .forward = arrays.at[FORWARD],
        .backward = arrays.at[BACKWARD],
    };
    for (int64_t i = 0; well && i < sources; i++)
        if (met[g.order[i]]++) well = unfit(&arrays, ORDER, "names a token twice");
    well = well && (g.bead = beads_of(&arrays, sources, targets)) && (g.source_sum = working(&arrays, sources, 8)) &&
           (g.target_sum = working(&arrays, targets, 8));
    if (well) {
        Py_BEGIN_ALLOW_THREADS
        sum_up(&g, targets, background);
        give_all(&g, &arrays);
        Py_END_ALLOW_THREADS
    }
    return done(&arrays, well);
}
