"""Terms that a memory proposes: what a candidate is, and the phrases of one language with all their places."""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Iterable

import numpy as np
from msgspec import Struct
from msgspec.structs import replace
from numpy.typing import NDArray

from termbase.extract.pairing import MOST_OCCURRENCES, Place
from termbase.extract.phrases import find_phrases, tag
from termbase.extract.texts import TextSide, TokenizedText
from termbase.extract.verbs import find_verbs, is_verb_key, verb_key
from termbase.match.pattern import is_acronym
from termbase.model import TermType
from tmx.text.languages import Language

__all__ = [
    "ContextPair",
    "PhraseGroup",
    "PhraseTable",
    "TermAlternative",
    "TermCandidate",
    "turned",
    "variants",
]


class ContextPair(Struct, frozen=True):
    """A unit's two texts in which the pair was seen, and the unit's identifier.

    ``source_span`` and ``target_span`` say where the terms stand (half-open code points; empty where unknown).
    """

    unit: str
    source: str
    target: str
    source_span: tuple[int, int] = (0, 0)
    target_span: tuple[int, int] = (0, 0)


class TermAlternative(Struct, frozen=True):
    """Another translation of a candidate: how sure it is (0 to 1), at how many of the places looked at it stands."""

    text: str
    confidence: float
    frequency: int


class TermCandidate(Struct, frozen=True):
    """A pair of terms that a memory proposes, awaiting a person's decision.

    ``score`` ranks candidates (higher is better), ``confidence`` from 0 to 1 says how sure the translation is;
    ``frequency`` counts occurrences of the source term, ``documents`` in how many documents they stand. Variants are
    the other forms and renderings, the most frequent first; ``full_form`` is what the memory says that an acronym
    stands for, ``target_full_form`` the same of the target; ``known`` says that a glossary has the pair already.
    ``alternatives`` are other translations, ``synonyms`` other source terms with the same translation, both the best
    first. ``concept`` names the glossary's concept of which the pair is a new variant, if it is one, and
    ``concept_term`` that one's first source term. ``part_of_speech`` is ``verb`` for verbs, which stand in the
    infinitive, else empty. ``new_source`` says of a variant of a known concept that its source term is the new one, not
    its target term.
    """

    source_term: str
    target_term: str
    score: float
    confidence: float
    frequency: int
    documents: int
    type: TermType = TermType.FULL_FORM
    contexts: tuple[ContextPair, ...] = ()
    source_variants: tuple[str, ...] = ()
    target_variants: tuple[str, ...] = ()
    full_form: str = ""
    known: bool = False
    target_full_form: str = ""
    alternatives: tuple[TermAlternative, ...] = ()
    synonyms: tuple[str, ...] = ()
    concept: str = ""
    part_of_speech: str = ""
    new_source: bool = False
    concept_term: str = ""


def turned(candidate: TermCandidate) -> TermCandidate:
    """The candidate with source and target exchanged: other translations become synonyms, and the other way round."""
    contexts = tuple(
        ContextPair(one.unit, one.target, one.source, one.target_span, one.source_span) for one in candidate.contexts
    )
    return replace(
        candidate,
        source_term=candidate.target_term,
        target_term=candidate.source_term,
        contexts=contexts,
        source_variants=candidate.target_variants,
        target_variants=candidate.source_variants,
        full_form=candidate.target_full_form,
        target_full_form=candidate.full_form,
        alternatives=tuple(TermAlternative(text, candidate.confidence, 1) for text in candidate.synonyms),
        synonyms=tuple(one.text for one in candidate.alternatives),
    )


class PhraseGroup(Struct, frozen=True, eq=False):
    """All occurrences of phrases with one key: where they stand, how many content words they have.

    ``weight`` sums how well they are cut, ``names`` counts those that are written as a name.
    """

    key: tuple[str, ...]
    words: int
    places: tuple[Place, ...]
    frequency: int
    units: NDArray[np.int64]
    weight: float
    names: int

    @property
    def is_acronym(self) -> bool:
        """Whether the key is one acronym."""
        return len(self.key) == 1 and is_acronym(self.key[0])

    @property
    def is_verb(self) -> bool:
        """Whether the key is a verb's."""
        return is_verb_key(self.key)

    @property
    def is_name(self) -> bool:
        """Whether most occurrences are written as a name."""
        return 2 * self.names > self.frequency

    def surfaces(self, side: TextSide) -> Counter[str]:
        """How the phrase is written, with counts, over the places kept."""
        return Counter(side.surface(place.unit, place.first, place.last) for place in self.places)


