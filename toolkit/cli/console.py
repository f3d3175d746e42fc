"""What the commands show while they work: lines that fill on a terminal, nothing in a pipe."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager

from toolkit.cli.terminal import is_quiet, plain_stream
from toolkit.messages.status import status_line
from toolkit.reports.harmless import harmless

__all__ = ["indexing", "progress_lines"]

StageProgress = Callable[[str, int, int], None]


@contextmanager
def progress_lines(*, quiet: bool = False) -> Iterator[StageProgress]:
    """A function that takes (stage, done, total) and shows it: done, rate and time left, on a terminal only."""
    if quiet or is_quiet() or not sys.stderr.isatty():
        yield lambda stage, done, total: None
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        ProgressColumn,
        Task,
        TaskID,
        TextColumn,
        TimeRemainingColumn,
    )
    from rich.text import Text

    class Rate(ProgressColumn):
        """Pieces a second."""

        def render(self, task: Task) -> Text:
            speed = task.finished_speed or task.speed
            return Text("" if speed is None else f"{speed:.0f}/s", style="dim")

    what = TextColumn("{task.description:<12}", markup=False)  # a stage may be a file's name: «draft [red].tsv»
    columns = (what, BarColumn(), MofNCompleteColumn(), Rate(), TimeRemainingColumn())
    tasks: dict[str, TaskID] = {}
    with Progress(*columns, console=Console(file=plain_stream(sys.stderr)), transient=True) as bars:

        def show(stage: str, done: int, total: int) -> None:
            if stage not in tasks:
                tasks[stage] = bars.add_task(harmless(_said(stage)), total=total)
            bars.update(tasks[stage], completed=done, total=total)

        yield show


def _said(stage: str) -> str:
    """The stage in the interface's language; behind its word may stand a language: «Reading en»."""
    word, gap, language = stage.partition(" ")
    return f"{status_line(f'{word:<12}').strip()}{gap}{language}" if "." not in stage else stage


@contextmanager
def indexing() -> Iterator[StageProgress]:
    """A function that takes (language, done, total) and shows how far an index is; nothing is loaded before that."""
    with ExitStack() as stack:
        lines: list[StageProgress] = []

        def show(language: str, done: int, total: int) -> None:
            if not lines:
                lines.append(stack.enter_context(progress_lines()))
            lines[0](f"Indexing {language}", done, total)

        yield show
