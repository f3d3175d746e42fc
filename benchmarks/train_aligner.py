"""Learns the weights of the aligner's second stage from texts that were aligned by hand.

    python benchmarks/train_aligner.py DATA [--cross-validate] [--seeds FOLDER] [-o FILE]

Sets are ``DATA/alignment/<name>-<from>-<to>[-kind]/<doc>/{src,tgt,gold}.txt``. Every set is used twice, aligned as one
batch and one document at a time; batches of many documents also by the dozen. A set must be aligned with a seed lexicon
that has not been learnt from it: FOLDER holds them as ``seed_<word>.tsv`` (see benchmarks/seed_lexicon.py --without),
and a set whose name begins with the word takes that one. ``--cross-validate`` learns without each set in turn and
prints strict F1 of the first stage and of the second one on it.

The objective is the expected reward of the beads (1 for a gold bead, less for a gold bead without counterpart, minus a
cost), with some likelihood and a penalty on the distance from the first stage; by L-BFGS.
"""

import argparse
import itertools
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tmx.align import seeds
from tmx.align.beads import GoldBead
from tmx.align.features import FEATURES
from tmx.align.rescoring import Draft, Rescorer, decide
from tmx.align.scoring import AlignmentScore, calibrate, score_beads, total_score
from tmx.align.sentences import draft_texts
from tmx.files import write_whole
from tmx.model import Bead
from toolkit.workflows.evaluate_alignment import read_gold_documents

Floats = NDArray[np.float64]
Ids = NDArray[np.int64]

OUT = Path(__file__).parents[1] / "tmx" / "align" / "rescorer.tsv"
DOZEN = 12
NULL_REWARD, COST = 0.5, 0.45


@dataclass(frozen=True)
class Sample:
    """A text's draft and gold."""

    set: str
    mode: str
    draft: Draft
    gold: tuple[GoldBead, ...]


def load(data: Path, seed_folder: Path | None, names: list[str]) -> list[Sample]:
    """All documents of all sets, in all modes."""
    shipped = dict(seeds.SHIPPED_LEXICONS)
    samples = []
    for folder in sorted((data / "alignment").iterdir()):
        parts = folder.name.split("-")
        if "broken" in parts or len(parts) < 3 or (names and folder.name not in names):
            continue
        held_out = seed_folder / f"seed_{parts[0]}.tsv" if seed_folder else None
        if held_out is not None and held_out.exists():
            seeds.SHIPPED_LEXICONS[("fr", "en")] = held_out
        else:
            seeds.SHIPPED_LEXICONS.update(shipped)
        seeds._shipped.cache_clear()
        documents = [document for document in read_gold_documents(folder) if document.gold is not None]
        modes = {"batch": [documents], "single": [[document] for document in documents]}
        if len(documents) > 2 * DOZEN:
            modes["dozen"] = [documents[at : at + DOZEN] for at in range(0, len(documents), DOZEN)]
        if len(documents) == 1:
            del modes["single"]
        for mode, batches in modes.items():
            for batch in batches:
                for document, draft in zip(
                    batch, draft_texts([d.texts for d in batch], parts[1], parts[2]), strict=True
                ):
                    assert draft is not None
                    samples.append(Sample(folder.name, mode, draft, document.gold or ()))
        print(f"{folder.name}: {len(documents)} documents", file=sys.stderr)
    seeds.SHIPPED_LEXICONS.update(shipped)
    return samples


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


