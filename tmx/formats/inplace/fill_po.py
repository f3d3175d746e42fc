"""Filling the empty entries of a PO file: not a line that is there is wrapped anew."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence

from tmx.formats.inplace.filling import Edit, Fill, PlacedCode
from tmx.formats.inplace.places import FileText
from tmx.formats.inplace.po_entries import PoEntry, escaped, po_entries
from tmx.model import TranslationUnit

__all__ = ["PoPlan"]


class PoPlan:
    """The entries of a PO file; see :class:`~tmx.formats.inplace.filling.FillPlan`.

    Of an entry with plural forms all are filled or none.
    """

    def __init__(self, file: FileText, units: Sequence[TranslationUnit]) -> None:
        self._file = file
        self._units = units
        self._newline = "\r\n" if "\r\n" in file.text else "\n"
        self._places = [(entry, form) for entry in po_entries(file.text) for form in sorted(entry.forms)]
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
            form = entry.forms[self._places[number][1]]
            edits.append((form.start, form.end, self._string(form.word, fill.text)))
        if not all(fill.confirmed for fill in fills):
            edits += self._fuzzy(entry, fills)
        try:
            for _, _, text in edits:
                self._file.encoded(text)
        except UnicodeEncodeError:
            return []
        return edits

    def _fuzzy(self, entry: PoEntry, fills: Sequence[Fill]) -> Iterator[Edit]:
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
        written = [f'"{escaped(piece)}"' for piece in pieces]
        if len(written) == 1:
            return f"{word} {written[0]}"
        return self._newline.join([f'{word} ""', *written])
