"""The lattice of an alignment: forward-backward posteriors and the alignment of highest expected value, in a band.

A cell ``(i, j)`` means that ``i`` source and ``j`` target sentences are used up; a bead is a step between two cells.
Of row ``i`` only the columns ``start[i]`` to ``start[i] + width - 1`` are kept. Steps are scored at the cell in which
they end: ``scores[k, i, x]`` is the log score of a bead of kind ``k`` that ends in row ``i``, column
``start[i] + x``.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.kernels import kernels
from tmx.align.stems import Ids

__all__ = ["IMPOSSIBLE", "Band", "Step", "best_steps", "full_band", "likely_band", "path_band", "posteriors"]

Floats = NDArray[np.float64]

IMPOSSIBLE = -1e30  # stands for minus infinity where arithmetic goes on
_LEAST_MASS = 1e-6  # of a cell that likely ways lead through
_MOST_CELLS = 300_000  # over all kinds, that are worked on in one go


class Band(Struct, frozen=True, eq=False):
    """The cells that are looked at: ``width`` columns of each row, from ``start`` (which never goes back)."""

    start: Ids
    width: int


class Step(Struct, frozen=True):
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


def likely_band(chances: NDArray[np.float32], band: Band, steps: Sequence[Step], columns: int, margin: int) -> Band:
    """The part of ``band`` through which likely ways lead, with ``margin`` columns to either side.

    ``chances`` are the posteriors in ``band``; the way ``steps`` is held in any case.
    """
    likely = chances.sum(axis=0) >= _LEAST_MASS
    likely[0, 0] = True
    rows = np.array([step.row for step in steps], dtype=np.int64)
    likely[rows, np.array([step.column for step in steps], dtype=np.int64) - band.start[rows]] = True
    seen = likely.any(axis=1)
    lowest = np.where(seen, band.start + likely.argmax(axis=1), columns)
    highest = np.where(seen, band.start + band.width - 1 - likely[:, ::-1].argmax(axis=1), 0)
    # A bead of several sentences passes over rows: neither bound ever goes back.
    lowest = np.minimum.accumulate(lowest[::-1])[::-1]
    highest = np.maximum.accumulate(highest)
    width = min(int((highest - lowest).max(initial=0)) + 2 * margin + 1, columns + 1)
    return Band(np.clip(lowest - margin, 0, columns + 1 - width), width)


class _Steps(Struct, frozen=True, eq=False):
    """Where the steps of a lattice begin and end in arrays of padded rows that are laid flat.

    A padded row has ``margin`` cells that nothing reaches before and behind the band. ``rows`` and ``columns`` are what
    each kind takes, ``onward`` the kinds that leave their row and ``reach`` the most rows that one takes, ``across``
    the kind that stays in its row. ``shifts[i, k]`` says how far the band has moved on to row ``i`` since the row in
    which a step of kind ``k`` begins.
    """

    rows: Ids
    columns: Ids
    onward: Ids
    reach: int
    across: int | None
    band: Band
    margin: int
    shifts: Ids

    @classmethod
    def of(cls, band: Band, kinds: Kinds) -> _Steps:
        """The steps of ``kinds`` in ``band``."""
        rows, columns = np.array(kinds, dtype=np.int64).reshape(-1, 2).T
        across = next((k for k, kind in enumerate(kinds) if kind == (0, 1)), None)
        before = np.maximum(np.arange(len(band.start))[:, None] - rows, 0)
        most = int(columns.max(initial=0))
        # However far the band has moved on, nothing of a row is met again behind so many columns.
        shifts = np.minimum(band.start[:, None] - band.start[before], band.width + most)
        margin = int(shifts.max(initial=0)) + most
        reach = max(1, int(rows.max(initial=0)))
        return cls(rows, columns, np.flatnonzero(rows), reach, across, band, margin, shifts)

    def begins(self) -> Ids:
        """(row, kind): where the place of column 0 in the row in which a step begins, less its columns, stands flat.

        The array has ``reach`` padded rows before the first one.
        """
        row = np.arange(len(self.band.start))[:, None] + self.reach - self.rows
        result: Ids = row * self._row_size + self.margin + self.shifts - self.columns
        return result

    def ends(self) -> Ids:
        """(row, onward kind): where the steps that begin in a row end, in a ring of ``reach`` rows of those kinds.

        Row ``i`` stands in the ring at ``i`` modulo ``reach``.
        """
        count, inner = len(self.band.start), np.arange(len(self.onward))
        row = np.arange(count)[:, None] + self.rows[self.onward]
        shifts = self.shifts[np.minimum(row, count - 1), self.onward]
        place = row % self.reach * len(inner) + inner
        result: Ids = place * self._row_size + self.margin - shifts + self.columns[self.onward]
        return result

    @property
    def _row_size(self) -> int:
        return self.band.width + 2 * self.margin

    def cells(self, *shape: int) -> tuple[Floats, Floats]:
        """An array of rows without their margins, that nothing has reached, and its windows of a band's width."""
        whole = np.full((*shape, self._row_size), IMPOSSIBLE)
        windows = np.lib.stride_tricks.sliding_window_view(whole.reshape(-1), self.band.width)
        return whole[..., self.margin : self.margin + self.band.width], windows

    def walks(self, scores: NDArray[np.float32]) -> Floats:
        """The sums of the steps within each row up to each cell; no step ends in a row's first one."""
        if self.across is None:
            return np.zeros((0, 0))
        inner = scores[self.across].astype(np.float64)
        inner[:, 0] = 0.0
        return np.cumsum(inner, axis=1, out=inner)


