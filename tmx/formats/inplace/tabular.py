"""Where the targets of a table stand in it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tmx.cells import unguarded
from tmx.formats.inplace.places import FileText, PlacedText, PlacedUnit
from tmx.formats.tabular import target_fields

__all__ = ["placed_table"]

_NEEDS_QUOTES = frozenset('"\t\r\n,;')


def placed_table(file: FileText, path: Path, source_language: str, target_language: str) -> Iterator[PlacedUnit]:
    """The units of a table in order, with the fields of their targets."""
    for text, place in target_fields(file.text, path, source_language=source_language, target_language=target_language):
        yield PlacedUnit(() if place is None else tuple(_placed(file.text, text, *place)))


def _placed(whole: str, text: str, start: int, end: int) -> Iterator[PlacedText]:
    field = whole[start:end]
    bare = field.rstrip("\r")
    if bare == text or (unguarded(bare) == text and not bare.startswith('"')):
        start += len(bare) - len(text)  # an apostrophe may stand before it, for spreadsheets
        yield PlacedText("", text, tuple((at, at + 1) for at in range(start, start + len(text))), _bare)
        return
    places, at = [], start + 1
    while at < end - 1:
        width = 2 if whole.startswith('""', at) else 1
        places.append((at, at + width))
        at += width
    inner = field[1:-1].replace('""', '"')
    begin = len(inner) - len(text)
    yield PlacedText("", inner[begin:], tuple(places[begin:]), _quoted)


def _bare(text: str) -> str | None:
    """A field without quotation marks takes nothing that would need them."""
    return None if _NEEDS_QUOTES & set(text) else text


def _quoted(text: str) -> str:
    return text.replace('"', '""')
