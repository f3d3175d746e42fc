"""COMP005: text that the original does not have.

Finds a sentence of the translation whose words nothing in the source accounts for, where the translation has more
sentences than the source and is longer than it lets expect. In documents that are aligned on the way, a sentence of
the translation without counterpart in the original is information.

Why it matters: it may be an explanation that the reader needs, or a sentence of another release.

Example: «Le centre a ouvert en mars. Ses avocats reçoivent quarante familles.» for «The centre opened in March.»

The fix: take it out, or leave it on purpose. Where the languages have no dictionary here and the file and memory are
small, the finding is information only.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.additions import added_sentences, units_with_additions
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.omissions import has_seen_enough
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


def _where(context: FileContext) -> Flags:
    return context.translated if context.aligned else context.once(units_with_additions)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated:
        return
    if context.aligned and not unit.source.text.strip():
        message = tr("this sentence has no counterpart in the original")
        yield Spot("target", 0, len(unit.target.text), message, severity=Severity.INFO)
        return
    severity = None if context.once(has_seen_enough) else Severity.INFO
    for start, end in added_sentences(unit, context):
        yield Spot("target", start, end, tr("nothing in the source stands for this sentence"), severity=severity)


CHECK = Check("COMP005", "added", "addition", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example(
        "The boat sank at dawn.",
        "Le bateau a coulé à l’aube. Les secours ont retrouvé les corps de plusieurs victimes sur la plage.",
        "Les secours ont retrouvé les corps de plusieurs victimes sur la plage.",
    ),
)
PASSING = (
    Example("", "Le centre est ouvert à tous."),
    Example("It is open.", "Il est ouvert.", aligned=True),
    Example("The boat sank at dawn.", "Le bateau a coulé. C’était à l’aube."),
    Example(
        "The centre, whose lawyers advise families for free, opened in March.",
        "Le centre a ouvert en mars. Ses avocats conseillent gratuitement les familles.",
    ),
)
