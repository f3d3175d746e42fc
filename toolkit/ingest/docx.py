"""Reading Word documents (Office Open XML, ECMA-376) with python-docx."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

from tmx.errors import IngestError
from toolkit.ingest.pieces import Piece, Reason, marker_of, tidy
from toolkit.model import BlockKind

if TYPE_CHECKING:
    from docx.document import Document
    from docx.table import _Cell
    from docx.text.paragraph import Paragraph

__all__ = ["read_docx"]

_MAX_UNPACKED = 300 * 1024 * 1024
_MAX_RATIO = 200
_RATIO_COUNTS_FROM = 10 * 1024 * 1024


def read_docx(content: bytes, path: Path) -> list[Piece]:
    """The paragraphs of a Word document in order, those of tables, headers and footers included.

    The ``line`` of a piece is the number of its paragraph, from 1. Raises :class:`~tmx.errors.IngestError` where
    python-docx is not installed, or the file is broken, encrypted, no Word document, or swells beyond all measure
    when it is unpacked.
    """
    _check(content, path)
    try:
        import docx
    except ImportError as error:
        raise IngestError(
            "to read Word documents python-docx is needed",
            path=path,
            remedy="install it: pip install 'accord-toolkit[docs]'",
        ) from error
    try:
        document = docx.Document(io.BytesIO(content))
        return list(_pieces(document))
    except (KeyError, ValueError, AttributeError, OSError, zipfile.BadZipFile, SyntaxError) as error:
        # What python-docx and lxml (XMLSyntaxError is a SyntaxError) raise at a package with missing or broken parts.
        raise _broken(path) from error


def _broken(path: Path) -> IngestError:
    return IngestError("this is not a whole Word document", path=path, remedy="open it in Word and save it again")


def _check(content: bytes, path: Path) -> None:
    if content.startswith(b"\xd0\xcf\x11\xe0"):
        raise IngestError(
            "this is an old or an encrypted Word document", path=path, remedy="save it as .docx without a password"
        )
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            unpacked = sum(entry.file_size for entry in entries)
            swollen = any(
                entry.file_size > _RATIO_COUNTS_FROM and entry.file_size > _MAX_RATIO * max(entry.compress_size, 1)
                for entry in entries
            )
            if unpacked <= _MAX_UNPACKED and not swollen and archive.testzip() is not None:
                raise _broken(path)
    except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError, OSError, ValueError) as error:
        raise _broken(path) from error
    except Exception as error:  # zlib.error has no public base of its own
        if isinstance(error, IngestError):
            raise
        raise _broken(path) from error
    if unpacked > _MAX_UNPACKED or swollen:
        raise IngestError("it would swell beyond all measure when unpacked", path=path, remedy="do not open it")
    if "word/document.xml" not in names and "[Content_Types].xml" not in names:
        raise IngestError("this is a ZIP archive, not a Word document", path=path, remedy="unpack it first")


def _pieces(document: Document) -> Iterator[Piece]:
    number = 0
    for reason, paragraphs in _parts(document):
        for paragraph in paragraphs:
            number += 1
            kind = _kind(paragraph)
            joined = kind in (BlockKind.TITLE, BlockKind.HEADING, BlockKind.CAPTION)
            for text in [paragraph.text] if joined else paragraph.text.split("\n"):
                marker, rest = marker_of(tidy(text))
                if rest:
                    yield Piece(rest, number, kind, reason, marker)


def _parts(document: Document) -> Iterator[tuple[Reason | None, Iterator[Paragraph]]]:
    section = document.sections[0] if len(document.sections) else None
    if section is not None and not section.header.is_linked_to_previous:
        yield "navigation", iter(section.header.paragraphs)
    yield None, _body(document)
    if section is not None and not section.footer.is_linked_to_previous:
        yield "navigation", iter(section.footer.paragraphs)


def _body(container: Document | _Cell) -> Iterator[Paragraph]:
    """The paragraphs of a document or a cell, those of its tables at their places; merged cells count once."""
    for item in container.iter_inner_content():
        if hasattr(item, "rows"):
            seen = set()
            for row in item.rows:
                for cell in row.cells:
                    if cell._tc not in seen:  # python-docx gives a merged cell once for each place it covers
                        seen.add(cell._tc)
                        yield from _body(cell)
        else:
            yield item


def _kind(paragraph: Paragraph) -> BlockKind | None:
    style = paragraph.style
    names: list[str] = []
    while style is not None and len(names) < 10:
        names.append(f"{style.name or ''} {style.style_id or ''}".lower())
        style = style.base_style
    for name in names:
        if name.startswith(("title", "titre ", "titre1 ")) and "sub" not in name:
            return BlockKind.TITLE
        if name.startswith("heading 1"):
            return BlockKind.HEADING
        if name.startswith(("heading", "subtitle", "sous-titre", "titre")):
            return BlockKind.HEADING
        if name.startswith(("caption", "légende", "legende")):
            return BlockKind.CAPTION
        if name.startswith(("list", "liste", "puce")) and "paragraph" not in name.split()[:2]:
            return BlockKind.LIST_ITEM
    properties = paragraph._p.pPr
    if properties is not None and properties.numPr is not None:
        return BlockKind.LIST_ITEM
    return None
