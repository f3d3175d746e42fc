"""Measures: those that a translator has converted (miles to km), and those in another unit (km as m, % as ‰)."""

from __future__ import annotations

import math
import re
from collections.abc import Iterable, Sequence
from fractions import Fraction
from functools import lru_cache

from msgspec import Struct

from tmx.text.languages import Language
from tmx.text.numbers import NumberKind, NumberMention
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.sides import FileSide, Flags
from toolkit.checks.unit_signs import UNIT_SIGNS

__all__ = ["Measure", "other_units", "units_with_measures", "without_conversions"]

_TOLERANCE = 0.13  # 2 to 4 inches are rounded to 5 to 10 cm
_ROUNDED = 0.06  # «1,250 g» may be 1.3 kg
_DEGREES = 1.5
_EXACT = frozenset({"days", "months"})  # a span of time is converted without rounding
_DAYS_OF_MONTH = 30.4
_MARKUP = r"(?:\s*(?:<[^<>]*>|\{\w*\}|%s))?"  # may stand between a figure and its unit
# as French counts them from day to day: «huit jours», «quinze jours» are one and two weeks
_WEEKS_IN_DAYS = ({8.0, 7.0}, {15.0, 14.0})


_SCALE = "°"  # before the sign of a scale of temperature
_PER_CENT, _PER_MILLE = "%", "‰"
_TIME_ADJECTIVE = r"(?:[^\W\d_]{4,}\s(?=%s))?"  # «30 working days», «two whole weeks»
_DASHES = "-‑–−"
_SIGNED = re.compile(rf"[{_DASHES}]\d")
# what else may say that a temperature is below zero
_COLD = re.compile(rf"(?i:minus|negative|freez|moins|négati|z[eé]ro|gel\b)|[{_DASHES}]\s+\d")
_HALF = re.compile(r"(?i:\b(?:and\sa\shalf|et\sdemie?)\b)")
_INSIDE = re.compile(r"\s(?=[^\W\d_]+\s(?i:and\sa\shalf|et\sdemie?)\b)")
_DAILY = re.compile(r"(?i:\b(?:(?:per|a|each|every|par|chaque|le)\s(?:day|jour)|daily|quotidien\w*)\b)")
_UP_TO = re.compile(r"[\d°CF%]\s*\Z")
_METRES = re.compile(r"(?<=\d)\s+m\Z")  # «12 m» may be twelve million
_WHOLE_HOURS = re.compile(r"(?P<figure>\d+)\s?[^\W\d_]+")


class Measure(Struct, frozen=True):
    """A measure ``text[start:end]``: an ``amount`` in the base unit of its ``dimension``.

    ``unit`` is how many of those the unit is that it was given in. Of «degrees» alone it is not ``certain`` which.
    """

    start: int
    end: int
    dimension: str
    amount: float
    unit: float
    certain: bool = True


@lru_cache(maxsize=64)
def _unit_pattern(language: Language) -> re.Pattern[str]:
    sizes = {**UNIT_SIGNS, **language.measures}
    units = _either_of(sizes)
    adjective = _TIME_ADJECTIVE % _either_of(name for name, (dimension, _) in sizes.items() if dimension in _EXACT)
    # «2 and 4 inches»: the unit may follow another figure.
    return re.compile(
        rf"(?:[\s-]*(?:to|and|or|à|et|ou|-|–){_MARKUP}\s*[{_DASHES}]?\d[\d.,]*)?\)?{_MARKUP}[\s-]*"
        rf"(?:of\san?\s|an?\s|d['’]|{adjective})?(?P<unit>{units})(?!\w)"
    )


def _either_of(names: Iterable[str]) -> str:
    spaced = {"s": r"(?<=\s)s"}  # «the under-16s»
    return "|".join(spaced.get(name) or re.escape(name) for name in sorted(names, key=len, reverse=True))


