"""A review of proposed terms: what comes next, what was decided, a glossary that always holds the decisions so far."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Protocol

from msgspec import Struct
from msgspec.structs import replace

from termbase.extract.glossary import is_marked_known
from termbase.formats.rejected import read_rejected, rejected_path
from termbase.formats.rewriting import glossary_suffix, in_turn, read_again, refuse_foreign
from termbase.keys import concepts_by_identifier
from termbase.model import Concept, Glossary
from termbase.review import ReviewState, proposed_terms
from termbase.store import StaleEditError, open_store
from termbase.store.files import is_store
from tmx.errors import StoreError
from toolkit.messages import N_
from toolkit.workflows.glossary_edit import file_stamp, write_state

__all__ = ["Decision", "GlossaryReview"]


class Decision(StrEnum):
    """What was done with a proposal."""

    ACCEPTED = N_("accepted")
    EDITED = N_("edited and accepted")
    REJECTED = N_("rejected")
    SYNONYM = N_("made a synonym")
    LATER = N_("left for later")


class _Step(Struct, frozen=True):
    """A decision, where it was made, and the state before it; None where that state is gone."""

    decision: Decision
    position: int
    before: ReviewState | None


class _Keeper(Protocol):
    """Where the states of a review are kept."""

    state: ReviewState

    def save(self, before: ReviewState, after: ReviewState, action: str, reason: str = "") -> None:
        """Write what leads from one state to the other. Raises :class:`~tmx.errors.StoreError` if it cannot be."""


class GlossaryReview:
    """A walk through the concepts with proposed terms of a glossary, in its order.

    Each decision is saved before the call returns: in a database as a revision, in a file in its own format, with the
    list of rejected ones beside it. What somebody else changed meanwhile is not written over.
    """

    def __init__(
        self, path: Path, *, source_language: str = "en", target_language: str = "fr", author: str = ""
    ) -> None:
        """Raises :class:`~tmx.errors.AccordError` where the glossary or its list of rejected ones cannot be read.

        A TBX of another program, which Accord could not write again whole, is refused. ``author`` is who decides, for
        the history of a database.
        """
        self.path = path
        self._keeper: _Keeper = (
            _Database(path, author) if is_store(path) else _Files(path, source_language, target_language)
        )
        self._state = self._keeper.state
        waiting = [concept for concept in self._state.glossary if proposed_terms(concept)]
        self._queue = tuple(concept.identifier for concept in waiting if not is_marked_known(concept))
        self.known = len(waiting) - len(self._queue)
        self._position = 0
        self._steps: list[_Step] = []

    @property
    def glossary(self) -> Glossary:
        """The glossary as it stands now."""
        return self._state.glossary

    @property
    def total(self) -> int:
        """How many concepts there were to decide on at the beginning."""
        return len(self._queue)

    @property
    def number(self) -> int:
        """The number of the concept that comes next, from 1."""
        return self._position + 1

    @property
    def decisions(self) -> tuple[Decision, ...]:
        """What was decided and not undone, in order."""
        return tuple(step.decision for step in self._steps)

    @property
    def changed(self) -> bool:
        """Whether a decision stands that changed the glossary."""
        return any(step.decision is not Decision.LATER for step in self._steps)

    def current(self) -> Concept | None:
        """The concept to decide on; None at the end."""
        there = concepts_by_identifier(self.glossary)
        while self._position < len(self._queue):
            concept = there.get(self._queue[self._position])
            if concept is not None and proposed_terms(concept):
                return concept
            self._position += 1  # somebody else decided on it
        return None

    def decide(
        self, decision: Decision, change: Callable[[ReviewState], ReviewState] | None = None, *, reason: str = ""
    ) -> None:
        """Apply ``change``, save, and go on to the next concept; without a change, only go on.

        ``reason`` says why, for the history of a database.

        Raises :class:`~tmx.errors.StoreError` where it cannot be saved, and what ``change`` raises; nothing is decided
        then. Where somebody else changed the concept in a database meanwhile it is a
        :class:`~termbase.store.StaleEditError`, and the review goes on with what stands there now.
        """
        before = self._state
        if change is not None:
            after = change(before)
            self._save(before, after, decision.value, reason)
            self._state = after
        self._steps.append(_Step(decision, self._position, before))
        self._position += 1

    def undo(self) -> Decision | None:
        """Take the last decision back, also in the files, and return to its concept; None where there is none."""
        if not self._steps:
            return None
        step = self._steps[-1]
        if step.before is None:
            return None
        self._save(self._state, step.before, f"undo: {step.decision}")
        self._steps.pop()
        self._state, self._position = step.before, step.position
        return step.decision

    def _save(self, before: ReviewState, after: ReviewState, action: str, reason: str = "") -> None:
        try:
            self._keeper.save(before, after, action, reason)
        except StaleEditError:
            self._state = self._keeper.state
            self._steps = [replace(step, before=None) for step in self._steps]
            raise


class _Files:
    """A glossary file and its list of rejected proposals."""

    def __init__(self, path: Path, source_language: str, target_language: str) -> None:
        glossary = read_again(path, source_language=source_language, target_language=target_language)
        refuse_foreign(path)
        self._path, self._suffix = path, glossary_suffix(path)
        self.state = ReviewState(glossary, read_rejected([path]))
        self._stamps = {file: file_stamp(file) for file in (path, rejected_path(path))}

    def save(self, before: ReviewState, after: ReviewState, action: str, reason: str = "") -> None:
        """Write the files that change, each whole. A file keeps no history, so ``action`` is not told."""
        with in_turn(self._path):
            self._save(before, after)

    def _save(self, before: ReviewState, after: ReviewState) -> None:
        for file, stamp in self._stamps.items():
            if file_stamp(file) != stamp:
                raise StoreError(
                    "the file was changed by somebody else meanwhile, and is left as it is",
                    path=file,
                    remedy="start the review again; all decisions before this one are saved",
                )
        try:
            write_state(self._path, before, after, suffix=self._suffix)
        finally:
            self._stamps = {file: file_stamp(file) for file in self._stamps}


class _Database:
    """A glossary database, open for each decision only, so that others can work in it."""

    def __init__(self, path: Path, author: str) -> None:
        self._path, self._author = path, author
        self.state = self._read()

    def _read(self) -> ReviewState:
        with open_store(self._path) as store:
            return store.state()

    def save(self, before: ReviewState, after: ReviewState, action: str, reason: str = "") -> None:
        """Write what changed as a revision; a concept that is not as it was ``before`` raises StaleEditError."""
        with open_store(self._path) as store:
            try:
                store.apply(before, after, author=self._author, action=action, reason=reason)
            except StaleEditError:
                self.state = store.state()
                raise
