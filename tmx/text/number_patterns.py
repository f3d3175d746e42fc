"""What a number looks like in a language: the pattern that finds figures, number words, dates and times."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from itertools import compress

from msgspec import Struct

from tmx.text.languages import Language
from tmx.text.number_phrases import PhraseReader
from tmx.text.pieces import piece_offsets
from tmx.text.word_pattern import any_of

__all__ = ["NumberReader", "number_reader", "number_word"]

# Placeholders, tags, entities and addresses carry digits that are no numbers of the text.
# A mail address has 64 characters at most before its @ (RFC 5321): without an end every dotted run would be read again
# from each of its places.
_SKIP = (
    r"(?:https?://|www\.)\S+ | [\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+ | <[^<>]*> | \{[^{}]*\} | &\#?\w+; "
    r"| %\(\w+\)[a-z] | %\d+\$[a-z] | %[sd](?!\w)"
)
_INLAND = r"\b0(?=[1-9](?:[\s.\-]?\d){7,9}(?![\s.\-]?\d))\d{1,4}(?:[\s.\-]\d{2,4}){2,4}(?![\w,])"
_PHONE = rf"(?:\+|\b00)\d{{1,3}}(?:[\s.\-]?\(?\d+\)?){{2,}} | {_INLAND}"
_NUMERIC_DATE = r"\b\d{4}-\d{2}-\d{2}\b | \b\d{1,2}(?P<mark>[/.])\d{1,2}(?P=mark)(?:\d{4}|\d{2})\b"
_ATTACHED_CODE = r"[^\W\d_]+\d[^\W_]*(?:[-.]\d+)*"
# «covid» is a French noun by now, and stays a name with its number
_HYPHENED_CODE = r"(?:(?=[^\W\d_]*?[A-Z])[^\W\d_]++|covid)[-‑]\d++(?![\d.,]*\d)"
_FRACTION = r"\d+\s?/\s?\d+(?![\d/])"
_VERSION = r"\d+(?:\.\d+){2,}"
_GROUPED = r"\d{1,3}(?:(?P<group>[.,'’\s])\d{3})(?:(?P=group)\d{3})*(?!\d)(?:[.,]\d+)?"
_ROMAN = r"\b[IVXLC]{2,}\b | (?<=\w\s)[IVX]\b"
# Where nothing of this can begin, it is not tried: at spaces and common marks, and inside a word.
_BEGIN = r"(?![\s.,;:)-])(?:(?<![^\W\d_])|(?![^\W\d_])|(?=https?://|www\.))"
_VULGAR = "½⅓⅔¼¾⅕⅛"


def _clock(language: Language) -> str:
    """The clock patterns as alternatives without names, to be read again one by one."""
    return "|".join(re.sub(r"\(\?P<\w+>", "(?:", pattern) for pattern in language.clock_patterns)


def _roman(language: Language) -> str:
    suffixes = any_of(language.ordinal_suffixes)
    return rf"\b[IVX]+(?:{suffixes})\b | {_ROMAN}" if suffixes else _ROMAN


def _pattern(language: Language) -> str:
    cardinals = any_of([*language.cardinals, *language.ordinals, *language.scales])
    joiners = "".join(rf"|\s+{joiner}\s+|-{joiner}-" for joiner in language.number_joiners)
    dates = any_of([*language.months, *language.weekdays])
    single = any_of([*language.collectives, *language.fractions, *language.clock_words])
    suffixes = any_of(language.ordinal_suffixes)
    decimal = re.escape(language.decimal_mark)
    percent = any_of(language.percent_words)
    scales = any_of(list(language.scales))
    marks = any_of(list(language.scale_marks))
    tail = rf"(?P<ordinal>(?:{suffixes})(?!\w))?" if suffixes else "(?P<ordinal>(?!))?"
    tail += rf"(?:\+?[\s-]?(?P<scale>(?i:{scales}))(?!\w))?" if scales else "(?P<scale>(?!))?"
    tail += rf"(?:\s?(?P<scale_mark>{marks})(?!\w))?" if marks else "(?P<scale_mark>(?!))?"
    tail += rf"(?P<percent>\s?(?:%(?![A-Za-z(])|％{'|(?i:' + percent + ')' if percent else ''}))?"
    parts = [
        rf"(?P<skip>{_SKIP}{'|' + percent if percent else ''})",
        rf"(?P<phone>{_PHONE})",
        rf"(?P<date>{_NUMERIC_DATE})",
        rf"(?<![\w])(?P<decade>(?i:{re.sub('<decade>', '<tens>', language.decade_pattern)}))"
        if language.decade_pattern
        else "",
        rf"(?<![\w.,])(?P<phrase>{PhraseReader(language).pattern})" if language.number_phrases else "",
        rf"(?<![\w.,])(?P<clock>(?:{_clock(language)}))" if language.clock_patterns else "",
        rf"(?<!\w)(?P<code>{_HYPHENED_CODE}|{_ATTACHED_CODE})",
        rf"(?P<version>{_VERSION})",
        rf"(?P<fraction>{_FRACTION}|[{_VULGAR}])",
        rf"(?P<figure>(?P<digits>{_GROUPED}|\d+{decimal}\d+|\d+(?:\.\d+)?){tail})",
        rf"(?P<roman>{_roman(language)})",
    ]
    if cardinals:
        parts.append(rf"(?<!\w)(?P<words>(?i:{cardinals})(?:(?:\s*-\s*|\s+{joiners})(?i:{cardinals}))*)(?!\w)")
        parts.append(rf"(?<!\w)(?P<name>(?i:{dates}))(?!\w)")
        parts.append(rf"(?<!\w)(?P<single>(?i:{single}))(?!\w)")
    return _BEGIN + _unless_plain(language) + "(?:" + " | ".join(part for part in parts if part) + ")"


def _unless_plain(language: Language) -> str:
    """Where a word in small letters stands that begins like no number word, nothing is tried: most words are such."""
    beginnings = "|".join(sorted({re.escape(word.lower()[:2]) for word in _first_words(language)})) or "(?!)"
    return rf"(?:(?![a-zà-öø-ÿ]+(?:[\s,;)]|\Z))|(?={beginnings}))"


class NumberReader(Struct, frozen=True):
    """The compiled patterns of a language."""

    language: Language
    pattern: re.Pattern[str]
    clock: tuple[re.Pattern[str], ...]
    phrases: PhraseReader
    ambiguous_month: re.Pattern[str]
    starts: _Starts

    def matches(self, text: str) -> Iterator[re.Match[str]]:
        """What ``pattern.finditer`` finds in ``text``, tried only in the pieces in which something can begin."""
        pieces = text.split()
        starts = list(map(self.starts.__getitem__, pieces))
        if not any(starts):
            return
        match, end = self.pattern.match, 0
        offsets = compress(piece_offsets(text, pieces), starts)
        for piece_starts, offset in zip(filter(None, starts), offsets, strict=True):
            for start in piece_starts:
                found = match(text, offset + start) if offset + start >= end else None
                if found is not None:
                    end = found.end()
                    yield found


class _Starts(dict[str, tuple[int, ...]]):
    """The places in a piece between spaces where a match can begin: none in most. Found out once a piece."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._words = _first_words(language)
        self._sign = re.compile(rf"[\d{_VULGAR}<{{&%@] | :// | www\. | \b[IVX]\b | {_roman(language)}", re.VERBOSE)

    def __missing__(self, piece: str) -> tuple[int, ...]:
        if len(self) >= _KEPT:
            self.clear()
        begins: tuple[int, ...] = ()
        if self._may_begin(piece):
            begins = tuple(found.start() for found in _BEGINNING.finditer(piece) if found.start() < len(piece))
        self[piece] = begins
        return begins

    def _may_begin(self, piece: str) -> bool:
        bare = piece.strip(_MARKS)
        if bare.isalpha() and bare[0] not in _ROMAN_LETTERS and bare != "www":  # most pieces: no sign is in a word
            folded = bare.casefold()
            if folded.isalpha():
                return folded in self._words
        return bool(self._sign.search(piece)) or not self._words.isdisjoint(_LETTERS.findall(piece.casefold()))


