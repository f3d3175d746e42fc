"""Opposites that a text names: poles (open and closed, north and south) of a list of our own, in two languages."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cache, reduce
from importlib.resources import files
from operator import or_

import numpy as np
from msgspec import Struct

from tmx.text.tokens import Token
from toolkit.checks.sides import FileSide

__all__ = ["Turned", "perhaps_turned", "poles_of", "turned"]

# The opposite of pole 2n is 2n + 1. Pole p has two bits from 2p on: that it is named, and that it perhaps is.
_BITS = 2
_KEPT = 1 << 17  # words that are remembered
_FIRM = "!"  # before the first pole of a pair that no negation turns
_KEY = 3  # letters by which beginnings are looked up; none is shorter


class Turned(Struct, frozen=True):
    """The word of a source that names a pole, and that of the translation which names the opposite one in its place.

    ``by_negation`` says whether a negation would make the one of the other: what is not open is closed.
    """

    source: Token
    target: Token
    by_negation: bool


class _Poles(dict[str, int]):
    """The words of one language that name a pole, as bits: found out once a word.

    ``words`` are whole ones, ``beginnings`` those of words by their first letters; ``first`` are the bits that name the
    first pole of each pair, ``firm`` those that name a pole of a pair which no negation turns.
    """

    def __init__(
        self, words: Mapping[str, int], beginnings: Mapping[str, Mapping[str, int]], first: int, firm: int
    ) -> None:
        super().__init__()
        self.firm = firm
        self.words = words
        self.beginnings = beginnings
        self.first = first

    def __missing__(self, word: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        lowered = word.lower()
        found = self.words.get(lowered, 0)
        if lowered != word:
            found |= self.words.get(word, 0)
        alike = self.beginnings.get(lowered[:_KEY])
        if alike is not None:
            for beginning, bits in alike.items():
                if lowered.startswith(beginning):
                    found |= bits
        self[word] = found
        return found

    def in_texts(self, side: FileSide) -> list[int]:
        """The bits of the words of each text of ``side``."""
        bits = list(map(self.__getitem__, side.vocabulary))
        flagged = np.fromiter(map(bool, bits), np.bool_, len(bits))
        at = np.flatnonzero(flagged[side.word])
        texts = np.searchsorted(side.offsets, at, side="right") - 1
        found = [0] * len(side.texts)
        for word, text in zip(side.word[at].tolist(), texts.tolist(), strict=True):
            found[text] |= bits[word]
        return found


def perhaps_turned(source: FileSide, target: FileSide, languages: tuple[str, str]) -> Iterator[bool]:
    """For each unit whether the source names a pole and the translation its opposite, and not both sides both."""
    poles = poles_of(languages[0]), poles_of(languages[1])
    ours, theirs = poles[0].in_texts(source), poles[1].in_texts(target)
    for text, other in zip(source.text_of.tolist(), target.text_of.tolist(), strict=True):
        yield bool(_perhaps(ours[text], theirs[other], poles[0].first))


def _perhaps(one: int, two: int, first: int) -> int:
    """The bits of poles that are perhaps turned, of those of a source and of a translation."""
    firsts = one & two >> _BITS & ~(two >> 1 & one >> _BITS + 1) & first
    seconds = one >> _BITS & two & ~(two >> _BITS + 1 & one >> 1) & first
    return firsts | seconds << _BITS


def turned(source: Sequence[Token], target: Sequence[Token], languages: tuple[str, str]) -> Iterator[Turned]:
    """The poles that a source names and its translation does not, which names the opposite more often than the source.

    Or that it names less often than the source, which does not name the opposite at all. Both are given as words.
    """
    poles = poles_of(languages[0]), poles_of(languages[1])
    ours, theirs = ([side[word.text] for word in words] for side, words in zip(poles, (source, target), strict=True))
    perhaps = _perhaps(reduce(or_, ours, 0), reduce(or_, theirs, 0), poles[0].first)
    for bit in [bit for bit in range(perhaps.bit_length()) if perhaps >> bit & 1]:
        opposite = bit + _BITS if bit % (2 * _BITS) == 0 else bit - _BITS
        kept = _times(theirs, bit + 1)
        there = _times(ours, opposite + 1)
        here = _times(theirs, opposite)
        if (not kept and here > there) or (kept < _times(ours, bit) and not there and here):
            named = next(word for word, bits in zip(source, ours, strict=True) if bits >> bit & 1)
            other = next(word for word, bits in zip(target, theirs, strict=True) if bits >> opposite & 1)
            yield Turned(named, other, not poles[0].firm >> bit & 1)


def _times(words: Iterable[int], bit: int) -> int:
    """How many of ``words``, given as bits, have one."""
    return sum(bits >> bit & 1 for bits in words)


@cache
def poles_of(language: str) -> _Poles:
    """The poles as ``language`` names them, which is English or French."""
    words: defaultdict[str, int] = defaultdict(int)
    beginnings: defaultdict[str, defaultdict[str, int]] = defaultdict(lambda: defaultdict(int))
    first = firm = 0
    for number, (named, perhaps) in enumerate(_lines(language)):
        bit = 1 << _BITS * number
        first |= 0 if number % 2 else bit
        if named[:1] == [_FIRM]:
            del named[0]
            firm |= bit | bit << _BITS
        for word, bits in [(word, 3 * bit) for word in named] + [(word, 2 * bit) for word in perhaps]:
            if word.endswith("*"):
                beginnings[word[:_KEY]][word[:-1]] |= bits
            else:
                words[word] |= bits
    return _Poles(words, beginnings, first, firm)


def _lines(language: str) -> Iterator[tuple[list[str], list[str]]]:
    """What names each pole, and what perhaps does."""
    text = files("toolkit.checks").joinpath("opposites.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith(f"{language} "):
            named, _, perhaps = line[len(language) :].partition("|")
            yield named.split(), perhaps.split()
