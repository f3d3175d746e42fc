"""What a glossary store hands back: revisions, concepts with the revision that wrote them, what an import did."""

from __future__ import annotations

from msgspec import Struct

from termbase.merge import Conflict
from termbase.model import Concept
from tmx.errors import StoreError

__all__ = ["ConceptVersion", "ImportResult", "Revision", "StaleEditError", "StoredConcept"]


class Revision(Struct, frozen=True):
    """One change to a store: its number (from 1), when (UTC, ISO 8601 with ``Z``), who, what was done, and why.

    ``concepts`` are the identifiers of the concepts that it touched, in order.
    """

    number: int
    at: str
    author: str
    action: str
    reason: str = ""
    concepts: tuple[str, ...] = ()


class StoredConcept(Struct, frozen=True):
    """A concept as it stands, and the number of the revision that made it so."""

    concept: Concept
    revision: int


class ConceptVersion(Struct, frozen=True):
    """A concept after a revision; None where that revision removed it.

    ``rejected`` tells the list of rejected proposals from the glossary itself.
    """

    revision: Revision
    identifier: str
    concept: Concept | None
    rejected: bool = False


class ImportResult(Struct, frozen=True):
    """What came of pouring a glossary into a store.

    Counted are concepts: ``added``, ``changed``, ``known`` (nothing new in them), ``refused`` (proposals that were
    rejected before) and ``withdrawn`` (proposals of the store that the list of rejected ones takes out).
    ``conflicts`` are contradictions: the store kept what it has, and a note on the concept says what was poured in.
    ``revision`` is None where nothing changed.
    """

    added: int
    changed: int
    known: int
    refused: int
    withdrawn: int
    conflicts: tuple[Conflict, ...]
    revision: Revision | None


class StaleEditError(StoreError):
    """A concept was changed by somebody else since it was read. ``mine`` was not written, ``theirs`` stands."""

    def __init__(self, reason: str, *, mine: Concept | None, theirs: ConceptVersion, remedy: str) -> None:
        super().__init__(reason, remedy=remedy)
        self.mine = mine
        self.theirs = theirs
