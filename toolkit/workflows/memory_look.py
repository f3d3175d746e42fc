"""Looking over a memory: what it holds, and what is wrong with it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct

from tmx.formats.tmx import read_tmx_columns
from tmx.memory import UnitColumns
from tmx.model import TranslationUnit
from tmx.store.figures import LanguageCounts, MemoryStats
from tmx.store.memory import MemoryStore
from tmx.store.records import date_to_text, document_of
from toolkit.workflows.memory_source import is_store, open_store, unit_format

__all__ = ["MemoryFault", "MemoryLook", "look_over", "memory_stats"]

_MOST = 100


class MemoryFault(Struct, frozen=True):
    """Something wrong in a memory: the unit (its name, or its number in a database), its line in a file, and what."""

    unit: str
    line: int | None
    reason: str


class MemoryLook(Struct, frozen=True):
    """How many units were looked over, how many of them have a fault, and the first faults."""

    units: int
    faulty: int
    faults: tuple[MemoryFault, ...]


def memory_stats(memory: Path, *, source_language: str = "en", target_language: str = "fr") -> MemoryStats:
    """What a memory holds, in figures: a database, or a file of units, read as a stream.

    The languages serve where a file does not name its own. Raises :class:`~tmx.errors.AccordError` where it cannot be
    read.
    """
    if is_store(memory):
        with open_store(memory) as store, store.database.loading():
            return store.stats()
    figures = _Figures()
    for item in _items(memory, source_language, target_language):
        if isinstance(item, UnitColumns):
            figures.add_columns(item)
        else:
            figures.add(item)
    return figures.stats()


class _Figures:
    """Counts of units that come one by one, or many at once."""

    def __init__(self) -> None:
        self._units = 0
        self._counts = LanguageCounts()
        self._documents: set[str] = set()
        self._dates: list[str] = []

    def add(self, unit: TranslationUnit) -> None:
        self._units += 1
        for segment in unit.variants:
            self._counts.add(segment.language, [segment.text])
        self._documents.add(document_of(unit))
        self._date([date_to_text(unit.changed or unit.created)])

    def add_columns(self, columns: UnitColumns) -> None:
        self._units += len(columns)
        for language, texts in zip(columns.languages, (columns.sources, columns.targets), strict=True):
            self._counts.add(language, texts)
        made: Sequence[str | None] = columns.created or (None,) * len(columns)
        self._date([later or date for later, date in zip(columns.changed or made, made, strict=True)])

    def _date(self, dates: Sequence[str | None]) -> None:
        known = [*self._dates, *filter(None, dates)]
        self._dates = [min(known), max(known)] if known else []

    def stats(self) -> MemoryStats:
        return MemoryStats(
            units=self._units,
            retired=0,
            documents=len(self._documents - {""}),
            oldest=self._dates[0] if self._dates else None,
            newest=self._dates[-1] if self._dates else None,
            languages=self._counts.languages(),
            runs=(),
        )


def _items(memory: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit | UnitColumns]:
    """The units of a file, those of a TMX as columns where they can be."""
    known = unit_format(memory)
    return read_tmx_columns(memory) if known.name == "TMX" else known.read(memory, source_language, target_language)


def look_over(memory: Path, *, source_language: str = "en", target_language: str = "fr") -> MemoryLook:
    """Read all of a memory and say what is wrong in it: units without text, in one language only, unsound databases.

    Raises :class:`~tmx.errors.AccordError` where it cannot be read to its end.
    """
    if is_store(memory):
        with open_store(memory) as store, store.database.loading():
            faults = [MemoryFault("", None, reason) for reason in store.faults()]
            faulty = len(faults)
            for number, reasons in _faulty_units(store):
                faulty += 1
                faults += [MemoryFault(str(number), None, reason) for reason in reasons if len(faults) < _MOST]
            return MemoryLook(len(store), faulty, tuple(faults))
    units = faulty = 0
    faults = []
    for item in _items(memory, source_language, target_language):
        units += len(item) if isinstance(item, UnitColumns) else 1
        for unit in _suspects(item):
            reasons = list(islice(_wrong(unit), 3))
            faulty += bool(reasons)
            if len(faults) < _MOST:
                faults += [MemoryFault(unit.identifier, unit.line, reason) for reason in reasons]
    return MemoryLook(units, faulty, tuple(faults))


def _suspects(item: TranslationUnit | UnitColumns) -> Iterable[TranslationUnit]:
    """The units that may have a fault: of columns those with an empty text."""
    if not isinstance(item, UnitColumns):
        return (item,)
    if all(map(str.strip, item.sources)) and all(map(str.strip, item.targets)):
        return ()
    return item.units()


def _faulty_units(store: MemoryStore) -> Iterator[tuple[int, list[str]]]:
    """The numbers of the units of a database that have faults, and what is wrong."""
    suspects = store.suspects()
    while numbers := list(islice(suspects, _MOST)):
        for number, stored in sorted(store.units(numbers).items()):
            reasons = list(islice(_wrong(stored.unit), 3))
            if reasons:
                yield number, reasons


def _wrong(unit: TranslationUnit) -> Iterator[str]:
    if not unit.variants:
        yield "it has no text at all"
    elif len(unit.variants) == 1:
        yield f"it is in one language only ({unit.variants[0].language})"
    for segment in unit.variants:
        if not segment.text.strip() and not segment.codes:
            yield f"the text in {segment.language} is empty"
