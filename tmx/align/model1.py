"""IBM Model 1 in both directions (Brown et al. 1993), with pseudo-counts for what is known beforehand."""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.cognates import Likeness
from tmx.align.kernels import kernels
from tmx.align.lexicon import LearntLexicon
from tmx.align.settings import AlignerSettings
from tmx.align.stems import Ids, StemmedText, Vocabulary, in_order, weighted_counts

_LEAST_TOTAL = 1e-12  # so that nothing is divided by 0
_MOST_NUMBERS = 2**31 - 1  # that the compiled loops tell apart

__all__ = ["MOST_TOKENS", "BeadSample", "Estimate", "estimate", "estimate_pairs", "relative_frequencies"]

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Numbers = NDArray[np.int32] | Ids

# So many tokens of a piece are learnt from. No sentence is as long; a text without sentences would fill the memory
# with its pairs of tokens.
MOST_TOKENS = 1000


class BeadSample(Struct, frozen=True, eq=False):
    """Aligned pieces to learn from: stems of either side, where each piece begins, and how sure it is."""

    source: Ids
    source_offsets: Ids
    target: Ids
    target_offsets: Ids
    weights: Floats


class Estimate(Struct, frozen=True, eq=False):
    """A lexicon with the pairs of tokens that it was learnt from, in the ``order`` of their source tokens.

    ``number`` says which distinct pair each one is, ``kept`` which of these the lexicon has.
    """

    lexicon: LearntLexicon
    sample: BeadSample
    order: Ids
    number: Numbers
    kept: NDArray[np.bool_]

    @property
    def place(self) -> Ids:
        """Where each distinct pair stands in the lexicon; -1 where it does not."""
        return np.where(self.kept, np.cumsum(self.kept) - 1, -1)

    def tokens(self) -> tuple[Ids, Ids]:
        """The source and the target token of each pair, by their places in the sample."""
        return _tokens_of_pairs(self.sample, self.order)


class _Pairs(Struct, frozen=True, eq=False):
    """Every source token of a bead with every target token of it.

    They stand in the ``order`` of their source tokens, which is that of those tokens' stems, and of one source token in
    the order of the target tokens: what EM asks for, and what it sums up, then stands near what it has just looked at.
    ``number`` says which of the distinct pairs each one is, ``near`` (None: nothing is said) how much likelier it is
    for the places of its tokens: the nearer in the bead, the likelier.
    """

    sample: BeadSample
    order: Ids
    number: Numbers
    near: Floats32 | None


def relative_frequencies(texts: Sequence[StemmedText], size: int) -> Floats:
    """The share of each of ``size`` stems in ``texts``, each stem counted half a time more than it occurs."""
    counts = np.full(size, 0.5)
    for text in texts:
        counts += np.bincount(text.ids, minlength=size)
    shares: Floats = counts / counts.sum() if size else counts
    return shares


def _tokens_of_pairs(sample: BeadSample, order: Ids) -> tuple[Ids, Ids]:
    """The source and the target token of each pair, source token by source token in ``order``."""
    n_source, n_target = np.diff(sample.source_offsets), np.diff(sample.target_offsets)
    sizes = np.repeat(n_target, n_source)[order]  # the pairs of each source token
    target = _steps(sizes)
    target += np.repeat(np.repeat(sample.target_offsets[:-1], n_source)[order], sizes)
    return np.repeat(order, sizes), target


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
    known = _Known.of(prior)
    numbered = _number_pairs(sample, known, (len(vocabularies[0]), len(vocabularies[1])))
    source_ids, target_ids = numbered.source_ids, numbered.target_ids
    pseudo = weighted_counts(numbered.known_number, known.count, len(source_ids))
    near = _nearness(sample, numbered.order, order_weight) if order_weight and len(numbered.number) else None
    pairs = _Pairs(sample, numbered.order, numbered.number, near)
    targets = _Tokens(True, sample.target, np.repeat(sample.weights, np.diff(sample.target_offsets)))
    forward = _expectation_maximization(pairs, targets, source_ids, shares[1], pseudo, settings)
    sources = _Tokens(False, sample.source, np.repeat(sample.weights, np.diff(sample.source_offsets)))
    backward = _expectation_maximization(pairs, sources, target_ids, shares[0], pseudo, settings)
    keep = (forward > 0) | (backward > 0)
    lexicon = LearntLexicon(
        *vocabularies, source_ids[keep], target_ids[keep], forward[keep], backward[keep], shares[0], shares[1]
    )
    return Estimate(lexicon, sample, pairs.order, pairs.number, keep)


class _Known(Struct, frozen=True, eq=False):
    """What is known beforehand, pair by pair: the stems and how often they are taken to have been seen together."""

    source: Ids
    target: Ids
    count: Floats

    @classmethod
    def of(cls, prior: Sequence[Likeness] | Floats) -> _Known:
        table = np.asarray(prior, dtype=np.float64).reshape(-1, 3)
        source, target = table[:, 0].astype(np.int64), table[:, 1].astype(np.int64)
        return cls(source, target, table[:, 2].copy())


class _Numbered(Struct, frozen=True, eq=False):
    """The pairs of tokens of a sample in the ``order`` of their source tokens, and which distinct pair each one is.

    ``source_ids`` and ``target_ids`` are the stems of the distinct pairs, in order, those that are only known
    beforehand among them; ``known_number`` says which each of those is.
    """

    order: Ids
    number: Numbers
    source_ids: Ids
    target_ids: Ids
    known_number: Ids


