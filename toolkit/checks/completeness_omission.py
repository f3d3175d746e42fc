"""COMP003: a sentence or clause left out.

Finds a stretch of the source whose words have no counterpart in the translation, by the words themselves and not by
length alone: a lexicon learnt over the file and the memory says what each word is rendered by elsewhere. In documents
that are aligned on the way, a sentence of the original without counterpart is found too.

Why it matters: nobody misses what is not there; the reader of the translation never learns it.

Example: «A second agreement, on the exchange of data, is being prepared.» with nothing for it in the translation.

The fix: translate what is missing. A translation that says the same in fewer words is left in peace: what stands
between its neighbours must be shorter than the source lets expect, and be accounted for by the rest of the source. In
other languages than English and French, a file and memory of fewer than 150 units tell too little of the words: where
the translation is not shorter by as much, the finding is information only.
"""

from __future__ import annotations

from collections.abc import Iterator

from tmx.text.character_ranges import has_character_in
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.omissions import has_seen_enough, left_out, units_with_omissions
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_LEAST_WORDS = 3
_MOST_OF_A_GAP = 0.7
# Hebrew and Arabic, Thai and Lao, kana to Hangul: the same is said in fewer letters.
_CLOSE_SET = (("\u0590", "\u06ff"), ("\u0e00", "\u0eff"), ("\u3040", "\ud7af"))


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
        sure = context.once(has_seen_enough) or _is_shorter_by(found.end - found.start, unit)
        severity = None if sure else Severity.INFO
        message = tr("nothing in the translation stands for these words")
        yield Spot("source", found.start, found.end, message, severity=severity)


def _is_shorter_by(gap: int, unit: Unit) -> bool:
    """Whether the translation is shorter by most of the ``gap`` in letters: what was missed is not said otherwise."""
    text = unit.target.text
    return len(text) <= len(unit.source.text) - _MOST_OF_A_GAP * gap and not has_character_in(text, _CLOSE_SET)


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
    Example(
        "Das Zentrum wurde eröffnet. Seine Anwälte, Ärzte und Lehrerinnen beraten jede Woche vierzig Familien.",
        "Le centre a été inauguré.",
        source_language="de",
    ),
)
PASSING = (
    Example(
        "The centre opened in March. Its lawyers advise families.",
        "Le centre a ouvert en mars. Ses avocats conseillent les familles.",
    ),
    Example(
        "Seit 2019 sind mehr als 12.000 Menschen zurückgekehrt. Viele von ihnen waren unbegleitete Minderjährige.",
        "Depuis 2019, plus de 12 000 personnes sont revenues, dont beaucoup de mineurs non accompagnés.",
        source_language="de",
    ),
    Example("Please do not hesitate to get in touch with us.", "N’hésitez pas à nous contacter."),
)
