"""Terms of one language as a glossary that a person can go through."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Container, Iterable

from termbase.extract.monolingual.extraction import SingleTerm
from termbase.match.pattern import is_acronym
from termbase.model import Concept, Glossary, Status, Term, TermType

__all__ = ["draft_of_terms"]


def draft_of_terms(terms: Iterable[SingleTerm], language: str, *, name: str = "") -> Glossary:
    """A concept for each term, ``proposed``, with its contexts and its counts as a note, in the order of ``terms``."""
    concepts: dict[str, Concept] = {}
    for term in terms:
        identifier = _identifier(term.text, concepts)
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


def _identifier(text: str, taken: Container[str]) -> str:
    """A readable name of letters, digits and hyphens that is not taken yet."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    base = re.sub(r"[^a-z0-9]+", "-", plain.lower()).strip("-") or "term"
    base = base if base[0].isalpha() else f"t-{base}"
    name, number = base, 2
    while name in taken:
        name, number = f"{base}-{number}", number + 1
    return name
