"""``accord terms stats``: what a glossary holds, in figures."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from toolkit.cli.options import PATH, from_option, to_option
from toolkit.messages import N_, tr

if TYPE_CHECKING:
    from termbase.stats import GlossaryStats

__all__ = ["stats"]


@click.command()
@click.argument("glossary", type=PATH)
@from_option("en")
@to_option("fr")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object.")
def stats(glossary: Path, source_language: str, target_language: str, as_json: bool) -> None:
    """Count what a glossary holds: concepts, terms by language and status, definitions, contexts, acronyms.

    --from and --to name the languages of a table that does not say them itself.

    \b
    Example:
        accord terms stats glossary.tbx
    """
    from termbase.formats.registry import read_glossary
    from termbase.stats import glossary_stats

    figures = glossary_stats(read_glossary(glossary, source_language=source_language, target_language=target_language))
    if as_json:
        click.echo(json.dumps(to_builtins(figures), ensure_ascii=False, indent=2))
        return
    for line in _lines(figures):
        click.echo(line)


def _lines(figures: GlossaryStats) -> Iterator[str]:
    yield f"{tr('concepts'):<16}{figures.concepts:>9}"
    yield f"{'  ' + tr('defined'):<16}{figures.defined:>9}"
    yield f"{tr('subject fields'):<16}{figures.subjects:>9}"
    yield f"{tr('terms'):<16}{figures.terms:>9}"
    yield ""
    width = max([9, *(len(one.language) + 2 for one in figures.languages)])
    yield f"{'':<16}" + "".join(f"{one.language:>{width}}" for one in figures.languages)
    rows = [
        (tr("concepts"), [one.concepts for one in figures.languages]),
        (tr("terms"), [one.terms for one in figures.languages]),
    ]
    statuses = zip(*(one.statuses for one in figures.languages), strict=True)
    rows += [(f"  {tr(row[0].status)}", [count.terms for count in row]) for row in statuses]
    rows += [
        (tr("acronyms"), [one.acronyms for one in figures.languages]),
        (tr("with context"), [one.with_context for one in figures.languages]),
        (tr("contexts"), [one.contexts for one in figures.languages]),
    ]
    for name, numbers in rows:
        yield f"{name:<16}" + "".join(f"{number:>{width}}" for number in numbers)


# The statuses, for the catalogues.
_STATUSES = (N_("preferred"), N_("admitted"), N_("deprecated"), N_("forbidden"), N_("proposed"))
