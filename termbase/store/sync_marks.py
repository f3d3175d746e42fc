"""What a glossary store notes of others that it was brought together with: who they are, and when both last agreed."""

from __future__ import annotations

import uuid

from msgspec import Struct

from termbase.store.database import Database

__all__ = ["Agreement", "agreement_with", "identity_of", "make_sync_table", "note_agreement"]

# The row without a peer says who this store is; the others, which of its revisions and of the peer's were alike.
_TABLE = """CREATE TABLE termbase_sync (
    peer TEXT NOT NULL PRIMARY KEY, here INTEGER NOT NULL, there INTEGER NOT NULL, mark TEXT NOT NULL)"""


class Agreement(Struct, frozen=True):
    """The last revisions of a store and of its peer when both were alike; ``mark`` is the time of the peer's."""

    here: int
    there: int
    mark: str


def make_sync_table(database: Database) -> None:
    """Make the table where there is none. To be called inside a writing transaction."""
    if "termbase_sync" not in database.objects():
        database.run(_TABLE)
        database.run(
            "INSERT INTO termbase_sync (peer, here, there, mark) VALUES (?, ?, ?, ?)", ("", 0, 0, uuid.uuid4().hex)
        )


def identity_of(database: Database) -> str:
    """What tells this store from all others."""
    return str(database.value("SELECT mark FROM termbase_sync WHERE peer = ?", ("",)))


def agreement_with(database: Database, peer: str) -> Agreement | None:
    """When this store and ``peer`` were last alike; None where they never were."""
    rows = database.rows("SELECT here, there, mark FROM termbase_sync WHERE peer = ?", (peer,))
    return Agreement(*rows[0]) if rows else None


def note_agreement(database: Database, peer: str, agreement: Agreement) -> None:
    """Note that both are alike now. To be called inside a writing transaction."""
    if agreement_with(database, peer) == agreement:
        return
    database.run("DELETE FROM termbase_sync WHERE peer = ?", (peer,))
    database.run(
        "INSERT INTO termbase_sync (peer, here, there, mark) VALUES (?, ?, ?, ?)",
        (peer, agreement.here, agreement.there, agreement.mark),
    )
