"""``accord terms history``: who changed what in a glossary database, when, why, and the way back."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

import click
from msgspec import to_builtins

from tmx.errors import ConfigError, StoreError
from toolkit.cli.options import PATH, by_option, reason_option
from toolkit.cli.term_options import counted
from toolkit.messages import N_, tr

if TYPE_CHECKING:
    from termbase.diff import Change
    from termbase.store import ConceptVersion, Revision, TermStore

__all__ = ["history"]

_MOST_NAMES = 3
# What may be done to a glossary; what a review decides is named by its decisions.
_ACTIONS = frozenset(
    (
        N_("add"),
        N_("approve"),
        N_("edit"),
        N_("forbid"),
        N_("import"),
        N_("merge"),
        N_("propose"),
        N_("reject"),
        N_("remove"),
        N_("restore"),
        N_("sync"),
    )
)


@click.command()
@click.argument("glossary", type=PATH)
@click.argument("concept", required=False)
@click.option("--limit", type=click.IntRange(min=1), help="Only this many, the latest.")
@click.option("--restore", metavar="REVISION", help="Bring back the state after this revision, or on this date.")
@click.option("--json", "as_json", is_flag=True, help="Print one JSON object per revision.")
@by_option()
@reason_option()
def history(
    glossary: Path,
    concept: str | None,
    limit: int | None,
    restore: str | None,
    as_json: bool,
    author: str,
    reason: str,
) -> None:
    """Say who changed what in a glossary database, when and why, the last change first.

    With a CONCEPT, an identifier or a term, it says what each revision changed in it. --restore takes a revision's
    number or a date (2026-03-31: the end of that day) and brings back the glossary, or only the concept, as it stood
    then; that is a revision of its own, so that it can be taken back too.

    \b
    Example:
        accord terms history glossary.db "labour migration"
        accord terms history glossary.db --restore 12 --reason "wrong file imported"
    """
    from termbase.store import open_store
    from termbase.store.files import is_store
    from tmx.files import open_bytes

    if not is_store(glossary):
        open_bytes(glossary).close()  # a file that is not there is told as such
        raise StoreError(
            "a file keeps no history, a glossary database does",
            path=glossary,
            remedy="pour it into one: accord terms import GLOSSARY.csv -o GLOSSARY.db; or keep the file in git",
        )
    with open_store(glossary) as store:
        name = _identifier(store, concept) if concept is not None else None
        if restore is not None:
            _restore(store, restore, name, author, reason)
            return
        versions = store.versions(name) if name is not None else ()
        revisions = store.history(name)
    for revision in reversed(revisions[-limit:] if limit else revisions):
        changes = list(_changes(versions, revision))
        if as_json:
            found = {"changes": [to_builtins(change) for change in changes]} if name is not None else {}
            click.echo(json.dumps({**to_builtins(revision), **found}, ensure_ascii=False))
            continue
        for line in _told(revision, changes, with_names=name is None):
            click.echo(line)
    if not revisions:
        click.echo("Nothing was ever written into it", err=True)


def _restore(store: TermStore, at: str, name: str | None, author: str, reason: str) -> None:
    from toolkit.cli.terms_diff import change_lines

    revision = store.restore(at, author=author, reason=reason, concept=name)
    if revision is None:
        click.echo("Nothing to bring back: it stands as it stood then", err=True)
        return
    if name is not None:
        for line in change_lines(list(_changes(store.versions(name), revision))):
            click.echo(line)
    concepts = counted(len(revision.concepts), "concept")
    click.echo(f"Restored    {store.path} · {concepts} · revision {revision.number}", err=True)


def _identifier(store: TermStore, name: str) -> str:
    """The concept that the name means, also one that is no longer there. Raises where there is none, or several."""
    if store.was_ever(name):
        return name
    found = [one.concept.identifier for one in store.find(name)] or list(store.ever_named(name))
    if len(found) != 1:
        what = f"«{name}» is a term of {len(found)} concepts: {', '.join(found)}"
        raise ConfigError(
            what if found else f"there was never a concept «{name}», and no term of that text",
            path=store.path,
            remedy="name it by its identifier" if found else "look at all that was done: accord terms history",
        )
    return found[0]


def _changes(versions: Sequence[ConceptVersion], revision: Revision) -> Iterator[Change]:
    """What the revision changed in the concept; what it did to the rejected proposals is told by its action."""
    from termbase.diff import diff_glossaries
    from termbase.model import Glossary

    live = [version for version in versions if not version.rejected]
    for number, version in enumerate(live):
        if version.revision.number == revision.number:
            before = live[number - 1].concept if number else None
            old, new = (Glossary((concept,) if concept else ()) for concept in (before, version.concept))
            yield from diff_glossaries(old, new, stated=True)


def _told(revision: Revision, changes: Sequence[Change], *, with_names: bool) -> Iterator[str]:
    from toolkit.cli.terms_diff import change_lines

    at = datetime.fromisoformat(revision.at).astimezone().strftime("%Y-%m-%d %H:%M")
    why = f" — {_reason(revision.reason)}" if revision.reason else ""
    names = ""
    if with_names and revision.concepts:
        more = len(revision.concepts) - _MOST_NAMES
        rest = f" {tr('and {count} more', count=more)}" if more > 0 else ""
        names = f"  {', '.join(revision.concepts[:_MOST_NAMES])}{rest}"
    yield f"{revision.number:>5}  {at}  {revision.author}  {_action(revision.action)}{names}{why}"
    for line in change_lines(changes):
        yield f"       {line}"


def _reason(reason: str) -> str:
    """Why, in the interface's language where Accord said it itself."""
    _, imported, name = reason.partition("import of ")
    return tr("import of {name}", name=name) if imported and reason.startswith(imported) else reason


def _action(action: str) -> str:
    """What was done, in the interface's language, as far as Accord named it."""
    from toolkit.workflows.glossary_review import Decision

    decision = action.removeprefix("undo: ")
    if decision in list(Decision):
        return tr(decision) if decision == action else tr("undo: {decision}", decision=tr(decision))
    verb, gap, revision = action.partition(" ")
    return f"{tr(verb)}{gap}{revision}" if verb in _ACTIONS else action
