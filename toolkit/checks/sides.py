"""One side of a file as a whole: each distinct text and each distinct word is looked at once for all units.

The words of all texts stand one after another in arrays, so that a question that is about words (is it an acronym,
does only the source's language have it) is asked once a distinct word, and answered for all units together.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Sequence, Set
from itertools import chain, compress, count, pairwise, repeat
from operator import contains

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.match.rows import CutTexts
from tmx.align.links import ranges
from tmx.align.stems import distinct
from tmx.text.pieces import piece_offsets
from tmx.text.tokens import Token, split_pieces
from toolkit.checks.words import WordReader, words_of

__all__ = ["FileSide", "Flags", "Ints", "even_spaces", "read_side", "several"]

Ints = NDArray[np.int64]
Flags = NDArray[np.bool_]


def several(one: Ints, other: Ints, among: Flags) -> Flags:
    """For each unit whether ``one`` of it stands, ``among`` some units, beside more than one ``other``; it is of them.

    Both are numbers from 0 on.
    """
    width = int(other.max(initial=0)) + 1
    pairs = distinct(one[among] * width + other[among]) // width
    result: Flags = among & (np.bincount(pairs, minlength=int(one.max(initial=0)) + 1)[one] > 1)
    return result


class FileSide(Struct, frozen=True, eq=False):
    """The texts of one side of a file, and their words.

    ``texts`` are the distinct ones, ``text_of`` gives for each unit the number of its text. The words of text ``t`` are
    ``word[offsets[t]:offsets[t + 1]]``, numbers into the ``vocabulary``; ``start`` and ``end`` are where each stands.
    Its pieces are ``piece[piece_offsets[t]:piece_offsets[t + 1]]``, numbers into ``pieces``: those between spaces,
    grouped figures in one, or the text as a whole; ``piece_start`` says where. ``even`` are the texts with one
    space for each run of white space, and none at the ends.
    """

    texts: tuple[str, ...]
    text_of: Ints
    vocabulary: tuple[str, ...]
    offsets: Ints
    word: Ints
    start: Ints
    end: Ints
    pieces: tuple[str, ...]
    piece: Ints
    piece_offsets: Ints
    piece_start: Ints
    even: tuple[str, ...]

    def words(self, text: int) -> tuple[Token, ...]:
        """The words of a text, by its number."""
        place = slice(int(self.offsets[text]), int(self.offsets[text + 1]))
        texts = [self.vocabulary[word] for word in self.word[place].tolist()]
        return words_of(texts, self.start[place].tolist(), self.end[place].tolist())

    def cut(self) -> CutTexts:
        """The texts in the pieces between spaces, those too that stand here as a whole."""
        pieces = dict(zip(self.pieces, range(len(self.pieces)), strict=True))
        lone = np.flatnonzero(np.diff(self.piece_offsets) == 1).tolist()
        parted = {text: split for text in lone if len(split := split_pieces(self.texts[text])) > 1}
        if not parted:
            return CutTexts(self.texts, self.pieces, self.piece, self.piece_offsets, self.piece_start)
        piece, start = (np.split(all_, self.piece_offsets[1:-1]) for all_ in (self.piece, self.piece_start))
        for text, split in parted.items():
            piece[text] = np.array([pieces.setdefault(one, len(pieces)) for one in split], dtype=np.int64)
            start[text] = np.array(piece_offsets(self.texts[text], split), dtype=np.int64)
        offsets = np.concatenate([[0], np.cumsum(list(map(len, piece)))]).astype(np.int64)
        return CutTexts(self.texts, tuple(pieces), np.concatenate(piece), offsets, np.concatenate(start))

    def flags(self, said: Callable[[str], object]) -> Flags:
        """What ``said`` says of each word of the vocabulary."""
        return np.fromiter(map(bool, map(said, self.vocabulary)), np.bool_, len(self.vocabulary))

    def counted(self, flags: Flags) -> Ints:
        """How many words of each unit have a flag."""
        return self._summed(flags[self.word])[self.text_of]

    def standing(self, at: Ints) -> tuple[Ints, Ints]:
        """Of words of all texts, by their places, those of each unit: its position, and the word."""
        before = np.searchsorted(at, self.offsets)
        place, unit = ranges(before[self.text_of], before[self.text_of + 1])
        return unit, self.word[at[place]]

    def rows(self, flags: Flags) -> Ints:
        """The places of the words that have a flag and stand beside another that has it in their text."""
        flagged = flags[self.word]
        pairs = self._pairs(flagged[:-1] & flagged[1:])
        result: Ints = np.flatnonzero(pairs | np.concatenate([[False], pairs[:-1]])[: len(pairs)])
        return result

    def doubled(self, of: Callable[[str], str]) -> Flags:
        """For each unit whether ``of`` makes the same of two words in a row."""
        numbers: dict[str, int] = {}
        made = [numbers.setdefault(of(word), len(numbers)) for word in self.vocabulary]
        kind = np.array(made, dtype=np.int64)[self.word]
        return self._summed(self._pairs(kind[:-1] == kind[1:]))[self.text_of] > 0

    def repeated(self, least: int, most: int) -> Flags:
        """For each unit whether so many words in a row stand twice, one time behind the other."""
        found = np.zeros(len(self.texts), np.bool_)
        text = np.repeat(np.arange(len(self.texts)), np.diff(self.offsets))
        for length in range(least, min(most, len(self.word) // 2) + 1):
            same = (self.word[:-length] == self.word[length:]) & (text[:-length] == text[length:])
            rows = np.convolve(same, np.ones(length, dtype=np.int64)) >= length
            found[text[np.flatnonzero(rows[: len(same)])]] = True
        return found[self.text_of]

    def _pairs(self, pairs: Flags) -> Flags:
        """``pairs``, of every word but the last one with the next, less those of two texts."""
        so = np.zeros(len(self.word), np.bool_)
        so[: len(pairs)] = pairs
        ends = self.offsets[1:]
        so[ends[ends > 0] - 1] = False  # the last word of a text and the first one of the next
        return so

    def first(self, flags: Flags) -> Flags:
        """For each unit whether its first word has a flag."""
        has = np.diff(self.offsets) > 0
        result = np.zeros(len(self.texts), np.bool_)
        result[has] = flags[self.word[self.offsets[:-1][has]]]
        return result[self.text_of]

    def sizes(self) -> Ints:
        """How many words each unit has."""
        return np.diff(self.offsets)[self.text_of]

    def looked(self, seen: Callable[[str], object]) -> Flags:
        """What ``seen`` says of each unit's text."""
        found = np.fromiter(map(bool, map(seen, self.texts)), np.bool_, len(self.texts))
        return found[self.text_of]

    def searched(self, pattern: re.Pattern[str], holding: Iterable[str] = ()) -> Flags:
        """For each unit whether ``pattern`` is found in its text, and any of the characters ``holding``, if there are.

        A pattern that needs one of them is looked for in fewer texts so.
        """
        if not holding:
            return self.looked(pattern.search)
        found = self._holding(holding)
        for text in np.flatnonzero(found).tolist():
            found[text] = pattern.search(self.texts[text]) is not None
        return found[self.text_of]

    def naming(self, groups: Sequence[Set[str]]) -> Flags:
        """A row for each group of words, in small letters: for each unit whether its text has any of them."""
        rows: defaultdict[str, list[int]] = defaultdict(list)
        for row, words in enumerate(groups):
            for word in words:
                rows[word].append(row)
        found = np.zeros((len(groups), len(self.texts)), np.bool_)
        rows_of = [rows.get(word.casefold(), ()) for word in self.vocabulary]
        named = np.fromiter(map(bool, rows_of), np.bool_, len(rows_of))
        at = np.flatnonzero(named[self.word])
        texts = np.searchsorted(self.offsets, at, side="right") - 1
        for word, text in zip(self.word[at].tolist(), texts.tolist(), strict=True):
            for row in rows_of[word]:
                found[row, text] = True
        return found[:, self.text_of]

    def holding(self, characters: Iterable[str]) -> Flags:
        """For each unit whether its text has any of ``characters``."""
        return self._holding(characters)[self.text_of]

    def _holding(self, characters: Iterable[str]) -> Flags:
        """The same for each text."""
        found = np.zeros(len(self.texts), np.bool_)
        for character in frozenset(characters):
            found |= np.fromiter(map(contains, self.texts, repeat(character)), np.bool_, len(self.texts))
        return found

    def with_pieces(self, seen: Callable[[str], object]) -> Flags:
        """For each unit whether ``seen`` says so of a piece of its text."""
        return self._with_pieces(seen)[self.text_of]

    def _with_pieces(self, seen: Callable[[str], object]) -> Flags:
        """The same for each text."""
        has = np.fromiter(map(bool, map(seen, self.pieces)), np.bool_, len(self.pieces))
        text = np.repeat(np.arange(len(self.texts)), np.diff(self.piece_offsets))
        found = np.zeros(len(self.texts), np.bool_)
        found[text[has[self.piece]]] = True
        return found

    def wide(self) -> Flags:
        """For each unit whether more than one character parts two pieces of its text, or stands at an end of it."""
        lengths = np.fromiter(map(len, self.pieces), np.int64, len(self.pieces))[self.piece]
        before, ends = self.piece_start.copy(), self.piece_start + lengths
        before[1:] -= ends[:-1]
        counts = np.diff(self.piece_offsets)
        first = self.piece_offsets[:-1][counts > 0]
        before[first] = self.piece_start[first]
        after = np.fromiter(map(len, self.texts), np.int64, len(self.texts))
        after[counts > 0] -= ends[self.piece_offsets[1:][counts > 0] - 1]
        found = after > 1
        found[np.repeat(np.arange(len(self.texts)), counts)[before > 1]] = True
        return found[self.text_of]

    def gathered(self, of: Callable[[str], str]) -> list[str]:
        """What ``of`` makes of the pieces of each unit's text, one after another; of most pieces nothing."""
        made = [of(piece) for piece in self.pieces]
        some = np.fromiter(map(bool, made), np.bool_, len(made))
        at = np.flatnonzero(some[self.piece])
        ends = np.searchsorted(at, self.piece_offsets).tolist()
        parts = [made[piece] for piece in self.piece[at].tolist()]
        texts = ["".join(parts[first:last]) for first, last in pairwise(ends)]
        return [texts[text] for text in self.text_of.tolist()]

    def evened(self) -> Ints:
        """For each unit a number for its text: the same for texts that white space alone sets apart."""
        numbers: dict[str, int] = {}
        made = [numbers.setdefault(text, len(numbers)) for text in self.even]
        return np.array(made, dtype=np.int64)[self.text_of]

    def made(self, of: Callable[[str], str]) -> NDArray[np.object_]:
        """What ``of`` makes of each unit's text."""
        return np.array([of(text) for text in self.texts], dtype=np.object_)[self.text_of]

    def total(self, of: Callable[[str], int]) -> int:
        """The sum of what ``of`` says of each unit's text."""
        times = np.bincount(self.text_of, minlength=len(self.texts)).tolist()
        return sum(of(text) * number for text, number in zip(self.texts, times, strict=True))

    def occurrences(self) -> dict[str, int]:
        """How often each word of the vocabulary stands in the units."""
        return self._word_counts(self.word, np.repeat(np.arange(len(self.texts)), np.diff(self.offsets)))

    def units_with(self) -> dict[str, int]:
        """How many units have each word of the vocabulary."""
        size = max(len(self.vocabulary), 1)
        pairs = distinct(np.repeat(np.arange(len(self.texts)), np.diff(self.offsets)) * size + self.word)
        return self._word_counts(pairs % size, pairs // size)

    def _word_counts(self, words: Ints, texts: Ints) -> dict[str, int]:
        """How often each word stands in the units, ``words`` being in the distinct ``texts``."""
        times = np.bincount(self.text_of, minlength=len(self.texts))
        counts = np.bincount(words, times[texts], len(self.vocabulary)).astype(np.int64)
        return dict(zip(self.vocabulary, counts.tolist(), strict=True))

    def _summed(self, flags: Flags) -> Ints:
        """How many flags each text has."""
        result: Ints = np.diff(np.searchsorted(np.flatnonzero(flags), self.offsets))
        return result


def read_side(texts: Sequence[str], reader: WordReader) -> FileSide:
    """The side of a file whose units have ``texts``."""
    numbers: dict[str, int] = {}
    text_of = np.array([numbers.setdefault(text, len(numbers)) for text in texts], dtype=np.int64)
    cut = [reader.pieces(text) for text in numbers]
    met: defaultdict[str, int] = defaultdict(count().__next__)  # numbers pieces in the order in which they are met
    pieces = np.fromiter(map(met.__getitem__, chain.from_iterable(cut)), np.int64)
    reader.learn(met)
    pieces = np.fromiter(map(reader.__getitem__, met), np.int64, len(met))[pieces]
    sizes = np.fromiter(map(len, cut), np.int64, len(cut))
    lengths = np.fromiter(map(len, reader), np.int64, len(reader))
    places, is_even = _places(tuple(numbers), cut, sizes, lengths[pieces])
    stands = np.bincount(pieces, minlength=len(reader)) > 0  # it may have read other texts before
    used = np.flatnonzero(stands)
    known: dict[str, int] = {}
    rows = [reader.words[piece] for piece in used.tolist()]
    read = [(known.setdefault(text, len(known)), start, end) for row in rows for text, start, end, _ in row]
    # Each piece is replaced by its words.
    counts = np.zeros(len(reader), dtype=np.int64)
    counts[used] = np.fromiter(map(len, rows), np.int64, len(rows))
    entry, owner = ranges((np.cumsum(counts) - counts)[pieces], np.cumsum(counts)[pieces])
    word, start, end = np.array(read, dtype=np.int64).reshape(-1, 3)[entry].T
    shift = places[owner]
    ends = np.concatenate([[0], np.cumsum(counts[pieces])])[np.cumsum(sizes)]
    offsets = np.concatenate([[0], ends]).astype(np.int64)
    return FileSide(
        texts=tuple(numbers),
        text_of=text_of,
        vocabulary=tuple(known),
        offsets=offsets,
        word=np.ascontiguousarray(word),
        start=start + shift,
        end=end + shift,
        pieces=tuple(compress(reader, stands.tolist())),
        piece=(np.cumsum(stands) - 1)[pieces],
        piece_offsets=np.concatenate([[0], np.cumsum(sizes)]).astype(np.int64),
        piece_start=places,
        even=tuple(map(_even, numbers, cut, is_even.tolist())),
    )


def _even(text: str, pieces: Sequence[str], is_even: bool) -> str:
    """The ``text`` of ``pieces`` with its white space evened; ``is_even`` says that there is one space between them.

    A piece may have some inside if it is the only one; or no-break spaces, which are not printable.
    """
    if len(pieces) > 1:
        text = text if is_even else " ".join(pieces)
        if text.isprintable():
            return text
    return even_spaces(text)


def even_spaces(text: str) -> str:
    """``text`` with one space for each run of white space, and none at the ends."""
    return " ".join(text.split())


def _places(texts: Sequence[str], cut: Sequence[Sequence[str]], sizes: Ints, lengths: Ints) -> tuple[Ints, Flags]:
    """Where each piece of each text stands in it; and for each text whether one space stands between any two pieces.

    ``sizes`` are numbers of pieces, ``lengths`` those of the pieces.
    """
    ends = np.cumsum(lengths + 1)
    last = np.cumsum(sizes)
    before = np.concatenate([[0], ends])
    places: Ints = before[:-1] - np.repeat(before[last - sizes], sizes)
    spaced = before[last] - before[last - sizes] - 1
    is_even = spaced == np.fromiter(map(len, texts), np.int64, len(texts))
    for number in np.flatnonzero(~is_even).tolist():
        places[last[number] - sizes[number] : last[number]] = piece_offsets(texts[number], cut[number])
    return places, is_even
