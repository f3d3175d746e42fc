"""A text in the pieces between its spaces, and where its words stand."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from termbase.match.chunks import read_chunk
from termbase.match.longest import Cluster
from tmx.text.languages import Language
from tmx.text.pieces import piece_offsets

__all__ = ["Reading"]


class Reading:
    """A text, and the clusters of terms in it, each with the word that its places are counted from.

    ``starts`` and ``ends`` say where its words stand, in code points.
    """

    __slots__ = ("_counts", "_language", "_pieces", "_places", "clusters", "ends", "starts", "text")

    def __init__(
        self, text: str, pieces: Sequence[str], places: Sequence[tuple[tuple[int, int], ...]], language: Language
    ) -> None:
        """``places`` say where the words of the ``pieces`` start and end, counted from the piece."""
        self.text = text
        self.clusters: list[tuple[int, Cluster]] = []
        self._pieces = pieces
        self._places = places
        self._counts: list[int] | None = None
        self._language = language
        offsets = piece_offsets(text, pieces)
        self.starts = [at + start for at, words in zip(offsets, places, strict=True) for start, _ in words]
        self.ends = [at + end for at, words in zip(offsets, places, strict=True) for _, end in words]

    def opens_sentence(self, place: int) -> bool:
        """Whether a sentence begins with the word ``place``."""
        if self._counts is None:
            self._counts = list(accumulate([len(words) for words in self._places]))
        at = bisect_right(self._counts, place)
        chunk = read_chunk(self._pieces[at], self._language)
        if at and place == self._counts[at - 1]:  # the piece cannot tell of its first word
            return read_chunk(self._pieces[at - 1], self._language).sentence_after
        return chunk.words[place - self._counts[at]].opens_sentence
