"""Memories in SQLite: one file, embedded in the program, many readers beside one writer (write-ahead log)."""

from __future__ import annotations

import sqlite3
from pathlib import Path
from urllib.parse import quote

from tmx.errors import StoreError
from tmx.store.database import Database, explain
from tmx.store.dialect import SQLITE
from tmx.store.memory import MemoryStore

__all__ = ["is_sqlite", "open_memory"]

_MAGIC = b"SQLite format 3\0"
_WAIT = 30.0  # seconds for another writer to finish


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
                    "this is no translation memory of Accord", path=path, remedy="check that it is the file you meant"
                )
    elif not create:
        raise StoreError("the file is empty", path=path, remedy="restore it from a copy, or import again")
    try:
        connection = _connected(path)
    except (sqlite3.Error, OSError) as error:
        raise explain(error, str(path)) from error
    store = MemoryStore(Database(connection, SQLITE, sqlite3.Error, str(path)), path.with_name(path.name + ".index"))
    try:
        store.prepare(create=create)
    except BaseException:
        store.close()
        raise
    return store


def _connected(path: Path) -> sqlite3.Connection:
    if path.parent != Path():
        path.parent.mkdir(parents=True, exist_ok=True)
    connection = sqlite3.connect(path, timeout=_WAIT, isolation_level=None, check_same_thread=False)
    try:
        connection.execute("PRAGMA journal_mode = WAL")
    except sqlite3.OperationalError as error:
        if "locked" in str(error):
            raise
        # A folder or a disk that may only be read: nothing is written there, and so nothing has to be waited for.
        connection.close()
        connection = sqlite3.connect(f"file:{quote(str(path.absolute()))}?immutable=1", uri=True, isolation_level=None)
    for setting in ("synchronous = NORMAL", "cache_size = -65536", "mmap_size = 1073741824", "temp_store = MEMORY"):
        connection.execute(f"PRAGMA {setting}")
    return connection
