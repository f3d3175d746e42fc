"""The central types of the top floor: documents, findings, and what a memory answers."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from msgspec import Struct

from tmx.model import Alignment

if TYPE_CHECKING:
    from tmx.match.concordance import ConcordanceHit
    from tmx.match.concordance_words import Span

__all__ = [
    "AlignedPair",
    "BandCount",
    "Block",
    "BlockKind",
    "CheckFacts",
    "CheckedUnit",
    "Document",
    "FileLeverage",
    "Finding",
    "LeftOut",
    "Leverage",
    "MarkedConcordance",
    "MarkedHit",
    "QaResult",
    "ReferenceScore",
    "Rendering",
    "Renderings",
    "Severity",
]


class BlockKind(StrEnum):
    """What a block is in its document."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    CAPTION = "caption"


class Block(Struct, frozen=True):
    """A piece of the release that stands by itself: its text in one line; ``line`` is where it begins, from 1."""

    kind: BlockKind
    text: str
    line: int


class LeftOut(Struct, frozen=True):
    """A piece of the file that is not the release, and why (``navigation``, ``contact``, ``label``, ...)."""

    text: str
    line: int
    reason: str


class Document(Struct, frozen=True):
    """A cleaned text in blocks, with what was left out of it and why: nothing disappears silently."""

    path: Path
    language: str
    blocks: tuple[Block, ...]
    left_out: tuple[LeftOut, ...] = ()
    repairs: tuple[str, ...] = ()

    @property
    def title(self) -> str | None:
        """The text of the first title, if there is one."""
        return next((block.text for block in self.blocks if block.kind is BlockKind.TITLE), None)


class AlignedPair(Struct, frozen=True):
    """A document and its translation, sentence by sentence.

    ``confidence`` (0 to 1) is that of their pairing, ``dated`` when the translation was last changed. ``approved`` and
    ``struck_out`` are the places (from 0) of the beads that a person has approved, and of those that give no unit;
    ``missed`` is how many were approved in an earlier round and are not found again.
    """

    source_name: str
    target_name: str
    source: tuple[str, ...]
    target: tuple[str, ...]
    alignment: Alignment
    confidence: float = 1.0
    dated: datetime | None = None
    approved: frozenset[int] = frozenset()
    struck_out: frozenset[int] = frozenset()
    missed: int = 0


class Severity(StrEnum):
    """How grave a finding is. ``info`` is unsure or a matter of taste and is shown only when asked for."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(self)


class CheckFacts(Struct, frozen=True):
    """What a report tells of a check: its code, its name, the ITS 2.0 issue type, its severity and its page."""

    code: str
    name: str
    issue: str
    severity: Severity
    page: str


class Finding(Struct, frozen=True):
    """What a check has to say about a place in a translation.

    ``code`` is the check's (``NUM001``), ``issue`` the ITS 2.0 localization quality issue type, ``unit`` the file's
    own id of the unit, ``start`` and ``end`` a half-open span of the plain text of ``side`` (0, 0 where the finding
    is about the whole unit), ``fix`` the text that would stand right in place of the span, if that is certain.
    ``fingerprint`` names the finding from run to run, as :mod:`toolkit.checks.fingerprint` says.
    """

    code: str
    issue: str
    severity: Severity
    file: str
    unit: str
    side: Literal["source", "target"]
    start: int
    end: int
    message: str
    fix: str | None = None
    fingerprint: str = ""


class CheckedUnit(Struct, frozen=True):
    """A unit that was checked, with what was found in it.

    ``number`` is its place in the file and ``line`` the line where it begins, as far as it is known, both from 1;
    ``notes`` are the file's own.
    """

    identifier: str
    number: int
    source: str
    target: str
    findings: tuple[Finding, ...] = ()
    line: int | None = None
    notes: tuple[str, ...] = ()


class ReferenceScore(Struct, frozen=True):
    """How near a translation comes to the memory's: ``value`` by ``metric``, with the ``signature`` of its settings."""

    metric: str
    value: float
    signature: str
    segments: int


