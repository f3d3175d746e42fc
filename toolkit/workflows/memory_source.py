"""Opening a memory, whatever it is: a database, or a file of units."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tmx.address import address_of
from tmx.errors import ParseError, UnknownFormatError
from tmx.formats.registry import Format, format_of, pair_of, read_units
from tmx.memory import UnitSource
from tmx.model import TranslationUnit
from tmx.quoting import pasted
from tmx.store.held import HeldMemory
from tmx.store.memory import MemoryStore
from tmx.store.sqlite import is_sqlite, open_memory
from tmx.workbooks import is_foreign_workbook
from toolkit.config import find_config
from toolkit.verbose import explain, is_verbose, step

__all__ = ["is_store", "is_translated", "open_source", "open_store", "read_memory_units", "unit_format"]

_SHOWN = 8


def is_store(path: Path) -> bool:
    """Whether ``path`` names a database, existing or not, a file or an address, and no file of units."""
    return address_of(path) is not None or is_sqlite(path)


def open_store(path: Path, *, create: bool = False) -> MemoryStore:
    """The memory in a database, a file or an address (``postgresql://…``).

    Raises :class:`~tmx.errors.StoreError` where it cannot be opened.
    """
    if address_of(path) is None:
        return open_memory(path, create=create)
    from tmx.store.postgres import open_shared_memory

    return open_shared_memory(path, create=create, cache=_cache())


def _cache() -> Path | None:
    """The folder in which this computer keeps indexes of shared memories.

    It is what ``ACCORD_CACHE`` names, else ``.accord-cache`` beside the project's ``accord.toml``; ``None`` where there
    is neither.
    """
    named = os.environ.get("ACCORD_CACHE", "").strip()
    if named:
        return Path(named)
    config = find_config(Path.cwd())
    return None if config is None else config.parent / ".accord-cache"


@contextmanager
def open_source(path: Path, source_language: str, target_language: str) -> Iterator[UnitSource]:
    """A memory to be searched: a database as it stands, another file read whole.

    The languages serve where a file does not name its own. Raises :class:`~tmx.errors.AccordError` where it cannot be
    read.
    """
    if is_store(path):
        with open_store(path) as store:
            if is_verbose():
                explain("Memory", str(path), f"{len(store)} units")
            yield store
    else:
        known = unit_format(path)
        units = known.read(path, source_language, target_language)
        with step("Memory", str(path), known.name) as tell:
            held = HeldMemory(units if known.name == "TMX" else filter(is_translated, units), name=path.name)
            tell(f"{len(held)} units")
        yield held


def unit_format(path: Path) -> Format:
    """The format of a file of units: one of :data:`tmx.formats.registry.FORMATS`, or a table in an office file.

    Raises :class:`~tmx.errors.UnknownFormatError`, as :func:`tmx.formats.registry.format_of` does.
    """
    if path.suffix.lower() in _WORKBOOK.suffixes:
        return _WORKBOOK
    try:
        return format_of(path)
    except UnknownFormatError as error:
        if is_foreign_workbook(path):
            raise
        remedy = f"{error.remedy}, {_WORKBOOK.name} ({' '.join(_WORKBOOK.suffixes)})"
        raise UnknownFormatError(error.reason, path=path, remedy=remedy) from error


def _read_workbook(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    from toolkit.workflows.qa_tables import table_units
    from toolkit.workflows.review import is_review

    if is_review(path):
        raise ParseError(
            "this is an alignment to review, not a memory",
            path=path,
            remedy=f"make a memory from it: accord align --from-review {pasted(path)} -o memory.tmx",
        )
    empty = True
    for unit in table_units(path, source_language, target_language):
        empty = False
        yield unit
    if empty:
        raise ParseError(
            "there is no table with a column for each language in it",
            path=path,
            remedy="a document and its translation become a memory with accord align",
        )


_WORKBOOK = Format(
    "table in Excel, Word or LibreOffice", (".xlsx", ".docx", ".odt"), "a column for each language", _read_workbook
)


def is_translated(unit: TranslationUnit) -> bool:
    """Whether a unit has a text in two languages; those of a translation in work may lack the second."""
    return sum(bool(segment.text.strip()) for segment in unit.variants) > 1


def read_memory_units(path: Path, *, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of a memory, each with two variants, the source first; from databases and from files of units.

    Raises what :func:`tmx.formats.registry.read_units` raises, and :class:`~tmx.errors.StoreError` where a database
    cannot be read.
    """
    if not is_store(path):
        if path.suffix.lower() in _WORKBOOK.suffixes:
            yield from _read_workbook(path, source_language, target_language)
        else:
            yield from read_units(path, source_language=source_language, target_language=target_language)
        return
    with open_store(path) as store:
        found = False
        for stored in store:
            pair = pair_of(stored.unit, source_language, target_language)
            if pair is not None:
                found = True
                yield pair
        languages = store.languages()
        if languages and not found:
            raise ParseError(
                f"no unit is in {source_language} and {target_language}; the languages are "
                f"{', '.join(languages[:_SHOWN])}",
                path=path,
                remedy="name the languages with --from and --to",
            )
