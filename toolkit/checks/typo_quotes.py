"""TYPO002: straight quotation marks or apostrophes where the language has its own.

Finds straight double quotation marks in French, which writes « », and straight apostrophes in a text that
otherwise has the curved one.

Why it matters: straight marks are typewriter marks; a release is printed with guillemets.

Example: «le retour n’est "qu’une première étape"».

The fix: « » with no-break spaces inside. Inches, code and attributes of tags are left in peace; a file that writes
all its quotations straight has made its choice, and the finding is information only. So are apostrophes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.markup import find_markup
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_QUOTED = re.compile(r'(?<![\w])"(?P<inside>[^"\n]*[^"\s])"(?!\w)')
_STRAIGHT_APOSTROPHE = re.compile(r"(?<=[^\W\d_])'(?=[^\W\d_])")
_OWN_CHOICE = 4  # so many units with straight quotation marks, and none with guillemets


def _house_writes_straight(context: FileContext) -> bool:
    opening = (context.target_language.quotation_marks or ("«", "»"))[0]
    straight = sum('"' in unit.target.text for unit in context.units)
    return straight >= _OWN_CHOICE and not any(opening in unit.target.text for unit in context.units)


def _house_writes_curved(context: FileContext) -> bool:
    curved = context.target_side.total(lambda text: text.count("’"))
    straight = context.target_side.total(lambda text: len(_STRAIGHT_APOSTROPHE.findall(text)) if "'" in text else 0)
    return curved > 4 * straight


def _where(context: FileContext) -> Flags:
    if context.target_language.quotation_marks is None:
        return context.nowhere
    return context.target_side.holding("\"'")


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    text, marks = unit.target.text, context.target_language.quotation_marks
    if marks is None:
        return
    if '"' in text:
        yield from _quotes(text, marks, context)
    if "'" in text and context.once(_house_writes_curved):
        for match in _STRAIGHT_APOSTROPHE.finditer(text):
            message = tr("straight apostrophe, the rest of the file has the curved one")
            yield Spot("target", match.start(), match.end(), message, "’", Severity.INFO)


def _quotes(text: str, marks: tuple[str, str], context: FileContext) -> Iterator[Spot]:
    in_markup = [(m.start, m.end) for m in find_markup(text)]
    severity = Severity.INFO if context.once(_house_writes_straight) else None
    opening, closing = marks
    for match in _QUOTED.finditer(text):
        if any(start <= match.start() < end for start, end in in_markup):
            continue
        fix = f"{opening}\u00a0{match['inside'].strip()}\u00a0{closing}"
        message = tr("straight quotation marks, {marks} are needed", marks=f"{opening}\u00a0{closing}")
        yield Spot("target", match.start(), match.end(), message, fix, severity)


CHECK = Check(
    "TYPO002",
    "quotation marks and apostrophes",
    "typographical",
    Severity.WARNING,
    _run,
    __doc__,
    safe=True,
    where=_where,
)

FAILING = (
    Example("it is “only the first step”", 'ce n’est "qu’une première étape"', '"qu’une première étape"'),
)  # fmt: skip
PASSING = (
    Example("it is “only the first step”", "ce n’est « qu’une première étape »"),
    Example('<a href="x">Home</a>', '<a href="x">Accueil</a>'),
    Example('a 5" screen', 'un écran de 5"'),
    Example("the word “first”", 'das Wort "erste"', target_language="de"),
)
