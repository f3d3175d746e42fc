"""What is summed over a whole file is what a slow look at each row, run or unit gives."""

from contextlib import suppress

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.align import kernels
from tmx.align.stems import StemmedText, Vocabulary
from tmx.compiled import MISSING
from toolkit.checks import stretches
from toolkit.checks.file_lexicon import learn
from toolkit.checks.strengths import chosen_texts, strength_of_pairs, strengths

_ROWS = st.lists(st.tuples(*[st.lists(st.integers(0, 5), max_size=5)] * 2), min_size=1, max_size=6)


def _text(rows):
    offsets = np.cumsum([0, *map(len, rows)])
    ids = np.array([one for row in rows for one in row], dtype=np.int64)
    return StemmedText(ids, offsets.astype(np.int64), np.ones(len(rows)))


def _vocabulary():
    vocabulary = Vocabulary()
    for number in range(6):
        vocabulary.add(str(number))
    return vocabulary


@given(_ROWS)
def test_a_row_left_out_gives_what_all_rows_give_less_its_own(rows):
    source, target = _text([row[0] for row in rows]), _text([row[1] for row in rows])
    lexicon = learn((source, target), (_vocabulary(), _vocabulary()), ())
    for number, (ours, theirs) in enumerate(rows):
        texts = chosen_texts(source, np.array([number])), chosen_texts(target, np.array([number]))
        pairs = [(i, j) for i in range(len(ours)) for j in range(len(theirs))]
        one, other = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
        whole = lexicon.pair_counts(texts[0].ids, texts[1].ids, one, other)
        nobody = lexicon.pair_counts_without(*texts, lexicon.own_stems(*texts, np.array([-1])), one, other)
        assert nobody.forward.tolist() == whole.forward.tolist()
        own = lexicon.own_stems(*texts, np.array([number]))
        without = lexicon.pair_counts_without(*texts, own, one, other)
        assert (without.forward <= whole.forward + 1e-9).all()
        alone = [other for at, other in enumerate(rows) if at != number]
        for place, (i, j) in enumerate(pairs):
            if not any(ours[i] in row[0] and theirs[j] in row[1] for row in alone):
                assert abs(without.forward[place]) < 1e-9
                assert abs(without.backward[place]) < 1e-9
        seen = lexicon.shares_without(0, texts[0], own).seen if theirs else None
        if seen is not None:
            assert seen.tolist() == [sum(row[0].count(stem) for row in alone) for stem in ours]


@given(_ROWS)
def test_texts_together_have_the_strengths_that_each_has_alone(rows):
    source, target = _text([row[0] for row in rows]), _text([row[1] for row in rows])
    lexicon = learn((source, target), (_vocabulary(), _vocabulary()), ())
    together = strengths(lexicon, source, target, np.arange(len(rows)))
    for number in range(len(rows)):
        at = np.array([number])
        alone = strengths(lexicon, chosen_texts(source, at), chosen_texts(target, at), at)
        for side, text, other in ((0, source, target), (1, target, source)):
            place = slice(text.offsets[number], text.offsets[number + 1])
            assert together.strength[side][place].tolist() == alone.strength[side].tolist()
            partner = together.partner[side][place]
            assert np.where(partner >= 0, partner - other.offsets[number], -1).tolist() == alone.partner[side].tolist()


def _arrays(found):
    """All arrays that are in ``found``, one after another."""
    if isinstance(found, np.ndarray):
        return [found]
    parts = found if isinstance(found, tuple) else [getattr(found, name) for name in getattr(found, "__slots__", ())]
    return [array for part in parts for array in _arrays(part)]


@pytest.mark.skipif(kernels.kernels() is None, reason=MISSING)
@given(_ROWS, st.lists(st.integers(0, 5), min_size=6, max_size=6), st.booleans())
def test_what_is_learnt_is_the_same_without_compiled_loops(rows, order, alone):
    source, target = _text([row[0] for row in rows]), _text([row[1] for row in rows])
    known = [(1, 2, 1.5), (5, 0, 0.25)]
    pairs = np.array([number % len(rows) for number in order], dtype=np.int64)
    own = None if alone else np.where(pairs % 2, pairs, -1)

    def learnt():
        lexicon = learn((source, target), (_vocabulary(), _vocabulary()), known)
        texts = chosen_texts(source, pairs), chosen_texts(target, pairs[::-1])
        return _arrays((lexicon, strengths(lexicon, *texts, own), strength_of_pairs(lexicon, *texts, own)))

    compiled = learnt()
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(kernels, "_KERNELS", None)
        plain = learnt()
    assert len(compiled) == len(plain) > 20
    for one, other in zip(compiled, plain, strict=True):
        np.testing.assert_array_equal(one, other)


@pytest.mark.skipif(kernels.kernels() is None, reason=MISSING)
@given(st.integers(0, 20), st.sampled_from([-1, -3, 2**31, 2**62, -(2**62)]))
def test_arrays_that_do_not_fit_are_refused_or_do_no_harm(which, wrong):
    compiled = kernels.kernels()
    ones, numbers = np.ones(2), np.array([0, 1], dtype=np.int64)
    offsets, none = np.array([0, 1, 2], dtype=np.int64), np.array([0, 0], dtype=np.int64)
    number, places = np.array([0, 1], dtype=np.int32), np.array([0, 1], dtype=np.int64)
    give = [numbers, offsets, offsets, number, places, ones, ones, numbers, numbers, numbers, numbers, numbers, none]
    give += [*(np.zeros(2) for _ in range(6)), np.array([-1, -1]), np.zeros(2), np.zeros(2)]
    compiled.give(*give, 0.02)
    assert give[13].tolist() == [1 / 1.02, 1 / 1.02]
    three = np.zeros(3)
    weigh = [numbers, offsets, numbers, offsets, numbers, none, ones, ones, places, three, three, three]
    weigh += [np.array([0, 1, -1]), three, three, np.zeros(2), np.zeros(2), np.zeros(2), places.copy(), places.copy()]
    compiled.pair_strengths(*weigh, 2, 0.15)
    for function, given_arrays, more in ((compiled.give, give, (0.02,)), (compiled.pair_strengths, weigh, (2, 0.15))):
        spoilt = [array.copy() for array in given_arrays]
        at = which % len(spoilt)
        spoilt[at] = spoilt[at][:-1]
        with pytest.raises(ValueError, match="array"):
            function(*spoilt, *more)
        if spoilt[at].dtype == np.int64:
            spoilt = [array.copy() for array in given_arrays]
            spoilt[at][-1] = wrong
            with suppress(ValueError):
                function(*spoilt, *more)  # some may hold anything: keys, partners


@given(st.lists(st.lists(st.floats(-2.5, 2.5), max_size=6), min_size=1, max_size=6))
def test_best_runs(parts):
    offsets = np.cumsum([0, *map(len, parts)]).astype(np.int64)
    found = stretches._best_runs(np.array([value for part in parts for value in part], dtype=np.float64), offsets)
    for part, best in zip(parts, found.tolist(), strict=True):
        runs = [sum(part[i:j]) for i in range(len(part)) for j in range(i + 1, len(part) + 1)]
        assert abs(best - max([0.0, *runs])) < 1e-6
