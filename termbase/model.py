"""Concepts and terms, in the field's standard terms (TBX / ISO 30042)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from enum import StrEnum
from itertools import chain

from msgspec import Struct

from tmx.text.languages import primary_subtag

__all__ = [
    "CaseRule",
    "Category",
    "Concept",
    "Definition",
    "Glossary",
    "Status",
    "Term",
    "TermType",
    "Transaction",
    "ordered_terms",
    "stated_data",
    "unstated",
]


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


class Category(Struct, frozen=True, order=True, omit_defaults=True, forbid_unknown_fields=True):
    """A data category that Accord does not use itself, kept as a file gave it and written back at the same level.

    ``kind`` is the TBX element that carries it (``descrip``, ``admin``, ``termNote``, ``note``, ``xref``, ...),
    ``name`` its type, ``target`` what it points to. ``language`` names the section of a concept in which it stands,
    empty for the concept itself. ``about`` is the text that it belongs to where it stands in a group: of a context,
    say, whose source it names.
    """

    kind: str
    name: str
    value: str
    language: str = ""
    target: str = ""
    about: str = ""


class Transaction(Struct, frozen=True, order=True, omit_defaults=True, forbid_unknown_fields=True):
    """What was done to an entry, when, and by whom (TBX ``transacGrp``).

    ``kind`` is ``origination``, ``modification`` or what a file calls it, ``date`` as in ISO 8601, ``target`` the
    identifier of the person. ``language`` names the section of a concept that was worked on, empty for the concept
    itself. ``data`` is what else was noted.
    """

    kind: str
    date: str = ""
    author: str = ""
    language: str = ""
    target: str = ""
    data: tuple[Category, ...] = ()


class Term(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A name of a concept in one language (BCP 47 tag).

    ``number`` is the grammatical number, ``identifier`` what references call the term (not its concept).
    """

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
    number: str = ""
    customer: str = ""
    project: str = ""
    identifier: str = ""
    history: tuple[Transaction, ...] = ()
    data: tuple[Category, ...] = ()

    @property
    def stated_status(self) -> str:
        """The status as files name it; empty where the file of the term did not say it, which counts as preferred."""
        return "" if self.status is Status.PREFERRED and _UNSTATED_STATUS in self.data else str(self.status)

    @property
    def stated_type(self) -> str:
        """The type as files name it; empty where the file of the term did not say it, which counts as full form."""
        return "" if self.type is TermType.FULL_FORM and _UNSTATED_TYPE in self.data else str(self.type)


_UNSTATED_STATUS = Category("termNote", "administrativeStatus", "")
_UNSTATED_TYPE = Category("termNote", "termType", "")


def unstated(*, status: bool, type_: bool) -> tuple[Category, ...]:
    """What the data of a term hold where its file said nothing of its status or its type; in order.

    So that a file which is read and written again gains no data category that it did not have.
    """
    return (*([_UNSTATED_STATUS] if status else ()), *([_UNSTATED_TYPE] if type_ else ()))


def stated_data(data: Iterable[Category], *, status: bool = True, type_: bool = True) -> tuple[Category, ...]:
    """The data without what only says that a file did not say something: of the status, of the type, or of both."""
    gone = unstated(status=status, type_=type_)
    return tuple([one for one in data if one not in gone])


class Definition(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """What a concept is, said in one language (BCP 47 tag)."""

    text: str
    language: str


class Concept(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """A concept with its terms in all languages; of one language's terms the preferred ones stand first.

    ``definition`` is the concept's own; ``definitions`` are those that a file gives for single languages.
    """

    identifier: str
    terms: tuple[Term, ...]
    subject: str = ""
    definition: str = ""
    notes: tuple[str, ...] = ()
    definitions: tuple[Definition, ...] = ()
    customer: str = ""
    project: str = ""
    history: tuple[Transaction, ...] = ()
    data: tuple[Category, ...] = ()

    def terms_in(self, language: str) -> tuple[Term, ...]:
        """The terms of ``language``, compared by primary subtag."""
        wanted = primary_subtag(language)
        return tuple([term for term in self.terms if primary_subtag(term.language) == wanted])

    @property
    def languages(self) -> tuple[str, ...]:
        """The language tags of the terms, in order of first appearance."""
        return tuple(dict.fromkeys(term.language for term in self.terms))


class Glossary(Struct, frozen=True, omit_defaults=True, forbid_unknown_fields=True):
    """Concepts in the order of their file, and the name of the file or the collection.

    ``data`` is what the file says of itself (its sources, its revisions) and of the persons that its entries name.
    """

    concepts: tuple[Concept, ...]
    name: str = ""
    data: tuple[Category, ...] = ()

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
    groups = [group if len(group) == 1 else sorted(group, key=_is_not_preferred) for group in by_language.values()]
    return tuple(chain.from_iterable(groups))


def _is_not_preferred(term: Term) -> bool:
    return term.status is not Status.PREFERRED
