"""The sentences of a document."""

from __future__ import annotations

from msgspec import Struct

from tmx.text.sentences import sentences
from toolkit.model import BlockKind, Document

__all__ = ["Sentence", "segment_document"]


class Sentence(Struct, frozen=True):
    """A sentence, the index of its block in the document (from 0), what the block is, and where it begins."""

    text: str
    block: int
    kind: BlockKind
    line: int = 0


def segment_document(document: Document) -> tuple[Sentence, ...]:
    """The sentences of ``document`` in order; titles, headings, captions and list items are split like paragraphs."""
    return tuple(
        Sentence(text, index, block.kind, block.line)
        for index, block in enumerate(document.blocks)
        for text in sentences(block.text, document.language)
    )
