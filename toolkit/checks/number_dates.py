"""NUM002: a date or time that differs from the source.

Finds a day, a month, a weekday or a time of day that differs between source and translation: ``15 November`` is
``le 15 novembre``, ``5 p.m.`` is ``17 h``.

Why it matters: people come on the wrong day.

Example: «on 6 June» translated «le 6 juillet».

The fix: the date of the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from fractions import Fraction

from tmx.text.languages import Language
from tmx.text.numbers import NumberKind, NumberMention
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.figures import odd_dates, units_with_odd_numbers
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_NAMED = frozenset({NumberKind.MONTH, NumberKind.WEEKDAY})


def _where(context: FileContext) -> Flags:
    return context.once(units_with_odd_numbers)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or not (unit.source_numbers or unit.target_numbers):
        return
    source, target = unit.source.text, unit.target.text
    if source == target:
        return
    for odd in odd_dates(unit):
        if odd.source is not None and odd.target is not None:
            there, here = source[odd.source.start : odd.source.end], target[odd.target.start : odd.target.end]
            fix = _fix(odd.source, there, here, context.target_language)
            message = tr("the source says {there}, the translation says {here}", there=there, here=here)
            yield Spot("target", odd.target.start, odd.target.end, message, fix)
            continue
        mention, side = (odd.source, "source") if odd.source is not None else (odd.target, "target")
        assert mention is not None
        text = source if side == "source" else target
        what = text[mention.start : mention.end]
        severity = Severity.INFO if mention.kind in _NAMED else Severity.WARNING
        if side == "source":
            message = tr("{text} is missing in the translation", text=what)
            yield Spot("source", mention.start, mention.end, message, severity=severity)
        else:
            message = tr("{text} is not in the source", text=what)
            yield Spot("target", mention.start, mention.end, message, severity=severity)


def _fix(mention: NumberMention, there: str, here: str, language: Language) -> str | None:
    if mention.kind is NumberKind.DAY and there.isdigit() and here.isdigit() and there != "1":
        return there
    names = {NumberKind.MONTH: language.months, NumberKind.WEEKDAY: language.weekdays}.get(mention.kind)
    if names is None or len(mention.values) != 1 or here.casefold() not in names:
        return None
    value = next(iter(mention.values))
    same = [name for name, number in names.items() if Fraction(number) == value]
    plural = mention.kind is NumberKind.WEEKDAY and here.casefold().endswith("s")
    name = same[-1 if plural else 0] if same else None
    return name.capitalize() if name and here[0].isupper() else name


CHECK = Check("NUM002", "date or time differs", "numbers", Severity.ERROR, _run, __doc__, where=_where)

FAILING = (
    Example("adopted on 6 June", "adoptée le 6 juillet", "juillet"),
    Example("opened on 15 November", "inauguré le 16 novembre", "16"),
    Example("Come at 5 p.m.", "Venez à 16 h", "16 h"),
    Example("on Monday", "mardi", "mardi"),
)
PASSING = (
    Example("on November 15, 2024", "le 15 novembre 2024"),
    Example("on 1 May", "le 1er mai"),
    Example("from 15/11/2024 at 5 p.m.", "à partir du 15 novembre 2024 à 17 h"),
    Example("You may march", "Vous pouvez marcher"),
    Example("June 4-6", "du 4 au 6 juin"),
    Example("within 24 hours", "dans les 24 heures"),
    Example("at half past noon", "à midi et demi"),
)
