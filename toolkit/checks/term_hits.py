"""Which terms of the glossary stand in the units of a file: what the source requires, and all hits on either side."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from termbase.match.matcher import TermHit, TermHits, TermMatcher
from termbase.model import Concept, Status, Term, TermType
from tmx.text.folding import fold
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.sides import Flags

__all__ = [
    "AGAINST",
    "RequiredTerm",
    "UnitTerms",
    "allowed_terms",
    "hits_of",
    "term_matchers",
    "terms_advised_against",
    "uncalled_hits",
    "unit_terms",
    "units_with_required_terms",
    "units_with_unwanted_terms",
]

AGAINST = frozenset({Status.DEPRECATED, Status.FORBIDDEN})
_FEW = 8  # hits: of more it pays to know where each stands


class RequiredTerm(NamedTuple):  # the quickest to make, and a file has tens of thousands
    """A glossary term in the source, with what the glossary allows for it; several concepts where it is ambiguous.

    ``named`` are the identifiers of the concepts, ``spellings`` the allowed terms as they are compared. ``decided``
    says whether a person has decided on one of the allowed terms; a proposed one binds nobody.
    """

    start: int
    end: int
    text: str
    concepts: tuple[Concept, ...]
    allowed: tuple[Term, ...]
    named: frozenset[str]
    spellings: frozenset[str]
    decided: bool


class UnitTerms(NamedTuple):  # the quickest to make
    """The glossary terms of a unit: those that the source requires, and all hits on either side."""

    required: tuple[RequiredTerm, ...]
    source_hits: tuple[TermHit, ...]
    target_hits: tuple[TermHit, ...]
    target_longest: tuple[TermHit, ...]


def term_matchers(context: FileContext) -> tuple[TermMatcher, TermMatcher] | None:
    """What finds the terms of the glossary in texts of the source and of the target; None without a glossary."""
    if context.glossary is None:
        return None
    languages = context.source_tag, context.target_tag
    if languages not in context.for_all:
        context.for_all[languages] = tuple(TermMatcher(context.glossary, tag) for tag in languages)
    matchers: tuple[TermMatcher, TermMatcher] = context.for_all[languages]
    return matchers


def _all_allowed_terms(context: FileContext) -> Mapping[int, tuple[Term, ...]]:
    """What :func:`allowed_terms` gives for each concept of the glossary, by the concept's ``id()``.

    It is asked often, and a concept has no cheaper key that is surely its own.
    """
    return {
        id(concept): tuple(term for term in concept.terms_in(context.target_tag) if term.status not in AGAINST)
        for concept in context.glossary or ()
    }


def _spellings(context: FileContext) -> Mapping[int, frozenset[str]]:
    """What :func:`allowed_terms` gives for each concept as it is compared, by the concept's ``id()``."""
    allowed = context.once(_all_allowed_terms)
    return {key: frozenset(fold(term.text) for term in terms) for key, terms in allowed.items()}


def allowed_terms(concept: Concept, context: FileContext) -> tuple[Term, ...]:
    """The terms of ``concept``, one of the glossary, that the target may have."""
    return context.once(_all_allowed_terms)[id(concept)]


class _SourceTerms(Struct, frozen=True, eq=False):
    """The terms in the texts of the source side, and what they require, by the numbers of the texts."""

    hits: Sequence[TermHits]
    required: Sequence[tuple[RequiredTerm, ...]]


def _source_terms(context: FileContext) -> _SourceTerms | None:
    matchers = context.once(term_matchers)
    if matchers is None:
        return None
    side = context.source_side
    hits = matchers[0].search_all(side.cut())
    required = [tuple(_required(found.longest, text, context)) for found, text in zip(hits, side.texts, strict=True)]
    return _SourceTerms(hits, required)


def _target_terms(context: FileContext) -> Sequence[TermHits]:
    """The terms in the texts of the target side, by the numbers of the texts."""
    matchers = context.once(term_matchers)
    return matchers[1].search_all(context.target_side.cut()) if matchers is not None else ()


def units_with_required_terms(context: FileContext) -> Flags:
    """For each unit whether it is translated and the glossary requires a term in it."""
    terms = context.once(_source_terms)
    if terms is None:
        return context.nowhere
    required = np.fromiter(map(bool, terms.required), np.bool_, len(terms.required))
    return context.translated & required[context.source_side.text_of]


def units_with_unwanted_terms(context: FileContext) -> Flags:
    """For each unit whether its translation has a term that the glossary advises against."""
    if not context.once(terms_advised_against):
        return context.nowhere
    against = [any(hit.term.status in AGAINST for hit in hits.longest) for hits in context.once(_target_terms)]
    return np.array(against, dtype=np.bool_)[context.target_side.text_of]


def terms_advised_against(context: FileContext) -> frozenset[str]:
    """The terms in the target language that the glossary advises against."""
    return frozenset(
        term.text
        for concept in context.glossary or ()
        for term in concept.terms_in(context.target_tag)
        if term.status in AGAINST
    )


def unit_terms(unit: Unit, context: FileContext) -> UnitTerms:
    """The glossary terms of ``unit``."""
    return context.once(_terms_of_units)[unit.position]


def _terms_of_units(context: FileContext) -> Sequence[UnitTerms]:
    """The glossary terms of all units."""
    ours, theirs = context.once(_source_terms), context.once(_target_terms)
    if ours is None:
        return [_NO_TERMS] * len(context.units)
    places = zip(context.source_side.text_of.tolist(), context.target_side.text_of.tolist(), strict=True)
    return [
        UnitTerms(ours.required[one], ours.hits[one].every, *theirs[other]) if unit.translated else _NO_TERMS
        for unit, (one, other) in zip(context.units, places, strict=True)
    ]


_NO_TERMS = UnitTerms((), (), (), ())


