"""Reading Word documents (Office Open XML, ECMA-376) with python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from tmx.archives import read_part
from tmx.errors import IngestError
from toolkit.ingest.office import broken_file, check_archive, kind_by_style, paragraph_pieces
from toolkit.ingest.pieces import Piece, Reason
from toolkit.model import BlockKind

if TYPE_CHECKING:
    from docx.document import Document
    from docx.styles.style import BaseStyle
    from docx.table import _Cell
    from lxml import etree

__all__ = ["check_word", "read_docx", "read_docx_tables"]

_KIND = "Word document"
_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_CHARACTERS = {
    f"{_W}tab": "\t",
    f"{_W}ptab": "\t",
    f"{_W}br": "\n",
    f"{_W}cr": "\n",
    f"{_W}noBreakHyphen": "\u2011",
    f"{_W}softHyphen": "",
}


def read_docx(content: bytes, path: Path) -> list[Piece]:
    """The paragraphs of a Word document in order, with those of tables, text boxes, headers, footers and notes.

    The ``line`` of a piece is the number of its paragraph, from 1. Raises :class:`~tmx.errors.IngestError` where
    python-docx is not installed, or the file is broken, encrypted, no Word document, or swells beyond all measure
    when it is unpacked.
    """
    with _opened(content, path) as document:
        return list(_pieces(document))


def read_docx_tables(content: bytes, path: Path) -> list[tuple[tuple[str, ...], ...]]:
    """The tables of a Word document as rows of texts, in order; a cell over several columns stands in each of them.

    Raises :class:`~tmx.errors.IngestError` as :func:`read_docx` does.
    """
    with _opened(content, path) as document:
        return [tuple(tuple(map(_cell_text, row.cells)) for row in table.rows) for table in document.tables]


def _cell_text(cell: _Cell) -> str:
    """The paragraphs of a cell, those of tables inside it apart; insertions with them, as in :func:`_text`."""
    return "\n".join(_text(paragraph) for paragraph in cell._tc.iterchildren(f"{_W}p")).strip("\n")


@contextmanager
def _opened(content: bytes, path: Path) -> Iterator[Document]:
    check_word(content, path)
    try:
        import docx
    except ImportError as error:
        raise IngestError(
            "to read Word documents python-docx is needed",
            path=path,
            remedy="install it: pip install 'accord-toolkit[docs]'",
        ) from error
    try:
        yield docx.Document(io.BytesIO(content))
    except (KeyError, ValueError, AttributeError, OSError, IndexError, zipfile.BadZipFile, SyntaxError) as error:
        # What python-docx and lxml (XMLSyntaxError is a SyntaxError) raise at a package with missing or broken parts.
        raise broken_file(path, _KIND) from error


def check_word(content: bytes, path: Path) -> None:
    """Nothing, where the archive ``content`` may be a Word document.

    Raises :class:`~tmx.errors.IngestError`, with what to do, where it is another kind of archive, or a broken one.
    """
    check_archive(content, path, _KIND)
    if read_part(content, "word/document.xml") is None and read_part(content, "[Content_Types].xml") is None:
        kind = (read_part(content, "mimetype") or b"").partition(b"application/vnd.oasis.opendocument.")[2]
        if kind:
            is_table = kind.startswith(b"spreadsheet")
            remedy = "save the table as .xlsx" if is_table else "save its text as .odt, .docx or .txt"
            raise IngestError("this is a LibreOffice file that is no text", path=path, remedy=remedy)
        if read_part(content, "META-INF/container.xml") is not None:
            raise IngestError("this is an e-book (EPUB)", path=path, remedy="give its text as .txt, .html or .docx")
        raise IngestError("this is a ZIP archive, not a Word document", path=path, remedy="unpack it first")
    if read_part(content, "word/document.xml") is None:
        for folder, what in (("ppt/presentation.xml", "a presentation"), ("xl/workbook.xml", "a workbook")):
            if read_part(content, folder) is not None:
                remedy = "save its text as .docx or .txt"
                raise IngestError(f"this is {what}, not a Word document", path=path, remedy=remedy)


def _pieces(document: Document) -> Iterator[Piece]:
    styles = {style.style_id: style for style in document.styles}
    number = 0
    for reason, root in _parts(document):
        for paragraph in root.iter(f"{_W}p"):
            number += 1
            if any(True for _ in paragraph.iterancestors(f"{_MC}Fallback")):
                continue  # the same text box once more, for old readers
            kind = None if reason else _kind(paragraph, styles)
            yield from paragraph_pieces(_text(paragraph), number, kind, reason)


def _parts(document: Document) -> Iterator[tuple[Reason | None, etree._Element]]:
    """The body of the document; before it what stands at the head of its pages, after it feet and notes."""
    from lxml import etree

    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    parts: dict[str, list[etree._Element]] = {"header": [], "footer": [], "footnotes": [], "endnotes": []}
    for relation in document.part.rels.values():
        name = relation.reltype.rpartition("/")[2]
        if name in parts and not relation.is_external:
            parts[name].append(etree.fromstring(relation.target_part.blob, parser))
    yield from (("navigation", part) for part in parts["header"])
    yield None, document.element.body
    yield from (("navigation", part) for part in parts["footer"])
    yield from (("note", part) for name in ("footnotes", "endnotes") for part in parts[name])


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph: with insertions and content controls, without text boxes, deletions, what moved away."""
    parts = []
    for element in paragraph.iter(*_CHARACTERS, f"{_W}t"):
        around = next(element.iterancestors(f"{_W}p", f"{_W}moveFrom", f"{_W}tabs"), None)
        if around is paragraph:
            parts.append(_CHARACTERS.get(str(element.tag), element.text or ""))
    return "".join(parts)


def _kind(paragraph: etree._Element, styles: dict[str, BaseStyle]) -> BlockKind | None:
    properties = paragraph.find(f"{_W}pPr")
    if properties is None:
        return None
    named = properties.find(f"{_W}pStyle")
    style = None if named is None else styles.get(str(named.get(f"{_W}val")))
    for _ in range(10):  # styles build on one another
        if style is None:
            break
        kind = kind_by_style(f"{style.name or ''} {style.style_id or ''}".lower())
        if kind is not None:
            return kind
        style = getattr(style, "base_style", None)
    return None if properties.find(f"{_W}numPr") is None else BlockKind.LIST_ITEM
