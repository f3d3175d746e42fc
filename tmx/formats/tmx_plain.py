"""The quick way through plain TMX files: large memories are made of units that all look alike.

A unit that is written in the common way (two variants, or any number, with text and entities and nothing else in them)
is read with one regular expression, which matches well-formed XML only; another one is parsed as XML by itself. Where a
file does anything that is not so simple (another encoding, comments, CDATA, single quotes, a document type with
content, something between units, an error), the quick way ends and the reader for all files takes over.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from functools import lru_cache
from itertools import accumulate
from pathlib import Path
from types import MappingProxyType
from typing import NamedTuple, TypeVar
from xml.etree.ElementTree import Element, ParseError, fromstring

from msgspec.structs import replace

from tmx.errors import AccordError
from tmx.files import open_bytes
from tmx.formats.tmx_codes import code_of
from tmx.formats.tmx_columns import read_columns
from tmx.formats.tmx_encoding import plain_pieces, plain_text
from tmx.formats.tmx_remarks import NO_REMARKS, Remarks, note_detail, property_of
from tmx.formats.tmx_source import source_place
from tmx.formats.tmx_text import PLAIN_DATE, attributes_of, decoded, is_decodable, tmx_date
from tmx.memory import UnitColumns
from tmx.model import Attribute, InlineCode, Property, Segment, TranslationUnit

__all__ = ["IDENTIFIER_PROPERTY", "PlainReader", "plain_beginning", "plain_end", "unit_of"]

_T = TypeVar("_T")

# A tuid is text without white space (TMX 1.4b, "tuid"): other identifiers travel in this property.
IDENTIFIER_PROPERTY = "x-accord-id"

_SHORT = 8  # units that a run of the simplest kind should have, at least, on average
_PATIENCE = 16  # pieces for which no such run is looked for where there are none
_MOST = 1 << 20  # characters of one unit
_MANY = 256  # tags that are closed in one unit
_ATTRIBUTE = r"""\s++(?!xmlns)(?:xml:)?[A-Za-z_][A-Za-z0-9_.-]*+="[^"<&\n\r\t]*+\""""
_TEXT = r"[^<]*+"  # that an ampersand begins an entity is looked at later: this is the quickest to go over
_NOTE = rf"<note(?:{_ATTRIBUTE})*+\s*>{_TEXT}</note>"
_PROPERTY = rf"<prop(?:{_ATTRIBUTE})*+\s*>{_TEXT}</prop>"
_PROLOG = re.compile(
    r"""(?:<\?xml\s+version="1\.0"(?:\s+encoding="(?i:utf-8)")?(?:\s+standalone="(?:yes|no)")?\s*\?>)?\s*+"""
    r"""(?:<!DOCTYPE\s+tmx(?:\s+SYSTEM\s+"[^"<>&]*")?\s*>)?\s*+<tmx\s+version="[^"<&\n\r\t]*"\s*>\s*"""
    rf"<header(?P<header>(?:{_ATTRIBUTE})*)\s*(?:/>|>\s*(?:(?:{_NOTE}|{_PROPERTY})\s*)*</header>)\s*<body\s*>"
)
_NATIVE = "|".join(rf"{tag}(?:{_ATTRIBUTE})*+\s*(?:/>|>{_TEXT}</{tag}>)" for tag in ("bpt", "ept", "ph", "it", "ut"))
_CONTENT = rf"{_TEXT}(?:<(?:{_NATIVE}){_TEXT})*+"
_REMARKS = rf"((?:(?:{_NOTE}|{_PROPERTY})\s*)*+)"
_VARIANT = rf"<tuv([^<>&]*+)>\s*{_REMARKS}<seg>({_CONTENT})</seg>\s*</tuv>\s*"
_UNIT = re.compile(rf"<tu((?:{_ATTRIBUTE})*+)\s*>\s*{_REMARKS}{_VARIANT}{_VARIANT}</tu>\s*")
# The most frequent units, which need no more than a look at their attributes.
_TEXTS = r"<tuv([^<>&]*+)>\s*+()<seg>([^<&]*+)</seg>\s*+</tuv>\s*+"
_SIMPLE = re.compile(rf"<tu([^<>&]*+)>\s*+(){_TEXTS}{_TEXTS}</tu>\s*+")
_END = re.compile(r"</body>\s*</tmx>\s*")
_ATTRIBUTES = re.compile(rf"(?:{_ATTRIBUTE})*\s*")
_SPACE = re.compile(r"\s*")
_PAIR = re.compile(r'([A-Za-z_:][A-Za-z0-9_.:-]*)="([^"]*)"')
_DETAIL = re.compile(r"<(note|prop)([^>]*)>([^<]*)<")
_CODE = re.compile(r"(<[a-z]+[^<>]*+>(?:(?<=/>)|[^<]*+</[a-z]+>))")
_CODE_PARTS = re.compile(r"<([a-z]+)([^<>]*?)(?:/>|>([^<]*)</[a-z]+>)")
_OPENING = re.compile(r"<tu[\s>]")
# The attributes of most units, which have a field each.
_OWN = re.compile(
    r'(?:\s+(?:tuid="([^"\s]+)"|creationdate="(DATE)"|creationid="([^"]+)"|changedate="(DATE)"|changeid="([^"]+)"))*\s*'.replace(
        "DATE", PLAIN_DATE
    )
)
_XML = "{http://www.w3.org/XML/1998/namespace}"
_FIELDS = frozenset({"tuid", "creationid", "changeid", "creationdate", "changedate"})
_DATES = frozenset({"creationdate", "changedate"})
_PLAIN_DATE = re.compile(PLAIN_DATE).fullmatch
_SPACED = re.compile(r"\s").search


class PlainReader:
    """The units of the TMX file ``path`` for as long as it is plain; ``finished`` says whether that was to its end.

    ``whole`` makes a unit of an element ``<tu>``, its number from 1, its line and the header's source language; names
    with the prefix ``xml`` are written so in it. ``count`` is the number of units handed over so far.
    """

    def __init__(self, path: Path, whole: Callable[[Element, int, int, str], TranslationUnit]) -> None:
        self._path = path
        self._whole = whole
        self._source_language = ""
        self._line = 1
        self._text = ""
        self._at = 0
        self._odd = False
        self._patience = 0
        self.count = 0
        self.finished = False

    def __iter__(self) -> Iterator[TranslationUnit]:
        return self._walk(self._units)

    def columns(self) -> Iterator[TranslationUnit | UnitColumns]:
        """The same units, those of the simplest kind many at once."""
        return self._walk(self._columns)

    def _walk(self, standing: Callable[[], Iterator[_T]]) -> Iterator[_T]:
        """What ``standing`` gives of the units that stand whole in the text, as more and more of it is read."""
        with open_bytes(self._path) as stream:
            pieces = plain_pieces(stream)
            for piece in pieces:
                self._text += piece
                if "<body" in self._text or len(self._text) > _MOST:
                    break
            beginning = _beginning(self._text)
            if beginning is None:
                return
            self._source_language, self._at = beginning
            self._line += self._text.count("\n", 0, self._at)
            yield from standing()
            for piece in pieces:
                if self._odd or len(self._text) - self._at > _MOST:
                    return
                self._text, self._at = self._text[self._at :] + piece, 0
                yield from standing()
            self.finished = not self._odd and _END.fullmatch(self._text, self._at) is not None

    def block(
        self, content: bytes, count: int, source_language: str
    ) -> tuple[TranslationUnit | UnitColumns, ...] | None:
        """The units that ``content`` is, which ends with the end of one; ``None`` where it is not plain.

        ``count`` units stand before it, in a file with the header's ``source_language``. For a reader of its own.
        """
        self._text, self._at, self._line = plain_text(content), 0, 1
        self.count, self._source_language, self._odd = count, source_language, False
        units = tuple(self._columns())
        self._skip_space()
        return units if units and not self._odd and self._at == len(self._text) else None

    def _columns(self) -> Iterator[TranslationUnit | UnitColumns]:
        """The units that stand whole in the text; as columns where most are of the simplest kind."""
        end = self._text.rfind("</tu>", self._at)
        if self._patience or end < 0:
            self._patience = max(self._patience - 1, 0)
            yield from self._units()
            return
        text = self._text[self._at : end + len("</tu>")]
        runs = read_columns(text, self.count + 1, self._line, self._source_language)
        if not runs:
            yield from self._units()
            return
        if len(runs) > 1 and len(runs) * _SHORT > sum(run.size for run in runs):
            self._patience = _PATIENCE  # too mixed: one by one is quicker for a while
        for run in runs if not self._patience else ():
            if run.columns is None:
                yield from self._one_by_one(run.size)
                if self._odd:
                    return
                continue
            self.count += run.size
            self._line += run.breaks
            self._at += run.length
            yield run.columns
        if self._patience:
            yield from self._units()
        else:
            self._skip_space()

    def _skip_space(self) -> None:
        start = _past_space(self._text, self._at)
        self._line += self._text.count("\n", self._at, start)
        self._at = start

    def _units(self) -> Iterator[TranslationUnit]:
        """The units that stand whole in the text, as far as they are plain."""
        if "]]>" in self._text:  # not allowed in text, and never plain
            self._odd = True
            return
        yield from self._one_by_one(-1)

    def _one_by_one(self, most: int) -> Iterator[TranslationUnit]:
        """The next units, ``most`` of them (-1: all that stand whole in the text), as far as they are plain."""
        self._skip_space()
        text, match, simple = self._text, _UNIT.match, _SIMPLE.match
        while most:
            most -= 1
            found = simple(text, self._at) or match(text, self._at)
            if found is not None:
                unit = self._plain(found)
                end = found.end()
            else:
                opening = _OPENING.match(text, self._at)
                close = -1 if opening is None else text.find("</tu>", self._at)
                if close < 0:
                    self._odd = self._odd or most >= 0
                    return
                unit = self._parsed(text[self._at : close + len("</tu>")])
                end = _past_space(text, close + len("</tu>"))
            if unit is None:
                self._odd = True
                return
            self.count += 1
            self._line += text.count("\n", self._at, end)
            self._at = end
            yield unit

    def _plain(self, found: re.Match[str]) -> TranslationUnit | None:
        written, details, first, more, one, second, others, other = found.groups()
        if found.re is _UNIT and "&" in found[0] and not is_decodable(found[0]):
            return None
        here, there = _variant(first), _variant(second)
        remarks = _remarks(details) if details else NO_REMARKS
        if here is None or there is None or remarks is None:
            return None
        left, right = _segment(here, one, more), _segment(there, other, others)
        if left is None or right is None:
            return None
        usual = None if here.attributes or there.attributes else _OWN.fullmatch(written)
        if usual is not None:
            unit = self._usual(usual, (left, right), remarks)
            if unit is not None:
                return unit
        own = _own(written, checked=found.re is _UNIT)
        if own is None:
            return None
        source = own.get("srclang") or self._source_language
        place = 0 if left.language == source else source_place((left, right), source)
        variants = (right, left) if place else (left, right)
        inherited = {**here.others, **there.others} if here.others and there.others else here.others or there.others
        return unit_of(own, inherited, variants, place, remarks, self.count + 1, self._line)

    def _usual(
        self, found: re.Match[str], variants: tuple[Segment, Segment], remarks: Remarks
    ) -> TranslationUnit | None:
        """A unit that has nothing but attributes with fields; ``None`` where one of them is odd."""
        tuid, created, created_by, changed, changed_by = values = found.groups()
        if found[0].count('="') != 5 - values.count(None) or (tuid is None and remarks.properties):
            return None
        began = tmx_date(created) if created else None
        ended = tmx_date(changed) if changed else None
        if (created and began is None) or (changed and ended is None):
            return None
        place = 0
        if variants[0].language != self._source_language:
            place = source_place(variants, self._source_language)
            variants = (variants[1], variants[0]) if place else variants
        return TranslationUnit(
            tuid or str(self.count + 1),
            variants,
            remarks.properties,
            remarks.notes,
            began,
            ended,
            created_by,
            changed_by,
            self._line,
            (),
            remarks.note_details,
            place,
            tuid is None,
        )

    def _parsed(self, written: str) -> TranslationUnit | None:
        """A unit that is read as XML, by itself; ``None`` where it is not one, or holds what may mean more."""
        if len(written) > _MOST or any(sign in written for sign in ("<!", "<?", "xmlns", "\r")):
            return None
        if written.count("</") > _MANY:  # they may stand one inside the other
            return None
        try:
            element = fromstring(written)  # noqa: S314  declarations, and so entities, are refused above
        except ParseError:
            return None
        names = [*(key for part in element.iter() for key in (part.tag, *part.attrib))]
        if any(name.startswith("{") and not name.startswith(_XML) for name in names):
            return None
        for part in element.iter():
            if any(key.startswith(_XML) for key in part.attrib):
                said = {key.replace(_XML, "xml:"): value for key, value in part.attrib.items()}
                part.attrib.clear()
                part.attrib.update(said)
        try:
            return self._whole(element, self.count + 1, self._line, self._source_language)
        except AccordError:  # the reader of all files says where it is
            return None


def plain_beginning(content: bytes) -> str | None:
    """The header's source language, where ``content`` is a plain file up to ``<body>`` and nothing more."""
    text = plain_text(content)
    found = _beginning(text)
    return found[0] if found is not None and found[1] == len(text) else None


def plain_end(content: bytes) -> bool:
    """Whether ``content`` is what stands after the last unit of a plain file."""
    text = plain_text(content)
    return _END.fullmatch(text, _past_space(text, 0)) is not None


def _beginning(text: str) -> tuple[str, int] | None:
    """The header's source language and where the first unit may stand; ``None`` where that is not plain."""
    prolog = _PROLOG.match(text)
    if prolog is None or not is_decodable(prolog[0]):
        return None
    header = _attributes(prolog["header"])
    return None if header is None else (header.get("srclang", ""), prolog.end())


def unit_of(
    own: Mapping[str, str],
    inherited: Mapping[str, str],
    variants: tuple[Segment, ...],
    place: int,
    remarks: Remarks,
    number: int,
    line: int,
) -> TranslationUnit:
    """A unit from what stands in a ``<tu>``: its ``own`` attributes, and those of its variants, the last one's first.

    ``variants`` have the source first, which stood at ``place`` (from 0); ``number`` is the unit's number in the file
    and ``line`` where it begins, both from 1.
    """
    identifier = own.get("tuid", "")
    properties = remarks.properties
    unnamed = False
    if not identifier:
        identifier, unnamed = str(number), True
        named = next((item for item in properties if item.type == IDENTIFIER_PROPERTY), None) if properties else None
        if named is not None:
            identifier, unnamed = named.value, False
            properties = tuple(item for item in properties if item is not named)
    get = {**inherited, **own}.get if inherited else own.get
    created, changed = get("creationdate"), get("changedate")
    return TranslationUnit(
        identifier,
        variants,
        properties,
        remarks.notes,
        tmx_date(created) if created else None,
        tmx_date(changed) if changed else None,
        get("creationid") or None,
        get("changeid") or None,
        line,
        _kept(own, inherited) if own else (),
        remarks.note_details,
        place,
        unnamed,
    )


def _kept(own: Mapping[str, str], inherited: Mapping[str, str]) -> tuple[Attribute, ...]:
    """Those attributes of a unit for which there is no field, or which the field alone does not give back."""
    kept = []
    for name, value in own.items():
        usual = name in _FIELDS and name not in inherited and bool(value)
        if usual and name in _DATES:
            usual = bool(_PLAIN_DATE(value) and tmx_date(value))
        elif usual and name == "tuid":
            usual = not _SPACED(value)
        if not usual:
            kept.append(Attribute(name, value))
    return tuple(kept)


def _segment(variant: _Variant, written: str, details: str = "") -> Segment | None:
    """A segment from its variant's attributes, its XML and its notes and properties; ``None`` where one is odd."""
    text = written
    codes: tuple[InlineCode, ...] = ()
    if "<" in written:
        read = _content(written)
        if read is None:
            return None
        text, codes = read
    elif "&" in written:
        text = decoded(written)
    if not details:
        return Segment(variant.language, text, codes, variant.attributes)
    remarks = _remarks(details)
    if remarks is None:
        return None
    return Segment(
        variant.language, text, codes, variant.attributes, remarks.properties, remarks.notes, remarks.note_details
    )


def _content(written: str) -> tuple[str, tuple[InlineCode, ...]] | None:
    """Text and codes of a segment's XML; ``None`` where a code has an attribute twice."""
    pieces = _CODE.split(written)
    codes = _codes(*pieces[1::2])
    if codes is None or "<" in "".join(pieces[::2]):
        return None
    texts = [decoded(piece) if "&" in piece else piece for piece in pieces[::2]]
    places = accumulate(map(len, texts))
    return "".join(texts), tuple([replace(code, position=place) for place, code in zip(places, codes, strict=False)])


@lru_cache(maxsize=4096)
def _codes(*written: str) -> tuple[InlineCode, ...] | None:
    """The codes of a segment, all at its beginning; ``None`` where one has an attribute twice."""
    codes: list[InlineCode] = []
    pairs: dict[str, str] = {}
    for element in written:
        tag, attributes, content = _CODE_PARTS.findall(element)[0]
        said = _attributes(attributes)
        if said is None:
            return None
        codes.append(code_of(0, tag, said, _as_attributes(attributes), decoded(content or ""), (), pairs))
    return tuple(codes)


@lru_cache(maxsize=4096)
def _as_attributes(written: str) -> tuple[Attribute, ...]:
    """The attributes of a tag, written in the plain way."""
    return tuple(Attribute(name, value) for name, value in _PAIR.findall(written))


@lru_cache(maxsize=4096)  # the units of a document have much in common
def _remarks(written: str) -> Remarks | None:
    """Notes and properties, in order; ``None`` where one has an attribute twice."""
    notes: list[str] = []
    properties: list[Property] = []
    more = []
    for tag, attributes, raw in _DETAIL.findall(written):
        said = _attributes(attributes)
        if said is None:
            return None
        text = decoded(raw) if "&" in raw else raw
        if tag == "prop":
            properties.append(property_of(said, text))
            continue
        notes.append(text)
        detail = note_detail(text, said, len(properties))
        if detail is not None:
            more.append(detail)
    return Remarks(tuple(properties), tuple(notes), tuple(more))


def _past_space(text: str, at: int) -> int:
    found = _SPACE.match(text, at)
    return at if found is None else found.end()


class _Variant(NamedTuple):
    """A variant's language and its other attributes. A tuple, for there are millions."""

    language: str
    others: Mapping[str, str]
    attributes: tuple[Attribute, ...]


@lru_cache(maxsize=4096)
def _variant(written: str) -> _Variant | None:
    """What the attributes of a ``<tuv>`` say; ``None`` where one stands there twice, or the language nowhere."""
    attributes = _attributes(written)
    language = None if attributes is None else attributes.get("xml:lang") or attributes.get("lang")
    if attributes is None or not language or not language.strip():
        return None
    others = {name: value for name, value in attributes.items() if name not in ("xml:lang", "lang")}
    return _Variant(language.strip(), others, attributes_of(others))


def _own(written: str, *, checked: bool = False) -> dict[str, str] | None:
    """As :func:`_attributes`, for those that are different in every unit; ``checked``: they are in the plain way."""
    if not checked and _ATTRIBUTES.fullmatch(written) is None:
        return None
    pairs = _PAIR.findall(written)
    attributes = dict(pairs)
    return attributes if len(attributes) == len(pairs) else None


@lru_cache(maxsize=4096)
def _attributes(written: str) -> Mapping[str, str] | None:
    """The attributes of a tag; ``None`` where one stands there twice, or they are not written in the plain way."""
    attributes = _own(written)
    return None if attributes is None else MappingProxyType(attributes)
