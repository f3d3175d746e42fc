"""Two figures with a slash between them: a fraction, a date, two years, ``24/7``."""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tmx.text.number_mentions import NumberKind, NumberMention, Value

__all__ = ["day_and_month", "read_slashed"]

_VULGAR = {"½": "1/2", "⅓": "1/3", "⅔": "2/3", "¼": "1/4", "¾": "3/4", "⅕": "1/5", "⅛": "1/8"}


def read_slashed(text: str, start: int) -> Iterator[NumberMention]:
    """What ``text``, which begins at ``start``, stands for: ``3/4``, ``¾``, ``14/3``, ``2023/24``, ``24/7``, ``9/11``.

    Of days and months in figures (``14/3``), of months and years (``03/2023``) the mention has the value ``14/3``,
    ``3/2023`` beside the fraction.
    """
    end = start + len(text)
    over, slash, under = (_VULGAR.get(text, text)).partition("/")
    first, second = int(over), int(under)
    ends = start + len(over.rstrip()), end - len(under.lstrip())
    if _two_years(over, under):
        later = second if len(under) == 4 else first // 100 * 100 + second
        yield NumberMention(start, ends[0], frozenset({Fraction(first)}), NumberKind.YEAR)
        yield NumberMention(ends[1], end, frozenset({Fraction(second), Fraction(later)}), NumberKind.YEAR)
    elif text == "24/7":
        yield NumberMention(start, ends[0], frozenset({Fraction(24)}), NumberKind.FIGURE)
        yield NumberMention(ends[1], end, frozenset({Fraction(7)}), NumberKind.ROUND)
    elif second == 0:
        yield NumberMention(start, ends[0], frozenset({Fraction(first)}), NumberKind.FIGURE)
        yield NumberMention(ends[1], end, frozenset({Fraction(0)}), NumberKind.FIGURE)
    else:
        values: set[Value] = {Fraction(first, second)}
        if slash in text and 1 <= first <= 31 and (1 <= second <= 31 or (first <= 12 and 1400 <= second <= 2199)):
            values.add(f"{first}/{second}")
        yield NumberMention(start, end, frozenset(values), NumberKind.FIGURE)
        if text == "9/11":  # the year of that day is often told
            yield NumberMention(start, end, frozenset({Fraction(2001)}), NumberKind.ROUND)


def _two_years(over: str, under: str) -> bool:
    """Whether the figures are those of two years in a row: ``2023/24``, ``2023/2024``."""
    if len(over) != 4 or len(under) not in (2, 4) or not 1400 <= int(over) <= 2199:
        return False
    return str(int(over) + 1).endswith(under)


def day_and_month(mention: NumberMention) -> frozenset[tuple[int, int]]:
    """The two small figures of ``14/3``, the month and the year of ``3/2023``, either way round; else nothing."""
    parts = [value.split("/") for value in mention.values if isinstance(value, str) and "/" in value]
    pairs = [(int(one), int(other)) for one, other in parts if one.isdecimal() and other.isdecimal()]
    return frozenset(pair for one, other in pairs for pair in ((one, other), (other, one)))
