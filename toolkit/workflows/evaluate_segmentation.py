"""Scoring sentence boundaries against a text that was segmented by hand."""

from __future__ import annotations

import re
from pathlib import Path

from msgspec import Struct

from tmx.files import read_utf8
from tmx.text.sentences import split_sentences
from toolkit.workflows.counted import Counted

__all__ = ["Difference", "SegmentationScore", "evaluate_segmentation"]

# ⏎ a boundary where white space stood, ⏎G⏎ one between sentences glued together, ⏎H⏎ one after a glued heading.
_MARK = re.compile(r"⏎(?P<glued>[GH])⏎|\s*⏎\s*")


class Difference(Struct, frozen=True):
    """A boundary that was missed or invented: its line in the file, from 1, and the text around it with ``⏎``."""

    line: int
    kind: str
    context: str


class SegmentationScore(Struct, frozen=True):
    """How many boundaries inside the blocks, and how many blocks as a whole, are right.

    ``glued`` and ``glued_right`` count the gold's boundaries without white space. The ends of blocks count nowhere.
    """

    boundaries: Counted
    glued: int
    glued_right: int
    blocks: int
    blocks_right: int
    differences: tuple[Difference, ...]


class _Block(Struct, frozen=True):
    line: int
    text: str
    boundaries: frozenset[int]
    glued: frozenset[int]


def evaluate_segmentation(path: Path, language: str) -> SegmentationScore:
    """Split the blocks of the gold file ``path`` (one a line) as ``language`` and compare the boundaries.

    ``⏎`` marks a boundary, ``⏎G⏎`` one between glued sentences, ``⏎H⏎`` one after a glued heading; lines beginning
    with ``###`` name the document that follows. A boundary is right when it stands at the same character, white space
    aside. Raises :class:`~tmx.errors.StoreError` where the file cannot be read, :class:`~tmx.errors.ParseError` where
    it is not UTF-8.
    """
    gold = found = right = glued = glued_right = blocks = blocks_right = 0
    differences: list[Difference] = []
    for block in _read(path):
        spans = split_sentences(block.text, language)
        got = frozenset(span.start for span in spans[1:])
        both = got & block.boundaries
        blocks += 1
        blocks_right += got == block.boundaries
        gold, found, right = gold + len(block.boundaries), found + len(got), right + len(both)
        glued, glued_right = glued + len(block.glued), glued_right + len(block.glued & got)
        for place in sorted(got ^ block.boundaries):
            kind = "invented" if place in got else "missed"
            context = f"{block.text[max(0, place - 30) : place]}⏎{block.text[place : place + 30]}"
            differences.append(Difference(block.line, kind, context))
    return SegmentationScore(Counted(gold, found, right), glued, glued_right, blocks, blocks_right, tuple(differences))


def _read(path: Path) -> list[_Block]:
    lines = enumerate(read_utf8(path).splitlines(), 1)
    return [_block(number, line) for number, line in lines if line.strip() and not line.startswith("###")]


def _block(number: int, line: str) -> _Block:
    text = ""
    boundaries, glued = set(), set()
    at = 0
    for mark in _MARK.finditer(line):
        text += line[at : mark.start()]
        if mark["glued"]:
            glued.add(len(text))
        elif text:
            text += " "
        boundaries.add(len(text))
        at = mark.end()
    text += line[at:]
    inside = {place for place in boundaries if 0 < place < len(text)}
    return _Block(number, text, frozenset(inside), frozenset(glued & inside))
