"""TYPO006: figures set as another language sets them: ``1,000`` or ``3.5`` in French.

Finds, in French, thousands with a comma, decimals with a point, thousands with an ordinary space, and a per cent sign
without a space; the figures' values are the matter of NUM001.

Why it matters: 1,000 is one thousand in English and one in French.

Example: «1,400 personnes» for «1 400 personnes».

The fix: a no-break space between the thousands, a comma before the decimals. Only thousands with a comma are reported
as a warning, where the source has the same figure; the rest is information only. Canadian and Swiss French set some of
these otherwise and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmx.text.languages import primary_subtag
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.markup import find_markup
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_THOUSANDS = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?![\w,./-]|\.\d)")
_DECIMALS = re.compile(r"(?<![\w.,/:-])\d+\.\d{1,2}(?![\w.,/:-])(?!\.)")
_SPACED = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?![\w])")
_PERCENT = re.compile(r"(?<!\w)\d+(?:,\d+)?(?P<space> ?)%(?!\w)")
_FIGURE = re.compile(r"\d(?:[,. ]\d| ?%)")  # without which nothing above is found
_ELSEWHERE = ("fr-ca", "fr-ch")


def _where(context: FileContext) -> Flags:
    tag = context.target_tag.lower().replace("_", "-")
    if primary_subtag(tag) != "fr" or tag in _ELSEWHERE:
        return context.nowhere
    return context.translated & context.target_side.searched(_FIGURE)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    text = unit.target.text
    tag = context.target_tag.lower().replace("_", "-")
    if primary_subtag(tag) != "fr" or tag in _ELSEWHERE or not unit.translated or not any(map(str.isdigit, text)):
        return
    passed_over = [(mark.start, mark.end) for mark in find_markup(text)]
    for match, message, right, severity in _found(text, unit.source.text):
        if not any(start <= match.start() < end for start, end in passed_over):
            yield Spot("target", match.start(), match.end(), tr(message), right, severity)


def _found(text: str, source: str) -> Iterator[tuple[re.Match[str], str, str, Severity | None]]:
    for match in _THOUSANDS.finditer(text):
        if match.group() in source:
            yield match, N_("thousands are set with a space"), match.group().replace(",", "\u202f"), None
    for match in _DECIMALS.finditer(text):
        if match.group() in source:
            yield match, N_("decimals stand behind a comma"), match.group().replace(".", ","), Severity.INFO
    for match in _SPACED.finditer(text):
        right = match.group().replace(" ", "\u202f")
        yield match, N_("ordinary space in a figure, a no-break space is needed"), right, Severity.INFO
    for match in _PERCENT.finditer(text):
        right = match.group().replace(" ", "").replace("%", "\u00a0%")
        yield match, N_("a no-break space stands before %"), right, Severity.INFO


CHECK = Check(
    "TYPO006", "setting of figures", "locale-violation", Severity.WARNING, _run, __doc__, safe=True, where=_where
)

FAILING = (Example("1,400 people", "1,400 personnes", "1,400"),)
PASSING = (
    Example("1,400 people", "1\u202f400 personnes"),
    Example("see chapter 3.5.1", "voir le chapitre 3.5.1, page 12"),
    Example("1.234 people", "1,234 personnes"),
    Example("50% of them", "50\u00a0% d’entre eux"),
    Example("50% of them", "50% d’entre eux", target_language="fr-CA"),
    Example("1,400 people", "1,400 Personen", target_language="de"),
)
