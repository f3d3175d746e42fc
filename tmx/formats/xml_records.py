"""Safe reading of XML as a stream of records (a ``<tu>``, a ``<trans-unit>``): any size, little memory.

The data is untrusted. Nothing is ever fetched: a ``<!DOCTYPE tmx SYSTEM "tmx14.dtd">`` is passed over. A document
that declares entities of its own is refused where it does so, and nesting, single tags and single records are bounded.
Where the XML is broken the error says what is wrong in a translator's words, with the line and the column.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from pathlib import Path
from typing import IO, NoReturn
from xml.etree.ElementTree import Element  # the data structure only; nothing is parsed with it
from xml.parsers import expat  # entities are refused by the handlers below

from msgspec import Struct

from tmx.errors import ParseError, StoreError
from tmx.files import open_bytes

__all__ = ["Element", "Record", "Vocabulary", "parse_record", "read_records"]

_CHUNK = 256 * 1024
_MAX_DEPTH = 256
_MAX_TOKEN = 8 * 1024 * 1024  # bytes of one tag or one comment
_MAX_RECORD = 16 * 1024 * 1024  # characters of one record, markup counted roughly
_MAX_NAMES = 10_000
_SHOWN_TEXT = 60  # characters of text that stands where none belongs, for a message
_XML_NAMESPACE = "http://www.w3.org/XML/1998/namespace"
_SEPARATOR = "}"

_MAGIC = (
    (b"PK\x03\x04", "a ZIP archive or an Office document"),
    (b"%PDF", "a PDF"),
    (b"\xd0\xcf\x11\xe0", "an old Office document"),
    (b"\x1f\x8b", "a compressed file"),
)
_DECLARED = re.compile(rb"""^\s*<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
# expat reads these itself; other encodings are read with Python's codec where the name is one of these families.
_NATIVE = frozenset({"utf-8", "utf-16", "iso8859-1", "ascii"})
_KNOWN_FAMILIES = re.compile(r"(?:windows|cp|iso|latin|koi8|mac|shift|sjis|euc|gb|big5|hz|tis|utf)[-_0-9a-z]*", re.I)


class Vocabulary(Struct, frozen=True):
    """What a reader looks for: local names, taken from ``namespaces`` (empty for none; ``None`` for any).

    ``title`` is the format's name for messages; ``roots`` are the outermost elements it may have; ``records`` the
    elements that are handed over whole; ``units`` those among them that count as units in messages, which call one
    ``unit``. Where ``containers`` are named, every element that stands outside all records and is none of them is
    handed over too, so that nothing that stands in a wrong place is passed over; and so is each container where it
    ends, without what stands in it but for text that is not white space.
    """

    title: str
    roots: frozenset[str]
    records: frozenset[str]
    units: frozenset[str]
    namespaces: frozenset[str] | None = None
    containers: frozenset[str] | None = None
    unit: str = "unit"


class Record(Struct, frozen=True):
    """An element that was read whole, the elements around it (outermost first, attributes only), and its line.

    Tags are local names; those of namespaces outside the vocabulary are written ``{namespace}name``. ``lines`` and
    ``columns`` are those of the element and all in it, in the order of ``element.iter()``; columns count in bytes.
    """

    element: Element
    ancestors: tuple[Element, ...]
    line: int
    lines: tuple[int, ...] = ()
    columns: tuple[int, ...] = ()


def read_records(path: Path, vocabulary: Vocabulary, *, limit: int | None = None) -> Iterator[Record]:
    """The records of the XML file ``path``, in order, in memory that does not grow with the file.

    Raises :class:`~tmx.errors.ParseError` where the file is not well-formed XML, declares entities, is wrongly encoded,
    or has another root; :class:`~tmx.errors.StoreError` where it cannot be opened or has more than ``limit`` bytes.
    Records that stand whole before a fault are handed over first.
    """
    with open_bytes(path, limit=limit) as stream:
        head = _read(stream, path)
        _look_at(head, path, vocabulary)
        decoder = _decoder(head, path)
        reader = _RecordReader(path, vocabulary, "utf-8" if decoder is not None else _marked(head))
        chunk = head
        while True:
            failure = reader.feed(chunk, decoder)
            yield from reader.take()
            if failure is not None:
                raise failure
            if not chunk:
                return
            chunk = _read(stream, path)


