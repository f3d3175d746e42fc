"""Where the target texts of an XLIFF or TMX file stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat  # nothing is fetched, and a file that declares entities has been refused before

from msgspec import Struct, field
from msgspec.structs import replace

from tmx.formats.inplace.nodes import xml_encodable
from tmx.formats.inplace.places import FileText, PlacedText, PlacedUnit
from tmx.formats.xliff import segments_of

__all__ = ["is_locked", "placed_xml", "xml_encoding"]

# What stands in these is native markup (TMX 1.4b, "content markup"; XLIFF 1.2, section 2.4), no text.
_OPAQUE = frozenset({"bpt", "ept", "it", "ph", "ut"})
_DELETED = "x-sdl-deleted"
_LANGUAGE = "http://www.w3.org/XML/1998/namespace}lang"
_UNITS = frozenset({"trans-unit", "segment", "tu"})
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_REFERENCE = re.compile(r"&[^;]{1,12};")
_LOCKED = frozenset({"true", "locked", "yes"})
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def is_locked(attributes: Mapping[str, str]) -> bool:
    """Whether the attributes of a unit or of a segment's definition say that Trados or memoQ has locked it."""
    return any(name.rpartition("}")[2] == "locked" and value in _LOCKED for name, value in attributes.items())


def xml_encoding(content: bytes) -> str:
    """The encoding that the file's first line names, else UTF-8 (XML 1.0, section 4.3.3); a mark is not looked at."""
    if content[:2] in (b"<\0", b"\0<"):
        return "utf-16-le" if content[:1] == b"<" else "utf-16-be"
    declared = _DECLARED.match(content)
    return declared[1].decode("ascii") if declared else "utf-8"


def placed_xml(file: FileText) -> Iterator[PlacedUnit]:
    """The units of an XLIFF (``<trans-unit>``, ``<segment>``) or TMX (``<tu>``) file in order, with their targets.

    Of a TMX unit all variants are given; what Trados or memoQ has locked is marked. The file has been read before, so
    that it is known to be sound.
    """
    return iter(_Placing(file).units())


class _Text(Struct):
    """A target, or a segment of one, that is being read."""

    language: str
    depth: int
    segment: str = ""
    parts: list[str] = field(default_factory=list)
    places: list[tuple[int, int]] = field(default_factory=list)
    raw: bool = False  # a CDATA section stands in it


class _Unit(Struct):
    """A unit that is being read: its targets whole, and the segments of one that is segmented."""

    targets: list[PlacedText] = field(default_factory=list)
    source_segments: list[str] = field(default_factory=list)
    segments: dict[str, PlacedText] = field(default_factory=dict)
    locked: set[str | None] = field(default_factory=set)  # segments in Trados, None for the whole unit (memoQ)

    def placed(self) -> list[PlacedUnit]:
        """The units that the reader makes of it."""
        has_text = any(target.text.strip() for target in self.targets)
        names = segments_of(self.source_segments, tuple(self.segments), has_text=has_text)
        if not names:
            return [PlacedUnit(tuple(replace(target, locked=bool(self.locked)) for target in self.targets))]
        segments = {
            name: replace(target, locked=bool(self.locked & {None, name})) for name, target in self.segments.items()
        }
        return [PlacedUnit((segments[name],) if name in segments else ()) for name in names]


class _Placing:
    """expat's handlers; byte places of the UTF-8 that it is given become places in the text."""

    def __init__(self, file: FileText) -> None:
        self._file = file
        self._bytes = file.text.encode("utf-8", "surrogatepass")
        self._at = (0, 0)  # the last place that was asked for: byte, code point
        self._stack: list[str] = []
        self._opaque = 0
        self._texts: list[_Text] = []  # those that are open: a target, and a segment in it
        self._language = ""
        self._unit = _Unit()
        self._units: list[PlacedUnit] = []
        self._unit_depth = 0  # that of the open unit
        self._parser = parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = False
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        parser.StartCdataSectionHandler = self._cdata

    def units(self) -> list[PlacedUnit]:
        self._parser.Parse(self._bytes, True)
        return self._units

    def _start(self, raw_name: str, attributes: dict[str, str]) -> None:
        name = raw_name.rpartition("}")[2]
        parent = self._stack[-1] if self._stack else ""
        self._stack.append(name)
        if self._texts:
            self._start_inside(name, attributes)
        elif name in _UNITS and (name != "segment" or parent == "unit"):
            self._unit = _Unit()
            self._unit_depth = len(self._stack)
            self._lock(None, attributes)
        elif (parent, name) == ("seg-defs", "seg"):
            self._lock(attributes.get("id", ""), attributes)
        elif name == "tuv":
            self._language = attributes.get(_LANGUAGE) or attributes.get("lang", "")
        elif name == "mrk" and attributes.get("mtype") == "seg" and "seg-source" in self._stack:
            self._unit.source_segments.append(attributes.get("mid", ""))
        elif self._unit_depth and (parent, name) in {("trans-unit", "target"), ("segment", "target"), ("tuv", "seg")}:
            language = self._language.strip() if name == "seg" else attributes.get(_LANGUAGE, "")
            self._texts.append(_Text(language, len(self._stack)))

    def _lock(self, segment: str | None, attributes: dict[str, str]) -> None:
        if is_locked(attributes):
            self._unit.locked.add(segment)

    def _start_inside(self, name: str, attributes: dict[str, str]) -> None:
        kind = attributes.get("mtype") if name == "mrk" else None
        if self._opaque or name in _OPAQUE or kind == _DELETED:
            self._opaque += 1
        elif kind == "seg" and len(self._texts) == 1:
            self._texts.append(_Text(self._texts[0].language, len(self._stack), attributes.get("mid", "")))

    def _end(self, raw_name: str) -> None:
        self._stack.pop()
        depth = len(self._stack) + 1
        if self._opaque:
            self._opaque -= 1
        elif self._texts and depth == self._texts[-1].depth:
            text = self._texts.pop()
            written = _in_cdata if text.raw else self._written
            placed = PlacedText(text.language, "".join(text.parts), tuple(text.places), written)
            if self._texts:
                self._unit.segments.setdefault(text.segment, placed)
            else:
                self._unit.targets.append(placed)
        elif depth == self._unit_depth:
            self._unit_depth = 0
            self._units += self._unit.placed()

    def _cdata(self) -> None:
        for text in self._texts:
            text.raw = True

    def _characters(self, data: str) -> None:
        if not self._texts or self._opaque:
            return
        start = self._place(self._parser.CurrentByteIndex)
        text = self._file.text
        if text.startswith(data, start):
            places = [(place, place + 1) for place in range(start, start + len(data))]
        else:  # expat hands over a reference, or a line end that it has changed, by itself
            found = _REFERENCE.match(text, start)
            end = found.end() if found else start + (2 if text.startswith("\r\n", start) else 1)
            places = [(start, end)]
        for one in self._texts:
            one.places += places
            one.parts.append(data)

    def _written(self, text: str) -> str | None:
        """``text`` between tags; a character that the file's encoding lacks is written by its number."""
        escaped = _escaped(text)
        return None if escaped is None else xml_encodable(self._file, escaped)

    def _place(self, index: int) -> int:
        byte, place = self._at
        place += len(self._bytes[byte:index].decode("utf-8", "surrogatepass"))
        self._at = index, place
        return place


def _escaped(text: str) -> str | None:
    if _FORBIDDEN.search(text):
        return None
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def _in_cdata(text: str) -> str | None:
    """A text with a CDATA section takes only what reads the same inside and outside of one."""
    return text if _escaped(text) == text else None
