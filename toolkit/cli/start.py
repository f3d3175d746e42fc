"""Where the ``accord`` program begins: what Ctrl-C does while the rest of it is still being loaded.

Nothing is imported before it is heeded but what Python itself has at hand, so that the time in which Ctrl-C would show
Python's own words is as short as it can be.
"""

from __future__ import annotations

# What `signal` wraps: its enumerations take as long to load as all that comes before.
import _signal  # type: ignore[import-not-found]  # typeshed does not know it
import os

TYPE_CHECKING = False  # typing's own, which type checkers know, without loading that module
if TYPE_CHECKING:
    from types import FrameType

__all__ = ["leave_at_once", "main"]

EXIT_INTERRUPTED = 130  # as shells give it: 128 and the number of the signal


def leave_at_once(number: int, frame: FrameType | None) -> None:
    """Leave: what Ctrl-C does while there is nothing to clean up."""
    os._exit(EXIT_INTERRUPTED)


def main() -> None:
    """Run ``accord`` with the arguments of the process and leave with its exit code."""
    if _signal.getsignal(_signal.SIGINT) is _signal.default_int_handler:  # not where it is ignored: nohup, &
        _signal.signal(_signal.SIGINT, leave_at_once)
    # The aligner's matrices are small: threads that share one wait longer for each other than they work. NumPy asks
    # when it is loaded; OPENBLAS_NUM_THREADS, where somebody has set it, counts for more.
    os.environ.setdefault("OMP_NUM_THREADS", "1")
    from toolkit.cli.main import main as run

    try:
        run()
    except SystemExit as leaving:
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)
        _leave(leaving.code)
        raise
    finally:
        # The interpreter takes a moment to end; what it would say of another Ctrl-C there helps nobody.
        _signal.signal(_signal.SIGINT, _signal.SIG_IGN)


def _leave(code: str | int | None) -> None:
    """Leave as Python does, but for taking apart one by one what was made: after a large file that takes a while.

    Where something is still going on, or cannot be written, nothing is done: Python knows what to do then.
    """
    import atexit
    import sys
    import threading

    if isinstance(code, str) or any(not thread.daemon for thread in threading.enumerate()[1:]):
        return
    atexit._run_exitfuncs()
    try:
        sys.stdout.flush()
        sys.stderr.flush()
    except (OSError, ValueError):
        return
    os._exit(code or 0)
