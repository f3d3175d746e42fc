"""``accord terms export``: a glossary, or a glossary database as it stands or stood, for other programs."""

from __future__ import annotations

from pathlib import Path

import click
from msgspec.structs import replace

from tmx.errors import ConfigError
from toolkit.cli.exchange_options import output_options
from toolkit.cli.options import PATH, from_option, to_option
from toolkit.cli.term_options import counted
from toolkit.cli.terms_convert import check_output

__all__ = ["export"]


@click.command()
@click.argument("glossary", type=PATH)
@click.option("-o", "--output", "outputs", type=PATH, multiple=True, required=True, help="File to write; repeatable.")
@from_option("en")
@to_option("fr")
@output_options
@click.option("--decided", is_flag=True, help="Leave out terms that are only proposed.")
@click.option("--at", "revision", metavar="REVISION", help="The state after this revision of a database, or on a date.")
def export(
    glossary: Path,
    outputs: tuple[Path, ...],
    source_language: str,
    target_language: str,
    file_format: str | None,
    tbx_version: str | None,
    tbx_basic: bool,
    decided: bool,
    revision: str | None,
) -> None:
    """Write a glossary, or what stands in a glossary database, as files for other programs.

    The format is that of each file's ending, or of --format.

    \b
    Example:
        accord terms export glossary.db -o glossary.tbx -o glossary.xlsx
        accord terms export glossary.db -o project/glossary/terms.utf8 --decided
    """
    from termbase.model import Status
    from termbase.store.files import is_store
    from termbase.store.store import open_store
    from toolkit.workflows.glossary_exchange import Exchange, exchange_format, export_glossary, read_titled

    wanted = exchange_format(file_format, tbx_version)
    for path in outputs:
        check_output(path, wanted)
    if revision is not None and not is_store(glossary):
        raise ConfigError("only a glossary database keeps former states", path=glossary, remedy="leave out --at")
    if revision is not None:
        with open_store(glossary) as store:
            found = store.export_glossary(at=revision)
    else:
        found = read_titled(glossary, Exchange(source_language, target_language))
    if decided:
        kept = (
            replace(concept, terms=tuple(term for term in concept.terms if term.status is not Status.PROPOSED))
            for concept in found
        )
        found = replace(found, concepts=tuple(concept for concept in kept if concept.terms))
    for path in outputs:
        export_glossary(path, found, Exchange(source_language, target_language, wanted, tbx_basic))
        click.echo(f"Wrote       {path} · {counted(len(found), 'concept')}", err=True)
