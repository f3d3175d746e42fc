"""Long texts are aligned in windows along their diagonal."""

import itertools
import random

import numpy as np

from tmx.align.word_texts import number_texts
from tmx.align.word_windows import cut_into_windows, with_windows
from tmx.align.words import TokenPair, WordAlignerSettings, align_words

WORDS = [f"{first}{second}{third}" for first in "bdfgk" for second in "aeiou" for third in ("lta", "mno", "rsi", "vun")]


def long_pair(count: int) -> TokenPair:
    dice = random.Random(count)
    source = [dice.choice(WORDS) for _ in range(count)]
    return TokenPair(tuple(source), tuple(source))


def test_each_source_word_lies_in_one_window():
    source = number_texts([["a"] * 3, ["b"] * 700, ["c"] * 400])
    target = number_texts([["a"] * 3, ["b"] * 500, ["c"] * 900])
    windows = cut_into_windows(np.array([1, 2]), source, target)
    for pair, height, width in ((1, 700, 500), (2, 400, 900)):
        own = [window for window in windows if window.pair == pair]
        assert [place for window in own for place in range(window.first, window.end)] == list(range(height))
        assert own[0].low == 0
        assert own[-1].high == width
        assert all(one.low <= other.low < one.high for one, other in itertools.pairwise(own))


def test_windows_are_further_texts():
    texts = number_texts([["a", "b", "c"], ["d", "e"]])
    more = with_windows(texts, [(0, 1, 3), (1, 0, 1)])
    rows = [more.ids[more.offsets[n] : more.offsets[n + 1]].tolist() for n in range(len(more))]
    assert [[more.words[number] for number in row] for row in rows] == [["a", "b", "c"], ["d", "e"], ["b", "c"], ["d"]]


def test_a_long_text_is_linked_along_its_diagonal():
    pair = long_pair(310)
    assert WordAlignerSettings().window_cells < 310 * 310
    short = [TokenPair((word,), (word,)) for word in WORDS]
    (*_, found) = align_words([*short, pair])
    assert found.shape == (310, 310)
    assert float(np.mean(np.diagonal(found) > 0.5)) > 0.9
    assert not found[0, 200:].any()


def test_in_windows_or_whole_the_links_are_nearly_the_same():
    pair = long_pair(200)
    whole = align_words([pair], WordAlignerSettings(window_cells=10**6))[0] > 0.5
    cut = align_words([pair], WordAlignerSettings(window_cells=10**4))[0] > 0.5
    assert (whole & cut).sum() > 0.95 * whole.sum()


def test_what_is_no_translation_unit_gets_no_links():
    found = align_words([long_pair(30), long_pair(200)], WordAlignerSettings(max_pair_cells=30_000))
    assert found[0].shape == (30, 30)
    assert found[1].size == 0
