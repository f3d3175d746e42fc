"""Whether a place of a text lies in one of many spans."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Iterable

__all__ = ["within"]


def within(spans: Iterable[tuple[int, int]]) -> Callable[[int], bool]:
    """Says of a place whether one of ``spans`` (half-open, in any order, overlapping or not) holds it.

    Each answer takes the logarithm of the number of spans, so that a text full of marks is no burden.
    """
    starts: list[int] = []
    ends: list[int] = []
    for start, end in sorted(spans):
        if ends and start <= ends[-1]:
            ends[-1] = max(ends[-1], end)
        else:
            starts.append(start)
            ends.append(end)
    if not starts:
        return _nowhere

    def is_within(place: int) -> bool:
        number = bisect_right(starts, place) - 1
        return number >= 0 and place < ends[number]

    return is_within


def _nowhere(_place: int) -> bool:
    return False
