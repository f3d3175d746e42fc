"""Forward and backward over a hidden Markov model of word positions, for many pairs of texts at once.

Vogel, Ney and Tillmann 1996, with the empty word of Och and Ney 2003. Each explained word is translated by one given
word or by none; how far the place of the given word moves has a probability of its own.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.stems import weighted_counts

__all__ = ["Jumps", "Lattice", "Posteriors", "forward_backward", "link_probabilities", "without_excess"]

# float32 at work, float64 where results are compared with a slow version
Floats = NDArray[np.floating]


class Jumps(Struct, frozen=True, eq=False):
    """Relative weights of moving by -reach to +reach places; the outermost hold for every place further away too."""

    weights: NDArray[np.float64]

    @property
    def reach(self) -> int:
        """The longest jump that is told apart."""
        return len(self.weights) // 2

    def buckets(self, places: int) -> NDArray[np.int64]:
        """The number of the weight for each move from one of ``places`` to another."""
        distance = np.arange(places)[None, :] - np.arange(places)[:, None]
        buckets: NDArray[np.int64] = np.clip(distance, -self.reach, self.reach) + self.reach
        return buckets


class Lattice(Struct, frozen=True, eq=False):
    """What the model sees of a batch: ``emission[member, row, column]`` = p(explained | given), 0 in padded columns.

    ``given`` and ``explained`` say which columns and rows hold words; ``empty`` is p(explained | no word) times the
    probability of no word, ``null`` that probability.
    """

    emission: Floats
    given: NDArray[np.bool_]
    explained: NDArray[np.bool_]
    empty: Floats
    null: float


class Posteriors(Struct, frozen=True, eq=False):
    """``links[member, row, column]``; by jump how often it was taken and how often it could have been."""

    links: Floats
    taken: NDArray[np.float64]
    possible: NDArray[np.float64]


def forward_backward(lattice: Lattice, jumps: Jumps) -> Posteriors:
    """The probability of each link, given all of both texts; rows behind a text's end hold nothing of use."""
    found = _forward(lattice, jumps)
    counts = _JumpCounts(lattice, found)
    links = _backward(lattice, found, counts)
    buckets = jumps.buckets(lattice.emission.shape[2]).ravel()
    taken, possible = (counts.expected * found.moves).ravel(), counts.chances().ravel()
    return Posteriors(
        links,
        weighted_counts(buckets, taken.astype(np.float64), len(jumps.weights)),
        weighted_counts(buckets, possible.astype(np.float64), len(jumps.weights)),
    )


def link_probabilities(lattice: Lattice, jumps: Jumps) -> Floats:
    """The ``links`` of :func:`forward_backward` alone."""
    return _backward(lattice, _forward(lattice, jumps))


class _Forward(Struct, frozen=True, eq=False):
    """What the way forward found, by row: linked states, all states, their scale; and the jumps of the batch."""

    real: Floats
    states: Floats
    scale: Floats
    leaving: Floats
    moves: Floats


def _forward(lattice: Lattice, jumps: Jumps) -> _Forward:
    emission, given = lattice.emission, lattice.given
    size, rows, columns = emission.shape
    kind = emission.dtype
    moves = jumps.weights[jumps.buckets(columns)].astype(kind)
    inside = given.astype(kind)
    leaving = np.maximum(inside @ moves.T, 1e-30)  # what a text's own length leaves of the jumps from a place
    uniform = inside / inside.sum(axis=1, keepdims=True)
    real = np.empty((rows, size, columns), kind)
    states = np.empty((rows, size, columns), kind)
    scale = np.empty((rows, size, 1), kind)
    over: NDArray[np.bool_] = ~lattice.explained
    ends = np.flatnonzero(over.any(axis=0)).tolist()
    state = uniform
    for row in range(rows):
        reached = uniform if row == 0 else (state / leaving) @ moves
        linked = (1 - lattice.null) * reached * emission[:, row]
        state = linked + state * lattice.empty[:, row, None]
        total = np.maximum(state.sum(axis=1, keepdims=True), 1e-30)
        linked /= total
        state /= total
        if row in ends:  # a text that is over keeps its last state
            behind = over[:, row]
            linked[behind], total[behind] = 0.0, 1.0
            state[behind] = states[row - 1][behind]
        real[row], states[row], scale[row] = linked, state, total
    return _Forward(real, states, scale, leaving, moves)


class _JumpCounts:
    """Gathers, while the way back goes on, what is ``expected`` of each jump and how often each place is left."""

    def __init__(self, lattice: Lattice, found: _Forward) -> None:
        _, size, columns = found.real.shape
        self.expected = np.zeros((columns, columns), found.real.dtype)
        self._departures = np.zeros((size, columns), found.real.dtype)
        self._lattice = lattice
        self._found = found

    def add(self, row: int, onward: Floats) -> None:
        """The jumps to ``row``; ``onward`` is what each place there is worth from then on."""
        left = self._found.states[row - 1] / self._found.leaving
        left[~self._lattice.explained[:, row]] = 0.0
        self._departures += left * self._found.leaving
        self.expected += left.T @ onward

    def chances(self) -> Floats:
        """How often each jump was possible: once for every place that it may lead to.

        Those beyond the reach share one weight.
        """
        return self._departures.T @ self._lattice.given.astype(self._departures.dtype)


def _backward(lattice: Lattice, found: _Forward, counts: _JumpCounts | None = None) -> Floats:
    """The links, from the last row back; jumps are told to ``counts``."""
    rows, size, columns = found.real.shape
    links = np.empty((size, rows, columns), found.real.dtype)
    beta = np.ones((size, columns), found.real.dtype)
    over: NDArray[np.bool_] = ~lattice.explained
    ends = np.flatnonzero(over.any(axis=0)).tolist()
    for row in range(rows - 1, 0, -1):
        links[:, row] = found.real[row] * beta
        onward = (1 - lattice.null) * lattice.emission[:, row] * beta / found.scale[row]
        before = (onward @ found.moves.T) / found.leaving + lattice.empty[:, row, None] * beta / found.scale[row]
        if row in ends:
            behind = over[:, row]
            before[behind] = beta[behind]
        if counts is not None:
            counts.add(row, onward)
        beta = before
    links[:, 0] = found.real[0] * beta
    return links


def without_excess(lattice: Lattice, links: Floats) -> Lattice:
    """The lattice with given words held back that explain more than one word in all.

    Rare words explain too much where nothing stops them. A step towards the posteriors nearest to the model's under
    which no given word is expected to explain more than one (bijectivity constraints: Graça, Ganchev and Taskar 2010,
    *Learning Tractable Word Alignment Models with Complex Constraints*).
    """
    explains = np.where(lattice.explained[:, :, None], links, 0).sum(axis=1)
    emission = lattice.emission / np.maximum(explains, 1)[:, None, :]
    return Lattice(emission, lattice.given, lattice.explained, lattice.empty, lattice.null)
