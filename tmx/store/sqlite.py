"""Memories in SQLite: one file, embedded in the program, many readers beside one writer (write-ahead log)."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any
from urllib.parse import quote

from tmx.errors import StoreError
from tmx.files import make_folder
from tmx.store.database import Database, Single, explain
from tmx.store.dialect import SQLITE
from tmx.store.forms import prepare
from tmx.store.memory import MemoryStore

__all__ = ["is_sqlite", "open_memory"]

_MAGIC = b"SQLite format 3\0"
_PLAIN = re.compile(r"[A-Za-z0-9-]{0,100}").fullmatch
_SETTINGS = ("synchronous = NORMAL", "cache_size = -65536", "mmap_size = 1073741824", "temp_store = MEMORY")
_LOADING = ("cache_size = -16384", "mmap_size = 0", "wal_autocheckpoint = 4000")
_PAGE = 8192
_WAIT = 30.0  # seconds for another writer to finish


class SqliteDatabase(Database):
    """A connection to SQLite, which takes many rows in one statement in half of the time."""

    def __init__(self, connection: sqlite3.Connection, name: str) -> None:
        super().__init__(connection, SQLITE, sqlite3.Error, name)

    @contextmanager
    def loading(self) -> Iterator[None]:
        """In the block little memory is used, and the log is copied into the file less often."""
        for setting in _LOADING:
            self.run(f"PRAGMA {setting}")
        try:
            yield
        finally:
            for setting in (*_SETTINGS, "wal_autocheckpoint = 1000"):
                self.run(f"PRAGMA {setting}")

    def insert(self, table: str, columns: Mapping[str, Sequence[Any] | Single]) -> None:
        """Insert rows that are given as columns; see :meth:`tmx.store.database.Database.insert`."""
        size = next(len(column) for column in columns.values() if not isinstance(column, Single))
        bound: list[Sequence[Any]] = []
        row = f"({','.join(_mark(column, size, bound) for column in columns.values())})"
        width = len(bound)
        values: list[Any] = [None] * (size * width)
        for place, column in enumerate(bound):
            values[place::width] = column
        head = f"INSERT INTO {table} ({','.join(columns)}) VALUES "  # noqa: S608  no input in it
        statement, rows, at = "", 0, 0
        while at < size:
            most = 1 << (min(size - at, SQLITE.parameters // width).bit_length() - 1)
            if most != rows:
                statement, rows = head + ",".join([row] * most), most
            self.run(statement, values[at * width : (at + rows) * width])
            at += rows


def _mark(column: Sequence[Any] | Single, size: int, bound: list[Sequence[Any]]) -> str:
    """What stands for a column in a statement: a plain value itself; others are added to those that are ``bound``."""
    if isinstance(column, Single):
        value = column.value
        if value is None or isinstance(value, int):
            return "NULL" if value is None else str(value)
        if _PLAIN(value):
            return f"'{value}'"
        column = [value] * size
    bound.append(column)
    return "?"


def is_sqlite(path: Path) -> bool:
    """Whether ``path`` is named as a database (``.db``), or is one."""
    if path.suffix.lower() == ".db":
        return True
    try:
        with path.open("rb") as stream:
            return stream.read(len(_MAGIC)) == _MAGIC
    except OSError:
        return False


def open_memory(path: Path, *, create: bool = False) -> MemoryStore:
    """The memory in the file ``path``; with ``create`` it is made where there is none.

    Raises :class:`~tmx.errors.StoreError` where the file is missing, is something else, was made by a newer version, or
    is damaged.
    """
    if path.is_dir():
        raise StoreError("this is a folder, a memory was expected", path=path, remedy="name the file in it")
    if not path.exists() and not create:
        raise StoreError(
            "there is no such memory", path=path, remedy="check the name, or make it: accord memory import FILE"
        )
    if path.exists() and path.stat().st_size:
        with path.open("rb") as stream:
            if stream.read(len(_MAGIC)) != _MAGIC:
                raise StoreError(
                    "this is not a translation memory of Accord",
                    path=path,
                    remedy="check that it is the file you meant",
                )
    elif not create:
        raise StoreError("the file is empty", path=path, remedy="restore it from a copy, or import again")
    try:
        connection = _connected(path)
    except (sqlite3.Error, OSError, UnicodeDecodeError) as error:
        raise explain(error, str(path)) from error
    database = SqliteDatabase(connection, str(path))
    store = MemoryStore(database, path.with_name(path.name + ".index"))
    try:
        prepare(database, create=create)
    except BaseException:
        store.close()
        raise
    return store


def _connected(path: Path) -> sqlite3.Connection:
    make_folder(path.parent)
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        if not _writes_log(connection):
            # A folder or a disk that may only be read: nothing is written there, and so nothing has to be waited for.
            connection.close()
            connection = sqlite3.connect(
                f"file:{quote(str(path.absolute()))}?immutable=1", uri=True, isolation_level=None
            )
        for setting in _SETTINGS:
            connection.execute(f"PRAGMA {setting}")
    except BaseException:
        connection.close()
        raise
    return connection


def _writes_log(connection: sqlite3.Connection) -> bool:
    """Whether a log can be written beside the database, which is switched to one."""
    try:
        connection.execute(f"PRAGMA page_size = {_PAGE}")  # of a new file
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
        return False
    return True
