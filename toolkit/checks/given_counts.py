"""What each pair of tokens that a lexicon was learnt from gives to all that is counted of pairs, stems and rows.

A token of one side falls to the tokens of the other side of its row by what the lexicon says of them, and to a
background: the expected counts of a last round of expectation-maximization.
"""

from __future__ import annotations

from types import ModuleType

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.kernels import kernels
from tmx.align.model1 import Estimate
from tmx.align.stems import Ids, weighted_counts

__all__ = ["GivenCounts", "TokenPlaces", "given_counts"]

Floats = NDArray[np.float64]

_BACKGROUND = 0.02


class TokenPlaces(Struct, frozen=True, eq=False):
    """Where the tokens of both sides are counted: ``rows`` numbers the distinct stems of each row.

    A pair of tokens has the cell that its two ``cells`` together name.
    """

    rows: tuple[Ids, Ids]
    cells: tuple[Ids, Ids]


class GivenCounts(Struct, frozen=True, eq=False):
    """What all pairs have given: to pairs of the lexicon, to stems of both sides, to the stems of rows, to cells.

    ``cell_place`` is the place of a cell's pair in the lexicon, -1 where it has none; the cells have a last one more,
    for what is none.
    """

    forward: Floats
    backward: Floats
    totals: tuple[Floats, Floats]
    rows: tuple[Floats, Floats]
    cell_place: Ids
    cell_forward: Floats
    cell_backward: Floats


def given_counts(
    found: Estimate, places: TokenPlaces, stems: tuple[int, int], rows: tuple[int, int], cells: int
) -> GivenCounts:
    """What the pairs of ``found`` give; there are so many ``stems`` of both sides, stems of ``rows``, and ``cells``."""
    compiled = kernels()
    if compiled is not None and found.number.dtype == np.int32:
        return _compiled(compiled, found, places, stems, rows, cells)
    one, other = found.tokens()
    place = found.place[found.number]
    sizes = len(found.sample.source), len(found.sample.target)
    forward = _responsibilities(found.lexicon.forward, place, other, sizes[1])
    backward = _responsibilities(found.lexicon.backward, place, one, sizes[0])
    known, size = place >= 0, len(found.lexicon.forward)
    cell = places.cells[0][one] + places.cells[1][other]
    cell_place = np.full(cells + 1, -1, dtype=np.int64)
    cell_place[cell] = place
    return GivenCounts(
        weighted_counts(place[known], forward[known], size),
        weighted_counts(place[known], backward[known], size),
        (
            weighted_counts(found.sample.source[one], forward, stems[0]),
            weighted_counts(found.sample.target[other], backward, stems[1]),
        ),
        (
            weighted_counts(places.rows[0][one], forward, rows[0]),
            weighted_counts(places.rows[1][other], backward, rows[1]),
        ),
        cell_place,
        weighted_counts(cell, forward, cells + 1),
        weighted_counts(cell, backward, cells + 1),
    )


def _responsibilities(probability: Floats, place: Ids, explained: Ids, tokens: int) -> Floats:
    """How much of each pair's explained token falls to the pair."""
    strength = np.where(place >= 0, probability[place] if len(probability) else 0.0, 0.0)
    total = weighted_counts(explained, strength, tokens) + _BACKGROUND
    result: Floats = strength / total[explained]
    return result


def _compiled(
    compiled: ModuleType,
    found: Estimate,
    places: TokenPlaces,
    stems: tuple[int, int],
    rows: tuple[int, int],
    cells: int,
) -> GivenCounts:
    sample, size = found.sample, len(found.lexicon.forward)
    pairs, totals, of_rows = ((np.zeros(one), np.zeros(other)) for one, other in ((size, size), stems, rows))
    of_cells = np.zeros(cells + 1), np.zeros(cells + 1)
    cell_place = np.full(cells + 1, -1, dtype=np.int64)
    given = sample.source_offsets, sample.target_offsets, found.number, found.place
    lexicon = found.lexicon.forward, found.lexicon.backward
    tokens = sample.source, sample.target, *places.rows, *places.cells
    taken = map(np.ascontiguousarray, (found.order, *given, *lexicon, *tokens))
    compiled.give(*taken, *pairs, *totals, *of_rows, cell_place, *of_cells, _BACKGROUND)
    return GivenCounts(*pairs, totals, of_rows, cell_place, *of_cells)
