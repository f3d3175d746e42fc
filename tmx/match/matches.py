"""What a look-up in a memory hands back."""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

from tmx.match.score import Edit, Score
from tmx.model import Segment, StoredUnit

__all__ = ["LookupSettings", "MemoryMatch", "Query", "Replacement"]


class Query(Struct, frozen=True):
    """A segment to look up, with the plain texts before and after it in its document where they are known.

    An empty neighbour means the beginning or the end of the document, ``None`` that it is not known.
    """

    segment: Segment
    previous: str | None = None
    following: str | None = None


class LookupSettings(Struct, frozen=True):
    """``threshold``: the least score, 0 to 100; ``limit``: how many matches a query gets at most."""

    threshold: int = 70
    limit: int = 5


class Replacement(Struct, frozen=True):
    """A piece of a proposed translation that was put right: half-open place in the proposal, before and after."""

    start: int
    end: int
    before: str
    after: str
    why: Literal["figure", "date", "term"]


class MemoryMatch(Struct, frozen=True):
    """A unit found in a memory: its score from 0 to 101, what that is made of, and the proposed translation.

    ``kind`` is ``context`` (101: same text, same neighbours), ``exact`` (100) or ``fuzzy``. ``source`` and ``target``
    are the unit's segments. ``proposal`` is the target's text with figures, dates and terms put right as
    ``replacements`` say (the target's own where there are none). ``edits`` lead from ``source`` to the query.
    """

    score: int
    kind: Literal["context", "exact", "fuzzy"]
    stored: StoredUnit
    source: Segment
    target: Segment
    detail: Score
    edits: tuple[Edit, ...] = ()
    proposal: str = ""
    replacements: tuple[Replacement, ...] = ()
