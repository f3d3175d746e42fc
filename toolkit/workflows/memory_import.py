"""Files of units go into a memory: TMX, XLIFF, PO, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing, nullcontext
from functools import partial
from hashlib import sha1
from pathlib import Path
from typing import TypeAlias

from msgspec import Struct
from msgspec.structs import replace

from tmx.address import address_of
from tmx.errors import AccordError, ParseError
from tmx.files import open_bytes
from tmx.formats.tmx import read_tmx_columns
from tmx.formats.tmx_header import header_to_text
from tmx.formats.tmx_recovery import Loss, recover_header, recover_tmx
from tmx.memory import UnitColumns
from tmx.model import TranslationUnit
from tmx.quoting import pasted
from tmx.store.headers import keep_header
from tmx.store.importing import Duplicates, ImportReport, ImportSource, import_pieces, import_units
from tmx.store.memory import MemoryStore
from toolkit.verbose import step
from toolkit.workflows.memory_apart import SharedReading
from toolkit.workflows.memory_source import is_translated, open_store, unit_format

__all__ = ["FileLosses", "FileProgress", "import_files"]

_PIECE = 1 << 20
_COUNTED = 8 << 20  # bytes in which units are counted, for the progress

_Units: TypeAlias = Iterator[TranslationUnit | UnitColumns] | Iterator[TranslationUnit]
FileProgress = Callable[[Path, int, int], None]
FileLosses = Callable[[Path, Loss], None]


class _LookedAt(Struct, frozen=True):
    """A file, a sum of its content, and how many units it has at a rough count (0: not known)."""

    path: Path
    digest: str
    units: int


class _Job(Struct, frozen=True):
    """How files are imported; see :func:`import_files`."""

    languages: tuple[str, str]
    duplicates: Duplicates
    recover: bool
    progress: FileProgress | None
    lost: FileLosses | None


def import_files(
    paths: Sequence[Path],
    memory: Path,
    *,
    source_language: str = "en",
    target_language: str = "fr",
    duplicates: Duplicates = Duplicates.SKIP,
    recover: bool = False,
    index: bool = True,
    progress: FileProgress | None = None,
    lost: FileLosses | None = None,
) -> list[ImportReport]:
    """Import ``paths`` in order into the memory, which is made where there is none; a report for each.

    The languages serve where a file does not name its own. What is not translated yet in a translation (XLIFF, PO, a
    table) is left out, and counts as skipped. A file is imported whole or, where it is broken and
    ``recover`` is not set, not at all; files before it stay. With ``recover`` the good units of a broken TMX are taken,
    and ``lost`` is told what was lost or put right; of another file what stands before the fault is taken. The index is
    brought up to date at the end, unless ``index`` is off; the first search does it then. Raises
    :class:`~tmx.errors.AccordError` where a file cannot be read or the memory not be written.
    """
    job = _Job((source_language, target_language), duplicates, recover, progress, lost)
    try:
        return _import_files(paths, memory, job, index=index)
    except ParseError as error:
        remedy = None if recover else _saving(error, paths)
        if remedy is None:
            raise
        raise ParseError(error.reason, path=error.path, line=error.line, column=error.column, remedy=remedy) from error


def _saving(error: ParseError, paths: Sequence[Path]) -> str | None:
    """How to save what is whole in a broken TMX; ``None`` where nothing is, or nothing should be."""
    path = next((path for path in paths if path == error.path), None)
    if path is None or unit_format(path).name != "TMX":
        return None
    try:
        units = recover_tmx(path, lambda loss: None)
        known = sum(1 for _ in units) if path.stat().st_size <= _COUNTED else int(next(units, None) is not None)
    except AccordError:
        return None
    command = f"accord memory import --recover {pasted(path)}"
    if path.stat().st_size > _COUNTED and known:
        return f"to save the units that are whole: {command}"
    if known == 1:
        return f"one unit in it can be saved: {command}"
    return f"{known} units in it can be saved: {command}" if known else None


def _import_files(paths: Sequence[Path], memory: Path, job: _Job, *, index: bool) -> list[ImportReport]:
    for path in paths:
        open_bytes(path).close()  # all are there before the first one is read
        unit_format(path)
    if address_of(memory) is None and not memory.exists():
        _look_for_a_unit(paths, job)
    with open_store(memory, create=True) as store:
        reports = [_import_file(path, store, job) for path in paths]
        if index:
            with step("Indexed", str(memory)):
                refresh_index(store)
    return reports


def _import_file(path: Path, store: MemoryStore, job: _Job) -> ImportReport:
    known = unit_format(path)
    is_tmx = known.name == "TMX"
    untranslated: list[str] = []
    if is_tmx and job.recover:
        units: _Units = recover_tmx(path, partial(_told, job.lost, path))
    elif is_tmx:
        units = read_tmx_columns(path)
    else:
        units = _translated(known.read(path, *job.languages), untranslated)
    apart = is_tmx and not job.recover and job.duplicates in (Duplicates.SKIP, Duplicates.KEEP)
    with (
        step("Read", str(path), known.name) as add,
        closing(SharedReading(path)) if apart else nullcontext() as pieces,
    ):
        looked_at = _looked_at(path)
        source = ImportSource(path.name, looked_at.digest)
        tell = partial(_tell, job.progress, looked_at)
        report = (
            import_units(store, units, source, duplicates=job.duplicates, recover=job.recover, progress=tell)
            if pieces is None
            else import_pieces(store, pieces, source, duplicates=job.duplicates, progress=tell)
        )
        add(f"{report.read} units")
    header = recover_header(path) if is_tmx else None
    if header is not None:
        keep_header(store, header_to_text(header))
    left = len(untranslated)
    return replace(report, read=report.read + left, skipped=report.skipped + left)


def _translated(units: Iterator[TranslationUnit], others: list[str]) -> Iterator[TranslationUnit]:
    """What is translated in a translation; the names of what is not are added to ``others``."""
    for unit in units:
        if is_translated(unit):
            yield unit
        else:
            others.append(unit.identifier)


def _look_for_a_unit(paths: Sequence[Path], job: _Job) -> None:
    """Raise what is wrong with the first of the files where nothing comes before it: no memory is made for that."""
    faults = []
    for path in paths:
        known = unit_format(path)
        try:
            units = recover_tmx(path, lambda loss: None) if job.recover and known.name == "TMX" else None
            if next(iter(known.read(path, *job.languages) if units is None else units), None) is not None:
                return
        except AccordError as error:
            if not job.recover:
                raise
            faults.append(error)
    if faults:
        raise faults[0]


def _tell(progress: FileProgress | None, file: _LookedAt, read: int) -> None:
    if progress is not None:
        progress(file.path, read, max(read, file.units))


def _told(lost: FileLosses | None, path: Path, loss: Loss) -> None:
    if lost is not None:
        lost(path, loss)


def refresh_index(store: MemoryStore) -> None:
    """Bring the index up to date for the language that the memory mostly translates from; others when they are used."""
    from tmx.match.fuzzy import current_index  # asked for when all is read: the second program begins sooner

    languages = store.first_languages()
    if languages:
        current_index(store, languages[0])


def _looked_at(path: Path) -> _LookedAt:
    """The sum of a file's content, and its units by those in its first pieces."""
    total = sha1(usedforsecurity=False)  # quick; nobody gains by a file that is taken for another of his own
    units = counted = size = 0
    with open_bytes(path) as stream:
        while piece := stream.read(_PIECE):
            total.update(piece)
            size += len(piece)
            if size <= _COUNTED:
                counted = size
                units += piece.count(b"</tu>") or piece.count(b"<trans-unit")
    return _LookedAt(path, total.hexdigest(), units * size // max(counted, 1))
