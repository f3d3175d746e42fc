"""Which contents a memory has, for loads of many units at once, in little memory: 12 bytes a unit."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import islice
from typing import TypeAlias

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.store.memory import MemoryStore
from tmx.store.records import EDGE

__all__ = ["Contents", "Sifted", "sifted"]

_Keys: TypeAlias = NDArray[np.int64]
_Numbers: TypeAlias = NDArray[np.int64]

_SOME = 20_000
_GROWTH = 4  # a piece is joined with the one before it when that is not so many times as large


class Contents:
    """The sums of contents, each with the number of a unit that has it; sorted pieces, the larger ones first."""

    def __init__(self) -> None:
        self._pieces: list[tuple[_Keys, NDArray[np.uint32]]] = []
        self._last = 0
        self._retired = 0

    def follow(self, store: MemoryStore, run: int) -> None:
        """Take in what others than ``run`` have done since the last time; to be called in a transaction."""
        ((retired,),) = store.database.run(
            "SELECT COALESCE(SUM(replaced + CASE WHEN state = 'undone' THEN 1 ELSE 0 END), 0) FROM memory_run "
            "WHERE number <> ?",
            (run,),
        )
        if retired != self._retired:  # units may have gone out of use: all is read anew
            self._pieces, self._last, self._retired = [], 0, retired
        if store.last_number() > self._last:
            rows = store.database.stream(
                "SELECT content_key, number FROM memory_unit WHERE number > ? AND retired_by IS NULL", (self._last,)
            )
            while some := list(islice(rows, _SOME)):
                self.add([content for content, _ in some], [number for _, number in some])
            self._last = store.last_number()

    def add(self, contents: Sequence[int] | _Keys, numbers: Sequence[int] | _Numbers) -> None:
        """Take in contents that are new, and their units' numbers."""
        if not len(contents):
            return
        keys, units = _sorted(np.asarray(contents, np.int64), np.asarray(numbers).astype(np.uint32))
        self._last = max(self._last, int(units.max()))
        while self._pieces and len(self._pieces[-1][0]) < _GROWTH * len(keys):
            more, others = self._pieces.pop()
            keys, units = _sorted(np.concatenate([more, keys]), np.concatenate([others, units]))
        self._pieces.append((keys, units))

    def find(self, asked: _Keys) -> _Numbers:
        """For each of these contents the number of a unit that has it, 0 for none; sorted ones are found sooner."""
        found = np.zeros(len(asked), np.int64)
        for keys, units in self._pieces:
            places = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
            hits = np.flatnonzero(keys[places] == asked)
            found[hits] = units[places[hits]]
        return found


class Sifted(Struct, frozen=True):
    """Which units of a piece are new (one byte each), and of the others place and the number of one that is the same.

    ``contents`` and ``numbers`` are the sums and the numbers of the new ones.
    """

    wanted: bytes
    doubles: Sequence[tuple[int, int]]
    contents: _Keys
    numbers: _Numbers


def sifted(
    sources: Sequence[int], contents: Sequence[int], find: Callable[[_Keys], _Numbers] | None, last: int
) -> Sifted:
    """What of a piece is new, where :meth:`Contents.find` or its like knows the others; all of it without ``find``.

    Units without a source text are not wanted. The new ones are numbered from ``last`` on, which is not one of them.
    """
    said = np.asarray(sources, np.int64) != EDGE
    keys = np.asarray(contents, np.int64)
    if find is None:
        return Sifted(said.tobytes(), (), keys[said], last + np.cumsum(said)[said])
    order = np.argsort(keys, kind="stable")
    ordered = keys[order]
    found = find(ordered)
    begins = np.concatenate([[True], ordered[1:] != ordered[:-1]])
    fresh = begins & (found == 0) & said[order]
    wanted = np.zeros(len(keys), bool)
    wanted[order[fresh]] = True
    numbers = last + np.cumsum(wanted)
    doubles: Sequence[tuple[int, int]] = ()
    again = np.flatnonzero(~fresh & said[order])
    if len(again):
        firsts = order[np.maximum.accumulate(np.where(begins, np.arange(len(keys)), 0))]
        same = np.where(found > 0, found, numbers[firsts])[again]
        doubles = sorted(zip(order[again].tolist(), same.tolist(), strict=True))
    return Sifted(wanted.tobytes(), doubles, ordered[fresh], numbers[order[fresh]])


def _sorted(keys: _Keys, units: NDArray[np.uint32]) -> tuple[_Keys, NDArray[np.uint32]]:
    order = np.argsort(keys, kind="stable")  # quick where sorted pieces stand one after the other
    return keys[order], units[order]
