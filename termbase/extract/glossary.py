"""Proposed term pairs as a glossary that a person can go through."""

from __future__ import annotations

from collections.abc import Iterable

from termbase.editing import free_identifier
from termbase.extract.candidates import TermCandidate
from termbase.match.pattern import is_acronym
from termbase.model import Concept, Glossary, Status, Term, TermType, ordered_terms

__all__ = ["glossary_of_candidates", "is_marked_known"]

_KNOWN = " · in the glossary"


def glossary_of_candidates(
    candidates: Iterable[TermCandidate], source_language: str, target_language: str, *, name: str = ""
) -> Glossary:
    """A concept for each candidate, all terms ``proposed``, with contexts from both languages and the counts as a note.

    An acronym whose full form is a candidate too, in whatever number, joins that one's concept; a full form that is
    none stands with its acronym. Other translations and other source terms stand in the concept as variants; new
    variants of a concept that a glossary has stand under its identifier. The order is that of the candidates.
    """
    concepts: dict[str, list[Term]] = {}
    notes: dict[str, str] = {}
    homes: dict[str, str] = {}
    inflected: dict[str, str] = {}  # other forms of the same terms: (acute respiratory infections)
    waiting: list[tuple[str, TermCandidate]] = []
    of_known: dict[str, str] = {}
    for candidate in candidates:
        if candidate.concept and candidate.concept in of_known:
            known = of_known[candidate.concept]
            concepts[known] = _once([*concepts[known], *_terms(candidate, source_language, target_language)])
            continue
        identifier = candidate.concept or free_identifier(candidate.source_term, concepts.__contains__)
        if identifier in concepts:
            identifier = free_identifier(candidate.source_term, concepts.__contains__)
        if candidate.concept:
            of_known[candidate.concept] = identifier
        concepts[identifier] = list(_terms(candidate, source_language, target_language))
        notes[identifier] = _note(candidate)
        homes.setdefault(candidate.source_term.lower(), identifier)
        for form in candidate.source_variants:
            inflected.setdefault(form.lower(), identifier)
        if candidate.full_form or candidate.target_full_form:
            waiting.append((identifier, candidate))
    order = {identifier: number for number, identifier in enumerate(concepts)}
    for identifier, candidate in waiting:
        full_form = candidate.full_form.lower()
        home = homes.get(full_form, inflected.get(full_form))
        if home not in concepts:
            home = None
        if home is None and identifier in concepts:
            concepts[identifier] = _once(
                [*concepts[identifier], *_full_forms(candidate, source_language, target_language)]
            )
        if home is None or home == identifier:
            continue
        first, second = sorted((home, identifier), key=order.__getitem__)
        joined = _once([*concepts[home], *concepts[identifier]])
        del concepts[second]
        concepts[first] = joined
        notes[first] = notes[home]
        homes[full_form] = first
    return Glossary(
        tuple(
            Concept(identifier, ordered_terms(terms), notes=(notes[identifier],))
            for identifier, terms in concepts.items()
        ),
        name=name,
    )


def _terms(candidate: TermCandidate, source_language: str, target_language: str) -> Iterable[Term]:
    sides = (
        (candidate.source_term, source_language, tuple(c.source for c in candidate.contexts)),
        (candidate.target_term, target_language, tuple(c.target for c in candidate.contexts)),
    )
    for number, (text, language, contexts) in enumerate(sides):
        # What a concept lacked altogether in a language is no variant there.
        variant = candidate.concept and (
            candidate.new_source if number == 0 else candidate.type is TermType.VARIANT and not candidate.new_source
        )
        kind = TermType.VARIANT if variant else TermType.FULL_FORM
        yield Term(
            text=text,
            language=language,
            status=Status.PROPOSED,
            type=TermType.ACRONYM if is_acronym(text) else kind,
            part_of_speech=candidate.part_of_speech,
            contexts=tuple(" ".join(context.split()) for context in contexts),
        )
    others = [(text, source_language) for text in candidate.synonyms]
    others += [(other.text, target_language) for other in candidate.alternatives]
    for text, language in others:
        kind = TermType.ACRONYM if is_acronym(text) else TermType.VARIANT
        yield Term(text=text, language=language, status=Status.PROPOSED, type=kind)


def _full_forms(candidate: TermCandidate, source_language: str, target_language: str) -> Iterable[Term]:
    """What an acronym stands for, in both languages as far as the memory tells."""
    for text, language in ((candidate.full_form, source_language), (candidate.target_full_form, target_language)):
        if text:
            yield Term(text=text, language=language, status=Status.PROPOSED, type=TermType.FULL_FORM)


def _once(terms: Iterable[Term]) -> list[Term]:
    """The terms, of those that are written alike the first."""
    found: dict[tuple[str, str], Term] = {}
    for term in terms:
        found.setdefault((term.language, term.text.lower() if not is_acronym(term.text) else term.text), term)
    return list(found.values())


def _note(candidate: TermCandidate) -> str:
    known = _KNOWN if candidate.known else ""
    documents = f" · {candidate.documents} documents" if candidate.documents > 1 else ""
    return f"{candidate.frequency} × {documents} · score {candidate.score:.2f}{known}".replace("×  ·", "× ·")


def is_marked_known(concept: Concept) -> bool:
    """Whether the draft says of a proposed concept that a glossary has it already."""
    return any(note.endswith(_KNOWN) for note in concept.notes)
