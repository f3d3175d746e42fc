"""IBM Model 1 in both directions (Brown et al. 1993), with pseudo-counts for what is known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import Likeness
from tmx.align.kernels import kernels
from tmx.align.lexicon import LearntLexicon
from tmx.align.settings import AlignerSettings
from tmx.align.stems import Ids, StemmedText, Vocabulary, in_order, weighted_counts

__all__ = ["BeadSample", "Estimate", "collect_pairs", "estimate", "estimate_pairs", "relative_frequencies"]

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]


@dataclass(frozen=True, slots=True, eq=False)
class BeadSample:
    """Aligned pieces to learn from: stems of either side, where each piece begins, and how sure it is."""

    source: Ids
    source_offsets: Ids
    target: Ids
    target_offsets: Ids
    weights: Floats


@dataclass(frozen=True, slots=True, eq=False)
class Estimate:
    """A lexicon with the pairs of tokens that it was learnt from.

    ``source_token`` and ``target_token`` are places in the sample, ``place`` says which pair of the lexicon it is, -1
    where it has none.
    """

    lexicon: LearntLexicon
    source_token: Ids
    target_token: Ids
    place: Ids


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Every source stem of a bead with every target stem of it.

    ``pair`` numbers the distinct pairs and rises: what is asked for each of them, or summed, stands together.
    ``near`` (None: nothing is said) is how much likelier the pair is for the places of its tokens: the nearer in the
    bead, the likelier.
    """

    pair: Ids
    near: Floats32 | None


def relative_frequencies(texts: Sequence[StemmedText], size: int) -> Floats:
    """The share of each of ``size`` stems in ``texts``, each stem counted half a time more than it occurs."""
    counts = np.full(size, 0.5)
    for text in texts:
        counts += np.bincount(text.ids, minlength=size)
    shares: Floats = counts / counts.sum() if size else counts
    return shares


def collect_pairs(sample: BeadSample) -> tuple[Ids, Ids]:
    """All pairs of tokens within each bead: source token and target token (places in the sample), in that order."""
    n_source, n_target = np.diff(sample.source_offsets), np.diff(sample.target_offsets)
    sizes = np.repeat(n_target, n_source)  # the pairs of each source token
    target = _steps(sizes)
    target += np.repeat(np.repeat(sample.target_offsets[:-1], n_source), sizes)
    return np.repeat(np.arange(len(sizes)), sizes), target


def _steps(sizes: Ids) -> Ids:
    """0, 1, 2 ... for each of ``sizes``, one after another."""
    ends = np.cumsum(sizes)
    return np.arange(int(ends[-1]) if len(ends) else 0) - np.repeat(ends - sizes, sizes)


def estimate(
    sample: BeadSample,
    prior: Sequence[Likeness] | Floats,
    vocabularies: tuple[Vocabulary, Vocabulary],
    shares: tuple[Floats, Floats],
    settings: AlignerSettings,
    order_weight: float = 0.0,
) -> LearntLexicon:
    """The lexicon that ``sample`` and the pseudo-counts ``prior`` (source, target, count) give together.

    ``order_weight`` says how much less likely words are to translate each other the further apart, in parts of the
    bead, they stand (as in Dyer, Chahuneau and Smith 2013); 0: word order says nothing.
    """
    return estimate_pairs(sample, prior, vocabularies, shares, settings, order_weight).lexicon


def estimate_pairs(
    sample: BeadSample,
    prior: Sequence[Likeness] | Floats,
    vocabularies: tuple[Vocabulary, Vocabulary],
    shares: tuple[Floats, Floats],
    settings: AlignerSettings,
    order_weight: float = 0.0,
) -> Estimate:
    """What :func:`estimate` gives, with the pairs of tokens that it was learnt from."""
    width = len(vocabularies[1])
    known = _Known.of(prior)
    numbered = _number_pairs(sample, known, (len(vocabularies[0]), width))
    source_token, target_token, number = numbered.source_token, numbered.target_token, numbered.number
    pseudo = weighted_counts(numbered.known_number, known.count, len(numbered.keys))
    near = _nearness(sample, source_token, target_token, order_weight) if order_weight and len(number) else None
    pairs = _Pairs(number, near)
    source_ids, target_ids = numbered.keys // max(width, 1), numbered.keys % max(width, 1)
    targets = _Tokens(target_token, sample.target, np.repeat(sample.weights, np.diff(sample.target_offsets)))
    forward = _expectation_maximization(pairs, targets, source_ids, shares[1], pseudo, settings)
    sources = _Tokens(source_token, sample.source, np.repeat(sample.weights, np.diff(sample.source_offsets)))
    backward = _expectation_maximization(pairs, sources, target_ids, shares[0], pseudo, settings)
    keep = (forward > 0) | (backward > 0)
    lexicon = LearntLexicon(
        *vocabularies, source_ids[keep], target_ids[keep], forward[keep], backward[keep], shares[0], shares[1]
    )
    return Estimate(lexicon, source_token, target_token, np.where(keep, np.cumsum(keep) - 1, -1)[number])


@dataclass(frozen=True, slots=True, eq=False)
class _Known:
    """What is known beforehand, pair by pair: the stems and how often they are taken to have been seen together."""

    source: Ids
    target: Ids
    count: Floats

    @classmethod
    def of(cls, prior: Sequence[Likeness] | Floats) -> _Known:
        table = np.asarray(prior, dtype=np.float64).reshape(-1, 3)
        source, target = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
        return cls(source, target, table[:, 2].copy())