def chart(samples: Sequence[Sample], set_weights: dict[tuple[str, str], float]) -> Chart:
    """The graph of ``samples``."""
    rows = []
    nodes = pieces = 0
    starts, ends, whole, weights = [], [], [], []
    for sample in samples:
        beads = sample.draft.beads
        golden = {(tuple(bead.source), tuple(bead.target)) for bead in sample.gold}
        begin_key = (beads.row - beads.source) * 100_000 + (beads.column - beads.target)
        end_key = beads.row * 100_000 + beads.column
        keys, numbers = np.unique(np.concatenate([begin_key, end_key]), return_inverse=True)
        level_of = keys // 100_000 + keys % 100_000
        begin, end = numbers[: len(begin_key)], numbers[len(begin_key) :]
        size = int(level_of.max()) + 1
        # A level is crossed by an edge that begins before and ends behind it; one node that nothing crosses is a cut.
        crossing = np.zeros(size + 1)
        np.add.at(crossing, level_of[begin] + 1, 1)
        np.add.at(crossing, level_of[end], -1)
        alone = np.bincount(level_of, minlength=size) == 1
        cuts = np.flatnonzero((np.cumsum(crossing)[:size] == 0) & alone)
        piece = np.searchsorted(cuts, level_of[begin], side="right") - 1
        base = level_of[begin] - cuts[piece]
        is_gold = np.array(
            [
                (tuple(range(r - a, r)), tuple(range(c - b, c))) in golden
                for r, c, a, b in zip(beads.row, beads.column, beads.source, beads.target, strict=True)
            ]
        )
        null = (beads.source == 0) | (beads.target == 0)
        reward = is_gold * np.where(null, NULL_REWARD, 1.0) - COST
        covered = np.bincount(piece, (beads.source + beads.target) * is_gold, minlength=len(cuts) - 1)
        share = set_weights[sample.set, sample.mode]
        for number in range(len(cuts) - 1):
            whole.append(covered[number] == cuts[number + 1] - cuts[number])
            weights.append(share)
        # A cut is the end of one piece and the start of the next: it becomes two nodes.
        at_cut = {int(level): place for place, level in enumerate(cuts)}
        node_of_cut = {place: int(np.flatnonzero(level_of == level)[0]) for level, place in at_cut.items()}
        start_nodes = nodes + len(keys) + np.arange(len(cuts) - 1)
        begin, end = begin + nodes, end + nodes
        for number in range(len(cuts) - 1):
            ends.append(nodes + node_of_cut[number + 1])
        first_level = np.isin(begin - nodes, [node_of_cut[n] for n in range(len(cuts) - 1)])
        begin = np.where(first_level, start_nodes[piece], begin)
        starts.extend(start_nodes.tolist())
        rows.append(
            (
                sample.draft.features,
                begin,
                end,
                base,
                base + beads.source + beads.target,
                piece + pieces,
                reward,
                is_gold,
            )
        )
        nodes += len(keys) + len(cuts) - 1
        pieces += len(cuts) - 1
    columns = [np.concatenate([row[n] for row in rows]) for n in range(8)]
    order = np.argsort(columns[4], kind="stable")
    features, begin, end, base, level, piece, reward, is_gold = (column[order] for column in columns)
    bounds = np.searchsorted(level, np.arange(1, int(level.max()) + 2))
    by_base = np.argsort(base, kind="stable")
    cut = np.searchsorted(base[by_base], np.arange(int(base.max()) + 2))
    return Chart(
        features.astype(np.float64),
        begin,
        end,
        [(int(a), int(b)) for a, b in itertools.pairwise(bounds)],
        [by_base[a:b] for a, b in itertools.pairwise(cut)][::-1],
        np.array(starts),
        np.array(ends),
        piece,
        reward,
        is_gold.astype(bool),
        np.array(whole),
        np.array(weights),
        nodes,
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


def objective(graph: Chart, weights: Floats, likelihood: float) -> tuple[float, Floats]:
    """Minus (expected reward + ``likelihood`` times log likelihood), and its gradient."""
    scores = graph.features @ weights
    ahead = np.full(graph.nodes, -1e9), np.zeros(graph.nodes)
    ahead[0][graph.starts] = 0.0
    for first, last in graph.levels:
        if last > first:
            begin = graph.begin[first:last]
            edges = slice(first, last)
            values = ahead[0][begin] + scores[edges]
            _spread(graph.end[edges], values, ahead[1][begin] + graph.reward[edges], ahead)
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
    # Sets weigh as the root of their sizes, so that novels do not drown the news.
    shares = {key: 30.0 / (size**0.5 * len(modes[key[0]])) for key, size in sizes.items()}
    graph = chart(samples, shares)
    scale = np.sqrt((graph.features**2).mean(axis=0)) + 1e-9
    first = FEATURES.index("first")
    scale[first] = 1.0
    graph = replace(graph, features=graph.features / scale)
    start = np.zeros(len(FEATURES))
    start[first] = 1.0

    def function(weights: Floats, share: float) -> tuple[float, Floats]:
        value, gradient = objective(graph, weights, share)
        apart = weights - start
        return value + 0.5 * penalty * float(apart @ apart), gradient + penalty * apart

    warm = minimize(lambda weights: function(weights, 1.0), start, rounds // 3)
    return minimize(lambda weights: function(weights, likelihood), warm, rounds) / scale


def found_beads(samples: Sequence[Sample], rescorer: Rescorer) -> list[tuple[tuple[Bead, ...], tuple[GoldBead, ...]]]:
    """The beads that ``rescorer`` finds, with the gold."""
    return [(decide(sample.draft, rescorer).beads, sample.gold) for sample in samples]


def score(samples: Sequence[Sample], rescorer: Rescorer) -> str:
    """Strict F1, coverage and precision of the sure, as text."""
    found = found_beads(samples, rescorer)
    total: AlignmentScore = total_score(score_beads(beads, gold) for beads, gold in found)
    sure = calibrate(found)
    return f"{total.strict.f1:.4f} ({sure.coverage:.3f} at {sure.precision:.4f}, off {calibration_error(found):.4f})"


def calibration_error(found: list[tuple[tuple[Bead, ...], tuple[GoldBead, ...]]], bins: int = 10) -> float:
    """Expected calibration error over ``bins`` equal bins."""
    sure, right = [], []
    for beads, gold in found:
        theirs = {(tuple(bead.source), tuple(bead.target)) for bead in gold}
        sure += [bead.confidence for bead in beads]
        right += [(tuple(bead.source), tuple(bead.target)) in theirs for bead in beads]
    at = np.minimum((np.array(sure) * bins).astype(int), bins - 1)
    gap = np.bincount(at, np.array(sure) - np.array(right, dtype=float), minlength=bins)
    return float(np.abs(gap).sum() / len(sure))


def main() -> None:
    """Learn, report, write."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("data", type=Path)
    parser.add_argument("--seeds", type=Path)
    parser.add_argument("--sets", nargs="*", default=[])
    parser.add_argument("--cross-validate", action="store_true")
    parser.add_argument("--penalty", type=float, default=0.1)
    parser.add_argument("--likelihood", type=float, default=0.1)
    parser.add_argument("--rounds", type=int, default=90)
    parser.add_argument("--null-value", type=float, default=0.7)
    parser.add_argument("--temperature", type=float, default=0.8)
    parser.add_argument("-o", dest="out", type=Path, default=OUT)
    options = parser.parse_args()
    samples = load(options.data, options.seeds, options.sets)

    def rescorer(weights: Floats) -> Rescorer:
        return Rescorer(weights, options.null_value, 0.0, options.temperature)

    names = sorted({sample.set for sample in samples})
    if options.cross_validate:
        plain = np.zeros(len(FEATURES))
        plain[FEATURES.index("first")] = 1.0
        for name in names:
            weights = train([s for s in samples if s.set != name], options.penalty, options.likelihood, options.rounds)
            for mode in ("batch", "single"):
                held = [sample for sample in samples if sample.set == name and sample.mode == mode]
                if held:
                    print(f"{name:<24}{mode:<8}{score(held, rescorer(plain))} -> {score(held, rescorer(weights))}")
        return
    weights = train(samples, options.penalty, options.likelihood, options.rounds)
    history = f"--penalty {options.penalty:g} --likelihood {options.likelihood:g} --rounds {options.rounds}"
    with write_whole(options.out) as stream:
        lines = [
            "# Weights of the aligner's second stage, learnt by benchmarks/train_aligner.py",
            f"# ({history}) from {', '.join(names)}.",
            f"null_value\t{options.null_value:g}",
            "bead_cost\t0",
            f"confidence_temperature\t{options.temperature:g}",
            *(f"{name}\t{weight:.6g}" for name, weight in zip(FEATURES, weights, strict=True)),
        ]
        stream.write(("\n".join(lines) + "\n").encode())


if __name__ == "__main__":
    main()
