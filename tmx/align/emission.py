"""Emission: the log score of every bead of every kind that ends in a band of the lattice.

The lexical score of a bead is, in either direction, the sum over the explained stems ``t`` of
``log(b + (1 - b) * mean over the other side's stems s of p(t|s) / p0(t))``: a ratio against the background ``p0``,
which does what normalising by random pairs does elsewhere (Thompson and Koehn 2019).
"""

from __future__ import annotations

from collections.abc import Sequence
from types import ModuleType

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.kernels import kernels
from tmx.align.lattice import IMPOSSIBLE, Band
from tmx.align.lengths import length_log_probability
from tmx.align.lexicon import LearntLexicon
from tmx.align.settings import AlignerSettings
from tmx.align.stems import Ids, StemmedText

__all__ = ["Anchors", "Emission", "LexicalPart", "RatioTable", "ratio_tables"]

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]

_BLOCK = 96  # rows of the lattice that are scored in one go
_MOST_CELLS = 300_000  # and cells, over all kinds of bead


class RatioTable(Struct, frozen=True, eq=False):
    """``ratio = p(explained | given) / p0(explained)`` for all known pairs.

    The pairs of given stem ``g`` are those from ``offsets[g]`` to ``offsets[g + 1]``; ``rest[g]`` is the share of
    its probability that no known pair takes and that is spread like the background.
    """

    offsets: Ids
    explained: Ids
    ratio: Floats
    rest: Floats


def _table(given: Ids, explained: Ids, probability: Floats, share: Floats, size: int) -> RatioTable:
    known = probability > 0
    given, explained, probability = given[known], explained[known], probability[known]
    order = np.argsort(given, kind="stable")
    offsets = np.concatenate([[0], np.cumsum(np.bincount(given, minlength=size))])
    rest = np.maximum(1.0 - np.bincount(given, weights=probability, minlength=size), 0.0)
    return RatioTable(offsets, explained[order], (probability / share[explained])[order], rest)


def ratio_tables(lexicon: LearntLexicon) -> tuple[RatioTable, RatioTable]:
    """The ratios of the targets given the sources, and of the sources given the targets."""
    forward = _table(
        lexicon.source_ids, lexicon.target_ids, lexicon.forward, lexicon.target_share, len(lexicon.source_vocabulary)
    )
    backward = _table(
        lexicon.target_ids, lexicon.source_ids, lexicon.backward, lexicon.source_share, len(lexicon.target_vocabulary)
    )
    return forward, backward


class _Window(Struct, frozen=True, eq=False):
    """Sentences ``first`` to ``last`` of a text, with their stems numbered anew from 0 in the window."""

    first: int
    last: int
    tokens: Ids  # the new number of each stem
    sentence: Ids  # the sentence of each stem, counted from the window's first
    stems: Ids  # the old number of each new one
    counts: Ids  # stems in each sentence

    @classmethod
    def of(cls, text: StemmedText, first: int, last: int) -> _Window:
        ids = text.ids[text.offsets[first] : text.offsets[last]]
        counts = np.diff(text.offsets[first : last + 1])
        stems, tokens = np.unique(ids, return_inverse=True)
        return cls(first, last, tokens, np.repeat(np.arange(last - first), counts), stems, counts)

    def sentence_sums(self, values: Floats32) -> Floats32:
        """For each row of ``values`` (a column for each new number) the sum over each sentence's stems."""
        result = np.zeros((len(values), self.last - self.first), dtype=np.float32)
        filled = np.flatnonzero(self.counts)
        if len(filled):
            begins = (np.cumsum(self.counts) - self.counts)[filled]
            result[:, filled] = np.add.reduceat(values[:, self.tokens], begins, axis=1)
        return result


def _ranges(starts: Ids, ends: Ids) -> tuple[Ids, Ids]:
    """All numbers of the ranges one after another, and for each the number of its range."""
    sizes = ends - starts
    which = np.repeat(np.arange(len(sizes)), sizes)
    return np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + starts[which], which


