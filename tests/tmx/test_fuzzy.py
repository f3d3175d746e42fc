"""Fuzzy look-up: the same matches as a comparison with every unit, whatever way it takes."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import LookupSettings
from tmx.match.normal import analyse
from tmx.match.score import score
from tmx.model import InlineCode, Segment, TranslationUnit
from tmx.store.sqlite import open_memory

WORDS = [
    "the",
    "The",
    "of",
    "migrants",
    "report",
    "12",
    "1,200",
    "IOM",
    "état",
    "co-operation",
    ".",
    "…",
    "¿",
    "国际",
    "is",
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
codes = st.sampled_from([(), (InlineCode(0, "open", "<b>"), InlineCode(3, "close", "</b>"))])
segments = st.builds(lambda text, inline: Segment("en", text, inline), texts, codes)


def unit(segment, number=0):
    return TranslationUnit(str(number), (segment, Segment("fr", f"cible {number}")))


def by_hand(stored, query, threshold, limit):
    """Compare the query with every unit, one after the other."""
    found = []
    for entry in stored:
        source = entry.unit.variants[0]
        result = score(analyse(query.text), query.codes, analyse(source.text), source.codes, least=threshold)
        if result is not None:
            found.append((result.total, result.letters, entry.number))
    return sorted(found, reverse=True)[:limit]


def ranks(matches):
    return [(match.score, match.detail.letters, match.stored.number) for match in matches]


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    return tmp_path_factory.mktemp("fuzzy")


@given(
    first=st.lists(segments, max_size=30),
    later=st.lists(segments, max_size=6),
    queries=st.lists(segments, min_size=1, max_size=4),
    threshold=st.sampled_from([1, 40, 70, 75, 99, 100]),
    limit=st.integers(1, 5),
)
@settings(max_examples=60, deadline=None)
def test_same_as_a_comparison_with_every_unit(folder, first, later, queries, threshold, limit):
    path = folder / "memory.db"
    for old in folder.glob("memory.db*"):
        if old.is_file():
            old.unlink()
    with open_memory(path, create=True) as store:
        store.add(unit(segment, number) for number, segment in enumerate(first))
        matcher = FuzzyMatcher(store, "en", "fr", LookupSettings(threshold, limit))
        store.add(unit(segment, number) for number, segment in enumerate(later))
        stored = list(store)
        expected = [by_hand(stored, query, threshold, limit) for query in queries]
        assert [ranks(matcher.lookup(query)) for query in queries] == expected
        assert [ranks(matches) for matches in matcher.lookup_all(queries)] == expected
