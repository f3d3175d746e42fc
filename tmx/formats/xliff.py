"""XLIFF, the XML Localisation Interchange File Format: 1.x with Trados and memoQ's kinds of it, and 2.x are read.

Sources: XLIFF 1.2 (OASIS, 2008), http://docs.oasis-open.org/xliff/v1.2/os/xliff-core.html; XLIFF 2.1 (OASIS, 2018),
http://docs.oasis-open.org/xliff/xliff-core/v2.1/xliff-core-v2.1.html.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from pathlib import Path

from msgspec import Struct

from tmx.errors import ParseError
from tmx.files import MAX_DOCUMENT_BYTES
from tmx.formats.segments import SegmentBuilder
from tmx.formats.xliff_metadata import read_metadata
from tmx.formats.xml_records import Element, Record, Vocabulary, read_records
from tmx.model import Property, Segment, TranslationUnit

__all__ = ["read_xliff", "segments_of"]

_SDL = "{http://sdl.com/FileTypes/SdlXliff/1.0}"
_SDL_TAGS, _SDL_COMMENTS = f"{_SDL}tag-defs", f"{_SDL}cmt-defs"
_MEMOQ_COMMENTS = "{MQXliff}comments/{MQXliff}comment"
_VOCABULARY = Vocabulary(
    title="XLIFF",
    roots=frozenset({"xliff"}),
    records=frozenset({"trans-unit", "unit", _SDL_TAGS, _SDL_COMMENTS}),
    units=frozenset({"trans-unit", "unit"}),
    namespaces=frozenset(f"urn:oasis:names:tc:xliff:document:{n}" for n in ("1.0", "1.1", "1.2", "2.0", "2.2")),
)
_SDL_DELETED = "x-sdl-deleted"
_GUID = re.compile(r"[0-9a-fA-F]{8}(?:-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}")
_CODES_WITH_CONTENT = frozenset({"bpt", "ept", "it", "ph"})


def read_xliff(path: Path) -> Iterator[TranslationUnit]:
    """The units of the XLIFF file ``path`` in order, source first; a unit without ``<target>`` has an empty one.

    1.x: a unit a ``<trans-unit>``, named by its ``id``; where that is segmented (``<seg-source>``), a unit a segment,
    named by the ``id``, with ``/`` and the segment's ``mid`` where there are several (the ``mid`` alone where the
    ``id`` is a GUID, as Trados shows it). 2.x: a unit a ``<segment>``, named by the ``<unit>``'s ``id``, with ``/`` and
    the segment's where there are several. Properties: ``file`` (the original's name), ``state``, ``approved``,
    ``translate``, ``resname``, as far as the file has them; of 2.x also what Accord has put into its metadata, with
    dates and authors. The language of a variant is empty where the file does not name it. Notes are those of the unit,
    and the comments that Trados and memoQ keep.

    Raises :class:`~tmx.errors.ParseError` where the file is broken or no XLIFF; :class:`~tmx.errors.StoreError` where
    it cannot be opened or is larger than a document may be.
    """
    tags: Mapping[str, _Tag] = {}
    comments: Mapping[str, tuple[str, ...]] = {}
    file: Element | None = None
    number = 0
    for record in read_records(path, _VOCABULARY, limit=MAX_DOCUMENT_BYTES):
        current = next((element for element in record.ancestors if element.tag == "file"), None)
        if current is not file:
            file, tags = current, {}
        if record.element.tag == _SDL_TAGS:
            tags = _sdl_tags(record.element)
            continue
        if record.element.tag == _SDL_COMMENTS:
            comments = _sdl_comments(record.element)
            continue
        number += 1
        if record.element.tag == "trans-unit":
            yield from _trans_units(record, number, file, tags, comments, path)
        else:
            yield from _segments(record, number, file, path)


def _file_attribute(file: Element | None, name: str) -> str:
    return "" if file is None else file.get(name, "")


def _inherited(record: Record, name: str) -> str:
    """An attribute of the unit, or of the nearest element around it that has it."""
    for element in (record.element, *reversed(record.ancestors)):
        if name in element.attrib:
            return element.attrib[name]
    return ""


def _given(*properties: tuple[str, str | None]) -> tuple[Property, ...]:
    return tuple(Property(kind, value) for kind, value in properties if value)


# XLIFF 1.x


class _Tag(Struct, frozen=True):
    """The native markup of a tag as SDLXLIFF defines it in its header."""

    opening: str
    closing: str


def _sdl_tags(definitions: Element) -> Mapping[str, _Tag]:
    tags: dict[str, _Tag] = {}
    for tag in definitions.findall(f"{_SDL}tag"):
        parts = {child.tag.removeprefix(_SDL): "".join(child.itertext()) for child in tag}
        alone = parts.get("ph", parts.get("st", ""))
        tags[tag.get("id", "")] = _Tag(parts.get("bpt", alone), parts.get("ept", ""))
    return tags


def _sdl_comments(definitions: Element) -> Mapping[str, tuple[str, ...]]:
    """The comments of SDLXLIFF by the names by which marks refer to them."""
    return {
        one.get("id", ""): tuple(
            text
            for comment in one.iter()
            if comment.tag.removeprefix(_SDL) == "Comment" and (text := "".join(comment.itertext()).strip())
        )
        for one in definitions
    }


def _trans_units(
    record: Record,
    number: int,
    file: Element | None,
    tags: Mapping[str, _Tag],
    comments: Mapping[str, tuple[str, ...]],
    path: Path,
) -> Iterator[TranslationUnit]:
    """The units of a ``<trans-unit>``: one, or one a segment where the tool has segmented it (``<seg-source>``)."""
    element = record.element
    identifier = element.get("id") or str(number)
    source, target = element.find("source"), element.find("target")
    if source is None:
        raise ParseError(
            f"the unit «{identifier}» has no <source>", path=path, line=record.line, remedy="export the file again"
        )
    languages = _file_attribute(file, "source-language"), _file_attribute(file, "target-language")
    segments = _segment_names(element)
    if not segments:
        yield _unit_1(record, identifier, (source, target), languages, tags, comments, "")
        return
    seg_source = element.find("seg-source")
    assert seg_source is not None  # it holds the segments
    sources, targets = _marked(seg_source), {} if target is None else _marked(target)
    for name in segments:
        if _GUID.fullmatch(identifier):
            shown = name or identifier
        else:
            shown = identifier if len(segments) == 1 else f"{identifier}/{name}"
        # <source> may tell more of the codes than <seg-source>
        sides = source if len(segments) == 1 else sources.get(name), targets.get(name)
        outer = source.get("xml:lang", ""), "" if target is None else target.get("xml:lang", "")
        yield _unit_1(record, shown, sides, (outer[0] or languages[0], outer[1] or languages[1]), tags, comments, name)


def _unit_1(
    record: Record,
    identifier: str,
    sides: tuple[Element | None, Element | None],
    languages: tuple[str, str],
    tags: Mapping[str, _Tag],
    comments: Mapping[str, tuple[str, ...]],
    segment: str,
) -> TranslationUnit:
    element, target = record.element, record.element.find("target")
    definition = next((d for d in element.iterfind(f"{_SDL}seg-defs/{_SDL}seg") if d.get("id") == segment), None)
    state = None if target is None else target.get("state")
    return TranslationUnit(
        identifier=identifier,
        variants=(_side(sides[0], languages[0], tags), _side(sides[1], languages[1], tags)),
        properties=_given(
            ("file", next((a.get("original") for a in record.ancestors if a.tag == "file"), None)),
            ("resname", element.get("resname")),
            ("state", state if definition is None else definition.get("conf")),
            ("approved", element.get("approved")),
            ("translate", _inherited(record, "translate")),
        ),
        notes=(*_notes(element), *_sdl_notes(sides, comments)),
        line=record.line,
    )


def _side(element: Element | None, language: str, tags: Mapping[str, _Tag]) -> Segment:
    return Segment(language, "") if element is None else _variant(element, language, tags)


def _segment_names(unit: Element) -> tuple[str, ...]:
    source, target = unit.find("seg-source"), unit.find("target")
    if source is None:
        return ()
    given = () if target is None else tuple(_marked(target))
    return segments_of(
        tuple(_marked(source)), given, has_text=target is not None and any(map(str.strip, target.itertext()))
    )


def segments_of(source: Sequence[str], target: Sequence[str], *, has_text: bool) -> tuple[str, ...]:
    """The names of a unit's segments, in order, by those of its source and its target; none where it is one text.

    A target that has text and is not split, in a unit whose source is, is one text.
    """
    if not source or (has_text and not target):
        return ()
    return tuple(dict.fromkeys([*source, *target]))


def _marked(side: Element) -> dict[str, Element]:
    """The segments of a side by their ``mid``."""
    return {mark.get("mid", ""): mark for mark in side.iter("mrk") if mark.get("mtype") == "seg"}


def _notes(element: Element) -> tuple[str, ...]:
    found = [*element.findall("note"), *(c for c in element.iterfind(_MEMOQ_COMMENTS) if c.get("deleted") != "true")]
    return tuple(text for note in found if (text := "".join(note.itertext()).strip()))


def _sdl_notes(sides: Iterable[Element | None], comments: Mapping[str, tuple[str, ...]]) -> Iterator[str]:
    """The comments on marked words of a segment."""
    named = (mark.get(f"{_SDL}cid", "") for side in sides if side is not None for mark in side.iter("mrk"))
    for name in dict.fromkeys(named):
        yield from comments.get(name, ())


def _variant(element: Element, language: str, tags: Mapping[str, _Tag]) -> Segment:
    builder = SegmentBuilder()
    _read_content(element, builder, lambda child: _read_code_1(child, builder, tags))
    return builder.segment(element.get("xml:lang") or language)


def _read_content(element: Element, builder: SegmentBuilder, read_code: Callable[[Element], None]) -> None:
    builder.text(element.text)
    for child in element:
        read_code(child)
        builder.text(child.tail)


def _read_code_1(element: Element, builder: SegmentBuilder, tags: Mapping[str, _Tag]) -> None:
    """One inline element of XLIFF 1.x (section 2.4 of 1.2)."""
    tag = element.tag
    identifier = element.get("id", "")
    pair = element.get("rid") or identifier
    shown = element.get("equiv-text", "")
    if tag in _CODES_WITH_CONTENT:
        shown = "".join(element.itertext()) or shown
    known = tags.get(identifier, _Tag(shown, ""))
    if tag == "g":
        builder.code("open", known.opening, identifier)
        _read_content(element, builder, lambda child: _read_code_1(child, builder, tags))
        builder.code("close", known.closing, identifier)
    elif tag in {"x", "ph"}:
        builder.code("standalone", known.opening, identifier)
    elif tag in {"bx", "bpt"}:
        builder.code("open", known.opening, pair)
    elif tag in {"ex", "ept"}:
        builder.code("close", shown, pair)
    elif tag == "it":
        builder.code("close" if element.get("pos") == "close" else "open", shown, identifier)
    elif tag == "mrk":
        _read_mark(element, builder, tags)
    else:  # a tool's own element: its text is text
        _read_content(element, builder, lambda child: _read_code_1(child, builder, tags))


def _read_mark(element: Element, builder: SegmentBuilder, tags: Mapping[str, _Tag]) -> None:
    kind = element.get("mtype", "")
    if kind == _SDL_DELETED:  # a tracked deletion: the translator has struck it out
        return
    # Marks of sentence ends, comments and changes are no tags of the document: a translator need not keep them.
    marked = kind != "seg" and not kind.startswith("x-sdl-")
    if marked:
        builder.code("open", f'<mrk mtype="{kind}">', element.get("mid", ""))
    _read_content(element, builder, lambda child: _read_code_1(child, builder, tags))
    if marked:
        builder.code("close", "</mrk>", element.get("mid", ""))


# XLIFF 2.x


def _segments(record: Record, number: int, file: Element | None, path: Path) -> Iterator[TranslationUnit]:
    unit = record.element
    name = unit.get("id") or str(number)
    segments = unit.findall("segment")
    data = {item.get("id", ""): "".join(item.itertext()) for item in unit.iterfind("originalData/data")}
    notes = tuple(text for note in unit.iterfind("notes/note") if (text := "".join(note.itertext()).strip()))
    more = read_metadata(unit)
    for place, segment in enumerate(segments, 1):
        identifier = name if len(segments) == 1 else f"{name}/{segment.get('id') or place}"
        source, target = segment.find("source"), segment.find("target")
        if source is None:
            raise ParseError(
                f"the segment «{identifier}» has no <source>",
                path=path,
                line=record.line,
                remedy="export the file again",
            )
        target_language = record.ancestors[0].get("trgLang", "")
        yield TranslationUnit(
            identifier=identifier,
            variants=(
                _variant_2(source, record.ancestors[0].get("srcLang", ""), data),
                Segment(target_language, "") if target is None else _variant_2(target, target_language, data),
            ),
            properties=_given(
                ("file", _file_attribute(file, "original") or _file_attribute(file, "id")),
                ("resname", unit.get("name")),
                ("state", segment.get("state")),
                ("translate", _inherited(record, "translate")),
            )
            + more.properties,
            notes=notes,
            created=more.created,
            created_by=more.created_by,
            changed=more.changed,
            changed_by=more.changed_by,
            line=record.line,
        )


def _variant_2(element: Element, language: str, data: Mapping[str, str]) -> Segment:
    builder = SegmentBuilder()
    _read_content(element, builder, lambda child: _read_code_2(child, builder, data))
    return builder.segment(element.get("xml:lang") or language)


def _read_code_2(element: Element, builder: SegmentBuilder, data: Mapping[str, str]) -> None:
    """One inline element of XLIFF 2.x (section 4.7 of 2.1)."""
    tag = element.tag
    identifier = element.get("id", "")

    def native(reference: str = "dataRef", equivalent: str = "equiv") -> str:
        """The original data that one attribute refers to, or the equivalent text that another one gives."""
        return data.get(element.get(reference, ""), "") or element.get(equivalent, "")

    if tag == "pc":
        builder.code("open", native("dataRefStart", "equivStart"), identifier)
        _read_content(element, builder, lambda child: _read_code_2(child, builder, data))
        builder.code("close", native("dataRefEnd", "equivEnd"), identifier)
    elif tag == "ph":
        builder.code("standalone", native(), identifier)
    elif tag == "sc":
        builder.code("open", native(), identifier)
    elif tag == "ec":
        builder.code("close", native(), element.get("startRef") or identifier)
    elif tag == "sm":
        builder.code("open", "<sm>", identifier)
    elif tag == "em":
        builder.code("close", "<em>", element.get("startRef", ""))
    elif tag == "cp":  # a character that XML cannot hold
        builder.code("standalone", f'<cp hex="{element.get("hex", "")}"/>')
    elif tag == "mrk":
        builder.code("open", "<mrk>", identifier)
        _read_content(element, builder, lambda child: _read_code_2(child, builder, data))
        builder.code("close", "</mrk>", identifier)
    else:
        _read_content(element, builder, lambda child: _read_code_2(child, builder, data))
