"""Roman numerals."""

from __future__ import annotations

from itertools import takewhile

__all__ = ["roman_value"]

_VALUES = {"I": 1, "V": 5, "X": 10, "L": 50, "C": 100}


def roman_value(text: str) -> int:
    """The value of the numeral that ``text`` begins with, up to some hundreds: 21 of ``XXIe``."""
    digits = [_VALUES[letter] for letter in takewhile(_VALUES.__contains__, text)]
    following = [*digits[1:], 0]
    return sum(-digit if digit < after else digit for digit, after in zip(digits, following, strict=True))
