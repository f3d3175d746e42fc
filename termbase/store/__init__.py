"""The glossary database: concepts with their whole history, written by several people at once."""

from termbase.store.records import ConceptVersion, ImportResult, Revision, StaleEditError, StoredConcept
from termbase.store.store import TermStore, open_store

__all__ = [
    "ConceptVersion",
    "ImportResult",
    "Revision",
    "StaleEditError",
    "StoredConcept",
    "TermStore",
    "open_store",
]
