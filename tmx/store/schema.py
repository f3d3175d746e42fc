"""The tables of a translation memory, one step of migration after the other, in SQL that every database takes.

Nothing in use is ever changed in place: a unit that is replaced or taken out is marked as retired by the run that did
it, so that it can be brought back and an index made earlier stays right. Numbers are not given twice.
"""

from __future__ import annotations

__all__ = ["FIRST_FORM", "KIND", "VERSION", "migration"]

KIND = "accord translation memory"
VERSION = 2

FIRST_FORM: tuple[str, ...] = (
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
)

# Since the second form a unit's first two texts and its first place stand in its own row: most units have no more, and
# a row in each of three tables took twice as long to write. What is beyond: memory_variant and memory_occurrence.
_OWN = (  # name, type, where it stood
    ("previous_key", "BIGINT", "o.previous_key"),
    ("next_key", "BIGINT", "o.next_key"),
    ("first_base", "TEXT", "a.base"),
    ("first_language", "TEXT", "a.language"),
    ("first_text", "TEXT", "a.text"),
    ("first_codes", "TEXT", "a.codes"),
    ("second_base", "TEXT", "b.base"),
    ("second_language", "TEXT", "b.language"),
    ("second_text", "TEXT", "b.text"),
    ("second_codes", "TEXT", "b.codes"),
)
_STOOD = """
    LEFT JOIN memory_segment a ON a.unit = u.number AND a.place = 0
    LEFT JOIN memory_segment b ON b.unit = u.number AND b.place = 1
    LEFT JOIN memory_occurrence o ON o.unit = u.number AND o.run = u.run AND NOT EXISTS (
        SELECT 1 FROM memory_occurrence p WHERE p.unit = o.unit AND p.run = o.run
        AND (p.previous_key, p.next_key) < (o.previous_key, o.next_key))"""
_KEPT = (
    "number, source_key, content_key, identifier, document, created, created_by, changed, changed_by, used, last_used, "
    "details, run, retired_by"
)
_DROP_MOVED = """
    DELETE FROM memory_occurrence WHERE EXISTS (
        SELECT 1 FROM memory_unit u WHERE u.number = memory_occurrence.unit AND u.run = memory_occurrence.run
        AND u.previous_key = memory_occurrence.previous_key AND u.next_key = memory_occurrence.next_key)"""

# In a file the table is written anew, which is quicker than to let its rows grow.
_SECOND_IN_FILES = (
    "ALTER TABLE memory_unit RENAME TO memory_former",
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
        retired_by BIGINT,
        """
    + ",\n        ".join(f"{name} {kind}" for name, kind, _ in _OWN)
    + "\n    )",
    f"INSERT INTO memory_unit ({_KEPT}, {', '.join(name for name, _, _ in _OWN)}) "  # noqa: S608  no input in it
    f"SELECT {', '.join(f'u.{name}' for name in _KEPT.split(', '))}, {', '.join(value for _, _, value in _OWN)} "
    f"FROM memory_former u {_STOOD} ORDER BY u.number",
    "DROP TABLE memory_former",
    "CREATE INDEX memory_unit_source ON memory_unit (source_key)",
    """
    CREATE TABLE memory_variant (
        unit BIGINT NOT NULL,
        place INTEGER NOT NULL,
        base TEXT NOT NULL,
        language TEXT NOT NULL,
        text TEXT NOT NULL,
        codes TEXT,
        PRIMARY KEY (unit, place)
    ){clustered}""",
    "INSERT INTO memory_variant SELECT * FROM memory_segment WHERE place > 1",
    "DROP TABLE memory_segment",
    _DROP_MOVED,
)
# On a server the tables stay, for they have rules, and rights that were given.
_SECOND_ON_SERVERS = (
    *(f"ALTER TABLE memory_unit ADD COLUMN {name} {kind}" for name, kind, _ in _OWN),
    f"UPDATE memory_unit SET {', '.join(f'{name} = s.{name}' for name, _, _ in _OWN)} FROM ("  # noqa: S608  no input in it
    f"SELECT u.number AS own, {', '.join(f'{value} AS {name}' for name, _, value in _OWN)} "
    f"FROM memory_unit u {_STOOD}) s WHERE s.own = memory_unit.number",
    "DELETE FROM memory_segment WHERE place < 2",
    "ALTER TABLE memory_segment RENAME TO memory_variant",
    "ALTER INDEX memory_segment_pkey RENAME TO memory_variant_pkey",
    _DROP_MOVED,
)


def migration(version: int, *, embedded: bool) -> tuple[str, ...]:
    """The statements that make of a memory in the form ``version`` (0: of an empty database) one in today's.

    ``embedded``: it is a file, and no server's. A program that knows an older form only finds a table missing then, and
    changes nothing.
    """
    second = _SECOND_IN_FILES if embedded else _SECOND_ON_SERVERS
    return (*(() if version else FIRST_FORM), *(() if version >= VERSION else second))
