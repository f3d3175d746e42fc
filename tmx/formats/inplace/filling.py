"""Putting translations into the empty targets of a file; every other byte stays as it is."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Protocol

from msgspec import Struct

from tmx.formats.inplace.places import FileText

__all__ = ["Candidate", "Edit", "Fill", "FillPlan", "PlacedCode", "applied"]

Edit = tuple[int, int, str]  # the half-open place in the file's text, and what is to stand there


class PlacedCode(Struct, frozen=True):
    """A code of the source that is to stand before ``position`` (code points) of a new target's text.

    ``code`` is its place among the codes of the unit's source, from 0.
    """

    position: int
    code: int


class Candidate(Struct, frozen=True):
    """A match that is kept beside the translation: its texts, its score, and where it comes from."""

    source: str
    target: str
    score: int
    origin: str


class Fill(Struct, frozen=True):
    """A translation for an empty target.

    ``codes`` are put into ``text``, in order. ``confirmed`` says that nothing has to be looked at: the target is
    marked as translated, else as to be reviewed. ``score`` goes up to 101, ``origin`` is ``tm`` or ``repeat``,
    ``previous`` is the source text that was translated where that is another one.
    """

    text: str
    score: int
    confirmed: bool
    codes: tuple[PlacedCode, ...] = ()
    origin: str = "tm"
    previous: str | None = None
    candidates: tuple[Candidate, ...] = ()


class FillPlan(Protocol):
    """What a format knows of its units' targets; units are counted from 0, as its reader gives them."""

    @property
    def file(self) -> FileText:
        """The file's text."""

    def is_open(self, unit: int) -> bool:
        """Whether the unit has no translation and may be given one."""

    def inside(self, unit: int) -> Sequence[int]:
        """The codes of the unit's source (their places, from 0) that its target has a place for."""

    def fits(self, unit: int, codes: Sequence[PlacedCode]) -> bool:
        """Whether these codes of the source can be put into the unit's target so."""

    def edits(self, fills: Mapping[int, Fill]) -> Sequence[Edit]:
        """The edits that put these translations in; what cannot be written is left out."""


def applied(file: FileText, edits: Sequence[Edit]) -> str:
    """The file's text with ``edits``, which do not overlap, made; of two at one place the first comes first."""
    parts, at = [], 0
    for start, end, text in sorted(edits, key=lambda edit: edit[:2]):
        assert at <= start <= end  # each place is a unit's own
        parts += [file.text[at:start], text]
        at = end
    return "".join([*parts, file.text[at:]])
