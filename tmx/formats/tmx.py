"""TMX, the Translation Memory eXchange format: 1.1 to 1.4b are read, 1.4b is written, both as a stream.

Source: TMX 1.4b Specification (LISA OSCAR, 2005), https://www.gala-global.org/tmx-14b.
"""

from __future__ import annotations

import os
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from importlib import metadata
from itertools import islice
from pathlib import Path
from types import MappingProxyType
from typing import IO, Literal

from tmx.errors import ConfigError, ParseError
from tmx.files import write_whole
from tmx.formats.segments import SegmentBuilder
from tmx.formats.tmx_plain import IDENTIFIER_PROPERTY, PlainReader, source_first, tmx_date, unit_of
from tmx.formats.xml_records import Element, Record, Vocabulary, read_records
from tmx.model import InlineCode, Property, Segment, TranslationUnit
from tmx.text.languages import primary_subtag

__all__ = ["TmxHeader", "parse_tmx_languages", "read_header", "read_tmx", "write_tmx"]

_VOCABULARY = Vocabulary(
    title="TMX",
    roots=frozenset({"tmx"}),
    records=frozenset({"header", "tu"}),
    units=frozenset({"tu"}),
)
_DATE = "%Y%m%dT%H%M%SZ"
_LANGUAGE_TAG = re.compile(r"[A-Za-z]{2,3}(?:-[A-Za-z0-9]{1,8})*")
# What XML 1.0 (section 2.2) allows as a character.
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


@dataclass(frozen=True, slots=True)
class TmxHeader:
    """What a TMX file says about itself (``<header>``); empty where it says nothing.

    ``source_language`` is ``*all*`` where any language may be the source.
    """

    version: str
    source_language: str
    creation_tool: str = ""
    creation_tool_version: str = ""
    segmentation: str = ""
    original_format: str = ""
    data_type: str = ""
    created: datetime | None = None
    changed: datetime | None = None
    properties: tuple[Property, ...] = ()
    notes: tuple[str, ...] = ()


def read_header(path: Path) -> TmxHeader:
    """The header of the TMX file ``path``.

    Raises :class:`~tmx.errors.ParseError` where the file is no TMX or has no header.
    """
    for record in read_records(path, _VOCABULARY):
        if record.element.tag == "header":
            return _header(record)
        break
    raise ParseError("the TMX has no <header>", path=path, remedy="export it again")


def read_tmx(path: Path) -> Iterator[TranslationUnit]:
    """The translation units of the TMX file ``path`` in order, in memory that does not grow with the file.

    A unit's variants are those of the file with the source language's (``srclang`` of the unit or of the header) put
    first. The identifier is the ``tuid``, or the unit's number from 1. Notes and properties of single variants are
    given with the unit's. Text of a sub-flow (``<sub>``) stays in its code.

    Raises :class:`~tmx.errors.ParseError` with line and column where the file is broken; whole units before that place
    are handed over first.
    """
    plain = PlainReader(path, partial(_unit, path=path))
    yield from plain
    if not plain.finished:
        yield from islice(_read_any(path), plain.count, None)


def _read_any(path: Path) -> Iterator[TranslationUnit]:
    """The units of a TMX file written in any way."""
    source_language = ""
    number = 0
    for record in read_records(path, _VOCABULARY):
        if record.element.tag == "header":
            source_language = record.element.get("srclang", "")
        else:
            number += 1
            yield _unit(record.element, number, record.line, source_language, path)


def parse_tmx_languages(text: str) -> Mapping[str, str]:
    """The names that languages get in a TMX: ``en-GB,fr-FR`` gives ``{"en": "en-GB", "fr": "fr-FR"}``.

    Raises :class:`~tmx.errors.ConfigError` where a code is not well formed or a language stands there twice.
    """
    languages: dict[str, str] = {}
    for tag in (part.strip().replace("_", "-") for part in text.split(",")):
        if not _LANGUAGE_TAG.fullmatch(tag):
            raise ConfigError(f"«{tag}» is not a language code", remedy="write for example en-GB,fr-FR")
        if languages.setdefault(primary_subtag(tag), tag) != tag:
            raise ConfigError(
                f"«{text}» names the language «{primary_subtag(tag)}» twice", remedy="write for example en-GB,fr-FR"
            )
    return MappingProxyType(languages)


