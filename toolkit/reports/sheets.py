"""Workbooks: sheets that are written row by row, hold text and nothing but text, and come out the same every time.

Source of the format: Office Open XML, ECMA-376 part 1, SpreadsheetML, as openpyxl writes it.
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tmx.cells import FORMULA_SIGNS
from tmx.errors import StoreError

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = ["MOST_CHARACTERS", "MOST_ROWS", "Rows", "new_workbook", "numbers_from_one", "packed", "unescape"]

MOST_ROWS = 1_048_575  # what a sheet holds below its header (Excel specifications and limits)
MOST_CHARACTERS = 16_000  # a cell holds 32,767, and what is coded takes up to twice its length
_HIGHEST = 409.0  # points
_FILLS = {"poor": "FBE0DD", "fair": "FBECD0", "good": "E3F1E8"}
# A zip archive can hold no earlier date; it stands where the translations' dates are not known.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# SpreadsheetML takes _x0041_ for a coded character (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNCODED = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)", re.IGNORECASE)


def new_workbook() -> Workbook:
    """An empty workbook with Accord's styles, to be filled sheet by sheet.

    Raises :class:`~tmx.errors.StoreError` where openpyxl is not installed.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise StoreError(
            "to write workbooks openpyxl is needed", remedy="install it: pip install 'accord-toolkit[docs]'"
        ) from error
    book = Workbook(write_only=True)
    _add_styles(book)
    book.properties.creator = "Accord"
    return book


def numbers_from_one(places: Iterable[int]) -> str:
    """Places counted from 0 as people number them."""
    return " ".join(str(place + 1) for place in places)


def unescape(text: str) -> str:
    """``text`` as it was before it was written into a cell."""
    return _UNCODED.sub("_", text)


class Rows:
    """The rows of a sheet, written one after another; what is written cannot be changed.

    To make and to style cells is what takes time: each column has one for each style, used again in every row.
    """

    def __init__(self, book: Workbook, title: str, widths: Sequence[int], *, frozen: str | None = "A2") -> None:
        from openpyxl.worksheet.properties import PageSetupProperties

        # The stubs know of less than a sheet that is only written can do.
        self.sheet: Worksheet = book.create_sheet(title)
        self.count = 0
        self._widths = widths
        self._cells: dict[tuple[int, str, bool], Cell] = {}
        self._row: list[Cell] = []
        for letter, width in zip("ABCDEFGHIJKL", widths, strict=False):
            self.sheet.column_dimensions[letter].width = width
        self.sheet.freeze_panes = frozen
        self.sheet.page_setup.orientation = "landscape"
        self.sheet.page_setup.fitToHeight = 0
        self.sheet.sheet_properties.pageSetUpPr = PageSetupProperties(fitToPage=True)

    def text(self, text: str, style: str = "accord text") -> None:
        """Add a cell that holds text and nothing but text, even where it looks like a formula or a number."""
        cell = self._cell(style, text.startswith(FORMULA_SIGNS))
        cell.value = _CODED.sub("_x005F_", _FORBIDDEN.sub("", text.replace("\r", " "))) or None
        if text:
            cell.data_type = "s"

    def number(self, value: float, style: str = "accord number") -> None:
        """Add a cell that holds a number."""
        self._cell(style, quoted=False).value = value

    def numbers(self, sentences: range) -> None:
        """Add the numbers of sentences; a single one as a number, so that no spreadsheet complains of it."""
        if len(sentences) == 1:
            self.number(sentences.start + 1, "accord decision")
        else:
            self.text(numbers_from_one(sentences), "accord decision")

    def header(self, names: Iterable[str]) -> None:
        """Write the first row."""
        for name in names:
            self.text(name, "accord header")
        self.end(32.0)

    def end(self, height: float | None = None) -> None:
        """Write the row, ``height`` points high (default: as its texts need, which not every program works out)."""
        self.count += 1
        self.sheet.row_dimensions[self.count].height = height or _height(self._row, self._widths)
        self.sheet.append(self._row)
        self._row = []

    def _cell(self, style: str, quoted: bool) -> Cell:
        from openpyxl.cell import WriteOnlyCell

        key = (len(self._row), style, quoted)
        cell = self._cells.get(key)
        if cell is None:
            cell = self._cells[key] = WriteOnlyCell(self.sheet)
            cell.style = style
            if quoted:
                cell.quotePrefix = True
        self._row.append(cell)
        return cell


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> float:
    """The height in points that the texts of a row need."""
    lines = 1
    for cell, width in zip(cells, widths, strict=False):
        text = cell.value
        if isinstance(text, str) and (len(text) > width * 0.95 or "\n" in text):
            lines = max(lines, sum(1 + int(len(line) / (width * 0.95)) for line in text.split("\n")))
    return min(15.0 * lines + 3, _HIGHEST)


def _add_styles(book: Workbook) -> None:
    """The named styles of the workbook: they cost less than a style for each cell."""
    from openpyxl.styles import Alignment, Border, Font, NamedStyle, PatternFill, Side

    wrapped = Alignment(vertical="top", wrap_text=True)
    middle = Alignment(vertical="top", horizontal="center", wrap_text=True)
    line = Border(bottom=Side("thin", color="DCDFE6"))
    blue, pale = (PatternFill("solid", fgColor=colour) for colour in ("0033A0", "FFFDE7"))
    styles = [
        ("text", wrapped, Font(), None, "General"),
        ("name", wrapped, Font(color="5C6575"), None, "@"),
        ("number", middle, Font(color="5C6575"), None, "General"),
        ("decision", middle, Font(bold=True), pale, "@"),
        ("heading", Alignment(vertical="bottom"), Font(bold=True, size=13, color="0033A0"), None, "General"),
        ("header", middle, Font(bold=True, color="FFFFFF"), blue, "General"),
    ]
    styles += [(name, middle, Font(), PatternFill("solid", fgColor=colour), "0.00") for name, colour in _FILLS.items()]
    for name, alignment, font, fill, number_format in styles:
        style = NamedStyle(f"accord {name}", font=font, alignment=alignment, border=line, number_format=number_format)
        if fill is not None:
            style.fill = fill
        book.add_named_style(style)


def packed(book: Workbook, dated: datetime | None) -> bytes:
    """The workbook's bytes, with one date in every place where the format asks for one."""
    dated = max((dated or _EARLIEST).astimezone(UTC), _EARLIEST)
    book.properties.created = book.properties.modified = dated.replace(tzinfo=None)
    from openpyxl.writer.excel import ExcelWriter

    loose = io.BytesIO()
    # openpyxl's own way of saving would write the present time.
    ExcelWriter(book, zipfile.ZipFile(loose, "w", zipfile.ZIP_STORED)).save()
    whole = io.BytesIO()
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(whole, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, dated.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts.read(name))
    return whole.getvalue()
