"""TYPO003: ligature missing: ``oeuvre``, or lost on the way: ``uvre``.

Finds French words that are written with œ or æ and stand without it. Where the letter is gone altogether
(``main-d’uvre``), the text has passed through an encoding that does not have it.

Why it matters: œ is a letter of French spelling, not an ornament; a lost one leaves a word that does not exist.

Example: «une migration de main-d’uvre» for «une migration de main-d’œuvre».

The fix: the word with its ligature. A file that writes ``oe`` throughout, in several units, follows its house: then it
is information only.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from tmx.text.languages import primary_subtag
from tmx.text.languages.typography import find_typography
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


_OWN_CHOICE = 4  # so many units that write oe, and none with the letter


def _house_writes_none(context: FileContext) -> bool:
    if any("œ" in unit.target.text or "Œ" in unit.target.text for unit in context.units):
        return False
    stems = find_typography(primary_subtag(context.target_tag)).ligature_words
    return sum(_writes_two(unit, stems) for unit in context.units) >= _OWN_CHOICE


def _writes_two(unit: Unit, stems: Iterable[str]) -> bool:
    return "oe" in unit.target.text.lower() and any(
        _begins(word.text.lower(), stem) for word in unit.target_words for stem in stems
    )


def _where(context: FileContext) -> Flags:
    rules = find_typography(primary_subtag(context.target_tag))
    if not rules.ligature_words:
        return context.nowhere
    side = context.target_side
    without = side.flags(lambda word: "oe" in word.lower() or word.lower() in rules.lost_ligatures)
    return context.translated & (side.counted(without) > 0)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    rules = find_typography(primary_subtag(context.target_tag))
    if not rules.ligature_words or not unit.translated:
        return
    for word in unit.target_words:
        lowered = word.text.lower()
        if "oe" in lowered:
            stem = next((stem for stem in rules.ligature_words if _begins(lowered, stem)), None)
            if stem is not None:
                right = _like(word.text, rules.ligature_words[stem] + lowered[len(stem) :])
                severity = Severity.INFO if context.once(_house_writes_none) else None
                message = tr("«{word}» is written «{right}»", word=word.text, right=right)
                yield Spot("target", word.start, word.end, message, right, severity)
        elif lowered in rules.lost_ligatures and not unit.source.text.count(word.text):
            right = _like(word.text, rules.lost_ligatures[lowered])
            yield Spot("target", word.start, word.end, tr("«{word}» has lost its letter œ", word=word.text), right)


def _begins(word: str, stem: str) -> bool:
    """A stem of at least five letters stands for what begins with it, a shorter one for the whole word."""
    return word.startswith(stem) if len(stem) > 4 else word == stem


def _like(word: str, right: str) -> str:
    if word.isupper():
        return right.upper()
    return right[0].upper() + right[1:] if word[:1].isupper() else right


CHECK = Check(
    "TYPO003", "ligature", "misspelling", Severity.WARNING, _run, __doc__, safe=True, alone=True, where=_where
)

FAILING = (
    Example("the work of the United Nations", "l’oeuvre des Nations Unies", "oeuvre"),
    Example("labour migration", "la migration de main-d’uvre", "uvre"),
    Example("IMPLEMENTATION", "MISE EN OEUVRE", "OEUVRE"),
)
PASSING = (
    Example("the work of the United Nations", "l’œuvre des Nations Unies"),
    Example(
        "the heart of it",
        "le coeur du sujet",
        others=(("eggs", "des oeufs"), ("sister", "la soeur"), ("works", "des oeuvres"), ("vows", "des voeux")),
    ),
    Example("They coexist with poets.", "Ils coexistent avec des poètes, moelle et couenne."),
    Example("a work", "eine Oeuvre", target_language="de"),
)
