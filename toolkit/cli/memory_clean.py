"""``accord memory clean``: what does not belong in a memory is found, taken out, put right, and put back."""

from __future__ import annotations

from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.errors import ConfigError
from tmx.quoting import pasted
from toolkit.cli.console import progress_lines
from toolkit.cli.memory_options import memory_argument, memory_option, named_memory
from toolkit.cli.options import PATH, from_option, keep_what_is_read, output_option, to_option
from toolkit.messages import tr

if TYPE_CHECKING:
    from toolkit.reports.cleaning import CleanKind
    from toolkit.workflows.clean import CleanResult

__all__ = ["clean"]

_SHOWN = 20


@click.command()
@memory_argument()
@memory_option()
@from_option("en")
@to_option("fr")
@click.option("--dry-run", is_flag=True, help="Change nothing, say what would be done.")
@click.option("--report", type=PATH, help="Write what was found and done: .xlsx, .tsv or .json.")
@click.option("--only", metavar="KINDS", default="", help="Look for these kinds of fault alone, such as empty,numbers.")
@click.option(
    "--keep", metavar="KINDS", default="", help="Report these kinds of fault and leave the units as they are."
)
@click.option("--mask", is_flag=True, help="Mask mail addresses, telephone numbers, and names in contact lines.")
@click.option("--undo", is_flag=True, help="Take back the last cleaning of a database.")
@output_option("The TMX to write where the memory is a file, which itself stays as it is.")
def clean(
    memory_path: Path | None,
    memory: Path | None,
    source_language: str,
    target_language: str,
    dry_run: bool,
    report: Path | None,
    only: str,
    keep: str,
    mask: bool,
    undo: bool,
    output: Path | None,
) -> None:
    """Take out of a memory what does not belong in it, and put right what can be put right.

    Kinds of fault: empty, duplicate, encoding, swapped, identical, language, tags, length, numbers, misaligned, and
    personal (with --mask). Characters, swapped sides and personal data are put right, all else is taken out. In a
    database it stays, out of use, and --undo brings it back; a file is left as it is, and the clean memory goes to -o.

    \b
    Example:
        accord memory clean memory.db --dry-run --report faults.xlsx
        accord memory clean memory.db --keep numbers,length --report faults.xlsx
    """
    from toolkit.reports.cleaning import check_report_name, write_clean_report
    from toolkit.workflows.clean import clean_file, clean_memory, undo_cleaning
    from toolkit.workflows.memory_source import is_store

    path = named_memory(memory_path, memory)
    database = is_store(path)
    _check(path, database=database, undo=undo, dry_run=dry_run, output=output)
    if undo:
        count = undo_cleaning(path)
        click.echo(f"Taken back  {path} · {_plural(count, 'unit')} as before", err=True)
        return
    kinds, kept = _wanted(only, mask=mask), _kinds(keep)
    if report is not None:
        check_report_name(report)
        keep_what_is_read([report], [path])

    def tell(result: CleanResult) -> None:
        if report is not None:
            write_clean_report(report, result.changes)

    clean = (
        partial(clean_memory, path, dry_run=dry_run)
        if database
        else partial(clean_file, path, None if dry_run else output)
    )
    with progress_lines() as progress:
        result = clean(
            source_language=source_language,
            target_language=target_language,
            kinds=kinds,
            kept=kept,
            before_change=tell,
            progress=lambda done, total: progress("Cleaning", done, total),
        )
    _say(result, path, report, output, dry_run=dry_run)


def _check(path: Path, *, database: bool, undo: bool, dry_run: bool, output: Path | None) -> None:
    """Raise :class:`~tmx.errors.ConfigError` where the options do not go together."""
    if undo and not database:
        raise ConfigError(
            "only the cleaning of a database can be taken back", remedy=f"{path} itself was left as it was"
        )
    if database and output is not None:
        raise ConfigError("a database is cleaned in its place", remedy="leave out -o; --undo brings everything back")
    if not database and not dry_run and output is None:
        raise ConfigError("where shall the clean memory go?", remedy="name a file with -o clean.tmx, or add --dry-run")


def _kinds(names: str) -> frozenset[CleanKind]:
    from toolkit.reports.cleaning import CleanKind

    # As the options name them, and as the listing does in the interface's language.
    called = {name: kind for kind in CleanKind for name in (kind.value, tr(kind.value))}
    wanted = [name.strip().lower() for name in names.split(",") if name.strip()]
    unknown = [name for name in wanted if name not in called]
    if unknown:
        kinds = ", ".join(tr(kind.value) for kind in CleanKind)
        raise ConfigError(f"there is no kind of fault called «{unknown[0]}»", remedy=f"the kinds are {kinds}")
    return frozenset(called[name] for name in wanted)


def _wanted(only: str, *, mask: bool) -> frozenset[CleanKind]:
    from toolkit.reports.cleaning import CleanKind

    chosen = _kinds(only) or frozenset(CleanKind) - {CleanKind.PERSONAL}
    return chosen | {CleanKind.PERSONAL} if mask else chosen


def _say(result: CleanResult, path: Path, report: Path | None, output: Path | None, *, dry_run: bool) -> None:
    from toolkit.reports.cleaning import counts_by_kind, table_lines

    shown = result.changes if report is None else ()
    for line in table_lines(shown[:_SHOWN]):
        click.echo(line)
    if len(shown) > _SHOWN:
        click.echo(f"… {len(shown) - _SHOWN} more; all of them with --report faults.xlsx", err=True)
    for kind, count in counts_by_kind(result.changes).items():
        click.echo(f"{tr(kind.value):<11} {count:>9}", err=True)
    done = f"{result.removed} taken out · {result.repaired} put right"
    if dry_run:
        click.echo(f"Nothing changed in {path} · {_plural(result.units, 'unit')} · would be {done}", err=True)
    else:
        click.echo(f"Cleaned     {path} · {_plural(result.units, 'unit')} · {done}", err=True)
    if report is not None:
        click.echo(f"Report      {report}", err=True)
    if output is not None and not dry_run:
        click.echo(f"Wrote       {output} · {_plural(result.units - result.removed, 'unit')}", err=True)
    elif not dry_run and (result.removed or result.repaired):
        click.echo(f"            to take it back: accord memory clean --undo {pasted(path)}", err=True)


def _plural(count: int, noun: str) -> str:
    return f"{count} {noun}{'' if count == 1 else 's'}"
