"""A reviewed workbook becomes alignments again: who moved what, and whether everything still fits."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.errors import AccordError, AlignmentError, StoreError
from tmx.files import write_whole
from tmx.model import Alignment, Bead
from toolkit.ingest.xlsx import SheetRow, read_workbook
from toolkit.messages import tr
from toolkit.model import AlignedPair
from toolkit.reports.alignment_html import AlignmentReport
from toolkit.reports.alignment_xlsx import (
    BEAD_COLUMNS,
    DOCUMENT_COLUMNS,
    OK,
    OUT,
    SENTENCE_COLUMNS,
    SHEETS,
    alignment_workbook,
)
from toolkit.workflows.review_beads import SheetBead, account_for_sentences, joined_beads, ordered_beads
from toolkit.workflows.review_sheets import Sheet, SheetDocument, beads_in, documents_in, sentences_in, sheet_in
from toolkit.workflows.review_texts import corrected_texts, is_corrected, shows_other_texts
from toolkit.workflows.review_values import SIDES, decision_in, span_in, whole_in

__all__ = ["Review", "ReviewError", "holds_decisions", "is_review", "read_review", "refuse_decisions", "write_review"]

_BEADS, _SENTENCES, _ = SHEETS


class Review(Struct, frozen=True):
    """The reviewed pairs of documents with their languages; approved beads have a confidence of 1.

    ``corrected`` is the number of rows in which a person has corrected a text.
    """

    pairs: tuple[AlignedPair, ...]
    source_language: str
    target_language: str
    corrected: int = 0


class ReviewError(AlignmentError):
    """What a person wrote into a workbook does not fit; ``problems`` has every place, ``reason`` the first."""

    def __init__(self, problems: Sequence[AlignmentError]) -> None:
        first = problems[0]
        super().__init__(first.reason, path=first.path, remedy=first.remedy)
        self.problems = tuple(problems)


def is_review(path: Path) -> bool:
    """Whether ``path`` is a workbook to review, as :func:`write_review` writes it."""
    try:
        sheet_in(read_workbook(path), _BEADS, BEAD_COLUMNS, path)
    except AccordError:
        return False
    return True


def holds_decisions(path: Path) -> bool:
    """Whether ``path`` is a workbook to review into which somebody has written since Accord wrote it."""
    try:
        sheets = read_workbook(path)
        beads = sheet_in(sheets, _BEADS, BEAD_COLUMNS, path)
        sentences = sheet_in(sheets, _SENTENCES, SENTENCE_COLUMNS, path)
    except AccordError:
        return False
    documents = {number for row in beads.rows if (number := whole_in(beads.cell(row, "document"))) is not None}
    texts = sentences_in(sentences, documents, lambda *problem: None)
    return any(_written_into(beads, row, texts) for row in beads.rows)


def _written_into(beads: Sheet, row: SheetRow, texts: Mapping[tuple[int, str], Sequence[str]]) -> bool:
    """Whether a row of the beads, or the text of one of its sentences, is not as it was written."""
    written = beads.cell(row, "as written").split("/")
    now = [" ".join(beads.cell(row, f"{side} numbers").split()) for side in SIDES]
    if [*now, decision_in(beads.cell(row, "decision"))] != [*written[:2], *written[3:]]:
        return True
    if shows_other_texts(beads, row):
        return True
    document = whole_in(beads.cell(row, "document"))
    spans = [span_in(numbers, side, lambda *problem: None) for numbers, side in zip(now, SIDES, strict=True)]
    if document is None or spans[0] is None or spans[1] is None:
        return True
    return is_corrected([texts[document, side] for side in SIDES], spans[0], spans[1], written[2])


def refuse_decisions(path: Path) -> None:
    """Raise :class:`~tmx.errors.StoreError` where ``path`` is a workbook that holds somebody's decisions."""
    if path.exists() and holds_decisions(path):
        raise StoreError(
            "somebody has written into this review, and it would be lost",
            path=path,
            remedy=f"name another file, or rename this one; with --approved {path}, what is approved in it is kept",
        )


