"""Glossaries as Excel workbooks: the long form of the table, a row a term, on the first sheet.

Every cell is text, whatever it begins with, so that nothing in the workbook is a formula; formulas that somebody else
put in are read as they are written and never calculated. Status, type and case are chosen from a list.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from termbase.formats.table_rows import TableRow, table_rows
from termbase.formats.tabular import (
    concepts_of_table,
    has_header,
    has_names_of_concepts,
    has_row_a_term,
    says_status,
)
from termbase.model import CaseRule, Glossary, Status, TermType
from tmx.archives import ArchiveFault, archive_fault
from tmx.cells import FORMULA_SIGNS
from tmx.errors import ConfigError, ParseError
from tmx.files import read_bytes, write_whole
from tmx.workbooks import workbook_rows

if TYPE_CHECKING:
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["read_workbook_glossary", "write_workbook_glossary"]

_SHEET = "Glossary"
_MOST_COLUMNS = 200
_LONGEST_CELL = 32_767
_NO_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_WIDTHS = {"term": 34, "definition": 50, "context": 60, "note": 40, "source": 24, "other data": 40}
_CHOICES: dict[str, tuple[str, ...]] = {
    "status": tuple(Status),
    "type": tuple(TermType),
    "case": tuple(rule for rule in CaseRule if rule),
}
_DATE = (1980, 1, 1, 0, 0, 0)


def read_workbook_glossary(
    path: Path, *, source_language: str | None = None, target_language: str | None = None
) -> Glossary:
    """The glossary of a workbook, in any of the forms of a table: its first sheet with a header, else with rows.

    Raises :class:`~tmx.errors.ConfigError` where openpyxl is not installed, :class:`~tmx.errors.ParseError` (with the
    row as the line) where the file is no workbook or the table is not right, and :class:`~tmx.errors.StoreError` where
    it cannot be read.
    """
    rows = _glossary_rows(path)
    return concepts_of_table(path, rows, source_language=source_language, target_language=target_language)


def is_long_workbook(path: Path) -> bool:
    """Whether the glossary of a workbook has a row a term; also where it has no rows. Raises as the reader does."""
    rows = _glossary_rows(path)
    return not rows or has_row_a_term(rows)


def is_ranked_workbook(path: Path) -> bool:
    """Whether a column of the glossary says the status of its terms. Raises as the reader does."""
    return says_status(_glossary_rows(path))


def workbook_names_concepts(path: Path) -> bool:
    """Whether the glossary has a column for names of concepts. Raises as the reader does."""
    return has_names_of_concepts(_glossary_rows(path))


def _glossary_rows(path: Path) -> list[TableRow]:
    """The rows of the first sheet with a header, else of the first with rows."""
    tables = [rows for _, rows in _tables(path)]
    return next((rows for rows in tables if has_header(rows)), next((rows for rows in tables if rows), []))


def sheets_beside_glossary(path: Path) -> tuple[str, ...]:
    """The names of the sheets of a workbook beside the one with the glossary, empty ones left out.

    Raises what :func:`read_workbook_glossary` raises.
    """
    tables = [(name, rows) for name, rows in _tables(path) if rows]
    chosen = next((name for name, rows in tables if has_header(rows)), tables[0][0] if tables else "")
    return tuple(name for name, _ in tables if name != chosen)


def _tables(path: Path) -> list[tuple[str, list[TableRow]]]:
    """The rows of each sheet, by the sheet's name."""
    content = read_bytes(path)
    _check(path, content)
    _need_openpyxl(path)
    try:
        sheets = workbook_rows(content, _MOST_COLUMNS, _row)
    except Exception as error:  # openpyxl lets through whatever a broken part makes its parsers raise
        raise _broken(path) from error
    return [(title, [row for row in rows if row.cells]) for title, rows in sheets.items()]


def _row(number: int, values: tuple[object, ...]) -> TableRow:
    cells = ["" if value is None else _plain(value) for value in values]
    while cells and not cells[-1].strip():
        cells.pop()
    return TableRow(number, tuple(cells))


def _plain(value: object) -> str:
    from datetime import datetime, time

    if isinstance(value, datetime) and value.time() == time():
        return str(value.date())  # a day, which workbooks hold as its midnight
    return str(int(value)) if isinstance(value, float) and value.is_integer() else str(value)


