"""Long texts in windows: a pair of texts of a thousand words is aligned piece by piece along its diagonal.

What an alignment of a pair takes grows with the third power of its length. Each piece is a stretch of the source with
the target's words at the same share of the text, and a margin around them.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.word_texts import NumberedTexts

__all__ = ["Window", "cut_into_windows", "with_windows"]

_WORDS = 150  # of the longer side in a window
_MARGIN = 75  # of the target on either side of it


class Window(Struct, frozen=True):
    """The source words ``first`` to ``end`` (exclusive) of pair ``pair``, and the target's ``low`` to ``high``."""

    pair: int
    first: int
    end: int
    low: int
    high: int


def cut_into_windows(pairs: NDArray[np.int64], source: NumberedTexts, target: NumberedTexts) -> tuple[Window, ...]:
    """The windows of ``pairs``: every source word lies in one."""
    ours, theirs = source.lengths(), target.lengths()
    windows = []
    for pair in pairs.tolist():
        height, width = int(ours[pair]), int(theirs[pair])
        number = max(1, -(-max(height, width) // _WORDS))
        for part in range(number):
            first, end = part * height // number, (part + 1) * height // number
            low = max(0, part * width // number - _MARGIN)
            high = min(width, (part + 1) * width // number + _MARGIN)
            if first < end and low < high:
                windows.append(Window(pair, first, end, low, high))
    return tuple(windows)


def with_windows(texts: NumberedTexts, stretches: list[tuple[int, int, int]]) -> NumberedTexts:
    """``texts`` with a further text for each of ``stretches`` (text, first word, end)."""
    if not stretches:
        return texts
    parts = [texts.ids[texts.offsets[text] + first : texts.offsets[text] + end] for text, first, end in stretches]
    ends = texts.offsets[-1] + np.cumsum([len(part) for part in parts])
    return NumberedTexts(np.concatenate([texts.ids, *parts]), np.concatenate([texts.offsets, ends]), texts.words)
