"""Bringing two copies of a glossary together: a local one that was worked on offline, and the one that a team shares.

Both keep all their revisions. What both were when they last agreed is the base of a three-way merge; two that never
met are poured together. Either way both hold the same afterwards, as one revision each, and nothing is lost: where they
contradict each other the shared one's word stands, and a note on the concept says what the local one had.
"""

from __future__ import annotations

from msgspec import Struct
from msgspec.structs import replace

from termbase.merge import Conflict, merge_glossaries, with_conflict_notes
from termbase.model import Glossary
from termbase.pour import pour_glossary
from termbase.review import ReviewState
from termbase.store.records import Revision
from termbase.store.store import TermStore
from termbase.store.sync_marks import Agreement, agreement_with, identity_of, make_sync_table, note_agreement
from tmx.errors import ConfigError

__all__ = ["TermSync", "sync_stores"]

_ACTION = "sync"


class TermSync(Struct, frozen=True):
    """What came of it: the revision made here (local) and there (shared), None where nothing changed; the conflicts."""

    here: Revision | None
    there: Revision | None
    conflicts: tuple[Conflict, ...]


def sync_stores(local: TermStore, shared: TermStore, *, author: str, reason: str = "") -> TermSync:
    """Bring both to the same concepts and the same rejected proposals. Run again, it changes nothing.

    Of a conflict, ``ours`` is what the shared glossary has, ``theirs`` what the local one has. Nobody else writes into
    either meanwhile, and what is shared is written first: a run that is killed between the two is made good by the
    next. Raises :class:`~tmx.errors.ConfigError` where both are the same, and :class:`~tmx.errors.StoreError` where one
    of them cannot be read or written.
    """
    if local.path == shared.path:
        raise ConfigError("both are the same glossary", path=local.path, remedy="name the local one first")
    with local.alone(), shared.alone():
        for store in (local, shared):
            make_sync_table(store.database)
        peer = identity_of(shared.database)
        known = _still_true(agreement_with(local.database, peer), local, shared)
        after, conflicts = _together(local, shared, known)
        why = reason or _of_whom(local, known, author or shared.author)
        there = shared.become(after, author=author, action=_ACTION, reason=why)
        here = local.become(after, author=author, action=_ACTION, reason=reason or f"with {shared.path}")
        note_agreement(local.database, peer, Agreement(local.revision, shared.revision, _moment(shared)))
    return TermSync(here, there, conflicts)


def _still_true(known: Agreement | None, local: TermStore, shared: TermStore) -> Agreement | None:
    """The agreement, unless one of the two was put back to an older state since and knows nothing of it."""
    if known is None or local.revision < known.here or _moment(shared, known.there) != known.mark:
        return None
    return known


def _moment(store: TermStore, revision: int | None = None) -> str:
    number = store.revision if revision is None else revision
    return str(store.database.value("SELECT at FROM termbase_revision WHERE revision = ?", (number,)) or "")


def _together(local: TermStore, shared: TermStore, known: Agreement | None) -> tuple[ReviewState, tuple[Conflict, ...]]:
    ours, theirs = shared.state(), local.state()
    if known is None:
        poured = pour_glossary(ours.glossary, theirs.glossary, rejected=ours.rejected, newly_rejected=theirs.rejected)
        return ReviewState(poured.glossary, poured.rejected), poured.conflicts
    merged = merge_glossaries(local.export_glossary(known.here), ours.glossary, theirs.glossary)
    rejected = merge_glossaries(local.rejected(known.here), ours.rejected, theirs.rejected).glossary
    glossary = _named(with_conflict_notes(merged), theirs.glossary)
    return ReviewState(glossary, rejected), merged.conflicts


def _named(glossary: Glossary, other: Glossary) -> Glossary:
    return glossary if glossary.name else replace(glossary, name=other.name)


def _of_whom(local: TermStore, known: Agreement | None, author: str) -> str:
    """Whose work it is that is brought in, where it is not all the author's."""
    since = known.here if known else 0
    names = dict.fromkeys(one.author for one in local.history() if one.number > since and one.action != _ACTION)
    return f"work of {', '.join(names)}" if names and set(names) != {author} else ""
