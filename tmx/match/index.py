"""The fuzzy index: every text whose words are near enough to a query's, without looking at the others.

Exact: what :meth:`FuzzyIndex.search` hands over holds each unit that reaches the threshold in words, because the prefix
filter (:mod:`tmx.match.build`), the signatures (:mod:`tmx.match.signatures`) and tokens taken for the same can only let
too much through. The index is derived from the memory and can be made again from it.
"""

from __future__ import annotations

import json
import mmap
from collections.abc import Iterable, Sequence
from functools import lru_cache
from pathlib import Path
from typing import IO, Any

import numpy as np
from msgspec import Struct
from msgspec.structs import asdict
from numpy.typing import NDArray
from rapidfuzz.distance import Levenshtein

from tmx.errors import StoreError
from tmx.files import write_whole
from tmx.match.build import IndexArrays, build_arrays, character, first_shared
from tmx.match.candidates import Group
from tmx.match.score import BONUS, fuzzy_bound
from tmx.match.signatures import allowance, near, needed, signature, token_key
from tmx.memory import SourceStamp, SourceText

__all__ = ["FuzzyIndex", "LookupText"]

_MAGIC = b"accord fuzzy index 1\n"
_ALIGN = 64
_SCAN_RATE = 6  # so many texts are looked over in the time in which one listed text is fetched
_UNKNOWN = "\0"


class LookupText(Struct, frozen=True):
    """A query as an index sees it: its tokens, their keys, its signature and its packed surface."""

    tokens: tuple[str, ...]
    keys: tuple[int, ...]
    signature: int
    surface: int

    @classmethod
    def of(cls, tokens: tuple[str, ...], surface: int) -> LookupText:
        """A query with these tokens."""
        keys = tuple(map(token_key, tokens))
        return cls(tokens, keys, signature(keys, len(keys)), surface)


