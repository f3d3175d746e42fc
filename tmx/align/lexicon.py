"""Lexicons: what is known about which word translates which.

A glossary, a dictionary file and a translation memory can all serve the aligner as a :class:`Lexicon`; what it learns
itself from the texts is a :class:`LearntLexicon`.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Protocol

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.stems import Ids, Vocabulary, stems
from tmx.errors import ParseError
from tmx.files import read_utf8

__all__ = ["Dictionary", "LearntLexicon", "Lexicon", "LexiconEntry", "Translation", "read_dictionary"]

Floats = NDArray[np.float64]


class LexiconEntry(Struct, frozen=True):
    """A word or phrase and its translation as plain text; ``weight`` from 0 to 1 says how sure it is."""

    source: str
    target: str
    weight: float = 1.0


class Lexicon(Protocol):
    """Anything that can say which words or phrases translate each other."""

    def entries(self) -> Iterable[LexiconEntry]:
        """All entries, source first, in a fixed order."""
        ...


class Dictionary(Struct, frozen=True):
    """Entries at hand, as a :class:`Lexicon`."""

    items: tuple[LexiconEntry, ...]

    def entries(self) -> Iterator[LexiconEntry]:
        """All entries in order."""
        return iter(self.items)


def read_dictionary(path: Path) -> Dictionary:
    """The dictionary in ``path``: UTF-8 lines ``source<TAB>target[<TAB>weight]``; ``#`` begins a comment line.

    Raises :class:`~tmx.errors.ParseError` with the line where one has no translation or a weight outside 0 to 1, or
    where no entry is found; :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    entries = []
    for number, row in enumerate(read_utf8(path).splitlines(), 1):
        if row.strip() and not row.startswith("#"):
            entries.append(_entry(row, path, number))
    if not entries:
        raise ParseError("there is no entry in the dictionary", path=path, remedy="write source, tab, target on a line")
    return Dictionary(tuple(entries))


def _entry(line: str, path: Path, number: int) -> LexiconEntry:
    fields = [field.strip() for field in line.split("\t")]
    if len(fields) not in (2, 3) or not fields[0] or not fields[1]:
        raise ParseError(
            "a dictionary line holds a word and its translation, with a tab between",
            path=path,
            line=number,
            remedy="write source, tab, target, and if you like a tab and a weight from 0 to 1",
        )
    if len(fields) == 2:
        return LexiconEntry(fields[0], fields[1])
    try:
        weight = float(fields[2])
    except ValueError:
        weight = -1.0
    if not 0.0 <= weight <= 1.0:
        raise ParseError(
            f"the weight «{fields[2]}» is not a number from 0 to 1", path=path, line=number, remedy="write 0.5, say"
        )
    return LexiconEntry(fields[0], fields[1], weight)


class Translation(Struct, frozen=True):
    """A stem of the other language with its probability."""

    stem: str
    probability: float


class LearntLexicon(Struct, frozen=True, eq=False):
    """Translation probabilities of stems, both ways, learnt from aligned texts.

    Words are looked up by their stems (:func:`~tmx.align.stems.stems`), so that inflected forms share what is known.
    The pairs stand sorted by source, then target: ``source_ids``, ``target_ids``, with ``forward`` = p(target|source)
    and ``backward`` = p(source|target). ``source_share`` and ``target_share`` are the stems' relative frequencies.
    """

    source_vocabulary: Vocabulary
    target_vocabulary: Vocabulary
    source_ids: Ids
    target_ids: Ids
    forward: Floats
    backward: Floats
    source_share: Floats
    target_share: Floats

    def probability(self, source_word: str, target_word: str) -> float:
        """p(target word | source word), 0 where the pair is unknown; the best over the stems of either word."""
        return self._best(self.forward, source_word, target_word)

    def inverse_probability(self, source_word: str, target_word: str) -> float:
        """p(source word | target word), 0 where the pair is unknown; the best over the stems of either word."""
        return self._best(self.backward, source_word, target_word)

    def translations(self, source_word: str, limit: int = 10) -> tuple[Translation, ...]:
        """The likeliest target stems for the first stem of ``source_word``, best first."""
        number = next((n for n in map(self.source_vocabulary.find, stems(source_word)) if n is not None), None)
        if number is None:
            return ()
        first, last = np.searchsorted(self.source_ids, [number, number + 1])
        order = np.argsort(-self.forward[first:last], kind="stable")[:limit] + first
        words = self.target_vocabulary.words
        return tuple(Translation(words[self.target_ids[i]], float(self.forward[i])) for i in order)

    def _best(self, probabilities: Floats, source_word: str, target_word: str) -> float:
        best = 0.0
        others = {n for n in map(self.target_vocabulary.find, stems(target_word)) if n is not None}
        for source in map(self.source_vocabulary.find, stems(source_word)):
            if source is None or not others:
                continue
            first, last = np.searchsorted(self.source_ids, [source, source + 1])
            known = self.target_ids[first:last]
            for target in others:
                at = int(np.searchsorted(known, target))
                if at < len(known) and known[at] == target:
                    best = max(best, float(probabilities[first + at]))
        return best
