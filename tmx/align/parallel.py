"""Texts spread over processes: what comes out is the same however many there are."""

from __future__ import annotations

import multiprocessing
import os
import signal
from collections.abc import Callable, Iterator, Sequence
from multiprocessing.pool import Pool
from types import TracebackType
from typing import TypeVar

from tmx.processors import processors

__all__ = ["Workers"]

Shared = TypeVar("Shared")
Item = TypeVar("Item")
Result = TypeVar("Result")

_PIECES = 4  # for each process, so that none waits long for the last


class Workers:
    """Processes that work on the items of a batch, or none: then the work is done here.

    ``processes`` says how many (None: as many as there are cores); ``worth_it`` whether the work is large enough for
    them at all. Functions, what they share and items must be picklable. Processes are started anew and not forked, so a
    program that asks for them must guard its start with ``if __name__ == "__main__"``.
    """

    def __init__(self, processes: int | None, *, worth_it: bool = True) -> None:
        count = processors() if processes is None else processes
        self._pool: Pool | None = None
        self._count = count if worth_it else 1

    def __enter__(self) -> Workers:
        if self._count > 1:
            self._pool = multiprocessing.get_context("spawn").Pool(self._count, initializer=_leave_interrupts)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        if self._pool is not None:
            self._pool.terminate()
            self._pool.join()

    def map(
        self,
        function: Callable[[Shared, Item], Result],
        shared: Shared,
        items: Sequence[Item],
        costs: Sequence[float],
    ) -> Iterator[Result]:
        """``function(shared, item)`` for each of ``items``, in order; ``costs`` says how much work each one is."""
        if self._pool is None:
            for item in items:
                yield function(shared, item)
            return
        tasks = [(function, shared, items[a:b]) for a, b in _pieces(costs, self._count * _PIECES)]
        for results in self._pool.imap(_work, tasks):
            yield from results


def _work(task: tuple[Callable[[Shared, Item], Result], Shared, Sequence[Item]]) -> list[Result]:
    function, shared, items = task
    return [function(shared, item) for item in items]


def _pieces(costs: Sequence[float], count: int) -> Iterator[tuple[int, int]]:
    """About ``count`` stretches of about the same cost, as half-open ranges."""
    share = sum(costs) / count
    begin, spent = 0, 0.0
    for place, cost in enumerate(costs, 1):
        spent += cost
        if spent >= share or place == len(costs):
            yield begin, place
            begin, spent = place, 0.0


def _leave_interrupts() -> None:
    """Ctrl-C is for the process that was started by hand; it ends the others. One thread each is enough."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    os.environ["OMP_NUM_THREADS"] = "1"
