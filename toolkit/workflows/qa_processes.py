"""Checking one large file in several processes: what the checks say, and in which order, is what one process says.

The first process looks for the glossary's terms, a fork of it learns the lexicon of the file meanwhile and looks for
omissions with it. All others of our checks are shared out by families: whoever is free takes the next one. Where a
fork cannot be made, or ends early, the first process does its work: on Windows there are none, on macOS they are not
safe, and a process that is started anew would have to be sent all that it shares, which takes as long as it saves.
"""

from __future__ import annotations

import io
import os
import pickle
import sys
import warnings
from collections.abc import Callable, Iterable, Sequence
from queue import SimpleQueue
from threading import Thread
from typing import TYPE_CHECKING, Any

import numpy as np
from msgspec import Struct

from toolkit.checks.check import Check, FileContext
from toolkit.checks.figures import units_with_even_numbers
from toolkit.checks.lexical import file_evidence
from toolkit.checks.omissions import file_omissions
from toolkit.checks.registry import CHECKS
from toolkit.checks.sides import FileSide
from toolkit.checks.term_hits import unit_terms, units_with_required_terms
from toolkit.checks.terms import renderings, units_with_missing_terms
from toolkit.model import Finding

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.context import ForkProcess

__all__ = ["CheckFound", "can_help", "found_with_help"]

CheckFound = dict[int, list[Finding]]  # what a check finds, by the unit's position
Find = Callable[[Check], CheckFound]
WorkOut = Callable[[FileContext], Any]

_LARGE = 500  # units: for fewer a second process hardly pays
_MOST = 4  # processes: for more there is no work
_SHARED: tuple[WorkOut, ...] = (file_evidence, file_omissions, units_with_even_numbers)
_TERMS = ("TERM001", "TERM002", "TERM003", "TERM005")  # they ask where the glossary's terms stand
_OMISSIONS = "COMP003"
_WORDS = (_OMISSIONS, "COMP005", "MEAN002")  # they ask the lexicon of the file
# What is shared out, the longest work first; the checks of a family share what they work out.
_FAMILIES = ("SPEL", "FORM", "NAME", "MEAN", "TYPO", "NUM", "TERM", "COMP", "CONS")


def can_help(context: FileContext, checks: Iterable[Check], processes: int) -> bool:
    """Whether further processes are allowed, can be made, and pay."""
    if processes < 2 or len(context.units) < _LARGE or sys.platform != "linux":
        return False
    codes = {check.code for check in checks}
    return _OMISSIONS in codes or (context.glossary is not None and not codes.isdisjoint(_TERMS))


def found_with_help(context: FileContext, checks: Sequence[Check], find: Find, processes: int) -> list[CheckFound]:
    """What ``find`` says of each of ``checks``, one after the other, worked out by up to so many ``processes``."""
    _ = context.source_side, context.target_side, context.translated  # all need them
    terms = [check for check in checks if check.code in _TERMS and context.glossary is not None]
    words = [check for check in checks if check.code in _WORDS]
    own = [check for check in checks if check in CHECKS and check not in terms and check not in words]
    families = [[check for check in own if check.code.startswith(family)] for family in _FAMILIES]
    shares = _Shares(families, find)
    helpers = [_Helper(context, _Work(_SHARED if terms else (), words, shares, find))]
    helpers += [_Helper(context, _Work((), (), shares, find)) for _ in range(min(processes, _MOST) - 2)]
    found = _look_for_terms(terms, context, helpers[0], shares) if terms else {}
    found |= {check.code: find(check) for check in checks if check in terms or check not in CHECKS}
    found |= shares.taken()
    for helper in helpers:
        found |= helper.receive() or {}
        helper.close()
    shares.close()
    return [found[check.code] if check.code in found else find(check) for check in checks]


class _Shares:
    """Families of checks, of which each process takes the next one until there is none."""

    def __init__(self, families: Sequence[Sequence[Check]], find: Find) -> None:
        self._families = families
        self._find = find
        self._next, numbers = os.pipe()  # what one process has read from it no other one reads
        os.write(numbers, bytes(range(len(families))))
        os.close(numbers)

    def taken(self, until: Callable[[], bool] = lambda: False) -> dict[str, CheckFound]:
        """What the checks say that this process could take ``until`` it has something else to do, by their codes."""
        found: dict[str, CheckFound] = {}
        while not until() and (number := os.read(self._next, 1)):
            found |= {check.code: self._find(check) for check in self._families[number[0]]}
        return found

    def close(self) -> None:
        """Nothing more is taken."""
        os.close(self._next)


