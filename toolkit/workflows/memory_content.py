"""What makes two units of memories the same: their texts and codes, and the context that they say they stand in."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tmx.formats.tmx import TmxHeader, read_header
from tmx.model import Property, TranslationUnit
from tmx.store.records import document_of, placed
from toolkit.workflows.memory_source import is_store, is_translated, open_store, unit_format

__all__ = ["UnitContent", "content_of", "header_of", "joined_unit", "memory_units"]

_T = TypeVar("_T")


class UnitContent(Struct, frozen=True):
    """What a unit says and where: ``source`` and ``others`` are texts with their languages and codes.

    ``context`` is the document and the sums of the neighbours, as far as the unit's properties say them.
    """

    source: str
    others: tuple[str, ...]
    context: tuple[str, int, int]


def content_of(unit: TranslationUnit) -> UnitContent:
    """The content of a unit; the order of its translations does not count."""
    said = [
        "\0".join([s.language.lower(), s.text, str([(c.position, c.kind, c.content) for c in s.codes] or "")])
        for s in unit.variants
    ]
    (place,) = placed([unit])
    return UnitContent(
        said[0] if said else "", tuple(sorted(said[1:])), (document_of(unit), place.previous_key, place.next_key)
    )


def memory_units(path: Path, source_language: str, target_language: str) -> Iterator[TranslationUnit]:
    """All units of a memory, a database or a file; the languages serve where the file does not name its own.

    Raises :class:`~tmx.errors.AccordError` where it cannot be read.
    """
    if is_store(path):
        with open_store(path) as store:
            for stored in store:
                unit = stored.unit
                if stored.document and not document_of(unit):
                    unit = replace(unit, properties=(*unit.properties, Property("x-document", stored.document)))
                yield replace(unit, line=None)
        return
    known = unit_format(path)
    for unit in known.read(path, source_language, target_language):
        if known.name == "TMX" or is_translated(unit):
            yield replace(unit, line=None)


def header_of(path: Path) -> TmxHeader | None:
    """What a memory says of itself, where it is a TMX or a database that TMX files went into."""
    from tmx.formats.tmx_header import header_from_text, joined_headers
    from tmx.store.headers import kept_headers

    if is_store(path):
        with open_store(path) as store:
            return joined_headers([header_from_text(text) for text in kept_headers(store)])
    return read_header(path) if unit_format(path).name == "TMX" else None


def joined_unit(units: Iterable[TranslationUnit]) -> TranslationUnit:
    """Units of the same content as one, the same whatever their order: all properties and notes, the widest dates.

    Who made it goes with the first date, who changed it last with the last one; a name goes before a mere number.
    """
    several = list(units)
    if len(several) == 1:
        return several[0]
    first = min(several, key=lambda u: repr((u.variants, u.attributes, u.note_details, u.source_place)))
    named = min(several, key=lambda unit: (unit.unnamed, unit.identifier))
    made = [unit for unit in several if unit.created is not None] or several
    changed = [unit for unit in several if unit.changed is not None] or several
    earliest = min(made, key=lambda unit: (_seconds(unit.created), unit.created_by is None, unit.created_by or ""))
    latest = max(changed, key=lambda unit: (_seconds(unit.changed), unit.changed_by or ""))
    return replace(
        first,
        identifier=named.identifier,
        unnamed=named.unnamed,
        properties=_union([unit.properties for unit in several]),
        notes=_union([unit.notes for unit in several]),
        created=earliest.created,
        created_by=earliest.created_by,
        changed=latest.changed,
        changed_by=latest.changed_by,
    )


def _union(several: Sequence[tuple[_T, ...]]) -> tuple[_T, ...]:
    """All items once; in an order of their own where not all have the same in the same order."""
    if len(set(several)) == 1:
        return several[0]
    return tuple(sorted({item for items in several for item in items}, key=repr))


def _seconds(date: datetime | None) -> float:
    """A date as a number; one without a zone counts as UTC."""
    if date is None:
        return 0.0
    return (date if date.tzinfo is not None else date.replace(tzinfo=UTC)).timestamp()
