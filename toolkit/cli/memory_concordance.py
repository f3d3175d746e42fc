"""``accord memory concordance``: where a phrase stands in a memory, and how it was translated."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from tmx.address import place_of
from tmx.errors import ConfigError
from toolkit.cli.console import indexing
from toolkit.cli.memory_options import is_memory_name, read_memory, read_memory_option
from toolkit.cli.options import PATH, from_option, to_option
from toolkit.messages import N_, tr

if TYPE_CHECKING:
    from tmx.match.concordance_words import Span
    from toolkit.model import MarkedConcordance, MarkedHit

__all__ = ["concordance", "meant_phrase"]

_NOTES = {"inflected": N_("another form"), "apart": N_("not together")}


@click.command()
@click.argument("words", metavar="[MEMORY] PHRASE", nargs=-1)
@read_memory_option()
@from_option("en")
@to_option("fr")
@click.option(
    "--side", type=click.Choice(["source", "target"]), help="Where the phrase is looked for (default: detected)."
)
@click.option(
    "--limit", type=click.IntRange(1, 10_000), default=20, show_default=True, help="Show at most this many units."
)
@click.option("--glossary", type=PATH, help="Glossary that helps to mark the translations.")
@click.option(
    "--format",
    "output_format",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="For reading, or one JSON object.",
)
def concordance(
    words: tuple[str, ...],
    memory: Path | None,
    source_language: str,
    target_language: str,
    side: str | None,
    limit: int,
    glossary: Path | None,
    output_format: str,
) -> None:
    """Show where a word or phrase stands in a memory, in any of its forms, and mark how it was translated.

    The phrase may be in either language. First come these very words, then other forms of them; where they do not stand
    together anywhere, units that have all of them.

    \b
    Example:
        accord memory concordance "victims of trafficking" --memory memory.db
    """
    from toolkit.workflows.concordance import find_in_memory

    path, phrase = meant_phrase(words, memory)
    with indexing() as progress:
        found = find_in_memory(
            path,
            phrase,
            source_language=source_language,
            target_language=target_language,
            side=side,
            limit=limit,
            glossary=glossary,
            progress=progress,
        )
    if output_format == "json":
        click.echo(json.dumps(_as_object(found), ensure_ascii=False, indent=2))
        return
    for hit in found.hits:
        for line in _lines(hit):
            click.echo(line)
    if not found.hits:
        click.echo(f"«{phrase}» stands nowhere in {path}", err=True)
    elif not found.complete:
        click.echo(f"{len(found.hits)} shown, there are more (--limit)", err=True)


def meant_phrase(words: tuple[str, ...], memory: Path | None) -> tuple[Path, str]:
    """The memory and the phrase among the arguments; raises :class:`~tmx.errors.ConfigError` where one is missing."""
    if len(words) == 2 and memory is None:
        first, second = words
        if is_memory_name(second) and not is_memory_name(first):
            first, second = second, first
        return place_of(first), second
    if len(words) > 1:
        raise ConfigError("there are too many arguments", remedy="put the phrase in quotation marks")
    if not words or (memory is None and is_memory_name(words[0])):
        raise ConfigError("there is nothing to look for", remedy="name a word or a phrase")
    return read_memory(None, memory), words[0]


def _as_object(found: MarkedConcordance) -> dict[str, object]:
    return {
        "phrase": found.phrase,
        "language": found.language,
        "other": found.other,
        "complete": found.complete,
        "hits": [_hit_object(hit) for hit in found.hits],
    }


def _hit_object(marked: MarkedHit) -> dict[str, object]:
    hit, unit = marked.hit, marked.hit.stored.unit
    date = unit.changed or unit.created
    return {
        "kind": hit.kind,
        "text": hit.source.text,
        "spans": [[span.start, span.end] for span in hit.spans],
        "translation": hit.target.text,
        "translation_spans": [[span.start, span.end] for span in marked.translation],
        "unit": hit.stored.number,
        "identifier": unit.identifier,
        "document": hit.stored.document,
        "file": hit.stored.imported_from,
        "date": None if date is None else date.strftime("%Y-%m-%dT%H:%M:%SZ"),
        "author": unit.changed_by or unit.created_by,
    }


def _lines(marked: MarkedHit) -> list[str]:
    hit = marked.hit
    place = [tr("unit {number}", number=hit.stored.number), hit.stored.document or hit.stored.imported_from]
    note = tr(_NOTES[hit.kind]) if hit.kind in _NOTES else ""
    return [
        " · ".join(part for part in (*place, note) if part),
        f"    {hit.source.language.upper():<6}{_with_marks(hit.source.text, hit.spans)}",
        f"    {hit.target.language.upper():<6}{_with_marks(hit.target.text, marked.translation)}",
    ]


def _with_marks(text: str, spans: Sequence[Span]) -> str:
    parts, at = [], 0
    for span in spans:
        parts += [text[at : span.start], "⟦", text[span.start : span.end], "⟧"]
        at = span.end
    return " ".join("".join([*parts, text[at:]]).splitlines())
