"""The memory in PostgreSQL: the same matches as in a file, many at work at once, nothing lost when the server dies."""

import os
import random
import signal
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from itertools import islice

import pytest

from tmx.errors import ParseError, StoreError
from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import LookupSettings, Query
from tmx.model import Segment, TranslationUnit
from tmx.store import importing
from tmx.store.importing import Duplicates, ImportSource, import_units, undo
from tmx.store.postgres import open_shared_memory
from tmx.store.postgres_rules import Member, Role, members, remove_member, set_member
from tmx.store.sqlite import open_memory

WRITERS, READERS, EACH = 20, 50, 5
WORDS = "the a boat port night of victims rescued 3 12 at sea near and are was Thursday <i> IOM people".split()


def unit(source, target="x"):
    return TranslationUnit("", (Segment("en", source), Segment("fr", target)))


def texts(memory):
    return [tuple(segment.text for segment in stored.unit.variants) for stored in memory]


def sentences(count, seed):
    draw = random.Random(seed)
    return [" ".join(draw.choices(WORDS, k=draw.randint(1, 9))) for _ in range(count)]


def seen(matches):
    return [(m.score, m.kind, m.stored.number, m.source.text, m.target.text, m.proposal) for m in matches]


@pytest.mark.parametrize("seed", [1, 2])
def test_the_same_matches_as_in_a_file(postgres, tmp_path, seed):
    made = [unit(text, f"traduction {number} de 3") for number, text in enumerate(sentences(400, seed))]
    asked = sentences(60, seed + 100) + [one.variants[0].text for one in made[:20]]
    queries = [
        Query(Segment("en", text), before, after)
        for before, text, after in zip(["", *asked], asked, [*asked[1:], ""], strict=False)
    ]
    settings = LookupSettings(60, 8)
    answers = []
    shared = open_shared_memory(postgres, create=True, cache=tmp_path / "cache")
    for store in (open_memory(tmp_path / "memory.db", create=True), shared):
        with store:
            import_units(store, made[:300], ImportSource("a", "1"))
            matcher = FuzzyMatcher(store, "en", "fr", settings)
            first = [seen(found) for found in matcher.lookup_all(queries)]
            import_units(store, made[300:], ImportSource("b", "2"))  # found by the matcher that is open
            store.retire([5, 250, 301])
            answers.append((first, [seen(found) for found in matcher.lookup_all(queries)]))
            fresh = FuzzyMatcher(store, "en", "fr", settings)
            assert [seen(found) for found in fresh.lookup_all(queries)] == answers[-1][1]
    assert answers[0] == answers[1]
    assert sum(map(len, answers[0][1])) > 30


def test_the_index_is_kept_on_this_computer_and_followed(postgres, tmp_path):
    with open_shared_memory(postgres, create=True, cache=tmp_path) as store:
        import_units(store, [unit(text) for text in sentences(50, 1)], ImportSource("a"))
        FuzzyMatcher(store, "en", "fr")
        (index,) = tmp_path.rglob("*.idx")
        assert index.parent.name == store.stamp().identity
        before = index.stat().st_mtime_ns
    with open_shared_memory(postgres, cache=tmp_path) as here, open_shared_memory(postgres) as elsewhere:
        elsewhere.add([unit("quite another text")])
        assert [m.score for m in FuzzyMatcher(here, "en", "fr").lookup("quite another text")] == [100]
        assert [m.score for m in FuzzyMatcher(elsewhere, "en", "fr").lookup("quite another text")] == [100]
    assert index.stat().st_mtime_ns == before, "a few new units need no new index"


def test_twenty_writers_and_fifty_readers(postgres):
    with open_shared_memory(postgres, create=True) as store:
        store.add([unit("shared 0")])

    def write(me):
        with open_shared_memory(postgres) as store:
            for number in range(EACH):
                # One text of each round is everybody's: it is to be there once.
                import_units(store, [unit(f"{me} {number}"), unit(f"all {number}")], ImportSource(str(me)))

    def read(_):
        with open_shared_memory(postgres) as store:
            before = len(store)
            whole = [len(pair) for pair in texts(store)]
            assert set(whole) == {2}
            assert before <= len(whole) <= len(store)
            return [stored.number for stored in store]

    with ThreadPoolExecutor(WRITERS + READERS) as pool:
        writers = [pool.submit(write, me) for me in range(WRITERS)]
        readers = [pool.submit(read, me) for me in range(READERS)]
        for task in (*writers, *readers):
            task.result(timeout=60)
    with open_shared_memory(postgres) as store:
        wanted = {f"{me} {n}" for me in range(WRITERS) for n in range(EACH)} | {f"all {n}" for n in range(EACH)}
        assert sorted(source for source, _ in texts(store)) == sorted({"shared 0", *wanted})
        assert not list(store.faults())
        assert {run.state for run in store.runs()} == {"done"}


