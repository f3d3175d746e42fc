"""The second look at likely candidates: two panels of models whose log-odds are averaged.

One panel sees the features as they are, the other as they compare with those of the other candidates of the same
texts. Fields differ in how rare, how frequent and how scattered their words are, so that neither is right everywhere.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.logistic import Logistic, train_logistic
from termbase.extract.monolingual.networks import Network, network_odds, train_networks

__all__ = ["Panel", "SecondLook", "compared", "train_second_look"]

Floats = NDArray[np.float64]

_PENALTY = 10.0
_ENOUGH = 200.0  # candidates: of fewer the mean is drawn to that of all that was learnt from
_WIDEST = 4.0


class Panel(Struct, frozen=True):
    """A logistic regression and small networks of the same features."""

    straight: Logistic
    networks: tuple[Network, ...]

    def odds(self, features: Floats) -> Floats:
        """The log-odds of each row of ``features``, the mean of the regression's and of the networks'."""
        straight = self.straight.odds(features)
        return (straight + network_odds(self.networks, features)) / 2 if self.networks else straight


class SecondLook(Struct, frozen=True):
    """What sees the features as they ``stand``, and what sees them as ``compared`` with the rest."""

    stand: Panel
    compared: Panel

    def odds(self, features: Floats) -> Floats:
        """The log-odds of each row of ``features``, all of which are of candidates of the same texts."""
        straight = self.stand.straight
        beside = compared(features, straight.means, straight.scales)
        result: Floats = (self.stand.odds(features) + self.compared.odds(beside)) / 2
        return result


def compared(features: Floats, means: Floats, scales: Floats) -> Floats:
    """``features`` as distances from their mean over the rows, in standard deviations, held within four.

    ``means`` and ``scales`` are what is usual, and count as much as two hundred rows.
    """
    rows = len(features)
    mean = (features.sum(axis=0) + _ENOUGH * means) / (rows + _ENOUGH)
    variance = (rows * features.var(axis=0) + _ENOUGH * scales**2) / (rows + _ENOUGH)
    result: Floats = np.clip((features - mean) / (np.sqrt(variance) + 1e-6), -_WIDEST, _WIDEST)
    return result


def train_second_look(tables: Sequence[Floats], labels: Sequence[Floats]) -> SecondLook:
    """What ``tables`` of features, each of candidates of the same texts, and their ``labels`` (0 or 1) teach."""
    right = np.concatenate(labels)
    whole = np.vstack(tables)
    stand = _train_panel(whole, right)
    usual = stand.straight
    beside = np.vstack([compared(table, usual.means, usual.scales) for table in tables if len(table)])
    return SecondLook(stand, _train_panel(beside, right))


def _train_panel(features: Floats, labels: Floats) -> Panel:
    return Panel(train_logistic(features, labels, penalty=_PENALTY), train_networks(features, labels))
