"""A dictionary of forms in one small file: every form of a language with its lemmas and word classes.

A word's forms share a beginning, the stem (``nation``); what follows it comes in few patterns (``al``, ``ale``,
``aux``, ``ales``, all of ``al``). The file holds the stems in order, and with each the number of its pattern. To look
a form up, each of its beginnings is looked for among the stems, and the rest in that stem's pattern: exact, a
microsecond or two, and read in some milliseconds.
"""

from __future__ import annotations

import zlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from pathlib import Path

from tmx.files import write_whole

__all__ = ["Analysis", "Entry", "LemmaTable", "find_table", "write_table"]

_FORMAT = "accord lemma table 1"
# Universal part-of-speech tags, PTCP (a participle, whose lemma is its masculine singular), and none.
_CLASSES = (*"NOUN ADJ VERB AUX PROPN ADV ADP DET PRON SCONJ CCONJ INTJ NUM PART PTCP".split(), "")
_LETTERS = dict(zip(_CLASSES, "NAVXPRSDOKCIMTQ-", strict=True))
_NAMES = {letter: name for name, letter in _LETTERS.items()}


@dataclass(frozen=True, slots=True)
class Analysis:
    """What a form may be: a form of ``lemma``, with a universal part of speech, ``PTCP`` or "" where it is unknown."""

    lemma: str
    word_class: str


@dataclass(frozen=True, slots=True)
class Entry:
    """A form with one of its analyses, all in lower case."""

    form: str
    lemma: str
    word_class: str


class LemmaTable:
    """The forms of one language."""

    __slots__ = ("_longest", "_parsed", "_patterns", "_stems")

    def __init__(self, stems: Mapping[str, int], patterns: list[str]) -> None:
        self._stems = stems
        self._patterns = patterns
        self._parsed: dict[int, dict[str, tuple[tuple[str, str], ...]]] = {}
        self._longest = max(map(len, stems), default=0)

    def analyses(self, form: str) -> tuple[Analysis, ...]:
        """What ``form`` (in lower case) may be; empty where it is not listed."""
        found: list[Analysis] = []
        stems = self._stems
        for end in range(min(len(form), self._longest), -1, -1):
            stem = form[:end]
            number = stems.get(stem)
            if number is None:
                continue
            pattern = self._parsed.get(number)
            if pattern is None:
                pattern = self._parsed[number] = _parse(self._patterns[number])
            for ending, name in pattern.get(form[end:], ()):
                found.append(Analysis(stem + ending, name))
        return tuple(found)


def _parse(pattern: str) -> dict[str, tuple[tuple[str, str], ...]]:
    rows: dict[str, list[tuple[str, str]]] = defaultdict(list)
    for row in pattern.split(";"):
        suffix, ending, letters = row.split(",")
        rows[suffix].extend((ending, _NAMES[letter]) for letter in letters)
    return {suffix: tuple(found) for suffix, found in rows.items()}


@cache
def find_table(tag: str) -> LemmaTable | None:
    """The table of the language with primary subtag ``tag`` that the package brings; None where there is none."""
    path = files("tmx.text").joinpath("data", f"lemmas-{tag}.bin")
    if not tag.isalpha() or not path.is_file():
        return None
    return _read(path.read_bytes())


def _read(data: bytes) -> LemmaTable:
    head, _, body = data.partition(b"\n\n")
    if _FORMAT.encode() not in head:
        raise ValueError("not a lemma table of this version")
    text = zlib.decompress(body)
    size = int.from_bytes(text[:4], "little")
    stems = text[4 : 4 + size].decode().split("\n")
    numbers = memoryview(text[4 + size : 4 + size + 2 * len(stems)]).cast("H").tolist()
    patterns = text[4 + size + 2 * len(stems) :].decode().split("\n")
    return LemmaTable(dict(zip(stems, numbers, strict=True)), patterns)


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
    stems = sorted(rows)
    body = "\n".join(stems).encode()
    numbers = b"".join(number[_pattern(rows[stem])].to_bytes(2, "little") for stem in stems)
    data = len(body).to_bytes(4, "little") + body + numbers + "\n".join(order).encode()
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
    for suffix, ending, letter in sorted(found):
        letters[suffix, ending].append(letter)
    return ";".join(f"{suffix},{ending},{''.join(names)}" for (suffix, ending), names in letters.items())
