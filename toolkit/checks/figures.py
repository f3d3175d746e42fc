"""What the number checks share: the numbers of a unit that have no counterpart, told apart by what they are."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from fractions import Fraction
from operator import attrgetter

import numpy as np
from msgspec import Struct

from tmx.align.stems import distinct
from tmx.text.number_pieces import PieceNumber, PieceReader, PieceSays, piece_reader
from tmx.text.numbers import NumberKind, NumberMention
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.measures import without_conversions
from toolkit.checks.sides import FileSide, Flags, Ints

__all__ = [
    "OddNumber",
    "figure_balance",
    "odd_dates",
    "odd_figures",
    "odd_without_digits",
    "units_with_even_numbers",
    "units_with_odd_numbers",
]

_OFTEN_IN_WORDS = 12
_SCALES = frozenset(map(Fraction, (10**3, 10**6, 10**9, 10**12)))
_CROWDS = frozenset(map(Fraction, (100, 10**3, 10**6, 10**9)))
_OF = re.compile(r"\s(?:of\s|de\s|d['’])")
_A = re.compile(r"\ban?\s\Z", re.IGNORECASE)
_PERIODS = {"t": "q", "s": "h"}  # «T4» is Q4, «S1» is H1
_RANK = re.compile(r"(?i:\bno\.?|n[°º])\s?\Z")
_DAYS_OF = re.compile(r"\b(?:j|jours?)\s?(?:/|sur)\s?\Z")
_TWICE = re.compile(r"(?i:twice)")
_FOLD = re.compile(r"(?i:doubl|tripl|quadrupl|quintupl|décupl|centupl|[a-z]{3,5}fold\b)")
_TIMES = re.compile(r"\s(?i:times|fois)\b")
_TIME = NumberKind.TIME
_CALENDAR = frozenset({NumberKind.DAY, NumberKind.MONTH, NumberKind.WEEKDAY, NumberKind.TIME})


class OddNumber(Struct, frozen=True):
    """A number of the source and what stands in its place; one of the two is None where nothing does."""

    source: NumberMention | None
    target: NumberMention | None


def units_with_odd_numbers(context: FileContext) -> Flags:
    """For each unit whether it is translated and a number of either side has no counterpart, and may be reported."""
    odd = context.translated & (~context.once(units_with_even_numbers) | _with_other_round_words(context))
    for position in np.flatnonzero(odd).tolist():
        comparison = context.units[position].numbers
        left = comparison.source_left, comparison.target_left
        odd[position] = bool(odd_without_digits(context.units[position])) or any(
            any(map(_may_be_odd, side)) for side in left
        )
    return odd


def _with_other_round_words(context: FileContext) -> Flags:
    """For each unit whether both sides have words like ``millions`` and ``doubled``, and not the same ones."""
    languages = (context.source_language, context.target_language)
    words: dict[int, set[str]] = {}
    for language in languages:
        for word, value in (*language.scales.items(), *language.collectives.items()):
            words.setdefault(value, set()).add(word)
    groups = [frozenset(words[value]) for value in sorted(words)]
    one, other = (side.naming(groups) for side in (context.source_side, context.target_side))
    found: Flags = one.any(axis=0) & other.any(axis=0) & (one != other).any(axis=0)
    return found


def _may_be_odd(mention: NumberMention) -> bool:
    """Whether it is reported in some unit if it has no counterpart: a round number, a word for one never are."""
    return mention.in_figures or mention.kind in _CALENDAR or mention.counts


_MANY = frozenset({Fraction(100), Fraction(1000)})  # «a hundred times», «mille mercis»: they count nothing


def _is_large_word(mention: NumberMention) -> bool:
    """Whether it is a number in words from a hundred on: ``two million``, ``deux mille``."""
    values = mention.values
    if mention.kind is not NumberKind.WORD or not values.isdisjoint(_MANY):
        return False
    return all(not isinstance(value, str) and value >= 100 for value in values)


def _is_with_half(mention: NumberMention) -> bool:
    """Whether it is a number in words and a half: ``two and a half``."""
    values = mention.values
    return mention.kind is NumberKind.ROUND and any(
        v > 1 and v.denominator == 2 for v in values if not isinstance(v, str)
    )


_WITHOUT_DIGITS = (attrgetter("is_share"), attrgetter("is_roman"), _is_large_word, _is_with_half)


def units_with_even_numbers(context: FileContext) -> Flags:
    """For each unit whether the pieces of both sides show that every number that may be reported has its counterpart.

    They do where they hold the same figures, number words and names of days and months, and nothing between pieces
    changes one. Where they do not, only the numbers themselves can tell.
    """
    known: dict[PieceNumber, int] = {}
    numbers: dict[tuple[int, ...], int] = {(): 0}
    one, other = (
        _numbered(_piece_numbers(side, piece_reader(language), known), numbers)[side.text_of]
        for side, language in (
            (context.source_side, context.source_language),
            (context.target_side, context.target_language),
        )
    )
    result: Flags = (one >= 0) & (one == other)
    return result


class _PieceNumbers(Struct, frozen=True, eq=False):
    """The numbers that pieces hold, in the order of the texts: ``number`` numbers those of ``text``.

    ``told`` says of each text whether they are all that it has.
    """

    told: Flags
    text: Ints
    number: Ints


def _piece_numbers(side: FileSide, reader: PieceReader, known: dict[PieceNumber, int]) -> _PieceNumbers:
    """The numbers of ``side``, by their numbers in ``known``, to which those are added that are new."""
    read = list(map(reader.read, side.pieces))
    says = np.array([one.says for one in read], dtype=np.int64)[side.piece]
    text = np.repeat(np.arange(len(side.texts)), np.diff(side.piece_offsets))
    odd = says == PieceSays.MORE
    in_words, words = says == PieceSays.WORD, (says == PieceSays.WORD) | (says == PieceSays.QUIET)
    odd[:-1] |= (in_words[:-1] & words[1:]) | (words[:-1] & in_words[1:])
    joins = np.fromiter(map(reader.joins, side.pieces), np.bool_, len(side.pieces))[side.piece]
    odd[:-2] |= words[:-2] & joins[1:-1] & words[2:]
    before = np.flatnonzero((says[:-1] == PieceSays.FIGURE) & (text[:-1] == text[1:]))
    after, place = np.unique(side.piece[before + 1], return_inverse=True)
    free = np.fromiter((reader.may_follow(side.pieces[piece]) for piece in after.tolist()), np.bool_, len(after))
    odd[before[~free[place]]] = True
    told = np.ones(len(side.texts), np.bool_)
    told[text[odd]] = False
    at = np.flatnonzero((says >= PieceSays.WORD) & (says <= PieceSays.FIGURE))
    numbers = np.full(len(read), -1)
    for piece in distinct(side.piece[at]).tolist():
        numbers[piece] = known.setdefault(read[piece], len(known))
    return _PieceNumbers(told, text[at], numbers[side.piece[at]])


def _numbered(found: _PieceNumbers, numbers: dict[tuple[int, ...], int]) -> Ints:
    """For each text a number for what it holds: the same where it holds the same in any order; -1 where it is not told.

    ``numbers`` are those that are given already.
    """
    order = np.lexsort((found.number, found.text))
    ends = np.searchsorted(found.text, np.arange(len(found.told) + 1)).tolist()
    held = found.number[order].tolist()
    given = np.where(found.told, 0, -1)
    for text in distinct(found.text[found.told[found.text]]).tolist():
        given[text] = numbers.setdefault(tuple(held[ends[text] : ends[text + 1]]), len(numbers))
    return given


def odd_figures(unit: Unit) -> list[OddNumber]:
    """The figures and number words of ``unit`` without a counterpart, dates and times apart."""
    comparison = unit.numbers
    source, target = ([m for m in side if m.kind not in _CALENDAR] for side in _left(unit))
    odd = _changed_codes(source, target, unit)
    source, target = without_conversions(source, target, unit)
    source_figures, target_figures = _figures(source), _figures(target)
    in_other_groups = len(source_figures) != len(target_figures)
    if in_other_groups and _digits(source_figures, unit.source.text) == _digits(target_figures, unit.target.text):
        source_figures = target_figures = []  # (1,2) is two figures in English and one in French
    source_figures = _without_months(source_figures, comparison.target_left, unit)
    target_figures = _without_months(target_figures, comparison.source_left, unit)
    source_figures, target_figures = _without_scales(source_figures, target_figures, unit)
    source_figures = [m for m in source_figures if not _is_of_a_week(m, unit.source.text)]
    target_figures = [m for m in target_figures if not _is_of_a_week(m, unit.target.text)]
    if not source_figures or not target_figures:  # «No. 1» is the first one, the leader
        source_figures = [m for m in source_figures if not _is_first_rank(m, unit.source.text)]
        target_figures = [m for m in target_figures if not _is_first_rank(m, unit.target.text)]
    # «three» in a language whose number words are not known
    if not target_figures and not unit.languages[1].cardinals:
        source_figures = [m for m in source_figures if not _is_small(m)]
    if not source_figures and not unit.languages[0].cardinals:
        target_figures = [m for m in target_figures if not _is_small(m)]
    source_words = [m for m in source if m.counts]
    target_words = [m for m in target if m.counts]
    if len(target_figures) > len(source_figures):
        source_figures = sorted(
            [*source_figures, *source_words[: len(target_figures) - len(source_figures)]], key=lambda m: m.start
        )
    elif len(source_figures) > len(target_figures):
        target_figures = sorted(
            [*target_figures, *target_words[: len(source_figures) - len(target_figures)]], key=lambda m: m.start
        )
    elif not source_figures and len(source_words) == len(target_words) == 1:
        source_figures, target_figures = source_words, target_words
    return odd + _side_by_side(source_figures, target_figures)


def odd_without_digits(unit: Unit) -> list[OddNumber]:
    """The shares in words (``two thirds``) and Roman numerals without a counterpart, each beside one of its kind.

    By itself neither is odd: ``a third`` may be ``one in three``, ``World War II`` the second one.
    """
    left = (unit.numbers.source_left, unit.numbers.target_left)
    odd = []
    for is_of_kind in _WITHOUT_DIGITS:
        source, target = (filter(is_of_kind, side) for side in left)
        odd += [OddNumber(one, other) for one, other in zip(source, target, strict=False)]
    return odd + _odd_crowds(left, unit) + _odd_multiples(left, (unit.source.text, unit.target.text))


def _odd_crowds(left: tuple[Sequence[NumberMention], ...], unit: Unit) -> list[OddNumber]:
    """``thousands of`` on one side and «des millions de» on the other, each alone there."""
    sides = (unit.source.text, unit.target.text)
    crowds = [[m for m in side if _is_crowd(m, text)] for side, text in zip(left, sides, strict=True)]
    return _side_by_side(*crowds) if len(crowds[0]) == len(crowds[1]) == 1 else []


def _is_crowd(mention: NumberMention, text: str) -> bool:
    """Whether it is ``thousands of``, «un millier d’…», or ``a thousand``; «mille mercis» are none."""
    if mention.in_figures or mention.values.isdisjoint(_CROWDS) or len(mention.values) != 1:
        return False
    return bool(_OF.match(text, mention.end) or _A.search(text, max(mention.start - 3, 0), mention.start))


def _odd_multiples(left: tuple[Sequence[NumberMention], ...], texts: tuple[str, str]) -> list[OddNumber]:
    """``twice`` on one side and «trois fois» on the other, ``doubled`` and «triplé»."""
    twice = [
        [m for m in side if _TWICE.fullmatch(text, m.start, m.end)] for side, text in zip(left, texts, strict=True)
    ]
    times = [
        [m for m in side if m.counts and _TIMES.match(text, m.end)] for side, text in zip(left, texts, strict=True)
    ]
    folds = [[m for m in side if _FOLD.match(text, m.start)] for side, text in zip(left, texts, strict=True)]
    pairs = [*zip(twice[0], times[1], strict=False), *zip(times[0], twice[1], strict=False)]
    pairs += zip(*folds, strict=False)
    return [OddNumber(one, other) for one, other in pairs]


def _left(unit: Unit) -> tuple[list[NumberMention], list[NumberMention]]:
    """What has no counterpart on either side; two figures of a time (``3:30``) are one where the other side has one.

    In a language whose times are not known they are read as figures.
    """
    ours, theirs = list(unit.numbers.source_left), list(unit.numbers.target_left)
    has = [any(m.kind is NumberKind.TIME for m in side) for side in (ours, theirs)]
    return (
        _with_times(ours, unit.source.text) if has[1] else ours,
        _with_times(theirs, unit.target.text) if has[0] else theirs,
    )


def _with_times(mentions: list[NumberMention], text: str) -> list[NumberMention]:
    """``mentions`` with a time in place of two figures that are hour and minute."""
    found: list[NumberMention] = []
    for mention in mentions:
        hour = found[-1] if found else None
        if hour is not None and _is_clock(hour, mention, text):
            found[-1] = NumberMention(hour.start, mention.end, frozenset({text[hour.start : mention.end]}), _TIME)
        else:
            found.append(mention)
    return found


def _is_clock(hour: NumberMention, minute: NumberMention, text: str) -> bool:
    figures = hour.kind is NumberKind.FIGURE and minute.kind is NumberKind.FIGURE
    return figures and text[hour.end : minute.start] == ":" and minute.end - minute.start == len("30")


def _without_months(figures: list[NumberMention], others: Sequence[NumberMention], unit: Unit) -> list[NumberMention]:
    """``figures`` without those of months that the other language names, where one of the two is not known: ``5月``."""
    if all(language.months for language in unit.languages):
        return figures
    named = frozenset().union(*(other.values for other in others if other.kind is NumberKind.MONTH))
    return [figure for figure in figures if not figure.values & named]


def _is_of_a_week(mention: NumberMention, text: str) -> bool:
    """Whether it is the seven of «5 jours sur 7», which are five days a week."""
    return (
        Fraction(7) in mention.values and _DAYS_OF.search(text, max(mention.start - 12, 0), mention.start) is not None
    )


def _without_scales(
    source: list[NumberMention], target: list[NumberMention], unit: Unit
) -> tuple[list[NumberMention], list[NumberMention]]:
    """Both sides without what is the same but for a word of scale in a language whose words are not known.

    ``4,2 Millionen`` is 4.2 where *Millionen* is not known.
    """
    if all(language.scales for language in unit.languages):
        return source, target
    left = list(target)
    kept = []
    for mention in source:
        scaled = _has_letters(mention, unit.source.text)
        others = (one for one in left if scaled or _has_letters(one, unit.target.text))
        other = next((one for one in others if _ratios(mention, one) & _SCALES), None)
        if other is None:
            kept.append(mention)
        else:
            left.remove(other)
    return kept, left


def _has_letters(mention: NumberMention, text: str) -> bool:
    return any(map(str.isalpha, text[mention.start : mention.end]))


def _ratios(one: NumberMention, other: NumberMention) -> set[Fraction]:
    amounts = [[v for v in mention.values if isinstance(v, Fraction) and v] for mention in (one, other)]
    return {max(a, b) / min(a, b) for a in amounts[0] for b in amounts[1]}


def _is_small(mention: NumberMention) -> bool:
    """Whether it is often written as a word."""
    values = [value for value in mention.values if isinstance(value, Fraction)]
    return mention.kind is not NumberKind.PERCENT and bool(values) and max(values) <= _OFTEN_IN_WORDS


def _is_first_rank(mention: NumberMention, text: str) -> bool:
    return text[mention.start : mention.end] == "1" and _RANK.search(text, 0, mention.start) is not None


def figure_balance(unit: Unit) -> Iterator[tuple[NumberMention, bool]]:
    """The figures of the source, codes apart, each with whether it has a counterpart."""
    comparison = unit.numbers
    yield from ((source, True) for source, _ in comparison.pairs if source.in_figures)
    yield from ((source, False) for source in _figures(list(comparison.source_left)))


def odd_dates(unit: Unit) -> list[OddNumber]:
    """The days, months, weekdays and times of ``unit`` without a counterpart."""
    left = _left(unit)
    odd: list[OddNumber] = []
    names_known = all(language.months for language in unit.languages)
    for kinds in ({NumberKind.DAY}, {NumberKind.MONTH}, {NumberKind.WEEKDAY}, {NumberKind.TIME}):
        if not names_known and kinds & {NumberKind.MONTH, NumberKind.WEEKDAY}:
            continue
        source, target = ([m for m in side if m.kind in kinds] for side in left)
        odd += _side_by_side(source, target)
    return odd


def _figures(mentions: list[NumberMention]) -> list[NumberMention]:
    return [m for m in mentions if m.in_figures and m.kind is not NumberKind.CODE]


def _digits(mentions: list[NumberMention], text: str) -> str:
    return "".join(c for m in mentions for c in text[m.start : m.end] if c.isdigit())


def _letters(mention: NumberMention, text: str) -> str:
    letters = "".join(c for c in text[mention.start : mention.end] if c.isalpha()).casefold()
    return _PERIODS.get(letters, letters)


def _changed_codes(source: list[NumberMention], target: list[NumberMention], unit: Unit) -> list[OddNumber]:
    """Codes with the same letters and another figure; a code that is only dropped is none of our business."""
    odd = []
    open_target = [m for m in target if m.kind is NumberKind.CODE]
    for mention in (m for m in source if m.kind is NumberKind.CODE):
        letters = _letters(mention, unit.source.text)
        other = next((m for m in open_target if _letters(m, unit.target.text) == letters), None)
        if other is not None:
            open_target.remove(other)
            odd.append(OddNumber(mention, other))
    return odd


def _side_by_side(source: list[NumberMention], target: list[NumberMention]) -> list[OddNumber]:
    shared = min(len(source), len(target))
    odd = [OddNumber(one, other) for one, other in zip(source, target, strict=False)]
    odd += [OddNumber(one, None) for one in source[shared:]]
    odd += [OddNumber(None, other) for other in target[shared:]]
    return odd
