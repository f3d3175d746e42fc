"""Fuzzy look-up: the same matches as a comparison with every unit, whatever way it takes."""

import json
import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.errors import ConfigError
from tmx.match import build, candidates, fuzzy
from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.index import FuzzyIndex, LookupText
from tmx.match.matches import LookupSettings
from tmx.match.normal import analyse
from tmx.match.score import score
from tmx.memory import SourceStamp
from tmx.model import InlineCode, Segment, TranslationUnit
from tmx.store.held import HeldMemory
from tmx.store.sqlite import open_memory

WORDS = [
    "the",
    "The",
    "of",
    "migrants",
    "migrant",
    "12",
    "1,200",
    "IOM",
    "état",
    "co-operation",
    ".",
    "…",
    "国际",
    "is",
]
texts = st.lists(st.sampled_from(WORDS), min_size=1, max_size=14).map(" ".join)
codes = st.sampled_from([(), (InlineCode(0, "open", "<b>"), InlineCode(3, "close", "</b>"))])
segments = st.builds(lambda text, inline: Segment("en", text, inline), texts, codes)


class Growing(HeldMemory):
    """A memory of which only the first units are there yet."""

    visible = 0

    def stamp(self):
        return SourceStamp("", self.visible, "")

    def last_number(self):
        return self.visible

    def texts(self, language, *, after=0):
        return (text for text in super().texts(language, after=after) if text.unit <= self.visible)


def unit(segment, number=0):
    return TranslationUnit(str(number), (segment, Segment("fr", f"cible {number}")))


def by_hand(memory, query, threshold, limit):
    """Compare the query with every unit, one after the other."""
    found = []
    for stored in memory:
        source = stored.unit.variants[0]
        result = score(analyse(query.text), query.codes, analyse(source.text), source.codes, least=threshold)
        if result is not None:
            found.append((result.total, result.letters, stored.number))
    return sorted(found, reverse=True)[:limit]


def ranks(matches):
    return [(match.score, match.detail.letters, match.stored.number) for match in matches]


@given(
    first=st.lists(segments, max_size=30),
    later=st.lists(segments, max_size=6),
    queries=st.lists(segments, min_size=1, max_size=4),
    threshold=st.sampled_from([1, 40, 69, 70, 75, 99, 100]),
    limit=st.integers(1, 5),
)
@settings(max_examples=80)
def test_same_as_a_comparison_with_every_unit(first, later, queries, threshold, limit):
    memory = Growing(unit(segment, number) for number, segment in enumerate([*first, *later]))
    memory.visible = len(first)
    matcher = FuzzyMatcher(memory, "en", "fr", LookupSettings(threshold, limit))
    memory.visible = len(first) + len(later)
    expected = [by_hand(memory, query, threshold, limit) for query in queries]
    assert [ranks(matcher.lookup(query)) for query in queries] == expected
    assert [ranks(matches) for matches in matcher.lookup_all(queries)] == expected


def prose(draw, count, longest):
    """Texts with Zipf's words, and near-doubles of them."""
    made = []
    for _ in range(count):
        if made and draw.random() < 0.4:
            words = draw.choice(made).split()
            for _ in range(draw.randint(0, 3)):
                words[draw.randrange(len(words))] = f"w{int(400 ** draw.random())}"
        else:
            words = [f"w{int(400 ** draw.random())}" for _ in range(draw.randint(1, longest))]
        made.append(" ".join(words))
    return made


@pytest.mark.parametrize(("count", "longest", "codes"), [(700, 12, None), (70, 320, None), (300, 20, 50), (200, 9, 0)])
def test_larger_memories(monkeypatch, count, longest, codes):
    if codes is not None:  # so few codes that many words share one
        monkeypatch.setattr(build, "_CODES", 60 + codes)
        monkeypatch.setattr(build, "_SHARED", 7)
    draw = random.Random(count)
    made = prose(draw, count, longest)
    memory = HeldMemory(unit(Segment("en", text), number) for number, text in enumerate(made))
    matcher = FuzzyMatcher(memory, "en", "fr", LookupSettings(70, 4))
    for query in [*draw.sample(made, 8), *prose(draw, 8, longest)]:
        segment = Segment("en", query.replace("w1 ", "w2 ", 1))
        assert ranks(matcher.lookup(segment)) == by_hand(memory, segment, 70, 4)


def numbers(groups):
    return sorted(number for group in groups for number in group.units.tolist())


def test_both_ways_of_finding_are_exact():
    """The postings and the walk over all signatures give the same."""
    made = prose(random.Random(5), 1500, 14)
    memory = HeldMemory(unit(Segment("en", text)) for text in made)
    listed = FuzzyIndex.build(memory.texts("en"), memory.stamp(), threshold=65)
    walked = FuzzyIndex.build(memory.texts("en"), memory.stamp(), threshold=100)
    for text in made[:200]:
        query = LookupText.of(analyse(text).tokens, 0)
        for threshold in (65, 80, 95):
            one, other = listed.search(query, threshold), walked.search(query, threshold)
            assert numbers(one) == numbers(other)


