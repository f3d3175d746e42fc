"""The index of a concordance: every word of every text of a memory in one language, with its place.

The texts' words stand in a row, as numbers of their forms, with a 0 before each text; for each form the places where it
stands are listed. A phrase is found from its rarest word: each place of it is looked at in the row of words.
"""

from __future__ import annotations

from array import array
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from tmx.errors import StoreError
from tmx.match.concordance_file import StoredArrays, read_arrays, write_arrays
from tmx.match.concordance_words import form_lemmas, forms_of, key_of, language_of
from tmx.memory import SourceStamp, SourceText
from tmx.text.folding import fold

__all__ = ["AskedWord", "WordIndex", "WordPlace"]

_U32 = NDArray[np.uint32]
_CHUNK = 1 << 16
_ROWS = 1 << 13
_NAMES = {
    "units": "<u4", "starts": "<u4", "words": "<u4", "place_starts": "<u4", "places": "<u4", "form_keys": "<u8",
    "form_codes": "<u4", "plain_keys": "<u8", "plain_codes": "<u4", "lemma_keys": "<u8", "lemma_codes": "<u4",
}  # fmt: skip


class WordPlace(Struct, frozen=True):
    """A phrase found in a text: the unit, which of its texts in the language (from 0), and the words, half-open."""

    unit: int
    text: int
    first: int
    last: int


class AskedWord(Struct, frozen=True):
    """A word that is looked for: the form itself, its spelling without accents, and the lemmas that may be meant."""

    form: str
    plain: str
    lemmas: frozenset[str]
    is_function_word: bool = False


class _Gathered(Struct):
    """What is read: units of texts, starts of texts in the row of words, the row, and the numbers of forms."""

    units: array[int] = field(default_factory=lambda: array("I"))
    starts: array[int] = field(default_factory=lambda: array("I"))
    words: array[int] = field(default_factory=lambda: array("I"))
    forms: dict[str, int] = field(default_factory=dict)


