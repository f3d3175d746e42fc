/* Links between the words of candidate beads (tmx/align/links.py). */

#include "loops.h"

enum {
    OUR_BASE, OUR_POSITION, OUR_ZONE, OUR_RELATIVE, OUR_UP, OUR_DOWN, THEIR_BASE, THEIR_BEGIN, THEIR_ZONE,
    THEIR_RELATIVE, THEIR_UP, THEIR_DOWN, OFFSETS, TARGET, STRENGTH, LINK_WORTH, OURS, THEIRS, OF_COMPETE
};
static const Wanted of_compete[] = {
    {"our_base", 'q'}, {"our_position", 'q'}, {"our_zone", 'q'}, {"our_relative", 'd'}, {"our_up", 'd'},
    {"our_down", 'd'}, {"their_base", 'q'}, {"their_begin", 'q'}, {"their_zone", 'q'}, {"their_relative", 'd'},
    {"their_up", 'd'}, {"their_down", 'd'}, {"link_offsets", 'q'}, {"link_target", 'q'}, {"link_strength", 'd'},
    {"link_worth", 'd'}, {"ours", 'D'}, {"theirs", 'D'},
};

/* What is found of each stem of a side: rows of as many items as the side has stems. */
enum { LINKED, LEAKING, APART, WORTH, FOUND };

/* A possible link of a bead, between stem `one` of ours and stem `other` of theirs; which of the text's links it is. */
typedef struct {
    int64_t one, other, number;
} Link;

/* Where a link stands in the order of the links' values. */
typedef struct {
    double value;
    int64_t at;
} Rank;

/* Sort by value, the highest first; equals stay in their order. `space` is of the same size. */
static void sort_ranks(Rank *ranks, int64_t count, Rank *space) {
    if (count <= 8) {
        for (int64_t i = 1; i < count; i++) {
            Rank rank = ranks[i];
            int64_t to = i;
            for (; to > 0 && ranks[to - 1].value < rank.value; to--) ranks[to] = ranks[to - 1];
            ranks[to] = rank;
        }
        return;
    }
    int64_t half = count / 2, one = 0, other = half;
    sort_ranks(ranks, half, space);
    sort_ranks(ranks + half, count - half, space);
    memcpy(space, ranks, (size_t)count * sizeof(Rank));
    for (int64_t to = 0; to < count; to++) {
        int first = other == count || (one < half && space[one].value >= space[other].value);
        ranks[to] = space[first ? one++ : other++];
    }
}

/* The windows of all beads, as they are worked through. */
typedef struct {
    const Arrays *arrays;
    double distance, sure; /* what distance takes from a strength, and the strength that is beyond doubt */
    Link *links;
    Rank *ranks, *space;
    char *taken_ours, *taken_theirs;
    int64_t met; /* links, over all beads */
} Contest;

/* The possible links of a bead into `links`; what the partners inside the bead are worth is summed up. How many. */
static int64_t gather(Contest *contest, int64_t bead) {
    const Arrays *arrays = contest->arrays;
    const int64_t *base = arrays->at[OUR_BASE], *position = arrays->at[OUR_POSITION], *zone = arrays->at[OUR_ZONE];
    const int64_t *their_base = arrays->at[THEIR_BASE], *their_zone = arrays->at[THEIR_ZONE];
    const int64_t *offsets = arrays->at[OFFSETS], *target = arrays->at[TARGET];
    const double *relative = arrays->at[OUR_RELATIVE], *their_relative = arrays->at[THEIR_RELATIVE];
    const double *up = arrays->at[OUR_UP], *down = arrays->at[OUR_DOWN], *strength = arrays->at[STRENGTH];
    const double *their_up = arrays->at[THEIR_UP], *their_down = arrays->at[THEIR_DOWN];
    const double *worths = arrays->at[LINK_WORTH];
    double *our_worth = (double *)arrays->at[OURS] + WORTH * arrays->items[OUR_POSITION];
    double *their_worth = (double *)arrays->at[THEIRS] + WORTH * arrays->items[THEIR_ZONE];
    int64_t begin = ((const int64_t *)arrays->at[THEIR_BEGIN])[bead], from = their_base[bead], count = 0;
    uint64_t size = (uint64_t)(their_base[bead + 1] - from);
    for (int64_t p = base[bead]; p < base[bead + 1]; p++)
        for (int64_t e = offsets[position[p]]; e < offsets[position[p] + 1]; e++) {
            uint64_t place = (uint64_t)target[e] - (uint64_t)begin; /* very high where it stands before */
            if (place >= size) continue;
            int64_t other = from + (int64_t)place;
            double apart = fabs(relative[p] - their_relative[other]);
            /* Of equals the earlier one wins. */
            double value = strength[e] - contest->distance * apart - (double)contest->met++ * 1e-9;
            contest->ranks[count] = (Rank){value, count};
            contest->links[count++] = (Link){p, other, e};
            if (zone[p] || their_zone[other]) continue;
            double before = up[p] * their_down[other], behind = down[p] * their_up[other];
            double worth = worths[e] * (before < behind ? before : behind);
            our_worth[p] += worth;
            their_worth[other] += worth;
        }
    return count;
}

