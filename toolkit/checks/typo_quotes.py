"""TYPO002: straight or foreign quotation marks, or straight apostrophes, where the language has its own.

Finds straight and English double quotation marks in French, which writes « », and straight apostrophes in a text that
otherwise has the curved one.

Why it matters: straight marks are typewriter marks; a release is printed with guillemets.

Example: «le retour n’est "qu’une première étape"».

The fix: « » with no-break spaces inside. Inches, code, attributes of tags and a quotation within « » are left in
peace; a file that writes all its quotations with other marks has made its choice, and the finding is information only.
So are apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmx.text.spans import within
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.markup import find_markup
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_QUOTED = re.compile(r'(?<![\w=])(?<!\w\()"(?P<inside>[^"\n]*[^"\s])"(?!\w)')
_CURVED = re.compile(r"“(?P<inside>[^“”«»\n]*[^“”«»\s])”")
_STRAIGHT_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_OWN_CHOICE = 4  # so many units with other quotation marks, and none with guillemets


def _house_writes_others(context: FileContext) -> bool:
    opening = (context.target_language.quotation_marks or ("«", "»"))[0]
    others = sum('"' in unit.target.text or "“" in unit.target.text for unit in context.units)
    return others >= _OWN_CHOICE and not any(opening in unit.target.text for unit in context.units)


def _house_writes_curved(context: FileContext) -> bool:
    curved = context.target_side.total(lambda text: text.count("’"))
    straight = context.target_side.total(lambda text: len(_STRAIGHT_APOSTROPHE.findall(text)) if "'" in text else 0)
    return curved > 4 * straight


def _where(context: FileContext) -> Flags:
    if context.target_language.quotation_marks is None:
        return context.nowhere
    return context.target_side.holding("\"'“")


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    text, marks = unit.target.text, context.target_language.quotation_marks
    if marks is None:
        return
    if '"' in text:
        yield from _quotes(text, marks, context)
    if "“" in text and "“" not in marks and not any(mark in text for mark in marks):
        yield from _curved(text, marks, context)
    if "'" in text and context.once(_house_writes_curved):
        for match in _STRAIGHT_APOSTROPHE.finditer(text):
            message = tr("straight apostrophe, the rest of the file has the curved one")
            yield Spot("target", match.start(), match.end(), message, "’", Severity.INFO)


def _quotes(text: str, marks: tuple[str, str], context: FileContext) -> Iterator[Spot]:
    in_markup = within((mark.start, mark.end) for mark in find_markup(text))
    severity = Severity.INFO if context.once(_house_writes_others) else None
    for match in _QUOTED.finditer(text):
        if in_markup(match.start()):
            continue
        message = tr("straight quotation marks, {marks} are needed", marks="\u00a0".join(marks))
        before = text[: match.start()]
        nested = before.count(marks[0]) > before.count(marks[1])  # where houses differ
        shown = Severity.INFO if nested else severity
        yield Spot("target", match.start(), match.end(), message, _with_marks(match, marks), shown)


def _curved(text: str, marks: tuple[str, str], context: FileContext) -> Iterator[Spot]:
    severity = Severity.INFO if context.once(_house_writes_others) else None
    for match in _CURVED.finditer(text):
        message = tr("English quotation marks, {marks} are needed", marks="\u00a0".join(marks))
        yield Spot("target", match.start(), match.end(), message, _with_marks(match, marks), severity)


def _with_marks(match: re.Match[str], marks: tuple[str, str]) -> str:
    return "\u00a0".join((marks[0], match["inside"].strip(), marks[1]))


CHECK = Check(
    "TYPO002",
    "quotation marks and apostrophes",
    "typographical",
    Severity.WARNING,
    _run,
    __doc__,
    safe=True,
    alone=True,
    where=_where,
)

FAILING = (
    Example("it is “only the first step”", 'ce n’est "qu’une première étape"', '"qu’une première étape"'),
    Example("it is “only the first step”", "ce n’est “qu’une première étape”", "“qu’une première étape”"),
)
PASSING = (
    Example("it is “only the first step”", "ce n’est « qu’une première étape »"),
    Example('<a href="x">Home</a>', '<a href="x">Accueil</a>'),
    Example('call print("a"), a="b"', 'appelez print("a"), a="b"'),
    Example('a 5" screen', 'un écran de 5"'),
    Example("“the “big” ones”", '« les "grands" »'),
    Example("“I said ‘no’”, she said.", "« J’ai dit “non” », dit-elle."),
    Example("the word “first”", 'das Wort "erste"', target_language="de"),
)
