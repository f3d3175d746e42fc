"""What a glossary holds, in figures."""

from __future__ import annotations

from collections import Counter

from msgspec import Struct

from termbase.model import Glossary, Status, TermType

__all__ = ["GlossaryStats", "LanguageStats", "StatusCount", "glossary_stats"]


class StatusCount(Struct, frozen=True):
    """How many terms have a status."""

    status: Status
    terms: int


class LanguageStats(Struct, frozen=True):
    """One language: the concepts that it has terms for, its terms, and how many of these are or have what.

    ``statuses`` has every status, in the order of :class:`~termbase.model.Status`.
    """

    language: str
    concepts: int
    terms: int
    statuses: tuple[StatusCount, ...]
    acronyms: int
    with_context: int
    contexts: int


class GlossaryStats(Struct, frozen=True):
    """A whole glossary; ``defined`` counts concepts with a definition, their own or a language's."""

    concepts: int
    terms: int
    defined: int
    subjects: int
    languages: tuple[LanguageStats, ...]


def glossary_stats(glossary: Glossary) -> GlossaryStats:
    """The figures of ``glossary``, its languages in the order in which they appear."""
    return GlossaryStats(
        concepts=len(glossary),
        terms=sum(len(concept.terms) for concept in glossary),
        defined=sum(bool(concept.definition or concept.definitions) for concept in glossary),
        subjects=len({concept.subject for concept in glossary if concept.subject}),
        languages=tuple(_language(glossary, language) for language in glossary.languages),
    )


def _language(glossary: Glossary, language: str) -> LanguageStats:
    terms = [term for concept in glossary for term in concept.terms if term.language == language]
    counts = Counter(term.status for term in terms)
    return LanguageStats(
        language=language,
        concepts=sum(language in concept.languages for concept in glossary),
        terms=len(terms),
        statuses=tuple(StatusCount(status, counts[status]) for status in Status),
        acronyms=sum(term.type is TermType.ACRONYM for term in terms),
        with_context=sum(bool(term.contexts) for term in terms),
        contexts=sum(len(term.contexts) for term in terms),
    )
