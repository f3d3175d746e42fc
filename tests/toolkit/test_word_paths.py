"""Counterparts along two texts: a word goes with the one that its neighbours stand by, and texts do not mix."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.align.stems import StemmedText
from toolkit.checks import word_paths as module
from toolkit.checks.word_paths import WordPaths, word_paths


def _text(*counts: int) -> StemmedText:
    return StemmedText(
        np.zeros(sum(counts), np.int64), np.concatenate([[0], np.cumsum(counts)]).astype(np.int64), np.ones(len(counts))
    )


def _paths(*tables: list[list[float]]) -> WordPaths:
    """Of texts with these strengths, a row for each word of the source."""
    ours, theirs = ([len(table) for table in tables], [len(table[0]) if table else 0 for table in tables])
    strength = np.array([value for table in tables for row in table for value in row], dtype=np.float64)
    return word_paths(_text(*ours), _text(*theirs), strength)


def test_words_go_with_their_counterparts():
    found = _paths([[0.8, 0.0, 0.0], [0.0, 0.0, 0.7], [0.0, 0.0, 0.0]])
    assert found.partner.tolist() == [0, 2, -1]
    assert found.source[:2].min() > 0.8 > 0.2 > found.source[2]
    assert found.target[[0, 2]].min() > 0.8 > 0.2 > found.target[1]


@pytest.mark.parametrize(("kept", "gone"), [("abxy", [4, 5]), ("xyab", [0, 1])])
def test_of_two_like_stretches_the_one_among_its_neighbours_has_the_counterpart(kept, gone):
    """Of the words a b x y a b one a b is left out; either would explain the one that is kept."""
    found = _paths([[0.6 if one == other else 0.0 for other in kept] for one in "abxyab"])
    rest = [at for at in range(6) if at not in gone]
    assert found.source[gone].max() < 0.5 < found.source[rest].min()
    assert found.partner[rest].tolist() == [0, 1, 2, 3]


_TABLE = st.integers(0, 4).flatmap(
    lambda width: st.lists(st.lists(st.floats(0, 1), min_size=width, max_size=width), max_size=5)
)


@given(st.lists(_TABLE, min_size=1, max_size=5), st.sampled_from([4, 1 << 16]))
def test_texts_together_are_what_each_is_alone(tables, cells):
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(module, "_CELLS", cells)
        found = _paths(*tables)
    alone = [_paths(table) for table in tables]
    for name in ("source", "target"):
        each = np.concatenate([getattr(one, name) for one in alone])
        assert getattr(found, name) == pytest.approx(each, abs=1e-3)
    widths = np.array([len(table[0]) for table in tables for _ in table], dtype=np.int64)
    assert np.all((found.partner >= -1) & (found.partner < np.maximum(widths, 0)))
