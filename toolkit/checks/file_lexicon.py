"""A lexicon learnt over the memory and the file under check: expected counts of pairs of stems, row by row.

IBM Model 1, both ways, with cognates and the glossary as pseudo-counts. What a row has given to the counts can be told
again, so that it can be taken away when its own unit is judged.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.cognates import Likeness
from tmx.align.model1 import BeadSample, estimate_pairs, relative_frequencies
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import Ids, StemmedText, Vocabulary
from toolkit.checks.given_counts import TokenPlaces, given_counts

__all__ = ["FileLexicon", "Floats", "OwnStems", "PairCounts", "RowStems", "SideShares", "learn"]

Floats = NDArray[np.float64]


class RowStems(Struct, frozen=True, eq=False):
    """The distinct stems of each row on one side, numbered through all rows, with what the row gave to each.

    ``keys`` (row times ``width`` plus stem) rise; those of row ``r`` begin at ``first[r]``; ``token`` gives for each
    token of the rows its stem. ``total`` is the row's share of the counts of the stem as the given one, ``seen`` how
    often the stem stands in the row.
    """

    width: int
    keys: Ids
    first: Ids
    token: Ids
    total: Floats
    seen: Floats

    def find(self, row: Ids, stem: Ids) -> Ids:
        """The numbers of ``stem`` in ``row``, one by one; -1 where the row does not have it, or is -1 itself."""
        return _places(self.keys, np.where(row >= 0, row * self.width + stem, -1))


class PairCounts(Struct, frozen=True, eq=False):
    """What is known of pairs of tokens, one by one.

    The expected counts of their stems as translations of each other, forward and backward, over all rows or with a row
    left out, and the pseudo-counts.
    """

    forward: Floats
    backward: Floats
    pseudo: Floats


class SideShares(Struct, frozen=True, eq=False):
    """What is known of tokens of one side, one by one: the count of the stem as the given one, how often it is seen."""

    total: Floats
    seen: Floats


class OwnStems(Struct, frozen=True, eq=False):
    """The tokens of texts side by side as stems of the rows that are the texts' own, one by one on either side.

    ``row`` is -1 where a text has no own row, ``stem`` (a number as in :class:`RowStems`) where its row lacks the stem.
    """

    row: tuple[Ids, Ids]
    stem: tuple[Ids, Ids]


class FileLexicon(Struct, frozen=True, eq=False):
    """Expected counts of pairs of stems over all rows.

    ``keys`` (source stem times ``width`` plus target stem) rise; ``forward``, ``backward`` and ``pseudo`` are their
    counts, with a last one, 0, for what has no key. A *cell* is a distinct pair of stems in one row: the row's source
    stem ``u`` and target stem ``v``, numbered as in :class:`RowStems`, have the cell
    ``cells[r] + (u - first[r]) * size + v - first[r]``; ``cell_place`` is its place among the keys, ``cell_forward``
    and ``cell_backward`` what the row gave to it, again with a last one for what is no cell.
    """

    width: int
    keys: Ids
    forward: Floats
    backward: Floats
    pseudo: Floats
    totals: tuple[Floats, Floats]
    seen: tuple[Floats, Floats]
    rows: tuple[RowStems, RowStems]
    cells: Ids
    cell_place: Ids
    cell_forward: Floats
    cell_backward: Floats

    def pair_counts(self, source: Ids, target: Ids, one: Ids, other: Ids) -> PairCounts:
        """The counts of the pairs of source tokens ``one`` and target tokens ``other``, which have these stems."""
        place = _places(self.keys, source[one] * self.width + target[other])
        return PairCounts(self.forward[place], self.backward[place], self.pseudo[place])

    def own_stems(self, source: StemmedText, target: StemmedText, own: Ids) -> OwnStems:
        """The tokens of the texts ``source`` and ``target`` of units in the row that is each unit's ``own``, or -1."""
        rows = np.repeat(own, source.counts()), np.repeat(own, target.counts())
        return OwnStems(rows, (self.rows[0].find(rows[0], source.ids), self.rows[1].find(rows[1], target.ids)))

    def pair_counts_without(
        self, source: StemmedText, target: StemmedText, own: OwnStems, one: Ids, other: Ids
    ) -> PairCounts:
        """The same for the texts ``source`` and ``target`` of units, without what each unit's ``own`` row has given."""
        line, column = self.cells_of(own)
        cell = line[one] + column[other]
        np.maximum(cell, -1, out=cell)
        place = self.cell_place[cell]
        unknown = np.flatnonzero(cell < 0)
        place[unknown] = _places(self.keys, source.ids[one[unknown]] * self.width + target.ids[other[unknown]])
        return PairCounts(
            self.forward[place] - self.cell_forward[cell],
            self.backward[place] - self.cell_backward[cell],
            self.pseudo[place],
        )

    def cells_of(self, own: OwnStems) -> tuple[Ids, Ids]:
        """What together names the cell, in each unit's ``own`` row, of a token of the source and one of the target.

        Far below 0 where the row does not have the token's stem.
        """
        rows, (ours, theirs) = own.row, own.stem
        first = self.rows[0].first, self.rows[1].first
        size = np.diff(first[1])
        nowhere = -len(self.cell_place) - 1
        line = np.where(ours >= 0, self.cells[rows[0]] + (ours - first[0][rows[0]]) * size[rows[0]], nowhere)
        column = np.where(theirs >= 0, theirs - first[1][rows[1]], nowhere)
        return line, column

    def shares(self, side: int, stems: Ids) -> SideShares:
        """What is known of tokens with ``stems``, of the source (0) or of the target (1)."""
        return SideShares(self.totals[side][stems], self.seen[side][stems])

    def shares_without(self, side: int, text: StemmedText, own: OwnStems) -> SideShares:
        """The same for the tokens of ``text``, without what each unit's ``own`` row has given."""
        rows, found = self.rows[side], own.stem[side]
        taken = [np.where(found >= 0, values[found] if len(values) else 0.0, 0.0) for values in (rows.total, rows.seen)]
        return SideShares(self.totals[side][text.ids] - taken[0], self.seen[side][text.ids] - taken[1])


