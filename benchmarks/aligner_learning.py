"""Learning the weights of the aligner's second stage.

The objective is the expected reward of the beads (1 for a gold bead, less for a gold bead without counterpart, minus a
cost), with some likelihood and a penalty on the distance from the first stage; by L-BFGS.
"""

import itertools
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import numpy as np
from aligner_samples import Sample, cut_levels, gold_candidates
from numpy.typing import NDArray

from tmx.align.features import FEATURES

__all__ = ["train"]

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

NULL_REWARD, COST = 0.5, 0.45
DISTURBED = 0.5  # what a disturbed set weighs beside the set itself


@dataclass(frozen=True)
class Chart:
    """All samples as one graph whose edges are candidates; nodes are numbered, edges sorted by the level they end in.

    A text is cut where every way leads through one node: the pieces do not depend on each other.
    """

    features: Floats
    begin: Ids
    end: Ids
    levels: list[tuple[int, int]]  # edges that end in each level, from and to
    backward: list[Ids]  # edges by the level in which they begin, last level first
    starts: Ids
    ends: Ids
    piece: Ids  # of each edge
    reward: Floats
    gold: NDArray[np.bool_]
    whole: NDArray[np.bool_]  # of each piece: all its gold beads are candidates
    weight: Floats  # of each piece
    nodes: int


@dataclass(frozen=True)
class _Part:
    """A sample's share of a chart: its edges, with nodes and pieces numbered from 0."""

    features: Floats
    begin: Ids
    end: Ids
    base: Ids  # the level in which an edge begins, within its piece
    level: Ids  # the level in which it ends
    piece: Ids
    reward: Floats
    gold: NDArray[np.bool_]
    starts: Ids
    ends: Ids
    whole: NDArray[np.bool_]
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
    covered = np.bincount(piece, (beads.source + beads.target) * is_gold, minlength=pieces)
    return _Part(
        sample.draft.features.astype(np.float64),
        np.where(base == 0, starts[piece], begin),
        end,
        base,
        base + beads.source + beads.target,
        piece,
        (is_gold * np.where(null, NULL_REWARD, 1.0) - COST).astype(np.float64),
        is_gold,
        starts,
        ends,
        covered == np.diff(cuts),
        len(keys) + pieces,
    )


def _chart(samples: Sequence[Sample], shares: dict[tuple[str, str], float]) -> Chart:
    """The graph of ``samples``, each set and mode with its share of the weight."""
    parts = [_part(sample) for sample in samples]
    nodes = np.cumsum([0, *(part.nodes for part in parts)])
    pieces = np.cumsum([0, *(len(part.starts) for part in parts)])

    level = np.concatenate([part.level for part in parts])
    order = np.argsort(level, kind="stable")
    level = level[order]
    base = np.concatenate([part.base for part in parts])[order]
    bounds = np.searchsorted(level, np.arange(1, int(level.max()) + 2))
    by_base = np.argsort(base, kind="stable")
    cut = np.searchsorted(base[by_base], np.arange(int(base.max()) + 2))
    shifted = list(zip(parts, nodes.tolist(), pieces.tolist(), strict=False))
    return Chart(
        np.concatenate([part.features for part in parts])[order],
        np.concatenate([part.begin + node for part, node, _ in shifted])[order],
        np.concatenate([part.end + node for part, node, _ in shifted])[order],
        [(int(a), int(b)) for a, b in itertools.pairwise(bounds)],
        [by_base[a:b] for a, b in itertools.pairwise(cut)][::-1],
        np.concatenate([part.starts + node for part, node, _ in shifted]),
        np.concatenate([part.ends + node for part, node, _ in shifted]),
        np.concatenate([part.piece + piece for part, _, piece in shifted])[order],
        np.concatenate([part.reward for part in parts])[order],
        np.concatenate([part.gold for part in parts])[order],
        np.concatenate([part.whole for part in parts]),
        np.concatenate([np.full(len(p.starts), shares[s.set, s.mode]) for p, s in zip(parts, samples, strict=True)]),
        int(nodes[-1]),
    )


def _spread(node: Ids, values: Floats, rewards: Floats, into: tuple[Floats, Floats]) -> None:
    """Log sums and mean rewards of the edges at each node, added to ``into``."""
    nodes, which = np.unique(node, return_inverse=True)
    highest = np.full(len(nodes), -np.inf)
    np.maximum.at(highest, which, values)
    strength = np.exp(values - highest[which])
    total = np.bincount(which, strength)
    into[0][nodes] = highest + np.log(total)
    into[1][nodes] = np.bincount(which, strength * rewards) / total


def _objective(graph: Chart, weights: Floats, likelihood: float) -> tuple[float, Floats]:
    """Minus (expected reward + ``likelihood`` times log likelihood), and its gradient."""
    scores = graph.features @ weights
    ahead = np.full(graph.nodes, -1e9), np.zeros(graph.nodes)
    ahead[0][graph.starts] = 0.0
    for first, last in graph.levels:
        if last > first:
            begin = graph.begin[first:last]
            values = ahead[0][begin] + scores[first:last]
            _spread(graph.end[first:last], values, ahead[1][begin] + graph.reward[first:last], ahead)
    back = np.full(graph.nodes, -1e9), np.zeros(graph.nodes)
    back[0][graph.ends] = 0.0
    for edges in graph.backward:
        if len(edges):
            end = graph.end[edges]
            _spread(graph.begin[edges], back[0][end] + scores[edges], back[1][end] + graph.reward[edges], back)
    whole = ahead[0][graph.ends]
    logs = ahead[0][graph.begin] + scores + back[0][graph.end] - whole[graph.piece]
    chances = np.exp(np.minimum(logs, 0.0))
    expected = ahead[1][graph.ends]
    through = ahead[1][graph.begin] + graph.reward + back[1][graph.end] - expected[graph.piece]
    gradient = graph.weight[graph.piece] * chances * through
    value = float(graph.weight @ expected)
    known = graph.whole * graph.weight * likelihood
    gold_scores = np.bincount(graph.piece, scores * graph.gold, minlength=len(whole))
    value += float(known @ (gold_scores - whole))
    gradient += known[graph.piece] * (graph.gold - chances)
    return -value, -(graph.features.T @ gradient)


def _minimize(
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
    # Sets weigh as the root of their sizes, so that novels do not drown the news.
    shares = {
        key: (DISTURBED if "+" in key[0] else 1.0) * 30.0 / (size**0.5 * len(modes[key[0]]))
        for key, size in sizes.items()
    }
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

    warm = _minimize(lambda weights: function(weights, 1.0), start, rounds // 3)
    weights: Floats = _minimize(lambda weights: function(weights, likelihood), warm, rounds) / scale
    return weights
