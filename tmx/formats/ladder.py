"""Alignments of other programs: hunalign's ladders, and the tables of LF Aligner.

A ladder holds a rung a line, ``source<TAB>target[<TAB>score]``: so many sentences of either side are used up; a bead
lies between two rungs and has the score of the first (hunalign's README, "Output format"); a ladder without scores has
two columns (hunalign's scripts/ladder2text.py reads both). LF Aligner's table holds
texts, ``source<TAB>target[<TAB>note]``, a row a bead; an empty cell means: no counterpart. Both are UTF-8. A table that
other programs have written may begin with the names of its columns.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from tmx.errors import ParseError
from tmx.files import read_utf8, write_whole
from tmx.formats.table_columns import Columns, columns_of
from tmx.model import Alignment, Bead

__all__ = ["TableRow", "is_ladder", "read_ladder", "read_text_table", "write_ladder", "write_text_table"]

_RUNG = re.compile(r"([0-9]{1,9})[\t ]+([0-9]{1,9})(?:[\t ]+(-?[0-9]+(?:\.[0-9]*)?(?:[eE][-+]?[0-9]+)?|-?inf|-?nan))?")
_REMEDY = "a ladder holds source number, tab, target number, and perhaps a tab and a score"


class TableRow(Struct, frozen=True):
    """A row of a table of texts; ``line`` is where it stands, from 1."""

    source: str
    target: str
    note: str = ""
    line: int = 0


def is_ladder(text: str) -> bool:
    """Whether all lines of ``text`` are rungs, two or more, the first of them of nothing used up."""
    lines = [line for line in text.splitlines() if line.strip()]
    rungs = [_RUNG.fullmatch(line.strip()) for line in lines]
    return len(rungs) > 1 and all(rungs) and rungs[0] is not None and rungs[0].group(1, 2) == ("0", "0")


def read_ladder(path: Path) -> tuple[Bead, ...]:
    """The beads between the rungs of the ladder ``path``, with their scores; rungs that take nothing give none.

    Raises :class:`~tmx.errors.ParseError` with the line where one is no rung or goes back, and where there are fewer
    than two; :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    rungs: list[tuple[int, int, float]] = []
    for number, line in _lines(path):
        match = _RUNG.fullmatch(line.strip())
        if match is None:
            raise ParseError(f"«{line.strip()[:40]}» is not a rung", path=path, line=number, remedy=_REMEDY)
        source, target = int(match.group(1)), int(match.group(2))
        if rungs and (source < rungs[-1][0] or target < rungs[-1][1]):
            raise ParseError("the ladder goes back", path=path, line=number, remedy=_REMEDY)
        rungs.append((source, target, float(match.group(3) or 0.0)))
    if len(rungs) < 2:
        raise ParseError("a ladder has two rungs at least", path=path, remedy=_REMEDY)
    if rungs[0][:2] != (0, 0):
        rungs.insert(0, (0, 0, 0.0))
    return tuple(
        Bead(range(one[0], other[0]), range(one[1], other[1]), score=one[2])
        for one, other in pairwise(rungs)
        if one[:2] != other[:2]
    )


def write_ladder(path: Path, alignment: Alignment, *, confidence: bool = True) -> None:
    """Write ``alignment`` as a ladder with the beads' confidence as score, or without scores if ``confidence`` is off.

    Raises :class:`~tmx.errors.StoreError`.
    """
    source = target = 0
    with write_whole(path) as stream:
        for bead in alignment.beads:
            score = f"\t{bead.confidence:.4f}" if confidence else ""
            stream.write(f"{source}\t{target}{score}\n".encode())
            source, target = source + len(bead.source), target + len(bead.target)
        end = "\t0" if confidence else ""
        stream.write(f"{source}\t{target}{end}\n".encode())


def read_text_table(path: Path, source_language: str, target_language: str) -> Iterator[TableRow]:
    """The rows of the table ``path``; those without any text are left out.

    A first row that names the columns (``source`` and ``target``, or the two languages, BCP 47) says where texts and
    notes stand, as :func:`~tmx.formats.tabular.columns_of` has it. Raises :class:`~tmx.errors.ParseError` with the
    line where one has no tab, :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    places = _text_places(None)
    for at, (number, line) in enumerate(_lines(path)):
        cells = [cell.strip() for cell in line.split("\t")]
        if len(cells) < 2:
            raise ParseError(
                "there is no tab between source and target", path=path, line=number, remedy="save it as a table (tab)"
            )
        if not at:
            columns = columns_of(cells, path, number, source_language, target_language)
            places = _text_places(columns)
            if columns is not None:
                continue
        source, target, note = (cells[place] if place < len(cells) else "" for place in places)
        if source or target:
            yield TableRow(source, target, note, number)


def _text_places(columns: Columns | None) -> tuple[int, int, int]:
    """Where source, target and note stand; a note that no column is named for stands behind the texts."""
    if columns is None:
        return 0, 1, 2
    behind = max(columns.source, columns.target) + 1
    return columns.source, columns.target, behind if columns.note is None else columns.note


def write_text_table(path: Path, rows: Iterable[TableRow]) -> None:
    """Write ``rows``, as they are but for tabs and line breaks. Raises :class:`~tmx.errors.StoreError`."""
    with write_whole(path) as stream:
        for row in rows:
            cells = [" ".join(cell.split()) for cell in (row.source, row.target, row.note)]
            stream.write(("\t".join(cells if cells[2] else cells[:2]) + "\n").encode("utf-8"))


def _lines(path: Path) -> Iterator[tuple[int, str]]:
    for number, row in enumerate(read_utf8(path).split("\n"), 1):
        if row.strip():
            yield number, row.removesuffix("\r")
