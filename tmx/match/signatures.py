"""Signatures: 56 bits that say which words a text has, and 8 that say how many, to throw out most texts at once.

Each token sets one bit. A bit that one text has and the other has not stands for at least one token that only the one
has, so that counting such bits never rejects a text that is near enough. (The bound is that of the
bag distance, Bartolini et al. 2002.)
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import TypeAlias
from zlib import crc32

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

__all__ = ["LONGEST", "WIDTH", "Allowance", "Bits", "allowance", "near", "needed", "signature", "token_key"]

Bits: TypeAlias = NDArray[np.uint64]

WIDTH = 56
_MASK = np.uint64((1 << WIDTH) - 1)
_SHIFT = np.uint64(WIDTH)
LONGEST = 255  # texts with as many tokens or more are not told apart by length


def token_key(token: str) -> int:
    """A 32-bit sum of a token. Two tokens with one sum are taken for the same in the index, and told apart later."""
    return crc32(token.encode("utf-8", "surrogatepass"))


def signature(keys: Iterable[int], length: int) -> int:
    """The signature of a text with tokens of these keys."""
    bits = 0
    for key in keys:
        bits |= 1 << key % WIDTH
    return bits | min(length, LONGEST) << WIDTH


def needed(length: int, threshold: int) -> int:
    """How many tokens two texts must share, the longer of which has ``length``, to reach ``threshold`` per cent."""
    return -(-threshold * length // 100)


class Allowance(Struct, frozen=True):
    """By a text's length: how many tokens of the query, and of the text, may lack a counterpart."""

    query: NDArray[np.uint8]
    text: NDArray[np.uint8]


@lru_cache(maxsize=4096)
def allowance(length: int, threshold: int) -> Allowance:
    """What may be missing between a query of ``length`` tokens and texts that reach ``threshold`` per cent."""
    query = np.full(LONGEST + 1, 255, np.uint8)
    text = np.full(LONGEST + 1, 255, np.uint8)
    for other in range(LONGEST):
        shared = needed(max(length, other), threshold)
        query[other] = min(max(length - shared, 0), 255)
        text[other] = min(max(other - shared, 0), 255)
    return Allowance(query, text)


def near(signatures: Bits, query: int, allowed: Allowance) -> NDArray[np.intp]:
    """The places of ``signatures`` that may be near enough to the one of the query."""
    wanted = np.uint64(query) & _MASK
    lengths = (signatures >> _SHIFT).astype(np.intp)
    first = np.flatnonzero(_count(wanted & ~signatures) <= allowed.query[lengths])
    if not len(first):
        return first
    kept = signatures[first]
    return first[_count(kept & _MASK & ~wanted) <= allowed.text[lengths[first]]]


def _slow_count(bits: Bits) -> NDArray[np.uint8]:
    """How many bits of each number are set, for numpy before 2.0."""
    ones, twos, fours = (np.uint64(mask) for mask in (0x5555555555555555, 0x3333333333333333, 0x0F0F0F0F0F0F0F0F))
    bits = bits - ((bits >> np.uint64(1)) & ones)
    bits = (bits & twos) + ((bits >> np.uint64(2)) & twos)
    bits = (bits + (bits >> np.uint64(4))) & fours
    return ((bits * np.uint64(0x0101010101010101)) >> np.uint64(56)).astype(np.uint8)


_count: Callable[[Bits], NDArray[np.uint8]] = getattr(np, "bitwise_count", _slow_count)
