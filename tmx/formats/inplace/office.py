"""Where texts stand in the files of office programs (ECMA-376, OpenDocument): in the XML parts of their archives.

The parts that matter are put one after the other into one text, a NUL between, which no XML can hold.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path, PurePosixPath

from msgspec import Struct

from tmx.archives import read_part, with_parts
from tmx.errors import ParseError
from tmx.formats.inplace.nodes import XmlNode, units_in, xml_attribute, xml_text
from tmx.formats.inplace.places import NOWHERE, FileText, PlacedText
from tmx.formats.inplace.xml import xml_encoding

__all__ = ["OfficeText", "placed_cells", "placed_tables", "read_body", "read_odt_body", "read_sheet", "word_characters"]

_WORD = "http://schemas.openxmlformats.org/wordprocessingml/"
_SHEET = "http://schemas.openxmlformats.org/spreadsheetml/"
_PACKAGE = "http://schemas.openxmlformats.org/package/"
_RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships}id"
_BODY, _BOOK, _STRINGS = "word/document.xml", "xl/workbook.xml", "xl/sharedStrings.xml"
_ODT_BODY = "content.xml"
_SEPARATOR = "\0"
_PIECE = re.compile(r"&[^;<&]{1,12};|\r\n?|[^<&]", re.S)
# Elements of a run that stand for a character (17.3.3), as readers of documents and of tables give them.
_CHARACTERS = {"tab": "\t", "ptab": "\t", "br": "\n", "cr": "\n", "noBreakHyphen": "\u2011", "softHyphen": ""}

_PASSED_OVER = frozenset({"Fallback", "moveFrom", "tabs"})  # what stands elsewhere, and the stops of tabs
_AROUND_RUNS = frozenset({"hyperlink", "ins", "moveTo", "smartTag", "sdt", "sdtContent", "fldSimple", "customXml"})

Places = list[tuple[int, int]]


class OfficeText(Struct, frozen=True):
    """Parts of an archive as one text; ``file`` is that text, ``names`` are the parts' in their order."""

    content: bytes
    names: tuple[str, ...]
    file: FileText

    def start_of(self, name: str) -> int:
        """Where the part ``name`` begins in the text."""
        before = self.file.text.split(_SEPARATOR)[: self.names.index(name)]
        return sum(len(part) + 1 for part in before)

    def archive(self, text: str) -> bytes:
        """The archive with ``text`` in place of its parts; a part that has not changed stays as it is."""
        pairs = zip(self.names, text.split(_SEPARATOR), self.file.text.split(_SEPARATOR), strict=True)
        return with_parts(self.content, {name: new.encode("utf-8") for name, new, old in pairs if new != old})


def _parts(content: bytes, names: Iterable[str], path: Path) -> OfficeText:
    """The ``names`` that the archive has. Raises :class:`~tmx.errors.ParseError` where a part is not in UTF-8."""
    texts: dict[str, str] = {}
    for name in names:
        part = read_part(content, name)
        if part is None:
            continue
        try:
            if xml_encoding(part).lower().replace("_", "-") not in ("utf-8", "utf8", "us-ascii"):
                raise LookupError(name)
            texts[name] = part.decode("utf-8")
        except (UnicodeError, LookupError) as error:
            remedy = "open it in the program that wrote it, save it again, and try again"
            raise ParseError("it could not be written again as it stands", path=path, remedy=remedy) from error
    return OfficeText(content, tuple(texts), FileText(_SEPARATOR.join(texts.values()), "utf-8"))


def read_body(content: bytes, path: Path) -> OfficeText:
    """The body of a Word document. Raises :class:`~tmx.errors.ParseError` where it is not in UTF-8."""
    return _parts(content, [_BODY], path)


def read_odt_body(content: bytes, path: Path) -> OfficeText:
    """The body of a LibreOffice document. Raises :class:`~tmx.errors.ParseError` where it is not in UTF-8."""
    return _parts(content, [_ODT_BODY], path)


# Characters


def _characters(text: str, node: XmlNode) -> Iterator[tuple[str, tuple[int, int]]]:
    """The code points of an element that holds text alone, each with its place; nothing where it holds more."""
    found, at = [], node.inner
    while at < node.inner_end:
        piece = _PIECE.match(text, at, node.inner_end)
        if piece is None:
            return
        written = piece[0]
        one = "\n" if written.startswith("\r") else html.unescape(written)
        found += [(one, piece.span())] if len(one) == 1 else [(each, NOWHERE) for each in one]
        at = piece.end()
    yield from found


