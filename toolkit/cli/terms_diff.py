"""``accord terms diff``: what changed between two glossaries."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from toolkit.cli.main import EXIT_FINDINGS, EXIT_OK
from toolkit.cli.options import PATH, from_option, to_option
from toolkit.messages import N_, tr

if TYPE_CHECKING:
    from termbase.diff import Change
    from termbase.model import Glossary

__all__ = ["change_lines", "diff", "field_name", "value_name"]

# What the field of a change is called, and the values that are the same words in every glossary.
_FIELDS = {
    "status": N_("status"),
    "type": N_("type"),
    "part of speech": N_("part of speech"),
    "gender": N_("gender"),
    "case": N_("case"),
    "source": N_("source"),
    "number": N_("grammatical number"),
    "customer": N_("customer"),
    "project": N_("project"),
    "identifier": N_("identifier"),
    "concept": N_("concept"),
    "term": N_("term"),
    "terms": N_("terms"),
    "preferred term": N_("preferred term"),
    "subject": N_("subject"),
    "definition": N_("definition"),
    "context": N_("context"),
    "note": N_("note"),
    "history": N_("history"),
    "other data": N_("other data"),
}
_NOTHING = ("/dev/null", "nul", "NUL")  # how version control names the state before a file was there
_VALUES = {
    "status": (N_("preferred"), N_("admitted"), N_("deprecated"), N_("forbidden"), N_("proposed")),
    "type": (N_("full form"), N_("short form"), N_("acronym"), N_("variant")),
    "case": (N_("exact"), N_("any")),
}


@click.command()
@click.argument("old", type=PATH)
@click.argument("new", type=PATH)
@from_option("en")
@to_option("fr")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per change.")
def diff(old: Path, new: Path, source_language: str, target_language: str, as_json: bool) -> int:
    """Say which concepts and terms were added, removed or changed between two glossaries.

    The glossaries may be of different formats. --from and --to name the languages of a table that does not say them
    itself; where one has no names for its concepts, their first terms tell them apart. The order is no change.

    \b
    Example:
        accord terms diff last-year.csv glossary.tbx

    Exit code: 0 no change, 1 changes, 2 a glossary could not be read.
    """
    from termbase.diff import diff_glossaries
    from termbase.formats.rewriting import has_names, read_again
    from termbase.keys import named_by_terms
    from termbase.model import Glossary

    there = [path for path in (old, new) if str(path) not in _NOTHING]
    before, after = (
        read_again(path, source_language=source_language, target_language=target_language)
        if path in there
        else Glossary(())
        for path in (old, new)
    )
    if not all(map(has_names, there)):
        before, after = named_by_terms(before), named_by_terms(after)
        changes = diff_glossaries(before, after)
    else:
        changes = _with_other_names(before, after)
    for line in _objects(changes) if as_json else change_lines(changes):
        click.echo(line)
    if not as_json:
        click.echo(_summary(changes), err=True)
    return EXIT_FINDINGS if changes else EXIT_OK


def _with_other_names(before: Glossary, after: Glossary) -> tuple[Change, ...]:
    """The changes, where a concept that got another name is the same concept still."""
    from termbase.alike import under_one_name
    from termbase.diff import Change, ChangeKind, diff_glossaries

    versions = under_one_name(before, before, after)
    named = (
        Change(ChangeKind.CONCEPT_CHANGED, one.name, field="concept", old=one.before, new=one.name)
        for one in versions.same
    )
    return (*named, *diff_glossaries(versions.base, versions.theirs))


def _objects(changes: Iterable[Change]) -> Iterator[str]:
    for change in changes:
        yield json.dumps(to_builtins(change), ensure_ascii=False)


def change_lines(changes: Iterable[Change]) -> Iterator[str]:
    """A line for each change, under the name of its concept, in the interface's language."""
    for concept, group in groupby(changes, key=lambda change: change.concept):
        several = list(group)
        if not several[0].term and not several[0].field:
            sign = "+" if several[0].new else "-"
            yield f"{sign} {concept}    {several[0].new or several[0].old}"
            continue
        yield f"  {concept}"
        for change in several:
            yield f"    {_told(change)}"


def _told(change: Change) -> str:
    name = f"{change.term} ({change.language})" if change.term else ""
    if not change.field:
        return f"+ {name}  {value_name('status', change.new)}" if change.new else f"- {name}"
    old, new = (_on_one_line(value_name(change.field, value)) for value in (change.old, change.new))
    told = tr("{field}: {old} → {new}", field=field_name(change.field), old=old, new=new)
    return f"~ {name}  {told}" if name else f"~ {told}"


def field_name(name: str) -> str:
    """What a field is called in the interface's language; of a definition also its language in brackets."""
    plain, bracket, language = name.partition(" (")
    return f"{tr(_FIELDS.get(plain, plain))}{bracket}{language}"


def value_name(field: str, value: str) -> str:
    """What a field says, in the interface's language where it is one of a few words."""
    return tr(value) if value in _VALUES.get(field, ()) else value


def _on_one_line(value: str) -> str:
    return tr("«{term}»", term=value).replace("\n", " | ") if value else tr("nothing")


def _summary(changes: Sequence[Change]) -> str:
    if not changes:
        return "No changes"
    counts = Counter(change.kind.value for change in changes if not change.field)
    edited = {(change.concept, change.language, change.term) for change in changes if change.field}
    counts["changed"] = len(edited)
    order = ("concept added", "concept removed", "term added", "term removed", "changed")
    told = [f"{counts[kind]} {_counted(kind, counts[kind])}" for kind in order if counts[kind]]
    return f"Changes     {' · '.join(told)}"


def _counted(kind: str, number: int) -> str:
    if kind == "changed":
        return "concept or term changed" if number == 1 else "concepts and terms changed"
    return kind if number == 1 else kind.replace(" ", "s ")
