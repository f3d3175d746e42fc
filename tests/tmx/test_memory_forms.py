"""Memories in an older form of the tables are brought to today's: whole, the same, or not at all.

``memory_1.sql`` was written by the first form: further texts, places and documents, units that were replaced, taken out
and used, codes, and an import that stopped half-way.
"""

import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from tmx.errors import StoreError
from tmx.match.fuzzy import FuzzyMatcher
from tmx.memory import Neighbours
from tmx.model import Segment, TranslationUnit
from tmx.store import forms, sqlite
from tmx.store import postgres as shared
from tmx.store.dialect import SQLITE
from tmx.store.importing import Duplicates, ImportSource, import_units
from tmx.store.postgres import PostgresDatabase, open_shared_memory
from tmx.store.postgres_rules import Member, Role, furnish, set_member
from tmx.store.schema import FIRST_FORM, VERSION
from tmx.store.sqlite import open_memory

OLD = (Path(__file__).parent / "memory_1.sql").read_text(encoding="utf-8").splitlines()
UNIT = (
    "number, source_key, content_key, identifier, document, created, created_by, changed, changed_by, used, last_used, "
    "details, run, retired_by"
)
TEXTS_NOW = """
    SELECT number, 0, first_base, first_language, first_text, first_codes FROM memory_unit
    UNION ALL SELECT number, 1, second_base, second_language, second_text, second_codes FROM memory_unit
        WHERE second_text IS NOT NULL
    UNION ALL SELECT unit, place, base, language, text, codes FROM memory_variant"""
PLACES_NOW = """
    SELECT number, previous_key, next_key FROM memory_unit
    UNION ALL SELECT unit, previous_key, next_key FROM memory_occurrence"""
OTHERS = (
    "SELECT * FROM memory_run",
    "SELECT * FROM memory_document",
    "SELECT * FROM memory_setting WHERE name <> 'schema'",
)


def old_rows(run):
    """What the memory holds in the first form."""
    statements = (
        f"SELECT {UNIT} FROM memory_unit",
        "SELECT unit, place, base, language, text, codes FROM memory_segment",
        "SELECT unit, previous_key, next_key FROM memory_occurrence",
        *OTHERS,
    )
    return [sorted(map(tuple, run(statement)), key=repr) for statement in statements]


def rows_of(store):
    """The same, as it stands now."""
    statements = (f"SELECT {UNIT} FROM memory_unit", TEXTS_NOW, PLACES_NOW, *OTHERS)
    return [sorted(store.database.run(statement), key=repr) for statement in statements]


def old_file(path, statements=OLD):
    connection = sqlite3.connect(path)
    for statement in (*map(SQLITE.sql, FIRST_FORM), *statements):
        connection.execute(statement)
    connection.commit()
    rows = old_rows(lambda statement: connection.execute(statement).fetchall())
    connection.close()
    return rows


def old_server(address):
    database = PostgresDatabase(shared.address_of(address))
    with database.writing():
        for statement in FIRST_FORM:
            database.run(statement)
        for statement in OLD:
            database._session.execute(statement.encode())
        furnish(database.run, "memory")
    rows = old_rows(database.run)
    database.close()
    return rows


@pytest.fixture(params=["sqlite", "postgresql"])
def old(request, tmp_path):
    """A memory in the first form: how to open it, and what it holds."""
    if request.param == "sqlite":
        path = tmp_path / "memory.db"
        rows = old_file(path)
        return lambda: open_memory(path), rows
    address = request.getfixturevalue("postgres")
    rows = old_server(address)
    return lambda: open_shared_memory(address, cache=tmp_path / "cache"), rows


def test_the_same(old):
    opened, expected = old
    with opened() as store:
        assert rows_of(store) == expected
        assert store.database.run("SELECT value FROM memory_setting WHERE name = 'schema'") == [(str(VERSION),)]
        assert not list(store.faults())
        units = {stored.number: stored for stored in store}
        assert len(units) == 67
        assert units == store.units(list(units))
    with opened() as store:
        assert rows_of(store) == expected


def test_another_program_was_quicker(old, monkeypatch):
    opened, expected = old
    current = forms._version

    def seen_before(database):
        monkeypatch.setattr(forms, "_version", current)
        opened().close()
        return 1

    monkeypatch.setattr(forms, "_version", seen_before)
    with opened() as store:
        assert rows_of(store) == expected


