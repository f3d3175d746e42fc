"""Reading the tables of a workbook as text and no more."""

from __future__ import annotations

from datetime import datetime
from pathlib import Path

from msgspec import Struct

from tmx.errors import IngestError
from tmx.files import read_bytes
from tmx.workbooks import workbook_rows
from toolkit.ingest.office import broken_file, check_archive

__all__ = ["SheetRow", "read_workbook"]

_KIND = "workbook"
_MOST_COLUMNS = 60


class SheetRow(Struct, frozen=True):
    """A row of a sheet that holds something: its number from 1, and the text of its cells ("" where one is empty)."""

    number: int
    cells: tuple[str, ...]


def read_workbook(path: Path, *, rows: int | None = None) -> dict[str, tuple[SheetRow, ...]]:
    """The first ``rows`` (all) of every sheet of the workbook ``path``, by the sheets' titles; the first 60 columns.

    A formula is given as it is written, a number without needless decimals. Raises :class:`~tmx.errors.IngestError`
    where openpyxl is not installed, or the file is broken, encrypted, no .xlsx workbook, or swells beyond all measure
    when it is unpacked; :class:`~tmx.errors.StoreError` where it cannot be read.
    """
    content = read_bytes(path)
    check_archive(content, path, _KIND)
    try:
        return workbook_rows(content, _MOST_COLUMNS, _row, rows=rows)
    except ImportError as error:
        raise IngestError(
            "to read workbooks openpyxl is needed",
            path=path,
            remedy="install it: pip install 'accord-toolkit[docs]'",
        ) from error
    except Exception as error:  # openpyxl lets through whatever a broken part makes its parsers raise
        raise broken_file(path, _KIND) from error


def _row(number: int, values: tuple[object, ...]) -> SheetRow:
    return SheetRow(number, tuple(map(_plain, values)))


def _plain(value: object) -> str:
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer():
        return str(int(value))
    return value.isoformat() if isinstance(value, datetime) else str(value)
