"""The beads of a reviewed workbook are put together again: whether every sentence stands in one, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct

from toolkit.messages import tr
from toolkit.reports.alignment_xlsx import JOIN, OK, OUT, SHEETS
from toolkit.workflows.review_values import SIDES, named

__all__ = ["Say", "SheetBead", "Stood", "account_for_sentences", "joined_beads", "ordered_beads"]

_BEADS = SHEETS[0]
Say = Callable[[str, int | None, str, str], None]  # sheet, row, what is wrong, what to do
Stood = dict[tuple[int, str, int], int]  # document, side, sentence: the row in which it was written


class SheetBead(Struct, frozen=True):
    """A bead as the sheet has it: ``row`` is where it stands, ``order`` its number when it was written."""

    row: int
    order: float
    source: range
    target: range
    confidence: float
    decision: str
    edited: bool
    digest: str


def account_for_sentences(
    document: int, beads: Sequence[SheetBead], texts: Sequence[Sequence[str]], stood: Stood | None, say: Say
) -> None:
    """Say which sentences stand twice, are none of the document's, or stand nowhere.

    The last is not asked without ``stood``: what stands in a row that cannot be read is not missing.
    """
    for side, sentences in zip(SIDES, texts, strict=True):
        place: dict[int, int] = {}
        for bead in beads:
            for number in bead.source if side == "source" else bead.target:
                if number >= len(sentences):
                    reason = tr(
                        "document {document} has no {sentence}", document=document, sentence=named(side, number + 1)
                    )
                    say(_BEADS, bead.row, reason, tr("its sentences go from 1 to {last} there", last=len(sentences)))
                elif number in place:
                    sentence = named(side, number + 1)
                    reason = tr("{sentence} stands in row {row} too", sentence=sentence, row=place[number])
                    say(_BEADS, bead.row, reason, tr("leave it in one of the two rows"))
                place.setdefault(number, bead.row)
        for number in range(len(sentences)) if stood is not None else ():
            if stood is not None and number not in place:
                sentence = named(side, number + 1)
                reason = tr(
                    "{sentence} of document {document} stands in no row any more", sentence=sentence, document=document
                )
                row = stood.get((document, side, number + 1))
                say(
                    _BEADS,
                    row,
                    reason,
                    tr("write its number into a row; to leave a bead out of the memory, write «out»"),
                )


def ordered_beads(beads: Sequence[SheetBead], say: Say) -> list[SheetBead] | None:
    """The beads in the order of the document; None where two of them cross, which is said."""
    by_source = {bead.source.start: bead for bead in beads if bead.source}
    by_target = {bead.target.start: bead for bead in beads if bead.target}
    ordered: list[SheetBead] = []
    i = j = 0
    while len(ordered) < len(beads):
        ours, theirs = by_source.get(i), by_target.get(j)
        fits = [
            bead
            for bead in (ours, theirs if theirs is not ours else None)
            if bead is not None
            and bead.source.start in ((i,) if bead.source else (0,))
            and bead.target.start in ((j,) if bead.target else (0,))
        ]
        if not fits:
            assert ours is not None
            assert theirs is not None
            reason = tr("the bead crosses the one in row {row}", row=theirs.row)
            remedy = tr("sentences keep their order: join the two beads, or move a sentence back")
            say(_BEADS, ours.row, reason, remedy)
            return None
        bead = min(fits, key=lambda found: found.order)
        ordered.append(bead)
        i, j = i + len(bead.source), j + len(bead.target)
    return ordered


def joined_beads(beads: Sequence[SheetBead], say: Say) -> list[SheetBead] | None:
    """The beads after joining; an approved one has a confidence of 1 and the decision ``ok``."""
    result: list[SheetBead] = []
    waiting: SheetBead | None = None
    for bead in beads:
        here = bead
        if waiting is not None:
            if bead.decision == OUT:
                reason = tr("the bead is to be joined with the one in row {row}, which is to be left out", row=bead.row)
                say(_BEADS, waiting.row, reason, tr("take join or out back"))
                return None
            here = _one(waiting, bead)
        waiting = here if bead.decision == JOIN else None
        if waiting is None:
            result.append(here)
    if waiting is not None:
        say(
            _BEADS,
            waiting.row,
            tr("no bead of its document follows with which it could be joined"),
            tr("take join back"),
        )
        return None
    return result


def _one(first: SheetBead, second: SheetBead) -> SheetBead:
    sides = [
        range((one or other).start, (other or one).stop)
        for one, other in ((first.source, second.source), (first.target, second.target))
    ]
    return SheetBead(second.row, second.order, sides[0], sides[1], 1.0, OK, edited=True, digest="")
