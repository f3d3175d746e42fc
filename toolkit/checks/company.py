"""In which company words stand in the translations of a file: what has come before and after them elsewhere."""

from __future__ import annotations

import numpy as np
from msgspec import Struct

from toolkit.checks.check import FileContext, Unit
from toolkit.checks.sides import FileSide, Ints

__all__ = ["Company", "company_of"]


class Company(Struct, frozen=True):
    """How often a word stands in other texts, and how often with the word before it and the one after it."""

    seen: int
    before: int
    after: int


class FileCompany(Struct, frozen=True, eq=False):
    """Words in small letters by number, how often each stands there, and pairs of neighbours in order, with counts."""

    side: FileSide
    word: Ints
    counts: Ints
    pairs: Ints
    pair_counts: Ints


def _target_company(context: FileContext) -> FileCompany:
    """The company of all words of the translations; each distinct text counts once."""
    side = context.target_side
    numbers: dict[str, int] = {}
    folded = [numbers.setdefault(word.casefold(), len(numbers)) for word in side.vocabulary]
    word = np.array(folded, dtype=np.int64)[side.word]
    keys = _pairs(word, len(numbers))
    within = np.ones(len(keys), np.bool_)
    ends = side.offsets[1:-1]
    within[ends[(ends > 0) & (ends <= len(keys))] - 1] = False  # the last word of a text and the first of the next
    pairs, pair_counts = np.unique(keys[within], return_counts=True)
    return FileCompany(side, word, np.bincount(word, minlength=len(numbers)), pairs, pair_counts)


def company_of(unit: Unit, start: int, context: FileContext) -> Company:
    """The company of the word that begins at ``start`` of the target of ``unit``, in other texts of the file."""
    known = context.once(_target_company)
    text = int(known.side.text_of[unit.position])
    first, last = int(known.side.offsets[text]), int(known.side.offsets[text + 1])
    at = first + int(np.searchsorted(known.side.start[first:last], start))
    if at >= last or known.side.start[at] != start:
        return Company(0, 0, 0)
    own = known.word[first:last]
    keys = _pairs(own, len(known.counts))
    before = _elsewhere(keys[at - first - 1], keys, known) if at > first else 0
    after = _elsewhere(keys[at - first], keys, known) if at + 1 < last else 0
    seen = int(known.counts[known.word[at]]) - int((own == known.word[at]).sum())
    return Company(seen, before, after)


def _pairs(word: Ints, width: int) -> Ints:
    """Each word with the next as one number."""
    keys: Ints = word[:-1] * max(width, 1) + word[1:]
    return keys


def _elsewhere(pair: np.int64, own: Ints, known: FileCompany) -> int:
    """How often a pair stands in other texts than that of the pairs ``own``."""
    place = int(np.searchsorted(known.pairs, pair))
    return int(known.pair_counts[place]) - int((own == pair).sum())
