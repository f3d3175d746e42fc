"""CONS004: translated otherwise than in another file.

Finds units whose source has stood in a file that was checked before, in the same run, with another translation.

Why it matters: the files of one delivery are read side by side.

Example: «Read the full statement» is «Lire le texte intégral» in one release, «Consulter la déclaration complète» in
the next.

The fix: choose one. Differences in typography only, and texts of one or two words, are information only.
"""

from __future__ import annotations

from collections.abc import Iterator

from tmx.text.folding import fold
from toolkit.checks.check import Check, EarlierUnit, Example, FileContext, Spot, Unit, snippet
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_LONG_ENOUGH = 3


def _where(context: FileContext) -> Flags:
    if not context.earlier:
        return context.nowhere
    return context.translated & context.source_side.looked(lambda text: " ".join(text.split()) in context.earlier)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated:
        return
    own = " ".join(unit.target.text.split())
    same = context.earlier.get(" ".join(unit.source.text.split()), ())
    if not same or any(other.target == own for other in same):
        return
    other = same[0]
    only_typography = "".join(fold(own).split()) == "".join(fold(other.target).split())
    severity = Severity.INFO if only_typography or len(unit.source_words) < _LONG_ENOUGH else None
    message = tr(
        "unit {unit} of {file} has the same source and reads «{target}»",
        unit=other.identifier,
        file=other.file,
        target=snippet(other.target),
    )
    yield Spot("target", 0, len(unit.target.text), message, severity=severity)


CHECK = Check("CONS004", "other than in another file", "inconsistency", Severity.WARNING, _run, __doc__, where=_where)

_BEFORE = (EarlierUnit("before.xlf", "7", "Lire le texte intégral de la déclaration"),)
FAILING = (
    Example(
        "Read the full statement",
        "Consulter la déclaration complète",
        earlier=(("Read the full statement", _BEFORE),),
    ),
)
PASSING = (
    Example(
        "Read the full statement",
        "Lire le texte intégral de la déclaration",
        earlier=(("Read the full statement", _BEFORE),),
    ),
    Example("Read the full text", "Lire le texte", earlier=(("Read the full statement", _BEFORE),)),
)