def write_review(path: Path, pairs: Sequence[AlignedPair], source_language: str, target_language: str) -> None:
    """Write the workbook in which ``pairs`` are reviewed.

    Raises :class:`~tmx.errors.StoreError` where it cannot be written, openpyxl is not installed, or ``path`` holds
    decisions.
    """
    refuse_decisions(path)
    report = AlignmentReport(tuple(pairs), source_language=source_language, target_language=target_language)
    content = alignment_workbook(report)
    with write_whole(path) as stream:
        stream.write(content)


def read_review(path: Path) -> Review:
    """The alignments of the reviewed workbook ``path``.

    Every sentence is accounted for and no bead crosses another. Beads that a person marked ``ok``, joined, split, or
    whose sentences they moved or corrected are approved; those marked ``out`` are struck out. Raises
    :class:`ReviewError` with every place that does not fit, :class:`~tmx.errors.AlignmentError` where the workbook is
    another one, :class:`~tmx.errors.AccordError` where it cannot be read.
    """
    sheets = read_workbook(path)
    beads_sheet, sentences_sheet, documents_sheet = (
        sheet_in(sheets, title, columns, path)
        for title, columns in zip(SHEETS, (BEAD_COLUMNS, SENTENCE_COLUMNS, DOCUMENT_COLUMNS), strict=True)
    )
    titles = dict(zip(SHEETS, (beads_sheet.title, sentences_sheet.title, documents_sheet.title), strict=True))
    problems: list[AlignmentError] = []

    def say(sheet: str, row: int | None, reason: str, remedy: str) -> None:
        told = tr("sheet «{sheet}»: {reason}", sheet=titles[sheet], reason=reason)
        if row is not None:
            told = tr("sheet «{sheet}», row {row}: {reason}", sheet=titles[sheet], row=row, reason=reason)
        problems.append(AlignmentError(told, path=path, remedy=remedy))

    languages, documents = documents_in(documents_sheet, path, say)
    texts, corrected = corrected_texts(beads_sheet, sentences_in(sentences_sheet, documents, say), say)
    beads, stood, unread = beads_in(beads_sheet, documents, say)
    pairs = []
    for number, document in sorted(documents.items()):
        sides = tuple(texts[number, side] for side in SIDES)
        before = len(problems)
        account_for_sentences(number, beads[number], sides, None if number in unread else stood, say)
        if number in unread or len(problems) > before:
            continue
        ordered = ordered_beads(beads[number], say)
        joined = joined_beads(ordered, say) if ordered is not None else None
        if joined is not None and not problems:
            pairs.append(_pair(document, sides, [_looked_at(bead, sides) for bead in joined]))
    if problems:
        raise ReviewError(problems)
    return Review(tuple(pairs), *languages, corrected)


def _looked_at(bead: SheetBead, sides: Sequence[Sequence[str]]) -> SheetBead:
    """The bead; where a person has corrected one of its texts, it counts as edited."""
    if bead.edited or not is_corrected(sides, bead.source, bead.target, bead.digest):
        return bead
    return replace(bead, edited=True)


def _pair(document: SheetDocument, sides: Sequence[tuple[str, ...]], marked: Sequence[SheetBead]) -> AlignedPair:
    struck = frozenset(at for at, bead in enumerate(marked) if bead.decision == OUT)
    approved = frozenset(at for at, bead in enumerate(marked) if bead.decision == OK or bead.edited) - struck
    beads = tuple(
        Bead(bead.source, bead.target, confidence=1.0 if at in approved else bead.confidence)
        for at, bead in enumerate(marked)
    )
    return AlignedPair(
        document.source_name,
        document.target_name,
        sides[0],
        sides[1],
        Alignment(beads, len(sides[0]), len(sides[1])),
        document.confidence,
        document.dated,
        approved,
        struck,
    )
