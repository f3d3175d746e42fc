"""L-BFGS (Liu and Nocedal 1989) in numpy: enough for smooth convex functions such as penalised likelihoods."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

__all__ = ["minimize"]

Vector = NDArray[np.float64]

_MEMORY = 8
_ARMIJO = 1e-4


def minimize(
    function: Callable[[Vector], tuple[float, Vector]], start: Vector, *, steps: int, tolerance: float = 1e-5
) -> Vector:
    """Where ``function`` (value and gradient) is least, from ``start``: at most ``steps`` steps.

    Stops early where a step lowers the value by less than ``tolerance`` of it.
    """
    point = start.copy()
    value, gradient = function(point)
    moves: list[Vector] = []
    turns: list[Vector] = []
    for _ in range(steps):
        direction = _direction(gradient, moves, turns)
        slope = float(direction @ gradient)
        if slope >= 0:
            moves, turns, direction = [], [], -gradient
            slope = float(direction @ gradient)
            if slope == 0:
                break
        length = 1.0 if moves else min(1.0, 1.0 / float(np.abs(gradient).sum()))
        for _ in range(30):
            trial = point + length * direction
            new_value, new_gradient = function(trial)
            if new_value <= value + _ARMIJO * length * slope:
                break
            length /= 2
        else:
            break
        move, turn = trial - point, new_gradient - gradient
        gain = value - new_value
        point, value, gradient = trial, new_value, new_gradient
        if float(move @ turn) > 1e-10:
            moves, turns = [*moves[1 - _MEMORY :], move], [*turns[1 - _MEMORY :], turn]
        if gain < tolerance * max(1.0, abs(value)):
            break
    return point


def _direction(gradient: Vector, moves: list[Vector], turns: list[Vector]) -> Vector:
    direction = -gradient
    shares = []
    for move, turn in zip(reversed(moves), reversed(turns), strict=True):
        share = float(move @ direction) / float(move @ turn)
        shares.append(share)
        direction = direction - share * turn
    if moves:
        direction = direction * (float(moves[-1] @ turns[-1]) / float(turns[-1] @ turns[-1]))
    for move, turn, share in zip(moves, turns, reversed(shares), strict=True):
        direction = direction + (share - float(turn @ direction) / float(move @ turn)) * move
    return direction
