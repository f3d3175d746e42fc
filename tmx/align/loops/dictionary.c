/* Words looked up in a dictionary as it stands in its file (tmx/align/seeds.py). */

#include "loops.h"

enum { TEXT, BEGINNINGS, BEGINNING_OFFSETS, WORDS, WORD_OFFSETS, AT, TO, WEIGHT };
static const Wanted of_look_up[] = {
    {"text", 'b'}, {"beginnings", 'b'}, {"beginning_offsets", 'q'}, {"words", 'b'}, {"word_offsets", 'q'}, {"at", 'Q'},
    {"to", 'Q'}, {"weight", 'D'},
};

typedef struct {
    const char *from, *to;
} Piece;

static inline int64_t length_of(Piece piece) {
    return piece.to - piece.from;
}

/* Piece number `i` of array `which`, cut where the offsets in the array after it say. */
static inline Piece piece_of(const Arrays *arrays, int which, int64_t i) {
    const char *text = arrays->at[which];
    const int64_t *offsets = arrays->at[which + 1];
    return (Piece){text + offsets[i], text + offsets[i + 1]};
}

/* The line that begins at `from`, without its end. */
static inline Piece line_from(Piece text, const char *from) {
    const char *end = memchr(from, '\n', (size_t)(text.to - from));
    return (Piece){from, end ? end : text.to};
}

/* Below 0, 0 or above where `line` comes before all that begin with `beginning`, is one of them, or comes after. */
static int compare(Piece line, Piece beginning) {
    int64_t size = length_of(line) < length_of(beginning) ? length_of(line) : length_of(beginning);
    int order = memcmp(line.from, beginning.from, (size_t)size);
    return order ? order : length_of(line) < length_of(beginning) ? -1 : 0;
}

/* Where the first line that does not come before `beginning` begins; the lines of `text` are in order. */
static const char *find_first(Piece text, Piece beginning) {
    const char *low = text.from, *high = text.to; /* both where a line begins, or at the end */
    while (low < high) {
        const char *middle = low + (high - low) / 2;
        while (middle > low && middle[-1] != '\n') middle--;
        Piece line = line_from(text, middle);
        if (compare(line, beginning) < 0)
            low = line.to < text.to ? line.to + 1 : text.to;
        else
            high = middle;
    }
    return low;
}

/* The words of the other language, found by what they are: open addressing, -1 where no word is. */
typedef struct {
    int64_t *slots;
    uint64_t mask;
} Table;

static uint64_t hash(Piece word) {
    uint64_t value = 14695981039346656037u; /* FNV-1a */
    for (const char *c = word.from; c < word.to; c++) value = (value ^ (unsigned char)*c) * 1099511628211u;
    return value ^ (value >> 29);
}

static inline int64_t *slot_of(const Table *table, const Arrays *arrays, Piece word) {
    for (uint64_t at = hash(word) & table->mask;; at = (at + 1) & table->mask) {
        int64_t number = table->slots[at];
        if (number < 0) return &table->slots[at];
        Piece there = piece_of(arrays, WORDS, number);
        if (length_of(there) == length_of(word) && !memcmp(there.from, word.from, (size_t)length_of(word)))
            return &table->slots[at];
    }
}

/* Whether the offsets after array `which` cut all of it into pieces. */
static int are_pieces(const Arrays *arrays, int which) {
    const int64_t *offsets = arrays->at[which + 1];
    if (!are_offsets(arrays, which + 1, arrays->items[which])) return 0;
    if (offsets[0] || offsets[arrays->items[which + 1] - 1] != arrays->items[which])
        return unfit(arrays, which + 1, "leaves something out");
    return 1;
}

static int make_table(Table *table, Arrays *arrays) {
    int64_t words = arrays->items[WORD_OFFSETS] - 1, size = 16;
    while (size < 2 * words) size *= 2;
    if (!(table->slots = working(arrays, size, 8))) return 0;
    memset(table->slots, -1, (size_t)size * 8);
    table->mask = (uint64_t)size - 1;
    for (int64_t i = 0; i < words; i++) *slot_of(table, arrays, piece_of(arrays, WORDS, i)) = i;
    return 1;
}

/* A number as it is written in the file, digits with a point among them or not; -1 where it is something else. Digits
   and power are whole numbers that a double holds, so that their quotient is rounded once, as Python does it. */
static double number_in(Piece text) {
    int64_t digits = 0, power = 1;
    int point = 0;
    if (length_of(text) < 1 || length_of(text) > 15) return -1.0;
    for (const char *c = text.from; c < text.to; c++) {
        if (*c == '.' && !point++) continue;
        if (*c < '0' || *c > '9') return -1.0;
        digits = 10 * digits + (*c - '0');
        if (point) power *= 10;
    }
    return (double)digits / (double)power;
}

/* A line's entry: the word of the other language, cut at `longest` letters, and the weight. Below 0: there is none. */
static double read_entry(Piece line, int64_t longest, Piece *word) {
    const char *first = memchr(line.from, '\t', (size_t)length_of(line));
    const char *second = first ? memchr(first + 1, '\t', (size_t)(line.to - first - 1)) : NULL;
    if (!second) return -1.0;
    *word = (Piece){first + 1, second - first - 1 > longest ? first + 1 + longest : second};
    return number_in((Piece){second + 1, line.to});
}

/* look_up(text, beginnings, beginning_offsets, words, word_offsets, at, to, weight, longest) -> how many entries

   Of each line of `text` (word, tab, word, tab, weight; in the order of their bytes) that begins with one of the
   `beginnings`, and whose second word, cut at `longest` bytes, is one of `words`: which beginning, which word, and the
   weight, as far as there is room. */
PyObject *look_up(PyObject *self, PyObject *args) {
    Arrays arrays;
    Table table;
    long long longest;
    int64_t count = 0;
    (void)self;
    if (!take(&arrays, args, of_look_up, 8, "L", &longest) ||
        !are_pieces(&arrays, BEGINNINGS) || !are_pieces(&arrays, WORDS) || !has_items(&arrays, TO, arrays.items[AT]) ||
        !has_items(&arrays, WEIGHT, arrays.items[AT]) || !make_table(&table, &arrays))
        return done(&arrays, 0);
    const char *begin = arrays.at[TEXT];
    Piece text = {begin, begin + arrays.items[TEXT]}, word;
    int64_t *at = arrays.at[AT], *to = arrays.at[TO];
    double *weight = arrays.at[WEIGHT];
    Py_BEGIN_ALLOW_THREADS
    for (int64_t i = 0; i + 1 < arrays.items[BEGINNING_OFFSETS]; i++) {
        Piece beginning = piece_of(&arrays, BEGINNINGS, i);
        for (const char *place = find_first(text, beginning); place < text.to;) {
            Piece line = line_from(text, place);
            if (compare(line, beginning)) break;
            place = line.to < text.to ? line.to + 1 : text.to;
            double value = read_entry(line, longest, &word);
            int64_t number = value < 0.0 ? -1 : *slot_of(&table, &arrays, word);
            if (number < 0) continue;
            if (count < arrays.items[AT]) {
                at[count] = i;
                to[count] = number;
                weight[count] = value;
            }
            count++;
        }
    }
    Py_END_ALLOW_THREADS
    let_go(&arrays);
    return PyLong_FromLongLong(count);
}
