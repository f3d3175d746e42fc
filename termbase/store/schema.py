"""The tables of a glossary store, and how those of an older version become those of this one.

Plain SQL that PostgreSQL takes as well. ``termbase_version`` holds every state of every concept and is only ever added
to; ``termbase_current`` says which of them stands; ``termbase_term`` is an index for look-up and can be made again.
``kind`` is ``concept`` for the glossary's, ``rejected`` for proposals that were turned down, and ``glossary`` for what
the glossary says of itself (its name). ``body`` is the concept as :mod:`termbase.store.codec` writes it, NULL where a
revision removed it.
"""

from __future__ import annotations

from termbase.store.database import Database
from tmx.errors import StoreError

__all__ = ["SCHEMA_VERSION", "prepare", "refuse_unready"]

COMPONENT = "termbase"

# One entry a version: the statements that lead to it from the one before.
_MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """CREATE TABLE termbase_revision (
            revision INTEGER NOT NULL PRIMARY KEY, at TEXT NOT NULL, author TEXT NOT NULL, action TEXT NOT NULL,
            reason TEXT NOT NULL)""",
        """CREATE TABLE termbase_version (
            kind TEXT NOT NULL, identifier TEXT NOT NULL,
            revision INTEGER NOT NULL REFERENCES termbase_revision (revision),
            position INTEGER NOT NULL, body TEXT, PRIMARY KEY (kind, identifier, revision))""",
        "CREATE INDEX termbase_version_revision ON termbase_version (revision)",
        """CREATE TABLE termbase_current (
            kind TEXT NOT NULL, identifier TEXT NOT NULL, revision INTEGER NOT NULL, position INTEGER NOT NULL,
            PRIMARY KEY (kind, identifier),
            FOREIGN KEY (kind, identifier, revision) REFERENCES termbase_version (kind, identifier, revision))""",
        """CREATE TABLE termbase_term (
            kind TEXT NOT NULL, identifier TEXT NOT NULL, language TEXT NOT NULL, folded TEXT NOT NULL,
            spelling TEXT NOT NULL)""",
        "CREATE INDEX termbase_term_folded ON termbase_term (folded)",
        "CREATE INDEX termbase_term_concept ON termbase_term (kind, identifier)",
    ),
)
_VERSIONS = """CREATE TABLE IF NOT EXISTS accord_schema (
    component TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL)"""
SCHEMA_VERSION = len(_MIGRATIONS)


def prepare(database: Database) -> None:
    """Make the tables, or bring them to this version, in one step.

    Raises :class:`~tmx.errors.StoreError` where the database is another program's or a newer version's.
    """
    if _version(database) == SCHEMA_VERSION:
        return
    with database.writing():
        version = _version(database)  # another process may have been first
        if version is None:
            database.run(_VERSIONS)
            database.run("INSERT INTO accord_schema (component, version) VALUES (?, ?)", (COMPONENT, 0))
            version = 0
        for statements in _MIGRATIONS[version:]:
            for statement in statements:
                database.run(statement)
        database.run("UPDATE accord_schema SET version = ? WHERE component = ?", (SCHEMA_VERSION, COMPONENT))
        database.mark_version(SCHEMA_VERSION)


def refuse_unready(database: Database) -> None:
    """Raise :class:`~tmx.errors.StoreError` where the database holds no glossary that can be read as it is."""
    version = _version(database)
    if version is None:
        raise StoreError(
            "the database holds no glossary",
            path=database.path,
            remedy="fill it: accord terms import GLOSSARY.csv -o GLOSSARY.db",
        )
    if version < SCHEMA_VERSION:
        prepare(database)


def _version(database: Database) -> int | None:
    """The version of the tables; None where there are none."""
    names = database.objects()
    if not names:
        return None
    if "accord_schema" not in names or not {"table", "index"}.issuperset(names.values()):
        raise StoreError(
            "this database was made by another program", path=database.path, remedy="check that it is the one you meant"
        )
    version = database.value("SELECT version FROM accord_schema WHERE component = ?", (COMPONENT,))
    if version is None:
        return None
    marked = database.marked_version()
    if not isinstance(version, int) or not 0 <= version <= SCHEMA_VERSION or marked > SCHEMA_VERSION:
        version = max(version, marked) if isinstance(version, int) else version
        raise StoreError(
            f"a newer version of Accord made this database (its tables are version {version}, "
            f"known here is {SCHEMA_VERSION})",
            path=database.path,
            remedy="install the newest version of Accord",
        )
    return version
