"""``accord terms train``: a ranker out of accepted terms and their texts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.options import PATH, language_option

__all__ = ["train"]


@click.command()
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE...")
@click.option("--glossary", type=PATH, required=True, help="Whose preferred and admitted terms the ranker learns from.")
@language_option()
@click.option("-o", "--output", type=PATH, required=True, help="The ranker to write.")
def train(files: tuple[Path, ...], glossary: Path, language: str | None, output: Path) -> None:
    """Learn from a glossary and the texts that it was made from which words and phrases you take for terms.

    FILE is a document, or a folder of documents, in the language of --lang. Every accepted term of the glossary counts
    as a term where it stands in them, and everything else as none: the glossary should be about complete for these
    texts. At least thirty terms must stand in them; some hundred make a good ranker. It is used by
    accord terms extract --ranker and never leaves your machine.

    \b
    Example:
        accord terms train texts/ --glossary glossary.tbx --lang en -o ours.ranker
    """
    from toolkit.workflows.terms_from_texts import train_from_texts

    if language is None:
        raise click.UsageError("--lang is missing: the language of the texts", click.get_current_context())
    with progress_lines() as progress:
        learnt = train_from_texts(files, language, glossary, output, progress=partial(progress, "Learning"))
    click.echo(
        f"Learnt      {learnt.found} of {learnt.accepted} accepted terms in {learnt.documents} documents,"
        f" {learnt.words} words",
        err=True,
    )
    click.echo(
        f"Wrote       {output} · use it: accord terms extract FILE... --lang {language} --ranker {output}", err=True
    )
