"""Figures among the letters of scripts that set no spaces between words: ``2026年5月1日``, ``1.25万``."""

from __future__ import annotations

import re
from fractions import Fraction
from functools import cache

from tmx.text.character_ranges import has_character_in
from tmx.text.number_mentions import NumberKind, NumberMention

__all__ = ["figures_apart", "scaled"]

_NEAR_UNSPACED = (("\u0e00", "\u17ff"), ("\u3040", "\ud7af"))
_SCALES = {"百": 100, "千": 1000, "万": 10**4, "萬": 10**4, "만": 10**4, "亿": 10**8, "億": 10**8, "억": 10**8}


def figures_apart(text: str) -> str:
    """``text`` with a sign in place of each letter that may touch a figure and is no part of it."""
    return _unspaced().sub("、", text) if has_character_in(text, _NEAR_UNSPACED) else text


@cache
def _unspaced() -> re.Pattern[str]:
    """A letter of such a script: Thai to Burmese, Khmer, kana, Chinese characters, Hangul."""
    return re.compile(r"(?!\d)[\u0e00-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uac00-\ud7af]")


def scaled(mention: NumberMention, text: str) -> NumberMention:
    """The mention with the sign of scale behind it: ``1.25万`` is 12,500; what is no such figure stays."""
    scale = _SCALES.get(text[mention.end : mention.end + 1])
    if scale is None or mention.kind is not NumberKind.FIGURE:
        return mention
    values = frozenset(value * scale for value in mention.values if isinstance(value, Fraction))
    return NumberMention(mention.start, mention.end + 1, values, mention.kind)
