"""``accord terms approve``: proposed terms become part of the glossary."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from toolkit.cli.options import PATH, by_option, reason_option, term_language_option
from toolkit.cli.term_options import decide_on, decide_options, seen_option

__all__ = ["approve"]


@click.command()
@click.argument("glossary", type=PATH)
@click.argument("concepts", nargs=-1, metavar="[CONCEPT]...")
@decide_options
@term_language_option()
@seen_option()
@by_option()
@reason_option()
def approve(
    glossary: Path,
    concepts: tuple[str, ...],
    term: str,
    every: bool,
    language: str,
    seen: int | None,
    author: str,
    reason: str,
) -> None:
    """Approve what is proposed in the named concepts: each an identifier, or a term.

    In each language the full form becomes preferred where no term is yet, other terms become admitted.

    \b
    Example:
        accord terms approve glossary.db "labour migration" --by Marie --reason "agreed on 12 March"
    """
    from termbase.editing import approve as approved
    from toolkit.workflows.glossary_edit import Edit

    change = partial(approved, text=term, language=language)
    decide_on(glossary, concepts, every, change, Edit("approve", author, reason, seen))
