"""The pieces of a text between its spaces, and where they stand."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

__all__ = ["piece_offsets"]


def piece_offsets(text: str, pieces: Sequence[str]) -> list[int]:
    """Where each of ``pieces``, which are ``text.split()`` or ``text`` as a whole, stands in ``text``."""
    if len(text) == sum(map(len, pieces)) + len(pieces) - 1:  # one space between any two
        return list(accumulate((len(piece) + 1 for piece in pieces[:-1]), initial=0)) if pieces else []
    offsets, at = [], 0
    for piece in pieces:
        at = text.find(piece, at)
        offsets.append(at)
        at += len(piece)
    return offsets
