"""Building the arrays of a fuzzy index.

Texts with the same tokens are one *entry*; entries are numbered by length (in tokens), so that a range of lengths is a
range of numbers. A token's *code* is its rank by frequency, 0 for the most frequent. An entry is kept as the UTF-8 form
of one character a token, and is listed under its rarest tokens only: with the threshold t, two texts that
share t of the longer one's n tokens share one of the n - ceil(t n) + 1 rarest tokens of each (prefix filter: Chaudhuri,
Ganti and Kaushik 2006; Bayardo, Ma and Srikant 2007).
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable
from itertools import count
from typing import Any, TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.match.normal import analyse, surface
from tmx.match.signatures import LONGEST, WIDTH, needed, token_key
from tmx.match.surfaces import pack
from tmx.memory import SourceText

__all__ = ["IndexArrays", "build_arrays", "character", "characters", "first_shared"]

_U32: TypeAlias = NDArray[np.uint32]
_SURROGATES = 0xD800
_SPAN = 0x800
_CODES = 0x110000 - _SPAN - 1  # as many characters as there are, less the first, which stands for unknown tokens
_SHARED = 1 << 16


class IndexArrays(Struct, frozen=True):
    """The arrays of an index; the names of its fields are those in the file."""

    signatures: NDArray[np.uint64]
    entry_starts: _U32  # where the entry's bytes begin in ``entries``
    entries: NDArray[np.uint8]
    length_starts: _U32  # the first entry with so many tokens
    keys: _U32  # of tokens, ascending
    codes: _U32  # of those tokens
    posting_starts: _U32  # where the postings of the token with this code begin
    postings: _U32  # entries, ascending
    unit_starts: _U32  # where the units of an entry begin
    units: _U32  # their numbers, ascending
    surfaces: _U32  # of those units


def first_shared(tokens: int) -> int:
    """The first of the codes that several tokens may share, where there are so many different ``tokens``."""
    return _CODES if tokens <= _CODES else _CODES - _SHARED


def character(code: int) -> str:
    """The character that stands for a token's code in an entry."""
    return chr(code + 1 if code + 1 < _SURROGATES else code + 1 + _SPAN)


def characters(codes: NDArray[Any]) -> str:
    """The characters of many codes."""
    points = codes.astype(np.uint32) + np.uint32(1)
    points[points >= _SURROGATES] += _SPAN
    return points.astype("<u4").tobytes().decode("utf-32-le")


class _Gathered(Struct):
    """What was read: the tokens of all texts in a row, and for each text its length, its unit and its surface."""

    tokens: NDArray[np.uint32]
    lengths: NDArray[np.uint32]
    units: _U32
    surfaces: _U32
    keys: _U32  # of the tokens' numbers


def build_arrays(texts: Iterable[SourceText], threshold: int) -> IndexArrays:
    """The arrays of an index that answers queries from ``threshold`` per cent up; texts without tokens are left out."""
    gathered = _gather(texts)
    keys, codes, of_token = _coded(gathered)
    bits = np.zeros(int(codes.max(initial=0)) + 1, np.uint64)
    own = codes < first_shared(len(codes))  # tokens that share a code leave no trace in signatures
    bits[codes[own]] = np.uint64(1) << (keys[own] % np.uint32(WIDTH)).astype(np.uint64)
    order = np.argsort(gathered.lengths, kind="stable")
    ordered = gathered.lengths[order]
    starts = (np.cumsum(gathered.lengths, dtype=np.int64) - gathered.lengths)[order]
    longest = int(ordered[-1]) if len(ordered) else 0
    edges = np.searchsorted(ordered, np.arange(longest + 2))
    pieces = _Pieces()
    for length in range(1, longest + 1):
        rows = slice(int(edges[length]), int(edges[length + 1]))
        if rows.start < rows.stop:
            _add_length(pieces, gathered.tokens, of_token, starts[rows], order[rows], length, threshold, bits)
        pieces.length_starts.append(pieces.count)
    del starts
    gathered.tokens = np.empty(0, np.uint32)
    members = _joined(pieces.members, np.int64)
    text = b"".join(pieces.texts)
    posting_starts, postings = _postings(_joined(pieces.postings, np.uint64), len(bits))
    return IndexArrays(
        signatures=_joined(pieces.signatures, np.uint64),
        entry_starts=_starts(_joined(pieces.sizes, np.uint32)),
        entries=np.frombuffer(text, np.uint8),
        length_starts=np.array([0, *pieces.length_starts], np.uint32),
        keys=keys,
        codes=codes,
        posting_starts=posting_starts,
        postings=postings,
        unit_starts=_starts(_joined(pieces.groups, np.uint32)),
        units=gathered.units[members],
        surfaces=gathered.surfaces[members],
    )


def _gather(texts: Iterable[SourceText]) -> _Gathered:
    """Read the texts once; each token gets a number as it is met."""
    numbers: defaultdict[str, int] = defaultdict(count().__next__)
    tokens, lengths, units, surfaces = array("I"), array("I"), array("I"), array("I")
    number_of = numbers.__getitem__
    for unit, text, codes in texts:
        normal = analyse(text)
        if normal.tokens:
            tokens.extend(map(number_of, normal.tokens))
            lengths.append(len(normal.tokens))
            units.append(unit)
            surfaces.append(pack(surface(normal, codes)))
    keys = np.fromiter(map(token_key, numbers), np.uint32, len(numbers))
    return _Gathered(_array(tokens), _array(lengths), _array(units), _array(surfaces), keys)


