"""Pairing two folders of documents."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from tmx.align.documents import pair_documents
from tmx.align.lexicon import Lexicon
from toolkit.workflows.texts import Failure, Folder, Text, read_folder

__all__ = ["FolderPairing", "PairedTexts", "pair_folders", "pair_texts"]


@dataclass(frozen=True, slots=True)
class PairedTexts:
    """A document and the one that translates it; ``confidence`` from 0 to 1."""

    source: Text
    target: Text
    confidence: float


@dataclass(frozen=True, slots=True)
class FolderPairing:
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
) -> FolderPairing:
    """Which document of the folder ``targets`` translates which of ``sources``.

    Raises :class:`~tmx.errors.StoreError` where a folder is missing or holds no document that can be read.
    """
    ours = read_folder(sources, source_language, segmented=segmented)
    theirs = read_folder(targets, target_language, segmented=segmented)
    return pair_texts(ours, theirs, source_language, target_language, lexicons=lexicons)


def pair_texts(
    sources: Folder, targets: Folder, source_language: str, target_language: str, *, lexicons: Sequence[Lexicon] = ()
) -> FolderPairing:
    """The same for folders that have been read."""
    pairing = pair_documents(
        [text.sentences for text in sources.texts],
        [text.sentences for text in targets.texts],
        source_language,
        target_language,
        lexicons=lexicons,
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
