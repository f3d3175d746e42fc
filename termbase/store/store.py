"""A glossary in a database, with all that ever happened to it.

Every change is a revision: who made it, when, why, and the concepts as they stood after it. Nothing is ever
overwritten, so that the glossary of any day can be had back.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from types import TracebackType
from typing import Self, TypeVar

from msgspec import Struct
from msgspec.structs import replace

from termbase.keys import concepts_by_identifier
from termbase.merge import merge_glossaries, with_conflict_notes
from termbase.model import Concept, Glossary
from termbase.pour import EVERYTHING, DraftSays, free_name, pour_glossary, term_key
from termbase.review import ReviewState, proposed_terms
from termbase.store.authors import default_author
from termbase.store.codec import decode
from termbase.store.database import Database, damaged
from termbase.store.moments import as_moment
from termbase.store.records import ConceptVersion, ImportResult, Revision, StaleEditError, StoredConcept
from termbase.store.revisions import HEAD, LIVE, REJECTED, differences, read_revision, write_revision
from termbase.store.schema import prepare, refuse_unready
from tmx.address import StoreAddress, address_of
from tmx.errors import ConfigError, StoreError
from tmx.quoting import pasted
from tmx.text.folding import fold
from tmx.text.languages import primary_subtag

__all__ = ["TermStore", "open_store"]

_R = TypeVar("_R", bound=Struct)
_STATE = """SELECT v.identifier, v.revision, v.position, v.body FROM termbase_version v
    JOIN (SELECT identifier, MAX(revision) AS revision FROM termbase_version
          WHERE kind = ? AND revision <= ? GROUP BY identifier) last
    ON v.identifier = last.identifier AND v.revision = last.revision
    WHERE v.kind = ? AND v.body IS NOT NULL ORDER BY v.position, v.identifier"""
_CURRENT = """SELECT v.identifier, v.revision, v.body FROM termbase_current c
    JOIN termbase_version v ON v.kind = c.kind AND v.identifier = c.identifier AND v.revision = c.revision
    WHERE c.kind = ?"""


def open_store(path: Path, *, create: bool = False) -> TermStore:
    """The glossary database at ``path``, a file or an address (``postgresql://…``); with ``create`` it is made.

    Raises :class:`~tmx.errors.StoreError` for a file that is missing, no database, another program's, damaged, made
    by a newer version, or that cannot be opened; and for a server that cannot be reached.
    """
    address = address_of(path)
    database = Database(path, create=create) if address is None else _shared(address)
    try:
        if create:
            prepare(database)
            database.furnish()
        else:
            refuse_unready(database)
    except BaseException:
        database.close()
        raise
    return TermStore(database)


def _shared(address: StoreAddress) -> Database:
    from termbase.store.postgres import PostgresDatabase

    return PostgresDatabase(address)


class TermStore:
    """An open glossary database. Use it in a ``with`` block, which closes it.

    Each method is one transaction: it sees one state, and what it changes is there whole or not at all. All of them
    raise :class:`~tmx.errors.StoreError` where the database cannot be read or written.
    """

    def __init__(self, database: Database) -> None:
        """Made by :func:`open_store`."""
        self._database = database

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Close the database."""
        self._database.close()

    @property
    def path(self) -> Path:
        """Where the database stands."""
        return self._database.path

    @property
    def author(self) -> str:
        """Who is at work in it; a change whose author is said to be "" has this one."""
        return default_author(self._database.login)

    @property
    def database(self) -> Database:
        """The connection, for what else of Accord keeps its notes there."""
        return self._database

    # What stands in it

    @property
    def revision(self) -> int:
        """The number of the last revision; 0 in a new store."""
        return int(self._database.value("SELECT COALESCE(MAX(revision), 0) FROM termbase_revision"))

    @property
    def name(self) -> str:
        """The glossary's name; empty where it was given none."""
        with self._database.reading():
            return self._glossary(HEAD).name

    def export_glossary(self, at: int | str | None = None) -> Glossary:
        """The glossary as it stands, or as it stood after a revision (its number) or on a date.

        ``at`` as text is a revision's number, a date (``2026-03-31``, the end of that day) or a date and time
        (``2026-03-31 14:00``), of this computer's time zone unless it names one. Raises
        :class:`~tmx.errors.ConfigError` for a text that is none of these, and for a revision that there is not.
        """
        with self._database.reading():
            return self._glossary(LIVE, at)

    def rejected(self, at: int | str | None = None) -> Glossary:
        """The proposals that were rejected, as the glossary holds its concepts; ``at`` as above."""
        with self._database.reading():
            return self._glossary(REJECTED, at)

    def state(self) -> ReviewState:
        """The glossary and its rejected proposals, both of one moment."""
        with self._database.reading():
            return ReviewState(self._glossary(LIVE), self._glossary(REJECTED))

    def concept(self, identifier: str) -> StoredConcept | None:
        """The concept of that identifier; None where the glossary has none."""
        return self._one(LIVE, identifier)

    def find(self, text: str, language: str = "") -> tuple[StoredConcept, ...]:
        """The concepts that have the term ``text``, in order; ``language`` may be empty for any.

        Case, accents and the kind of apostrophe do not count.
        """
        folded = " ".join(fold(text).split())
        rows = self._database.rows(
            f"{_CURRENT} AND c.identifier IN "  # noqa: S608  nothing in it comes from outside
            "(SELECT t.identifier FROM termbase_term t WHERE t.kind = ? AND t.folded = ? AND t.language LIKE ?) "
            "ORDER BY c.position",
            (LIVE, LIVE, folded, primary_subtag(language) if language else "%"),
        )
        return tuple(self._stored(row[1:]) for row in rows)

    def named(self, names: Iterable[str]) -> dict[str, list[Concept]]:
        """For each name the concept of that identifier, else those that have that term."""
        found: dict[str, list[Concept]] = {}
        for name in names:
            exact = self.concept(name)
            found[name] = [one.concept for one in ((exact,) if exact else self.find(name))]
        return found

    def select(self, language: str, is_wanted: Callable[[str], bool]) -> Glossary:
        """The concepts of which ``is_wanted`` takes the spelling of a term in ``language``, in order.

        Only these are read, so that a few terms of a large glossary are found at once.
        """
        with self._database.reading():
            rows = self._database.rows(
                "SELECT t.identifier, t.spelling FROM termbase_term t JOIN termbase_current c "
                "ON c.kind = t.kind AND c.identifier = t.identifier "
                "WHERE t.kind = ? AND t.language = ? ORDER BY c.position, c.identifier",
                (LIVE, primary_subtag(language)),
            )
            names = dict.fromkeys(name for name, spelling in rows if is_wanted(spelling))
            found = (self.concept(name) for name in names)
            return Glossary(tuple(one.concept for one in found if one is not None))

    def waiting(self) -> dict[str, list[Concept]]:
        """Under an empty name: the concepts of which terms are proposed."""
        return {"": [concept for concept in self.export_glossary() if proposed_terms(concept)]}

    def was_ever(self, identifier: str) -> bool:
        """Whether a concept has or had that identifier, so that a new one takes another."""
        return bool(self._database.value("SELECT COUNT(*) FROM termbase_version WHERE identifier = ?", (identifier,)))

    def ever_named(self, text: str) -> tuple[str, ...]:
        """The identifiers of all concepts that have or had the term ``text``, also removed and rejected ones."""
        folded = " ".join(fold(text).split())
        rows = self._database.rows(
            "SELECT identifier, body FROM termbase_version WHERE kind <> ? AND body IS NOT NULL ORDER BY revision",
            (HEAD,),
        )
        had = (
            identifier
            for identifier, body in rows
            if any(term_key(term)[1] == folded for term in self._decoded(Concept, body).terms)
        )
        return tuple(dict.fromkeys(had))

    # What happened to it

    def history(self, identifier: str | None = None) -> tuple[Revision, ...]:
        """The revisions, the first one first; with ``identifier`` those that touched that concept."""
        wanted = (
            ""
            if identifier is None
            else " WHERE r.revision IN (SELECT revision FROM termbase_version WHERE identifier = ?)"
        )
        values = () if identifier is None else (identifier,)
        with self._database.reading():
            rows = self._database.rows(
                f"SELECT r.revision, r.at, r.author, r.action, r.reason FROM termbase_revision r{wanted} "  # noqa: S608  nothing in it comes from outside
                "ORDER BY r.revision",
                values,
            )
            touched: dict[int, dict[str, None]] = {}
            for number, concept in self._database.rows(
                "SELECT revision, identifier FROM termbase_version WHERE kind <> ? ORDER BY revision, position, kind",
                (HEAD,),
            ):
                touched.setdefault(number, {})[concept] = None
        return tuple(read_revision(row, touched.get(row[0], ()), self.path) for row in rows)

    def versions(self, identifier: str) -> tuple[ConceptVersion, ...]:
        """Every state of a concept, the first one first, also where it was rejected or removed."""
        rows = self._database.rows(
            "SELECT r.revision, r.at, r.author, r.action, r.reason, v.kind, v.body FROM termbase_version v "
            "JOIN termbase_revision r ON r.revision = v.revision WHERE v.identifier = ? ORDER BY v.revision, v.kind",
            (identifier,),
        )
        return tuple(
            ConceptVersion(
                read_revision(row, (identifier,), self.path),
                identifier,
                None if row[6] is None else self._decoded(Concept, row[6]),
                rejected=row[5] == REJECTED,
            )
            for row in rows
        )

    # What changes it

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A block in which nobody else writes; all that is changed in it is there after it, or nothing."""
        with self._database.writing():
            yield

    def revise(
        self,
        change: Callable[[ReviewState], ReviewState],
        concepts: Sequence[str],
        *,
        author: str,
        action: str,
        reason: str = "",
        seen: int | None = None,
    ) -> Revision | None:
        """Apply ``change`` to the named concepts and write what came of it as one revision.

        ``change`` is given the concepts of these identifiers that there are, with all rejected proposals, and may
        change, add and remove. What it is given is what stands at that moment: nobody else writes meanwhile. Where
        ``seen`` is given, a concept that was changed by a later revision than that raises :class:`StaleEditError`.
        None where nothing changed. What ``change`` raises goes through, and nothing is written then.
        """
        with self._database.writing():
            there = [found.concept for name in concepts if (found := self.concept(name)) is not None]
            head = self._glossary(HEAD)
            before = ReviewState(replace(head, concepts=tuple(there)), self._glossary(REJECTED))
            after = change(before)
            if seen is not None:
                self._refuse_stale(concepts, seen, after.glossary)
            return self._write(before, after, author, action, reason)

    def apply(
        self, before: ReviewState, after: ReviewState, *, author: str, action: str, reason: str = ""
    ) -> Revision | None:
        """Write what leads from ``before`` to ``after`` as one revision; None where that is nothing.

        ``before`` was read earlier: where a concept that changes is no longer as it was then, :class:`StaleEditError`
        is raised and nothing is written.
        """
        edits = dict(differences(before.glossary, after.glossary))
        was, refused = concepts_by_identifier(before.glossary), list(differences(before.rejected, after.rejected))
        with self._database.writing():
            for name, concept in edits.items():
                here = self.concept(name)
                if (here.concept if here else None) != was.get(name):
                    raise self._stale(name, concept)
            there = self._glossary(REJECTED)
            gone = [concept for concept in before.rejected if (concept.identifier, None) in refused]
            left = [concept for concept in there if concept not in gone]
            taken = {concept.identifier for concept in left}
            for _, concept in refused:
                if concept is not None:
                    left.append(replace(concept, identifier=free_name(concept.identifier, taken)))
                    taken.add(left[-1].identifier)
            old = replace(self._glossary(HEAD), concepts=tuple(was[name] for name in edits if name in was))
            new = replace(old, concepts=tuple(concept for concept in edits.values() if concept is not None))
            rejected = replace(there, concepts=tuple(left))
            return self._write(ReviewState(old, there), ReviewState(new, rejected), author, action, reason)

    def import_glossary(
        self,
        glossary: Glossary,
        *,
        author: str,
        reason: str = "",
        rejected: Glossary | None = None,
        base: int | str | None = None,
        action: str = "import",
        says: DraftSays = EVERYTHING,
    ) -> ImportResult:
        """Pour ``glossary`` in, as :func:`~termbase.pour.pour_glossary` tells: nothing that is there is lost.

        ``rejected`` is the list of rejected proposals beside it, ``says`` is what its form can say. With ``base``, the
        revision or date (as for :meth:`export_glossary`) at which the file was exported, the two are merged three-way
        instead: what was changed or removed in the file since then is changed or removed here. Raises
        :class:`~tmx.errors.TermbaseError` where two concepts of ``glossary`` have the same identifier.
        """
        concepts_by_identifier(glossary)
        with self._database.writing():
            before = self.state()
            if base is not None:
                return self._merge(before, self._glossary(LIVE, base), glossary, author, action, reason)
            poured = pour_glossary(
                before.glossary, glossary, rejected=before.rejected, newly_rejected=rejected, says=says
            )
            after = ReviewState(poured.glossary, poured.rejected)
            revision = self._write(before, after, author, action, reason)
        return ImportResult(
            added=len(poured.added),
            changed=len(poured.changed),
            known=poured.known,
            refused=poured.refused,
            withdrawn=len(poured.withdrawn),
            conflicts=poured.conflicts,
            revision=revision,
        )

    def replace_glossary(
        self, glossary: Glossary, *, author: str, action: str, reason: str = "", seen: int | None = None
    ) -> Revision | None:
        """Make the store hold ``glossary`` and nothing else, as one revision; None where that is no change.

        With ``seen`` it is refused with :class:`~tmx.errors.StoreError` where there are later revisions than that.
        """
        concepts_by_identifier(glossary)
        with self._database.writing():
            if seen is not None and self.revision != seen:
                raise StoreError(
                    "the glossary was changed by somebody else meanwhile, and is left as it is",
                    path=self.path,
                    remedy="do it again with what stands there now",
                )
            before = self.state()
            return self._write(before, replace(before, glossary=glossary), author, action, reason)

    def become(self, after: ReviewState, *, author: str, action: str, reason: str = "") -> Revision | None:
        """Make the store hold ``after``, rejected proposals too, as one revision; None where that is no change."""
        with self._database.writing():
            return self._write(self.state(), after, author, action, reason)

    def restore(self, at: int | str, *, author: str, reason: str = "", concept: str | None = None) -> Revision | None:
        """Bring back the state after a revision or on a date, or one concept's: a new revision, nothing is forgotten.

        None where that is what stands already. Raises :class:`~tmx.errors.ConfigError` for a revision or a concept
        that there is not.
        """
        with self._database.writing():
            before, after = (
                ReviewState(*(_only(self._glossary(kind, moment), concept) for kind in (LIVE, REJECTED)))
                for moment in (None, at)
            )
            if concept is not None:  # one concept's return leaves the glossary's name as it is
                after = replace(after, glossary=replace(before.glossary, concepts=after.glossary.concepts))
            if concept is not None and not any((*before.glossary, *after.glossary, *before.rejected, *after.rejected)):
                raise ConfigError(f"there is no concept «{concept}» now or then", path=self.path)
            return self._write(before, after, author, f"restore {self._number(at)}", reason)

    # Inside

    def _number(self, at: int | str | None) -> int:
        """The revision that ``at`` means."""
        last = self.revision
        if at is None:
            return last
        if isinstance(at, int) or at.strip().isdigit():
            number = int(at)
            if not 0 <= number <= last:
                raise ConfigError(
                    f"there is no revision {number}; the last one is {last}",
                    path=self.path,
                    remedy=f"the list: accord terms history {pasted(self.path)}",
                )
            return number
        return int(
            self._database.value(
                "SELECT COALESCE(MAX(revision), 0) FROM termbase_revision WHERE at <= ?", (as_moment(at),)
            )
        )

    def _glossary(self, kind: str, at: int | str | None = None) -> Glossary:
        """The concepts of a kind, in order; with those of the glossary itself go its name and data."""
        number = None if at is None else self._number(at)
        head = self._bodies(HEAD, number) if kind != REJECTED else []
        glossary = self._decoded(Glossary, head[0]) if head else Glossary(())
        if kind == HEAD:
            return glossary
        return replace(glossary, concepts=tuple(self._decoded(Concept, body) for body in self._bodies(kind, number)))

    def _bodies(self, kind: str, number: int | None) -> list[str]:
        if number is None:
            rows = self._database.rows(f"{_CURRENT} ORDER BY c.position, c.identifier", (kind,))
        else:
            rows = self._database.rows(_STATE, (kind, number, kind))
        return [row[-1] for row in rows]

    def _one(self, kind: str, identifier: str) -> StoredConcept | None:
        rows = self._database.rows(f"{_CURRENT} AND c.identifier = ?", (kind, identifier))
        return self._stored(rows[0][1:]) if rows else None

    def _stored(self, row: Sequence[object]) -> StoredConcept:
        number, body = row
        if not isinstance(number, int):
            raise damaged(self.path)
        return StoredConcept(self._decoded(Concept, body), number)

    def _decoded(self, kind: type[_R], body: object) -> _R:
        try:
            return decode(kind, body)
        except StoreError as error:
            raise StoreError(error.reason, path=self.path, remedy=error.remedy) from error

    def _refuse_stale(self, identifiers: Sequence[str], seen: int, mine: Glossary) -> None:
        wanted = {concept.identifier: concept for concept in mine}
        for identifier in identifiers:
            versions = self._live_versions(identifier)
            if versions and versions[-1].revision.number > seen:
                raise self._stale(identifier, wanted.get(identifier))

    def _live_versions(self, identifier: str) -> list[ConceptVersion]:
        return [version for version in self.versions(identifier) if not version.rejected]

    def _stale(self, identifier: str, mine: Concept | None) -> StaleEditError:
        last = self._live_versions(identifier)[-1]
        done = "removed" if last.concept is None else "changed"
        return StaleEditError(
            f"«{identifier}» was {done} meanwhile by {last.revision.author}, in revision {last.revision.number}",
            mine=mine,
            theirs=last,
            remedy="look at what stands there now, and do it again",
        )

    def _merge(
        self, before: ReviewState, base: Glossary, theirs: Glossary, author: str, action: str, reason: str
    ) -> ImportResult:
        merged = merge_glossaries(base, before.glossary, theirs)
        now = with_conflict_notes(merged)
        was = concepts_by_identifier(before.glossary)
        revision = self._write(before, ReviewState(now, before.rejected), author, action, reason)
        new = [concept for concept in now if concept.identifier not in was]
        kept = [concept for concept in now if concept.identifier in was]
        return ImportResult(
            added=len(new),
            changed=sum(was[concept.identifier] != concept for concept in kept),
            known=sum(was[concept.identifier] == concept for concept in kept),
            refused=0,
            withdrawn=len(was) - len(kept),
            conflicts=merged.conflicts,
            revision=revision,
        )

    def _write(self, before: ReviewState, after: ReviewState, author: str, action: str, reason: str) -> Revision | None:
        return write_revision(self._database, before, after, Revision(0, "", author or self.author, action, reason))


def _only(glossary: Glossary, identifier: str | None) -> Glossary:
    if identifier is None:
        return glossary
    return replace(glossary, concepts=tuple(concept for concept in glossary if concept.identifier == identifier))
