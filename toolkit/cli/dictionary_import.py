"""``accord dictionary import``: dictionaries of other programs become one word list."""

from __future__ import annotations

import sys
from pathlib import Path

import click

from toolkit.cli.options import PATH, from_option, keep_what_is_read, output_option, to_option

__all__ = ["import_"]

_STANDARD = Path("-")


@click.command("import")
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE...")
@from_option("en")
@to_option("fr")
@click.option("--reversed", "reversed_", is_flag=True, help="The headwords are in the language of --to.")
@output_option("Word list to write: source, tab, target (default: standard output).")
def import_(
    files: tuple[Path, ...], source_language: str, target_language: str, reversed_: bool, output: Path | None
) -> None:
    """Make one word list, for align and build, out of dictionaries of other programs.

    FILE is one file of a dictionary, the others stand beside it: dictd (.index, .dict or .dict.dz), StarDict (.ifo,
    .idx, .dict or .dict.dz, .syn), FreeDict's TEI (.tei), or a table (.tsv: source, tab, target). Headwords are in the
    language of --from.

    \b
    Example:
        accord dictionary import freedict-eng-fra.index --from en --to fr -o dictionary.tsv
        accord align release.en.docx communique.fr.docx --dictionary dictionary.tsv -o memory.tmx

    Exit code: 0 done, 2 a file could not be read or holds no translations.
    """
    from tmx.files import write_whole
    from toolkit.workflows.dictionaries import TABLES, import_dictionaries, write_dictionary

    if output is not None and output.suffix.lower() not in ("", *TABLES):
        raise click.UsageError(f"{output}: -o writes a table, whose name ends in .tsv.")
    keep_what_is_read([output], files)
    imported = import_dictionaries(files, reversed_=reversed_)
    for one in imported:
        without = f", {one.without} of them without a translation" if one.without else ""
        articles = f"{one.articles} article{'' if one.articles == 1 else 's'}"
        click.echo(f"Read        {one.path} ({articles}{without})", err=True)
    if output is None or output == _STANDARD:
        write_dictionary(sys.stdout.buffer, imported)
        return
    with write_whole(output) as stream:
        count = write_dictionary(stream, imported)
    languages = f"{source_language}-{target_language}"
    click.echo(f"Wrote       {output} ({count} entr{'y' if count == 1 else 'ies'}, {languages})", err=True)
