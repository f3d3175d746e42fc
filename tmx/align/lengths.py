"""Lengths: how likely it is that texts of two lengths translate each other (Gale and Church 1993)."""

import numpy as np
from numpy.typing import NDArray

__all__ = ["length_log_probability", "length_ratio"]

Floats = NDArray[np.float64]

# Abramowitz and Stegun, formula 26.2.17: the upper tail of the normal distribution, error below 7.5e-8.
_TAIL = (0.319381530, -0.356563782, 1.781477937, -1.821255978, 1.330274429)
_TAIL_SCALE = 0.2316419
_FURTHEST = 6.0  # standard deviations; what is further off is noise in either text


def length_ratio(source: float, target: float) -> float:
    """Target characters for a source character; 1 where either side is empty.

    ``source`` and ``target`` are the characters of all texts that are held to correspond.
    """
    return target / source if source > 0 and target > 0 else 1.0


def length_log_probability(source: Floats, target: Floats, ratio: float, variance: float) -> Floats:
    """The natural log of ``2 (1 - Phi(|delta|))`` for lengths in characters, element by element.

    ``delta`` is the difference between ``target`` and ``ratio * source`` over the root of ``variance`` times the
    mean of both lengths (in source characters); it is cut at six standard deviations.
    """
    mean = np.maximum((source + target / ratio) / 2.0, 1.0)
    delta = np.minimum(np.abs(target - ratio * source) / np.sqrt(variance * mean), _FURTHEST)
    factor = 1.0 / (1.0 + _TAIL_SCALE * delta)
    series = np.zeros_like(factor)
    for coefficient in reversed(_TAIL):
        series = (series + coefficient) * factor
    logs = np.log(series * (2.0 / np.sqrt(2.0 * np.pi))) - 0.5 * delta * delta
    result: Floats = np.minimum(logs, 0.0)
    return result
