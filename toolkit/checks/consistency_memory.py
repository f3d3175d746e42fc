"""CONS002: translated otherwise than in the memory.

Finds a unit whose source stands in the translation memory word for word with another translation.

Why it matters: the client has approved a translation of this very sentence.

Example: the memory has «La séance est ouverte.» for «The meeting is open.», the unit reads «La réunion commence.»

The fix: take the memory's translation, or correct the memory. Texts under four words are information only.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping

from tmx.text.folding import fold
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit, snippet
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_LONG_ENOUGH = 4


def _normal(text: str) -> str:
    return " ".join(text.split())


def _plain(text: str) -> str:
    return "".join(fold(text).split()).rstrip(".")


def _targets(context: FileContext) -> Mapping[str, list[str]]:
    targets: defaultdict[str, list[str]] = defaultdict(list)
    for pair in context.memory:
        targets[_normal(pair.source)].append(pair.target)
    return targets


def _where(context: FileContext) -> Flags:
    if not context.memory:
        return context.nowhere
    known = context.once(_targets)
    return context.translated & context.source_side.looked(lambda text: _normal(text) in known)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not context.memory or not unit.translated:
        return
    known = context.once(_targets).get(_normal(unit.source.text))
    if not known or _plain(unit.target.text) in map(_plain, known):
        return
    severity = None if len(unit.source_words) >= _LONG_ENOUGH else Severity.INFO
    message = tr("the memory translates this source «{target}»", target=snippet(known[-1], 90))
    yield Spot("target", 0, len(unit.target.text), message, severity=severity)


CHECK = Check("CONS002", "other than the memory", "inconsistency", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example(
        "The meeting is now open.",
        "La réunion commence.",
        memory=(("The meeting is now open.", "La séance est ouverte."),),
    ),
)
PASSING = (
    Example(
        "The meeting is now open.",
        "La séance est ouverte.",
        memory=(
            ("The meeting is now open.", "La réunion commence."),
            ("The meeting is now open.", "La séance est ouverte."),
        ),
    ),
    Example("The meeting is now open.", "La réunion commence."),
)
