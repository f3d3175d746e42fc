"""Stretches that may be left out: what is summed over many of them is what a look at each gives; what is found."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.align.links import ranges
from tmx.model import Segment
from toolkit.checks import omissions, stretches
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.omissions import left_out, units_with_omissions
from toolkit.checks.stretches import TRACES, find_stretches, length_ratio

_PAIRS = [
    ("The centre opened in March.", "Le centre a ouvert en mars."),
    ("Its lawyers advise families in Warsaw.", "Ses avocats conseillent des familles à Varsovie."),
    ("The minister signed the agreement on Monday.", "Le ministre a signé l’accord lundi."),
    ("The agreement protects seasonal workers.", "L’accord protège les travailleurs saisonniers."),
    ("The families received 40 letters.", "Les familles ont reçu 40 lettres."),
    ("The workers wrote to the minister.", "Les travailleurs ont écrit au ministre."),
    ("The lawyers opened the letters.", "Les avocats ont ouvert les lettres."),
]


def _context(*more: tuple[str, str]) -> FileContext:
    context = FileContext("en", "fr")
    context.units = tuple(
        Unit(str(at), Segment("en", source), Segment("fr", target), context, at)
        for at, (source, target) in enumerate([*_PAIRS, *more])
    )
    return context


# An item: what it says, and the items of its source that explain its counterpart as well.
_ITEM = st.tuples(st.floats(-2.5, 2.5), st.lists(st.integers(0, 5), max_size=3))


@given(st.lists(st.lists(_ITEM, min_size=1, max_size=6), min_size=1, max_size=4))
def test_the_words_of_stretches_say_what_each_says_alone(sources):
    count = sum(map(len, sources))
    owner, value, rivals, last = [], [], [], []
    for number, items in enumerate(sources):
        first = len(owner)
        for at, (says, others) in enumerate(items):
            owner.append(number)
            value.append(says)
            rivals.append({first + other for other in others if other < len(items) and other != at})
        last += [len(owner)] * len(items)
    nothing = np.zeros(count, np.int64)
    items = stretches._Items(
        np.array(owner),
        nothing,
        nothing,
        np.array(value),
        np.array([min(others, default=count) for others in rivals]),
        np.array([max(others, default=-1) for others in rivals]),
        nothing.astype(np.float64),
        nothing,
        *[nothing.astype(np.bool_)] * 2,
        np.zeros(0),
    )
    j, i = ranges(np.arange(count), np.array(last))
    found = stretches._sums(items, i, j, np.array(last))
    for one, other, without, having, elsewhere in zip(i.tolist(), j.tolist(), *found, strict=True):
        inside = set(range(one, other + 1))
        own = [at for at in inside if rivals[at] <= inside]
        assert without == pytest.approx(sum(max(value[at], 0.0) for at in own), abs=1e-9)
        assert having == pytest.approx(sum(min(value[at], 0.0) for at in own), abs=1e-9)
        assert elsewhere == pytest.approx(len(inside) - len(own), abs=1e-9)


@pytest.mark.parametrize(
    ("source", "target", "gone"),
    [
        (
            "The minister, who met seasonal workers and their families in Warsaw, signed the agreement on Monday.",
            "Le ministre a signé l’accord lundi.",
            "who met seasonal workers and their families in Warsaw",
        ),
        (
            "The lawyers opened the letters. The minister signed the agreement.",
            "Les avocats ont ouvert les lettres.",
            "The minister signed the agreement.",
        ),
        (
            "The workers wrote letters to the minister, and 40 families wrote letters to the lawyers of the centre.",
            "Les travailleurs ont écrit des lettres au ministre.",
            "and 40 families wrote letters to the lawyers of the centre",
        ),
        ("The minister signed the agreement on Monday.", "Le ministre a signé l’accord lundi.", None),
        ("The lawyers, who opened the letters, left.", "Les avocats qui ont ouvert les lettres sont partis.", None),
    ],
)
def test_what_is_left_out(source, target, gone):
    context = _context((source, target))
    unit = context.units[-1]
    found = left_out(unit, context)
    assert (source[found.start : found.end] if found else None) == gone
    assert context.once(units_with_omissions).tolist() == [False] * len(_PAIRS) + [gone is not None]


def test_no_words_no_stretches():
    context = _context(("40", ""), ("", "40"), ("Of the", "Du"), ("42 – 50 and then some, 2019", "42"))
    for found in find_stretches(context):
        assert found.traces.shape == (len(found.unit), len(TRACES))
        assert np.isfinite(found.traces).all()
    assert not context.once(units_with_omissions).any()


def test_nothing_to_compare_with():
    context = FileContext("en", "fr")
    sides = [
        ("The minister signed the agreement on Monday.", "40"),
        ("The families wrote letters to lawyers.", "De la"),
    ]
    context.units = tuple(
        Unit(str(at), Segment("en", source), Segment("fr", target), context, at)
        for at, (source, target) in enumerate(sides)
    )
    assert find_stretches(context) == []
    assert not FileContext("en", "fr").once(units_with_omissions).any()


def test_a_sentence_may_begin_with_any_word():
    source = "Workers wrote to the lawyers. Families received 40 letters. The centre opened."
    context = _context((source, "Les travailleurs ont écrit aux avocats. Le centre a ouvert."))
    (found,) = find_stretches(context, everywhere=True)
    own = found.unit == len(_PAIRS)
    whole = {
        source[start:end]
        for start, end in zip(found.start[own].tolist(), found.end[own].tolist(), strict=True)
        if found.traces[own][(found.start[own] == start) & (found.end[own] == end), TRACES.index("a sentence")].all()
    }
    assert "Families received 40 letters" in whole
    assert not any(text.endswith("40") or text.startswith("received") for text in whole)


def test_a_unit_of_many_pages_is_left_in_peace():
    pages = [" ".join(texts) for texts in zip(*_PAIRS * 40, strict=True)]
    context = _context((pages[0], "Le centre a ouvert."), ("The centre opened. The workers wrote.", pages[1]))
    for everywhere in (False, True):
        for found in find_stretches(context, everywhere=everywhere):
            assert found.unit.max(initial=0) < len(_PAIRS)


def test_stretches_of_all_units_are_those_of_each():
    more = [
        ("The lawyers, who opened the letters of 40 families, wrote to the minister in March 2019.", "Les avocats."),
        ("The families received the letters. The workers, of Warsaw, wrote letters to Monday.", "Les lettres."),
    ]
    whole = _context(*more)
    (found,) = find_stretches(whole, everywhere=True)
    known = whole.once(stretches.file_evidence), whole.once(stretches.file_knowledge)
    for position in np.unique(found.unit).tolist():
        alone = stretches._stretches(whole, *known, np.array([position]))
        own = found.unit == position
        for name in ("start", "end", "before", "after", "traces"):
            assert np.allclose(getattr(found, name)[own], getattr(alone, name), atol=1e-3), name


def test_the_length_that_is_expected_is_not_that_of_damaged_translations():
    whole = length_ratio(_context(*_PAIRS * 20))
    damaged = [(source, target[: len(target) // 2]) for source, target in _PAIRS]
    assert length_ratio(_context(*_PAIRS * 20, *damaged)) == pytest.approx(whole, rel=0.05)
    assert 0.5 <= length_ratio(FileContext("en", "fr")) <= 2.0


def test_number_words_have_counterparts_in_figures():
    source = "The lawyers, aged about thirty or so, opened the letters."
    ends = source.index("aged"), source.index("thirty") + len("thirty")
    against = []
    for age in ("40 ans", "30 ans"):
        context = _context((source, f"Les avocats, de {age}, ont ouvert les lettres."))
        (part,) = find_stretches(context, everywhere=True)
        (own,) = np.flatnonzero((part.unit == len(_PAIRS)) & (part.start == ends[0]) & (part.end == ends[1]))
        against.append(part.traces[own, TRACES.index("with counterpart")])
    assert against[1] < against[0]


@pytest.mark.parametrize(
    ("source", "target", "short"),
    [
        ("intelligence artificielle", "U.S. should double A.I. funding", True),
        ("de l’intelligence artificielle", "More money for AI", True),
        ("de l’intelligence artificielle", "More money for IOM", False),
        ("dans le domaine de la protection sociale des travailleurs agricoles", "A new PS", False),
    ],
)
def test_an_acronym_stands_for_the_words_whose_initials_it_has(source, target, short):
    assert omissions._is_named_short(source, 0, len(source), target) is short
