import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.text.lemma_table import Entry, LemmaTable, find_table, read_table, write_table

_WORDS = st.text("abéœ-'", min_size=1, max_size=6)
_ENTRIES = st.lists(st.builds(Entry, _WORDS, _WORDS, st.sampled_from(["NOUN", "VERB", "PTCP", "ADJ", ""])), min_size=1)


@pytest.fixture(scope="session")
def path(tmp_path_factory):
    return tmp_path_factory.mktemp("tables") / "table.bin"


@settings(max_examples=80)
@given(entries=_ENTRIES, other=_WORDS)
def test_what_was_written_is_found_and_nothing_else(path, entries, other):
    write_table(path, entries, "Made up.")
    table = read_table(path)
    expected = {}
    for entry in entries:
        expected.setdefault(entry.form, set()).add((entry.lemma, entry.word_class))
    for form in {*expected, other, "", *(entry.lemma for entry in entries)}:
        found = [(one.lemma, one.word_class) for one in table.analyses(form)]
        assert set(found) == expected.get(form, set())
        assert len(found) == len(set(found))


def test_tables_name_their_sources():
    for language, source in (("fr", "Mozilla Public License 2.0"), ("en", "WordNet licence")):
        table = find_table(language)
        assert isinstance(table, LemmaTable)
        assert source in table.head


@pytest.mark.parametrize("tag", ["de", "", "../fr", "zxx"])
def test_other_languages_have_none(tag):
    assert find_table(tag) is None
