"""Keeping a memory clean: what is wrong with its units is found, reported, taken out or put right, and put back."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.errors import ConfigError, StoreError
from tmx.formats.registry import pair_of
from tmx.formats.tmx import read_header, write_tmx
from tmx.model import Segment, TranslationUnit
from tmx.store.importing import undo
from tmx.store.memory import MemoryStore
from tmx.store.records import UNKNOWN, PlacedUnit, content_key, text_key
from toolkit.reports.cleaning import CleanAction, CleanChange, CleanKind
from toolkit.workflows.clean_faults import Fault, FaultFinder, Pair
from toolkit.workflows.memory_source import open_store, unit_format

__all__ = ["CleanResult", "clean_file", "clean_memory", "undo_cleaning"]

_BLOCK = 20_000  # units that are judged beside each other
_RULE = "clean"

Progress = Callable[[int, int], None]


class CleanResult(Struct, frozen=True):
    """What cleaning found: how many units were read, how many of them are taken out and put right, and each fault."""

    units: int
    removed: int
    repaired: int
    changes: tuple[CleanChange, ...]


class _Judged(Struct, frozen=True):
    """A unit after cleaning: ``unit`` is ``None`` where it is taken out, the very same object where nothing changed."""

    unit: TranslationUnit | None
    changes: tuple[CleanChange, ...]


class _Read(Struct, frozen=True):
    """A unit with the name by which the report calls it, and its number in a database."""

    unit: TranslationUnit
    name: str
    number: int = 0


class _Cleaner:
    """Judges units block by block; ``kept`` kinds are reported and not acted on."""

    def __init__(self, languages: tuple[str, str], kinds: frozenset[CleanKind], kept: frozenset[CleanKind]) -> None:
        self._languages = languages
        self._finder = FaultFinder(languages, kinds)
        self._kept = kept

    def judged(self, rows: Sequence[_Read]) -> Iterator[_Judged]:
        """What becomes of each unit of a block; units that lack one of the languages stay as they are."""
        pairs = [_pair(row.unit, self._languages) for row in rows]
        with_both = [(row, pair) for row, pair in zip(rows, pairs, strict=True) if pair is not None]
        found = iter(self._finder.block([pair for _, pair in with_both], [row.name for row, _ in with_both]))
        for row, pair in zip(rows, pairs, strict=True):
            yield _Judged(row.unit, ()) if pair is None else self._judged(row, pair, next(found))

    def _judged(self, row: _Read, pair: Pair, faults: Sequence[Fault]) -> _Judged:
        changes = []
        now: Pair | None = pair
        for fault in faults:
            action = CleanAction.REMOVE if fault.repaired is None else CleanAction.REPAIR
            if fault.kind in self._kept:
                action = CleanAction.KEEP
            after = None if fault.repaired is None else fault.repaired.texts
            if action is not CleanAction.KEEP:
                now = fault.repaired
            identifier = "" if row.unit.unnamed else row.unit.identifier
            changes.append(
                CleanChange(
                    row.name, identifier, row.unit.line, fault.kind, action, fault.why, pair.texts, after, fault.score
                )
            )
        if now is pair:
            return _Judged(row.unit, tuple(changes))
        return _Judged(_changed(row.unit, pair, now), tuple(changes))


def _pair(unit: TranslationUnit, languages: tuple[str, str]) -> Pair | None:
    both = pair_of(unit, *languages)
    return None if both is None else Pair(both.variants[0], both.variants[1])


def _changed(unit: TranslationUnit, before: Pair, now: Pair | None) -> TranslationUnit | None:
    """The unit with another pair; without one ``None``, or the unit without the target where it has more languages."""
    variants: list[Segment] = []
    for segment in unit.variants:
        if now is None:
            if segment is not before.target:
                variants.append(segment)
        elif segment is before.source:
            variants.append(now.source)
        else:
            variants.append(now.target if segment is before.target else segment)
    if now is None and len(unit.variants) < 3:
        return None
    return replace(unit, variants=tuple(variants))


def clean_memory(
    memory: Path,
    *,
    source_language: str,
    target_language: str,
    kinds: frozenset[CleanKind],
    kept: frozenset[CleanKind] = frozenset(),
    dry_run: bool = False,
    before_change: Callable[[CleanResult], None] | None = None,
    progress: Progress | None = None,
) -> CleanResult:
    """Look for faults of these kinds in a database, and take them out or put them right unless ``dry_run``.

    What is taken out is out of use and stays in the database; what is put right stands beside what it was. Both are one
    run that :func:`undo_cleaning` takes back. ``before_change`` is called with the result before anything is changed,
    to write the report. Raises :class:`~tmx.errors.AccordError` where the memory cannot be read or written.
    """
    cleaner = _Cleaner((source_language, target_language), kinds, kept)
    with open_store(memory) as store:
        total, read = len(store), 0
        changes: list[CleanChange] = []
        gone: list[int] = []
        new: list[tuple[int, TranslationUnit]] = []
        rows = (_Read(stored.unit, str(stored.number), stored.number) for stored in store)
        for block in _blocks(rows):
            read += len(block)
            for row, judged in zip(block, cleaner.judged(block), strict=True):
                changes += judged.changes
                if judged.unit is not row.unit:
                    gone.append(row.number)
                    if judged.unit is not None:
                        new.append((row.number, judged.unit))
            if progress is not None:
                progress(read, max(read, total))
        result = CleanResult(read, len(gone) - len(new), len(new), tuple(changes))
        if before_change is not None:
            before_change(result)
        if gone and not dry_run:
            _apply(store, gone, new)
    return result


def _apply(store: MemoryStore, gone: Sequence[int], new: Sequence[tuple[int, TranslationUnit]]) -> None:
    """Retire units and put others in their places, in one run and one transaction."""
    old = {row[0]: row for row in _kept_facts(store, [number for number, _ in new])}
    with store.database.writing():
        run = store.begin_run("clean", rule=_RULE)
        store.database.run_many(
            "UPDATE memory_unit SET retired_by = ? WHERE number = ? AND retired_by IS NULL", [(run, n) for n in gone]
        )
        rows = []
        for number, unit in new:
            document = old[number][3] if number in old else ""
            key = text_key(unit.variants[0].text)
            rows.append(PlacedUnit(unit, document or "", key, content_key(unit), UNKNOWN, UNKNOWN))
        numbers = store.insert(rows, run) if rows else []
        renewed = dict(zip((number for number, _ in new), numbers, strict=True))
        store.database.run_many(
            "UPDATE memory_unit SET used = ?, last_used = ? WHERE number = ?",
            [(old[before][1], old[before][2], after) for before, after in renewed.items() if before in old],
        )
        places = store.places(list(renewed))
        store.add_occurrences([(renewed[unit], *place, run) for unit, here in places.items() for place in here])
        store.database.run(
            "UPDATE memory_run SET added = ?, replaced = ? WHERE number = ?", (len(numbers), len(gone), run)
        )
        store.end_run(run)


def _kept_facts(store: MemoryStore, numbers: Sequence[int]) -> Iterator[tuple[int, int, str | None, str | None]]:
    """How often units were used, when last, and their documents."""
    statement = (
        "SELECT u.number, u.used, u.last_used, d.name FROM memory_unit u "
        "LEFT JOIN memory_document d ON d.number = u.document WHERE u.number IN ({values})"
    )
    yield from store.database.run_in(statement, list(numbers))


def undo_cleaning(memory: Path) -> int:
    """Take back the last cleaning of a database that is not taken back yet; how many units are in use again.

    Raises :class:`~tmx.errors.StoreError` where there is none.
    """
    with open_store(memory) as store:
        rows = store.database.run(
            "SELECT number, replaced FROM memory_run WHERE rule = ? AND state = 'done' ORDER BY number DESC LIMIT 1",
            (_RULE,),
        )
        if not rows:
            raise StoreError(
                "there is no cleaning to take back", path=memory, remedy="accord memory stats lists what was done"
            )
        number, replaced = rows[0]
        undo(store, number)
        return int(replaced)


def clean_file(
    path: Path,
    output: Path | None,
    *,
    source_language: str,
    target_language: str,
    kinds: frozenset[CleanKind],
    kept: frozenset[CleanKind] = frozenset(),
    before_change: Callable[[CleanResult], None] | None = None,
    progress: Progress | None = None,
) -> CleanResult:
    """As :func:`clean_memory` for a file of units, which stays as it is: what is left is written to ``output``, a TMX.

    Without ``output`` nothing is written. Raises :class:`~tmx.errors.AccordError` where a file cannot be read or
    written, and :class:`~tmx.errors.ConfigError` where ``output`` is the file itself or no TMX.
    """
    if output is not None:
        if output.suffix.lower() != ".tmx":
            raise ConfigError(f"what is clean is written as TMX, not as «{output.suffix}»", remedy="name a .tmx file")
        if output.exists() and path.exists() and output.samefile(path):
            raise ConfigError("the clean memory would replace the memory itself", remedy="name another file with -o")
    known = unit_format(path)
    cleaner = _Cleaner((source_language, target_language), kinds, kept)
    changes: list[CleanChange] = []
    left: list[TranslationUnit] = []
    read = removed = repaired = 0
    rows = (
        _Read(unit, unit.identifier or str(number))
        for number, unit in enumerate(known.read(path, source_language, target_language), 1)
    )
    for block in _blocks(rows):
        read += len(block)
        for row, judged in zip(block, cleaner.judged(block), strict=True):
            changes += judged.changes
            removed += judged.unit is None
            repaired += judged.unit is not None and judged.unit is not row.unit
            if judged.unit is not None and output is not None:
                left.append(judged.unit)
        if progress is not None:
            progress(read, read)
    result = CleanResult(read, removed, repaired, tuple(changes))
    if before_change is not None:
        before_change(result)
    if output is not None:
        header = read_header(path) if known.name == "TMX" else None
        said = header.source_language if header is not None else ""
        write_tmx(output, left, source_language=said or source_language, header=header)
    return result


def _blocks(rows: Iterable[_Read]) -> Iterator[list[_Read]]:
    given = iter(rows)
    while block := list(islice(given, _BLOCK)):
        yield block
