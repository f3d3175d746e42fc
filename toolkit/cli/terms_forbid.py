"""``accord terms forbid``: a term that must not be used for a concept."""

from __future__ import annotations

from pathlib import Path

import click

from toolkit.cli.options import PATH, by_option, reason_option, term_language_option
from toolkit.cli.term_options import apply_edit, seen_option

__all__ = ["forbid"]


@click.command()
@click.argument("glossary", type=PATH)
@click.argument("term")
@click.option("--concept", default="", metavar="CONCEPT", help="For which concept: its identifier, or a term of it.")
@term_language_option()
@seen_option()
@by_option()
@reason_option()
def forbid(glossary: Path, term: str, concept: str, language: str, seen: int | None, author: str, reason: str) -> None:
    """Forbid TERM: `accord qa` reports it where the concept's other terms should stand.

    Without --concept it is the one concept that has the term. With it, a term that the concept does not have yet is
    added as forbidden, in the language of --lang.

    \b
    Example:
        accord terms forbid glossary.db "trafic de personnes" --concept "traite des personnes" --lang fr
    """
    from termbase.editing import forbid as forbidden
    from toolkit.workflows.glossary_edit import Edit

    apply_edit(
        glossary,
        [concept or term],
        lambda state, names: forbidden(state, names[0], term, language),
        Edit("forbid", author, reason, seen),
    )
