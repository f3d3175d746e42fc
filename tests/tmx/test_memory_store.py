"""The memory in a database: whole units only, whatever happens; nothing twice; one clear line where it is unusable."""

import os
import random
import signal
import sqlite3
import subprocess
import sys
import threading
import time
from contextlib import suppress
from datetime import UTC, datetime

import pytest

from tmx.errors import ParseError, StoreError
from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import Query
from tmx.memory import Neighbours
from tmx.model import Attribute, InlineCode, NoteDetail, Property, Segment, Subflow, TranslationUnit
from tmx.store import importing
from tmx.store.held import HeldMemory
from tmx.store.importing import Duplicates, ImportSource, import_units
from tmx.store.sqlite import open_memory


def unit(source, target, *, date=None, codes=(), **more):
    created = None if date is None else datetime.fromisoformat(date).replace(tzinfo=UTC)
    return TranslationUnit("", (Segment("en", source, codes), Segment("fr", target)), created=created, **more)


def texts(memory):
    return [tuple(segment.text for segment in stored.unit.variants) for stored in memory]


def test_units_come_back_as_they_were(store):
    full = TranslationUnit(
        "id 1",
        (
            Segment("en-GB", "a b", (InlineCode(2, "open", "<b>", "1"), InlineCode(3, "close", "</b>", "1"))),
            Segment("fr", "c"),
            Segment("FR-ca", "d"),
        ),
        (Property("x-source-document", "doc.txt"), Property("x", "y")),
        ("note",),
        created=datetime(2024, 5, 1, 10, tzinfo=UTC),
        changed=datetime(2024, 6, 1, 10, 30, 5, tzinfo=UTC),
        created_by="ann",
        changed_by="bob",
    )
    import_units(store, [full], ImportSource("a.tmx"))
    (stored,) = store
    assert stored.unit == full
    assert (stored.document, stored.imported_from, stored.used) == ("doc.txt", "a.tmx", 0)
    store.count_use([stored.number])
    assert store.units([stored.number])[stored.number].used == 1


class Drawn:
    """Units with each thing that a unit can have, in half of them."""

    def __init__(self, seed):
        self.draw = random.Random(seed)

    def some(self, make):
        return tuple(make() for _ in range(self.draw.choice([0, 0, 1, 2])))

    def word(self):
        return self.draw.choice(["", "a", 'é"|\\', "<b>", "\U0001f600", "[1]"])

    def attribute(self):
        return Attribute(f"x-{self.word()}", self.word())

    def a_property(self):
        return Property(f"p-{self.word()}", self.word(), self.some(self.attribute))

    def note(self):
        return NoteDetail(self.word(), self.some(self.attribute), self.draw.randrange(3))

    def subflow(self):
        return Subflow(1, 4, "sub", (InlineCode(1, "open", "<i>", "2"),), self.some(self.attribute))

    def code(self):
        more = ("ph", self.some(self.attribute), self.some(self.subflow)) if self.draw.random() < 0.5 else ()
        return InlineCode(self.draw.randrange(3), self.draw.choice(["open", "close"]), self.word(), self.word(), *more)

    def notes(self):
        details = self.some(self.note)
        return {"notes": tuple(detail.text for detail in details), "note_details": details}

    def segment(self, language, text):
        codes = sorted(self.some(self.code), key=lambda code: code.position)
        own = self.some(self.attribute), self.some(self.a_property)
        return Segment(language, text, tuple(codes), *own, **self.notes())

    def time(self):
        return self.draw.choice([None, datetime(2024, 5, self.draw.randrange(1, 29), 10, tzinfo=UTC)])

    def unit(self, number):
        languages = ["en", "fr-FR", "de", "x-private", "es"][: self.draw.randrange(2, 6)]
        return TranslationUnit(
            f"id {number}",
            tuple(self.segment(language, f"text {number} {language}") for language in languages),
            self.some(self.a_property),
            created=self.time(),
            changed=self.time(),
            created_by=self.draw.choice([None, "ann"]),
            changed_by=self.draw.choice([None, "bob"]),
            attributes=self.some(self.attribute),
            source_place=self.draw.randrange(2),
            unnamed=self.draw.random() < 0.5,
            **self.notes(),
        )


