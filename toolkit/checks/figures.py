"""What the number checks share: the numbers of a unit that have no counterpart, told apart by what they are."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from tmx.text.numbers import NumberKind, NumberMention
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.measures import without_conversions
from toolkit.checks.sides import Flags

__all__ = ["OddNumber", "figure_balance", "odd_dates", "odd_figures", "units_with_odd_numbers"]

_CALENDAR = frozenset({NumberKind.DAY, NumberKind.MONTH, NumberKind.WEEKDAY, NumberKind.TIME})


@dataclass(frozen=True, slots=True)
class OddNumber:
    """A number of the source and what stands in its place; one of the two is None where nothing does."""

    source: NumberMention | None
    target: NumberMention | None


def units_with_odd_numbers(context: FileContext) -> Flags:
    """For each unit whether it is translated and a number of either side has no counterpart."""
    source = context.source_side.looked(context.source_numbers.__getitem__)
    target = context.target_side.looked(context.target_numbers.__getitem__)
    odd = context.translated & (source | target)
    for position in np.flatnonzero(odd).tolist():
        comparison = context.units[position].numbers
        odd[position] = bool(comparison.source_left or comparison.target_left)
    return odd


def odd_figures(unit: Unit) -> list[OddNumber]:
    """The figures and number words of ``unit`` without a counterpart, dates and times apart."""
    comparison = unit.numbers
    source = [m for m in comparison.source_left if m.kind not in _CALENDAR]
    target = [m for m in comparison.target_left if m.kind not in _CALENDAR]
    odd = _changed_codes(source, target, unit)
    source, target = without_conversions(source, target, unit)
    source_figures, target_figures = _figures(source), _figures(target)
    in_other_groups = len(source_figures) != len(target_figures)
    if in_other_groups and _digits(source_figures, unit.source.text) == _digits(target_figures, unit.target.text):
        source_figures = target_figures = []  # (1,2) is two figures in English and one in French
    source_words = [m for m in source if m.kind is NumberKind.WORD and _counts(m)]
    target_words = [m for m in target if m.kind is NumberKind.WORD and _counts(m)]
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


def figure_balance(unit: Unit) -> Iterator[tuple[NumberMention, bool]]:
    """The figures of the source, codes apart, each with whether it has a counterpart."""
    comparison = unit.numbers
    yield from ((source, True) for source, _ in comparison.pairs if source.in_figures)
    yield from ((source, False) for source in _figures(list(comparison.source_left)))


def odd_dates(unit: Unit) -> list[OddNumber]:
    """The days, months, weekdays and times of ``unit`` without a counterpart."""
    comparison = unit.numbers
    odd: list[OddNumber] = []
    for kinds in ({NumberKind.DAY}, {NumberKind.MONTH}, {NumberKind.WEEKDAY}, {NumberKind.TIME}):
        source = [m for m in comparison.source_left if m.kind in kinds]
        target = [m for m in comparison.target_left if m.kind in kinds]
        odd += _side_by_side(source, target)
    return odd


def _figures(mentions: list[NumberMention]) -> list[NumberMention]:
    return [m for m in mentions if m.in_figures and m.kind is not NumberKind.CODE]


def _digits(mentions: list[NumberMention], text: str) -> str:
    return "".join(c for m in mentions for c in text[m.start : m.end] if c.isdigit())


def _counts(mention: NumberMention) -> bool:
    """Whether a number word surely counts something: two and more, in one reading only."""
    return len(mention.values) == 1 and all(not isinstance(value, str) and 1 < value < 100 for value in mention.values)


def _letters(mention: NumberMention, text: str) -> str:
    return "".join(c for c in text[mention.start : mention.end] if c.isalpha()).casefold()


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