def test_it_goes_on(old):
    opened, _ = old
    with opened() as store:
        units = list(store)
        assert FuzzyMatcher(store, "en", "fr").lookup(units[0].unit.variants[0].text)[0].score == 100
        again = [stored.unit for stored in units if stored.imported_from == "a.tmx"]
        report = import_units(store, again, ImportSource("again"))
        assert (report.added, report.skipped) == (0, len(again))
        (left,) = [run for run in store.runs() if run.state == "open"]
        rest = [TranslationUnit("", (Segment("en", f"text {n}"), Segment("fr", "x"))) for n in range(20)]
        report = import_units(store, rest, ImportSource("d.tmx", "sum d"))
        assert (report.resumed, report.read) == (left.read, 20)
        report = import_units(store, rest[-1:], ImportSource("e"), duplicates=Duplicates.NEWEST)
        assert report.added == 0
        number = next(stored.number for stored in store if stored.unit.variants[0].text == "text 18")
        assert store.in_context([number], Neighbours("text 17", "text 19")) == {number}


KILLED = """
import os, signal, sys
from pathlib import Path
from tmx.store.database import Database
from tmx.store.sqlite import open_memory

left = int(sys.argv[2])
run = Database.run
def counted(self, statement, parameters=()):
    global left
    if not statement.startswith(("PRAGMA", "SELECT")):
        left -= 1
        if left < 0:
            os.kill(os.getpid(), signal.SIGKILL)
    return run(self, statement, parameters)
Database.run = counted
open_memory(Path(sys.argv[1])).close()
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("after", [1, 3, 4, 7, 9, 10, 11])
def test_killed_meanwhile(tmp_path, after):
    path = tmp_path / "memory.db"
    expected = old_file(path)
    done = subprocess.run([sys.executable, "-c", KILLED, str(path), str(after)], check=False)
    assert done.returncode == -signal.SIGKILL
    with open_memory(path) as store:
        assert rows_of(store) == expected
        assert not list(store.faults())


def test_a_server_stops_meanwhile(postgres_server, postgres, monkeypatch):
    expected = old_server(postgres)
    run = PostgresDatabase.run

    def stopping(self, statement, parameters=()):
        if statement.startswith("ALTER TABLE memory_segment"):
            postgres_server.stop("immediate")
        return run(self, statement, parameters)

    monkeypatch.setattr(PostgresDatabase, "run", stopping)
    with pytest.raises(StoreError):
        open_shared_memory(postgres)
    monkeypatch.undo()
    postgres_server.start()
    with open_shared_memory(postgres) as store:
        assert rows_of(store) == expected


def test_rights_stay(postgres_server, postgres):
    """Who may not change tables cannot bring them up to date; when it is done, everybody may what they might."""
    old_server(postgres)
    database = PostgresDatabase(shared.address_of(postgres))
    with database.writing():
        if not database.run("SELECT 1 FROM pg_roles WHERE rolname = 'my-former'"):
            database.run('CREATE USER "my-former"')
        set_member(database.run, Member("my-former", Role.PROPOSE))
    database.close()
    member = postgres_server.address("accord", "my-former")
    with pytest.raises(StoreError, match="older Accord") as caught:
        open_shared_memory(member)
    assert "who looks after" in caught.value.remedy
    open_shared_memory(postgres).close()
    with open_shared_memory(member) as store:
        further = (Segment("en", "new"), Segment("fr", "neuf"), Segment("de", "neu"))
        (number,) = store.add([TranslationUnit("", further)])
        assert store.units([number])[number].unit.variants == further
        with pytest.raises(StoreError, match="propose here"):
            store.retire([number])


def test_former_programs_change_nothing(tmp_path):
    """What an older program writes does not go in by half: it misses a table and takes back its transaction."""
    path = tmp_path / "memory.db"
    old_file(path)
    open_memory(path).close()
    connection = sqlite3.connect(path)
    with pytest.raises(sqlite3.OperationalError, match="no such table"):
        connection.execute(
            "INSERT INTO memory_segment (unit, place, base, language, text) VALUES (99, 0, 'en', 'en', 'x')"
        )
    connection.close()


def test_a_file_that_may_only_be_read(tmp_path, monkeypatch):
    path = tmp_path / "memory.db"
    expected = old_file(path)
    with monkeypatch.context() as only_read:
        only_read.setattr(sqlite, "_writes_log", lambda connection: False)
        with pytest.raises(StoreError, match="older Accord"):
            open_memory(path)
    with open_memory(path) as store:
        assert rows_of(store) == expected


def test_no_larger_than_before(tmp_path):
    path = tmp_path / "memory.db"
    many = [
        f"INSERT INTO memory_unit (number, source_key, content_key, identifier, run) VALUES ({n}, {n}, {n}, '', 1)"
        for n in range(100, 2100)
    ]
    many += [
        f"INSERT INTO memory_segment VALUES ({n}, {place}, 'en', 'en', '{n} {'x' * 99}', NULL)"
        for n in range(100, 2100)
        for place in (0, 1)
    ]
    old_file(path, [*OLD, *many])
    before = path.stat().st_size
    with open_memory(path) as store:
        assert len(store) == 2067
    assert path.stat().st_size <= before
    assert sorted(tmp_path.iterdir()) == [path]