@pytest.mark.parametrize("seed", range(6))
def test_whatever_units_have_comes_back(store, seed):
    drawn = Drawn(seed)
    units = [drawn.unit(number) for number in range(30)]
    import_units(store, units, ImportSource("a.tmx"))
    assert [stored.unit for stored in store] == units
    assert [store.units([stored.number])[stored.number].unit for stored in store] == units


@pytest.mark.parametrize(
    ("rule", "expected", "counts"),
    [
        (Duplicates.SKIP, [("a", "x"), ("b", "y"), ("a", "z")], (3, 2, 0)),
        (Duplicates.KEEP, [("a", "x"), ("b", "y"), ("a", "x"), ("a", "z"), ("b", "y")], (5, 0, 0)),
        (Duplicates.FIRST, [("a", "x"), ("b", "y")], (2, 3, 0)),
        (Duplicates.NEWEST, [("b", "y"), ("a", "z")], (3, 2, 1)),
    ],
)
@pytest.mark.parametrize("batch", [1, 2, 100])
def test_duplicates(store, monkeypatch, rule, expected, counts, batch):
    monkeypatch.setattr(importing, "_BATCH", batch)
    units = [
        unit("a", "x", date="2024-01-01"),
        unit("b", "y"),
        unit("a", "x", date="2023-01-01"),
        unit("a", "z", date="2024-02-01"),
        unit("b", "y"),
    ]
    report = import_units(store, units, ImportSource("a.tmx"), duplicates=rule)
    assert texts(store) == expected
    assert (report.added + report.replaced, report.skipped, report.replaced) == counts
    again = import_units(store, units, ImportSource("a.tmx"), duplicates=rule)
    assert again.read == 5
    if rule is not Duplicates.KEEP:
        assert texts(store) == expected


def said(*pairs):
    return tuple(Property(name, value) for name, value in pairs)


def approvals(memory):
    return [tuple((one.type, one.value) for one in stored.unit.properties) for stored in memory]


@pytest.mark.parametrize("rule", [Duplicates.SKIP, Duplicates.FIRST, Duplicates.NEWEST])
@pytest.mark.parametrize("batch", [1, 100])
def test_an_approval_is_raised_and_never_lowered(store, monkeypatch, rule, batch):
    monkeypatch.setattr(importing, "_BATCH", batch)
    old = [
        unit("a", "x", properties=said(("client", "IOM"), ("approved", "no"))),
        unit("b", "y", notes=("n",)),
        unit("c", "z", properties=said(("x-approved", "yes"))),
        unit("d", "v"),
    ]
    new = [
        unit("a", "x", properties=said(("approved", "yes"))),
        unit("b", "y", properties=said(("x-approved", "yes"), ("client", "other"))),
        unit("b", "y"),
        unit("c", "z", properties=said(("x-approved", "no"))),
        unit("d", "v", properties=said(("x-approved", "maybe"))),
        unit("e", "u"),
        unit("e", "u", properties=said(("x-approved", "yes"))),
    ]
    import_units(store, old, ImportSource("1"), duplicates=rule)
    report = import_units(store, new, ImportSource("2"), duplicates=rule)
    yes = ("x-approved", "yes")
    assert approvals(store) == [(("client", "IOM"), ("approved", "yes")), (yes,), (yes,), (), (yes,)]
    assert [stored.unit.notes for stored in store][1] == ("n",)
    assert report.approved == 3


def test_a_broken_file_approves_nothing(store, monkeypatch):
    monkeypatch.setattr(importing, "_BATCH", 1)
    import_units(store, [unit("a", "x", properties=said(("client", "IOM")))], ImportSource("1"))
    more = [unit("a", "x", properties=said((name, "yes"))) for name in ("x-approved", "approved")]
    with pytest.raises(ParseError, match="broken"):
        import_units(store, breaking(more), ImportSource("b", "sum"))
    assert approvals(store) == [(("client", "IOM"),)]


def test_newest_keeps_what_is_newer_already(store):
    import_units(store, [unit("a", "new", date="2024-01-01")], ImportSource("1"), duplicates=Duplicates.NEWEST)
    import_units(store, [unit("a", "old", date="2020-01-01")], ImportSource("2"), duplicates=Duplicates.NEWEST)
    assert texts(store) == [("a", "new")]


