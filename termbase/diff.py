"""What changed between two glossaries. The order of concepts and terms is no change."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from enum import StrEnum

from msgspec import Struct

from termbase.keys import concepts_by_identifier, definitions_by_key, summary, terms_by_key
from termbase.model import CaseRule, Concept, Glossary, Term, stated_data

__all__ = [
    "CONCEPT_FIELDS",
    "TERM_FIELDS",
    "Change",
    "ChangeKind",
    "concept_changes",
    "diff_glossaries",
    "term_facts",
]

# The fields of a term that have one value, what they are called, and what a term that says nothing has.
TERM_FIELDS: tuple[tuple[str, str, object], ...] = (
    ("status", "status", None),
    ("type", "type", None),
    ("part_of_speech", "part of speech", ""),
    ("gender", "gender", ""),
    ("case", "case", CaseRule.AUTO),
    ("source", "source", ""),
    ("number", "number", ""),
    ("customer", "customer", ""),
    ("project", "project", ""),
    ("identifier", "identifier", ""),
)
CONCEPT_FIELDS = ("subject", "definition", "customer", "project")


class ChangeKind(StrEnum):
    """What happened to a concept or a term."""

    CONCEPT_ADDED = "concept added"
    CONCEPT_REMOVED = "concept removed"
    CONCEPT_CHANGED = "concept changed"
    TERM_ADDED = "term added"
    TERM_REMOVED = "term removed"
    TERM_CHANGED = "term changed"


class Change(Struct, frozen=True):
    """One difference.

    ``language`` and ``term`` are empty where the concept itself is meant, ``field`` where it was added or removed.
    ``old`` and ``new`` are the field's values as text (several contexts or notes a line each); of a concept that was
    added or removed its terms, of a term its status.
    """

    kind: ChangeKind
    concept: str
    language: str = ""
    term: str = ""
    field: str = ""
    old: str = ""
    new: str = ""


def diff_glossaries(old: Glossary, new: Glossary, *, stated: bool = False) -> tuple[Change, ...]:
    """The changes that lead from ``old`` to ``new``, in the order of ``new``, what was removed at the end.

    A status or a type that is only said now, and counted as the same before, is a change where ``stated``: formats
    differ in what they have to say of each term.
    Raises :class:`~tmx.errors.TermbaseError` where two concepts of one glossary have the same identifier.
    """
    before, after = concepts_by_identifier(old), concepts_by_identifier(new)
    changes: list[Change] = []
    for name, concept in after.items():
        if name in before:
            changes.extend(concept_changes(before[name], concept, stated=stated))
        else:
            changes.append(Change(ChangeKind.CONCEPT_ADDED, name, new=summary(concept)))
    for name, concept in before.items():
        if name not in after:
            changes.append(Change(ChangeKind.CONCEPT_REMOVED, name, old=summary(concept)))
    return tuple(changes)


def concept_changes(old: Concept, new: Concept, *, stated: bool = False) -> Iterator[Change]:
    """The changes that lead from one state of a concept to another, as :func:`diff_glossaries` sees them."""
    if old == new:
        return
    name = new.identifier
    for field, was, now in _differences(_concept_facts(old), _concept_facts(new)):
        yield Change(ChangeKind.CONCEPT_CHANGED, name, field=field, old=was, new=now)
    before, after = terms_by_key(old.terms), terms_by_key(new.terms)
    for key, term in after.items():
        place = (name, term.language, term.text)
        if key not in before:
            yield Change(ChangeKind.TERM_ADDED, *place, new=term.status.value)
            continue
        for field, was, now in _differences(_facts(before[key], stated), _facts(term, stated)):
            yield Change(ChangeKind.TERM_CHANGED, *place, field=field, old=was, new=now)
    for key, term in before.items():
        if key not in after:
            yield Change(ChangeKind.TERM_REMOVED, name, term.language, term.text, old=term.status.value)


def _differences(old: Mapping[str, str], new: Mapping[str, str]) -> Iterator[tuple[str, str, str]]:
    for field in dict.fromkeys([*new, *old]):
        was, now = old.get(field, ""), new.get(field, "")
        if was != now:
            yield field, was, now


def _concept_facts(concept: Concept) -> dict[str, str]:
    facts = {name: getattr(concept, name) for name in CONCEPT_FIELDS}
    facts |= {"note": "\n".join(concept.notes), **_kept_facts(concept)}
    for (language, _), text in definitions_by_key(concept).items():
        name = f"definition ({language})"
        facts[name] = f"{facts[name]}\n{text}" if name in facts else text
    return facts


def term_facts(term: Term) -> dict[str, str]:
    """What a term says, by what the fields are called, as it is compared."""
    facts = {name: str(getattr(term, field)) for field, name, _ in TERM_FIELDS}
    return {**facts, "context": "\n".join(term.contexts), "note": "\n".join(term.notes), **_kept_facts(term)}


def _facts(term: Term, stated: bool) -> dict[str, str]:
    facts = term_facts(term)
    return {**facts, "status": term.stated_status, "type": term.stated_type} if stated else facts


def _kept_facts(entry: Concept | Term) -> dict[str, str]:
    """What is kept of the history and of other data, a line each."""
    history = [(one.language, one.kind, one.date, one.author) for one in entry.history]
    others = [(one.language, one.name or one.kind, one.value, one.target, one.about) for one in stated_data(entry.data)]
    others.sort()  # formats that know a group of data have it in another place
    return {
        name: "\n".join(" · ".join(filter(None, parts)) for parts in several)
        for name, several in (("history", history), ("other data", others))
    }
