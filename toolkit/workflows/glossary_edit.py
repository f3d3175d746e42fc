"""Changes to single concepts of a glossary, whether it is a database or a file."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct
from msgspec.structs import replace

from termbase.diff import Change, diff_glossaries
from termbase.editing import add_concept, add_terms, concept_with, free_identifier, name_of, terms_named
from termbase.formats.registry import write_glossary
from termbase.formats.rejected import read_rejected, rejected_path
from termbase.formats.rewriting import glossary_suffix, in_turn, read_again, refuse_foreign
from termbase.inflections import RejectedForms
from termbase.keys import concepts_by_identifier
from termbase.match.hyphens import other_hyphens
from termbase.model import Concept, Glossary
from termbase.pour import is_proposal
from termbase.review import ReviewState, proposed_terms
from termbase.store import Revision, TermStore, open_store
from termbase.store.files import is_store
from tmx.errors import ConfigError, StoreError, TermbaseError
from tmx.text.languages import find_language

__all__ = ["Edit", "Edited", "Waiting", "add_to_glossary", "edit_glossary", "file_stamp", "write_state"]

_Change = Callable[[ReviewState, tuple[str, ...]], ReviewState]


class Edit(Struct, frozen=True):
    """Who changes what, in a word, and why; ``seen`` is the revision that the person had before them, None if any."""

    action: str
    author: str = ""
    reason: str = ""
    seen: int | None = None


class Edited(Struct, frozen=True):
    """What was changed, the glossary's part and the rejected proposals apart; ``revision`` is None for a file."""

    changes: tuple[Change, ...]
    rejected: tuple[Change, ...]
    revision: Revision | None


class Waiting(Struct, frozen=True):
    """Stands for the names of concepts: all of those that have proposed terms."""


def edit_glossary(path: Path, names: Sequence[str] | Waiting, change: _Change, edit: Edit) -> Edited:
    """Apply ``change`` to the concepts that ``names`` mean: each an identifier, or a term.

    ``change`` is given the state and the concepts' identifiers. In a database nobody else writes meanwhile; a file
    that somebody else wrote meanwhile is left alone. Raises :class:`~tmx.errors.AccordError` where a name means no
    concept or several, where nothing comes of the change, and what ``change`` raises; nothing is written then.
    """
    if is_store(path):
        with open_store(path) as store, store.alone():
            found = store.waiting() if isinstance(names, Waiting) else store.named(names)
            concepts = _resolved(found, names, path)
            return _in_store(store, concepts, change, edit)
    with in_turn(path):
        work = _File(path)
        here = work.state.glossary
        waiting = [concept for concept in here if proposed_terms(concept)]
        found = {"": waiting} if isinstance(names, Waiting) else {name: _exactly(here, name) for name in names}
        return work.apply(lambda state: change(state, _resolved(found, names, path)), edit)


def add_to_glossary(
    path: Path,
    concept: Concept,
    edit: Edit,
    *,
    home: str = "",
    again: bool = False,
) -> Edited:
    """Add the terms of ``concept``, with what it says of itself, as a new concept or, with ``home``, to that one.

    Its identifier is made of its first term where it has none. Raises :class:`~tmx.errors.TermbaseError` where it
    has none and a concept has all the terms already, where its identifier is taken, and for proposals that were
    rejected before unless ``again``. A database or a table that is not there is made.
    """

    def added(state: ReviewState, homes: tuple[str, ...]) -> ReviewState:
        if homes:
            return add_terms(state, homes[0], concept.terms)
        known = concept_with(concept.terms, state.glossary)
        if known is not None and not concept.identifier:
            raise TermbaseError(
                f"the glossary has «{name_of(concept)}» already, as the concept «{known.identifier}»",
                path=path,
                remedy="if another concept is meant, give it a name of its own: --name",
            )
        refused = RejectedForms(state.rejected).find(concept) if is_proposal(concept) else None
        if refused is not None and again:
            left = tuple(one for one in state.rejected if one is not refused)
            state = replace(state, rejected=replace(state.rejected, concepts=left))
        elif refused is not None:
            told = next((note for note in reversed(refused.notes) if note.startswith("rejected: ")), "")
            what = f"«{name_of(concept)}» was rejected before"
            if concept_with(concept.terms, [refused]) is None:
                what = f"«{name_of(concept)}» was rejected before as «{name_of(refused)}»"
            raise TermbaseError(
                f"{what} ({told.removeprefix('rejected: ')})" if told else what,
                path=path,
                remedy="to propose it all the same: --again",
            )
        return add_concept(state, concept)

    if not is_store(path):
        with in_turn(path):
            return _added_to_file(path, concept, edit, home, added)
    with open_store(path, create=True) as store, store.alone():
        if home:
            homes = _resolved(store.named([home]), [home], path)
            return _in_store(store, homes, added, edit)
        if concept.identifier and store.concept(concept.identifier):
            raise _taken(path, concept.identifier)
        name = concept.identifier or free_identifier(concept.terms[0].text, store.was_ever)
        known = {
            one.concept.identifier
            for term in concept.terms
            for text in (term.text, *other_hyphens(term.text, find_language(term.language)))
            for one in store.find(text, term.language)
        }
        new = replace(concept, identifier=name)
        return _in_store(store, (*sorted(known), name), lambda state, _: _renamed(added(state, ()), concept, new), edit)


