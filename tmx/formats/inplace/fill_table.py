"""Filling the empty targets of a table; a column for the state or the match is filled too, where there is one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tmx.cells import guarded
from tmx.formats.inplace.filling import Edit, Fill, PlacedCode
from tmx.formats.inplace.places import FileText
from tmx.formats.tabular import named_fields, target_fields
from tmx.model import TranslationUnit

__all__ = ["TablePlan"]

_STATE = frozenset({"state", "status"})
_SCORE = frozenset({"match", "score", "match %", "match-quality"})
_TRANSLATED = "translated"
_REVIEW = "needs-review-translation"


class TablePlan:
    """The rows of a TSV or CSV; see :class:`~tmx.formats.inplace.filling.FillPlan`."""

    def __init__(
        self, file: FileText, units: Sequence[TranslationUnit], path: Path, source_language: str, target_language: str
    ) -> None:
        self._file = file
        self._units = units
        self._is_tsv = path.suffix.lower() != ".csv"
        languages = {"source_language": source_language, "target_language": target_language}
        self._fields = [place for _, place in target_fields(file.text, path, **languages)]
        self._states = list(named_fields(file.text, path, _STATE, **languages))
        self._scores = list(named_fields(file.text, path, _SCORE, **languages))

    @property
    def file(self) -> FileText:
        """The file's text."""
        return self._file

    def is_open(self, unit: int) -> bool:
        """Whether the row has a source and no target."""
        source, target = self._units[unit].variants
        return bool(source.text.strip()) and not target.text.strip() and self._fields[unit] is not None

    def inside(self, unit: int) -> Sequence[int]:
        """No codes."""
        return ()

    def fits(self, unit: int, codes: Sequence[PlacedCode]) -> bool:
        """Whether there are no codes: a table has none."""
        return not codes

    def edits(self, fills: Mapping[int, Fill]) -> list[Edit]:
        """The edits for these translations."""
        edits: list[Edit] = []
        for number, fill in sorted(fills.items()):
            place = self._fields[number]
            if place is None or not self.is_open(number) or not self._encodes(fill.text):
                continue
            edits.append(self._edit(place, guarded(fill.text)))
            state = _TRANSLATED if fill.confirmed else _REVIEW
            for column, value in ((self._states[number], state), (self._scores[number], str(fill.score))):
                if column is not None and not column[0].strip():
                    edits.append(self._edit(column[1], value))
        return edits

    def _encodes(self, text: str) -> bool:
        try:
            self._file.encoded(text)
        except UnicodeEncodeError:
            return False
        return True

    def _edit(self, place: tuple[int, int], text: str) -> Edit:
        start, end = place
        field = self._file.text[start:end]
        if field.endswith("\r"):  # the line end of the last field
            end -= 1
            field = field[:-1]
        marks = "\t\r\n" if self._is_tsv else '"\t\r\n,;'
        quoted = field.startswith('"') or text.startswith('"') or any(mark in text for mark in marks)
        doubled = text.replace('"', '""')
        return start, end, f'"{doubled}"' if quoted else text
