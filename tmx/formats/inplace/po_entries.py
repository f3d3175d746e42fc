"""Where the entries of a PO file, their flags and their translations stand in its text.

Source: the gettext manual, "The Format of PO Files": ``#,`` has the flag ``fuzzy``, ``#|`` the former text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from msgspec import Struct, field

__all__ = ["PoEntry", "PoForm", "escaped", "po_entries"]

_LINE = re.compile(
    r'[ \t]*+(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[(?P<form>\d+)\])?)?[ \t]*"(?P<text>.*)"[ \t]*$'
)
_WRITTEN = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


def escaped(text: str) -> str:
    """``text`` as it is written between quotation marks."""
    return "".join(_WRITTEN.get(character, character) for character in text)


class PoForm(Struct):
    """A translation: its keyword, its half-open place, and its strings: the inside of each and where that begins."""

    word: str = ""
    start: int = 0
    end: int = 0
    strings: list[tuple[str, int]] = field(default_factory=list)


class PoEntry(Struct):
    """An entry: where it begins (comments of flags and of former texts apart), and its forms by their numbers."""

    start: int
    flags: int | None = None  # the place behind "#," of its line of flags
    fuzzy: bool = False
    former: int | None = None  # where its first "#|" line begins
    word: str = ""  # the keyword, and the number of the form, of the line that was taken last
    form: int = 0
    has_source: bool = False
    plural: bool = False
    forms: dict[int, PoForm] = field(default_factory=dict)

    def take(self, line: re.Match[str], position: int) -> None:
        """Take in a line with a string, which begins at ``position``."""
        if line["word"]:
            self.word = line["word"]
            self.form = int(line["form"] or 0)
        if self.word == "msgctxt" or (self.word == "msgid" and line["text"]):
            self.has_source = True
        elif self.word == "msgid_plural":
            self.plural = True
        elif self.word.startswith("msgstr"):
            form = self.forms.setdefault(self.form, PoForm())
            if line["word"]:
                form.word, form.start = self.word, position + line.start("word")
            form.end = position + line.end("text") + 1
            form.strings.append((line["text"], position + line.start("text")))


def po_entries(text: str) -> Iterator[PoEntry]:
    """The entries in order, as the reader has them: without the header and what is obsolete."""
    entry = PoEntry(-1)
    flags: int | None = None
    former: int | None = None
    fuzzy = False
    position = 0
    for line in re.findall(r"[^\n]*\n|[^\n]+", text):
        bare = line.rstrip("\r\n")
        match = _LINE.match(bare)
        if match is None:
            if bare.startswith("#,"):
                flags = position + 2
                fuzzy = "fuzzy" in [flag.strip() for flag in bare[2:].split(",")]
            elif bare.startswith("#|") and former is None:
                former = position
        else:
            word = match["word"]
            if word == "msgctxt" or (word == "msgid" and entry.word != "msgctxt"):
                if entry.has_source:
                    yield entry
                entry = PoEntry(position, flags, fuzzy, former)
                flags, former, fuzzy = None, None, False
            entry.take(match, position)
        position += len(line)
    if entry.has_source:
        yield entry
