"""What the term checks share: what stands for the terms that the glossary requires.

A required term that is not found word for word may still be there: derived, shortened, as an acronym, or in a word
that the lexicon of the file knows for it. :class:`Rendering` says how much speaks for it.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections import Counter
from collections.abc import Mapping, Sequence
from enum import IntEnum
from functools import lru_cache
from itertools import combinations
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from termbase.match.matcher import TermHit
from termbase.model import Term
from tmx.text.folding import fold
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.lexical import UnitEvidence, content_words, file_evidence
from toolkit.checks.markup import SIGNS
from toolkit.checks.places import is_in_place
from toolkit.checks.sides import Flags
from toolkit.checks.term_hits import (
    RequiredTerm,
    UnitTerms,
    hits_of,
    uncalled_hits,
    unit_terms,
    units_with_required_terms,
)
from toolkit.checks.term_uses import is_faithful, is_used_freely
from toolkit.checks.term_words import Adjectives, Akin, TermWords, initials_of, is_short_for, is_spelt_out
from toolkit.messages import tr

__all__ = [
    "THERE",
    "Rendering",
    "Support",
    "has_several_words",
    "inside_of",
    "intruder_for",
    "is_false_friend",
    "named",
    "rendering",
    "renderings",
    "units_with_missing_terms",
    "words_akin",
]

_SUPPORTED = 0.25
_WEAKLY_SUPPORTED = 0.12
_UNKNOWN = 0.05
_STEM = 5
_MOST_ALIKE = 6  # places of one term in a unit that are told apart
_COUNTERPART = -0.75  # nats, over the words of a term: less says that they have counterparts, all in all
_DOTTED = re.compile(r"\b(?:[A-Z]\.){2,}")  # A.I.
_INTRODUCED = re.compile(r"[^\w(]*\([^()]*\b[A-Z]{2,}")


class Support(IntEnum):
    """How much speaks for a required term in the target, from all to nothing."""

    FOUND = 0
    DERIVED = 1
    OTHERWISE = 2  # what is derived from its words stands for other words of the source
    AGAIN = 3  # it stands for another place of the source that has it, too
    WITHIN = 4  # it stands in a longer term that nothing in the source calls for
    ACRONYM = 5
    IN_PART = 6
    LEXICON = 7
    NOT_TRANSLATED = 8
    NOTHING = 9


THERE = frozenset({Support.FOUND, Support.DERIVED, Support.ACRONYM})  # the term itself stands for its place


class Rendering(NamedTuple):  # the quickest to make, and a file has tens of thousands
    """What stands for a required term: the hit where the term is found, and how much speaks for it otherwise."""

    required: RequiredTerm
    support: Support
    hit: TermHit | None = None


def has_several_words(required: RequiredTerm, unit: Unit, context: FileContext) -> bool:
    """Whether the term in the source has more than one word that carries meaning."""
    if SIGNS.isdisjoint(unit.source.text):
        return len(inside_of(required, context.once(file_evidence).unit(unit.position).source_start)) > 1
    inside = inside_of(required, [token.start for token in unit.source_tokens])
    return len(content_words(unit.source_tokens[inside.start : inside.stop], context.source_language)) > 1


def renderings(unit: Unit, context: FileContext) -> list[Rendering]:
    """What stands for each required term of ``unit``, worked out once."""
    return context.once_a_unit(_renderings, unit)


def units_with_missing_terms(context: FileContext) -> Flags:
    """For each unit whether it has a required term that is not found word for word."""
    return context.once(_units_with_missing_terms)


def _units_with_missing_terms(context: FileContext) -> Flags:
    missing = context.nowhere
    for position in np.flatnonzero(context.once(units_with_required_terms)).tolist():
        for one in renderings(context.units[position], context):
            if one.support is not Support.FOUND:
                missing[position] = True
                break
    return missing


def _renderings(unit: Unit, context: FileContext) -> list[Rendering]:
    terms = unit_terms(unit, context)
    found = [rendering(required, unit, terms, context) for required in terms.required]
    places = Counter([one.required.named for one in found if one.support is Support.FOUND])
    for name, often in places.items():
        if often > 1:
            _share_out([at for at, one in enumerate(found) if one.required.named == name], found, unit, terms, context)
    return found


def _share_out(
    alike: Sequence[int], found: list[Rendering], unit: Unit, terms: UnitTerms, context: FileContext
) -> None:
    """Where the target has a term less often than the source, leave it to those of ``alike`` that it is nearest to.

    What is found for the others in ``found`` then stands for the term at another place.
    """
    alike = [at for at in alike if found[at].support is Support.FOUND]
    hits = sorted({(hit.start, hit.end) for hit in hits_of(found[alike[0]].required, terms, context)})
    hits = [hit for at, hit in enumerate(hits) if not at or hit[0] >= hits[at - 1][1]]
    if len(hits) >= len(alike) or len(alike) > _MOST_ALIKE:
        return
    lengths = max(len(unit.source.text), 1), max(len(unit.target.text), 1)

    def distance(chosen: Sequence[int]) -> float:
        pairs = zip(chosen, hits, strict=True)
        return sum(abs(found[at].required.start / lengths[0] - hit[0] / lengths[1]) for at, hit in pairs)

    kept = min(combinations(alike, len(hits)), key=distance)
    for at in alike:
        if at not in kept:
            found[at] = found[at]._replace(support=Support.AGAIN, hit=None)


def rendering(required: RequiredTerm, unit: Unit, terms: UnitTerms, context: FileContext) -> Rendering:
    """What stands for ``required`` in the target."""
    hits = [
        hit
        for hit in hits_of(required, terms, context)
        if not (hit.term.text.isupper() and _is_introduction(hit, required, unit))
    ]
    if hits:
        if len(hits) == 1 and _stands_within(hits[0], terms, context):
            return Rendering(required, Support.WITHIN)
        return _new(Rendering, (required, Support.FOUND, hits[0]))
    support = _support(required, unit, context)
    if support is Support.DERIVED:
        evidence = context.once(file_evidence).unit(unit.position)
        if _derived_within(required, evidence, terms, context):
            support = Support.WITHIN
    return _new(Rendering, (required, support, None))


_new = tuple.__new__  # half the time of Rendering(...)


def words_akin(required: RequiredTerm, evidence: UnitEvidence, context: FileContext) -> frozenset[int]:
    """The content words of the target, as numbered in the evidence, that are of the words allowed for ``required``."""
    akin, words = context.once(Akin), context.once(TermWords)
    own = {word for term in required.allowed for word in words[term.text]}
    present = [fold(word) for word in evidence.target]
    return frozenset(at for at, other in enumerate(present) if any(akin[word][other] for word in own))


def _stands_within(hit: TermHit, terms: UnitTerms, context: FileContext) -> bool:
    """Whether ``hit`` is a part of a longer term that nothing in the source calls for."""
    for one in terms.target_longest:
        if one is hit or (one.start == hit.start and one.end == hit.end and one == hit):
            return False
    longer = [one for one in terms.target_longest if one.start <= hit.start and hit.end <= one.end]
    return bool(longer) and any(one is other for one in longer for other in uncalled_hits(terms, context))


def _derived_within(required: RequiredTerm, evidence: UnitEvidence, terms: UnitTerms, context: FileContext) -> bool:
    """Whether what is derived from the words of ``required`` stands in longer terms alone that nothing calls for."""
    of_term = words_akin(required, evidence, context)
    longer: set[int] = set()
    for hit in uncalled_hits(terms, context):
        inside = inside_of(hit, evidence.target_start)
        if not of_term.issuperset(inside):
            longer.update(inside)
    return bool(of_term) and of_term <= longer


def _is_introduction(hit: TermHit, required: RequiredTerm, unit: Unit) -> bool:
    """Whether ``hit`` is an acronym in brackets, as the source has one after the full form: it stands for that one."""
    short = (
        hit.term.text.isupper() and not required.text.isupper() and unit.target.text[hit.start - 1 : hit.start] == "("
    )
    return short and _INTRODUCED.match(unit.source.text, required.end) is not None


class _Present(NamedTuple):
    """The content words of a translation, folded, and what the lexicon says of each: its partner, and how surely.

    ``acronyms`` are the words in capitals, by the place where each begins.
    """

    words: Sequence[str]
    partners: Sequence[int]
    strengths: Sequence[float]
    acronyms: Mapping[int, str]


def _present(unit: Unit, context: FileContext) -> _Present:
    known = context.once(file_evidence)
    evidence, words = known.unit(unit.position), known.folded_target(unit.position)
    words_at = zip(evidence.target_start, evidence.target, strict=True)
    acronyms = {start: word for start, word in words_at if word.isupper()}
    acronyms |= {match.start(): match[0].replace(".", "") for match in _DOTTED.finditer(unit.target.text)}
    return _Present(words, evidence.target_partner, evidence.target_strength, acronyms)


def _support(required: RequiredTerm, unit: Unit, context: FileContext) -> Support:
    evidence = context.once(file_evidence).unit(unit.position)
    inside = inside_of(required, evidence.source_start)
    present, partners, strengths, capitals = context.once_a_unit(_present, unit)
    acronyms = _acronyms_for(required, unit, capitals)
    own = [
        word
        for word, partner, strength in zip(present, partners, strengths, strict=True)
        if strength < _UNKNOWN or partner in inside
    ]  # the rest stands for other words of the source
    akin, adjectives = context.once(Akin), context.once(Adjectives)
    best = Support.NOTHING
    for term in required.allowed:
        words = context.once(TermWords)[term.text]
        if not words:
            continue
        adjective = adjectives[term.text]
        if adjective and any(word.startswith(adjective) for word in own):
            return Support.DERIVED
        found = [word for word in words if any(map(akin[word].__getitem__, own))]
        if len(found) == len(words):
            return Support.DERIVED
        if all(any(map(akin[word].__getitem__, present)) for word in words):
            best = min(best, Support.OTHERWISE)
        if len(found) * 2 >= len(words) or (found and words[0] in found):
            best = min(best, Support.IN_PART)
        if (len(words) > 1 and is_short_for(initials_of(words), acronyms)) or is_spelt_out(term.text, own):
            best = min(best, Support.ACRONYM)
    if best is not Support.NOTHING:
        return best
    known = sum(evidence.source_ratio[inside.start : inside.stop]) < _COUNTERPART
    if known and any(_stands_for(at, inside, evidence) for at in inside):
        return Support.LEXICON
    stems = {word[:_STEM] for word in present}
    if inside and all(fold(evidence.source[at])[:_STEM] in stems for at in inside):
        return Support.NOT_TRANSLATED
    return Support.NOTHING


def inside_of(part: RequiredTerm | TermHit, starts: Sequence[int]) -> range:
    """Which of the words of a text, that begin at ``starts``, do so inside of a term that stands in the text."""
    first = bisect_left(starts, part.start)
    return range(first, bisect_left(starts, part.end, first))


def _acronyms_for(required: RequiredTerm, unit: Unit, there: Mapping[int, str]) -> set[str]:
    """The words in capitals that may stand for ``required``; not one in brackets that the source introduces there."""
    if there and _INTRODUCED.match(unit.source.text, required.end):
        return {name for start, name in there.items() if unit.target.text[start - 1 : start] != "("}
    return set(there.values())


def _stands_for(at: int, inside: Sequence[int], evidence: UnitEvidence) -> bool:
    """Whether a word of the target stands for the source word ``at``, and not rather for one outside the term."""
    partner = evidence.source_partner[at]
    if partner < 0 or evidence.source_strength[at] < _WEAKLY_SUPPORTED:
        return False
    return evidence.target_partner[partner] in inside


class _Uncalled(Struct, frozen=True):
    """A term in the target whose concept nothing in the source calls for.

    ``inside`` are its content words, as numbered in the evidence; ``accounted`` says that another word of the source
    accounts for one of them.
    """

    hit: TermHit
    inside: range
    accounted: bool


def _uncalled(unit: Unit, context: FileContext) -> list[_Uncalled]:
    """The uncalled terms of ``unit``; acronyms and terms advised against apart."""
    evidence = context.once(file_evidence).unit(unit.position)
    found = []
    for hit in uncalled_hits(unit_terms(unit, context), context):
        inside = inside_of(hit, evidence.target_start)
        found.append(_Uncalled(hit, inside, any(evidence.target_strength[at] >= _SUPPORTED for at in inside)))
    return found


def intruder_for(one: Rendering, unit: Unit, context: FileContext) -> TermHit | None:
    """The term of another concept that surely stands where the term of ``one`` belongs.

    It is sure where the intruder looks like the source's own word and so is a false friend (``trafic`` for
    ``trafficking``); where no source word accounts for it and either name has several words, though a part of what is
    required may stand elsewhere in the sentence; or where the file and the memory have it for its own concept only.
    Other single words may be free translations of each other.
    """
    if one.support is Support.FOUND or not one.required.decided:
        return None  # what is there in part may still be there for another word
    intruders = context.once_a_unit(_uncalled, unit)
    if not intruders:
        return None
    several = has_several_words(one.required, unit, context)
    evidence = context.once(file_evidence).unit(unit.position)
    place = inside_of(one.required, evidence.source_start)
    acronyms = [term.text for term in one.required.allowed if term.text.isupper()]
    for uncalled in intruders:
        hit, inside = uncalled.hit, uncalled.inside
        is_friend = one.support > Support.IN_PART and is_false_friend(one.required, hit, context)
        if not is_friend and (not inside or (place and not is_in_place(place, inside, evidence))):
            continue
        if acronyms and any(is_spelt_out(name, context.once(TermWords)[hit.term.text]) for name in acronyms):
            continue
        if is_friend:
            return hit
        if (uncalled.accounted or one.support < Support.ACRONYM) and not _is_stray(uncalled, one, evidence, context):
            continue
        nothing_else = one.support is Support.NOTHING or (
            one.support is Support.LEXICON and _partners(one.required, evidence) <= set(inside)
        )
        if len(inside) > 1 or (nothing_else and (several or is_faithful(hit, context))):
            return hit
    return None


def _is_stray(uncalled: _Uncalled, one: Rendering, evidence: UnitEvidence, context: FileContext) -> bool:
    """Whether nothing in the source accounts for most of the term, though the one that is required is there in part.

    It has several words, of which nothing accounts for the first and for half of all, and more than one is none of the
    required term's: with one word in the place of another it would be a variant of that term.
    """
    odd = [evidence.target_ratio[at] > 0 for at in uncalled.inside]
    if len(odd) < 2 or not odd[0] or 2 * sum(odd) < len(odd) or is_used_freely(uncalled.hit, context):
        return False
    terms, akin = context.once(TermWords), context.once(Akin)
    allowed = {word for term in one.required.allowed for word in terms[term.text]}
    words = [fold(evidence.target[at]) for at in uncalled.inside]
    return sum(not any(akin[word][other] for other in allowed) for word in words) > 1


def _partners(required: RequiredTerm, evidence: UnitEvidence) -> set[int]:
    """The words of the target that the lexicon gives for the words of ``required``."""
    return {
        evidence.source_partner[at]
        for at in inside_of(required, evidence.source_start)
        if evidence.source_strength[at] >= _WEAKLY_SUPPORTED
    }


def is_false_friend(required: RequiredTerm, hit: TermHit, context: FileContext) -> bool:
    """Whether the intruder looks like the source term, and its own source terms do not."""
    ours = _root(required.text)
    if len(ours) < _STEM or _root(hit.term.text) != ours:
        return False
    return all(_root(term.text) != ours for term in hit.concept.terms_in(context.source_tag))


@lru_cache(1 << 14)
def _root(text: str) -> str:
    return fold(text).replace("ff", "f")[:_STEM]


def named(terms: Sequence[Term]) -> str:
    """The terms for a message: the first three, in guillemets."""
    return tr(" or ").join(tr("«{term}»", term=term.text) for term in terms[:3])
