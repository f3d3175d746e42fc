"""The glossary database where something is wrong: files that are none, a full disk, no right to write."""

import sqlite3
import subprocess
import sys
import tempfile
from pathlib import Path
from random import Random

import pytest

from termbase.model import (
    Concept,
    Glossary,
    Status,
    Term,
)
from termbase.store import open_store, schema
from termbase.store.schema import SCHEMA_VERSION
from tmx.errors import AccordError, StoreError

NEW = Status.PROPOSED


def pair(name, en, fr, status=Status.PREFERRED):
    return Concept(name, (Term(en, "en", status), Term(fr, "fr", status)))


BOAT, PORT, NIGHT = pair("boat", "boat", "bateau"), pair("port", "port", "port", NEW), pair("night", "night", "nuit")


def broken(path, kind):
    if kind == "missing":
        return
    if kind == "folder":
        path.mkdir()
    elif kind == "empty":
        path.touch()
    elif kind == "text":
        path.write_text("concept,term\n")
    elif kind == "foreign":
        with sqlite3.connect(path) as other:
            other.execute("CREATE TABLE accounts (name)")
        other.close()
    else:
        with open_store(path, create=True) as made:
            made.import_glossary(
                Glossary(tuple(pair(f"c{n}", f"a {n} " + "x" * 300, f"b {n}") for n in range(200))), author="M"
            )
        damage(path, kind)


