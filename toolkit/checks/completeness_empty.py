"""COMP004: no translation at all.

Finds a unit whose source has words and whose target is empty.

Why it matters: the reader gets a gap, or the English text in its place.

Example: «Free and reliable information» with nothing beside it.

The fix: translate it.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


def _where(context: FileContext) -> Flags:
    return context.nowhere if context.aligned else ~context.translated


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated and not context.aligned and any(c.isalnum() for c in unit.source.text):
        yield Spot("target", 0, len(unit.target.text), tr("not translated: the target is empty"))


CHECK = Check("COMP004", "empty translation", "omission", Severity.ERROR, _run, __doc__, where=_where)

FAILING = (Example("Free and reliable information", ""), Example("Yes", "  "))
PASSING = (Example("Free and reliable information", "Des informations gratuites et fiables"), Example(" ", ""))
