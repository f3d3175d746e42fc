"""A reviewed workbook becomes alignments again: who moved what, and whether everything still fits."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import partial
from pathlib import Path

from tmx.errors import AccordError, AlignmentError, StoreError, UnknownLanguageError
from tmx.files import write_whole
from tmx.model import Alignment, Bead
from tmx.text.languages import find_language
from toolkit.ingest.xlsx import SheetRow, read_workbook
from toolkit.messages import N_, tr, tr_all
from toolkit.model import AlignedPair
from toolkit.reports.alignment_html import AlignmentReport
from toolkit.reports.alignment_xlsx import (
    BEAD_COLUMNS,
    CUT,
    DOCUMENT_COLUMNS,
    JOIN,
    MOST_CHARACTERS,
    OK,
    OUT,
    SENTENCE_COLUMNS,
    SHEETS,
    alignment_workbook,
    bead_text,
    digest,
    unescape,
)
from toolkit.workflows.review_values import (
    SIDES,
    date_in,
    decision_in,
    meant,
    named,
    share_in,
    span_in,
    whole_in,
)

__all__ = ["Review", "ReviewError", "holds_decisions", "is_review", "read_review", "refuse_decisions", "write_review"]

_BEADS, _SENTENCES, _DOCUMENTS = SHEETS
# Columns that are there to be looked at: who takes them out of the sheet loses nothing.
_TO_LOOK_AT = frozenset({"look", "kind", "source", "target", "documents"})
_LEAVE_SHEET = N_("leave this sheet as it was written")
_PUT_BACK = "put the column back, with its name and what stood in it"
_NOT_OURS = "give a workbook that accord align --review or accord build has written"


@dataclass(frozen=True, slots=True)
class Review:
    """The reviewed pairs of documents with their languages; approved beads have a confidence of 1."""

    pairs: tuple[AlignedPair, ...]
    source_language: str
    target_language: str


class ReviewError(AlignmentError):
    """What a person wrote into a workbook does not fit; ``problems`` has every place, ``reason`` the first."""

    def __init__(self, problems: Sequence[AlignmentError]) -> None:
        first = problems[0]
        super().__init__(first.reason, path=first.path, remedy=first.remedy)
        self.problems = tuple(problems)


Say = Callable[[str, int | None, str, str], None]


@dataclass(frozen=True, slots=True)
class _Table:
    """The rows of the sheet ``title`` with their cells by the English names of the columns."""

    title: str
    columns: Mapping[str, int]
    rows: tuple[SheetRow, ...]

    def cell(self, row: SheetRow, name: str) -> str:
        """The text of a cell; nothing where the column was taken out."""
        if name not in self.columns:
            return ""
        return unescape(row.cells[self.columns[name]]).strip()


@dataclass(frozen=True, slots=True)
class _Piece:
    """A bead as the sheet has it: ``row`` is where it stands, ``order`` its number when it was written."""

    row: int
    order: float
    source: range
    target: range
    confidence: float
    decision: str
    edited: bool
    digest: str


@dataclass(frozen=True, slots=True)
class _Document:
    source_name: str
    target_name: str
    confidence: float
    dated: datetime | None


def is_review(path: Path) -> bool:
    """Whether ``path`` is a workbook to review, as :func:`write_review` writes it."""
    try:
        _table(read_workbook(path), _BEADS, BEAD_COLUMNS, path)
    except AccordError:
        return False
    return True


def holds_decisions(path: Path) -> bool:
    """Whether ``path`` is a workbook to review into which somebody has written since Accord wrote it."""
    try:
        sheets = read_workbook(path)
        beads = _table(sheets, _BEADS, BEAD_COLUMNS, path)
        sentences = _table(sheets, _SENTENCES, SENTENCE_COLUMNS, path)
    except AccordError:
        return False
    documents = {number for row in beads.rows if (number := whole_in(beads.cell(row, "document"))) is not None}
    texts = _sentences(sentences, documents, lambda *problem: None)
    return any(_written_into(beads, row, texts) for row in beads.rows)


def _written_into(beads: _Table, row: SheetRow, texts: Mapping[tuple[int, str], Sequence[str]]) -> bool:
    """Whether a row of the beads, or the text of one of its sentences, is not as it was written."""
    written = beads.cell(row, "as written").split("/")
    now = [" ".join(beads.cell(row, f"{side} numbers").split()) for side in SIDES]
    if [*now, decision_in(beads.cell(row, "decision"))] != [*written[:2], *written[3:]]:
        return True
    document = whole_in(beads.cell(row, "document"))
    spans = [span_in(numbers, side, lambda *problem: None) for numbers, side in zip(now, SIDES, strict=True)]
    if document is None or spans[0] is None or spans[1] is None:
        return True
    return _corrected([texts[document, side] for side in SIDES], spans[0], spans[1], written[2])


def _corrected(sides: Sequence[Sequence[str]], source: range, target: range, written: str) -> bool:
    """Whether the texts of a bead are others than those of which ``written`` is the digest."""
    if source.stop > len(sides[0]) or target.stop > len(sides[1]):
        return True
    return digest(bead_text(sides[0], source), bead_text(sides[1], target)) != written


def refuse_decisions(path: Path) -> None:
    """Raise :class:`~tmx.errors.StoreError` where ``path`` is a workbook that holds somebody's decisions."""
    if path.exists() and holds_decisions(path):
        raise StoreError(
            "somebody has written into this review, and it would be lost",
            path=path,
            remedy=f"choose another name, or turn it into a memory first: accord align --from-review {path.name}",
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
    tables = [
        _table(sheets, title, columns, path)
        for title, columns in zip(SHEETS, (BEAD_COLUMNS, SENTENCE_COLUMNS, DOCUMENT_COLUMNS), strict=True)
    ]
    problems: list[AlignmentError] = []

    titles = dict(zip(SHEETS, (table.title for table in tables), strict=True))

    def say(sheet: str, row: int | None, reason: str, remedy: str) -> None:
        told = tr("sheet «{sheet}»: {reason}", sheet=titles[sheet], reason=reason)
        if row is not None:
            told = tr("sheet «{sheet}», row {row}: {reason}", sheet=titles[sheet], row=row, reason=reason)
        problems.append(AlignmentError(told, path=path, remedy=remedy))

    languages, documents = _documents(tables[2], path, say)
    texts = _sentences(tables[1], documents, say)
    pieces, stood, unread = _pieces(tables[0], documents, say)
    pairs = []
    for number, document in sorted(documents.items()):
        sides = tuple(texts[number, side] for side in SIDES)
        before = len(problems)
        _account(number, pieces[number], sides, None if number in unread else stood, say)
        if number in unread or len(problems) > before:
            continue
        ordered = _ordered(pieces[number], say)
        joined = _joined(ordered, say) if ordered is not None else None
        if joined is not None and not problems:
            pairs.append(_pair(document, sides, [_looked_at(piece, sides) for piece in joined]))
    if problems:
        raise ReviewError(problems)
    return Review(tuple(pairs), *languages)


# Reading the sheets


def _table(sheets: Mapping[str, Sequence[SheetRow]], title: str, names: Sequence[str], path: Path) -> _Table:
    """The sheet, whose title and columns may be in any language of the interface."""
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
    return _Table(own, columns, tuple(rows[1:]))


def _documents(table: _Table, path: Path, say: Say) -> tuple[tuple[str, str], dict[int, _Document]]:
    documents: dict[int, _Document] = {}
    languages = ("", "")
    for row in table.rows:
        number = whole_in(table.cell(row, "document"))
        if number is None or number in documents:
            say(_DOCUMENTS, row.number, tr("the document has no number of its own"), tr(_LEAVE_SHEET))
            continue
        languages = (table.cell(row, "source language"), table.cell(row, "target language"))
        documents[number] = _Document(
            table.cell(row, "source document"),
            table.cell(row, "target document"),
            share_in(table.cell(row, "paired at"), 1.0) or 0.0,
            date_in(table.cell(row, "translation dated")),
        )
    if not documents:
        raise AlignmentError(f"sheet «{table.title}»: there is no document in it", path=path, remedy=_NOT_OURS)
    for language in languages:
        try:
            find_language(language)
        except UnknownLanguageError as error:
            raise AlignmentError(f"sheet «{table.title}»: {error.reason}", path=path, remedy=_LEAVE_SHEET) from error
    return languages, documents


def _sentences(table: _Table, documents: Iterable[int], say: Say) -> dict[tuple[int, str], tuple[str, ...]]:
    found: dict[tuple[int, str], dict[int, str]] = defaultdict(dict)
    known = set(documents)
    for row in table.rows:
        document, number = whole_in(table.cell(row, "document")), whole_in(table.cell(row, "number"))
        side = meant(table.cell(row, "side"), SIDES)
        if document not in known or number is None or side not in SIDES:
            say(
                _SENTENCES,
                row.number,
                tr("document, side or number was changed"),
                tr("undo it: only texts are changed here"),
            )
            continue
        assert document is not None
        text = unescape(row.cells[table.columns["text"]])
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


Stood = dict[tuple[int, str, int], int]


def _pieces(table: _Table, documents: Iterable[int], say: Say) -> tuple[dict[int, list[_Piece]], Stood, frozenset[int]]:
    """The beads of every document, where each sentence stood when the sheet was written, documents with unread rows."""
    pieces: dict[int, list[_Piece]] = defaultdict(list)
    known = set(documents)
    stood: Stood = {}
    unread = set()
    for row in table.rows:
        document = whole_in(table.cell(row, "document"))
        if document not in known:
            say(
                _BEADS,
                row.number,
                tr("there is no document «{document}»", document=table.cell(row, "document")),
                tr("write its number"),
            )
            continue
        assert document is not None
        for side, numbers in zip(SIDES, table.cell(row, "as written").split("/"), strict=False):
            stood.update({(document, side, int(number)): row.number for number in numbers.split() if number.isdigit()})
        found = tuple(_row_pieces(table, row, say))
        pieces[document] += found
        if not found and any(table.cell(row, f"{side} numbers") for side in SIDES):
            unread.add(document)
    return pieces, stood, frozenset(unread)


def _row_pieces(table: _Table, row: SheetRow, say: Say) -> Iterator[_Piece]:
    decision = decision_in(table.cell(row, "decision"))
    if decision not in {"", OK, OUT, JOIN}:
        reason = tr("the decision «{decision}» is not known", decision=table.cell(row, "decision"))
        say(_BEADS, row.number, reason, tr("write ok, out or join, or nothing"))
    written = table.cell(row, "as written").split("/")
    shown = {"source", "target"} <= table.columns.keys()
    if shown and len(written) > 2 and digest(table.cell(row, "source"), table.cell(row, "target")) != written[2]:
        reason = tr("a text was changed, and texts are not read from this sheet")
        say(_BEADS, row.number, reason, tr("undo it here, and correct the text in the sheet «Sentences»"))
    cells = [" ".join(table.cell(row, f"{side} numbers").replace(CUT, f" {CUT} ").split()) for side in SIDES]
    edited = cells != written[:2]
    complain = partial(say, _BEADS, row.number)
    parts = [
        [span_in(part, side, complain) for part in cell.split(CUT)] for side, cell in zip(SIDES, cells, strict=True)
    ]
    if len(parts[0]) != len(parts[1]):
        reason = tr(
            "the two sides are cut differently: source into {source} and target into {target}",
            source=len(parts[0]),
            target=len(parts[1]),
        )
        say(_BEADS, row.number, reason, tr("write | as often into both columns of numbers"))
        return
    confidence = 1.0 if edited else share_in(table.cell(row, "confidence"), None)
    if confidence is None:
        say(
            _BEADS,
            row.number,
            tr("the confidence is not a number from 0 to 1"),
            tr("leave this column as it was written"),
        )
        return
    order = whole_in(table.cell(row, "bead"))
    read = [(a, b) for a, b in zip(*parts, strict=True) if a is not None and b is not None]
    if len(read) < len(parts[0]):
        return
    pairs = [(a, b) for a, b in read if a or b]
    for at, (source, target) in enumerate(pairs):
        # What is marked to be joined is joined at its end.
        own = "" if decision == JOIN and at + 1 < len(pairs) else decision
        place = float("inf") if order is None else float(order)
        yield _Piece(row.number, place, source, target, confidence, own, edited, written[2] if len(written) > 2 else "")


# Putting the beads together


def _account(
    document: int, pieces: Sequence[_Piece], texts: Sequence[Sequence[str]], stood: Stood | None, say: Say
) -> None:
    """Say which sentences stand twice, are none of the document's, or stand nowhere.

    The last is not asked without ``stood``: what stands in a row that cannot be read is not missing.
    """
    for side, sentences in zip(SIDES, texts, strict=True):
        place: dict[int, int] = {}
        for piece in pieces:
            for number in piece.source if side == "source" else piece.target:
                if number >= len(sentences):
                    reason = tr(
                        "document {document} has no {sentence}", document=document, sentence=named(side, number + 1)
                    )
                    say(_BEADS, piece.row, reason, tr("its sentences go from 1 to {last} there", last=len(sentences)))
                elif number in place:
                    sentence = named(side, number + 1)
                    reason = tr("{sentence} stands in row {row} too", sentence=sentence, row=place[number])
                    say(_BEADS, piece.row, reason, tr("leave it in one of the two rows"))
                place.setdefault(number, piece.row)
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


def _ordered(pieces: Sequence[_Piece], say: Say) -> list[_Piece] | None:
    """The beads in the order of the document; None where two of them cross, which is said."""
    by_source = {piece.source.start: piece for piece in pieces if piece.source}
    by_target = {piece.target.start: piece for piece in pieces if piece.target}
    ordered: list[_Piece] = []
    i = j = 0
    while len(ordered) < len(pieces):
        ours, theirs = by_source.get(i), by_target.get(j)
        fits = [
            piece
            for piece in (ours, theirs if theirs is not ours else None)
            if piece is not None
            and piece.source.start in ((i,) if piece.source else (0,))
            and piece.target.start in ((j,) if piece.target else (0,))
        ]
        if not fits:
            assert ours is not None
            assert theirs is not None
            reason = tr("the bead crosses the one in row {row}", row=theirs.row)
            remedy = tr("sentences keep their order: join the two beads, or move a sentence back")
            say(_BEADS, ours.row, reason, remedy)
            return None
        piece = min(fits, key=lambda found: found.order)
        ordered.append(piece)
        i, j = i + len(piece.source), j + len(piece.target)
    return ordered


def _joined(pieces: Sequence[_Piece], say: Say) -> list[_Piece] | None:
    """The beads after joining; an approved one has a confidence of 1 and the decision ``ok``."""
    result: list[_Piece] = []
    waiting: _Piece | None = None
    for piece in pieces:
        here = piece
        if waiting is not None:
            if piece.decision == OUT:
                reason = tr(
                    "the bead is to be joined with the one in row {row}, which is to be left out", row=piece.row
                )
                say(_BEADS, waiting.row, reason, tr("take join or out back"))
                return None
            here = _one(waiting, piece)
        waiting = here if piece.decision == JOIN else None
        if waiting is None:
            result.append(here)
    if waiting is not None:
        say(_BEADS, waiting.row, tr("no bead follows with which it could be joined"), tr("take join back"))
        return None
    return result


def _one(first: _Piece, second: _Piece) -> _Piece:
    sides = [
        range((one or other).start, (other or one).stop)
        for one, other in ((first.source, second.source), (first.target, second.target))
    ]
    return _Piece(second.row, second.order, sides[0], sides[1], 1.0, OK, edited=True, digest="")


def _looked_at(piece: _Piece, sides: Sequence[Sequence[str]]) -> _Piece:
    """The bead; where a person has corrected one of its texts, it counts as edited."""
    if piece.edited or not _corrected(sides, piece.source, piece.target, piece.digest):
        return piece
    return replace(piece, edited=True)


def _pair(document: _Document, sides: Sequence[tuple[str, ...]], pieces: Sequence[_Piece]) -> AlignedPair:
    struck = frozenset(at for at, piece in enumerate(pieces) if piece.decision == OUT)
    approved = frozenset(at for at, piece in enumerate(pieces) if piece.decision == OK or piece.edited) - struck
    beads = tuple(
        Bead(piece.source, piece.target, confidence=1.0 if at in approved else piece.confidence)
        for at, piece in enumerate(pieces)
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
