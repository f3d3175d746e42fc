"""What a search asks of a memory: every store that answers can be searched, and so can a file held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Protocol

from tmx.model import InlineCode, StoredUnit

__all__ = ["Neighbours", "SourceStamp", "SourceText", "UnitSource"]


class SourceText(NamedTuple):
    """The text of one unit in one language; ``unit`` is the store's number of it. A tuple, for there are millions."""

    unit: int
    text: str
    codes: tuple[InlineCode, ...]


@dataclass(frozen=True, slots=True)
class SourceStamp:
    """What a memory holds at a moment, as far as an index must know to be sure that it fits.

    ``identity`` changes where the memory is another one, ``last`` is its highest unit number (0: none). Units
    up to a number never change while ``identity`` and ``history`` stay; they may only be retired.
    ``history`` names the last change up to ``last``; :meth:`UnitSource.knows` says whether a memory has it.
    """

    identity: str
    last: int
    history: str


@dataclass(frozen=True, slots=True)
class Neighbours:
    """The plain texts before and after a segment; ``None`` where it is not known, empty at an edge of the document."""

    previous: str | None = None
    following: str | None = None


class UnitSource(Protocol):
    """A memory that can be searched. Languages are primary subtags (``en``)."""

    @property
    def index_path(self) -> Path | None:
        """The folder for indexes of this memory; ``None`` where they are to be kept in memory."""

    def stamp(self) -> SourceStamp:
        """What the memory holds now."""

    def last_number(self) -> int:
        """The highest unit number now, 0 where there is none; cheap, asked at each look-up."""

    def knows(self, stamp: SourceStamp) -> bool:
        """Whether the memory is the one that gave ``stamp``, and has gone on from there."""

    def texts(self, language: str, *, after: int = 0) -> Iterator[SourceText]:
        """The texts in ``language`` of units with numbers above ``after``, in order of their numbers."""

    def texts_of(self, numbers: Sequence[int], language: str, other: str) -> Iterable[SourceText]:
        """The texts in ``language`` of those of these units that are in use and have a text in ``other`` beside it."""

    def units(self, numbers: Sequence[int]) -> dict[int, StoredUnit]:
        """These units; those that are retired are left out."""

    def in_context(self, numbers: Sequence[int], neighbours: Neighbours) -> set[int]:
        """Those of these units that stand, or stood, between such neighbours; unknown ones fit anything."""
