"""Importing units into a memory: in whole batches, without doubles, to be gone on with after an interruption."""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Iterator, Sequence
from enum import StrEnum
from functools import partial
from typing import TYPE_CHECKING, Any, Generic, TypeVar

from msgspec import Struct, field

from tmx.errors import AccordError, StoreError
from tmx.memory import UnitColumns
from tmx.model import TranslationUnit
from tmx.store.approving import lower_again, raise_approvals
from tmx.store.details import details_to_text
from tmx.store.encoding import EncodedUnits, encoded
from tmx.store.memory import MemoryStore
from tmx.store.placing import PlacedColumns, PlacedPiece, pieces_after, placed_pieces
from tmx.store.records import EDGE, PlacedUnit, date_to_text

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    from tmx.store.contents import Contents

__all__ = ["Duplicates", "ImportReport", "ImportSource", "import_pieces", "import_units", "undo"]

_T = TypeVar("_T")

_BATCH = 5000


class Duplicates(StrEnum):
    """What becomes of a unit that the memory has already.

    ``skip``: a unit that is the same in every text is left out, its context is noted, and its approval (not with
    ``keep``). ``keep``: everything is kept.
    ``first``: one unit a source text, the one that came first. ``newest``: one unit a source text, the one that was
    changed last; without dates the one that comes last.
    """

    SKIP = "skip"
    KEEP = "keep"
    FIRST = "first"
    NEWEST = "newest"


class ImportSource(Struct, frozen=True):
    """Where units come from: a name to show, and a sum of the content, by which an interrupted import is recognised."""

    name: str
    digest: str = ""


class ImportReport(Struct, frozen=True):
    """What an import did. ``resumed`` units had been read by an earlier run; ``empty`` ones have no source text.

    ``fault`` is the error at which reading ended, where the units before it were kept; ``approved`` are the units that
    were there already and are approved now.
    """

    read: int
    added: int
    skipped: int
    replaced: int
    resumed: int = 0
    fault: AccordError | None = None
    approved: int = 0


class _Run(Struct):
    number: int
    rule: Duplicates
    read: int = 0
    added: int = 0
    skipped: int = 0
    replaced: int = 0
    contents: Contents | None = None  # of a load: what the memory has
    approved: dict[int, str | None] = field(default_factory=dict)  # the details that units had before


class _Known(Struct):
    """A unit that has a source text: its number, the sum of its content, the date of its last change."""

    number: int
    content: int
    date: str


class _Guarded(Generic[_T]):
    """Units up to a fault, which is kept."""

    def __init__(self, units: Iterable[_T]) -> None:
        self._units = units
        self.fault: AccordError | None = None

    def __iter__(self) -> Iterator[_T]:
        try:
            yield from self._units
        except AccordError as error:
            self.fault = error


