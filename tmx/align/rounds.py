"""What a round of the sentence aligner learns from the alignments of the round before, beside the lexicon itself."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from tmx.align.lengths import length_ratio
from tmx.align.model1 import MOST_TOKENS, BeadSample
from tmx.align.settings import AlignerSettings
from tmx.align.stems import Ids, StemmedText
from tmx.model import Alignment

__all__ = ["StemmedPair", "bead_sample", "kind_priors", "ratio_of_lengths"]

StemmedPair = tuple[StemmedText, StemmedText]


def ratio_of_lengths(texts: Sequence[StemmedPair], alignments: Sequence[Alignment]) -> float:
    """Target characters for a source character, over all texts or, once there are any, over their beads."""
    source = target = 0.0
    if alignments:
        for (ours, theirs), alignment in zip(texts, alignments, strict=True):
            before, behind = _summed(ours), _summed(theirs)
            for bead in alignment.beads:
                if bead.source and bead.target:
                    source += before[bead.source.stop] - before[bead.source.start]
                    target += behind[bead.target.stop] - behind[bead.target.start]
    if not source or not target:
        source = float(sum(ours.lengths.sum() for ours, _ in texts))
        target = float(sum(theirs.lengths.sum() for _, theirs in texts))
    return min(max(length_ratio(source, target), 0.2), 5.0)


def _summed(text: StemmedText) -> list[float]:
    """The characters of all sentences before each one, and of all."""
    result: list[float] = [0.0, *np.cumsum(text.lengths).tolist()]
    return result


def kind_priors(alignments: Sequence[Alignment], settings: AlignerSettings) -> NDArray[np.float64]:
    """The log priors of the kinds of bead, moved towards what the round before has found."""
    priors = np.array([kind.prior for kind in settings.kinds])
    expected = np.exp(priors) / np.exp(priors).sum()
    found: Counter[tuple[int, int]] = Counter()
    for alignment in alignments:
        found.update((len(bead.source), len(bead.target)) for bead in alignment.beads)
    counts = np.array([found[kind.source, kind.target] for kind in settings.kinds], dtype=np.float64)
    shares = (counts + settings.kind_count * expected) / (counts.sum() + settings.kind_count)
    moved: NDArray[np.float64] = priors + settings.kind_adaptation * np.log(shares / expected)
    return moved


def bead_sample(texts: Sequence[StemmedPair], alignments: Sequence[Alignment], limit: int) -> BeadSample:
    """The first tokens of the beads with a counterpart, evenly thinned out to ``limit`` beads."""
    places = [
        (number, bead)
        for number, alignment in enumerate(alignments)
        for bead in alignment.beads
        if bead.source and bead.target
    ]
    if len(places) > limit:
        places = [places[i * len(places) // limit] for i in range(limit)]
    source, target, weights = [], [], []
    for number, bead in places:
        ours, theirs = texts[number]
        offsets = ours.offsets
        source.append(ours.ids[offsets[bead.source.start] : offsets[bead.source.stop]][:MOST_TOKENS])
        offsets = theirs.offsets
        target.append(theirs.ids[offsets[bead.target.start] : offsets[bead.target.stop]][:MOST_TOKENS])
        weights.append(bead.confidence)
    return BeadSample(*_joined(source), *_joined(target), np.array(weights, dtype=np.float64))


def _joined(pieces: Sequence[Ids]) -> tuple[Ids, Ids]:
    sizes = np.array([0, *(len(piece) for piece in pieces)], dtype=np.int64)
    empty = np.zeros(0, dtype=np.int64)
    return np.concatenate(pieces) if pieces else empty, np.cumsum(sizes)
