"""Decisions about proposed terms: each takes a glossary and gives the next one. Nothing here reads or writes files.

What is rejected goes into a glossary of its own, which extraction reads so as not to propose it again.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence

from msgspec import Struct
from msgspec.structs import replace

from termbase.keys import concepts_by_identifier
from termbase.model import Concept, Glossary, Status, Term, TermType, ordered_terms
from tmx.text.folding import fold

__all__ = [
    "ReviewState",
    "TermKey",
    "accept",
    "accepted_terms",
    "add_as_synonym",
    "edit",
    "find_concepts",
    "proposed_terms",
    "reject",
]


class TermKey(Struct, frozen=True):
    """Which term of a concept is meant."""

    language: str
    text: str


class ReviewState(Struct, frozen=True):
    """The glossary under review, and what was rejected out of it."""

    glossary: Glossary
    rejected: Glossary


def proposed_terms(concept: Concept) -> tuple[Term, ...]:
    """The terms of ``concept`` that await a decision."""
    return tuple(term for term in concept.terms if term.status is Status.PROPOSED)


def accept(state: ReviewState, identifier: str) -> ReviewState:
    """All proposed terms of a concept accepted.

    In each language the first full form becomes preferred where no term is, every other term admitted.
    """
    return _with(state, identifier, lambda concept: replace(concept, terms=accepted_terms(concept.terms)))


def edit(state: ReviewState, identifier: str, texts: Mapping[TermKey, str]) -> ReviewState:
    """Proposed terms written otherwise, then accepted; a term whose new text is empty is dropped.

    A term that the concept has already under its new text is not added again. Raises :class:`ValueError` where no
    term would be left.
    """

    def edited(concept: Concept) -> Concept:
        kept: dict[TermKey, Term] = {}
        for term in concept.terms:
            key = TermKey(term.language, term.text)
            text = texts.get(key, term.text) if term.status is Status.PROPOSED else term.text
            if text:
                kept.setdefault(TermKey(term.language, text), replace(term, text=text))
        if not kept:
            raise ValueError("no term would be left")
        return replace(concept, terms=accepted_terms(tuple(kept.values())))

    return _with(state, identifier, edited)


def reject(state: ReviewState, identifier: str) -> ReviewState:
    """The proposed terms of a concept moved to the rejected ones; a concept without other terms goes with them."""
    concept = concepts_by_identifier(state.glossary)[identifier]
    names = {rejected.identifier for rejected in state.rejected}
    name, number = identifier, 2
    while name in names:
        name, number = f"{identifier}-{number}", number + 1
    gone = replace(concept, identifier=name, terms=proposed_terms(concept))
    return ReviewState(
        _without_proposed(state.glossary, identifier),
        replace(state.rejected, concepts=(*state.rejected.concepts, gone)),
    )


def add_as_synonym(state: ReviewState, identifier: str, home: str) -> ReviewState:
    """The proposed terms of a concept moved to the concept ``home``.

    They are accepted there as by :func:`accept`; in a home about which nothing is decided they await its decision.
    Terms that the home has already are not added again. Raises :class:`ValueError` where both are the same concept.
    """
    if identifier == home:
        raise ValueError("a term cannot be a synonym of itself")
    moving = proposed_terms(concepts_by_identifier(state.glossary)[identifier])

    def joined(concept: Concept) -> Concept:
        known = {(term.language, term.text) for term in concept.terms}
        new = tuple(term for term in moving if (term.language, term.text) not in known)
        terms = (*concept.terms, *new)
        if len(proposed_terms(concept)) == len(concept.terms):
            return replace(concept, terms=ordered_terms(terms))
        moved = {(term.language, term.text) for term in new}
        return replace(concept, terms=accepted_terms(terms, lambda term: (term.language, term.text) in moved))

    state = _with(state, home, joined)
    return replace(state, glossary=_without_proposed(state.glossary, identifier))


def find_concepts(glossary: Glossary, text: str) -> tuple[Concept, ...]:
    """The concepts that ``text`` may mean: by identifier or a whole term; where there is none, by a part of a term."""
    wanted = fold(text.strip())
    if not wanted:
        return ()
    whole = [
        concept
        for concept in glossary
        if wanted == fold(concept.identifier) or any(fold(term.text) == wanted for term in concept.terms)
    ]
    found = whole or [concept for concept in glossary if any(wanted in fold(term.text) for term in concept.terms)]
    return tuple(found)


def _with(state: ReviewState, identifier: str, change: Callable[[Concept], Concept]) -> ReviewState:
    concepts = (change(concept) if concept.identifier == identifier else concept for concept in state.glossary)
    return replace(state, glossary=replace(state.glossary, concepts=tuple(concepts)))


def _without_proposed(glossary: Glossary, identifier: str) -> Glossary:
    concepts: list[Concept] = []
    for concept in glossary:
        if concept.identifier != identifier:
            concepts.append(concept)
            continue
        left = tuple(term for term in concept.terms if term.status is not Status.PROPOSED)
        if left:
            concepts.append(replace(concept, terms=left))
    return replace(glossary, concepts=tuple(concepts))


def accepted_terms(terms: Sequence[Term], meant: Callable[[Term], bool] = lambda term: True) -> tuple[Term, ...]:
    """The terms with those accepted that are proposed and ``meant``, by the rule of :func:`accept`."""
    settled = {term.language for term in terms if term.status is Status.PREFERRED}
    chosen = {}
    for term in _full_forms_first(term for term in terms if term.status is Status.PROPOSED and meant(term)):
        if term.language not in settled:
            settled.add(term.language)
            chosen[id(term)] = Status.PREFERRED
        else:
            chosen[id(term)] = Status.ADMITTED
    return ordered_terms(replace(term, status=chosen.get(id(term), term.status)) for term in terms)


def _full_forms_first(terms: Iterable[Term]) -> list[Term]:
    return sorted(terms, key=lambda term: term.type is not TermType.FULL_FORM)
