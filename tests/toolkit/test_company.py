"""In which company words stand, against a slow count."""

from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.company import Company, company_of

_TEXTS = st.lists(st.lists(st.sampled_from(["le", "Le", "pont", "neuf", "a", ",", "12"]), max_size=6).map(" ".join))


def _context(texts):
    context = FileContext("en", "fr")
    context.units = tuple(
        Unit(str(number), Segment("en", "x"), Segment("fr", text), context, number) for number, text in enumerate(texts)
    )
    return context


def _slow(unit, at, context):
    words = {u.target.text: [word.text.casefold() for word in u.target_words] for u in context.units}
    own = words.pop(unit.target.text)
    before = own[at - 1 : at + 1] if at else None
    after = own[at : at + 2] if at + 1 < len(own) else None
    pairs = [list(pair) for text in words.values() for pair in pairwise(text)]
    return Company(sum(text.count(own[at]) for text in words.values()), pairs.count(before), pairs.count(after))


@given(_TEXTS)
def test_counts_are_those_of_other_texts(texts):
    context = _context(texts)
    for unit in context.units:
        for at, word in enumerate(unit.target_words):
            assert company_of(unit, word.start, context) == _slow(unit, at, context)


def test_what_is_no_word_has_no_company():
    context = _context(["le pont, 12", "le pont"])
    assert company_of(context.units[0], 7, context) == Company(0, 0, 0)
    assert company_of(context.units[0], 99, context) == Company(0, 0, 0)
