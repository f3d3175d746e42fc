"""Where the translations of a PO file stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmx.formats.inplace.places import FileText, PlacedText, PlacedUnit
from tmx.formats.inplace.po_entries import PoForm, escaped, po_entries

__all__ = ["placed_po"]

_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}


def placed_po(file: FileText) -> Iterator[PlacedUnit]:
    """The entries of a PO file in order, a unit a form; the header and what is obsolete are left out."""
    for entry in po_entries(file.text):
        for _, form in sorted(entry.forms.items()):
            yield PlacedUnit((_placed(form),))


def _placed(form: PoForm) -> PlacedText:
    parts: list[str] = []
    places: list[tuple[int, int]] = []
    for raw, start in form.strings:
        for text, first, last in _characters(raw):
            parts.append(text)
            places.append((start + first, start + last))
    return PlacedText("", "".join(parts), tuple(places), escaped)


def _characters(raw: str) -> Iterator[tuple[str, int, int]]:
    """Each character that ``raw`` stands for, with its half-open place in it."""
    position = 0
    while position < len(raw):
        escape = _ESCAPE.match(raw, position)
        if escape is None:
            yield raw[position], position, position + 1
            position += 1
        else:
            yield _PLAIN.get(escape[3] or "", escape[0]), position, escape.end()
            position = escape.end()
