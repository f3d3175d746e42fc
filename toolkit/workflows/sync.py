"""Local copies of a memory and of a glossary, and those that a team shares."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from termbase.store import open_store as open_terms
from termbase.store.files import is_store as is_glossary
from termbase.store.syncing import TermSync, sync_stores
from tmx.errors import ConfigError, StoreError
from tmx.store.syncing import MemorySync, sync_memories
from toolkit.workflows.memory_import import refresh_index
from toolkit.workflows.memory_source import is_store, open_store

__all__ = ["sync_glossary", "sync_memory"]


def sync_memory(local: Path, shared: Path, *, progress: Callable[[int], None] | None = None) -> MemorySync:
    """Bring the memories ``local``, which is made where there is none, and ``shared`` together.

    ``progress`` is called with the number of units looked at so far. The local index is brought up to date. Raises
    :class:`~tmx.errors.AccordError` where one of them is no database or cannot be read or written.
    """
    for path in (local, shared):
        if not is_store(path):
            _refuse_missing(path, made=path is local)
            raise ConfigError(
                "this is a file of units, a memory was expected",
                path=path,
                remedy="take it into one: accord memory import FILE --memory memory.db",
            )
    seen = 0

    def told(units: int) -> None:
        nonlocal seen
        seen += units
        if progress is not None:
            progress(seen)

    with open_store(shared) as team, open_store(local, create=True) as mine:
        done = sync_memories(mine, team, progress=told)
        refresh_index(mine)
    return done


def sync_glossary(local: Path, shared: Path, *, author: str = "", reason: str = "") -> TermSync:
    """Bring the glossary databases ``local``, which is made where there is none, and ``shared`` together.

    Raises :class:`~tmx.errors.AccordError` where one of them is no database or cannot be read or written.
    """
    for path in (local, shared):
        if not is_glossary(path):
            _refuse_missing(path, made=path is local)
            raise ConfigError(
                "this is a file, a glossary database was expected",
                path=path,
                remedy="pour it into one: accord terms import GLOSSARY.csv -o GLOSSARY.db",
            )
    with open_terms(shared) as team, open_terms(local, create=True) as mine:
        return sync_stores(mine, team, author=author, reason=reason)


def _refuse_missing(path: Path, *, made: bool) -> None:
    """Raise :class:`~tmx.errors.AccordError` where there is nothing at ``path``, which is no name of a database.

    ``made`` is whether a database would be made there.
    """
    if path.exists() or (made and path.suffix):
        return
    if made:
        raise ConfigError("the name of a database ends in .db", path=path, remedy=f"call it {path.name}.db")
    raise StoreError("there is no such file", path=path, remedy="check the name and the folder")