def _log_sum(stack: Floats) -> Floats:
    """The log of the sum of the rows of ``stack``, which are logs and are not kept."""
    highest = stack.max(axis=0)
    stack -= highest
    np.exp(stack, out=stack)
    result: Floats = highest + np.log(stack.sum(axis=0))
    return result


def _forward(scores: NDArray[np.float32], steps: _Steps, begins: Ids) -> tuple[Floats, Floats]:
    """The log sums of the ways to each cell, and the windows in which ``begins`` stand."""
    cells, windows = steps.cells(steps.reach + len(begins))
    alpha, walks, onward = cells[steps.reach :], steps.walks(scores), begins[:, steps.onward]
    alpha[0, 0] = 0.0
    for row in range(len(begins)):
        if row:
            stack = windows[onward[row]]
            stack += scores[steps.onward, row]
            alpha[row] = _log_sum(stack)
        if steps.across is not None:
            alpha[row] = walks[row] + np.logaddexp.accumulate(alpha[row] - walks[row])
    return alpha, windows


def _backward(scores: NDArray[np.float32], steps: _Steps, columns: int) -> Floats:
    """The log sums of the ways from each cell to the last one."""
    rows = len(steps.band.start) - 1
    beta = np.full((rows + 1, steps.band.width), IMPOSSIBLE)
    beta[rows, columns - int(steps.band.start[rows])] = 0.0
    # What each step is worth with all that follows it, of the rows in which steps can still end.
    ring, windows = steps.cells(steps.reach, len(steps.onward))
    walks, ends = steps.walks(scores), steps.ends()
    for row in range(rows, -1, -1):
        if row < rows:
            beta[row] = _log_sum(windows[ends[row]])
        if steps.across is not None:
            walked = walks[row, ::-1]
            # Seen from the end, the walk from column x to a later one y costs walked[y] - walked[x].
            beta[row] = np.logaddexp.accumulate(beta[row][::-1] + walked)[::-1] - walks[row]
        np.add(beta[row], scores[steps.onward, row], out=ring[row % steps.reach])
    return beta


def posteriors(scores: NDArray[np.float32], band: Band, kinds: Kinds, columns: int) -> NDArray[np.float32]:
    """The probability of each step of the lattice, in the shape of ``scores``.

    ``columns`` is the number of target sentences. Where no way leads through the band, everything is 0.
    """
    compiled = kernels()
    if compiled is not None:
        result = np.zeros_like(scores, order="C")
        compiled.posteriors(*_lattice(scores, band, kinds), result, band.width, columns)
        return result
    steps = _Steps.of(band, kinds)
    begins = steps.begins()
    _, windows = _forward(scores, steps, begins)
    after = _backward(scores, steps, columns)
    result = np.zeros_like(scores, order="C")
    whole = after[0, 0]
    if whole <= IMPOSSIBLE / 2:
        return result
    after -= whole
    share = max(1, _MOST_CELLS // (len(kinds) * band.width))
    for first in range(0, len(begins), share):
        part = slice(first, first + share)
        chances = windows[begins[part]]
        chances += scores[:, part].transpose(1, 0, 2)
        chances += after[part, None]
        np.exp(np.clip(chances, -700.0, 0.0, out=chances), out=chances)
        result[:, part] = chances.transpose(1, 0, 2)
    return result


def best_steps(gains: NDArray[np.float32], band: Band, kinds: Kinds, columns: int) -> list[Step]:
    """The way through the lattice whose steps' ``gains`` (in the shape of scores) have the highest sum.

    Of equal ways the one with the earlier kinds in the list is taken. The list is empty where no way leads through.
    """
    compiled = kernels()
    if compiled is not None:
        chosen = np.empty((len(band.start), band.width), dtype=np.int16)
        reached = compiled.best_kinds(*_lattice(gains, band, kinds), chosen, band.width, columns)
        return _trace(chosen, band, kinds, columns) if reached else []
    steps = _Steps.of(band, kinds)
    begins = steps.begins()[:, steps.onward]
    cells, windows = steps.cells(steps.reach + len(begins))
    best, walks = cells[steps.reach :], steps.walks(gains)
    best[0, 0] = 0.0
    chosen = np.full(best.shape, -1, dtype=np.int16)
    for row in range(len(begins)):
        if row:
            stack = windows[begins[row]]
            stack += gains[steps.onward, row]
            winner = stack.argmax(axis=0)
            best[row] = np.take_along_axis(stack, winner[None, :], axis=0)[0]
            chosen[row] = steps.onward[winner]
        if steps.across is not None:
            reached = np.maximum.accumulate(best[row] - walks[row]) + walks[row]
            better = reached > best[row] + 1e-9
            chosen[row, better] = steps.across
            best[row] = np.where(better, reached, best[row])
    reached = best[-1, columns - int(band.start[-1])] > IMPOSSIBLE / 2
    return _trace(chosen, band, kinds, columns) if reached else []


def _lattice(scores: NDArray[np.float32], band: Band, kinds: Kinds) -> tuple[NDArray[np.float32], Ids, Ids]:
    """A lattice as the compiled loops take it."""
    whole = np.ascontiguousarray(scores, dtype=np.float32)
    return whole, np.ascontiguousarray(band.start, dtype=np.int64), np.array(kinds, dtype=np.int64)


def _trace(chosen: NDArray[np.int16], band: Band, kinds: Kinds, columns: int) -> list[Step]:
    """The way back from the last cell by the kind of step that leads best to each."""
    row, column = len(band.start) - 1, columns
    steps = []
    while row or column:
        kind = int(chosen[row, column - int(band.start[row])])
        steps.append(Step(kind, row, column))
        row, column = row - kinds[kind][0], column - kinds[kind][1]
    steps.reverse()
    return steps