def parse_record(text: str, path: Path, vocabulary: Vocabulary) -> Record:
    """The one record that ``text`` is, whose tag must be among the ``vocabulary``'s roots and records.

    Raises :class:`~tmx.errors.ParseError`, with the line and the column in ``text``, where it is none.
    """
    reader = _RecordReader(path, vocabulary, "utf-8")
    try:
        for chunk in (text.encode("utf-8", "replace"), b""):
            failure = reader.feed(chunk, None)
            if failure is not None:
                raise failure
        (record,) = reader.take()
    finally:
        reader.close()
    return record


def _read(stream: IO[bytes], path: Path) -> bytes:
    try:
        return stream.read(_CHUNK)
    except OSError as error:
        raise StoreError("cannot be read", path=path, remedy="check the disk and the network folder") from error


def _look_at(head: bytes, path: Path, vocabulary: Vocabulary) -> None:
    """Refuse what is no XML at all, in words that say what it is."""
    remedy = f"check that it is the {vocabulary.title} file you meant"
    if not head:
        raise ParseError("the file is empty", path=path, remedy="check that it was saved")
    for magic, kind in _MAGIC:
        if head.startswith(magic):
            raise ParseError(f"this is {kind}, not {vocabulary.title}", path=path, remedy=remedy)
    if head.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE, b"<\0", b"\0<")):
        return
    text = head.removeprefix(codecs.BOM_UTF8).lstrip()
    if not text:
        raise ParseError("the file holds nothing but white space", path=path, remedy="check that it was saved")
    if b"\0" in head[:4096]:
        raise ParseError(f"this is a binary file, not {vocabulary.title}", path=path, line=1, remedy=remedy)
    if not text.startswith(b"<"):
        reason = f"this is not {vocabulary.title}: it does not begin with a tag"
        raise ParseError(reason, path=path, line=1, column=1, remedy=remedy)