def test_a_reader_does_not_wait_for_a_writer(postgres):
    with open_shared_memory(postgres, create=True) as writer, open_shared_memory(postgres) as reader:
        writer.add([unit("one", "un")])
        walk = iter(reader)
        assert next(walk).number == 1
        with writer.database.writing():
            writer.insert([], writer.begin_run("held open"))
            assert texts(reader) == [("one", "un")]
            assert seen(FuzzyMatcher(reader, "en", "fr").lookup("one"))[0][0] == 100


def test_the_same_file_is_not_imported_by_two_at_once(postgres, monkeypatch):
    monkeypatch.setattr(importing, "_BATCH", 2)
    made = [unit(f"text {number}") for number in range(6)]
    source = ImportSource("a", "sum")
    with open_shared_memory(postgres, create=True) as one, open_shared_memory(postgres) as other:

        def overtaken():
            yield from made[:3]
            import_units(other, made, source, duplicates=Duplicates.KEEP)
            yield from made[3:]

        with pytest.raises(StoreError, match="somebody else is importing the same file"):
            import_units(one, overtaken(), source, duplicates=Duplicates.KEEP)
        assert len(one) == 6


IMPORT = """
import sys
from pathlib import Path
from tmx.model import Segment, TranslationUnit
from tmx.store import importing
from tmx.store.importing import ImportSource, import_units
from tmx.store.postgres import open_shared_memory

importing._BATCH = 100
def units():
    for n in range(2000):
        if n == 1500:
            sys.stdin.read()  # whoever is to be killed in the middle waits here
        yield TranslationUnit(str(n), (Segment("en", f"text {n}"), Segment("fr", f"texte {n}")))

with open_shared_memory(sys.argv[1], create=True) as store:
    import_units(store, units(), ImportSource("a", "sum"), progress=lambda read: print(read, flush=True))
"""


def kill_client(server, process):
    os.kill(process.pid, signal.SIGKILL)


def kill_server(server, process):
    server.stop("immediate")


@pytest.mark.parametrize("kill", [kill_client, kill_server])
def test_killed_while_importing(postgres_server, postgres, kill):
    command = [sys.executable, "-c", IMPORT, postgres.url]
    piped = subprocess.PIPE
    with subprocess.Popen(command, stdin=piped, stdout=piped, stderr=piped, text=True) as process:
        told = int(list(islice(process.stdout, 5))[-1])
        kill(postgres_server, process)
        _, errors = process.communicate(timeout=30)
        assert process.returncode != 0
    if kill is kill_server:
        assert "StoreError" in errors
        assert "kept" in errors.strip().splitlines()[-1]
        postgres_server.start()
    with open_shared_memory(postgres) as store:
        assert not list(store.faults())
        kept = texts(store)
        assert kept == [(f"text {n}", f"texte {n}") for n in range(len(kept))]
        assert told <= len(kept) < 2000
        assert len(kept) % 100 == 0
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "2000"
    with open_shared_memory(postgres) as store:
        assert texts(store) == [(f"text {n}", f"texte {n}") for n in range(2000)]
        assert [run.state for run in store.runs()] == ["done"]


# Who may do what


@pytest.fixture
def team(postgres_server, postgres):
    """A memory with a member of each role; opens it as one of them."""
    with open_shared_memory(postgres, create=True) as store:
        store.add([unit("one", "un")])
        for role in Role:
            if not store.database.run("SELECT 1 FROM pg_roles WHERE rolname = ?", (f"my-{role}",)):
                store.database.run(f'CREATE USER "my-{role}"')
            with store.database.writing():
                set_member(store.database.run, Member(f"my-{role}", role))
    return lambda role: open_shared_memory(postgres_server.address("accord", f"my-{role}"), create=True)