def _support(given: _Window, explained: _Window, table: RatioTable, scratch: Ids) -> Floats32:
    """For each given sentence (row) the sum over its stems of the ratio of each explained stem (column)."""
    scratch[explained.stems] = np.arange(len(explained.stems))
    entry, which = _ranges(table.offsets[given.stems], table.offsets[given.stems + 1])
    local = scratch[table.explained[entry]]
    seen = local >= 0
    entry, which, local = entry[seen], which[seen], local[seen]
    scratch[explained.stems] = -1
    # `which` rises, so the entries of a stem stand together.
    bounds = np.searchsorted(which, np.arange(len(given.stems) + 1))
    at, token = _ranges(bounds[given.tokens], bounds[given.tokens + 1])
    rows, columns = given.last - given.first, len(explained.stems)
    cells = given.sentence[token] * columns + local[at]
    sums = np.bincount(cells, weights=table.ratio[entry[at]], minlength=rows * columns)
    rest = np.bincount(given.sentence, weights=table.rest[given.stems][given.tokens], minlength=rows)
    return (sums.reshape(rows, columns) + rest[:, None]).astype(np.float32)


def _sums(values: Floats32, taken: int) -> Floats32:
    """Row ``r``: the sum of the rows ``r - taken + 1`` to ``r``; the first rows are those of shorter sums."""
    result = values.copy()
    for back in range(1, taken):
        result[back:] += values[:-back]
    return result


def _direction(given: _Window, explained: _Window, support: Floats32, taken: int, background: float) -> Floats32:
    """The lexical scores of each explained sentence (column) under the ``taken`` given sentences that end in a row."""
    sizes = _sums(given.counts.astype(np.float32), taken)
    summed = _sums(support, taken)
    # A text without any stem says nothing: what stands against it is background.
    means = np.where(sizes[:, None] > 0, summed / np.maximum(sizes, 1.0)[:, None], 1.0)
    logs = np.log(background + (1.0 - background) * means, dtype=np.float32)
    return explained.sentence_sums(logs)


def _cumulated(scores: Sequence[Floats32]) -> Floats32:
    """Sums over the columns up to and without each one; of no scores, none."""
    if not scores:
        return np.zeros((0, 0, 0), dtype=np.float32)
    result = np.zeros((len(scores), scores[0].shape[0], scores[0].shape[1] + 1), dtype=np.float32)
    for number, single in enumerate(scores):
        np.cumsum(single, axis=1, out=result[number, :, 1:])
    return result


def _most_sentences(settings: AlignerSettings) -> tuple[int, int]:
    """The most sentences of either side that a bead with a counterpart has."""
    both = [kind for kind in settings.kinds if kind.source and kind.target]
    return max((kind.source for kind in both), default=0), max((kind.target for kind in both), default=0)


def _in_reach(
    band: Band, rows: tuple[int, int], reach: tuple[int, int], spans: tuple[int, int, int, int]
) -> tuple[tuple[Ids, Ids], tuple[Ids, Ids]]:
    """For each source sentence of ``spans`` the target sentences, from and to, of the beads that end there; and back.

    Both are counted from the first of ``spans``. Beads end in the ``rows`` of ``band``.
    """
    first, last = rows
    compiled = kernels()
    if compiled is not None:
        low, high = np.empty(spans[1] - spans[0], dtype=np.int64), np.empty(spans[1] - spans[0], dtype=np.int64)
        top, bottom = np.empty(spans[3] - spans[2], dtype=np.int64), np.empty(spans[3] - spans[2], dtype=np.int64)
        start = np.ascontiguousarray(band.start)
        compiled.in_reach(start, low, high, top, bottom, first, last, band.width, *reach, spans[0], spans[2])
        return (low, high), (top, bottom)
    start = band.start[first:last]
    end = start + band.width - 1
    # Sentence i is the last one of the beads that end in row i + 1.
    low, high = (np.zeros(spans[1] - spans[0], dtype=np.int64) for _ in range(2))
    skipped = max(1 - first, 0)  # no bead ends with a sentence in row 0
    low[first + skipped - 1 - spans[0] :] = np.maximum(start[skipped:] - reach[1], spans[2]) - spans[2]
    high[first + skipped - 1 - spans[0] :] = np.minimum(end[skipped:], spans[3]) - spans[2]
    columns = np.arange(spans[2], spans[3]) + 1
    top = first + np.searchsorted(end, columns)
    bottom = first + np.searchsorted(start, columns, side="right") - 1
    return (low, high), (np.maximum(top - reach[0], spans[0]) - spans[0], np.minimum(bottom, spans[1]) - spans[0])


