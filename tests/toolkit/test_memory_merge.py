"""Merging and comparing memories: laws that hold for any, and what the commands say."""

import json
from datetime import UTC, datetime
from functools import partial

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.formats.tmx import read_tmx, write_tmx
from tmx.model import InlineCode, Property, Segment, TranslationUnit
from tmx.store.sqlite import open_memory
from toolkit.workflows.memory_content import content_of
from toolkit.workflows.memory_diff import diff_memories
from toolkit.workflows.memory_merge import merge_units


def unit(source, target, *properties, name="1", **more):
    return TranslationUnit(
        name,
        (Segment("en", source), Segment("fr", target)),
        tuple(Property(kind, value) for kind, value in properties),
        unnamed=name == "1",
        **more,
    )


UNITS = st.builds(
    unit,
    st.sampled_from(["one", "two"]),
    st.sampled_from(["un", "deux", "2"]),
    st.tuples(st.sampled_from(["file", "note", "prev"]), st.sampled_from(["a", "b"])),
    name=st.sampled_from(["1", "x", "y"]),
    changed=st.sampled_from([None, datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1, tzinfo=UTC)]),
    changed_by=st.sampled_from([None, "anna"]),
)
MEMORIES = st.lists(UNITS, max_size=5)


def contents(units):
    return {content_of(one) for one in units}


@settings(max_examples=150)
@given(MEMORIES, MEMORIES, MEMORIES)
def test_merging_is_a_union_in_any_order(one, two, three):
    merged = merge_units([one, two, three]).units
    assert contents(merged) == contents(one) | contents(two) | contents(three)
    assert len(contents(merged)) == len(merged)
    assert merge_units([three, one, two]).units == merged
    assert merge_units([merged, one]).units == merged
    properties = {item for memory in (one, two, three) for some in memory for item in some.properties}
    assert {item for some in merged for item in some.properties} == properties


@settings(max_examples=150)
@given(MEMORIES, MEMORIES, MEMORIES)
def test_with_an_ancestor_what_one_took_out_stays_out(base, one, two):
    merged = contents(merge_units([one, two], base).units)
    for content in contents(base) | contents(one) | contents(two):
        there = [content in contents(memory) for memory in (base, one, two)]
        wanted = {(True, True, True), (False, True, False), (False, False, True), (False, True, True)}
        assert (content in merged) == (tuple(there) in wanted)
    assert contents(merge_units([base, one], base).units) == contents(one)


@settings(max_examples=150)
@given(MEMORIES, MEMORIES)
def test_differences_account_for_every_unit(old, new):
    assert diff_memories(old, reversed(old)) == ()
    changes = diff_memories(old, new)
    counts = {kind: sum(change.kind == kind for change in changes) for kind in ("added", "removed", "changed")}
    assert len(new) - len(old) == counts["added"] - counts["removed"]
    assert all(change.fields for change in changes if change.kind == "changed")
    back = diff_memories(new, old)
    assert sum(change.kind == "added" for change in back) == counts["removed"]
    if contents(old) != contents(new):
        assert changes


def test_what_is_joined():
    early, late = datetime(2020, 1, 1, tzinfo=UTC), datetime(2021, 1, 1)  # a file need not say its zone
    one = unit("a", "b", ("client", "X"), created=late, changed=early, changed_by="anna", notes=("n",))
    two = unit("a", "b", ("client", "Y"), created=early, changed=late, changed_by="ben", notes=("m", "n"))
    (merged,) = merge_units([[one], [two]]).units
    assert [item.value for item in merged.properties] == ["X", "Y"]
    assert set(merged.notes) == {"m", "n"}
    assert (merged.created, merged.changed, merged.changed_by) == (early, late, "ben")


