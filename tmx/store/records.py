"""Units as rows of tables, and back."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from functools import lru_cache
from hashlib import blake2b
from typing import Any, NamedTuple

from msgspec.structs import replace

from tmx.model import Segment, StoredUnit, TranslationUnit
from tmx.store.details import VariantDetails, codes_from_text, codes_to_text, details_from_text, details_to_text
from tmx.text.languages import primary_subtag

__all__ = [
    "EDGE",
    "UNKNOWN",
    "PlacedUnit",
    "Places",
    "base_of",
    "codes_from_text",
    "codes_to_text",
    "content_key",
    "date_to_text",
    "details_to_text",
    "document_of",
    "placed",
    "stored_unit",
    "text_key",
]

UNKNOWN = 0  # nothing is known of the neighbour
EDGE = 1  # there is none: the document begins or ends here

# How tools name a unit's document and its neighbours: our own alignments, OmegaT, memoQ.
_DOCUMENT = ("x-source-document", "x-document", "file", "document", "x-file")
_PREVIOUS = ("prev", "x-context-pre", "x-previous-segment")
_FOLLOWING = ("next", "x-context-post", "x-next-segment")


class PlacedUnit(NamedTuple):
    """A unit with its document and its neighbours' keys (:data:`UNKNOWN` and :data:`EDGE` among them).

    A tuple, for there are millions.
    """

    unit: TranslationUnit
    document: str
    source_key: int
    content_key: int
    previous_key: int
    next_key: int


def text_key(text: str) -> int:
    """A 64-bit sum of a text, white space evened out: never :data:`UNKNOWN`; :data:`EDGE` for the empty text."""
    plain = text
    if "  " in text or not text.isprintable() or text[:1] == " " or text[-1:] == " ":  # no other space is printable
        plain = " ".join(text.split())
    if not plain:
        return EDGE
    key = int.from_bytes(blake2b(plain.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "big", signed=True)
    return key if key not in (UNKNOWN, EDGE) else 2


def content_key(unit: TranslationUnit) -> int:
    """A 64-bit sum of all texts of a unit with their languages and codes: equal units have equal sums."""
    parts = []
    for segment in unit.variants:
        codes = [(code.position, code.kind, code.content, code.identifier) for code in segment.codes]
        parts += [segment.language.lower(), segment.text, repr(codes) if codes else ""]
    data = "\0".join(parts).encode("utf-8", "surrogatepass")
    return int.from_bytes(blake2b(data, digest_size=8).digest(), "big", signed=True)


def document_of(unit: TranslationUnit) -> str:
    """The document that a unit comes from, as its properties say; empty where they do not."""
    return _first(unit, _DOCUMENT) or ""


def placed(units: Iterable[TranslationUnit]) -> Iterator[PlacedUnit]:
    """Units with their neighbours: what their properties say, else the units before and after in the same document.

    Units without any text in a language are handed on as they are; the caller leaves out what it cannot keep.
    """
    places = Places()
    for unit in units:
        yield from places.take(unit)
    yield from places.followed("", EDGE)


class Places:
    """Where units stand that come one after the other; ``previous`` is what the next one has before it."""

    def __init__(self) -> None:
        self.previous = EDGE
        self._held: tuple[TranslationUnit, str, int] | None = None

    def take(self, unit: TranslationUnit) -> list[PlacedUnit]:
        """The unit before this one, of which all is known now."""
        key = text_key(unit.variants[0].text) if unit.variants else EDGE
        document = document_of(unit)
        rows = self.followed(document, key)
        self._held = unit, document, key
        return rows

    def followed(self, document: str, key: int) -> list[PlacedUnit]:
        """The unit that waits to know what follows, if there is one: a text with this ``key`` in ``document``."""
        if self._held is None:
            return []
        same = self._held[1] == document
        row = _placed(self._held, self.previous, key if same else EDGE)
        self.previous = self._held[2] if same else EDGE
        self._held = None
        return [row]


def _placed(here: tuple[TranslationUnit, str, int], previous: int, following: int) -> PlacedUnit:
    unit, document, key = here
    if unit.properties or any(segment.properties for segment in unit.variants):
        said = _first(unit, _PREVIOUS)
        previous = previous if said is None else text_key(said)
        said = _first(unit, _FOLLOWING)
        following = following if said is None else text_key(said)
    return PlacedUnit(unit, document, key, content_key(unit), previous, following)


def _first(unit: TranslationUnit, kinds: tuple[str, ...]) -> str | None:
    for properties in (unit.properties, *[segment.properties for segment in unit.variants]):
        for item in properties:
            if item.type in kinds:
                return item.value
    return None


@lru_cache(maxsize=4096)
def date_to_text(date: datetime | None) -> str | None:
    """A date in UTC as ``2024-05-31T10:00:00Z``; dates without a zone count as UTC."""
    if date is None:
        return None
    if date.tzinfo is not None and date.tzinfo is not UTC:
        date = date.astimezone(UTC)
    return date.replace(tzinfo=None).isoformat(timespec="seconds") + "Z"


def _date_from_text(text: str | None) -> datetime | None:
    """What :func:`date_to_text` wrote."""
    return None if text is None else datetime.fromisoformat(text)


def stored_unit(row: tuple[Any, ...], segments: Iterable[tuple[str, str, str | None]]) -> StoredUnit:
    """A unit from its row (the columns of ``tmx.store.memory``) and its segments' languages, texts and codes."""
    number, identifier, created, created_by, changed, changed_by, used, last_used, details, document, name = row
    more = details_from_text(details)
    unit = TranslationUnit(
        identifier=identifier,
        variants=tuple(
            _variant(Segment(language, text, codes_from_text(codes)), more.variants.get(place))
            for place, (language, text, codes) in enumerate(segments)
        ),
        properties=more.properties,
        notes=more.notes,
        created=_date_from_text(created),
        changed=_date_from_text(changed),
        created_by=created_by,
        changed_by=changed_by,
        attributes=more.attributes,
        note_details=more.note_details,
        source_place=more.source_place,
        unnamed=more.unnamed,
    )
    return StoredUnit(number, unit, document or "", name or "", used, _date_from_text(last_used))


def _variant(segment: Segment, details: VariantDetails | None) -> Segment:
    if details is None:
        return segment
    return replace(
        segment,
        attributes=details.attributes,
        properties=details.properties,
        notes=details.notes,
        note_details=details.note_details,
    )


def base_of(segment: Segment) -> str:
    """The language by which a segment is found."""
    return primary_subtag(segment.language)
