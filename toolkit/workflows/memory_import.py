"""Files of units go into a memory: TMX, XLIFF, PO, tables."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import closing
from dataclasses import dataclass
from functools import partial
from hashlib import blake2b
from pathlib import Path

from tmx.address import address_of
from tmx.errors import AccordError
from tmx.files import open_bytes
from tmx.formats.registry import format_of
from tmx.formats.tmx import read_tmx_columns
from tmx.formats.tmx_header import header_to_text
from tmx.formats.tmx_recovery import Loss, recover_header, recover_tmx
from tmx.match.fuzzy import current_index
from tmx.memory import UnitColumns
from tmx.model import TranslationUnit
from tmx.store.headers import keep_header
from tmx.store.importing import Duplicates, ImportReport, ImportSource, import_pieces, import_units
from tmx.store.memory import MemoryStore
from toolkit.workflows.memory_apart import SharedReading
from toolkit.workflows.memory_source import open_store

__all__ = ["FileLosses", "FileProgress", "import_files"]

_PIECE = 1 << 20

FileProgress = Callable[[Path, int, int], None]
FileLosses = Callable[[Path, Loss], None]


@dataclass(frozen=True, slots=True)
class _LookedAt:
    """A file, a sum of its content, and how many units it has at a rough count (0: not known)."""

    path: Path
    digest: str
    units: int


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

    The languages serve where a file does not name its own. A file is imported whole or, where it is broken and
    ``recover`` is not set, not at all; files before it stay. With ``recover`` the good units of a broken TMX are taken,
    and ``lost`` is told what was lost or put right; of another file what stands before the fault is taken. The index is
    brought up to date at the end, unless ``index`` is off; the first search does it then. Raises
    :class:`~tmx.errors.AccordError` where a file cannot be read or the memory not be written.
    """
    sources = [(_looked_at(path), format_of(path)) for path in paths]
    if address_of(memory) is None and not memory.exists():
        _look_for_a_unit(paths, (source_language, target_language), recover=recover)
    reports = []
    with open_store(memory, create=True) as store:
        for looked_at, known in sources:

            def tell(read: int, file: _LookedAt = looked_at) -> None:
                if progress is not None:
                    progress(file.path, read, max(read, file.units))

            source = ImportSource(looked_at.path.name, looked_at.digest)
            if known.name == "TMX" and not recover and duplicates in (Duplicates.SKIP, Duplicates.KEEP):
                with closing(SharedReading(looked_at.path)) as pieces:
                    reports.append(import_pieces(store, pieces, source, duplicates=duplicates, progress=tell))
            else:
                units: Iterator[TranslationUnit | UnitColumns]
                if known.name == "TMX" and recover:
                    units = recover_tmx(looked_at.path, partial(_told, lost, looked_at.path))
                elif known.name == "TMX":
                    units = read_tmx_columns(looked_at.path)
                else:
                    units = known.read(looked_at.path, source_language, target_language)
                reports.append(
                    import_units(store, units, source, duplicates=duplicates, recover=recover, progress=tell)
                )
            header = recover_header(looked_at.path) if known.name == "TMX" else None
            if header is not None:
                keep_header(store, header_to_text(header))
        if index:
            refresh_index(store)
    return reports


def _look_for_a_unit(paths: Sequence[Path], languages: tuple[str, str], *, recover: bool) -> None:
    """Raise what is wrong with the first of the files where nothing comes before it: no memory is made for that."""
    faults = []
    for path in paths:
        known = format_of(path)
        try:
            units = recover_tmx(path, lambda loss: None) if recover and known.name == "TMX" else None
            if next(iter(known.read(path, *languages) if units is None else units), None) is not None:
                return
        except AccordError as error:
            if not recover:
                raise
            faults.append(error)
    if faults:
        raise faults[0]


def _told(lost: FileLosses | None, path: Path, loss: Loss) -> None:
    if lost is not None:
        lost(path, loss)


def refresh_index(store: MemoryStore) -> None:
    """Bring the index up to date for the language that the memory mostly translates from; others when they are used."""
    languages = store.first_languages()
    if languages:
        current_index(store, languages[0])


def _looked_at(path: Path) -> _LookedAt:
    total = blake2b(digest_size=16)
    units = 0
    with open_bytes(path) as stream:
        while piece := stream.read(_PIECE):
            total.update(piece)
            units += piece.count(b"</tu>") or piece.count(b"<trans-unit")
    return _LookedAt(path, total.hexdigest(), units)
