"""Segments and units made quickly: a large memory has millions.

A frozen dataclass sets each of its fields through ``object.__setattr__``, which took half of the time in which a memory
is read. Here the fields are set in an object of the same layout, which then becomes a frozen one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tmx.model import Attribute, InlineCode, NoteDetail, Property, Segment, TranslationUnit

__all__ = ["quick_attribute", "quick_code", "quick_property", "quick_segment", "quick_unit"]


class _Segment:
    __slots__ = Segment.__slots__

    def __init__(
        self,
        language: str,
        text: str,
        codes: tuple[InlineCode, ...],
        attributes: tuple[Attribute, ...],
        properties: tuple[Property, ...] = (),
        notes: tuple[str, ...] = (),
        note_details: tuple[NoteDetail, ...] = (),
    ) -> None:
        self.language = language
        self.text = text
        self.codes = codes
        self.attributes = attributes
        self.properties = properties
        self.notes = notes
        self.note_details = note_details
        self.__class__ = Segment  # type: ignore[assignment] # the layout is the same, see above


class _Attribute:
    __slots__ = Attribute.__slots__

    def __init__(self, name: str, value: str) -> None:
        self.name = name
        self.value = value
        self.__class__ = Attribute  # type: ignore[assignment] # the layout is the same, see above


class _Property:
    __slots__ = Property.__slots__

    def __init__(self, kind: str, value: str, attributes: tuple[Attribute, ...] = ()) -> None:
        self.type = kind
        self.value = value
        self.attributes = attributes
        self.__class__ = Property  # type: ignore[assignment] # the layout is the same, see above


class _Code:
    __slots__ = InlineCode.__slots__

    def __init__(self, position: int, code: InlineCode) -> None:
        self.position = position
        self.kind = code.kind
        self.content = code.content
        self.identifier = code.identifier
        self.element = code.element
        self.attributes = code.attributes
        self.subflows = code.subflows
        self.__class__ = InlineCode  # type: ignore[assignment] # the layout is the same, see above


class _Unit:
    __slots__ = TranslationUnit.__slots__

    def __init__(
        self,
        identifier: str,
        variants: tuple[Segment, ...],
        properties: tuple[Property, ...],
        notes: tuple[str, ...],
        created: datetime | None,
        changed: datetime | None,
        created_by: str | None,
        changed_by: str | None,
        line: int | None,
        attributes: tuple[Attribute, ...],
        note_details: tuple[NoteDetail, ...],
        source_place: int,
        unnamed: bool,
    ) -> None:
        self.identifier = identifier
        self.variants = variants
        self.properties = properties
        self.notes = notes
        self.created = created
        self.changed = changed
        self.created_by = created_by
        self.changed_by = changed_by
        self.line = line
        self.attributes = attributes
        self.note_details = note_details
        self.source_place = source_place
        self.unnamed = unnamed
        self.__class__ = TranslationUnit  # type: ignore[assignment] # the layout is the same, see above


# A segment; its fields in the order of the model, but for the codes of its text, which come before its attributes.
quick_segment: Callable[..., Segment] = _Segment  # type: ignore[assignment] # it becomes one
quick_attribute: Callable[[str, str], Attribute] = _Attribute  # type: ignore[assignment] # it becomes one
quick_property: Callable[..., Property] = _Property  # type: ignore[assignment] # it becomes one
# A code in another place.
quick_code: Callable[[int, InlineCode], InlineCode] = _Code  # type: ignore[assignment] # it becomes one
# A unit; every field is given, in the order of the model.
quick_unit: Callable[..., TranslationUnit] = _Unit  # type: ignore[assignment] # it becomes one
