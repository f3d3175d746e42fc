"""Reads texts for the terms of a glossary, and remembers what it has read."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import chain
from operator import itemgetter
from typing import TYPE_CHECKING

from msgspec import Struct

from termbase.match.automaton import END, Automaton, Symbol, TrieMatch, Walks, walks
from termbase.match.longest import Cluster, resolve
from termbase.match.pattern import same_case
from termbase.match.pieces import Pieces
from termbase.match.reading import Reading
from termbase.match.trie import TermTrie
from termbase.model import Term
from tmx.text.languages import Language
from tmx.text.tokens import split_pieces

if TYPE_CHECKING:
    from termbase.match.rows import CutTexts, PlacedClusters

__all__ = ["TermReader"]

_SYMBOLS = itemgetter(0)  # of a piece
_KEPT_PIECES = 1 << 17
_KEPT_STEPS = 1 << 19
_KEPT_CLUSTERS = 1 << 17


class _Memory(Struct, frozen=True, eq=False):
    """What was read: pieces of text, steps from word to word, and what walks that overlap come to."""

    automaton: Automaton
    pieces: Pieces
    clusters: dict[Walks, Cluster]

    @property
    def is_full(self) -> bool:
        steps = self.automaton.steps
        return len(self.pieces) > _KEPT_PIECES or steps > _KEPT_STEPS or len(self.clusters) > _KEPT_CLUSTERS


class TermReader:
    """Finds where terms stand, by their numbers in the order in which they were given."""

    def __init__(self, terms: Sequence[Term], language: Language) -> None:
        self._language = language
        self._trie = TermTrie(terms, language)
        self._memory = self._blank()

    def _blank(self) -> _Memory:
        automaton = Automaton(self._trie, self._language.partitives)
        return _Memory(automaton, Pieces(automaton, self._language), {})

    def is_acronym(self, number: int) -> bool:
        """Whether the term that was found as ``number`` is an acronym."""
        return self._trie.patterns[number].is_acronym

    def read(self, text: str) -> Reading:
        """``text`` with the clusters of terms that stand there."""
        memory = self._emptied()
        texts = split_pieces(text)
        pieces = list(map(memory.pieces.__getitem__, texts))
        row = list(chain.from_iterable(map(_SYMBOLS, pieces)))
        row.append(END)
        found = walks(row)
        if not found:
            return _NOTHING
        reading = Reading(text, texts, pieces, self._language)
        for first, group in found:
            cluster = self._cluster(group, memory)
            if cluster.is_exact:
                matches = [match for match in _matches(group) if self._case_agrees(match, first, row, reading)]
                cluster = resolve(matches, self._trie.patterns, is_exact=True)
            reading.clusters.append((first, cluster))
        return reading

    def read_texts(self, cut: CutTexts) -> Iterator[PlacedClusters]:
        """The clusters of terms in many texts, some texts at a time.

        Where the capitals of terms count, it is as if they did not: read such a text by itself.
        """
        from termbase.match.rows import placed, read_rows, walk_groups  # they need NumPy, which one text does not

        for first, last in cut.blocks():
            memory = self._emptied()
            rows = read_rows(cut, first, last, memory.pieces)
            yield placed(rows, [(at, self._cluster(group, memory)) for at, group in walk_groups(rows)])

    def _emptied(self) -> _Memory:
        """What was read, or nothing where that is too much."""
        memory = self._memory
        if memory.is_full:
            memory = self._memory = self._blank()
        return memory

    def _cluster(self, group: Walks, memory: _Memory) -> Cluster:
        cluster = memory.clusters.get(group)
        if cluster is None:
            is_exact = any(outcome.is_exact for _, outcome in group)
            cluster = memory.clusters[group] = resolve(_matches(group), self._trie.patterns, is_exact=is_exact)
        return cluster

    def _case_agrees(self, match: TrieMatch, first: int, row: Sequence[Symbol], reading: Reading) -> bool:
        """Whether the capitals are right where they count."""
        return all(
            same_case(element.text, row[first + place].form.text, reading.opens_sentence(first + place))
            for element, place in zip(self._trie.patterns[match.entry].elements, match.places, strict=True)
            if element.exact and not element.acronym
        )


def _matches(group: Walks) -> list[TrieMatch]:
    """What walks found, with places counted from the beginning of the group."""
    return [
        match if not at else TrieMatch(tuple([at + place for place in match.places]), match.entry, match.inserted)
        for at, outcome in group
        for match in outcome.matches
    ]


_NOTHING = Reading("", (), (), Language(tag="", name=""))