def _marked(head: bytes) -> str | None:
    """The encoding that a byte order mark shows; it counts more than what the first line says."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8"
    return "utf-16" if head.startswith((codecs.BOM_UTF16_BE, codecs.BOM_UTF16_LE)) else None


def _decoder(head: bytes, path: Path) -> codecs.IncrementalDecoder | None:
    """A decoder for an encoding that expat does not know by itself."""
    declared = None if _marked(head) else _DECLARED.match(head)
    if declared is None:
        return None
    name = declared[1].decode("ascii")
    try:
        known = codecs.lookup(name).name if _KNOWN_FAMILIES.fullmatch(name) else None
    except LookupError:
        known = None
    if known in _NATIVE or name.lower() in {"utf-8", "us-ascii", "ascii"}:
        return None
    if known is None:
        raise ParseError(
            f"the file says that it is encoded in «{name}», which is not known",
            path=path,
            line=1,
            remedy="save it as UTF-8 and try again",
        )
    return codecs.getincrementaldecoder(known)()


class _RecordReader:
    """expat's handlers and what they have gathered so far."""

    def __init__(self, path: Path, vocabulary: Vocabulary, encoding: str | None) -> None:
        self._path = path
        self._vocabulary = vocabulary
        self._parser = parser = expat.ParserCreate(encoding, _SEPARATOR)
        parser.buffer_text = True
        parser.buffer_size = 1 << 16
        parser.specified_attributes = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        if vocabulary.containers:
            parser.CharacterDataHandler = self._loose_text
        parser.EntityDeclHandler = self._entity_declared
        parser.SkippedEntityHandler = self._entity_skipped
        self._names: dict[str, str] = {}
        self._stack: list[Element] = []
        self._lines: list[int] = []
        self._records: list[Record] = []
        self._record_lines: list[int] = []
        self._record_columns: list[int] = []
        self._record_depth = 0
        self._record_size = 0
        self._fed = 0
        self._recent = b""
        self.units = 0

    def take(self) -> list[Record]:
        """The records that have been completed since the last call."""
        records, self._records = self._records, []
        return records

    def close(self) -> None:
        """Let go of the parser, which would stay with its buffers until circles are looked for."""
        parser = self._parser
        parser.StartElementHandler = parser.EndElementHandler = parser.CharacterDataHandler = None
        parser.EntityDeclHandler = parser.SkippedEntityHandler = None

    def feed(self, chunk: bytes, decoder: codecs.IncrementalDecoder | None) -> ParseError | None:
        """Parse ``chunk`` (empty: the end); the error, if there is one, after what stood whole before it."""
        final = not chunk
        try:
            if decoder is not None:
                chunk = decoder.decode(chunk, final).encode("utf-8")
            self._fed += len(chunk)
            self._recent = self._recent[-_CHUNK:] + chunk
            self._parser.Parse(chunk, final)
            if self._fed - max(self._parser.CurrentByteIndex, 0) > _MAX_TOKEN and not final:
                self._refuse(f"a single tag has more than {_MAX_TOKEN >> 20} MB", "this is not a translator's file")
        except ParseError as error:
            return error
        except expat.ExpatError as error:
            return self._explained(error, final=final)
        except (UnicodeError, LookupError):  # LookupError: expat asks Python for an encoding that does not exist
            line = self._parser.CurrentLineNumber
            return self._error("the file is not in the encoding that its first line names", "save it as UTF-8", line)
        return None

    # expat's handlers

    def _start(self, raw_name: str, raw_attributes: dict[str, str]) -> None:
        name = self._names.get(raw_name) or self._name(raw_name)
        element = Element(name)
        for key, value in raw_attributes.items():
            element.set(self._names.get(key) or self._name(key), value)
        stack = self._stack
        if not stack:
            self._check_root(name)
        elif len(stack) >= _MAX_DEPTH:
            self._refuse(f"tags are nested more than {_MAX_DEPTH} deep", "this is not a translator's file")
        if self._record_depth:
            stack[-1].append(element)
            self._count(64 + sum(map(len, raw_attributes.values())))
        elif self._is_record(name):
            self._record_depth = len(stack) + 1
            self._record_size = 0
            self._record_lines, self._record_columns = [], []
            self._parser.CharacterDataHandler = self._text
        stack.append(element)
        line = self._parser.CurrentLineNumber
        self._lines.append(line)
        if self._record_depth:
            self._record_lines.append(line)
            self._record_columns.append(self._parser.CurrentColumnNumber + 1)

    def _end(self, raw_name: str) -> None:
        element = self._stack.pop()
        line = self._lines.pop()
        if self._record_depth == len(self._stack) + 1:
            self._record_depth = 0
            self._parser.CharacterDataHandler = self._loose_text if self._vocabulary.containers else None
            places = tuple(self._record_lines), tuple(self._record_columns)
            self._records.append(Record(element, tuple(self._stack), line, *places))
            self.units += element.tag in self._vocabulary.units
        elif not self._record_depth and self._vocabulary.containers:
            self._records.append(Record(element, tuple(self._stack), line, (line,)))

    def _is_record(self, name: str) -> bool:
        containers = self._vocabulary.containers
        return name in self._vocabulary.records or (containers is not None and name not in containers)

    def _text(self, data: str) -> None:
        element = self._stack[-1]
        self._count(len(data))
        if len(element):
            last = element[-1]
            last.tail = (last.tail or "") + data
        else:
            element.text = (element.text or "") + data

    def _loose_text(self, data: str) -> None:
        element = self._stack[-1]
        if not element.text and data.strip():
            element.text = data.strip()[:_SHOWN_TEXT]

    def _entity_declared(self, name: str, is_parameter: int, value: str | None, *_: object) -> NoReturn:
        what = "refers to another file" if value is None else "defines an abbreviation of its own"
        self._refuse(
            f"the entity «{name}» {what}, which translation files do not need and Accord does not follow",
            "do not use this file if you do not know where it comes from",
        )

    def _entity_skipped(self, name: str, is_parameter: int) -> None:
        if not is_parameter:
            self._refuse(f"«&{name};» is not defined", "write the character itself in its place")

    # names, limits, errors

    def _name(self, raw: str) -> str:
        """The local name of ``raw``, with its namespace only where the vocabulary does not know that."""
        if len(self._names) >= _MAX_NAMES:
            self._refuse("there are too many different tags", "this is not a translator's file")
        namespace, _, local = raw.rpartition(_SEPARATOR)
        accepted = self._vocabulary.namespaces
        if namespace == _XML_NAMESPACE:
            name = f"xml:{local}"
        elif not namespace or accepted is None or namespace in accepted:
            name = local
        else:
            name = f"{{{namespace}}}{local}"
        self._names[raw] = name
        return name

    def _check_root(self, name: str) -> None:
        vocabulary = self._vocabulary
        if name not in vocabulary.roots:
            tag = _shown(name)
            kind = f", of another kind (xmlns={name[1 : -len(tag) - 1]})" if tag in vocabulary.roots else ""
            self._refuse(
                f"this is not {vocabulary.title}: its outermost tag is <{tag}>{kind}",
                f"check that it is the {vocabulary.title} file you meant",
            )

    def _count(self, size: int) -> None:
        self._record_size += size
        if self._record_size > _MAX_RECORD:
            self._refuse(
                f"a single {self._vocabulary.unit} has more than {_MAX_RECORD >> 20} MB",
                "this is not a translator's file",
            )

    def _refuse(self, reason: str, remedy: str) -> NoReturn:
        raise self._error(reason, remedy, self._parser.CurrentLineNumber, self._parser.CurrentColumnNumber + 1)

    def _error(self, reason: str, remedy: str, line: int, column: int | None = None) -> ParseError:
        if self.units:
            whole = f"{self.units} whole {self._vocabulary.unit}{'s stand' if self.units > 1 else ' stands'} before it"
            remedy = f"{remedy}; {whole}"
        return ParseError(reason, path=self._path, line=line, column=column, remedy=remedy)

    def _explained(self, error: expat.ExpatError, *, final: bool) -> ParseError:
        reason, remedy = self._explanation(error, final=final)
        return self._error(reason, remedy, error.lineno, error.offset + 1)

    def _explanation(self, error: expat.ExpatError, *, final: bool) -> tuple[str, str]:
        """What expat's error means to a person, and what to do."""
        message = expat.ErrorString(error.code) or "unknown error"
        errors = expat.errors
        if final and message != errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT:
            opened = (
                f" before <{_shown(self._stack[-1].tag)}> of line {self._lines[-1]} is closed" if self._stack else ""
            )
            return f"the file is cut off: it ends{opened or ' too early'}", "export or copy it again"
        if message == errors.XML_ERROR_TAG_MISMATCH and self._stack:
            return (
                f"<{_shown(self._stack[-1].tag)}> of line {self._lines[-1]} is not closed",
                "close the tag, or export again",
            )
        if message == errors.XML_ERROR_INVALID_TOKEN:
            return self._invalid_token()
        return _EXPLANATIONS.get(message, (f"the XML is broken: {message}", "export the file again"))

    def _invalid_token(self) -> tuple[str, str]:
        start = self._parser.ErrorByteIndex - (self._fed - len(self._recent))
        place = self._recent[max(start, 0) : start + 8] if start >= 0 else b""
        if place[:1] >= b"\x80":
            return "the text is not in the encoding that the file announces (or UTF-8)", "save the file as UTF-8"
        if place and place[0] < 0x20 and place[:1] not in b"\0\t\n\r":
            what = f"a control character (U+{place[0]:04X}) stands in the text"
            return f"{what}, which XML does not allow", "delete it, or export again"
        if place[:1] in {b"&", b"<"} or b"&" in self._recent[max(start - 16, 0) : start + 1]:
            return "a bare & or < stands in the text", "write &amp; or &lt; in its place"
        return "a tag is not written as XML asks", "correct it, or export again"


