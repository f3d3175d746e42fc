"""``accord pair``: which document of one folder translates which of another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.main import EXIT_OK, EXIT_USAGE, error_line
from toolkit.cli.options import PATH, from_option, lexicon_options, to_option
from toolkit.messages import tr, tr_n
from toolkit.messages.figures import share_said

if TYPE_CHECKING:
    from tmx.align.lexicon import Lexicon
    from toolkit.model import AlignedPair
    from toolkit.workflows.pair import FolderPairing
    from toolkit.workflows.texts import Failure

__all__ = ["kept_line", "pair", "passed_over_line", "say_failures", "say_loaded", "say_passed_over"]

_MOST_NAMED = 5


@click.command()
@click.argument("sources", type=PATH, metavar="SOURCE_DIR")
@click.argument("targets", type=PATH, metavar="TARGET_DIR")
@from_option("en")
@to_option("fr")
@click.option("--segmented", is_flag=True, help="The files hold one sentence per line.")
@lexicon_options
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def pair(
    sources: Path,
    targets: Path,
    source_language: str,
    target_language: str,
    segmented: bool,
    dictionaries: tuple[Path, ...],
    glossaries: tuple[Path, ...],
    as_json: bool,
) -> int:
    """Say which document of SOURCE_DIR is translated by which of TARGET_DIR, from what stands in them.

    File names play no part. Documents without a counterpart are named, and nothing is paired by force: a document
    whose best partner is too weak, or hardly better than the next, stays alone.

    \b
    Example:
        accord pair originals/ releases/ --from en --to fr

    Exit code: 0 done, 2 a folder or some of its files could not be read.
    """
    from toolkit.workflows.lexicons import load_lexicons
    from toolkit.workflows.pair import pair_folders

    lexicons = load_lexicons(dictionaries, glossaries, source_language, target_language)
    say_loaded((*dictionaries, *glossaries), lexicons)
    with progress_lines() as progress:
        pairing = pair_folders(
            sources,
            targets,
            source_language,
            target_language,
            lexicons=lexicons,
            segmented=segmented,
            progress=progress,
        )
    say_passed_over((sources, targets))
    if as_json:
        click.echo(_json(pairing))
    else:
        _print(pairing, sources, targets)
    say_failures(pairing.failures)
    return EXIT_USAGE if pairing.failures else EXIT_OK


def say_loaded(paths: Sequence[Path], lexicons: Sequence[Lexicon]) -> None:
    """Say on standard error how many entries each dictionary and glossary has brought, in the order of ``paths``."""
    from toolkit.workflows.lexicons import count_entries

    for loaded in count_entries(paths, lexicons):
        click.echo(
            f"Loaded      {loaded.path} ({loaded.entries} entr{'y' if loaded.entries == 1 else 'ies'})", err=True
        )


def kept_line(pairs: Sequence[AlignedPair]) -> str:
    """How many beads stand as a person has approved them, are left out as then, or are not found again.

    It is empty where there are none.
    """
    kept, struck = sum(len(pair.approved) for pair in pairs), sum(len(pair.struck_out) for pair in pairs)
    told = [f"{kept} as {'it was' if kept == 1 else 'they were'} approved"] if kept else []
    missed = sum(pair.missed for pair in pairs)
    told += [f"{struck} left out as before"] if struck else []
    return " · ".join([*told, *([f"{missed} approved in another wording and not found again"] if missed else [])])


def passed_over_line(folders: Sequence[Path]) -> str:
    """What in ``folders`` is no document, and what documents are; empty where all are documents."""
    from toolkit.workflows.texts import passed_over

    names = [name for folder in folders for name in passed_over(folder)]
    if not names:
        return ""
    more = len(names) - _MOST_NAMED
    named = f"{', '.join(names[:_MOST_NAMED])}{f' and {more} more' if more > 0 else ''}"
    return f"Left out    {named} (read are text, HTML, Word and LibreOffice files in the folder itself)"


def say_passed_over(folders: Sequence[Path]) -> None:
    """Say on standard error what in ``folders`` is no document."""
    line = passed_over_line(folders)
    if line:
        click.echo(line, err=True)


def say_failures(failures: Sequence[Failure]) -> None:
    """Name on standard error the files that could not be read, and what to do about each."""
    if not failures:
        return
    click.echo(f"accord: {len(failures)} file{'' if len(failures) == 1 else 's'} could not be read:", err=True)
    for failure in failures:
        click.echo(f"        {error_line(failure.error)}", err=True)


def _json(pairing: FolderPairing) -> str:
    content = {
        "pairs": [
            {"source": row.source.path.name, "target": row.target.path.name, "confidence": row.confidence}
            for row in pairing.pairs
        ],
        "unpaired_sources": [path.name for path in pairing.unpaired_sources],
        "unpaired_targets": [path.name for path in pairing.unpaired_targets],
        "failed": [{"file": str(failure.path), "reason": failure.error.reason} for failure in pairing.failures],
    }
    return json.dumps(content, ensure_ascii=False, indent=2)


def _print(pairing: FolderPairing, sources: Path, targets: Path) -> None:
    width = max((len(row.source.path.name) for row in pairing.pairs), default=0)
    for row in pairing.pairs:
        click.echo(f"{share_said(row.confidence, 1, 1):>7}  {row.source.path.name:<{width}}  {row.target.path.name}")
    unpaired = len(pairing.unpaired_sources) + len(pairing.unpaired_targets)
    lonely = tr("{count} without counterpart", count=unpaired)
    rest = lonely if unpaired else tr("every document has its counterpart")
    click.echo(f"{tr_n('{count} pair', '{count} pairs', len(pairing.pairs))} · {rest}")
    for folder, paths in ((sources, pairing.unpaired_sources), (targets, pairing.unpaired_targets)):
        if paths:
            click.echo(tr("without counterpart in {folder}:", folder=folder))
            for path in paths:
                click.echo(f"        {path.name}")