class QaResult(Struct, frozen=True):
    """What a check of one file has found, and with which settings.

    ``units`` are all units in the order of the file; the names are those of files, empty where none was given.
    ``alone`` says that it is a document that was checked without its original: all sources are empty. ``dismissed``
    findings have been looked at before and are left out.
    """

    file: Path
    source_language: str
    target_language: str
    units: tuple[CheckedUnit, ...]
    checks: tuple[str, ...] = ()
    source_file: str = ""
    alone: bool = False
    glossary: str = ""
    memory: str = ""
    scores: tuple[ReferenceScore, ...] = ()
    dismissed: int = 0

    @property
    def findings(self) -> tuple[Finding, ...]:
        """All findings in the order of the file."""
        return tuple(finding for unit in self.units for finding in unit.findings)

    def counted(self, severity: Severity) -> int:
        """How many findings have ``severity``."""
        return sum(finding.severity is severity for finding in self.findings)


class BandCount(Struct, frozen=True):
    """What stands in a band of matches; ``words`` include the ``numbers``, ``characters`` the spaces."""

    band: str
    segments: int
    words: int
    numbers: int
    characters: int


class FileLeverage(Struct, frozen=True):
    """The bands of a file, the best first; ``file`` is empty where it is all files."""

    file: str
    bands: tuple[BandCount, ...]

    @property
    def total(self) -> BandCount:
        """All bands together."""
        return BandCount(
            "total",
            sum(band.segments for band in self.bands),
            sum(band.words for band in self.bands),
            sum(band.numbers for band in self.bands),
            sum(band.characters for band in self.bands),
        )


class Leverage(Struct, frozen=True):
    """How well a memory knows files: each by itself, and all together."""

    files: tuple[FileLeverage, ...]
    total: FileLeverage


class MarkedHit(Struct, frozen=True):
    """A unit with a phrase, and the places of the phrase's translation in its target text; empty: not made out."""

    hit: ConcordanceHit
    translation: tuple[Span, ...]

    @property
    def year(self) -> int | None:
        """The year in which the unit was made, when its translation was chosen; else that in which it was changed."""
        unit = self.hit.stored.unit
        date = unit.created or unit.changed
        return None if date is None else date.year


class MarkedConcordance(Struct, frozen=True):
    """What was found for ``phrase`` in texts of ``language``, with the translations in ``other``.

    ``complete``: there is no more than this.
    """

    phrase: str
    language: str
    other: str
    hits: tuple[MarkedHit, ...]
    complete: bool


class Rendering(Struct, frozen=True):
    """One translation of a phrase in all its forms.

    ``forms``: its spellings and how many units have each by itself, the commonest first. ``years``: the years in order
    and how many units each has; units without a date stand under no year. ``hits``: the units, the newest first.
    """

    forms: tuple[tuple[str, int], ...]
    years: tuple[tuple[int, int], ...]
    hits: tuple[MarkedHit, ...]

    @property
    def text(self) -> str:
        """The commonest form."""
        return self.forms[0][0]

    @property
    def units(self) -> int:
        """In how many units the phrase is translated so."""
        return len(self.hits)


class Renderings(Struct, frozen=True):
    """All translations of ``phrase`` (in ``language``) into ``other``, the commonest first.

    ``unclear``: units in which the translation was not made out. ``complete``: the memory has no more of the phrase.
    """

    phrase: str
    language: str
    other: str
    renderings: tuple[Rendering, ...]
    unclear: tuple[MarkedHit, ...]
    complete: bool

    @property
    def units(self) -> int:
        """The units that were looked at."""
        return len(self.unclear) + sum(one.units for one in self.renderings)

    def years(self) -> tuple[int, ...]:
        """The years in which a translation stands, in order, those between them too."""
        known = [year for one in self.renderings for year, _ in one.years]
        return tuple(range(min(known), max(known) + 1)) if known else ()

    def commonest(self, most: int) -> tuple[tuple[Rendering, ...], tuple[Rendering, ...]]:
        """The ``most`` commonest translations, and the others; a single other one is not left over."""
        kept = most if len(self.renderings) > most + 1 else len(self.renderings)
        return self.renderings[:kept], self.renderings[kept:]