def _shown(name: str) -> str:
    """A tag as it stands in the file, more or less: without its namespace."""
    return name.rpartition("}")[2]


_EXPLANATIONS = {
    expat.errors.XML_ERROR_XML_DECL: (
        "the first line, <?xml …?>, is not written as XML asks",
        'write <?xml version="1.0" encoding="UTF-8"?>, if the file is in UTF-8',
    ),
    expat.errors.XML_ERROR_SYNTAX: (
        "something stands where only a tag may stand",
        "delete what stands there, or export the file again",
    ),
    expat.errors.XML_ERROR_BAD_CHAR_REF: (
        "the file writes a control character as a number (such as &#x1F;), which XML does not allow",
        "delete it, or export again",
    ),
    expat.errors.XML_ERROR_UNDEFINED_ENTITY: (
        "an abbreviation such as &nbsp; is used that is not defined",
        "write the character itself in its place",
    ),
    expat.errors.XML_ERROR_DUPLICATE_ATTRIBUTE: ("a tag has the same attribute twice", "delete one of them"),
    expat.errors.XML_ERROR_JUNK_AFTER_DOC_ELEMENT: (
        "something stands after the end of the document",
        "delete what stands there; two files may have been joined",
    ),
    expat.errors.XML_ERROR_UNKNOWN_ENCODING: ("the file names an encoding that is not known", "save it as UTF-8"),
    expat.errors.XML_ERROR_INCORRECT_ENCODING: (
        "the file is not in the encoding that its first line names",
        "save it as UTF-8",
    ),
    expat.errors.XML_ERROR_UNBOUND_PREFIX: (
        "a tag has a prefix that the file does not explain (xmlns is missing)",
        "export the file again",
    ),
    expat.errors.XML_ERROR_MISPLACED_XML_PI: (
        "something stands before <?xml …?>, which must be the very beginning",
        "delete what stands before it",
    ),
    expat.errors.XML_ERROR_NO_ELEMENTS: ("the file holds no tags", "check that it is the file you meant"),
}
