"""Scoring the aligner against alignments made by hand."""

from __future__ import annotations

import time
from collections.abc import Sequence
from pathlib import Path

from msgspec import Struct

from tmx.align.beads import GoldBead, read_gold, write_beads
from tmx.align.lexicon import Lexicon
from tmx.align.scoring import AlignmentScore, Calibration, calibrate, gold_problem, score_beads, total_score
from tmx.align.sentences import TextPair, align_texts
from tmx.align.settings import DEFAULT_SETTINGS, AlignerSettings
from tmx.errors import AlignmentError, StoreError
from tmx.model import Alignment
from toolkit.workflows.texts import read_lines

__all__ = [
    "AlignmentEvaluation",
    "DocumentEvaluation",
    "GoldDocument",
    "evaluate_alignment",
    "read_gold_documents",
    "write_document_beads",
]

_MOST_UNCOVERED = 0.05  # published gold leaves out a sentence here and there; a torn file leaves out many


class GoldDocument(Struct, frozen=True):
    """A document to align; ``gold`` is None where nobody has aligned it by hand, ``note`` says what is odd in it."""

    name: str
    texts: TextPair
    gold: tuple[GoldBead, ...] | None
    note: str = ""


class DocumentEvaluation(Struct, frozen=True):
    """A document's alignment, and its score where there is gold."""

    document: GoldDocument
    alignment: Alignment
    score: AlignmentScore | None


class AlignmentEvaluation(Struct, frozen=True):
    """All documents, their score together and the calibration of confidence, with how they were made.

    ``total`` and ``calibration`` are None where no document has gold; ``seconds`` is the time that aligning took.
    """

    documents: tuple[DocumentEvaluation, ...]
    total: AlignmentScore | None
    calibration: Calibration | None
    seconds: float
    one_by_one: bool
    dictionaries: int
    settings: AlignerSettings


def read_gold_documents(folder: Path) -> tuple[GoldDocument, ...]:
    """The documents ``folder/<doc>/{src,tgt,gold}.txt``, one sentence per line, by name; ``gold.txt`` may be missing.

    Raises :class:`~tmx.errors.StoreError` where there is no such folder or no document in it,
    :class:`~tmx.errors.AlignmentError` where gold and texts do not fit, :class:`~tmx.errors.AccordError` where a file
    cannot be read.
    """
    if not folder.is_dir():
        reason = "this is a file, a folder was expected" if folder.exists() else "there is no such folder"
        raise StoreError(reason, path=folder, remedy="it holds a folder for each document")
    texts = ("src.txt", "tgt.txt")
    shown = (place for place in folder.iterdir() if not place.name.startswith("."))
    places = sorted(place for place in shown if any((place / name).exists() for name in texts))
    if not places:
        raise StoreError(
            "there is no document in the folder",
            path=folder,
            remedy="a document is a folder with src.txt, tgt.txt and gold.txt",
        )
    return tuple(_read_document(place) for place in places)


def _read_document(place: Path) -> GoldDocument:
    texts = TextPair(read_lines(place / "src.txt"), read_lines(place / "tgt.txt"), place.name)
    path = place / "gold.txt"
    if not path.exists():
        return GoldDocument(place.name, texts, None)
    gold = read_gold(path)
    sizes = len(texts.source), len(texts.target)
    problem = gold_problem(gold, *sizes)
    if problem is None:
        return GoldDocument(place.name, texts, gold)
    if problem.grave or problem.sentences > _MOST_UNCOVERED * sum(sizes):
        raise AlignmentError(problem.reason, path=path, remedy="every sentence stands in one bead: check the file")
    return GoldDocument(place.name, texts, gold, f"{path}: {problem.reason}")


def evaluate_alignment(
    documents: Sequence[GoldDocument],
    source_language: str,
    target_language: str,
    *,
    one_by_one: bool = False,
    lexicons: Sequence[Lexicon] = (),
    settings: AlignerSettings = DEFAULT_SETTINGS,
) -> AlignmentEvaluation:
    """Align ``documents``, all together or each on its own, and score those that have gold."""
    texts = [document.texts for document in documents]
    batches = [[text] for text in texts] if one_by_one else [texts]
    begun = time.perf_counter()
    alignments = [
        alignment
        for batch in batches
        for alignment in align_texts(batch, source_language, target_language, lexicons=lexicons, settings=settings)
    ]
    seconds = time.perf_counter() - begun
    rows = tuple(
        DocumentEvaluation(
            document, alignment, None if document.gold is None else score_beads(alignment.beads, document.gold)
        )
        for document, alignment in zip(documents, alignments, strict=True)
    )
    scored = [(row.alignment.beads, row.document.gold) for row in rows if row.document.gold is not None]
    return AlignmentEvaluation(
        rows,
        total_score(row.score for row in rows if row.score is not None) if scored else None,
        calibrate(scored) if scored else None,
        seconds,
        one_by_one,
        len(lexicons),
        settings,
    )


def write_document_beads(folder: Path, documents: Sequence[DocumentEvaluation]) -> None:
    """Write ``<doc>.beads`` for each document into ``folder``. Raises :class:`~tmx.errors.StoreError`."""
    for row in documents:
        write_beads(folder / f"{row.document.name}.beads", row.alignment.beads)