/* Whether neither stem of a link is taken yet; then they are. */
static inline int claim(Contest *contest, const Link *link) {
    if (contest->taken_ours[link->one] || contest->taken_theirs[link->other]) return 0;
    return contest->taken_ours[link->one] = contest->taken_theirs[link->other] = 1;
}

/* How sure a link is, 0 to 1. */
static inline double surely(const Contest *contest, const Link *link) {
    double share = ((const double *)contest->arrays->at[STRENGTH])[link->number] / contest->sure;
    return share < 1.0 ? share : 1.0;
}

/* Take the bead's links, the strongest first, each stem once: those inside, then those that lead out. */
static void settle(Contest *contest, int64_t count) {
    const Arrays *arrays = contest->arrays;
    const int64_t *zone = arrays->at[OUR_ZONE], *their_zone = arrays->at[THEIR_ZONE];
    int64_t ours = arrays->items[OUR_POSITION], theirs = arrays->items[THEIR_ZONE];
    const double *relative = arrays->at[OUR_RELATIVE], *their_relative = arrays->at[THEIR_RELATIVE];
    double *of_ours = arrays->at[OURS], *of_theirs = arrays->at[THEIRS];
    sort_ranks(contest->ranks, count, contest->space);
    for (int64_t i = 0; i < count; i++) {
        const Link *l = &contest->links[contest->ranks[i].at];
        if (zone[l->one] || their_zone[l->other] || !claim(contest, l)) continue;
        of_ours[LINKED * ours + l->one] = of_theirs[LINKED * theirs + l->other] = surely(contest, l);
        of_ours[APART * ours + l->one] = of_theirs[APART * theirs + l->other] =
            fabs(relative[l->one] - their_relative[l->other]);
    }
    /* Outside stems that belong together keep each other from being taken for a leak. */
    for (int64_t i = 0; i < count; i++) {
        const Link *l = &contest->links[contest->ranks[i].at];
        int64_t here = zone[l->one], there = their_zone[l->other];
        if ((!here && !there) || here * there < 0 || !claim(contest, l)) continue;
        if (!here != !there)
            of_ours[LEAKING * ours + l->one] = of_theirs[LEAKING * theirs + l->other] = surely(contest, l);
    }
}

/* Whether the windows and the links fit each other. */
static int fit_to_compete(const Arrays *arrays) {
    int64_t ours = arrays->items[OUR_POSITION], theirs = arrays->items[THEIR_ZONE];
    return are_offsets(arrays, OUR_BASE, ours) && are_offsets(arrays, THEIR_BASE, theirs) &&
           has_items(arrays, THEIR_BASE, arrays->items[OUR_BASE]) &&
           has_items(arrays, THEIR_BEGIN, arrays->items[OUR_BASE] - 1) && has_items(arrays, OUR_ZONE, ours) &&
           has_items(arrays, OUR_RELATIVE, ours) && has_items(arrays, OUR_UP, ours) &&
           has_items(arrays, OUR_DOWN, ours) && has_items(arrays, THEIR_RELATIVE, theirs) &&
           has_items(arrays, THEIR_UP, theirs) && has_items(arrays, THEIR_DOWN, theirs) &&
           has_items(arrays, LINK_WORTH, arrays->items[TARGET]) &&
           has_items(arrays, OURS, FOUND * ours) && has_items(arrays, THEIRS, FOUND * theirs) &&
           are_offsets(arrays, OFFSETS, arrays->items[TARGET]) &&
           has_items(arrays, STRENGTH, arrays->items[TARGET]) &&
           all_below(arrays, OUR_POSITION, arrays->items[OFFSETS] - 1);
}

