"""Opposites that a text names: poles (open and closed, north and south) of a list of our own, in two languages."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

import numpy as np

from tmx.text.tokens import Token
from toolkit.checks.sides import FileSide

__all__ = ["Turned", "perhaps_turned", "poles_of", "turned"]

# The opposite of pole 2n is 2n + 1. Pole p has two bits from 2p on: that it is named, and that it perhaps is.
_BITS = 2
_KEPT = 1 << 17  # words that are remembered
_KEY = 3  # letters by which beginnings are looked up; none is shorter


@dataclass(frozen=True, slots=True)
class Turned:
    """The word of a source that names a pole, and that of the translation which names the opposite one in its place."""

    source: Token
    target: Token


class _Poles(dict[str, int]):
    """The words of one language that name a pole, as bits: found out once a word.

    ``words`` are whole ones, ``beginnings`` those of words by their first letters; ``first`` are the bits that name the
    first pole of each pair.
    """

    def __init__(
        self, words: Mapping[str, int], beginnings: Mapping[str, Sequence[tuple[str, int]]], first: int
    ) -> None:
        super().__init__()
        self.words = words
        self.beginnings = beginnings
        self.first = first

    def __missing__(self, word: str) -> int:
        if len(self) >= _KEPT:
            self.clear()
        lowered = word.lower()
        found = self.words.get(word, 0) | self.words.get(lowered, 0)
        for beginning, bits in self.beginnings.get(lowered[:_KEY], ()):
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
    first = poles_of(languages[0]).first
    ours, theirs = (
        poles_of(language).in_texts(side) for side, language in zip((source, target), languages, strict=True)
    )
    for text, other in zip(source.text_of.tolist(), target.text_of.tolist(), strict=True):
        one, two = ours[text], theirs[other]
        yield bool(
            (one & two >> _BITS & ~(two >> 1 & one >> _BITS + 1) & first)
            or (one >> _BITS & two & ~(two >> _BITS + 1 & one >> 1) & first)
        )


def turned(source: Sequence[Token], target: Sequence[Token], languages: tuple[str, str]) -> Iterator[Turned]:
    """The poles that a source names and its translation does not, which names the opposite more often than the source.

    Or that it names less often than the source, which does not name the opposite at all. Both are given as words.
    """
    ours, theirs = poles_of(languages[0]), poles_of(languages[1])
    times, other_times = _counted(source, ours), _counted(target, theirs)
    for bit in [bit for bit in times if bit % _BITS == 0]:
        opposite = bit + _BITS if bit % (2 * _BITS) == 0 else bit - _BITS
        kept = other_times[bit + 1]
        gone = not kept and other_times[opposite] > times[opposite + 1]
        if gone or (kept < times[bit] and not times[opposite + 1] and other_times[opposite]):
            here = next(word for word in source if ours[word.text] >> bit & 1)
            yield Turned(here, next(word for word in target if theirs[word.text] >> opposite & 1))


def _counted(words: Iterable[Token], poles: _Poles) -> Counter[int]:
    """How many of ``words`` have each bit."""
    found: Counter[int] = Counter()
    for bits in filter(None, (poles[word.text] for word in words)):
        found.update(bit for bit in range(bits.bit_length()) if bits >> bit & 1)
    return found


@cache
def poles_of(language: str) -> _Poles:
    """The poles as ``language`` names them, which is English or French."""
    words: defaultdict[str, int] = defaultdict(int)
    beginnings: defaultdict[str, list[tuple[str, int]]] = defaultdict(list)
    first = 0
    for number, (named, perhaps) in enumerate(_lines(language)):
        bit = 1 << _BITS * number
        first |= 0 if number % 2 else bit
        for word, bits in [(word, 3 * bit) for word in named] + [(word, 2 * bit) for word in perhaps]:
            if word.endswith("*"):
                beginning = word.removesuffix("*")
                beginnings[beginning[:_KEY]].append((beginning, bits))
            else:
                words[word] |= bits
    return _Poles(words, beginnings, first)


def _lines(language: str) -> Iterator[tuple[list[str], list[str]]]:
    """What names each pole, and what perhaps does."""
    text = files("toolkit.checks").joinpath("opposites.txt").read_text(encoding="utf-8")
    for line in text.splitlines():
        if line.startswith(f"{language} "):
            named, _, perhaps = line[len(language) :].partition("|")
            yield named.split(), perhaps.split()
