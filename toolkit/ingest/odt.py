"""Reading LibreOffice documents (OpenDocument 1.3, part 3: the schema) with lxml."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from lxml import etree

from tmx.archives import read_part
from tmx.errors import IngestError
from tmx.formats.inplace.odt_tables import placed_odt_tables
from tmx.formats.inplace.office import read_odt_body
from toolkit.ingest.office import broken_file, check_archive, kind_by_style, paragraph_pieces
from toolkit.ingest.pieces import Piece, Reason
from toolkit.model import BlockKind

__all__ = ["read_odt", "read_odt_tables"]

_KIND = "LibreOffice document"
_NS = "{urn:oasis:names:tc:opendocument:xmlns:%s:1.0}"
_OFFICE, _TEXT, _STYLE, _SVG = (_NS % name for name in ("office", "text", "style", "svg-compatible"))
_PARAGRAPHS = (f"{_TEXT}p", f"{_TEXT}h")
_CHARACTERS = {f"{_TEXT}s": " ", f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
# What stands among the text and is none of it: comments, what was deleted under revision, numbers of notes, phonetics,
# programs, pictures and what they are called.
_NO_TEXT = (
    f"{_OFFICE}annotation",
    f"{_TEXT}tracked-changes",
    f"{_TEXT}note-citation",
    f"{_TEXT}ruby-text",
    f"{_TEXT}script",
    f"{_OFFICE}binary-data",
    f"{_SVG}title",
    f"{_SVG}desc",
)
_INDICES = tuple(
    f"{_TEXT}{name}"
    for name in ("table-of-content", "illustration-index", "table-index", "alphabetical-index", "user-index")
)
_MOST_PARENTS = 10


def read_odt(content: bytes, path: Path) -> list[Piece]:
    """The paragraphs of a LibreOffice document in order, with those of tables, text boxes, headers, footers and notes.

    The ``line`` of a piece is the number of its paragraph, from 1. Raises :class:`~tmx.errors.IngestError` where the
    file is broken, has a password, or swells beyond all measure when it is unpacked.
    """
    _check(content, path)
    body = _part(content, "content.xml", path)
    has_styles = read_part(content, "styles.xml") is not None  # a document needs none (ODF 1.3 part 2, section 3.1)
    return list(_pieces(body, _part(content, "styles.xml", path) if has_styles else etree.Element("styles")))


def read_odt_tables(content: bytes, path: Path) -> list[tuple[tuple[str, ...], ...]]:
    """The tables of a LibreOffice document as rows of texts, in order; see :func:`placed_odt_tables`.

    Raises :class:`~tmx.errors.IngestError` as :func:`read_odt` does.
    """
    _check(content, path)
    _part(content, "content.xml", path)  # that it is well-formed
    tables = placed_odt_tables(read_odt_body(content, path))
    return [tuple(tuple(cell.text for cell in row) for row in table) for table in tables]


def _check(content: bytes, path: Path) -> None:
    """Raise :class:`~tmx.errors.IngestError` where it must not be opened, or cannot be."""
    check_archive(content, path, _KIND)
    if b"encryption-data" in (read_part(content, "META-INF/manifest.xml") or b""):
        raise IngestError("this document has a password", path=path, remedy="save it without one")


def _part(content: bytes, name: str, path: Path) -> etree._Element:
    part = read_part(content, name)
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, huge_tree=False)
    if part is None:
        raise broken_file(path, _KIND)
    try:
        return etree.fromstring(part, parser)
    except etree.XMLSyntaxError as error:
        raise broken_file(path, _KIND) from error


def _pieces(body: etree._Element, styles: etree._Element) -> Iterator[Piece]:
    parents = _parents(styles) | _parents(body)
    number = 0
    for reason, root in _parts(body, styles):
        for paragraph in root.iter(*_PARAGRAPHS):
            number += 1
            if any(True for _ in paragraph.iterancestors(*_NO_TEXT)):
                continue
            why = reason or _reason(paragraph)
            yield from paragraph_pieces(_text(paragraph), number, None if why else _kind(paragraph, parents), why)


def _parts(body: etree._Element, styles: etree._Element) -> Iterator[tuple[Reason | None, etree._Element]]:
    """The text of the document; before it what stands at the head of its pages, after it what stands at their feet."""
    master = styles.find(f"{_OFFICE}master-styles")
    pages = [] if master is None else list(master)
    yield from (("navigation", head) for page in pages for head in page.iter(f"{_STYLE}header"))
    yield from ((None, text) for text in body.iterfind(f"{_OFFICE}body"))
    yield from (("navigation", foot) for page in pages for foot in page.iter(f"{_STYLE}footer"))


def _reason(paragraph: etree._Element) -> Reason | None:
    around = next(paragraph.iterancestors(f"{_TEXT}note", *_INDICES), None)
    if around is None:
        return None
    return "note" if around.tag == f"{_TEXT}note" else "navigation"


def _text(paragraph: etree._Element) -> str:
    """The text of a paragraph without that of text boxes and notes in it; runs of white space are one space."""
    return "".join(_texts(paragraph))


def _texts(element: etree._Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag in _CHARACTERS:
            yield _CHARACTERS[child.tag]
        elif child.tag not in _NO_TEXT and child.tag not in _PARAGRAPHS and isinstance(child.tag, str):
            yield from _texts(child)
        yield child.tail or ""


def _parents(root: etree._Element) -> dict[str, tuple[str, str]]:
    """The styles of paragraphs: of each the name that people see, and the style on which it builds."""
    return {
        str(style.get(f"{_STYLE}name")): (
            str(style.get(f"{_STYLE}display-name") or style.get(f"{_STYLE}name")),
            str(style.get(f"{_STYLE}parent-style-name") or ""),
        )
        for style in root.iter(f"{_STYLE}style")
        if style.get(f"{_STYLE}family") == "paragraph"
    }


def _kind(paragraph: etree._Element, parents: dict[str, tuple[str, str]]) -> BlockKind | None:
    name = str(paragraph.get(f"{_TEXT}style-name") or "")
    for _ in range(_MOST_PARENTS):
        if name not in parents:
            break
        shown, parent = parents[name]
        kind = kind_by_style(shown.replace("_20_", " ").lower())
        if kind is not None:
            return kind
        name = parent
    if paragraph.tag == f"{_TEXT}h":
        return BlockKind.HEADING
    listed = next(paragraph.iterancestors(f"{_TEXT}list-item"), None)
    return None if listed is None else BlockKind.LIST_ITEM
