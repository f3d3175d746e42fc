"""TYPO005: a capital without its accent: ``Etat`` for ``État``.

Finds capitalised French words whose first letter has lost its accent.

Why it matters: accents belong to capitals too (Académie française, Imprimerie nationale); without them words are
read twice.

Example: «les Etats Membres» for «les États Membres».

The fix: the accented capital. Many houses are lax here: information only.
"""

from __future__ import annotations

from collections.abc import Iterator

from tmx.text.languages import primary_subtag
from tmx.text.languages.typography import find_typography
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


def _where(context: FileContext) -> Flags:
    capitals = find_typography(primary_subtag(context.target_tag)).accented_capitals
    side = context.target_side
    return context.translated & (side.counted(side.flags(capitals.__contains__)) > 0)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    capitals = find_typography(primary_subtag(context.target_tag)).accented_capitals
    if not capitals or not unit.translated:
        return
    for word in unit.target_words:
        right = capitals.get(word.text)
        if right is not None:
            message = tr("«{word}» is written «{right}»", word=word.text, right=right)
            yield Spot("target", word.start, word.end, message, right)


CHECK = Check(
    "TYPO005", "accent on a capital", "misspelling", Severity.INFO, _run, __doc__, safe=True, alone=True, where=_where
)

FAILING = (Example("Member States", "les Etats Membres", "Etats"),)
PASSING = (
    Example("Member States", "les États Membres"),
    Example("Entry", "Entrée des Émirats"),
    Example("State", "El Estado", target_language="es"),
)
