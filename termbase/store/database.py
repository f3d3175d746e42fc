"""The connection to a store's database, its transactions, and what its failures mean to a translator.

All that is particular to SQLite stands in this module; the statements of the schema and of the store are plain SQL with
``?`` for values.

The journal is SQLite's rollback journal, not a write-ahead log: the glossary is one file, which can be mailed, copied
and read from a folder that may not be written to, also on a shared drive. Writers take their turn at the beginning of
a transaction (``BEGIN IMMEDIATE``), so that none works on what another is changing.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from tmx.errors import StoreError

__all__ = ["Database", "damaged"]

_PATIENCE = 30.0  # seconds to wait for another writer
_MAGIC = b"SQLite format 3\x00"
_Row = tuple[Any, ...]

_FAILURES = (
    ("SQLITE_NOTADB", "this file is not a database", "check that it is the glossary you meant"),
    ("SQLITE_CORRUPT", "the database is damaged", "go back to a copy of the file"),
    ("SQLITE_READONLY", "the database cannot be written: the file or its folder is read-only", "copy it elsewhere"),
    ("SQLITE_CANTOPEN", "the database cannot be opened or made here", "check the folder and its rights"),
    ("SQLITE_FULL", "the disk is full, nothing was changed", "make room and do it again"),
    ("SQLITE_BUSY", f"another process has been writing for {_PATIENCE:.0f} seconds", "wait for it, and do it again"),
    ("SQLITE_LOCKED", "another process is writing", "wait for it, and do it again"),
    ("SQLITE_IOERR", "the disk refused to read or write, nothing was changed", "check that there is room on it"),
    ("SQLITE_PERM", "the rights to the database are missing", "check the file's rights"),
    ("SQLITE_AUTH", "the rights to the database are missing", "check the file's rights"),
    ("SQLITE_TOOBIG", "a text is too long for the database", "shorten it"),
)


class Database:
    """An open SQLite database. Errors are :class:`~tmx.errors.StoreError`, each with the path and a remedy.

    ``login`` is the name by which a server knows who works in it; a file knows none.
    """

    login: str = ""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        """Open the file; with ``create`` it may be missing or empty. Nothing is written here."""
        self.path = path
        _look_at(path, create=create)
        with self._told():
            mode = "rwc" if create else "rw"
            self._connection = sqlite3.connect(
                f"{path.absolute().as_uri()}?mode={mode}", uri=True, timeout=_PATIENCE, isolation_level=None
            )
            try:
                self._connection.execute("PRAGMA trusted_schema = OFF")
                self._connection.execute("PRAGMA foreign_keys = ON")
                self._connection.execute("PRAGMA cell_size_check = ON")
            except BaseException:
                self._connection.close()
                raise

    def close(self) -> None:
        """Close the file. A transaction that is open is rolled back."""
        self._connection.close()

    def rows(self, statement: str, values: Sequence[object] = ()) -> list[_Row]:
        """The rows of a query."""
        with self._told():
            return self._connection.execute(statement, values).fetchall()

    def value(self, statement: str, values: Sequence[object] = ()) -> Any:  # noqa: ANN401  whatever the column holds
        """The first column of the first row of a query; None where there is no row."""
        rows = self.rows(statement, values)
        return rows[0][0] if rows else None

    def run(self, statement: str, values: Sequence[object] = ()) -> None:
        """Run a statement that changes something."""
        with self._told():
            self._connection.execute(statement, values)

    def run_many(self, statement: str, values: Iterable[Sequence[object]]) -> None:
        """Run a statement once for each of ``values``."""
        with self._told():
            self._connection.executemany(statement, values)

    @contextmanager
    def reading(self) -> Iterator[None]:
        """A block in which all queries see the same state."""
        with self._transaction("BEGIN"):
            yield

    @contextmanager
    def writing(self) -> Iterator[None]:
        """A block whose changes are all there after it, or none of them; one writer at a time."""
        with self._transaction("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def _transaction(self, begin: str) -> Iterator[None]:
        if self._connection.in_transaction:
            yield
            return
        with self._told():
            self._connection.execute(begin)
        try:
            yield
            with self._told():
                self._connection.execute("COMMIT")
        except BaseException:
            if self._connection.in_transaction:
                with self._told():
                    self._connection.execute("ROLLBACK")
            raise

    def objects(self) -> dict[str, str]:
        """What the database holds, by name: ``table``, ``index`` or what else it is."""
        return dict(self.rows("SELECT name, type FROM sqlite_master"))

    def marked_version(self) -> int:
        """The version of the tables as the head of the file says it; 0 where it says none."""
        return int(self.value("PRAGMA user_version"))

    def mark_version(self, version: int) -> None:
        """Have the head of the file say the version of its tables, where other programs look for it."""
        self.run(f"PRAGMA user_version = {version:d}")

    def furnish(self) -> None:
        """Nothing: a file has no members, and its folder's rights say who may write it."""

    def refuse_damaged(self) -> None:
        """Raise :class:`~tmx.errors.StoreError` where the pages of the file do not hold together."""
        if self.value("PRAGMA quick_check(1)") != "ok":
            raise damaged(self.path)

    @contextmanager
    def _told(self) -> Iterator[None]:
        """Errors of SQLite as errors of ours."""
        try:
            yield
        except sqlite3.Error as error:
            name = getattr(error, "sqlite_errorname", "") or ""
            for start, reason, remedy in _FAILURES:
                if name.startswith(start):
                    raise StoreError(reason, path=self.path, remedy=remedy) from error
            if "decode" in str(error):  # a text that is no UTF-8
                raise damaged(self.path) from error
            raise StoreError(
                f"the database cannot be used ({error})", path=self.path, remedy="go back to a copy of the file"
            ) from error
        except UnicodeDecodeError as error:
            raise damaged(self.path) from error
        except UnicodeEncodeError as error:
            raise StoreError(
                "a text has half a character in it (a lone surrogate)", path=self.path, remedy="type it again"
            ) from error


def damaged(path: Path) -> StoreError:
    """The error for a database that holds what nobody can have written there."""
    return StoreError("the database is damaged", path=path, remedy="go back to a copy of the file")


def _look_at(path: Path, *, create: bool) -> None:
    """What can be told before SQLite is asked: a missing file, a folder, something else than a database."""
    try:
        if path.is_dir():
            raise StoreError("this is a folder, a glossary was expected", path=path, remedy="name a file in it")
        with path.open("rb") as stream:
            head = stream.read(len(_MAGIC))
    except FileNotFoundError as error:
        if not create:
            raise StoreError("there is no such file", path=path, remedy="check the name and the folder") from error
        if not path.parent.is_dir():
            raise StoreError("there is no such folder", path=path.parent, remedy="make it, or name another") from error
        return
    except OSError as error:
        reason = (error.strerror or str(error)).lower()
        raise StoreError(reason, path=path, remedy="check the name and the folder") from error
    if not head and not create:
        raise StoreError(
            "the file is empty", path=path, remedy="fill it: accord terms import GLOSSARY.csv -o GLOSSARY.db"
        )
    if head and head != _MAGIC:
        raise StoreError("this file is not a database", path=path, remedy="check that it is the glossary you meant")
