"""The pieces of a text between its spaces, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

__all__ = ["piece_offsets"]


def piece_offsets(text: str, pieces: Sequence[str]) -> list[int]:
    """Where each of ``pieces``, which are ``text.split()`` or ``text`` as a whole, stands in ``text``."""
    sizes = list(map(len, pieces))
    if len(text) == sum(sizes) + len(sizes) - 1:  # one space between any two
        return list(accumulate([size + 1 for size in sizes[:-1]], initial=0)) if pieces else []
    offsets, at = [], 0
    for piece in pieces:
        at = text.find(piece, at)
        offsets.append(at)
        at += len(piece)
    return offsets
