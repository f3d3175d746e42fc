"""The central types: segments, translation units, beads and alignments.

Frozen values in the field's standard terms (TMX 1.4b, XLIFF). Offsets are half-open code points of the plain text.
"""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from msgspec import Struct

from tmx.errors import AlignmentError
from tmx.text.languages import primary_subtag

__all__ = [
    "Alignment",
    "Attribute",
    "Bead",
    "InlineCode",
    "NoteDetail",
    "Property",
    "Segment",
    "StoredUnit",
    "Subflow",
    "TranslationUnit",
]


class Attribute(Struct, frozen=True):
    """An attribute of an element of a file, as it stands there (``usagecount``, ``o-tmf``, ``type``)."""

    name: str
    value: str


class Subflow(Struct, frozen=True):
    """Text inside an inline code (TMX, ``<sub>``): the label of a picture, a footnote.

    ``start`` and ``end`` are where it stands in the code's ``content``, its own codes included; ``text`` and ``codes``
    are its own, ``attributes`` those of the element.
    """

    start: int
    end: int
    text: str
    codes: tuple[InlineCode, ...] = ()
    attributes: tuple[Attribute, ...] = ()


class InlineCode(Struct, frozen=True):
    """An inline code that stands in a segment: a tag or a placeholder of the document's own format.

    ``position`` is the offset in the segment's plain text before which the code stands; ``kind`` says whether it
    opens, closes or stands alone; ``content`` is its native markup as far as the file tells; ``identifier`` pairs
    an opening code with its closing one and a source code with its target one.

    ``element`` and ``attributes`` are those of the element in a TMX that the code was read from (``bpt``, ``hi``;
    ``i``, ``x``, ``type``), by which it is written back as it was; ``subflows`` are the texts inside ``content``.
    """

    position: int
    kind: Literal["open", "close", "standalone"]
    content: str = ""
    identifier: str = ""
    element: str = ""
    attributes: tuple[Attribute, ...] = ()
    subflows: tuple[Subflow, ...] = ()


class Property(Struct, frozen=True):
    """A typed property of a unit or a file (TMX 1.4b, ``<prop>``); ``attributes`` are the element's others."""

    type: str
    value: str
    attributes: tuple[Attribute, ...] = ()


class NoteDetail(Struct, frozen=True):
    """What a note has beside its text: attributes, and the number of properties that stand before it in the file."""

    text: str
    attributes: tuple[Attribute, ...] = ()
    after: int = 0


class Segment(Struct, frozen=True):
    """One language's text of a unit, with its BCP 47 tag and its inline codes kept apart from the text.

    ``attributes`` (without the language), ``properties`` and ``notes`` are the variant's own, as a TMX has them;
    ``note_details`` say more of notes that have more than text.
    """

    language: str
    text: str
    codes: tuple[InlineCode, ...] = ()
    attributes: tuple[Attribute, ...] = ()
    properties: tuple[Property, ...] = ()
    notes: tuple[str, ...] = ()
    note_details: tuple[NoteDetail, ...] = ()


class TranslationUnit(Struct, frozen=True):
    """A text in two or more languages: a TMX ``<tu>``, an XLIFF ``<trans-unit>``, a PO entry, a row of a table.

    ``identifier`` is the file's own name for the unit (``tuid``, trans-unit ``id``, ``msgctxt`` or ``msgid``, first
    column), or its number from 1 where it has none. ``variants`` holds the source first; a unit that is not yet
    translated has a single variant or one with empty text. ``line`` is where it begins in its file, from 1.

    ``properties`` and ``notes`` are the unit's own, each variant has more. ``attributes`` are those of a ``<tu>`` for
    which there is no field, and those that say a field's value in a way of their own. ``note_details`` say more of
    notes that have more than text; ``source_place`` is where the source stood among the variants of the file, from 0;
    ``unnamed`` says that ``identifier`` is but the unit's number.
    """

    identifier: str
    variants: tuple[Segment, ...]
    properties: tuple[Property, ...] = ()
    notes: tuple[str, ...] = ()
    created: datetime | None = None
    changed: datetime | None = None
    created_by: str | None = None
    changed_by: str | None = None
    line: int | None = None
    attributes: tuple[Attribute, ...] = ()
    note_details: tuple[NoteDetail, ...] = ()
    source_place: int = 0
    unnamed: bool = False

    def variant(self, language: str) -> Segment | None:
        """The variant in ``language``: the exact tag if there is one, else the first with the same primary subtag."""
        wanted = language.lower()
        for segment in self.variants:
            if segment.language.lower() == wanted:
                return segment
        primary = primary_subtag(language)
        return next((s for s in self.variants if primary_subtag(s.language) == primary), None)

    def property(self, kind: str) -> str | None:
        """The value of the first property of type ``kind``, of the unit or of one of its variants."""
        return next((p.value for p in self.all_properties() if p.type == kind), None)

    def all_properties(self) -> tuple[Property, ...]:
        """The properties of the unit, then those of its variants."""
        more = [p for segment in self.variants for p in segment.properties]
        return (*self.properties, *more) if more else self.properties

    def all_notes(self) -> tuple[str, ...]:
        """The notes of the unit, then those of its variants."""
        more = [note for segment in self.variants for note in segment.notes]
        return (*self.notes, *more) if more else self.notes


class StoredUnit(Struct, frozen=True):
    """A translation unit as a memory store holds it.

    ``number`` is the store's own, from 1, and is never given to another unit; ``document`` is where the unit comes
    from (empty where that is not known), ``imported_from`` the file that brought it in; ``used`` says how often it
    has been put into a translation, ``last_used`` when last.
    """

    number: int
    unit: TranslationUnit
    document: str = ""
    imported_from: str = ""
    used: int = 0
    last_used: datetime | None = None


class Bead(Struct, frozen=True):
    """Sentences of one side that correspond to sentences of the other: the smallest piece of an alignment.

    ``source`` and ``target`` are ranges of zero-based sentence indices; an empty one means: no counterpart.
    ``score`` is the aligner's own (natural log, higher is better), ``confidence`` a probability from 0 to 1.
    """

    source: range
    target: range
    score: float = 0.0
    confidence: float = 1.0

    @property
    def kind(self) -> str:
        """``1-1``, ``2-1``, ``1-0``, ...: how many source sentences against how many target sentences."""
        return f"{len(self.source)}-{len(self.target)}"


class Alignment(Struct, frozen=True):
    """Beads that cover both sides, in order and without crossing.

    Raises :class:`~tmx.errors.AlignmentError` where a sentence is left out, used twice, or out of order.
    """

    beads: tuple[Bead, ...]
    source_length: int
    target_length: int

    def __post_init__(self) -> None:
        at_source = at_target = 0
        for number, bead in enumerate(self.beads, 1):
            for side, sentences, at in (("source", bead.source, at_source), ("target", bead.target, at_target)):
                if sentences and sentences.start != at:
                    raise AlignmentError(f"bead {number} begins at {side} sentence {sentences.start}, {at} is next")
            at_source += len(bead.source)
            at_target += len(bead.target)
        if (at_source, at_target) != (self.source_length, self.target_length):
            raise AlignmentError(
                f"the beads cover {at_source} and {at_target} sentences of {self.source_length} and "
                f"{self.target_length}"
            )
