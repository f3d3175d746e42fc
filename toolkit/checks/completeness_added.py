"""COMP005: text that the original does not have.

Finds, in documents that are aligned on the way, a sentence of the translation without counterpart in the original.

Why it matters: it may be an explanation that the reader needs, or a sentence of another release.

Example: «Le centre est ouvert à tous.» beside nothing.

The fix: take it out, or leave it on purpose; the finding is information only.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


def _where(context: FileContext) -> Flags:
    return context.translated if context.aligned else context.nowhere


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if context.aligned and unit.translated and not unit.source.text.strip():
        yield Spot("target", 0, len(unit.target.text), tr("this sentence has no counterpart in the original"))


CHECK = Check("COMP005", "added", "addition", Severity.INFO, _run, __doc__, where=_where)

FAILING = (Example("", "Le centre est ouvert à tous.", aligned=True),)
PASSING = (Example("", "Le centre est ouvert à tous."), Example("It is open.", "Il est ouvert.", aligned=True))
