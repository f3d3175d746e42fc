"""Translations in the tables of a workbook or a Word document: a column for each language."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tmx.errors import ParseError
from tmx.files import read_bytes
from tmx.formats.tabular import read_rows
from tmx.model import TranslationUnit
from toolkit.ingest.docx import read_docx_tables
from toolkit.ingest.xlsx import read_workbook

__all__ = ["TABLE_SUFFIXES", "table_units"]

TABLE_SUFFIXES = frozenset({".xlsx", ".docx"})


def table_units(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of the first sheet that holds anything, or of every table of a Word document that has two columns.

    A unit is a row; its columns are told by their names, or there are two (source, target) or three (id first). In a
    Word document the rows are numbered through. Nothing at all for a Word document without such a table.

    Raises :class:`~tmx.errors.ParseError` where the columns cannot be told apart, :class:`~tmx.errors.IngestError`
    where the file is broken or a library is missing.
    """
    if path.suffix.lower() == ".xlsx":
        rows = next((rows for rows in read_workbook(path).values() if rows), ())
        if not rows:
            raise ParseError("no sheet holds anything", path=path, remedy="check that it is the file you meant")
        width = max(len(_filled(row.cells)) for row in rows)
        numbered = [(row.number, (row.cells + ("",) * width)[:width]) for row in rows]
        yield from read_rows(numbered, path, source_language=source_language, target_language=target_language)
        return
    number = 0
    for table in read_docx_tables(read_bytes(path), path):
        if table and len(table[0]) > 1:
            numbered = [(number + place, cells) for place, cells in enumerate(table, 1)]
            number += len(table)
            yield from read_rows(numbered, path, source_language=source_language, target_language=target_language)


def _filled(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells up to the last one that holds something."""
    last = max((place for place, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:last]