class _Work(Struct, frozen=True):
    """What a further process does: work out what the first one waits for, then checks of its own, then shares."""

    shared: Sequence[WorkOut]
    checks: Sequence[Check]
    shares: _Shares
    find: Find


def _look_for_terms(
    terms: Sequence[Check], context: FileContext, helper: _Helper, shares: _Shares
) -> dict[str, CheckFound]:
    """Find the terms while the lexicon is learnt; then what stands for them while omissions are looked for.

    Where there would be nothing to do but wait, shares are taken; what their checks say is the result.
    """
    found: dict[str, CheckFound] = {}
    asks = any(check.where in (units_with_required_terms, units_with_missing_terms) for check in terms)
    places = np.flatnonzero(units_with_required_terms(context)).tolist() if asks else []
    units = [context.units[place] for place in places]
    for unit in units:
        unit_terms(unit, context)
    for work_out in _SHARED:
        found |= shares.taken(until=helper.has_sent)
        for value in helper.receive() or ():
            context.put(work_out, value)
        if work_out is file_evidence:
            for unit in units:
                renderings(unit, context)
    return found


class _Helper:
    """A further process, and a thread that receives what it sends; it may send nothing at all."""

    def __init__(self, context: FileContext, work: _Work) -> None:
        import multiprocessing  # few files are large enough

        self._sides = (context.source_side, context.target_side)
        self._received: SimpleQueue[bytes | None] = SimpleQueue()
        self._process: ForkProcess | None
        ours, theirs = multiprocessing.Pipe(duplex=False)
        process = multiprocessing.get_context("fork").Process(target=_help, args=(theirs, context, work), daemon=True)
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore", DeprecationWarning)  # threads of numpy, which does not use them here
                process.start()
        except OSError:  # no room for another process
            self._process = None
            self._received.put(None)
        else:
            self._process = process
            Thread(target=_listen, args=(ours, self._received), daemon=True).start()
        theirs.close()

    def has_sent(self) -> bool:
        """Whether there is something to receive, if only that the process has ended."""
        return not self._received.empty()

    def receive(self) -> Any:  # noqa: ANN401  whatever it sends
        """The next that the process sends; None where it has ended."""
        content = self._received.get()
        if content is None:
            self._received.put(None)
            return None
        return _Unpickler(io.BytesIO(content), self._sides).load()

    def close(self) -> None:
        """Let it go."""
        if self._process is not None:
            self._process.terminate()
            self._process.join()


def _listen(connection: Connection, received: SimpleQueue[bytes | None]) -> None:
    try:
        while True:
            received.put(connection.recv_bytes())
    except (EOFError, OSError):
        received.put(None)


def _help(connection: Connection, context: FileContext, work: _Work) -> None:
    """What a further process does. Whatever it meets, it ends without a word: the first one will meet it too."""
    try:
        sides = context.source_side, context.target_side
        for work_out in work.shared:
            connection.send_bytes(_pickled([context.once(work_out)], sides))
        found = {check.code: work.find(check) for check in work.checks}
        connection.send_bytes(_pickled(found | work.shares.taken(), sides))
        connection.close()
    finally:
        os._exit(0)


def _pickled(value: object, sides: Sequence[FileSide]) -> bytes:
    content = io.BytesIO()
    _Pickler(content, sides).dump(value)
    return content.getvalue()


class _Pickler(pickle.Pickler):
    """Names the sides of the file, which both processes have, by their number."""

    def __init__(self, stream: io.BytesIO, sides: Sequence[FileSide]) -> None:
        super().__init__(stream, pickle.HIGHEST_PROTOCOL)
        self._sides = sides

    def persistent_id(self, obj: object) -> int | None:
        return next((number for number, side in enumerate(self._sides) if side is obj), None)


class _Unpickler(pickle.Unpickler):
    """Reads what a process has sent that is a fork of this one."""

    def __init__(self, stream: io.BytesIO, sides: Sequence[FileSide]) -> None:
        super().__init__(stream)
        self._sides = sides

    def persistent_load(self, pid: int) -> FileSide:
        return self._sides[pid]
