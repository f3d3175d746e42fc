"""TYPO004: an ordinal that is not abbreviated as French does: ``2ème``, ``1ère``.

Finds ordinals in figures with the endings that people write by ear.

Why it matters: the abbreviations are 1er, 1re, 2e; the longer ones are held against a translator.

Example: «la 2ème réunion» for «la 2e réunion».

The fix: the right ending.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache

from tmx.text.languages import primary_subtag
from tmx.text.languages.typography import find_typography
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


_ENDING = re.compile(r"[\dIVXLC](?:i?[èe]me|ère|ier|èr)s?\b")


@cache
def _patterns(language: str) -> tuple[tuple[re.Pattern[str], str], ...]:
    return tuple((re.compile(pattern), ending) for pattern, ending in find_typography(language).abbreviations)


def _where(context: FileContext) -> Flags:
    return context.target_side.with_pieces(_ENDING.search)  # it reaches over no space


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not _ENDING.search(unit.target.text):
        return
    seen: set[int] = set()
    for pattern, ending in _patterns(primary_subtag(context.target_tag)):
        for match in pattern.finditer(unit.target.text):
            if match.start() in seen:
                continue
            seen.add(match.start())
            right = match["number"] + ending
            message = tr("«{word}» is written «{right}»", word=match.group(), right=right)
            yield Spot("target", match.start(), match.end(), message, right)


CHECK = Check(
    "TYPO004", "ordinal", "typographical", Severity.WARNING, _run, __doc__, safe=True, alone=True, where=_where
)

FAILING = (
    Example("the 2nd meeting", "la 2ème réunion", "2ème"),
    Example("the 1st session", "la 1ère session", "1ère"),
    Example("in the 21st century", "au XXIème siècle", "XXIème"),
    Example("the 11th time", "la 11ème fois", "11ème"),
    Example("on 1 May", "le 1èr mai", "1èr"),
)
PASSING = (
    Example("the 2nd meeting", "la 2e réunion, le 1er mai, la 1re session"),
    Example("the 3rd", "le troisième"),
)
