"""``accord terms add``: a new concept, or a term more of one."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from toolkit.cli.options import PATH, by_option, from_option, reason_option, to_option
from toolkit.cli.term_options import add_options, concept_of, say_edited

__all__ = ["add"]


@click.command()
@click.argument("glossary", type=PATH)
@click.argument("term")
@click.argument("translation", required=False)
@from_option("en")
@to_option("fr")
@click.option(
    "--status",
    type=click.Choice(["preferred", "admitted", "deprecated", "forbidden", "proposed"]),
    default="preferred",
    show_default=True,
    help="What is decided about it.",
)
@add_options
@by_option()
@reason_option()
def add(
    glossary: Path,
    term: str,
    translation: str | None,
    author: str,
    reason: str,
    **facts: Any,  # noqa: ANN401  the values of add_options
) -> None:
    """Add TERM, with its TRANSLATION if you give one, to a glossary: a database (.db), a table or a TBX.

    They become a concept of their own; with --concept they join one that is there, named by its identifier or by a
    term. What the other options say, they say of TERM. A database or a table that is not there is made.

    \b
    Example:
        accord terms add glossary.db "labour migration" "migration de main-d'œuvre" --subject migration --by Marie
    """
    from toolkit.workflows.glossary_edit import Edit, add_to_glossary

    concept = concept_of(term, translation, facts)
    edit = Edit("add", author, reason)
    say_edited(glossary, add_to_glossary(glossary, concept, edit, home=facts["concept"]), reason)
