"""A few small neural networks whose log-odds are averaged: what a linear model cannot see, steadier than any one.

Each has one hidden layer of rectified units and sees inputs and units at random (Srivastava et al. 2014) while it is
trained with Adam (Kingma and Ba 2015).
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

__all__ = ["Network", "network_odds", "train_networks"]

Floats = NDArray[np.float64]

_HIDDEN = 24
_BATCH = 256
_RATE = 0.003
_DECAY = 1e-3
_FIRST, _SECOND = 0.9, 0.99
_KEEP_INPUT, _KEEP_UNIT = 0.85, 0.8
_WIDEST = 4.0


class Network(Struct, frozen=True):
    """Inputs are standardised by ``means`` and ``scales``; one hidden layer; the output is the log-odds."""

    means: Floats
    scales: Floats
    hidden: Floats
    thresholds: Floats
    output: Floats
    bias: float

    def odds(self, features: Floats) -> Floats:
        """The log-odds of each row of ``features``."""
        inputs = np.clip((features - self.means) / self.scales, -_WIDEST, _WIDEST)
        result: Floats = np.maximum(inputs @ self.hidden + self.thresholds, 0.0) @ self.output + self.bias
        return result


def network_odds(networks: tuple[Network, ...], features: Floats) -> Floats:
    """The mean log-odds that ``networks`` give to each row of ``features``."""
    result: Floats = np.mean([network.odds(features) for network in networks], axis=0)
    return result


def train_networks(features: Floats, labels: Floats, *, count: int = 6, rounds: int = 14) -> tuple[Network, ...]:
    """``count`` networks that tell rows with label 1 from those with 0; the same ones in every run."""
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-6
    inputs = np.clip((features - means) / scales, -_WIDEST, _WIDEST).astype(np.float32)
    return tuple(
        Network(means, scales, *_train(inputs, labels.astype(np.float32), np.random.default_rng(seed), rounds))
        for seed in range(count)
    )


def _train(
    inputs: NDArray[np.float32], labels: NDArray[np.float32], dice: np.random.Generator, rounds: int
) -> tuple[Floats, Floats, Floats, float]:
    rows, width = inputs.shape
    share = float(np.clip(labels.mean(), 1e-4, 1 - 1e-4))
    parameters = [
        (dice.standard_normal((width, _HIDDEN)) / np.sqrt(width)).astype(np.float32),
        np.zeros(_HIDDEN, np.float32),
        (dice.standard_normal(_HIDDEN) / np.sqrt(_HIDDEN)).astype(np.float32),
        np.array([np.log(share / (1 - share))], np.float32),
    ]
    means = [np.zeros_like(values) for values in parameters]
    squares = [np.zeros_like(values) for values in parameters]
    batch = min(_BATCH, rows)
    steps = rounds * (rows // batch)
    step = 0
    for _ in range(rounds):
        order = dice.permutation(rows)
        for start in range(0, rows - batch + 1, batch):
            step += 1
            chosen = order[start : start + batch]
            slopes = _slopes(parameters, inputs[chosen], labels[chosen], dice)
            rate = _RATE * (1 - (step - 1) / steps)
            for values, slope, mean, square in zip(parameters, slopes, means, squares, strict=True):
                np.add(_FIRST * mean, (1 - _FIRST) * slope, out=mean)
                np.add(_SECOND * square, (1 - _SECOND) * slope * slope, out=square)
                root = np.sqrt(square / (1 - _SECOND**step)) + 1e-8
                np.subtract(values, rate / (1 - _FIRST**step) * mean / root, out=values)
    hidden, thresholds, output, bias = (values.astype(np.float64) for values in parameters)
    return hidden, thresholds, output, float(bias[0])


def _slopes(
    parameters: list[NDArray[np.float32]],
    inputs: NDArray[np.float32],
    labels: NDArray[np.float32],
    dice: np.random.Generator,
) -> list[NDArray[np.float32]]:
    """The gradient of the mean loss of a batch, with inputs and units left out at random."""
    hidden, thresholds, output, bias = parameters
    seen = inputs * (dice.random(inputs.shape, dtype=np.float32) < _KEEP_INPUT) / np.float32(_KEEP_INPUT)
    before = seen @ hidden + thresholds
    kept = (dice.random(before.shape, dtype=np.float32) < _KEEP_UNIT) / np.float32(_KEEP_UNIT)
    units = np.maximum(before, 0.0) * kept
    error = (1.0 / (1.0 + np.exp(-(units @ output + bias))) - labels) / np.float32(len(labels))
    back = np.outer(error, output) * kept * (before > 0)
    return [
        seen.T @ back + np.float32(_DECAY) * hidden,
        back.sum(axis=0),
        units.T @ error,
        np.array([error.sum()], np.float32),
    ]
