"""A text in the pieces between its spaces, and where its words stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate, chain, islice
from operator import add, itemgetter

from termbase.match.chunks import read_chunk
from termbase.match.longest import Cluster
from termbase.match.pieces import Piece
from tmx.text.languages import Language
from tmx.text.pieces import piece_offsets

__all__ = ["Reading"]

_STEPS, _WIDTHS = itemgetter(1), itemgetter(2)  # of a piece


class Reading:
    """A text, and the clusters of terms in it, each with the word that its places are counted from.

    ``starts`` and ``ends`` say where its words stand, in half-open code points.
    """

    __slots__ = ("_counts", "_language", "_pieces", "_texts", "clusters", "ends", "starts", "text")

    def __init__(self, text: str, texts: Sequence[str], pieces: Sequence[Piece], language: Language) -> None:
        """``texts`` are those of the ``pieces``."""
        self.text = text
        self.clusters: list[tuple[int, Cluster]] = []
        self._texts = texts
        self._pieces = pieces
        self._counts: list[int] | None = None
        self._language = language
        self.starts = _starts(text, texts, pieces)
        self.ends = list(map(add, self.starts, chain.from_iterable(map(_WIDTHS, pieces))))

    def opens_sentence(self, place: int) -> bool:
        """Whether a sentence begins with the word ``place``."""
        if self._counts is None:
            self._counts = list(accumulate([len(piece.symbols) for piece in self._pieces]))
        at = bisect_right(self._counts, place)
        chunk = read_chunk(self._texts[at], self._language)
        if at and place == self._counts[at - 1]:  # the piece cannot tell of its first word
            return read_chunk(self._texts[at - 1], self._language).sentence_after
        return chunk.words[place - self._counts[at]].opens_sentence


def _starts(text: str, texts: Sequence[str], pieces: Sequence[Piece]) -> list[int]:
    """Where the words of the pieces, all of them together, begin in ``text``."""
    steps = chain.from_iterable(map(_STEPS, pieces))
    if len(text) == sum(map(len, texts)) + len(texts) - 1:  # one space between any two
        return list(accumulate(steps, initial=0))
    starts: list[int] = []
    for offset, piece in zip(piece_offsets(text, texts), pieces, strict=True):
        starts += islice(accumulate(piece.steps, initial=offset), len(piece.steps))
    return starts
