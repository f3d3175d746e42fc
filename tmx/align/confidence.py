"""Confidence: how often a bead with such a posterior has turned out right (Platt 1999, with what is seen of the text).

The aligner's own posteriors promise too much on literature, where beads are merged in many ways and annotators differ,
and hardly so on news. How many beads of a text are merged tells the two apart without anybody saying what it is.
The weights are learnt by ``benchmarks/train_aligner.py`` on texts that the aligner had not learnt from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tmx.align.stems import Ids

__all__ = ["CONFIDENCE_WEIGHTS", "PLAIN_CONFIDENCE", "calibrated", "confidence_features"]

Floats = NDArray[np.float64]

# The log odds of the posterior, the log of the share of merged beads (alone and times the log odds), and the log odds
# of the less sure neighbour.
CONFIDENCE_WEIGHTS = (
    "confidence_constant",
    "confidence_odds",
    "confidence_merged",
    "confidence_merged_odds",
    "confidence_neighbour",
)
PLAIN_CONFIDENCE = (0.0, 1.0, 0.0, 0.0, 0.0)

_LEAST, _MOST = 1e-6, 1.0 - 1e-7
_USUAL_SHARE, _EXPECTED = 0.1, 20.0  # merged beads of all, and how many beads that is worth beside the text's own


def confidence_features(chances: Floats, source: Ids, target: Ids) -> Floats:
    """A row of :data:`CONFIDENCE_WEIGHTS` for each bead of an alignment, in order.

    ``chances`` are posteriors, ``source`` and ``target`` how many sentences each bead has.
    """
    held = np.clip(chances, _LEAST, _MOST)
    odds = np.log(held / (1.0 - held))
    paired = (source > 0) & (target > 0)
    merged = float((paired & (source + target > 2)).sum())
    share = (merged + _USUAL_SHARE * _EXPECTED) / (float(paired.sum()) + _EXPECTED) / _USUAL_SHARE
    highest = float(odds.max(initial=0.0))
    padded = np.concatenate([[highest], odds, [highest]])
    neighbour = np.minimum(padded[:-2], padded[2:])
    many = np.full(len(odds), np.log(share))
    return np.stack([np.ones(len(odds)), odds, many, many * odds, neighbour], axis=1)


def calibrated(chances: Floats, source: Ids, target: Ids, weights: tuple[float, ...]) -> Floats:
    """The confidence of each bead of an alignment, 0 to 1; see :func:`confidence_features`."""
    odds = confidence_features(chances, source, target) @ np.array(weights)
    result: Floats = 1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0)))
    return result
