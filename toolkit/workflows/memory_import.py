"""Files of units go into a memory: TMX, XLIFF, PO, tables."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from hashlib import blake2b
from pathlib import Path

from tmx.files import open_bytes
from tmx.formats.registry import format_of
from tmx.match.fuzzy import current_index
from tmx.store.importing import Duplicates, ImportReport, ImportSource, import_units
from tmx.store.memory import MemoryStore
from tmx.store.sqlite import open_memory

__all__ = ["FileProgress", "import_files"]

_PIECE = 1 << 20

FileProgress = Callable[[Path, int], None]


def import_files(
    paths: Sequence[Path],
    memory: Path,
    *,
    source_language: str = "en",
    target_language: str = "fr",
    duplicates: Duplicates = Duplicates.SKIP,
    recover: bool = False,
    progress: FileProgress | None = None,
) -> list[ImportReport]:
    """Import ``paths`` in order into the memory, which is made where there is none; a report for each.

    The languages serve where a file does not name its own. A file is imported whole or, where it is broken and
    ``recover`` is not set, not at all; files before it stay. The index is brought up to date at the end. Raises
    :class:`~tmx.errors.AccordError` where a file cannot be read or the memory not be written.
    """
    sources = [(path, ImportSource(path.name, _digest(path)), format_of(path)) for path in paths]
    reports = []
    with open_memory(memory, create=True) as store:
        for path, source, known in sources:
            units = known.read(path, source_language, target_language)

            def tell(read: int, path: Path = path) -> None:
                if progress is not None:
                    progress(path, read)

            reports.append(import_units(store, units, source, duplicates=duplicates, recover=recover, progress=tell))
        refresh_index(store)
    return reports


def refresh_index(store: MemoryStore) -> None:
    """Bring the index up to date for the language that the memory mostly translates from; others when they are used."""
    languages = store.first_languages()
    if languages:
        current_index(store, languages[0])


def _digest(path: Path) -> str:
    """A sum of the file's content."""
    total = blake2b(digest_size=16)
    with open_bytes(path) as stream:
        while piece := stream.read(_PIECE):
            total.update(piece)
    return total.hexdigest()
