"""What a number in running text is: its span, the values that it may have, its kind."""

from __future__ import annotations

from enum import StrEnum
from fractions import Fraction
from typing import NamedTuple

__all__ = ["NumberKind", "NumberMention", "Value"]

Value = Fraction | str


class NumberKind(StrEnum):
    """What a number is in its sentence; ``ROUND`` are collectives and fractions (``dozen``, ``moitié``)."""

    FIGURE = "figure"
    ORDINAL = "ordinal"
    PERCENT = "percentage"
    DAY = "day"
    MONTH = "month"
    YEAR = "year"
    WEEKDAY = "weekday"
    TIME = "time"
    PHONE = "phone number"
    CODE = "code"
    WORD = "number word"
    ROUND = "round number"
    ROMAN = "Roman numeral"


class NumberMention(NamedTuple):  # the quickest to make
    """A number in running text: its half-open span in code points, the values it may have, and its kind.

    Amounts are exact fractions, times of day strings (``17:00``), codes and phone numbers strings.
    """

    start: int
    end: int
    values: frozenset[Value]
    kind: NumberKind

    @property
    def in_figures(self) -> bool:
        """Whether it is written with digits."""
        return self.kind not in _WITHOUT_DIGITS

    @property
    def counts(self) -> bool:
        """Whether it is a number word that surely counts something: two and more, in one reading only."""
        if self.kind is not NumberKind.WORD or len(self.values) != 1:
            return False
        (value,) = self.values
        return not isinstance(value, str) and 1 < value < 100

    @property
    def is_share(self) -> bool:
        """Whether it is a word for a part of one: ``half``, ``les deux tiers``."""
        return self.kind is NumberKind.ROUND and any(isinstance(v, Fraction) and 0 < v < 1 for v in self.values)

    @property
    def is_roman(self) -> bool:
        """Whether it is a Roman numeral of two letters and more: ``I`` is a word, ``V`` and ``X`` may be letters."""
        return self.kind is NumberKind.ROMAN and self.end - self.start > 1


_WITHOUT_DIGITS = frozenset({NumberKind.WORD, NumberKind.ROUND, NumberKind.ROMAN, NumberKind.MONTH, NumberKind.WEEKDAY})
