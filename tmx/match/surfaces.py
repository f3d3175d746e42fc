"""Surfaces packed into 32 bits: what tells the units of one entry apart without reading them.

14 bits of the figures' sum, 4 of the codes', 5 of the capitals', 5 of the marks', 4 of the whole text's. Where bits
differ the things surely do; where they are equal the things may yet differ, which is found out when the unit is read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tmx.match.normal import Surface
from tmx.match.score import PENALTIES

__all__ = ["LEAST_FIGURES", "pack", "penalties", "penalty", "same_figures"]

LEAST_FIGURES = PENALTIES.figures  # what other figures cost at least

_FIGURES, _CODES, _CASE, _MARKS, _TEXT = 0x3FFF << 18, 0xF << 14, 0x1F << 9, 0x1F << 4, 0xF


def pack(surface: Surface) -> int:
    """The 32 bits of a surface."""
    # The sums' higher bits are mixed in: a CRC's low bits alone tell short texts apart badly.
    return (
        (_mixed(surface.figures, 14) << 18)
        | (_mixed(surface.codes, 4) << 14)
        | (_mixed(surface.case, 5) << 9)
        | (_mixed(surface.marks, 5) << 4)
        | _mixed(surface.text, 4)
    )


def penalties(surfaces: NDArray[np.uint32], query: int, *, same: bool) -> NDArray[np.int16]:
    """The points that units with these surfaces lose at least, for a query with the surface ``query``.

    ``same``: their tokens are the query's own; otherwise capitals are not compared as a whole, and do not count.
    """
    differing = surfaces ^ np.uint32(query)
    points = np.zeros(len(surfaces), np.int16)
    parts = [(_FIGURES, PENALTIES.figures), (_CODES, PENALTIES.codes), (_MARKS, PENALTIES.marks)]
    for mask, penalty in [*parts, (_CASE, PENALTIES.case)] if same else parts:
        points += ((differing & np.uint32(mask)) != 0).astype(np.int16) * np.int16(penalty)
    if same:
        points = np.maximum(points, ((differing & np.uint32(_TEXT)) != 0).astype(np.int16))
    return points


def penalty(surface: int, query: int, *, same: bool) -> int:
    """The points that a unit with this surface loses at least: :func:`penalties` for one, which is quicker for few."""
    differing = surface ^ query
    if not differing:
        return 0
    points = PENALTIES.figures if differing & _FIGURES else 0
    points += PENALTIES.codes if differing & _CODES else 0
    points += PENALTIES.marks if differing & _MARKS else 0
    if same:
        points += PENALTIES.case if differing & _CASE else 0
        points = max(points, 1 if differing & _TEXT else 0)
    return points


def same_figures(surfaces: NDArray[np.uint32], query: int) -> NDArray[np.bool_]:
    """Which of these surfaces may have the figures of ``query``; the others surely have not."""
    alike: NDArray[np.bool_] = ((surfaces ^ np.uint32(query)) & np.uint32(_FIGURES)) == 0
    return alike


def _mixed(value: int, bits: int) -> int:
    return (value * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - bits)
