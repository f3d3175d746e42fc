"""Pairing two folders of documents."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from tmx.align.documents import pair_documents
from tmx.align.lexicon import Lexicon
from toolkit.workflows.texts import Failure, Folder, Text, read_folder

__all__ = ["FolderPairing", "PairedTexts", "pair_folders", "pair_texts"]

StageProgress = Callable[[str, int, int], None]


def _silent(stage: str, done: int, total: int) -> None:
    """No progress is shown."""


class PairedTexts(Struct, frozen=True):
    """A document and the one that translates it; ``confidence`` from 0 to 1."""

    source: Text
    target: Text
    confidence: float


class FolderPairing(Struct, frozen=True):
    """The pairs of two folders in the order of the sources, and what has no counterpart or could not be read."""

    pairs: tuple[PairedTexts, ...]
    unpaired_sources: tuple[Path, ...]
    unpaired_targets: tuple[Path, ...]
    failures: tuple[Failure, ...] = ()


def pair_folders(
    sources: Path,
    targets: Path,
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    segmented: bool = False,
    progress: StageProgress = _silent,
) -> FolderPairing:
    """Which document of the folder ``targets`` translates which of ``sources``.

    ``progress`` is called with a stage (reading either language, pairing), what is done of it, and all of it.

    Raises :class:`~tmx.errors.StoreError` where a folder is missing or holds no document that can be read.
    """
    ours, theirs = (
        read_folder(folder, language, segmented=segmented, progress=_stage(progress, f"Reading {language}"))
        for folder, language in ((sources, source_language), (targets, target_language))
    )
    return pair_texts(ours, theirs, source_language, target_language, lexicons=lexicons, progress=progress)


def _stage(progress: StageProgress, name: str) -> Callable[[int, int], None]:
    return lambda done, total: progress(name, done, total)


def pair_texts(
    sources: Folder,
    targets: Folder,
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
    progress: StageProgress = _silent,
) -> FolderPairing:
    """The same for folders that have been read."""
    pairing = pair_documents(
        [text.sentences for text in sources.texts],
        [text.sentences for text in targets.texts],
        source_language,
        target_language,
        lexicons=lexicons,
        progress=_stage(progress, "Pairing"),
    )
    return FolderPairing(
        tuple(
            PairedTexts(sources.texts[pair.source], targets.texts[pair.target], pair.confidence)
            for pair in pairing.pairs
        ),
        tuple(sources.texts[i].path for i in pairing.unpaired_sources),
        tuple(targets.texts[j].path for j in pairing.unpaired_targets),
        (*sources.failures, *targets.failures),
    )
