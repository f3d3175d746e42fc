"""Texts that a person has corrected in the rows of a reviewed workbook's beads."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import partial

from toolkit.ingest.xlsx import SheetRow
from toolkit.messages import tr
from toolkit.reports.alignment_xlsx import CUT, MOST_CHARACTERS, SHEETS, bead_text, digest, tidy
from toolkit.workflows.review_beads import Say
from toolkit.workflows.review_sheets import Sheet
from toolkit.workflows.review_values import SIDES, Complain, span_in, whole_in

__all__ = ["Texts", "corrected_texts", "is_corrected", "shows_other_texts"]

Texts = Mapping[tuple[int, str], tuple[str, ...]]  # the sentences by document and side

_MARK = re.compile(r"^\s*\[([1-9][0-9]{0,8})\]", re.MULTILINE)


def is_corrected(sides: Sequence[Sequence[str]], source: range, target: range, written: str) -> bool:
    """Whether the texts of a bead are others than those of which ``written`` is the digest."""
    if source.stop > len(sides[0]) or target.stop > len(sides[1]):
        return True
    texts = bead_text(sides[0], source), bead_text(sides[1], target)
    # A workbook of earlier days did not show no-break spaces.
    return written not in (digest(*texts), digest(*(" ".join(text.split()) for text in texts)))


def shows_other_texts(sheet: Sheet, row: SheetRow) -> bool:
    """Whether somebody has changed a text in a row of the beads."""
    written = sheet.cell(row, "as written").split("/")
    shown = {*SIDES} <= sheet.columns.keys()
    return shown and len(written) > 2 and digest(*(sheet.cell(row, side) for side in SIDES)) != written[2]


def corrected_texts(sheet: Sheet, texts: Texts, say: Say) -> tuple[dict[tuple[int, str], tuple[str, ...]], int]:
    """``texts`` with what was corrected in the rows of the beads, and how many rows have a corrected one.

    ``say`` is told of texts of which it is not clear which sentences they are, or which of two counts.
    """
    found: dict[tuple[int, str, int], str] = {}
    rows = 0
    for row in sheet.rows:
        document = whole_in(sheet.cell(row, "document"))
        written = sheet.cell(row, "as written").split("/")
        spans = [_numbers(numbers) for numbers in written[:2]]
        if document is None or (document, SIDES[0]) not in texts or len(written) < 3:
            continue
        sides = [texts[document, side] for side in SIDES]
        if any(span.stop > len(side) for span, side in zip(spans, sides, strict=True)):
            continue
        elsewhere, here = is_corrected(sides, spans[0], spans[1], written[2]), shows_other_texts(sheet, row)
        before = len(found)
        complain = partial(say, SHEETS[0], row.number)
        if here:
            for side, sentences, span in zip(SIDES, sides, spans, strict=True):
                for number, text in _corrections(sheet, row, side, sentences, span, complain):
                    if elsewhere or found.get((document, side, number), text) != text:
                        complain(
                            tr("sentence {number} was corrected in two places, differently", number=number + 1),
                            tr("write the same text into both, or undo one"),
                        )
                    found[document, side, number] = text
        rows += elsewhere or len(found) > before
    return {
        (document, side): tuple(found.get((document, side, at), text) for at, text in enumerate(sentences))
        for (document, side), sentences in texts.items()
    }, rows


def _numbers(cell: str) -> range:
    """The sentences that a cell names; none where it cannot be read, which is said elsewhere."""
    return span_in(cell, SIDES[0], lambda *problem: None) or range(0)


def _corrections(
    sheet: Sheet, row: SheetRow, side: str, sentences: Sequence[str], written: range, complain: Complain
) -> Iterator[tuple[int, str]]:
    """The sentences of one side of a row, from 0, whose text in it is not the one in the sheet of sentences."""
    cell, before = sheet.cell(row, side), bead_text(sentences, written)
    if tidy(cell) == tidy(before):
        return
    if len(before) > MOST_CHARACTERS:
        complain(tr("the text is too long to be corrected here"), tr("correct it in the sheet «Sentences»"))
        return
    now = {at for part in sheet.cell(row, f"{side} numbers").split(CUT) for at in _numbers(part)}
    known = {at for at in {*written, *now} if at < len(sentences)}
    pieces = _MARK.split(cell)
    marked = [int(number) - 1 for number in pieces[1::2]]
    if not marked and len(known) == 1:
        marked, pieces = [*known], ["", "", cell]
    whole = len(set(marked)) == len(marked) and not pieces[0].strip() and {*written} & now <= {*marked} <= known
    if not known:
        complain(
            tr("no sentence stands in this row on the side where a text was written"),
            tr("take the text out here; what no document says goes into the memory in your CAT tool"),
        )
        return
    if not whole:
        complain(
            tr("it is not clear which sentences the changed text is"),
            tr("leave the numbers before its sentences, such as [3], or correct it in the sheet «Sentences»"),
        )
        return
    for at, text in zip(marked, map(tidy, pieces[2::2]), strict=True):
        if not text and sentences[at].strip():
            complain(
                tr("the text of sentence {number} was taken out", number=at + 1),
                tr("put it back; to leave a bead out of the memory, write «out»"),
            )
        elif text != tidy(sentences[at]):
            yield at, text
