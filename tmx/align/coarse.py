"""The rough path through a long text, found on stretches of sentences, so that the lattice can stay narrow."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tmx.align.emission import RatioTable
from tmx.align.stems import Ids, StemmedText

__all__ = ["coarse_centre"]

_STRETCHES = 400  # about as many stretches a text is cut into
_COMMON = 0.1  # words in more than this share of the stretches say nothing about the place


def coarse_centre(source: StemmedText, target: StemmedText, table: RatioTable) -> Ids:
    """For each number of source sentences used up (from 0 to all), about how many target sentences are.

    Both texts are cut in stretches of equal numbers of sentences; stretches are compared by the known pairs of
    ``table`` among their rarer words (cosine, weighted by rarity), and the best path is found by dynamic
    programming. Memory and time go with the square of the number of stretches, not of sentences.
    """
    size = max(1, -(-max(len(source), len(target)) // _STRETCHES))
    likeness = _likeness(source, target, table, size)
    path = _path(likeness)
    rows = np.minimum((path[:, 0] + 0.5) * size, len(source))
    columns = np.minimum((path[:, 1] + 0.5) * size, len(target))
    rows = np.concatenate([[0.0], rows, [float(len(source))]])
    columns = np.concatenate([[0.0], columns, [float(len(target))]])
    centre = np.interp(np.arange(len(source) + 1), rows, columns)
    centre[-1] = len(target)
    return np.maximum.accumulate(np.round(centre).astype(np.int64))


def _likeness(source: StemmedText, target: StemmedText, table: RatioTable, size: int) -> NDArray[np.float32]:
    """The cosine of each source stretch (row) with each target stretch (column)."""
    given = np.repeat(np.arange(len(table.offsets) - 1), np.diff(table.offsets))
    # Each known pair is a feature that both stems have: its weight is the root of its ratio's log.
    weight = np.sqrt(np.log1p(table.ratio))
    ours = _features(source, given, weight, size)
    theirs = _features(target, table.explained, weight, size)
    common = ((ours > 0).mean(axis=0) < _COMMON) & ((theirs > 0).mean(axis=0) < _COMMON)
    used = common & (ours.any(axis=0)) & (theirs.any(axis=0))
    ours, theirs = ours[:, used], theirs[:, used]
    result: NDArray[np.float32] = _unit_rows(ours) @ _unit_rows(theirs).T
    return result


def _unit_rows(matrix: NDArray[np.float32]) -> NDArray[np.float32]:
    norms: NDArray[np.float32] = np.sqrt((matrix * matrix).sum(axis=1, keepdims=True))
    unit: NDArray[np.float32] = (matrix / np.maximum(norms, 1e-6)).astype(np.float32)
    return unit


def _features(text: StemmedText, stems: Ids, weight: NDArray[np.float64], size: int) -> NDArray[np.float32]:
    """Stretches (rows) by features (columns): the weight of the feature if its stem stands in the stretch."""
    stretches = -(-len(text) // size)
    sentence = np.repeat(np.arange(len(text)), text.counts())
    highest = int(max(text.ids.max(initial=0), stems.max(initial=0))) + 1
    present = np.zeros((stretches, highest), dtype=np.float32)
    present[sentence // size, text.ids] = 1.0
    return present[:, stems] * weight.astype(np.float32)


def _path(likeness: NDArray[np.float32]) -> Ids:
    """The monotone path of highest summed likeness from corner to corner, as rows of (row, column)."""
    rows, columns = likeness.shape
    # A step along one side only gains nothing, and the diagonal is preferred where nothing is known.
    best = np.zeros((rows + 1, columns + 1))
    ideal = np.arange(columns)[None, :] / max(columns, 1) - np.arange(rows)[:, None] / max(rows, 1)
    gain = likeness + 0.02 * (1.0 - np.abs(ideal))
    for row in range(1, rows + 1):
        diagonal = best[row - 1, :-1] + gain[row - 1]
        best[row, 1:] = np.maximum.accumulate(np.maximum(diagonal, best[row - 1, 1:]))
    path = []
    row, column = rows, columns
    while row and column:
        if best[row, column] == best[row - 1, column]:
            row -= 1
        elif best[row, column] == best[row, column - 1]:
            column -= 1
        else:
            row, column = row - 1, column - 1
            path.append((row, column))
    path.reverse()
    return np.array(path, dtype=np.int64).reshape(-1, 2)
