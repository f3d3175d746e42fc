"""``accord terms import``: glossaries of any format, poured into a glossary database or a glossary file."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.exchange_options import encoding_option, format_option
from toolkit.cli.options import PATH, by_option, from_option, output_option, reason_option, to_option
from toolkit.cli.term_options import counted
from toolkit.cli.terms_convert import check_output, tell_table_head

__all__ = ["import_"]


@click.command("import")
@click.argument("files", metavar="FILE...", type=PATH, nargs=-1, required=True)
@output_option("Glossary to import into: a database (.db) or a file; made where there is none.", required=True)
@from_option("en")
@to_option("fr")
@format_option("Format of the files, where their endings and beginnings do not tell.")
@encoding_option
@click.option("--since", metavar="REVISION", help="The file was exported then: take over what it changed and removed.")
@by_option()
@reason_option()
def import_(
    files: tuple[Path, ...],
    output: Path,
    source_language: str,
    target_language: str,
    file_format: str | None,
    encoding: str | None,
    since: str | None,
    author: str,
    reason: str,
) -> None:
    """Bring glossaries of any format into one glossary. Nothing that it has is lost.

    What is known already stands once, new terms join their concepts, a decision counts more than a proposal, and what
    was rejected stays away. Where a file and the glossary contradict each other the glossary keeps what it has, and a
    note «conflict: …» says what the file has. If a file cannot be read, nothing is changed.

    \b
    Example:
        accord terms import client.xlsx old.tbx -o glossary.db
    """
    from toolkit.workflows.glossary_exchange import Exchange, import_glossaries

    check_output(output, None)
    exchange = Exchange(source_language, target_language, file_format, encoding=encoding)
    done = import_glossaries(files, output, exchange, author=author, reason=reason, since=since)
    for path in files:
        tell_table_head(path, exchange)
    told = [f"{done.added} new", f"{done.changed} changed", f"{done.known} known already"]
    if done.refused:
        told.append(f"{done.refused} rejected before")
    if done.conflicts:
        told.append(counted(len(done.conflicts), "conflict"))
    click.echo(f"Imported    {output} · concepts: {', '.join(told)}", err=True)
    if done.conflicts:
        click.echo("Next        settle what the notes «conflict: » say, then: accord terms edit … --settled", err=True)
