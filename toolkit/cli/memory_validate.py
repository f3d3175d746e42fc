"""``accord memory validate``: what is wrong with a memory."""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec import to_builtins

from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.memory_options import memory_argument, read_memory, read_memory_option
from toolkit.messages import tr
from toolkit.messages.phrases import phrase

__all__ = ["validate"]


@click.command()
@memory_argument()
@read_memory_option()
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per fault.")
def validate(memory_path: Path | None, memory: Path | None, as_json: bool) -> int:
    """Read all of a memory, or of a file of units, and say which units are faulty.

    \b
    Example:
        accord memory validate memory.tmx

    Exit code: 0 nothing found, 1 faulty units, 2 the memory could not be read.
    """
    from toolkit.workflows.memory_look import look_over

    path = read_memory(memory_path, memory)
    look = look_over(path)
    for fault in look.faults:
        if as_json:
            click.echo(json.dumps(to_builtins(fault), ensure_ascii=False))
        else:
            place = [tr("line {number}", number=fault.line)] if fault.line is not None else []
            place += [tr("unit {number}", number=fault.unit)] if fault.unit else []
            where = ", ".join([str(path), *place])
            click.echo(tr("{place}: {message}", place=where, message=phrase(fault.reason)))
    click.echo(f"{path} · {look.units} unit{'' if look.units == 1 else 's'} · {look.faulty or 'none'} faulty", err=True)
    return EXIT_FINDINGS if look.faulty else EXIT_OK
