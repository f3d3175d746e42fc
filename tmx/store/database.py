"""A connection to a database with a memory in it: statements, transactions, and errors in a translator's words."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, contextmanager, nullcontext
from itertools import repeat
from typing import Any, Protocol

from msgspec import Struct

from tmx.errors import StoreError
from tmx.store.dialect import Dialect

__all__ = ["Connection", "Database", "Row", "Single"]

Row = tuple[Any, ...]
_FETCHED = 2000


class Single(Struct, frozen=True):
    """A value that all rows of a table have that are inserted together."""

    value: str | int | None


class Connection(Protocol):
    """What is used of a DB-API connection, opened so that it begins no transaction by itself."""

    def cursor(self) -> Any:  # noqa: ANN401  drivers declare their own cursors
        """A new cursor."""

    def close(self) -> None:
        """Close the connection."""


class Database:
    """A connection, its dialect, and how its errors read.

    ``errors`` are the exceptions of the driver; :meth:`explained` turns one into a :class:`~tmx.errors.StoreError`,
    which every statement raises that cannot be executed.
    """

    def __init__(self, connection: Connection, dialect: Dialect, errors: type[Exception], name: str) -> None:
        self._connection = connection
        self._errors = errors
        self.dialect = dialect
        self.name = name
        self._inside = False

    def close(self) -> None:
        """Close the connection."""
        self._connection.close()

    @property
    def embedded(self) -> bool:
        """Whether the database is a file of this program's own."""
        return self.dialect.name == "sqlite"

    def loading(self) -> AbstractContextManager[None]:
        """In the block many rows are written, one transaction after the other, or all are read."""
        return nullcontext()

    def run(self, statement: str, parameters: Sequence[Any] = ()) -> list[Row]:
        """Execute one statement; its rows, if it has any."""
        try:
            cursor = self._connection.cursor()
            cursor.execute(self.dialect.sql(statement), parameters)
            return [] if cursor.description is None else cursor.fetchall()
        except (self._errors, UnicodeDecodeError) as error:  # a text that is none
            raise self.explained(error) from error

    def run_many(self, statement: str, rows: Iterable[Row]) -> None:
        """Execute one statement for many rows of parameters."""
        try:
            self._connection.cursor().executemany(self.dialect.sql(statement), rows)
        except (self._errors, UnicodeDecodeError) as error:  # a text that is none
            raise self.explained(error) from error

    def insert(self, table: str, columns: Mapping[str, Sequence[Any] | Single]) -> None:
        """Insert rows that are given as columns, all of one length; :class:`Single` is a value that all rows have."""
        size = next(len(column) for column in columns.values() if not isinstance(column, Single))
        names = ", ".join(columns)
        marks = ", ".join("?" * len(columns))
        rows = zip(*(repeat(c.value, size) if isinstance(c, Single) else c for c in columns.values()), strict=True)
        self.run_many(f"INSERT INTO {table} ({names}) VALUES ({marks})", rows)  # noqa: S608  no input in it

    def stream(self, statement: str, parameters: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a statement, a piece at a time."""
        try:
            cursor = self._connection.cursor()
            cursor.execute(self.dialect.sql(statement), parameters)
            while rows := cursor.fetchmany(_FETCHED):
                yield from rows
        except (self._errors, UnicodeDecodeError) as error:  # a text that is none
            raise self.explained(error) from error

    def run_in(self, statement: str, values: Sequence[Any], others: Sequence[Any] = ()) -> Iterator[Row]:
        """The rows of a statement with ``IN ({values})``, asked in pieces; ``others`` are the parameters after it."""
        most = self.dialect.parameters - len(others)
        for at in range(0, len(values), most):
            piece = values[at : at + most]
            yield from self.run(statement.replace("{values}", ",".join("?" * len(piece))), [*piece, *others])

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A transaction: everything in the block is kept, or nothing."""
        self.run(self.dialect.begin)
        try:
            yield
        except BaseException:
            self.run("ROLLBACK")
            raise
        self.run("COMMIT")

    def may_not(self, error: StoreError) -> bool:
        """Whether an error means that the rights are lacking."""
        return "readonly" in str(error.__cause__)

    def explained(self, error: Exception) -> StoreError:
        """A driver's error as one of ours."""
        return explain(error, self.name)


def explain(error: Exception, name: str) -> StoreError:
    """What a driver's error means to a person, and what to do."""
    text = str(error).lower()
    for sign, reason, remedy in _EXPLANATIONS:
        if sign in text:
            return StoreError(reason, path=name, remedy=remedy)
    return StoreError(
        f"the memory cannot be used: {error}", path=name, remedy="restore it from a copy, or import again"
    )


_EXPLANATIONS = (
    ("locked", "another program is writing into the memory", "wait until it has finished and try again"),
    ("disk is full", "the disk is full", "make room and run the command again; whole units are kept"),
    ("readonly", "the memory may not be written to", "check the rights of the file and of its folder"),
    ("not a database", "this is not a translation memory of Accord, or it is damaged", "restore it from a copy"),
    ("codec can't decode", "the memory is damaged", "restore it from a copy, or import its files again"),
    ("could not decode", "the memory is damaged", "restore it from a copy, or import its files again"),
    ("too big", "the memory is damaged", "restore it from a copy, or import its files again"),
    ("malformed", "the memory is damaged", "restore it from a copy, or import its files again"),
    ("no such", "the memory lacks a part, it is damaged", "restore it from a copy, or import its files again"),
    ("disk i/o error", "the disk cannot be read or written", "check the disk, or restore the memory from a copy"),
    ("unable to open", "the memory cannot be opened", "check the name and the folder"),
)
