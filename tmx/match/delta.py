"""The units that have come since an index was made: few, kept in memory, looked over one and all."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from itertools import count

import numpy as np
from rapidfuzz.distance import Levenshtein

from tmx.match.candidates import Group
from tmx.match.index import LookupText
from tmx.match.normal import analyse, surface
from tmx.match.score import fuzzy_bound
from tmx.match.signatures import allowance, near, needed, signature, token_key
from tmx.match.surfaces import pack
from tmx.memory import SourceText

__all__ = ["Delta"]

_CHARACTERS = 0x100000  # beyond so many different tokens they share characters, and are told apart later


class Delta:
    """A searchable list of texts that grows; finds what :class:`~tmx.match.index.FuzzyIndex` finds."""

    def __init__(self) -> None:
        self._numbers: defaultdict[str, int] = defaultdict(count(1).__next__)
        self._texts: list[str] = []
        self._signatures = np.empty(64, np.uint64)
        self._units = np.empty(64, np.uint32)
        self._surfaces = np.empty(64, np.uint32)

    def __len__(self) -> int:
        return len(self._texts)

    def add(self, texts: Iterable[SourceText]) -> None:
        """Take in more texts; those without a token are left out."""
        for unit, text, codes in texts:
            normal = analyse(text)
            if not normal.tokens:
                continue
            place = len(self._texts)
            if place == len(self._units):
                self._grow()
            self._texts.append("".join([_character(self._numbers[token]) for token in normal.tokens]))
            self._signatures[place] = signature(map(token_key, normal.tokens), len(normal.tokens))
            self._units[place] = unit
            self._surfaces[place] = pack(surface(normal, codes))

    def search(self, query: LookupText, threshold: int) -> list[Group]:
        """The units whose words reach ``threshold`` (1 to 100), each a group of its own."""
        size, length = len(self._texts), len(query.tokens)
        if not size or not length:
            return []
        text = "".join([_character(self._numbers.get(token, 0)) for token in query.tokens])
        found = []
        for place in near(self._signatures[:size], query.signature, allowance(length, threshold)).tolist():
            entry = self._texts[place]
            longer = max(length, len(entry))
            most = longer - needed(longer, threshold)
            steps = Levenshtein.distance(text, entry, score_cutoff=most)
            if steps <= most:
                one = slice(place, place + 1)
                value = fuzzy_bound(longer, steps)
                found.append(Group(value, steps == 0, self._units[one], self._surfaces[one]))
        return found

    def _grow(self) -> None:
        for name in ("_signatures", "_units", "_surfaces"):
            old = getattr(self, name)
            setattr(self, name, np.concatenate([old, np.empty_like(old)]))


def _character(number: int) -> str:
    number = number if number < _CHARACTERS else 1 + number % (_CHARACTERS - 1)
    return chr(number if number < 0xD800 else number + 0x800)