def _broken(path: Path) -> ParseError:
    remedy = "open it in your spreadsheet and save it as .xlsx, without a password"
    return ParseError("this is not a whole .xlsx workbook", path=path, remedy=remedy)


def _check(path: Path, content: bytes) -> None:
    """Refuse what is no workbook, what would swell beyond all measure, and what declares entities."""
    fault = archive_fault(content)
    if fault in (ArchiveFault.BROKEN, ArchiveFault.ENCRYPTED):
        raise _broken(path)
    if fault is ArchiveFault.SWOLLEN:
        remedy = "do not open it if you do not know where it comes from"
        raise ParseError("the workbook would swell beyond all measure when unpacked", path=path, remedy=remedy)
    if fault is ArchiveFault.DECLARES_ENTITIES:
        remedy = "do not use it if you do not know where it comes from"
        raise ParseError("the workbook declares entities, which no workbook needs", path=path, remedy=remedy)


def _need_openpyxl(path: Path) -> None:
    try:
        import openpyxl  # noqa: F401  whether it is there is the question
    except ImportError as error:
        remedy = "install it: pip install 'accord-toolkit[docs]'"
        raise ConfigError(
            "for workbooks openpyxl is needed, which is not installed", path=path, remedy=remedy
        ) from error


def write_workbook_glossary(path: Path, glossary: Glossary) -> None:
    """Write the long form of the table as a workbook; the same glossary gives the same bytes.

    Raises :class:`~tmx.errors.ConfigError` where openpyxl is not installed or a cell would be longer than a workbook
    can hold, and :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    _need_openpyxl(path)
    from datetime import datetime

    import openpyxl

    book = openpyxl.Workbook()
    book.properties.creator = "Accord"
    book.properties.created = book.properties.modified = datetime(*_DATE)
    sheet = book.active
    assert sheet is not None
    sheet.title = _SHEET
    rows = table_rows(glossary)
    header = next(rows)
    _fill(path, sheet, header, rows)
    buffer = io.BytesIO()
    book.save(buffer)
    with write_whole(path) as stream:
        stream.write(_undated(buffer.getvalue()))


def _fill(path: Path, sheet: Worksheet, header: tuple[str, ...], rows: Iterator[tuple[str, ...]]) -> None:
    from openpyxl.styles import Alignment, Font
    from openpyxl.utils import get_column_letter
    from openpyxl.worksheet.datavalidation import DataValidation

    top = Alignment(vertical="top", wrap_text=True)
    bold = Font(bold=True)
    last = 1
    for number, row in enumerate((header, *rows), 1):
        last = number
        for column, text in enumerate(row, 1):
            value = _NO_XML.sub("", text)
            if len(value) > _LONGEST_CELL:
                reason = f"a cell of a workbook holds {_LONGEST_CELL} characters, and «{header[column - 1]}» has more"
                raise ConfigError(f"{reason} in row {number}", path=path, remedy="write .csv or .tbx instead")
            if value:
                cell = sheet.cell(number, column)
                cell.value = value
                cell.data_type = "s"
                cell.alignment = top
                if number == 1:
                    cell.font = bold
                elif value.startswith(FORMULA_SIGNS):
                    cell.quotePrefix = True
    for column, name in enumerate(header, 1):
        letter = get_column_letter(column)
        sheet.column_dimensions[letter].width = _WIDTHS.get(name, 14)
        if name in _CHOICES:
            choice = DataValidation("list", formula1=f'"{",".join(_CHOICES[name])}"', allow_blank=True)
            choice.add(f"{letter}2:{letter}{last + 500}")
            sheet.add_data_validation(choice)
    sheet.freeze_panes = "A2"
    sheet.auto_filter.ref = f"A1:{get_column_letter(len(header))}{last}"


def _undated(content: bytes) -> bytes:
    """The workbook with the same date on all parts, so that it does not say when it was packed."""
    packed = io.BytesIO()
    with (
        zipfile.ZipFile(io.BytesIO(content)) as before,
        zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as after,
    ):
        for entry in before.infolist():
            part = before.read(entry)
            if entry.filename == "docProps/core.xml":
                part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>1980-01-01T00:00:00Z", part)
            after.writestr(zipfile.ZipInfo(entry.filename, _DATE), part, zipfile.ZIP_DEFLATED)
    return packed.getvalue()
