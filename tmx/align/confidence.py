"""Confidence: how often a bead with such a posterior has turned out right (Platt 1999, with what is seen of the text).

It is the product of two chances: that the aligner sees right, which its posteriors tell, and that whoever aligns such
a text by hand would have made the same bead. The second one is next to 1 on news; in literature, where sentences are
merged in many ways, annotators differ even where the words leave no doubt. How many beads of a text are merged, and
how many are in doubt, tells the two apart without anybody saying what it is.
The weights are learnt by ``benchmarks/train_aligner.py`` on texts that the aligner had not learnt from.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.stems import Ids

__all__ = ["CONFIDENCE_WEIGHTS", "PLAIN_CONFIDENCE", "Evidence", "calibrated", "confidence_evidence"]

Floats = NDArray[np.float64]

# The log odds of the posterior, of the less sure neighbour's and of the first stage's; whether the bead has no
# counterpart or is merged; the log of the share of merged beads.
_SEEN = tuple(f"confidence_{name}" for name in ("constant", "odds", "neighbour", "first", "null", "merge", "merged"))
# The log of the share of merged beads, and of how many beads of the text are expected to be wrong; the kind of bead.
_AGREED = tuple(f"agreement_{name}" for name in ("constant", "merged", "doubt", "null", "merge"))
CONFIDENCE_WEIGHTS = (*_SEEN, *_AGREED)
_CERTAIN = 30.0  # log odds
PLAIN_CONFIDENCE = (0.0, 1.0) + (0.0,) * (len(_SEEN) - 2) + (_CERTAIN,) + (0.0,) * (len(_AGREED) - 1)

_LEAST, _MOST = 1e-6, 1.0 - 1e-7
_LEAST_FIRST = 1e-5
_USUAL_SHARE, _EXPECTED = 0.1, 20.0  # merged beads of all, and how many beads that is worth beside the text's own
_USUAL_DOUBT = 0.02


class Evidence(Struct, frozen=True, eq=False):
    """What the confidence of a text's beads is made of, a row for each bead.

    The columns of ``seen`` are the first ones of :data:`CONFIDENCE_WEIGHTS`, those of ``agreed`` the others.
    """

    seen: Floats
    agreed: Floats

    def parts(self, weights: Floats) -> tuple[Floats, Floats]:
        """For each bead the chance that the aligner sees right, and that an annotator would agree."""
        size = self.seen.shape[1]
        return _chance(self.seen @ weights[:size]), _chance(self.agreed @ weights[size:])

    def confidence(self, weights: Floats) -> Floats:
        """The confidence of each bead, 0 to 1."""
        sees, agrees = self.parts(weights)
        return sees * agrees


def confidence_evidence(chances: Floats, first: Floats, source: Ids, target: Ids) -> Evidence:
    """What speaks for and against the beads of an alignment, in order.

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
    one, many = np.ones(size), np.full(size, np.log(share))
    doubt = np.full(size, np.log((float((1.0 - chances).sum()) + _USUAL_DOUBT * _EXPECTED) / (size + _EXPECTED)))
    seen = one, odds, neighbour, before, ~paired, merge, many
    agreed = one, many, doubt, ~paired, merge
    return Evidence(*(np.stack([column.astype(np.float64) for column in part], axis=1) for part in (seen, agreed)))


def _log_odds(chances: Floats, least: float) -> Floats:
    held = np.clip(chances, least, _MOST)
    result: Floats = np.log(held / (1.0 - held))
    return result


def _chance(odds: Floats) -> Floats:
    result: Floats = 1.0 / (1.0 + np.exp(-np.clip(odds, -_CERTAIN, _CERTAIN)))
    return result


def calibrated(chances: Floats, first: Floats, source: Ids, target: Ids, weights: tuple[float, ...]) -> Floats:
    """The confidence of each bead of an alignment, 0 to 1; see :func:`confidence_evidence`."""
    return confidence_evidence(chances, first, source, target).confidence(np.array(weights))
