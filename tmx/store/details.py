"""What a unit has beside its texts, dates and authors, as JSON in one column; and inline codes as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from json.encoder import encode_basestring as _quoted
from typing import Any

from msgspec import Struct, field

from tmx.model import Attribute, InlineCode, NoteDetail, Property, Segment, Subflow, TranslationUnit

__all__ = ["UnitDetails", "VariantDetails", "codes_from_text", "codes_to_text", "details_from_text", "details_to_text"]


class VariantDetails(Struct, frozen=True):
    """What a variant has of its own: attributes, properties, notes."""

    attributes: tuple[Attribute, ...] = ()
    properties: tuple[Property, ...] = ()
    notes: tuple[str, ...] = ()
    note_details: tuple[NoteDetail, ...] = ()


class UnitDetails(Struct, frozen=True):
    """What a unit and its variants (by their places) have; see the fields of :class:`~tmx.model.TranslationUnit`."""

    properties: tuple[Property, ...] = ()
    notes: tuple[str, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    note_details: tuple[NoteDetail, ...] = ()
    source_place: int = 0
    unnamed: bool = False
    variants: dict[int, VariantDetails] = field(default_factory=dict)


def details_to_text(unit: TranslationUnit) -> str | None:
    """The details of a unit as JSON; ``None`` for none.

    A list of the properties and the notes and, where there is more, an object with it.
    """
    more = []
    if unit.attributes:
        more.append(f'"attributes":{_attributes_text(unit.attributes)}')
    if unit.note_details:
        more.append(f'"note details":{_json(_note_details(unit.note_details))}')
    if unit.source_place:
        more.append(f'"source place":{unit.source_place}')
    if unit.unnamed:
        more.append('"unnamed":true')
    variants = [
        f'"{place}":{_variant_text(segment)}'
        for place, segment in enumerate(unit.variants)
        if segment.attributes or segment.properties or segment.notes
    ]
    if variants:
        more.append(f'"variants":{{{",".join(variants)}}}')
    if not unit.properties and not unit.notes and not more:
        return None
    others = f",{{{','.join(more)}}}" if more else ""
    return f"[{_properties_text(unit.properties)},[{','.join(map(_quoted, unit.notes))}]{others}]"


def details_from_text(text: str | None) -> UnitDetails:
    """What :func:`details_to_text` wrote."""
    if not text:
        return _NONE
    properties, notes, *others = json.loads(text)
    more = others[0] if others else {}
    return UnitDetails(
        _properties_of(properties),
        tuple(notes),
        _attributes_of(more.get("attributes", ())),
        _note_details_of(more.get("note details", ())),
        more.get("source place", 0),
        more.get("unnamed", False),
        {int(place): _variant_of(row) for place, row in more.get("variants", {}).items()},
    )


_NONE = UnitDetails()


def codes_to_text(codes: tuple[InlineCode, ...]) -> str | None:
    """Inline codes as JSON; ``None`` for none."""
    return f"[{','.join(map(_code_text, codes))}]" if codes else None


def codes_from_text(text: str | None) -> tuple[InlineCode, ...]:
    """Inline codes from JSON."""
    return _codes_of(json.loads(text)) if text else ()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode

# What most units have is written without going through lists: memories have millions.


def _code_text(code: InlineCode) -> str:
    if code.subflows:
        return _json(_codes((code,))[0])
    start = f"[{code.position},{_quoted(code.kind)},{_quoted(code.content)},{_quoted(code.identifier)}"
    if not code.element and not code.attributes:
        return start + "]"
    return f"{start},{_quoted(code.element)},{_attributes_text(code.attributes)}]"


def _variant_text(segment: Segment) -> str:
    """A variant's details as a row: attributes, properties, notes, what notes have beside their text."""
    notes = ",".join(map(_quoted, segment.notes))
    details = _json(_note_details(segment.note_details)) if segment.note_details else "[]"
    attributes = _attributes_text(segment.attributes)
    return f"[{attributes},{_properties_text(segment.properties)},[{notes}],{details}]"


def _attributes_text(attributes: Sequence[Attribute]) -> str:
    return f"[{','.join([f'[{_quoted(item.name)},{_quoted(item.value)}]' for item in attributes])}]"


def _properties_text(properties: Sequence[Property]) -> str:
    return f"[{','.join([_property_text(item) for item in properties])}]"


def _property_text(item: Property) -> str:
    attributes = f",{_attributes_text(item.attributes)}" if item.attributes else ""
    return f"[{_quoted(item.type)},{_quoted(item.value)}{attributes}]"


def _codes(codes: Sequence[InlineCode]) -> list[list[Any]]:
    rows = []
    for code in codes:
        row: list[Any] = [code.position, code.kind, code.content, code.identifier]
        if code.element or code.attributes or code.subflows:
            row += [code.element, _attributes(code.attributes)]
        if code.subflows:
            row.append(
                [[s.start, s.end, s.text, _codes(s.codes), _attributes(s.attributes)] for s in code.subflows],
            )
        rows.append(row)
    return rows


def _codes_of(rows: Sequence[Sequence[Any]]) -> tuple[InlineCode, ...]:
    return tuple(
        InlineCode(*row[:5], *map(_attributes_of, row[5:6]), *map(_subflows_of, row[6:7]))
        if len(row) > 4
        else InlineCode(*row)
        for row in rows
    )


def _subflows_of(rows: Sequence[Sequence[Any]]) -> tuple[Subflow, ...]:
    return tuple(
        Subflow(start, end, text, _codes_of(codes), _attributes_of(attributes))
        for start, end, text, codes, attributes in rows
    )


def _attributes(attributes: Sequence[Attribute]) -> list[list[str]]:
    return [[item.name, item.value] for item in attributes]


def _attributes_of(rows: Sequence[Sequence[str]]) -> tuple[Attribute, ...]:
    return tuple(Attribute(name, value) for name, value in rows)


def _properties_of(rows: Sequence[Sequence[Any]]) -> tuple[Property, ...]:
    return tuple(Property(kind, value, *map(_attributes_of, more)) for kind, value, *more in rows)


def _note_details(details: Sequence[NoteDetail]) -> list[list[Any]]:
    return [[item.text, _attributes(item.attributes), item.after] for item in details]


def _note_details_of(rows: Sequence[Sequence[Any]]) -> tuple[NoteDetail, ...]:
    return tuple(NoteDetail(text, _attributes_of(attributes), after) for text, attributes, after in rows)


def _variant_of(row: Sequence[Any]) -> VariantDetails:
    attributes, properties, notes, details = row
    return VariantDetails(
        _attributes_of(attributes), _properties_of(properties), tuple(notes), _note_details_of(details)
    )
