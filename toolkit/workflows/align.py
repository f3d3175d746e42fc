"""Aligning documents: two files, or two folders that are paired first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from tmx.align.lexicon import Lexicon
from tmx.align.sentences import TextPair, align_texts
from tmx.align.settings import DEFAULT_SETTINGS, AlignerSettings
from tmx.errors import AlignmentError
from tmx.model import Alignment
from toolkit.model import AlignedPair
from toolkit.workflows.approved import ApprovedUnits, align_around, memory_lexicon
from toolkit.workflows.pair import PairedTexts, pair_folders
from toolkit.workflows.texts import Failure, read_text, text_pair

__all__ = [
    "AlignmentRun",
    "Counts",
    "align_documents",
    "align_pairs",
    "count_beads",
    "mean_evidence",
    "seems_unrelated",
]

SURE = 0.99
_LEAST_SENTENCES = 8
# News and health texts with their own translations reach 1.9 and more, with another text's -.6 at most; two texts whose
# sides drift apart halfway -1.7 and .4.
_LEAST_EVIDENCE = 1.0

Progress = Callable[[int, int], None]


@dataclass(frozen=True, slots=True)
class AlignmentRun:
    """The aligned pairs, and what has no counterpart or could not be read."""

    pairs: tuple[AlignedPair, ...]
    unpaired_sources: tuple[Path, ...] = ()
    unpaired_targets: tuple[Path, ...] = ()
    failures: tuple[Failure, ...] = ()


@dataclass(frozen=True, slots=True)
class Counts:
    """How many beads there are of each sort; ``sure`` have a confidence of .99 or better."""

    beads: int
    one_to_one: int
    merged: int
    alone: int
    sure: int


def count_beads(alignments: Sequence[Alignment]) -> Counts:
    """The beads of ``alignments`` by sort: one to one, merged or split, without counterpart."""
    beads = [bead for alignment in alignments for bead in alignment.beads]
    single = sum(bead.kind == "1-1" for bead in beads)
    alone = sum(not bead.source or not bead.target for bead in beads)
    return Counts(
        len(beads), single, len(beads) - single - alone, alone, sum(bead.confidence >= SURE for bead in beads)
    )


def align_documents(
    source: Path,
    target: Path,
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    approved: ApprovedUnits | None = None,
    segmented: bool = False,
    settings: AlignerSettings = DEFAULT_SETTINGS,
    progress: Progress | None = None,
) -> AlignmentRun:
    """Align two files, or two folders, whose documents are paired first; ``approved`` beads are kept.

    Raises :class:`~tmx.errors.AccordError` where a file cannot be read, a folder holds no document, or one is a file
    and the other a folder.
    """
    if source.is_dir() != target.is_dir() and source.exists() and target.exists():
        folder, other = (source, target) if source.is_dir() else (target, source)
        raise AlignmentError(
            f"this is a folder, and {other} is a file", path=folder, remedy="name two files or two folders"
        )
    if not source.is_dir():
        texts = (
            read_text(source, source_language, segmented=segmented),
            read_text(target, target_language, segmented=segmented),
        )
        rows: Sequence[PairedTexts] = (PairedTexts(*texts, 1.0),)
        pairs = align_pairs(
            rows,
            source_language,
            target_language,
            lexicons=lexicons,
            approved=approved,
            settings=settings,
            progress=progress,
        )
        return AlignmentRun(pairs)
    pairing = pair_folders(source, target, source_language, target_language, lexicons=lexicons, segmented=segmented)
    if not pairing.pairs:
        raise AlignmentError(
            f"no document of it has a translation in {target}", path=source, remedy="check the folders and languages"
        )
    pairs = align_pairs(
        pairing.pairs,
        source_language,
        target_language,
        lexicons=lexicons,
        approved=approved,
        settings=settings,
        progress=progress,
    )
    return AlignmentRun(pairs, pairing.unpaired_sources, pairing.unpaired_targets, pairing.failures)


def align_pairs(
    pairs: Sequence[PairedTexts],
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    approved: ApprovedUnits | None = None,
    settings: AlignerSettings = DEFAULT_SETTINGS,
    progress: Progress | None = None,
) -> tuple[AlignedPair, ...]:
    """The alignments of documents that are paired, learnt together; ``approved`` beads are kept, and learnt from."""
    texts = [text_pair(pair.source, pair.target) for pair in pairs]
    if approved is not None:
        lexicons = [*lexicons, memory_lexicon(approved, source_language, target_language)]

    def align(pieces: Sequence[TextPair]) -> list[Alignment]:
        return align_texts(
            pieces, source_language, target_language, lexicons=lexicons, settings=settings, progress=progress
        )

    if approved is None:
        alignments = [(alignment, frozenset[int]()) for alignment in align(texts)]
    else:
        alignments = align_around(texts, approved, align)
    return tuple(
        AlignedPair(
            pair.source.path.name,
            pair.target.path.name,
            pair.source.sentences,
            pair.target.sentences,
            alignment,
            pair.confidence,
            datetime.fromtimestamp(int(pair.target.path.stat().st_mtime), UTC),
            places,
        )
        for pair, (alignment, places) in zip(pairs, alignments, strict=True)
    )


def mean_evidence(alignment: Alignment) -> float:
    """The summed scores of the beads with a counterpart, for each sentence (mean of both sides); 0 without sentences.

    Scores are natural logs of how much likelier the beads are as translations than by chance.
    """
    sentences = (alignment.source_length + alignment.target_length) / 2
    scores = sum(bead.score for bead in alignment.beads if bead.source and bead.target)
    return scores / sentences if sentences else 0.0


def seems_unrelated(alignment: Alignment) -> bool:
    """Whether two texts do not look like translations of each other: too little in their beads speaks for it.

    Texts of fewer than eight sentences say too little and are never called unrelated.
    """
    few = min(alignment.source_length, alignment.target_length) < _LEAST_SENTENCES
    return not few and mean_evidence(alignment) < _LEAST_EVIDENCE