/* The most links that a bead can have. */
static int64_t most_links(const Arrays *arrays) {
    const int64_t *base = arrays->at[OUR_BASE], *position = arrays->at[OUR_POSITION], *offsets = arrays->at[OFFSETS];
    int64_t most = 0;
    for (int64_t bead = 0; bead + 1 < arrays->items[OUR_BASE]; bead++) {
        int64_t count = 0;
        for (int64_t p = base[bead]; p < base[bead + 1]; p++) count += offsets[position[p] + 1] - offsets[position[p]];
        if (count > most) most = count;
    }
    return most;
}

/* compete(our_base, our_position, our_zone, our_relative, our_up, our_down, their_base, their_begin, their_zone,
           their_relative, their_up, their_down, link_offsets, link_target, link_strength, link_worth, ours, theirs,
           distance, sure)

   The windows of candidate beads on either side (their bases with one more at the end) and the links of the text;
   `ours` and `theirs`, zeros beforehand, are rows of what is found of the stems: linked, leaking, apart, worth. */
PyObject *compete(PyObject *self, PyObject *args) {
    Arrays arrays;
    Contest contest = {.arrays = &arrays};
    (void)self;
    if (!take(&arrays, args, of_compete, OF_COMPETE, "dd", &contest.distance, &contest.sure) ||
        !fit_to_compete(&arrays) || !(contest.links = working(&arrays, most_links(&arrays), sizeof(Link))) ||
        !(contest.ranks = working(&arrays, most_links(&arrays), sizeof(Rank))) ||
        !(contest.space = working(&arrays, most_links(&arrays), sizeof(Rank))) ||
        !(contest.taken_ours = working(&arrays, arrays.items[OUR_POSITION], 1)) ||
        !(contest.taken_theirs = working(&arrays, arrays.items[THEIR_ZONE], 1)))
        return done(&arrays, 0);
    Py_BEGIN_ALLOW_THREADS
    for (int64_t bead = 0; bead + 1 < arrays.items[OUR_BASE]; bead++) settle(&contest, gather(&contest, bead));
    Py_END_ALLOW_THREADS
    return done(&arrays, 1);
}

enum {
    P_SOURCE, P_SOURCE_OFFSETS, P_TARGET, P_TARGET_OFFSETS, LOW, HIGH, TABLE, PARTNER, TABLE_STRENGTH, LINK_OFFSETS,
    PLACES, LINK_STRENGTH
};
static const Wanted of_place_links[] = {
    {"source", 'q'}, {"source_offsets", 'q'}, {"target", 'q'}, {"target_offsets", 'q'}, {"low", 'q'}, {"high", 'q'},
    {"table_offsets", 'q'}, {"table_target", 'q'}, {"table_strength", 'd'}, {"offsets", 'Q'}, {"places", 'Q'},
    {"strength", 'D'},
};

/* Where each target stem below `vocabulary` stands. */
typedef struct {
    Index index;
    int64_t vocabulary;
} Stands;

static int find_stands(Stands *stands, Arrays *arrays) {
    const int64_t *target = arrays->at[P_TARGET];
    int64_t size = arrays->items[P_TARGET];
    for (int64_t i = 0; i < size; i++) {
        if (target[i] < 0 || target[i] >= INT32_MAX) return unfit(arrays, P_TARGET, "holds what is no stem");
        if (target[i] >= stands->vocabulary) stands->vocabulary = target[i] + 1;
    }
    return make_index(&stands->index, arrays, target, size, stands->vocabulary, NULL);
}

