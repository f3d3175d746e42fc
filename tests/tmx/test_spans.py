"""Places within spans, against a look at each span."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from tmx.text.spans import within

_SPANS = st.lists(st.tuples(st.integers(0, 30), st.integers(0, 8)).map(lambda pair: (pair[0], pair[0] + pair[1])))


@given(_SPANS)
def test_a_place_is_within_where_one_of_the_spans_holds_it(spans: list[tuple[int, int]]) -> None:
    is_within = within(spans)
    assert [is_within(place) for place in range(40)] == [
        any(start <= place < end for start, end in spans) for place in range(40)
    ]
