"""Where in a translation the counterpart of a source word is to be looked for."""

from __future__ import annotations

from collections.abc import Sequence

from toolkit.checks.lexical import UnitEvidence

__all__ = ["is_in_place", "place_between"]

_NEAR = 3  # content words


def is_in_place(inside: Sequence[int], words: Sequence[int], evidence: UnitEvidence) -> bool:
    """Whether one of the target's content words ``words`` stands about where those of the source, ``inside``, would.

    That is between the partners of the nearest sure words on either side, or close to them; the ends of the unit count
    as partners.
    """
    low, high = place_between(inside, evidence)
    return any(low - _NEAR <= word <= high + _NEAR for word in words)


def place_between(inside: Sequence[int], evidence: UnitEvidence) -> tuple[int, int]:
    """The partners of the nearest sure words on either side of ``inside``, words in a row, the lower one first.

    The content words of the target between them are where the counterpart is looked for; -1 and their number are the
    ends of the unit.
    """
    before, after = -1, len(evidence.target)
    for number, partner in evidence.sure:
        if number < inside[0]:
            before = partner
        elif number > inside[-1]:
            after = partner
            break
    return min(before, after), max(before, after)
