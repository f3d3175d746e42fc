"""The score: what it counts, what it takes away, and that the quick bounds never fall below it."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from rapidfuzz.distance import Levenshtein

from tmx.match.normal import analyse, surface, tokens_of
from tmx.match.score import BONUS, EXACT, edits, score
from tmx.match.signatures import _slow_count, allowance, near, needed, signature, token_key
from tmx.match.surfaces import pack, penalties, penalty
from tmx.model import InlineCode

BOLD = (InlineCode(0, "open", "<b>"), InlineCode(3, "close", "</b>"))


@pytest.mark.parametrize(
    ("text", "tokens"),
    [
        ("The IOM’s co-operation.", ["the", "iom", "s", "co", "operation"]),
        ("L'été à 10,5 % ou 1\u202f000\u00a0000 euros", ["l", "été", "à", "0", "ou", "0", "euros"]),
        ("the 5th of 12/05/2024 at 17:30", ["the", "0th", "of", "0", "at", "0"]),
        ("H5N1 and COVID-19", ["h5n1", "and", "covid", "0"]),
        ("国际移民 組織", ["国", "际", "移", "民", "組", "織"]),
        ("— *** —", ["—", "***", "—"]),
        ("  ", []),
        ("e\u0301te\u0301 soft\u00adhyphen", ["été", "softhyphen"]),
    ],
)
def test_tokens(text, tokens):
    assert tokens_of(text) == tokens


@pytest.mark.parametrize(
    ("query", "found", "total"),
    [
        ("one two three", "one two three", 100),
        ("one two three", " one two three ", 100),
        ("one two three", "one  two three", 99),
        ("one two three", "One two three", 99),
        ("one two three", "one two, three", 99),
        ("one two three", "One, two three", 98),
        ("on 12 May", "on 13 May", 98),
        ("on 12 May", "On 13 May.", 96),
        ("a b c d e f g h i j", "a b c d e f g h i k", 91),
        ("a b c d e f g h i j", "a b c d e f g h i", 90),
        ("a b c organisation", "a b c x", 75),
        ("the victims of trafficking", "the victim of trafficking", 80),
        ("a b c d e victims", "a b c d e victim", 85),
        ("a b c d", "e f g h", 0),
    ],
)
def test_scores(query, found, total):
    result = score(analyse(query), (), analyse(found), ())
    assert result is not None
    assert result.total == total
    assert score(analyse(query), (), analyse(found), (), least=total) == result
    assert score(analyse(query), (), analyse(found), (), least=total + 1) is None


def test_codes_count():
    text = analyse("one two")
    assert score(text, BOLD, text, BOLD).total == 100
    assert score(text, (), text, BOLD).total == 98
    moved = (InlineCode(1, "open", "<b>"), InlineCode(5, "close", "</b>"))
    assert score(text, moved, text, BOLD).total == 100


def test_no_words_no_score():
    assert score(analyse(""), (), analyse(" "), ()) is None


def test_edits_tell_all():
    steps = edits(analyse("The 13 small red boats left"), analyse("the 12 small boats have left"))
    assert [(step.kind, step.before, step.after) for step in steps] == [
        ("case", ("the",), ("The",)),
        ("insert", (), ("red",)),
        ("delete", ("have",), ()),
        ("figure", ("12",), ("13",)),
    ]
    (step,) = edits(analyse("It helped 12 people"), analyse("It helped people"))
    assert (step.kind, step.before, step.after) == ("insert", (), ("12",))
    assert edits(analyse("A 5kg bag"), analyse("A bag of 7 kg"))[0].after == ("0kg",)  # as it is compared


words = st.lists(st.sampled_from(["a", "A", "bb", "ccc", "7", "81", ",", ".", "é"]), max_size=9).map(" ".join)
inline = st.sampled_from([(), BOLD, BOLD[:1]])


@given(words, inline, words, inline)
def test_bounds_hold(one, one_codes, other, other_codes):
    query, found = analyse(one), analyse(other)
    result = score(query, one_codes, found, other_codes)
    if result is None:
        assert not query.tokens
        assert not found.tokens
        return
    longer = max(len(query.tokens), len(found.tokens))
    assert result.words == 100 * (longer - Levenshtein.distance(query.tokens, found.tokens)) // longer
    assert result.total <= result.words + BONUS
    assert (result.total == EXACT) == (query.text == found.text and (one_codes == other_codes))
    if query.tokens == found.tokens:
        packed = pack(surface(found, other_codes))
        bound = 100 - penalties(np.array([packed], np.uint32), pack(surface(query, one_codes)), same=True)[0]
        assert result.total <= bound


tokens = st.lists(st.sampled_from(["a", "b", "c", "d", "e", "f"]), min_size=1, max_size=12)


@given(tokens, tokens, st.integers(1, 100))
def test_signatures_reject_nothing_that_is_near(one, other, threshold):
    longer = max(len(one), len(other))
    reached = 100 * (longer - Levenshtein.distance(one, other)) // longer >= threshold
    assert reached == (longer - Levenshtein.distance(one, other) >= needed(longer, threshold))
    sums = np.array([signature(map(token_key, other), len(other))], np.uint64)
    kept = near(sums, signature(map(token_key, one), len(one)), allowance(len(one), threshold))
    assert len(kept) == 1 or not reached


@given(st.lists(st.integers(0, 2**64 - 1), max_size=20))
def test_counting_bits(numbers):
    assert _slow_count(np.array(numbers, np.uint64)).tolist() == [number.bit_count() for number in numbers]


@given(st.lists(st.integers(0, 2**32 - 1), max_size=9), st.integers(0, 2**32 - 1), st.booleans())
def test_penalties_of_one_and_of_many(surfaces, query, same):
    many = penalties(np.array(surfaces, np.uint32), query, same=same).tolist()
    assert many == [penalty(one, query, same=same) for one in surfaces]