def write_tmx(
    path: Path | IO[bytes],
    units: Iterable[TranslationUnit],
    *,
    source_language: str,
    languages: Mapping[str, str] | None = None,
    created: datetime | None = None,
    properties: Sequence[Property] = (),
) -> int:
    """Write ``units`` as TMX 1.4b to ``path`` (whole or not at all) or to an open binary stream; the number written.

    ``languages`` renames the languages (a whole tag or a primary subtag to the tag that is written). ``created`` is
    the header's date (default: SOURCE_DATE_EPOCH where it is set, else none, so that the same units give the same
    bytes); ``properties`` stand in the header. Units without variants are left out; characters that XML cannot hold
    are dropped. Numeric code identifiers are kept, others are numbered anew within their unit.
    """
    count = 0
    target: AbstractContextManager[IO[bytes]] = write_whole(path) if isinstance(path, Path) else nullcontext(path)
    with target as stream:
        stream.write(_opening(_renamed(source_language, languages), created or _source_date(), properties))
        for unit in units:
            if unit.variants:
                stream.write("".join(_unit_lines(unit, languages)).encode("utf-8"))
                count += 1
        stream.write(b"</body>\n</tmx>\n")
    return count


# Reading


def _header(record: Record) -> TmxHeader:
    element = record.element
    return TmxHeader(
        version=record.ancestors[0].get("version", ""),
        source_language=element.get("srclang", ""),
        creation_tool=element.get("creationtool", ""),
        creation_tool_version=element.get("creationtoolversion", ""),
        segmentation=element.get("segtype", ""),
        original_format=element.get("o-tmf", ""),
        data_type=element.get("datatype", ""),
        created=tmx_date(element.get("creationdate")),
        changed=tmx_date(element.get("changedate")),
        properties=_properties(element),
        notes=_notes(element),
    )


def _unit(element: Element, number: int, line: int, source_language: str, path: Path) -> TranslationUnit:
    variants = element.findall("tuv")
    holders = [element, *(variant for variant in variants if len(variant) > 1)]  # those with more than a <seg>
    attributes: dict[str, str] = {}
    for holder in (*variants, element):  # the unit's own count most, then the translation's, as tools write them
        attributes.update(holder.attrib)
    return unit_of(
        attributes,
        element.get("tuid", ""),
        source_first([_variant(v, path, line) for v in variants], element.get("srclang") or source_language),
        tuple(note for holder in holders for note in _notes(holder)),
        tuple(item for holder in holders for item in _properties(holder)),
        number,
        line,
    )


def _variant(element: Element, path: Path, line: int) -> Segment:
    language = element.get("xml:lang") or element.get("lang")
    if not language:
        raise ParseError(
            "a <tuv> does not say which language it is in", path=path, line=line, remedy='add xml:lang="…" to it'
        )
    segment = element.find("seg")
    if segment is None:
        raise ParseError(f"the <tuv> in {language} has no <seg>", path=path, line=line, remedy="export it again")
    builder = SegmentBuilder()
    _read_content(segment, builder, {})
    return builder.segment(language.strip())


def _read_content(element: Element, builder: SegmentBuilder, pairs: dict[str, str]) -> None:
    """Text and codes of ``element`` into ``builder``; ``pairs`` gives the identifier of each open ``i``."""
    builder.text(element.text)
    for child in element:
        _read_code(child, builder, pairs)
        builder.text(child.tail)


def _read_code(element: Element, builder: SegmentBuilder, pairs: dict[str, str]) -> None:
    tag = element.tag
    external = element.get("x", "")
    if tag == "bpt":
        number = element.get("i", "")
        pairs[number] = external or number
        builder.code("open", _native(element), external or number)
    elif tag == "ept":
        number = element.get("i", "")
        builder.code("close", _native(element), pairs.get(number, number))
    elif tag == "it":
        builder.code("close" if element.get("pos") == "end" else "open", _native(element), external)
    elif tag == "hi":
        builder.code("open", "", external)
        _read_content(element, builder, pairs)
        builder.code("close", "", external)
    elif tag in {"ph", "ut"}:
        builder.code("standalone", _native(element), external)
    elif len(element) or element.text:  # markup that TMX does not know: its text is text
        builder.code("open", f"<{tag}>")
        _read_content(element, builder, pairs)
        builder.code("close", f"</{tag}>")
    else:
        builder.code("standalone", f"<{tag}/>")


def _native(element: Element) -> str:
    return "".join(element.itertext())


def _properties(element: Element) -> tuple[Property, ...]:
    return tuple(Property(item.get("type", ""), _native(item)) for item in element.findall("prop"))


def _notes(element: Element) -> tuple[str, ...]:
    return tuple(_native(item) for item in element.findall("note"))


# Writing


