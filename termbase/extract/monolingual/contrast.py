"""How much more frequent words are in one field than in others: what is common to all fields is no term of any.

General frequencies cannot say it: texts of every field that are written alike (reports, studies, articles) share many
words that general language has seldom (``analyse``, ``approach``, ``coefficient``).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.candidates import Candidates
from termbase.extract.monolingual.corpus import Corpus
from termbase.extract.monolingual.features import FeatureTable, content_places, head_place

__all__ = ["Background", "background_of", "contrast_features"]

Floats = NDArray[np.float64]

_NAMES = tuple(f"contrast-{name}" for name in ("mean", "least", "most", "head", "first", "last", "absent"))
_ADDED = 0.5  # to each count: a word that is not there has a ratio too


class Background(Struct, frozen=True):
    """The texts of another field: how many words and marks they have, and how often each word stands in them."""

    size: int
    counts: Mapping[str, int]


def background_of(corpora: Sequence[Corpus]) -> Background:
    """What ``corpora`` of one language and field hold."""
    counts: Counter[str] = Counter()
    for corpus in corpora:
        counts.update(corpus.counts)
    return Background(sum(corpus.size for corpus in corpora), counts)


def contrast_features(corpus: Corpus, candidates: Candidates, backgrounds: Sequence[Background]) -> FeatureTable:
    """log10 of how much more frequent the content words of each candidate are in ``corpus`` than in ``backgrounds``.

    The mean over the backgrounds; all zero where there are none.
    """
    table = np.zeros((len(candidates), len(_NAMES)))
    for background in backgrounds:
        table += _against(corpus, candidates, background) / len(backgrounds)
    return FeatureTable(dict(zip(_NAMES, table.T, strict=True)))


def _against(corpus: Corpus, candidates: Candidates, background: Background) -> Floats:
    numbers = {word: number for number, word in enumerate(corpus.counts)}
    here = np.fromiter(corpus.counts.values(), dtype=np.float64, count=len(numbers))
    there = np.array([background.counts.get(word, 0) for word in numbers], dtype=np.float64)
    ratios = np.log10((here + _ADDED) / max(corpus.size, 1)) - np.log10((there + _ADDED) / max(background.size, 1))
    table = np.empty((len(candidates), len(_NAMES)))
    for row, (key, pattern) in enumerate(zip(candidates.keys, candidates.patterns, strict=True)):
        own = [numbers[word] for word in key]
        content = [own[at] for at in content_places(pattern)]
        ratio = ratios[content]
        table[row] = (
            ratio.mean(),
            ratio.min(),
            ratio.max(),
            ratios[own[head_place(pattern, corpus.language.tag)]],
            ratio[0],
            ratio[-1],
            (there[content] == 0).mean(),
        )
    return table
