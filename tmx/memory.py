"""What a search asks of a memory: every store that answers can be searched, and so can a file held in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import NamedTuple, Protocol, runtime_checkable

from msgspec import Struct
from msgspec.structs import replace

from tmx.model import InlineCode, Segment, StoredUnit, TranslationUnit

__all__ = ["KeyedSource", "Neighbours", "SourceStamp", "SourceText", "UnitColumns", "UnitSource"]


class UnitColumns(Struct, frozen=True):
    """Units of the simplest kind, a column for each thing that they have: two texts, a name, dates and authors.

    Large memories are made of such units, and what is done with a column at once need not be done a million times.
    ``languages`` are those of ``sources`` and ``targets``; ``source_place`` and ``unnamed`` are the same for all (see
    :class:`~tmx.model.TranslationUnit`). Dates are written as a store keeps them (``2024-05-31T10:00:00Z``); a column
    that says nothing of any unit is empty. ``lines`` are where the units begin in their file; empty where nobody asked.
    """

    languages: tuple[str, str]
    sources: Sequence[str]
    targets: Sequence[str]
    identifiers: Sequence[str]
    lines: Sequence[int]
    created: Sequence[str | None] = ()
    created_by: Sequence[str | None] = ()
    changed: Sequence[str | None] = ()
    changed_by: Sequence[str | None] = ()
    source_place: int = 0
    unnamed: bool = False

    def __len__(self) -> int:
        return len(self.sources)

    def part(self, start: int, end: int) -> UnitColumns:
        """The units from ``start`` to ``end``, half open, from 0."""
        return replace(self, **{name: getattr(self, name)[start:end] for name in _COLUMNS})

    def units(self) -> Iterator[TranslationUnit]:
        """The same as units, one by one."""
        size = len(self)
        none: Sequence[None] = (None,) * size
        one, two = self.languages
        for source, target, name, line, made, maker, changed, changer in zip(
            self.sources,
            self.targets,
            self.identifiers,
            self.lines or none,
            self.created or none,
            self.created_by or none,
            self.changed or none,
            self.changed_by or none,
            strict=True,
        ):
            yield TranslationUnit(
                name,
                (Segment(one, source), Segment(two, target)),
                created=datetime.fromisoformat(made) if made else None,
                changed=datetime.fromisoformat(changed) if changed else None,
                created_by=maker,
                changed_by=changer,
                line=line,
                source_place=self.source_place,
                unnamed=self.unnamed,
            )


_COLUMNS = ("sources", "targets", "identifiers", "lines", "created", "created_by", "changed", "changed_by")


class SourceText(NamedTuple):
    """The text of one unit in one language; ``unit`` is the store's number of it. A tuple, for there are millions."""

    unit: int
    text: str
    codes: tuple[InlineCode, ...]


class SourceStamp(Struct, frozen=True):
    """What a memory holds at a moment, as far as an index must know to be sure that it fits.

    ``identity`` changes where the memory is another one, ``last`` is its highest unit number (0: none). Units
    up to a number never change while ``identity`` and ``history`` stay; they may only be retired.
    ``history`` names the last change up to ``last``; :meth:`UnitSource.knows` says whether a memory has it.
    """

    identity: str
    last: int
    history: str


class Neighbours(Struct, frozen=True):
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
        """The texts in ``language`` of those units in use that have a text in ``other`` beside it, not empty."""

    def units(self, numbers: Sequence[int]) -> dict[int, StoredUnit]:
        """These units; those that are retired are left out."""

    def in_context(self, numbers: Sequence[int], neighbours: Neighbours) -> set[int]:
        """Those of these units that stand, or stood, between such neighbours; unknown ones fit anything."""


@runtime_checkable
class KeyedSource(Protocol):
    """A memory that finds texts without an index of their words, by sums that it keeps."""

    def finds_texts(self, language: str) -> bool:
        """Whether all texts in ``language`` (a primary subtag) can be found so."""

    def same_texts(self, texts: Sequence[str], language: str) -> dict[str, list[int]]:
        """The units in use with these texts in ``language``, white space apart, by text."""
