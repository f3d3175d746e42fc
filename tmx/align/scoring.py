"""Scoring: how far found beads agree with an alignment made by hand (strict and lax, as published for Text+Berg)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Protocol

from msgspec import Struct

from tmx.align.beads import GoldBead
from tmx.model import Bead

__all__ = [
    "AlignmentScore",
    "Calibration",
    "GoldProblem",
    "Ratio",
    "calibrate",
    "gold_problem",
    "score_beads",
    "total_score",
]


class Ratio(Struct, frozen=True):
    """Precision, recall and F1 by counts, so that documents can be summed."""

    right_found: int
    found: int
    right_gold: int
    gold: int

    @property
    def precision(self) -> float:
        """The share of what was found that is right; 0 where nothing was found."""
        return self.right_found / self.found if self.found else 0.0

    @property
    def recall(self) -> float:
        """The share of the gold that was found; 0 where the gold is empty."""
        return self.right_gold / self.gold if self.gold else 0.0

    @property
    def f1(self) -> float:
        """The harmonic mean of precision and recall."""
        both = self.precision + self.recall
        return 2.0 * self.precision * self.recall / both if both else 0.0


class AlignmentScore(Struct, frozen=True):
    """Strict: the same bead; lax: a bead that overlaps one of the other alignment on both sides.

    Found beads count for precision with those that have no counterpart, which are right, strict and lax, if the gold
    has the same; recall looks at the gold's beads with a counterpart only.
    """

    strict: Ratio
    lax: Ratio


class Calibration(Struct, frozen=True):
    """How many of the found beads have a confidence of ``threshold`` or more, and how many of those are right."""

    threshold: float
    beads: int
    sure: int
    right: int

    @property
    def coverage(self) -> float:
        """The share of the beads that are sure."""
        return self.sure / self.beads if self.beads else 0.0

    @property
    def precision(self) -> float:
        """The share of the sure beads that are right."""
        return self.right / self.sure if self.sure else 0.0


class _AnyBead(Protocol):
    """What a found bead and a gold bead have in common."""

    @property
    def source(self) -> Sequence[int]: ...

    @property
    def target(self) -> Sequence[int]: ...


def _key(bead: _AnyBead) -> tuple[tuple[int, ...], tuple[int, ...]]:
    return tuple(bead.source), tuple(bead.target)


def _links(beads: Iterable[_AnyBead]) -> set[tuple[int, int]]:
    return {(i, j) for bead in beads for i in bead.source for j in bead.target}


def _touches(bead: _AnyBead, links: set[tuple[int, int]]) -> bool:
    return any((i, j) in links for i in bead.source for j in bead.target)


def score_beads(found: Sequence[Bead], gold: Sequence[GoldBead]) -> AlignmentScore:
    """The score of the ``found`` beads of one document against its ``gold`` beads."""
    ours, theirs = {_key(bead) for bead in found}, {_key(bead) for bead in gold}
    paired = [bead for bead in gold if bead.source and bead.target]
    gold_links, found_links = _links(gold), _links(found)
    strict = Ratio(
        sum(_key(bead) in theirs for bead in found),
        len(found),
        sum(_key(bead) in ours for bead in paired),
        len(paired),
    )
    lax = Ratio(
        sum(_key(bead) in theirs or _touches(bead, gold_links) for bead in found),
        len(found),
        sum(_touches(bead, found_links) for bead in paired),
        len(paired),
    )
    return AlignmentScore(strict, lax)


def total_score(scores: Iterable[AlignmentScore]) -> AlignmentScore:
    """The score of all documents together: their counts summed."""
    rows = list(scores)
    return AlignmentScore(_total([row.strict for row in rows]), _total([row.lax for row in rows]))


def _total(ratios: Sequence[Ratio]) -> Ratio:
    return Ratio(
        sum(r.right_found for r in ratios),
        sum(r.found for r in ratios),
        sum(r.right_gold for r in ratios),
        sum(r.gold for r in ratios),
    )


def calibrate(documents: Iterable[tuple[Sequence[Bead], Sequence[GoldBead]]], threshold: float = 0.99) -> Calibration:
    """How trustworthy confidence is over documents of (found, gold) beads."""
    beads = sure = right = 0
    for found, gold in documents:
        theirs = {_key(bead) for bead in gold}
        for bead in found:
            beads += 1
            if bead.confidence >= threshold:
                sure += 1
                right += _key(bead) in theirs
    return Calibration(threshold, beads, sure, right)


class GoldProblem(Struct, frozen=True):
    """What is wrong with a gold alignment, and how many sentences it touches.

    It is ``grave`` where the gold cannot belong to the texts: a sentence that does not exist or stands in two beads.
    """

    reason: str
    sentences: int
    grave: bool


def gold_problem(gold: Sequence[GoldBead], source_length: int, target_length: int) -> GoldProblem | None:
    """What is wrong with ``gold`` as the alignment of texts of these lengths, or None; the gravest comes first."""
    missing: list[str] = []
    for side, size, rows in (
        ("source", source_length, [bead.source for bead in gold]),
        ("target", target_length, [bead.target for bead in gold]),
    ):
        seen: set[int] = set()
        for number in (n for row in rows for n in row):
            if number >= size:
                text = f"it names {side} sentence {number}, but the text has {size} (counted from 0)"
                return GoldProblem(text, 1, grave=True)
            if number in seen:
                return GoldProblem(f"{side} sentence {number} stands in two beads", 1, grave=True)
            seen.add(number)
        missing += [f"{side} sentence {n}" for n in range(size) if n not in seen]
    if not missing:
        return None
    more = f" and {len(missing) - 1} more stand" if len(missing) > 1 else " stands"
    return GoldProblem(f"{missing[0]}{more} in no bead", len(missing), grave=False)