ACTS = {
    "add": lambda store: store.add([unit("two")]),
    "import": lambda store: import_units(store, [unit("three")], ImportSource("a")),
    "replace": lambda store: import_units(store, [unit("one", "une")], ImportSource("a"), duplicates=Duplicates.NEWEST),
    "retire": lambda store: store.retire([1]),
}
MAY = {Role.READ: set(), Role.PROPOSE: {"add", "import"}, Role.APPROVE: set(ACTS)}


@pytest.mark.parametrize("role", Role)
def test_roles(team, role):
    with team(role) as store:
        assert texts(store) == [("one", "un")]
        for name, act in ACTS.items():
            before = texts(store)
            if name in MAY[role]:
                act(store)
                continue
            with pytest.raises(StoreError, match=r"you lack the rights|you may propose here, not decide") as caught:
                act(store)
            assert caught.value.remedy
            assert texts(store) == before


@pytest.mark.parametrize("role", Role)
def test_what_is_done_is_taken_back_by_who_may_approve(team, role):
    with team(role) as store:
        if role is Role.APPROVE:
            undo(store, 1)
            assert not texts(store)
            return
        with pytest.raises(StoreError, match=r"you lack the rights|not decide"):
            undo(store, 1)
        assert texts(store) == [("one", "un")]


def test_who_may_propose_takes_back_what_failed(team):
    def broken():
        yield from [unit("two"), unit("three")]
        raise ParseError("it is broken", path="b.tmx")

    with team(Role.PROPOSE) as store:
        with pytest.raises(ParseError):
            import_units(store, broken(), ImportSource("b"))
        assert texts(store) == [("one", "un")]


def test_members_come_and_go(team):
    with team(Role.READ) as store, pytest.raises(StoreError):
        set_member(store.database.run, Member("my-read", Role.APPROVE))
    with team(Role.APPROVE) as store, pytest.raises(StoreError):
        remove_member(store.database.run, "my-read")


def test_who_is_struck_off_reads_no_more(team, postgres):
    with open_shared_memory(postgres) as store:
        assert [member.role for member in members(store.database.run)] == [Role.APPROVE, Role.PROPOSE, Role.READ]
        remove_member(store.database.run, "my-read")
    with pytest.raises(StoreError, match="you lack the rights"):
        team(Role.READ)


# What does not work is told in one line


def test_without_the_driver(monkeypatch):
    monkeypatch.setitem(sys.modules, "psycopg", None)
    with pytest.raises(StoreError, match="psycopg is needed") as caught:
        open_shared_memory("postgresql://me:secret@host/db")
    assert caught.value.remedy == "install it: pip install 'accord-toolkit[postgres]'"


@pytest.mark.parametrize(
    ("url", "reason"),
    [
        ("postgresql://me:secret@localhost:1/db", "no server answers"),
        ("postgresql://me:secret@/db?host=/nowhere", "no server answers"),
        ("postgresql://me:secret@localhost:port/db", "not the address of a database|no such server"),
        ("postgresql://me:sec%zzret@localhost/db", "not the address of a database"),
    ],
)
def test_where_no_server_answers(postgres_server, url, reason):
    with pytest.raises(StoreError, match=reason) as caught:
        open_shared_memory(url)
    assert "secret" not in str(caught.value)
    assert "\n" not in str(caught.value)


def test_what_is_no_memory(postgres_server, postgres):
    with pytest.raises(StoreError, match="holds no memory"):
        open_shared_memory(postgres)
    with pytest.raises(StoreError, match="no such database"):
        open_shared_memory(postgres_server.address("nowhere"))
    with pytest.raises(StoreError, match="no such database or no such user"):
        open_shared_memory(postgres_server.address("accord", "nobody"))
    with pytest.raises(StoreError, match="this is not the address"):
        open_shared_memory("memory.db")


def test_a_database_in_another_encoding(postgres_server):
    if not postgres_server.sql("postgres", "SELECT 1 FROM pg_database WHERE datname = 'latin'"):
        postgres_server.sql("postgres", "CREATE DATABASE latin ENCODING 'SQL_ASCII' LOCALE 'C' TEMPLATE template0")
    with pytest.raises(StoreError, match="UTF-8"):
        open_shared_memory(postgres_server.address("latin"), create=True)


def test_characters_that_it_cannot_keep(postgres):
    with open_shared_memory(postgres, create=True) as store:
        with pytest.raises(StoreError, match="a character that the database cannot keep"):
            store.add([unit("nul \0 byte")])
        store.add([unit("é 😀 ﷺ")])
        assert texts(store) == [("é 😀 ﷺ", "x")]
