"""The central types of the top floor: documents and findings."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Literal

from tmx.model import Alignment

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
    "QaResult",
    "ReferenceScore",
    "Severity",
]


class BlockKind(StrEnum):
    """What a block is in its document."""

    TITLE = "title"
    HEADING = "heading"
    PARAGRAPH = "paragraph"
    LIST_ITEM = "list item"
    CAPTION = "caption"


@dataclass(frozen=True, slots=True)
class Block:
    """A piece of the release that stands by itself: its text in one line; ``line`` is where it begins, from 1."""

    kind: BlockKind
    text: str
    line: int


@dataclass(frozen=True, slots=True)
class LeftOut:
    """A piece of the file that is not the release, and why (``navigation``, ``contact``, ``label``, ...)."""

    text: str
    line: int
    reason: str


@dataclass(frozen=True, slots=True)
class Document:
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


@dataclass(frozen=True, slots=True)
class AlignedPair:
    """A document and its translation, sentence by sentence.

    ``confidence`` (0 to 1) is that of their pairing, ``dated`` when the translation was last changed. ``approved`` and
    ``struck_out`` are the places (from 0) of the beads that a person has approved, and of those that give no unit.
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


class Severity(StrEnum):
    """How grave a finding is. ``info`` is unsure or a matter of taste and is shown only when asked for."""

    ERROR = "error"
    WARNING = "warning"
    INFO = "info"

    @property
    def rank(self) -> int:
        """0 for info, 1 for warning, 2 for error."""
        return (Severity.INFO, Severity.WARNING, Severity.ERROR).index(self)


@dataclass(frozen=True, slots=True)
class CheckFacts:
    """What a report tells of a check: its code, its name, the ITS 2.0 issue type, its severity and its page."""

    code: str
    name: str
    issue: str
    severity: Severity
    page: str


@dataclass(frozen=True, slots=True)
class Finding:
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


@dataclass(frozen=True, slots=True)
class CheckedUnit:
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


@dataclass(frozen=True, slots=True)
class ReferenceScore:
    """How near a translation comes to the memory's: ``value`` by ``metric``, with the ``signature`` of its settings."""

    metric: str
    value: float
    signature: str
    segments: int


@dataclass(frozen=True, slots=True)
class QaResult:
    """What a check of one file has found, and with which settings.

    ``units`` are all units in the order of the file; the names are those of files, empty where none was given.
    ``dismissed`` findings have been looked at before and are left out.
    """

    file: Path
    source_language: str
    target_language: str
    units: tuple[CheckedUnit, ...]
    checks: tuple[str, ...] = ()
    source_file: str = ""
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


@dataclass(frozen=True, slots=True)
class BandCount:
    """What stands in a band of matches; ``words`` include the ``numbers``, ``characters`` the spaces."""

    band: str
    segments: int
    words: int
    numbers: int
    characters: int


@dataclass(frozen=True, slots=True)
class FileLeverage:
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


@dataclass(frozen=True, slots=True)
class Leverage:
    """How well a memory knows files: each by itself, and all together."""

    files: tuple[FileLeverage, ...]
    total: FileLeverage