def damage(path, kind):
    content = path.read_bytes()
    if kind == "cut":
        path.write_bytes(content[: len(content) // 2])
    elif kind == "overwritten":
        part = len(content) // 8
        path.write_bytes(content[:part] + Random(1).randbytes(6 * part) + content[7 * part :])
    elif kind == "head":
        path.write_bytes(b"\0" * 100 + content[100:])
    else:
        other = sqlite3.connect(path)
        if kind == "newer":
            other.execute("UPDATE accord_schema SET version = 99")
        elif kind == "marked newer":
            other.execute(f"PRAGMA user_version = {SCHEMA_VERSION + 1}")
        elif kind == "no number":
            other.execute("UPDATE accord_schema SET version = 'two'")
        elif kind == "trigger":
            other.execute("CREATE TRIGGER t AFTER INSERT ON termbase_revision BEGIN DELETE FROM termbase_current; END")
        elif kind == "no table":
            other.execute("DROP TABLE termbase_version")
        other.commit()
        other.close()


REASONS = {
    "missing": "no such file",
    "folder": "a folder",
    "empty": "empty",
    "text": "not a database",
    "foreign": "another program",
    "cut": "damaged",
    "overwritten": "damaged",
    "head": "not a database",
    "newer": "newer version",
    "marked newer": rf"newer version .* \(its tables are version {SCHEMA_VERSION + 1},",
    "no number": r"newer version .* \(its tables are version two,",
    "trigger": "another program",
    "no table": "cannot be used",
}


@pytest.mark.parametrize("kind", REASONS)
def test_what_is_no_glossary_is_told_and_left_as_it_is(tmp_path, kind):
    path = tmp_path / "glossary.db"
    broken(path, kind)
    before = path.read_bytes() if path.is_file() else None
    with pytest.raises(StoreError, match=REASONS[kind]) as caught, open_store(path) as store:
        store.export_glossary()
    assert caught.value.path == path
    assert caught.value.remedy
    if kind not in ("missing", "empty"):  # these are made
        with pytest.raises(StoreError, match=REASONS[kind]), open_store(path, create=True) as store:
            store.import_glossary(Glossary((BOAT,)), author="M")
    assert (path.read_bytes() if path.is_file() else None) == before
    assert [file.name for file in tmp_path.iterdir()] == ([] if kind == "missing" else ["glossary.db"])


def test_a_database_with_another_part_of_accord_takes_a_glossary(tmp_path):
    path = tmp_path / "team.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE accord_schema (component TEXT NOT NULL PRIMARY KEY, version INTEGER NOT NULL)")
        other.execute("INSERT INTO accord_schema VALUES ('memory', 7)")
    other.close()
    with pytest.raises(StoreError, match="no glossary"):
        open_store(path)
    with open_store(path, create=True) as store:
        store.import_glossary(Glossary((BOAT,)), author="M")
        assert store.export_glossary().concepts == (BOAT,)
        assert store._database.rows("SELECT * FROM accord_schema ORDER BY component") == [
            ("memory", 7),
            ("termbase", 1),
        ]


def test_an_older_database_is_brought_up_to_date(tmp_path, monkeypatch):
    path = tmp_path / "glossary.db"
    with open_store(path, create=True) as store:
        store.import_glossary(Glossary((BOAT,)), author="M")
    before = path.read_bytes()
    monkeypatch.setattr(schema, "SCHEMA_VERSION", 2)
    new = "CREATE TABLE termbase_new (a TEXT)"
    monkeypatch.setattr(schema, "_MIGRATIONS", (*schema._MIGRATIONS, (new, "SELECT x")))
    with pytest.raises(StoreError, match="no such column"):
        open_store(path)
    assert path.read_bytes() == before
    monkeypatch.setattr(schema, "_MIGRATIONS", (schema._MIGRATIONS[0], (new,)))
    for _ in range(2):
        with open_store(path) as store:
            assert "termbase_new" in store._database.objects()
            assert store.export_glossary().concepts == (BOAT,)
    monkeypatch.undo()
    with pytest.raises(StoreError, match="newer version"):
        open_store(path)


FULL_DISK = """
import resource, sys
from pathlib import Path
from termbase.model import *
from termbase.store.schema import SCHEMA_VERSION
from termbase.store import open_store
from tmx.errors import StoreError
path = Path(sys.argv[1])
size = path.stat().st_size
with open_store(path) as store:
    resource.setrlimit(resource.RLIMIT_FSIZE, (size + 20000, size + 20000))
    try:
        store.import_glossary(
            Glossary(tuple(Concept(f"n{i}", (Term("x" * 200 + str(i), "en"),)) for i in range(500))), author="M"
        )
    except StoreError as error:
        print(error.reason)
    print(store.revision, len(store.export_glossary()))
"""


@pytest.mark.skipif(sys.platform == "win32", reason="a limit on the size of files stands in for the full disk")
def test_a_full_disk_changes_nothing(tmp_path):
    path = tmp_path / "glossary.db"
    with open_store(path, create=True) as store:
        store.import_glossary(Glossary((BOAT,)), author="M")
    done = subprocess.run([sys.executable, "-c", FULL_DISK, path], capture_output=True, text=True, check=True)
    reason, state = done.stdout.splitlines()
    assert "nothing was changed" in reason
    assert state == "1 1"
    with open_store(path) as store:
        assert store.export_glossary().concepts == (BOAT,)


READ_ONLY = """
import os, sys
from pathlib import Path
from termbase.model import *
from termbase.store.schema import SCHEMA_VERSION
from termbase.store import open_store
from tmx.errors import StoreError
open_store(Path(sys.argv[2]), create=True).close()  # what is imported on the way is imported now
if os.geteuid() == 0:
    os.setgid(65534)
    os.setuid(65534)
with open_store(Path(sys.argv[1])) as store:
    print(len(store.export_glossary()), len(store.history()))
    try:
        store.import_glossary(Glossary((Concept("b", (Term("b", "en"),)),)), author="M")
    except StoreError as error:
        print(error.reason)
try:
    open_store(Path(sys.argv[1]).with_name("new.db"), create=True)
except StoreError as error:
    print(error.reason)
"""


@pytest.fixture
def open_folder():
    """A folder that every user may enter; pytest's own is closed again whenever another run of pytest begins."""
    with tempfile.TemporaryDirectory() as name:
        Path(name).chmod(0o755)
        yield Path(name)


@pytest.mark.skipif(sys.platform == "win32", reason="rights work otherwise there")
@pytest.mark.parametrize("what", ["file", "folder"])
def test_a_read_only_place_is_read_and_not_written(open_folder, what):
    folder = open_folder / "shelf"
    folder.mkdir()
    path = folder / "glossary.db"
    with open_store(path, create=True) as store:
        store.import_glossary(Glossary((BOAT,)), author="M")
    path.chmod(0o444 if what == "file" else 0o666)
    folder.chmod(0o555)
    try:
        done = subprocess.run(
            [sys.executable, "-c", READ_ONLY, path, folder.parent / "other.db"], capture_output=True, text=True
        )
    finally:
        folder.chmod(0o755)
    told = done.stdout.splitlines()
    assert told[0] == "1 1", done.stderr
    assert "read-only" in told[1] or "cannot be opened or made here" in told[1]
    assert "cannot be opened or made here" in told[2]


def test_flipped_bytes_are_told_or_do_no_harm(tmp_path):
    path = tmp_path / "glossary.db"
    with open_store(path, create=True) as store:
        for batch in range(3):
            store.import_glossary(
                Glossary(tuple(pair(f"c{batch}-{n}", f"a {batch} {n}", f"b {n}", NEW) for n in range(9))), author="M"
            )
    content = path.read_bytes()
    random = Random(7)
    told = []
    for _ in range(60):
        broken_content = bytearray(content)
        for _ in range(random.choice((1, 2, 9))):
            broken_content[random.randrange(len(content))] = random.randrange(256)
        path.write_bytes(broken_content)
        try:
            with open_store(path) as store:
                store.state(), store.history(), store.export_glossary(2), store.find("a 1 1"), store.versions("c0-1")
                store.restore(1, author="M")
        except AccordError as error:
            told.append(error)
    assert 10 < len(told) < 60
    assert all(error.remedy for error in told)


def test_nothing_is_written_into_a_damaged_database(tmp_path):
    """Whichever page is broken: a change is refused, or the page was not in use."""
    path = tmp_path / "g.db"
    with open_store(path, create=True) as made:
        made.import_glossary(
            Glossary(tuple(pair(f"c{n}", f"a {n} " + "x" * 300, f"b {n}") for n in range(60))), author="M"
        )
    whole, refused = path.read_bytes(), 0
    size = int.from_bytes(whole[16:18], "big")
    for start in range(size, len(whole), size):
        path.write_bytes(whole[:start] + bytes(8) + whole[start + 8 :])
        content = path.read_bytes()
        with pytest.raises(StoreError, match="damaged"), open_store(path) as store:
            store.revise(
                lambda state: state.__class__(Glossary((BOAT,)), state.rejected), ["boat"], author="P", action=""
            )
        assert path.read_bytes() == content
        refused += 1
    assert refused > 10