def _measure(mention: NumberMention, text: str, language: Language) -> Measure | None:
    amounts = [float(value) for value in mention.values if isinstance(value, Fraction)]
    if mention.kind is NumberKind.PERCENT and amounts:
        dimension, size = UNIT_SIGNS[_PER_CENT]
        return Measure(mention.start, mention.end, dimension, min(amounts) * size, size)
    found = _unit_pattern(language).match(text, _end_of_figure(mention, text)) or _inside(mention, text, language)
    if found is None or not amounts:
        return None
    if _HALF.search(text, mention.start, mention.end):  # «un jour et demi» may be one for other checks
        amounts = [amount for amount in amounts if amount % 1] or amounts
    dimension, size = language.measures.get(found["unit"]) or UNIT_SIGNS[found["unit"]]
    amount, end = min(amounts), max(mention.end, found.end())
    said = found["unit"].startswith(_SCALE)
    if said and _is_below(text, mention.start):
        amount = -amount
    if dimension == "Fahrenheit":
        return Measure(mention.start, end, "temperature", (amount - 32) * 5 / 9, 5 / 9, said)
    if dimension == "Celsius":
        return Measure(mention.start, end, "temperature", amount, 1, said)
    return Measure(mention.start, end, dimension, amount * size, size)


def _inside(mention: NumberMention, text: str, language: Language) -> re.Match[str] | None:
    """The unit that stands in the midst of a number: «un jour et demi»."""
    gap = _INSIDE.search(text, mention.start, mention.end)
    return None if gap is None else _unit_pattern(language).match(text, gap.start())


def _is_below(text: str, start: int) -> bool:
    """Whether a minus stands before the figure at ``start``: «–20 °C», but neither «2–8 °C» nor «2 °C –8 °C»."""
    sign, before = text[max(start - 1, 0) : start], text[max(start - 4, 0) : max(start - 1, 0)]
    return (
        sign != "" and sign in _DASHES and (not before or before[-1] in "( \u00a0\u202f") and not _UP_TO.search(before)
    )


def _end_of_figure(mention: NumberMention, text: str) -> int:
    """Where the unit of a figure may begin: «8 heures» is read as a time of day, and may be eight hours.

    So is «12 m» read as twelve million.
    """
    metres = _METRES.search(text, mention.start, mention.end)
    if metres is not None:
        return metres.start()
    hours = _WHOLE_HOURS.fullmatch(text, mention.start, mention.end) if mention.kind is NumberKind.TIME else None
    return mention.end if hours is None else hours.end("figure")


def _agree(one: Measure, other: Measure) -> bool:
    """Whether one is the other converted; in the same unit nothing is, and 100 km are not 110 km."""
    if one.dimension != other.dimension or one.unit == other.unit:
        return False
    if one.dimension in _EXACT:
        return abs(one.amount - other.amount) < one.unit / 100 or {one.amount, other.amount} in _WEEKS_IN_DAYS
    if one.dimension == "share":
        return math.isclose(one.amount, other.amount)
    places = math.log10(one.unit / other.unit)
    if math.isclose(places, round(places)):  # grams and kilograms
        return math.isclose(one.amount, other.amount, rel_tol=_ROUNDED)
    if one.dimension == "temperature":
        return abs(one.amount - other.amount) <= _DEGREES
    return abs(one.amount - other.amount) <= _TOLERANCE * max(abs(one.amount), abs(other.amount))


def without_conversions(
    source: Sequence[NumberMention], target: Sequence[NumberMention], unit: Unit
) -> tuple[list[NumberMention], list[NumberMention]]:
    """The numbers without a counterpart, less those whose measure stands on the other side in another unit.

    A measure that the source gives in two units (``45 miles (72 km)``) may be given in one.
    """
    if not (source or target) or not any(language.measures for language in unit.languages):
        return list(source), list(target)
    ours, theirs = _measures(unit)
    return (
        [m for m in source if not _converted(ours.get(m), theirs.values(), unit.target.text)],
        [m for m in target if not _converted(theirs.get(m), ours.values(), unit.source.text)],
    )


def _measures(unit: Unit) -> tuple[dict[NumberMention, Measure | None], dict[NumberMention, Measure | None]]:
    """What each number of the source measures, and each of the target; None where it measures nothing."""
    languages = unit.languages
    turned = languages[1], languages[0]  # «half an inch» is no year in French
    return (
        {mention: _either(mention, unit.source.text, languages) for mention in unit.source_numbers},
        {mention: _either(mention, unit.target.text, turned) for mention in unit.target_numbers},
    )


