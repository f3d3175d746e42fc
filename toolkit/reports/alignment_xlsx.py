"""The alignment as a workbook to review: a row a bead, with the numbers of its sentences and room for a decision.

What a person writes into it is read back by :mod:`toolkit.workflows.review`; the sheet "How to" explains it to them.
Source of the format: Office Open XML, ECMA-376 part 1, SpreadsheetML, as openpyxl writes it.
"""

from __future__ import annotations

import io
import re
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

from tmx.errors import StoreError
from tmx.model import Bead
from toolkit.model import AlignedPair
from toolkit.reports.alignment_html import DOUBTFUL_BELOW, SURE_FROM, AlignmentReport
from toolkit.reports.review_help import HOW_TO

if TYPE_CHECKING:
    from openpyxl import Workbook
    from openpyxl.cell import Cell
    from openpyxl.worksheet.worksheet import Worksheet

__all__ = [
    "BEAD_COLUMNS",
    "CUT",
    "DOCUMENT_COLUMNS",
    "JOIN",
    "MOST_CHARACTERS",
    "OK",
    "OUT",
    "SENTENCE_COLUMNS",
    "SHEETS",
    "alignment_workbook",
    "digest",
    "unescape",
]

OK, OUT, JOIN, CUT = "ok", "out", "join", "|"
SHEETS = ("Beads", "Sentences", "Documents")
BEAD_COLUMNS = (
    "document",
    "bead",
    "confidence",
    "look",
    "kind",
    "source numbers",
    "source",
    "target numbers",
    "target",
    "decision",
    "documents",
    "as written",
)
SENTENCE_COLUMNS = ("document", "side", "number", "text")
DOCUMENT_COLUMNS = (
    "document",
    "source document",
    "target document",
    "source language",
    "target language",
    "paired at",
    "translation dated",
    "beads",
    "to look at first",
)

