"""The rows of a workbook (Office Open XML, ECMA-376, SpreadsheetML), read with openpyxl."""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from tmx.errors import UnknownFormatError

__all__ = ["is_foreign_workbook", "refuse_foreign_workbook", "workbook_rows"]

_FOREIGN = frozenset({".ods", ".fods", ".xls", ".xlsb", ".xlsm", ".numbers"})

_MOST_ROWS = 1_048_576  # of a sheet; a file may claim more, and all those between would be made

_Row = TypeVar("_Row")


def is_foreign_workbook(path: Path) -> bool:
    """Whether ``path`` is a workbook of another kind than .xlsx, by its ending."""
    return path.suffix.lower() in _FOREIGN


def refuse_foreign_workbook(path: Path) -> None:
    """Raise :class:`~tmx.errors.UnknownFormatError`, with what to do, where :func:`is_foreign_workbook` holds."""
    if is_foreign_workbook(path):
        remedy = "open it in your spreadsheet and save it as .xlsx"
        raise UnknownFormatError("of workbooks only .xlsx is read", path=path, remedy=remedy)


def workbook_rows(
    content: bytes, columns: int, make: Callable[[int, tuple[object, ...]], _Row], *, rows: int | None = None
) -> dict[str, tuple[_Row, ...]]:
    """What ``make`` makes of each of a sheet's first ``rows`` (all) that holds something, by the sheets' titles.

    It is given the row's number, from 1, and the values of its first ``columns`` cells (None: empty), of a formula its
    text. ``content`` has passed :func:`~tmx.archives.archive_fault`. Raises :class:`ImportError` where openpyxl is not
    installed; where a part is broken, whatever openpyxl lets through of what its parsers raise.
    """
    import openpyxl

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # openpyxl warns of what it does not keep; nothing of that is read here
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True)
        sheets = {}
        for sheet in book.worksheets:
            sheet.reset_dimensions()  # they are a claim of the file's
            read = enumerate(sheet.iter_rows(max_row=rows or _MOST_ROWS, max_col=columns, values_only=True), 1)
            sheets[sheet.title] = tuple(make(at, values) for at, values in read if values.count(None) < len(values))
        book.close()
    return sheets