def _lexical_compiled(
    compiled: ModuleType,
    given: StemmedText,
    given_span: tuple[int, int],
    explained: StemmedText,
    explained_span: tuple[int, int],
    wanted: tuple[Ids, Ids],
    table: RatioTable,
    background: float,
    most: int,
) -> Floats32:
    """The lexical scores of one direction as :class:`_Lexical` has them, of the ``wanted`` explained sentences only."""
    rows, columns = given_span[1] - given_span[0], explained_span[1] - explained_span[0]
    scores = np.zeros((most, rows, columns + 1), dtype=np.float32)
    compiled.lexical(
        given.ids,
        given.offsets[given_span[0] : given_span[1] + 1],
        explained.ids,
        explained.offsets[explained_span[0] : explained_span[1] + 1],
        *wanted,
        table.offsets,
        table.explained,
        table.ratio,
        table.rest,
        scores,
        background,
        most,
    )
    return scores


class Emission(Struct, frozen=True, eq=False):
    """Everything about a pair of texts that does not change from block to block."""

    source: StemmedText
    target: StemmedText
    tables: tuple[RatioTable, RatioTable]
    settings: AlignerSettings
    ratio: float
    priors: Floats
    anchors: Anchors

    def scores(self, band: Band, parts: list[LexicalPart] | None = None) -> Floats32:
        """The log scores of all kinds of bead in ``band``: kind, row, column in the band.

        The lexical scores of each block of rows are put into ``parts``, if that is given.
        """
        kinds = self.settings.kinds
        rows = len(self.source)
        result = np.full((len(kinds), rows + 1, band.width), IMPOSSIBLE, dtype=np.float32)
        reach = max((k.source for k in kinds), default=1), max((k.target for k in kinds), default=1)
        scratch = (
            np.full(len(self.tables[0].offsets) - 1, -1, dtype=np.int64),
            np.full(len(self.tables[1].offsets) - 1, -1, dtype=np.int64),
        )
        block = rows + 1 if band.width > len(self.target) else _BLOCK
        for first in range(0, rows + 1, block):
            last = min(first + block, rows + 1)
            lexical = self._block(result, band, first, last, reach, scratch)
            if parts is not None:
                parts.append(LexicalPart(first, last, lexical))
        return result

    def _block(
        self, result: Floats32, band: Band, first: int, last: int, reach: tuple[int, int], scratch: tuple[Ids, Ids]
    ) -> _Lexical:
        """Fill the rows ``first`` to ``last`` of ``result``; their lexical scores."""
        begin = max(0, int(band.start[first]) - reach[1])
        end = min(len(self.target), int(band.start[last - 1]) + band.width - 1)
        spans = max(0, first - reach[0]), last - 1, begin, end
        compiled = kernels()
        if compiled is not None:
            return self._block_compiled(compiled, result, band, (first, last), reach, spans)
        source, target = _Window.of(self.source, *spans[:2]), _Window.of(self.target, begin, end)
        lexical = self._lexical(source, target, scratch)
        rows = np.arange(first, last)[:, None]
        columns = band.start[first:last, None] + np.arange(band.width)[None, :]
        border = self.anchors.border_scores(rows, columns, self.settings)
        known = [
            number
            for number, kind in enumerate(self.settings.kinds)
            if kind.source <= len(self.source) and kind.target <= len(self.target)
        ]
        # Many kinds in one go where the block is small: then it is the calls that take the time, not the cells.
        share = max(1, _MOST_CELLS // (columns.size + 1))
        for at in range(0, len(known), share):
            chosen = known[at : at + share]
            scores = self._kinds(chosen, rows, columns, lexical)
            scores += border
            a, b = self._sizes(chosen)
            valid = (rows >= a) & (columns >= b) & (columns <= len(self.target))
            result[chosen, first:last] = np.where(valid, scores, IMPOSSIBLE)
        return lexical

    def _block_compiled(
        self,
        compiled: ModuleType,
        result: Floats32,
        band: Band,
        rows: tuple[int, int],
        reach: tuple[int, int],
        spans: tuple[int, int, int, int],
    ) -> _Lexical:
        """What :meth:`_block` does, by the compiled loops; ``spans`` are the sentences of either side that matter."""
        first, last = rows
        of_rows, of_columns = _in_reach(band, rows, reach, spans)
        source_spans, target_spans = spans[:2], spans[2:]
        background, most = self.settings.background, _most_sentences(self.settings)
        given_source = self.source, source_spans, self.target, target_spans, of_rows, self.tables[0]
        given_target = self.target, target_spans, self.source, source_spans, of_columns, self.tables[1]
        forward = _lexical_compiled(compiled, *given_source, background, most[0])
        backward = _lexical_compiled(compiled, *given_target, background, most[1])
        border = np.zeros(0)
        if len(self.anchors.source_ends):
            columns = band.start[first:last, None] + np.arange(band.width)
            border = self.anchors.border_scores(np.arange(first, last)[:, None], columns, self.settings)
        settings = self.settings
        compiled.bead_scores(
            np.ascontiguousarray(band.start),
            np.array([(kind.source, kind.target) for kind in settings.kinds], dtype=np.int64),
            forward,
            backward,
            np.array([spans[1] - spans[0], spans[3] - spans[2], spans[0], spans[2], result.shape[1]]),
            np.concatenate([[0.0], np.cumsum(self.source.lengths)]),
            np.concatenate([[0.0], np.cumsum(self.target.lengths)]),
            self.priors,
            border,
            self.anchors.source_headings,
            self.anchors.target_headings,
            np.array(
                [
                    self.ratio,
                    settings.length_variance,
                    settings.length_weight,
                    settings.lexical_weight,
                    settings.null_penalty,
                    settings.heading_penalty,
                ]
            ),
            result,
            first,
            last,
            band.width,
        )
        return _Lexical(spans[0], spans[2], forward, backward)

    def _sizes(self, numbers: Sequence[int]) -> tuple[Ids, Ids]:
        """The source and the target sentences of kinds, in the shape (kind, 1, 1)."""
        kinds = [self.settings.kinds[number] for number in numbers]
        sizes = np.array([(kind.source, kind.target) for kind in kinds], dtype=np.int64)
        return sizes[:, 0, None, None], sizes[:, 1, None, None]

    def _kinds(self, numbers: Sequence[int], rows: Ids, columns: Ids, lexical: _Lexical) -> Floats:
        """The scores of the kinds ``numbers`` without those of borders: kind, row, column."""
        a, b = self._sizes(numbers)
        row, column = np.clip(rows, a, len(self.source)), np.clip(columns, b, len(self.target))
        source_length = np.concatenate([[0.0], np.cumsum(self.source.lengths)])
        target_length = np.concatenate([[0.0], np.cumsum(self.target.lengths)])
        scores = self.settings.length_weight * length_log_probability(
            source_length[row] - source_length[row - a],
            target_length[column] - target_length[column - b],
            self.ratio,
            self.settings.length_variance,
        )
        scores += self.settings.lexical_weight * lexical.of(row, column, a, b)
        scores += self.anchors.heading_scores(row, column, a, b, self.settings)
        paired = (a > 0) & (b > 0)
        scores = np.where(paired, scores, self.settings.null_penalty)
        scores += self.priors[list(numbers), None, None]
        result: Floats = scores
        return result

    def _lexical(self, source: _Window, target: _Window, scratch: tuple[Ids, Ids]) -> _Lexical:
        background, most = self.settings.background, _most_sentences(self.settings)
        given_source = _support(source, target, self.tables[0], scratch[1])
        given_target = _support(target, source, self.tables[1], scratch[0])
        return _Lexical(
            source.first,
            target.first,
            _cumulated([_direction(source, target, given_source, a, background) for a in range(1, most[0] + 1)]),
            _cumulated([_direction(target, source, given_target, b, background) for b in range(1, most[1] + 1)]),
        )


class _Lexical(Struct, frozen=True, eq=False):
    """Lexical scores of a block: ``forward[a - 1, i, j]`` for the ``a`` source sentences to ``i``, summed to ``j``."""

    first_source: int
    first_target: int
    forward: Floats32
    backward: Floats32

    def of(self, row: Ids, column: Ids, a: Ids, b: Ids) -> Floats32:
        """The mean of both directions for the beads of ``a`` and ``b`` sentences that end in the cells."""
        there, back = self.both(row, column, a, b)
        there += back
        there *= np.float32(0.5)
        return there

    def both(self, row: Ids, column: Ids, a: Ids, b: Ids) -> tuple[Floats32, Floats32]:
        """Targets explained from sources, and sources from targets, for the beads that end in the cells.

        Where ``a`` or ``b`` is 0, the result says nothing.
        """
        shape = np.broadcast_shapes(row.shape, column.shape)
        if self.forward.shape[2] <= 1 or self.backward.shape[2] <= 1:
            return np.zeros(shape, dtype=np.float32), np.zeros(shape, dtype=np.float32)
        i, j = np.maximum(row - self.first_source, a), np.maximum(column - self.first_target, b)
        i, j = np.minimum(i, self.forward.shape[1]), np.minimum(j, self.forward.shape[2] - 1)
        ours, theirs = np.maximum(a, 1) - 1, np.maximum(b, 1) - 1
        there = self.forward[ours, i - 1, j] - self.forward[ours, i - 1, j - b]
        back = self.backward[theirs, j - 1, i] - self.backward[theirs, j - 1, i - a]
        return there, back


class LexicalPart(Struct, frozen=True, eq=False):
    """The lexical scores of the beads that end in rows ``first`` to ``last``."""

    first: int
    last: int
    lexical: _Lexical

    def fill(self, rows: Ids, columns: Ids, sizes: Ids, into: Floats) -> None:
        """Write the lexical scores of the beads with a counterpart that end here into rows of ``into``.

        ``sizes`` has their source and target sentences in columns. The scores are: targets explained from sources, and
        sources from targets.
        """
        here = np.flatnonzero((rows >= self.first) & (rows < self.last) & sizes.all(axis=1))
        if len(here):
            a, b = sizes[here].T
            into[here, 0], into[here, 1] = self.lexical.both(rows[here], columns[here], a, b)


class Anchors(Struct, frozen=True, eq=False):
    """Where blocks end and headings stand, as far as it is known of both sides; empty arrays where it is not.

    ``source_ends[i]`` tells whether the first ``i`` source sentences are whole blocks; the first and the last cell
    are ends on both sides. ``source_headings[i]`` counts the headings among the first ``i`` sentences.
    """

    source_ends: NDArray[np.bool_]
    target_ends: NDArray[np.bool_]
    source_headings: Ids
    target_headings: Ids

    @classmethod
    def of(
        cls,
        source_blocks: Sequence[int],
        target_blocks: Sequence[int],
        source_headings: frozenset[int],
        target_headings: frozenset[int],
        sizes: tuple[int, int],
    ) -> Anchors:
        """The anchors of two texts; blocks that are known of one side only, or one block a side, say nothing."""
        many = len(set(source_blocks)) > 1 and len(set(target_blocks)) > 1
        none = np.zeros(0, dtype=np.bool_)
        headed = bool(source_headings) and bool(target_headings)
        no_ids = np.zeros(0, dtype=np.int64)
        return cls(
            _ends(source_blocks) if many else none,
            _ends(target_blocks) if many else none,
            _heading_counts(source_headings, sizes[0]) if headed else no_ids,
            _heading_counts(target_headings, sizes[1]) if headed else no_ids,
        )

    def border_scores(self, rows: Ids, columns: Ids, settings: AlignerSettings) -> Floats:
        """Minus the penalty in each cell where one side's block ends and the other's does not."""
        if not len(self.source_ends):
            return np.zeros(np.broadcast_shapes(rows.shape, columns.shape))
        ends = self.target_ends[np.minimum(columns, len(self.target_ends) - 1)]
        return np.where(self.source_ends[rows] != ends, -settings.border_penalty, 0.0)

    def heading_scores(self, rows: Ids, columns: Ids, a: Ids, b: Ids, settings: AlignerSettings) -> Floats:
        """Minus the penalty for beads whose one side has a heading and whose other side has none."""
        if not len(self.source_headings):
            return np.zeros(np.broadcast_shapes(rows.shape, columns.shape))
        ours = self.source_headings[rows] > self.source_headings[rows - a]
        theirs = self.target_headings[columns] > self.target_headings[columns - b]
        return np.where(ours != theirs, -settings.heading_penalty, 0.0)


def _ends(blocks: Sequence[int]) -> NDArray[np.bool_]:
    values = np.asarray(blocks)
    inner = values[1:] != values[:-1]
    return np.concatenate([[True], inner, [True]]).astype(np.bool_)


def _heading_counts(headings: frozenset[int], size: int) -> Ids:
    flags = np.zeros(size + 1, dtype=np.int64)
    flags[[number + 1 for number in sorted(headings)]] = 1
    return np.cumsum(flags)
