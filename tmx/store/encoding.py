"""Units as a store keeps them, in columns: what a batch, or another program, hands over to be written at once."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from itertools import accumulate, chain, compress, repeat
from typing import TypeVar

from msgspec import Struct

from tmx.store.database import Database, Single
from tmx.store.details import codes_to_text, details_to_text
from tmx.store.records import PlacedUnit, date_to_text
from tmx.text.languages import primary_subtag

__all__ = ["EncodedUnits", "encoded", "write_encoded"]

_T = TypeVar("_T")


class EncodedUnits(Struct, frozen=True):
    """Units with the sums of their texts and places, a column for each thing that a store keeps of them.

    ``sizes`` are the numbers of their segments, which stand one after the other in the columns after it; details and
    codes are written as in ``tmx.store.details``, dates as in ``tmx.store.records``.
    """

    source_keys: Sequence[int]
    content_keys: Sequence[int]
    previous_keys: Sequence[int]
    next_keys: Sequence[int]
    identifiers: Sequence[str]
    documents: Sequence[str]
    created: Sequence[str | None]
    created_by: Sequence[str | None]
    changed: Sequence[str | None]
    changed_by: Sequence[str | None]
    details: Sequence[str | None]
    sizes: Sequence[int]
    languages: Sequence[str]
    texts: Sequence[str]
    codes: Sequence[str | None]

    def __len__(self) -> int:
        return len(self.source_keys)

    def part(self, start: int, end: int) -> EncodedUnits:
        """The units from ``start`` to ``end``, half open, from 0."""
        return self.only([start <= place < end for place in range(len(self))])

    def only(self, wanted: Sequence[int]) -> EncodedUnits:
        """Those units that are ``wanted``."""
        if all(wanted):
            return self
        here = list(chain.from_iterable(repeat(wish, size) for wish, size in zip(wanted, self.sizes, strict=True)))
        columns: dict[str, Sequence[object]] = {}
        for name in self.__struct_fields__:
            columns[name] = list(compress(getattr(self, name), here if name in _OF_SEGMENTS else wanted))
        return EncodedUnits(**columns)  # type: ignore[arg-type] # each column keeps its type


_OF_SEGMENTS = frozenset({"languages", "texts", "codes"})


def encoded(rows: Sequence[PlacedUnit]) -> EncodedUnits:
    """Placed units as columns."""
    units = [row.unit for row in rows]
    segments = [segment for unit in units for segment in unit.variants]
    return EncodedUnits(
        source_keys=[row.source_key for row in rows],
        content_keys=[row.content_key for row in rows],
        previous_keys=[row.previous_key for row in rows],
        next_keys=[row.next_key for row in rows],
        identifiers=[unit.identifier for unit in units],
        documents=[row.document for row in rows],
        created=[date_to_text(unit.created) for unit in units],
        created_by=[unit.created_by for unit in units],
        changed=[date_to_text(unit.changed) for unit in units],
        changed_by=[unit.changed_by for unit in units],
        details=[details_to_text(unit) for unit in units],
        sizes=[len(unit.variants) for unit in units],
        languages=[segment.language for segment in segments],
        texts=[segment.text for segment in segments],
        codes=[codes_to_text(segment.codes) if segment.codes else None for segment in segments],
    )


def write_encoded(
    database: Database, units: EncodedUnits, numbers: range, run: int, documents: Mapping[str, int]
) -> None:
    """Write units with their texts and places, in a transaction; ``documents`` are the numbers of documents."""
    languages, texts, codes = units.languages, units.texts, units.codes
    bases = {language: primary_subtag(language) for language in set(languages)}
    starts = list(accumulate(units.sizes, initial=0))[:-1]
    own: dict[str, Sequence[object] | Single] = {}
    for place, name in enumerate(("first", "second")):
        here = [start + place if size > place else None for start, size in zip(starts, units.sizes, strict=True)]
        own[f"{name}_base"] = _column([None if at is None else bases[languages[at]] for at in here])
        for column, values in (("language", languages), ("text", texts), ("codes", codes)):
            own[f"{name}_{column}"] = _column([None if at is None else values[at] for at in here])
    database.insert(
        "memory_unit",
        {
            "number": numbers,
            "source_key": units.source_keys,
            "content_key": units.content_keys,
            "identifier": units.identifiers,
            "document": _column([documents.get(name) for name in units.documents]),
            "created": _column(units.created),
            "created_by": _column(units.created_by),
            "changed": _column(units.changed),
            "changed_by": _column(units.changed_by),
            "details": _column(units.details),
            "run": Single(run),
            "previous_key": units.previous_keys,
            "next_key": units.next_keys,
            **own,
        },
    )
    further = [
        (
            number,
            place,
            bases[languages[start + place]],
            languages[start + place],
            texts[start + place],
            codes[start + place],
        )
        for number, start, size in zip(numbers, starts, units.sizes, strict=True)
        for place in range(2, size)
    ]
    if further:
        database.run_many(
            "INSERT INTO memory_variant (unit, place, base, language, text, codes) VALUES (?, ?, ?, ?, ?, ?)", further
        )


def _column(values: Sequence[_T]) -> Sequence[_T] | Single:
    """A column; a value that says nothing of any unit stands for all."""
    return values if any(value is not None for value in values) else Single(None)
