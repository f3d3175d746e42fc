"""What a unit has beside its texts, dates and authors, as JSON in one column; and inline codes as JSON."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any

from tmx.model import Attribute, InlineCode, NoteDetail, Property, Segment, Subflow, TranslationUnit

__all__ = ["UnitDetails", "VariantDetails", "codes_from_text", "codes_to_text", "details_from_text", "details_to_text"]


@dataclass(frozen=True, slots=True)
class VariantDetails:
    """What a variant has of its own: attributes, properties, notes."""

    attributes: tuple[Attribute, ...] = ()
    properties: tuple[Property, ...] = ()
    notes: tuple[str, ...] = ()
    note_details: tuple[NoteDetail, ...] = ()


@dataclass(frozen=True, slots=True)
class UnitDetails:
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
    more: dict[str, Any] = {}
    if unit.attributes:
        more["attributes"] = _attributes(unit.attributes)
    if unit.note_details:
        more["note details"] = _note_details(unit.note_details)
    if unit.source_place:
        more["source place"] = unit.source_place
    if unit.unnamed:
        more["unnamed"] = True
    variants = {str(place): row for place, segment in enumerate(unit.variants) if (row := _variant(segment))}
    if variants:
        more["variants"] = variants
    if not unit.properties and not unit.notes and not more:
        return None
    return _json([_properties(unit.properties), list(unit.notes), *([more] if more else [])])


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
    return _json(_codes(codes)) if codes else None


def codes_from_text(text: str | None) -> tuple[InlineCode, ...]:
    """Inline codes from JSON."""
    return _codes_of(json.loads(text)) if text else ()


_json = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode


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


def _properties(properties: Sequence[Property]) -> list[list[Any]]:
    return [
        [item.type, item.value, *([_attributes(item.attributes)] if item.attributes else [])] for item in properties
    ]


def _properties_of(rows: Sequence[Sequence[Any]]) -> tuple[Property, ...]:
    return tuple(Property(kind, value, *map(_attributes_of, more)) for kind, value, *more in rows)


def _note_details(details: Sequence[NoteDetail]) -> list[list[Any]]:
    return [[item.text, _attributes(item.attributes), item.after] for item in details]


def _note_details_of(rows: Sequence[Sequence[Any]]) -> tuple[NoteDetail, ...]:
    return tuple(NoteDetail(text, _attributes_of(attributes), after) for text, attributes, after in rows)


def _variant(segment: Segment) -> list[Any]:
    """A variant's details as a row; empty for none."""
    if not (segment.attributes or segment.properties or segment.notes):
        return []
    return [
        _attributes(segment.attributes),
        _properties(segment.properties),
        list(segment.notes),
        _note_details(segment.note_details),
    ]


def _variant_of(row: Sequence[Any]) -> VariantDetails:
    attributes, properties, notes, details = row
    return VariantDetails(
        _attributes_of(attributes), _properties_of(properties), tuple(notes), _note_details_of(details)
    )
