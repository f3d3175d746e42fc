"""``accord convert``: alignments and translations from and for other programs."""

from __future__ import annotations

from pathlib import Path

import click
from click.core import ParameterSource

from toolkit.cli.main import EXIT_OK, say_error
from toolkit.cli.memory_import import loss_line
from toolkit.cli.options import PATH, from_option, to_option

__all__ = ["convert"]

_ALIGNMENTS = ("beads", "vecalign", "ladder", "table", "tmx")
_TRANSLATIONS = ("xliff", "xliff2", "po", "csv", "tsv", "xlsx")


@click.command()
@click.argument("source", type=PATH, metavar="IN")
@click.argument("target", type=PATH, metavar="OUT")
@from_option("en")
@to_option("fr")
@click.option(
    "--source-sentences", type=PATH, metavar="FILE", help="The source, one sentence per line, for beads and ladders."
)
@click.option(
    "--target-sentences", type=PATH, metavar="FILE", help="The target, one sentence per line, for beads and ladders."
)
@click.option("--input-format", type=click.Choice(_ALIGNMENTS), help="What IN is (default: detected).")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(_ALIGNMENTS + _TRANSLATIONS),
    help="What OUT becomes (default: by its ending; xliff is 1.2, xliff2 is 2.1).",
)
@click.option("--tmx-languages", metavar="CODES", help="Language codes in the TMX, such as en,fr or en-GB,fr-FR.")
@click.option(
    "--recover", is_flag=True, help="TMX to TMX: take the good units of a broken one, and list what was lost."
)
@click.option(
    "--canonical", is_flag=True, help="TMX to TMX: put the units in an order by content, for version control."
)
@click.pass_context
def convert(
    context: click.Context,
    source: Path,
    target: Path,
    source_language: str,
    target_language: str,
    source_sentences: Path | None,
    target_sentences: Path | None,
    input_format: str | None,
    output_format: str | None,
    tmx_languages: str | None,
    recover: bool,
    canonical: bool,
) -> int:
    """Convert a memory, a translation or an alignment: TMX, XLIFF, PO, CSV, XLSX, beads, ladders, tables of texts.

    OUT ends in .tmx, .xlf, .po, .csv, .xlsx, .beads, .ladder or .tab, or --format says what it becomes. What the new
    format has no place for is named. A TMX that becomes a TMX keeps all languages, properties and tags; with --from or
    --to it keeps these two languages. A translation becomes a TMX as far as it is translated. Beads and ladders hold
    numbers only: give the sentences too where texts are wanted, or numbers for texts.

    \b
    Example:
        accord convert memory.tmx memory.xlf --from en --to fr
        accord convert en-fr.ladder memory.tmx --source-sentences en.txt --target-sentences fr.txt

    Exit code: 0 done, 2 something could not be read.
    """
    from tmx.formats.tmx import parse_tmx_languages
    from toolkit.workflows.alignment_files import AlignmentFormat
    from toolkit.workflows.convert import ConvertOptions, convert_alignment
    from toolkit.workflows.convert_files import LostPart

    renamed = parse_tmx_languages(tmx_languages) if tmx_languages is not None else {}
    options = ConvertOptions(
        source_language,
        target_language,
        AlignmentFormat(input_format) if input_format else None,
        AlignmentFormat(output_format) if output_format else None,
        source_sentences,
        target_sentences,
        tuple(sorted(renamed.items())),
        only_pair=any(
            context.get_parameter_source(name) is ParameterSource.COMMANDLINE
            for name in ("source_language", "target_language")
        ),
        recover=recover,
        canonical=canonical,
    )

    def say(part: LostPart) -> None:
        units = f"{part.units} {'unit' if part.units == 1 else 'units'}"
        click.echo(f"Lost        {part.what} · {units} · {target}", err=True)

    count = convert_alignment(
        source,
        target,
        options,
        lambda loss: click.echo(loss_line(source, loss), err=True),
        unkept=say,
        tell=say_error,
    )
    click.echo(f"Wrote       {target} ({count} {'pair' if count == 1 else 'pairs'})", err=True)
    return EXIT_OK