def learn(
    training: tuple[StemmedText, StemmedText], vocabularies: tuple[Vocabulary, Vocabulary], prior: Sequence[Likeness]
) -> FileLexicon:
    """What the rows of ``training`` and the pseudo-counts ``prior`` say of the stems of ``vocabularies``."""
    source, target = training
    sample = BeadSample(source.ids, source.offsets, target.ids, target.offsets, np.ones(len(source)))
    sizes = len(vocabularies[0]), len(vocabularies[1])
    shares = relative_frequencies([source], sizes[0]), relative_frequencies([target], sizes[1])
    found = estimate_pairs(sample, prior, vocabularies, shares, DEFAULT_SETTINGS)
    width = max(sizes[1], 1)
    keys = found.lexicon.source_ids * width + found.lexicon.target_ids
    stems = _stems_of_rows(source, sizes[0]), _stems_of_rows(target, sizes[1])
    numbers = np.diff(stems[0].first), np.diff(stems[1].first)
    cells = np.concatenate([[0], np.cumsum(numbers[0] * numbers[1])]).astype(np.int64)
    # For each token of the source the cell of its stem and the row's first target stem, for one of the target the rest.
    line = stems[0].within(source) * np.repeat(numbers[1], source.counts()) + np.repeat(cells[:-1], source.counts())
    places = TokenPlaces((stems[0].token, stems[1].token), (line, stems[1].within(target)))
    given = given_counts(found, places, sizes, (len(stems[0].keys), len(stems[1].keys)), int(cells[-1]))
    return FileLexicon(
        width,
        keys,
        _with_none(given.forward),
        _with_none(given.backward),
        _with_none(_pseudo_counts(prior, keys, width)),
        given.totals,
        (_frequencies(source.ids, sizes[0]), _frequencies(target.ids, sizes[1])),
        (_row_stems(stems[0], target, given.rows[0]), _row_stems(stems[1], source, given.rows[1])),
        cells,
        given.cell_place,
        given.cell_forward,
        given.cell_backward,
    )


class _StemsOfRows(Struct, frozen=True, eq=False):
    """The ``width``, ``keys``, ``first`` and ``token`` of :class:`RowStems`; ``owner`` is the row of each key."""

    width: int
    keys: Ids
    first: Ids
    token: Ids
    owner: Ids

    def within(self, text: StemmedText) -> Ids:
        """The number of each token's stem in its row, from 0."""
        return self.token - np.repeat(self.first[:-1], text.counts())


def _stems_of_rows(text: StemmedText, size: int) -> _StemsOfRows:
    width = max(size, 1)
    row = np.repeat(np.arange(len(text)), text.counts())
    keys, token = np.unique(row * width + text.ids, return_inverse=True)
    owner = keys // width
    return _StemsOfRows(width, keys, np.searchsorted(owner, np.arange(len(text) + 1)), token, owner)


def _row_stems(stems: _StemsOfRows, other: StemmedText, given: Floats) -> RowStems:
    """The stems of rows with what each was ``given``. A row without words on the ``other`` side has taught nothing."""
    seen = _frequencies(stems.token, len(stems.keys)) * (other.counts() > 0)[stems.owner]
    return RowStems(stems.width, stems.keys, stems.first, stems.token, given, seen)


def _pseudo_counts(prior: Sequence[Likeness], keys: Ids, width: int) -> Floats:
    pseudo = np.zeros(len(keys))
    if prior:
        at = _places(keys, np.array([one * width + other for one, other, _ in prior], dtype=np.int64))
        value = np.array([count for _, _, count in prior])
        pseudo[at[at >= 0]] = value[at >= 0]
    return pseudo


def _frequencies(ids: Ids, size: int) -> Floats:
    return np.bincount(ids, minlength=size).astype(np.float64)


def _with_none(counts: Floats) -> Floats:
    """The counts and a 0 behind them, which -1 finds."""
    return np.append(counts, 0.0)


def _places(keys: Ids, wanted: Ids) -> Ids:
    """Where each of ``wanted`` stands in the sorted ``keys``; -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)
