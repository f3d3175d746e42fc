"""``accord terms extract``: terms that a memory, or texts of one language, propose for a glossary."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.errors import UnknownFormatError
from toolkit.cli.options import PATH, from_option, keep_what_is_read, language_option, to_option

if TYPE_CHECKING:
    from collections.abc import Sequence

__all__ = ["extract"]

_PAGE = ".html"


@click.command()
@click.argument("files", type=PATH, nargs=-1, required=True, metavar="FILE...")
@click.option(
    "-o",
    "--output",
    "outputs",
    type=PATH,
    multiple=True,
    help="Glossary to write (.tbx, .csv, .tsv), page to look at (.html), database to propose to (.db); repeatable.",
)
@from_option("en")
@to_option("fr")
@language_option(said="Language of the texts, as a BCP 47 code; without it FILE is a translation memory.")
@click.option(
    "--glossary",
    "glossaries",
    type=PATH,
    multiple=True,
    help="What is known: not proposed again; variants of it are, contradictions are reported (repeatable).",
)
@click.option("--known", type=PATH, help="A glossary: pairs that it has are marked, not left out.")
@click.option("--limit", type=click.IntRange(min=1), help="Propose this many pairs at most.")
@click.option(
    "--least-score",
    type=click.FloatRange(0, 1),
    help="Leave out what scores less (of pairs default 0.2, and 0 proposes everything).",
)
@click.option("--ranker", type=PATH, help="For texts: what accord terms train has learnt from your own decisions.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per pair.")
def extract(
    files: tuple[Path, ...],
    outputs: tuple[Path, ...],
    source_language: str,
    target_language: str,
    language: str | None,
    glossaries: tuple[Path, ...],
    known: Path | None,
    limit: int | None,
    least_score: float | None,
    ranker: Path | None,
    as_json: bool,
) -> None:
    """Propose term pairs from a translation memory, or with --lang terms from texts, the best first.

    The terms have the status «proposed»: a person decides (accord terms review). What was rejected there, beside a
    glossary given or an older one under the name of -o, is not proposed again. A database given with -o takes them
    beside what it has, nothing twice. With --glossary, concepts that it has are recognised and not proposed again:
    other translations of them are proposed as variants, and translations that it gives to another concept or forbids
    are reported. Without -o the first pairs are shown.

    With --lang each FILE is a document of that language, a folder of documents, or a memory of which that side is
    read, and its terms are proposed with their contexts; terms that --glossary has are left out, and so are documents
    of a folder that are in another language.

    \b
    Example:
        accord terms extract memory.tmx --glossary glossary.tbx -o candidates.tbx -o candidates.html
        accord terms extract release.txt report.docx --lang en -o candidates.csv
    """
    _check_outputs(outputs, _PAGE)
    keep_what_is_read(outputs, files)
    if language is None and (len(files) > 1 or ranker or _is_text(files[0])):
        raise click.UsageError("for texts give their language with --lang", click.get_current_context())
    shared = {
        "outputs": outputs,
        "glossaries": glossaries,
        "known": known,
        "limit": limit,
        "least_score": least_score,
        "as_json": as_json,
    }
    if language is not None:
        from toolkit.cli.terms_extract_texts import extract_texts

        extract_texts(files, language, ranker=ranker, **shared)  # type: ignore[arg-type]  # each of its type
    else:
        from toolkit.cli.terms_extract_pairs import extract_pairs

        extract_pairs(files[0], source_language, target_language, **shared)  # type: ignore[arg-type]  # each of its type


def _is_text(path: Path) -> bool:
    """Whether a file is a document by its suffix, or a folder of documents."""
    from toolkit.ingest import SUFFIXES

    return path.suffix.lower() in SUFFIXES or path.is_dir()


def _check_outputs(outputs: Sequence[Path], *others: str) -> None:
    """A wrong suffix or a glossary with decisions is told before the work, not after."""
    from termbase.formats.registry import GLOSSARY_SUFFIXES
    from termbase.formats.rewriting import refuse_decided

    for path in outputs:
        if path.suffix.lower() in others:
            continue
        if path.suffix.lower() not in GLOSSARY_SUFFIXES:
            remedy = f"the suffix can be one of: {', '.join([*GLOSSARY_SUFFIXES, *others])}"
            raise UnknownFormatError("this is not a known glossary format", path=path, remedy=remedy)
        refuse_decided(path, "--known")
