"""``accord memory import``: files of units go into a memory."""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.main import EXIT_OK, EXIT_USAGE, say_error
from toolkit.cli.memory_options import DEFAULT_MEMORY, memory_option
from toolkit.cli.options import PATH, from_option, to_option
from toolkit.messages import tr
from toolkit.messages.phrases import phrase

if TYPE_CHECKING:
    from tmx.formats.tmx_recovery import Loss
    from tmx.store.importing import ImportReport

__all__ = ["import_", "loss_line"]


@click.command("import")
@click.argument("files", metavar="FILE...", type=PATH, nargs=-1, required=True)
@memory_option("-o", "--into")
@from_option("en")
@to_option("fr")
@click.option(
    "--duplicates",
    type=click.Choice(["skip", "keep", "first", "newest"]),
    default="skip",
    show_default=True,
    help="What becomes of a unit that is there already: leave out what is the same, keep all, or keep one translation "
    "of a source, the first or the newest.",
)
@click.option(
    "--index/--no-index",
    default=True,
    help="Bring the index for searches up to date at once (the default), or leave that to the first search.",
)
@click.option("--recover", is_flag=True, help="Take the good units of a broken TMX, and list what was lost.")
def import_(
    files: tuple[Path, ...],
    memory: Path | None,
    source_language: str,
    target_language: str,
    duplicates: str,
    index: bool,
    recover: bool,
) -> int:
    """Take the units of files (TMX, XLIFF, PO, tables) into a memory, which is made where there is none.

    A file goes in whole or not at all. An import that was interrupted goes on where it stopped when it is started
    again. --from and --to name the languages of files that do not say them themselves.

    \b
    Example:
        accord memory import 2023.tmx 2024.tmx --memory memory.db --duplicates newest

    Exit code: 0 done, 2 a file could not be read, or nothing of it.
    """
    from tmx.store.importing import Duplicates
    from toolkit.workflows.memory_import import import_files

    into = memory or DEFAULT_MEMORY
    losses: dict[Path, list[Loss]] = {}
    alike = Counter(path.name for path in files)
    names = {path: path.name if alike[path.name] == 1 else str(path) for path in files}
    with progress_lines() as progress:
        reports = import_files(
            files,
            into,
            source_language=source_language,
            target_language=target_language,
            duplicates=Duplicates(duplicates),
            recover=recover,
            index=index,
            progress=lambda path, read, total: progress(names[path], read, total),
            lost=lambda path, loss: losses.setdefault(path, []).append(loss),
        )
    for path, report in zip(files, reports, strict=True):
        click.echo(_line(path, report, into), err=True)
        for loss in losses.get(path, ()):
            click.echo(loss_line(path, loss), err=True)
        if report.fault is not None:
            say_error(report.fault)
    return EXIT_USAGE if any(report.fault is not None and not report.read for report in reports) else EXIT_OK


def loss_line(path: Path, loss: Loss) -> str:
    """A line that says what was lost, or put right, in a broken file."""
    what = tr("line {number}: {message}", number=loss.line, message=phrase(loss.reason))
    return f"{'Lost' if loss.missing else 'Put right':<12}{path}, {what}"


def _line(path: Path, report: ImportReport, into: Path) -> str:
    parts = [f"{report.read} unit{'' if report.read == 1 else 's'} read", f"{report.added} new"]
    if report.replaced:
        parts.append(f"{report.replaced} replaced")
    if report.skipped:
        parts.append(f"{report.skipped} left out (there already, or empty)")
    if report.approved:
        parts.append(f"{report.approved} there already now approved")
    if report.resumed:
        parts.append(f"gone on after unit {report.resumed}")
    return f"Imported    {path} · {' · '.join(parts)} · {into}"
