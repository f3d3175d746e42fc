"""Distinct keys in order: what numpy says of them."""

import numpy as np
from hypothesis import given
from hypothesis import strategies as st

from tmx.align.stems import among, distinct


@given(st.lists(st.integers(-9, 2**62), max_size=30) | st.lists(st.integers(0, 9), max_size=30))
def test_as_numpy(keys: list[int]) -> None:
    array = np.array(keys, dtype=np.int64)
    assert distinct(array).tolist() == np.unique(array).tolist()


@given(st.lists(st.integers(-3, 9)), st.lists(st.integers(-3, 9)))
def test_among_others(keys: list[int], others: list[int]) -> None:
    found = among(np.array(keys, dtype=np.int64), np.array(others, dtype=np.int64))
    assert found.tolist() == [key in others for key in keys]
