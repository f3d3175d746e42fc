/* The way through candidate beads (tmx/align/rescoring.py). */

#include "loops.h"

static double log_add(double one, double other) {
    if (one < other) {
        double less = one;
        one = other;
        other = less;
    }
    return other == -INFINITY ? one : one + log1p(exp(other - one));
}

/* A graph of candidate beads: edges between cells, in the order of where they end, each to a later cell. */
typedef struct {
    const int64_t *begin, *end;
    const double *values;
    int64_t edges, cells;
} Graph;

enum { BEGIN, END, VALUES, INTO };

/* The graph of a call whose first arrays are begin, end and what edges are worth. */
static int read_graph(Graph *graph, const Arrays *arrays, int64_t cells) {
    *graph = (Graph){arrays->at[BEGIN], arrays->at[END], arrays->at[VALUES], arrays->items[BEGIN], cells};
    if (cells < 1) return unfit(arrays, BEGIN, "is of no graph");
    return has_items(arrays, END, graph->edges) && has_items(arrays, VALUES, graph->edges) &&
           all_below(arrays, BEGIN, cells) && all_below(arrays, END, cells);
}

/* The probability of each edge, by forward-backward. */
static void weigh(const Graph *g, double *ahead, double *back, double *chances) {
    for (int64_t c = 0; c < g->cells; c++) ahead[c] = back[c] = -INFINITY;
    ahead[0] = back[g->cells - 1] = 0.0;
    for (int64_t e = 0; e < g->edges; e++)
        ahead[g->end[e]] = log_add(ahead[g->end[e]], ahead[g->begin[e]] + g->values[e]);
    /* Backwards every edge out of a cell has been seen before those into it. */
    for (int64_t e = g->edges - 1; e >= 0; e--)
        back[g->begin[e]] = log_add(back[g->begin[e]], back[g->end[e]] + g->values[e]);
    double whole = ahead[g->cells - 1];
    for (int64_t e = 0; e < g->edges; e++) {
        double value = ahead[g->begin[e]] + g->values[e] + back[g->end[e]] - whole;
        chances[e] = exp(value < 0.0 ? value : 0.0);
    }
}

static const Wanted of_chances[] = {{"begin", 'q'}, {"end", 'q'}, {"scores", 'd'}, {"chances", 'D'}};

/* graph_chances(begin, end, scores, chances, cells): the probability of each edge of a graph of candidate beads. */
PyObject *graph_chances(PyObject *self, PyObject *args) {
    Arrays arrays;
    Graph graph;
    long long cells;
    double *ahead = NULL, *back = NULL;
    (void)self;
    if (!take(&arrays, args, of_chances, 4, "L", &cells) || !read_graph(&graph, &arrays, cells) ||
        !has_items(&arrays, INTO, graph.edges) || !(ahead = working(&arrays, cells, 8)) ||
        !(back = working(&arrays, cells, 8)))
        return done(&arrays, 0);
    Py_BEGIN_ALLOW_THREADS
    weigh(&graph, ahead, back, arrays.at[INTO]);
    Py_END_ALLOW_THREADS
    return done(&arrays, 1);
}

static const Wanted of_best[] = {{"begin", 'q'}, {"end", 'q'}, {"gains", 'd'}, {"into", 'Q'}};

/* graph_best(begin, end, gains, into, cells): for each cell the edge by which the way of the highest sum comes there.

   `into` has -1 where none does; of equal ways the first. */
PyObject *graph_best(PyObject *self, PyObject *args) {
    Arrays arrays;
    Graph graph;
    long long cells;
    double *best = NULL;
    (void)self;
    if (!take(&arrays, args, of_best, 4, "L", &cells) || !read_graph(&graph, &arrays, cells) ||
        !has_items(&arrays, INTO, cells) || !(best = working(&arrays, cells, 8)))
        return done(&arrays, 0);
    int64_t *into = arrays.at[INTO];
    for (int64_t c = 0; c < cells; c++) {
        best[c] = c ? -INFINITY : 0.0;
        into[c] = -1;
    }
    for (int64_t e = 0; e < graph.edges; e++) {
        double value = best[graph.begin[e]] + graph.values[e];
        if (value > best[graph.end[e]]) {
            best[graph.end[e]] = value;
            into[graph.end[e]] = e;
        }
    }
    return done(&arrays, 1);
}
