"""One pattern for many words finds what a plain list of them finds."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.text.word_pattern import any_of


def _plain(words):
    def one(word):
        return "".join("['’]" if c == "'" else r"\s" if c == " " else re.escape(c) for c in word)

    return "|".join(map(one, sorted(set(words), key=lambda word: (-len(word), word)))) or "(?!)"


@given(st.lists(st.text("aBéı-' .’", min_size=1, max_size=4), max_size=6), st.text("abBÉi-’ '.\u00a0", max_size=7))
def test_the_longest_word_is_found_as_in_a_list(words, text):
    ours = any_of(words) or "(?!)"
    for frame in ("(?:{})", "(?i:{})", r"(?i:{})(?!\w)", "(?i:(?:{})+)b?$"):
        found, expected = (re.match(frame.format(one), text) for one in (ours, _plain(words)))
        assert (found and found.group()) == (expected and expected.group())


@pytest.mark.parametrize(
    ("words", "expected"),
    [
        ((), ""),
        (("ten",), "ten"),
        (("ten", "two", "tw"), "t(?:en|w(?:o|))"),
        (("d'un", "vingt et un"), "d['’]un|vingt\\set\\sun"),
        (("M", "k", "Mio"), "Mio|M|k"),
    ],
)
def test_what_words_share_stands_once(words, expected):
    assert any_of(words) == expected
