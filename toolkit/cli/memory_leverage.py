"""``accord memory leverage``: word counts by match band."""

from __future__ import annotations

import json
from pathlib import Path

import click

from tmx.errors import ConfigError
from toolkit.cli.memory_options import read_memory, read_memory_option
from toolkit.cli.options import PATH, from_option, keep_what_is_read, output_option, to_option

__all__ = ["leverage"]


def _bounds(context: click.Context, parameter: click.Parameter, value: str) -> tuple[int, ...]:
    try:
        return tuple(int(bound) for bound in value.replace(" ", "").split(","))
    except ValueError as error:
        raise click.BadParameter("bands are numbers such as 95,85,75,50", context, parameter) from error


@click.command()
@click.argument("files", metavar="FILE...", type=PATH, nargs=-1, required=True)
@read_memory_option()
@output_option("Workbook (.xlsx) to write the table to.")
@from_option("en")
@to_option("fr")
@click.option(
    "--bands",
    callback=_bounds,
    default="95,85,75,50",
    show_default=True,
    metavar="BOUNDS",
    help="Lower bounds of the fuzzy bands, in per cent.",
)
@click.option("--repetitions-first", is_flag=True, help="Count repetitions as such even where the memory has them.")
@click.option("--internal", is_flag=True, help="Count similarity to earlier segments of the files too.")
@click.option("--untranslated", is_flag=True, help="Count only segments that have no translation yet.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def leverage(
    files: tuple[Path, ...],
    memory: Path | None,
    output: Path | None,
    source_language: str,
    target_language: str,
    bands: tuple[int, ...],
    repetitions_first: bool,
    internal: bool,
    untranslated: bool,
    as_json: bool,
) -> None:
    """Count the words of files by how well a memory knows them: in context, exact, repeated, fuzzy, not at all.

    Files are translations (XLIFF, PO, tables) or documents. What comes again in any of the files is counted once in
    its band, then as a repetition.

    \b
    Example:
        accord memory leverage release.docx annex.xlf --memory memory.db -o leverage.xlsx
    """
    from tmx.files import write_whole
    from toolkit.reports.leverage import leverage_lines, leverage_object, leverage_workbook
    from toolkit.workflows.leverage import LeverageOptions
    from toolkit.workflows.leverage import leverage as count

    path = read_memory(None, memory)
    if output is not None and output.suffix.lower() != ".xlsx":
        remedy = "name a file such as leverage.xlsx; for a program there is --json"
        raise ConfigError(f"the table is written as XLSX, not as «{output.suffix}»", path=output, remedy=remedy)
    keep_what_is_read([output], [*files, path])
    options = LeverageOptions(
        source_language,
        target_language,
        bands,
        repetitions_first=repetitions_first,
        internal=internal,
        untranslated=untranslated,
    )
    result = count(files, path, options)
    if output is not None:
        content = leverage_workbook(result, path)
        with write_whole(output) as stream:
            stream.write(content)
    if as_json:
        settings: dict[str, object] = {
            "memory": str(path),
            "from": source_language,
            "to": target_language,
            "bands": sorted(bands, reverse=True),
            "repetitions_first": repetitions_first,
            "internal": internal,
            "untranslated": untranslated,
        }
        click.echo(json.dumps(leverage_object(result, settings), ensure_ascii=False, indent=2))
    else:
        for line in leverage_lines(result):
            click.echo(line)
    if output is not None:
        click.echo(f"Wrote       {output}", err=True)
