"""Document pairing: which text of one folder translates which text of another, by what stands in them.

A lexicon of what is known beforehand (figures, dates, names and other cognates, number words, entries of the lexicons)
proposes and weighs candidates. Where there are enough confident pairs, words are learnt from them, and everything is
proposed and weighed once more. A pair is then believed by its strength and its lead over rivals, measured against what
pairs of this very collection reach, so that a document without a counterpart stays alone.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.cognates import Likeness
from tmx.align.document_evidence import Candidates, Collection, length_distance, propose, weigh
from tmx.align.lexicon import LearntLexicon, Lexicon
from tmx.align.model1 import BeadSample, estimate, relative_frequencies
from tmx.align.seeds import known_pairs
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import Ids, StemmedText, Vocabulary, stem_text

__all__ = ["DocumentPair", "DocumentPairing", "pair_documents"]

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]

_CANDIDATES = 10  # for each document
_ENOUGH_PAIRS = 25  # fewer confident pairs would teach mostly themselves
_SURE = 0.8
_WINDOW, _WINDOWS, _OVERLAP = 30, 12, 0.25  # stems of a window, windows of a long document, how far they overlap
_WINDOW_WEIGHT = 0.4  # what stands together in one window is below the discount, and not learnt
_MOST_LEARNT = 4_000_000  # pairs of stems to learn from
# Confidence is logistic in the strength and in the lead over the best rival, both measured on a scale from chance to
# what the collection's pairs reach, and in how far the lengths are apart. Learnt from news, health texts, stories and
# yearbooks in parts of 5 to 16 sentences, 1 to 1000 documents a side, a fifth or more without counterpart, with
# shared paragraphs and second announcements, with a seed lexicon and without.
_STRENGTH_WEIGHT, _LEAD_WEIGHT, _LENGTH_WEIGHT, _CONSTANT = 5.0, 8.0, -3.5, -3.6
_CHANCE, _CHANCE_COUNT = -0.1, 20.0  # what unrelated documents reach, and for how many of them this stands
_SCALE, _SCALE_COUNT = 0.5, 8.0  # how much more pairs reach, and for how many pairs this stands
_MOST_STRENGTH, _MOST_LEAD, _MOST_LENGTH = 1.5, 1.0, 2.1
_SECOND_LOOK = 1.1  # strengths tell more once words have been learnt
_LEAST_CONFIDENCE = 0.5


class DocumentPair(Struct, frozen=True):
    """Source document ``source`` and target document ``target`` (places in the lists), with a confidence, 0 to 1."""

    source: int
    target: int
    confidence: float


class DocumentPairing(Struct, frozen=True):
    """The pairs in the order of the sources, and the places of the documents without counterpart."""

    pairs: tuple[DocumentPair, ...]
    unpaired_sources: tuple[int, ...]
    unpaired_targets: tuple[int, ...]


class _Texts(Struct, frozen=True, eq=False):
    """Both sides as numbers, and what is known of their stems beforehand."""

    ours: Sequence[StemmedText]
    theirs: Sequence[StemmedText]
    vocabularies: tuple[Vocabulary, Vocabulary]
    shares: tuple[Floats, Floats]
    known: Sequence[Likeness]

    def learn(self, sample: BeadSample) -> LearntLexicon:
        """The lexicon that is known beforehand, with what ``sample`` teaches."""
        return estimate(sample, self.known, self.vocabularies, self.shares, DEFAULT_SETTINGS)


class _Chosen(Struct, frozen=True, eq=False):
    """A one-to-one choice of pairs, the strongest first, with confidences."""

    source: Ids
    target: Ids
    confidence: Floats


def pair_documents(
    sources: Sequence[Sequence[str]],
    targets: Sequence[Sequence[str]],
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    progress: Progress = lambda done, total: None,
) -> DocumentPairing:
    """The one-to-one pairing of documents, each given as its sentences (or blocks, or lines).

    Languages are BCP 47 tags. Pairs are taken in the order of their strength; a document whose best partner is too
    weak, or hardly better than the next, stays without counterpart. The same input gives the same pairing.
    ``progress`` is called with the work done and the work there is at most.
    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """
    vocabularies = Vocabulary(), Vocabulary()
    ours = [stem_text(text, vocabularies[0]) for text in sources]
    theirs = [stem_text(text, vocabularies[1]) for text in targets]
    known = known_pairs(*vocabularies, source_language, target_language, lexicons, DEFAULT_SETTINGS)
    if not sources or not targets:
        return DocumentPairing((), tuple(range(len(sources))), tuple(range(len(targets))))
    shares = relative_frequencies(ours, len(vocabularies[0])), relative_frequencies(theirs, len(vocabularies[1]))
    chosen = _choose(_Texts(ours, theirs, vocabularies, shares, known), progress)
    kept = np.flatnonzero(chosen.confidence >= _LEAST_CONFIDENCE)
    pairs = [
        DocumentPair(int(chosen.source[k]), int(chosen.target[k]), round(float(chosen.confidence[k]), 4)) for k in kept
    ]
    taken_sources, taken_targets = {p.source for p in pairs}, {p.target for p in pairs}
    return DocumentPairing(
        tuple(sorted(pairs, key=lambda pair: pair.source)),
        tuple(i for i in range(len(sources)) if i not in taken_sources),
        tuple(j for j in range(len(targets)) if j not in taken_targets),
    )


def _choose(texts: _Texts, progress: Progress) -> _Chosen:
    """The pairs by what is known beforehand; by what they teach too, where there are enough of them."""
    ours = Collection.of(texts.ours, len(texts.vocabularies[0]))
    theirs = Collection.of(texts.theirs, len(texts.vocabularies[1]))
    look = 2 * len(ours) + len(theirs)
    nothing, begin = np.zeros(0, dtype=np.int64), np.zeros(1, dtype=np.int64)
    lexicon = texts.learn(BeadSample(nothing, begin, nothing, begin, np.zeros(0)))
    chosen = _look(lexicon, ours, theirs, lambda done: progress(done, 2 * look))
    sure = np.flatnonzero(chosen.confidence >= _SURE)
    if len(sure) >= _ENOUGH_PAIRS:
        order = sure[np.argsort(-chosen.confidence[sure], kind="stable")]
        sample = _windows(texts, [(int(chosen.source[k]), int(chosen.target[k])) for k in order])
        learnt = texts.learn(sample)
        chosen = _look(learnt, ours, theirs, lambda done: progress(look + done, 2 * look), _SECOND_LOOK)
    progress(2 * look, 2 * look)
    return chosen


def _look(
    lexicon: LearntLexicon,
    ours: Collection,
    theirs: Collection,
    progress: Callable[[int], None],
    benefit: float = 0.0,
) -> _Chosen:
    """Propose, weigh and choose by one lexicon; ``benefit`` is added to the log odds of every pair."""
    source, target = propose(lexicon, ours, theirs, _CANDIDATES, lambda done, total: progress(done))
    candidates = weigh(source, target, lexicon, ours, theirs, lambda done, total: progress(len(ours) + done))
    chosen = _assign(candidates, len(ours), len(theirs))
    confidence = _confidence(candidates, chosen, ours, theirs, benefit)
    return _Chosen(candidates.source[chosen], candidates.target[chosen], confidence)


def _windows(texts: _Texts, pairs: Sequence[tuple[int, int]]) -> BeadSample:
    """Pieces of paired documents from about the same place, the surest pairs first, as many as can be learnt from."""
    source, target = [], []
    work = 0
    for i, j in pairs:
        one, other = texts.ours[i].ids, texts.theirs[j].ids
        longer = max(len(one), len(other))
        parts = max(1, round(longer / max(_WINDOW, longer / _WINDOWS)))
        for part in range(parts):
            first, last = max(part - _OVERLAP, 0.0) / parts, min(part + 1 + _OVERLAP, parts) / parts
            source.append(one[int(first * len(one)) : int(np.ceil(last * len(one)))])
            target.append(other[int(first * len(other)) : int(np.ceil(last * len(other)))])
            work += len(source[-1]) * len(target[-1])
        if work > _MOST_LEARNT:
            break
    return BeadSample(
        np.concatenate(source),
        np.cumsum([0, *(len(piece) for piece in source)], dtype=np.int64),
        np.concatenate(target),
        np.cumsum([0, *(len(piece) for piece in target)], dtype=np.int64),
        np.full(len(source), _WINDOW_WEIGHT),
    )


def _assign(candidates: Candidates, sources: int, targets: int) -> Ids:
    """The strongest candidate, the strongest among what is left, and so on."""
    free = np.ones(sources, dtype=np.bool_), np.ones(targets, dtype=np.bool_)
    chosen = []
    for number in np.argsort(-candidates.strength, kind="stable").tolist():
        i, j = candidates.source[number], candidates.target[number]
        if free[0][i] and free[1][j]:
            free[0][i] = free[1][j] = False
            chosen.append(number)
    return np.array(chosen, dtype=np.int64)


def _rivals(strength: Floats, chosen: Ids, own: Ids, other: Ids) -> Floats:
    """For each document of the side ``own`` the best that it reaches elsewhere, minus infinity where there is nothing.

    A rival that has a stronger partner of its own counts for less, by as much as that partner is stronger: of two
    announcements of one event each leans to the other's translation, and neither is in doubt.
    """
    taken = np.full(int(other.max()) + 1, -np.inf)
    taken[other[chosen]] = strength[chosen]
    worth = strength - np.maximum(taken[other] - strength, 0.0)
    elsewhere = np.ones(len(strength), dtype=np.bool_)
    elsewhere[chosen] = False
    best = np.full(int(own.max()) + 1, -np.inf)
    np.maximum.at(best, own[elsewhere], worth[elsewhere])
    return best


def _confidence(candidates: Candidates, chosen: Ids, ours: Collection, theirs: Collection, benefit: float) -> Floats:
    """The probabilities that the chosen pairs are right."""
    if not len(chosen):
        return np.zeros(0)
    strength, source, target = candidates.strength, candidates.source, candidates.target
    elsewhere = np.ones(len(strength), dtype=np.bool_)
    elsewhere[chosen] = False
    others = strength[elsewhere]
    chance = _shrunk(others, _CHANCE, _CHANCE_COUNT)
    rival = np.maximum(
        _rivals(strength, chosen, source, target)[source[chosen]],
        _rivals(strength, chosen, target, source)[target[chosen]],
    )
    lead = strength[chosen] - np.maximum(rival, chance)
    leading = chosen[lead > 0]
    scale = _shrunk(strength[leading] - chance, _SCALE, _SCALE_COUNT)
    lengths = ours.lengths[source], theirs.lengths[target]
    usual = _shrunk(np.log((lengths[1][leading] + 1.0) / (lengths[0][leading] + 1.0)), 0.0, _SCALE_COUNT)
    apart = length_distance(lengths[0][chosen], lengths[1][chosen], usual)
    logit = (
        _STRENGTH_WEIGHT * np.minimum((strength[chosen] - chance) / scale, _MOST_STRENGTH)
        + _LEAD_WEIGHT * np.clip(lead / scale, -_MOST_LEAD, _MOST_LEAD)
        + _LENGTH_WEIGHT * np.minimum(apart, _MOST_LENGTH)
        + _CONSTANT
        + benefit
    )
    confidence: Floats = 1.0 / (1.0 + np.exp(-logit))
    return confidence


def _shrunk(values: Floats, usual: float, count: float) -> float:
    """The median of ``values``, drawn to ``usual`` as though ``count`` more had that value."""
    if not len(values):
        return usual
    return (float(np.median(values)) * len(values) + usual * count) / (len(values) + count)
