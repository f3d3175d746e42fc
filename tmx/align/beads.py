"""Bead files: ``[0, 1]:[0]`` a line, zero-based, as gold alignments are kept; with ``:0.9731`` behind, a confidence.

Read are Python's tuples too, ``([0, 1], [0])``, one a line or in a list, as programs print them that are written in
Python (Bertalign's ``aligner.result``).
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from msgspec import Struct

from tmx.errors import ParseError
from tmx.files import read_utf8, write_whole
from tmx.model import Bead

__all__ = ["GoldBead", "format_bead", "read_beads", "read_gold", "read_scored_beads", "write_beads"]

_LINE = re.compile(r"\[([0-9, ]*)\]\s*:\s*\[([0-9, ]*)\](?:\s*:\s*(-?[0-9.]+(?:[eE][-+]?[0-9]+)?))?")
_TUPLE = re.compile(r"\[?\s*\(\s*(\[[0-9, ]*\])\s*,\s*(\[[0-9, ]*\])\s*(?:,\s*(-?[0-9.eE+-]+)\s*)?\)[\],\s]*")
_BETWEEN_TUPLES = re.compile(r"(?<=\)),\s*(?=\()")
_REMEDY = "write [source numbers]:[target numbers], counted from 0, such as [0, 1]:[0]"


class GoldBead(Struct, frozen=True):
    """A bead made by hand: unlike a found one it may leap over a sentence."""

    source: tuple[int, ...]
    target: tuple[int, ...]


def format_bead(bead: Bead, *, confidence: bool = True) -> str:
    """``[0, 1]:[0]:0.9731``, without the last part if ``confidence`` is off."""
    line = f"{list(bead.source)}:{list(bead.target)}"
    return f"{line}:{bead.confidence:.4f}" if confidence else line


def write_beads(path: Path, beads: Iterable[Bead], *, confidence: bool = True, comments: Iterable[str] = ()) -> None:
    """Write ``beads`` to ``path``, one a line, after ``comments``, lines that begin with ``#``.

    Raises :class:`~tmx.errors.StoreError`.
    """
    with write_whole(path) as stream:
        stream.writelines(f"{comment}\n".encode() for comment in comments)
        for bead in beads:
            stream.write(f"{format_bead(bead, confidence=confidence)}\n".encode())


def read_beads(path: Path) -> tuple[Bead, ...]:
    """The beads of ``path`` in order; the confidence is 1 where a line gives none.

    Raises as :func:`read_scored_beads` does.
    """
    return read_scored_beads(path)[0]


def read_scored_beads(path: Path) -> tuple[tuple[Bead, ...], bool]:
    """The beads of ``path``, and whether each line gives a confidence; it is 1 where none is given.

    Raises :class:`~tmx.errors.ParseError` with the line where it holds no bead or its sentences do not follow each
    other, and :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    beads = []
    scored = True
    for row in _rows(path):
        ranges = []
        for numbers in (row.source, row.target):
            first = numbers[0] if numbers else 0
            if numbers != tuple(range(first, first + len(numbers))):
                listed = ", ".join(map(str, numbers))
                raise ParseError(
                    f"the sentences [{listed}] do not follow each other", path=path, line=row.line, remedy=_REMEDY
                )
            ranges.append(range(first, first + len(numbers)))
        beads.append(Bead(ranges[0], ranges[1], confidence=1.0 if row.confidence is None else row.confidence))
        scored = scored and row.confidence is not None
    return tuple(beads), scored


def read_gold(path: Path) -> tuple[GoldBead, ...]:
    """The beads of a gold alignment, each with its sentences in rising order.

    Raises :class:`~tmx.errors.ParseError` with the line, and :class:`~tmx.errors.StoreError`.
    """
    return tuple(GoldBead(tuple(sorted(row.source)), tuple(sorted(row.target))) for row in _rows(path))


class _Row(Struct, frozen=True):
    source: tuple[int, ...]
    target: tuple[int, ...]
    confidence: float | None
    line: int


def _rows(path: Path) -> Iterator[_Row]:
    for number, line in enumerate(read_utf8(path).splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        for bead in _BETWEEN_TUPLES.split(line.strip()):
            match = _LINE.fullmatch(_TUPLE.sub(_as_line, bead) if bead.startswith(("(", "[")) else bead)
            if match is None:
                raise ParseError(f"«{bead[:40]}» is not a bead", path=path, line=number, remedy=_REMEDY)
            try:
                source, target = (
                    tuple(int(part) for part in group.split(",")) if group.strip() else ()
                    for group in match.group(1, 2)
                )
                confidence = float(match.group(3)) if match.group(3) else None
            except ValueError as error:
                raise ParseError(f"«{bead[:40]}» is not a bead", path=path, line=number, remedy=_REMEDY) from error
            if source or target:
                yield _Row(source, target, confidence, number)


def _as_line(tuple_: re.Match[str]) -> str:
    """``([0, 1], [0])`` as ``[0, 1]:[0]``."""
    return ":".join(filter(None, tuple_.groups()))
