"""Terms that a memory proposes: what a candidate is, and how good a phrase of one language is as a term."""

from __future__ import annotations

import math
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from termbase.extract.pairing import MOST_OCCURRENCES, Place
from termbase.extract.phrases import find_phrases, tag
from termbase.extract.texts import TextSide, TokenizedText
from termbase.match.pattern import is_acronym
from termbase.model import TermType
from tmx.text.languages import Language
from tmx.text.lemmas import dictionary_lemma

__all__ = [
    "ContextPair",
    "PhraseGroup",
    "PhraseTable",
    "TermAlternative",
    "TermCandidate",
    "termhood",
    "variants",
]

_LEAST_NAME = 0.35
_NAME_ALONE = 0.15
_GENERAL = 0.3
_SINGLE = 0.7
_UNNESTED = 0.12
_ONCE = 0.6


@dataclass(frozen=True, slots=True)
class ContextPair:
    """A unit's two texts in which the pair was seen, and the unit's identifier.

    ``source_span`` and ``target_span`` say where the terms stand (half-open code points; empty where unknown).
    """

    unit: str
    source: str
    target: str
    source_span: tuple[int, int] = (0, 0)
    target_span: tuple[int, int] = (0, 0)


@dataclass(frozen=True, slots=True)
class TermAlternative:
    """Another translation of a candidate: how sure it is (0 to 1), at how many of the places looked at it stands."""

    text: str
    confidence: float
    frequency: int


@dataclass(frozen=True, slots=True)
class TermCandidate:
    """A pair of terms that a memory proposes, awaiting a person's decision.

    ``score`` ranks candidates (higher is better), ``confidence`` from 0 to 1 says how sure the translation is;
    ``frequency`` counts occurrences of the source term, ``documents`` in how many documents they stand. Variants are
    the other forms and renderings, the most frequent first; ``full_form`` is what the memory says that an acronym
    stands for, ``target_full_form`` the same of the target; ``known`` says that a glossary has the pair already.
    ``alternatives`` are other translations, ``synonyms`` other source terms with the same translation, both the best
    first. ``concept`` names the glossary's concept of which the pair is a new variant, if it is one.
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


@dataclass(frozen=True, slots=True, eq=False)
class PhraseGroup:
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
        self._columns = tuple(array("i") for _ in range(6))
        self._weights = array("f")

    def visit(self, number: int, row: TokenizedText) -> None:
        """Take in the phrases of text ``number``."""
        if number % self._every:
            return
        tagged = tag(row.text, self._language, row.tokens, row.parts)
        for phrase in find_phrases(tagged, self._language):
            key = self._keys.setdefault(phrase.key, len(self._keys))
            values = (key, number, phrase.first, phrase.last, phrase.words, int(phrase.name))
            for column, value in zip(self._columns, values, strict=True):
                column.append(value)
            self._weights.append(phrase.weight)

    def contents(self) -> tuple[dict[tuple[str, ...], int], tuple[array[int], ...], array[float]]:
        """All that was collected, for another process."""
        return self._keys, self._columns, self._weights

    def fill(self, keys: dict[tuple[str, ...], int], columns: tuple[array[int], ...], weights: array[float]) -> None:
        """Take over what another process has collected."""
        self._keys, self._columns, self._weights = keys, columns, weights

    def groups(self, least: int = 1, most: int = MOST_OCCURRENCES) -> dict[tuple[str, ...], PhraseGroup]:
        """The phrases by key, those with ``least`` occurrences and more; ``most`` places of each, evenly spread."""
        keys, units, firsts, lasts, words, names = (np.frombuffer(c, dtype=np.int32) for c in self._columns)
        if not len(keys):
            return {}
        weights = np.frombuffer(self._weights, dtype=np.float32)
        order = np.argsort(keys, kind="stable")
        bounds = np.searchsorted(keys[order], np.arange(len(self._keys) + 1))
        groups: dict[tuple[str, ...], PhraseGroup] = {}
        for key, number in self._keys.items():
            rows = order[bounds[number] : bounds[number + 1]]
            if len(rows) < least:
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


def _distinct(ordered: NDArray[np.int32]) -> NDArray[np.int64]:
    """The distinct numbers of a row that never falls."""
    new = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=new[1:])
    return ordered[new].astype(np.int64)


def termhood(
    groups: dict[tuple[str, ...], PhraseGroup], documents: Sequence[str], language: Language
) -> dict[tuple[str, ...], float]:
    """How likely each phrase is a term, higher is better.

    The C-value (Frantzi, Ananiadou and Mima 2000) over well-cut occurrences, damped; times the spread over
    documents, how much of it stands outside longer candidates, and what kind of phrase it is.
    """
    longer = _containers(groups)
    families: Counter[str] = Counter()
    for group in groups.values():
        if group.words > 1 and group.frequency > 1:
            families.update(set(group.key))
    scores = {}
    for key, group in groups.items():
        nested = longer.get(key, ())
        frequency = group.weight
        if nested:
            inside = [groups[outer].weight for outer in nested]
            frequency -= sum(inside) / len(inside)
            most = max(inside)
            if most > 0.9 * group.weight and group.words > 1:
                frequency = min(frequency, _UNNESTED * group.weight)
        if frequency <= 0:
            continue
        spread = len({documents[unit] for unit in group.units})
        score = math.log2(1.5 + group.words) * math.log1p(frequency) * (0.6 + 0.4 * math.log2(1 + spread))
        if group.frequency == 1 and not group.is_acronym:
            score *= _ONCE
        scores[key] = score * _kind_factor(group, families, language)
    return scores


def _containers(groups: dict[tuple[str, ...], PhraseGroup]) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """For each key the longer repeated keys that contain it."""
    longer: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key, group in groups.items():
        if group.frequency < 2:
            continue
        seen = {key[i:j] for i in range(len(key)) for j in range(i + 1, len(key) + 1) if j - i < len(key)}
        for inner in seen:
            if inner in groups:
                longer[inner].append(key)
    return longer


def _kind_factor(group: PhraseGroup, families: Counter[str], language: Language) -> float:
    """What the kind of a phrase says: acronyms are terms, bare names and common nouns hardly."""
    if group.is_acronym:
        return 1.6
    words = [part for part in group.key if part not in language.linking_words]
    if not words:
        return 0.0
    known = [word for word in words if is_acronym(word) or dictionary_lemma(word, language) is not None]
    general = language.noun_phrases.general
    if group.is_name:
        lexical = sum(_is_common(word, language) for word in words)
        if group.words == 1:
            return _NAME_ALONE
        return 1.2 if lexical > len(words) / 2 else _LEAST_NAME
    if group.words == 1:
        if words[0] in general or len(words[0]) < 4:
            return _GENERAL * 0.3
        return _SINGLE * (0.5 + 0.25 * math.log2(1 + families[words[0]]))
    factor = 1.0 - 0.35 * (len(words) - len(known)) / max(1, len(words))
    if any(word in general for word in (words[0], words[-1])):
        factor *= 0.6
    return factor


def _is_common(word: str, language: Language) -> bool:
    return dictionary_lemma(word, language) is not None


def variants(counts: Iterable[tuple[str, int]], shown: str, most: int) -> tuple[str, ...]:
    """The most frequent forms besides the one shown."""
    ordered = sorted(counts, key=lambda item: (-item[1], item[0]))
    return tuple(text for text, _ in ordered if text.lower() != shown.lower())[:most]
