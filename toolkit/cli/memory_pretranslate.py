"""``accord memory pretranslate``: what a memory knows goes into the empty targets of files."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.errors import ConfigError
from toolkit.cli.memory_options import read_memory, read_memory_option
from toolkit.cli.options import PATH, from_option, output_option, project_default, to_option
from toolkit.cli.standard import is_standard, output_file

if TYPE_CHECKING:
    from toolkit.workflows.pretranslate import FilledUnit, Pretranslated

__all__ = ["pretranslate"]


@click.command()
@click.argument("files", metavar="FILE...", type=PATH, nargs=-1, required=True)
@read_memory_option()
@output_option("The file to write, or a folder for several; without it XLIFF, PO and tables are filled in their place.")
@from_option("en")
@to_option("fr")
@click.option(
    "--threshold",
    type=click.IntRange(1, 100),
    default=70,
    show_default=True,
    help="Leave empty what scores less, in per cent.",
)
@click.option(
    "--candidates",
    type=click.IntRange(0, 20),
    default=3,
    show_default=True,
    help="Matches that an XLIFF keeps beside each translation, with their scores.",
)
@click.option(
    "--glossary",
    type=PATH,
    default=project_default("glossary"),
    help="Glossary that puts a match right where one term differs (default: that of accord.toml).",
)
@click.option("--repeats", is_flag=True, help="Use what is translated elsewhere in the files too.")
@click.option("--dry-run", is_flag=True, help="Say what would be filled, and write nothing.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object for each unit that is filled.")
@click.option("--force", is_flag=True, help="Replace the file that stands beside a document.")
def pretranslate(
    files: tuple[Path, ...],
    memory: Path | None,
    output: Path | None,
    source_language: str,
    target_language: str,
    threshold: int,
    candidates: int,
    glossary: Path | None,
    repeats: bool,
    dry_run: bool,
    as_json: bool,
    force: bool,
) -> None:
    """Put what a memory knows into the empty targets of XLIFF, PO, TSV and CSV files.

    Exact matches are marked as translated, all others as to be reviewed. What is translated already is never touched,
    and nothing else in the file changes. A document (text, HTML, Word, LibreOffice, subtitles) becomes an XLIFF beside
    it.

    \b
    Example:
        accord memory pretranslate release.xlf --memory memory.db -o release-fr.xlf
        accord memory pretranslate fr.po --memory memory.tmx --threshold 80 --repeats
    """
    from toolkit.workflows.pretranslate import PretranslateOptions, is_document, outputs_for
    from toolkit.workflows.pretranslate import pretranslate as run

    if str(output) == "-" or (output is None and any(map(is_standard, files))):
        if len(files) > 1:
            raise ConfigError("standard output can take only one result", remedy="fill them one by one")
        output = output_file("filled.xlf" if is_document(files[0]) else f"filled{files[0].suffix}")
    jobs = outputs_for(files, output)
    taken: set[Path] = set()
    for job in jobs:
        if job.output in taken:
            raise ConfigError("two files would become this one", path=job.output, remedy="fill them one by one")
        taken.add(job.output)
        if output is None and job.output != job.path and job.output.exists() and not (force or dry_run):
            remedy = "name another file with -o, or replace it with --force"
            raise ConfigError("the file is there already", path=job.output, remedy=remedy)
    options = PretranslateOptions(
        source_language, target_language, threshold, candidates, repeats=repeats, glossary=glossary, dry_run=dry_run
    )
    for done in run(jobs, read_memory(None, memory), options):
        if as_json:
            for unit in done.filled:
                click.echo(json.dumps(_as_object(done, unit), ensure_ascii=False))
        click.echo(_summary(done, dry_run=dry_run), err=True)


def _as_object(done: Pretranslated, unit: FilledUnit) -> dict[str, object]:
    return {
        "file": str(done.path),
        "unit": unit.number,
        "identifier": unit.identifier,
        "source": unit.source,
        "target": unit.target,
        "score": unit.score,
        "kind": unit.kind,
        "state": "translated" if unit.confirmed else "needs-review-translation",
        "matched": unit.matched,
    }


def _summary(done: Pretranslated, *, dry_run: bool) -> str:
    """One line: how many units of a file were filled, and from what."""
    counts = {kind: sum(unit.kind == kind for unit in done.filled) for kind in ("context", "exact", "repeat", "fuzzy")}
    names = {"context": "in context", "exact": "exact", "repeat": "repeated", "fuzzy": "fuzzy"}
    parts = [f"{count} {names[kind]}" for kind, count in counts.items() if count]
    review = sum(not unit.confirmed for unit in done.filled)
    if review:
        parts.append(f"{review} to review")
    if done.left:
        parts.append(f"{done.left} left empty")
    if done.translated:
        parts.append(f"{done.translated} translated before")
    verb = "Would fill" if dry_run else "Filled    "
    return (
        f"{verb}  {done.output} · {len(done.filled)} of {done.units} units · {' · '.join(parts) or 'nothing to fill'}"
    )
