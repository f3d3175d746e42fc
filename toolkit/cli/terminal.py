"""What the system gives a command: streams that can be used, and an end that leaves nothing half-written."""

from __future__ import annotations

import _thread
import contextlib
import io
import os
import signal
import sys
import threading
import time
from collections.abc import Callable, Iterator
from types import FrameType
from typing import TextIO

from toolkit.cli.start import leave_at_once
from toolkit.messages import interface_language
from toolkit.messages.status import status_line
from toolkit.reports.harmless import harmless

__all__ = [
    "deaf_to_interrupts",
    "errors_only",
    "is_quiet",
    "plain_stream",
    "ready_streams",
    "said_later",
    "shown_as",
    "stopped_gently",
]


_ALWAYS_SAID = ("accord:", "Lost ", "Put right ", "Conflicts ")


class _Shown(io.TextIOBase):
    """A stream that writes what ``shown`` makes of a text; everything else is the stream's own."""

    def __init__(self, stream: TextIO, shown: Callable[[str], str]) -> None:
        self.stream = stream
        self._shown = shown

    def write(self, text: str, /) -> int:
        """Write ``text`` as it is to be shown."""
        if not isinstance(text, str):
            raise TypeError("texts are written here, not bytes")  # click asks by trying
        self.stream.write(self._shown(text))
        return len(text)

    def flush(self) -> None:
        """Flush the stream."""
        self.stream.flush()

    def close(self) -> None:
        """Nothing: the stream is closed by whoever opened it, maybe before this one is given up."""

    def isatty(self) -> bool:
        """Whether the stream is a terminal."""
        return self.stream.isatty()

    def fileno(self) -> int:
        """The stream's."""
        return self.stream.fileno()

    @property
    def buffer(self) -> object:
        """The stream of bytes below."""
        return self.stream.buffer

    @property
    def encoding(self) -> str:  # type: ignore[override]  # the base class has an attribute there
        """The stream's."""
        return self.stream.encoding

    @property
    def errors(self) -> str | None:  # type: ignore[override]  # the base class has an attribute there
        """The stream's."""
        return self.stream.errors


def plain_stream(stream: TextIO) -> TextIO:
    """The stream itself, for what moves a terminal's cursor or sets colours."""
    while isinstance(stream, _Shown):
        stream = stream.stream
    return stream


def shown_as(path: str, name: str) -> None:
    """From now on, until :func:`ready_streams` ends, ``path`` is shown as ``name`` wherever it stands."""

    def renamed(text: str) -> str:
        return text.replace(path, name)

    setattr(sys, "stdout", _Shown(sys.stdout, renamed))  # noqa: B010  it is what click needs of a stream
    setattr(sys, "stderr", _Shown(sys.stderr, renamed))  # noqa: B010


def errors_only() -> None:
    """From now on, until :func:`ready_streams` ends, standard error does not say what was done, and what comes next."""
    dropping = False

    def kept(text: str) -> str:
        nonlocal dropping
        lines = []
        for line in text.splitlines(keepends=True):
            if line.strip() and not line.startswith(" "):  # else it goes on with the one before
                dropping = _tells_what_was_done(line)
            if not dropping:
                lines.append(line)
        return "".join(lines)

    setattr(sys, "stderr", _Quiet(sys.stderr, kept))  # noqa: B010  it is what click needs of a stream


def is_quiet() -> bool:
    """Whether :func:`errors_only` holds."""
    stream = sys.stderr
    while isinstance(stream, _Shown):
        if isinstance(stream, _Quiet):
            return True
        stream = stream.stream
    return False


class _Quiet(_Shown):
    """Standard error of a command that says nothing but errors."""


def _tells_what_was_done(line: str) -> bool:
    """Whether a line of standard error is no error and no loss: «Wrote       memory.tmx», «m.tmx · 15 units»."""
    if line.startswith(_ALWAYS_SAID):
        return False
    return " · " in line or (line[10:12] == "  " and not line[12:13].isspace())


def said_later(path: str) -> Callable[[bool], None]:
    """From now on what is said of ``path`` on standard error waits: until the function that is returned is called.

    That is called with whether it has come true, and else it is never said.
    """
    waiting: list[str] = []
    over = False

    def kept(text: str) -> str:
        if over or path not in text:
            return text
        waiting.append(text)
        return ""

    def say(true: bool) -> None:
        nonlocal over
        over = True
        if true:
            sys.stderr.write("".join(waiting))

    setattr(sys, "stderr", _Shown(sys.stderr, kept))  # noqa: B010  it is what click needs of a stream
    return say


def _in_language(text: str) -> str:
    """Each line of ``text`` in the interface's language."""
    return "\n".join(map(status_line, text.split("\n")))


