"""A translated document beside its original, as units to check: aligned sentence by sentence on the way."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from tmx.align.sentences import TextPair, align_texts
from tmx.errors import AlignmentError
from tmx.files import read_bytes
from toolkit.ingest import Sentence, ingest, segment_document
from toolkit.model import Block, BlockKind, Document
from toolkit.workflows.texts import check_language

__all__ = ["DocumentBead", "document_beads", "has_lines", "target_paragraphs", "target_sentences", "with_contacts"]

_CHECKED = frozenset({"contact"})
_HEADINGS = (BlockKind.TITLE, BlockKind.HEADING)


class DocumentBead(Struct, frozen=True):
    """Sentences that correspond; one side is empty where they have no counterpart. ``confidence`` is the aligner's.

    ``line`` is where the paragraph of the translation begins, None where there is none, or it is no file of lines.
    """

    source: str
    target: str
    confidence: float
    line: int | None = None


def document_beads(source: Path, target: Path, source_language: str, target_language: str) -> list[DocumentBead]:
    """The beads of the two documents in order.

    Raises :class:`~tmx.errors.AccordError` where one of them cannot be read, or has no sentence, and where the source
    is in another language than it should: then the files are named the wrong way round.
    """
    # A translation that is not translated yet is for the checks to tell.
    sides = [_sentences(source, source_language, sure=True), _sentences(target, target_language)]
    pair = _text_pair(sides[0], sides[1])
    (alignment,) = align_texts([pair], source_language, target_language)
    in_lines = has_lines(read_bytes(target))
    return [
        DocumentBead(
            " ".join(pair.source[i] for i in bead.source),
            " ".join(pair.target[i] for i in bead.target),
            bead.confidence,
            sides[1][bead.target.start].line if in_lines and bead.target else None,
        )
        for bead in alignment.beads
    ]


def has_lines(content: bytes) -> bool:
    """Whether a document is a file of lines; of Word's and LibreOffice's the paragraphs are counted."""
    return not content.startswith(b"PK\x03\x04")


def target_sentences(path: Path, language: str) -> list[str]:
    """The sentences of a translation as it is checked, in order. Raises as :func:`document_beads` does."""
    return [sentence.text for sentence in _sentences(path, language)]


def target_paragraphs(path: Path, language: str) -> list[Block]:
    """The paragraphs of a translation that is checked by itself, in order: a quotation may have several sentences.

    Raises :class:`~tmx.errors.AccordError` where it cannot be read or is in another language.
    """
    document = ingest(path, language=language, as_delivered=True)
    check_language(document, language)
    return list(with_contacts(document).blocks)


def _sentences(path: Path, language: str, *, sure: bool = False) -> tuple[Sentence, ...]:
    """The sentences of a document; with ``sure``, only where it is in ``language`` as far as can be told."""
    document = ingest(path, language=language, as_delivered=True)
    if sure:
        check_language(document, language)
    sentences = segment_document(with_contacts(document))
    if not sentences:
        raise AlignmentError("no sentence was found in it", path=path, remedy="check that it is the file you meant")
    return sentences


def with_contacts(document: Document) -> Document:
    """The document with its contact lines back in their places.

    They are no part of a release that is aligned for a memory, but the translator delivers them too.
    """
    contacts = [
        Block(BlockKind.PARAGRAPH, left.text, left.line) for left in document.left_out if left.reason in _CHECKED
    ]
    if not contacts:
        return document
    return replace(document, blocks=tuple(sorted((*document.blocks, *contacts), key=lambda block: block.line)))


def _text_pair(source: tuple[Sentence, ...], target: tuple[Sentence, ...]) -> TextPair:
    return TextPair(
        tuple(sentence.text for sentence in source),
        tuple(sentence.text for sentence in target),
        source_blocks=tuple(sentence.block for sentence in source),
        target_blocks=tuple(sentence.block for sentence in target),
        source_headings=frozenset(i for i, sentence in enumerate(source) if sentence.kind in _HEADINGS),
        target_headings=frozenset(i for i, sentence in enumerate(target) if sentence.kind in _HEADINGS),
    )