def _renamed(state: ReviewState, old: Concept, new: Concept) -> ReviewState:
    concepts = (new if one is old else one for one in state.glossary)
    return replace(state, glossary=replace(state.glossary, concepts=tuple(concepts)))


def _taken(path: Path, name: str) -> TermbaseError:
    return TermbaseError(f"there is a concept «{name}» already", path=path, remedy="give it another name with --name")


def _added_to_file(path: Path, concept: Concept, edit: Edit, home: str, added: _Change) -> Edited:
    work = _File(path, create=True)
    taken = concepts_by_identifier(work.state.glossary)
    if home:
        homes = _resolved({home: _exactly(work.state.glossary, home)}, [home], path)
        return work.apply(lambda state: added(state, homes), edit)
    if concept.identifier in taken:
        raise _taken(path, concept.identifier)
    name = concept.identifier or free_identifier(concept.terms[0].text, taken.__contains__)
    new = replace(concept, identifier=name)
    return work.apply(lambda state: _renamed(added(state, ()), concept, new), edit)


def _in_store(store: TermStore, concepts: tuple[str, ...], change: _Change, edit: Edit) -> Edited:
    states: list[ReviewState] = []

    def noted(state: ReviewState) -> ReviewState:
        states.extend((state, change(state, concepts)))
        return states[1]

    revision = store.revise(
        noted,
        concepts,
        author=edit.author,
        action=edit.action,
        reason=edit.reason,
        seen=edit.seen,
    )
    return _edited(states[0], states[1], revision)


class _File:
    """A glossary file with its list of rejected proposals, read and written again whole."""

    def __init__(self, path: Path, *, create: bool = False) -> None:
        self._path = path
        self._paths = (path, rejected_path(path))
        self._suffix = glossary_suffix(path)
        self._stamps = tuple(file_stamp(file) for file in self._paths)
        if path.exists():
            refuse_foreign(path)  # before it is read, for which some lists would want their languages named
        glossary = Glossary(()) if create and not path.exists() else read_again(path)
        self.state = ReviewState(glossary, read_rejected([path]))

    def apply(self, change: Callable[[ReviewState], ReviewState], edit: Edit) -> Edited:
        if edit.seen is not None:
            raise ConfigError(
                "a file has no revisions", path=self._path, remedy="leave out --revision, or keep the glossary in a .db"
            )
        after = change(self.state)
        edited = _edited(self.state, after, None)
        if tuple(file_stamp(file) for file in self._paths) != self._stamps:
            raise StoreError(
                "the file was changed by somebody else meanwhile, and is left as it is",
                path=self._path,
                remedy="do it again",
            )
        write_state(self._path, self.state, after, suffix=self._suffix)
        return edited


def write_state(path: Path, before: ReviewState, after: ReviewState, *, suffix: str) -> None:
    """Write the glossary file ``path`` and its list of rejected proposals where they changed, each whole.

    What moves from one to the other is written where it goes to before it is taken away where it was, so that it is
    never in neither. Raises :class:`~tmx.errors.StoreError` where one cannot be written.
    """
    if not after.glossary.concepts and suffix in (".tbx", ".xml"):
        raise StoreError(
            "this is the last term of the glossary, and TBX has no form for an empty one",
            path=path,
            remedy="delete the file if nothing of it is wanted",
        )
    files = [
        (rejected_path(path), before.rejected, after.rejected, ".csv"),
        (path, before.glossary, after.glossary, suffix),
    ]
    if len(after.rejected) < len(before.rejected):
        files.reverse()
    for file, old, new, form in files:
        if old != new:
            write_glossary(file, new, suffix=form)


def _edited(before: ReviewState, after: ReviewState, revision: Revision | None) -> Edited:
    edited = Edited(
        diff_glossaries(before.glossary, after.glossary, stated=True),
        diff_glossaries(before.rejected, after.rejected),
        revision,
    )
    if not edited.changes and not edited.rejected:
        raise ConfigError("nothing would change: it is so already", remedy="look at it: accord terms lookup")
    return edited


def _exactly(glossary: Glossary, name: str) -> list[Concept]:
    """The concept of that identifier, else those that have that term, but for case and accents."""
    named = [concept for concept in glossary if concept.identifier == name]
    return named or [concept for concept in glossary if terms_named(concept, name)]


def _resolved(found: dict[str, list[Concept]], names: Sequence[str] | Waiting, path: Path) -> tuple[str, ...]:
    """The identifiers of the concepts, one for each name."""
    if isinstance(names, Waiting):
        identifiers = tuple(concept.identifier for concept in found[""])
        if not identifiers:
            raise ConfigError("no term awaits a decision", path=path)
        return identifiers
    chosen: dict[str, None] = {}
    for name in names:
        concepts = found[name]
        if not concepts:
            raise ConfigError(
                f"the glossary has no concept «{name}», and no term of that text",
                path=path,
                remedy="look for it: accord terms lookup",
            )
        if len(concepts) > 1:
            told = ", ".join(f"{concept.identifier} ({name_of(concept)})" for concept in concepts[:9])
            raise ConfigError(
                f"«{name}» is a term of {len(concepts)} concepts: {told}",
                path=path,
                remedy="name the one you mean by its identifier",
            )
        chosen[concepts[0].identifier] = None
    return tuple(chosen)


def file_stamp(path: Path) -> bytes:
    """What tells one state of a file from another; empty where there is no file.

    Raises :class:`~tmx.errors.StoreError` where it cannot be read.
    """
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StoreError(str(error.strerror or error).lower(), path=path, remedy="check the file's rights") from error
