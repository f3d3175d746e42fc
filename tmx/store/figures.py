"""What a memory holds, in figures: units, texts by language, and how they came in."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, islice

from msgspec import Struct

from tmx.store.database import Database

__all__ = ["LanguageCount", "LanguageCounts", "MemoryStats", "RunRecord", "database_stats"]

_SOME = 5000


class RunRecord(Struct, frozen=True):
    """An import or a piece of editing: what was read and what came of it.

    ``state`` is ``open`` (begun, perhaps interrupted), ``done``, ``undone`` (taken back) or ``left`` (given up for
    another version of the file).
    """

    number: int
    name: str
    state: str
    read: int
    added: int
    skipped: int
    replaced: int
    started: str
    finished: str | None


class LanguageCount(Struct, frozen=True):
    """How many segments, characters and words (runs between spaces) a memory has in a language."""

    language: str
    segments: int
    characters: int
    words: int


class MemoryStats(Struct, frozen=True):
    """What a memory holds, in figures; ``retired`` are units that were replaced or taken out."""

    units: int
    retired: int
    documents: int
    oldest: str | None
    newest: str | None
    languages: tuple[LanguageCount, ...]
    runs: tuple[RunRecord, ...]


class LanguageCounts:
    """Counts of texts that come one after another."""

    def __init__(self) -> None:
        self._counts: dict[str, list[int]] = {}

    def add(self, language: str, texts: Sequence[str]) -> None:
        """Count texts of a language."""
        count = self._counts.setdefault(language, [0, 0, 0])
        count[0] += len(texts)
        count[1] += sum(map(len, texts))
        count[2] += len(" ".join(texts).split())

    def languages(self) -> tuple[LanguageCount, ...]:
        """The languages, that with the most segments first."""
        languages = (LanguageCount(language, *count) for language, count in self._counts.items())
        return tuple(sorted(languages, key=lambda count: (-count.segments, count.language)))


def database_stats(database: Database, runs: tuple[RunRecord, ...]) -> MemoryStats:
    """The figures of a memory in a database, read as a stream; ``runs`` are its own."""
    units, retired, documents, oldest, newest = database.run(
        "SELECT COALESCE(SUM(CASE WHEN retired_by IS NULL THEN 1 ELSE 0 END), 0), "
        "COALESCE(SUM(CASE WHEN retired_by IS NULL THEN 0 ELSE 1 END), 0), "
        "COUNT(DISTINCT CASE WHEN retired_by IS NULL THEN document END), "
        "MIN(COALESCE(changed, created)), MAX(COALESCE(changed, created)) FROM memory_unit"
    )[0]
    rows = database.stream(
        "SELECT first_language, first_text, second_language, second_text FROM memory_unit WHERE retired_by IS NULL"
    )
    more = database.stream(
        "SELECT v.language, v.text, NULL, NULL FROM memory_variant v JOIN memory_unit u ON u.number = v.unit "
        "WHERE u.retired_by IS NULL"
    )
    counts = LanguageCounts()
    both = chain(rows, more)
    while some := list(islice(both, _SOME)):
        texts: dict[str, list[str]] = {}
        for language, text, other, beside in some:
            if language is not None:
                texts.setdefault(language, []).append(text)
            if other is not None:
                texts.setdefault(other, []).append(beside)
        for language, here in texts.items():
            counts.add(language, here)
    return MemoryStats(units, retired, documents, oldest, newest, counts.languages(), runs)
