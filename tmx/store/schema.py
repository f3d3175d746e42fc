"""The tables of a translation memory, one step of migration after the other, in SQL that every database takes.

Nothing in use is ever changed in place: a unit that is replaced or taken out is marked as retired by the run that did
it, so that it can be brought back and an index made earlier stays right. Numbers are not given twice.
"""

from __future__ import annotations

__all__ = ["KIND", "MIGRATIONS", "VERSION"]

KIND = "accord translation memory"

MIGRATIONS: tuple[tuple[str, ...], ...] = (
    (
        """
        CREATE TABLE memory_setting (
            name TEXT PRIMARY KEY,
            value TEXT NOT NULL
        )""",
        # An import or a piece of editing: what it read, what came of it, whether it was finished.
        """
        CREATE TABLE memory_run (
            number {number},
            stamp TEXT NOT NULL,
            name TEXT NOT NULL,
            digest TEXT NOT NULL,
            rule TEXT NOT NULL,
            state TEXT NOT NULL,
            units_read BIGINT NOT NULL,
            added BIGINT NOT NULL,
            skipped BIGINT NOT NULL,
            replaced BIGINT NOT NULL,
            started TEXT NOT NULL,
            finished TEXT
        )""",
        """
        CREATE TABLE memory_document (
            number {number},
            name TEXT NOT NULL UNIQUE
        )""",
        # source_key: sum of the first text; content_key: sum of all texts with languages and codes.
        # details: notes and properties as JSON.
        """
        CREATE TABLE memory_unit (
            number {number},
            source_key BIGINT NOT NULL,
            content_key BIGINT NOT NULL,
            identifier TEXT NOT NULL,
            document BIGINT,
            created TEXT,
            created_by TEXT,
            changed TEXT,
            changed_by TEXT,
            used BIGINT NOT NULL DEFAULT 0,
            last_used TEXT,
            details TEXT,
            run BIGINT NOT NULL,
            retired_by BIGINT
        )""",
        "CREATE INDEX memory_unit_source ON memory_unit (source_key)",
        # base: the primary subtag of the language; codes: inline codes as JSON.
        """
        CREATE TABLE memory_segment (
            unit BIGINT NOT NULL,
            place INTEGER NOT NULL,
            base TEXT NOT NULL,
            language TEXT NOT NULL,
            text TEXT NOT NULL,
            codes TEXT,
            PRIMARY KEY (unit, place)
        ){clustered}""",
        # Where a unit has been seen: sums of the source texts before and after it (see tmx.store.records).
        """
        CREATE TABLE memory_occurrence (
            unit BIGINT NOT NULL,
            previous_key BIGINT NOT NULL,
            next_key BIGINT NOT NULL,
            run BIGINT NOT NULL,
            PRIMARY KEY (unit, previous_key, next_key)
        ){clustered}""",
    ),
)

VERSION = len(MIGRATIONS)
