"""Where the translations of a PO file stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tmx.formats.inplace.places import FileText, PlacedText, PlacedUnit

__all__ = ["placed_po"]

_LINE = re.compile(
    r'[ \t]*(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[(?P<form>\d+)\])?)?[ \t]*"(?P<text>.*)"[ \t]*$'
)
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9A-Fa-f]{1,2})|(.))", re.DOTALL)
_PLAIN = {"n": "\n", "t": "\t", "r": "\r", '"': '"', "\\": "\\"}
_WRITTEN = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def placed_po(file: FileText) -> Iterator[PlacedUnit]:
    """The entries of a PO file in order, a unit a form; the header and what is obsolete are left out."""
    entry = _Entry()
    position = 0
    for line in re.findall(r"[^\n]*\n|[^\n]+", file.text):
        match = _LINE.match(line.rstrip("\r\n"))
        if match is not None:
            word = match["word"] or entry.word
            if match["word"] and (match["word"] == "msgctxt" or (match["word"] == "msgid" and entry.word != "msgctxt")):
                yield from entry.units()
                entry = _Entry()
            entry.word = word
            form = int(match["form"] or 0) if match["word"] else entry.form
            entry.form = form
            entry.add(match["text"], position + match.start("text"))
        position += len(line)
    yield from entry.units()


class _Entry:
    """An entry that is being read."""

    def __init__(self) -> None:
        self.word = ""
        self.form = 0
        self.has_source = False
        self.has_context = False
        self.forms: dict[int, tuple[list[str], list[tuple[int, int]]]] = {}

    def add(self, raw: str, start: int) -> None:
        """Take the inside of a string of the current keyword."""
        if self.word == "msgctxt":
            self.has_context = True
        elif self.word == "msgid":
            self.has_source = self.has_source or bool(raw)
        elif self.word.startswith("msgstr"):
            parts, places = self.forms.setdefault(self.form, ([], []))
            for text, first, last in _characters(raw):
                parts.append(text)
                places.append((start + first, start + last))

    def units(self) -> Iterator[PlacedUnit]:
        """The forms of the entry in the order of their numbers; nothing for the header."""
        if not self.has_source and not self.has_context:
            return
        for _, (parts, places) in sorted(self.forms.items()):
            yield PlacedUnit((PlacedText("", "".join(parts), tuple(places), _written),))


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


def _written(text: str) -> str:
    return "".join(_WRITTEN.get(character, character) for character in text)
