"""Learning the weights of the aligner's second stage.

The objective is the expected reward of the beads (1 for a gold bead, less for a gold bead without counterpart, minus a
cost), with some likelihood and a penalty on the distance from the first stage; by L-BFGS.
"""

import itertools
from collections.abc import Callable, Sequence

import numpy as np
from aligner_samples import Sample, cut_levels, gold_candidates
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from tmx.align.features import FEATURES

__all__ = ["minimize", "train"]

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

NULL_REWARD, COST = 0.5, 0.3
DISTURBED = 0.5  # what a disturbed set weighs beside the set itself
STRANGE = 0.125  # the same of texts of which less is known than usual: in their own letters, or without a lexicon


class _Level(Struct, frozen=True):
    """Edges ``first`` to ``last`` of an order, and of those that share a node the first one and the node."""

    first: int
    last: int
    groups: Ids
    nodes: Ids
    sizes: Ids


class Chart(Struct, frozen=True):
    """All samples as one graph whose edges are candidates; nodes are numbered.

    A text is cut where every way leads through one node: the pieces do not depend on each other.
    """

    features: Floats
    begin: Ids
    end: Ids
    forward: tuple[Ids, list[_Level]]  # edges by the level in which they end, and there by their node
    backward: tuple[Ids, list[_Level]]  # by the level in which they begin, last level first
    starts: Ids
    ends: Ids
    piece: Ids  # of each edge
    reward: Floats
    golden: Ids  # edges of the ways that agree with the gold; all edges of a piece where none does
    golden_forward: tuple[Ids, list[_Level]]
    golden_backward: tuple[Ids, list[_Level]]
    weight: Floats  # of each piece
    nodes: int


class _Part(Struct, frozen=True):
    """A sample's share of a chart: its edges, with nodes and pieces numbered from 0."""

    features: Floats
    begin: Ids
    end: Ids
    base: Ids  # the level in which an edge begins, within its piece
    level: Ids  # the level in which it ends
    piece: Ids
    reward: Floats
    golden: NDArray[np.bool_]
    starts: Ids
    ends: Ids
    nodes: int


