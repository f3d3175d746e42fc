"""A dictionary of forms in one small file: every form of a language with its lemmas and word classes.

A word's forms share a beginning, the stem (``nation``); what follows it comes in few patterns (``al``, ``ale``,
``aux``, ``ales``, all of ``al``). The file holds the stems in order, and with each the number of its pattern. To look
a form up, each of its beginnings is looked for among the stems, and the rest in that stem's pattern: exact, a
microsecond or two, and read in some milliseconds.
"""

from __future__ import annotations

import sys
import zlib
from array import array
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

from msgspec import Struct

from tmx.compiled import compiled_loops
from tmx.errors import ParseError
from tmx.files import read_bytes, write_whole

__all__ = ["Analysis", "Entry", "LemmaTable", "find_table", "read_table", "write_table"]

_COMPILED = compiled_loops("tmx.text._stems", 1)  # of stems.c
_MOST_FOUND = 1 << 16
_LONGEST = 100  # letters; what is longer is no word, and looking for its stem would take time by the square
_FORMAT = "accord lemma table 3"
# Universal part-of-speech tags, PTCP (a participle, whose lemma is its masculine singular), and none.
_CLASSES = (*"NOUN ADJ VERB AUX PROPN ADV ADP DET PRON SCONJ CCONJ INTJ NUM PART PTCP".split(), "")
_LETTERS = dict(zip(_CLASSES, "NAVXPRSDOKCIMTQ-", strict=True))
_NAMES = {letter: name for name, letter in _LETTERS.items()}


class Analysis(NamedTuple):  # the quickest to make, and every word of a text has some
    """What a form may be: a form of ``lemma``, with a universal part of speech, ``PTCP`` or "" where it is unknown."""

    lemma: str
    word_class: str


class Entry(Struct, frozen=True):
    """A form with one of its analyses, all in lower case."""

    form: str
    lemma: str
    word_class: str


class LemmaTable:
    """The forms of one language.

    ``head`` names sources and licences. Stems stand in sections by their first two letters, and a section is unpacked
    when a word first asks for it.
    """

    __slots__ = (
        "_found",
        "_longest",
        "_numbers",
        "_patterns",
        "_places",
        "_rows",
        "_sections",
        "_short",
        "_stems",
        "_table",
        "head",
    )

    def __init__(
        self, head: str, stems: bytes, places: Mapping[str, _Place], numbers: memoryview[int], patterns: list[str]
    ) -> None:
        self.head = head
        self._found: dict[str, tuple[Analysis, ...]] = {}
        self._stems = stems
        self._places = places
        self._numbers = numbers
        self._patterns = patterns
        self._longest = [pattern.index(",") for pattern in patterns]  # the longest suffix of each comes first
        self._rows: dict[int, dict[str, str]] = {}
        self._sections: dict[str, dict[str, int]] = {}
        self._table: object = None
        if _COMPILED is not None:
            sizes = array("I", [place.end - place.start for place in places.values()])
            self._table = _COMPILED.table(
                stems, sizes.tobytes(), numbers.tobytes(), "\n".join(patterns).encode(), _NAMES
            )
        short = [letters for letters in places if len(letters) < len("ab")]
        self._short = {stem: number for letters in short for stem, number in self._section(letters).items()}

    def analyses(self, form: str) -> tuple[Analysis, ...]:
        """What ``form`` (in lower case) may be; empty where it is not listed."""
        found = self._found.get(form)
        if found is None:
            if len(self._found) >= _MOST_FOUND:
                self._found.clear()
            found = self._found[form] = tuple(self._look_up(form))
        return found

    def has(self, form: str) -> bool:
        """Whether ``form`` (in lower case) is listed; nothing is kept, so that any number of forms may be tried."""
        if _COMPILED is not None:
            return len(form) <= _LONGEST and bool(_COMPILED.find(self._table, form, False))
        return next(self._told(form), None) is not None

    def _look_up(self, form: str) -> Iterable[Analysis]:
        if _COMPILED is not None:  # each new word of a text comes by here
            found = _COMPILED.find(self._table, form, True) if len(form) <= _LONGEST else ()
            return [_new(Analysis, one) for one in found]
        return self._looked_up(form)

    def _looked_up(self, form: str) -> Iterator[Analysis]:
        for stem, told in self._told(form):
            for one in told.split(";"):
                ending, letters = one.split(",")
                for letter in letters:
                    yield _new(Analysis, (stem + ending, _NAMES[letter]))

    def _told(self, form: str) -> Iterator[tuple[str, str]]:
        """The stems of ``form`` and what their patterns say of the rest."""
        # Half of the letters in front of a word are some stem: no calls.
        size = len(form)
        if size > _LONGEST:
            return
        longest, rows, stems = self._longest, self._rows, self._section(form[:2])
        for end in range(size, -1, -1):
            if end == 1:
                stems = self._short  # shorter than the letters that name a section
            stem = form[:end]
            number = stems.get(stem)
            if number is not None and size - end <= longest[number]:
                told = (rows.get(number) or self._pattern(number)).get(form[end:])
                if told:
                    yield stem, told

    def _pattern(self, number: int) -> dict[str, str]:
        """What a pattern says of each of its suffixes."""
        rows = self._rows[number] = {}
        for row in self._patterns[number].split(";"):
            suffix, _, told = row.partition(",")
            rows[suffix] = f"{rows[suffix]};{told}" if suffix in rows else told
        return rows

    def _section(self, letters: str) -> dict[str, int]:
        section = self._sections.get(letters)
        if section is None:
            place = self._places.get(letters)
            if place is None:
                return {}
            stems = self._stems[place.start : place.end].decode().split("\n")
            numbers = self._numbers[place.first : place.first + len(stems)]
            section = self._sections[letters] = dict(zip(stems, numbers, strict=True))
        return section