def test_codes_and_context_tell_units_apart():
    code = (InlineCode(0, "standalone", "<br/>", "1"),)
    plain, coded = unit("a", "b"), TranslationUnit("", (Segment("en", "a", code), Segment("fr", "b")), unnamed=True)
    placed = unit("a", "b", ("file", "other.txt"))
    assert len(merge_units([[plain], [coded], [placed]]).units) == 3
    assert [change.fields for change in diff_memories([plain], [placed])] == [("context", "properties")]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    base = [unit("one", "un", name="u1"), unit("two", "deux", name="u2"), unit("three", "trois", name="u3")]
    anna = [base[0], unit("two", "2", name="u2"), unit("four", "quatre", name="u4")]
    ben = [unit("two", "II", name="u2"), base[0], base[2]]
    for name, units in (("base", base), ("anna", anna), ("ben", ben)):
        write_tmx(tmp_path / f"{name}.tmx", units, source_language="en")
    return tmp_path


@pytest.fixture
def accord(folder, run_accord):
    return partial(run_accord, "memory")


def pairs(path):
    return [(one.variants[0].text, one.variants[1].text) for one in read_tmx(path)]


def test_merge_command(accord, folder):
    assert "9 units read" in accord("merge", "base.tmx", "anna.tmx", "ben.tmx", "-o", "all.tmx").err
    everything = [("four", "quatre"), ("one", "un"), ("three", "trois"), ("two", "2"), ("two", "II"), ("two", "deux")]
    assert pairs(folder / "all.tmx") == everything
    accord("merge", "ben.tmx", "anna.tmx", "base.tmx", "anna.tmx", "-o", "again.tmx")
    assert (folder / "again.tmx").read_bytes() == (folder / "all.tmx").read_bytes()
    accord("merge", "all.tmx", "-o", "all2.tmx")
    assert (folder / "all2.tmx").read_bytes() == (folder / "all.tmx").read_bytes()


def test_merge_with_a_base_names_conflicts(accord, folder):
    done = accord("merge", "anna.tmx", "ben.tmx", "--base", "base.tmx", "-o", "m.tmx", code=1)
    assert done.out == "! two\n    2\n    II\n"
    assert pairs(folder / "m.tmx") == [("four", "quatre"), ("one", "un"), ("two", "2"), ("two", "II")]


def test_merge_with_databases(accord, folder):
    accord("import", "anna.tmx", "--memory", "a.db")
    accord("merge", "a.db", "ben.tmx", "-o", "m.db")
    accord("merge", "base.tmx", "-o", "m.db")
    with open_memory(folder / "m.db") as store:
        assert len(store) == 6
    accord("merge", "m.db", "-o", "m.tmx")
    assert len(pairs(folder / "m.tmx")) == 6


def test_diff_command(accord):
    done = accord("diff", "base.tmx", "anna.tmx", code=1)
    assert done.out.splitlines() == [
        "+ en  four",
        "  fr  quatre",
        "- en  three",
        "  fr  trois",
        "~ en  two    [translation]",
        "  - fr  deux",
        "  + fr  2",
    ]
    assert "1 added · 1 removed · 1 changed" in done.err
    objects = [json.loads(line) for line in accord("diff", "base.tmx", "anna.tmx", "--json", code=1).out.splitlines()]
    assert [one["change"] for one in objects] == ["added", "removed", "changed"]
    assert objects[2]["new"]["texts"] == {"en": "two", "fr": "2"}
    assert "No changes" in accord("diff", "base.tmx", "base.tmx").err


def test_a_database_has_what_its_file_had(accord):
    accord("import", "base.tmx", "--memory", "b.db")
    accord("diff", "base.tmx", "b.db")


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["merge", "base.tmx", "none.tmx", "-o", "m.tmx"], "there is no such file"),
        (["merge", "base.tmx", "-o", "m.csv"], "written as TMX or .db"),
        (["merge", "base.tmx", "--base", "none.db", "-o", "m.tmx"], "there is no such memory"),
        (["merge", "base.tmx"], "Missing option"),
        (["diff", "base.tmx", "none.db"], "there is no such memory"),
        (["diff", "base.tmx"], "Missing argument"),
        (["diff", "base.tmx", "base.doc"], "there is no such file"),
    ],
)
def test_clear_lines(accord, folder, arguments, says):
    before = sorted(path.name for path in folder.iterdir())
    done = accord(*arguments, code=2)
    assert says in done.err
    assert done.err.count("\n") <= 2
    assert sorted(path.name for path in folder.iterdir()) == before
