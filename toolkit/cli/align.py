"""``accord align``: two documents, or two folders, become a translation memory."""

from __future__ import annotations

import sys
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.main import EXIT_OK, EXIT_USAGE
from toolkit.cli.options import PATH, from_option, output_option, to_option
from toolkit.cli.pair import say_failures

if TYPE_CHECKING:
    from toolkit.workflows.align import AlignmentRun

__all__ = ["align"]

_STANDARD = Path("-")


@click.command()
@click.argument("source", type=PATH)
@click.argument("target", type=PATH)
@from_option("en")
@to_option("fr")
@click.option("--segmented", is_flag=True, help="The files hold one sentence a line; blank lines count.")
@click.option(
    "--beads",
    "bead_file",
    type=PATH,
    metavar="FILE",
    help="Write the beads, [0, 1]:[0]:0.9731 a line (- for standard output; a folder where folders are aligned).",
)
@click.option(
    "--dictionary", "dictionaries", multiple=True, type=PATH, help="Word list: source, tab, target (repeatable)."
)
@click.option("--glossary", "glossaries", multiple=True, type=PATH, help="Glossary: TBX, CSV or TSV (repeatable).")
@output_option("TMX file to write (default: standard output, unless --beads is given).")
@click.option("--tmx-languages", metavar="CODES", help="Language codes in the TMX, such as en,fr or en-GB,fr-FR.")
def align(
    source: Path,
    target: Path,
    source_language: str,
    target_language: str,
    segmented: bool,
    bead_file: Path | None,
    dictionaries: tuple[Path, ...],
    glossaries: tuple[Path, ...],
    output: Path | None,
    tmx_languages: str | None,
) -> int:
    """Align SOURCE with its translation TARGET, sentence by sentence, into TMX.

    Both are documents, or both are folders, whose documents are paired first. Every sentence is accounted for in the
    beads; those without a counterpart give no unit.

    \b
    Example:
        accord align release.en.docx communique.fr.docx --from en --to fr -o memory.tmx

    Exit code: 0 done, 2 something could not be read.
    """
    from tmx.formats.tmx import parse_tmx_languages
    from toolkit.workflows.align import align_documents
    from toolkit.workflows.lexicons import load_lexicons

    if bead_file == _STANDARD and output == _STANDARD:
        raise click.UsageError("--beads and -o cannot both be standard output.")
    languages = parse_tmx_languages(tmx_languages) if tmx_languages is not None else None
    lexicons = load_lexicons(dictionaries, glossaries, source_language, target_language)
    with progress_lines() as progress:
        run = align_documents(
            source,
            target,
            source_language,
            target_language,
            lexicons=lexicons,
            segmented=segmented,
            progress=partial(progress, "Aligning"),
        )
    if bead_file is not None:
        _write_beads(run, bead_file, several=source.is_dir())
    if output is not None or bead_file is None:
        from tmx.formats.tmx import write_tmx
        from toolkit.workflows.memory import units_from_pairs

        units = units_from_pairs(run.pairs, source_language, target_language)
        place = sys.stdout.buffer if output is None or output == _STANDARD else output
        count = write_tmx(place, units, source_language=source_language, languages=languages)
        if isinstance(place, Path):
            click.echo(f"Wrote       {place} ({count} unit{'' if count == 1 else 's'})", err=True)
    _say(run)
    return EXIT_USAGE if run.failures else EXIT_OK


def _write_beads(run: AlignmentRun, place: Path, *, several: bool) -> None:
    from tmx.align.beads import format_bead, write_beads
    from tmx.errors import StoreError

    if place == _STANDARD:
        for pair in run.pairs:
            if several:
                click.echo(f"# {pair.source_name} - {pair.target_name}")
            for bead in pair.alignment.beads:
                click.echo(format_bead(bead))
        return
    if not several:
        write_beads(place, run.pairs[0].alignment.beads)
        return
    if place.is_file():
        raise StoreError(
            "this is a file, a folder was expected", path=place, remedy="folders give a file for each pair"
        )
    for pair in run.pairs:
        write_beads(place / f"{pair.source_name}.beads", pair.alignment.beads)


def _say(run: AlignmentRun) -> None:
    """The summary, and what a person should look at, on standard error."""
    from toolkit.workflows.align import count_beads, seems_unrelated

    counts = count_beads([pair.alignment for pair in run.pairs])
    click.echo(
        f"Aligned     {len(run.pairs)} pair{'' if len(run.pairs) == 1 else 's'} · {counts.beads} beads: "
        f"{counts.one_to_one} one to one, {counts.merged} merged or split, {counts.alone} without counterpart",
        err=True,
    )
    if counts.beads:
        click.echo(f"            {counts.sure / counts.beads:.0%} of the beads at confidence .99 or better", err=True)
    for paths, side in ((run.unpaired_sources, "source"), (run.unpaired_targets, "target")):
        if paths:
            names = ", ".join(path.name for path in paths)
            click.echo(f"            without counterpart on the {side} side: {names}", err=True)
    for pair in run.pairs:
        if seems_unrelated(pair.alignment):
            click.echo(
                f"accord: {pair.target_name} does not look like a translation of {pair.source_name}: "
                "little in their sentences belongs together\n        check that these are the files you meant",
                err=True,
            )
    say_failures(run.failures)
