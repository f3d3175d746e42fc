"""Bringing two copies of a memory together: a local one that was worked on offline, and the one that a team shares.

Units never change: they are added, and taken out of use. A unit is the same in both memories when its texts, languages
and codes are. What was added in one since they last agreed is added to the other, what was taken out of use in one is
taken out in the other, unless it was added there anew. Where both replaced the same unit, each in its own way, both new
ones stay and the conflict is told. The local memory keeps the note of how far both were when they last agreed.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterable, Iterator, Sequence
from itertools import islice

from msgspec import Struct, field, to_builtins

from tmx.errors import ConfigError
from tmx.memory import SourceStamp
from tmx.model import StoredUnit
from tmx.store.database import Row
from tmx.store.memory import MemoryStore
from tmx.store.records import UNKNOWN, PlacedUnit

__all__ = ["MemoryConflict", "MemorySync", "sync_memories"]

_BATCH = 2000

Progress = Callable[[int], None]


class MemoryConflict(Struct, frozen=True):
    """A unit that both sides replaced, each in its own way; both new ones are kept.

    ``source`` is the common first text; the translations are those before, here (local) and there (shared).
    """

    source: str
    before: tuple[str, ...]
    here: tuple[str, ...]
    there: tuple[str, ...]


class MemorySync(Struct, frozen=True):
    """What came of it: units added here and there, taken out of use here and there, and the conflicts."""

    fetched: int
    sent: int
    retired_here: int
    retired_there: int
    conflicts: tuple[MemoryConflict, ...]


class _Mark(Struct, frozen=True):
    """How far a memory was: its stamp as of ``run``, the last run of which nothing more is to come."""

    stamp: SourceStamp
    run: int

    @classmethod
    def of(cls, store: MemoryStore) -> _Mark:
        rows = store.database.run(
            "SELECT COALESCE(MIN(CASE WHEN state = 'open' THEN number END) - 1, MAX(number), 0) FROM memory_run"
        )
        run, now = int(rows[0][0]), store.stamp()
        marks = store.database.run("SELECT stamp FROM memory_run WHERE number = ?", (run,))
        return cls(SourceStamp(now.identity, now.last, f"{run}:{marks[0][0]}" if marks else ""), run)


class _Side(Struct):
    """One of the two memories, and what is known of it: the units up to ``last`` were in both, by the run ``run``."""

    store: MemoryStore
    rule: str  # of the runs that bring units from the other memory
    last: int = 0
    run: int = 0
    reached: int = 0  # the highest number of its units that the other has been given
    added: int = 0
    runs: dict[str, int] = field(default_factory=dict)


def sync_memories(local: MemoryStore, shared: MemoryStore, *, progress: Progress | None = None) -> MemorySync:
    """Bring both to the same units in use. Run again, it changes nothing.

    Units go over in batches, each kept whole; a run that was killed is gone on with by the next one. The rest, and what
    is taken out of use, is done while nobody else writes. ``progress`` is called with the number of units looked at.
    Raises :class:`~tmx.errors.ConfigError` where both are the same memory, and :class:`~tmx.errors.StoreError` where
    one of them cannot be read or written.
    """
    if local.database.name == shared.database.name:
        raise ConfigError("both are the same memory", path=local.database.name, remedy="name the local one first")
    for store in (local, shared):
        with store.database.writing():
            store.index_sources()
    here, there = _sides(local, shared)
    _copy(there, here, progress)
    _copy(here, there, progress)
    with local.database.writing(), shared.database.writing():  # what is shared is written first
        conflicts = tuple(_conflicts(here, there))
        _copy(there, here, progress, inside=True)
        _copy(here, there, progress, inside=True)
        _carry_places(there, here)
        _carry_places(here, there)
        gone_there, gone_here = _to_retire(here, there), _to_retire(there, here)
        _retire(there, gone_there)
        _retire(here, gone_here)
        _note(local, shared)
    return MemorySync(here.added, there.added, len(gone_here), len(gone_there), conflicts)


def _rule(other: MemoryStore) -> str:
    """What is noted of ``other``: the rule of the runs that bring its units, and the name of the setting."""
    return f"sync {other.stamp().identity}"


def _sides(local: MemoryStore, shared: MemoryStore) -> tuple[_Side, _Side]:
    """Both memories with how far they were when they last agreed; from the beginning where that is not known."""
    rows = local.database.run("SELECT value FROM memory_setting WHERE name = ?", (_rule(shared),))
    here, there = _Side(local, _rule(shared)), _Side(shared, _rule(local))
    if rows:
        marks = [_Mark(SourceStamp(**mark["stamp"]), mark["run"]) for mark in json.loads(rows[0][0])]
        # A memory that was put back to an older state has forgotten what both agreed on.
        if all(side.store.knows(mark.stamp) for side, mark in zip((here, there), marks, strict=True)):
            for side, mark in zip((here, there), marks, strict=True):
                side.last = side.reached = mark.stamp.last
                side.run = mark.run
    return here, there


def _note(local: MemoryStore, shared: MemoryStore) -> None:
    name = _rule(shared)
    value = json.dumps([to_builtins(_Mark.of(store)) for store in (local, shared)])
    local.database.run(
        "INSERT INTO memory_setting (name, value) VALUES (?, ?) "
        "ON CONFLICT (name) DO UPDATE SET value = excluded.value",
        (name, value),
    )


def _copy(origin: _Side, into: _Side, progress: Progress | None, *, inside: bool = False) -> None:
    """Give ``into`` the units of ``origin`` that came since both agreed and that it lacks; ``inside`` a transaction."""
    rows = origin.store.database.stream(
        "SELECT number, source_key, content_key FROM memory_unit WHERE number > ? AND retired_by IS NULL "
        "ORDER BY number",
        (origin.reached,),
    )
    for batch in _batches(rows):
        known = _known(into.store, [source for _, source, _ in batch])
        new = [row for row in batch if row[2] not in known]
        met = {number: known[content][0] for number, _, content in batch if content in known}
        places = origin.store.places(list(met))
        _add_places(into, {(met[number], *place) for number in met for place in places.get(number, ())}, inside=inside)
        if new and inside:
            _insert(origin, into, new)
        elif new:
            with into.store.database.writing():
                known = _known(into.store, [source for _, source, _ in new])
                _insert(origin, into, [row for row in new if row[2] not in known])
        origin.reached = batch[-1][0]
        if progress is not None:
            progress(len(batch))


def _batches(rows: Iterator[Row]) -> Iterator[list[Row]]:
    while batch := list(islice(rows, _BATCH)):
        yield batch


def _known(store: MemoryStore, sources: Iterable[int]) -> dict[int, list[int]]:
    """By the sum of their content, the numbers of the units in use that have these source texts."""
    found: dict[int, list[int]] = {}
    for number, content in store.database.run_in(
        "SELECT number, content_key FROM memory_unit WHERE source_key IN ({values}) AND retired_by IS NULL",
        list(set(sources)),
    ):
        found.setdefault(content, []).append(number)
    return found


def _insert(origin: _Side, into: _Side, rows: Sequence[Row]) -> None:
    """Write these units of ``origin``, each content once; to be called in a transaction of ``into``."""
    rows = list({content: (number, source, content) for number, source, content in reversed(rows)}.values())[::-1]
    numbers = [number for number, _, _ in rows]
    stored = origin.store.units(numbers)
    places = origin.store.places(numbers)
    by_file: dict[str, list[tuple[int, PlacedUnit]]] = {}
    for number, source, content in rows:
        unit = stored.get(number)
        if unit is not None:  # else taken out of use meanwhile
            previous, following = places.get(number, [(UNKNOWN, UNKNOWN)])[0]
            placed = PlacedUnit(unit.unit, unit.document, source, content, previous, following)
            by_file.setdefault(unit.imported_from, []).append((number, placed))
    for name, units in by_file.items():
        run = _run(into, name)
        made = into.store.insert([unit for _, unit in units], run)
        more = [
            (new, *place, run)
            for (number, _), new in zip(units, made, strict=True)
            for place in places.get(number, [])[1:]
        ]
        into.store.add_occurrences(more)
        into.store.database.run("UPDATE memory_run SET added = added + ? WHERE number = ?", (len(made), run))
        into.added += len(made)


def _run(side: _Side, name: str) -> int:
    """The run under which units of the file ``name`` are written."""
    if name not in side.runs:
        run = side.store.begin_run(name, rule=side.rule)
        side.store.end_run(run)
        side.runs[name] = run
    return side.runs[name]


def _carry_places(origin: _Side, into: _Side) -> None:
    """Where units that both have were seen anew since both agreed."""
    rows = origin.store.database.stream(
        "SELECT u.source_key, u.content_key, o.previous_key, o.next_key FROM memory_occurrence o "
        "JOIN memory_unit u ON u.number = o.unit JOIN memory_run r ON r.number = o.run "
        "WHERE o.run > ? AND (u.number <= ? OR o.run <> u.run) AND r.rule <> ? AND u.retired_by IS NULL "
        "UNION ALL SELECT u.source_key, u.content_key, u.previous_key, u.next_key FROM memory_unit u "
        "JOIN memory_run r ON r.number = u.run WHERE u.run > ? AND u.number <= ? AND r.rule <> ? "
        "AND u.retired_by IS NULL AND u.previous_key IS NOT NULL",
        2 * (origin.run, origin.last, origin.rule),
    )
    for batch in _batches(rows):
        known = _known(into.store, [row[0] for row in batch])
        met = {(known[content][0], *place) for _, content, *place in batch if content in known}
        _add_places(into, met, inside=True)


def _add_places(into: _Side, places: set[tuple[int, ...]], *, inside: bool) -> None:
    """Note that units of ``into`` stand in these places too (unit, keys of the neighbours), where it is not known."""
    known = into.store.places(list({unit for unit, *_ in places}))
    new = [
        (unit, before, after) for unit, before, after in sorted(places) if (before, after) not in known.get(unit, ())
    ]
    if new and inside:
        into.store.add_occurrences([(*place, _run(into, "")) for place in new])
    elif new:
        with into.store.database.writing():
            into.store.add_occurrences([(*place, _run(into, "")) for place in new])


def _retired(side: _Side) -> list[Row]:
    """Number, source and content of the units that were in both and have gone out of use here."""
    return side.store.database.run(
        "SELECT number, source_key, content_key FROM memory_unit WHERE number <= ? AND retired_by > ? ORDER BY number",
        (side.last, side.run),
    )


def _to_retire(origin: _Side, into: _Side) -> list[int]:
    """The units of ``into`` that were in both and have gone out of use in ``origin``."""
    gone = _retired(origin)
    still = _known(origin.store, [source for _, source, _ in gone])
    contents = {content for _, _, content in gone} - still.keys()
    there = _known(into.store, [source for _, source, content in gone if content in contents])
    return sorted(
        number
        for content, numbers in there.items()
        if content in contents and max(numbers) <= into.last
        for number in numbers
    )


def _retire(side: _Side, numbers: Sequence[int]) -> None:
    if numbers:
        run = _run(side, "")
        database = side.store.database
        database.run_many("UPDATE memory_unit SET retired_by = ? WHERE number = ?", [(run, n) for n in numbers])
        database.run("UPDATE memory_run SET replaced = replaced + ? WHERE number = ?", (len(numbers), run))


def _conflicts(here: _Side, there: _Side) -> Iterator[MemoryConflict]:
    """The units that both sides replaced, each in its own way."""
    gone = {source: number for number, source, _ in _retired(here)}
    both = sorted(gone.keys() & {source for _, source, _ in _retired(there)})
    mine, theirs = _came(here, both), _came(there, both)
    for source in both:
        one, other = mine.get(source, []), theirs.get(source, [])
        if one and other and {_told(unit) for unit in one} != {_told(unit) for unit in other}:
            before = _any_units(here.store, [gone[source]])
            yield MemoryConflict(
                one[0].unit.variants[0].text,
                before,
                tuple(_told(unit) for unit in one),
                tuple(_told(unit) for unit in other),
            )


def _came(side: _Side, sources: Sequence[int]) -> dict[int, list[StoredUnit]]:
    """By source, the units in use that were added here since both agreed."""
    rows = list(
        side.store.database.run_in(
            "SELECT u.number, u.source_key FROM memory_unit u JOIN memory_run r ON r.number = u.run "
            "WHERE u.source_key IN ({values}) AND u.number > ? AND u.retired_by IS NULL AND r.rule <> ?",
            sources,
            (side.last, side.rule),
        )
    )
    units = side.store.units([number for number, _ in rows])
    found: dict[int, list[StoredUnit]] = {}
    for number, source in sorted(rows):
        found.setdefault(source, []).append(units[number])
    return found


def _told(unit: StoredUnit) -> str:
    return " · ".join(f"{segment.text} ({segment.language})" for segment in unit.unit.variants[1:])


def _any_units(store: MemoryStore, numbers: Sequence[int]) -> tuple[str, ...]:
    """The translations of units, in use or not."""
    rows = store.database.run_in(
        "SELECT number, 1, second_text, second_language FROM memory_unit WHERE number IN ({values}) "
        "AND second_text IS NOT NULL",
        numbers,
    )
    more = store.database.run_in(
        "SELECT unit, place, text, language FROM memory_variant WHERE unit IN ({values})", numbers
    )
    return tuple(f"{text} ({language})" for _, _, text, language in sorted([*rows, *more]))
