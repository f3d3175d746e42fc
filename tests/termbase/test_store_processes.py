"""The glossary database under many hands: nothing is lost, and a process that dies leaves whole concepts only."""

import subprocess
import sys
import time

import pytest

from termbase.model import Concept, Glossary, Status, Term
from termbase.store import open_store

WRITERS, READERS, EDITS = 20, 50, 3

# Each process waits for its start sign, so that all of them are at work at once.
WRITER = """
import sys
from pathlib import Path
from termbase.editing import add_concept, add_terms
from termbase.model import Concept, Term
from termbase.store import open_store
path, me, edits = Path(sys.argv[1]), sys.argv[2], int(sys.argv[3])
print("ready", flush=True)
sys.stdin.read(1)
for number in range(edits):
    with open_store(path, create=True) as store:
        name = f"{me}-{number}"
        new = Concept(name, (Term(f"en {name}", "en"), Term(f"fr {name}", "fr")))
        store.revise(lambda state: add_concept(state, new), [name], author=me, action="add")
        store.revise(
            lambda state: add_terms(state, "shared", (Term(name, "en"),)), ["shared"], author=me, action="add"
        )
"""
READER = """
import sys
from pathlib import Path
from termbase.store import open_store
path = Path(sys.argv[1])
print("ready", flush=True)
sys.stdin.read(1)
with open_store(path) as store:
    for _ in range(5):
        before, glossary, after = store.revision, store.export_glossary(), store.revision
        assert before != after or glossary == store.export_glossary(after)
        assert all(len(concept.terms) == 2 for concept in glossary if concept.identifier != "shared")
"""


def start(code, *arguments):
    return subprocess.Popen(
        [sys.executable, "-c", code, *map(str, arguments)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


@pytest.fixture(params=["sqlite", "postgresql"])
def path(request, tmp_path):
    """Where a glossary is to be made, in each database."""
    return tmp_path / "glossary.db" if request.param == "sqlite" else request.getfixturevalue("postgres")


def test_twenty_writers_and_fifty_readers(tmp_path):
    path = tmp_path / "glossary.db"
    with open_store(path, create=True) as store:
        store.import_glossary(Glossary((Concept("shared", (Term("first", "en"),)),)), author="M")
    writers = [start(WRITER, path, f"w{number}", EDITS) for number in range(WRITERS)]
    # A process costs a tenth of a second to start; the readers are few processes that open the database often.
    readers = [start(READER.replace("range(5)", f"range({READERS // 5})"), path) for _ in range(5)]
    for process in (*writers, *readers):
        assert process.stdout.readline() == "ready\n"
    for process in (*writers, *readers):
        process.stdin.write("x")
        process.stdin.flush()
    for process in (*writers, *readers):
        _, errors = process.communicate(timeout=120)
        assert (process.returncode, errors) == (0, "")
    names = {f"w{number}-{edit}" for number in range(WRITERS) for edit in range(EDITS)}
    with open_store(path) as store:
        glossary = store.export_glossary()
        assert {concept.identifier for concept in glossary} == {*names, "shared"}
        assert {term.text for term in store.concept("shared").concept.terms} == {*names, "first"}
        history = store.history()
        assert [one.number for one in history] == list(range(1, 2 * len(names) + 2))
        assert len(store.versions("shared")) == len(names) + 1


def test_fifty_readers_while_one_writes(path):
    with open_store(path, create=True) as store:
        store.import_glossary(Glossary((Concept("shared", (Term("first", "en"),)),)), author="M")
        readers = [open_store(path) for _ in range(READERS)]
        with store.alone():
            store.import_glossary(Glossary((Concept("b", (Term("b", "en"),)),)), author="M")
            assert [len(reader.export_glossary()) for reader in readers] == [1] * READERS
        assert [len(reader.export_glossary()) for reader in readers] == [2] * READERS
    for reader in readers:
        reader.close()


VICTIM = """
import sys
from pathlib import Path
from termbase.model import Concept, Glossary, Status, Term
from termbase.store import open_store
path = Path(sys.argv[1])
print("ready", flush=True)
with open_store(path, create=True) as store:
    for number in range(100000):
        many = (Concept(f"{number}-{n}", (Term("x" * 99, "en"), Term(f"{number}", "fr"))) for n in range(20))
        store.import_glossary(Glossary(tuple(many)), author="M")
"""


@pytest.mark.parametrize("wait", [0.0, 0.02, 0.05, 0.11, 0.2, 0.31])
def test_a_killed_writer_leaves_whole_revisions(tmp_path, wait):
    path = tmp_path / "glossary.db"
    victim = start(VICTIM, path)
    victim.stdout.readline()
    time.sleep(wait)
    victim.kill()
    victim.communicate()
    with open_store(path, create=True) as store:
        glossary, revisions = store.export_glossary(), store.history()
        numbers = [int(concept.identifier.partition("-")[0]) for concept in glossary]
        assert numbers == [number for number in range(len(revisions)) for _ in range(20)]
        assert all(len(concept.terms) == 2 for concept in glossary)
        store._database.refuse_damaged()
        after = store.import_glossary(Glossary((Concept("z", (Term("z", "en", Status.PROPOSED),)),)), author="P")
        assert after.revision.number == len(revisions) + 1
    assert [file.name for file in tmp_path.iterdir()] == ["glossary.db"]


def test_two_processes_make_the_same_database(path):
    code = WRITER.replace('"shared"', 'f"{name}"').replace(
        'add_terms(state, f"{name}", (Term(name', "add_terms(state, name, (Term('x'"
    )
    writers = [start(code, path, f"w{number}", 1) for number in range(4)]
    for process in writers:
        assert process.stdout.readline() == "ready\n"
    for process in writers:
        process.stdin.write("x")
        process.stdin.flush()
    for process in writers:
        _, errors = process.communicate(timeout=60)
        assert (process.returncode, errors) == (0, "")
    with open_store(path) as store:
        assert [len(concept.terms) for concept in store.export_glossary()] == [3] * 4
