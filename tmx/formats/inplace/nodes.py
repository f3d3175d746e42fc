"""An XML file as a tree of places: where each tag of a unit begins and ends in the file's text."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from xml.parsers import expat  # nothing is fetched, and a file that declares entities has been refused before

from msgspec import Struct, field

from tmx.formats.inplace.places import FileText

__all__ = ["XmlNode", "opened", "sibling_name", "tag_with", "units_in", "xml_attribute", "xml_encodable", "xml_text"]

_TAG = re.compile(r"""<([^\s/>]+)(?:\s+[^\s=/>]+\s*=\s*(?:"[^"]*"|'[^']*'))*\s*(/?)>""")
_ATTRIBUTE = re.compile(r"""\s([^\s=/>]+)\s*=\s*("[^"]*"|'[^']*')""")
_FORBIDDEN = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


class XmlNode(Struct):
    """An element: the half-open place of all of it, and of what stands between its tags.

    ``name`` is the local name where the namespace is one of the format's, else ``{namespace}name``; ``written`` is the
    name as the file has it. ``closed`` says that it is a single, empty tag. ``has_text`` is true where text other than
    white space stands somewhere in it.
    """

    name: str
    written: str
    attributes: Mapping[str, str]
    start: int
    inner: int
    inner_end: int
    end: int
    closed: bool
    line: int = 0
    has_text: bool = False
    children: list[XmlNode] = field(default_factory=list)

    def child(self, name: str) -> XmlNode | None:
        """The first child of that name."""
        return next((child for child in self.children if child.name == name), None)

    def walk(self) -> Iterator[XmlNode]:
        """The element and all in it, in the order of their first tags."""
        yield self
        for child in self.children:
            yield from child.walk()


def xml_text(text: str) -> str | None:
    """``text`` as it is written between tags; None where XML cannot hold it (XML 1.0, section 2.2)."""
    if _FORBIDDEN.search(text):
        return None
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;").replace("\r", "&#13;")


def xml_attribute(text: str) -> str:
    """``text`` as it is written in an attribute in quotation marks; what XML cannot hold is left out."""
    escaped = xml_text(_FORBIDDEN.sub("", text)) or ""
    return escaped.replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def xml_encodable(file: FileText, text: str) -> str:
    """A piece of XML with the characters of texts and values that the file's encoding lacks written by number."""
    try:
        file.encoded(text)
    except UnicodeEncodeError:
        return "".join(one if one.isascii() else f"&#{ord(one)};" for one in text)
    return text


def tag_with(tag: str, name: str, value: str) -> str:
    """The opening or empty tag ``tag`` with the attribute ``name`` (as written, with its prefix) put in or changed."""
    for found in _ATTRIBUTE.finditer(tag):
        if found[1] == name:
            return f'{tag[: found.start(2)]}"{xml_attribute(value)}"{tag[found.end(2) :]}'
    # After the last attribute, or after the name where there is none: before the white space that closes the tag.
    at = len(re.sub(r"\s*/?>$", "", tag))
    return f'{tag[:at]} {name}="{xml_attribute(value)}"{tag[at:]}'


def opened(tag: str) -> str:
    """The tag ``tag`` as one that opens, where it is an empty one."""
    return re.sub(r"\s*/>$", ">", tag)


def sibling_name(node: XmlNode, name: str) -> str:
    """``name`` with the prefix that the node's own name has."""
    prefix, colon, _ = node.written.rpartition(":")
    return f"{prefix}{colon}{name}"


def units_in(file: FileText, names: frozenset[str], namespaces: str) -> Iterator[tuple[XmlNode, tuple[XmlNode, ...]]]:
    """The elements called by one of ``names``, in order, each whole, with the elements around it (without children).

    Namespaces that begin with ``namespaces`` are the format's own, as is none. The file has been read before, so that
    it is known to be sound.
    """
    return iter(_Reader(file, names, namespaces).read())


class _Reader:
    """expat's handlers; byte places of the UTF-8 that it is given become places in the text."""

    def __init__(self, file: FileText, names: frozenset[str], namespaces: str) -> None:
        self._file = file
        self._names = names
        self._namespaces = namespaces
        self._bytes = file.text.encode("utf-8", "surrogatepass")
        self._at = (0, 0)  # the last place that was asked for: byte, code point
        self._around: list[XmlNode] = []
        self._inside: list[XmlNode] = []
        self._found: list[tuple[XmlNode, tuple[XmlNode, ...]]] = []
        self._parser = parser = expat.ParserCreate("utf-8", "}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters

    def read(self) -> list[tuple[XmlNode, tuple[XmlNode, ...]]]:
        self._parser.Parse(self._bytes, True)
        return self._found

    def _start(self, raw_name: str, attributes: dict[str, str]) -> None:
        start = self._place(self._parser.CurrentByteIndex)
        tag = _TAG.match(self._file.text, start)
        assert tag is not None  # expat found the tag well-formed
        namespace, _, local = raw_name.rpartition("}")
        own = not namespace or namespace.startswith(self._namespaces)
        node = XmlNode(
            name=local if own else f"{{{namespace}}}{local}",
            written=tag[1],
            attributes=attributes,
            start=start,
            inner=tag.end(),
            inner_end=tag.end(),
            end=tag.end(),
            closed=bool(tag[2]),
            line=self._parser.CurrentLineNumber,
        )
        if self._inside:
            self._inside[-1].children.append(node)
            self._inside.append(node)
        elif node.name in self._names:
            self._inside.append(node)
        else:
            self._around.append(node)

    def _end(self, raw_name: str) -> None:
        if not self._inside:
            self._around.pop()
            return
        node = self._inside.pop()
        if not node.closed:
            node.inner_end = self._place(self._parser.CurrentByteIndex)
            node.end = self._file.text.index(">", node.inner_end) + 1
        if not self._inside:
            self._found.append((node, tuple(self._around)))

    def _characters(self, data: str) -> None:
        if self._inside and not self._inside[-1].has_text and data.strip():
            for node in self._inside:
                node.has_text = True

    def _place(self, index: int) -> int:
        byte, place = self._at
        if index < byte:
            byte = place = 0
        place += len(self._bytes[byte:index].decode("utf-8", "surrogatepass"))
        self._at = index, place
        return place
