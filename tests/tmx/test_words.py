import itertools

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.align.words import TokenPair, WordAlignerSettings, _Batch, _forward_backward, align_words

SETTINGS = WordAlignerSettings(reach=2)


def slow_posteriors(emission: np.ndarray, background: np.ndarray, jumps: np.ndarray) -> np.ndarray:
    """By going through every sequence of states: (place, word or no word)."""
    rows, columns = emission.shape
    reach, null = SETTINGS.reach, SETTINGS.null

    def move(here: int, there: int) -> float:
        weights = [jumps[np.clip(n - here, -reach, reach) + reach] for n in range(columns)]
        return weights[there] / sum(weights)

    result = np.zeros((rows, columns))
    total = 0.0
    for start in range(columns):
        for path in itertools.product(range(-1, columns), repeat=rows):
            probability, here = 1.0 / columns, start
            for row, state in enumerate(path):
                if state < 0:
                    probability *= null * background[row]
                else:
                    # The first word is reached from nowhere: each start counts once for it.
                    step = 1.0 / columns if row == 0 else move(here, state)
                    probability *= (1 - null) * step * emission[row, state]
                    here = state
            total += probability
            for row, state in enumerate(path):
                if state >= 0:
                    result[row, state] += probability
    return result / total


@settings(max_examples=40, deadline=None)
@given(st.integers(1, 3), st.integers(1, 3), st.integers(0, 10_000))
def test_forward_backward_agrees_with_going_through_all_paths(rows, columns, seed):
    random = np.random.default_rng(seed)
    table = np.concatenate([[1e-7], random.uniform(0.01, 1.0, rows * columns)])
    jumps = random.uniform(0.1, 1.0, 5)
    background = random.uniform(0.01, 0.5, (1, rows))
    batch = _Batch(
        members=np.array([0]),
        cells=np.arange(1, rows * columns + 1).reshape(1, rows, columns),
        given=np.ones((1, columns), dtype=bool),
        explained=np.ones((1, rows), dtype=bool),
        background=background,
    )
    posterior, _ = _forward_backward(batch, table, jumps, SETTINGS)
    expected = slow_posteriors(table[1:].reshape(rows, columns), background[0], jumps)
    np.testing.assert_allclose(posterior[0], expected, rtol=1e-6, atol=1e-9)


def test_padding_changes_nothing():
    short, long = TokenPair(("the", "house"), ("la", "maison")), TokenPair(tuple("abcdef"), tuple("uvwxyz"))
    alone = align_words([short, long], WordAlignerSettings(batch=1))
    together = align_words([short, long], WordAlignerSettings(batch=8))
    for one, other in zip(alone, together, strict=True):
        np.testing.assert_allclose(one, other, atol=1e-5)


def test_words_find_their_counterparts():
    pairs = [
        TokenPair(("the", "house"), ("la", "maison")),
        TokenPair(("the", "blue", "house"), ("la", "maison", "bleue")),
        TokenPair(("the", "flower"), ("la", "fleur")),
        TokenPair(("a", "blue", "flower"), ("une", "fleur", "bleue")),
    ]
    matrices = align_words(pairs)
    assert matrices[1].shape == (3, 3)
    assert matrices[1].argmax(axis=1).tolist() == [0, 2, 1]
    assert all((matrix >= 0).all() and (matrix <= 1 + 1e-6).all() for matrix in matrices)


@pytest.mark.parametrize("pairs", [[], [TokenPair((), ())], [TokenPair(("a",), ())], [TokenPair((), ("b",))]])
def test_empty_texts(pairs):
    assert [m.shape for m in align_words(pairs)] == [(len(p.source), len(p.target)) for p in pairs]


def test_a_large_memory_is_learnt_from_in_part():
    pairs = [TokenPair(("x", f"w{n % 7}"), (f"m{n % 7}", "y")) for n in range(60)]
    matrices = align_words(pairs, WordAlignerSettings(max_cells=120))
    assert matrices[0].shape == (2, 2)
    assert sum(m[1, 0] > 0.5 for m in matrices) == 60
