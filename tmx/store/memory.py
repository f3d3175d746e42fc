"""A translation memory in a database: reading, finding by number, editing. See ``tmx.store.importing`` for imports."""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from pathlib import Path
from types import TracebackType

from tmx.errors import StoreError
from tmx.memory import Neighbours, SourceStamp, SourceText
from tmx.model import StoredUnit, TranslationUnit
from tmx.store.database import Database, Row
from tmx.store.encoding import EncodedUnits, encoded, write_encoded
from tmx.store.placing import PlacedColumns, write_columns
from tmx.store.records import (
    UNKNOWN,
    PlacedUnit,
    codes_from_text,
    content_key,
    date_to_text,
    stored_unit,
    text_key,
)
from tmx.store.schema import KIND, MIGRATIONS, VERSION
from tmx.text.languages import primary_subtag

__all__ = ["LanguageCount", "MemoryStats", "MemoryStore", "RunRecord"]

_SOME = 5000
_BLANKS = tuple(character for character in map(chr, range(1, 0x3001)) if character.isspace())
_UNIT = (
    "u.number, u.identifier, u.created, u.created_by, u.changed, u.changed_by, u.used, u.last_used, u.details, "
    "d.name, r.name"
)
_JOINED = (
    "FROM memory_unit u LEFT JOIN memory_document d ON d.number = u.document LEFT JOIN memory_run r ON r.number = u.run"
)


@dataclass(frozen=True, slots=True)
class RunRecord:
    """An import or a piece of editing: what was read and what came of it.

    ``state`` is ``open`` (begun, perhaps interrupted), ``done``, ``undone`` (taken back) or ``left`` (given up for
    another version of the file).
    """

    number: int
    name: str
    state: str
    read: int
    added: int
    skipped: int
    replaced: int
    started: str
    finished: str | None


@dataclass(frozen=True, slots=True)
class LanguageCount:
    """How many segments, characters and words (runs between spaces) a memory has in a language."""

    language: str
    segments: int
    characters: int
    words: int


@dataclass(frozen=True, slots=True)
class MemoryStats:
    """What a memory holds, in figures; ``retired`` are units that were replaced or taken out."""

    units: int
    retired: int
    documents: int
    oldest: str | None
    newest: str | None
    languages: tuple[LanguageCount, ...]
    runs: tuple[RunRecord, ...]


