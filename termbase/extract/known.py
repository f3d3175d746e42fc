"""What a memory says about the concepts of a glossary: where they are kept to, what else is used, what contradicts."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct, field

from termbase.extract.candidates import ContextPair, TermCandidate
from termbase.extract.headwords import choose_headwords
from termbase.extract.pairing import Place, Rendering, render
from termbase.extract.proposing import contexts_of, key_of
from termbase.extract.texts import Part, TextSide, content_key
from termbase.extract.translations import AlignedMemory, TextPair
from termbase.match.matcher import TermHit, TermMatcher
from termbase.match.pattern import is_acronym
from termbase.model import Concept, Glossary, Status, Term, TermType
from tmx.text.languages import Language
from tmx.text.tokens import tokenize

__all__ = [
    "WRONG",
    "Compared",
    "Contradiction",
    "KnownConcept",
    "compare_with_glossary",
    "known_pairs",
    "least_confidence",
]

Key = tuple[str, ...]

_LEAST_ALONE = 0.7
_LEAST_REPEATED = 0.35
WRONG = (Status.FORBIDDEN, Status.DEPRECATED)


class KnownConcept(Struct, frozen=True):
    """A concept that the memory holds: at how many places, and at how many of these the glossary is kept to."""

    concept: str
    source_term: str
    target_term: str
    frequency: int
    kept: int


class Contradiction(Struct, frozen=True):
    """A translation that the glossary gives to another concept or advises against, and where it is used.

    ``belongs_to`` names the other concept, empty for a term that is forbidden or deprecated in its own, ``owner`` that
    one's source term; ``expected`` are the terms that the glossary has; ``units`` are the identifiers of the units.
    """

    concept: str
    source_term: str
    used: str
    expected: tuple[str, ...]
    belongs_to: str
    units: tuple[str, ...]
    contexts: tuple[ContextPair, ...]
    owner: str = ""


class Compared(Struct, frozen=True):
    """What comparing a memory with a glossary tells."""

    known: tuple[KnownConcept, ...]
    variants: tuple[TermCandidate, ...]
    contradictions: tuple[Contradiction, ...]


def least_confidence(frequency: int) -> float:
    """How sure a variant has to be that was seen so often: one that was seen once more than one that recurs."""
    return _LEAST_REPEATED if frequency > 1 else _LEAST_ALONE


def known_pairs(glossary: Glossary | None, source: Language, target: Language) -> frozenset[tuple[Key, Key]]:
    """The keys of all pairs of terms of a glossary's concepts; nothing for no glossary."""
    if glossary is None:
        return frozenset()
    return frozenset(
        (key_of(one.text, source), key_of(other.text, target))
        for concept in glossary
        for one in concept.terms_in(source.tag)
        for other in concept.terms_in(target.tag)
    )


def compare_with_glossary(
    glossary: Glossary, places: Mapping[str, Sequence[Place]], memory: AlignedMemory, pairs: Sequence[TextPair]
) -> Compared:
    """Compare how the terms of ``glossary`` are translated in ``memory`` with what it says.

    ``places`` tells for each source term where it stands; a place inside a longer term of another concept is that
    one's.
    """
    work = _Comparison(glossary, memory, pairs, _places_of_concepts(glossary, places, memory.source))
    known: list[KnownConcept] = []
    for concept in glossary:
        if work.places[concept.identifier] and concept.terms_in(memory.target.language.tag):
            known.append(work.compare(concept))
    work.variants.sort(key=lambda candidate: (-candidate.score, candidate.source_term, candidate.target_term))
    work.contradictions.sort(key=lambda one: (-len(one.units), one.source_term, one.used))
    return Compared(tuple(known), tuple(work.variants), tuple(work.contradictions))


def _places_of_concepts(
    glossary: Glossary, places: Mapping[str, Sequence[Place]], side: TextSide
) -> dict[str, list[Place]]:
    owned: dict[int, list[tuple[Place, str]]] = defaultdict(list)
    for concept in glossary:
        found = {place for term in concept.terms_in(side.language.tag) for place in _of_its_class(term, places, side)}
        for place in found:
            owned[place.unit].append((place, concept.identifier))
    result: dict[str, list[Place]] = defaultdict(list)
    for unit in sorted(owned):
        for place, identifier in owned[unit]:
            if not any(_is_inside(place, other) for other, _ in owned[unit]):
                result[identifier].append(place)
    return result


def _of_its_class(term: Term, places: Mapping[str, Sequence[Place]], side: TextSide) -> Sequence[Place]:
    """The places of a term without those where a verb stands for a noun (``returned`` for ``return``)."""
    found = places.get(term.text, ())
    if term.part_of_speech == "verb":
        return found
    nouns = [p for p in found if p.last > p.first or int(side.row(p.unit).parts[p.first]) != Part.VERB]
    return nouns if 2 * len(nouns) >= len(found) else found


