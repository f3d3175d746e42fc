"""A local memory and a shared one: units come together both ways, conflicts are told, a second time changes nothing."""

import pytest

from tmx.errors import ConfigError
from tmx.model import InlineCode, Property, Segment, TranslationUnit
from tmx.store import syncing
from tmx.store.importing import Duplicates, ImportSource, import_units, undo
from tmx.store.postgres import open_shared_memory
from tmx.store.sqlite import open_memory
from tmx.store.syncing import MemoryConflict, MemorySync, sync_memories

NOTHING = MemorySync(0, 0, 0, 0, ())


def unit(source, target, **more):
    return TranslationUnit("", (Segment("en", source), Segment("fr", target)), **more)


@pytest.fixture(params=["sqlite", "postgresql"])
def shared(request, tmp_path):
    """A shared memory of three units, in each database."""
    if request.param == "sqlite":
        made = open_memory(tmp_path / "shared.db", create=True)
    else:
        made = open_shared_memory(request.getfixturevalue("postgres"), create=True)
    with made as store:
        import_units(store, [unit("one", "un"), unit("two", "deux"), unit("three", "trois")], ImportSource("old.tmx"))
        yield store


@pytest.fixture
def local(tmp_path):
    with open_memory(tmp_path / "local.db", create=True) as store:
        yield store


def texts(store):
    return sorted(tuple(segment.text for segment in stored.unit.variants) for stored in store)


def places(store):
    numbers = {stored.number: stored.unit.variants[0].text for stored in store}
    return {(numbers[unit], *place) for unit, here in store.places(list(numbers)).items() for place in here}


def number_of(store, text):
    return next(stored.number for stored in store if stored.unit.variants[0].text == text)


def sync_twice(local, shared):
    done = sync_memories(local, shared)
    assert texts(local) == texts(shared)
    assert places(local) == places(shared)
    runs = (local.runs(), shared.runs())
    assert sync_memories(local, shared) == NOTHING
    assert (local.runs(), shared.runs()) == runs
    assert "open" not in {run.state for run in (*local.runs(), *shared.runs())}
    assert not [*local.faults(), *shared.faults()]
    return done


@pytest.mark.parametrize("batch", [1, 2, 100])
def test_both_ways(local, shared, monkeypatch, batch):
    monkeypatch.setattr(syncing, "_BATCH", batch)
    rich = TranslationUnit(
        "id",
        (Segment("en", "a b", (InlineCode(1, "standalone", "<br/>"),)), Segment("fr", "c")),
        (Property("x-source-document", "d.txt"),),
        ("note",),
        created_by="anna",
    )
    import_units(local, [unit("one", "un"), rich, unit("one", "une")], ImportSource("mine.tmx"))
    assert sync_twice(local, shared) == MemorySync(2, 2, 0, 0, ())
    (stored,) = [stored for stored in shared if stored.unit.identifier == "id"]
    assert (stored.unit, stored.document, stored.imported_from) == (rich, "d.txt", "mine.tmx")
    import_units(shared, [unit("four", "quatre")], ImportSource("new.tmx"))
    assert sync_twice(local, shared) == MemorySync(1, 0, 0, 0, ())


def test_what_goes_out_of_use_goes_on_both(local, shared):
    sync_memories(local, shared)
    local.retire([number_of(local, "one")])
    shared.retire([number_of(shared, "two")])
    assert sync_twice(local, shared) == MemorySync(0, 0, 1, 1, ())
    assert texts(local) == [("three", "trois")]


def test_what_was_added_anew_stays(local, shared):
    sync_memories(local, shared)
    local.retire([number_of(local, "one")])
    shared.retire([number_of(shared, "one")])
    shared.add([unit("one", "un")])
    sync_twice(local, shared)
    assert ("one", "un") in texts(local)


def test_a_unit_replaced_on_one_side(local, shared):
    sync_memories(local, shared)
    import_units(local, [unit("one", "une")], ImportSource("a"), duplicates=Duplicates.NEWEST)
    assert sync_twice(local, shared) == MemorySync(0, 1, 0, 1, ())
    assert texts(shared) == [("one", "une"), ("three", "trois"), ("two", "deux")]


def test_a_unit_replaced_on_both_sides_is_told_and_both_are_kept(local, shared):
    sync_memories(local, shared)
    for store, other in ((local, "une"), (shared, "uns")):
        import_units(store, [unit("one", other), unit("two", "2")], ImportSource("a"), duplicates=Duplicates.NEWEST)
    done = sync_twice(local, shared)
    assert done.conflicts == (MemoryConflict("one", ("un (fr)",), ("une (fr)",), ("uns (fr)",)),)
    assert texts(shared) == [("one", "une"), ("one", "uns"), ("three", "trois"), ("two", "2")]


def test_places_where_a_unit_was_seen_again(local, shared):
    sync_memories(local, shared)
    import_units(local, [unit("x", "y"), unit("two", "deux"), unit("z", "z")], ImportSource("a"))
    sync_twice(local, shared)


def test_many_copies(local, shared, tmp_path):
    with open_memory(tmp_path / "other.db", create=True) as other:
        for store in (local, other):
            sync_memories(store, shared)
        local.add([unit("mine", "mien")])
        other.add([unit("theirs", "leur")])
        other.retire([number_of(other, "one")])
        for store in (local, other, local):
            sync_memories(store, shared)
        assert texts(local) == texts(other) == texts(shared)
        assert len(local) == 4
        sync_twice(other, shared)


@pytest.mark.parametrize("after", range(4))
def test_a_run_that_was_cut_short_is_gone_on_with(local, shared, monkeypatch, after):
    monkeypatch.setattr(syncing, "_BATCH", 2)
    import_units(local, [unit(f"text {number}", "x") for number in range(7)], ImportSource("a"))
    seen = []

    def cut(count):
        seen.append(count)
        if len(seen) > after:
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        sync_memories(local, shared, progress=cut)
    sync_twice(local, shared)
    assert len(shared) == 10


def test_a_shared_memory_that_was_put_back_takes_nothing_away(local, tmp_path):
    place = tmp_path / "shared.db"
    with open_memory(place, create=True) as shared:
        shared.add([unit("one", "un")])
        sync_memories(local, shared)
    copy = place.read_bytes()
    with open_memory(place) as shared:
        shared.add([unit("two", "deux")])
        sync_memories(local, shared)
    place.write_bytes(copy)
    with open_memory(place) as shared:
        sync_twice(local, shared)
        assert texts(shared) == [("one", "un"), ("two", "deux")]


def test_one_with_itself(local, tmp_path):
    with open_memory(tmp_path / "local.db") as same, pytest.raises(ConfigError, match="the same memory"):
        sync_memories(local, same)


def test_what_is_taken_back_on_one_side_is_there_on_both_again(local, shared):
    sync_memories(local, shared)
    local.retire([number_of(local, "one")], name="cleaning")
    assert sync_twice(local, shared).retired_there == 1
    undo(local, next(run.number for run in local.runs() if run.name == "cleaning"))
    assert sync_twice(local, shared).sent == 1
    assert ("one", "un") in texts(shared)
