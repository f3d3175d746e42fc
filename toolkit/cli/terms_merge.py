"""``accord terms merge``: the work of two people on one glossary, brought together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.errors import ConfigError
from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.options import PATH, by_option, from_option, output_option, reason_option, to_option
from toolkit.cli.standard import is_standard, refuse_in_place
from toolkit.cli.term_options import counted

if TYPE_CHECKING:
    from termbase.merge import Conflict
    from termbase.model import Glossary

__all__ = ["merge"]


@click.command()
@click.argument("base", type=PATH)
@click.argument("ours", type=PATH)
@click.argument("theirs", type=PATH)
@output_option("Glossary to write; without it OURS, as git asks of a merge driver.")
@from_option("en")
@to_option("fr")
@by_option()
@reason_option()
def merge(
    base: Path,
    ours: Path,
    theirs: Path,
    output: Path | None,
    source_language: str,
    target_language: str,
    author: str,
    reason: str,
) -> int:
    """Bring together two glossaries, OURS and THEIRS, that were both made out of BASE.

    The result is written to the file of -o; without it, it takes the place of OURS.

    Where both changed the same thing, each in its own way, the result has what OURS has, a note «conflict: …» says
    what THEIRS has, and the conflict is listed. Nothing that one side removed and the other changed is dropped. Works
    as a merge driver for git, which gives files without a suffix: the format is then told by the content. In a glossary
    database (.db) the result becomes one revision.

    \b
    Example:
        accord terms merge base.csv ours.csv theirs.csv -o glossary.csv

    Exit code: 0 merged, 1 merged with conflicts, 2 a file could not be read and nothing was written.
    """
    from termbase.formats.registry import write_glossary
    from termbase.formats.rewriting import glossary_suffix, in_turn, read_again, refuse_foreign
    from termbase.merge import merge_glossaries, with_conflict_notes

    if output is None:
        refuse_in_place(ours, "name the glossary to write with -o")
    output = output or ours
    with in_turn(output):
        suffix = glossary_suffix(output if output.suffix else ours)
        seen = _revision(output)
        if output.is_file() and output.stat().st_size:
            refuse_foreign(output)
        was, our, their = (
            read_again(
                path,
                source_language=source_language,
                target_language=target_language,
                may_be_empty=path == base,
            )
            for path in (base, ours, theirs)
        )
        _refuse_nameless([path for path, one in ((base, was), (ours, our), (theirs, their)) if one.concepts])
        result = merge_glossaries(was, our, their)
        if seen is None:
            write_glossary(output, with_conflict_notes(result), suffix=suffix)
        else:
            _replace(output, with_conflict_notes(result), seen, author, reason)
    for conflict in result.conflicts:
        click.echo(_told(conflict), err=is_standard(output))
    count = len(result.conflicts)
    told = counted(count, "conflict") if count else "no conflicts"
    click.echo(f"Merged      {counted(len(result.glossary), 'concept')} · {told}", err=True)
    if count:
        click.echo("Next        look for «conflict: » among the notes, settle each and delete its note", err=True)
    return EXIT_FINDINGS if count else EXIT_OK


def _refuse_nameless(tables: Sequence[Path]) -> None:
    """Rows are matched by their concept, so a table that does not name any cannot be merged."""
    from termbase.formats.rewriting import has_names

    for path in tables:
        if not has_names(path):
            raise ConfigError(
                "the table has no column «concept», so it cannot be told which row of the other tables is meant",
                path=path,
                remedy="make one that has it, and go on with that: accord terms convert GLOSSARY.csv NEW.csv",
            )


def _revision(path: Path) -> int | None:
    """The state of a glossary database before anything is read; None for a file, 0 where there is no database yet."""
    from termbase.store import open_store
    from termbase.store.files import is_store

    if not is_store(path):
        return None
    if not path.exists():
        return 0
    with open_store(path) as store:
        return store.revision


def _replace(path: Path, glossary: Glossary, seen: int, author: str, reason: str) -> None:
    """The merged glossary as a revision of the database; what somebody else wrote there meanwhile is not undone."""
    from termbase.store import open_store
    from termbase.store.files import default_author

    with open_store(path, create=True) as store:
        store.replace_glossary(glossary, author=author or default_author(), action="merge", reason=reason, seen=seen)


def _told(conflict: Conflict) -> str:
    from termbase.merge import CONFLICT_NOTE, conflict_note

    term = f" · {conflict.term} ({conflict.language})" if conflict.term else ""
    return f"{conflict.concept}{term}  {conflict_note(conflict).removeprefix(CONFLICT_NOTE)}"
