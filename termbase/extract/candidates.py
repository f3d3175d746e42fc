"""Terms that a memory proposes: what a candidate is, and how good a phrase of one language is as a term."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from termbase.extract.phrases import Phrase, TaggedToken, find_phrases
from termbase.match.pattern import is_acronym
from termbase.model import TermType
from tmx.text.languages import Language
from tmx.text.lemmas import dictionary_lemma

__all__ = [
    "ContextPair",
    "Occurrence",
    "PhraseGroup",
    "TermCandidate",
    "collect_groups",
    "surface",
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
    """A unit's two texts in which the pair was seen, and the unit's identifier."""

    unit: str
    source: str
    target: str


@dataclass(frozen=True, slots=True)
class TermCandidate:
    """A pair of terms that a memory proposes, awaiting a person's decision.

    ``score`` ranks candidates (higher is better), ``confidence`` from 0 to 1 says how sure the translation is;
    ``frequency`` counts occurrences of the source term, ``documents`` in how many documents they stand. Variants are
    the other forms and renderings, the most frequent first; ``full_form`` is what the memory says that an acronym
    stands for; ``known`` says that a glossary has the pair already.
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


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A phrase in the unit number ``unit``."""

    unit: int
    phrase: Phrase


@dataclass(slots=True)
class PhraseGroup:
    """All occurrences of phrases with one key, and how they are written."""

    key: tuple[str, ...]
    words: int
    occurrences: list[Occurrence] = field(default_factory=list)
    surfaces: Counter[str] = field(default_factory=Counter)
    names: int = 0
    weight: float = 0.0

    @property
    def is_acronym(self) -> bool:
        """Whether the key is one acronym."""
        return len(self.key) == 1 and is_acronym(self.key[0])

    @property
    def is_name(self) -> bool:
        """Whether most occurrences are written as a name."""
        return 2 * self.names > len(self.occurrences)

    @property
    def surface(self) -> str:
        """The form to show: the most frequent, of equals the shortest."""
        return min(self.surfaces, key=lambda text: (-self.surfaces[text], len(text), text))


def collect_groups(
    texts: Sequence[str], tagged: Sequence[Sequence[TaggedToken]], language: Language
) -> dict[tuple[str, ...], PhraseGroup]:
    """The phrases of all texts, by key."""
    groups: dict[tuple[str, ...], PhraseGroup] = {}
    for unit, tokens in enumerate(tagged):
        for phrase in find_phrases(tokens, language):
            group = groups.get(phrase.key)
            if group is None:
                group = groups[phrase.key] = PhraseGroup(phrase.key, phrase.words)
            group.occurrences.append(Occurrence(unit, phrase))
            group.weight += phrase.weight
            group.names += phrase.name
            group.surfaces[surface(texts[unit], tokens, phrase.first, phrase.last)] += 1
    return groups


def surface(text: str, tokens: Sequence[TaggedToken], first: int, last: int) -> str:
    """How the tokens ``first`` to ``last`` are written, without the capital of a sentence's beginning."""
    written = " ".join(text[tokens[first].token.start : tokens[last].token.end].split())
    if tokens[first].opens and not is_acronym(tokens[first].token.text):
        others = [t for t in tokens[first + 1 : last + 1] if t.key and t.token.text[:1].isalpha()]
        if not any(token.capital for token in others):
            return written[:1].lower() + written[1:]
    return written


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
        if group.words > 1 and len(group.occurrences) > 1:
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
        spread = len({documents[occurrence.unit] for occurrence in group.occurrences})
        score = math.log2(1.5 + group.words) * math.log1p(frequency) * (0.6 + 0.4 * math.log2(1 + spread))
        if len(group.occurrences) == 1 and not group.is_acronym:
            score *= _ONCE
        scores[key] = score * _kind_factor(group, families, language)
    return scores


def _containers(groups: dict[tuple[str, ...], PhraseGroup]) -> dict[tuple[str, ...], list[tuple[str, ...]]]:
    """For each key the longer repeated keys that contain it."""
    longer: dict[tuple[str, ...], list[tuple[str, ...]]] = defaultdict(list)
    for key, group in groups.items():
        if len(group.occurrences) < 2:
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
