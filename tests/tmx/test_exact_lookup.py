"""Exact matches from a memory without an index: the same as with one, and none is made for them."""

import random
from itertools import pairwise

import pytest

from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import LookupSettings, Query
from tmx.model import InlineCode, Segment, TranslationUnit
from tmx.store.importing import Duplicates, ImportSource, import_units
from tmx.store.sqlite import open_memory

WORDS = "the boat is at sea The 3 at 5 sea. sea, été".split()
CODES = ((), (InlineCode(1, "standalone", "<br/>"),))


def made(draw, count, *, other="fr"):
    units = []
    for number in range(count):
        text = draw.choice((" ", " ", "  ")).join(draw.choices(WORDS, k=draw.randint(1, 3)))
        variants = [Segment("en-GB", text, draw.choice(CODES)), Segment(other, f"{number}")]
        if number % 9 == 0:
            variants.append(Segment("de", "x"))
        units.append(TranslationUnit("", tuple(variants[: 1 if number % 13 == 0 else 3])))
    return units


def seen(matches):
    return [(m.score, m.kind, m.stored.number, m.source, m.target, m.proposal, m.detail) for m in matches]


def indexes(store):
    return list(store.index_path.glob("*")) if store.index_path.exists() else []


@pytest.mark.parametrize("seed", range(3))
@pytest.mark.parametrize("limit", [1, 5])
def test_the_same_as_with_an_index(store, seed, limit):
    draw = random.Random(seed)
    units = made(draw, 300)
    import_units(store, units[:250], ImportSource("a"), duplicates=Duplicates.KEEP)
    store.retire([3, 8])
    texts = [unit.variants[0] for unit in made(draw, 80)] + [Segment("en", ""), Segment("en", " . ")]
    queries = [
        Query(segment, before.text, after.text)
        for before, segment, after in zip(
            [Segment("en", ""), *texts], texts, [*texts[1:], Segment("en", "")], strict=False
        )
    ]
    queries += [Query(unit.variants[0], before.variants[0].text) for before, unit in pairwise(units)]
    settings = LookupSettings(100, limit)
    without = FuzzyMatcher(store, "en", "fr", settings)
    found = [seen(matches) for matches in without.lookup_all(queries)]
    assert not indexes(store)
    store.add(units[250:])
    later = [seen(matches) for matches in without.lookup_all(queries)]
    assert later != found
    FuzzyMatcher(store, "en", "fr")
    assert indexes(store)
    indexed = FuzzyMatcher(store, "en", "fr", settings)
    assert indexed._keyed is None
    assert [seen(matches) for matches in indexed.lookup_all(queries)] == later
    assert {score for matches in later for score, *_ in matches} == {100, 101}


def test_a_memory_in_both_directions_needs_an_index(store):
    import_units(store, [*made(random.Random(1), 20), *made(random.Random(2), 20, other="en")], ImportSource("a"))
    matcher = FuzzyMatcher(store, "en", "fr", LookupSettings(100))
    assert matcher._keyed is None
    assert indexes(store)


def test_while_a_load_goes_on(tmp_path):
    """The index of sums was dropped for the load: the memory is searched as any other."""
    with open_memory(tmp_path / "memory.db", create=True) as store, open_memory(tmp_path / "memory.db") as reader:

        def units():
            yield from made(random.Random(1), 12_000)
            assert FuzzyMatcher(reader, "en", "fr", LookupSettings(100))._keyed is None

        import_units(store, units(), ImportSource("a"), duplicates=Duplicates.KEEP)
        assert not store._sources_are_indexed()
        assert FuzzyMatcher(store, "en", "de", LookupSettings(100))._keyed is None  # the index is there now
        for index in indexes(store):
            index.unlink()
        assert FuzzyMatcher(reader, "en", "fr", LookupSettings(100))._keyed is reader
        assert store._sources_are_indexed()
