"""Reading the tables of a workbook (Office Open XML, ECMA-376, SpreadsheetML) with openpyxl, as text and no more."""

from __future__ import annotations

import io
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from tmx.errors import IngestError
from tmx.files import read_bytes
from toolkit.ingest.office import broken_file, check_archive

__all__ = ["SheetRow", "read_workbook"]

_KIND = "workbook"
_MOST_COLUMNS = 60


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A row of a sheet that holds something: its number from 1, and the text of its cells ("" where one is empty)."""

    number: int
    cells: tuple[str, ...]


def read_workbook(path: Path) -> dict[str, tuple[SheetRow, ...]]:
    """The rows of every sheet of the workbook ``path``, by the sheets' titles; the first 60 columns.

    A formula is given as it is written, a number without needless decimals. Raises :class:`~tmx.errors.IngestError`
    where openpyxl is not installed, or the file is broken, encrypted, no .xlsx workbook, or swells beyond all measure
    when it is unpacked; :class:`~tmx.errors.StoreError` where it cannot be read.
    """
    content = read_bytes(path)
    try:
        import openpyxl
    except ImportError as error:
        raise IngestError(
            "to read workbooks openpyxl is needed",
            path=path,
            remedy="install it: pip install 'accord-toolkit[docs]'",
        ) from error
    check_archive(content, path, _KIND)
    try:
        with warnings.catch_warnings():
            # openpyxl warns of what it does not keep of a workbook; nothing of that is read here.
            warnings.simplefilter("ignore")
            book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
            sheets = {}
            for sheet in book.worksheets:
                sheet.reset_dimensions()  # they are a claim of the file's
                sheets[sheet.title] = tuple(_rows(sheet.iter_rows(max_col=_MOST_COLUMNS, values_only=True)))
            book.close()
    except Exception as error:  # openpyxl lets through whatever a broken part makes its parsers raise
        raise broken_file(path, _KIND) from error
    return sheets


def _rows(rows: Iterator[tuple[object, ...]]) -> Iterator[SheetRow]:
    for number, values in enumerate(rows, 1):
        if any(value is not None for value in values):
            yield SheetRow(number, tuple(map(_plain, values)))


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, datetime) else str(value)
