"""Document pairing: which text of one folder translates which text of another, by what stands in them.

Two documents share evidence where a stem of one and a stem of the other are known to correspond: figures, dates,
names and other cognates, number words, entries of the lexicons. Each piece is worth its rarity in the two
collections; the sum is measured against what the documents could have shared at most.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import Likeness
from tmx.align.lexicon import Lexicon
from tmx.align.seeds import known_pairs
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import StemmedText, Vocabulary, stem_text

__all__ = ["DocumentPair", "DocumentPairing", "pair_documents"]

Floats = NDArray[np.float64]

_COMMON_PAIRS = 20_000  # pairs of documents that a pair of stems may propose: commoner stems tell nothing apart
_SHORT_LENGTH = 25.0  # characters by which lengths may differ without a meaning
_LENGTH_SPREAD = 0.7  # how far the log of the lengths' ratio may stray
# Confidence is logistic in the logs of the strength and of its ratio to the best rival's, from news, stories and
# health texts with a fifth of either side without counterpart: even chances at .17 and 1.35. Where the collection
# shows how strong its pairs are, .4 of the middle one takes the place of .17: releases made from one mould share much.
_EVEN_STRENGTH, _STRENGTH_SLOPE = 0.17, 6.0
_SHARE_OF_MIDDLE, _EVEN_LOWEST, _EVEN_HIGHEST, _ENOUGH_PAIRS = 0.4, 0.13, 0.5, 5
_EVEN_RATIO, _RATIO_SLOPE = 1.35, 3.0
_BEST_RATIO = 3.0  # a rival that is weaker than a third does not count
_LEAST_CONFIDENCE = 0.5


@dataclass(frozen=True, slots=True)
class DocumentPair:
    """Source document ``source`` and target document ``target`` (places in the lists), with a confidence, 0 to 1."""

    source: int
    target: int
    confidence: float


@dataclass(frozen=True, slots=True)
class DocumentPairing:
    """The pairs in the order of the sources, and the places of the documents without counterpart."""

    pairs: tuple[DocumentPair, ...]
    unpaired_sources: tuple[int, ...]
    unpaired_targets: tuple[int, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Candidates:
    """Pairs of documents that share evidence, with its strength from 0 to 1, best first."""

    source: NDArray[np.int64]
    target: NDArray[np.int64]
    strength: Floats


def pair_documents(
    sources: Sequence[Sequence[str]],
    targets: Sequence[Sequence[str]],
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
) -> DocumentPairing:
    """The one-to-one pairing of documents, each given as its sentences (or blocks, or lines).

    Languages are BCP 47 tags. Pairs are taken in the order of their strength; a document whose best partner is too
    weak, or hardly better than the next, stays without counterpart. The same input gives the same pairing.
    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """
    vocabularies = Vocabulary(), Vocabulary()
    ours = [stem_text(text, vocabularies[0]) for text in sources]
    theirs = [stem_text(text, vocabularies[1]) for text in targets]
    known = known_pairs(*vocabularies, source_language, target_language, lexicons, DEFAULT_SETTINGS)
    candidates = _candidates(ours, theirs, known)
    pairs = _assign(candidates, len(sources), len(targets))
    taken_sources, taken_targets = {p.source for p in pairs}, {p.target for p in pairs}
    return DocumentPairing(
        tuple(sorted(pairs, key=lambda pair: pair.source)),
        tuple(i for i in range(len(sources)) if i not in taken_sources),
        tuple(j for j in range(len(targets)) if j not in taken_targets),
    )


def _candidates(ours: Sequence[StemmedText], theirs: Sequence[StemmedText], known: Sequence[Likeness]) -> _Candidates:
    """The pairs of documents that share a known pair of stems that is rare enough, by way of an inverted index."""
    indices = _index(ours), _index(theirs)
    rarities = _rarity(indices[0], len(ours)), _rarity(indices[1], len(theirs))
    masses = _masses(ours, rarities[0]), _masses(theirs, rarities[1])
    lengths = [float(text.lengths.sum()) for text in ours], [float(text.lengths.sum()) for text in theirs]
    shared = _shared(indices, known)
    places = sorted(shared)
    strengths = []
    for i, j in places:
        covered = [
            sum(rarity[stem] * sure for stem, sure in stems.items()) / max(mass, 1e-9)
            for rarity, stems, mass in zip(rarities, shared[i, j], (masses[0][i], masses[1][j]), strict=True)
        ]
        strengths.append((covered[0] * covered[1]) ** 0.5 * _length_fit(lengths[0][i], lengths[1][j]))
    strength = np.array(strengths)
    order = np.argsort(-strength, kind="stable")
    pairs = np.array(places, dtype=np.int64).reshape(-1, 2)[order]
    return _Candidates(pairs[:, 0], pairs[:, 1], strength[order])


_Shared = dict[tuple[int, int], tuple[dict[int, float], dict[int, float]]]


def _shared(indices: tuple[dict[int, list[int]], dict[int, list[int]]], known: Sequence[Likeness]) -> _Shared:
    """For each pair of documents the source stems and the target stems that have a partner, and how sure it is."""
    shared: _Shared = defaultdict(lambda: ({}, {}))
    for one, other, count in known:
        holders, partners = indices[0][one], indices[1][other]
        if len(holders) * len(partners) > _COMMON_PAIRS:
            continue
        sure = min(count, 1.0)
        for i in holders:
            for j in partners:
                by_source, by_target = shared[i, j]
                by_source[one] = max(by_source.get(one, 0.0), sure)
                by_target[other] = max(by_target.get(other, 0.0), sure)
    return shared


def _index(texts: Sequence[StemmedText]) -> dict[int, list[int]]:
    """The documents in which each stem stands."""
    index: dict[int, list[int]] = defaultdict(list)
    for number, text in enumerate(texts):
        for stem in np.unique(text.ids).tolist():
            index[stem].append(number)
    return index


def _rarity(index: dict[int, list[int]], documents: int) -> dict[int, float]:
    """What a stem is worth: the log of the inverse share of the documents that have it."""
    return {stem: log((documents + 1.0) / (len(holders) + 0.5)) for stem, holders in index.items()}


def _masses(texts: Sequence[StemmedText], rarity: dict[int, float]) -> list[float]:
    return [sum(rarity[stem] for stem in np.unique(text.ids).tolist()) for text in texts]


def _length_fit(source: float, target: float) -> float:
    """1 for equal lengths, less the further they are apart."""
    distance = log((target + _SHORT_LENGTH) / (source + _SHORT_LENGTH)) / _LENGTH_SPREAD
    return exp(-0.5 * distance * distance)


def _assign(candidates: _Candidates, sources: int, targets: int) -> list[DocumentPair]:
    """The strongest candidate, the strongest among what is left, and so on, as long as they are believable."""
    first = _two_best(candidates.source, candidates.strength, sources)
    second = _two_best(candidates.target, candidates.strength, targets)
    even = _even_strength(candidates, first, second)
    free = np.ones(sources, dtype=np.bool_), np.ones(targets, dtype=np.bool_)
    pairs = []
    for i, j, strength in zip(
        candidates.source.tolist(), candidates.target.tolist(), candidates.strength.tolist(), strict=True
    ):
        if not (free[0][i] and free[1][j]):
            continue
        rival = max(_rival(first[i], strength), _rival(second[j], strength))
        confidence = _confidence(strength, rival, even)
        if confidence >= _LEAST_CONFIDENCE:
            pairs.append(DocumentPair(i, j, confidence))
            free[0][i] = free[1][j] = False
    return pairs


def _even_strength(candidates: _Candidates, first: Floats, second: Floats) -> float:
    """The strength at which chances are even, by what pairs that are each other's best reach in this collection."""
    mutual = (candidates.strength >= first[candidates.source, 0]) & (
        candidates.strength >= second[candidates.target, 0]
    )
    strengths = candidates.strength[mutual & (candidates.strength > _EVEN_LOWEST)]
    if len(strengths) < _ENOUGH_PAIRS:
        return _EVEN_STRENGTH
    return float(np.clip(_SHARE_OF_MIDDLE * np.median(strengths), _EVEN_LOWEST, _EVEN_HIGHEST))


def _two_best(documents: NDArray[np.int64], strength: Floats, size: int) -> Floats:
    """The two highest strengths that each document reaches, 0 where there is none."""
    best = np.zeros((size, 2))
    for document, value in zip(documents.tolist(), strength.tolist(), strict=True):
        if value > best[document, 0]:
            best[document] = value, best[document, 0]
        elif value > best[document, 1]:
            best[document, 1] = value
    return best


def _rival(best: Floats, strength: float) -> float:
    """The strength of the best other candidate of a document."""
    return float(best[1] if strength >= best[0] else best[0])


def _confidence(strength: float, rival: float, even: float) -> float:
    """A probability that the pair is right, from its strength and that of its best rival."""
    ratio = min(strength / max(rival, 1e-9), _BEST_RATIO)
    logit = _STRENGTH_SLOPE * log(max(strength, 1e-9) / even) + _RATIO_SLOPE * log(ratio / _EVEN_RATIO)
    return round(1.0 / (1.0 + exp(-min(max(logit, -50.0), 50.0))), 4)