def _number_pairs(sample: BeadSample, known: _Known, sizes: tuple[int, int]) -> _Numbered:
    total = int(np.diff(sample.source_offsets) @ np.diff(sample.target_offsets))
    compiled = kernels()
    if compiled is not None and total + len(known.source) <= _MOST_NUMBERS:
        return _number_pairs_compiled(compiled, sample, known, sizes, total)
    order = np.argsort(sample.source, kind="stable")
    source_token, target_token = _tokens_of_pairs(sample, order)
    keys = (sample.source * sizes[1])[source_token] + sample.target[target_token]
    distinct, at, numbers = in_order(np.concatenate([keys, known.source * sizes[1] + known.target]))
    number = np.empty(len(at), dtype=np.int64)
    number[at] = numbers
    return _Numbered(order, number[:total], *np.divmod(distinct, max(sizes[1], 1)), number[total:])


def _number_pairs_compiled(
    compiled: ModuleType, sample: BeadSample, known: _Known, sizes: tuple[int, int], total: int
) -> _Numbered:
    order, number = np.empty(len(sample.source), dtype=np.int64), np.empty(total, dtype=np.int32)
    room = total + len(known.source)
    source_ids, target_ids = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
    known_number = np.empty(len(known.source), dtype=np.int64)
    given = sample.source, sample.source_offsets, sample.target, sample.target_offsets, known.source, known.target
    arrays = (np.ascontiguousarray(array, dtype=np.int64) for array in given)
    size = compiled.number_pairs(*arrays, order, number, source_ids, target_ids, known_number, *sizes)
    return _Numbered(order, number, source_ids[:size], target_ids[:size], known_number)


def _nearness(sample: BeadSample, order: Ids, order_weight: float) -> Floats32:
    """The weight of each pair of tokens by the distance of their places, 0 to 1 in the bead; the mean is 1.

    ``exp(-|x - y|)`` is the smaller one of ``exp(x) exp(-y)`` and ``exp(-x) exp(y)``: each token has its powers.
    """
    places = _relative(sample.source_offsets), _relative(sample.target_offsets)
    powers = [np.exp(place * np.float32(sign * order_weight)) for place in places for sign in (1.0, -1.0)]
    compiled = kernels()
    near: Floats32
    if compiled is not None:
        pairs = int(np.diff(sample.source_offsets) @ np.diff(sample.target_offsets))
        near = np.empty(pairs, dtype=np.float32)
        compiled.nearness(order, sample.source_offsets, sample.target_offsets, *powers, near)
    else:
        source, target = _tokens_of_pairs(sample, order)
        near = np.minimum(powers[0][source] * powers[3][target], powers[1][source] * powers[2][target])
    near /= near.mean(dtype=np.float64)
    return near


def _relative(offsets: Ids) -> Floats32:
    """Where each token stands in its bead, 0 to 1."""
    sizes = np.diff(offsets)
    result: Floats32 = ((_steps(sizes) + 0.5) / np.repeat(sizes, sizes)).astype(np.float32)
    return result


class _Tokens(Struct, frozen=True, eq=False):
    """The side that is explained, of the targets or not: the stem of each token and its bead's weight."""

    of_targets: bool
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
    if compiled is not None and iterations and pairs.number.dtype == np.int32:
        return _expect_compiled(compiled, pairs, tokens, (background, givens, pseudo), (n_givens, iterations), settings)
    explained = _tokens_of_pairs(pairs.sample, pairs.order)[1 if tokens.of_targets else 0]
    number = pairs.number.astype(np.int64, copy=False)
    counts = np.ones(size)
    counts += pseudo * 10.0  # what is known beforehand leads the first round
    probability = _normalized(counts, givens, n_givens)
    for _ in range(iterations):
        strength = probability[number]
        if pairs.near is not None:
            strength *= pairs.near
        total = weighted_counts(explained, strength, n_tokens) + background
        strength *= (tokens.weights / total)[explained]
        counts = weighted_counts(number, strength, size)
        probability = _normalized(counts + pseudo, givens, n_givens)
    if not n_tokens:
        counts = np.zeros(size)
    totals = weighted_counts(givens, counts + pseudo, n_givens) + settings.doubt
    kept = np.maximum(counts - settings.discount, 0.0) + pseudo
    result: Floats = kept * (1.0 / np.maximum(totals, _LEAST_TOTAL))[givens]
    return result


def _expect_compiled(
    compiled: ModuleType,
    pairs: _Pairs,
    tokens: _Tokens,
    known: tuple[Floats, Ids, Floats],
    counts: tuple[int, int],
    settings: AlignerSettings,
) -> Floats:
    sample = pairs.sample
    near = np.zeros(0, dtype=np.float32) if pairs.near is None else pairs.near
    offsets = (np.ascontiguousarray(side, dtype=np.int64) for side in (sample.source_offsets, sample.target_offsets))
    given = pairs.order, *offsets, pairs.number, near, tokens.weights, *known
    sizes = len(sample.source), len(sample.target), int(tokens.of_targets)
    learnt = np.empty(len(known[1]))
    compiled.expect(*given, learnt, *sizes, *counts, settings.discount, settings.doubt)
    return learnt


def _normalized(counts: Floats, givens: Ids, n_givens: int) -> Floats:
    totals = weighted_counts(givens, counts, n_givens)
    result: Floats = counts * (1.0 / np.maximum(totals, _LEAST_TOTAL))[givens]
    return result
