"""The stretch of a source that is most likely left out of its translation, and how surely."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.text.folding import fold
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.sides import Flags
from toolkit.checks.stretches import SENTENCE_END, TRACES, Stretches, find_stretches, is_mark

__all__ = ["TRACES", "Omission", "file_omissions", "has_seen_enough", "left_out", "units_with_omissions"]

_SURE = 0.8  # log-odds: what it costs in good units stands in docs/evaluation/checks.md
_ACRONYM = re.compile(r"\(([A-Z][A-Za-z]*[A-Z])\)")
_SHORT = re.compile(r"\b(?:[A-Z]\.){2,6}|\b[A-Z]{2,6}\b")
_WORD = re.compile(r"\w+")
_NEAR = 25  # characters from the stretch to the end of the acronym
_SMALL = 3  # letters of a word that an acronym may leave out
_WITH_DICTIONARY = {"en", "fr"}
_ENOUGH_PAIRS = 150
_MOST = 0.55  # so much of a sentence is reported as the whole sentence

# What speaks for an omission, learnt by benchmarks/train_omissions.py from clean pairs and pairs from which a clause or
# sentence was taken.
_WEIGHTS: Mapping[str, float] = {
    "always": -10.41,
    "without counterpart": -0.50,
    "with counterpart": 0.93,
    "counterpart elsewhere": -1.85,
    "without counterpart a word": -2.88,
    "number of words": 1.34,
    "logarithm of the number": 3.78,
    "begins at a mark": 0.08,
    "ends at a mark": 0.46,
    "between marks": 2.63,
    "a sentence": 2.18,
    "linked": -10.22,
    "linked outside": -2.16,
    "missing share": 5.63,
    "share of letters": -9.20,
    "freedom": -5.06,
    "missing there": 0.46,
    "unlinked there": -0.93,
    "unlinked elsewhere": -0.58,
    "names unlinked": 4.19,
    "figures unlinked": 5.10,
    "into French": 1.11,
}

_Floats = NDArray[np.float64]


class Omission(Struct, frozen=True):
    """A stretch ``source[start:end]`` without counterpart; ``score`` is the log-odds that it is left out."""

    score: float
    start: int
    end: int


def left_out(unit: Unit, context: FileContext) -> Omission | None:
    """What is left out of ``unit``; None where nothing surely is."""
    return context.once(file_omissions).get(unit.position)


def has_seen_enough(context: FileContext) -> bool:
    """Whether enough is known of the words of both languages: by what ships, or by the texts themselves."""
    if {context.source_language.tag, context.target_language.tag} == _WITH_DICTIONARY:
        return True
    return int(context.translated.sum()) + len(context.memory) >= _ENOUGH_PAIRS


def units_with_omissions(context: FileContext) -> Flags:
    """For each unit whether something is surely left out of its translation."""
    flags = np.zeros(len(context.units), np.bool_)
    flags[list(context.once(file_omissions))] = True
    return flags


def file_omissions(context: FileContext) -> Mapping[int, Omission]:
    """What is surely left out of the units of the file, by their positions: the likeliest stretch of each."""
    weights = np.array([_WEIGHTS[name] for name in TRACES])
    return {
        position: omission
        for stretches in find_stretches(context)
        for position, omission in _sure(context, stretches, stretches.traces @ weights)
    }


def _sure(context: FileContext, found: Stretches, scores: _Floats) -> Iterator[tuple[int, Omission]]:
    """The likeliest stretch of each unit, where it is likely enough."""
    likely = np.flatnonzero(scores > _SURE)
    order = likely[np.lexsort((scores[likely], found.unit[likely]))]
    for at in order[np.diff(found.unit[order], append=-1) != 0].tolist():
        position, start, end = int(found.unit[at]), int(found.start[at]), int(found.end[at])
        text = context.units[position].source.text
        if _is_named_short(text, start, end, context.units[position].target.text):
            continue
        start, end = _widened(text, start, end, int(found.before[at]), int(found.after[at]))
        yield position, Omission(float(scores[at]), start, end)


def _is_named_short(text: str, start: int, end: int, target: str) -> bool:
    """Whether the translation has the acronym alone of a name that the stretch is, its acronym in brackets or not."""
    found = _ACRONYM.search(text, start, end + _NEAR)
    if found is not None and re.search(rf"\b{found[1]}\b", target):
        words = _WORD.findall(text, start, found.start())
        return sum(len(word) > _SMALL for word in words) <= len(found[1]) + 1
    initials = "".join(fold(word[0]) for word in _WORD.findall(text, start, end) if len(word) > _SMALL)
    letters = (match[0].replace(".", "").lower() for match in _SHORT.finditer(target) if match[0] not in text)
    return any(_stands_for(one, initials) for one in letters)


def _stands_for(letters: str, initials: str) -> bool:
    """Whether an acronym of ``letters`` stands for words in a row, in any order, half of those of the ``initials``."""
    size = len(letters)
    if 2 * size < len(initials):
        return False
    rows = (initials[at : at + size] for at in range(len(initials) - size + 1))
    return any(sorted(row) == sorted(letters) for row in rows)


def _widened(text: str, start: int, end: int, before: int, after: int) -> tuple[int, int]:
    """The stretch with the small words up to its marks; the whole sentence where it is most of one.

    ``before`` is where the last word before it ends, ``after`` where the first one after it begins.
    """
    first = max((match.end() for match in SENTENCE_END.finditer(text, 0, start)), default=0)
    found = SENTENCE_END.search(text, end)
    last = found.start() + 1 if found else len(text.rstrip())
    if (end - start) >= _MOST * (last - first):
        return first, last
    marks = [at + 1 for at in range(before, start) if is_mark(text, at)]
    if marks or not before:
        start = marks[-1] if marks else 0
        start += len(text[start:]) - len(text[start:].lstrip())
    closing = next((at for at in range(end, after) if is_mark(text, at)), None)
    return start, end if closing is None else closing
