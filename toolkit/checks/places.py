"""Where in a translation the counterpart of a source word is to be looked for."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np

from toolkit.checks.lexical import UnitEvidence

__all__ = ["expected_place", "is_near"]

_ANCHOR = 0.25  # words whose partner is so sure tell where their neighbours stand
_NEAR = 3.5  # content words
_NEAR_SHARE = 0.12  # of the content words of a long unit


def expected_place(inside: Sequence[int], evidence: UnitEvidence) -> float:
    """The place among the content words of the target where those of the source, numbered ``inside``, would stand.

    It lies between the partners of the nearest sure words on either side; the ends of the unit count as partners.
    """
    at = (inside[0] + inside[-1]) / 2
    before, after = (-1.0, -1.0), (float(len(evidence.source)), float(len(evidence.target)))
    for number, partner in enumerate(evidence.source_partner.tolist()):
        if number in inside or partner < 0 or evidence.source_strength[number] < _ANCHOR:
            continue
        if evidence.target_partner[partner] != number:
            continue
        if number < at:
            before = (float(number), float(partner))
        elif number > at:
            after = (float(number), float(partner))
            break
    return float(np.interp(at, [before[0], after[0]], [before[1], after[1]]))


def is_near(words: Sequence[int], place: float, evidence: UnitEvidence) -> bool:
    """Whether one of the target's content words ``words`` stands about ``place``."""
    reach = max(_NEAR, _NEAR_SHARE * len(evidence.target))
    return any(abs(word - place) <= reach for word in words)
