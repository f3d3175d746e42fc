"""IBM Model 1 in both directions (Brown et al. 1993), with pseudo-counts for what is known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import Likeness
from tmx.align.lexicon import LearntLexicon
from tmx.align.settings import AlignerSettings
from tmx.align.stems import Ids, StemmedText, Vocabulary, numbered, weighted_counts

__all__ = ["BeadSample", "Estimate", "collect_pairs", "estimate", "estimate_pairs", "relative_frequencies"]

Floats = NDArray[np.float64]


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
    """A lexicon with the pairs of tokens that it was learnt from, in the order of :func:`collect_pairs`.

    ``source_token`` and ``target_token`` are places in the sample, ``place`` says which pair of the lexicon it is, -1
    where it has none.
    """

    lexicon: LearntLexicon
    bead: Ids
    source_token: Ids
    target_token: Ids
    place: Ids


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Every source stem of a bead with every target stem of it.

    ``pair`` numbers the distinct pairs, ``source_token`` and ``target_token`` the tokens, ``weight`` is the bead's,
    ``near`` how much likelier the pair is for the places of its tokens: the nearer in the bead, the likelier.
    """

    pair: Ids
    source_token: Ids
    target_token: Ids
    weight: Floats
    near: Floats


def relative_frequencies(texts: Sequence[StemmedText], size: int) -> Floats:
    """The share of each of ``size`` stems in ``texts``, each stem counted half a time more than it occurs."""
    counts = np.full(size, 0.5)
    for text in texts:
        counts += np.bincount(text.ids, minlength=size)
    shares: Floats = counts / counts.sum() if size else counts
    return shares


def collect_pairs(sample: BeadSample) -> tuple[Ids, Ids, Ids, Ids]:
    """All pairs of tokens within each bead: bead, source token, target token (places in the sample), in that order.

    The fourth array gives, for each bead, how many pairs it has.
    """
    n_source, n_target = np.diff(sample.source_offsets), np.diff(sample.target_offsets)
    sizes = n_source * n_target
    bead = np.repeat(np.arange(len(sizes)), sizes)
    within = np.arange(len(bead)) - np.repeat(np.cumsum(sizes) - sizes, sizes)
    width = n_target[bead]
    return bead, sample.source_offsets[bead] + within // width, sample.target_offsets[bead] + within % width, sizes


def estimate(
    sample: BeadSample,
    prior: Sequence[Likeness],
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
    prior: Sequence[Likeness],
    vocabularies: tuple[Vocabulary, Vocabulary],
    shares: tuple[Floats, Floats],
    settings: AlignerSettings,
    order_weight: float = 0.0,
) -> Estimate:
    """What :func:`estimate` gives, with the pairs of tokens that it was learnt from."""
    width = len(vocabularies[1])
    bead, source_token, target_token, _ = collect_pairs(sample)
    keys = sample.source[source_token] * width + sample.target[target_token]
    prior_keys, prior_counts = _prior_counts(prior, width)
    distinct, pair = numbered(np.concatenate([keys, prior_keys]))
    pseudo = weighted_counts(pair[len(keys) :], prior_counts, len(distinct))
    near = _nearness(sample, bead, source_token, target_token, order_weight)
    pairs = _Pairs(pair[: len(keys)], source_token, target_token, sample.weights[bead], near)
    source_ids, target_ids = distinct // max(width, 1), distinct % max(width, 1)
    forward = _expectation_maximization(
        pairs, pairs.target_token, sample.target, source_ids, shares[1], pseudo, settings
    )
    backward = _expectation_maximization(
        pairs, pairs.source_token, sample.source, target_ids, shares[0], pseudo, settings
    )
    keep = (forward > 0) | (backward > 0)
    lexicon = LearntLexicon(
        *vocabularies, source_ids[keep], target_ids[keep], forward[keep], backward[keep], shares[0], shares[1]
    )
    place = np.where(keep, np.cumsum(keep) - 1, -1)[pairs.pair]
    return Estimate(lexicon, bead, source_token, target_token, place)


def _prior_counts(prior: Sequence[Likeness], width: int) -> tuple[Ids, Floats]:
    keys = np.array([source * width + target for source, target, _ in prior], dtype=np.int64)
    return keys, np.array([count for _, _, count in prior], dtype=np.float64)


def _nearness(sample: BeadSample, bead: Ids, source: Ids, target: Ids, order_weight: float) -> Floats:
    """The weight of each pair of tokens by the distance of their places, 0 to 1 in the bead; the mean is near 1."""
    if not order_weight or not len(bead):
        return np.ones(len(bead))
    sizes = np.diff(sample.source_offsets)[bead], np.diff(sample.target_offsets)[bead]
    ours = (source - sample.source_offsets[bead] + 0.5) / sizes[0]
    theirs = (target - sample.target_offsets[bead] + 0.5) / sizes[1]
    near = np.exp(-order_weight * np.abs(ours - theirs))
    result: Floats = near / near.mean()
    return result


def _expectation_maximization(
    pairs: _Pairs,
    explained: Ids,
    explained_stems: Ids,
    givens: Ids,
    share: Floats,
    pseudo: Floats,
    settings: AlignerSettings,
) -> Floats:
    """p(explained stem | given stem) for each distinct pair.

    ``explained`` names the token of each pair of tokens that is being explained; ``givens`` the given stem of each
    distinct pair; ``share`` the background of the explained side, which can explain a token too.
    """
    size = len(givens)
    n_givens = int(givens.max()) + 1 if size else 0
    tokens = len(explained_stems)
    # The background explains a token as a single word that is not in the bead would.
    background = share[explained_stems] if tokens else np.zeros(0)
    counts = np.ones(size)
    counts += pseudo * 10.0  # what is known beforehand leads the first round
    probability = counts / weighted_counts(givens, counts, n_givens)[givens] if size else counts
    for _ in range(settings.iterations if tokens else 0):
        strength = probability[pairs.pair] * pairs.near
        total = weighted_counts(explained, strength, tokens) + background
        counts = weighted_counts(pairs.pair, pairs.weight * strength / total[explained], size)
        probability = _normalized(counts + pseudo, givens, n_givens)
    if not tokens:
        counts = np.zeros(size)
    totals = weighted_counts(givens, counts + pseudo, n_givens)
    kept = np.maximum(counts - settings.discount, 0.0) + pseudo
    result: Floats = kept / (totals + settings.doubt)[givens] if size else kept
    return result


def _normalized(counts: Floats, givens: Ids, n_givens: int) -> Floats:
    totals = weighted_counts(givens, counts, n_givens)
    result: Floats = counts / np.maximum(totals, 1e-12)[givens]
    return result