def _converted(measure: Measure | None, others: Iterable[Measure | None], text: str) -> bool:
    """Whether the ``measure`` is one of ``others``, or the day of «par jour» in their ``text``."""
    if measure is None:
        return False
    daily = measure.dimension == "days" and math.isclose(measure.amount, 1) and _DAILY.search(text) is not None
    return daily or any(other is not None and _agree(measure, other) for other in others)


def _either(mention: NumberMention, text: str, languages: tuple[Language, Language]) -> Measure | None:
    """The measure by the units of either language, its own first: some stay in the source's."""
    return _measure(mention, text, languages[0]) or _measure(mention, text, languages[1])


def units_with_measures(context: FileContext) -> Flags:
    """For each unit whether both sides name a unit of measure, and one of them one that the other does not."""
    languages = (context.source_language, context.target_language)
    one, other = (_named_units(side, languages) for side in (context.source_side, context.target_side))
    named = one.any(axis=0) & other.any(axis=0) & (one != other).any(axis=0)
    sides = context.source_side, context.target_side
    one, other = (_names_per_mille(side, languages) for side in sides)
    below = sides[0].searched(_SIGNED, _SCALE) | sides[1].searched(_SIGNED, _SCALE)
    flags: Flags = context.translated & (named | (one != other) | below)
    return flags


def _named_units(side: FileSide, languages: tuple[Language, Language]) -> Flags:
    """Rows of the units of measure, by what they measure and their size: which texts name it, by first words."""
    measures = {**UNIT_SIGNS, **languages[1].measures, **languages[0].measures}
    measures = {name: unit for name, unit in measures.items() if unit[0] != "share"}  # «per» is everywhere
    small = languages[0].function_words | languages[1].function_words
    named: dict[tuple[str, float], set[str]] = {}
    for name, unit in sorted(measures.items()):
        first = name.split()[0].casefold().removeprefix(_SCALE)
        if not (name[0].isupper() and first in small):  # «To» are terabytes, and everywhere
            named.setdefault(unit, set()).add(first)
    return side.naming([frozenset(named[unit]) for unit in sorted(named)])


def _names_per_mille(side: FileSide, languages: tuple[Language, Language]) -> Flags:
    """Which texts may say so many in a thousand, by the sign or the last word of ``per thousand``."""
    measures = {**languages[1].measures, **languages[0].measures}
    words = frozenset(name.split()[-1] for name, (dimension, _) in measures.items() if dimension == "share")
    flags: Flags = side.holding(_PER_MILLE) | side.naming([words])[0]
    return flags


def other_units(unit: Unit) -> list[tuple[Measure, Measure]]:
    """Measures of the source, each with one of the target that has the same figure and another unit.

    Degrees of which it is not said what they are are left aside, and units that are nearly the same: ``tons`` and
    ``tonnes``. A temperature below zero is another one than the same above it. Neither of the two measures stands on
    the other side in its own unit, or converted.
    """
    ours, theirs = _measures(unit)
    found = []
    for source, target in unit.numbers.pairs:
        one, other = ours.get(source), theirs.get(target)
        if one is None or other is None or not (one.certain and other.certain):
            continue
        if _is_same(one, other):
            above = unit.target.text if other.amount > 0 else unit.source.text
            found += [(one, other)] if one.amount * other.amount < 0 and not _COLD.search(above) else []
            continue
        if _kind(one) == _kind(other) and not _stands(one, theirs.values()) and not _stands(other, ours.values()):
            found.append((one, other))
    return found


def _kind(measure: Measure) -> str:
    return "time" if measure.dimension in _EXACT else measure.dimension


def _size(measure: Measure) -> float:
    return measure.unit * (_DAYS_OF_MONTH if measure.dimension == "months" else 1)


def _is_same(one: Measure, other: Measure) -> bool:
    return _kind(one) == _kind(other) and abs(_size(one) - _size(other)) <= _TOLERANCE * max(_size(one), _size(other))


def _stands(measure: Measure, others: Iterable[Measure | None]) -> bool:
    """Whether one of ``others`` is the measure, in its unit or converted."""
    return any(other is not None and (_is_same(measure, other) or _agree(measure, other)) for other in others)
