"""Units with their places: what stands before and after each, one by one or as columns."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from hashlib import blake2b
from itertools import compress
from struct import unpack
from typing import TypeAlias, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from tmx.memory import UnitColumns
from tmx.model import TranslationUnit
from tmx.store.database import Database, Single
from tmx.store.details import details_to_text
from tmx.store.encoding import EncodedUnits
from tmx.store.records import EDGE, UNKNOWN, PlacedUnit, Places, document_of, text_key
from tmx.text.languages import primary_subtag

__all__ = [
    "PlacedColumns",
    "PlacedPiece",
    "content_keys",
    "pieces_after",
    "placed_pieces",
    "text_keys",
    "write_columns",
]

_T = TypeVar("_T")

_SPACES = tuple(map(chr, (*range(9, 14), *range(0x1C, 0x20))))  # of ASCII, without the space


class PlacedColumns(Struct, frozen=True):
    """Units of the simplest kind, the sums of their source texts and contents, and those of their neighbours."""

    columns: UnitColumns
    source_keys: Sequence[int]
    content_keys: Sequence[int]
    previous_keys: Sequence[int]
    next_keys: Sequence[int]

    def __len__(self) -> int:
        return len(self.source_keys)

    def part(self, start: int, end: int) -> PlacedColumns:
        """The units from ``start`` to ``end``, half open, from 0."""
        return PlacedColumns(
            self.columns.part(start, end),
            self.source_keys[start:end],
            self.content_keys[start:end],
            self.previous_keys[start:end],
            self.next_keys[start:end],
        )

    def rows(self) -> list[PlacedUnit]:
        """The same, one by one."""
        keys = zip(self.source_keys, self.content_keys, self.previous_keys, self.next_keys, strict=True)
        return [PlacedUnit(unit, "", *four) for unit, four in zip(self.columns.units(), keys, strict=True)]


PlacedPiece: TypeAlias = Sequence[PlacedUnit] | PlacedColumns | EncodedUnits


def placed_pieces(units: Iterable[TranslationUnit | UnitColumns], size: int) -> Iterator[PlacedPiece]:
    """Units with their neighbours, in pieces of at most ``size``; see :func:`tmx.store.records.placed`.

    Units of columns belong to no document.
    """
    places = Places()
    rows: list[PlacedUnit] = []
    held: PlacedColumns | None = None
    for item in units:
        if isinstance(item, UnitColumns):
            keys = text_keys(item.sources)
            if held is not None:
                yield from _pieces(held, keys[0], size)
                places.previous = held.source_keys[-1]
            rows += places.followed("", keys[0])
            if rows:
                yield rows
                rows = []
            held = PlacedColumns(item, keys, content_keys(item), [places.previous, *keys[:-1]], keys[1:])
            continue
        if held is not None:
            document = document_of(item)
            following = EDGE if document or not item.variants else text_key(item.variants[0].text)
            yield from _pieces(held, following, size)
            places.previous = EDGE if document else held.source_keys[-1]
            held = None
        rows += places.take(item)
        if len(rows) >= size:
            yield rows
            rows = []
    if held is not None:
        yield from _pieces(held, EDGE, size)
    rows += places.followed("", EDGE)
    if rows:
        yield rows


def pieces_after(pieces: Iterable[PlacedPiece], read: int) -> Iterator[PlacedPiece]:
    """The pieces without the first units, of which ``read`` are known already."""
    for piece in pieces:
        size = len(piece)
        if read < size:
            if read:
                yield piece[read:] if isinstance(piece, Sequence) else piece.part(read, size)
            else:
                yield piece
        read = max(read - size, 0)


def _pieces(held: PlacedColumns, following: int, size: int) -> Iterator[PlacedColumns]:
    """Columns whose last unit stands before ``following``, in pieces."""
    whole = replace(held, next_keys=[*held.next_keys, following])
    if len(whole) <= size:
        yield whole
        return
    for start in range(0, len(whole), size):
        yield whole.part(start, start + size)


def text_keys(texts: Sequence[str]) -> list[int]:
    """The sums of texts (:func:`tmx.store.records.text_key`)."""
    if _is_odd(" ".join(["", *texts, ""])):
        texts = [" ".join(text.split()) for text in texts]
    keys = _sums(texts)
    if EDGE in keys or UNKNOWN in keys or "" in texts:
        return [text_key(text) for text in texts]
    return keys


def _is_odd(together: str) -> bool:
    """Whether the white space of texts, which stand with a space around each, may have to be evened out."""
    if together.isascii():
        return "  " in together or any(space in together for space in _SPACES)
    return "  " in together or not together.isprintable()  # no space but the usual one is printable


def content_keys(columns: UnitColumns) -> list[int]:
    """The sums of the contents of units (:func:`tmx.store.records.content_key`)."""
    one, two = (language.lower() for language in columns.languages)
    return _sums(
        [
            f"{one}\0{source}\0\0{two}\0{target}\0"
            for source, target in zip(columns.sources, columns.targets, strict=True)
        ]
    )


def _sums(texts: Sequence[str]) -> list[int]:
    sums = [blake2b(text.encode("utf-8", "surrogatepass"), digest_size=8).digest() for text in texts]
    return list(unpack(f">{len(sums)}q", b"".join(sums)))


def write_columns(database: Database, piece: PlacedColumns, wanted: Sequence[int], numbers: range, run: int) -> None:
    """Write those units of columns that are ``wanted``, with their texts and places; to be called in a transaction."""

    def only(column: Sequence[_T]) -> Sequence[_T]:
        return column if len(numbers) == len(wanted) else list(compress(column, wanted))

    columns = piece.columns
    one, two = columns.languages
    dates = {
        name: _alike(only(column))
        for name, column in (
            ("created", columns.created),
            ("created_by", columns.created_by),
            ("changed", columns.changed),
            ("changed_by", columns.changed_by),
        )
    }
    like = TranslationUnit("", (), source_place=columns.source_place, unnamed=columns.unnamed)
    database.insert(
        "memory_unit",
        {
            "number": numbers,
            "source_key": only(piece.source_keys),
            "content_key": only(piece.content_keys),
            "identifier": only(columns.identifiers),
            **dates,
            "details": Single(details_to_text(like)),
            "run": Single(run),
            "previous_key": only(piece.previous_keys),
            "next_key": only(piece.next_keys),
            "first_base": Single(primary_subtag(one)),
            "first_language": Single(one),
            "first_text": only(columns.sources),
            "second_base": Single(primary_subtag(two)),
            "second_language": Single(two),
            "second_text": only(columns.targets),
        },
    )


def _alike(column: Sequence[str | None]) -> Sequence[str | None] | Single:
    """A column; a value that all units have stands for all."""
    if column and column.count(column[0]) < len(column):
        return column
    return Single(column[0] if column else None)
