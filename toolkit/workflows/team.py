"""Who may do what in a shared database."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from tmx.address import address_of
from tmx.errors import ConfigError
from tmx.store.postgres import PostgresDatabase
from tmx.store.postgres_rules import Member, Role, members, remove_member, set_member

__all__ = ["change_team"]


def change_team(
    shared: Path, grants: Iterable[tuple[str, str]] = (), removed: Iterable[str] = ()
) -> tuple[Member, ...]:
    """Strike ``removed`` off the list, list ``grants`` (name and role), and say who is listed then.

    All of it happens or nothing. Raises :class:`~tmx.errors.AccordError` where ``shared`` is no shared database, holds
    neither memory nor glossary, or refuses.
    """
    address = address_of(shared)
    if address is None:
        raise ConfigError("a file has no members", path=shared, remedy="name a shared database: postgresql://…")
    database = PostgresDatabase(address)
    try:
        if not database.run(
            "SELECT 1 FROM pg_tables WHERE schemaname = current_schema() AND tablename = 'accord_member'"
        ):
            raise ConfigError(
                "the database holds neither a memory nor a glossary yet",
                path=shared,
                remedy="fill it: accord terms import GLOSSARY.csv -o postgresql://…",
            )
        with database.writing():
            for name in removed:
                remove_member(database.run, name)
            for name, role in grants:
                set_member(database.run, Member(name, Role(role)))
        return members(database.run)
    finally:
        database.close()