class FuzzyIndex:
    """An index of the texts of a memory in one language; made by :meth:`build`, or opened from a file."""

    def __init__(self, arrays: IndexArrays, stamp: SourceStamp, threshold: int) -> None:
        self._arrays = arrays
        self.stamp = stamp
        self.threshold = threshold
        self._shared = first_shared(len(arrays.codes))
        self._entries = memoryview(arrays.entries.data)
        self._length_starts: list[int] = arrays.length_starts.tolist()
        self._mapped: mmap.mmap | None = None

    @classmethod
    def build(cls, texts: Iterable[SourceText], stamp: SourceStamp, *, threshold: int = 70 - BONUS) -> FuzzyIndex:
        """An index of ``texts``, fastest for look-ups from ``threshold`` (1 to 100) up; lower ones are as exact."""
        return cls(build_arrays(texts, threshold), stamp, threshold)

    @classmethod
    def open(cls, path: Path) -> FuzzyIndex | None:
        """The index in the file ``path``, mapped into memory; ``None`` where there is none or it is damaged."""
        try:
            with path.open("rb") as stream:
                mapped = mmap.mmap(stream.fileno(), 0, access=mmap.ACCESS_READ)
        except (OSError, ValueError):
            return None
        read = _read(mapped)
        if read is None:
            return None
        index = cls(*read)
        index._mapped = mapped
        return index

    def save(self, path: Path) -> None:
        """Write the index to ``path``, whole or not at all; raises :class:`~tmx.errors.StoreError`."""
        with write_whole(path) as stream:
            _write(stream, self._arrays, self.stamp, self.threshold)

    @property
    def size(self) -> int:
        """The bytes of all arrays."""
        return sum(getattr(self._arrays, name).nbytes for name in IndexArrays.__struct_fields__)

    def __len__(self) -> int:
        return len(self._arrays.units)

    def search(self, query: LookupText, threshold: int) -> list[Group]:
        """The units whose words reach ``threshold`` (1 to 100), those with the same tokens together."""
        length = len(query.keys)
        if not length or not len(self._arrays.signatures):
            return []
        codes = self._codes(query.keys)
        signatures, allowed = self._arrays.signatures, allowance(length, threshold)
        mark = query.signature
        if max(codes) >= self._shared:
            mark = signature((key for key, code in zip(query.keys, codes, strict=True) if code < self._shared), length)
        listed = self._listed(codes, length, threshold) if threshold >= self.threshold else None
        if listed is None:
            whole = self._in_range(length, threshold)
            places = (near(signatures[whole], mark, allowed) + whole.start).tolist()
        else:
            places = list(dict.fromkeys(listed[near(signatures[listed], mark, allowed)].tolist()))
        return self._verified(places, codes, length, threshold)

    def _codes(self, keys: Sequence[int]) -> list[int]:
        """The codes of the query's tokens; -1 for those that no text has."""
        arrays = self._arrays
        wanted = np.array(keys, np.uint32)
        places = np.minimum(arrays.keys.searchsorted(wanted), len(arrays.keys) - 1)
        codes = arrays.codes[places].astype(np.int64)
        codes[arrays.keys[places] != wanted] = -1
        found: list[int] = codes.tolist()
        return found

    def _in_range(self, length: int, threshold: int) -> slice:
        """The entries whose length can reach the threshold."""
        return slice(self._first(needed(length, threshold)), self._first(100 * length // threshold + 1))

    def _first(self, length: int) -> int:
        """The first entry with ``length`` tokens or more."""
        return self._length_starts[min(length, len(self._length_starts) - 1)]

    def _listed(self, codes: Sequence[int], length: int, threshold: int) -> NDArray[np.uint32] | None:
        """The entries listed under the query's rarest tokens; ``None`` where it is quicker to look over all."""
        whole = self._in_range(length, threshold)
        if whole.start >= whole.stop:
            return np.empty(0, np.uint32)
        prefix = length - needed(length, threshold) + 1
        known = sorted((code for code in codes if code >= 0), reverse=True)
        unknown = length - len(known)  # the rarest of all, and listed nowhere
        arrays = self._arrays
        budget = (whole.stop - whole.start) // _SCAN_RATE + 1000
        lists = []
        last = -1
        known = known[: max(prefix - unknown, 0)]
        begins = arrays.posting_starts[known].tolist()
        ends = arrays.posting_starts[[code + 1 for code in known]].tolist()
        for place, (code, begin, end) in enumerate(zip(known, begins, ends, strict=True), unknown):
            if code == last or begin == end:
                continue
            last = code
            # The token at this place of the prefix serves texts of up to so many tokens.
            high = min(self._first(100 * (length - place) // threshold + 1), whole.stop)
            if high <= whole.start:
                break
            listed = arrays.postings[begin:end]
            start, stop = listed.searchsorted(_pair(whole.start, high)).tolist()
            budget -= stop - start
            if budget < 0:
                return None
            if start < stop:
                lists.append(listed[start:stop])
        if not lists:
            return np.empty(0, np.uint32)
        return lists[0] if len(lists) == 1 else np.concatenate(lists)

    def _verified(self, places: Sequence[int], codes: Sequence[int], length: int, threshold: int) -> list[Group]:
        """The units of the entries at ``places`` whose words truly reach the threshold (up to tokens taken for one)."""
        arrays, entries, starts = self._arrays, self._entries, self._arrays.entry_starts
        text = "".join(_UNKNOWN if code < 0 else character(code) for code in codes)
        distance = Levenshtein.distance
        groups = []
        limits: dict[int, int] = {}
        spots = np.array(places, np.int64)
        for place, begin, end in zip(places, starts[spots].tolist(), starts[spots + 1].tolist(), strict=True):
            entry = str(entries[begin:end], "utf-8")
            longer = max(length, len(entry))
            most = limits.get(longer, -1)
            if most < 0:
                most = limits[longer] = longer - needed(longer, threshold)
            steps = distance(text, entry, score_cutoff=most)
            if steps <= most:
                members = slice(arrays.unit_starts[place], arrays.unit_starts[place + 1])
                if members.start >= members.stop:
                    raise IndexError("an entry has no units")
                value = fuzzy_bound(longer, steps)
                groups.append(Group(value, steps == 0, arrays.units[members], arrays.surfaces[members]))
        return groups


@lru_cache(maxsize=1024)
def _pair(low: int, high: int) -> NDArray[np.uint32]:
    return np.array([low, high], np.uint32)


def _write(stream: IO[bytes], arrays: IndexArrays, stamp: SourceStamp, threshold: int) -> None:
    places: dict[str, list[Any]] = {}
    at = 0
    for name in IndexArrays.__struct_fields__:
        array = getattr(arrays, name)
        at += -at % _ALIGN
        places[name] = [array.dtype.str, at, len(array)]
        at += array.nbytes
    head = json.dumps({"stamp": asdict(stamp), "threshold": threshold, "size": at, "arrays": places}).encode()
    head = _MAGIC + head + b"\n"
    stream.write(head + b"\n" * (-len(head) % _ALIGN))
    written = 0
    for name in IndexArrays.__struct_fields__:
        array = getattr(arrays, name)
        gap = -written % _ALIGN
        stream.write(b"\0" * gap)
        stream.write(array.data)
        written += gap + array.nbytes


def _read(mapped: mmap.mmap) -> tuple[IndexArrays, SourceStamp, int] | None:
    """What :func:`_write` wrote; ``None`` where it is cut off or something else."""
    end = mapped.find(b"\n", len(_MAGIC))
    if mapped[: len(_MAGIC)] != _MAGIC or end < 0:
        return None
    try:
        head = json.loads(mapped[len(_MAGIC) : end])
        base = end + 1 + -(end + 1) % _ALIGN
        if len(mapped) != base + head["size"]:
            return None
        arrays = IndexArrays(
            **{
                name: np.frombuffer(mapped, kind, length, base + at)
                for name, (kind, at, length) in head["arrays"].items()
            }
        )
        return arrays, SourceStamp(**head["stamp"]), head["threshold"]
    except (ValueError, KeyError, TypeError, StoreError):
        return None
