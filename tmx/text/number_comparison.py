"""Which numbers of a text and of its translation stand for each other, by value."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Sequence
from fractions import Fraction

from msgspec import Struct

from tmx.text.number_mentions import Value
from tmx.text.number_slashes import day_and_month
from tmx.text.numbers import NumberKind, NumberMention

__all__ = ["NumberComparison", "compare_numbers"]


class NumberComparison(Struct, frozen=True):
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
    for kind_of in (_own_kind, _in_figures, _no_name):
        found, open_source, open_target = _paired(open_source, open_target, kind_of)
        pairs += found
    for ours, theirs, turned in ((open_source, open_target, False), (open_target, open_source, True)):
        for kind, written_as in ((NumberKind.FIGURE, _day_of), (NumberKind.TIME, _figures_of)):
            for mention in [mention for mention in ours if mention.kind is kind]:
                written = written_as(mention, theirs)
                if written:
                    ours.remove(mention)
                for part in written:
                    theirs.remove(part)
                    pairs.append((part, mention) if turned else (mention, part))
    return NumberComparison(tuple(pairs), tuple(open_source), tuple(open_target))


def _day_of(date: NumberMention, others: Sequence[NumberMention]) -> list[NumberMention]:
    """The day and the month among ``others`` that ``date``, written as ``14/3``, may be; none where one is missing.

    The month and the year of ``3/2023`` alike.
    """
    for one, other in day_and_month(date):
        for kinds in ((NumberKind.DAY, NumberKind.MONTH), (NumberKind.MONTH, NumberKind.YEAR)):
            parts = zip(kinds, (one, other), strict=True)
            found = [next((o for o in others if o.kind is kind and value in o.values), None) for kind, value in parts]
            if None not in found:
                return [part for part in found if part is not None]
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


def _own_kind(mention: NumberMention) -> NumberKind | None:
    return mention.kind


def _in_figures(mention: NumberMention) -> NumberKind | None:
    return NumberKind.FIGURE if mention.in_figures else None


def _no_name(mention: NumberMention) -> NumberKind | None:
    return None if mention.kind in _NAMES else NumberKind.FIGURE


def _paired(
    source: list[NumberMention], target: list[NumberMention], kind_of: Callable[[NumberMention], NumberKind | None]
) -> tuple[list[tuple[NumberMention, NumberMention]], list[NumberMention], list[NumberMention]]:
    """Each of ``source`` with the first of ``target`` that is of its kind and has a value of it; and what is left.

    The places in ``target`` stand by kind and value, the first one last, so that a text full of figures takes no
    longer a figure than a short one.
    """
    if not source or not target:
        return [], source, target
    places: defaultdict[tuple[NumberKind | None, Value], list[int]] = defaultdict(list)
    for place in range(len(target) - 1, -1, -1):
        kind = kind_of(target[place])
        if kind is not None:
            for value in target[place].values:
                places[kind, value].append(place)
    pairs: list[tuple[NumberMention, NumberMention]] = []
    left: list[NumberMention] = []
    taken: set[int] = set()
    for mention in source:
        kind = kind_of(mention)
        firsts: list[int] = []
        for value in mention.values if kind is not None and places else ():
            open_places = places.get((kind, value), [])
            while open_places and open_places[-1] in taken:
                open_places.pop()
            firsts += open_places[-1:]
        if firsts:
            first = min(firsts)
            taken.add(first)
            pairs.append((mention, target[first]))
        else:
            left.append(mention)
    return pairs, left, [mention for place, mention in enumerate(target) if place not in taken]