def _same_name(context: FileContext) -> Mapping[str, tuple[Concept, ...]]:
    """The concepts that a source term may name, by its folded text."""
    concepts: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in context.glossary or ():
        for term in concept.terms_in(context.source_tag):
            concepts[fold(term.text)].append(concept)
    return {name: tuple(dict.fromkeys(named)) if len(named) > 1 else tuple(named) for name, named in concepts.items()}


def _required(hits: Sequence[TermHit], text: str, context: FileContext) -> Iterator[RequiredTerm]:
    by_span: defaultdict[tuple[int, int], list[TermHit]] = defaultdict(list)
    for hit in hits:
        by_span[hit.start, hit.end].append(hit)
    for (start, end), same in by_span.items():
        called = _called(same, context)
        if called.allowed:  # an entry without a target asks for nothing
            found = text[start:end]
            yield _new(
                RequiredTerm,
                (start, end, found, called.concepts, called.allowed, called.named, called.spellings, called.decided),
            )


_new = tuple.__new__  # half the time of RequiredTerm(...)


class _Called(Struct, frozen=True):
    """The concepts that a place in the source may mean, and the terms that the glossary allows for them."""

    concepts: tuple[Concept, ...]
    allowed: tuple[Term, ...]
    named: frozenset[str]
    spellings: frozenset[str]
    decided: bool


def _calls(context: FileContext) -> dict[tuple[int, ...], _Called]:
    """What terms were found to call for, by the ``id()`` of the concepts and terms of one place."""
    return {}


def _called(same: Sequence[TermHit], context: FileContext) -> _Called:
    known = context.once(_calls)
    key = tuple([part for hit in same for part in (id(hit.concept), id(hit.term))])
    if key not in known:
        names = context.once(_same_name)
        concepts = tuple(dict.fromkeys(c for hit in same for c in (hit.concept, *names.get(fold(hit.term.text), ()))))
        allowed = tuple(dict.fromkeys(term for concept in concepts for term in allowed_terms(concept, context)))
        identifiers = frozenset(concept.identifier for concept in concepts)
        spellings = frozenset(fold(term.text) for term in allowed)
        decided = any(term.status is not Status.PROPOSED for term in allowed)
        known[key] = _Called(concepts, allowed, identifiers, spellings, decided)
    return known[key]


def _folded(context: FileContext) -> Mapping[int, str]:
    """The terms that the target may have as they are compared, by their ``id()``."""
    allowed = context.once(_all_allowed_terms)
    return {id(term): fold(term.text) for terms in allowed.values() for term in terms}


_compared = lru_cache(1 << 14)(fold)


class _Places(Struct, frozen=True, eq=False):
    """Where among ``hits`` the terms stand that the target may have, as they are compared."""

    hits: tuple[TermHit, ...]
    of: Mapping[str, Sequence[int]]


def _places(context: FileContext) -> dict[int, _Places]:
    """The places of terms that were asked for, by the ``id()`` of the hits."""
    return {}


def hits_of(required: RequiredTerm, terms: UnitTerms, context: FileContext) -> list[TermHit]:
    """The places in the target where an allowed term of ``required`` stands."""
    hits = terms.target_hits
    if not hits:
        return []
    if len(hits) <= _FEW:
        folded, texts = context.once(_folded), required.spellings
        return [hit for hit in hits if folded.get(id(hit.term)) in texts]
    known = context.once(_places)
    places = known.get(id(hits)) or _places_of(hits, context)
    known[id(hits)] = places
    found = [place for text in places.of.keys() & required.spellings for place in places.of[text]]
    return [hits[place] for place in sorted(found)]


def _places_of(hits: tuple[TermHit, ...], context: FileContext) -> _Places:
    folded = context.once(_folded)
    places: defaultdict[str, list[int]] = defaultdict(list)
    for place, hit in enumerate(hits):
        text = folded.get(id(hit.term))
        if text is not None:
            places[text].append(place)
    return _Places(hits, places)


def uncalled_hits(terms: UnitTerms, context: FileContext) -> list[TermHit]:
    """Of the longest hits in the target those that no term of the source explains."""
    known = context.once(_uncalled_known)
    found = known.get(id(terms))
    if found is None:
        found = known[id(terms)] = terms, _uncalled_hits(terms, context)
    return found[1]


def _uncalled_known(context: FileContext) -> dict[int, tuple[UnitTerms, list[TermHit]]]:
    """What :func:`uncalled_hits` has found, by the ``id()`` of the terms."""
    return {}


def _uncalled_hits(terms: UnitTerms, context: FileContext) -> list[TermHit]:
    # Nearly all are explained by what is asked for first; what explains the others is gathered for them alone.
    names = context.once(_names)
    hits = [hit for hit in terms.target_longest if id(hit.term) in names]
    for one in terms.required:
        if not hits:
            return hits
        named, spelt = one.named, one.spellings
        hits = [hit for hit in hits if hit.concept.identifier not in named and _compared(hit.term.text) not in spelt]
    if not hits:
        return hits
    spellings = context.once(_spellings)
    called = {hit.concept.identifier for hit in terms.source_hits}
    texts = frozenset().union(*[spellings[id(hit.concept)] for hit in terms.source_hits])
    return [hit for hit in hits if hit.concept.identifier not in called and _compared(hit.term.text) not in texts]


def _names(context: FileContext) -> frozenset[int]:
    """The terms of the glossary that stand where something calls for them, by ``id()``: no acronyms, nothing unsure."""
    return frozenset(
        id(term)
        for concept in context.glossary or ()
        for term in concept.terms
        if term.type is not TermType.ACRONYM and term.status not in _UNSURE and not term.text.isupper()
    )


_UNSURE = AGAINST | {Status.PROPOSED}
