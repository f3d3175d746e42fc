from array import array

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.compiled import MISSING
from tmx.text import lemma_table
from tmx.text.lemma_table import Entry, LemmaTable, find_table, read_table, write_table

_WORDS = st.text("abéœ-'", min_size=1, max_size=6)
_ENTRIES = st.lists(st.builds(Entry, _WORDS, _WORDS, st.sampled_from(["NOUN", "VERB", "PTCP", "ADJ", ""])), min_size=1)


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("tables") / "table.bin"


@pytest.mark.parametrize("compiled", [lemma_table._COMPILED, None])
@settings(max_examples=80)
@given(entries=_ENTRIES, other=_WORDS)
def test_what_was_written_is_found_and_nothing_else(path, compiled, entries, other):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(lemma_table, "_COMPILED", compiled)
        write_table(path, entries, "Made up.")
        check_table(read_table(path), entries, other)


def check_table(table, entries, other):
    expected = {}
    for entry in entries:
        expected.setdefault(entry.form, set()).add((entry.lemma, entry.word_class))
    for form in {*expected, other, "", *(entry.lemma for entry in entries)}:
        found = [(one.lemma, one.word_class) for one in table.analyses(form)]
        assert set(found) == expected.get(form, set())
        assert len(found) == len(set(found))
        assert table.has(form) is (form in expected)


@pytest.mark.skipif(lemma_table._COMPILED is None, reason=MISSING)
@pytest.mark.parametrize("tag", ["fr", "en"])
def test_the_compiled_look_up_finds_the_same_in_the_same_order(tag, monkeypatch):
    table = find_table(tag)
    stems = table._stems.decode().split("\n")[::40]
    forms = [stem + suffix for stem in stems for suffix in ("", "s", "é", "ations", "ing", "x" * 90)]
    forms += ["", "a", "é", "\0", "ab\0", "\ud800", "natio\ud800", "ﬁn", "z" * 101, "anti" * 30]
    compiled = [tuple(table._look_up(form)) for form in forms]
    listed = [table.has(form) for form in forms]
    monkeypatch.setattr(lemma_table, "_COMPILED", None)
    assert compiled == [tuple(table._look_up(form)) for form in forms]
    assert listed == [bool(found) for found in compiled]
    assert 500 < sum(listed) < len(listed)


@pytest.mark.skipif(lemma_table._COMPILED is None, reason=MISSING)
@pytest.mark.parametrize(
    ("stems", "sections", "numbers", "patterns", "names"),
    [
        pytest.param(b"ab", [3], [0], b",,N", {"N": "NOUN"}, id="a section is longer than the stems"),
        pytest.param(b"ab\nac", [5], [0], b",,N", {"N": "NOUN"}, id="a stem has no number"),
        pytest.param(b"ab", [2], [0, 0], b",,N", {"N": "NOUN"}, id="a number has no stem"),
        pytest.param(b"ab", [2], [1], b",,N", {"N": "NOUN"}, id="there is no such pattern"),
        pytest.param(b"ab", [2], [0], b"s", {"N": "NOUN"}, id="a row says nothing"),
        pytest.param(b"ab", [2], [0], b",,N", {"NN": "NOUN"}, id="a class of two letters"),
        pytest.param(b"ab", [2], [0], b",,N", {"é": "NOUN"}, id="a letter of two bytes"),
    ],
)
def test_the_compiled_look_up_takes_whole_tables_alone(stems, sections, numbers, patterns, names):
    sizes = array("I", sections).tobytes(), array("H", numbers).tobytes()
    with pytest.raises(ValueError, match=r"pattern|letter"):
        lemma_table._COMPILED.table(stems, *sizes, patterns, names)


def test_tables_name_their_sources():
    for language, source in (("fr", "Mozilla Public License 2.0"), ("en", "WordNet licence")):
        table = find_table(language)
        assert isinstance(table, LemmaTable)
        assert source in table.head


@pytest.mark.parametrize("tag", ["de", "", "../fr", "zxx"])
def test_other_languages_have_none(tag):
    assert find_table(tag) is None
