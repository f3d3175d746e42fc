"""Memories in PostgreSQL, shared by a team: the connection, transactions, and what a server's errors mean to a person.

psycopg (3) comes with the extra ``postgres`` and is imported when a server is named. Writers take turns, as in SQLite:
a transaction that writes holds a lock of its own from its beginning, so that none works on what another is changing
and numbers are seen in the order in which they were given. Readers never wait.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager, suppress
from itertools import count
from pathlib import Path
from types import ModuleType
from typing import TYPE_CHECKING, Any

from tmx.address import StoreAddress, address_of
from tmx.errors import StoreError
from tmx.quoting import pasted
from tmx.store.database import Database, Row
from tmx.store.dialect import POSTGRES
from tmx.store.forms import prepare
from tmx.store.memory import MemoryStore
from tmx.store.postgres_rules import furnish

if TYPE_CHECKING:
    import psycopg

__all__ = [
    "TERMBASE_LOCK",
    "PostgresDatabase",
    "connect",
    "driver_errors",
    "explain_postgres",
    "open_shared_memory",
    "take_turn",
]

_MEMORY_LOCK = 0x4163636F7264 + 1  # any numbers serve that other programs are not likely to use
TERMBASE_LOCK = _MEMORY_LOCK + 1
_PATIENCE = 60  # seconds to wait for another writer
_SLOW = 600  # seconds after which the server gives up a transaction in which nothing happens
_CONNECTING = 10  # seconds

_INSERT = re.compile(r"INSERT INTO (\w+) \(([\w, ]+)\) VALUES \([?, ]+\)( ON CONFLICT DO NOTHING)?")
_FEW = 100  # so many rows are as quick one by one
_AGAIN = "wait a little, and do it again"
# What the first characters of an SQLSTATE mean (PostgreSQL's manual, appendix A).
_STATES = (
    ("55P03", f"others have been writing for {_PATIENCE} seconds", _AGAIN),
    ("40", "others were writing at the same moment, nothing was changed", "do it again"),
    ("53100", "the server's disk is full, nothing was changed", "tell who looks after the server"),
    ("53300", "the server takes no more connections", _AGAIN),
    ("57P03", "the server is starting or stopping", _AGAIN),
    ("57", "the server was stopped; what was written whole is kept", "run the command again when the server answers"),
    ("08", "the connection to the server was lost; what was written whole is kept", "run the command again"),
    ("25P03", "nothing was done for too long, and the server gave up waiting", "run the command again"),
    ("25006", "the database may only be read", "name the main server, no copy of it"),
    ("54", "a text is too long for the database", "shorten it"),
    ("22P05", "a text has a character that the database cannot keep", "take it out"),
    ("28", "the server does not let you in: name and password do not fit", "check the name and the password"),
    ("3D", "there is no such database on the server", "check its name, or have it made: createdb NAME"),
    ("42P01", "the database lacks a part of what Accord keeps in it", "restore it from a copy"),
)
# What a member may not do, as the rules of the database say it (tmx.store.postgres_rules and its like).
_REFUSALS = {
    "accord: read": ("you may read here, not write", "ask who looks after the database: accord team"),
    "accord: propose": ("you may propose here, not decide", "propose it, or ask who may approve"),
    "accord: history": ("what has happened is kept, and cannot be changed", "make a new revision instead"),
}
# What libpq says when it comes to no connection; it gives no SQLSTATE.
_CONNECTIONS = (
    ("password authentication failed", "the server does not let you in: name and password do not fit", None),
    ("no password supplied", "the server wants a password", "put it into ~/.pgpass, or set PGPASSWORD"),
    ("does not exist", "the server knows no such database or no such user", "check the address"),
    ("no pg_hba.conf entry", "the server does not let you in from this computer", None),
    ("too many clients", "the server takes no more connections", _AGAIN),
    ("remaining connection slots", "the server takes no more connections", _AGAIN),
    ("starting up", "the server is starting", _AGAIN),
    ("shutting down", "the server is being stopped", _AGAIN),
    ("translate host name", "there is no such server", "check the address, and the network"),
    ("resolve host", "there is no such server", "check the address, and the network"),
    ("timeout", f"the server did not answer within {_CONNECTING} seconds", "check the address, and the network"),
    ("connection refused", "no server answers at this address", "check the address, and whether the server runs"),
    ("no such file", "no server answers at this address", "check the address, and whether the server runs"),
    ("connect", "no server answers at this address", "check the address, and whether the server runs"),
)


def connect(address: StoreAddress) -> psycopg.Connection[Row]:
    """A connection to the database at ``address``, which begins no transaction by itself.

    Raises :class:`~tmx.errors.StoreError` where psycopg is missing, the server does not answer or refuses, or the
    database keeps its text in anything but UTF-8. No message holds the password.
    """
    driver = _driver(address)
    try:
        connection = driver.connect(
            address.url, autocommit=True, connect_timeout=_CONNECTING, application_name="accord", client_encoding="utf8"
        )
    except driver.ProgrammingError:
        # What the driver says of an address that it cannot read may hold the password.
        raise StoreError(
            "this is not the address of a database",
            path=address,
            remedy="write postgresql://USER@HOST/DATABASE; signs such as @ : / ? in a password as %40 %3A %2F %3F",
        ) from None
    except driver.Error as error:
        raise explain_postgres(error, address) from None
    try:
        if connection.info.parameter_status("server_encoding") != "UTF8":
            raise StoreError(
                "the database does not keep its text as UTF-8",
                path=address,
                remedy="have one made that does: createdb --encoding UTF8 --template template0 NAME",
            )
        connection.execute(f"SET lock_timeout = '{_PATIENCE}s'".encode())
        connection.execute(f"SET idle_in_transaction_session_timeout = '{_SLOW}s'".encode())
    except BaseException:
        connection.close()
        raise
    opened: psycopg.Connection[Row] = connection
    return opened


def _driver(address: Path) -> ModuleType:
    try:
        import psycopg
    except ImportError as error:
        raise StoreError(
            "for databases on a server psycopg is needed",
            path=address,
            remedy="install it: pip install 'accord-toolkit[postgres]'",
        ) from error
    return psycopg


def driver_errors(address: StoreAddress) -> type[Exception]:
    """The exceptions of psycopg; raises :class:`~tmx.errors.StoreError` where it is not installed."""
    errors: type[Exception] = _driver(address).Error
    return errors


def explain_postgres(error: Exception, place: Path | str) -> StoreError:
    """What an error of psycopg means to a person, and what to do; no detail that could hold a password."""
    state = getattr(error, "sqlstate", None) or ""
    text = str(error)
    for sign, (reason, remedy) in _REFUSALS.items():
        if sign in text:
            return StoreError(reason, path=place, remedy=remedy)
    if state == "42501":
        return StoreError("you lack the rights for that", path=place, remedy="ask who looks after the database")
    for start, reason, remedy in _STATES:
        if state.startswith(start):
            return StoreError(reason, path=place, remedy=remedy)
    if "NUL" in text:
        return StoreError("a text has a character that the database cannot keep", path=place, remedy="take it out")
    if not state and type(error).__name__ in ("OperationalError", "ConnectionTimeout", "InterfaceError"):
        return _unconnected(text.lower(), place)
    told = getattr(getattr(error, "diag", None), "message_primary", None) or type(error).__name__
    return StoreError(f"the database cannot do it: {told}", path=place, remedy="run the command again")


def _unconnected(text: str, place: Path | str) -> StoreError:
    if any(sign in text for sign in ("closed", "lost", "terminat", "consuming input", "sending", "broken")):
        return StoreError(
            "the connection to the server was lost; what was written whole is kept",
            path=place,
            remedy="run the command again",
        )
    for sign, reason, remedy in _CONNECTIONS:
        if sign in text:
            return StoreError(reason, path=place, remedy=remedy or "ask who looks after the server")
    return StoreError("the server cannot be reached", path=place, remedy="check the address, and the network")


def take_turn(lock: int) -> str:
    """The statement that waits until nobody else writes; the lock goes with the transaction."""
    return f"SELECT pg_advisory_xact_lock({lock})"


class PostgresDatabase(Database):
    """A connection to PostgreSQL with a memory in it."""

    def __init__(self, address: StoreAddress) -> None:
        errors = driver_errors(address)
        self._session = connect(address)
        super().__init__(self._session, POSTGRES, errors, str(address))
        self._cursors = count(1)

    def run_in(self, statement: str, values: Sequence[Any], others: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a statement with ``IN ({values})``; the values go as one array."""
        if values:
            yield from self.run(statement.replace("IN ({values})", "= ANY(?)"), [list(values), *others])

    def run_many(self, statement: str, rows: Iterable[Row]) -> None:
        """Execute one statement for many rows of parameters; rows that are inserted go over in bulk."""
        many = list(rows)
        insert = _INSERT.fullmatch(statement)
        if insert is None or len(many) < _FEW:
            super().run_many(statement, many)
            return
        table, columns, doubles = insert.groups()
        into = "accord_rows" if doubles else table
        # COPY knows nothing of what is there already: such rows go through a table of this session's own.
        before = f"CREATE TEMP TABLE accord_rows AS SELECT {columns} FROM {table} LIMIT 0"  # noqa: S608  no input in it
        after = f"INSERT INTO {table} ({columns}) SELECT {columns} FROM accord_rows ON CONFLICT DO NOTHING"  # noqa: S608  no input in it
        try:
            with self._session.cursor() as cursor:
                if doubles:
                    cursor.execute(before.encode())
                with cursor.copy(f"COPY {into} ({columns}) FROM STDIN".encode()) as copy:
                    for row in many:
                        copy.write_row(row)
                if doubles:
                    cursor.execute(after.encode())
                    cursor.execute(b"DROP TABLE accord_rows")
        except self._errors as error:
            raise self.explained(error) from error

    def stream(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a statement, a piece at a time, as they were when the first was asked for."""
        inside = self._session.info.transaction_status != 0
        name = f"accord_{next(self._cursors)}"
        try:
            with self._session.cursor(name, withhold=not inside) as cursor:
                cursor.itersize = 2000
                cursor.execute(self.dialect.sql(statement).encode(), parameters)
                yield from cursor
        except self._errors as error:
            raise self.explained(error) from error

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: everything in the block is kept, or nothing; one writer at a time."""
        self.run(self.dialect.begin)
        try:
            self.run(take_turn(_MEMORY_LOCK))
            yield
        except BaseException:
            with suppress(StoreError):  # where the server is gone there is nothing to take back
                self.run("ROLLBACK")
            raise
        self.run("COMMIT")

    def may_not(self, error: StoreError) -> bool:
        """Whether an error means that the rights are lacking."""
        return getattr(error.__cause__, "sqlstate", None) == "42501"

    def explained(self, error: Exception) -> StoreError:
        """An error of psycopg as one of ours."""
        return explain_postgres(error, self.name)


def open_shared_memory(address: Path | str, *, create: bool = False, cache: Path | None = None) -> MemoryStore:
    """The memory in the database at ``address``; with ``create`` its tables are made where there are none.

    Indexes for look-ups are derived from the memory and kept in the folder ``cache`` of this computer, under the
    memory's identity; without such a folder they are made in memory, each time anew. Raises
    :class:`~tmx.errors.StoreError` where the server cannot be reached or the database holds no memory.
    """
    place = address_of(address)
    if place is None:
        raise StoreError(
            "this is not the address of a database", path=address, remedy="write postgresql://HOST/DATABASE"
        )
    database = PostgresDatabase(place)
    try:
        if not create and not database.run(POSTGRES.tables):
            raise StoreError(
                "the database holds no memory",
                path=place,
                remedy=f"fill it: accord memory import FILE --memory {pasted(place)}",
            )
        store = MemoryStore(database, None)
        prepare(database, create=create)
        if create:
            with database.writing():
                furnish(database.run, "memory")
        if cache is None:
            return store
        return MemoryStore(database, cache / store.stamp().identity)
    except BaseException:
        database.close()
        raise
