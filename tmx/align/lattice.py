"""The lattice of an alignment: forward-backward posteriors and the alignment of highest expected value, in a band.

A cell ``(i, j)`` means that ``i`` source and ``j`` target sentences are used up; a bead is a step between two cells.
Of row ``i`` only the columns ``start[i]`` to ``start[i] + width - 1`` are kept. Steps are scored at the cell in which
they end: ``scores[k, i, x]`` is the log score of a bead of kind ``k`` that ends in row ``i``, column
``start[i] + x``.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from tmx.align.stems import Ids

__all__ = ["IMPOSSIBLE", "Band", "Step", "best_steps", "full_band", "path_band", "posteriors"]

Floats = NDArray[np.float64]

IMPOSSIBLE = -1e30  # stands for minus infinity where arithmetic goes on


@dataclass(frozen=True, slots=True, eq=False)
class Band:
    """The cells that are looked at: ``width`` columns of each row, from ``start`` (which never goes back)."""

    start: Ids
    width: int


@dataclass(frozen=True, slots=True)
class Step:
    """A bead of kind ``kind`` (its place in the list of kinds) that ends in cell ``row``, ``column``."""

    kind: int
    row: int
    column: int


# How many source and target sentences a kind of bead takes.
Kinds = Sequence[tuple[int, int]]


def full_band(rows: int, columns: int) -> Band:
    """The band that holds every cell of a lattice of ``rows`` and ``columns`` sentences."""
    return Band(np.zeros(rows + 1, dtype=np.int64), columns + 1)


def path_band(centre: Ids, columns: int, radius: int) -> Band:
    """The band of ``radius`` columns to either side of ``centre``, a column for each row that never goes back.

    Wherever ``centre`` jumps, the band is as wide as the widest jump asks, so that it holds a way through.
    """
    jump = int(np.diff(centre).max(initial=0))
    width = min(2 * radius + 1 + jump, columns + 1)
    start = np.clip(centre - radius, 0, columns + 1 - width)
    return Band(np.maximum.accumulate(start), width)


@lru_cache(maxsize=4096)
def _slices(shift: int, taken: int, width: int) -> tuple[slice, slice]:
    """Where the columns of a row stand in an earlier row that begins ``shift`` columns before it, less ``taken``."""
    offset = shift - taken
    first, last = max(0, -offset), min(width, width - offset)
    if last <= first:
        return slice(0, 0), slice(0, 0)
    return slice(first, last), slice(first + offset, last + offset)


def _log_sum(stack: Floats) -> Floats:
    highest = stack.max(axis=0)
    result: Floats = highest + np.log(np.exp(stack - highest).sum(axis=0))
    return result


def _forward(scores: NDArray[np.float32], band: Band, kinds: Kinds) -> Floats:
    rows = len(band.start) - 1
    alpha = np.full((rows + 1, band.width), IMPOSSIBLE)
    steps = [(k, a, b) for k, (a, b) in enumerate(kinds) if a]
    across = next((k for k, kind in enumerate(kinds) if kind == (0, 1)), None)
    stack = np.empty((len(steps), band.width))
    for row in range(rows + 1):
        if row:
            _arrive(stack, alpha, scores, row, steps, band)
            alpha[row] = _log_sum(stack)
        else:
            alpha[0, 0] = 0.0
        if across is not None:
            walked = np.cumsum(_inner(scores[across, row]))
            alpha[row] = walked + np.logaddexp.accumulate(alpha[row] - walked)
    return alpha


def _arrive(
    stack: Floats,
    reached: Floats,
    scores: NDArray[np.float32],
    row: int,
    steps: Sequence[tuple[int, int, int]],
    band: Band,
) -> None:
    """Put into ``stack`` what each of ``steps`` (kind, rows, columns) brings to ``row`` from where it begins."""
    stack.fill(IMPOSSIBLE)
    for at, (k, a, b) in enumerate(steps):
        if a <= row:
            here, there = _slices(int(band.start[row] - band.start[row - a]), b, band.width)
            stack[at, here] = reached[row - a, there] + scores[k, row, here]


def _backward(scores: NDArray[np.float32], band: Band, kinds: Kinds, columns: int) -> Floats:
    rows = len(band.start) - 1
    beta = np.full((rows + 1, band.width), IMPOSSIBLE)
    steps = [(k, a, b) for k, (a, b) in enumerate(kinds) if a]
    across = next((k for k, kind in enumerate(kinds) if kind == (0, 1)), None)
    stack = np.empty((len(steps), band.width))
    for row in range(rows, -1, -1):
        if row == rows:
            beta[row, columns - int(band.start[row])] = 0.0
        else:
            stack.fill(IMPOSSIBLE)
            for at, (k, a, b) in enumerate(steps):
                if row + a <= rows:
                    there, here = _slices(int(band.start[row + a] - band.start[row]), b, band.width)
                    stack[at, here] = beta[row + a, there] + scores[k, row + a, there]
            beta[row] = _log_sum(stack)
        if across is not None:
            walked = np.cumsum(_inner(scores[across, row]))[::-1]
            # Seen from the end, the walk from column x to a later one y costs walked[y] - walked[x].
            beta[row] = np.logaddexp.accumulate(beta[row][::-1] + walked)[::-1] - walked[::-1]
    return beta


def _inner(steps: NDArray[np.float32]) -> Floats:
    """The scores of the steps within a row; no step ends in its first column."""
    scores = steps.astype(np.float64)
    scores[0] = 0.0
    return scores


def posteriors(scores: NDArray[np.float32], band: Band, kinds: Kinds, columns: int) -> NDArray[np.float32]:
    """The probability of each step of the lattice, in the shape of ``scores``.

    ``columns`` is the number of target sentences. Where no way leads through the band, everything is 0.
    """
    alpha = _forward(scores, band, kinds)
    beta = _backward(scores, band, kinds, columns)
    whole = beta[0, 0]
    result = np.zeros_like(scores)
    if whole <= IMPOSSIBLE / 2:
        return result
    after = beta - whole
    for k, (a, b) in enumerate(kinds):
        if a >= len(band.start):
            continue
        shift = band.start[a:] - band.start[: len(band.start) - a]
        if len(shift) and not shift.any():
            before = np.full((len(shift), band.width), IMPOSSIBLE)
            before[:, b:] = alpha[: len(shift), : max(0, band.width - b)]
        else:
            before = _shifted(alpha[: len(shift)], shift - b)
        result[k, a:] = np.exp(np.clip(before + scores[k, a:] + after[a:], -700.0, 0.0))
    return result


def _shifted(values: Floats, offsets: Ids) -> Floats:
    """Row ``r`` of the result holds in column ``x`` what ``values`` holds there in column ``x + offsets[r]``."""
    columns = np.arange(values.shape[1])[None, :] + offsets[:, None]
    inside = (columns >= 0) & (columns < values.shape[1])
    taken = np.take_along_axis(values, np.clip(columns, 0, values.shape[1] - 1), axis=1)
    return np.where(inside, taken, IMPOSSIBLE)


def best_steps(gains: NDArray[np.float32], band: Band, kinds: Kinds, columns: int) -> list[Step]:
    """The way through the lattice whose steps' ``gains`` (in the shape of scores) have the highest sum.

    Of equal ways the one with the earlier kinds in the list is taken. The list is empty where no way leads through.
    """
    rows = len(band.start) - 1
    best = np.full((rows + 1, band.width), IMPOSSIBLE)
    chosen = np.full((rows + 1, band.width), -1, dtype=np.int16)
    steps = [(k, a, b) for k, (a, b) in enumerate(kinds) if a]
    numbers = np.array([k for k, _, _ in steps], dtype=np.int16)
    across = next((k for k, kind in enumerate(kinds) if kind == (0, 1)), None)
    stack = np.empty((len(steps), band.width))
    for row in range(rows + 1):
        if row:
            _arrive(stack, best, gains, row, steps, band)
            winner = stack.argmax(axis=0)
            best[row] = np.take_along_axis(stack, winner[None, :], axis=0)[0]
            chosen[row] = numbers[winner]
        else:
            best[0, 0] = 0.0
        if across is not None:
            walked = np.cumsum(_inner(gains[across, row]))
            reached = np.maximum.accumulate(best[row] - walked) + walked
            better = reached > best[row] + 1e-9
            chosen[row, better] = across
            best[row] = np.where(better, reached, best[row])
    return _trace(best, chosen, band, kinds, columns)


def _trace(best: Floats, chosen: NDArray[np.int16], band: Band, kinds: Kinds, columns: int) -> list[Step]:
    row, column = len(band.start) - 1, columns
    if best[row, column - int(band.start[row])] <= IMPOSSIBLE / 2:
        return []
    steps = []
    while row or column:
        kind = int(chosen[row, column - int(band.start[row])])
        steps.append(Step(kind, row, column))
        row, column = row - kinds[kind][0], column - kinds[kind][1]
    steps.reverse()
    return steps
