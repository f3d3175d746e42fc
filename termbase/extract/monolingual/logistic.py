"""Logistic regression over standardised features, with a penalty on squares."""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.optimize import minimize

__all__ = ["Logistic", "train_logistic"]

Floats = NDArray[np.float64]

_WIDEST = 4.0  # standard deviations: what is farther out counts as this far


class Logistic(Struct, frozen=True):
    """Weights of standardised features, and how these are standardised."""

    means: Floats
    scales: Floats
    weights: Floats
    bias: float

    def probabilities(self, features: Floats) -> Floats:
        """For each row of ``features`` the probability of the positive class."""
        result: Floats = 1.0 / (1.0 + np.exp(-self.odds(features)))
        return result

    def odds(self, features: Floats) -> Floats:
        """For each row of ``features`` the log-odds of the positive class."""
        result: Floats = self.standard(features) @ self.weights + self.bias
        return result

    def standard(self, features: Floats) -> Floats:
        """The features as distances from their means in standard deviations, held within four."""
        standard: Floats = np.clip((features - self.means) / self.scales, -_WIDEST, _WIDEST)
        return standard


def train_logistic(features: Floats, labels: Floats, *, penalty: float, steps: int = 80) -> Logistic:
    """The regression of ``labels`` (0 or 1, or between) on ``features`` with half the weight ``penalty`` of squares."""
    means, scales = features.mean(axis=0), features.std(axis=0) + 1e-6
    model = Logistic(means, scales, np.zeros(features.shape[1]), 0.0)
    standard = model.standard(features)

    def function(point: Floats) -> tuple[float, Floats]:
        weights, bias = point[:-1], point[-1]
        scores = standard @ weights + bias
        loss = float((np.logaddexp(0.0, scores) - labels * scores).sum()) + 0.5 * penalty * float(weights @ weights)
        difference = 1.0 / (1.0 + np.exp(-scores)) - labels
        slope = np.append(standard.T @ difference + penalty * weights, difference.sum())
        return loss, slope

    start = np.zeros(features.shape[1] + 1)
    share = float(np.clip(labels.mean(), 1e-6, 1 - 1e-6))
    start[-1] = np.log(share / (1 - share))
    found = minimize(function, start, steps=steps)
    return Logistic(means, scales, found[:-1], float(found[-1]))
