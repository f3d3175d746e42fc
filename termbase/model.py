"""Concepts and terms, in the field's standard terms (TBX / ISO 30042)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum

from tmx.text.languages import primary_subtag

__all__ = ["CaseRule", "Concept", "Definition", "Glossary", "Status", "Term", "TermType", "ordered_terms"]


class Status(StrEnum):
    """What a team has decided about a term (TBX ``administrativeStatus``, with ``proposed`` for what awaits it)."""

    PREFERRED = "preferred"
    ADMITTED = "admitted"
    DEPRECATED = "deprecated"
    FORBIDDEN = "forbidden"
    PROPOSED = "proposed"


class TermType(StrEnum):
    """What kind of name a term is (TBX ``termType``)."""

    FULL_FORM = "full form"
    SHORT_FORM = "short form"
    ACRONYM = "acronym"
    VARIANT = "variant"


class CaseRule(StrEnum):
    """Whether capitals count when a term is looked for: ``auto`` counts them in acronyms only."""

    AUTO = ""
    EXACT = "exact"
    ANY = "any"


@dataclass(frozen=True, slots=True)
class Term:
    """A name of a concept in one language (BCP 47 tag)."""

    text: str
    language: str
    status: Status = Status.PREFERRED
    type: TermType = TermType.FULL_FORM
    part_of_speech: str = ""
    gender: str = ""
    case: CaseRule = CaseRule.AUTO
    contexts: tuple[str, ...] = ()
    source: str = ""
    notes: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Definition:
    """What a concept is, said in one language (BCP 47 tag)."""

    text: str
    language: str


@dataclass(frozen=True, slots=True)
class Concept:
    """A concept with its terms in all languages; of one language's terms the preferred ones stand first.

    ``definition`` is the concept's own; ``definitions`` are those that a file gives for single languages.
    """

    identifier: str
    terms: tuple[Term, ...]
    subject: str = ""
    definition: str = ""
    notes: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()

    def terms_in(self, language: str) -> tuple[Term, ...]:
        """The terms of ``language``, compared by primary subtag."""
        wanted = primary_subtag(language)
        return tuple(term for term in self.terms if primary_subtag(term.language) == wanted)

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags of the terms, in order of first appearance."""
        return tuple(dict.fromkeys(term.language for term in self.terms))


@dataclass(frozen=True, slots=True)
class Glossary:
    """Concepts in the order of their file, and the name of the file or the collection."""

    concepts: tuple[Concept, ...]
    name: str = ""

    def __iter__(self) -> Iterator[Concept]:
        return iter(self.concepts)

    def __len__(self) -> int:
        return len(self.concepts)

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags of all terms, in order of first appearance."""
        return tuple(dict.fromkeys(language for concept in self.concepts for language in concept.languages))


def ordered_terms(terms: Iterable[Term]) -> tuple[Term, ...]:
    """The terms by language in order of first appearance, the preferred ones of each language first."""
    by_language: dict[str, list[Term]] = {}
    for term in terms:
        by_language.setdefault(term.language, []).append(term)
    return tuple(
        term
        for group in by_language.values()
        for term in sorted(group, key=lambda candidate: candidate.status is not Status.PREFERRED)
    )