class MemoryStore:
    """A translation memory in a database. Made by ``tmx.store.sqlite.open_memory``; a context manager.

    It answers what ``tmx.memory.UnitSource`` asks, so that it can be searched. All methods raise
    :class:`~tmx.errors.StoreError` where the database cannot do what is asked.
    """

    def __init__(self, database: Database, index_path: Path | None) -> None:
        self.database = database
        self._index_path = index_path

    def __enter__(self) -> MemoryStore:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the connection."""
        self.database.close()

    # The schema

    def prepare(self, *, create: bool) -> None:
        """Make the tables, or bring them up to date.

        Raises :class:`~tmx.errors.StoreError` where the database holds something else, or a newer schema.
        """
        version = self._version()
        if version is None and not create:
            raise self._foreign()
        if version == VERSION:
            return
        if version is not None and version > VERSION:
            raise StoreError(
                f"the memory was written by a newer Accord (its form is {version}, this one knows {VERSION})",
                path=self.database.name,
                remedy="install the newer version",
            )
        with self.database.writing():
            self._migrate()

    def _version(self) -> int | None:
        """The version of the schema; ``None`` where the database is empty."""
        if self.database.dialect.name != "sqlite" and self._is_empty():
            return None  # asked first: elsewhere a statement that fails ends the transaction
        try:
            rows = _named(self.database.run("SELECT name, value FROM memory_setting WHERE name IN ('kind', 'schema')"))
        except StoreError:
            if self._is_empty():
                return None
            raise
        if rows.get("kind") != KIND or not str(rows.get("schema")).isdigit():
            raise self._foreign()
        return int(rows["schema"])

    def _is_empty(self) -> bool:
        tables = self.database.run(self.database.dialect.tables)
        if tables and not any(name == "memory_setting" for (name,) in tables):
            raise self._foreign()
        return not tables

    def _foreign(self) -> StoreError:
        return StoreError(
            "this is a database, but no translation memory of Accord",
            path=self.database.name,
            remedy="check that it is the file you meant",
        )

    def _migrate(self) -> None:
        version = self._version() or 0  # asked again: another program may have been quicker
        for step in MIGRATIONS[version:]:
            for statement in step:
                self.database.run(statement)
        if version == 0:
            settings = (("kind", KIND), ("identity", uuid.uuid4().hex), ("last_unit", "0"), ("schema", "0"))
            self.database.run_many("INSERT INTO memory_setting (name, value) VALUES (?, ?)", settings)
        self.database.run("UPDATE memory_setting SET value = ? WHERE name = 'schema'", (str(VERSION),))

    # What a search asks (tmx.memory.UnitSource)

    @property
    def index_path(self) -> Path | None:
        """The folder beside the memory in which indexes stand, which can always be made again."""
        return self._index_path

    def stamp(self) -> SourceStamp:
        """What the memory holds now."""
        settings = _named(self.database.run("SELECT name, value FROM memory_setting"))
        run = self.database.run("SELECT number, stamp FROM memory_run ORDER BY number DESC LIMIT 1")
        history = f"{run[0][0]}:{run[0][1]}" if run else ""
        return SourceStamp(settings["identity"], int(settings["last_unit"]), history)

    def last_number(self) -> int:
        """The highest number that a unit has been given; 0 for none."""
        return int(self.database.run("SELECT value FROM memory_setting WHERE name = 'last_unit'")[0][0])

    def knows(self, stamp: SourceStamp) -> bool:
        """Whether this memory gave ``stamp`` and has gone on from there."""
        now = self.stamp()
        if now.identity != stamp.identity or stamp.last > now.last:
            return False
        number, _, mark = stamp.history.partition(":")
        if not number:
            return stamp.last == 0
        return bool(self.database.run("SELECT 1 FROM memory_run WHERE number = ? AND stamp = ?", (int(number), mark)))

    def texts(self, language: str, *, after: int = 0) -> Iterator[SourceText]:
        """The texts in ``language`` of the units in use with numbers above ``after``, in order."""
        statement = (
            "SELECT s.unit, s.text, s.codes FROM memory_segment s JOIN memory_unit u ON u.number = s.unit "
            "WHERE s.unit > ? AND s.base = ? AND u.retired_by IS NULL ORDER BY s.unit, s.place"
        )
        for unit, text, codes in self.database.stream(statement, (after, primary_subtag(language))):
            yield SourceText(unit, text, codes_from_text(codes))

    def texts_of(self, numbers: Sequence[int], language: str, other: str) -> Iterator[SourceText]:
        """The texts in ``language`` of those units in use that have a text in ``other`` too (beside it)."""
        one, two = primary_subtag(language), primary_subtag(other)
        statement = (
            "SELECT s.unit, s.text, s.codes FROM memory_segment s JOIN memory_unit u ON u.number = s.unit "
            "WHERE s.unit IN ({values}) AND s.base = ? AND u.retired_by IS NULL AND EXISTS (SELECT 1 FROM "
            "memory_segment t WHERE t.unit = s.unit AND t.base = ? AND t.place <> s.place)"
        )
        for unit, text, codes in self.database.run_in(statement, numbers, (one, two)):
            yield SourceText(unit, text, codes_from_text(codes))

    def units(self, numbers: Sequence[int]) -> dict[int, StoredUnit]:
        """The units with these numbers that are in use."""
        segments: dict[int, list[Row]] = {}
        statement = (
            "SELECT unit, language, text, codes FROM memory_segment WHERE unit IN ({values}) ORDER BY unit, place"
        )
        for unit, *segment in self.database.run_in(statement, numbers):
            segments.setdefault(unit, []).append(tuple(segment))
        statement = f"SELECT {_UNIT} {_JOINED} WHERE u.number IN ({{values}}) AND u.retired_by IS NULL"
        return {row[0]: stored_unit(row, segments.get(row[0], ())) for row in self.database.run_in(statement, numbers)}

    def in_context(self, numbers: Sequence[int], neighbours: Neighbours) -> set[int]:
        """Those units that stood between neighbours such as these; what is not known fits any."""
        known = (("previous_key", neighbours.previous), ("next_key", neighbours.following))
        wanted = [(column, text_key(text)) for column, text in known if text is not None]
        if not wanted:
            return set()
        conditions = "".join(f" AND {column} = ?" for column, _ in wanted)
        statement = f"SELECT DISTINCT unit FROM memory_occurrence WHERE unit IN ({{values}}){conditions}"  # noqa: S608  no input in it
        rows = self.database.run_in(statement, numbers, [key for _, key in wanted])
        return {unit for (unit,) in rows}

    # Reading

    def __len__(self) -> int:
        """How many units are in use."""
        return int(self.database.run("SELECT COUNT(*) FROM memory_unit WHERE retired_by IS NULL")[0][0])

    def __iter__(self) -> Iterator[StoredUnit]:
        """All units in use, in the order in which they came, as they were when the walk began."""
        statement = (
            f"SELECT {_UNIT}, s.language, s.text, s.codes {_JOINED} LEFT JOIN memory_segment s ON s.unit = u.number "
            "WHERE u.retired_by IS NULL ORDER BY u.number, s.place"
        )
        head: Row = ()
        segments: list[Row] = []
        for row in self.database.stream(statement):
            if head and row[0] != head[0]:
                yield stored_unit(head, segments)
                segments = []
            head = row[:11]
            if row[11] is not None:
                segments.append(row[11:])
        if head:
            yield stored_unit(head, segments)

    def languages(self) -> tuple[str, ...]:
        """The language tags in use, the most frequent first."""
        rows = self.database.run(
            "SELECT s.language, COUNT(*) FROM memory_segment s JOIN memory_unit u ON u.number = s.unit "
            "WHERE u.retired_by IS NULL GROUP BY s.language ORDER BY 2 DESC, 1"
        )
        return tuple(language for language, _ in rows)

    def first_languages(self) -> tuple[str, ...]:
        """The primary subtags of the units' first segments, the most frequent first: what a memory translates from."""
        rows = self.database.run(
            "SELECT base, COUNT(*) FROM memory_segment WHERE place = 0 GROUP BY base ORDER BY 2 DESC, 1"
        )
        return tuple(base for base, _ in rows)

    def stats(self) -> MemoryStats:
        """What the memory holds, in figures."""
        units, retired, oldest, newest = self.database.run(
            "SELECT COALESCE(SUM(CASE WHEN retired_by IS NULL THEN 1 ELSE 0 END), 0), "
            "COALESCE(SUM(CASE WHEN retired_by IS NULL THEN 0 ELSE 1 END), 0), "
            "MIN(COALESCE(changed, created)), MAX(COALESCE(changed, created)) FROM memory_unit"
        )[0]
        counts: dict[str, list[int]] = {}
        in_use = "JOIN memory_unit u ON u.number = s.unit WHERE u.retired_by IS NULL" if retired else ""
        rows = self.database.stream(f"SELECT s.language, s.text FROM memory_segment s {in_use}")  # noqa: S608  no input in it
        while some := list(islice(rows, _SOME)):
            texts: dict[str, list[str]] = {}
            for language, text in some:
                texts.setdefault(language, []).append(text)
            for language, here in texts.items():
                count = counts.setdefault(language, [0, 0, 0])
                count[0] += len(here)
                count[1] += sum(map(len, here))
                count[2] += len(" ".join(here).split())
        languages = (LanguageCount(language, *count) for language, count in counts.items())
        return MemoryStats(
            units=units,
            retired=retired,
            documents=self.database.run("SELECT COUNT(DISTINCT document) FROM memory_unit WHERE retired_by IS NULL")[0][
                0
            ],
            oldest=oldest,
            newest=newest,
            languages=tuple(sorted(languages, key=lambda count: (-count.segments, count.language))),
            runs=self.runs(),
        )

    def runs(self) -> tuple[RunRecord, ...]:
        """All imports and pieces of editing, in order."""
        rows = self.database.run(
            "SELECT number, name, state, units_read, added, skipped, replaced, started, finished FROM memory_run "
            "ORDER BY number"
        )
        return tuple(RunRecord(*row) for row in rows)

    def faults(self) -> Iterator[str]:
        """What is broken in the memory, one line a fault; reads all of it."""
        if self.database.dialect.name == "sqlite":
            for (line,) in self.database.run("PRAGMA quick_check(20)"):
                if line != "ok":
                    yield f"the file is damaged: {line}"
        for (number,) in self.database.run(
            "SELECT DISTINCT s.unit FROM memory_segment s LEFT JOIN memory_unit u ON u.number = s.unit "
            "WHERE u.number IS NULL LIMIT 20"
        ):
            yield f"there are texts of unit {number}, which does not exist"

    def suspects(self) -> Iterator[int]:
        """The numbers of the units in use that have less than two texts, or one that begins with space or is empty."""
        rows = self.database.stream(
            "SELECT u.number FROM memory_unit u LEFT JOIN memory_segment s ON s.unit = u.number "
            "WHERE u.retired_by IS NULL GROUP BY u.number HAVING COUNT(s.place) < 2 OR SUM(CASE WHEN s.text = '' "
            "OR SUBSTR(s.text, 1, 1) IN ({blanks}) THEN 1 ELSE 0 END) > 0 ORDER BY u.number".replace(
                "{blanks}", ", ".join("?" * len(_BLANKS))
            ),
            _BLANKS,
        )
        return (number for (number,) in rows)

    # The index of source texts, which imports ask

    def unindex_sources(self, *, resumed: bool) -> bool:
        """Drop the index for a load of many units into an empty memory; whether there is none, as in a resumed load.

        The next import makes it. To be called in a transaction. A database that others look after is left as it is.
        """
        if not self.database.embedded:
            return False
        there = self.database.run("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = 'memory_unit_source'")
        if (there or not resumed) and self.last_number():
            return False
        self.database.run("DROP INDEX IF EXISTS memory_unit_source")
        return True

    def index_sources(self) -> None:
        """Make the index where a load dropped it; to be called in a transaction."""
        if self.database.embedded:
            self.database.run("CREATE INDEX IF NOT EXISTS memory_unit_source ON memory_unit (source_key)")

    # Editing

    def begin_run(self, name: str, *, digest: str = "", rule: str = "") -> int:
        """A new run's number; to be called in a transaction."""
        number = self.database.run("SELECT COALESCE(MAX(number), 0) + 1 FROM memory_run")[0][0]
        self.database.run(
            "INSERT INTO memory_run (number, stamp, name, digest, rule, state, units_read, added, skipped, replaced, "
            "started) VALUES (?, ?, ?, ?, ?, 'open', 0, 0, 0, 0, ?)",
            (number, uuid.uuid4().hex, name, digest, rule, date_to_text(datetime.now(UTC))),
        )
        return int(number)

    def end_run(self, run: int, state: str = "done") -> None:
        """Mark a run as ended; to be called in a transaction."""
        self.database.run(
            "UPDATE memory_run SET state = ?, finished = ? WHERE number = ?",
            (state, date_to_text(datetime.now(UTC)), run),
        )

    def add(self, units: Iterable[TranslationUnit], *, name: str = "") -> list[int]:
        """Add units as they are, whatever the memory has; their numbers. They are found by the next look-up.

        ``name`` says where they come from. Neighbours are not known, unless the units' properties say them.
        """
        rows = [
            PlacedUnit(unit, "", text_key(unit.variants[0].text), content_key(unit), UNKNOWN, UNKNOWN) for unit in units
        ]
        with self.database.writing():
            run = self.begin_run(name)
            numbers = self.insert(rows, run)
            self.database.run("UPDATE memory_run SET added = ? WHERE number = ?", (len(numbers), run))
            self.end_run(run)
        return numbers

    def retire(self, numbers: Sequence[int], *, name: str = "") -> int:
        """Take units out of use; they stay in the database with the run that took them out. How many were in use."""
        with self.database.writing():
            run = self.begin_run(name)
            found = [
                row[0]
                for row in self.database.run_in(
                    "SELECT number FROM memory_unit WHERE number IN ({values}) AND retired_by IS NULL", numbers
                )
            ]
            self.database.run_many("UPDATE memory_unit SET retired_by = ? WHERE number = ?", [(run, n) for n in found])
            self.database.run("UPDATE memory_run SET replaced = ? WHERE number = ?", (len(found), run))
            self.end_run(run)
        return len(found)

    def count_use(self, numbers: Sequence[int]) -> None:
        """Note that these units have been put into a translation now."""
        now = date_to_text(datetime.now(UTC))
        with self.database.writing():
            self.database.run_many(
                "UPDATE memory_unit SET used = used + 1, last_used = ? WHERE number = ?", [(now, n) for n in numbers]
            )

    def insert(self, rows: Sequence[PlacedUnit], run: int) -> list[int]:
        """Write units with their texts and places; their numbers. To be called in a transaction."""
        return self.insert_encoded(encoded(rows), run)

    def insert_encoded(self, units: EncodedUnits, run: int) -> list[int]:
        """As :meth:`insert`, for units that are encoded already."""
        first = self.last_number() + 1
        numbers = range(first, first + len(units))
        if numbers:
            documents = self._documents(set(filter(None, units.documents)))
            write_encoded(self.database, units, numbers, run, documents)
        runs = (run,) * len(numbers)
        self.add_occurrences(list(zip(numbers, units.previous_keys, units.next_keys, runs, strict=True)))
        self._number_up_to(first + len(units) - 1)
        return list(numbers)

    def insert_columns(self, piece: PlacedColumns, wanted: Sequence[bool], run: int) -> list[int]:
        """As :meth:`insert`, for those units of columns that are ``wanted``."""
        first = self.last_number() + 1
        numbers = range(first, first + sum(wanted))
        if not numbers:
            return []

        write_columns(self.database, piece, wanted, numbers, run)
        self._number_up_to(numbers[-1])
        return list(numbers)

    def _number_up_to(self, last: int) -> None:
        self.database.run("UPDATE memory_setting SET value = ? WHERE name = 'last_unit'", (str(last),))

    def add_occurrences(self, rows: Sequence[tuple[int, int, int, int]]) -> None:
        """Write where units stand: unit, keys of the neighbours, run; what is known already is left as it is."""
        self.database.run_many(
            "INSERT INTO memory_occurrence (unit, previous_key, next_key, run) VALUES (?, ?, ?, ?) "
            "ON CONFLICT DO NOTHING",
            rows,
        )

    def _documents(self, names: set[str]) -> dict[str, int]:
        """The numbers of documents, which are entered where they are new."""
        if not names:
            return {}
        ordered = sorted(names)
        self.database.run_many(
            "INSERT INTO memory_document (name) VALUES (?) ON CONFLICT DO NOTHING", [(name,) for name in ordered]
        )
        rows = self.database.run_in("SELECT name, number FROM memory_document WHERE name IN ({values})", ordered)
        return {str(name): int(number) for name, number in rows}


def _named(rows: Iterable[Row]) -> dict[str, str]:
    return {str(name): str(value) for name, value in rows}
