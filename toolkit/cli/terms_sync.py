"""``accord terms sync``: a local glossary and the one that a team shares are brought together."""

from __future__ import annotations

import json
from pathlib import Path

import click
from msgspec import to_builtins

from toolkit.cli.conflict_lines import conflict_line
from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.options import PATH, by_option, reason_option

__all__ = ["sync"]


@click.command()
@click.argument("local", type=PATH)
@click.argument("shared", type=PATH)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per conflict.")
@by_option()
@reason_option()
def sync(local: Path, shared: Path, as_json: bool, author: str, reason: str) -> int:
    """Synchronise a LOCAL glossary, which was worked on offline, with the one that a team shares.

    What only one side changed since they last agreed is taken over by the other. Where both changed the same thing,
    each in its own way, the shared one's word stands (ours), a note «conflict: …» says what the local one had (theirs),
    and the conflict is listed. LOCAL is made where there is none. A second run changes nothing.

    \b
    Example:
        accord terms sync glossary.db postgresql://marie@server/accord --by Marie

    Exit code: 0 together, 1 together with conflicts, 2 one of them could not be read or written.
    """
    from toolkit.workflows.sync import sync_glossary

    done = sync_glossary(local, shared, author=author, reason=reason)
    for conflict in done.conflicts:
        if as_json:
            click.echo(json.dumps(to_builtins(conflict), ensure_ascii=False))
            continue
        click.echo(conflict_line(conflict))
    for side, revision, path in (("here", done.here, local), ("there", done.there, shared)):
        told = "nothing new"
        if revision is not None:
            count = len(revision.concepts)
            told = f"{count} concept{'' if count == 1 else 's'} changed · revision {revision.number}"
        click.echo(f"{side:<12}{told} · {path}", err=True)
    if done.conflicts:
        click.echo("Next        settle what the notes «conflict: » say, then: accord terms edit … --settled", err=True)
    return EXIT_FINDINGS if done.conflicts else EXIT_OK
