"""``accord memory merge``: memories become one, by content."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.options import PATH, from_option, output_option, to_option
from toolkit.cli.standard import is_standard

__all__ = ["merge"]


@click.command()
@click.argument("memories", metavar="MEMORY...", type=PATH, nargs=-1, required=True)
@output_option("The TMX to write, or the database (.db) that the units go into.", required=True)
@click.option("--base", type=PATH, help="The memory that all of them come from: what one has taken out stays out.")
@from_option("en")
@to_option("fr")
def merge(
    memories: tuple[Path, ...], output: Path, base: Path | None, source_language: str, target_language: str
) -> int:
    """Merge memories by content: the same texts, codes and context are one unit, with the properties of all.

    Memories are databases, TMX or other files of units. A TMX is written in canonical order, the same bytes for the
    same content, whatever the order of the memories: fit for git. With --base, where two memories have translated a
    source anew in different ways, both are kept and named.

    \b
    Example:
        accord memory merge anna.tmx ben.tmx --base march.tmx -o april.tmx

    Exit code: 0 merged, 1 merged with conflicts, 2 a file could not be read and nothing was written.
    """
    from toolkit.workflows.memory_merge import merge_memories

    result = merge_memories(
        memories, output, source_language=source_language, target_language=target_language, base=base
    )
    for conflict in result.conflicts:
        click.echo(f"! {conflict.source}", err=is_standard(output))
        for translation in conflict.translations:
            click.echo(f"    {translation}", err=is_standard(output))
    count = len(result.units)
    units = f"{count} unit{'' if count == 1 else 's'}"
    click.echo(f"Merged      {output} · {result.read} unit{'' if result.read == 1 else 's'} read · {units}", err=True)
    if result.conflicts:
        number = len(result.conflicts)
        noun = "source has" if number == 1 else "sources have"
        click.echo(f"            {number} {noun} several new translations, all kept", err=True)
    return EXIT_FINDINGS if result.conflicts else EXIT_OK
