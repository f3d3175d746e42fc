"""A translation memory in a database: reading, finding by number, editing. See ``tmx.store.importing`` for imports."""

from __future__ import annotations

import uuid
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from itertools import groupby
from operator import itemgetter
from pathlib import Path
from types import TracebackType

from tmx.errors import StoreError
from tmx.memory import Neighbours, SourceStamp, SourceText
from tmx.model import StoredUnit, TranslationUnit
from tmx.store.database import Database, Row
from tmx.store.encoding import EncodedUnits, encoded, write_encoded
from tmx.store.figures import MemoryStats, RunRecord, database_stats
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
from tmx.text.languages import primary_subtag

__all__ = ["MemoryStore"]

_BLANKS = tuple(character for character in map(chr, range(1, 0x3001)) if character.isspace())
_HEAD = 11  # columns of a unit that say no text
_UNIT = (
    "SELECT u.number, u.identifier, u.created, u.created_by, u.changed, u.changed_by, u.used, u.last_used, u.details, "
    "d.name, r.name, u.first_language, u.first_text, u.first_codes, u.second_language, u.second_text, u.second_codes, "
    "v.language, v.text, v.codes FROM memory_unit u LEFT JOIN memory_document d ON d.number = u.document "
    "LEFT JOIN memory_run r ON r.number = u.run LEFT JOIN memory_variant v ON v.unit = u.number"
)


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
            "SELECT u.number, CASE WHEN u.first_base = ? THEN u.first_text END, u.first_codes, "
            "CASE WHEN u.second_base = ? THEN u.second_text END, u.second_codes, v.text, v.codes "
            "FROM memory_unit u LEFT JOIN memory_variant v ON v.unit = u.number AND v.base = ? "
            "WHERE u.number > ? AND u.retired_by IS NULL ORDER BY u.number, v.place"
        )
        base = primary_subtag(language)
        last = 0
        for number, *texts in self.database.stream(statement, (base, base, base, after)):
            for place in (0, 2, 4) if number != last else (4,):
                if texts[place] is not None:
                    yield SourceText(number, texts[place], codes_from_text(texts[place + 1]))
            last = number

    def texts_of(self, numbers: Sequence[int], language: str, other: str) -> Iterator[SourceText]:
        """The texts in ``language`` of those units in use that have a text in ``other`` beside it, not empty."""
        one, two = primary_subtag(language), primary_subtag(other)
        statement = (
            "SELECT u.number, u.first_base, u.first_text, u.first_codes, u.second_base, u.second_text, u.second_codes, "
            "v.base, v.text, v.codes FROM memory_unit u LEFT JOIN memory_variant v ON v.unit = u.number "
            "WHERE u.number IN ({values}) AND u.retired_by IS NULL ORDER BY u.number, v.place"
        )
        for number, texts in _grouped(self.database.run_in(statement, numbers), 1):
            others = [at for at, (base, text, _) in enumerate(texts) if base == two and text.strip()]
            for place, (base, text, codes) in enumerate(texts):
                if base == one and any(at != place for at in others):
                    yield SourceText(number[0], text, codes_from_text(codes))

    def units(self, numbers: Sequence[int]) -> dict[int, StoredUnit]:
        """The units with these numbers that are in use."""
        statement = f"{_UNIT} WHERE u.number IN ({{values}}) AND u.retired_by IS NULL ORDER BY u.number, v.place"
        rows = self.database.run_in(statement, numbers)
        return {head[0]: stored_unit(head, texts) for head, texts in _grouped(rows, _HEAD)}

    def in_context(self, numbers: Sequence[int], neighbours: Neighbours) -> set[int]:
        """Those units that stood between neighbours such as these; what is not known fits any."""
        known = (("previous_key", neighbours.previous), ("next_key", neighbours.following))
        wanted = [(column, text_key(text)) for column, text in known if text is not None]
        if not wanted:
            return set()
        conditions = "".join(f" AND {column} = ?" for column, _ in wanted)
        keys = [key for _, key in wanted]
        found: set[int] = set()
        for table, unit in (("memory_unit", "number"), ("memory_occurrence", "unit")):
            statement = f"SELECT {unit} FROM {table} WHERE {unit} IN ({{values}}){conditions}"  # noqa: S608  no input in it
            found.update(number for (number,) in self.database.run_in(statement, numbers, keys))
        return found

    def places(self, numbers: Sequence[int]) -> dict[int, list[tuple[int, int]]]:
        """Where these units stand: the keys of the neighbours (``tmx.store.records``), in order."""
        found: dict[int, list[tuple[int, int]]] = {}
        for unit, place in self._own_places(numbers):
            found[unit] = [place]
        statement = "SELECT unit, previous_key, next_key FROM memory_occurrence WHERE unit IN ({values})"
        for unit, previous, following in self.database.run_in(statement, numbers):
            found.setdefault(unit, []).append((previous, following))
        return {unit: sorted(places) for unit, places in found.items()}

    def _own_places(self, numbers: Sequence[int]) -> Iterator[tuple[int, tuple[int, int]]]:
        statement = (
            "SELECT number, previous_key, next_key FROM memory_unit WHERE number IN ({values}) "
            "AND previous_key IS NOT NULL"
        )
        for unit, previous, following in self.database.run_in(statement, numbers):
            yield unit, (previous, following)

    # What a search without an index asks (tmx.memory.KeyedSource)

    def finds_texts(self, language: str) -> bool:
        """Whether all texts in ``language`` are first ones, whose sums are kept; the index of these is made if need be.

        That takes a second for a million units, once, after they were imported in one go.
        """
        base = primary_subtag(language)
        for statement in (
            "SELECT 1 FROM memory_unit WHERE second_base = ? AND retired_by IS NULL LIMIT 1",
            "SELECT 1 FROM memory_variant WHERE base = ? LIMIT 1",
        ):
            if self.database.run(statement, (base,)):
                return False
        if self._sources_are_indexed():
            return True
        try:
            with self.database.writing():
                if self.database.run("SELECT 1 FROM memory_run WHERE state = 'open'"):
                    return False  # a load has dropped the index and is not done yet
                self.index_sources()
        except StoreError:  # it may only be read
            return False
        return True

    def same_texts(self, texts: Sequence[str], language: str) -> dict[str, list[int]]:
        """The units in use with these first texts in ``language``, white space apart, by text."""
        keys = {text: text_key(text) for text in texts}
        found: dict[int, list[int]] = {}
        rows = self.database.run_in(
            "SELECT source_key, number FROM memory_unit WHERE source_key IN ({values}) AND retired_by IS NULL "
            "AND first_base = ? ORDER BY source_key, number",
            list(set(keys.values())),
            (primary_subtag(language),),
        )
        for key, number in rows:
            found.setdefault(key, []).append(number)
        return {text: found[key] for text, key in keys.items() if key in found}

    # Reading

    def __len__(self) -> int:
        """How many units are in use."""
        return int(self.database.run("SELECT COUNT(*) FROM memory_unit WHERE retired_by IS NULL")[0][0])

    def __iter__(self) -> Iterator[StoredUnit]:
        """All units in use, in the order in which they came, as they were when the walk began."""
        rows = self.database.stream(f"{_UNIT} WHERE u.retired_by IS NULL ORDER BY u.number, v.place")
        for head, texts in _grouped(rows, _HEAD):
            yield stored_unit(head, texts)

    def languages(self) -> tuple[str, ...]:
        """The language tags in use, the most frequent first."""
        counts: Counter[str] = Counter()
        for statement in (
            "SELECT first_language, COUNT(*) FROM memory_unit WHERE retired_by IS NULL GROUP BY first_language",
            "SELECT second_language, COUNT(*) FROM memory_unit WHERE retired_by IS NULL GROUP BY second_language",
            "SELECT v.language, COUNT(*) FROM memory_variant v JOIN memory_unit u ON u.number = v.unit "
            "WHERE u.retired_by IS NULL GROUP BY v.language",
        ):
            counts.update({language: count for language, count in self.database.run(statement) if language is not None})
        return tuple(sorted(counts, key=lambda language: (-counts[language], language)))

    def first_languages(self) -> tuple[str, ...]:
        """The primary subtags of the units' first segments, the most frequent first: what a memory translates from."""
        rows = self.database.run(
            "SELECT first_base, COUNT(*) FROM memory_unit WHERE first_base IS NOT NULL GROUP BY first_base "
            "ORDER BY 2 DESC, 1"
        )
        return tuple(base for base, _ in rows)

    def stats(self) -> MemoryStats:
        """What the memory holds, in figures."""
        return database_stats(self.database, self.runs())

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
            "SELECT DISTINCT v.unit FROM memory_variant v LEFT JOIN memory_unit u ON u.number = v.unit "
            "WHERE u.number IS NULL LIMIT 20"
        ):
            yield f"there are texts of unit {number}, which does not exist"

    def suspects(self) -> Iterator[int]:
        """The numbers of the units in use that have less than two texts, or one that begins with space or is empty."""
        blank = f"{{text}} = '' OR SUBSTR({{text}}, 1, 1) IN ({', '.join('?' * len(_BLANKS))})"
        one, two, more = (blank.replace("{text}", text) for text in ("u.first_text", "u.second_text", "v.text"))
        rows = self.database.stream(
            "SELECT u.number FROM memory_unit u WHERE u.retired_by IS NULL AND (u.first_text IS NULL OR "  # noqa: S608  no input in it
            f"u.second_text IS NULL OR {one} OR {two} OR "
            f"EXISTS (SELECT 1 FROM memory_variant v WHERE v.unit = u.number AND ({more}))) ORDER BY u.number",
            3 * _BLANKS,
        )
        return (number for (number,) in rows)

    # The index of source texts, which imports ask

    def unindex_sources(self, *, resumed: bool) -> bool:
        """Drop the index for a load of many units into an empty memory; whether there is none, as in a resumed load.

        The next import makes it. To be called in a transaction. A database that others look after is left as it is.
        """
        if not self.database.embedded:
            return False
        if (self._sources_are_indexed() or not resumed) and self.last_number():
            return False
        self.database.run("DROP INDEX IF EXISTS memory_unit_source")
        return True

    def _sources_are_indexed(self) -> bool:
        return not self.database.embedded or bool(
            self.database.run("SELECT 1 FROM sqlite_master WHERE type = 'index' AND name = 'memory_unit_source'")
        )

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
        self._number_up_to(first + len(units) - 1)
        return list(numbers)

    def insert_columns(self, piece: PlacedColumns, wanted: Sequence[int], run: int) -> list[int]:
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
        """Write where units stand too: unit, keys of the neighbours, run; what is known already is left as it is."""
        own = dict(self._own_places(list({unit for unit, *_ in rows})))
        rows = [row for row in rows if own.get(row[0]) != row[1:3]]
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


def _grouped(rows: Iterable[Row], head: int) -> Iterator[tuple[Row, list[Row]]]:
    """Units from rows of ``head`` columns and the texts beside them, three columns each: two, and a further one.

    The rows of a unit follow each other, one for each of its further texts.
    """
    for _, same in groupby(rows, itemgetter(0)):
        row, *more = same
        texts = [
            row[head : head + 3],
            row[head + 3 : head + 6],
            row[head + 6 :],
            *(other[head + 6 :] for other in more),
        ]
        yield row[:head], [text for text in texts if text[0] is not None]


def _named(rows: Iterable[Row]) -> dict[str, str]:
    return {str(name): str(value) for name, value in rows}
