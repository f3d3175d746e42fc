"""``accord terms reject``: proposed terms that are not wanted, now or later."""

from __future__ import annotations

from functools import partial
from pathlib import Path

import click

from toolkit.cli.options import PATH, by_option, reason_option, term_language_option
from toolkit.cli.term_options import decide_on, decide_options, seen_option

__all__ = ["reject"]


@click.command()
@click.argument("glossary", type=PATH)
@click.argument("concepts", nargs=-1, metavar="[CONCEPT]...")
@decide_options
@term_language_option()
@seen_option()
@by_option()
@reason_option()
def reject(
    glossary: Path,
    concepts: tuple[str, ...],
    term: str,
    every: bool,
    language: str,
    seen: int | None,
    author: str,
    reason: str,
) -> None:
    """Reject what is proposed in the named concepts: each an identifier, or a term.

    It is remembered with the reason, in the database or in the list beside a file (glossary.rejected.csv), and an
    extraction does not propose it again.

    \b
    Example:
        accord terms reject glossary.db "in the islands" --reason "no term" --by Marie
    """
    from termbase.editing import refuse
    from toolkit.workflows.glossary_edit import Edit

    change = partial(refuse, text=term, language=language, reason=reason)
    decide_on(glossary, concepts, every, change, Edit("reject", author, reason, seen))
