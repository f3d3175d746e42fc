"""A memory held in memory: the units of a file that is searched without being imported."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from tmx.memory import Neighbours, SourceStamp, SourceText
from tmx.model import StoredUnit, TranslationUnit
from tmx.store.records import EDGE, base_of, placed, text_key
from tmx.text.languages import primary_subtag

__all__ = ["HeldMemory"]


class HeldMemory:
    """Units as a memory that can be searched (``tmx.memory.UnitSource``); numbered from 1 in their order."""

    index_path: Path | None = None

    def __init__(self, units: Iterable[TranslationUnit], *, name: str = "") -> None:
        self._units: list[StoredUnit] = []
        self._keys: list[tuple[int, int]] = []
        for number, row in enumerate((row for row in placed(units) if row.source_key != EDGE), 1):
            self._units.append(StoredUnit(number, row.unit, row.document, name))
            self._keys.append((row.previous_key, row.next_key))

    def __len__(self) -> int:
        return len(self._units)

    def __iter__(self) -> Iterator[StoredUnit]:
        return iter(self._units)

    def stamp(self) -> SourceStamp:
        """What is held; it never changes."""
        return SourceStamp("", len(self._units), "")

    def last_number(self) -> int:
        """The highest number."""
        return len(self._units)

    def knows(self, stamp: SourceStamp) -> bool:
        """Whether ``stamp`` is this memory's own."""
        return stamp == self.stamp()

    def texts(self, language: str, *, after: int = 0) -> Iterator[SourceText]:
        """The texts in ``language`` of units with numbers above ``after``, in order."""
        base = primary_subtag(language)
        for stored in self._units[after:]:
            for segment in stored.unit.variants:
                if base_of(segment) == base:
                    yield SourceText(stored.number, segment.text, segment.codes)

    def texts_of(self, numbers: Sequence[int], language: str, other: str) -> Iterator[SourceText]:
        """The texts in ``language`` of those of these units that have a text in ``other`` beside it, not empty."""
        one, two = primary_subtag(language), primary_subtag(other)
        for number in numbers:
            variants = self._units[number - 1].unit.variants
            bases = [base_of(segment) for segment in variants]
            others = [at for at, base in enumerate(bases) if base == two and variants[at].text.strip()]
            for place, segment in enumerate(variants):
                if bases[place] == one and any(at != place for at in others):
                    yield SourceText(number, segment.text, segment.codes)

    def units(self, numbers: Sequence[int]) -> dict[int, StoredUnit]:
        """These units."""
        return {number: self._units[number - 1] for number in numbers}

    def in_context(self, numbers: Sequence[int], neighbours: Neighbours) -> set[int]:
        """Those of these units that stand between such neighbours; what is not known fits any."""
        previous = None if neighbours.previous is None else text_key(neighbours.previous)
        following = None if neighbours.following is None else text_key(neighbours.following)
        if previous is None and following is None:
            return set()
        return {
            number
            for number in numbers
            if previous in (None, self._keys[number - 1][0]) and following in (None, self._keys[number - 1][1])
        }
