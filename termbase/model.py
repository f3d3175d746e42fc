"""Concepts and terms, in the field's standard terms (TBX / ISO 30042)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from tmx.text.languages import primary_subtag

__all__ = ["CaseRule", "Concept", "Status", "Term", "TermType"]


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
class Concept:
    """A concept with its terms in all languages; of one language's terms the preferred ones stand first."""

    identifier: str
    terms: tuple[Term, ...]
    subject: str = ""
    definition: str = ""
    notes: tuple[str, ...] = ()

    def terms_in(self, language: str) -> tuple[Term, ...]:
        """The terms of ``language``, compared by primary subtag."""
        wanted = primary_subtag(language)
        return tuple(term for term in self.terms if primary_subtag(term.language) == wanted)
