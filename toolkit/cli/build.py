"""``accord build``: the main job."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.doubts import say_doubts
from toolkit.cli.main import EXIT_OK, EXIT_USAGE
from toolkit.cli.options import (
    PATH,
    approved_option,
    dictionaries_option,
    from_option,
    keep_what_is_read,
    output_option,
    tmx_codes,
    to_option,
)
from toolkit.cli.pair import kept_line, passed_over_line, say_failures
from toolkit.messages.phrases import phrase

if TYPE_CHECKING:
    from toolkit.workflows.build import BuildResult

__all__ = ["build"]


@click.command()
@click.argument("source_dir", type=PATH)
@click.argument("target_dir", type=PATH)
@output_option("Folder to write into; it is made where there is none.", required=True)
@from_option("en")
@to_option("fr")
@click.option(
    "--glossary",
    "glossaries",
    multiple=True,
    type=PATH,
    help="Glossary you have: TBX, a table, a database … (repeatable).",
)
@dictionaries_option
@approved_option()
@click.option("--tmx-languages", metavar="CODES", help="Language codes in the TMX, such as en,fr or en-GB,fr-FR.")
@click.option("-q", "--quiet", is_flag=True, help="Say nothing but errors.")
def build(
    source_dir: Path,
    target_dir: Path,
    output: Path,
    source_language: str,
    target_language: str,
    glossaries: tuple[Path, ...],
    dictionaries: tuple[Path, ...],
    approved_memories: tuple[Path, ...],
    tmx_languages: str | None,
    quiet: bool,
) -> int:
    """Pair, align and mine two folders of releases: SOURCE_DIR holds the originals, TARGET_DIR the translations.

    The output folder then holds memory.tmx for your CAT tool, a draft glossary (glossary.tbx, glossary.csv),
    alignment.html to look through, alignment.xlsx to review, and build.log. Run again on the same files, it writes the
    same bytes.

    \b
    Example:
        accord build originals/ releases/ --from en --to fr -o out/

    Exit code: 0 done, 2 something could not be read.
    """
    from toolkit.messages.status import status_line
    from toolkit.workflows.build import BuildOptions, NothingPairedError
    from toolkit.workflows.build import build as run

    keep_what_is_read([output], [source_dir, target_dir])
    renamed = tmx_codes(tmx_languages, source_language, target_language)
    options = BuildOptions(
        source_language,
        target_language,
        glossaries,
        dictionaries,
        tuple(sorted(renamed.items())),
        approved_memories,
    )
    with progress_lines(quiet=quiet) as progress:
        try:
            result = run(source_dir, target_dir, output, options, progress=progress)
        except NothingPairedError as error:
            say_failures(error.failures)
            raise
    if not quiet:
        for line in _summary(result, output):
            click.echo(status_line(line))
    failures = (*result.sources.failures, *result.targets.failures)
    say_failures(failures)
    if not quiet:
        say_doubts(result.pairs)
    return EXIT_USAGE if failures else EXIT_OK


def _summary(result: BuildResult, output: Path) -> Iterator[str]:
    from tmx.text.languages import find_language
    from toolkit.reports.alignment_html import DOUBTFUL_BELOW
    from toolkit.workflows.align import count_beads

    languages = [find_language(tag).name for tag in (result.options.source_language, result.options.target_language)]
    sides = list(zip(languages, (result.sources, result.targets), strict=True))
    yield "Reading     " + " and ".join(f"{len(folder.texts)} {name}" for name, folder in sides) + " documents"
    left = passed_over_line([folder.path for _, folder in sides])
    yield from [left] if left else []
    for loaded in result.loaded:
        yield f"Loaded      {loaded.path} ({loaded.entries} entr{'y' if loaded.entries == 1 else 'ies'})"
    lonely = (result.pairing.unpaired_sources, result.pairing.unpaired_targets)
    told = ", ".join(f"{len(paths)} {name}" for name, paths in zip(languages, lonely, strict=True) if paths)
    rest = f" · without counterpart: {told} ({output / 'alignment.html'}#unpaired)" if told else ""
    yield f"Pairing     {_counted(len(result.pairs), 'pair')}{rest}"
    alignments = [pair.alignment for pair in result.pairs]
    counts = count_beads(alignments)
    yield (
        f"Aligning    {_counted(counts.beads, 'bead')}: {counts.one_to_one} one to one, "
        f"{counts.merged} merged or split, {counts.alone} without counterpart"
    )
    doubtful = sum(bead.confidence < DOUBTFUL_BELOW for alignment in alignments for bead in alignment.beads)
    sure = f"{counts.sure / counts.beads:.0%} of the beads"
    yield f"            {sure} at confidence .99 or better · {doubtful} to look at first"
    kept = kept_line(result.pairs)
    if kept:
        yield f"            {kept}"
    glossaries = " and ".join(path.name for path in result.options.glossaries)
    known = sum(candidate.known for candidate in result.candidates)
    told = f", {known} of them known to {glossaries}" if glossaries else ""
    yield f"Terms       {_counted(len(result.candidates), 'pair')} proposed{told}"
    names = " · ".join(str(path) for path in result.written)
    yield f"Wrote       {names} ({_counted(result.units, 'unit')} in the memory)"
    if result.not_written is not None:
        why = result.not_written
        yield f"            no alignment.xlsx: {phrase(why.reason)} ({phrase(why.remedy or '')})"
    if doubtful:
        yield f"Next        look at the {_counted(doubtful, 'doubtful bead')}: {output / 'alignment.html'}"


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}{'' if number == 1 else 's'}"
