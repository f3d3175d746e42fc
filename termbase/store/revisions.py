"""How the difference between two states of a glossary becomes a revision in the database, and how one is read."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from termbase.keys import concepts_by_identifier
from termbase.model import Concept, Glossary
from termbase.pour import term_key
from termbase.review import ReviewState
from termbase.store.codec import encode
from termbase.store.database import Database, damaged
from termbase.store.moments import utc_text
from termbase.store.records import Revision

__all__ = ["HEAD", "LIVE", "REJECTED", "differences", "read_revision", "write_revision"]

# What the column ``kind`` says.
LIVE, REJECTED, HEAD = "concept", "rejected", "glossary"
_Edit = tuple[str, str, Concept | Glossary | None]


def write_revision(database: Database, before: ReviewState, after: ReviewState, made: Revision) -> Revision | None:
    """Write what leads from ``before``, which stands in the database, to ``after``; None where that is nothing.

    ``made`` says who, what and why; its number and time are set here. To be called inside a writing transaction.
    """
    edits = list(_edits(before, after))
    if not edits:
        return None
    database.refuse_damaged()
    revision = _numbered(database, made)
    places = _places(database, edits)
    database.run_many(
        "INSERT INTO termbase_version (kind, identifier, revision, position, body) VALUES (?, ?, ?, ?, ?)",
        (
            (kind, name, revision.number, places[kind, name], None if concept is None else encode(concept))
            for kind, name, concept in edits
        ),
    )
    keys = [(kind, name) for kind, name, _ in edits]
    database.run_many("DELETE FROM termbase_current WHERE kind = ? AND identifier = ?", keys)
    database.run_many("DELETE FROM termbase_term WHERE kind = ? AND identifier = ?", keys)
    standing = [(kind, name, concept) for kind, name, concept in edits if concept is not None]
    database.run_many(
        "INSERT INTO termbase_current (kind, identifier, revision, position) VALUES (?, ?, ?, ?)",
        ((kind, name, revision.number, places[kind, name]) for kind, name, _ in standing),
    )
    database.run_many(
        "INSERT INTO termbase_term (kind, identifier, language, folded, spelling) VALUES (?, ?, ?, ?, ?)",
        (
            (kind, name, *term_key(term), term.text)
            for kind, name, concept in standing
            if isinstance(concept, Concept)
            for term in concept.terms
        ),
    )
    return replace(revision, concepts=tuple(dict.fromkeys(name for kind, name, _ in edits if kind != HEAD)))


def _edits(before: ReviewState, after: ReviewState) -> Iterator[_Edit]:
    """What has to be written: kind, identifier, and what stands there now, None where nothing does."""
    for kind, old, new in ((LIVE, before.glossary, after.glossary), (REJECTED, before.rejected, after.rejected)):
        for name, concept in differences(old, new):
            yield kind, name, concept
    was, now = (replace(state.glossary, concepts=()) for state in (before, after))
    if was != now:
        yield HEAD, "", now


def differences(old: Glossary, new: Glossary) -> Iterator[tuple[str, Concept | None]]:
    """The concepts of ``new`` that are not so in ``old``, by identifier, and None for those that it has no longer."""
    was, now = concepts_by_identifier(old), concepts_by_identifier(new)
    for name, concept in now.items():
        if was.get(name) != concept:
            yield name, concept
    for name in was:
        if name not in now:
            yield name, None


def _numbered(database: Database, made: Revision) -> Revision:
    last = database.rows("SELECT revision, at FROM termbase_revision ORDER BY revision DESC LIMIT 1")
    number, at = last[0] if last else (0, "")
    # A clock that was set back does not turn the order of revisions round.
    revision = replace(made, number=number + 1, at=max(at, utc_text(datetime.now(UTC))))
    database.run(
        "INSERT INTO termbase_revision (revision, at, author, action, reason) VALUES (?, ?, ?, ?, ?)",
        (revision.number, revision.at, made.author, made.action, made.reason),
    )
    return revision


def _places(database: Database, edits: Iterable[tuple[str, str, object]]) -> dict[tuple[str, str], int]:
    """Where each concept stands in the order: where it ever stood, a new one at the end."""
    edits = list(edits)
    free = int(database.value("SELECT COALESCE(MAX(position), 0) FROM termbase_version"))
    places: dict[tuple[str, str], int] = {}
    for kind, name, _ in edits:
        place = None
        if free:
            place = database.value(
                "SELECT position FROM termbase_version WHERE kind = ? AND identifier = ? "
                "ORDER BY revision DESC LIMIT 1",
                (kind, name),
            )
        if place is None:
            free += 1
            place = free
        places[kind, name] = int(place)
    return places


def read_revision(row: Sequence[Any], concepts: Iterable[str], path: Path) -> Revision:
    """The revision that ``row`` of the database at ``path`` is, which touched ``concepts``.

    Raises :class:`~tmx.errors.StoreError` where it is none.
    """
    number, at, author, action, reason = row[:5]
    if not isinstance(number, int) or not all(isinstance(text, str) for text in (at, author, action, reason)):
        raise damaged(path)
    try:
        datetime.fromisoformat(at)
    except ValueError as error:
        raise damaged(path) from error
    return Revision(number, at, author, action, reason, tuple(concepts))
