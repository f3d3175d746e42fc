"""What the pieces of a text between its spaces say about its numbers, each by itself: enough for most texts.

Most pieces hold no number; most others hold one that no neighbour changes (``(25)``, ``2019,``, ``trois``, ``40th``).
Where a text has no other pieces than these, :func:`tmx.text.numbers.find_numbers` finds just their numbers, and there
is no need to ask.
"""

from __future__ import annotations

import re
from enum import IntEnum
from functools import lru_cache

import regex
from msgspec import Struct

from tmx.text.languages import Language
from tmx.text.number_mentions import NumberKind, NumberMention, Value
from tmx.text.number_patterns import number_reader
from tmx.text.number_phrases import PhraseReader
from tmx.text.number_unspaced import figures_apart
from tmx.text.numbers import find_numbers, may_hold_number

__all__ = ["PieceNumber", "PieceReader", "PieceSays", "piece_reader"]

_BEFORE, _BEHIND = r"[(\[«\"“]*", r"[.,;:!?)\]»\"”…]*"
_SPACES = " \u00a0\u202f\u2009"
_FIGURE = re.compile(rf"{_BEFORE}[1-9][0-9]*(?:[{_SPACES}][0-9]{{3}})*(?:[.,][0-9]+)?[^\W\d_]{{0,4}}%?{_BEHIND}")
_PERCENT = re.compile(rf"%{_BEHIND}")
_WORDS = re.compile(rf"{_BEFORE}([^\W\d_]+(?:['’‑-][^\W\d_]+)*){_BEHIND}")
_CODE = re.compile(rf"{_BEFORE}[^\W\d_][^\W_]*(?:[-‑][^\W_]+)*{_BEHIND}")
_AFTER = re.compile(rf"{_BEFORE}[^\W\d_]|[)\]«»(\[“”\"€$£.,;:!?…]+\Z|[-–—]\Z|%")
_ROMAN = frozenset("IVX")
_FIGURES = frozenset({NumberKind.FIGURE, NumberKind.YEAR, NumberKind.ORDINAL, NumberKind.PERCENT})
_TRIED = ("5", "15", "115", "2015")
_OF_PHRASES = ("5", "7", "12", "24")


class PieceSays(IntEnum):
    """What a piece holds; ``MORE`` is what only the whole text can tell.

    ``QUIET`` are numbers that count nothing for sure (``one``, ``dozen``, ``X``), ``WORD`` those in words from two to
    ninety-nine.
    """

    NOTHING = 0
    QUIET = 1
    WORD = 2
    MONTH = 3
    WEEKDAY = 4
    CODE = 5
    FIGURE = 6
    MORE = 7


_SAYS = {
    NumberKind.WORD: PieceSays.WORD,
    NumberKind.MONTH: PieceSays.MONTH,
    NumberKind.WEEKDAY: PieceSays.WEEKDAY,
    NumberKind.CODE: PieceSays.CODE,
}


class PieceNumber(Struct, frozen=True):
    """What a piece says, and the value of its number, of a code its letters and figures; None where it is quiet."""

    says: PieceSays
    value: Value | None = None


_NOTHING, _QUIET, _MORE = (PieceNumber(says) for says in (PieceSays.NOTHING, PieceSays.QUIET, PieceSays.MORE))


class PieceReader:
    """Reads pieces of texts of one language."""

    def __init__(self, language: Language) -> None:
        self._language = language
        self._pattern = number_reader(language).pattern
        percents = [one.casefold().split() for one in language.percent_words]
        # No number begins with their first word, and what follows it is looked at by itself.
        self._percents = frozenset(words[0] for words in percents if all(map(str.isalpha, words)))
        self._times = [regex.compile(pattern) for pattern in language.clock_patterns]
        self._phrase_words = re.compile(rf"(?i:\b(?:{'|'.join(sorted(language.phrase_words)) or '(?!)'})\b)")
        patterns = zip(language.number_phrases, PhraseReader(language).patterns, strict=True)
        bare = [(re.sub(r"\\.", " ", phrase.pattern), pattern) for phrase, pattern in patterns]
        self._phrases = [regex.compile(pattern) for words, pattern in bare if not self._phrase_words.search(words)]

    def read(self, piece: str) -> PieceNumber:
        """What ``piece`` holds, if its neighbours leave it as it is: see :meth:`may_follow` and :meth:`joins`."""
        if (
            not may_hold_number(piece, self._language)
            or piece.casefold() in self._percents
            or _PERCENT.fullmatch(piece)
        ):
            return _NOTHING
        if self._phrase_words.search(piece):
            return _MORE
        if not _FIGURE.fullmatch(piece):
            return self._words(piece)
        found = find_numbers(piece, self._language)
        if len(found) == 1 and found[0].kind in _FIGURES and len(found[0].values) == 1:
            return PieceNumber(PieceSays.FIGURE, *found[0].values)
        return _MORE

    def _words(self, piece: str) -> PieceNumber:
        match = _WORDS.fullmatch(piece)
        if match is None and not _CODE.fullmatch(piece):
            return _MORE
        found = find_numbers(piece, self._language)
        if not found and match is not None:
            if match[1] in self._language.ambiguous_months:
                return _NOTHING  # in small letters it is no month
            return _QUIET if len(match[1]) == 1 and match[1] in _ROMAN else _MORE
        if found and all(map(_is_quiet, found)):
            return _QUIET
        if len(found) != 1 or found[0].kind not in _SAYS:
            return _MORE
        values = [one for one in found[0].values if found[0].kind is not NumberKind.CODE or isinstance(one, str)]
        return PieceNumber(_SAYS[found[0].kind], *values) if len(values) == 1 else _MORE

    def joins(self, piece: str) -> bool:
        """Whether ``piece`` may make one number of the words before and behind it."""
        return piece == "-" or piece.casefold() in self._language.number_joiners

    def may_follow(self, piece: str) -> bool:
        """Whether a figure before ``piece`` stays what it is.

        Not so where the two are one number or time (``5 000``, ``5 million``, ``5 h``), or may be with what follows
        (``5 p.``).
        """
        if not _AFTER.match(piece):
            return False
        if any(time.match(f"5 {piece} ", partial=True) for time in self._times):
            return False
        if any(phrase.match(f"{figure} {piece} ", partial=True) for phrase in self._phrases for figure in _OF_PHRASES):
            return False
        apart = figures_apart(piece)
        return all(self._stays(figure, piece, apart) for figure in _TRIED)

    def _stays(self, figure: str, piece: str, apart: str) -> bool:
        """Whether a number is found in ``figure`` and ``piece`` that is the figure; ``apart`` is the piece as read."""
        match = self._pattern.match(f"{figure} {apart}")
        if match is not None and match.end() == len(figure) and match.lastgroup == "figure":
            return True
        first = find_numbers(f"{figure} {piece}", self._language)[:1]
        return [(one.start, one.values) for one in first] == [(0, find_numbers(figure, self._language)[0].values)]


def _is_quiet(mention: NumberMention) -> bool:
    if mention.kind is NumberKind.WORD:
        return not mention.counts
    return not (mention.in_figures or mention.kind in _SAYS or mention.is_share or mention.is_roman)


piece_reader = lru_cache(maxsize=16)(PieceReader)
