"""Translations in the tables of a workbook or a document (Word, LibreOffice): a column for each language."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.errors import AccordError, ParseError
from tmx.files import read_bytes
from tmx.formats.table_columns import languages_named, named_columns
from tmx.formats.tabular import languages_in, read_rows, target_cells
from tmx.model import Property, TranslationUnit

__all__ = [
    "TABLE_SUFFIXES",
    "TablePlace",
    "column_languages",
    "has_named_table",
    "is_table",
    "table_places",
    "table_units",
]

TABLE_SUFFIXES = frozenset({".xlsx", ".docx", ".odt"})

_PLAIN_TABLES = frozenset({".csv", ".tsv", ".tab"})
_ROWS_ABOVE = 30  # a title, a client, a date may stand above the names of the columns
_FORMULA = re.compile(r"=\s*[A-Z$][\w.$:!]*\s*(?:\(|$|[-+*/&<>=])")


class TablePlace(Struct, frozen=True):
    """A cell: the sheet's title or the table's number (from 0) in its document, its row from 1, its column from 0."""

    table: str
    row: int
    column: int


class _Table(Struct, frozen=True):
    """The rows of a table, numbered, those of the tables before it counted in."""

    name: str
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    rows_before: int = 0


def table_units(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """The units of the first sheet that names its columns, or of every table of a document that does or goes on.

    Where none does, of the first sheet that holds anything, or of every table that has two columns: then there are
    two (source, target) or three (id first). What stands above the names is passed over. A unit is a row; in a
    document the rows are numbered through. One that a formula makes has the property ``translate`` with the value
    ``no``. Nothing at all for a document without such a table.

    Raises :class:`~tmx.errors.ParseError` where the columns cannot be told apart, :class:`~tmx.errors.IngestError`
    where the file is broken or a library is missing.
    """
    formulas = path.suffix.lower() == ".xlsx"
    for table in _tables(path, source_language, target_language):
        units = read_rows(table.rows, path, source_language=source_language, target_language=target_language)
        for unit in units:
            made = formulas and any(_FORMULA.match(segment.text) for segment in unit.variants)
            yield replace(unit, properties=(*unit.properties, Property("translate", "no"))) if made else unit


def table_places(path: Path, source_language: str, target_language: str) -> Iterator[TablePlace]:
    """Where the target of each unit stands that :func:`table_units` gives, in its order."""
    for table in _tables(path, source_language, target_language):
        cells = target_cells(table.rows, path, source_language=source_language, target_language=target_language)
        for number, column in cells:
            yield TablePlace(table.name, number - table.rows_before, column)


def is_table(path: Path, source_language: str, target_language: str) -> bool:
    """Whether ``path`` is a workbook, or a document with a table that names a column for each language.

    Raises as :func:`table_units` does where the file cannot be read.
    """
    suffix = path.suffix.lower()
    if suffix not in TABLE_SUFFIXES:
        return False
    return suffix == ".xlsx" or has_named_table(path, source_language=source_language, target_language=target_language)


def has_named_table(path: Path, *, source_language: str, target_language: str) -> bool:
    """Whether a table in ``path`` has a row that names a column for the source and one for the target.

    Raises as :func:`table_units` does where the file cannot be read.
    """
    tables = _sheets(path) if path.suffix.lower() == ".xlsx" else _tables_of_a_document(path)
    return any(
        named_columns(cells, source_language, target_language) is not None
        for table in tables
        for _, cells in table.rows[:_ROWS_ABOVE]
    )


def column_languages(path: Path) -> tuple[str, str] | None:
    """The languages that the columns of the table or tables in ``path`` are called by, as BCP 47 tags in their order.

    ``None`` where they are not called by two languages, or the file is no table or cannot be read.
    """
    suffix = path.suffix.lower()
    try:
        if suffix in _PLAIN_TABLES:
            return languages_in(path)
        if suffix not in TABLE_SUFFIXES:
            return None
        tables = _sheets(path, _ROWS_ABOVE) if suffix == ".xlsx" else _tables_of_a_document(path)
        rows = (cells for table in tables for _, cells in table.rows[:_ROWS_ABOVE])
        return next(filter(None, map(languages_named, rows)), None)
    except AccordError:
        return None


def _tables(path: Path, source_language: str, target_language: str) -> Sequence[_Table]:
    """The tables with translations, from the row with the names of their columns on."""
    workbook = path.suffix.lower() == ".xlsx"
    tables = list(_sheets(path) if workbook else _tables_of_a_document(path))
    named: list[_Table] = []
    for table in tables:
        places = (
            place
            for place, (_, cells) in enumerate(table.rows[:_ROWS_ABOVE])
            if named_columns(cells, source_language, target_language) is not None
        )
        place = next(places, None)
        if place is not None:
            named.append(replace(table, rows=table.rows[place:]))
        elif named and not workbook and len(named[-1].rows[0][1]) == len(table.rows[0][1]):
            named.append(replace(table, rows=((0, named[-1].rows[0][1]), *table.rows)))  # it goes on
    return (named or tables)[: 1 if workbook else None]


def _sheets(path: Path, most_rows: int | None = None) -> Iterator[_Table]:
    from toolkit.ingest.xlsx import read_workbook
    from toolkit.reports.sheets import unescape

    filled = {name: rows for name, rows in read_workbook(path, rows=most_rows).items() if rows}
    if not filled:
        raise ParseError("no sheet holds anything", path=path, remedy="check that it is the file you meant")
    for name, rows in filled.items():
        width = max(len(_filled(row.cells)) for row in rows)
        texts = ((row.number, (*map(unescape, row.cells), *("",) * width)[:width]) for row in rows)
        yield _Table(name, tuple(texts))


def _tables_of_a_document(path: Path) -> Iterator[_Table]:
    from toolkit.ingest.documents import is_odt
    from toolkit.ingest.docx import read_docx_tables
    from toolkit.ingest.odt import read_odt_tables

    before, content = 0, read_bytes(path)
    tables = read_odt_tables(content, path) if is_odt(content, path) else read_docx_tables(content, path)
    for place, table in enumerate(tables):
        if table and len(table[0]) > 1:
            numbered = tuple((before + number, cells) for number, cells in enumerate(table, 1))
            yield _Table(str(place), numbered, before)
            before += len(table)


def _filled(cells: tuple[str, ...]) -> tuple[str, ...]:
    """The cells up to the last one that holds something."""
    last = max((place for place, cell in enumerate(cells, 1) if cell), default=0)
    return cells[:last]
