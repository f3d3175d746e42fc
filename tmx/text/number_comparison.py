"""Which numbers of a text and of its translation stand for each other, by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from fractions import Fraction

from tmx.text.number_slashes import day_and_month
from tmx.text.numbers import NumberKind, NumberMention

__all__ = ["NumberComparison", "compare_numbers"]


@dataclass(frozen=True, slots=True)
class NumberComparison:
    """Which numbers of two texts stand for each other, and which are left on either side."""

    pairs: tuple[tuple[NumberMention, NumberMention], ...]
    source_left: tuple[NumberMention, ...]
    target_left: tuple[NumberMention, ...]


def compare_numbers(source: Sequence[NumberMention], target: Sequence[NumberMention]) -> NumberComparison:
    """Pair the mentions that may have a value in common, those of the same kind first, each one once.

    Months agree with months only and weekdays with weekdays. A time of day agrees with the figures of its hour and its
    minutes where the other language's ways to write a time are not known: ``5 p.m.`` and ``17 Uhr``, ``17.00 uur``.
    """
    pairs: list[tuple[NumberMention, NumberMention]] = []
    open_source, open_target = list(source), list(target)
    for agree in (_same_kind, _both_in_figures, _any_kind):
        left: list[NumberMention] = []
        for mention in open_source:
            found = next(
                (o for o in open_target if agree(mention, o) and not mention.values.isdisjoint(o.values)), None
            )
            if found is None:
                left.append(mention)
            else:
                open_target.remove(found)
                pairs.append((mention, found))
        open_source = left
    for times, figures, turned in ((open_source, open_target, False), (open_target, open_source, True)):
        for date in [mention for mention in times if mention.kind is NumberKind.FIGURE]:
            written = _day_of(date, figures)
            if written:
                times.remove(date)
            for part in written:
                figures.remove(part)
                pairs.append((part, date) if turned else (date, part))
        for time in [mention for mention in times if mention.kind is NumberKind.TIME]:
            written = _figures_of(time, figures)
            if written:
                times.remove(time)
            for figure in written:
                figures.remove(figure)
                pairs.append((figure, time) if turned else (time, figure))
    return NumberComparison(tuple(pairs), tuple(open_source), tuple(open_target))


def _day_of(date: NumberMention, others: Sequence[NumberMention]) -> list[NumberMention]:
    """The day and the month among ``others`` that ``date``, written as ``14/3``, may be; none where one is missing."""
    for day, month in day_and_month(date):
        days = (o for o in others if o.kind is NumberKind.DAY and Fraction(day) in o.values)
        months = (o for o in others if o.kind is NumberKind.MONTH and Fraction(month) in o.values)
        found = next(days, None), next(months, None)
        if found[0] is not None and found[1] is not None:
            return [found[0], found[1]]
    return []


def _figures_of(time: NumberMention, others: Sequence[NumberMention]) -> list[NumberMention]:
    """The figure, or the two, among ``others`` that may be the time of day; none where they are not all there."""
    figures = [other for other in others if other.kind in (NumberKind.FIGURE, NumberKind.YEAR)]
    for value in time.values:
        hour, _, minutes = str(value).partition(":")
        if not (hour.isdecimal() and minutes.isdecimal()):
            continue
        hours = {Fraction(int(hour)), *((Fraction(int(hour) - 12),) if int(hour) > 12 else ())}
        whole = {one + Fraction(int(minutes), 100) for one in hours}
        one = next((figure for figure in figures if whole & figure.values), None)
        if one is not None:
            return [one]
        first = next((figure for figure in figures if hours & figure.values), None)
        rest = next((f for f in figures if f is not first and Fraction(int(minutes)) in f.values), None)
        if first is not None and rest is not None:
            return [first, rest]
    return []


_NAMES = frozenset({NumberKind.MONTH, NumberKind.WEEKDAY})


def _same_kind(one: NumberMention, other: NumberMention) -> bool:
    return one.kind is other.kind


def _both_in_figures(one: NumberMention, other: NumberMention) -> bool:
    return one.in_figures and other.in_figures


def _any_kind(one: NumberMention, other: NumberMention) -> bool:
    return one.kind not in _NAMES and other.kind not in _NAMES
