"""TMX, the Translation Memory eXchange format: 1.1 to 1.4b are read, 1.4b is written, both as a stream.

Source: TMX 1.4b Specification (LISA OSCAR, 2005), https://www.gala-global.org/tmx-14b.
"""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from itertools import islice
from pathlib import Path

from tmx.errors import ParseError
from tmx.formats.segments import SegmentBuilder
from tmx.formats.tmx_codes import read_content
from tmx.formats.tmx_header import TmxHeader, header_of
from tmx.formats.tmx_parts import TmxBlock, read_blocks
from tmx.formats.tmx_plain import PlainReader, unit_of
from tmx.formats.tmx_remarks import NO_REMARKS, read_remarks
from tmx.formats.tmx_source import source_first, source_place, variant_language
from tmx.formats.tmx_text import attributes_of
from tmx.formats.tmx_writing import in_canonical_order, parse_tmx_languages, write_tmx
from tmx.formats.xml_records import Element, Record, Vocabulary, read_records
from tmx.memory import UnitColumns
from tmx.model import Segment, TranslationUnit

__all__ = [
    "TmxHeader",
    "in_canonical_order",
    "parse_tmx_languages",
    "read_header",
    "read_tmx",
    "read_tmx_blocks",
    "read_tmx_columns",
    "unit_from_element",
    "write_tmx",
]

_VOCABULARY = Vocabulary(
    title="TMX",
    roots=frozenset({"tmx"}),
    records=frozenset({"header", "tu"}),
    units=frozenset({"tu"}),
)


def read_header(path: Path) -> TmxHeader:
    """The header of the TMX file ``path``.

    Raises :class:`~tmx.errors.ParseError` where the file is no TMX or has no header.
    """
    for record in read_records(path, _VOCABULARY):
        if record.element.tag == "header":
            return header_of(record.element, record.ancestors[0].get("version", ""))
        break
    raise ParseError("the TMX has no <header>", path=path, remedy="export it again")


def read_tmx(path: Path) -> Iterator[TranslationUnit]:
    """The translation units of the TMX file ``path`` in order, in memory that does not grow with the file.

    A unit's variants are those of the file with the source language's (``srclang`` of the unit or of the header) put
    first. The identifier is the ``tuid``, or the unit's number from 1. Dates and authors that the unit does not say
    are those of its last variant that does. Text of a sub-flow (``<sub>``) stays in its code.

    Raises :class:`~tmx.errors.ParseError` with line and column where the file is broken; whole units before that place
    are handed over first.
    """
    plain = PlainReader(path, partial(unit_from_element, path=path))
    yield from plain
    if not plain.finished:
        yield from islice(_read_any(path), plain.count, None)


def read_tmx_columns(path: Path) -> Iterator[TranslationUnit | UnitColumns]:
    """The units of :func:`read_tmx`, those of the simplest kind many at once; it raises the same."""
    plain = PlainReader(path, partial(unit_from_element, path=path))
    yield from plain.columns()
    if not plain.finished:
        yield from islice(_read_any(path), plain.count, None)


def read_tmx_blocks(path: Path, share: int, shares: int) -> Iterator[TmxBlock | None]:
    """Every ``shares``-th block of a plain TMX file, from ``share`` on; see :mod:`tmx.formats.tmx_parts`."""
    yield from read_blocks(path, share, shares, partial(unit_from_element, path=path))


def _read_any(path: Path) -> Iterator[TranslationUnit]:
    """The units of a TMX file written in any way."""
    source_language = ""
    number = 0
    for record in read_records(path, _VOCABULARY):
        if record.element.tag == "header":
            source_language = record.element.get("srclang", "")
        else:
            number += 1
            yield unit_from_element(record.element, number, record.line, source_language, path, record)


def unit_from_element(
    element: Element,
    number: int,
    line: int,
    source_language: str,
    path: Path,
    record: Record | None = None,
) -> TranslationUnit:
    """A unit from an element ``<tu>``; ``number`` in the file and ``line`` from 1.

    ``record`` is what the element was read as, for messages that say the place. Raises
    :class:`~tmx.errors.ParseError` where it is no unit: a variant without language or text, one inside another.
    """
    written = []
    try:
        for child in element:
            if child.tag == "tuv":
                written.append(child)
            elif child.tag == "tu":
                raise _Misplaced(child, "a <tu> stands inside another", "close the one before it with </tu>")
        variants = [_variant(child) for child in written]
    except _Misplaced as fault:
        column = None
        if record is not None:
            at = next(n for n, part in enumerate(element.iter()) if part is fault.element)
            line, column = record.lines[at], record.columns[at]
        raise ParseError(fault.reason, path=path, line=line, column=column, remedy=fault.remedy) from None
    inherited: dict[str, str] = {}
    for child in written:  # the unit's own count most, then the translation's, as tools write them
        inherited.update(child.attrib)
    inherited.pop("xml:lang", None)
    inherited.pop("lang", None)
    source = element.get("srclang") or source_language
    place = source_place(variants, source)
    remarks = read_remarks(element)
    return unit_of(element.attrib, inherited, source_first(variants, source), place, remarks, number, line)


class _Misplaced(Exception):  # noqa: N818  it never leaves this module
    """An element that cannot stand as it does."""

    def __init__(self, element: Element, reason: str, remedy: str) -> None:
        super().__init__(reason)
        self.element = element
        self.reason = reason
        self.remedy = remedy


def _variant(element: Element) -> Segment:
    language = variant_language(element)
    said = element.attrib
    if not language:
        raise _Misplaced(element, "a <tuv> does not say which language it is in", 'add xml:lang="…" to it')
    segments = element.findall("seg")
    if not segments:
        raise _Misplaced(element, f"the <tuv> in {language} has no <seg>", "export it again")
    if len(segments) > 1:
        raise _Misplaced(segments[1], f"the <tuv> in {language} has more than one <seg>", "keep one of them")
    segment = segments[0]
    remarks = read_remarks(element) if len(element) > 1 else NO_REMARKS
    others = attributes_of({k: v for k, v in said.items() if k not in ("xml:lang", "lang")}) if len(said) > 1 else ()
    if not len(segment):
        return Segment(
            language, segment.text or "", (), others, remarks.properties, remarks.notes, remarks.note_details
        )
    builder = SegmentBuilder()
    read_content(segment, builder)
    return Segment(
        language, builder.plain, builder.codes, others, remarks.properties, remarks.notes, remarks.note_details
    )
