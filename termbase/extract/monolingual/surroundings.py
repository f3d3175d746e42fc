"""What company candidates keep in their sentences: running text of the language, or signs, names and other languages.

A formula, a table or an abstract in another language is full of words that general language does not have, so that all
of them look like terms; among words that everyone knows a rare one says more.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from termbase.extract.monolingual.candidates import Candidates
from termbase.extract.monolingual.corpus import Corpus
from termbase.extract.monolingual.features import FeatureTable
from termbase.extract.monolingual.general import general_list

__all__ = ["surrounding_features"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_COMMON = 4.5  # Zipf: thirty times in a million words
_NEAR = 4  # words on either side
_DOUBT = 2.0  # so many words as are usual are added to those that stand around
_USUALLY_COMMON, _USUALLY_STRANGE = 0.4, 0.15


def surrounding_features(corpus: Corpus, candidates: Candidates) -> FeatureTable:
    """How many of the other words in the sentence, and nearby, are common or strange, on average and at the least.

    Strange are words that the general list does not have, single letters, and what is no word.
    """
    common, strange = _kinds(corpus)
    owner, size = candidates.owner, len(candidates)
    frequency = np.bincount(owner, minlength=size)
    starts = np.concatenate([[0], np.cumsum([len(sentence.words) for sentence in corpus.sentences])])
    opens, stops = starts[candidates.sentence], starts[candidates.sentence + 1]
    near = np.maximum(opens, candidates.first - _NEAR), np.minimum(stops, candidates.end + _NEAR)
    columns: dict[str, Floats] = {}
    for place, (low, high) in (("sentence", (opens, stops)), ("near", near)):
        for kind, sums, usual in (("common", common, _USUALLY_COMMON), ("strange", strange, _USUALLY_STRANGE)):
            shares = _others(candidates, sums, low, high, usual)
            columns[f"{place}-{kind}"] = np.bincount(owner, shares, size) / frequency
        least = np.ones(size)
        np.minimum.at(least, owner, shares)
        columns[f"{place}-least-strange"] = least
    return FeatureTable(columns)


def _kinds(corpus: Corpus) -> tuple[Ints, Ints]:
    """Running sums over the words of the corpus: of those that are common, and of those that are strange."""
    general = general_list(corpus.language)
    numbers = {word: number for number, word in enumerate(corpus.counts)}
    row = np.array([numbers[key] for sentence in corpus.sentences for key in sentence.keys], dtype=np.int64)
    zipf = np.array([general.zipf(word) for word in numbers])
    unlisted = general.zipf("")
    letters = np.array([len(word) > 1 and any(letter.isalpha() for letter in word) for word in numbers], dtype=bool)
    longer = np.array([len(word) > 1 for word in numbers], dtype=bool)
    common = (zipf >= _COMMON) & longer
    strange = (zipf <= unlisted) | ~letters
    return np.append(0, np.cumsum(common[row])), np.append(0, np.cumsum(strange[row]))


def _others(candidates: Candidates, sums: Ints, low: Ints, high: Ints, usual: float) -> Floats:
    """For each occurrence the share of those counted by ``sums`` among the words ``low`` up to ``high`` beside it."""
    beside = high - low - (candidates.end - candidates.first)
    counted = sums[high] - sums[low] - (sums[candidates.end] - sums[candidates.first])
    result: Floats = (counted + _DOUBT * usual) / (beside + _DOUBT)
    return result
