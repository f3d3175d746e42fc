"""Segments and units made quickly: a large memory has millions.

A frozen dataclass sets each of its fields through ``object.__setattr__``, which took half of the time in which a memory
is read. Here the fields are set in an object of the same layout, which then becomes a frozen one.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from tmx.model import Attribute, InlineCode, NoteDetail, Property, Segment, TranslationUnit

__all__ = ["quick_segment", "quick_unit"]


class _Segment:
    __slots__ = Segment.__slots__

    def __init__(
        self, language: str, text: str, codes: tuple[InlineCode, ...], attributes: tuple[Attribute, ...]
    ) -> None:
        self.language = language
        self.text = text
        self.codes = codes
        self.attributes = attributes
        self.properties = ()
        self.notes = ()
        self.note_details = ()
        self.__class__ = Segment  # type: ignore[assignment] # the layout is the same, see above


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


# A segment without properties and notes of its own.
quick_segment: Callable[[str, str, tuple[InlineCode, ...], tuple[Attribute, ...]], Segment] = _Segment  # type: ignore[assignment] # it becomes one
# A unit; every field is given, in the order of the model.
quick_unit: Callable[..., TranslationUnit] = _Unit  # type: ignore[assignment] # it becomes one