def word_characters(node: XmlNode, text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The characters of a Word document below ``node`` in order, a line end before and after each paragraph."""
    if node.name == "t":
        yield from _characters(text, node)
    elif node.name in _CHARACTERS:
        yield from ((one, NOWHERE) for one in _CHARACTERS[node.name])
    elif node.name.rpartition("}")[2] not in _PASSED_OVER:
        ends = [("\n", NOWHERE)] if node.name == "p" else []
        yield from ends
        for child in node.children:
            yield from word_characters(child, text)
        yield from ends


def _placed(characters: Iterable[tuple[str, tuple[int, int]]]) -> PlacedText:
    letters, places = [], []
    for one, place in characters:
        letters.append(one)
        places.append(place)
    return PlacedText("", "".join(letters), tuple(places), xml_text)


# Tables of Word documents


def placed_tables(body: OfficeText) -> list[list[list[PlacedText]]]:
    """The cells of the tables that stand in the body itself, by table and row, as they are read.

    A cell over several columns stands in each of them; one that goes on from the row above has that row's text.
    """
    tables = []
    for table, around in units_in(body.file, frozenset({"tbl"}), _WORD):
        if around and around[-1].name == "body":
            rows: list[list[PlacedText]] = []
            for row in (child for child in table.children if child.name == "tr"):
                rows.append(_row(row, rows[-1] if rows else [], body.file.text))
            tables.append(rows)
    return tables


def _row(row: XmlNode, above: Sequence[PlacedText], text: str) -> list[PlacedText]:
    cells: list[PlacedText] = []
    for cell in (child for child in row.children if child.name == "tc"):
        properties = cell.child("tcPr")
        merge = None if properties is None else properties.child("vMerge")
        goes_on = merge is not None and _value(merge) in ("", "continue")
        placed = above[len(cells)] if goes_on and len(cells) < len(above) else _cell(cell, text)
        span = None if properties is None else properties.child("gridSpan")
        width = _value(span) if span is not None else "1"
        cells += [placed] * (int(width) if width.isdigit() and 0 < int(width) < 100 else 1)
    return cells


def _value(node: XmlNode) -> str:
    return next((value for name, value in node.attributes.items() if name.rpartition("}")[2] == "val"), "")


def _cell(cell: XmlNode, text: str) -> PlacedText:
    characters: list[tuple[str, tuple[int, int]]] = []
    for paragraph in (child for child in cell.children if child.name == "p"):
        if characters or paragraph is not next(child for child in cell.children if child.name == "p"):
            characters.append(("\n", NOWHERE))
        for run in _runs(paragraph):
            for part in run.children:
                characters += word_characters(part, text) if part.name in ("t", *_CHARACTERS) else ()
    while characters and characters[0][0] == "\n":
        del characters[0]
    while characters and characters[-1][0] == "\n":
        del characters[-1]
    return _placed(characters)


def _runs(paragraph: XmlNode) -> Iterator[XmlNode]:
    """The runs of a paragraph, those inserted under revision too; what is deleted or moved away is passed over."""
    for child in paragraph.children:
        if child.name == "r":
            yield child
        elif child.name in _AROUND_RUNS:
            yield from _runs(child)


# Workbooks


def read_sheet(content: bytes, title: str, path: Path, own: Iterable[str] = ()) -> OfficeText:
    """The sheet called ``title`` and the strings that sheets share; raises :class:`~tmx.errors.ParseError`.

    The cells ``own`` (``B7``) are about to change: a string that one of them shares with another cell is put into the
    cell itself (18.18.11, ``inlineStr``), so that the other cell keeps it.
    """
    sheets = _sheets(content, path)
    name = sheets.get(title, "")
    parts = _parts(content, [name, _STRINGS], path)
    if name not in parts.names:
        raise ParseError(f"the sheet «{title}» cannot be found in it", path=path, remedy="save it again as .xlsx")
    changing = set(own)
    if not changing or len(parts.names) < 2:
        return parts
    used = _uses(content, sheets.values(), path)
    strings = _shared(parts)
    sheet_text, shared_text = parts.file.text.split(_SEPARATOR)
    edits = []
    for cell, _ in units_in(FileText(sheet_text, "utf-8"), frozenset({"c"}), _SHEET):
        at = _shared_number(cell, sheet_text)
        if cell.attributes.get("r", "") in changing and at is not None and used[at] > 1 and at < len(strings):
            edits.append((cell.start, cell.end, _inline(cell, strings[at], parts.file.text)))
    for start, end, written in reversed(edits):
        sheet_text = sheet_text[:start] + written + sheet_text[end:]
    return OfficeText(content, parts.names, FileText(_SEPARATOR.join([sheet_text, shared_text]), "utf-8"))


def _sheets(content: bytes, path: Path) -> Mapping[str, str]:
    """The parts of the worksheets by their titles."""
    parts = _parts(content, [_BOOK, "xl/_rels/workbook.xml.rels"], path)
    targets = {
        node.attributes.get("Id", ""): node.attributes.get("Target", "")
        for node in _nodes(parts, "xl/_rels/workbook.xml.rels", "Relationship", _PACKAGE)
    }
    sheets = {}
    for node in _nodes(parts, _BOOK, "sheet", _SHEET):
        target = targets.get(node.attributes.get(_RELATION, ""), "")
        sheets[node.attributes.get("name", "")] = (
            target[1:] if target.startswith("/") else str(PurePosixPath("xl", target))
        )
    return sheets


def _nodes(parts: OfficeText, part: str, name: str, namespace: str) -> list[XmlNode]:
    if part not in parts.names:
        return []
    text = parts.file.text.split(_SEPARATOR)[parts.names.index(part)]
    return [node for node, _ in units_in(FileText(text, "utf-8"), frozenset({name}), namespace)]


def _shared(parts: OfficeText) -> list[XmlNode]:
    """The shared strings, their places in the whole text."""
    shift = parts.start_of(_STRINGS)
    return [_moved(node, shift) for node in _nodes(parts, _STRINGS, "si", _SHEET)]


def _moved(node: XmlNode, by: int) -> XmlNode:
    for one in node.walk():
        one.start, one.inner, one.inner_end, one.end = one.start + by, one.inner + by, one.inner_end + by, one.end + by
    return node


def _uses(content: bytes, names: Iterable[str], path: Path) -> Counter[int]:
    """How many cells of the workbook have each shared string."""
    uses: Counter[int] = Counter()
    for name in names:
        parts = _parts(content, [name], path)
        uses.update(
            at for cell in _nodes(parts, name, "c", _SHEET) if (at := _shared_number(cell, parts.file.text)) is not None
        )
    return uses


def _shared_number(cell: XmlNode, text: str) -> int | None:
    value = cell.child("v")
    if cell.attributes.get("t") != "s" or value is None or cell.child("f") is not None:
        return None
    number = text[value.inner : value.inner_end].strip()
    return int(number) if number.isdecimal() else None


def _inline(cell: XmlNode, string: XmlNode, whole: str) -> str:
    """The cell with its string in it, formatting and all."""
    prefix, colon, _ = cell.written.rpartition(":")
    inner = whole[string.inner : string.inner_end]
    if string.written.rpartition(":")[0] != prefix:  # the strings have another prefix: the text alone
        plain = xml_text("".join(one for one, _ in _string(string, whole))) or ""
        inner = f'<{prefix}{colon}t xml:space="preserve">{plain}</{prefix}{colon}t>'
    kept = [(name, value) for name, value in cell.attributes.items() if name in ("r", "s", "cm", "vm", "ph")]
    attributes = "".join(f' {name}="{xml_attribute(value)}"' for name, value in kept)
    own = f"{prefix}{colon}is"
    return f'<{cell.written}{attributes} t="inlineStr"><{own}>{inner}</{own}></{cell.written}>'


def placed_cells(sheet: OfficeText) -> Mapping[str, PlacedText]:
    """The cells of the sheet that hold a text, by their names (``B7``)."""
    text = sheet.file.text
    strings = _shared(sheet) if _STRINGS in sheet.names else []
    cells = {}
    for cell in _nodes(sheet, sheet.names[0], "c", _SHEET):
        name, at = cell.attributes.get("r", ""), _shared_number(cell, text)
        inside = cell.child("is") if cell.attributes.get("t") == "inlineStr" else None
        if at is not None and at < len(strings):
            inside = strings[at]
        if name and inside is not None:
            cells[name] = _placed(_string(inside, text))
    return cells


def _string(string: XmlNode, text: str) -> Iterator[tuple[str, tuple[int, int]]]:
    """The characters of a string (18.4.8): of its text or of its runs, how they are pronounced apart."""
    for child in string.children:
        for part in (child, *child.children) if child.name in ("t", "r") else ():
            if part.name == "t":
                yield from _characters(text, part)