def test_codes_make_a_difference(store):
    coded = (InlineCode(0, "standalone", "<br/>"),)
    import_units(store, [unit("a", "x"), unit("a", "x", codes=coded), unit("a", "x")], ImportSource("1"))
    assert len(store) == 2


def test_empty_sources_are_left_out(store):
    empty = TranslationUnit("", ())
    report = import_units(store, [unit(" ", "x"), empty, unit("a", "")], ImportSource("1"))
    assert (report.read, report.added, report.skipped) == (3, 1, 2)


def breaking(units):
    yield from units
    raise ParseError("it is broken", path="b.tmx", line=7)


def test_a_broken_file_goes_in_not_at_all(store, monkeypatch):
    monkeypatch.setattr(importing, "_BATCH", 2)
    import_units(store, [unit("a", "x"), unit("b", "y")], ImportSource("1"), duplicates=Duplicates.NEWEST)
    before = texts(store)
    more = [unit("a", "new"), unit("c", "z"), unit("d", "z"), unit("b", "y"), unit("e", "v")]
    with pytest.raises(ParseError, match="broken"):
        import_units(store, breaking(more), ImportSource("b", "sum"), duplicates=Duplicates.NEWEST)
    assert texts(store) == before
    assert [run.state for run in store.runs()] == ["done", "undone"]
    report = import_units(store, breaking(more), ImportSource("b", "sum"), recover=True)
    assert report.added == 4
    assert report.fault is not None
    assert report.fault.line == 7
    numbers = [stored.number for stored in store]
    assert len(set(numbers)) == len(numbers) == 6
    assert min(numbers[2:]) > 6, "numbers are not given twice"


def test_an_interrupted_import_goes_on(store, monkeypatch):
    monkeypatch.setattr(importing, "_BATCH", 2)
    units = [unit(str(number), "x") for number in range(9)]

    class StoppedError(Exception):
        pass

    def stopping():
        yield from units[:5]
        raise StoppedError

    with pytest.raises(StoppedError):
        import_units(store, stopping(), ImportSource("a", "sum"))
    assert len(store) == 4
    report = import_units(store, units, ImportSource("a", "sum"))
    assert (report.resumed, report.added, report.read) == (4, 9, 9)
    assert texts(store) == [(str(number), "x") for number in range(9)]
    assert [run.state for run in store.runs()] == ["done"]


KILLED = """
import sys
from pathlib import Path
from tmx.model import Segment, TranslationUnit
from tmx.store import importing
from tmx.store.held import HeldMemory
from tmx.store.importing import ImportSource, import_units
from tmx.store.sqlite import open_memory

importing._BATCH = 50
units = (TranslationUnit(str(n), (Segment("en", f"text {n}"), Segment("fr", f"texte {n}"))) for n in range(3000))
with open_memory(Path(sys.argv[1]), create=True) as store:
    print("begun", flush=True)
    import_units(store, units, ImportSource("a", "sum"), progress=lambda read: print(read, flush=True))
"""


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize("after", [1, 4, 9, 23])
def test_killed_while_importing(tmp_path, after):
    path = tmp_path / "memory.db"
    with subprocess.Popen([sys.executable, "-c", KILLED, str(path)], stdout=subprocess.PIPE, text=True) as process:
        for _ in range(after):
            process.stdout.readline()
        os.kill(process.pid, signal.SIGKILL)
        process.wait()
    with open_memory(path) as store:
        assert not list(store.faults())
        kept = texts(store)
        assert kept == [(f"text {n}", f"texte {n}") for n in range(len(kept))]
        assert len(kept) % 50 == 0
    done = subprocess.run([sys.executable, "-c", KILLED, str(path)], capture_output=True, text=True, check=True)
    assert done.stdout.splitlines()[-1] == "3000"
    with open_memory(path) as store:
        assert texts(store) == [(f"text {n}", f"texte {n}") for n in range(3000)]
        assert [run.state for run in store.runs()] == ["done"]


