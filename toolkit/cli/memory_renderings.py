"""``accord memory renderings``: how a phrase was translated, how often, and in which years."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tmx.errors import ConfigError
from toolkit.cli.console import indexing
from toolkit.cli.memory_concordance import meant_phrase
from toolkit.cli.memory_options import read_memory_option
from toolkit.cli.options import PATH, from_option, output_option, to_option

__all__ = ["renderings"]


@click.command()
@click.argument("words", metavar="[MEMORY] PHRASE", nargs=-1)
@read_memory_option()
@output_option("Page to write (.html): one column per year, and units with every translation.")
@from_option("en")
@to_option("fr")
@click.option(
    "--side", type=click.Choice(["source", "target"]), help="Where the phrase is looked for (default: detected)."
)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=1000, show_default=True, help="Read at most this many units."
)
@click.option("--glossary", type=PATH, help="Glossary that helps to make out the translations.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def renderings(
    words: tuple[str, ...],
    memory: Path | None,
    output: Path | None,
    source_language: str,
    target_language: str,
    side: str | None,
    limit: int,
    glossary: Path | None,
    as_json: bool,
) -> None:
    """Show how a word or phrase was translated in a memory, how often, and in which years.

    Forms of the same words are one translation. The year is that in which a unit was made.

    \b
    Example:
        accord memory renderings "trafficking" --memory memory.db -o trafficking.html
    """
    from toolkit.reports.renderings import rendering_lines, rendering_object
    from toolkit.workflows.concordance import find_in_memory
    from toolkit.workflows.renderings import gather_renderings

    if output is not None and output.suffix.lower() not in (".html", ".htm"):
        remedy = "name a file such as trafficking.html; for a program there is --json"
        raise ConfigError(f"the page is written as HTML, not as «{output.suffix}»", path=output, remedy=remedy)
    path, phrase = meant_phrase(words, memory)
    languages = {"source_language": source_language, "target_language": target_language}
    with indexing() as progress:
        units = find_in_memory(path, phrase, **languages, side=side, limit=limit, glossary=glossary, progress=progress)
        found = gather_renderings(units)
    if output is not None:
        from tmx.files import write_whole
        from toolkit.reports.renderings_html import renderings_page

        with write_whole(output) as stream:
            stream.write(renderings_page(found, str(path)).encode("utf-8", "replace"))
    if as_json:
        click.echo(json.dumps(rendering_object(found), ensure_ascii=False, indent=2))
    elif found.units:
        for line in rendering_lines(found):
            click.echo(line)
    if not found.units:
        click.echo(f"«{phrase}» stands nowhere in {path}", err=True)
    elif not found.complete:
        click.echo(f"{found.units} units were read, there are more (--limit)", err=True)
    if output is not None:
        click.echo(f"Wrote       {output}", err=True)
