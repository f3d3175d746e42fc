"""``accord terms merge``: the work of two people on one glossary, brought together."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import Struct

from tmx.errors import AccordError, ConfigError, StoreError
from tmx.quoting import pasted
from toolkit.cli.conflict_lines import conflict_line
from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.options import PATH, by_option, from_option, output_option, reason_option, to_option
from toolkit.cli.standard import is_standard, refuse_in_place
from toolkit.cli.term_options import counted

if TYPE_CHECKING:
    from termbase.alike import SameConcept
    from termbase.merge import Merge
    from termbase.model import Glossary

__all__ = ["merge"]


@click.command()
@click.argument("base", type=PATH)
@click.argument("ours", type=PATH)
@click.argument("theirs", type=PATH)
@output_option("Glossary to write; without it OURS, as git asks of a merge driver.")
@from_option("en")
@to_option("fr")
@click.option(
    "--name",
    default="",
    metavar="FILE",
    help="What the glossary is called where the three files are temporary ones, as git has them (%P).",
)
@by_option()
@reason_option()
def merge(
    base: Path,
    ours: Path,
    theirs: Path,
    output: Path | None,
    source_language: str,
    target_language: str,
    name: str,
    author: str,
    reason: str,
) -> int:
    """Bring together two glossaries, OURS and THEIRS, that were both made out of BASE.

    The result is written to the file of -o; without it, it takes the place of OURS.

    Where both changed the same thing, each in its own way, the result has what OURS has, a note «conflict: …» says
    what THEIRS has, and the conflict is listed. Nothing that one side removed and the other changed is dropped. A
    concept that one side gave another identifier, or that both added each under its own, is one concept. Works as a
    merge driver for git, which gives files without a suffix: --name says what they are called. In a glossary database
    (.db) the result becomes one revision.

    \b
    Example:
        accord terms merge base.csv ours.csv theirs.csv -o glossary.csv

    Exit code: 0 merged, 1 merged with conflicts, 2 a file could not be read and nothing was written.
    """
    from termbase.formats.rewriting import in_turn

    if output is None:
        refuse_in_place(ours, "name the glossary to write with -o")
    output = output or ours
    files = _Files(base, ours, theirs, output, name)
    try:
        with in_turn(output):
            result = _merged(files, (source_language, target_language), author, reason)
    except AccordError as error:
        _name_place(error, files)
        if name:
            click.echo(f"Not merged  {name} has your side alone; the other one: git show :3:{name}", err=True)
        raise
    for same in result.same:
        click.echo(_one_concept(same), err=True)
    for conflict in result.conflicts:
        click.echo(conflict_line(conflict), err=is_standard(output))
    count = len(result.conflicts)
    told = counted(count, "conflict") if count else "no conflicts"
    click.echo(f"Merged      {counted(len(result.glossary), 'concept')} · {told}", err=True)
    if count:
        click.echo("Next        settle what the notes «conflict: » say, then: accord terms edit … --settled", err=True)
    return EXIT_FINDINGS if count else EXIT_OK


class _Files(Struct, frozen=True):
    """The three states, where the result goes, and what the glossary is called where these are temporary files."""

    base: Path
    ours: Path
    theirs: Path
    output: Path
    name: str

    def suffix(self, path: Path) -> str:
        """The suffix of a file, that of the name where it has none of its own; else what its content tells."""
        from termbase.formats.registry import GLOSSARY_SUFFIXES
        from termbase.formats.rewriting import glossary_suffix

        told = Path(self.name).suffix.lower()
        return told if not path.suffix and told in GLOSSARY_SUFFIXES else glossary_suffix(path)


def _merged(files: _Files, languages: tuple[str, str], author: str, reason: str) -> Merge:
    """Read the three states, merge them and write the result."""
    from termbase.formats.entry_merging import merges_entries
    from termbase.formats.registry import format_of_file, write_glossary
    from termbase.formats.rewriting import read_again, refuse_foreign
    from termbase.merge import merge_glossaries, with_conflict_notes

    output = files.output
    suffix = files.suffix(output if output.suffix else files.ours)
    named = [(path, files.suffix(path)) for path in (files.base, files.ours, files.theirs)]
    if merges_entries(named, suffix):
        return _merged_entries(named, output, suffix, languages)
    seen = _revision(output)
    if output.is_file() and output.stat().st_size:
        try:
            refuse_foreign(output, suffix=suffix)
        except StoreError as error:
            name = pasted(files.name or output)
            if format_of_file(output, suffix).name == "multiterm":  # which an .xml would not become by itself
                name += " --format multiterm"
            error.remedy = (
                f"write to another file, -o MERGED.tbx, and go on from that: accord terms convert MERGED.tbx {name}"
            )
            raise
    states = {
        path: read_again(
            path,
            source_language=languages[0],
            target_language=languages[1],
            suffix=files.suffix(path),
            may_be_empty=path == files.base,
        )
        for path in (files.base, files.ours, files.theirs)
    }
    _refuse_nameless([(path, files.suffix(path)) for path, one in states.items() if one.concepts])
    result = merge_glossaries(states[files.base], states[files.ours], states[files.theirs])
    merged = with_conflict_notes(result)
    if seen is not None:
        _replace(output, merged, seen, author, reason)
    else:
        write_glossary(output, merged, suffix=suffix, source_language=languages[0], target_language=languages[1])
    return result


def _merged_entries(named: Sequence[tuple[Path, str]], output: Path, suffix: str, languages: tuple[str, str]) -> Merge:
    """Merge files of another program's format entry by entry, after each was read as a glossary."""
    from termbase.formats.entry_merging import merge_entry_files
    from termbase.formats.registry import read_glossary
    from termbase.merge import Merge

    def glossary_in(path: Path, told: str) -> Glossary:
        return read_glossary(path, source_language=languages[0], target_language=languages[1], suffix=told)

    for number, (path, told) in enumerate(named):
        if number or path.stat().st_size:
            glossary_in(path, told)
    conflicts = merge_entry_files(named[0], named[1], named[2], output, languages[1])
    return Merge(glossary_in(output, suffix), conflicts)


def _name_place(error: AccordError, files: _Files) -> None:
    """Say which state an error is about, where the files are temporary ones."""
    if not files.name:
        return
    sides = {files.base: "before", files.theirs: "theirs", files.ours: "ours"}
    side = next((told for path, told in sides.items() if error.path == path), None)
    if side is not None and isinstance(error.path, Path):
        error.remedy = error.remedy and error.remedy.replace(error.path.name, files.name)
        error.path = Path(f"{files.name} ({side})")


def _refuse_nameless(tables: Sequence[tuple[Path, str]]) -> None:
    """Rows are matched by their concept, so a table that does not name any cannot be merged."""
    from termbase.formats.rewriting import has_names

    for path, suffix in tables:
        if not has_names(path, suffix=suffix):
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

    with open_store(path, create=True) as store:
        store.replace_glossary(glossary, author=author, action="merge", reason=reason, seen=seen)


def _one_concept(same: SameConcept) -> str:
    names = " · ".join(f"«{name}»" for name in dict.fromkeys((same.before, same.ours, same.theirs)) if name)
    return f"One concept {names}: called «{same.name}» from now on"
