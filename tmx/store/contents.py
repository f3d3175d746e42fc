"""Which contents a memory has, for loads of many units at once, in little memory: 12 bytes a unit."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

import numpy as np
from numpy.typing import NDArray

from tmx.store.memory import MemoryStore

__all__ = ["Contents"]

_SOME = 20_000
_GROWTH = 4  # a piece is joined with the one before it when that is not so many times as large


class Contents:
    """The sums of contents, each with the number of a unit that has it; sorted pieces, the larger ones first."""

    def __init__(self) -> None:
        self._pieces: list[tuple[NDArray[np.int64], NDArray[np.uint32]]] = []
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

    def add(self, contents: Sequence[int], numbers: Sequence[int]) -> None:
        """Take in contents that are new, and their units' numbers."""
        if not len(contents):
            return
        self._last = max(self._last, numbers[-1])
        keys, units = _sorted(np.array(contents, np.int64), np.array(numbers, np.uint32))
        while self._pieces and len(self._pieces[-1][0]) < _GROWTH * len(keys):
            more, others = self._pieces.pop()
            keys, units = _sorted(np.concatenate([more, keys]), np.concatenate([others, units]))
        self._pieces.append((keys, units))

    def find(self, contents: Sequence[int]) -> dict[int, int]:
        """Of those contents that were seen: the number of a unit that has it."""
        asked = np.array(contents, np.int64)
        found: dict[int, int] = {}
        for keys, units in self._pieces:
            places = np.minimum(np.searchsorted(keys, asked), len(keys) - 1)
            hits = np.flatnonzero(keys[places] == asked)
            found.update(zip(asked[hits].tolist(), units[places[hits]].tolist(), strict=True))
        return found


def _sorted(keys: NDArray[np.int64], units: NDArray[np.uint32]) -> tuple[NDArray[np.int64], NDArray[np.uint32]]:
    order = np.argsort(keys, kind="stable")  # quick where sorted pieces stand one after the other
    return keys[order], units[order]