def _is_inside(place: Place, other: Place) -> bool:
    longer = other.last - other.first > place.last - place.first
    return longer and other.first <= place.first and place.last <= other.last


class _Comparison(Struct, frozen=True):
    glossary: Glossary
    memory: AlignedMemory
    pairs: Sequence[TextPair]
    places: dict[str, list[Place]]
    variants: list[TermCandidate] = field(default_factory=list)
    contradictions: list[Contradiction] = field(default_factory=list)
    _hits: dict[int, list[TermHit]] = field(default_factory=dict)
    _matcher: list[TermMatcher] = field(default_factory=list)
    _heads: dict[str, set[str]] = field(default_factory=dict)
    _decided: set[str] = field(default_factory=set)

    def hits(self, unit: int) -> list[TermHit]:
        """The glossary's target terms in the target text of a unit."""
        if unit not in self._hits:
            if not self._matcher:
                self._matcher.append(TermMatcher(self.glossary, self.memory.target.language.tag))
            self._hits[unit] = self._matcher[0].find(self.pairs[unit].target, overlapping=True)
        return self._hits[unit]

    def compare(self, concept: Concept) -> KnownConcept:
        """Sort the places of a concept: kept to, contradicting, variants."""
        kept = 0
        missing: list[Place] = []
        advised: dict[str, list[Place]] = defaultdict(list)
        for place in self.places[concept.identifier]:
            own = [hit for hit in self.hits(place.unit) if hit.concept.identifier == concept.identifier]
            if any(hit.term.status not in WRONG for hit in own):
                kept += 1
            elif own:
                advised[own[0].term.text].append(place)
            else:
                missing.append(place)
        for used, places in advised.items():
            self._contradict(concept, used, "", [(place, self._hit_place(place.unit, used)) for place in places])
        kept += self._look_at(concept, missing, kept)
        source = concept.terms_in(self.memory.source.language.tag)[0].text
        return KnownConcept(
            concept.identifier,
            source,
            self._expected(concept)[0] if self._expected(concept) else "",
            len(self.places[concept.identifier]),
            kept,
        )

    def _look_at(self, concept: Concept, missing: Sequence[Place], kept: int) -> int:
        """What stands where none of the concept's terms was found; how many of these places keep to it after all."""
        if not missing:
            return 0
        units = np.unique(np.array([place.unit for place in missing], dtype=np.int64))
        memory = self.memory
        same = 0
        own = [self._content(text) for text in self._expected(concept)]
        for rendering in render(missing, units, memory.source, memory.target, memory.matrix):
            if not rendering.won:
                continue
            if tuple(sorted(rendering.key)) in own:
                same += len(rendering.won)
                continue
            other = self._other_concept(concept, rendering, own, kept)
            if self._is_short_form(rendering, concept):
                # In one place a sentence may leave out what another has said.
                if not other and len(rendering.won) > 1:
                    self._propose(concept, rendering, len(missing))
            elif other:
                # Where the source calls for the other concept too, its term may stand for that one; and what is only
                # proposed finds no fault with anybody.
                there = {place.unit for place in self.places.get(other, ())}
                against = [(here, place) for here, place in rendering.won if here.unit not in there]
                if against and {concept.identifier, other} <= self._settled():
                    self._contradict(concept, rendering.surface, other, against)
            elif not self._is_piece(rendering, concept):
                self._propose(concept, rendering, len(missing))
        return same

    def _propose(self, concept: Concept, rendering: Rendering, looked_at: int) -> None:
        """Propose a rendering as a variant if it is sure enough."""
        count = len(rendering.won)
        sure = min(1.0, rendering.confidence * min(looked_at, 60) / count)
        if sure < least_confidence(count):
            return
        source = concept.terms_in(self.memory.source.language.tag)[0].text
        written = choose_headwords(rendering.won, self.memory.source, self.memory.target).target
        short = is_acronym(written)
        self.variants.append(
            TermCandidate(
                source_term=source,
                target_term=written,
                score=round(sure * count / (count + 1), 4),
                confidence=round(sure, 4),
                frequency=count,
                documents=len({self.pairs[here.unit].document for here, _ in rendering.won}),
                type=TermType.ACRONYM if short else TermType.VARIANT,
                contexts=contexts_of(rendering.won, self.memory, self.pairs),
                concept=concept.identifier,
                concept_term=source,
            )
        )

    def _other_concept(self, concept: Concept, rendering: Rendering, own: Sequence[Key], kept: int) -> str:
        """The concept to which the glossary gives this translation.

        The whole rendering is the other's term; or its head is that of another's term, which nothing in the source
        calls for, and none of this one's words, where the memory else keeps to the glossary (``trafic de personnes``
        beside ``trafic illicite de migrants``) or the head is all that differs from an expected term.
        """
        there = rendering.won[0][1]
        row = self.memory.target.row(there.unit)
        start, end = int(row.starts[there.first]), int(row.ends[there.last])
        for hit in self.hits(there.unit):
            if (hit.start, hit.end) == (start, end) and hit.concept.identifier != concept.identifier:
                return hit.concept.identifier
        if any(rendering.key[0] in key for key in own):
            return ""
        rest = set(rendering.key[1:])
        head_alone = bool(rest) and any(len(key) == len(rendering.key) and rest < set(key) for key in own)
        if kept <= len(rendering.won) and not head_alone:
            return ""
        for identifier in sorted(self._concepts_with_head(rendering.key[0])):
            if identifier != concept.identifier and not self._is_called_for(identifier, rendering):
                return identifier
        return ""

    def _is_piece(self, rendering: Rendering, concept: Concept) -> bool:
        """Whether the rendering is a part of an expected term without its head (``mains`` of ``lavage des mains``)."""
        head = 0 if self.memory.target.language.noun_phrases.head_first else -1
        words = set(rendering.key)
        terms = (self._content(text, in_order=True) for text in self._expected(concept))
        return any(len(term) > 1 and words < set(term) and term[head] not in words for term in terms)

    def _is_short_form(self, rendering: Rendering, concept: Concept) -> bool:
        """Whether the rendering is an expected term without its modifiers (``traite`` for ``traite des personnes``)."""
        head = 0 if self.memory.target.language.noun_phrases.head_first else -1
        words = set(rendering.key)
        terms = (self._content(text, in_order=True) for text in self._expected(concept))
        return any(len(term) > 1 and words < set(term) and term[head] in words for term in terms)

    def _concepts_with_head(self, head: str) -> set[str]:
        if not self._heads:
            for concept in self.glossary:
                for text in self._expected(concept):
                    content = self._content(text, in_order=True)
                    if len(content) > 1:
                        self._heads.setdefault(content[0], set()).add(concept.identifier)
        return self._heads.get(head, set())

    def _settled(self) -> set[str]:
        """The concepts with a target term that somebody has decided on."""
        if not self._decided:
            language = self.memory.target.language.tag
            self._decided.update(
                concept.identifier
                for concept in self.glossary
                if any(term.status is not Status.PROPOSED for term in concept.terms_in(language))
            )
        return self._decided

    def _is_called_for(self, identifier: str, rendering: Rendering) -> bool:
        """Whether the source texts hold the other concept too."""
        units = {place.unit for place in self.places.get(identifier, ())}
        return any(here.unit in units for here, _ in rendering.won)

    def _contradict(self, concept: Concept, used: str, belongs_to: str, places: Sequence[tuple[Place, Place]]) -> None:
        units = tuple(dict.fromkeys(self.pairs[here.unit].identifier for here, _ in places))
        language = self.memory.source.language.tag
        owners = (
            term.text for other in self.glossary if other.identifier == belongs_to for term in other.terms_in(language)
        )
        self.contradictions.append(
            Contradiction(
                concept.identifier,
                concept.terms_in(self.memory.source.language.tag)[0].text,
                used,
                self._expected(concept),
                belongs_to,
                units,
                contexts_of(places, self.memory, self.pairs),
                next(owners, belongs_to),
            )
        )

    def _hit_place(self, unit: int, text: str) -> Place:
        hit = next(hit for hit in self.hits(unit) if hit.term.text == text)
        row = self.memory.target.row(unit)
        first = int(np.searchsorted(row.ends, hit.start, side="right"))
        return Place(unit, first, max(first, int(np.searchsorted(row.starts, hit.end, side="left")) - 1))

    def _expected(self, concept: Concept) -> tuple[str, ...]:
        """The terms to use, the preferred ones first."""
        terms = concept.terms_in(self.memory.target.language.tag)
        return tuple(term.text for term in terms if term.status not in WRONG)

    def _content(self, text: str, *, in_order: bool = False) -> Key:
        language = self.memory.target.language
        words = [token.text for token in tokenize(text, language) if token.text[:1].isalnum()]
        keys = [
            content_key(word, language, verbal=False)
            for word in words
            if word.lower() not in language.function_words and not word.endswith(("'", "’"))
        ]
        return tuple(keys) if in_order else tuple(sorted(keys))
