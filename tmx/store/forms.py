"""The tables of a memory are made, or brought to today's form, in one transaction."""

from __future__ import annotations

import re
import uuid
from contextlib import suppress

from tmx.errors import StoreError
from tmx.store.database import Database
from tmx.store.schema import KIND, VERSION, migration

__all__ = ["prepare"]


def prepare(database: Database, *, create: bool) -> None:
    """Make the tables where there are none and ``create`` is set, or bring those of an older version up to date.

    Raises :class:`~tmx.errors.StoreError` where the database holds nothing or something else, where it was written by
    a newer version, and where it must be brought up to date by somebody who has the rights to.
    """
    version = _version(database)
    if version is None and not create:
        raise _foreign(database)
    if version == VERSION:
        return
    if version is not None and version > VERSION:
        raise StoreError(
            f"the memory was written by a newer Accord (its form is {version}, this one knows {VERSION})",
            path=database.name,
            remedy="install the newer version",
        )
    if version is None:
        with database.writing():
            _migrate(database)
        return
    with database.loading():  # in little memory, however large it is
        if database.embedded:
            database.run("PRAGMA temp_store = FILE")
        try:
            with database.writing():
                _migrate(database)
        except StoreError as error:
            if not database.may_not(error):
                raise
            raise StoreError(
                "the memory was made by an older Accord, and you lack the rights to bring it up to date",
                path=database.name,
                remedy="ask who looks after it to open it once with this version",
            ) from error
        if database.embedded:
            with suppress(StoreError):  # what was moved leaves room in the file, which can wait
                database.run("VACUUM")


def _version(database: Database) -> int | None:
    """The version of the schema; ``None`` where the database is empty."""
    if not database.embedded and _is_empty(database):
        return None  # asked first: elsewhere a statement that fails ends the transaction
    try:
        rows: dict[str, str] = dict(
            database.run("SELECT name, value FROM memory_setting WHERE name IN ('kind', 'schema')")
        )
    except StoreError:
        if _is_empty(database):
            return None
        raise
    if rows.get("kind") != KIND or not re.fullmatch(r"[0-9]{1,9}", str(rows.get("schema"))):
        raise _foreign(database)
    return int(rows["schema"])


def _is_empty(database: Database) -> bool:
    tables = database.run(database.dialect.tables)
    if tables and not any(name == "memory_setting" for (name,) in tables):
        raise _foreign(database)
    return not tables


def _foreign(database: Database) -> StoreError:
    return StoreError(
        "this is a database, but not a translation memory of Accord",
        path=database.name,
        remedy="check that it is the file you meant",
    )


def _migrate(database: Database) -> None:
    """Make or change the tables, in a transaction."""
    version = _version(database) or 0  # asked again: another program may have been quicker
    for statement in migration(version, embedded=database.embedded):
        database.run(statement)
    if version == 0:
        settings = (("kind", KIND), ("identity", uuid.uuid4().hex), ("last_unit", "0"), ("schema", "0"))
        database.run_many("INSERT INTO memory_setting (name, value) VALUES (?, ?)", settings)
    database.run("UPDATE memory_setting SET value = ? WHERE name = 'schema'", (str(VERSION),))