class WordIndex:
    """The words of a memory in one language; made by :meth:`build`, or opened from a file."""

    def __init__(self, stored: StoredArrays) -> None:
        self._stored = stored
        self.stamp = stored.stamp
        arrays = stored.arrays
        self._words: _U32 = arrays["words"]
        self._starts: _U32 = arrays["starts"]

    @classmethod
    def build(cls, texts: Iterable[SourceText], stamp: SourceStamp, language: str) -> WordIndex:
        """The index of ``texts``, which are in ``language`` (a primary subtag)."""
        gathered = _Gathered()
        forms, words = gathered.forms, gathered.words
        for unit, text, _ in texts:
            gathered.units.append(unit)
            gathered.starts.append(len(words))
            words.append(0)
            words.extend([forms.setdefault(form, len(forms) + 1) for form in forms_of(text)])
        gathered.starts.append(len(words))
        words.append(0)
        return cls(StoredArrays(stamp, _arrays(gathered, language)))

    @classmethod
    def open(cls, path: Path) -> WordIndex | None:
        """The index in the file ``path``, mapped into memory; ``None`` where there is none or it is damaged."""
        stored = read_arrays(path)
        if stored is None or set(stored.arrays) != set(_NAMES):
            return None
        return cls(stored)

    def save(self, path: Path) -> None:
        """Write the index to ``path``, whole or not at all; raises :class:`~tmx.errors.StoreError`."""
        write_arrays(path, self._stored)

    def count(self, form: str) -> int:
        """How often a form stands in the texts."""
        return int(self._sizes(self._codes("form", (form,))).sum())

    def __len__(self) -> int:
        """How many texts there are."""
        return len(self._starts) - 1

    def exact(self, phrase: Sequence[AskedWord]) -> Iterator[WordPlace]:
        """Where these very words stand one after another, the last text first."""
        return self._phrase([self._codes("form", (word.form,)) for word in phrase])

    def inflected(self, phrase: Sequence[AskedWord]) -> Iterator[WordPlace]:
        """Where forms of these words stand one after another, the last text first."""
        return self._phrase([self._forms(word) for word in phrase])

    def apart(self, phrase: Sequence[AskedWord]) -> Iterator[tuple[WordPlace, ...]]:
        """The texts with a form of each of these words anywhere, the last first; the places of each text's words."""
        codes = [self._forms(word) for word in phrase]
        if not codes or any(not len(some) for some in codes):
            return
        sizes = [int(self._sizes(some).sum()) for some in codes]
        rarest = sizes.index(min(sizes))
        tables = [self._table(some) for some in codes]
        rows = self._starts.searchsorted(self._places(codes[rarest]), "right") - 1
        rows = np.unique(rows)[::-1]
        for at in range(0, len(rows), _ROWS):
            for row in rows[at : at + _ROWS].tolist():
                begin, end = int(self._starts[row]) + 1, int(self._starts[row + 1])
                words = self._words[begin:end]
                found = [np.flatnonzero(table[words]) for table in tables]
                if all(len(places) for places in found):
                    together = sorted({int(place) for places in found for place in places})
                    unit, text = self._text(row)
                    yield tuple(WordPlace(unit, text, place, place + 1) for place in together)

    def _phrase(self, codes: Sequence[_U32]) -> Iterator[WordPlace]:
        """Where words with these numbers, some for each place, stand one after another, the last text first."""
        if not codes or any(not len(some) for some in codes):
            return
        sizes = [int(self._sizes(some).sum()) for some in codes]
        rarest = sizes.index(min(sizes))
        tables = [self._table(some) if len(some) > 1 else None for some in codes]
        places = self._places(codes[rarest])
        for end in range(len(places), 0, -_CHUNK):
            begins = places[max(end - _CHUNK, 0) : end].astype(np.int64) - rarest
            begins = begins[(begins > 0) & (begins + len(codes) <= len(self._words))]
            for at in sorted(range(len(codes)), key=lambda place: sizes[place]):
                if at == rarest or not len(begins):
                    continue
                words, table = self._words[begins + at], tables[at]
                begins = begins[words == codes[at][0] if table is None else table[words]]
            if len(begins):
                rows = self._starts.searchsorted(begins, "right") - 1
                for begin, row in zip(begins[::-1].tolist(), rows[::-1].tolist(), strict=True):
                    first = begin - int(self._starts[row]) - 1
                    unit, text = self._text(row)
                    yield WordPlace(unit, text, first, first + len(codes))

    def _text(self, row: int) -> tuple[int, int]:
        """The unit of a text, and which of its texts it is."""
        units = self._stored.arrays["units"]
        unit = int(units[row])
        text = 0
        while row > text and units[row - text - 1] == unit:
            text += 1
        return unit, text

    def _forms(self, word: AskedWord) -> _U32:
        """The numbers of all forms that may be meant."""
        parts = [self._codes("lemma", word.lemmas | {word.form}), self._codes("form", (word.form,))]
        if not len(parts[1]):  # not spelt so anywhere: perhaps without its accents
            parts.append(self._codes("plain", (word.plain,)))
        codes: _U32 = np.unique(np.concatenate(parts))
        return codes

    def _codes(self, name: str, words: Iterable[str]) -> _U32:
        """The numbers of forms that stand under ``words`` in one of the tables."""
        keys, codes = self._stored.arrays[f"{name}_keys"], self._stored.arrays[f"{name}_codes"]
        found = []
        for word in words:
            key = np.uint64(key_of(word))
            found.append(codes[keys.searchsorted(key) : keys.searchsorted(key, "right")])
        return np.concatenate(found) if found else np.empty(0, np.uint32)

    def _sizes(self, codes: _U32) -> _U32:
        starts = self._stored.arrays["place_starts"]
        return starts[codes + 1] - starts[codes] if len(codes) else np.zeros(1, np.uint32)

    def _places(self, codes: _U32) -> _U32:
        """The places of words with these numbers, ascending."""
        starts, places = self._stored.arrays["place_starts"], self._stored.arrays["places"]
        lists = [places[starts[code] : starts[code + 1]] for code in codes.tolist()]
        return lists[0] if len(lists) == 1 else np.sort(np.concatenate(lists))

    def _table(self, codes: _U32) -> NDArray[np.bool_]:
        table = np.zeros(len(self._stored.arrays["place_starts"]), np.bool_)
        table[codes] = True
        return table


def _arrays(gathered: _Gathered, language: str) -> dict[str, NDArray[Any]]:
    words = np.frombuffer(gathered.words, np.uint32)
    if len(gathered.words) >= 1 << 32:
        raise StoreError("the memory has more words than a concordance can hold")
    known = language_of(language)
    forms = list(gathered.forms)
    counts = np.bincount(words, minlength=len(forms) + 1)
    place_starts = np.zeros(len(forms) + 2, np.uint32)
    place_starts[1:] = np.cumsum(counts)
    tables: dict[str, tuple[NDArray[Any], NDArray[Any]]] = {}
    namings: dict[str, Callable[[str], Iterable[str]]] = {
        "form": lambda form: (form,),
        "plain": lambda form: (fold(form),),
        "lemma": lambda form: form_lemmas(form, known),
    }
    for name, names in namings.items():
        rows = [(key_of(word), code) for code, form in enumerate(forms, 1) for word in names(form)]
        keys = np.array([key for key, _ in rows], np.uint64)
        order = np.argsort(keys, kind="stable")
        tables[name] = keys[order], np.array([code for _, code in rows], np.uint32)[order]
    arrays: dict[str, NDArray[Any]] = {
        "units": np.frombuffer(gathered.units, np.uint32) if gathered.units else np.empty(0, np.uint32),
        "starts": np.frombuffer(gathered.starts, np.uint32),
        "words": words,
        "place_starts": place_starts,
        "places": np.argsort(words, kind="stable").astype(np.uint32),
    }
    for name, (sums, numbers) in tables.items():
        arrays[f"{name}_keys"], arrays[f"{name}_codes"] = sums, numbers
    return {name: arrays[name].astype(kind, copy=False) for name, kind in _NAMES.items()}