def test_a_reader_does_not_wait_for_a_writer(tmp_path):
    path = tmp_path / "memory.db"
    with open_memory(path, create=True) as writer, open_memory(path) as reader:
        writer.add([unit("one", "un")])
        matcher = FuzzyMatcher(reader, "en", "fr")
        with writer.database.writing():
            writer.insert([], writer.begin_run("held open"))
            begun = time.monotonic()
            assert [match.score for match in matcher.lookup("one")] == [100]
            assert texts(reader) == [("one", "un")]
            assert time.monotonic() - begun < 5
        assert writer.add([unit("one more", "un de plus")])
        assert [match.target.text for match in matcher.lookup("one more")] == ["un de plus"]


def test_two_writers_take_turns(tmp_path):
    path = tmp_path / "memory.db"
    with open_memory(path, create=True):
        pass

    def write(name):
        with open_memory(path) as store:
            for number in range(20):
                store.add([unit(f"{name} {number}", "x")])

    threads = [threading.Thread(target=write, args=(name,)) for name in ("a", "b")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with open_memory(path) as store:
        assert len(store) == 40
        assert len({stored.number for stored in store}) == 40


@pytest.mark.parametrize("held", [False, True])
def test_what_is_not_translated_is_not_looked_up(store, held):
    units = [unit("a", "x"), unit("b", " "), TranslationUnit("", (Segment("en", "c"), Segment("de", "y")))]
    if held:
        memory = HeldMemory(units)
    else:
        import_units(memory := store, units, ImportSource("1"))
    numbers = [stored.number for stored in memory]
    assert [text.text for text in memory.texts_of(numbers, "en", "fr")] == ["a"]
    assert [text.text for text in memory.texts_of(numbers, "de", "en")] == ["y"]


@pytest.mark.parametrize("held", [False, True])
def test_context_from_the_file_and_from_properties(store, held):
    units = [unit("before", "x"), unit("same", "y"), unit("after", "z"), unit("same", "y")]
    units.append(unit("same", "y", properties=(Property("prev", "here"), Property("next", "there"))))
    if held:
        memory = HeldMemory(units)
    else:
        import_units(memory := store, units, ImportSource("1"))
    matcher = FuzzyMatcher(memory, "en", "fr")

    def score(previous, following):
        return matcher.lookup(Query(Segment("en", "same"), previous, following))[0].score

    assert score("before", "after") == 101
    assert score("after", "same") == 101
    assert score("here", "there") == 101
    assert score("here", None) == 101
    assert score(None, "there") == 101
    assert score("there", None) == 100
    assert score(None, "here") == 100
    assert score("before", "there") == 100
    assert score(None, None) == 100
    assert memory.in_context([2], Neighbours()) == set()


def test_documents_are_apart(store):
    place = lambda name: (Property("file", name),)  # noqa: E731  a word for it
    units = [unit("a", "x", properties=place("1")), unit("b", "y", properties=place("2"))]
    import_units(store, units, ImportSource("1"))
    (match,) = FuzzyMatcher(store, "en", "fr").lookup(Query(Segment("en", "b"), "", ""))
    assert match.score == 101
    assert match.stored.document == "2"


def test_retired_units_are_not_found(store):
    (number,) = store.add([unit("one", "un")])
    matcher = FuzzyMatcher(store, "en", "fr")
    assert matcher.lookup("one")
    assert store.retire([number]) == 1
    assert not matcher.lookup("one")
    assert store.retire([number]) == 0
    assert len(store) == 0
    assert store.stats().retired == 1


@pytest.mark.parametrize("text", ["", " ", "\u00a0x", "\u2028", "\u3000", "\t", " x"])
def test_suspects_are_looked_at_by_themselves(store, text):
    alone = TranslationUnit("", (Segment("en", "x"),))
    units = [unit("Éa", "b"), unit("x", text), unit("\u3001", "!"), alone, unit("a", text), unit("«", "c\u00a0")]
    store.add(units)
    assert list(store.suspects()) == [2, 4, 5]
    store.retire([2])
    assert list(store.suspects()) == [4, 5]


# What is no memory


def refused(path):
    with pytest.raises(StoreError) as caught:
        open_memory(path).close()
    assert str(path) in str(caught.value)
    return caught.value.reason


def test_missing(tmp_path):
    assert "no such memory" in refused(tmp_path / "none.db")
    assert not (tmp_path / "none.db").exists()


@pytest.mark.parametrize("content", [b"", b"hello", b"SQLite format 3\0" + b"x" * 5000])
def test_something_else(tmp_path, content):
    path = tmp_path / "memory.db"
    path.write_bytes(content)
    refused(path)
    assert path.read_bytes() == content


def test_another_database(tmp_path):
    path = tmp_path / "other.db"
    with sqlite3.connect(path) as other:
        other.execute("CREATE TABLE things (name TEXT)")
    other.close()
    assert "not a translation memory" in refused(path)
    with pytest.raises(StoreError, match="not a translation memory"):
        open_memory(path, create=True)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE memory_setting SET value = 'another program' WHERE name = 'kind'",
        "DELETE FROM memory_setting WHERE name = 'kind'",
        "DELETE FROM memory_setting WHERE name = 'schema'",
        "UPDATE memory_setting SET value = '²' WHERE name = 'schema'",
        "UPDATE memory_setting SET value = hex(zeroblob(5000)) WHERE name = 'schema'",
    ],
)
def test_a_database_that_says_it_is_something_else(tmp_path, change):
    path = tmp_path / "memory.db"
    with open_memory(path, create=True) as store:
        store.database.run(change)
    assert "not a translation memory" in refused(path)


