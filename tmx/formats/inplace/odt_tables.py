"""The tables of a LibreOffice document (OpenDocument 1.3, part 3, section 9), and where their texts stand in it."""

from __future__ import annotations

import html
import re
from collections.abc import Iterator, Sequence

from tmx.formats.inplace.nodes import XmlNode, units_in, xml_text
from tmx.formats.inplace.office import OfficeText
from tmx.formats.inplace.places import NOWHERE, PlacedText

__all__ = ["placed_odt_tables"]

_ODF = "urn:oasis:names:tc:opendocument:xmlns:"
_MOST_REPEATED = 100
_PARAGRAPHS = frozenset({"p", "h"})
_CHARACTERS = {"tab": "\t", "line-break": "\n"}
# What stands among the text and is none of it, with the prefixes that LibreOffice writes: text:title is a field.
_NO_TEXT = frozenset(
    {"office:annotation", "text:note", "text:ruby-text", "text:script", "office:binary-data", "svg:title", "svg:desc"}
)
_PIECE = re.compile(
    r"(?P<none><!--.*?-->|<\?.*?\?>)|<!\[CDATA\[(?P<raw>.*?)\]\]>|(?P<space>[ \t\r\n]+)|&[^;<&]{1,12};|[^<&]", re.S
)

_Character = tuple[str, tuple[int, int]]


def placed_odt_tables(body: OfficeText) -> list[list[list[PlacedText]]]:
    """The cells of the tables by table and row, as they are read; tables inside a cell are not looked at.

    A cell over several columns or rows stands in each of them.
    """
    tables = []
    for table, around in units_in(body.file, frozenset({"table"}), _ODF):
        if all(node.name != "tracked-changes" for node in around):
            rows: list[list[PlacedText]] = []
            for row in _rows(table):
                cells = _cells(row, rows[-1] if rows else [], body.file.text)
                rows += [cells] * _repeated(row, "number-rows-repeated")
            tables.append(rows)
    return tables


def _rows(node: XmlNode) -> Iterator[XmlNode]:
    for child in node.children:
        if child.name == "table-row":
            yield child
        elif child.name in ("table-header-rows", "table-rows", "table-row-group"):
            yield from _rows(child)


def _cells(row: XmlNode, above: Sequence[PlacedText], text: str) -> list[PlacedText]:
    cells: list[PlacedText] = []
    covered = 0  # columns that the last cell still has to the right
    for cell in row.children:
        count = _repeated(cell, "number-columns-repeated")
        if cell.name == "table-cell":
            cells += [_cell(cell, text)] * count
            covered = _number(cell, "number-columns-spanned") - 1
        elif cell.name == "covered-table-cell":
            for _ in range(count):
                beside = covered > 0 or len(cells) >= len(above)
                cells.append((cells[-1] if cells else _EMPTY) if beside else above[len(cells)])
                covered -= 1
    return cells


def _number(node: XmlNode, name: str) -> int:
    value = next((value for key, value in node.attributes.items() if key.rpartition("}")[2] == name), "1")
    return int(value) if value.isdecimal() and len(value) < 9 else 1


def _repeated(node: XmlNode, name: str) -> int:
    return min(max(_number(node, name), 1), _MOST_REPEATED)


_EMPTY = PlacedText("", "", (), xml_text)


def _cell(cell: XmlNode, text: str) -> PlacedText:
    characters: list[_Character] = []
    for number, paragraph in enumerate(_paragraphs(cell)):
        characters += [("\n", NOWHERE)] if number else []
        characters += _evened(_characters(paragraph, text))
    letters = "".join(one for one, _ in characters)
    start, end = len(letters) - len(letters.lstrip("\n")), len(letters.rstrip("\n"))
    return PlacedText("", letters[start:end], tuple(place for _, place in characters[start:end]), xml_text)


def _paragraphs(node: XmlNode) -> Iterator[XmlNode]:
    """The paragraphs of a cell, those of lists too."""
    for child in node.children:
        if child.name in _PARAGRAPHS:
            yield child
        elif child.name != "table" and child.written not in _NO_TEXT:
            yield from _paragraphs(child)


def _evened(characters: Iterator[_Character]) -> list[_Character]:
    """White space as it is shown (6.1.2): a run is one space, and none stands at the ends of a paragraph."""
    shown: list[_Character] = []
    space = True
    for one in characters:
        is_space = one[0] == " " and one[1] != NOWHERE
        if not (is_space and space):
            shown.append(one)
        space = is_space
    while shown and shown[-1][0] == " " and shown[-1][1] != NOWHERE:
        shown.pop()
    return shown


def _characters(node: XmlNode, text: str) -> Iterator[_Character]:
    """The characters below ``node`` in order, without those of text boxes, notes and comments."""
    at = node.inner
    for child in node.children:
        yield from _plain(text, at, child.start)
        if child.written == "text:s":
            yield from [(" ", NOWHERE)] * min(_number(child, "c"), _MOST_REPEATED)
        elif child.name in _CHARACTERS:
            yield _CHARACTERS[child.name], NOWHERE
        elif child.name not in _PARAGRAPHS and child.written not in _NO_TEXT:
            yield from _characters(child, text)
        at = child.end
    yield from _plain(text, at, node.inner_end)


def _plain(text: str, at: int, end: int) -> Iterator[_Character]:
    """The characters of a piece without elements."""
    while at < end:
        piece = _PIECE.match(text, at, end)
        if piece is None:
            return
        if piece["raw"] is not None:
            yield from ((one, NOWHERE) for one in piece["raw"])
        elif piece["space"] is not None:
            yield " ", piece.span()
        elif piece["none"] is None:
            shown = html.unescape(piece[0])
            yield from [(shown, piece.span())] if len(shown) == 1 else [(one, NOWHERE) for one in shown]
        at = piece.end()
