"""``accord memory sync``: a local memory and the one that a team shares are brought together."""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec import to_builtins

from toolkit.cli.console import progress_lines
from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.options import PATH

__all__ = ["sync"]


@click.command()
@click.argument("local", type=PATH)
@click.argument("shared", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per conflict.")
def sync(local: Path, shared: Path, as_json: bool) -> int:
    """Synchronise a LOCAL memory, which was worked on offline, with the one that a team shares.

    What came into one goes into the other; what was taken out of use in one since they last agreed goes out of use in
    the other. LOCAL is made where there is none. A run that was interrupted goes on where it stopped when it is started
    again; after that, another run changes nothing. Where both sides replaced the same unit, each in its own way, both
    new ones are kept, and the conflict is shown.

    \b
    Example:
        accord memory sync memory.db postgresql://marie@server/accord

    Exit code: 0 together, 1 together with conflicts, 2 one of them could not be read or written.
    """
    from toolkit.workflows.sync import sync_memory

    with progress_lines() as progress:
        done = sync_memory(local, shared, progress=lambda units: progress("units", units, units))
    for conflict in done.conflicts:
        if as_json:
            click.echo(json.dumps(to_builtins(conflict), ensure_ascii=False))
            continue
        click.echo(conflict.source)
        for name, translations in (("before", conflict.before), ("here", conflict.here), ("there", conflict.there)):
            for translation in translations:
                click.echo(f"    {name:<8}{translation}")
    for side, added, retired, path in (
        ("here", done.fetched, done.retired_here, local),
        ("there", done.sent, done.retired_there, shared),
    ):
        click.echo(f"{side:<12}{added} added · {retired} taken out of use · {path}", err=True)
    if done.conflicts:
        click.echo(
            f"Conflicts   {len(done.conflicts)}: both translations are kept; take out the one not meant", err=True
        )
    return EXIT_FINDINGS if done.conflicts else EXIT_OK