def test_newer(tmp_path):
    path = tmp_path / "memory.db"
    with open_memory(path, create=True) as store:
        store.database.run("UPDATE memory_setting SET value = '99' WHERE name = 'schema'")
    assert "newer" in refused(path)


def test_damaged(tmp_path):
    path = tmp_path / "memory.db"
    with open_memory(path, create=True) as store:
        store.add([unit(f"text {number}", "x" * 300) for number in range(300)])
    content = bytearray(path.read_bytes())
    content[4096 * 3 : 4096 * 20] = b"\xff" * (4096 * 17)
    path.write_bytes(content)

    def read():
        with open_memory(path) as store:
            list(store)

    with pytest.raises(StoreError) as caught:
        read()
    assert "damaged" in caught.value.reason


@pytest.mark.parametrize("seed", range(24))
def test_damaged_in_any_way(tmp_path, seed):
    """One clear line or what is whole, and nothing is left beside the file."""
    draw = random.Random(seed)
    path = tmp_path / "memory.db"
    with open_memory(path, create=True) as store:
        store.add([unit(f"text {number}", "é" * 300) for number in range(150)])
    content = bytearray(path.read_bytes())
    at = draw.randrange(100, len(content))
    if seed % 4 == 0:
        del content[at:]
    elif seed % 4 == 1:
        content[at : at + 5000] = draw.randbytes(5000)
    elif seed % 4 == 2:
        at = draw.randrange(100, 8192)
        content[at : at + 200] = b"\xff" * 200
    else:
        for _ in range(200):
            content[draw.randrange(100, len(content))] ^= 1 << draw.randrange(8)
    path.write_bytes(content)
    with suppress(StoreError), open_memory(path) as store:
        assert len(list(store)) <= 150
    assert list(tmp_path.iterdir()) == [path]


def test_read_only_folder(tmp_path):
    if os.geteuid() == 0:
        pytest.skip("the superuser may write anywhere")
    path = tmp_path / "memory.db"
    with open_memory(path, create=True) as store:
        store.add([unit("one", "un")])
    tmp_path.chmod(0o500)
    try:
        with open_memory(path) as store:
            assert FuzzyMatcher(store, "en", "fr").lookup("one")[0].score == 100
    finally:
        tmp_path.chmod(0o700)


def test_what_a_failed_import_replaced_is_found_again(store, monkeypatch):
    monkeypatch.setattr(importing, "_BATCH", 1)
    import_units(store, [unit("one", "un"), unit("two", "deux")], ImportSource("1"))

    def looked_at():
        yield unit("one", "une")
        yield unit("three", "trois")
        FuzzyMatcher(store, "en", "fr")  # makes an index of what is in use at this moment
        assert len(store) == 2
        raise ParseError("it is broken", path="b.tmx")

    with pytest.raises(ParseError):
        import_units(store, looked_at(), ImportSource("2", "sum"), duplicates=Duplicates.NEWEST)
    assert [match.target.text for match in FuzzyMatcher(store, "en", "fr").lookup("one")] == ["un"]
