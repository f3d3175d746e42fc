"""Scoring word links against links made by hand: precision, recall and alignment error rate (Och and Ney 2003)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

__all__ = ["GoldLinks", "WordLink", "WordScore", "links_of", "score_links"]

_LINKED_FROM = 0.5


class WordLink(Struct, frozen=True, order=True):
    """A source word and a target word that translate each other, by their places from 0."""

    source: int
    target: int


class GoldLinks(Struct, frozen=True):
    """The links of one pair of texts: those that must be found, and those that may be (the sure ones among them)."""

    sure: frozenset[WordLink]
    possible: frozenset[WordLink]


class WordScore(Struct, frozen=True):
    """Counts over all pairs of texts."""

    found: int
    found_sure: int
    found_possible: int
    sure: int

    @property
    def precision(self) -> float:
        """The share of the found links that are possible; 1 where none was found."""
        return self.found_possible / self.found if self.found else 1.0

    @property
    def recall(self) -> float:
        """The share of the sure links that were found; 1 where there are none."""
        return self.found_sure / self.sure if self.sure else 1.0

    @property
    def error_rate(self) -> float:
        """The alignment error rate: 1 - (found sure + found possible) / (found + sure)."""
        everything = self.found + self.sure
        return 1.0 - (self.found_sure + self.found_possible) / everything if everything else 0.0


def links_of(posteriors: NDArray[np.floating], least: float = _LINKED_FROM) -> tuple[WordLink, ...]:
    """The links whose probability is above ``least``, in order; ``posteriors`` is source words by target words."""
    places = zip(*(posteriors > least).nonzero(), strict=True)
    return tuple(WordLink(int(one), int(other)) for one, other in places)


def score_links(found: Sequence[Sequence[WordLink]], gold: Sequence[GoldLinks]) -> WordScore:
    """Compare the links of each pair of texts with the gold's, in the same order."""
    total = right_sure = right_possible = sure = 0
    for links, wanted in zip_longest(found, gold):
        ours = frozenset(links or ())
        total += len(ours)
        if wanted is not None:
            sure += len(wanted.sure)
            right_sure += len(ours & wanted.sure)
            right_possible += len(ours & wanted.possible)
    return WordScore(total, right_sure, right_possible, sure)
