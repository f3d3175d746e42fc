"""Filling the empty entries of a PO file: not a line that is there is wrapped anew.

Source: the gettext manual, "The Format of PO Files": ``#,`` has the flag ``fuzzy``, ``#|`` the former text.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from tmx.formats.inplace.filling import Edit, Fill, PlacedCode
from tmx.formats.inplace.places import FileText
from tmx.model import TranslationUnit

__all__ = ["PoPlan"]

_LINE = re.compile(
    r'(?P<indent>[ \t]*)(?P<word>msgctxt|msgid_plural|msgid|msgstr(?:\[(?P<form>\d+)\])?)?[ \t]*"(?P<text>.*)"[ \t]*$'
)
_WRITTEN = {"\n": "\\n", "\t": "\\t", "\r": "\\r", '"': '\\"', "\\": "\\\\"}


@dataclass(slots=True)
class _Entry:
    """An entry: where it begins (comments of flags and of former texts apart), and the places of its forms."""

    start: int
    flags: int | None = None  # the place behind "#," of its line of flags
    fuzzy: bool = False
    former: int | None = None  # where its first "#|" line begins
    word: str = ""
    form: int = 0
    has_source: bool = False
    plural: bool = False
    forms: dict[int, tuple[str, int, int]] = field(default_factory=dict)  # keyword, start, end


class PoPlan:
    """The entries of a PO file; see :class:`~tmx.formats.inplace.filling.FillPlan`.

    Of an entry with plural forms all are filled or none.
    """

    def __init__(self, file: FileText, units: Sequence[TranslationUnit]) -> None:
        self._file = file
        self._units = units
        self._newline = "\r\n" if "\r\n" in file.text else "\n"
        self._places = [(entry, form) for entry in _entries(file.text) for form in sorted(entry.forms)]
        self._sound = len(self._places) == len(units)

    @property
    def file(self) -> FileText:
        """The file's text."""
        return self._file

    def is_open(self, unit: int) -> bool:
        """Whether no form of the entry has a translation."""
        if not self._sound or not self._units[unit].variants[0].text.strip():
            return False
        return all(not self._units[number].variants[1].text for number in self._together(unit))

    def inside(self, unit: int) -> Sequence[int]:
        """No codes."""
        return ()

    def fits(self, unit: int, codes: Sequence[PlacedCode]) -> bool:
        """Whether there are no codes: PO has none."""
        return not codes

    def edits(self, fills: Mapping[int, Fill]) -> list[Edit]:
        """The edits for these translations."""
        edits: list[Edit] = []
        for number in sorted(fills):
            together = self._together(number)
            if together[0] == number and self.is_open(number) and all(one in fills for one in together):
                edits += self._entry_edits(together, [fills[one] for one in together])
        return edits

    def _together(self, unit: int) -> range:
        """The units of the same entry."""
        entry = self._places[unit][0]
        first = last = unit
        while first and self._places[first - 1][0] is entry:
            first -= 1
        while last + 1 < len(self._places) and self._places[last + 1][0] is entry:
            last += 1
        return range(first, last + 1)

    def _entry_edits(self, together: Sequence[int], fills: Sequence[Fill]) -> list[Edit]:
        entry = self._places[together[0]][0]
        edits: list[Edit] = []
        for number, fill in zip(together, fills, strict=True):
            word, start, end = entry.forms[self._places[number][1]]
            edits.append((start, end, self._string(word, fill.text)))
        if not all(fill.confirmed for fill in fills):
            edits += self._fuzzy(entry, fills)
        try:
            for _, _, text in edits:
                self._file.encoded(text)
        except UnicodeEncodeError:
            return []
        return edits

    def _fuzzy(self, entry: _Entry, fills: Sequence[Fill]) -> Iterator[Edit]:
        """The flag, and the text that the match translates."""
        former = ""
        if entry.former is None:
            words = ("msgid", "msgid_plural") if entry.plural else ("msgid",)
            for word, fill in zip(words, fills, strict=False):
                if fill.previous is not None:
                    lines = self._string(word, fill.previous).split(self._newline)
                    former += "".join(f"#| {line}{self._newline}" for line in lines)
        at = entry.start if entry.former is None else entry.former
        if entry.flags is None:
            yield at, at, f"#, fuzzy{self._newline}{former}"
            return
        if not entry.fuzzy:
            yield entry.flags, entry.flags, " fuzzy,"
        if former:
            yield entry.start, entry.start, former

    def _string(self, word: str, text: str) -> str:
        """A keyword with its text; one with line ends within stands on several lines, as gettext writes it."""
        pieces = re.findall(r"[^\n]*\n|[^\n]+", text) or [""]
        written = ['"' + "".join(_WRITTEN.get(one, one) for one in piece) + '"' for piece in pieces]
        if len(written) == 1:
            return f"{word} {written[0]}"
        return self._newline.join([f'{word} ""', *written])


def _entries(text: str) -> Iterator[_Entry]:
    """The entries in order, as the reader has them: without the header and what is obsolete."""
    entry = _Entry(-1)
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
                entry = _Entry(position, flags, fuzzy, former)
                flags, former, fuzzy = None, None, False
            _take(entry, match, position)
        position += len(line)
    if entry.has_source:
        yield entry


def _take(entry: _Entry, match: re.Match[str], position: int) -> None:
    """Take a line with a string into the entry."""
    word = match["word"]
    if word:
        entry.word = word
        entry.form = int(match["form"] or 0)
    end = position + match.end("text") + 1
    if entry.word == "msgctxt" or (entry.word == "msgid" and match["text"]):
        entry.has_source = True
    elif entry.word == "msgid_plural":
        entry.plural = True
    elif entry.word.startswith("msgstr"):
        start = position + match.end("indent") if word else entry.forms[entry.form][1]
        entry.forms[entry.form] = entry.word, start, end
