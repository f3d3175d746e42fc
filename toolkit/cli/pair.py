"""``accord pair``: which document of one folder translates which of another."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.console import progress_lines
from toolkit.cli.main import EXIT_OK, EXIT_USAGE
from toolkit.cli.options import PATH, from_option, to_option

if TYPE_CHECKING:
    from tmx.align.lexicon import Lexicon
    from toolkit.workflows.pair import FolderPairing
    from toolkit.workflows.texts import Failure

__all__ = ["pair", "say_failures", "say_loaded"]


@click.command()
@click.argument("sources", type=PATH, metavar="SOURCE_DIR")
@click.argument("targets", type=PATH, metavar="TARGET_DIR")
@from_option("en")
@to_option("fr")
@click.option("--segmented", is_flag=True, help="The files hold one sentence a line.")
@click.option(
    "--dictionary", "dictionaries", multiple=True, type=PATH, help="Word list, dictionary or memory (repeatable)."
)
@click.option("--glossary", "glossaries", multiple=True, type=PATH, help="Glossary: TBX, CSV or TSV (repeatable).")
@click.option("--json", "as_json", is_flag=True, help="One JSON object, for programs.")
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


def say_failures(failures: Sequence[Failure]) -> None:
    """Name on standard error the files that could not be read, and what to do about each."""
    if not failures:
        return
    click.echo(f"accord: {len(failures)} file{'' if len(failures) == 1 else 's'} could not be read:", err=True)
    for failure in failures:
        click.echo(f"        {failure.error}", err=True)


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
        click.echo(f"{row.confidence:6.1%}  {row.source.path.name:<{width}}  {row.target.path.name}")
    click.echo(f"{len(pairing.pairs)} pair{'' if len(pairing.pairs) == 1 else 's'}", nl=False)
    unpaired = len(pairing.unpaired_sources) + len(pairing.unpaired_targets)
    click.echo(f" · {unpaired} without counterpart" if unpaired else " · every document has its counterpart")
    for folder, paths in ((sources, pairing.unpaired_sources), (targets, pairing.unpaired_targets)):
        if paths:
            click.echo(f"without counterpart in {folder}:")
            for path in paths:
                click.echo(f"        {path.name}")
