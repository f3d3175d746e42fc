"""Measures that a translator has converted: miles into kilometres, degrees Fahrenheit into Celsius."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction
from functools import lru_cache

from tmx.text.languages import Language
from tmx.text.numbers import NumberMention
from toolkit.checks.check import Unit

__all__ = ["without_conversions"]

_TOLERANCE = 0.13  # 2 to 4 inches are rounded to 5 to 10 cm
_DEGREES = 1.5


@dataclass(frozen=True, slots=True)
class _Measure:
    """An amount in the metric base unit of what it measures."""

    dimension: str
    amount: float


@lru_cache(maxsize=64)
def _unit_pattern(language: Language) -> re.Pattern[str] | None:
    if not language.measures:
        return None
    units = "|".join(re.escape(unit) for unit in sorted(language.measures, key=len, reverse=True))
    # «2 and 4 inches»: the unit may follow another figure.
    return re.compile(
        rf"(?:[\s-]*(?:to|and|or|à|et|ou|-|–)\s*\d[\d.,]*)?[\s-]*(?:of\san?\s|an?\s)?(?P<unit>{units})(?!\w)"
    )


def _measure(mention: NumberMention, text: str, language: Language) -> _Measure | None:
    pattern = _unit_pattern(language)
    found = pattern.match(text, mention.end) if pattern else None
    amounts = [float(value) for value in mention.values if isinstance(value, Fraction)]
    if found is None or not amounts:
        return None
    dimension, size = language.measures[found["unit"]]
    amount = min(amounts)
    if dimension == "Fahrenheit":
        return _Measure("temperature", (amount - 32) * 5 / 9)
    if dimension == "Celsius":
        return _Measure("temperature", amount)
    return _Measure(dimension, amount * size)


def _agree(one: _Measure, other: _Measure) -> bool:
    if one.dimension != other.dimension:
        return False
    if one.dimension == "temperature":
        return abs(one.amount - other.amount) <= _DEGREES
    return abs(one.amount - other.amount) <= _TOLERANCE * max(abs(one.amount), abs(other.amount))


def without_conversions(
    source: Sequence[NumberMention], target: Sequence[NumberMention], unit: Unit
) -> tuple[list[NumberMention], list[NumberMention]]:
    """The numbers without a counterpart, less those whose measure stands on the other side in another unit.

    A measure that the source gives in two units (``45 miles (72 km)``) may be given in one.
    """
    languages = unit.languages
    if not (source or target) or not (languages[0].measures and languages[1].measures):
        return list(source), list(target)
    ours = [_either(mention, unit.source.text, languages) for mention in unit.source_numbers]
    theirs = [_either(mention, unit.target.text, languages) for mention in unit.target_numbers]
    return (
        [m for m in source if not _converted(_either(m, unit.source.text, languages), theirs)],
        [m for m in target if not _converted(_either(m, unit.target.text, languages), ours)],
    )


def _converted(measure: _Measure | None, others: Sequence[_Measure | None]) -> bool:
    return measure is not None and any(other is not None and _agree(measure, other) for other in others)


def _either(mention: NumberMention, text: str, languages: tuple[Language, Language]) -> _Measure | None:
    """The measure by the units of either language: ``km`` is written alike in many."""
    return _measure(mention, text, languages[0]) or _measure(mention, text, languages[1])
