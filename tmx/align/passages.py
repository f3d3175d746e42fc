"""Passages without counterpart: in literature, what a translator has left out is one bead, not one for each sentence.

Whoever aligns news or records by hand gives every sentence without counterpart by itself; in novels neighbours that
were left out together are one bead. Which of these a text is shows in its own alignment: in literature many beads are
merged, and of many it is in doubt whether others would have cut them so (see :mod:`tmx.align.confidence`). Captions,
headings and noise stay single.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tmx.model import Alignment, Bead

__all__ = ["is_literature", "joined_passages"]

_MERGED, _DOUBTFUL = 0.2, 0.01  # the least share of merged beads, and of beads that are expected to be wrong
_USUAL_SHARE, _EXPECTED = 0.1, 20.0  # merged beads of all, and how many beads that is worth beside the text's own


def is_literature(alignment: Alignment) -> bool:
    """Whether so many beads of ``alignment`` are merged, and so many in doubt, as only in free translations."""
    paired = [bead for bead in alignment.beads if bead.source and bead.target]
    if not paired:
        return False
    merged = sum(len(bead.source) + len(bead.target) > 2 for bead in paired)
    doubtful = sum(1.0 - bead.confidence for bead in paired)
    share = (merged + _USUAL_SHARE * _EXPECTED) / (len(paired) + _EXPECTED)
    return share >= _MERGED and doubtful >= _DOUBTFUL * len(paired)


def joined_passages(alignment: Alignment, source: NDArray[np.bool_], target: NDArray[np.bool_]) -> Alignment:
    """``alignment`` with neighbours of one side that have no counterpart as one bead, where it is one of literature.

    ``source`` and ``target`` say which sentences read as prose: only these are joined. The confidence of a passage is
    the lowest of its sentences', its score their sum.
    """
    if not is_literature(alignment):
        return alignment
    beads: list[Bead] = []
    for bead in alignment.beads:
        if beads and (joined := _joined(beads[-1], bead, source, target)):
            beads[-1] = joined
        else:
            beads.append(bead)
    return Alignment(tuple(beads), alignment.source_length, alignment.target_length)


def _joined(one: Bead, two: Bead, source: NDArray[np.bool_], target: NDArray[np.bool_]) -> Bead | None:
    """The passage that two beads in a row make up; None where they are no neighbours of prose on one side."""
    if one.target or two.target:
        ours, prose = (one.target, two.target), target
        others: Sequence[range] = (one.source, two.source)
    else:
        ours, prose = (one.source, two.source), source
        others = (one.target, two.target)
    if any(others) or not all(ours) or not prose[ours[0].start : ours[1].stop].all():
        return None
    return Bead(
        range(one.source.start, two.source.stop),
        range(one.target.start, two.target.stop),
        round(one.score + two.score, 4),
        min(one.confidence, two.confidence),
    )