/* The first place of target stem `stem` that is not before `from`: the number of it. */
static inline int64_t first_from(const Stands *stands, int64_t stem, int64_t from) {
    int64_t low = stands->index.first[stem], high = stands->index.first[stem + 1];
    while (low < high) {
        int64_t middle = low + (high - low) / 2;
        if (stands->index.place[middle] < from)
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

/* The links of a source stem with the target places `from` to `to`, from number `count` on; the number after them. */
static int64_t place_stem(const Arrays *arrays, const Stands *stands, int64_t stem, int64_t from, int64_t to,
                          int64_t count) {
    const int64_t *table = arrays->at[TABLE], *partner = arrays->at[PARTNER];
    const double *table_strength = arrays->at[TABLE_STRENGTH];
    int64_t *places = arrays->at[PLACES], room = arrays->items[PLACES];
    double *strength = arrays->at[LINK_STRENGTH];
    for (int64_t e = table[stem]; e < table[stem + 1]; e++) {
        if ((uint64_t)partner[e] >= (uint64_t)stands->vocabulary) continue;
        int64_t end = stands->index.first[partner[e] + 1];
        for (int64_t at = first_from(stands, partner[e], from); at < end && stands->index.place[at] < to; at++) {
            if (count < room) {
                places[count] = stands->index.place[at];
                strength[count] = table_strength[e];
            }
            count++;
        }
    }
    return count;
}

/* Whether the texts, the table and what is wanted of them fit each other. */
static int fit_to_place(const Arrays *arrays) {
    int64_t rows = arrays->items[P_SOURCE_OFFSETS] - 1, columns = arrays->items[P_TARGET_OFFSETS] - 1;
    const int64_t *low = arrays->at[LOW], *high = arrays->at[HIGH];
    if (!are_offsets(arrays, P_SOURCE_OFFSETS, arrays->items[P_SOURCE]) ||
        !are_offsets(arrays, P_TARGET_OFFSETS, arrays->items[P_TARGET]) || !has_items(arrays, LOW, rows) ||
        !has_items(arrays, HIGH, rows) || !are_offsets(arrays, TABLE, arrays->items[PARTNER]) ||
        !has_items(arrays, TABLE_STRENGTH, arrays->items[PARTNER]) ||
        !all_below(arrays, P_SOURCE, arrays->items[TABLE] - 1) ||
        !has_items(arrays, LINK_OFFSETS, arrays->items[P_SOURCE] + 1) ||
        !has_items(arrays, LINK_STRENGTH, arrays->items[PLACES]))
        return 0;
    for (int64_t r = 0; r < rows; r++)
        if (low[r] < high[r] && (low[r] < 0 || high[r] > columns)) return unfit(arrays, HIGH, "reaches too far");
    return 1;
}

/* place_links(source, source_offsets, target, target_offsets, low, high, table_offsets, table_target, table_strength,
               offsets, places, strength) -> how many links there are

   The possible links of a text: of source sentence `i` with the target sentences low[i] to high[i]. `offsets` for each
   source stem and one more, `places` in the target and `strength` are written where they have room for all; where
   `places` is empty, the links are only counted. */
PyObject *place_links(PyObject *self, PyObject *args) {
    Arrays arrays;
    Stands stands = {{NULL, NULL}, 0};
    int64_t count = 0;
    (void)self;
    if (!take(&arrays, args, of_place_links, 12, "") || !fit_to_place(&arrays) || !find_stands(&stands, &arrays))
        return done(&arrays, 0);
    const int64_t *source = arrays.at[P_SOURCE], *offsets = arrays.at[P_SOURCE_OFFSETS];
    const int64_t *target_offsets = arrays.at[P_TARGET_OFFSETS], *low = arrays.at[LOW], *high = arrays.at[HIGH];
    int64_t *links = arrays.at[LINK_OFFSETS];
    Py_BEGIN_ALLOW_THREADS
    memset(links, 0, (size_t)arrays.items[LINK_OFFSETS] * 8);
    for (int64_t r = 0; r + 1 < arrays.items[P_SOURCE_OFFSETS]; r++)
        for (int64_t i = offsets[r]; i < offsets[r + 1]; i++) {
            links[i] = count;
            if (low[r] < high[r])
                count = place_stem(&arrays, &stands, source[i], target_offsets[low[r]], target_offsets[high[r]], count);
        }
    links[arrays.items[P_SOURCE]] = count;
    Py_END_ALLOW_THREADS
    let_go(&arrays);
    return PyLong_FromLongLong(count);
}
