"""``accord memory export``: a memory is written as TMX."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from toolkit.cli.memory_options import memory_argument, memory_option, named_memory
from toolkit.cli.options import output_option

__all__ = ["export"]


@click.command()
@memory_argument()
@memory_option()
@output_option("The TMX file to write (-: standard output).", required=True)
@click.option("--from", "source_language", metavar="LANGUAGE", help="Write only units in this language and --to.")
@click.option("--to", "target_language", metavar="LANGUAGE", help="Write only units in this language and --from.")
@click.option("--tmx-languages", metavar="CODES", help="Language codes in the TMX, such as en,fr or en-GB,fr-FR.")
def export(
    memory_path: Path | None,
    memory: Path | None,
    output: Path,
    source_language: str | None,
    target_language: str | None,
    tmx_languages: str | None,
) -> None:
    """Write a memory as TMX 1.4b, with all languages, or with two.

    \b
    Example:
        accord memory export memory.db -o memory.tmx --from en --to fr --tmx-languages en-GB,fr-FR
    """
    from tmx.formats.tmx import parse_tmx_languages
    from toolkit.workflows.memory_export import export_memory

    count = export_memory(
        named_memory(memory_path, memory),
        sys.stdout.buffer if str(output) == "-" else output,
        source_language=source_language,
        target_language=target_language,
        languages=None if tmx_languages is None else parse_tmx_languages(tmx_languages),
    )
    if str(output) != "-":
        click.echo(f"Wrote       {output} · {count} unit{'' if count == 1 else 's'}", err=True)
