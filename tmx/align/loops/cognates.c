/* Words that look alike (tmx/align/cognates.py). */

#include "loops.h"

enum { OWNER, FIRST, HOLDERS, HOLDER, OUR_SIZES, THEIR_SIZES, ONE, OTHER, COMMON };
static const Wanted of_shared_groups[] = {
    {"owner", 'q'}, {"first", 'q'}, {"holders", 'q'}, {"holder", 'q'}, {"our_sizes", 'q'}, {"their_sizes", 'q'},
    {"one", 'Q'}, {"other", 'Q'}, {"common", 'Q'},
};

/* How many groups each word of the other side shares with the word at hand, and which ones share any. */
typedef struct {
    int64_t *counts, *words, count;
} Sharers;

static int fit_to_share(const Arrays *arrays) {
    const int64_t *first = arrays->at[FIRST], *holders = arrays->at[HOLDERS];
    int64_t groups = arrays->items[OWNER], room = arrays->items[ONE], all = arrays->items[HOLDER];
    for (int64_t g = 0; g < groups && g < arrays->items[FIRST] && g < arrays->items[HOLDERS]; g++)
        if (first[g] < 0 || holders[g] < 0 || holders[g] > all || first[g] > all - holders[g])
            return unfit(arrays, FIRST, "reaches too far");
    return has_items(arrays, FIRST, groups) && has_items(arrays, HOLDERS, groups) &&
           all_below(arrays, OWNER, arrays->items[OUR_SIZES]) &&
           all_below(arrays, HOLDER, arrays->items[THEIR_SIZES]) && has_items(arrays, OTHER, room) &&
           has_items(arrays, COMMON, room);
}

/* Write the sharers of `word` that share enough, from number `found` on; the number after them. None are left. */
static int64_t report(const Arrays *arrays, Sharers *sharers, int64_t word, int64_t sure, int64_t found) {
    const int64_t *our_sizes = arrays->at[OUR_SIZES], *their_sizes = arrays->at[THEIR_SIZES];
    int64_t *one = arrays->at[ONE], *other = arrays->at[OTHER], *common = arrays->at[COMMON];
    for (int64_t i = 0; i < sharers->count; i++) {
        int64_t with = sharers->words[i], shared = sharers->counts[with];
        sharers->counts[with] = 0;
        int enough = shared >= sure || 4 * shared >= our_sizes[word] + their_sizes[with];
        if (!enough || found >= arrays->items[ONE]) continue;
        one[found] = word;
        other[found] = with;
        common[found++] = shared;
    }
    sharers->count = 0;
    return found;
}

/* shared_groups(owner, first, holders, holder, our_sizes, their_sizes, one, other, common, sure) -> how many pairs

   Words that share letter groups with words of the other side: the groups that an `owner` has stand together, group
   `g` is held by holder[first[g]] to holder[first[g] + holders[g]]. The results have room for every holder. Pairs with
   fewer than `sure` groups in common have to share a quarter of those of both. */
PyObject *shared_groups(PyObject *self, PyObject *args) {
    Arrays arrays;
    Sharers sharers = {.count = 0};
    long long sure, found = 0;
    (void)self;
    if (!take(&arrays, args, of_shared_groups, 9, "L", &sure) || !fit_to_share(&arrays) ||
        !(sharers.counts = working(&arrays, arrays.items[THEIR_SIZES], 8)) ||
        !(sharers.words = working(&arrays, arrays.items[THEIR_SIZES], 8)))
        return done(&arrays, 0);
    const int64_t *owner = arrays.at[OWNER], *first = arrays.at[FIRST], *holders = arrays.at[HOLDERS];
    const int64_t *holder = arrays.at[HOLDER];
    for (int64_t g = 0; g < arrays.items[OWNER]; g++) {
        for (int64_t at = first[g]; at < first[g] + holders[g]; at++)
            if (!sharers.counts[holder[at]]++) sharers.words[sharers.count++] = holder[at];
        if (g + 1 == arrays.items[OWNER] || owner[g + 1] != owner[g])
            found = report(&arrays, &sharers, owner[g], sure, found);
    }
    let_go(&arrays);
    return PyLong_FromLongLong(found);
}
