"""The text report at a terminal: with colours, and lines wrapped to its width."""

from __future__ import annotations

from collections.abc import Iterator

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from toolkit.reports.harmless import harmless

__all__ = ["TerminalPaper"]


class TerminalPaper:
    """A terminal as :class:`~toolkit.reports.qa_text.Paper`."""

    def __init__(self, console: Console) -> None:
        self._console = console

    def room(self, indent: int) -> int:
        """Two lines, as many characters as the terminal has there."""
        return max(self._console.width - indent - 10, 50) * 2

    def write(self, *parts: tuple[str, str], hang: int | None = None, whole: bool = False) -> None:
        """As :meth:`toolkit.reports.qa_text.Paper.write`."""
        line = Text.assemble(*parts)
        for piece in [line] if hang is None else _wrapped(line, self._console, hang):
            piece.plain = harmless(piece.plain)
            self._console.print(piece, soft_wrap=whole)


def _wrapped(line: Text, console: Console, hang: int) -> Iterator[Text]:
    """``line`` wrapped to the terminal, the later lines at ``hang``."""
    if cell_len(line.plain) <= console.width:
        yield line
        return
    first, *rest = line.wrap(console, console.width)
    yield first
    if rest:
        remaining = line[len(first.plain) :]
        remaining = remaining[len(remaining.plain) - len(remaining.plain.lstrip()) :]
        for later in remaining.wrap(console, max(console.width - hang, 20)):
            yield Text(" " * hang) + later
