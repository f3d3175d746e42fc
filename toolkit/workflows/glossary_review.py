"""A review of proposed terms: what comes next, what was decided, and files that always hold the decisions so far."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from termbase.extract.glossary import is_marked_known
from termbase.formats.registry import write_glossary
from termbase.formats.rejected import read_rejected, rejected_path
from termbase.formats.rewriting import glossary_suffix, read_again, refuse_foreign
from termbase.merge import concepts_by_identifier
from termbase.model import Concept, Glossary
from termbase.review import ReviewState, proposed_terms
from tmx.errors import StoreError

__all__ = ["Decision", "GlossaryReview"]


class Decision(StrEnum):
    """What was done with a proposal."""

    ACCEPTED = "accepted"
    EDITED = "edited and accepted"
    REJECTED = "rejected"
    SYNONYM = "made a synonym"
    LATER = "left for later"


@dataclass(frozen=True, slots=True)
class _Step:
    decision: Decision
    position: int
    before: ReviewState


class GlossaryReview:
    """A walk through the concepts with proposed terms of a glossary file, in its order.

    Each decision is in the files before the call returns: the glossary in its own format, and what was rejected in
    the list beside it. A file that somebody else changed meanwhile is not written over.
    """

    def __init__(self, path: Path, *, source_language: str = "en", target_language: str = "fr") -> None:
        """Raises :class:`~tmx.errors.AccordError` where the glossary or its list of rejected ones cannot be read.

        A TBX of another program, which Accord could not write again whole, is refused.
        """
        self.path = path
        self.rejected_path = rejected_path(path)
        glossary = read_again(path, source_language=source_language, target_language=target_language)
        refuse_foreign(path)
        self._state = ReviewState(glossary, read_rejected([path]))
        self._suffixes = {self.path: glossary_suffix(path), self.rejected_path: ".csv"}
        self._stamps = {file: _stamp(file) for file in (self.path, self.rejected_path)}
        waiting = [concept for concept in glossary if proposed_terms(concept)]
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

    def current(self) -> Concept | None:
        """The concept to decide on; None at the end."""
        if self._position >= len(self._queue):
            return None
        return concepts_by_identifier(self.glossary)[self._queue[self._position]]

    def decide(self, decision: Decision, change: Callable[[ReviewState], ReviewState] | None = None) -> None:
        """Apply ``change``, save, and go on to the next concept; without a change, only go on.

        Raises :class:`~tmx.errors.StoreError` where a file cannot be written or was changed by somebody else, and
        what ``change`` raises; nothing is decided then.
        """
        before = self._state
        if change is not None:
            after = change(before)
            self._save(before, after)
            self._state = after
        self._steps.append(_Step(decision, self._position, before))
        self._position += 1

    def undo(self) -> Decision | None:
        """Take the last decision back, also in the files, and return to its concept; None where there is none."""
        if not self._steps:
            return None
        step = self._steps[-1]
        self._save(self._state, step.before)
        self._steps.pop()
        self._state, self._position = step.before, step.position
        return step.decision

    def _save(self, before: ReviewState, after: ReviewState) -> None:
        for file, stamp in self._stamps.items():
            if _stamp(file) != stamp:
                raise StoreError(
                    "the file was changed by somebody else meanwhile, and is left as it is",
                    path=file,
                    remedy="start the review again; all decisions before this one are saved",
                )
        if not after.glossary.concepts and self._suffixes[self.path] in (".tbx", ".xml"):
            raise StoreError(
                "this is the last term of the glossary, and TBX has no form for an empty one",
                path=self.path,
                remedy="delete the file if nothing of it is wanted",
            )
        # What moves is written where it goes to before it is taken away where it was.
        files = [(self.rejected_path, before.rejected, after.rejected), (self.path, before.glossary, after.glossary)]
        if len(after.rejected) < len(before.rejected):
            files.reverse()
        for file, old, new in files:
            if old != new:
                write_glossary(file, new, suffix=self._suffixes[file])
                self._stamps[file] = _stamp(file)


def _stamp(path: Path) -> bytes:
    """What tells one state of a file from another; empty where there is no file."""
    try:
        return hashlib.sha256(path.read_bytes()).digest()
    except FileNotFoundError:
        return b""
    except OSError as error:
        raise StoreError(str(error.strerror or error).lower(), path=path, remedy="check the file's rights") from error
