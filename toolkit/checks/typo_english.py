"""TYPO007: typography of another language in an English translation: guillemets, spaces before marks.

Finds, in English, « » around words, and a space before ``: ; ! ?``.

Why it matters: what is right in French shows at once as French in English.

Example: «What is the price ?» for «What is the price?».

The fix: the mark without the space, English quotation marks.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmx.text.languages import primary_subtag
from tmx.text.spans import within
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.markup import find_markup
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_SPACE = re.compile(r"(?<=[\w)”\"’])[ \u00a0\u202f]+(?P<mark>[:;!?])(?=\s|$|[”\"’)])")
_MARK = re.compile(r"[ \u00a0\u202f][:;!?]|«")  # without which nothing below is found
_GUILLEMETS = re.compile(r"«[ \u00a0\u202f]*(?P<inside>[^«»]*?)[ \u00a0\u202f]*»")


def _where(context: FileContext) -> Flags:
    if primary_subtag(context.target_tag) != "en":
        return context.nowhere
    return context.translated & context.target_side.searched(_MARK)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    text = unit.target.text
    if primary_subtag(context.target_tag) != "en" or not unit.translated:
        return
    in_markup = within((mark.start, mark.end) for mark in find_markup(text))
    for match in _SPACE.finditer(text):
        if not in_markup(match.start()):
            message = tr("no space stands before «{mark}» in English", mark=match["mark"])
            yield Spot("target", match.start(), match.end(), message, match["mark"])
    for match in _GUILLEMETS.finditer(text):
        yield Spot("target", match.start(), match.end(), tr("guillemets in English"), f"“{match['inside']}”")


CHECK = Check(
    "TYPO007",
    "typography of another language",
    "typographical",
    Severity.WARNING,
    _run,
    __doc__,
    safe=True,
    alone=True,
    where=_where,
)

FAILING = (
    Example("Quel est le prix ?", "What is the price ?", " ?", source_language="fr", target_language="en"),
    Example("le « pacte »", "the « compact »", "« compact »", source_language="fr", target_language="en"),
)
PASSING = (
    Example("Quel est le prix ?", "What is the price? It is “low”: 5.", source_language="fr", target_language="en"),
    Example("un sourire", "a smile :-)", source_language="fr", target_language="en"),
    Example("What?", "Quoi ?", others=(("a", "b"),)),
)
