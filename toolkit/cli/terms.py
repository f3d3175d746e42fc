"""``accord terms``: extract terms from a memory, convert glossaries, look terms up in a text."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.errors import AccordError
from toolkit.cli.lazy import LazyGroup
from toolkit.cli.options import PATH, project_default
from toolkit.messages import tr
from toolkit.verbose import step

if TYPE_CHECKING:
    from termbase.match.matcher import TermHit
    from termbase.model import Glossary

__all__ = ["terms"]

_OTHERS = {
    "extract": ("toolkit.cli.terms_extract", "Propose terms from a translation memory, or from texts."),
    "train": ("toolkit.cli.terms_train", "Learn from a glossary and its texts what you take for terms."),
    "convert": ("toolkit.cli.terms_convert", "Turn a glossary of one format into another."),
    "import": ("toolkit.cli.terms_import", "Bring glossaries of any format into one."),
    "export": ("toolkit.cli.terms_export", "Write a glossary as files for other programs."),
    "add": ("toolkit.cli.terms_add", "Add a concept, or another term to one."),
    "propose": ("toolkit.cli.terms_propose", "Propose a term that others decide on."),
    "edit": ("toolkit.cli.terms_edit", "Change what is said of a concept or a term, or remove it."),
    "approve": ("toolkit.cli.terms_approve", "Take proposed terms into the glossary."),
    "reject": ("toolkit.cli.terms_reject", "Turn proposed terms down, for good."),
    "forbid": ("toolkit.cli.terms_forbid", "Say that a term must not be used for a concept."),
    "history": ("toolkit.cli.terms_history", "Say who changed what, when and why, and bring an older state back."),
    "review": ("toolkit.cli.terms_review", "Decide on proposed terms, one key per decision."),
    "diff": ("toolkit.cli.terms_diff", "Say what changed between two glossaries."),
    "merge": ("toolkit.cli.terms_merge", "Bring together two glossaries that come from one."),
    "sync": ("toolkit.cli.terms_sync", "Bring a local glossary and a team's together."),
    "validate": ("toolkit.cli.terms_validate", "Look a glossary over: duplicates, contradictions, gaps, slips."),
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
@click.argument("text")
@click.option(
    "--glossary",
    "glossary_path",
    type=PATH,
    required=True,
    default=project_default("glossary"),
    help="The glossary to look in (default: that of accord.toml).",
)
@click.option("--lang", "language", required=True, metavar="LANGUAGE", help="Language of the text, as a BCP 47 code.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per term.")
def lookup(text: str, glossary_path: Path, language: str, as_json: bool) -> None:
    """Find the terms of a glossary in TEXT (- for standard input), in every inflected form.

    \b
    Example:
        accord terms lookup "les victimes de la traite" --glossary glossary.tbx --lang fr
    """
    from termbase.match.matcher import TermMatcher

    matcher = TermMatcher(_read_for(glossary_path, text, language), language)
    lines = sys.stdin if text == "-" else [text]
    found = False
    for number, line in enumerate(_decoded(lines), 1):
        for hit in matcher.find(line.rstrip("\n")):
            found = True
            click.echo(json.dumps(_as_object(hit, number), ensure_ascii=False) if as_json else _as_line(hit, line))
    if not found:
        click.echo("no term of the glossary stands in the text", err=True)


def _read_for(path: Path, text: str, language: str) -> Glossary:
    """The glossary, or of a database only what may stand in the text."""
    from termbase.lookup import concepts_for_text
    from termbase.store import open_store
    from termbase.store.files import is_store

    if text == "-" or not is_store(path):
        return _read(path, language, language)
    with open_store(path) as store:
        return concepts_for_text(store, text, language)


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
        f"{term.text} ({term.language}{'' if term.status.value == 'preferred' else f', {tr(term.status.value)}'})"
        for term in hit.concept.terms
        if term.language != hit.term.language
    ]
    status = "" if hit.term.status.value == "preferred" else f" [{tr(hit.term.status.value)}]"
    return f"{text[hit.start : hit.end]}  →  {hit.term.text}{status}" + (f"  ·  {' · '.join(others)}" if others else "")


def _read(path: Path, source_language: str, target_language: str) -> Glossary:
    from termbase.formats.registry import read_glossary

    with step("Glossary", str(path)) as tell:
        glossary = read_glossary(path, source_language=source_language, target_language=target_language)
        tell(f"{len(glossary.concepts)} concepts")
    return glossary