_new = tuple.__new__  # half the time of Analysis(...)


class _Place(Struct, frozen=True):
    """Where a section stands: its bytes among the stems, the number of its first stem."""

    start: int
    end: int
    first: int


@cache
def find_table(tag: str) -> LemmaTable | None:
    """The table of the language with primary subtag ``tag`` that the package brings; None where there is none."""
    path = files("tmx.text").joinpath("data", f"lemmas-{tag}.bin")
    if not tag.isalpha() or not path.is_file():
        return None
    return read_table(Path(str(path)))


def read_table(path: Path) -> LemmaTable:
    """The table in the file ``path``.

    Raises :class:`~tmx.errors.StoreError` where it cannot be read, :class:`~tmx.errors.ParseError` where it is none.
    """
    data = read_bytes(path)
    if not data.startswith(_FORMAT.encode()):
        raise ParseError("not a lemma table of this version", path=path, remedy="make it with make lemma-tables")
    return _read(data)


def _read(data: bytes) -> LemmaTable:
    head, _, body = data.partition(b"\n\n")
    text = zlib.decompress(body)
    sections, _, rest = text.partition(b"\n\n")
    places: dict[str, _Place] = {}
    start = first = 0
    for line in sections.decode().split("\n"):
        letters, size, count = line.split("\t")
        places[letters] = _Place(start, start + int(size), first)
        start, first = start + int(size), first + int(count)
    numbers = array("H", rest[start : start + 2 * first])
    if sys.byteorder == "big":
        numbers.byteswap()
    patterns = rest[start + 2 * first :].decode().split("\n")
    return LemmaTable(head.decode().partition("\n")[2], rest[:start], places, memoryview(numbers), patterns)


def write_table(path: Path, entries: Iterable[Entry], sources: str) -> str:
    """Write the table of ``entries`` with ``sources`` in its head; what it holds, in words."""
    paradigms: dict[tuple[str, str], set[Entry]] = defaultdict(set)
    for entry in entries:
        paradigms[entry.lemma, "V" if entry.word_class == "PTCP" else ""].add(entry)
    rows: dict[str, set[tuple[str, str, str]]] = defaultdict(set)
    forms: set[str] = set()
    for group in paradigms.values():
        stem = _common([name for entry in group for name in (entry.form, entry.lemma)])
        for entry in group:
            forms.add(entry.form)
            rows[stem].add((entry.form[len(stem) :], entry.lemma[len(stem) :], _LETTERS[entry.word_class]))
    patterns: Counter[str] = Counter(_pattern(found) for found in rows.values())
    order = [pattern for pattern, _ in patterns.most_common()]
    number = {pattern: index for index, pattern in enumerate(order)}
    stems = sorted(rows, key=lambda stem: (stem[:2], stem))
    sections = [(letters, list(group)) for letters, group in groupby(stems, lambda stem: stem[:2])]
    texts = ["\n".join(group).encode() for _, group in sections]
    rows_of = zip(sections, texts, strict=True)
    index = "\n".join(f"{letters}\t{len(text)}\t{len(group)}" for (letters, group), text in rows_of)
    numbers = b"".join(number[_pattern(rows[stem])].to_bytes(2, "little") for stem in stems)
    data = index.encode() + b"\n\n" + b"".join(texts) + numbers + "\n".join(order).encode()
    packed = zlib.compress(data, 9)
    with write_whole(path) as stream:
        stream.write(f"{_FORMAT}\n{sources.strip()}\n\n".encode() + packed)
    return f"{len(forms)} forms, {len(stems)} stems, {len(order)} patterns, {len(packed)} bytes"


def _common(words: list[str]) -> str:
    """The beginning that all ``words`` share."""
    low, high = min(words), max(words)
    end = next((at for at, (one, other) in enumerate(zip(low, high, strict=False)) if one != other), len(low))
    return low[: min(end, len(high))]


def _pattern(found: set[tuple[str, str, str]]) -> str:
    letters: dict[tuple[str, str], list[str]] = defaultdict(list)
    for suffix, ending, letter in sorted(found, key=lambda row: (-len(row[0]), row)):
        letters[suffix, ending].append(letter)
    return ";".join(f"{suffix},{ending},{''.join(names)}" for (suffix, ending), names in letters.items())
