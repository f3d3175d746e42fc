"""Looking over a memory: what it holds, and what is wrong with it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from pathlib import Path

from tmx.formats.registry import format_of
from tmx.model import TranslationUnit
from tmx.store.memory import LanguageCount, MemoryStats
from tmx.store.records import date_to_text, document_of
from toolkit.workflows.memory_source import is_store, open_store

__all__ = ["MemoryFault", "MemoryLook", "look_over", "memory_stats"]

_MOST = 100


@dataclass(frozen=True, slots=True)
class MemoryFault:
    """Something wrong in a memory: the unit (its name, or its number in a database), its line in a file, and what."""

    unit: str
    line: int | None
    reason: str


@dataclass(frozen=True, slots=True)
class MemoryLook:
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
        with open_store(memory) as store:
            return store.stats()
    counts: dict[str, Counter[str]] = {}
    documents: set[str] = set()
    dates: list[str] = []
    units = 0
    for unit in format_of(memory).read(memory, source_language, target_language):
        units += 1
        for segment in unit.variants:
            count = counts.setdefault(segment.language, Counter())
            count.update(segments=1, characters=len(segment.text), words=len(segment.text.split()))
        documents.add(document_of(unit))
        date = date_to_text(unit.changed or unit.created)
        if date is not None:
            dates = [min([*dates, date]), max([*dates, date])]
    languages = (LanguageCount(tag, c["segments"], c["characters"], c["words"]) for tag, c in counts.items())
    return MemoryStats(
        units=units,
        retired=0,
        documents=len(documents - {""}),
        oldest=dates[0] if dates else None,
        newest=dates[-1] if dates else None,
        languages=tuple(sorted(languages, key=lambda count: (-count.segments, count.language))),
        runs=(),
    )


def look_over(memory: Path, *, source_language: str = "en", target_language: str = "fr") -> MemoryLook:
    """Read all of a memory and say what is wrong in it: units without text, in one language only, unsound databases.

    Raises :class:`~tmx.errors.AccordError` where it cannot be read to its end.
    """
    faults: list[MemoryFault] = []
    units = faulty = 0
    for number, unit in _units(memory, source_language, target_language, faults):
        units += 1
        reasons = list(islice(_wrong(unit), 3))
        faulty += bool(reasons)
        if len(faults) < _MOST:
            faults += [MemoryFault(number, unit.line, reason) for reason in reasons]
    return MemoryLook(units, faulty + sum(1 for fault in faults if not fault.unit), tuple(faults))


def _units(
    memory: Path, source_language: str, target_language: str, faults: list[MemoryFault]
) -> Iterator[tuple[str, TranslationUnit]]:
    if not is_store(memory):
        for unit in format_of(memory).read(memory, source_language, target_language):
            yield unit.identifier, unit
        return
    with open_store(memory) as store:
        faults += [MemoryFault("", None, reason) for reason in store.faults()]
        for stored in store:
            yield str(stored.number), stored.unit


def _wrong(unit: TranslationUnit) -> Iterator[str]:
    if not unit.variants:
        yield "it has no text at all"
    elif len(unit.variants) == 1:
        yield f"it is in one language only ({unit.variants[0].language})"
    for segment in unit.variants:
        if not segment.text.strip() and not segment.codes:
            yield f"the text in {segment.language} is empty"
