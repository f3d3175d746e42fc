"""Where texts stand in a file, and how a change is put into them."""

from __future__ import annotations

import codecs
from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import pairwise
from operator import itemgetter
from pathlib import Path

from msgspec import Struct

from tmx.errors import ParseError

__all__ = ["NOWHERE", "Change", "FileText", "PlacedText", "PlacedUnit", "change_file", "decoded"]


class FileText(Struct, frozen=True):
    """The content of a file as text, and how it was encoded: ``mark`` is the byte order mark, if there was one."""

    text: str
    encoding: str
    mark: bytes = b""

    def encoded(self, text: str) -> bytes:
        """``text`` as the file would hold it. Raises :class:`UnicodeEncodeError` where its encoding cannot."""
        return self.mark + text.encode(self.encoding)


NOWHERE = (-1, -1)


class PlacedText(Struct, frozen=True):
    """A text, and for each of its code points the half-open place in the file's text.

    A code point that is none in the file (a tab that is an element, say) has :data:`NOWHERE`, and is never changed.
    ``written`` gives a replacement as this place has to write it (escaped), or None where it cannot stand there. What
    is ``locked`` is never changed.
    """

    language: str
    text: str
    places: tuple[tuple[int, int], ...]
    written: Callable[[str], str | None]
    locked: bool = False

    def is_whole(self, start: int, end: int) -> bool:
        """Whether the code points ``start`` to ``end`` stand in the file one after the other, with nothing between."""
        places = self.places[start:end]
        return NOWHERE not in places and all(one[1] == other[0] for one, other in pairwise(places))


class PlacedUnit(Struct, frozen=True):
    """The target texts of a unit: those that may be the one that was read."""

    targets: tuple[PlacedText, ...]


class Change(Struct, frozen=True):
    """The half-open code points ``start`` to ``end`` of a text are to read ``text``."""

    start: int
    end: int
    text: str


def decoded(content: bytes, encoding: str, path: Path) -> FileText:
    """``content`` of ``path`` as text with its mark apart; encoding it again gives the same bytes.

    Raises :class:`~tmx.errors.ParseError` where it does not.
    """
    mark = b""
    for known, name in (
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
    ):
        if content.startswith(known):
            mark, encoding = known, name
            break
    try:
        file = FileText(content[len(mark) :].decode(encoding), encoding, mark)
        if file.encoded(file.text) == content:
            return file
    except (UnicodeError, LookupError):
        pass
    raise ParseError("it could not be written again as it stands", path=path, remedy="save it as UTF-8, and try again")


def change_file(file: FileText, changes: Iterable[tuple[PlacedText, Change]]) -> tuple[str, tuple[bool, ...]]:
    """The file's text with ``changes`` put in, and which of them could be.

    A change is made as small as it is: what is equal at both ends stays. One that would have to cross a code or a
    tag, that overlaps an earlier one, that the place or the file's encoding cannot write, or that would change what is
    locked, is left out.
    """
    edits: list[tuple[int, int, str]] = []  # in order, none over another
    done = []
    for placed, change in changes:
        edit = _edit(placed, change)
        fits = edit is not None and _encodes(edit[2], file)
        if edit is not None and fits:
            at = bisect_left(edits, edit[:2], key=itemgetter(0, 1))
            fits = all(_are_apart(edit, other) for other in edits[max(at - 1, 0) : at + 1])
            if fits:
                edits.insert(at, edit)
        done.append(fits)
    parts, at = [], 0
    for start, end, text in edits:
        parts += [file.text[at:start], text]
        at = end
    return "".join([*parts, file.text[at:]]), tuple(done)


def _are_apart(one: tuple[int, int, str], other: tuple[int, int, str]) -> bool:
    """Whether two edits touch at most, and do not both put something in at one place."""
    return (one[1] <= other[0] or other[1] <= one[0]) and one[:2] != other[:2]


def _encodes(text: str, file: FileText) -> bool:
    try:
        file.encoded(text)
    except UnicodeEncodeError:
        return False
    return True


def _edit(placed: PlacedText, change: Change) -> tuple[int, int, str] | None:
    """The place in the file and what is to stand there."""
    old, new = placed.text[change.start : change.end], change.text
    left = _common(old, new)
    right = _common(old[left:][::-1], new[left:][::-1])
    start, end = change.start + left, change.end - right
    text = None if placed.locked else placed.written(new[left : len(new) - right])
    if text is None:
        return None
    if start == end:
        at = _between(placed.places, start)
        return None if at is None else (at, at, text)
    return (placed.places[start][0], placed.places[end - 1][1], text) if placed.is_whole(start, end) else None


def _between(places: Sequence[tuple[int, int]], at: int) -> int | None:
    """Where something can be put in before the code point ``at``: there, or else after the one before."""
    if at < len(places) and places[at] != NOWHERE:
        return places[at][0]
    return places[at - 1][1] if 0 < at <= len(places) and places[at - 1] != NOWHERE else None


def _common(one: str, other: str) -> int:
    """How many code points both begin with."""
    count = 0
    for a, b in zip(one, other, strict=False):
        if a != b:
            break
        count += 1
    return count
