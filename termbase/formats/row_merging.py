"""The rows of UTX and OmegaT glossaries as they are written, to be merged, and the way back into the file.

A row is known by its source term (and its concept ID), and where that has several rows by its target term too.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from termbase.formats.text_files import lines_of
from termbase.merge_entries import TRANSLATION, Entry, numbered
from tmx.errors import ConfigError

__all__ = ["row_sides"]

_UTX_COMMENT, _OMEGAT_COMMENT = "comment", 2
_BETWEEN = {"utx": " | ", "omegat": " · "}
_EMPTY = "-"


class _Table(Struct, frozen=True):
    """Rows of a text file: its lines, and the names of its columns (numbers where it names none)."""

    lines: tuple[str, ...]
    columns: tuple[str, ...]


def row_sides(
    paths: Sequence[Path], texts: Sequence[str], name: str
) -> tuple[list[list[Entry]], Callable[[Entry], list[str]]]:
    """The rows of the three files, ours the second, and what makes a line of one that is written anew.

    Raises :class:`~tmx.errors.ConfigError` where the columns of UTX files are not those of ours.
    """
    tables = [_table(text, name) for text in texts]
    columns = tables[1].columns
    for path, table in zip(paths, tables, strict=True):
        if name == "utx" and table.lines and table.columns != columns:
            reason = "the columns are others than those of your side"
            raise ConfigError(reason, path=path, remedy="give all three files the columns of one of them")
    width = max(len(table.columns) for table in tables)
    columns = columns if name == "utx" else tuple(map(str, range(max(width, _OMEGAT_COMMENT + 1))))
    identified = [_identified(table, columns) for table in tables]
    several = {
        key for rows in identified for key, times in Counter(key for key, _, _ in rows if key[0]).items() if times > 1
    }
    sides = [
        numbered([_row(key, cells, line, columns, key in several) for key, cells, line in rows]) for rows in identified
    ]
    return sides, lambda entry: _row_lines(entry, columns, name)


def _table(text: str, name: str) -> _Table:
    lines = tuple(lines_of(text.rstrip("\r\n"))) if text.strip() else ()
    if name == "omegat":
        return _Table(lines, tuple(map(str, range(max((line.count("\t") + 1 for line in lines), default=0)))))
    last = next((number for number, line in enumerate(lines) if not line.startswith("#")), len(lines))
    head = lines[last - 1].lstrip("#").split("\t") if lines else []
    return _Table(lines, tuple(column.strip().lstrip("#") for column in head))


def _identified(table: _Table, columns: Sequence[str]) -> list[tuple[tuple[str, str], list[str], str]]:
    """Key, cells and line of each row; a remark, a line of the head and an empty one have the key of their text."""
    lowered = [column.lower() for column in columns]
    concept = lowered.index("concept id") if "concept id" in lowered else -1
    found: list[tuple[tuple[str, str], list[str], str]] = []
    for line in table.lines:
        cells = line.split("\t")
        if line.startswith("#") or not line.strip():
            found.append((("", line), [], line))
        else:
            name = cells[concept].strip() if 0 <= concept < len(cells) else ""
            found.append(((cells[0].strip(), "" if name == _EMPTY else name), cells, line))
    return found


def _row(key: tuple[str, str], cells: Sequence[str], line: str, columns: Sequence[str], several: bool) -> Entry:
    if not cells:
        return Entry(key, {}, (line,), quiet=True)
    fields = {name: cell.strip() for name, cell in zip(columns[1:], cells[1:], strict=False) if cell.strip()}
    told = {TRANSLATION: fields.pop(columns[1], ""), **fields}
    known = tuple(part for part in (*key, told[TRANSLATION] if several else "") if part)
    return Entry(known, told, (line,))


def _row_lines(entry: Entry, columns: Sequence[str], name: str) -> list[str]:
    """A row that neither side has as it is; a conflict stands in its comment, or in a remark where it can have none."""
    said = {columns[1]: entry.fields[TRANSLATION], **{k: v for k, v in entry.fields.items() if k != TRANSLATION}}
    comment = next((one for one in columns if one.lower() == _UTX_COMMENT), "") if name == "utx" else columns[2]
    before = []
    if entry.notes and comment:
        said[comment] = _BETWEEN[name].join(
            [*entry.notes, *([said[comment]] if said.get(comment, _EMPTY) != _EMPTY else [])]
        )
    elif entry.notes:
        before = [f"# {note}" for note in entry.notes]
    empty = _EMPTY if name == "utx" else ""
    cells = [entry.lines[0].split("\t")[0], *(said.get(column) or empty for column in columns[1:])]
    return [*before, "\t".join(cells).rstrip("\t")]