def _opening(source_language: str, created: datetime | None, properties: Sequence[Property]) -> bytes:
    attributes = {
        "creationtool": "Accord",
        "creationtoolversion": metadata.version("accord-toolkit"),
        "segtype": "sentence",
        "o-tmf": "Accord",
        "adminlang": "en",
        "srclang": source_language,
        "datatype": "plaintext",
        "creationdate": _date_text(created),
    }
    header = " ".join(f'{name}="{_attribute(value)}"' for name, value in attributes.items() if value)
    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n',
        f"<header {header}",
        *([">\n", *map(_property_line, properties), "</header>\n"] if properties else ["/>\n"]),
        "<body>\n",
    ]
    return "".join(lines).encode("utf-8")


def _unit_lines(unit: TranslationUnit, languages: Mapping[str, str] | None) -> Iterator[str]:
    plain = not re.search(r"\s", unit.identifier) and not _FORBIDDEN.search(unit.identifier)
    attributes = {
        "tuid": unit.identifier if plain else "",
        "creationdate": _date_text(unit.created),
        "creationid": unit.created_by or "",
        "changedate": _date_text(unit.changed),
        "changeid": unit.changed_by or "",
    }
    yield "<tu" + "".join(f' {name}="{_attribute(value)}"' for name, value in attributes.items() if value) + ">\n"
    if unit.identifier and not plain:
        yield _property_line(Property(IDENTIFIER_PROPERTY, unit.identifier))
    for note in unit.notes:
        yield f"  <note>{_text(note)}</note>\n"
    yield from map(_property_line, unit.properties)
    numbers = _CodeNumbers(unit)
    for segment in unit.variants:
        language = _attribute(_renamed(segment.language, languages))
        yield f'  <tuv xml:lang="{language}"><seg>{_content(segment, numbers)}</seg></tuv>\n'
    yield "</tu>\n"


def _property_line(item: Property) -> str:
    return f'  <prop type="{_attribute(item.type)}">{_text(item.value)}</prop>\n'


class _CodeNumbers:
    """The ``x`` of each code of a unit: its identifier where that is a number, else the next free number."""

    def __init__(self, unit: TranslationUnit) -> None:
        names = {code.identifier for segment in unit.variants for code in segment.codes} - {""}
        self._taken = {name for name in names if _is_number(name)}
        self._given: dict[str, str] = {}
        self._last = 0

    def __getitem__(self, name: str) -> str:
        if not name or name in self._taken:
            return name
        if name not in self._given:
            self._last += 1
            while str(self._last) in self._taken:
                self._last += 1
            self._given[name] = str(self._last)
        return self._given[name]


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _content(segment: Segment, numbers: _CodeNumbers) -> str:
    pairs = _pairs(segment.codes)
    parts: list[str] = []
    at = 0
    for index, code in enumerate(segment.codes):
        parts.append(_text(segment.text[at : code.position]))
        at = max(at, code.position)
        parts.append(_code(code, pairs.get(index), numbers[code.identifier]))
    parts.append(_text(segment.text[at:]))
    return "".join(parts)


def _pairs(codes: Sequence[InlineCode]) -> dict[int, int]:
    """For each code that opens or closes a pair: the pair's number. A code without identifier has no partner."""
    pairs: dict[int, int] = {}
    waiting: dict[str, list[int]] = {}
    count = 0
    for index, code in enumerate(codes):
        if code.kind == "open" and code.identifier:
            waiting.setdefault(code.identifier, []).append(index)
        elif code.kind == "close" and waiting.get(code.identifier):
            count += 1
            pairs[index] = pairs[waiting[code.identifier].pop()] = count
    return pairs


def _code(code: InlineCode, pair: int | None, external: str) -> str:
    content = _text(code.content)
    x = f' x="{external}"' if external else ""
    if code.kind == "standalone":
        return f"<ph{x}>{content}</ph>"
    if pair is None:
        position: Literal["begin", "end"] = "begin" if code.kind == "open" else "end"
        return f'<it pos="{position}"{x}>{content}</it>'
    if code.kind == "open":
        return f'<bpt i="{pair}"{x}>{content}</bpt>'
    return f'<ept i="{pair}">{content}</ept>'


def _renamed(tag: str, languages: Mapping[str, str] | None) -> str:
    if not languages:
        return tag
    return languages.get(tag) or languages.get(primary_subtag(tag)) or tag


def _source_date() -> datetime | None:
    """The date of https://reproducible-builds.org/specs/source-date-epoch/, if it is set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(seconds), UTC) if _is_number(seconds) else None


def _date_text(date: datetime | None) -> str:
    """A date as TMX writes it, in UTC; one without a zone is taken for UTC."""
    if date is None:
        return ""
    date = date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    return date.strftime(_DATE).rjust(16, "0")


def _text(text: str) -> str:
    text = _FORBIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def _attribute(text: str) -> str:
    return _text(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")
