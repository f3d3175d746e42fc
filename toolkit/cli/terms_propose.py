"""``accord terms propose``: a term that others are to decide on."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click

from toolkit.cli.options import PATH, by_option, from_option, reason_option, to_option
from toolkit.cli.term_options import add_options, concept_of, say_edited

__all__ = ["propose"]


@click.command()
@click.argument("glossary", type=PATH)
@click.argument("term")
@click.argument("translation", required=False)
@from_option("en")
@to_option("fr")
@add_options
@click.option("--again", is_flag=True, help="Propose it although it was rejected before.")
@by_option()
@reason_option()
def propose(
    glossary: Path,
    term: str,
    translation: str | None,
    again: bool,
    author: str,
    reason: str,
    **facts: Any,  # noqa: ANN401  the values of add_options
) -> None:
    """Propose TERM, with its TRANSLATION if you give one: it awaits a decision and finds no fault with a text.

    Decide on it with `accord terms approve`, `accord terms reject` or `accord terms review`. What was rejected
    before is refused.

    \b
    Example:
        accord terms propose glossary.db "return migration" "migration de retour" --by Paul --reason "twice this week"
    """
    from toolkit.workflows.glossary_edit import Edit, add_to_glossary

    concept = concept_of(term, translation, {**facts, "status": "proposed"})
    edit = Edit("propose", author, reason)
    say_edited(glossary, add_to_glossary(glossary, concept, edit, home=facts["concept"], again=again), reason)
