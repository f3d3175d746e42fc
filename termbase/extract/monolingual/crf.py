"""A linear-chain conditional random field over the words of sentences (Lafferty, McCallum and Pereira 2001).

It says of each word with which probability a term begins at it (B), goes on (I), or neither (O), and of each span with
which probability it is a term. Words come as rows of indices into one table of weights, so that a corpus is scored by
a sum over a gathered block and all sentences of it run forward and backward side by side.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

__all__ = ["BEGIN", "INSIDE", "OUTSIDE", "ChainWeights", "Marginals", "chain_marginals", "train_chain"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BEGIN, INSIDE, OUTSIDE = 0, 1, 2
_LABELS = 3
_BATCH = 32
_RATE = 0.03
_FIRST, _SECOND = 0.9, 0.99


class ChainWeights(Struct, frozen=True):
    """Weights of the attributes (a row each, a column a label) and of one label after another."""

    attributes: Floats
    transitions: Floats


class Marginals(Struct, frozen=True):
    """What a chain says of a corpus, words of all sentences in a row.

    ``labels`` are the probabilities of the labels at each word; ``forward``, ``backward`` and ``scores`` are
    logarithms from which :meth:`spans` works.
    """

    labels: Floats
    forward: Floats
    backward: Floats
    scores: Floats
    transitions: Floats
    inside: Floats
    last: NDArray[np.bool_]

    def spans(self, first: Ints, end: Ints) -> Floats:
        """The probability that just the words ``first`` up to ``end`` (exclusive) are a term, for each span.

        A span must lie within one sentence.
        """
        steps = self.transitions
        long = end - first > 1
        total = self.forward[first, BEGIN] + self.inside[end] - self.inside[first + 1]
        total = total + np.where(long, steps[BEGIN, INSIDE] + steps[INSIDE, INSIDE] * (end - first - 2), 0.0)
        at = end - 1
        following = np.minimum(end, len(self.scores) - 1)
        before = np.where(long, INSIDE, BEGIN)
        onward = np.logaddexp(
            *(
                steps[before, label] + self.scores[following, label] + self.backward[following, label]
                for label in (BEGIN, OUTSIDE)
            )
        )
        result: Floats = np.exp(np.minimum(total + np.where(self.last[at], 0.0, onward), 0.0))
        return result


class _Grid(Struct, frozen=True):
    """Sentences side by side: ``place[t, s]`` is the word number t of sentence s, or the number of words (padding)."""

    place: Ints
    valid: NDArray[np.bool_]


def _grids(lengths: Sequence[int], width: int) -> list[_Grid]:
    """Sentences of similar length together, ``width`` of them, so that little is padded."""
    starts = np.concatenate([[0], np.cumsum(lengths)])
    total = int(starts[-1])
    order = np.argsort(lengths, kind="stable")
    grids = []
    for part in np.array_split(order, -(-len(order) // width)):
        most = max(lengths[sentence] for sentence in part)
        place = np.full((most, len(part)), total, dtype=np.int64)
        for column, sentence in enumerate(part):
            place[: lengths[sentence], column] = np.arange(starts[sentence], starts[sentence + 1])
        grids.append(_Grid(place, place < total))
    return grids


class _Run(Struct, frozen=True):
    """Scaled forward and backward values of a grid (Rabiner 1989), the factors, and what each step adds to the log."""

    forward: Floats
    backward: Floats
    factors: Floats
    scale: Floats
    growth: Floats


def _run(scores: Floats, transitions: Floats, valid: NDArray[np.bool_]) -> _Run:
    """Forward and backward over words whose scores are ``scores`` (step, sentence, label); padding adds nothing."""
    most = scores.max(axis=2, keepdims=True)
    factors = np.exp(scores - most)
    links = np.exp(transitions)
    forward = np.empty_like(factors)
    backward = np.ones_like(factors)
    scale = np.ones(valid.shape)
    here = factors[0] * np.array([1.0, 0.0, 1.0])
    for t in range(len(factors)):
        if t:
            here = np.where(valid[t][:, None], (forward[t - 1] @ links) * factors[t], forward[t - 1])
        scale[t] = here.sum(axis=1)
        forward[t] = here / scale[t][:, None]
    for t in range(len(factors) - 2, -1, -1):
        onward = (factors[t + 1] * backward[t + 1]) @ links.T / scale[t + 1][:, None]
        backward[t] = np.where(valid[t + 1][:, None], onward, 1.0)
    return _Run(forward, backward, factors, scale, np.where(valid, np.log(scale) + most[:, :, 0], 0.0))


def train_chain(
    rows: Ints, lengths: Sequence[int], labels: Ints, size: int, *, penalty: float = 1.0, rounds: int = 6
) -> ChainWeights:
    """Weights of the chain by penalised likelihood, with Adam (Kingma and Ba 2015) over batches of sentences.

    ``rows`` holds the attributes of each word (indices below ``size``), ``lengths`` the words of each sentence,
    ``labels`` the right labels; ``penalty`` is half the weight of the squares, ``rounds`` how often all sentences
    are seen. The same weights come out of every run.
    """
    grids = _grids(lengths, _BATCH)
    gold = np.vstack([np.eye(_LABELS)[labels], np.zeros((1, _LABELS))])
    padded = np.vstack([rows, np.full((1, rows.shape[1]), size, dtype=rows.dtype)])
    shape = (size + 1 + _LABELS, _LABELS)
    weights, mean, square = np.zeros(shape), np.zeros(shape), np.zeros(shape)
    order = np.random.default_rng(1)
    steps = rounds * len(grids)
    step = 0
    for _ in range(rounds):
        for number in order.permutation(len(grids)):
            step += 1
            slope = _slope(weights, padded, gold, grids[number], size)
            slope += (penalty / len(grids)) * weights
            mean += (1 - _FIRST) * (slope - mean)
            square += (1 - _SECOND) * (slope * slope - square)
            rate = _RATE * (1 - (step - 1) / steps)
            weights -= rate * (mean / (1 - _FIRST**step)) / (np.sqrt(square / (1 - _SECOND**step)) + 1e-8)
    return ChainWeights(weights[:size], weights[size + 1 :])


def _slope(weights: Floats, rows: Ints, gold: Floats, grid: _Grid, size: int) -> Floats:
    """The gradient of the negative log-likelihood of a grid's sentences."""
    table, transitions = weights[: size + 1], weights[size + 1 :]
    own = rows[grid.place]
    run = _run(table[own].sum(axis=2), transitions, grid.valid)
    valid = grid.valid[:, :, None]
    right = gold[grid.place]
    difference = np.where(valid, run.forward * run.backward, 0.0) - right
    after = np.where(valid[1:], run.factors[1:] * run.backward[1:] / run.scale[1:, :, None], 0.0)
    pairs = np.einsum("tsi,tsj->ij", run.forward[:-1], after) * np.exp(transitions)
    pairs -= np.einsum("tsi,tsj->ij", right[:-1], right[1:])
    flat = own.ravel()
    width = rows.shape[1]
    slope = np.empty_like(weights)
    for label in range(_LABELS):
        slope[: size + 1, label] = np.bincount(flat, np.repeat(difference[:, :, label].ravel(), width), size + 1)
    slope[size] = 0.0
    slope[size + 1 :] = pairs
    return slope


def chain_marginals(weights: ChainWeights, rows: Ints, lengths: Sequence[int]) -> Marginals:
    """What the chain says of the words whose attributes are ``rows``, sentences of ``lengths`` words in a row."""
    count = len(rows)
    scores = np.zeros((count + 1, _LABELS))
    for column in rows.T:
        scores[:-1] += weights.attributes[column]
    labels, forwards, backwards = (np.zeros((count + 1, _LABELS)) for _ in range(3))
    for grid in _grids(lengths, 16 * _BATCH):
        run = _run(scores[grid.place], weights.transitions, grid.valid)
        labels[grid.place] = run.forward * run.backward
        so_far = np.cumsum(run.growth, axis=0)
        with np.errstate(divide="ignore"):
            forwards[grid.place] = np.log(run.forward) + (so_far - so_far[-1])[:, :, None]
            backwards[grid.place] = np.log(run.backward) + (so_far[-1] - so_far)[:, :, None]
    last = np.zeros(count, dtype=bool)
    last[np.cumsum(lengths) - 1] = True
    inside = np.concatenate([[0.0], np.cumsum(scores[:-1, INSIDE])])
    return Marginals(labels[:-1], forwards[:-1], backwards[:-1], scores[:-1], weights.transitions, inside, last)