_BEAD_WIDTHS = (10, 8, 11, 12, 7, 10, 58, 10, 58, 11, 30)  # the last column is hidden
_MOST_ROWS = 1_048_575  # what a sheet holds below its header (Excel specifications and limits)
MOST_CHARACTERS = 16_000  # a cell holds 32,767, and what is coded takes up to twice its length
_HIGHEST = 409.0  # points
_LOOKS = {"poor": "look first", "fair": "fair", "good": "sure"}
_FILLS = {"poor": "FBE0DD", "fair": "FBECD0", "good": "E3F1E8"}
# A zip archive can hold no earlier date; it stands where the translations' dates are not known.
_EARLIEST = datetime(1980, 1, 1, tzinfo=UTC)
_FORBIDDEN = re.compile("[\0-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
# SpreadsheetML takes _x0041_ for a coded character (ECMA-376 part 1, 22.9.2.19, ST_Xstring).
_CODED = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_UNCODED = re.compile("_x005F_(?=x[0-9A-Fa-f]{4}_)", re.IGNORECASE)
_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n")


def alignment_workbook(report: AlignmentReport) -> bytes:
    """The report as an .xlsx workbook with the sheets How to, Beads, Sentences and Documents.

    Nothing in it is a formula, whatever the texts begin with. It is dated as the newest translation is, so that the
    same report gives the same bytes. Raises :class:`~tmx.errors.StoreError` where openpyxl is not installed, or the
    sentences are more than a sheet can hold.
    """
    try:
        from openpyxl import Workbook
    except ImportError as error:
        raise StoreError(
            "to write workbooks openpyxl is needed", remedy="install it: pip install 'accord-toolkit[docs]'"
        ) from error
    sentences = sum(_rows_of(text) for pair in report.pairs for text in (*pair.source, *pair.target))
    if sentences > _MOST_ROWS:
        raise StoreError(
            f"{sentences} sentences are more than a sheet can hold", remedy="align fewer documents at a time"
        )
    dated = max((pair.dated for pair in report.pairs if pair.dated is not None), default=_EARLIEST)
    dated = max(dated.astimezone(UTC), _EARLIEST)
    book = Workbook(write_only=True)
    _add_styles(book)
    book.properties.creator = "Accord"
    book.properties.created = book.properties.modified = dated.replace(tzinfo=None)
    _help_sheet(book)
    _bead_sheet(book, report)
    _sentence_sheet(book, report)
    _document_sheet(book, report)
    book.active = 1
    return _packed(book, dated)


def digest(source: str, target: str) -> str:
    """Eight characters that change when a text of a row is changed; how it is spaced does not count."""
    text = "\t".join(" ".join(side.split()) for side in (source, target))
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"


def unescape(text: str) -> str:
    """``text`` as it was before it was written into a cell."""
    return _UNCODED.sub("_", text)


# Sheets


class _Rows:
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
        cell = self._cell(style, text.startswith(_FORMULA))
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
            self.text(_numbers(sentences), "accord decision")

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


def _help_sheet(book: Workbook) -> None:
    rows = _Rows(book, "How to", (24, 110), frozen=None)
    for texts in HOW_TO:
        heading = len(texts) == 1
        for text in texts:
            rows.text(text, "accord heading" if heading else "accord text")
        rows.end(30.0 if heading else None)


def _bead_sheet(book: Workbook, report: AlignmentReport) -> None:
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.worksheet.datavalidation import DataValidation

    rows = _Rows(book, SHEETS[0], _BEAD_WIDTHS)
    sheet = rows.sheet
    sheet.column_dimensions["L"].hidden = True
    rows.header(BEAD_COLUMNS)
    for number, pair in enumerate(report.pairs, 1):
        for place, bead in enumerate(pair.alignment.beads, 1):
            _bead_row(rows, number, place, pair, bead)
    last = max(rows.count, 2)
    sheet.auto_filter.ref = f"A1:L{last}"
    choice = DataValidation("list", formula1=f'"{OK},{OUT},{JOIN}"', allow_blank=True)
    choice.promptTitle, choice.prompt = "Decision", "ok: right · out: leave out · join: one bead with the next"
    choice.errorTitle, choice.error = "Decision", "Write ok, out or join, or leave the cell empty."
    choice.showInputMessage = choice.showErrorMessage = True
    choice.add(f"J2:J{last}")
    sheet.data_validations.append(choice)
    looks = {
        OUT: DifferentialStyle(font=Font(strike=True, color="8A8F99")),
        OK: DifferentialStyle(fill=PatternFill(bgColor="E3F1E8")),
        JOIN: DifferentialStyle(fill=PatternFill(bgColor="E2E9F8")),
    }
    for decision, look in looks.items():
        rule = Rule(type="expression", formula=[f'$J2="{decision}"'], dxf=look)
        sheet.conditional_formatting.add(f"F2:J{last}", rule)


def _bead_row(rows: _Rows, number: int, place: int, pair: AlignedPair, bead: Bead) -> None:
    colour = _colour(bead)
    shade = f"accord {colour}"
    source, target = _shown(pair.source, bead.source), _shown(pair.target, bead.target)
    numbers = [_numbers(side) for side in (bead.source, bead.target)]
    decision = OK if place - 1 in pair.approved else OUT if place - 1 in pair.struck_out else ""
    rows.number(number)
    rows.number(place)
    rows.number(round(bead.confidence, 6), shade)
    rows.text(_LOOKS[colour], shade)
    rows.text(bead.kind, "accord name")
    rows.numbers(bead.source)
    rows.text(source)
    rows.numbers(bead.target)
    rows.text(target)
    rows.text(decision, "accord decision")
    rows.text(f"{pair.source_name} – {pair.target_name}")
    rows.text(f"{numbers[0]}/{numbers[1]}/{digest(source, target)}/{decision}", "accord name")
    rows.end()


def _sentence_sheet(book: Workbook, report: AlignmentReport) -> None:
    rows = _Rows(book, SHEETS[1], (10, 9, 9, 120))
    rows.header(SENTENCE_COLUMNS)
    for number, pair in enumerate(report.pairs, 1):
        for side, sentences in (("source", pair.source), ("target", pair.target)):
            for place, text in enumerate(sentences, 1):
                for piece in _pieces(text):
                    rows.number(number)
                    rows.text(side, "accord name")
                    rows.number(place)
                    rows.text(piece)
                    rows.end()
    rows.sheet.auto_filter.ref = f"A1:D{max(rows.count, 2)}"


def _document_sheet(book: Workbook, report: AlignmentReport) -> None:
    rows = _Rows(book, SHEETS[2], (10, 40, 40, 12, 12, 10, 24, 8, 14))
    rows.header(DOCUMENT_COLUMNS)
    for number, pair in enumerate(report.pairs, 1):
        beads = pair.alignment.beads
        rows.number(number)
        rows.text(pair.source_name, "accord name")
        rows.text(pair.target_name, "accord name")
        rows.text(report.source_language, "accord name")
        rows.text(report.target_language, "accord name")
        rows.number(round(pair.confidence, 4))
        rows.text(pair.dated.isoformat() if pair.dated is not None else "", "accord name")
        rows.number(len(beads))
        rows.number(sum(bead.confidence < DOUBTFUL_BELOW for bead in beads))
        rows.end()


# Cells


def _numbers(sentences: Iterable[int]) -> str:
    return " ".join(str(number + 1) for number in sentences)


def _shown(sentences: Sequence[str], numbers: range) -> str:
    """The sentences of one side of a bead, one a line, with their numbers."""
    text = "\n".join(f"[{number + 1}] {' '.join(sentences[number].split())}" for number in numbers)
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "…"


def _pieces(text: str) -> Iterator[str]:
    """``text`` in pieces that fit into a cell, at least one."""
    for start in range(0, max(len(text), 1), MOST_CHARACTERS):
        yield text[start : start + MOST_CHARACTERS]


def _rows_of(text: str) -> int:
    return sum(1 for _ in _pieces(text))


def _height(cells: Sequence[Cell], widths: Sequence[int]) -> float:
    """The height in points that the texts of a row need."""
    lines = 1
    for cell, width in zip(cells, widths, strict=False):
        text = cell.value
        if isinstance(text, str) and (len(text) > width * 0.95 or "\n" in text):
            lines = max(lines, sum(1 + int(len(line) / (width * 0.95)) for line in text.split("\n")))
    return min(15.0 * lines + 3, _HIGHEST)


def _colour(bead: Bead) -> str:
    if bead.confidence < DOUBTFUL_BELOW:
        return "poor"
    return "good" if bead.confidence >= SURE_FROM else "fair"


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


# The archive


def _packed(book: Workbook, dated: datetime) -> bytes:
    """The workbook's bytes, with one date in every place where the format asks for one."""
    from openpyxl.writer.excel import ExcelWriter

    loose = io.BytesIO()
    # openpyxl's own way of saving would write the present time.
    ExcelWriter(book, zipfile.ZipFile(loose, "w", zipfile.ZIP_STORED)).save()
    packed = io.BytesIO()
    with zipfile.ZipFile(loose) as parts, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in parts.namelist():
            entry = zipfile.ZipInfo(name, dated.timetuple()[:6])
            entry.compress_type = zipfile.ZIP_DEFLATED
            archive.writestr(entry, parts.read(name))
    return packed.getvalue()
