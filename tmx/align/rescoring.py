"""The second stage: candidate beads of the first stage are scored anew by a linear model over their features.

The weights are learnt by ``benchmarks/train_aligner.py`` from texts aligned by hand and ship with their history.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from functools import lru_cache
from math import exp, inf, log, log1p
from pathlib import Path

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.confidence import CONFIDENCE_WEIGHTS, PLAIN_CONFIDENCE, calibrated
from tmx.align.features import FEATURES, Candidates, kind_name
from tmx.align.kernels import kernels
from tmx.align.passages import joined_passages
from tmx.align.settings import AlignerSettings
from tmx.align.stems import Ids
from tmx.errors import ParseError
from tmx.files import read_bytes
from tmx.model import Alignment, Bead

__all__ = ["Choice", "Draft", "Rescorer", "add_kind_shares", "choose", "decide", "read_rescorer", "shipped_rescorer"]

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

_SHIPPED = Path(__file__).with_name("rescorer.tsv")
_SHARE = FEATURES.index("kind_share")
_EXPECTED = 20.0  # beads that the priors weigh beside those of the batch


class Rescorer(Struct, frozen=True, eq=False):
    """A weight for each of :data:`~tmx.align.features.FEATURES`, and how the alignment is chosen.

    ``null_value`` is what a right bead without counterpart is worth beside any other right bead, ``bead_cost`` what
    any bead costs; ``confidence`` are the weights of :data:`~tmx.align.confidence.CONFIDENCE_WEIGHTS`.
    """

    weights: Floats
    null_value: float
    bead_cost: float
    confidence: tuple[float, ...] = PLAIN_CONFIDENCE


class Draft(Struct, frozen=True, eq=False):
    """What the first stage says of a text: its candidate beads with their features.

    ``prose`` says of each side's sentences which read as prose; without it no passage is joined.
    """

    beads: Candidates
    features: Floats32
    rows: int
    columns: int
    prose: tuple[NDArray[np.bool_], NDArray[np.bool_]] | None = None


def read_rescorer(path: Path) -> Rescorer:
    """The weights in ``path``: lines ``name<TAB>value``, ``#`` begins a comment.

    Raises :class:`~tmx.errors.ParseError` where a line names no feature or gives no number,
    :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    values = dict.fromkeys(FEATURES, 0.0) | {"null_value": 1.0, "bead_cost": 0.0}
    values |= dict(zip(CONFIDENCE_WEIGHTS, PLAIN_CONFIDENCE, strict=True))
    for number, line in enumerate(read_bytes(path).decode("utf-8").splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        name, _, value = line.partition("\t")
        try:
            if name not in values:
                raise ValueError(name)
            values[name] = float(value)
        except ValueError as error:
            raise ParseError(f"«{line[:40]}» is not a weight of the aligner", path=path, line=number) from error
    weights = np.array([values[name] for name in FEATURES])
    confidence = tuple(values[name] for name in CONFIDENCE_WEIGHTS)
    return Rescorer(weights, values["null_value"], values["bead_cost"], confidence)


@lru_cache(maxsize=1)
def shipped_rescorer() -> Rescorer:
    """The weights that ship."""
    return read_rescorer(_SHIPPED)


def add_kind_shares(drafts: Sequence[Draft], settings: AlignerSettings) -> None:
    """Write into the features of all ``drafts`` the log of how common each kind of bead is in this batch."""
    kinds = [kind_name(kind.source, kind.target) for kind in settings.kinds]
    priors = np.exp([kind.prior for kind in settings.kinds])
    expected = _EXPECTED * priors / priors.sum()
    counts: dict[str, float] = defaultdict(float)
    for name, share in zip(kinds, expected, strict=True):
        counts[name] += float(share)
    for draft in drafts:
        found = np.bincount(draft.beads.kind, weights=draft.beads.chance, minlength=len(kinds))
        for name, count in zip(kinds, found, strict=True):
            counts[name] += float(count)
    total = sum(counts.values())
    shares = np.array([log(counts[name] / total) for name in kinds], dtype=np.float32)
    for draft in drafts:
        draft.features[:, _SHARE] = shares[draft.beads.kind]


class Choice(Struct, frozen=True, eq=False):
    """The candidates that make up the alignment, by their places in the draft; the posteriors of all beads.

    ``first`` are those of the first stage.
    """

    path: Ids
    chances: Floats
    first: Floats


def choose(draft: Draft, rescorer: Rescorer) -> Choice:
    """The way of highest expected value through the candidates of ``draft``."""
    beads = draft.beads
    scores = draft.features.astype(np.float64) @ rescorer.weights + beads.anchors
    graph = _Graph.of(beads)
    chances, first = _together(beads, (graph.chances(scores), beads.chance))
    values = np.where((beads.source > 0) & (beads.target > 0), 1.0, rescorer.null_value)
    path = np.array(graph.best(chances * values - rescorer.bead_cost), dtype=np.int64)
    return Choice(path, chances, first)


def _together(beads: Candidates, chances: Sequence[Floats]) -> list[Floats]:
    """The posteriors of each bead in place of those of each step of the lattice.

    A sentence without counterpart is the same bead wherever it is thought to stand between the other side's sentences.
    """
    results = [part.copy() for part in chances]
    sides = (beads.source, beads.row, beads.target), (beads.target, beads.column, beads.source)
    for taken, last, other in sides:
        alone = np.flatnonzero(other == 0)
        if len(alone):
            place = last[alone] * (int(taken.max()) + 1) + taken[alone]
            _, which = np.unique(place, return_inverse=True)
            for result in results:
                result[alone] = np.minimum(np.bincount(which, result[alone])[which], 1.0)
    return results


def decide(draft: Draft, rescorer: Rescorer) -> Alignment:
    """The alignment of highest expected value among the candidates of ``draft``, with calibrated confidence.

    The beads' scores are those of the first stage, which can be compared from text to text. In literature a passage
    without counterpart is one bead.
    """
    choice, beads = choose(draft, rescorer), draft.beads
    path = choice.path
    chances = choice.chances[path], choice.first[path]
    sure = calibrated(*chances, beads.source[path], beads.target[path], rescorer.confidence)
    scores = beads.first[path] + beads.anchors[path]
    found = [
        Bead(range(row - a, row), range(column - b, column), round(score, 4), min(round(confidence, 6), 1.0))
        for row, column, a, b, score, confidence in zip(
            beads.row[path].tolist(),
            beads.column[path].tolist(),
            beads.source[path].tolist(),
            beads.target[path].tolist(),
            scores.tolist(),
            sure.tolist(),
            strict=True,
        )
    ]
    alignment = Alignment(tuple(found), draft.rows, draft.columns)
    return alignment if draft.prose is None else joined_passages(alignment, *draft.prose)


class _Graph(Struct, frozen=True, eq=False):
    """Candidates as edges between lattice cells; cells are numbered so that every edge leads to a higher number.

    The first cell is where nothing is used up, the last where everything is. There are few candidates, most of them
    without a rival: plain loops over them are faster than array operations over the whole lattice.
    """

    begin: Ids
    end: Ids
    cells: int

    @classmethod
    def of(cls, beads: Candidates) -> _Graph:
        """The graph of ``beads``, whose order is kept."""
        width = int(beads.column.max(initial=0)) + 1
        begin = (beads.row - beads.source) * width + (beads.column - beads.target)
        keys, numbers = np.unique(np.concatenate([begin, beads.row * width + beads.column]), return_inverse=True)
        half = len(begin)
        return cls(numbers[:half], numbers[half:], len(keys))

    def chances(self, scores: Floats) -> Floats:
        """The probability of each edge, by forward-backward over log scores."""
        compiled = kernels()
        if compiled is not None:
            result = np.empty(len(scores))
            compiled.graph_chances(self.begin, self.end, scores, result, self.cells)
            return result
        values: list[float] = scores.tolist()
        edges = list(zip(self.begin.tolist(), self.end.tolist(), values, strict=True))
        ahead, back = [-inf] * self.cells, [-inf] * self.cells
        ahead[0] = back[-1] = 0.0
        for begin, end, value in edges:
            ahead[end] = _log_add(ahead[end], ahead[begin] + value)
        # Edges are sorted by where they end; backwards every edge out of a cell has been seen before those into it.
        for begin, end, value in reversed(edges):
            back[begin] = _log_add(back[begin], back[end] + value)
        whole = ahead[-1]
        return np.array([exp(min(ahead[b] + value + back[e] - whole, 0.0)) for b, e, value in edges])

    def best(self, gains: Floats) -> list[int]:
        """The edges of the way through with the highest sum of ``gains``; of equal ways the first."""
        into = self._into(gains)
        path = []
        cell = self.cells - 1
        while cell:
            path.append(into[cell])
            cell = int(self.begin[into[cell]])
        return path[::-1]

    def _into(self, gains: Floats) -> list[int]:
        """For each cell the edge by which the best way comes there."""
        compiled = kernels()
        if compiled is not None:
            found = np.empty(self.cells, dtype=np.int64)
            compiled.graph_best(self.begin, self.end, gains, found, self.cells)
            return found.tolist()
        best, into = [-inf] * self.cells, [-1] * self.cells
        best[0] = 0.0
        edges = zip(self.begin.tolist(), self.end.tolist(), gains.tolist(), strict=True)
        for number, (begin, end, gain) in enumerate(edges):
            if best[begin] + gain > best[end]:
                best[end], into[end] = best[begin] + gain, number
        return into


def _log_add(one: float, other: float) -> float:
    if one < other:
        one, other = other, one
    return one if other == -inf else one + log1p(exp(other - one))
