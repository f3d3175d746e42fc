"""Candidates: the word sequences of a corpus that may be terms by their parts of speech."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.corpus import Corpus

__all__ = ["LONGEST", "Candidates", "find_candidates", "pattern_of"]

Ints = NDArray[np.int64]

LONGEST = 7  # words, small ones counted

_LETTERS: Mapping[str, str] = {
    "NOUN": "N",
    "PROPN": "P",
    "ADJ": "A",
    "VERB": "V",
    "ADP": "D",
    "DET": "T",
    "NUM": "M",
    "ADV": "R",
    "CCONJ": "C",
    "PUNCT": "p",
    "X": "X",
    "SYM": "S",
    "AUX": "v",
    "PRON": "o",
    "SCONJ": "s",
    "PART": "t",
    "INTJ": "i",
}

_NAMES = "P[pC]?P[p]?P?"  # «J. R. Jonkman», «John Wiley & Sons» where the mark stands apart
# Letters of the tags of a whole candidate. Wide on purpose: the ranker decides, and taggers err.
_PATTERNS: Mapping[str, str] = {
    "en": f"[NPAVXR]|[NPAVXRM]*[NPX](?:[NPAVXM]*[NPXM])?|(?:[NPAVXM]*[NPX]DT?)+[NPAVXM]*[NPX]|{_NAMES}",
    "fr": (
        "[NPAVXR]|[AVM]?[NPX][NPXMAVR]*[NPXMAV]|[AM]?[NPX][NPXAV]*"
        f"|(?:[AVM]?[NPXV][NPXAV]*(?:[CD]+T?M?|T))+[AM]?[NPX][NPXAV]*|{_NAMES}"
    ),
}


def pattern_of(tags: tuple[str, ...]) -> str:
    """The tags as a string, a letter each."""
    return "".join(_LETTERS.get(tag, "?") for tag in tags)


class Candidates(Struct, frozen=True):
    """The candidates of a corpus and all their occurrences.

    Candidate ``c`` has the words ``keys[c]``, is best shown as ``surfaces[c]`` and mostly has the tags
    ``patterns[c]``. Occurrence ``o`` is one of candidate ``owner[o]``, of the words ``first[o]`` up to ``end[o]``
    (exclusive) of the corpus, counted through; its sentence is ``sentence[o]``.
    """

    keys: tuple[tuple[str, ...], ...]
    surfaces: tuple[str, ...]
    patterns: tuple[str, ...]
    owner: Ints
    first: Ints
    end: Ints
    sentence: Ints

    def __len__(self) -> int:
        return len(self.keys)


def find_candidates(corpus: Corpus) -> Candidates:
    """All word sequences of up to seven words whose tags fit the language's patterns."""
    fits = re.compile(_PATTERNS.get(corpus.language.tag, _PATTERNS["en"])).fullmatch
    known: dict[str, bool] = {}
    numbers: dict[tuple[str, ...], int] = {}
    surfaces: list[Counter[str]] = []
    patterns: list[Counter[str]] = []
    rows: list[tuple[int, int, int, int]] = []
    at = 0
    for number, sentence in enumerate(corpus.sentences):
        tags = pattern_of(sentence.tags)
        for first in range(len(tags)):
            for end in range(first + 1, min(first + LONGEST, len(tags)) + 1):
                pattern = tags[first:end]
                fit = known.get(pattern)
                if fit is None:
                    fit = known[pattern] = fits(pattern) is not None
                if not fit:
                    continue
                key = sentence.keys[first:end]
                owner = numbers.setdefault(key, len(numbers))
                if owner == len(surfaces):
                    surfaces.append(Counter())
                    patterns.append(Counter())
                surfaces[owner][sentence.slice(first, end)] += 1
                patterns[owner][pattern] += 1
                rows.append((owner, at + first, at + end, number))
        at += len(tags)
    table = np.array(rows, dtype=np.int64).reshape(-1, 4)
    return Candidates(
        tuple(numbers),
        tuple(_most_frequent(counts) for counts in surfaces),
        tuple(_most_frequent(counts) for counts in patterns),
        *(table[:, column] for column in range(4)),
    )


def _most_frequent(counts: Counter[str]) -> str:
    return min(counts, key=lambda value: (-counts[value], value))
