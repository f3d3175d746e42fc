"""References within a glossary: what entries call each other, and what becomes of that when a name changes.

An entry points to a concept, a term or a person by identifier (the ``target`` of a data category or a transaction).
Where a glossary is poured into another some of its concepts get other names, or join concepts that are there; what
points to them has to follow.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from termbase.model import Category, Concept, Glossary, Term, Transaction

__all__ = ["PERSON", "Names", "has_names", "persons_of", "referred", "renamed", "without_references"]

PERSON = "refObject"  # the kind of data of a glossary that says who or what entries refer to


class Names(Struct, frozen=True):
    """What each identifier is called from now on; an empty name says that the thing is gone.

    ``entries`` are concepts and terms, ``persons`` whoever a transaction names.
    """

    entries: Mapping[str, str] = field(default_factory=dict)
    persons: Mapping[str, str] = field(default_factory=dict)


def has_names(glossary: Glossary) -> bool:
    """Whether the glossary names terms or persons, or points to anything by its identifier."""
    return bool(glossary.data) or any(
        _targets(concept) or any(term.identifier for term in concept.terms) for concept in glossary
    )


def referred(glossary: Glossary) -> frozenset[str]:
    """All identifiers that an entry points to."""
    return frozenset(target for concept in glossary for target in _targets(concept))


def _targets(concept: Concept) -> set[str]:
    entries: tuple[Concept | Term, ...] = (concept, *concept.terms)
    found = {one.target for entry in entries for one in entry.data}
    for entry in entries:
        for transaction in entry.history:
            found.add(transaction.target)
            found.update(one.target for one in transaction.data)
    return found - {""}


def persons_of(data: Iterable[Category]) -> dict[str, tuple[Category, ...]]:
    """What the data of a glossary say of each person, by identifier, without it."""
    found: dict[str, list[Category]] = defaultdict(list)
    for one in data:
        if one.kind == PERSON:
            found[one.target].append(replace(one, target=""))
    return {target: tuple(said) for target, said in found.items()}


def renamed(concept: Concept, names: Names) -> Concept:
    """The concept with what its references and its terms' point to under the new names.

    A reference to something that is gone keeps its text, or the old identifier where it had none.
    """
    terms = tuple(
        replace(
            term,
            history=tuple(_transaction(one, names) for one in term.history),
            data=_data(term.data, names),
        )
        if term.history or term.data
        else term
        for term in concept.terms
    )
    return replace(
        concept,
        terms=terms,
        history=tuple(_transaction(one, names) for one in concept.history),
        data=_data(concept.data, names),
    )


def _data(data: Iterable[Category], names: Names) -> tuple[Category, ...]:
    return tuple(_pointing(one, {**names.persons, **names.entries}) for one in data)


def _pointing(one: Category, names: Mapping[str, str]) -> Category:
    target = names.get(one.target, one.target) if one.target else ""
    if target == one.target:
        return one
    return replace(one, target=target, value=one.value if target or one.value else one.target)


def _transaction(one: Transaction, names: Names) -> Transaction:
    who = {**names.entries, **names.persons}
    return replace(one, target=who.get(one.target, one.target), data=_data(one.data, names))


def without_references(concept: Concept) -> Concept:
    """The concept without what points to something and what its terms are called, to compare what it says itself."""
    terms = tuple(
        replace(term, identifier="", data=_bare(term.data), history=_bare_history(term.history))
        if term.identifier or term.history or term.data
        else term
        for term in concept.terms
    )
    return replace(concept, terms=terms, data=_bare(concept.data), history=_bare_history(concept.history))


def _bare(data: Iterable[Category]) -> tuple[Category, ...]:
    return tuple(one for one in data if not one.target)


def _bare_history(history: Iterable[Transaction]) -> tuple[Transaction, ...]:
    return tuple(one for one in history if not one.target and not any(inner.target for inner in one.data))
