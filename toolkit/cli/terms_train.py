"""``accord terms train``: a ranker out of accepted terms and their texts."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from tmx.quoting import pasted
from toolkit.cli.console import progress_lines
from toolkit.cli.options import PATH, keep_what_is_read, language_option
from toolkit.cli.term_options import counted

__all__ = ["train"]

_FEW = 100
_DOUBTFUL = 0.7


@click.command()
@click.argument("files", type=PATH, nargs=-1, metavar="FILE...")
@click.option("--glossary", type=PATH, help="Whose preferred and admitted terms the ranker learns from.")
@click.option(
    "--field",
    "fields",
    type=(PATH, PATH),
    multiple=True,
    metavar="TEXTS GLOSSARY",
    help="A subject field with its own texts (a document or a folder) and glossary; repeatable.",
)
@click.option(
    "--check", is_flag=True, help="With three or more fields: say for each how well the others predict its terms."
)
@language_option(said="Language of the texts, as a BCP 47 code (required).")
@click.option("-o", "--output", type=PATH, required=True, help="The ranker to write.")
def train(
    files: tuple[Path, ...],
    glossary: Path | None,
    fields: tuple[tuple[Path, Path], ...],
    check: bool,
    language: str | None,
    output: Path,
) -> None:
    """Learn from a glossary and the texts that it was made from which words and phrases you take for terms.

    FILE is a document, or a folder of documents, in the language of --lang. Every accepted term of the glossary counts
    as a term where it stands in them, and everything else as none: the glossary should be about complete for these
    texts. The further it seems from that, the less the ranker counts beside what is known without learning. At least
    thirty terms must stand in them; some hundred make a good ranker. It is used by accord terms extract --ranker and
    never leaves your machine.

    A ranker for texts of further subject fields learns best from several: name each with --field.

    \b
    Example:
        accord terms train texts/ --glossary glossary.tbx --lang en -o ours.ranker
        accord terms train --field law/ law.tbx --field wind/ wind.tbx --lang en -o ours.ranker
    """
    from toolkit.cli.terms_extract_texts import tell_left_out
    from toolkit.workflows.terms_from_texts import Field, train_from_texts

    if language is None:
        raise click.UsageError("--lang is missing: the language of the texts", click.get_current_context())
    if bool(files) != bool(glossary) or not (files or fields):
        raise click.UsageError(
            "name the texts and with --glossary their glossary, or both with --field", click.get_current_context()
        )
    named = [Field(files, glossary)] if glossary else []
    named += [Field((texts,), terms) for texts, terms in fields]
    keep_what_is_read([output], [path for field in named for path in (*field.paths, field.glossary)])
    with progress_lines() as progress:
        learnt = train_from_texts(named, language, output, check=check, progress=partial(progress, "Learning"))
    tell_left_out(learnt.left_out)
    documents = counted(learnt.documents, "document") + (f" of {len(named)} fields" if len(named) > 1 else "")
    click.echo(
        f"Learnt      {learnt.found} of {learnt.accepted} accepted terms in {documents}, {learnt.words} words",
        err=True,
    )
    if learnt.found < _FEW:
        click.echo(f"Few         {_FEW} accepted terms and more in the texts make a better ranker", err=True)
    if learnt.trust < _DOUBTFUL:
        click.echo(
            "Incomplete  the texts seem to hold many more terms than the glossary accepts: the ranker counts"
            f" {learnt.trust:.0%}, the rest is what is known without learning",
            err=True,
        )
    for score in learnt.scores:
        terms = score.terms
        click.echo(
            f"Checked     {score.name}: the others find {terms.right} of its {terms.gold} terms and"
            f" {terms.found - terms.right} more (F1 {terms.f1:.2f})",
            err=True,
        )
    click.echo(
        f"Wrote       {output} · use it: accord terms extract FILE... --lang {language} --ranker {pasted(output)}",
        err=True,
    )
