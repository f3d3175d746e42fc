"""Many texts at once as rows of words: what one word comes to, and one step from word to word, is looked up once.

All places at which a term may begin are followed together, word by word. Places that have come to the same state and
meet the same word take the same step, so that it is taken once for all of them.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from itertools import chain, compress
from operator import itemgetter

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.match.automaton import END, Outcome, State, Symbol, Walks
from termbase.match.longest import Cluster
from termbase.match.pieces import Piece
from tmx.align.links import ranges

__all__ = ["CutTexts", "PlacedClusters", "Rows", "placed", "read_rows", "walk_groups"]

Ints = NDArray[np.int64]

_SYMBOLS, _STEPS, _WIDTHS = map(itemgetter, range(3))  # of a piece
_BLOCK = 1 << 18  # pieces that are read in one go


class CutTexts(Struct, frozen=True, eq=False):
    """Texts and their pieces, those that :func:`tmx.text.tokens.split_pieces` gives.

    Those of text ``t`` are ``piece[offsets[t]:offsets[t + 1]]``, numbers into ``pieces``; ``start`` says where each of
    them stands in its text.
    """

    texts: Sequence[str]
    pieces: Sequence[str]
    piece: Ints
    offsets: Ints
    start: Ints

    def blocks(self) -> Iterator[tuple[int, int]]:
        """The texts in parts of about the same number of pieces: the first of each, and the one behind its last."""
        first = 0
        while first < len(self.texts):
            last = int(np.searchsorted(self.offsets, self.offsets[first] + _BLOCK, side="right")) - 1
            last = max(last, first + 1)
            yield first, last
            first = last


class PlacedClusters(Struct, frozen=True, eq=False):
    """Clusters of terms in texts, in order, and ``text``, the number of the text of each.

    ``start``, ``end`` and ``entry`` are those of every place of all clusters, one after another: half-open code points
    in the text, and the term's number.
    """

    text: Sequence[int]
    clusters: Sequence[Cluster]
    start: Sequence[int]
    end: Sequence[int]
    entry: Sequence[int]


class Rows(Struct, frozen=True, eq=False):
    """Texts as rows of words, each with an end behind it: ``row`` are numbers into ``symbols``, of which 0 is the end.

    For each word and end ``text`` is the number of its text, ``start`` and ``end`` are where a word stands there.
    """

    symbols: Sequence[Symbol]
    row: Ints
    text: Ints
    start: Ints
    end: Ints


def read_rows(cut: CutTexts, first: int, last: int, pieces: Mapping[str, Piece]) -> Rows:
    """The rows of the texts from ``first`` to before ``last``; ``pieces`` knows the words of each piece."""
    low, high = int(cut.offsets[first]), int(cut.offsets[last])
    there = np.zeros(len(cut.pieces), np.bool_)
    there[cut.piece[low:high]] = True
    used = compress(cut.pieces, there.tolist())
    piece = (np.cumsum(there) - 1)[cut.piece[low:high]]
    each = list(map(pieces.__getitem__, used))
    counts = np.fromiter(map(len, map(_SYMBOLS, each)), np.int64, len(each))
    ends = np.cumsum(counts)
    begins = ends - counts
    symbols, steps, widths = (list(chain.from_iterable(map(of, each))) for of in (_SYMBOLS, _STEPS, _WIDTHS))
    distinct = dict.fromkeys([END, *symbols])
    numbers = dict(zip(distinct, range(len(distinct)), strict=True))
    word = np.array(list(map(numbers.__getitem__, symbols)), dtype=np.int64)
    run = np.cumsum([0, *steps])
    shift = run[:-1] - np.repeat(run[begins], counts)
    entry, owner = ranges(begins[piece], ends[piece])  # each piece is replaced by its words
    before = np.concatenate([[0], np.cumsum(counts[piece])])[cut.offsets[first : last + 1] - low]
    text = np.repeat(np.arange(first, last), np.diff(before) + 1)
    is_word = np.ones(len(text), np.bool_)
    is_word[before[1:] + np.arange(last - first)] = False
    rows = np.zeros((3, len(text)), np.int64)
    start = cut.start[low:high][owner] + shift[entry]
    rows[0, is_word] = word[entry]
    rows[1, is_word] = start
    rows[2, is_word] = start + np.array(widths, dtype=np.int64)[entry]
    return Rows(tuple(distinct), rows[0], text, rows[1], rows[2])


def walk_groups(rows: Rows) -> Iterator[tuple[int, Walks]]:
    """What :func:`~termbase.match.automaton.walks` gives for all rows, with places counted through all of them."""
    at, outcomes = _walked(rows)
    reach = at + np.fromiter((outcome.reach for outcome in outcomes), np.int64, len(outcomes))
    apart = at[1:] > np.maximum.accumulate(reach)[:-1]
    begins = [0, *(np.flatnonzero(apart) + 1).tolist()] if len(at) else []
    places = at.tolist()
    for first, last in zip(begins, [*begins[1:], len(places)], strict=False):
        begun = places[first]
        if last - first == 1:
            yield begun, outcomes[first].alone
        else:
            yield begun, tuple([(places[number] - begun, outcomes[number]) for number in range(first, last)])


class _Nodes:
    """States and what was found, by numbers; -1 stands for nothing. ``goes_on`` says which of them are states."""

    def __init__(self) -> None:
        self.nodes: list[State | Outcome] = []
        self.goes_on: list[bool] = []
        self._numbers: dict[int, int] = {}  # by id(): a state is no key

    def number(self, node: State | Outcome | None) -> int:
        if node is None:
            return -1
        known = self._numbers.setdefault(id(node), len(self.nodes))
        if known == len(self.nodes):
            self.nodes.append(node)
            self.goes_on.append(isinstance(node, State))
        return known

    def after(self, number: int, symbol: Symbol) -> int:
        state = self.nodes[number]
        return self.number(state[symbol]) if isinstance(state, State) else number


def _walked(rows: Rows) -> tuple[Ints, list[Outcome]]:
    """The places from which walks have found something, in order, and what each has found."""
    known, width = _Nodes(), len(rows.symbols)
    begin = np.fromiter((known.number(symbol.begin) for symbol in rows.symbols), np.int64, width)
    at = np.flatnonzero((begin >= 0)[rows.row])
    come_to = begin[rows.row[at]]
    going, place = np.arange(len(at)), at
    while True:
        states = np.array([*known.goes_on, False])[come_to[going]]  # the last one for -1
        going, place = going[states], place[states] + 1
        if not len(going):
            break
        steps, step = np.unique(come_to[going] * width + rows.row[place], return_inverse=True)
        after = [known.after(one // width, rows.symbols[one % width]) for one in steps.tolist()]
        come_to[going] = np.array(after, dtype=np.int64)[step]
    found = come_to >= 0
    nodes = known.nodes
    return at[found], [node for number in come_to[found].tolist() if isinstance(node := nodes[number], Outcome)]


def placed(rows: Rows, groups: Sequence[tuple[int, Cluster]]) -> PlacedClusters:
    """Where the terms of ``groups`` stand: clusters, each with the word from which its places are counted."""
    numbers: dict[int, int] = {}
    distinct: list[Cluster] = []
    cluster = np.zeros(len(groups), np.int64)
    for number, (_, one) in enumerate(groups):
        known = cluster[number] = numbers.setdefault(id(one), len(distinct))
        if known == len(distinct):
            distinct.append(one)
    first = np.fromiter((at for at, _ in groups), np.int64, len(groups))
    places = np.array([place for one in distinct for place in one.every], dtype=np.int64).reshape(-1, 3)
    ends = np.cumsum(np.fromiter((len(one.every) for one in distinct), np.int64, len(distinct)))
    begins = np.concatenate([[0], ends[:-1]])
    entry, owner = ranges(begins[cluster], ends[cluster])
    at = first[owner][:, None] + places[entry, :2]
    return PlacedClusters(
        rows.text[first].tolist(),
        [one for _, one in groups],
        rows.start[at[:, 0]].tolist(),
        rows.end[at[:, 1]].tolist(),
        places[entry, 2].tolist(),
    )
