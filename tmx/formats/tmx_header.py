"""The header of a TMX: what the file says of itself.

Source: TMX 1.4b Specification, "<header>", "<ude>", "<map>".
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from importlib import metadata
from pathlib import Path
from xml.etree.ElementTree import Element  # the data structure only; nothing is parsed with it

from msgspec import Struct
from msgspec.structs import replace

from tmx.formats.tmx_remarks import read_remarks, written_remarks
from tmx.formats.tmx_text import attribute_list, attributes_of, date_text, tmx_date
from tmx.formats.xml_records import Vocabulary, parse_record
from tmx.model import Attribute, NoteDetail, Property

__all__ = [
    "CharacterMap",
    "TmxHeader",
    "UserEncoding",
    "header_from_text",
    "header_of",
    "header_to_text",
    "joined_headers",
    "opening",
    "source_date",
]

_HEADER = Vocabulary(
    title="TMX", roots=frozenset({"header"}), records=frozenset({"header"}), units=frozenset({"header"})
)


class CharacterMap(Struct, frozen=True):
    """A private character (``<map>``): its ``unicode`` value and what else is said of it."""

    attributes: tuple[Attribute, ...]


class UserEncoding(Struct, frozen=True):
    """A user-defined encoding (``<ude>``), with its name and base among the attributes, and its characters."""

    attributes: tuple[Attribute, ...]
    maps: tuple[CharacterMap, ...]


class TmxHeader(Struct, frozen=True):
    """What a TMX file says about itself (``<header>``); empty where it says nothing.

    ``source_language`` is ``*all*`` where any language may be the source. ``attributes`` are all of the header's, as
    they stand there; ``note_details`` say more of notes that have more than text.
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
    attributes: tuple[Attribute, ...] = ()
    note_details: tuple[NoteDetail, ...] = ()
    encodings: tuple[UserEncoding, ...] = ()


def header_of(element: Element, version: str) -> TmxHeader:
    """The header that ``element`` is, in a file that calls itself ``version``."""
    remarks = read_remarks(element)
    return TmxHeader(
        version=version,
        source_language=element.get("srclang", ""),
        creation_tool=element.get("creationtool", ""),
        creation_tool_version=element.get("creationtoolversion", ""),
        segmentation=element.get("segtype", ""),
        original_format=element.get("o-tmf", ""),
        data_type=element.get("datatype", ""),
        created=tmx_date(element.get("creationdate")),
        changed=tmx_date(element.get("changedate")),
        properties=remarks.properties,
        notes=remarks.notes,
        attributes=attributes_of(element.attrib),
        note_details=remarks.note_details,
        encodings=tuple(
            UserEncoding(
                attributes_of(encoding.attrib),
                tuple(CharacterMap(attributes_of(item.attrib)) for item in encoding.findall("map")),
            )
            for encoding in element.findall("ude")
        ),
    )


def opening(
    source_language: str,
    *,
    created: datetime | None = None,
    properties: Sequence[Property] = (),
    header: TmxHeader | None = None,
) -> str:
    """A TMX 1.4 up to the first unit.

    ``header`` is written as it is, with what the format asks for and it lacks put in; the source language is the one
    given. ``created`` is the date (default: the header's, else that of SOURCE_DATE_EPOCH, else none); ``properties``
    come after the header's own.
    """
    values = {
        "creationtool": "Accord",
        "creationtoolversion": metadata.version("accord-toolkit"),
        "segtype": "sentence",
        "o-tmf": "Accord",
        "adminlang": "en",
        "srclang": source_language,
        "datatype": "plaintext",
        "creationdate": date_text(created or (None if header else source_date())),
    }
    if header is not None:
        values |= {a.name: a.value for a in header.attributes if a.name not in {"srclang", "lang", "xml:lang"}}
        if created is not None:
            values["creationdate"] = date_text(created)
    said = [Attribute(name, value) for name, value in values.items() if value]
    return "".join(
        [
            '<?xml version="1.0" encoding="UTF-8"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">\n',
            _element(said, header, properties),
            "<body>\n",
        ]
    )


def header_to_text(header: TmxHeader) -> str:
    """The header as an element ``<header>`` in XML, by itself."""
    return _element(header.attributes, header, ())


def header_from_text(text: str) -> TmxHeader:
    """What :func:`header_to_text` wrote; raises :class:`~tmx.errors.ParseError` where it is no header."""
    return header_of(parse_record(text, Path("header"), _HEADER).element, "1.4")


def joined_headers(headers: Sequence[TmxHeader]) -> TmxHeader | None:
    """One header for the units of several files: what all of them say, and every property, note and encoding once.

    ``None`` for none.
    """
    if len(headers) < 2:
        return headers[0] if headers else None
    said = [{a.name: a.value for a in header.attributes} for header in headers]
    return replace(
        headers[0],
        attributes=tuple(a for a in headers[0].attributes if all(one.get(a.name) == a.value for one in said)),
        source_language=headers[0].source_language if len({h.source_language for h in headers}) == 1 else "",
        properties=tuple(dict.fromkeys(item for header in headers for item in header.properties)),
        notes=tuple(dict.fromkeys(note for header in headers for note in header.notes)),
        note_details=tuple(dict.fromkeys(replace(d, after=0) for header in headers for d in header.note_details)),
        encodings=tuple(dict.fromkeys(encoding for header in headers for encoding in header.encodings)),
    )


def _element(attributes: Sequence[Attribute], header: TmxHeader | None, properties: Sequence[Property]) -> str:
    inside = "".join(_children(header, properties))
    return f"<header{attribute_list(attributes)}" + (f">\n{inside}</header>\n" if inside else "/>\n")


def _children(header: TmxHeader | None, properties: Sequence[Property]) -> Iterator[str]:
    if header is None:
        yield from written_remarks(tuple(properties), (), ())
        return
    for encoding in header.encodings:
        if encoding.maps:  # the format allows none without
            yield f"  <ude{attribute_list(encoding.attributes)}>\n"
            yield from (f"    <map{attribute_list(item.attributes)}/>\n" for item in encoding.maps)
            yield "  </ude>\n"
    yield from written_remarks((*header.properties, *properties), header.notes, header.note_details)


def source_date() -> datetime | None:
    """The date of https://reproducible-builds.org/specs/source-date-epoch/, if it is set."""
    seconds = os.environ.get("SOURCE_DATE_EPOCH", "")
    if not (seconds.isascii() and seconds.isdigit()):
        return None
    try:
        return datetime.fromtimestamp(int(seconds), UTC)
    except (OverflowError, OSError, ValueError):  # after the year 9999
        return None