def _array(values: array[int]) -> _U32:
    return np.frombuffer(values, np.uintc).astype(np.uint32, copy=False) if values else np.empty(0, np.uint32)


def _coded(gathered: _Gathered) -> tuple[_U32, _U32, _U32]:
    """The keys in order, their codes, and the code of each token's number: the rank by frequency.

    Beyond the number of characters rare tokens share codes: they are taken for the same here, and told apart later.
    """
    frequency = np.bincount(gathered.tokens, minlength=len(gathered.keys))
    keys, key_of_token = np.unique(gathered.keys, return_inverse=True)
    by_key = np.bincount(key_of_token, frequency, len(keys))
    codes = np.empty(len(keys), np.uint32)
    codes[np.argsort(-by_key, kind="stable")] = np.arange(len(keys), dtype=np.uint32)
    beyond = codes >= _CODES
    codes[beyond] = _CODES - 1 - codes[beyond] % _SHARED
    return keys.astype(np.uint32), codes, codes[key_of_token]


class _Pieces:
    """The arrays of one length after the other; ``members`` are the texts of the entries, in order."""

    def __init__(self) -> None:
        self.count = 0
        self.length_starts: list[int] = [0]
        self.texts: list[bytes] = []
        self.signatures: list[NDArray[np.uint64]] = []
        self.sizes: list[NDArray[np.uint32]] = []
        self.postings: list[NDArray[np.uint64]] = []
        self.groups: list[NDArray[np.uint32]] = []
        self.members: list[NDArray[np.int64]] = []


def _add_length(
    pieces: _Pieces,
    tokens: _U32,
    of_token: _U32,
    starts: NDArray[np.int64],
    texts: NDArray[np.int64],
    length: int,
    threshold: int,
    bits: NDArray[np.uint64],
) -> None:
    """The entries of all ``texts`` with ``length`` tokens, which begin at ``starts``."""
    rows = tokens[starts[:, None] + np.arange(length)]
    rows, texts, first = _grouped(rows, texts)
    groups = np.diff(np.append(first, len(texts)))
    rows = of_token[rows[first]]
    pieces.members.append(texts)
    pieces.groups.append(groups.astype(np.uint32))
    pieces.texts.append(characters(rows.ravel()).encode("utf-8"))
    pieces.sizes.append(_widths(rows))
    signature = np.bitwise_or.reduce(bits[rows], axis=1)
    pieces.signatures.append(signature | np.uint64(min(length, LONGEST) << 56))
    prefix = length - needed(length, threshold) + 1
    rarest = np.sort(rows, axis=1)[:, length - prefix :]
    numbers = np.arange(pieces.count, pieces.count + len(rows), dtype=np.uint64)
    listed = (rarest.astype(np.uint64) << np.uint64(32)) | numbers[:, None]
    once = np.ones(rarest.shape, bool)  # a token that stands there twice is listed once
    once[:, 1:] = rarest[:, 1:] != rarest[:, :-1]
    pieces.postings.append(listed[once])
    pieces.count += len(rows)


def _grouped(rows: _U32, texts: NDArray[np.int64]) -> tuple[_U32, NDArray[np.int64], NDArray[np.intp]]:
    """Rows and texts in an order in which equal rows stand together, and where each new row begins."""
    draw = np.random.default_rng(56)
    factors: list[int] = np.atleast_1d(draw.integers(1, 1 << 62, rows.shape[1])).tolist()
    mixed = np.zeros(len(rows), np.uint64)
    for column in range(rows.shape[1]):
        mixed = (mixed ^ rows[:, column]) * np.uint64(factors[column] | 1)
        mixed ^= mixed >> np.uint64(29)
    order = np.argsort(mixed, kind="stable")
    rows = rows[order]
    new = np.ones(len(rows), bool)
    new[1:] = (rows[1:] != rows[:-1]).any(axis=1)
    return rows, texts[order], np.flatnonzero(new)


def _widths(rows: _U32) -> NDArray[np.uint32]:
    """How many bytes each row takes as UTF-8."""
    points = rows + np.uint32(1)
    points[points >= _SURROGATES] += _SPAN
    widths = 1 + (points >= 0x80).astype(np.uint8) + (points >= 0x800) + (points >= 0x10000)
    total: NDArray[np.uint32] = widths.sum(axis=1, dtype=np.uint32)
    return total


def _postings(listed: NDArray[np.uint64], codes: int) -> tuple[_U32, _U32]:
    listed.sort()
    starts = np.searchsorted(listed, np.arange(codes + 1, dtype=np.uint64) << np.uint64(32))
    return starts.astype(np.uint32), (listed & np.uint64(0xFFFFFFFF)).astype(np.uint32)


def _starts(sizes: NDArray[np.uint32]) -> _U32:
    ends = np.cumsum(sizes, dtype=np.uint64)
    if len(ends) and ends[-1] >= 1 << 32:
        raise OverflowError("an index holds 4 GB at most")
    return np.concatenate([np.zeros(1, np.uint32), ends.astype(np.uint32)])


def _joined(pieces: list[Any], kind: type[np.generic]) -> NDArray[Any]:
    return np.concatenate(pieces) if pieces else np.empty(0, kind)