def import_units(
    store: MemoryStore,
    units: Iterable[TranslationUnit | UnitColumns],
    source: ImportSource,
    *,
    duplicates: Duplicates = Duplicates.SKIP,
    recover: bool = False,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Add ``units`` to the memory, which may come as columns too; see :func:`import_pieces`."""
    guarded = _Guarded(units)
    pieces = placed_pieces(guarded, _BATCH)
    return _import(store, pieces, source, guarded, duplicates=duplicates, recover=recover, progress=progress)


def import_pieces(
    store: MemoryStore,
    pieces: Iterable[PlacedPiece],
    source: ImportSource,
    *,
    duplicates: Duplicates = Duplicates.SKIP,
    recover: bool = False,
    progress: Callable[[int], None] | None = None,
) -> ImportReport:
    """Add units whose places are known already to the memory.

    Each batch is kept whole with the note of how far reading has come, so that a run that was killed leaves whole units
    only, and the next import of the same ``source.digest`` goes on where it stopped. Where ``units`` raises an
    :class:`~tmx.errors.AccordError`, everything that this import did is taken back and the error goes on; with
    ``recover`` what came before it is kept and the error is in the report. Units without text in their first language
    are left out and count as skipped. ``progress`` is called with the number of units read.
    """
    guarded = _Guarded(pieces)
    return _import(store, guarded, source, guarded, duplicates=duplicates, recover=recover, progress=progress)


def _import(
    store: MemoryStore,
    pieces: Iterable[PlacedPiece],
    source: ImportSource,
    guarded: _Guarded[Any],
    *,
    duplicates: Duplicates,
    recover: bool,
    progress: Callable[[int], None] | None,
) -> ImportReport:
    """See :func:`import_pieces`; ``guarded`` knows of a fault at which the pieces ended."""
    run = _opened(store, source, duplicates)
    resumed = run.read
    batches = _batches(pieces_after(pieces, run.read))
    with store.database.loading():
        for batch in batches:
            with store.database.writing():
                _refuse_second(store, run)
                if run.contents is not None:
                    run.contents.follow(store, run.number)
                for piece in batch:
                    _take_in(store, run, piece)
                _note(store, run)
            if progress is not None:
                progress(run.read)
        if guarded.fault is not None and not recover:
            with store.database.writing():
                lower_again(store, run.approved)
            undo(store, run.number)
        else:
            with store.database.writing():
                store.end_run(run.number)
    if guarded.fault is not None and not recover:
        raise guarded.fault
    return ImportReport(run.read, run.added, run.skipped, run.replaced, resumed, guarded.fault, len(run.approved))


def undo(store: MemoryStore, run: int) -> None:
    """Take back everything that a run did: what it added goes, what it replaced or retired is in use again."""
    added = "(SELECT number FROM memory_unit WHERE run = ?)"
    with store.database.writing():
        for statement in (
            f"DELETE FROM memory_variant WHERE unit IN {added}",  # noqa: S608  no input in it
            f"DELETE FROM memory_occurrence WHERE unit IN {added}",  # noqa: S608  no input in it
            "DELETE FROM memory_occurrence WHERE run = ?",
            "DELETE FROM memory_unit WHERE run = ?",
            "UPDATE memory_unit SET retired_by = NULL WHERE retired_by = ?",
        ):
            store.database.run(statement, (run,))
        # An index that was made meanwhile lacks the units that are in use again: it is no longer this memory's.
        store.database.run("UPDATE memory_run SET stamp = ? WHERE number >= ?", (uuid.uuid4().hex, run))
        store.end_run(run, "undone")


def _opened(store: MemoryStore, source: ImportSource, duplicates: Duplicates) -> _Run:
    """The run that an interrupted import of the same content left, or a new one."""
    with store.database.writing():
        rows = store.database.run(
            "SELECT number, units_read, added, skipped, replaced FROM memory_run "
            "WHERE state = 'open' AND digest = ? AND rule = ? AND digest <> ''",
            (source.digest, duplicates.value),
        )
        if rows:
            number, *counts = rows[0]
            run = _Run(number, duplicates, *counts)
        else:
            run = _Run(store.begin_run(source.name, digest=source.digest, rule=duplicates.value), duplicates)
        if duplicates in (Duplicates.SKIP, Duplicates.KEEP) and store.unindex_sources(resumed=bool(rows)):
            from tmx.store.contents import Contents

            run.contents = Contents()
        else:
            store.index_sources()
        return run


def _refuse_second(store: MemoryStore, run: _Run) -> None:
    """Two programs that import the same file would both go on with one run; the second one stops."""
    if not store.database.run(
        "SELECT 1 FROM memory_run WHERE number = ? AND state = 'open' AND units_read = ?", (run.number, run.read)
    ):
        raise StoreError(
            "somebody else is importing the same file at this moment",
            path=store.database.name,
            remedy="leave it to them; if they stop, run the command again",
        )


def _batches(pieces: Iterable[PlacedPiece]) -> Iterator[list[PlacedPiece]]:
    """Pieces that are written in one transaction."""
    batch: list[PlacedPiece] = []
    for piece in pieces:
        batch.append(piece)
        if sum(map(len, batch)) >= _BATCH:
            yield batch
            batch = []
    if batch:
        yield batch


def _note(store: MemoryStore, run: _Run) -> None:
    store.database.run(
        "UPDATE memory_run SET units_read = ?, added = ?, skipped = ?, replaced = ? WHERE number = ?",
        (run.read, run.added, run.skipped, run.replaced, run.number),
    )


def _take_in(store: MemoryStore, run: _Run, piece: PlacedPiece) -> None:
    """Insert what is new in a piece, by the run's rule."""
    run.read += len(piece)
    if run.rule in (Duplicates.SKIP, Duplicates.KEEP):
        _take_in_columns(store, run, encoded(piece) if isinstance(piece, Sequence) else piece)
        return
    if isinstance(piece, EncodedUnits):
        raise TypeError("units that are encoded cannot be compared by their dates")
    units = piece.rows() if isinstance(piece, PlacedColumns) else piece
    rows = [row for row in units if row.source_key != EDGE]
    run.skipped += len(units) - len(rows)
    choice = _Choice(_known(store, rows), store.last_number() + 1, run.rule)
    for row in rows:
        choice.decide(row)
    numbers = store.insert(choice.new, run.number)
    store.add_occurrences([(number, row.previous_key, row.next_key, run.number) for number, row in choice.seen_again])
    _approve(store, run, [(number, details_to_text(row.unit)) for number, row in choice.seen_again])
    store.database.run_many(
        "UPDATE memory_unit SET retired_by = ? WHERE number = ?", [(run.number, number) for number in choice.replaced]
    )
    run.added += len(numbers) - len(choice.replaced)
    run.replaced += len(choice.replaced)
    run.skipped += len(rows) - len(numbers)


def _take_in_columns(store: MemoryStore, run: _Run, piece: PlacedColumns | EncodedUnits) -> None:
    """Insert those units of columns that are new, or all of them."""
    from tmx.store.contents import sifted  # numpy is loaded while a second program that reads begins to

    find = None
    if run.rule is Duplicates.SKIP:
        find = partial(_known_contents, store, piece.source_keys) if run.contents is None else run.contents.find
    new = sifted(piece.source_keys, piece.content_keys, find, store.last_number())
    if isinstance(piece, EncodedUnits):
        numbers = store.insert_encoded(piece.only(new.wanted), run.number)
    else:
        numbers = store.insert_columns(piece, new.wanted, run.number)
    store.add_occurrences(
        [(number, piece.previous_keys[place], piece.next_keys[place], run.number) for place, number in new.doubles]
    )
    if isinstance(piece, EncodedUnits):
        _approve(store, run, [(number, piece.details[place]) for place, number in new.doubles])
    if run.contents is not None:
        run.contents.add(new.contents, new.numbers)
    run.added += len(numbers)
    run.skipped += len(piece) - len(numbers)


def _approve(store: MemoryStore, run: _Run, again: Iterable[tuple[int, str | None]]) -> None:
    """Approve units of which an approved double came."""
    run.approved = {**raise_approvals(store, again), **run.approved}


def _known_contents(store: MemoryStore, sources: Sequence[int], asked: NDArray[np.int64]) -> NDArray[np.int64]:
    """For each of the contents that are ``asked``: the number of a unit that has it already, 0 for none."""
    import numpy as np

    rows = store.database.run_in(
        "SELECT content_key, number FROM memory_unit WHERE source_key IN ({values}) AND retired_by IS NULL",
        list(set(sources)),
    )
    known: dict[int, int] = dict(sorted(rows, reverse=True))  # the first of several
    return np.array([known.get(content, 0) for content in asked.tolist()], np.int64)


def _known(store: MemoryStore, rows: list[PlacedUnit]) -> dict[int, list[_Known]]:
    """By source key: the units in use that the memory has already."""
    known: dict[int, list[_Known]] = {}
    found = store.database.run_in(
        "SELECT number, source_key, content_key, COALESCE(changed, created, '') FROM memory_unit "
        "WHERE source_key IN ({values}) AND retired_by IS NULL",
        list({row.source_key for row in rows}),
    )
    for number, key, content, date in found:
        known.setdefault(key, []).append(_Known(number, content, date))
    return known


class _Choice:
    """What of a batch is inserted, seen again, replaced."""

    def __init__(self, known: dict[int, list[_Known]], first: int, rule: Duplicates) -> None:
        self._known = known
        self._first = first
        self._rule = rule
        self.new: list[PlacedUnit] = []
        self.seen_again: list[tuple[int, PlacedUnit]] = []
        self.replaced: list[int] = []

    def decide(self, row: PlacedUnit) -> None:
        date = date_to_text(row.unit.changed or row.unit.created) or ""
        others = self._known.setdefault(row.source_key, [])
        same = next((other for other in others if other.content == row.content_key), None)
        if same is not None:
            self.seen_again.append((same.number, row))
            same.date = max(same.date, date)
            return
        if others and self._rule is Duplicates.FIRST:
            return
        number = self._first + len(self.new)
        if others and self._rule is Duplicates.NEWEST:
            if any(other.date > date for other in others):
                return
            self.replaced += [other.number for other in others]
            others.clear()
        others.append(_Known(number, row.content_key, date))
        self.new.append(row)