_KEPT = 1 << 17  # pieces that are remembered
_MARKS = '.,;:!?()«»“”"'  # none is a sign that something begins
_ROMAN_LETTERS = "IVXLC"
_BEGINNING = re.compile(_BEGIN)
_LETTERS = re.compile(r"[^\W\d_]+")


def _first_words(language: Language) -> frozenset[str]:
    """The words that something may begin with: number words, months, weekdays, and those of decades and per cents.

    Words of decades that may be missing (``the 1990s``) are none: what follows them is found by itself.
    """
    needed = re.sub(r"\(\?:[^()]*\)\?", " ", language.decade_pattern).partition("(?P<decade>")[0]
    bare = re.sub(r"\\.", " ", needed)
    percents = (_LETTERS.findall(one)[0] for one in language.percent_words)
    return _names(language).union(_LETTERS.findall(bare), percents)


def _names(language: Language) -> frozenset[str]:
    """The first words of all number words, months and weekdays."""
    counting = (*language.cardinals, *language.ordinals, *language.scales, *language.collectives, *language.fractions)
    phrases = (phrase.pattern for phrase in language.number_phrases)
    names = (*counting, *language.months, *language.weekdays, *language.clock_words, *phrases)
    found = (_LETTERS.match(name.casefold()) for name in names)
    return frozenset(match.group() for match in found if match)


@lru_cache(maxsize=64)
def number_word(language: Language) -> re.Pattern[str]:
    """A number word of ``language``, of those that can be added up."""
    return re.compile(rf"(?i:{any_of([*language.cardinals, *language.ordinals, *language.scales]) or '(?!)'})(?!\w)")


@lru_cache(maxsize=64)
def number_reader(language: Language) -> NumberReader:
    """The patterns of ``language``, compiled once."""
    lead_ins = any_of(language.month_lead_ins) or r"(?!)"
    return NumberReader(
        language,
        re.compile(_pattern(language), re.VERBOSE),
        tuple(re.compile(pattern) for pattern in language.clock_patterns),
        PhraseReader(language),
        re.compile(rf"(?:^|\W)(?i:{lead_ins})[\s-]$|\d(?:st|nd|rd|th)?(?:\sof)?\s$"),
        _Starts(language),
    )
