"""``accord terms``: extract terms from a memory, convert glossaries, look terms up in a text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from dataclasses import asdict
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.errors import AccordError, ConfigError, UnknownFormatError
from toolkit.cli.console import progress_lines
from toolkit.cli.lazy import LazyGroup
from toolkit.cli.options import PATH, from_option, to_option

if TYPE_CHECKING:
    from termbase.extract import TermCandidate
    from termbase.match.matcher import TermHit
    from termbase.model import Glossary

__all__ = ["terms"]

_SHOWN = 25

_OTHERS = {
    "convert": ("toolkit.cli.terms_convert", "Turn a glossary of one format into another."),
    "import": ("toolkit.cli.terms_import", "Bring glossaries of any format into one."),
    "export": ("toolkit.cli.terms_export", "Write a glossary as files for other programs."),
    "add": ("toolkit.cli.terms_add", "Add a concept, or a term more of one."),
    "propose": ("toolkit.cli.terms_propose", "Propose a term that others decide on."),
    "edit": ("toolkit.cli.terms_edit", "Change what is said of a concept or a term, or remove it."),
    "approve": ("toolkit.cli.terms_approve", "Take proposed terms into the glossary."),
    "reject": ("toolkit.cli.terms_reject", "Turn proposed terms down, for good."),
    "forbid": ("toolkit.cli.terms_forbid", "Say that a term must not be used for a concept."),
    "history": ("toolkit.cli.terms_history", "Say who changed what, when and why, and bring an older state back."),
    "review": ("toolkit.cli.terms_review", "Decide on proposed terms, one key a decision."),
    "diff": ("toolkit.cli.terms_diff", "Say what changed between two glossaries."),
    "merge": ("toolkit.cli.terms_merge", "Bring together two glossaries that come from one."),
    "validate": ("toolkit.cli.terms_validate", "Look a glossary over: doubles, contradictions, gaps, slips."),
    "stats": ("toolkit.cli.terms_stats", "Count what a glossary holds."),
}


@click.group(cls=LazyGroup, others=_OTHERS)
def terms() -> None:
    """Glossary work: extract terms, decide on them, keep the glossary in order, convert and look up.

    \b
    A memory proposes a glossary, as TBX and as a table for a spreadsheet:
        accord terms extract memory.tmx -o glossary.tbx -o glossary.csv
    """


@terms.command()
@click.argument("memory", type=PATH)
@click.option(
    "-o",
    "--output",
    "outputs",
    type=PATH,
    multiple=True,
    help="Glossary to write (.tbx, .csv, .tsv), or database to propose to (.db); repeatable.",
)
@from_option("en")
@to_option("fr")
@click.option("--known", type=PATH, help="A glossary: pairs that it has are marked.")
@click.option("--limit", type=click.IntRange(min=1), help="Propose this many pairs at most.")
@click.option(
    "--least-score",
    type=click.FloatRange(0, 1),
    default=0.2,
    show_default=True,
    help="Leave out what scores less; 0 proposes everything.",
)
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a pair.")
def extract(
    memory: Path,
    outputs: tuple[Path, ...],
    source_language: str,
    target_language: str,
    known: Path | None,
    limit: int | None,
    least_score: float,
    as_json: bool,
) -> None:
    """Propose term pairs from a translation memory, the best first.

    The terms have the status «proposed»: a person decides (accord terms review). What was rejected there, beside the
    glossary given with --known or an older one under the name of -o, is not proposed again. A database given with -o
    takes them beside what it has, nothing twice. Without -o the first pairs are shown.

    \b
    Example:
        accord terms extract memory.tmx --from en --to fr -o glossary.tbx -o glossary.csv
    """
    from termbase.extract import extract_terms, glossary_of_candidates
    from termbase.formats.registry import write_glossary
    from termbase.formats.rejected import read_rejected
    from termbase.formats.rewriting import refuse_decided
    from termbase.store.files import is_store
    from toolkit.workflows.memory_source import read_memory_units

    for path in outputs:
        _check_output(path)
        refuse_decided(path, "--known")
    rejected = read_rejected([*outputs, *([known] if known else [])])
    known = known or next((path for path in outputs if is_store(path) and path.exists()), None)
    glossary = _read(known, source_language, target_language) if known else None
    units = read_memory_units(memory, source_language=source_language, target_language=target_language)
    with progress_lines() as progress:
        candidates = extract_terms(
            units,
            source_language,
            target_language,
            known=glossary,
            rejected=rejected,
            least_score=least_score,
            limit=limit,
            progress=partial(progress, "Terms"),
        )
    if not candidates:
        raise ConfigError(
            f"no term pairs were found between {source_language} and {target_language}",
            path=memory,
            remedy="check --from and --to against the languages of the memory",
        )
    for path in outputs:
        name = path.stem
        write_glossary(path, glossary_of_candidates(candidates, source_language, target_language, name=name))
    if as_json:
        for candidate in candidates:
            click.echo(json.dumps(asdict(candidate), ensure_ascii=False))
    elif not outputs:
        for line in _table(candidates):
            click.echo(line)
    _summarise(candidates, outputs)


def _check_output(path: Path) -> None:
    """A wrong suffix is told before the work, not after."""
    from termbase.formats.registry import GLOSSARY_SUFFIXES

    if path.suffix.lower() not in GLOSSARY_SUFFIXES:
        remedy = f"the suffix can be one of: {', '.join(GLOSSARY_SUFFIXES)}"
        raise UnknownFormatError("this is no known glossary format", path=path, remedy=remedy)


def _table(candidates: list[TermCandidate]) -> Iterator[str]:
    shown = candidates[:_SHOWN]
    ours = max(len(candidate.source_term) for candidate in shown)
    theirs = max(len(candidate.target_term) for candidate in shown)
    for candidate in shown:
        seen = f"{candidate.frequency:4} ×  score {candidate.score:.2f}"
        mark = "  known" if candidate.known else ""
        yield f"{candidate.source_term:{ours}}  ·  {candidate.target_term:{theirs}}  {seen}{mark}"
    if len(candidates) > _SHOWN:
        yield f"… and {len(candidates) - _SHOWN} more: write them all with -o glossary.csv"


def _summarise(candidates: list[TermCandidate], outputs: tuple[Path, ...]) -> None:
    known = sum(candidate.known for candidate in candidates)
    told = f", {known} of them known" if known else ""
    pairs = "1 pair" if len(candidates) == 1 else f"{len(candidates)} pairs"
    click.echo(f"Terms       {pairs} proposed{told}", err=True)
    if outputs:
        click.echo(f"Wrote       {' · '.join(str(path) for path in outputs)}", err=True)


@terms.command()
@click.argument("text")
@click.option("--glossary", "glossary_path", type=PATH, required=True, help="The glossary to look in.")
@click.option("--lang", "language", required=True, metavar="LANGUAGE", help="Language of the text, as a BCP 47 code.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object a term.")
def lookup(text: str, glossary_path: Path, language: str, as_json: bool) -> None:
    """Say which terms of a glossary stand in TEXT (- for standard input), in every inflected form.

    \b
    Example:
        accord terms lookup "les victimes de la traite" --glossary glossary.tbx --lang fr
    """
    from termbase.match.matcher import TermMatcher

    glossary = _read(glossary_path, language, language)
    matcher = TermMatcher(glossary, language)
    lines = sys.stdin if text == "-" else [text]
    found = False
    for number, line in enumerate(_decoded(lines), 1):
        for hit in matcher.find(line.rstrip("\n")):
            found = True
            click.echo(json.dumps(_as_object(hit, number), ensure_ascii=False) if as_json else _as_line(hit, line))
    if not found:
        click.echo("no term of the glossary stands in the text", err=True)


def _decoded(lines: Iterator[str] | list[str]) -> Iterator[str]:
    try:
        yield from lines
    except UnicodeDecodeError as error:
        raise AccordError("standard input is not UTF-8", remedy="convert it, or name the text itself") from error


def _as_object(hit: TermHit, line: int) -> dict[str, object]:
    return {
        "line": line,
        "start": hit.start,
        "end": hit.end,
        "concept": hit.concept.identifier,
        "term": hit.term.text,
        "status": hit.term.status.value,
        "how": hit.how,
    }


def _as_line(hit: TermHit, text: str) -> str:
    others = [
        f"{term.text} ({term.language}{'' if term.status.value == 'preferred' else ', ' + term.status.value})"
        for term in hit.concept.terms
        if term.language != hit.term.language
    ]
    status = "" if hit.term.status.value == "preferred" else f" [{hit.term.status.value}]"
    return f"{text[hit.start : hit.end]}  →  {hit.term.text}{status}" + (f"  ·  {' · '.join(others)}" if others else "")


def _read(path: Path, source_language: str, target_language: str) -> Glossary:
    from termbase.formats.registry import read_glossary

    return read_glossary(path, source_language=source_language, target_language=target_language)
