"""Where two texts stop being translations of each other: the stretch of beads for which nothing speaks."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec import Struct
from msgspec.structs import replace

from tmx.model import Alignment, Bead

__all__ = ["Drift", "distrusted", "find_drift", "mean_evidence", "seems_unrelated"]

# Scores are natural logs of how much likelier a bead is as a translation than by chance.
_LEAST_SCORE = 1.0  # under it, nothing speaks for a bead
_MOST = 4.0  # what one bead can say for or against
_ALONE = 0.5  # what a sentence without counterpart says: little, for parts may be missing on one side
_LEAST_STRETCH = 6
_SHORT_STRETCH, _LEAST_SHARE = 4, 0.4  # shorter ones tell where they are much of the text
_LEAST_SENTENCES = 8
# One by one, texts of eight sentences and more with their own translations reach 2.1 and more, even with 30 % missing
# on one side; with another text's translation of the same kind -1.0 at most.
_LEAST_EVIDENCE = 0.5
_UNRELATED_SHARE = 0.5
# Of texts with their own translations at least one side has .93 of its sentences in beads with a counterpart.
_LEAST_PAIRED = 0.7
# Posteriors compare beads with other beads; where the texts themselves may not belong together, even odds are the most.
_MOST_CONFIDENCE = 0.5


class Drift(Struct, frozen=True):
    """Zero-based sentences of both sides, one stretch each, in which little belongs together."""

    source: range
    target: range


def find_drift(alignment: Alignment) -> Drift | None:
    """The stretch that speaks most against a translation, or None where the sides stay together.

    It must hold at least six sentences on either side for which nothing speaks (or four, if they are 40 % of the
    shorter side): what is missing on one side only is no drift, unless much is missing on both. Texts of fewer than
    eight sentences say too little.
    """
    shorter = min(alignment.source_length, alignment.target_length)
    if shorter < _LEAST_SENTENCES:
        return None
    if _paired(alignment) < _LEAST_PAIRED:
        return _stretch(alignment, *_worst_stretch([_lone(bead) for bead in alignment.beads]))
    first, last = _worst_stretch([_against(bead) for bead in alignment.beads])
    doubtful = [bead for bead in alignment.beads[first:last] if _against(bead) > 0.0]
    least = min(sum(len(bead.source) for bead in doubtful), sum(len(bead.target) for bead in doubtful))
    if least < _LEAST_STRETCH and not (least >= _SHORT_STRETCH and least >= _LEAST_SHARE * shorter):
        return None
    return _stretch(alignment, first, last)


def _stretch(alignment: Alignment, first: int, last: int) -> Drift:
    before, beads = alignment.beads[:first], alignment.beads[first:last]
    source, target = sum(len(bead.source) for bead in before), sum(len(bead.target) for bead in before)
    return Drift(
        range(source, source + sum(len(bead.source) for bead in beads)),
        range(target, target + sum(len(bead.target) for bead in beads)),
    )


def _paired(alignment: Alignment) -> float:
    """The share of sentences in beads with a counterpart, on the side where it is higher."""
    both = [bead for bead in alignment.beads if bead.source and bead.target]
    source, target = sum(len(bead.source) for bead in both), sum(len(bead.target) for bead in both)
    return max(source / max(alignment.source_length, 1), target / max(alignment.target_length, 1))


def _lone(bead: Bead) -> float:
    """How many sentences stand alone, or, below zero, how many have a counterpart."""
    count = len(bead.source) + len(bead.target)
    return -count / 2 if bead.source and bead.target else float(count)


def _against(bead: Bead) -> float:
    """How much a bead speaks against a translation."""
    if not (bead.source and bead.target):
        return _ALONE * (len(bead.source) + len(bead.target))
    return max(-_MOST, min(_MOST, _LEAST_SCORE - bead.score))


def _worst_stretch(against: Sequence[float]) -> tuple[int, int]:
    """The stretch with the highest sum, by Kadane's algorithm; it is empty where nothing speaks against any bead."""
    best, found = 0.0, (0, 0)
    total, begin = 0.0, 0
    for place, value in enumerate(against):
        if total <= 0.0:
            total, begin = 0.0, place
        total += value
        if total > best:
            best, found = total, (begin, place + 1)
    return found


def mean_evidence(alignment: Alignment) -> float:
    """The summed scores of the beads with a counterpart, for each sentence (mean of both sides); 0 without any."""
    sentences = (alignment.source_length + alignment.target_length) / 2
    scores = sum(bead.score for bead in alignment.beads if bead.source and bead.target)
    return scores / sentences if sentences else 0.0


def seems_unrelated(alignment: Alignment) -> bool:
    """Whether two texts do not look like translations of each other.

    So it is where too little in their beads speaks for it, where 30 % of either side have no counterpart, or where the
    sides drift apart for half of the shorter one.
    Texts of fewer than eight sentences say too little and are never called unrelated.
    """
    shorter = min(alignment.source_length, alignment.target_length)
    if shorter < _LEAST_SENTENCES:
        return False
    if _paired(alignment) < _LEAST_PAIRED:
        return True
    drift = find_drift(alignment)
    apart = drift is not None and min(len(drift.source), len(drift.target)) >= _UNRELATED_SHARE * shorter
    return apart or mean_evidence(alignment) < _LEAST_EVIDENCE


def distrusted(alignment: Alignment) -> Alignment:
    """The alignment with no confidence above .5 where two texts seem unrelated, or in the part in which they drift."""
    if seems_unrelated(alignment):
        source, target = range(alignment.source_length), range(alignment.target_length)
    else:
        drift = find_drift(alignment)
        if drift is None:
            return alignment
        source, target = drift.source, drift.target
    beads = tuple(
        replace(bead, confidence=min(bead.confidence, _MOST_CONFIDENCE))
        if _within(bead.source, source) and _within(bead.target, target)
        else bead
        for bead in alignment.beads
    )
    return Alignment(beads, alignment.source_length, alignment.target_length)


def _within(part: range, whole: range) -> bool:
    """Whether all of ``part`` stands in ``whole``; a side without sentences stands anywhere."""
    return not part or (part.start >= whole.start and part.stop <= whole.stop)
