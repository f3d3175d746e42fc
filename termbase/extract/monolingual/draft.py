"""Terms of one language as a glossary that a person can go through."""

from __future__ import annotations

from collections.abc import Iterable

from termbase.editing import free_identifier
from termbase.extract.monolingual.extraction import SingleTerm
from termbase.match.pattern import is_acronym
from termbase.model import Concept, Glossary, Status, Term, TermType

__all__ = ["draft_of_terms"]


def draft_of_terms(terms: Iterable[SingleTerm], language: str, *, name: str = "") -> Glossary:
    """A concept for each term, ``proposed``, with its contexts and its counts as a note, in the order of ``terms``."""
    concepts: dict[str, Concept] = {}
    for term in terms:
        identifier = free_identifier(term.text, concepts.__contains__)
        documents = f" · {term.documents} documents" if term.documents > 1 else ""
        concepts[identifier] = Concept(
            identifier,
            (
                Term(
                    text=term.text,
                    language=language,
                    status=Status.PROPOSED,
                    type=TermType.ACRONYM if is_acronym(term.text) else TermType.FULL_FORM,
                    contexts=tuple(" ".join(context.text.split()) for context in term.contexts),
                ),
            ),
            notes=(f"{term.frequency} ×{documents} · score {term.score:.2f}",),
        )
    return Glossary(tuple(concepts.values()), name=name)
