"""COMP003: a sentence or clause left out.

Finds a stretch of the source whose words have no counterpart in the translation, by the words themselves and not by
length alone: a lexicon learnt over the file and the memory says what each word is rendered by elsewhere. In documents
that are aligned on the way, a sentence of the original without counterpart is found too.

Why it matters: nobody misses what is not there; the reader of the translation never learns it.

Example: «A second agreement, on the exchange of data, is being prepared.» with nothing for it in the translation.

The fix: translate what is missing. A translation that says the same in fewer words is left in peace: what stands
between its neighbours must be shorter than the source lets expect, and be accounted for by the rest of the source.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.omissions import left_out, units_with_omissions
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_LEAST_WORDS = 3


def _where(context: FileContext) -> Flags:
    gaps = context.translated & context.once(units_with_omissions)
    return gaps | ~context.translated if context.aligned else gaps


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated:
        if context.aligned and len(unit.source_words) >= _LEAST_WORDS:
            message = tr("this sentence has no counterpart in the translation")
            yield Spot("source", 0, len(unit.source.text), message)
        return
    found = left_out(unit, context)
    if found is not None:
        yield Spot("source", found.start, found.end, tr("nothing in the translation stands for these words"))


CHECK = Check("COMP003", "left out", "omission", Severity.WARNING, _run, __doc__, where=_where)

_LEFT_OUT = (
    "The centre opened in March. Its lawyers, doctors and trainers receive forty families every week in six languages."
)
FAILING = (
    Example(_LEFT_OUT, "Le centre a ouvert en mars."),
    Example(
        "The minister signed the agreement, which protects seasonal workers against unpaid wages, on Monday.",
        "Le ministre a signé l’accord lundi.",
    ),
)
PASSING = (
    Example(
        "The centre opened in March. Its lawyers advise families.",
        "Le centre a ouvert en mars. Ses avocats conseillent les familles.",
    ),
    Example("Please do not hesitate to get in touch with us.", "N’hésitez pas à nous contacter."),
)
