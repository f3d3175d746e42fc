"""A glossary database where a glossary file may stand: read whole, poured into, its rejected proposals."""

from __future__ import annotations

from pathlib import Path

from termbase.model import Glossary
from termbase.pour import is_proposal
from termbase.store.records import ImportResult
from termbase.store.store import open_store
from tmx.address import address_of

__all__ = ["is_store", "pour_into_store", "read_rejected_of_store", "read_store"]

_STORE_SUFFIX = ".db"


def is_store(path: Path) -> bool:
    """Whether ``path`` is called like a glossary database, or is the address of one."""
    return path.suffix.lower() == _STORE_SUFFIX or address_of(path) is not None


def read_store(path: Path) -> Glossary:
    """The glossary as it stands in the database. Raises what :func:`~termbase.store.store.open_store` raises."""
    with open_store(path) as store:
        return store.export_glossary()


def read_rejected_of_store(path: Path) -> Glossary:
    """The proposals that were rejected in the database; none where there is no database yet."""
    if not path.exists():
        return Glossary(())
    with open_store(path) as store:
        return store.rejected()


def pour_into_store(path: Path, glossary: Glossary, *, author: str = "", reason: str = "") -> ImportResult:
    """Pour ``glossary`` into the database, which is made where there is none. Nothing that it has is lost.

    Raises what :func:`~termbase.store.store.open_store` and :meth:`~termbase.store.store.TermStore.import_glossary`
    raise.
    """
    action = "propose" if glossary.concepts and all(is_proposal(concept) for concept in glossary) else "import"
    with open_store(path, create=True) as store:
        return store.import_glossary(glossary, author=author, reason=reason, action=action)
