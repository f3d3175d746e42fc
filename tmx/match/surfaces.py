"""Surfaces packed into 32 bits: what tells the units of one entry apart without reading them.

14 bits of the figures' sum, 4 of the codes', 5 of the capitals', 5 of the marks', 4 of the whole text's. Where bits
differ the things surely do; where they are equal the things may yet differ, which is found out when the unit is read.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tmx.match.normal import Surface
from tmx.match.score import EXACT, PENALTIES

__all__ = ["bounds", "pack"]

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


def bounds(surfaces: NDArray[np.uint32], query: int) -> NDArray[np.int16]:
    """The most that units with these surfaces can score for a query with the same tokens and the surface ``query``."""
    differing = surfaces ^ np.uint32(query)
    points = np.full(len(surfaces), EXACT, np.int16)
    parts = (
        (_FIGURES, PENALTIES.figures),
        (_CODES, PENALTIES.codes),
        (_CASE, PENALTIES.case),
        (_MARKS, PENALTIES.marks),
    )
    for mask, penalty in parts:
        points -= ((differing & np.uint32(mask)) != 0).astype(np.int16) * np.int16(penalty)
    return np.minimum(points, np.where(differing & np.uint32(_TEXT), np.int16(EXACT - 1), np.int16(EXACT)))


def _mixed(value: int, bits: int) -> int:
    return (value * 0x9E3779B1 & 0xFFFFFFFF) >> (32 - bits)
