"""``accord memory search``: segments are looked up in a memory."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.address import place_of
from tmx.errors import ConfigError, ParseError
from toolkit.cli.memory_options import is_memory_name, read_memory, read_memory_option
from toolkit.cli.options import PATH, from_option, to_option
from toolkit.messages import N_, tr

if TYPE_CHECKING:
    from tmx.match.matches import MemoryMatch
    from tmx.match.score import Edit
    from toolkit.workflows.memory_search import Answer

__all__ = ["search"]

_KINDS = {"context": N_("context"), "exact": N_("exact"), "fuzzy": N_("fuzzy")}


@click.command()
@click.argument("words", metavar="[MEMORY] [TEXT]", nargs=-1)
@read_memory_option()
@click.option("--queries", type=PATH, help="File of segments, one per line, UTF-8; - is standard input.")
@from_option("en")
@to_option("fr")
@click.option(
    "--threshold",
    type=click.IntRange(1, 100),
    default=70,
    show_default=True,
    help="Leave out what scores less, in per cent.",
)
@click.option(
    "--limit",
    type=click.IntRange(min=1),
    default=5,
    show_default=True,
    help="Show at most this many matches per segment.",
)
@click.option("--glossary", type=PATH, help="Glossary that puts a match right where one term differs.")
@click.option("--explain", is_flag=True, help="Show what makes up each score, and the steps from the match's text.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "jsonl"]),
    default="text",
    show_default=True,
    help="For reading, or one JSON object per segment.",
)
def search(
    words: tuple[str, ...],
    memory: Path | None,
    queries: Path | None,
    source_language: str,
    target_language: str,
    threshold: int,
    limit: int,
    glossary: Path | None,
    explain: bool,
    output_format: str,
) -> None:
    """Look up TEXT, or each line of a file, in a memory: a database, a TMX or another file of units.

    Scores go from 0 to 100; 101 is the same text between the same neighbours. Figures and dates that differ are put
    right in the proposed translation.

    \b
    Example:
        accord memory search memory.db "les victimes de la traite" --from fr --to en
        accord memory search memory.db --queries segments.txt --format jsonl
    """
    from tmx.match.matches import LookupSettings
    from toolkit.workflows.memory_search import search_memory

    path, text = _meant(words, memory, has_queries=queries is not None)
    answers = search_memory(
        path,
        _lines(queries) if queries is not None else [text],
        source_language=source_language,
        target_language=target_language,
        settings=LookupSettings(threshold, limit),
        glossary=glossary,
        in_order=queries is not None,
    )
    found = False
    for answer in answers:
        found = found or bool(answer.matches)
        if output_format == "jsonl":
            click.echo(json.dumps(_as_object(answer, explain=explain), ensure_ascii=False))
        else:
            for line in _as_lines(answer, explain=explain, headed=queries is not None):
                click.echo(line)
    if not found:
        click.echo(f"nothing in {path} reaches {threshold} %", err=True)


def _meant(words: tuple[str, ...], memory: Path | None, *, has_queries: bool) -> tuple[Path, str]:
    """The memory and the text among the arguments."""
    most = 1 if has_queries else 2
    if len(words) > most or (memory is not None and len(words) > most - 1):
        raise ConfigError("there are too many arguments", remedy="put the text in quotation marks")
    if has_queries:
        return read_memory(place_of(words[0]) if words else None, memory), ""
    if len(words) == 2:
        first, second = words
        if is_memory_name(first) or not is_memory_name(second):
            return place_of(first), second
        return place_of(second), first
    if not words or (memory is None and is_memory_name(words[0])):
        raise ConfigError("there is nothing to look up", remedy="name a text, or a file of segments with --queries")
    return read_memory(None, memory), words[0]


def _lines(path: Path) -> Iterator[str]:
    """The lines of a file of segments, without their ends."""
    from tmx.files import open_bytes

    if str(path) == "-":
        yield from _decoded(sys.stdin.buffer, path)
        return
    with open_bytes(path) as stream:
        yield from _decoded(stream, path)


def _decoded(lines: Iterator[bytes], path: Path) -> Iterator[str]:
    for number, line in enumerate(lines, 1):
        try:
            text = line.decode("utf-8-sig" if number == 1 else "utf-8")
        except UnicodeDecodeError as error:
            name = "standard input" if str(path) == "-" else path
            raise ParseError(
                "the line is not UTF-8", path=name, line=number, remedy="save the file as UTF-8"
            ) from error
        yield text.rstrip("\r\n")


def _as_object(answer: Answer, *, explain: bool) -> dict[str, object]:
    return {
        "line": answer.number,
        "query": answer.text,
        "matches": [_match_object(match, explain=explain) for match in answer.matches],
    }


def _match_object(match: MemoryMatch, *, explain: bool) -> dict[str, object]:
    unit = match.stored.unit
    date = unit.changed or unit.created
    entry: dict[str, object] = {
        "score": match.score,
        "kind": match.kind,
        "source": match.source.text,
        "target": match.target.text,
        "proposal": match.proposal,
        "replacements": [
            {"start": r.start, "end": r.end, "before": r.before, "after": r.after, "why": r.why}
            for r in match.replacements
        ],
        "unit": match.stored.number,
        "identifier": unit.identifier,
        "document": match.stored.document,
        "file": match.stored.imported_from,
        "date": None if date is None else date.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "author": unit.changed_by or unit.created_by,
        "used": match.stored.used,
    }
    if explain:
        detail = match.detail
        entry["detail"] = {
            "words": detail.words,
            "letters": detail.letters,
            "figures": -detail.figures,
            "codes": -detail.codes,
            "case": -detail.case,
            "marks": -detail.marks,
            "other": -detail.other,
        }
        entry["edits"] = [{"kind": e.kind, "before": list(e.before), "after": list(e.after)} for e in match.edits]
    return entry


def _as_lines(answer: Answer, *, explain: bool, headed: bool) -> Iterator[str]:
    if headed:
        yield f"{answer.number}: {answer.text}"
    for match in answer.matches:
        yield f"{match.score:>5} %  {tr(_KINDS[match.kind]):<8} {match.source.text}"
        yield f"{'':<8} {'':<8} {match.proposal}"
        for change in match.replacements:
            yield f"{'':<8} {'':<8}   {tr('put right: {before} → {after}', before=change.before, after=change.after)}"
        if explain:
            yield f"{'':<8} {'':<8}   {_explained(match)}"
            for edit in match.edits:
                yield f"{'':<8} {'':<8}   {_step(edit)}"
        place = [tr("unit {number}", number=match.stored.number), match.stored.document or match.stored.imported_from]
        yield f"{'':<8} {'':<8}   {' · '.join(part for part in place if part)}"


def _explained(match: MemoryMatch) -> str:
    detail = match.detail
    parts = [tr("words {share} %", share=detail.words), tr("letters {share} %", share=detail.letters)]
    losses = (
        (N_("figures"), detail.figures),
        (N_("codes"), detail.codes),
        (N_("capitals"), detail.case),
        (N_("punctuation"), detail.marks),
        (N_("spaces"), detail.other),
    )
    return ", ".join(parts + [f"{tr(name)} -{points}" for name, points in losses if points])


def _step(edit: Edit) -> str:
    before, after = " ".join(edit.before), " ".join(edit.after)
    if edit.kind == "insert":
        return tr("put in «{words}»", words=after)
    if edit.kind == "delete":
        return tr("take out «{words}»", words=before)
    return tr("«{before}» becomes «{after}»", before=before, after=after)
