"""Which numbers of a text and of its translation stand for each other, by value."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

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

    Months agree with months only and weekdays with weekdays.
    """
    pairs: list[tuple[NumberMention, NumberMention]] = []
    open_source, open_target = list(source), list(target)
    for agree in (_same_kind, _both_in_figures, _any_kind):
        left: list[NumberMention] = []
        for mention in open_source:
            found = next((o for o in open_target if mention.values & o.values and agree(mention, o)), None)
            if found is None:
                left.append(mention)
            else:
                open_target.remove(found)
                pairs.append((mention, found))
        open_source = left
    return NumberComparison(tuple(pairs), tuple(open_source), tuple(open_target))


_NAMES = frozenset({NumberKind.MONTH, NumberKind.WEEKDAY})


def _same_kind(one: NumberMention, other: NumberMention) -> bool:
    return one.kind is other.kind


def _both_in_figures(one: NumberMention, other: NumberMention) -> bool:
    return one.in_figures and other.in_figures


def _any_kind(one: NumberMention, other: NumberMention) -> bool:
    return one.kind not in _NAMES and other.kind not in _NAMES
