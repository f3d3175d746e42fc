"""``accord terms convert``: a glossary of one format becomes one of another."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.exchange_options import encoding_option, output_options, read_format_option
from toolkit.cli.options import PATH, from_option, to_option
from toolkit.cli.term_options import counted

if TYPE_CHECKING:
    from toolkit.workflows.glossary_exchange import Exchange

__all__ = ["check_output", "convert", "tell_table_head"]


@click.command()
@click.argument("source", type=PATH)
@click.argument("target", type=PATH)
@from_option("en")
@to_option("fr")
@read_format_option()
@encoding_option
@output_options
def convert(
    source: Path,
    target: Path,
    source_language: str,
    target_language: str,
    read_format: str | None,
    encoding: str | None,
    file_format: str | None,
    tbx_version: str | None,
    tbx_basic: bool,
) -> None:
    """Turn a glossary of one format into another, by the endings of the files.

    Known are TBX (v2 and v3), CSV, TSV, XLSX, MultiTerm XML, UTX, PO, OmegaT's glossaries and glossary databases.
    --from and --to name the languages of what does not say them itself, and those to write where only two fit.

    \b
    Example:
        accord terms convert glossary.csv glossary.tbx
        accord terms convert glossary.tbx project/glossary/terms.txt --format omegat --from en --to fr
    """
    from toolkit.workflows.glossary_exchange import Exchange, exchange_format, export_glossary, read_for_converting

    wanted = exchange_format(file_format, tbx_version)
    check_output(target, wanted)
    reading = Exchange(source_language, target_language, read_format, encoding=encoding)
    glossary = read_for_converting(source, reading)
    tell_table_head(source, reading)
    export_glossary(target, glossary, Exchange(source_language, target_language, wanted, tbx_basic))
    count = sum(len(concept.terms) for concept in glossary)
    told = f"{counted(count, 'term')} ({', '.join(glossary.languages)})"
    click.echo(f"Wrote       {target} · {counted(len(glossary), 'concept')}, {told}", err=True)


def tell_table_head(path: Path, exchange: Exchange) -> None:
    """Say of a table without names of columns that its first row counts as terms, and which columns are its own."""
    from toolkit.workflows.glossary_exchange import table_head

    head = table_head(path, exchange)
    if head.counted:
        told = ", ".join(filter(None, head.counted))
        click.echo(f"Read        {path} · no header; its first row counts as terms too: {told}", err=True)
    if head.own:
        click.echo(f"Read        {path} · kept as columns of its own: {', '.join(head.own)}", err=True)


def check_output(path: Path, file_format: str | None) -> None:
    """A wrong ending is told before the work, not after."""
    from termbase.formats.registry import GLOSSARY_SUFFIXES
    from tmx.errors import UnknownFormatError

    if file_format is None and path.suffix.lower() not in GLOSSARY_SUFFIXES:
        remedy = f"the suffix can be one of: {', '.join(GLOSSARY_SUFFIXES)}"
        raise UnknownFormatError("this is not a known glossary format", path=path, remedy=remedy)
