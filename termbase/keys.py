"""How concepts and terms are told apart where two states of a glossary are laid side by side.

Concepts are known by their identifiers, terms within a concept by language and text. A term whose text was edited is
therefore one term removed and another added.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable, Iterable, Iterator, Sequence
from typing import TypeVar

from msgspec.structs import replace

from termbase.model import Concept, Glossary, Term
from tmx.errors import TermbaseError
from tmx.text.folding import fold
from tmx.text.languages import primary_subtag

__all__ = [
    "TermKey",
    "concepts_by_identifier",
    "definitions_by_key",
    "named_by_terms",
    "numbered",
    "summary",
    "term_key",
    "terms_by_key",
    "unhyphenated",
]

_JOINTS = re.compile(r"[\s‐‑-]+")
_K = TypeVar("_K", bound=Hashable)
TermKey = tuple[str, str, int]  # language, text, and a count from 0 where a concept has the very term twice


def concepts_by_identifier(glossary: Glossary) -> dict[str, Concept]:
    """The concepts by identifier, in order. Raises :class:`~tmx.errors.TermbaseError` where two have the same."""
    found: dict[str, Concept] = {}
    for concept in glossary:
        if concept.identifier in found:
            raise TermbaseError(
                f"two concepts have the identifier «{concept.identifier}»", remedy="give one of them another"
            )
        found[concept.identifier] = concept
    return found


def named_by_terms(glossary: Glossary) -> Glossary:
    """The glossary with each concept called by its first term, for lists whose concepts have no names of their own."""
    names = numbered(concept.terms[0].text if concept.terms else "" for concept in glossary)
    concepts = (
        replace(concept, identifier=f"{text} ({number + 1})" if number else text)
        for concept, (text, number) in zip(glossary, names, strict=True)
    )
    return replace(glossary, concepts=tuple(concepts))


def summary(concept: Concept) -> str:
    """The terms of a concept on one line."""
    return " · ".join(f"{term.text} ({term.language})" for term in concept.terms)


def numbered(keys: Iterable[_K]) -> Iterator[tuple[_K, int]]:
    """Each key with how often it stood before, so that equal ones can be told apart."""
    seen: Counter[_K] = Counter()
    for key in keys:
        yield key, seen[key]
        seen[key] += 1


def term_key(term: Term) -> tuple[str, str]:
    """What two spellings of one term have in common: language without region, text without case and accents."""
    return primary_subtag(term.language), " ".join(fold(term.text).split())


def unhyphenated(text: str) -> str:
    """What spellings with a hyphen, a space or neither (``co-operation``, ``cooperation``) have in common."""
    return _JOINTS.sub("", fold(text))


def terms_by_key(terms: Sequence[Term]) -> dict[TermKey, Term]:
    """The terms of a concept by what they are known by, in order."""
    keys = numbered((term.language, term.text) for term in terms)
    return {(language, text, number): term for ((language, text), number), term in zip(keys, terms, strict=True)}


def definitions_by_key(concept: Concept) -> dict[tuple[str, int], str]:
    """The definitions for single languages, by language and a count from 0, in order."""
    keys = numbered(definition.language for definition in concept.definitions)
    return {key: definition.text for key, definition in zip(keys, concept.definitions, strict=True)}
