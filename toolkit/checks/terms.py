"""What the term checks share: which terms of the glossary stand in a unit, and what stands for them.

A required term that is not found word for word may still be there: derived, shortened, as an acronym, or in a word
that the lexicon of the file knows for it. :class:`Rendering` says how much speaks for it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import IntEnum

from termbase.match.matcher import TermHit, TermMatcher
from termbase.model import Concept, Status, Term, TermType
from tmx.text.folding import fold
from tmx.text.tokens import Token, tokenize
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.lexical import UnitEvidence, content_words, file_evidence
from toolkit.checks.places import expected_place, is_near
from toolkit.messages import tr

__all__ = [
    "AGAINST",
    "Rendering",
    "RequiredTerm",
    "Support",
    "UnitTerms",
    "allowed_terms",
    "hits_of",
    "intruder_for",
    "named",
    "rendering",
    "renderings",
    "uncalled_hits",
    "unit_terms",
]

AGAINST = frozenset({Status.DEPRECATED, Status.FORBIDDEN})
_SUPPORTED = 0.25
_WEAKLY_SUPPORTED = 0.12
_UNKNOWN = 0.05
_STEM = 5
_COUNTERPART = -0.75  # nats, over the words of a term: less says that they have counterparts, all in all
_INTRODUCED = re.compile(r"[^\w(]*\([^()]*\b[A-Z]{2,}")


@dataclass(frozen=True, slots=True)
class RequiredTerm:
    """A glossary term in the source, with what the glossary allows for it; several concepts where it is ambiguous."""

    start: int
    end: int
    text: str
    concepts: tuple[Concept, ...]
    allowed: tuple[Term, ...]
    tokens: tuple[Token, ...] = ()

    @property
    def decided(self) -> bool:
        """Whether a person has decided on one of the allowed terms; a proposed one binds nobody."""
        return any(term.status is not Status.PROPOSED for term in self.allowed)


@dataclass(frozen=True, slots=True)
class UnitTerms:
    """The glossary terms of a unit: those that the source requires, and all hits on either side."""

    required: tuple[RequiredTerm, ...]
    source_hits: tuple[TermHit, ...]
    target_hits: tuple[TermHit, ...]
    target_longest: tuple[TermHit, ...]


class Support(IntEnum):
    """How much speaks for a required term in the target, from all to nothing."""

    FOUND = 0
    DERIVED = 1
    ACRONYM = 2
    IN_PART = 3
    LEXICON = 4
    NOT_TRANSLATED = 5
    NOTHING = 9


@dataclass(frozen=True, slots=True)
class Rendering:
    """What stands for a required term: the hit where the term is found, and how much speaks for it otherwise."""

    required: RequiredTerm
    support: Support
    hit: TermHit | None = None


def _matchers(context: FileContext) -> tuple[TermMatcher, TermMatcher] | None:
    if context.glossary is None:
        return None
    return TermMatcher(context.glossary, context.source_tag), TermMatcher(context.glossary, context.target_tag)


def _all_allowed_terms(context: FileContext) -> Mapping[int, tuple[Term, ...]]:
    """What :func:`allowed_terms` gives for each concept of the glossary, by the concept's ``id()``.

    It is asked often, and a concept has no cheaper key that is surely its own.
    """
    return {
        id(concept): tuple(term for term in concept.terms_in(context.target_tag) if term.status not in AGAINST)
        for concept in context.glossary or ()
    }


def allowed_terms(concept: Concept, context: FileContext) -> tuple[Term, ...]:
    """The terms of ``concept``, one of the glossary, that the target may have."""
    return context.once(_all_allowed_terms)[id(concept)]


def unit_terms(unit: Unit, context: FileContext) -> UnitTerms:
    """The glossary terms of ``unit``, worked out once."""
    return context.once_a_unit(_find, unit)


def _find(unit: Unit, context: FileContext) -> UnitTerms:
    matchers = context.once(_matchers)
    if matchers is None or not unit.translated:
        return UnitTerms((), (), (), ())
    source, target = matchers
    ours = source.search(unit.source.text)
    theirs = target.search(unit.target.text)
    return UnitTerms(tuple(_required(ours.longest, unit, context)), ours.every, theirs.every, theirs.longest)


def _same_name(context: FileContext) -> Mapping[str, tuple[Concept, ...]]:
    """The concepts that a source term may name, by its folded text."""
    concepts: defaultdict[str, list[Concept]] = defaultdict(list)
    for concept in context.glossary or ():
        for term in concept.terms_in(context.source_tag):
            concepts[fold(term.text)].append(concept)
    return {name: tuple(dict.fromkeys(named)) for name, named in concepts.items()}


def _required(hits: Sequence[TermHit], unit: Unit, context: FileContext) -> Iterator[RequiredTerm]:
    by_span: defaultdict[tuple[int, int], list[TermHit]] = defaultdict(list)
    for hit in hits:
        by_span[hit.start, hit.end].append(hit)
    for (start, end), same in by_span.items():
        called = _called(same, context)
        if called.allowed:  # an entry without a target asks for nothing
            tokens = tuple([token for token in unit.source_tokens if start <= token.start < end])
            yield RequiredTerm(start, end, unit.source.text[start:end], called.concepts, called.allowed, tokens)


@dataclass(frozen=True, slots=True)
class _Called:
    """The concepts that a place in the source may mean, and the terms that the glossary allows for them."""

    concepts: tuple[Concept, ...]
    allowed: tuple[Term, ...]


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
        known[key] = _Called(concepts, allowed)
    return known[key]


def hits_of(required: RequiredTerm, terms: UnitTerms) -> list[TermHit]:
    """The places in the target where an allowed term of ``required`` stands."""
    if not terms.target_hits:
        return []
    concepts = {concept.identifier for concept in required.concepts}
    texts = {fold(term.text) for term in required.allowed}
    return [
        hit
        for hit in terms.target_hits
        if hit.term.status not in AGAINST and (hit.concept.identifier in concepts or fold(hit.term.text) in texts)
    ]


def renderings(unit: Unit, context: FileContext) -> list[Rendering]:
    """What stands for each required term of ``unit``, worked out once."""
    return context.once_a_unit(_renderings, unit)


def _renderings(unit: Unit, context: FileContext) -> list[Rendering]:
    terms = unit_terms(unit, context)
    return [rendering(required, unit, terms, context) for required in terms.required]


def rendering(required: RequiredTerm, unit: Unit, terms: UnitTerms, context: FileContext) -> Rendering:
    """What stands for ``required`` in the target."""
    hits = [hit for hit in hits_of(required, terms) if not _is_introduction(hit, required, unit)]
    if hits:
        return Rendering(required, Support.FOUND, hits[0])
    evidence = context.once(file_evidence).unit(unit.position)
    return Rendering(required, _support(required, unit, evidence, context))


def _is_introduction(hit: TermHit, required: RequiredTerm, unit: Unit) -> bool:
    """Whether ``hit`` is an acronym in brackets, as the source has one after the full form: it stands for that one."""
    short = (
        hit.term.text.isupper() and not required.text.isupper() and unit.target.text[hit.start - 1 : hit.start] == "("
    )
    return short and _INTRODUCED.match(unit.source.text, required.end) is not None


def _support(required: RequiredTerm, unit: Unit, evidence: UnitEvidence, context: FileContext) -> Support:
    inside = inside_of(required, evidence)
    present = [fold(word.text) for word in evidence.target]
    acronyms = _acronyms_for(required, unit, evidence)
    own = [
        word
        for word, partner, strength in zip(present, evidence.target_partner, evidence.target_strength, strict=True)
        if partner in inside or strength < _UNKNOWN
    ]  # the rest stands for other words of the source
    stems = {word[:_STEM] for word in present}
    best = Support.NOTHING
    for term in required.allowed:
        words = [fold(word.text) for word in _content(term.text, context)]
        if not words:
            continue
        if all(any(_akin(word, other) for other in present) for word in words):
            best = min(best, Support.DERIVED)
        found = [word for word in words if any(_akin(word, other) for other in own)]
        if len(found) * 2 >= len(words) or (found and words[0] in found):
            best = min(best, Support.IN_PART)
        if len(words) > 1 and _initials(words) & acronyms:
            best = min(best, Support.ACRONYM)
    if best is not Support.NOTHING:
        return best
    known = float(evidence.source_ratio[inside].sum()) < _COUNTERPART if inside else False
    if known and any(_stands_for(at, inside, evidence) for at in inside):
        return Support.LEXICON
    if inside and all(fold(evidence.source[at].text)[:_STEM] in stems for at in inside):
        return Support.NOT_TRANSLATED
    return Support.NOTHING


def inside_of(required: RequiredTerm, evidence: UnitEvidence) -> list[int]:
    """The content words of the source that ``required`` has, as numbered in the evidence."""
    return [at for at, word in enumerate(evidence.source) if required.start <= word.start < required.end]


def _acronyms_for(required: RequiredTerm, unit: Unit, evidence: UnitEvidence) -> set[str]:
    """The words in capitals that may stand for ``required``; not one in brackets that the source introduces there."""
    there = {word.start: word.text for word in evidence.target if word.text.isupper()}
    if _INTRODUCED.match(unit.source.text, required.end):
        return {name for start, name in there.items() if unit.target.text[start - 1 : start] != "("}
    return set(there.values())


def _stands_for(at: int, inside: Sequence[int], evidence: UnitEvidence) -> bool:
    """Whether a word of the target stands for the source word ``at``, and not rather for one outside the term."""
    partner = int(evidence.source_partner[at])
    if partner < 0 or evidence.source_strength[at] < _WEAKLY_SUPPORTED:
        return False
    return int(evidence.target_partner[partner]) in inside


def _content(text: str, context: FileContext) -> tuple[Token, ...]:
    return content_words(tuple(tokenize(text, context.target_language)), context.target_language)


def _akin(word: str, other: str) -> bool:
    """Whether two folded words are forms or derivations of one stem."""
    if word == other:
        return True
    shared = min(len(word), len(other), _STEM)
    return shared >= 4 and word[:shared] == other[:shared]


def _initials(words: Sequence[str]) -> set[str]:
    return {"".join(word[0] for word in words).upper()}


@dataclass(frozen=True, slots=True)
class _Uncalled:
    """A term in the target whose concept nothing in the source calls for.

    ``inside`` are its content words, as numbered in the evidence; ``accounted`` says that another word of the source
    accounts for one of them.
    """

    hit: TermHit
    inside: tuple[int, ...]
    accounted: bool


def _uncalled(unit: Unit, context: FileContext) -> list[_Uncalled]:
    """The uncalled terms of ``unit``; acronyms and terms advised against apart."""
    evidence = context.once(file_evidence).unit(unit.position)
    found = []
    for hit in uncalled_hits(unit_terms(unit, context), context):
        inside = tuple(at for at, word in enumerate(evidence.target) if hit.start <= word.start < hit.end)
        found.append(_Uncalled(hit, inside, any(evidence.target_strength[at] >= _SUPPORTED for at in inside)))
    return found


def uncalled_hits(terms: UnitTerms, context: FileContext) -> list[TermHit]:
    """Of the longest hits in the target those that no term of the source explains."""
    called = {concept.identifier for required in terms.required for concept in required.concepts}
    called.update(hit.concept.identifier for hit in terms.source_hits)
    texts = {fold(term.text) for required in terms.required for term in required.allowed}
    texts.update(fold(t.text) for hit in terms.source_hits for t in allowed_terms(hit.concept, context))
    return [
        hit
        for hit in terms.target_longest
        if hit.concept.identifier not in called
        and fold(hit.term.text) not in texts
        and hit.term.type is not TermType.ACRONYM
        and hit.term.status not in (*AGAINST, Status.PROPOSED)
    ]


def intruder_for(one: Rendering, unit: Unit, context: FileContext) -> TermHit | None:
    """The term of another concept that surely stands where the term of ``one`` belongs.

    It is sure where the intruder looks like the source's own word and so is a false friend (``trafic`` for
    ``trafficking``); where no source word accounts for it and either name has several words; or where the file and the
    memory have it for its own concept only. Other single words may be free translations of each other.
    """
    if one.support < Support.ACRONYM or not one.required.decided:
        return None
    several = len(content_words(one.required.tokens, context.source_language)) > 1
    evidence = context.once(file_evidence).unit(unit.position)
    for uncalled in context.once_a_unit(_uncalled, unit):
        hit, inside = uncalled.hit, uncalled.inside
        if one.support > Support.IN_PART and _false_friend(one.required, hit, context):
            return hit
        if not inside or uncalled.accounted or not _in_its_place(one.required, inside, evidence):
            continue
        nothing_else = one.support is Support.NOTHING or (
            one.support is Support.LEXICON and _partners(one.required, evidence) <= set(inside)
        )
        if len(inside) > 1 or (nothing_else and (several or _faithful(hit, context))):
            return hit
    return None


def _in_its_place(required: RequiredTerm, words: Sequence[int], evidence: UnitEvidence) -> bool:
    inside = inside_of(required, evidence)
    return not inside or is_near(words, expected_place(inside, evidence), evidence)


def _partners(required: RequiredTerm, evidence: UnitEvidence) -> set[int]:
    """The words of the target that the lexicon gives for the words of ``required``."""
    return {
        int(evidence.source_partner[at])
        for at, word in enumerate(evidence.source)
        if required.start <= word.start < required.end and evidence.source_strength[at] >= _WEAKLY_SUPPORTED
    }


def _false_friend(required: RequiredTerm, hit: TermHit, context: FileContext) -> bool:
    """Whether the intruder looks like the source term, and its own source terms do not."""
    ours = _root(required.text)
    if len(ours) < _STEM or _root(hit.term.text) != ours:
        return False
    return all(_root(term.text) != ours for term in hit.concept.terms_in(context.source_tag))


def _root(text: str) -> str:
    return fold(text).replace("ff", "f")[:_STEM]


_FAITHFUL = 3
_MEMORY_LOOKED_AT = 2000


def _uses(context: FileContext) -> Mapping[str, tuple[int, int]]:
    """For each concept how often its target terms stand where the source calls for it, and where it does not."""
    called: Counter[str] = Counter()
    uncalled: Counter[str] = Counter()
    for terms in (unit_terms(unit, context) for unit in context.units):
        _add_uses(terms, called, uncalled, context)
    matchers = context.once(_matchers)
    if matchers is not None:
        for pair in context.memory[-_MEMORY_LOOKED_AT:]:
            longest = matchers[0].find(pair.source)
            hits = tuple(matchers[1].find(pair.target))
            _add_uses(UnitTerms((), tuple(longest), hits, hits), called, uncalled, context)
    return {concept: (called[concept], uncalled[concept]) for concept in called.keys() | uncalled.keys()}


def _add_uses(terms: UnitTerms, called: Counter[str], uncalled: Counter[str], context: FileContext) -> None:
    odd = uncalled_hits(terms, context)
    for hit in terms.target_longest:
        (uncalled if hit in odd else called)[hit.concept.identifier] += 1


def _faithful(hit: TermHit, context: FileContext) -> bool:
    """Whether the term stands, here apart, only where the source calls for its concept."""
    called, uncalled = context.once(_uses).get(hit.concept.identifier, (0, 0))
    return called >= _FAITHFUL and uncalled <= 1


def named(terms: Sequence[Term]) -> str:
    """The terms for a message: the first three, in guillemets."""
    return tr(" or ").join(tr("«{term}»", term=term.text) for term in terms[:3])
