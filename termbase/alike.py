"""One concept under two names: what a merge has to know before it compares concepts by their identifiers.

People give a concept another identifier, and two people add the same concept without knowing of each other. Two
concepts are taken for one when they have terms in common in two languages (but for case and accents), or the very same
terms where there is only one language; and only where no third concept could be meant.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping

from msgspec import Struct
from msgspec.structs import replace

from termbase.keys import term_key
from termbase.model import Concept, Glossary
from termbase.references import Names, renamed

__all__ = ["SameConcept", "Versions", "under_one_name"]

_Concepts = Mapping[str, Concept]
_SHARED_LANGUAGES = 2  # in which two concepts must have a term in common to be one


class SameConcept(Struct, frozen=True):
    """What one concept is called in the state before and on the two sides, empty where it was not, and from now on."""

    before: str
    ours: str
    theirs: str
    name: str


class Versions(Struct, frozen=True):
    """Three states of a glossary in which a concept has one name, and what had several."""

    base: Glossary
    ours: Glossary
    theirs: Glossary
    same: tuple[SameConcept, ...] = ()


def under_one_name(base: Glossary, ours: Glossary, theirs: Glossary) -> Versions:
    """The three glossaries with one identifier for each concept, also where a side gave it another, or both added it.

    A new name that one side gave is taken over; of two new names the lesser in order is kept, whichever side it is on.
    """
    before, mine, yours = (_by_identifier(glossary) for glossary in (base, ours, theirs))
    if before.keys() == mine.keys() == yours.keys():
        return Versions(base, ours, theirs)
    same = [*_called_otherwise(before, mine, yours), *_added_twice(before, mine, yours)]
    if not same:
        return Versions(base, ours, theirs)
    return Versions(
        _with_names(base, {one.before: one.name for one in same}),
        _with_names(ours, {one.ours: one.name for one in same}),
        _with_names(theirs, {one.theirs: one.name for one in same}),
        tuple(same),
    )


def _by_identifier(glossary: Glossary) -> dict[str, Concept]:
    return {concept.identifier: concept for concept in glossary}


def _with_names(glossary: Glossary, names: Mapping[str, str]) -> Glossary:
    changed = {old: new for old, new in names.items() if old and old != new}
    if not changed:
        return glossary
    concepts = (
        renamed(replace(concept, identifier=changed.get(concept.identifier, concept.identifier)), Names(changed))
        for concept in glossary
    )
    return replace(glossary, concepts=tuple(concepts))


def _called_otherwise(before: _Concepts, mine: _Concepts, yours: _Concepts) -> Iterable[SameConcept]:
    """The concepts of the state before that a side has under another name."""
    here, there = _new_names(before, mine), _new_names(before, yours)
    for old in before:
        if old not in here and old not in there:
            continue
        ours, theirs = here.get(old, old), there.get(old, old)
        # A name that the other side gave to something else is left to the comparison by identifiers.
        if (ours in yours and ours not in (old, theirs)) or (theirs in mine and theirs not in (old, ours)):
            continue
        given = [name for name in (ours, theirs) if name != old]
        yield SameConcept(old, ours if ours in mine else "", theirs if theirs in yours else "", min(given))


def _new_names(before: _Concepts, after: _Concepts) -> dict[str, str]:
    """The new name of each concept that is gone under its old one and stands under another."""
    gone = {name: concept for name, concept in before.items() if name not in after}
    added = {name: concept for name, concept in after.items() if name not in before}
    return dict(_couples(gone, added))


def _added_twice(before: _Concepts, mine: _Concepts, yours: _Concepts) -> Iterable[SameConcept]:
    """The concepts that both sides added, each under a name of its own."""
    known = {*before, *_new_names(before, mine).values(), *_new_names(before, yours).values()}
    here = {name: concept for name, concept in mine.items() if name not in known and name not in yours}
    there = {name: concept for name, concept in yours.items() if name not in known and name not in mine}
    for ours, theirs in _couples(here, there):
        yield SameConcept("", ours, theirs, min(ours, theirs))


def _couples(some: _Concepts, others: _Concepts) -> Iterable[tuple[str, str]]:
    """The names of concepts that are alike, where on neither side another one is like them too."""
    if not some or not others:
        return
    keys = {name: frozenset(map(term_key, concept.terms)) for name, concept in others.items()}
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for name in others:
        for key in keys[name]:
            places[key].append(name)
    found: dict[str, list[str]] = {}
    back: dict[str, int] = defaultdict(int)
    for name, concept in some.items():
        own = frozenset(map(term_key, concept.terms))
        near = dict.fromkeys(other for key in own for other in places.get(key, ()))
        found[name] = [
            other for other in near if _in_two_languages(own & keys[other]) or _exact(concept) == _exact(others[other])
        ]
        for other in found[name]:
            back[other] += 1
    for name, several in found.items():
        if len(several) == 1 and back[several[0]] == 1:
            yield name, several[0]


def _in_two_languages(keys: frozenset[tuple[str, str]]) -> bool:
    return len({language for language, _ in keys}) >= _SHARED_LANGUAGES


def _exact(concept: Concept) -> frozenset[tuple[str, str]]:
    return frozenset((term.language, term.text) for term in concept.terms)
