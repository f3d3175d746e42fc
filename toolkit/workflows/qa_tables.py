"""Translations in the tables of a workbook or a Word document: a column for each language."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tmx.errors import ParseError
from tmx.files import read_bytes
from tmx.formats.tabular import read_rows, target_cells
from tmx.model import TranslationUnit

__all__ = ["TABLE_SUFFIXES", "TablePlace", "table_places", "table_units"]

TABLE_SUFFIXES = frozenset({".xlsx", ".docx"})


@dataclass(frozen=True, slots=True)
class TablePlace:
    """A cell: the sheet's title or the table's number (from 0) in its document, its row from 1, its column from 0."""

    table: str
    row: int
    column: int


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of a table, numbered, those of the tables before it counted in."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    rows_before: int = 0


def table_units(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of the first sheet that holds anything, or of every table of a Word document that has two columns.

    A unit is a row; its columns are told by their names, or there are two (source, target) or three (id first). In a
    Word document the rows are numbered through. Nothing at all for a Word document without such a table.

    Raises :class:`~tmx.errors.ParseError` where the columns cannot be told apart, :class:`~tmx.errors.IngestError`
    where the file is broken or a library is missing.
    """
    for table in _tables(path):
        yield from read_rows(table.rows, path, source_language=source_language, target_language=target_language)


def table_places(path: Path, source_language: str, target_language: str) -> Iterator[TablePlace]:
    """Where the target of each unit stands that :func:`table_units` gives, in its order."""
    for table in _tables(path):
        cells = target_cells(table.rows, path, source_language=source_language, target_language=target_language)
        for number, column in cells:
            yield TablePlace(table.name, number - table.rows_before, column)


def _tables(path: Path) -> Iterator[_Table]:
    if path.suffix.lower() == ".xlsx":
        from toolkit.ingest.xlsx import read_workbook

        book = read_workbook(path)
        name = next((name for name, rows in book.items() if rows), None)
        if name is None:
            raise ParseError("no sheet holds anything", path=path, remedy="check that it is the file you meant")
        width = max(len(_filled(row.cells)) for row in book[name])
        numbered = tuple((row.number, (row.cells + ("",) * width)[:width]) for row in book[name])
        yield _Table(name, numbered)
        return
    from toolkit.ingest.docx import read_docx_tables

    before = 0
    for place, table in enumerate(read_docx_tables(read_bytes(path), path)):
        if table and len(table[0]) > 1:
            numbered = tuple((before + number, cells) for number, cells in enumerate(table, 1))
            yield _Table(str(place), numbered, before)
            before += len(table)


def _filled(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells up to the last one that holds something."""
    last = max((place for place, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:last]
