"""Notes and properties in a TMX: of the header, of units, of variants."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import NamedTuple
from xml.etree.ElementTree import Element  # the data structure only; nothing is parsed with it

from tmx.formats.tmx_text import attribute_list, attributes_of, escaped, escaped_attribute
from tmx.model import NoteDetail, Property

__all__ = ["NO_REMARKS", "Remarks", "note_detail", "property_line", "property_of", "read_remarks", "written_remarks"]


class Remarks(NamedTuple):
    """Properties and notes, each in order, and what notes have beside their text. A tuple, for there are millions."""

    properties: tuple[Property, ...] = ()
    notes: tuple[str, ...] = ()
    note_details: tuple[NoteDetail, ...] = ()


NO_REMARKS = Remarks()


def read_remarks(element: Element) -> Remarks:
    """The notes and properties that stand directly in ``element``."""
    properties: list[Property] = []
    notes: list[str] = []
    details: list[NoteDetail] = []
    for child in element:
        if child.tag == "prop":
            properties.append(property_of(child.attrib, "".join(child.itertext())))
        elif child.tag == "note":
            text = "".join(child.itertext())
            notes.append(text)
            detail = note_detail(text, child.attrib, len(properties))
            if detail is not None:
                details.append(detail)
    return Remarks(tuple(properties), tuple(notes), tuple(details)) if properties or notes else NO_REMARKS


def property_of(said: Mapping[str, str], text: str) -> Property:
    """A property from the attributes of its element and its text."""
    if len(said) == 1 and "type" in said:
        return Property(said["type"], text)
    others = {name: value for name, value in said.items() if name != "type"}
    return Property(said.get("type", ""), text, attributes_of(others))


def note_detail(text: str, said: Mapping[str, str], before: int) -> NoteDetail | None:
    """What a note has beside its text, with ``before`` properties standing before it; ``None`` for nothing."""
    return NoteDetail(text, attributes_of(said), before) if said or before else None


def property_line(item: Property) -> str:
    """A property on a line of its own."""
    more = attribute_list(a for a in item.attributes if a.name != "type") if item.attributes else ""
    return f'  <prop type="{escaped_attribute(item.type)}"{more}>{escaped(item.value)}</prop>\n'


def written_remarks(
    properties: tuple[Property, ...], notes: tuple[str, ...], details: tuple[NoteDetail, ...]
) -> Iterator[str]:
    """Notes and properties, a line each: notes first, except where they stood elsewhere."""
    waiting = list(details)
    placed: dict[int, list[str]] = {}
    for text in notes:
        detail = next((item for item in waiting if item.text == text), None)
        if detail is not None:
            waiting.remove(detail)
        more, after = ("", 0) if detail is None else (attribute_list(detail.attributes), detail.after)
        line = f"  <note{more}>{escaped(text)}</note>\n"
        placed.setdefault(max(0, min(after, len(properties))), []).append(line)
    for number, item in enumerate(properties):
        yield from placed.get(number, ())
        yield property_line(item)
    yield from placed.get(len(properties), ())
