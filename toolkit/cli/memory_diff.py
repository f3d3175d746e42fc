"""``accord memory diff``: what changed between two memories."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

import click

from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.options import PATH, from_option, to_option

if TYPE_CHECKING:
    from tmx.model import TranslationUnit
    from toolkit.workflows.memory_diff import UnitChange

__all__ = ["diff"]


@click.command()
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@from_option("en")
@to_option("fr")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per change.")
def diff(old: Path, new: Path, source_language: str, target_language: str, as_json: bool) -> int:
    """Say which units were added, removed or changed between two memories, by content.

    The memories may be databases, TMX or other files of units. The order of units does not count as a change.

    \b
    Example:
        accord memory diff march.tmx memory.db

    Exit code: 0 no change, 1 changes, 2 a memory could not be read.
    """
    from toolkit.workflows.memory_content import memory_units
    from toolkit.workflows.memory_diff import diff_memories

    changes = diff_memories(*(memory_units(path, source_language, target_language) for path in (old, new)))
    for change in changes:
        if as_json:
            click.echo(json.dumps(_as_object(change), ensure_ascii=False))
        else:
            for line in _lines(change):
                click.echo(line)
    if not as_json:
        counts = Counter(change.kind for change in changes)
        told = [f"{counts[kind]} {kind}" for kind in ("added", "removed", "changed") if counts[kind]]
        click.echo(f"Changes     {' · '.join(told)}" if told else "No changes", err=True)
    return EXIT_FINDINGS if changes else EXIT_OK


def _lines(change: UnitChange) -> Iterator[str]:
    if change.old is None or change.new is None:
        sign = "+" if change.old is None else "-"
        unit = change.new or change.old
        for number, text in enumerate(_texts(unit)):
            yield f"{sign if not number else ' '} {text}"
        return
    old, new = _texts(change.old), _texts(change.new)
    yield f"~ {old[0] if old else ''}    [{', '.join(change.fields)}]"
    yield from (f"  {sign} {text}" for sign, text in _changed(old, new))
    facts = _changed(_facts(change.old), _facts(change.new))
    yield from (f"  {sign} {' '.join(fact.split())}" for sign, fact in facts)


def _changed(before: Sequence[str], after: Sequence[str]) -> Iterator[tuple[str, str]]:
    """What went, after «-», and what came, after «+»."""
    yield from (("-", one) for one in before if one not in after)
    yield from (("+", one) for one in after if one not in before)


def _facts(unit: TranslationUnit) -> list[str]:
    """The properties and notes, with the spaces that they have."""
    return [f"{item.type}: {item.value}" for item in unit.properties] + [f"note: {note}" for note in unit.notes]


def _texts(unit: TranslationUnit | None) -> list[str]:
    return [] if unit is None else [f"{s.language}  {' '.join(s.text.split())}" for s in unit.variants]


def _as_object(change: UnitChange) -> dict[str, object]:
    return {
        "change": change.kind,
        "fields": list(change.fields),
        "old": _unit_object(change.old),
        "new": _unit_object(change.new),
    }


def _unit_object(unit: TranslationUnit | None) -> dict[str, object] | None:
    if unit is None:
        return None
    return {
        "identifier": "" if unit.unnamed else unit.identifier,
        "texts": {segment.language: segment.text for segment in unit.variants},
        "properties": [[item.type, item.value] for item in unit.properties],
        "notes": list(unit.notes),
        "created": None if unit.created is None else unit.created.isoformat(),
        "changed": None if unit.changed is None else unit.changed.isoformat(),
    }
