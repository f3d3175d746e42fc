"""The alignment as a workbook to review: a row a bead, with the numbers of its sentences and room for a decision.

It is in the interface's language, and read back in any.

What a person writes into it is read back by :mod:`toolkit.workflows.review`; the sheet "How to" explains it to them.
Source of the format: Office Open XML, ECMA-376 part 1, SpreadsheetML, as openpyxl writes it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

from tmx.errors import StoreError
from tmx.model import Bead
from toolkit.messages import N_, tr
from toolkit.model import AlignedPair
from toolkit.reports.alignment_html import DOUBTFUL_BELOW, SURE_FROM, AlignmentReport
from toolkit.reports.review_help import how_to
from toolkit.reports.sheets import MOST_CHARACTERS, MOST_ROWS, Rows, new_workbook, numbers_from_one, packed, unescape

if TYPE_CHECKING:
    from openpyxl import Workbook

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
    "bead_text",
    "digest",
    "tidy",
    "unescape",
]

OK, OUT, JOIN, CUT = "ok", N_("out"), N_("join"), "|"
SHEETS = (N_("Beads"), N_("Sentences"), N_("Documents"))
BEAD_COLUMNS = (
    N_("document"),
    N_("bead"),
    N_("confidence"),
    N_("look"),
    N_("kind"),
    N_("source numbers"),
    N_("source"),
    N_("target numbers"),
    N_("target"),
    N_("decision"),
    N_("documents"),
    N_("as written"),
)
SENTENCE_COLUMNS = (N_("document"), N_("side"), N_("number"), N_("text"))
DOCUMENT_COLUMNS = (
    N_("document"),
    N_("source document"),
    N_("target document"),
    N_("source language"),
    N_("target language"),
    N_("paired at"),
    N_("translation dated"),
    N_("beads"),
    N_("to look at first"),
)

_SPACES = re.compile(r"[^\S\u00a0\u2007\u202f]+")
_BEAD_WIDTHS = (10, 8, 11, 12, 7, 10, 58, 10, 58, 11, 30)  # the last column is hidden
_LOOKS = {"poor": N_("look first"), "fair": N_("fair"), "good": N_("sure")}


def alignment_workbook(report: AlignmentReport) -> bytes:
    """The report as an .xlsx workbook with the sheets How to, Beads, Sentences and Documents.

    Nothing in it is a formula, whatever the texts begin with. It is dated as the newest translation is, so that the
    same report gives the same bytes. Raises :class:`~tmx.errors.StoreError` where openpyxl is not installed, or the
    sentences are more than a sheet can hold.
    """
    book = new_workbook()
    sentences = sum(_rows_of(text) for pair in report.pairs for text in (*pair.source, *pair.target))
    if sentences > MOST_ROWS:
        raise StoreError(
            f"{sentences} sentences are more than a sheet can hold", remedy="align fewer documents at a time"
        )
    _help_sheet(book)
    _bead_sheet(book, report)
    _sentence_sheet(book, report)
    _document_sheet(book, report)
    book.active = 1
    return packed(book, max((pair.dated for pair in report.pairs if pair.dated is not None), default=None))


def tidy(text: str) -> str:
    """``text`` in one line, without needless spaces; no-break spaces stay."""
    return _SPACES.sub(" ", text).strip()


def digest(source: str, target: str) -> str:
    """Eight characters that change when a text of a row is changed; of spaces, only no-break ones count."""
    text = "\t".join(map(tidy, (source, target)))
    return f"{zlib.crc32(text.encode('utf-8', 'replace')):08x}"


def bead_text(sentences: Sequence[str], numbers: range) -> str:
    """The sentences of one side of a bead, one a line, with their numbers."""
    text = "\n".join(f"[{number + 1}] {tidy(sentences[number])}" for number in numbers)
    return text if len(text) <= MOST_CHARACTERS else text[:MOST_CHARACTERS] + "…"


# Sheets


def _help_sheet(book: Workbook) -> None:
    rows = Rows(book, tr("How to"), (24, 110), frozen=None)
    for texts in how_to():
        heading = len(texts) == 1
        for text in texts:
            rows.text(text, "accord heading" if heading else "accord text")
        rows.end(30.0 if heading else None)


def _bead_sheet(book: Workbook, report: AlignmentReport) -> None:
    from openpyxl.formatting.rule import Rule
    from openpyxl.styles import Font, PatternFill
    from openpyxl.styles.differential import DifferentialStyle
    from openpyxl.worksheet.datavalidation import DataValidation

    rows = Rows(book, tr(SHEETS[0]), _BEAD_WIDTHS)
    sheet = rows.sheet
    sheet.column_dimensions["L"].hidden = True
    rows.header(map(tr, BEAD_COLUMNS))
    for number, pair in enumerate(report.pairs, 1):
        for place, bead in enumerate(pair.alignment.beads, 1):
            _bead_row(rows, number, place, pair, bead)
    last = max(rows.count, 2)
    sheet.auto_filter.ref = f"A1:L{last}"
    choice = DataValidation("list", formula1=f'"{OK},{tr(OUT)},{tr(JOIN)}"', allow_blank=True)
    choice.promptTitle = choice.errorTitle = tr("Decision")
    choice.prompt = tr("ok: right · out: leave out · join: one bead with the next")
    choice.error = tr("Write ok, out or join, or leave the cell empty.")
    choice.showInputMessage = choice.showErrorMessage = True
    choice.add(f"J2:J{last}")
    sheet.data_validations.append(choice)
    looks = {
        OUT: DifferentialStyle(font=Font(strike=True, color="8A8F99")),
        OK: DifferentialStyle(fill=PatternFill(bgColor="E3F1E8")),
        JOIN: DifferentialStyle(fill=PatternFill(bgColor="E2E9F8")),
    }
    for decision, look in looks.items():
        rule = Rule(type="expression", formula=[f'$J2="{tr(decision)}"'], dxf=look)
        sheet.conditional_formatting.add(f"F2:J{last}", rule)


def _bead_row(rows: Rows, number: int, place: int, pair: AlignedPair, bead: Bead) -> None:
    colour = _colour(bead)
    shade = f"accord {colour}"
    source, target = bead_text(pair.source, bead.source), bead_text(pair.target, bead.target)
    numbers = [numbers_from_one(side) for side in (bead.source, bead.target)]
    decision = OK if place - 1 in pair.approved else OUT if place - 1 in pair.struck_out else ""
    rows.number(number)
    rows.number(place)
    rows.number(round(bead.confidence, 6), shade)
    rows.text(tr(_LOOKS[colour]), shade)
    rows.text(bead.kind, "accord name")
    rows.numbers(bead.source)
    rows.text(source)
    rows.numbers(bead.target)
    rows.text(target)
    rows.text(tr(decision), "accord decision")
    rows.text(f"{pair.source_name} – {pair.target_name}")
    rows.text(f"{numbers[0]}/{numbers[1]}/{digest(source, target)}/{decision}", "accord name")
    rows.end()


def _sentence_sheet(book: Workbook, report: AlignmentReport) -> None:
    rows = Rows(book, tr(SHEETS[1]), (10, 9, 9, 120))
    rows.header(map(tr, SENTENCE_COLUMNS))
    for number, pair in enumerate(report.pairs, 1):
        for side, sentences in ((N_("source"), pair.source), (N_("target"), pair.target)):
            for place, text in enumerate(sentences, 1):
                for piece in _pieces(text):
                    rows.number(number)
                    rows.text(tr(side), "accord name")
                    rows.number(place)
                    rows.text(piece)
                    rows.end()
    rows.sheet.auto_filter.ref = f"A1:D{max(rows.count, 2)}"


def _document_sheet(book: Workbook, report: AlignmentReport) -> None:
    rows = Rows(book, tr(SHEETS[2]), (10, 40, 40, 12, 12, 10, 24, 8, 14))
    rows.header(map(tr, DOCUMENT_COLUMNS))
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


def _pieces(text: str) -> Iterator[str]:
    """``text`` in pieces that fit into a cell, at least one."""
    for start in range(0, max(len(text), 1), MOST_CHARACTERS):
        yield text[start : start + MOST_CHARACTERS]


def _rows_of(text: str) -> int:
    return sum(1 for _ in _pieces(text))


def _colour(bead: Bead) -> str:
    if bead.confidence < DOUBTFUL_BELOW:
        return "poor"
    return "good" if bead.confidence >= SURE_FROM else "fair"
