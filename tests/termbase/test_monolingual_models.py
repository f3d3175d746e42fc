"""The learnt parts of monolingual extraction, against slow and obvious versions."""

import itertools
import math

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from termbase.extract.monolingual.crf import (
    BEGIN,
    INSIDE,
    OUTSIDE,
    ChainWeights,
    _grids,
    _slope,
    chain_marginals,
    train_chain,
)
from termbase.extract.monolingual.extraction import best_cut
from termbase.extract.monolingual.logistic import train_logistic
from termbase.extract.monolingual.networks import network_odds, train_networks
from termbase.extract.monolingual.optimize import minimize
from termbase.extract.monolingual.relations import _best_other


def random_chain(seed, lengths, size=7, width=3):
    dice = np.random.default_rng(seed)
    rows = dice.integers(0, size, (sum(lengths), width))
    weights = ChainWeights(dice.normal(size=(size, 3)), dice.normal(size=(3, 3)))
    return rows, weights


def all_paths(rows, weights):
    """Every sequence of labels of one sentence with its probability; nothing goes on at the first word."""
    scores = weights.attributes[rows].sum(axis=1)
    found = {}
    for path in itertools.product(range(3), repeat=len(rows)):
        if path[0] != INSIDE:
            steps = sum(weights.transitions[a, b] for a, b in itertools.pairwise(path))
            found[path] = math.exp(sum(scores[t, label] for t, label in enumerate(path)) + steps)
    total = sum(found.values())
    return {path: value / total for path, value in found.items()}


@settings(max_examples=25)
@given(st.integers(0, 10_000), st.lists(st.integers(1, 5), min_size=1, max_size=4))
def test_marginals_and_spans_are_those_of_all_paths(seed, lengths):
    rows, weights = random_chain(seed, lengths)
    found = chain_marginals(weights, rows, lengths)
    start = 0
    for length in lengths:
        paths = all_paths(rows[start : start + length], weights)
        for t in range(length):
            for label in (BEGIN, INSIDE, OUTSIDE):
                slow = sum(p for path, p in paths.items() if path[t] == label)
                assert found.labels[start + t, label] == pytest.approx(slow, abs=1e-9)
        for first in range(length):
            for end in range(first + 1, length + 1):
                wanted = (BEGIN,) + (INSIDE,) * (end - first - 1)
                slow = sum(
                    p
                    for path, p in paths.items()
                    if path[first:end] == wanted and (end == length or path[end] != INSIDE)
                )
                fast = found.spans(np.array([start + first]), np.array([start + end]))[0]
                assert fast == pytest.approx(slow, abs=1e-9)
        start += length


def test_the_slope_is_that_of_the_likelihood():
    lengths, size = [3, 1, 4], 7
    rows, _ = random_chain(3, lengths, size)
    labels = np.array([BEGIN, INSIDE, OUTSIDE, OUTSIDE, OUTSIDE, BEGIN, BEGIN, INSIDE])
    gold = np.vstack([np.eye(3)[labels], np.zeros((1, 3))])
    padded = np.vstack([rows, np.full((1, rows.shape[1]), size)])
    weights = np.random.default_rng(5).normal(size=(size + 4, 3))
    weights[size] = 0.0

    def loss(at):
        total, start = 0.0, 0
        for length in lengths:
            paths = all_paths(rows[start : start + length], ChainWeights(at[:size], at[size + 1 :]))
            total -= math.log(paths[tuple(labels[start : start + length])])
            start += length
        return total

    (grid,) = _grids(lengths, 32)
    slope = _slope(weights, padded, gold, grid, size)
    for place in itertools.product([*range(size), *range(size + 1, size + 4)], range(3)):
        near = weights.copy()
        near[place] += 1e-6
        assert slope[place] == pytest.approx((loss(near) - loss(weights)) / 1e-6, abs=1e-4)


def test_a_chain_learns_what_its_words_say():
    lengths = [4] * 60
    dice = np.random.default_rng(2)
    rows = dice.integers(0, 3, (240, 1))
    labels = np.where(rows[:, 0] == 0, BEGIN, OUTSIDE)
    weights = train_chain(rows, lengths, labels, 3, rounds=20)
    found = chain_marginals(weights, rows, lengths).labels.argmax(axis=1)
    assert (found == labels).all()
    again = train_chain(rows, lengths, labels, 3, rounds=20)
    assert (again.attributes == weights.attributes).all()


def test_the_least_of_a_bowl():
    matrix = np.array([[3.0, 1.0], [1.0, 2.0]])
    aim = np.array([1.0, -2.0])

    def bowl(point):
        return float(0.5 * point @ matrix @ point - aim @ point), matrix @ point - aim

    found = minimize(bowl, np.zeros(2), steps=50, tolerance=1e-12)
    assert found == pytest.approx(np.linalg.solve(matrix, aim), abs=1e-4)


@pytest.fixture(scope="module")
def ring():
    """Points inside a ring count, those outside do not: nothing that a straight line tells."""
    points = np.random.default_rng(1).normal(size=(3000, 2))
    return points, (np.hypot(*points.T) < 1.0).astype(float)


def test_logistic_regression_tells_two_sides(ring):
    points, _ = ring
    labels = (points[:, 0] > 0.3).astype(float)
    found = train_logistic(points, labels, penalty=0.1).probabilities(points)
    assert ((found > 0.5) == (labels > 0.5)).mean() > 0.98


def test_networks_see_what_a_line_cannot(ring):
    points, labels = ring
    line = train_logistic(points, labels, penalty=0.1).probabilities(points)
    odds = network_odds(train_networks(points, labels, count=2, rounds=150), points)
    right = ((odds > 0) == (labels > 0.5)).mean()
    assert right > 0.85
    assert right > ((line > 0.5) == (labels > 0.5)).mean() + 0.15


@given(st.lists(st.floats(0.001, 0.999), min_size=1, max_size=30))
def test_the_cut_has_the_highest_expected_f1(probabilities):
    ranked = sorted(probabilities, reverse=True)
    expected = [2 * sum(ranked[:n]) / (n + sum(ranked)) for n in range(1, len(ranked) + 1)]
    assert expected[best_cut(np.array(probabilities)) - 1] == pytest.approx(max(expected))


@given(st.lists(st.tuples(st.integers(0, 4), st.integers(-9, 9)), min_size=1, max_size=25))
def test_the_best_of_the_others_in_a_group(members):
    groups = np.array([group for group, _ in members])
    odds = np.array([float(value) for _, value in members])
    found = _best_other(groups, odds, len(members))
    for at, (group, _) in enumerate(members):
        others = [odds[i] for i, (its, _) in enumerate(members) if its == group and i != at]
        if others:
            assert found[at] == max(others)
        else:
            assert found[at] < -9.2
