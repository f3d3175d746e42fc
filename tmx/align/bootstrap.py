"""The first lexicon where nothing is known of two languages: from windows at the same places of both texts.

Without cognates, numbers or a lexicon the first round would see nothing but lengths, and lose its way in a long text.
Translations use up their characters at the same pace, so that windows between the same shares of both sides hold mostly
the same content, and words that keep company in them are a beginning (as in Fung and McKeown 1994, who compare where
words occur).
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import Likeness
from tmx.align.stems import Ids, StemmedText
from tmx.model import Alignment, Bead

__all__ = ["knowledge", "windows"]

Floats = NDArray[np.float64]

_SENTENCES = 4  # of a window at least
_WEIGHT = 0.4  # below what is taken from each count: words that keep company once only say nothing
_MOST_WINDOWS = 400  # of a text
_MOST_PAIRS = 6_000_000  # of tokens, over all windows of all texts: memory goes with them


def knowledge(
    known: Sequence[Likeness] | np.typing.NDArray[np.float64], shares: tuple[np.typing.NDArray[np.float64], ...]
) -> float:
    """The share of running words that the pairs ``known`` (source, target, count) say something of, 0 to 1.

    ``shares`` are the relative frequencies of both vocabularies; the side of which less is known counts.
    """
    table = np.asarray(known, dtype=np.float64).reshape(-1, 3)
    told = []
    for side, share in enumerate(shares):
        best = np.zeros(len(share))
        np.maximum.at(best, table[:, side].astype(np.int64), np.minimum(table[:, 2], 1.0))
        told.append(float(share @ best))
    return min(told, default=0.0)


def windows(texts: Sequence[tuple[StemmedText, StemmedText]]) -> list[Alignment]:
    """For each pair of texts an alignment of windows, of which very many are thinned out evenly."""
    found = [_windows(*sides) for sides in texts]
    pairs = sum(
        int(np.diff(source.offsets[rows]) @ np.diff(target.offsets[columns]))
        for (source, target), (rows, columns) in zip(texts, found, strict=True)
    )
    step = max(1, -(-pairs // _MOST_PAIRS))
    result = []
    at = 0
    for (source, target), (rows, columns) in zip(texts, found, strict=True):
        beads = []
        for number in range(len(rows) - 1):
            sides = range(rows[number], rows[number + 1]), range(columns[number], columns[number + 1])
            if (at + number) % step == 0 and all(sides):
                beads.append(Bead(*sides, confidence=_WEIGHT))
            else:
                beads += [Bead(sides[0], range(0)), Bead(range(0), sides[1])]
        at += len(rows) - 1
        result.append(Alignment(tuple(beads), len(source), len(target)))
    return result


def _windows(source: StemmedText, target: StemmedText) -> tuple[Ids, Ids]:
    """Where windows of a few sentences begin on either side, with the ends of both texts."""
    size = max(_SENTENCES, -(-len(source) // _MOST_WINDOWS))
    count = max(1, round(len(source) / size))
    borders = np.arange(1, count) / count
    cuts = []
    for text in (source, target):
        lengths = text.lengths + 1.0
        middles = (np.cumsum(lengths) - lengths / 2.0) / max(float(lengths.sum()), 1.0)
        cuts.append(np.concatenate([[0], np.searchsorted(middles, borders), [len(text)]]).astype(np.int64))
    return cuts[0], cuts[1]
