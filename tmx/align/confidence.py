"""Confidence: how often a bead with such a posterior has turned out right (Platt 1999, with what is seen of the text).

The aligner's own posteriors promise too much on literature, where beads are merged in many ways and annotators differ,
and hardly so on news. How many beads of a text are merged, and how many are in doubt, tells the two apart without
anybody saying what it is.
The weights are learnt by ``benchmarks/train_aligner.py`` on texts that the aligner had not learnt from.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from tmx.align.stems import Ids

__all__ = ["CONFIDENCE_WEIGHTS", "PLAIN_CONFIDENCE", "calibrated", "confidence_features"]

Floats = NDArray[np.float64]

# The log odds of the posterior, the log of the share of merged beads (alone and times the log odds), the log odds of
# the less sure neighbour and of the first stage; whether the bead has no counterpart or is merged; the log of how many
# beads of the text are expected to be wrong (alone and times the log odds).
CONFIDENCE_WEIGHTS = (
    "confidence_constant",
    "confidence_odds",
    "confidence_merged",
    "confidence_merged_odds",
    "confidence_neighbour",
    "confidence_first",
    "confidence_null",
    "confidence_merge",
    "confidence_doubt",
    "confidence_doubt_odds",
)
PLAIN_CONFIDENCE = (0.0, 1.0) + (0.0,) * (len(CONFIDENCE_WEIGHTS) - 2)

_LEAST, _MOST = 1e-6, 1.0 - 1e-7
_LEAST_FIRST = 1e-5
_USUAL_SHARE, _EXPECTED = 0.1, 20.0  # merged beads of all, and how many beads that is worth beside the text's own
_USUAL_DOUBT = 0.02


def confidence_features(chances: Floats, first: Floats, source: Ids, target: Ids) -> Floats:
    """A row of :data:`CONFIDENCE_WEIGHTS` for each bead of an alignment, in order.

    ``chances`` are posteriors, ``first`` those of the first stage, ``source`` and ``target`` how many sentences each
    bead has.
    """
    odds, before = _log_odds(chances, _LEAST), _log_odds(first, _LEAST_FIRST)
    paired = (source > 0) & (target > 0)
    merge = paired & (source + target > 2)
    size = len(odds)
    share = (float(merge.sum()) + _USUAL_SHARE * _EXPECTED) / (float(paired.sum()) + _EXPECTED) / _USUAL_SHARE
    highest = float(odds.max(initial=0.0))
    padded = np.concatenate([[highest], odds, [highest]])
    neighbour = np.minimum(padded[:-2], padded[2:])
    many = np.full(size, np.log(share))
    doubt = np.full(size, np.log((float((1.0 - chances).sum()) + _USUAL_DOUBT * _EXPECTED) / (size + _EXPECTED)))
    columns = (np.ones(size), odds, many, many * odds, neighbour, before, ~paired, merge, doubt, doubt * odds)
    return np.stack([column.astype(np.float64) for column in columns], axis=1)


def _log_odds(chances: Floats, least: float) -> Floats:
    held = np.clip(chances, least, _MOST)
    result: Floats = np.log(held / (1.0 - held))
    return result


def calibrated(chances: Floats, first: Floats, source: Ids, target: Ids, weights: tuple[float, ...]) -> Floats:
    """The confidence of each bead of an alignment, 0 to 1; see :func:`confidence_features`."""
    odds = confidence_features(chances, first, source, target) @ np.array(weights)
    result: Floats = 1.0 / (1.0 + np.exp(-np.clip(odds, -30.0, 30.0)))
    return result
