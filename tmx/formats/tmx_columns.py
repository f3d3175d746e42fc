"""Units of the simplest kind, read many at once: two variants with text and entities, a name, dates and authors.

Such a unit is recognised with one regular expression, which matches well-formed XML only, and what stands in its places
goes into columns; no object is made of it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from itertools import accumulate, groupby
from operator import itemgetter, methodcaller
from typing import cast, overload

from msgspec import Struct

from tmx.formats.tmx_source import source_place
from tmx.formats.tmx_template import Alike, alike_units
from tmx.formats.tmx_text import PLAIN_DATE, decoded, is_decodable, tmx_date
from tmx.memory import UnitColumns
from tmx.model import Segment

__all__ = ["Run", "read_columns"]

_VALUE = r'[^"<&\n\r\t]++'
_ATTRIBUTES = (
    rf'\s++(?:tuid="([^"<&\s]++)"|creationdate="([0-9TZ]++)"|creationid="({_VALUE})"|changedate="([0-9TZ]++)"'
    rf'|changeid="({_VALUE})")'
)
_VARIANT = rf'<tuv\s++(?:xml:)?lang="({_VALUE})"\s*+>\s*+<seg>([^<]*+)</seg>\s*+</tuv>'
# What stands before ``</tu>``; that dates are dates and an ampersand begins an entity is looked at later.
_SIMPLE = re.compile(rf"\s*+<tu((?:{_ATTRIBUTES})*+)\s*+>\s*+{_VARIANT}\s*+{_VARIANT}\s*+")
_ATTRIBUTE_NAMES = ("tuid", "creationdate", "creationid", "changedate", "changeid")
_IS_DATE = re.compile(PLAIN_DATE).fullmatch


class Run(Struct, frozen=True):
    """Units that stand one after the other: as columns, or ``None`` where they are of another kind.

    ``size`` is how many they are, ``length`` and ``breaks`` how many characters and ends of lines they have.
    """

    size: int
    length: int
    breaks: int
    columns: UnitColumns | None


def read_columns(text: str, first: int, line: int, source_language: str) -> list[Run]:
    """The units that ``text`` is, which ends with the end of one, as runs in order; none where it is not plain XML.

    ``first`` is the number in the file of the first one, ``line`` where ``text`` begins, both from 1;
    ``source_language`` is the header's.
    """
    alike = alike_units(text)
    if alike is not None:
        columns = _columns_alike(alike, _Lines(text, line), first, source_language)
        if columns is not None:
            return [Run(len(columns), len(text), text.count("\n"), columns)]
    if "]]>" in text:  # not allowed in text
        return []
    return _mixed(text.split("</tu>")[:-1], first, line, source_language)


def _mixed(parts: Sequence[str], first: int, line: int, source_language: str) -> list[Run]:
    """The runs of units, each given without its ``</tu>`` and with what stands before it."""
    found = [None if match is None else match.groups() for match in map(_SIMPLE.fullmatch, parts)]
    runs = []
    at = 0
    for kind, size in _kinds(found):
        here = parts[at : at + size]
        rows = [row for row in found[at : at + size] if row is not None] if kind is not None else ()
        columns = _columns(rows, _Lines("</tu>".join([*here, ""]), line), first + at, source_language) if rows else None
        runs.append(Run(size, sum(map(len, here)) + size * len("</tu>"), sum(map(_breaks, here)), columns))
        line += runs[-1].breaks
        at += size
    return runs


_breaks = methodcaller("count", "\n")


class _Lines(Sequence[int]):
    """The lines in which units begin, counted when they are asked for."""

    def __init__(self, text: str, line: int) -> None:
        self._text = text
        self._line = line
        self._lines: list[int] = []

    def __len__(self) -> int:
        return len(self._lines) or self._text.count("</tu>")

    @overload
    def __getitem__(self, place: int) -> int: ...

    @overload
    def __getitem__(self, place: slice) -> Sequence[int]: ...

    def __getitem__(self, place: int | slice) -> int | Sequence[int]:
        if not self._lines:
            parts = self._text.split("</tu>")[:-1]
            before = accumulate(map(_breaks, parts), initial=self._line)
            self._lines = [
                line + part.count("\n", 0, part.index("<")) for line, part in zip(before, parts, strict=False)
            ]
            self._text = ""
        return self._lines[place]


_Kind = tuple[str, str, bool]
_Groups = tuple[str | None, ...]


def _kinds(found: Sequence[_Groups | None]) -> Iterator[tuple[_Kind | None, int]]:
    """The kinds of units that follow each other (languages, whether they have names), and how many of each."""
    if None not in found:
        every = [groups for groups in found if groups is not None]
        if all(len(set(map(itemgetter(place), every))) == 1 for place in (6, 8)):
            unnamed = list(map(itemgetter(1), every)).count(None)
            if unnamed in (0, len(every)):
                yield _kind(every[0]), len(every)
                return
    for kind, rows in groupby(found, key=_kind):
        yield kind, sum(1 for _ in rows)


def _kind(groups: _Groups | None) -> _Kind | None:
    if groups is None:
        return None
    one, two = groups[6], groups[8]
    if not one or not two or not one.strip() or not two.strip():
        return None
    return one, two, groups[1] is not None


def _columns(rows: Sequence[_Groups], lines: Sequence[int], first: int, source_language: str) -> UnitColumns | None:
    """The columns of units of one kind; ``None`` where something in them is odd."""
    written, names, made, makers, changed, changers, one, left, two, right = zip(*rows, strict=True)
    columns = (names, made, makers, changed, changers)
    said = sum(len(column) - column.count(None) for column in columns)
    if "".join(written).count('="') != said:  # an attribute stands there twice
        return None
    attributes = dict(zip(_ATTRIBUTE_NAMES, columns, strict=True))
    return _made((one[0].strip(), two[0].strip()), (left, right), attributes, lines, first, source_language)


def _columns_alike(alike: Alike, lines: Sequence[int], first: int, source_language: str) -> UnitColumns | None:
    """The columns of units that are alike; ``None`` where something in them is odd."""
    attributes = {name: alike.attributes.get(name, ()) for name in _ATTRIBUTE_NAMES}
    return _made(alike.languages, alike.texts, attributes, lines, first, source_language)


def _made(
    languages: tuple[str, str],
    texts: tuple[Sequence[str], Sequence[str]],
    attributes: Mapping[str, Sequence[str | None]],
    lines: Sequence[int],
    first: int,
    source_language: str,
) -> UnitColumns | None:
    """Columns from texts and attributes as they are written; an attribute that no unit has may be empty."""
    names, made, makers, changed, changers = (_column(attributes[name]) for name in _ATTRIBUTE_NAMES)
    dates = _dates({*made, *changed})
    sources, targets = map(_texts, texts)
    if dates is None or sources is None or targets is None:
        return None
    place = source_place([Segment(language, "") for language in languages], source_language)
    if place:
        languages, sources, targets = languages[::-1], targets, sources
    return UnitColumns(
        languages,
        sources,
        targets,
        identifiers=[*map(str, range(first, first + len(sources)))] if not names else cast("Sequence[str]", names),
        lines=lines,
        created=[dates[date] for date in made],
        created_by=makers,
        changed=[dates[date] for date in changed],
        changed_by=changers,
        source_place=place,
        unnamed=not names,
    )


def _texts(written: Sequence[str]) -> Sequence[str] | None:
    """The texts of a column; ``None`` where there are entities that XML does not have."""
    together = "".join(written)
    if "&" not in together:
        return written
    return [decoded(text) if "&" in text else text for text in written] if is_decodable(together) else None


def _column(values: Sequence[str | None]) -> Sequence[str | None]:
    """The values of a column; none where it says nothing."""
    return values if any(values) else ()


def _dates(written: set[str | None]) -> dict[str | None, str | None] | None:
    """Dates as a store keeps them; ``None`` where one of them is none, or no day of the calendar."""
    dates: dict[str | None, str | None] = {None: None}
    for text in filter(None, written):
        if not _IS_DATE(text) or (text[6:8] > "28" and tmx_date(text) is None):
            return None
        dates[text] = f"{text[:4]}-{text[4:6]}-{text[6:8]}T{text[9:11]}:{text[11:13]}:{text[13:15]}Z"
    return dates
