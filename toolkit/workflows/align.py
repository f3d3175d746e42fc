"""Aligning documents: two files, or two folders that are paired first."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.align.lexicon import Lexicon
from tmx.align.sentences import TextPair, align_texts
from tmx.align.settings import DEFAULT_SETTINGS, AlignerSettings
from tmx.errors import AlignmentError
from tmx.model import Alignment
from toolkit.model import AlignedPair
from toolkit.verbose import step
from toolkit.workflows.approved import ApprovedUnits, align_around, count_missed, memory_lexicon
from toolkit.workflows.pair import FolderPairing, PairedTexts, pair_folders
from toolkit.workflows.texts import Failure, read_text, text_pair

__all__ = [
    "AlignmentRun",
    "Counts",
    "align_documents",
    "align_pairs",
    "count_beads",
]

SURE = 0.99

Progress = Callable[[int, int], None]


class AlignmentRun(Struct, frozen=True):
    """The aligned pairs, and what has no counterpart or could not be read."""

    pairs: tuple[AlignedPair, ...]
    unpaired_sources: tuple[Path, ...] = ()
    unpaired_targets: tuple[Path, ...] = ()
    failures: tuple[Failure, ...] = ()


class Counts(Struct, frozen=True):
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
    processes: int | None = 1,
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
    if source.is_dir():
        with step("Paired", str(source), str(target)):
            pairing = pair_folders(
                source, target, source_language, target_language, lexicons=lexicons, segmented=segmented
            )
    else:
        with step("Read", str(source)) as tell:
            ours = read_text(source, source_language, segmented=segmented)
            tell(f"{len(ours.sentences)} sentences")
        with step("Read", str(target)) as tell:
            theirs = read_text(target, target_language, segmented=segmented)
            tell(f"{len(theirs.sentences)} sentences")
        pairing = FolderPairing((PairedTexts(ours, theirs, 1.0),), (), ())
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
        processes=processes,
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
    processes: int | None = 1,
    progress: Progress | None = None,
) -> tuple[AlignedPair, ...]:
    """The alignments of documents that are paired, learnt together; ``approved`` beads are kept, and learnt from.

    ``processes`` share the work (None: as many as there are cores); see :func:`~tmx.align.sentences.align_texts`.
    ``progress`` is called with the documents that are as good as done, and their number.
    """
    texts = [text_pair(pair.source, pair.target) for pair in pairs]
    if approved is not None:
        lexicons = [*lexicons, memory_lexicon(approved, source_language, target_language)]

    def documents(done: int, total: int) -> None:
        # The aligner counts texts over all its rounds, and pieces of texts around what was approved.
        if progress is not None:
            progress(done * len(pairs) // total, len(pairs))

    def align(pieces: Sequence[TextPair]) -> list[Alignment]:
        with step("Aligned", f"{len(pieces)} texts"):
            return align_texts(
                pieces,
                source_language,
                target_language,
                lexicons=lexicons,
                settings=settings,
                processes=processes,
                progress=documents,
            )

    if approved is None:
        alignments = [(alignment, frozenset[int](), frozenset[int]()) for alignment in align(texts)]
    else:
        alignments = align_around(texts, approved, align)
    aligned = tuple(
        AlignedPair(
            pair.source.path.name,
            pair.target.path.name,
            pair.source.sentences,
            pair.target.sentences,
            alignment,
            pair.confidence,
            datetime.fromtimestamp(int(pair.target.path.stat().st_mtime), UTC),
            places,
            struck,
        )
        for pair, (alignment, places, struck) in zip(pairs, alignments, strict=True)
    )
    if approved is None:
        return aligned
    return tuple(replace(pair, missed=count_missed(pair, approved)) for pair in aligned)
