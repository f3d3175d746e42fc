"""From a file to a clean document."""

from __future__ import annotations

from pathlib import Path

import regex
from msgspec.structs import replace

from tmx.errors import IngestError
from tmx.files import read_bytes
from tmx.subtitles import is_subtitles
from tmx.text.detect import detect_language
from tmx.text.languages import find_language, primary_subtag
from toolkit.ingest.encoding import decode, refuse_binary
from toolkit.ingest.layout import join_lines
from toolkit.ingest.pieces import Piece
from toolkit.ingest.release import sort_pieces
from toolkit.ingest.repairs import repair
from toolkit.ingest.subtitles import read_subtitles
from toolkit.model import Block, BlockKind, Document

__all__ = ["SUFFIXES", "ingest", "is_odt", "is_plain_text", "language_of", "read_plain_text", "refuse_foreign"]

SUFFIXES = frozenset([".txt", ".text", ".md", ".html", ".htm", ".xhtml", ".docx", ".odt", ".srt", ".vtt"])
"""The endings of files that :func:`ingest` reads; content decides where they mislead."""

_ZIP = b"PK\x03\x04"
_ODT = b"mimetypeapplication/vnd.oasis.opendocument.text"  # how the archive begins, behind 30 bytes
_WORD = b"word/document.xml"  # in the list of an archive's parts, which is never packed
_HTML = regex.compile(
    rb"\s*(?:<\?xml[^>]*>\s*)?(?:<!--.*?-->\s*)*<(?:!doctype\s+html|html|head|body)\b", regex.I | regex.S
)
_XML = regex.compile(r"\ufeff?\s*(?:<\?xml\s|<(?:tmx|xliff|martif|TBX)[\s>])")
_PAGE_SUFFIXES = frozenset([".html", ".htm", ".xhtml"])


def ingest(path: Path, *, language: str | None = None, as_delivered: bool = False) -> Document:
    """The release that the file ``path`` holds, and what was left out of it.

    It is a plain text, an HTML page, a Word or a LibreOffice document, or the subtitles of a film.

    ``language`` is its BCP 47 tag; without it the language is made out from the text. ``as_delivered`` leaves words
    that have lost an «œ» as they are: a check is to see them. Raises
    :class:`~tmx.errors.StoreError` where the file is missing, empty or too large, :class:`~tmx.errors.IngestError`
    where it is none of these kinds, is broken, holds no text, or its language cannot be made out,
    :class:`~tmx.errors.UnknownLanguageError` where ``language`` is no language.
    """
    if language is not None:
        find_language(language)
    content = read_bytes(path)
    tag, pieces, repairs = _read(content, path, language, not as_delivered)
    if is_subtitles(content, path.suffix.lower()):  # nothing of a film is the frame of a release
        return Document(path, tag, tuple(Block(BlockKind.PARAGRAPH, one.text, one.line) for one in pieces), (), repairs)
    result = sort_pieces(pieces, primary_subtag(tag))
    if not result.blocks:
        raise _no_text(path)
    return Document(path, tag, result.blocks, result.left_out, repairs)


def _read(content: bytes, path: Path, language: str | None, letters: bool) -> tuple[str, list[Piece], tuple[str, ...]]:
    """The language of a file, its pieces, and what was repaired in it, lost ``letters`` or not."""
    if is_odt(content, path):
        from toolkit.ingest.odt import read_odt

        return _mend(read_odt(content, path), language, None, path, (), letters)
    if _is_docx(content, path):
        from toolkit.ingest.docx import read_docx

        return _mend(read_docx(content, path), language, None, path, (), letters)
    page = _is_page(content, path)
    decoded = decode(content, path, markup=page)
    if page:
        from toolkit.ingest.html import page_language, read_html

        return _mend(
            read_html(decoded.text, path), language, page_language(decoded.text), path, decoded.repairs, letters
        )
    if is_subtitles(content, path.suffix.lower()):
        pieces = read_subtitles(decoded.text, path)
        return _mend(pieces, language, None, path, decoded.repairs, letters)
    if _XML.match(decoded.text):
        raise IngestError(
            "this is an XML file, not a document",
            path=path,
            remedy="save its text as .docx, .html or .txt; "
            "translations (TMX, XLIFF) are for accord memory and accord qa",
        )
    tag = language or language_of(decoded.text, None, path)
    # Before lines are joined: it is seen from their letters.
    repaired = repair(decoded.text, primary_subtag(tag) if letters else None)
    return tag, join_lines(repaired.text), (*decoded.repairs, *repaired.repairs)


def is_plain_text(content: bytes, path: Path) -> bool:
    """Whether a file is read as plain text: no page, no office program's document, no subtitles."""
    others = (is_odt(content, path), _is_docx(content, path), _is_page(content, path))
    return not any(others) and not is_subtitles(content, path.suffix.lower())


def read_plain_text(content: bytes, path: Path) -> str:
    """The text of a plain text file as it stands, its encoding found out; ``path`` is named in errors.

    Raises :class:`~tmx.errors.IngestError` where it is no text.
    """
    return decode(content, path).text


def is_odt(content: bytes, path: Path) -> bool:
    """Whether a file is read as a LibreOffice document; a Word document is none, whatever it is called."""
    if content.startswith(_ZIP) and content.startswith(_ODT, 30):
        return True
    return path.suffix.lower() == ".odt" and not (content.startswith(_ZIP) and _WORD in content)


def refuse_foreign(path: Path) -> None:
    """Nothing, where the file ``path`` may be a text, a Word or a LibreOffice document.

    Raises :class:`~tmx.errors.IngestError`, with what it is to be saved as, where it is a PDF, an old Word file, an
    archive, a picture or a mail, and :class:`~tmx.errors.StoreError` where it cannot be read.
    """
    content = read_bytes(path)
    if is_odt(content, path):
        return
    if content.startswith(_ZIP):
        from toolkit.ingest.docx import check_word

        check_word(content, path)
    else:
        refuse_binary(content, path)


def _is_docx(content: bytes, path: Path) -> bool:
    return content.startswith(_ZIP) or path.suffix.lower() == ".docx"


def _is_page(content: bytes, path: Path) -> bool:
    return path.suffix.lower() in _PAGE_SUFFIXES or _HTML.match(content) is not None


def _mend(
    pieces: list[Piece],
    language: str | None,
    declared: str | None,
    path: Path,
    notes: tuple[str, ...],
    letters: bool,
) -> tuple[str, list[Piece], tuple[str, ...]]:
    text = "\n".join(piece.text for piece in pieces)
    tag = language or language_of(text, declared, path)
    repaired = repair(text, primary_subtag(tag) if letters else None)
    lines = repaired.text.split("\n") if pieces else []
    pieces = [replace(piece, text=line.strip()) for piece, line in zip(pieces, lines, strict=True) if line.strip()]
    return tag, pieces, (*notes, *repaired.repairs)


def language_of(text: str, declared: str | None, path: Path) -> str:
    """The language of ``text``, else the ``declared`` one.

    Raises :class:`~tmx.errors.IngestError` where there is no text, or neither is known.
    """
    if not regex.search(r"\p{L}", text):
        raise _no_text(path)
    found = detect_language(text) or declared
    if found is None:
        raise IngestError(
            "its language cannot be made out", path=path, remedy="say which it is, for example with --lang fr"
        )
    return found


def _no_text(path: Path) -> IngestError:
    return IngestError("there is no text in it", path=path, remedy="check that it is the file you meant")