@dataclass(frozen=True, slots=True, eq=False)
class _Numbered:
    """The pairs of tokens of a sample in the order of their stems, and the number of each among distinct pairs.

    ``keys`` are the distinct pairs in order (source stem times the size of the target vocabulary, plus target stem),
    those that are only known beforehand among them; ``known_number`` says which each of those is.
    """

    number: Ids
    source_token: Ids
    target_token: Ids
    keys: Ids
    known_number: Ids


def _number_pairs(sample: BeadSample, known: _Known, sizes: tuple[int, int]) -> _Numbered:
    compiled = kernels()
    if compiled is not None:
        return _number_pairs_compiled(compiled, sample, known, sizes)
    source_token, target_token = collect_pairs(sample)
    size, width = len(source_token), sizes[1]
    keys = (sample.source * width)[source_token] + sample.target[target_token]
    distinct, order, number = in_order(np.concatenate([keys, known.source * width + known.target]))
    beforehand = order >= size
    known_number = np.empty(len(known.source), dtype=np.int64)
    known_number[order[beforehand] - size] = number[beforehand]
    order, number = order[~beforehand], number[~beforehand]
    return _Numbered(number, source_token[order], target_token[order], distinct, known_number)


def _number_pairs_compiled(
    compiled: ModuleType, sample: BeadSample, known: _Known, sizes: tuple[int, int]
) -> _Numbered:
    total = int(np.diff(sample.source_offsets) @ np.diff(sample.target_offsets))
    number, source_token, target_token = (np.empty(total, dtype=np.int64) for _ in range(3))
    keys, known_number = (np.empty(n, dtype=np.int64) for n in (total + len(known.source), len(known.source)))
    given = sample.source, sample.source_offsets, sample.target, sample.target_offsets, known.source, known.target
    arrays = (np.ascontiguousarray(array, dtype=np.int64) for array in (*given, np.array(sizes)))
    size = compiled.number_pairs(*arrays, number, source_token, target_token, keys, known_number)
    return _Numbered(number, source_token, target_token, keys[:size].copy(), known_number)


def _nearness(sample: BeadSample, source: Ids, target: Ids, order_weight: float) -> Floats32:
    """The weight of each pair of tokens by the distance of their places, 0 to 1 in the bead; the mean is 1."""
    apart = _relative(sample.source_offsets)[source]
    apart -= _relative(sample.target_offsets)[target]
    np.abs(apart, out=apart)
    apart *= -order_weight
    near: Floats32 = np.exp(apart, out=apart)
    near /= near.mean(dtype=np.float64)
    return near


def _relative(offsets: Ids) -> Floats32:
    """Where each token stands in its bead, 0 to 1."""
    sizes = np.diff(offsets)
    result: Floats32 = ((_steps(sizes) + 0.5) / np.repeat(sizes, sizes)).astype(np.float32)
    return result


@dataclass(frozen=True, slots=True, eq=False)
class _Tokens:
    """The side that is explained: the token of each pair of tokens; the stem of each token and its bead's weight."""

    explained: Ids
    stems: Ids
    weights: Floats


def _expectation_maximization(
    pairs: _Pairs, tokens: _Tokens, givens: Ids, share: Floats, pseudo: Floats, settings: AlignerSettings
) -> Floats:
    """p(explained stem | given stem) for each distinct pair.

    ``givens`` names the given stem of each distinct pair; ``share`` is the background of the explained side, which can
    explain a token too.
    """
    size, n_tokens = len(givens), len(tokens.stems)
    n_givens = int(givens.max()) + 1 if size else 0
    # The background explains a token as a single word that is not in the bead would.
    background = share[tokens.stems] if n_tokens else np.zeros(0)
    iterations = settings.iterations if n_tokens else 0
    compiled = kernels()
    if compiled is not None and iterations:
        near = np.zeros(0, dtype=np.float32) if pairs.near is None else pairs.near
        known = tokens.weights, background, givens, pseudo
        weighed = iterations, settings.discount, settings.doubt
        learnt = np.empty(size)
        compiled.expect(pairs.pair, near, tokens.explained, *known, n_givens, *weighed, learnt)
        return learnt
    counts = np.ones(size)
    counts += pseudo * 10.0  # what is known beforehand leads the first round
    probability = counts / weighted_counts(givens, counts, n_givens)[givens] if size else counts
    for _ in range(iterations):
        strength = probability[pairs.pair]
        if pairs.near is not None:
            strength *= pairs.near
        total = weighted_counts(tokens.explained, strength, n_tokens) + background
        strength *= (tokens.weights / total)[tokens.explained]
        counts = weighted_counts(pairs.pair, strength, size)
        probability = _normalized(counts + pseudo, givens, n_givens)
    if not n_tokens:
        counts = np.zeros(size)
    totals = weighted_counts(givens, counts + pseudo, n_givens)
    kept = np.maximum(counts - settings.discount, 0.0) + pseudo
    result: Floats = kept / (totals + settings.doubt)[givens] if size else kept
    return result


def _normalized(counts: Floats, givens: Ids, n_givens: int) -> Floats:
    totals = weighted_counts(givens, counts, n_givens)
    result: Floats = counts * (1.0 / np.maximum(totals, 1e-12))[givens]
    return result
