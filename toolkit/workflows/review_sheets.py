"""The sheets of a reviewed workbook: its documents, their sentences, and the beads in rows."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial
from pathlib import Path

from msgspec import Struct

from tmx.errors import AlignmentError, UnknownLanguageError
from tmx.text.languages import find_language
from toolkit.ingest.xlsx import SheetRow
from toolkit.messages import N_, tr, tr_all
from toolkit.reports.alignment_xlsx import CUT, JOIN, MOST_CHARACTERS, OK, OUT, SHEETS, unescape
from toolkit.workflows.review_beads import Say, SheetBead, Stood
from toolkit.workflows.review_values import (
    SIDES,
    Complain,
    date_in,
    decision_in,
    meant,
    named,
    share_in,
    span_in,
    whole_in,
)

__all__ = ["Sheet", "SheetDocument", "beads_in", "documents_in", "sentences_in", "sheet_in"]

_BEADS, _SENTENCES, _DOCUMENTS = SHEETS
# Columns that are there to be looked at: who takes them out of the sheet loses nothing.
_TO_LOOK_AT = frozenset({"look", "kind", "source", "target", "documents"})
_LEAVE_SHEET = N_("leave this sheet as it was written")
_PUT_BACK = "put the column back, with its name and what stood in it"
_NOT_OURS = "give a workbook that accord align --review or accord build has written"


class Sheet(Struct, frozen=True):
    """The rows of the sheet ``title`` with their cells by the English names of the columns."""

    title: str
    columns: Mapping[str, int]
    rows: tuple[SheetRow, ...]

    def cell(self, row: SheetRow, name: str) -> str:
        """The text of a cell; nothing where the column was taken out."""
        if name not in self.columns:
            return ""
        return unescape(row.cells[self.columns[name]]).strip()


class SheetDocument(Struct, frozen=True):
    """A pair of documents as the sheet names it, with how surely they belong together and when it was translated."""

    source_name: str
    target_name: str
    confidence: float
    dated: datetime | None


def sheet_in(sheets: Mapping[str, Sequence[SheetRow]], title: str, names: Sequence[str], path: Path) -> Sheet:
    """The sheet, whose title and columns may be in any language of the interface.

    Raises :class:`~tmx.errors.AlignmentError` where it, or a column that is read, is not there.
    """
    own = next((said for said in tr_all(title) if sheets.get(said)), None)
    if own is None:
        raise AlignmentError(f"there is no sheet «{tr(title)}» in it", path=path, remedy=_NOT_OURS)
    rows = sheets[own]
    header = [cell.strip().lower() for cell in rows[0].cells]
    columns = {name: header.index(said) for name in names for said in tr_all(name) if said in header}
    missing = [name for name in names if name not in columns and name not in _TO_LOOK_AT]
    if missing:
        reason = f"sheet «{own}»: there is no column «{tr(missing[0])}»"
        raise AlignmentError(reason, path=path, remedy=_NOT_OURS if len(missing) > 1 else _PUT_BACK)
    return Sheet(own, columns, tuple(rows[1:]))


def documents_in(sheet: Sheet, path: Path, say: Say) -> tuple[tuple[str, str], dict[int, SheetDocument]]:
    """The languages, and the documents by their numbers.

    ``say`` is told of rows that cannot be read. Raises :class:`~tmx.errors.AlignmentError` where there is no document,
    or a language is none.
    """
    documents: dict[int, SheetDocument] = {}
    languages = ("", "")
    for row in sheet.rows:
        number = whole_in(sheet.cell(row, "document"))
        if number is None or number in documents:
            say(_DOCUMENTS, row.number, tr("the document has no number of its own"), tr(_LEAVE_SHEET))
            continue
        languages = (sheet.cell(row, "source language"), sheet.cell(row, "target language"))
        documents[number] = SheetDocument(
            sheet.cell(row, "source document"),
            sheet.cell(row, "target document"),
            share_in(sheet.cell(row, "paired at"), 1.0) or 0.0,
            date_in(sheet.cell(row, "translation dated")),
        )
    if not documents:
        raise AlignmentError(f"sheet «{sheet.title}»: there is no document in it", path=path, remedy=_NOT_OURS)
    for language in languages:
        try:
            find_language(language)
        except UnknownLanguageError as error:
            raise AlignmentError(f"sheet «{sheet.title}»: {error.reason}", path=path, remedy=_LEAVE_SHEET) from error
    return languages, documents


def sentences_in(sheet: Sheet, documents: Iterable[int], say: Say) -> dict[tuple[int, str], tuple[str, ...]]:
    """The sentences of ``documents`` by document and side; ``say`` is told what was changed there or is missing."""
    found: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    known = set(documents)
    for row in sheet.rows:
        document, number = whole_in(sheet.cell(row, "document")), whole_in(sheet.cell(row, "number"))
        side = meant(sheet.cell(row, "side"), SIDES)
        if document not in known or number is None or side not in SIDES:
            say(
                _SENTENCES,
                row.number,
                tr("document, side or number was changed"),
                tr("undo it: only texts are changed here"),
            )
            continue
        assert document is not None
        text = unescape(row.cells[sheet.columns["text"]])
        texts = found[document, side]
        if number in texts and (not texts[number] or len(texts[number]) % MOST_CHARACTERS):
            say(
                _SENTENCES,
                row.number,
                tr("{sentence} stands here twice", sentence=named(side, number)),
                tr("take one of the rows out"),
            )
        texts[number] = texts.get(number, "") + text
    result = {}
    for document in known:
        for side in SIDES:
            texts = found[document, side]
            for number in range(1, max(texts, default=0) + 1):
                if number not in texts:
                    reason = tr(
                        "{sentence} of document {document} is missing", sentence=named(side, number), document=document
                    )
                    say(_SENTENCES, None, reason, tr("put its row back; to leave a sentence out, mark its bead «out»"))
            result[document, side] = tuple(texts[number] for number in sorted(texts))
    return result


def beads_in(
    sheet: Sheet, documents: Iterable[int], say: Say
) -> tuple[dict[int, list[SheetBead]], Stood, frozenset[int]]:
    """The beads of every document, where each sentence stood when the sheet was written, documents with unread rows.

    ``say`` is told of what cannot be read.
    """
    beads: dict[int, list[SheetBead]] = defaultdict(list)
    known = set(documents)
    stood: Stood = {}
    unread = set()
    for row in sheet.rows:
        document = whole_in(sheet.cell(row, "document"))
        if document not in known:
            say(
                _BEADS,
                row.number,
                tr("there is no document «{document}»", document=sheet.cell(row, "document")),
                tr("write its number"),
            )
            continue
        assert document is not None
        for side, numbers in zip(SIDES, sheet.cell(row, "as written").split("/"), strict=False):
            stood.update({(document, side, int(number)): row.number for number in numbers.split() if number.isdigit()})
        found = tuple(_beads_of_row(sheet, row, say))
        beads[document] += found
        if not found and any(sheet.cell(row, f"{side} numbers") for side in SIDES):
            unread.add(document)
    return beads, stood, frozenset(unread)


def _beads_of_row(sheet: Sheet, row: SheetRow, say: Say) -> Iterator[SheetBead]:
    """The beads into which a row is cut; none where it cannot be read."""
    complain = partial(say, _BEADS, row.number)
    decision = decision_in(sheet.cell(row, "decision"))
    if decision not in {"", OK, OUT, JOIN}:
        reason = tr("the decision «{decision}» is not known", decision=sheet.cell(row, "decision"))
        complain(reason, tr("write ok, out or join, or nothing"))
    written = sheet.cell(row, "as written").split("/")
    was = written[2] if len(written) > 2 else ""
    cells = [" ".join(sheet.cell(row, f"{side} numbers").replace(CUT, f" {CUT} ").split()) for side in SIDES]
    edited = cells != written[:2]
    pairs = _pairs(cells, complain)
    if pairs is None:
        return
    confidence = 1.0 if edited else share_in(sheet.cell(row, "confidence"), None)
    if confidence is None:
        complain(tr("the confidence is not a number from 0 to 1"), tr("leave this column as it was written"))
        return
    number = whole_in(sheet.cell(row, "bead"))
    order = float("inf") if number is None else float(number)
    for at, (source, target) in enumerate(pairs):
        # What is marked to be joined is joined at its end.
        own = "" if decision == JOIN and at + 1 < len(pairs) else decision
        yield SheetBead(row.number, order, source, target, confidence, own, edited, was)


def _pairs(cells: Sequence[str], complain: Complain) -> list[tuple[range, range]] | None:
    """The sentences of each bead that the two cells of a row stand for; None where they cannot be read."""
    source, target = (
        [span_in(part, side, complain) for part in cell.split(CUT)] for side, cell in zip(SIDES, cells, strict=True)
    )
    if len(source) != len(target):
        reason = tr(
            "the two sides are cut differently: source into {source} and target into {target}",
            source=len(source),
            target=len(target),
        )
        complain(reason, tr("write | as often into both columns of numbers"))
        return None
    read = [(a, b) for a, b in zip(source, target, strict=True) if a is not None and b is not None]
    return [(a, b) for a, b in read if a or b] if len(read) == len(source) else None
