"""MEAN001: the opposite of what the source says.

Finds a word whose opposite the source has, where nothing in the translation stands for that («open», «fermé»), and a
figure that is a lower bound on one side and an upper bound on the other («more than 2,000», «moins de 2 000»).

Why it matters: the sentence reads well and says the contrary.

Example: «in northern Mali» translated «dans le sud du Mali».

The fix: the word that the source has. Opposites come from a list of a hundred pairs in English and French. Where only
one side has a negation («not open», «fermé»), or more of them than the other, nothing is said, unless the pair is one
that no negation turns («north», «sud»).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from types import MappingProxyType

import numpy as np

from tmx.text.spans import within
from toolkit.checks.bounds import turned_bounds, units_with_bounds
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.english_french import known_languages
from toolkit.checks.negations import negations
from toolkit.checks.opposites import Turned, perhaps_turned, turned
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

# What makes of the next word nearly its opposite.
_LESSENING: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        "en": frozenset("little less least hardly barely scarcely non".split()),
        "fr": frozenset("peu moins guère mal non".split()),
    }
)


def _where(context: FileContext) -> Flags:
    languages = known_languages(context)
    if languages is None:
        return context.nowhere
    found = perhaps_turned(context.source_side, context.target_side, languages)
    flags: Flags = np.fromiter(found, np.bool_, len(context.units)) | units_with_bounds(context, languages)
    return context.translated & flags


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    languages = known_languages(context)
    if languages is None:
        return
    bounds = [
        bound
        for bound in turned_bounds(unit, languages)
        if _deny_alike(unit, languages, (bound.source, bound.target))  # «ne peut être estimé à moins de 200»
    ]
    yield from (_spot(unit, bound.source, bound.target) for bound in bounds)
    is_said = within(bound.target for bound in bounds)
    for pair in turned(unit.source_words, unit.target_words, languages):
        if is_said(pair.target.start):
            continue
        if not pair.by_negation or (_deny_alike(unit, languages) and _are_lessened_alike(pair, unit, languages)):
            yield _spot(unit, (pair.source.start, pair.source.end), (pair.target.start, pair.target.end))


def _deny_alike(unit: Unit, languages: tuple[str, str], without: Sequence[tuple[int, int]] = ((0, 0), (0, 0))) -> bool:
    """Whether both sides have as many negations, ``without`` a place on either side."""
    sides = zip((unit.source_words, unit.target_words), languages, without, strict=True)
    counted = [
        negations([word for word in words if not start <= word.start < end], language)
        for words, language, (start, end) in sides
    ]
    return counted[0] == counted[1]


def _are_lessened_alike(pair: Turned, unit: Unit, languages: tuple[str, str]) -> bool:
    """Whether a word that turns the next one («peu sûr») stands before both or neither."""
    sides = zip((pair.source, pair.target), (unit.source_words, unit.target_words), languages, strict=True)
    before = [
        next((word.text.lower() for word in reversed(words) if word.start < pole.start), "") in _LESSENING[language]
        for pole, words, language in sides
    ]
    return before[0] == before[1]


def _spot(unit: Unit, there: tuple[int, int], here: tuple[int, int]) -> Spot:
    texts = unit.source.text[slice(*there)], unit.target.text[slice(*here)]
    message = tr("«{here}» is the opposite of «{there}» in the source", there=texts[0], here=texts[1])
    return Spot("target", *here, message)


CHECK = Check("MEAN001", "opposite", "mistranslation", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("Violence spreads in northern Mali.", "La violence se répand dans le sud du Mali.", "sud"),
    Example("The centre is open to all.", "Le centre est fermé à tous.", "fermé"),
    Example("Open the window.", "Fermez la fenêtre.", "Fermez"),
    Example("They cannot go back to the north.", "Ils sont empêchés de retourner dans le sud.", "sud"),
    Example("More than 2,000 people came.", "Moins de 2\u00a0000 personnes sont venues.", "Moins de 2\u00a0000"),
    Example(
        "avant ou après la visite", "after or after the visit", "after", source_language="fr", target_language="en"
    ),
)
PASSING = (
    Example("The centre is not open.", "Le centre est fermé."),
    Example("an unsafe road", "une route peu sûre"),
    Example("No fewer than 300 families left.", "Plus de 300 familles sont parties."),
    Example("before and after the visit", "après la visite comme avant"),
)