def _part(sample: Sample) -> _Part:
    beads = sample.draft.beads
    cuts = cut_levels(beads)
    pieces = len(cuts) - 1
    begin_row, begin_column = beads.row - beads.source, beads.column - beads.target
    piece = np.searchsorted(cuts, begin_row + begin_column, side="right") - 1
    cells = np.concatenate([begin_row * 1_000_000 + begin_column, beads.row * 1_000_000 + beads.column])
    keys, numbers = np.unique(cells, return_inverse=True)
    begin, end = numbers[: len(piece)], numbers[len(piece) :]
    base = begin_row + begin_column - cuts[piece]
    # A cut is the end of one piece and the start of the next: it becomes two nodes.
    node_at = dict(zip((keys // 1_000_000 + keys % 1_000_000).tolist(), range(len(keys)), strict=True))
    ends = np.array([node_at[level] for level in cuts[1:].tolist()], dtype=np.int64)
    starts = len(keys) + np.arange(pieces)
    is_gold = gold_candidates(sample)
    null = (beads.source == 0) | (beads.target == 0)
    begin = np.where(base == 0, starts[piece], begin)
    return _Part(
        sample.draft.features.astype(np.float64),
        begin,
        end,
        base,
        base + beads.source + beads.target,
        piece,
        (is_gold * np.where(null, NULL_REWARD, 1.0) - COST).astype(np.float64),
        is_gold | ~_whole(begin, end, is_gold, starts, ends)[piece],
        starts,
        ends,
        len(keys) + pieces,
    )


def _whole(begin: Ids, end: Ids, gold: NDArray[np.bool_], starts: Ids, ends: Ids) -> NDArray[np.bool_]:
    """Through which pieces a way leads that agrees with the gold."""
    reached = set(starts.tolist())
    # Candidates are sorted by where they end.
    for number in np.flatnonzero(gold).tolist():
        if begin[number] in reached:
            reached.add(int(end[number]))
    return np.array([node in reached for node in ends.tolist()], dtype=np.bool_)


def _chart(samples: Sequence[Sample], shares: dict[tuple[str, str], float]) -> Chart:
    """The graph of ``samples``, each set and mode with its share of the weight."""
    parts = [_part(sample) for sample in samples]
    nodes = np.cumsum([0, *(part.nodes for part in parts)])
    pieces = np.cumsum([0, *(len(part.starts) for part in parts)])
    shifted = list(zip(parts, nodes.tolist(), pieces.tolist(), strict=False))
    begin = np.concatenate([part.begin + node for part, node, _ in shifted])
    end = np.concatenate([part.end + node for part, node, _ in shifted])
    base, level = (np.concatenate([getattr(part, name) for part in parts]) for name in ("base", "level"))
    golden = np.flatnonzero(np.concatenate([part.golden for part in parts]))
    every = np.arange(len(begin))
    return Chart(
        np.concatenate([part.features for part in parts]),
        begin,
        end,
        _levels(every, level, end),
        _levels(every, -base, begin),
        np.concatenate([part.starts + node for part, node, _ in shifted]),
        np.concatenate([part.ends + node for part, node, _ in shifted]),
        np.concatenate([part.piece + piece for part, _, piece in shifted]),
        np.concatenate([part.reward for part in parts]),
        golden,
        _levels(golden, level, end),
        _levels(golden, -base, begin),
        np.concatenate([np.full(len(p.starts), shares[s.set, s.mode]) for p, s in zip(parts, samples, strict=True)]),
        int(nodes[-1]),
    )


def _levels(edges: Ids, level: Ids, node: Ids) -> tuple[Ids, list[_Level]]:
    """``edges`` sorted by level and node, and where the levels and nodes begin."""
    order = edges[np.lexsort((node[edges], level[edges]))]
    levels, nodes = level[order], node[order]
    new = np.flatnonzero(np.concatenate([[True], (levels[1:] != levels[:-1]) | (nodes[1:] != nodes[:-1])]))
    turns = np.flatnonzero(np.concatenate([[True], levels[1:] != levels[:-1], [True]])).tolist()
    result = []
    for first, last in itertools.pairwise(turns):
        groups = new[(new >= first) & (new < last)]
        result.append(_Level(first, last, groups - first, nodes[groups], np.diff(np.concatenate([groups, [last]]))))
    return order, result


def _pass(
    ways: tuple[Ids, list[_Level]], come_from: Ids, at: Ids, scores: Floats, rewards: Floats, nodes: int
) -> tuple[Floats, Floats]:
    """Log sums over all ways to each node from the nodes ``at``, and their mean rewards."""
    order, levels = ways
    logs, means = np.full(nodes, -1e9), np.zeros(nodes)
    logs[at] = 0.0
    origin, score, reward = come_from[order], scores[order], rewards[order]
    for level in levels:
        here = slice(level.first, level.last)
        values = logs[origin[here]] + score[here]
        highest = np.maximum.reduceat(values, level.groups)
        strength = np.exp(values - np.repeat(highest, level.sizes))
        total = np.add.reduceat(strength, level.groups)
        gains = strength * (means[origin[here]] + reward[here])
        logs[level.nodes] = highest + np.log(total)
        means[level.nodes] = np.add.reduceat(gains, level.groups) / total
    return logs, means


def _objective(graph: Chart, weights: Floats, likelihood: float) -> tuple[float, Floats]:
    """Minus (expected reward + ``likelihood`` times log likelihood), and its gradient.

    The likelihood is that of all ways that agree with the gold: a sentence without counterpart may stand at several
    places.
    """
    scores = graph.features @ weights
    ahead = _pass(graph.forward, graph.begin, graph.starts, scores, graph.reward, graph.nodes)
    back = _pass(graph.backward, graph.end, graph.ends, scores, graph.reward, graph.nodes)
    whole, expected = ahead[0][graph.ends], ahead[1][graph.ends]
    logs = ahead[0][graph.begin] + scores + back[0][graph.end] - whole[graph.piece]
    chances = np.exp(np.minimum(logs, 0.0))
    through = ahead[1][graph.begin] + graph.reward + back[1][graph.end] - expected[graph.piece]
    shares = graph.weight[graph.piece]
    gradient = shares * chances * (through - likelihood)
    value = float(graph.weight @ expected)
    ahead = _pass(graph.golden_forward, graph.begin, graph.starts, scores, graph.reward, graph.nodes)
    back = _pass(graph.golden_backward, graph.end, graph.ends, scores, graph.reward, graph.nodes)
    right, edges = ahead[0][graph.ends], graph.golden
    value += likelihood * float(graph.weight @ (right - whole))
    logs = ahead[0][graph.begin[edges]] + scores[edges] + back[0][graph.end[edges]] - right[graph.piece[edges]]
    gradient[edges] += likelihood * shares[edges] * np.exp(np.minimum(logs, 0.0))
    return -value, -(graph.features.T @ gradient)


def minimize(
    function: Callable[[Floats], tuple[float, Floats]], start: Floats, rounds: int, memory: int = 10
) -> Floats:
    """L-BFGS (Nocedal 1980) with a backtracking line search."""
    at, (value, gradient) = start, function(start)
    steps: list[tuple[Floats, Floats]] = []
    for number in range(rounds):
        direction = gradient.copy()
        scales = []
        for step, change in reversed(steps):
            scale = step @ direction / (step @ change)
            scales.append(scale)
            direction -= scale * change
        if steps:
            step, change = steps[-1]
            direction *= step @ change / (change @ change)
        else:
            direction *= 0.1 / max(float(np.linalg.norm(gradient)), 1e-9)
        for (step, change), scale in zip(steps, reversed(scales), strict=True):
            direction += step * (scale - change @ direction / (step @ change))
        slope, length = float(gradient @ direction), 1.0
        while True:
            there = at - length * direction
            new, slopes = function(there)
            if new <= value - 1e-4 * length * slope or length < 1e-6:
                break
            length /= 2
        step, change = there - at, slopes - gradient
        if step @ change > 1e-10:
            steps = [*steps, (step, change)][-memory:]
        done = abs(value - new) < 1e-6 * max(abs(value), 1.0)
        at, value, gradient = there, new, slopes
        if done and number > 5:
            break
    return at


def train(samples: Sequence[Sample], penalty: float, likelihood: float, rounds: int) -> Floats:
    """Weights of the features as they stand."""
    sizes: dict[tuple[str, str], float] = {}
    modes: dict[str, set[str]] = {}
    for sample in samples:
        key = sample.set, sample.mode
        sizes[key] = sizes.get(key, 0.0) + len(sample.gold)
        modes.setdefault(sample.set, set()).add(sample.mode)
    factors = {s.set: STRANGE if not s.usual else DISTURBED if "+" in s.set else 1.0 for s in samples}
    # Sets weigh as the root of their sizes, so that novels do not drown the news.
    shares = {key: factors[key[0]] * 30.0 / (size**0.5 * len(modes[key[0]])) for key, size in sizes.items()}
    graph = _chart(samples, shares)
    scale = np.sqrt((graph.features**2).mean(axis=0)) + 1e-9
    first = FEATURES.index("first")
    scale[first] = 1.0
    graph = replace(graph, features=graph.features / scale)
    start = np.zeros(len(FEATURES))
    start[first] = 1.0

    def function(weights: Floats, share: float) -> tuple[float, Floats]:
        value, gradient = _objective(graph, weights, share)
        apart = weights - start
        return value + 0.5 * penalty * float(apart @ apart), gradient + penalty * apart

    warm = minimize(lambda weights: function(weights, 1.0), start, rounds // 3)
    weights: Floats = minimize(lambda weights: function(weights, likelihood), warm, rounds) / scale
    return weights
