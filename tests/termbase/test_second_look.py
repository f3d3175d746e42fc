"""The second look compares candidates with those of the same texts."""

from __future__ import annotations

import numpy as np
import pytest

from termbase.extract.monolingual.second_look import compared, train_second_look


def field(seed, level, rows=600):
    """Candidates whose first feature says something only beside the field's ``level``."""
    dice = np.random.default_rng(seed)
    table = dice.standard_normal((rows, 3))
    right = (table[:, 0] + 0.3 * table[:, 1] > 1.0).astype(float)
    table[:, 0] += level
    return table, right


def test_fields_of_another_level_are_judged_alike():
    one, two = field(1, 0.0), field(2, 1.0)
    look = train_second_look([one[0], two[0]], [one[1], two[1]])
    table, right = field(3, 6.0)
    together = look.odds(table)
    best = np.argsort(-look.compared.odds(compared(table, *usual(look))))[: int(right.sum())]
    assert right[best].mean() > 0.8
    assert right[np.argsort(-together)[: int(right.sum())]].mean() > 0.8


def usual(look):
    return look.stand.straight.means, look.stand.straight.scales


def test_many_are_compared_with_one_another_and_few_with_what_is_usual():
    many = np.random.default_rng(1).standard_normal((100_000, 1)) * 5 + 40
    found = compared(many, np.zeros(1), np.ones(1))
    assert found.mean() == pytest.approx(0.0, abs=0.05)
    assert found.std() == pytest.approx(1.0, abs=0.05)
    few = np.array([[1.0], [3.0]])
    assert compared(few, np.zeros(1), np.ones(1)) == pytest.approx(few, abs=0.1)
    assert np.abs(compared(few * 1000, np.zeros(1), np.ones(1))).max() <= 4.0
