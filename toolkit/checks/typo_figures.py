"""TYPO006: figures set as another language sets them: ``1,000`` or ``3.5`` in French, ``3,5`` in English.

Finds, in French, thousands with a comma, decimals with a point, thousands with an ordinary space, and a per cent sign
without a space; in English, decimals with a comma, thousands with a space and a per cent sign behind a space. The
figures' values are the matter of NUM001.

Why it matters: 1,000 is one thousand in English and one in French.

Example: «1,400 personnes» for «1 400 personnes».

The fix: a no-break space between the thousands, a comma before the decimals; in English a comma and a point. Only
thousands with a comma (in English decimals with one) are reported as a warning, where the source has the same figure;
the rest is information only. Canadian and Swiss French set some of these otherwise and are left alone.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from tmx.text.languages import primary_subtag
from tmx.text.spans import within
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.markup import find_markup
from toolkit.checks.sides import Flags
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_THOUSANDS = re.compile(r"(?<![\w.,/-])\d{1,3}(?:,\d{3})+(?:\.\d{1,2})?(?![\w/-]|[.,]\d)")
_DECIMALS = re.compile(r"(?<![\w.,/:-])\d+\.\d{1,2}(?![\w.,/:-])(?!\.)")
_SPACED = re.compile(r"(?<![\w.,])\d{1,3}(?: \d{3})+(?![\w])")
_PERCENT = re.compile(r"(?<!\w)\d+(?:,\d+)?(?P<space> ?)%(?!\w)")
# not «(1,2)», «1,2 and 3»: a list of them
_DECIMAL_COMMA = re.compile(
    r"(?<![\w.,/:(\[-])\d+,\d{1,2}(?![\w,/:)\]-]|\.\d)(?!\s*(?:and|or|to|&|[\u2013\u2014])\s*\d)"
)
_POINTS_AND_COMMA = re.compile(r"(?<![\w.,/:-])\d{1,3}(?:\.\d{3})+,\d{1,2}(?![\w/-]|[.,]\d)")
_WIDE_THOUSANDS = re.compile(r"(?<![\w.,])\d{1,3}(?:[ \u00a0\u202f\u2009]\d{3})+(?![\w])")
_PERCENT_SPACED = re.compile(r"(?<![\w.,])\d+(?:[.,]\d+)*(?P<space>[ \u00a0\u202f])%(?![\w(])")
# without which nothing above is found
_FRENCH_FIGURE = re.compile(r"\d(?:[,. \u00a0\u202f\u2009]\d| ?%)")
_ENGLISH_FIGURE = re.compile(r"\d[,. \u00a0\u202f\u2009][\d%]")
_ELSEWHERE = ("fr-ca", "fr-ch")


_Found = Iterator[tuple[re.Match[str], str, str, Severity | None]]


def _rules(tag: str) -> Callable[[str, str], _Found] | None:
    """What finds foreign figures in the language ``tag``; nothing where it is not known how figures are set there."""
    primary = primary_subtag(tag)
    if primary == "fr":
        return None if tag.lower().replace("_", "-") in _ELSEWHERE else _in_french
    return _in_english if primary == "en" else None


def _where(context: FileContext) -> Flags:
    rules = _rules(context.target_tag)
    if rules is None:
        return context.nowhere
    figure = _ENGLISH_FIGURE if rules is _in_english else _FRENCH_FIGURE
    return context.translated & context.target_side.searched(figure)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    text, rules = unit.target.text, _rules(context.target_tag)
    if rules is None or not unit.translated or not any(map(str.isdigit, text)):
        return
    in_markup = within((mark.start, mark.end) for mark in find_markup(text))
    for match, message, right, severity in rules(text, unit.source.text):
        if not in_markup(match.start()):
            yield Spot("target", match.start(), match.end(), tr(message), right, severity)


def _in_english(text: str, source: str) -> _Found:
    for match in _DECIMAL_COMMA.finditer(text):
        if match.group() in source or not source:
            right = match.group().replace(",", ".")
            yield match, N_("decimals stand behind a point in English"), right, _grave(source)
    for match in _POINTS_AND_COMMA.finditer(text):
        right = match.group().translate(str.maketrans(".,", ",."))
        yield match, N_("decimals stand behind a point in English"), right, _grave(source)
    for match in _WIDE_THOUSANDS.finditer(text):
        right = re.sub(r"\s", ",", match.group())
        yield match, N_("thousands are set with a comma in English"), right, Severity.INFO
    for match in _PERCENT_SPACED.finditer(text):
        right = match.group().replace(match["space"], "")
        yield match, N_("no space stands before % in English"), right, Severity.INFO


def _in_french(text: str, source: str) -> _Found:
    for match in _THOUSANDS.finditer(text):
        if match.group() in source or not source:
            right = match.group().replace(",", "\u202f").replace(".", ",")
            yield match, N_("thousands are set with a space"), right, _grave(source)
    for match in _DECIMALS.finditer(text):
        if match.group() in source or not source:
            yield match, N_("decimals stand behind a comma"), match.group().replace(".", ","), Severity.INFO
    for match in _SPACED.finditer(text):
        right = match.group().replace(" ", "\u202f")
        yield match, N_("ordinary space in a figure, a no-break space is needed"), right, Severity.INFO
    for match in _PERCENT.finditer(text):
        right = match.group().replace(" ", "").replace("%", "\u00a0%")
        yield match, N_("a no-break space stands before %"), right, Severity.INFO


def _grave(source: str) -> Severity | None:
    """Where there is no source, the figure may be another one that is set rightly."""
    return None if source else Severity.INFO


CHECK = Check(
    "TYPO006",
    "setting of figures",
    "locale-violation",
    Severity.WARNING,
    _run,
    __doc__,
    safe=True,
    alone=True,
    where=_where,
)

FAILING = (
    Example("1,400 people", "1,400 personnes", "1,400"),
    Example("$1,500.50", "1,500.50 $", "1,500.50"),
    Example("12,5 % des cas", "12,5% of cases", "12,5", source_language="fr", target_language="en"),
)
PASSING = (
    Example("1,400 people", "1\u202f400 personnes"),
    Example("see chapter 3.5.1", "voir le chapitre 3.5.1, page 12"),
    Example("1.234 people", "1,234 personnes"),
    Example("50% of them", "50\u00a0% d’entre eux"),
    Example("50% of them", "50% d’entre eux", target_language="fr-CA"),
    Example("réf. (1,2), 3,5 % et 1,2 et 3", "refs (1,2), 3.5% and 1,2 and 3", target_language="en"),
    Example("1,400 people", "1,400 Personen", target_language="de"),
)