@pytest.mark.parametrize("block", [4096, 30])
def test_memories_made_from_templates(monkeypatch, block):
    monkeypatch.setattr(candidates, "_BLOCK", block)
    draw = random.Random(7)
    made = []
    for _ in range(500):
        topic, end = draw.choice(["ships", "Ships", "boats"]), draw.choice([".", "!", ""])
        made.append(f"Part {draw.randrange(60)} of {draw.randrange(9)} is about {topic} of the fleet{end}")
    memory = HeldMemory(unit(Segment("en", text), number) for number, text in enumerate(made))
    matcher = FuzzyMatcher(memory, "en", "fr", LookupSettings(70, 4))
    for text in draw.sample(made, 12):
        for query in (text, text.replace("about", "on"), text.replace("the", "our").replace("Part", "part")):
            segment = Segment("en", query)
            assert ranks(matcher.lookup(segment)) == by_hand(memory, segment, 70, 4)


@pytest.mark.parametrize(("threshold", "limit"), [(0, 5), (101, 5), (70, 0)])
def test_settings_that_make_no_sense(threshold, limit):
    with pytest.raises(ConfigError):
        FuzzyMatcher(HeldMemory([]), "en", "fr", LookupSettings(threshold, limit))


def test_units_without_the_target_language():
    units = [TranslationUnit("", (Segment("en", "one two"),)), unit(Segment("en", "one two"))]
    units.append(TranslationUnit("", (Segment("en", "one two"), Segment("de", "eins zwei"))))
    matcher = FuzzyMatcher(HeldMemory(units), "en", "fr", LookupSettings(70, 1))
    assert [match.stored.number for match in matcher.lookup("one two")] == [2]


# The index beside a database


@pytest.fixture
def path(tmp_path):
    with open_memory(tmp_path / "memory.db", create=True) as store:
        store.add(unit(Segment("en", text), number) for number, text in enumerate(prose(random.Random(1), 60, 9)))
    return tmp_path / "memory.db"


def look_up(path, text):
    with open_memory(path) as store:
        matcher = FuzzyMatcher(store, "en", "fr")
        segment = Segment("en", text)
        assert ranks(matcher.lookup(segment)) == by_hand(store, segment, 70, 5)
        return (path.with_name("memory.db.index") / "en.idx").read_bytes()


def test_the_index_is_kept_and_followed(path, monkeypatch):
    first = look_up(path, "w1 w2 w3")
    with open_memory(path) as store:
        store.add([unit(Segment("en", "w1 w2 w3 brand new"))])
    assert look_up(path, "w1 w2 w3 brand new") == first, "a new unit needs no new index"
    monkeypatch.setattr(fuzzy, "_LARGE_DELTA", 0)
    assert look_up(path, "w1 w2 w3 brand new") != first


@pytest.mark.parametrize("damage", [b"", b"x", b"accord fuzzy index 1\n", b"accord fuzzy index 1\n{}\n", None])
def test_a_damaged_index_is_made_again(path, damage):
    whole = look_up(path, "w1 w2 w3")
    index = path.with_name("memory.db.index") / "en.idx"
    index.write_bytes(whole[: len(whole) // 2] if damage is None else damage)
    assert look_up(path, "w1 w2 w3") == whole


@pytest.mark.parametrize("part", ["entries", "entry_starts", "postings", "unit_starts"])
def test_an_index_with_places_that_do_not_exist_is_made_again(path, part):
    look_up(path, "w1 w2 w3")
    index = path.with_name("memory.db.index") / "en.idx"
    content = bytearray(index.read_bytes())
    head = json.loads(content.split(b"\n")[1])
    kind, start, length = head["arrays"][part]
    start += len(content) - head["size"]
    size = length * int(kind[-1])
    content[start : start + size] = b"\xfe" * size
    index.write_bytes(content)
    with open_memory(path) as store:
        matcher = FuzzyMatcher(store, "en", "fr")
        for stored in store:
            matcher.lookup(stored.unit.variants[0])
            if part in ("entries", "unit_starts"):
                assert ranks(matcher.lookup(stored.unit.variants[0])) == by_hand(store, stored.unit.variants[0], 70, 5)


def test_the_index_of_another_memory(path, tmp_path):
    look_up(path, "w1 w2 w3")
    copy = path.read_bytes()
    with open_memory(path) as store:
        store.add(unit(Segment("en", f"later {number}")) for number in range(5))
    (path.with_name("memory.db.index") / "en.idx").unlink()
    look_up(path, "later 3")
    for file in tmp_path.glob("memory.db*"):
        if file.is_file():
            file.unlink()
    path.write_bytes(copy)  # an older copy is put back, and other units come
    with open_memory(path) as store:
        store.add(unit(Segment("en", f"other {number} words")) for number in range(6))
    look_up(path, "later 3")
    look_up(path, "other 3 words")


def test_where_no_index_can_be_written(path):
    path.with_name("memory.db.index").write_text("a file stands where the folder should be", encoding="utf-8")
    with open_memory(path) as store:
        segment = Segment("en", "w1 w2 w3")
        assert ranks(FuzzyMatcher(store, "en", "fr").lookup(segment)) == by_hand(store, segment, 70, 5)
