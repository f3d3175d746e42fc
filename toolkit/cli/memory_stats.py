"""``accord memory stats``: what a memory holds, in figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from toolkit.cli.memory_options import memory_argument, read_memory, read_memory_option
from toolkit.messages import tr

if TYPE_CHECKING:
    from tmx.store.figures import MemoryStats

__all__ = ["stats"]


@click.command()
@memory_argument()
@read_memory_option()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def stats(memory_path: Path | None, memory: Path | None, as_json: bool) -> None:
    """Count what a memory, or a file of units, holds: units, languages, words, documents, dates, imports.

    \b
    Example:
        accord memory stats memory.db
    """
    from toolkit.workflows.memory_look import memory_stats

    figures = memory_stats(read_memory(memory_path, memory))
    if as_json:
        click.echo(json.dumps(to_builtins(figures), ensure_ascii=False, indent=2))
        return
    for line in _lines(figures):
        click.echo(line)


def _lines(figures: MemoryStats) -> Iterator[str]:
    yield f"{tr('units'):<16}{figures.units:>12}"
    if figures.retired:
        yield f"{'  ' + tr('out of use'):<16}{figures.retired:>12}"
    yield f"{tr('documents'):<16}{figures.documents:>12}"
    if figures.oldest and figures.newest:
        first, last = figures.oldest[:10], figures.newest[:10]
        yield f"{tr('dates'):<16}{first:>12}{tr(' to {day}', day=last) if last != first else ''}"
    yield ""
    yield f"{tr('language'):<16}{tr('segments'):>12}{tr('words'):>12}{tr('characters'):>12}"
    for one in figures.languages:
        yield f"{one.language:<16}{one.segments:>12}{one.words:>12}{one.characters:>12}"
    if figures.runs:
        yield ""
        yield f"{tr('imports'):<16}{tr('read'):>12}{tr('new'):>12}{tr('passed over'):>12}{tr('replaced'):>12}"
        for run in figures.runs:
            state = "" if run.state == "done" else f"  ({run.state})"
            counts = f"{run.read:>12}{run.added:>12}{run.skipped:>12}{run.replaced:>12}"
            yield f"{run.started[:10]:<16}{counts}  {run.name}{state}"
