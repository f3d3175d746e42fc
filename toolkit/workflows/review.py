"""A reviewed workbook becomes alignments again: who moved what, and whether everything still fits."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
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
    digest,
    unescape,
)

__all__ = ["Review", "ReviewError", "holds_decisions", "read_review", "refuse_decisions", "write_review"]

_BEADS, _SENTENCES, _DOCUMENTS = SHEETS
_SIDES = ("source", "target")
_NAMED = (N_("source sentence {number}"), N_("target sentence {number}"))
_NO_NUMBER = (N_("«{word}» is no number of a source sentence"), N_("«{word}» is no number of a target sentence"))
_APART = (
    N_("the source sentences {numbers} do not follow each other"),
    N_("the target sentences {numbers} do not follow each other"),
)
_LEAVE_SHEET = N_("leave this sheet as it was written")
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


@dataclass(frozen=True, slots=True)
class _Document:
    source_name: str
    target_name: str
    confidence: float
    dated: datetime | None


def holds_decisions(path: Path) -> bool:
    """Whether ``path`` is a workbook to review into which somebody has written since Accord wrote it."""
    try:
        sheets = read_workbook(path)
        beads = _table(sheets, _BEADS, BEAD_COLUMNS, path)
    except AccordError:
        return False
    for row in beads.rows:
        written = beads.cell(row, "as written").split("/")
        now = [" ".join(beads.cell(row, f"{side} numbers").split()) for side in _SIDES]
        if [*now, _decision(beads.cell(row, "decision"))] != [*written[:2], *written[3:]]:
            return True
    return False


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

    Every sentence is accounted for and no bead crosses another. Beads that a person marked ``ok``, joined, split or
    whose sentences they moved are approved; those marked ``out`` are struck out. Raises :class:`ReviewError` with
    every place that does not fit, :class:`~tmx.errors.AlignmentError` where the workbook is another one,
    :class:`~tmx.errors.AccordError` where it cannot be read.
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
    pieces, stood = _pieces(tables[0], documents, say)
    pairs = []
    for number, document in sorted(documents.items()):
        sides = tuple(texts[number, side] for side in _SIDES)
        before = len(problems)
        _account(number, pieces[number], sides, stood, say)
        if len(problems) > before:
            continue
        ordered = _ordered(pieces[number], say)
        joined = _joined(ordered, say) if ordered is not None else None
        if joined is not None and not problems:
            pairs.append(_pair(document, sides, joined))
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
    missing = [name for name in names if name not in columns]
    if missing:
        raise AlignmentError(f"sheet «{own}»: there is no column «{tr(missing[0])}»", path=path, remedy=_NOT_OURS)
    return _Table(own, columns, tuple(rows[1:]))


def _documents(table: _Table, path: Path, say: Say) -> tuple[tuple[str, str], dict[int, _Document]]:
    documents: dict[int, _Document] = {}
    languages = ("", "")
    for row in table.rows:
        number = _whole(table.cell(row, "document"))
        if number is None or number in documents:
            say(_DOCUMENTS, row.number, tr("the document has no number of its own"), tr(_LEAVE_SHEET))
            continue
        languages = (table.cell(row, "source language"), table.cell(row, "target language"))
        documents[number] = _Document(
            table.cell(row, "source document"),
            table.cell(row, "target document"),
            _share(table.cell(row, "paired at"), 1.0) or 0.0,
            _date(table.cell(row, "translation dated")),
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
        document, number = _whole(table.cell(row, "document")), _whole(table.cell(row, "number"))
        side = _meant(table.cell(row, "side"), _SIDES)
        if document not in known or number is None or side not in _SIDES:
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
                tr("{sentence} stands here twice", sentence=_named(side, number)),
                tr("take one of the rows out"),
            )
        texts[number] = texts.get(number, "") + text
    result = {}
    for document in known:
        for side in _SIDES:
            texts = found[document, side]
            for number in range(1, max(texts, default=0) + 1):
                if number not in texts:
                    reason = tr(
                        "{sentence} of document {document} is missing", sentence=_named(side, number), document=document
                    )
                    say(_SENTENCES, None, reason, tr("put its row back; to leave a sentence out, mark its bead «out»"))
            result[document, side] = tuple(texts[number] for number in sorted(texts))
    return result


Stood = dict[tuple[int, str, int], int]


def _pieces(table: _Table, documents: Iterable[int], say: Say) -> tuple[dict[int, list[_Piece]], Stood]:
    """The beads of every document, and the row in which each sentence stood when the sheet was written."""
    pieces: dict[int, list[_Piece]] = defaultdict(list)
    known = set(documents)
    stood: Stood = {}
    for row in table.rows:
        document = _whole(table.cell(row, "document"))
        if document not in known:
            say(
                _BEADS,
                row.number,
                tr("there is no document «{document}»", document=table.cell(row, "document")),
                tr("write its number"),
            )
            continue
        assert document is not None
        for side, numbers in zip(_SIDES, table.cell(row, "as written").split("/"), strict=False):
            stood.update({(document, side, int(number)): row.number for number in numbers.split() if number.isdigit()})
        pieces[document] += _row_pieces(table, row, say)
    return pieces, stood


def _row_pieces(table: _Table, row: SheetRow, say: Say) -> Iterator[_Piece]:
    decision = _decision(table.cell(row, "decision"))
    if decision not in {"", OK, OUT, JOIN}:
        reason = tr("the decision «{decision}» is not known", decision=decision)
        say(_BEADS, row.number, reason, tr("write ok, out or join, or nothing"))
    written = table.cell(row, "as written").split("/")
    if len(written) > 2 and digest(table.cell(row, "source"), table.cell(row, "target")) != written[2]:
        reason = tr("a text was changed, and texts are not read from this sheet")
        say(_BEADS, row.number, reason, tr("undo it here, and correct the text in the sheet «Sentences»"))
    cells = [" ".join(table.cell(row, f"{side} numbers").replace(CUT, f" {CUT} ").split()) for side in _SIDES]
    edited = cells != written[:2]
    parts = [
        [_range(part, side, row.number, say) for part in cell.split(CUT)]
        for side, cell in zip(_SIDES, cells, strict=True)
    ]
    if len(parts[0]) != len(parts[1]):
        reason = tr(
            "the two sides are cut differently: source into {source} and target into {target}",
            source=len(parts[0]),
            target=len(parts[1]),
        )
        say(_BEADS, row.number, reason, tr("write | as often into both columns of numbers"))
        return
    confidence = 1.0 if edited else _share(table.cell(row, "confidence"), None)
    if confidence is None:
        say(
            _BEADS, row.number, tr("the confidence is no number from 0 to 1"), tr("leave this column as it was written")
        )
        return
    order = _whole(table.cell(row, "bead"))
    pairs = [(a, b) for a, b in zip(*parts, strict=True) if a is not None and b is not None and (a or b)]
    for at, (source, target) in enumerate(pairs):
        # What is marked to be joined is joined at its end.
        own = "" if decision == JOIN and at + 1 < len(pairs) else decision
        place = float("inf") if order is None else float(order)
        yield _Piece(row.number, place, source, target, confidence, own, edited)


def _range(text: str, side: str, row: int, say: Say) -> range | None:
    """The sentences, from 0, that ``text`` lists from 1; None where that cannot be read."""
    words = re.split(r"[\s,;]+", text.strip()) if text.strip() else []
    numbers = [_whole(word) for word in words]
    for word, number in zip(words, numbers, strict=True):
        if number is None:
            reason = tr(_NO_NUMBER[_SIDES.index(side)], word=word)
            say(_BEADS, row, reason, tr("write numbers with spaces, such as 3 4"))
            return None
    found = sorted(number - 1 for number in numbers if number is not None)
    if not found:
        return range(0)
    if found != list(range(found[0], found[0] + len(found))):
        listed = " ".join(str(number + 1) for number in found)
        reason = tr(_APART[_SIDES.index(side)], numbers=listed)
        say(_BEADS, row, reason, tr("join the beads between them"))
        return None
    return range(found[0], found[-1] + 1)


# Putting the beads together


def _account(document: int, pieces: Sequence[_Piece], texts: Sequence[Sequence[str]], stood: Stood, say: Say) -> None:
    """Say which sentences stand nowhere, twice, or are none of the document's."""
    for side, sentences in zip(_SIDES, texts, strict=True):
        place: dict[int, int] = {}
        for piece in pieces:
            for number in piece.source if side == "source" else piece.target:
                if number >= len(sentences):
                    reason = tr(
                        "document {document} has no {sentence}", document=document, sentence=_named(side, number + 1)
                    )
                    say(_BEADS, piece.row, reason, tr("its sentences go from 1 to {last} there", last=len(sentences)))
                elif number in place:
                    sentence = _named(side, number + 1)
                    reason = tr("{sentence} stands in row {row} too", sentence=sentence, row=place[number])
                    say(_BEADS, piece.row, reason, tr("leave it in one of the two rows"))
                place.setdefault(number, piece.row)
        for number in range(len(sentences)):
            if number not in place:
                sentence = _named(side, number + 1)
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
    return _Piece(second.row, second.order, sides[0], sides[1], 1.0, OK, edited=True)


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


# Values


def _decision(cell: str) -> str:
    """What a cell of decisions means: ``ok``, ``out``, ``join``, nothing, or else what stands there."""
    return _meant(cell.lower(), (OK, OUT, JOIN))


def _named(side: str, number: int) -> str:
    """``source sentence 8``, by its number from 1."""
    return tr(_NAMED[_SIDES.index(side)], number=number)


def _meant(text: str, names: Sequence[str]) -> str:
    """Which of ``names`` is said in the text, in whatever language; the text where it is none."""
    return next((name for name in names if text in tr_all(name)), text)


def _whole(text: str) -> int | None:
    return int(text) if re.fullmatch("[1-9][0-9]{0,8}", text) else None


def _share(text: str, default: float | None) -> float | None:
    """A number from 0 to 1; ``default`` where the cell is empty, None where it holds anything else."""
    if not text:
        return default
    try:
        value = float(text.replace(",", "."))
    except ValueError:
        return None
    return value if 0.0 <= value <= 1.0 else None


def _date(text: str) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if text else None
    except ValueError:
        return None