class PhraseTable:
    """Collects the phrases of many texts in little room; :meth:`groups` tells what recurs."""

    def __init__(self, language: Language, every: int = 1) -> None:
        """``every``: one text in so many is looked at."""
        self._language, self._every = language, every
        self._keys: dict[tuple[str, ...], int] = {}
        self._columns = tuple(array("i") for _ in range(7))
        self._weights = array("f")

    def visit(self, number: int, row: TokenizedText) -> None:
        """Take in the phrases of text ``number``."""
        if number % self._every:
            return
        tagged = tag(row.text, self._language, row.tokens, row.parts)
        for phrase in find_phrases(tagged, self._language):
            key = self._keys.setdefault(phrase.key, len(self._keys))
            values = (key, number, phrase.first, phrase.last, phrase.words, int(phrase.name), int(phrase.opened))
            for column, value in zip(self._columns, values, strict=True):
                column.append(value)
            self._weights.append(phrase.weight)
        for at, lemma in find_verbs(row, self._language):
            key = self._keys.setdefault(verb_key(lemma), len(self._keys))
            for column, value in zip(self._columns, (key, number, at, at, 1, 0, 0), strict=True):
                column.append(value)
            self._weights.append(1.0)

    def contents(self) -> tuple[dict[tuple[str, ...], int], tuple[array[int], ...], array[float]]:
        """All that was collected, for another process."""
        return self._keys, self._columns, self._weights

    def fill(self, keys: dict[tuple[str, ...], int], columns: tuple[array[int], ...], weights: array[float]) -> None:
        """Take over what another process has collected."""
        self._keys, self._columns, self._weights = keys, columns, weights

    def groups(self, least: int = 1, most: int = MOST_OCCURRENCES) -> dict[tuple[str, ...], PhraseGroup]:
        """The phrases by key, those with ``least`` occurrences and more; ``most`` places of each, evenly spread."""
        keys, units, firsts, lasts, words, names, opened = (np.frombuffer(c, dtype=np.int32) for c in self._columns)
        if not len(keys):
            return {}
        weights = np.frombuffer(self._weights, dtype=np.float32)
        order = np.argsort(keys, kind="stable")
        bounds = np.searchsorted(keys[order], np.arange(len(self._keys) + 1))
        counts = np.diff(bounds)
        groups: dict[tuple[str, ...], PhraseGroup] = {}
        for key, number in self._keys.items():
            rows = order[bounds[number] : bounds[number + 1]]
            if len(rows) < least or (opened[rows[0]] and not self._is_fixed(key, counts)):
                continue
            kept = rows if len(rows) <= most else rows[len(rows) * np.arange(most) // most]
            groups[key] = PhraseGroup(
                key,
                int(words[rows[0]]),
                tuple(Place(int(units[r]), int(firsts[r]), int(lasts[r])) for r in kept),
                len(rows),
                _distinct(units[rows]),
                float(weights[rows].sum()),
                int(names[rows].sum()),
            )
        return groups

    def _is_fixed(self, key: tuple[str, ...], counts: NDArray[np.int64]) -> bool:
        """Whether what follows the adjective that a phrase begins with stands more often with it than without it."""
        rest = self._keys.get(key[1:])
        if rest is None or (len(key) == 2 and is_acronym(key[1])):
            return False
        times = int(counts[self._keys[key]])
        return times > 1 and 2 * times > int(counts[rest])


def _distinct(ordered: NDArray[np.int32]) -> NDArray[np.int64]:
    """The distinct numbers of a row that never falls."""
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new].astype(np.int64)


def variants(counts: Iterable[tuple[str, int]], shown: str, most: int) -> tuple[str, ...]:
    """The most frequent forms besides the one shown."""
    ordered = sorted(counts, key=lambda item: (-item[1], item[0]))
    return tuple(text for text, _ in ordered if text.lower() != shown.lower())[:most]
