"""What a command says with ``-v``: what was read from where, what is on and off, and how long each step took.

Whoever does the work says it in passing; it is heard only where :func:`verbosely` has been called, which the command
line does. Lines have the form of :mod:`toolkit.messages.status`.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

__all__ = ["explain", "is_verbose", "step", "verbosely"]

_SAY: ContextVar[Callable[[str], None] | None] = ContextVar("what -v says", default=None)
_WIDTH = 12


@contextmanager
def verbosely(say: Callable[[str], None]) -> Iterator[None]:
    """In the block, ``say`` gets each line."""
    token = _SAY.set(say)
    try:
        yield
    finally:
        _SAY.reset(token)


def is_verbose() -> bool:
    """Whether anybody listens: what is costly to find out is found out only then."""
    return _SAY.get() is not None


def explain(word: str, *parts: str) -> None:
    """Say one line: its word, and its parts with `` · `` between them."""
    say = _SAY.get()
    if say is not None:
        say(f"{word:<{_WIDTH}}{' · '.join(parts)}")


@contextmanager
def step(word: str, *parts: str) -> Iterator[Callable[[str], None]]:
    """A step of the work, whose line tells at the end how many seconds it took; the block is given what adds a part.

    Where it fails nothing is said.
    """
    more: list[str] = []
    begun = time.perf_counter()
    yield more.append
    if is_verbose():
        explain(word, *parts, *more, f"{time.perf_counter() - begun:.2f} s")
