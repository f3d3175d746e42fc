"""TERM001: required term missing.

Finds a term of the glossary in the source for which the translation has none of the terms that the glossary allows,
nor anything that might stand for it: no derived or shortened form, no acronym, no word that the rest of the file or
the memory uses for it. A single word is often rendered freely; where one is missing, another word must stand in its
place that neither the source nor the grammar of its neighbours accounts for, or the term itself, in words that the
language of the translation does not have.

Why it matters: the client's terms are part of the order.

Example: «labour migration» translated without «migration de main-d’œuvre», as «déplacement saisonnier».

The fix: the term of the glossary. A term that is there in part, or in other words, and a term that is only proposed
are information; entries without a term in the target language ask for nothing.
"""

from __future__ import annotations

from collections.abc import Iterator

from tmx.text.lemmas import is_known_word
from toolkit.checks.acronyms_en_fr import well_known_acronyms
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.omissions import left_out
from toolkit.checks.strangers import SURE, Stranger, intruder, stranger_for
from toolkit.checks.term_hits import AGAINST, RequiredTerm, terms_advised_against, unit_terms
from toolkit.checks.terms import (
    THERE,
    Rendering,
    Support,
    has_several_words,
    named,
    renderings,
    units_with_missing_terms,
)
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_FREE = -0.5  # log-odds: less says that a term of several words is rendered freely


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if context.glossary is None or not unit.translated or unit.source.text == unit.target.text:
        return
    missing = [r for r in renderings(unit, context) if r.support not in THERE]
    if not missing:
        return
    gap = left_out(unit, context)
    hits = unit_terms(unit, context).target_hits if context.once(terms_advised_against) else ()
    against = {hit.concept.identifier for hit in hits if hit.term.status in AGAINST}
    for one in missing:
        required = one.required
        if any(concept.identifier in against for concept in required.concepts):
            continue  # a term that the glossary warns against stands for it, and that is reported
        if (left := _left_untranslated(required, unit, context)) is not None:
            message = tr("for «{source}» the glossary has {terms}", source=required.text, terms=named(required.allowed))
            yield Spot("target", *left, message)
            continue
        stranger = stranger_for(one, unit, context)
        strange = stranger is not None and stranger.score > SURE
        if not strange and gap is not None and gap.start < required.end and required.start < gap.end:
            continue  # the whole stretch is reported
        if _is_another(required.text, unit, context):
            continue
        if one.support < Support.IN_PART and not strange:
            continue  # it is there, though for something else
        if one.support is Support.NOT_TRANSLATED or intruder(one, unit, context) is not None:
            continue  # another check reports it
        message = tr("for «{source}» the glossary has {terms}", source=required.text, terms=named(required.allowed))
        severity = None if _sure(one, stranger, unit, context) else Severity.INFO
        yield Spot("source", required.start, required.end, message, severity=severity)


def _left_untranslated(required: RequiredTerm, unit: Unit, context: FileContext) -> tuple[int, int] | None:
    """Where the words of the source's term stand as they are, one of which at least is none of the target language."""
    words = [word.casefold() for word in required.text.split()]
    if not required.text.islower() or all(is_known_word(word, context.target_language) for word in words):
        return None
    there = [word.text.casefold() for word in unit.target_words]
    for at in range(len(there) - len(words) + 1):
        if there[at : at + len(words)] == words:
            return unit.target_words[at].start, unit.target_words[at + len(words) - 1].end
    return None


def _is_another(acronym: str, unit: Unit, context: FileContext) -> bool:
    """Whether the translation has the well-known acronym for it: ``IMO`` for ``OMI``, a slip for ``OIM`` elsewhere."""
    other = well_known_acronyms(context.source_language.tag, context.target_language.tag).get(acronym)
    return other is not None and any(word.text == other for word in unit.target_words)


def _sure(one: Rendering, stranger: Stranger | None, unit: Unit, context: FileContext) -> bool:
    """Whether the term is surely missing: what stands in its place is no rendering of it, or nothing does."""
    if stranger is not None and stranger.score > SURE:
        return True
    if one.support is not Support.NOTHING or not one.required.decided:
        return False
    # A single word, also one with a hyphen, is too often rendered by a synonym.
    several = has_several_words(one.required, unit, context) and len(one.required.text.split()) > 1
    return several and (stranger is None or stranger.score > _FREE)


CHECK = Check(
    "TERM001", "required term missing", "terminology", Severity.WARNING, _run, __doc__, where=units_with_missing_terms
)

FAILING = (
    Example(
        "They discussed labour migration in the region.",
        "Ils ont parlé des voyages saisonniers dans la région.",
        "labour migration",
        glossary=(("labour migration", "migration de main-d’œuvre"),),
    ),
    Example(
        "All stakeholders took part in the meeting.",
        "Tous les stakeholders ont participé à la réunion.",
        "stakeholders",
        glossary=(("stakeholder", "partie prenante"),),
    ),
)
PASSING = (
    Example(
        "They discussed labour migration in the region.",
        "Ils ont parlé des migrations de main-d’œuvre dans la région.",
        glossary=(("labour migration", "migration de main-d’œuvre"),),
    ),
    Example(
        "The shelters are full.",
        "Les centres sont pleins.",
        glossary=(("shelter", "centre d’hébergement"),),
    ),
    Example(
        "They slowed the spread of the virus.",
        "Ils ont ralenti la propagation virale.",
        glossary=(("virus", "virus"),),
    ),
)