@contextlib.contextmanager
def ready_streams() -> Iterator[None]:
    """In the block the standard streams can be used, whatever the shell or the system has made of them.

    One that is closed leads nowhere. Files and pipes are UTF-8, as all that Accord writes, where Windows would take
    the old code page (``PYTHONIOENCODING`` still decides). What an encoding lacks is written as an escape and stops
    nothing. On a terminal control characters are shown as signs; what is said on standard error is in the interface's
    language.
    """
    before = sys.stdin, sys.stdout, sys.stderr
    with contextlib.ExitStack() as opened:
        if sys.stdin is None:
            sys.stdin = opened.enter_context(open(os.devnull, encoding="utf-8"))  # noqa: PTH123  a device
        sys.stdout, sys.stderr = (
            opened.enter_context(open(os.devnull, "w", encoding="utf-8")) if stream is None else stream  # noqa: PTH123
            for stream in (sys.stdout, sys.stderr)
        )
        _in_utf8(sys.stdin, errors=None)
        for name in ("stdout", "stderr"):
            stream = getattr(sys, name)
            _in_utf8(stream, errors="backslashreplace")
            if stream.isatty():
                setattr(sys, name, _Shown(stream, harmless))
        if interface_language() != "en":
            setattr(sys, "stderr", _Shown(sys.stderr, _in_language))  # noqa: B010  it is what click needs of a stream
        try:
            yield
        finally:
            sys.stdin, sys.stdout, sys.stderr = before


def _in_utf8(stream: TextIO, *, errors: str | None) -> None:
    if not isinstance(stream, io.TextIOWrapper):
        return
    as_it_is = stream.isatty() or bool(os.environ.get("PYTHONIOENCODING"))
    stream.reconfigure(encoding=None if as_it_is else "utf-8", errors=errors)


@contextlib.contextmanager
def stopped_gently() -> Iterator[None]:
    """In the block Ctrl-C, a system that shuts down, or a terminal that is closed, raises KeyboardInterrupt.

    Where that is swallowed (Python can only tell of it while something is deleted, and so do some libraries while they
    are loaded), it is raised again.
    """
    main_thread = threading.current_thread() is threading.main_thread()
    names = ("SIGINT", "SIGTERM", "SIGHUP") if main_thread else ()
    found = (getattr(signal, name, None) for name in names)
    before = {one: signal.getsignal(one) for one in found if one is not None}
    usual = (signal.SIG_DFL, signal.default_int_handler, leave_at_once)  # not those ignored: under nohup, with &
    heeded = [one for one, handler in before.items() if handler in usual]
    stop = _Stop(sys.unraisablehook)
    for one in heeded:
        signal.signal(one, stop.heed)
    sys.unraisablehook = stop.look_at_lost
    try:
        yield
    finally:
        stop.over = True
        sys.unraisablehook = stop.others_hook
        for one in heeded:
            signal.signal(one, before[one])


def deaf_to_interrupts() -> None:
    """Ctrl-C changes nothing any more: the command is on its way out."""
    if threading.current_thread() is threading.main_thread():
        signal.signal(signal.SIGINT, signal.SIG_IGN)


class _Stop:
    """Raises KeyboardInterrupt until it is heeded."""

    _PAUSE = 0.1  # seconds

    def __init__(self, others_hook: Callable[[sys.UnraisableHookArgs], object]) -> None:
        self.others_hook = others_hook
        self.over = False
        self._asked_again = False

    def heed(self, number: int, frame: FrameType | None) -> None:
        """Stop the command; look a moment later whether it is about to stop."""
        again, self._asked_again = self._asked_again, False
        self._ask_again_soon(signal.Signals(number))
        if not (again and _interrupted(sys.exc_info()[1])):
            raise KeyboardInterrupt

    def look_at_lost(self, lost: sys.UnraisableHookArgs) -> None:
        """Say nothing of an interrupt that is raised again; ``lost`` is what could be raised nowhere."""
        if not issubclass(lost.exc_type, KeyboardInterrupt):
            self.others_hook(lost)

    def _ask_again_soon(self, number: signal.Signals) -> None:
        def ask() -> None:
            time.sleep(self._PAUSE)
            if self.over:
                return
            self._asked_again = True
            if hasattr(signal, "pthread_kill"):  # the main thread may be waiting for something
                signal.pthread_kill(main_thread, number)
            else:
                _thread.interrupt_main(number)

        main_thread = threading.main_thread().ident or 0
        _thread.start_new_thread(ask, ())  # a Thread would take a lock that may be held here


def _interrupted(error: BaseException | None) -> bool:
    """Whether what is being handled is an interrupt, or came of one: then things are cleaned up."""
    while error is not None:
        if isinstance(error, KeyboardInterrupt):
            return True
        error = error.__context__
    return False
