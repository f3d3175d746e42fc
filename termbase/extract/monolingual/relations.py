"""What the other candidates say of one: those around it, inside it, its variants, and all that share its words.

The features of this second look are made of the probabilities of a first one. A word's mean leaves the candidate
itself out, so that nothing is its own witness.
"""

from __future__ import annotations

from collections.abc import Hashable, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.candidates import Candidates
from termbase.extract.monolingual.features import FeatureTable, content_places, inner_pairs, logit
from tmx.text.languages import Language
from tmx.text.lemmas import dictionary_lemma

__all__ = ["Relations", "find_relations", "relational_features"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FLOOR = 1e-4
_NONE = float(np.log(_FLOOR / (1 + _FLOOR)))  # log-odds of what is not there
_DOUBT = 2.0  # weight of the mean of all in a word's mean
_LINKS = frozenset("DTC")


class Relations(Struct, frozen=True):
    """Who stands to whom in what relation, by numbers of candidates.

    ``inner`` and ``outer`` are pairs; ``splits`` are triples (whole, left part, right part; -1 where a part is no
    candidate); ``variants`` and ``alike`` are the numbers of groups with the same lemmas, and with the same content
    lemmas in any order; ``words``, ``owners`` list the content words (by number) with their candidates, ``heads`` and
    ``tails`` each candidate's first and last one.
    """

    inner: Ints
    outer: Ints
    splits: Ints
    variants: Ints
    alike: Ints
    words: Ints
    owners: Ints
    heads: Ints
    tails: Ints
    frequency: Floats


def find_relations(candidates: Candidates, language: Language) -> Relations:
    """The relations among ``candidates``."""
    lemmas: dict[str, str] = {}
    for key in candidates.keys:
        for word in key:
            if word not in lemmas:
                lemmas[word] = dictionary_lemma(word, language) or word
    numbers: dict[str, int] = {}
    whole, bags = [], []
    words, owners, heads, tails = [], [], [], []
    for number, (key, pattern) in enumerate(zip(candidates.keys, candidates.patterns, strict=True)):
        own = tuple(lemmas[word] for word in key)
        content = [own[at] for at in content_places(pattern)]
        whole.append(own)
        bags.append(frozenset(content))
        ids = [numbers.setdefault(word, len(numbers)) for word in content]
        heads.append(ids[0])
        tails.append(ids[-1])
        words.extend(sorted(set(ids)))
        owners.extend([number] * len(set(ids)))
    inner, outer = inner_pairs(candidates).T
    return Relations(
        inner,
        outer,
        _splits(candidates),
        _groups(whole),
        _groups(bags),
        np.array(words, dtype=np.int64),
        np.array(owners, dtype=np.int64),
        np.array(heads, dtype=np.int64),
        np.array(tails, dtype=np.int64),
        np.bincount(candidates.owner, minlength=len(candidates)).astype(np.float64),
    )


def _groups(keys: Sequence[Hashable]) -> Ints:
    numbers: dict[Hashable, int] = {}
    return np.array([numbers.setdefault(key, len(numbers)) for key in keys], dtype=np.int64)


def _splits(candidates: Candidates) -> Ints:
    """The cuts of each candidate in two; small words at the cut belong to neither part."""
    numbers: Mapping[tuple[str, ...], int] = {key: number for number, key in enumerate(candidates.keys)}
    rows = []
    for whole, (key, pattern) in enumerate(zip(candidates.keys, candidates.patterns, strict=True)):
        for cut in range(1, len(key)):
            rest = cut
            while rest < len(key) - 1 and pattern[rest] in _LINKS:
                rest += 1
            rows.append((whole, numbers.get(key[:cut], -1), numbers.get(key[rest:], -1)))
    return np.array(rows, dtype=np.int64).reshape(-1, 3)


def relational_features(relations: Relations, probabilities: Floats) -> FeatureTable:
    """The features that follow from a first model's ``probabilities``, one for each candidate."""
    size = len(probabilities)
    odds = logit(probabilities, _FLOOR)
    frequency = relations.frequency
    inner, outer = relations.inner, relations.outer
    around, within = _most(inner, odds[outer], size), _most(outer, odds[inner], size)
    number, inside = np.bincount(inner, minlength=size), np.bincount(outer, minlength=size)
    sums = np.bincount(inner, probabilities[outer], size)
    whole, left, right = relations.splits.T
    known = np.append(odds, _NONE)  # number -1 is the last one
    columns = {
        "first": odds,
        "around-most": around,
        "around-any": (around > _NONE).astype(np.float64),
        "around-sum": np.log(sums + 0.01),
        "around-mean": logit(sums / np.maximum(number, 1), _FLOOR),
        "around-taken": np.minimum(np.bincount(inner, probabilities[outer] * frequency[outer], size) / frequency, 3.0),
        "within-most": within,
        "within-any": (within > _NONE).astype(np.float64),
        "within-mean": logit(np.bincount(outer, probabilities[inner], size) / np.maximum(inside, 1), _FLOOR),
        "split": _most(whole, np.minimum(known[left], known[right]), size),
        "split-left": _most(whole, known[left], size),
        "split-right": _most(whole, known[right], size),
    }
    columns |= _variant_features(relations, odds)
    columns |= _word_means(relations, probabilities)
    return FeatureTable(columns)


def _most(owner: Ints, values: Floats, size: int) -> Floats:
    most = np.full(size, _NONE)
    np.maximum.at(most, owner, values)
    return most


def _variant_features(relations: Relations, odds: Floats) -> dict[str, Floats]:
    size = len(odds)
    others = np.bincount(relations.variants)[relations.variants] - 1
    together = np.bincount(relations.variants, relations.frequency)[relations.variants]
    return {
        "variant": _best_other(relations.variants, odds, size),
        "variant-any": (others > 0).astype(np.float64),
        "variant-frequency": np.log(together / relations.frequency),
        "alike": _best_other(relations.alike, odds, size),
    }


def _best_other(groups: Ints, odds: Floats, size: int) -> Floats:
    """The highest odds among the other members of each one's group."""
    order = np.lexsort((-odds, groups))
    ranked = groups[order]
    opens = np.append(True, ranked[1:] != ranked[:-1])
    first = np.flatnonzero(opens)
    members = np.diff(np.append(first, size))
    best = odds[order[first]]
    second = np.where(members > 1, odds[order[np.minimum(first + 1, size - 1)]], _NONE)
    row = np.cumsum(opens) - 1
    result = np.empty(size)
    result[order] = np.where(opens, second[row], best[row])
    return result


def _word_means(relations: Relations, probabilities: Floats) -> dict[str, Floats]:
    """How probable the other candidates with the same words are, on average."""
    size = len(probabilities)
    weight = np.minimum(1.0 + 0.5 * np.log(relations.frequency), 2.0)
    prior = float(probabilities.mean()) * _DOUBT

    def means(words: Ints, owners: Ints) -> tuple[Floats, Floats]:
        count = int(words.max(initial=0)) + 1
        sums = np.bincount(words, (probabilities * weight)[owners], count)[words]
        weights = np.asarray(np.bincount(words, weight[owners], count)[words] - weight[owners], dtype=np.float64)
        return (sums - (probabilities * weight)[owners] + prior) / (weights + _DOUBT), weights

    owners = relations.owners
    number = np.maximum(np.bincount(owners, minlength=size), 1)
    shares, weights = means(relations.words, owners)
    least, most = np.ones(size), np.zeros(size)
    np.minimum.at(least, owners, shares)
    np.maximum.at(most, owners, shares)
    everyone = np.arange(size)
    return {
        "word-mean": logit(np.bincount(owners, shares, size) / number, _FLOOR),
        "word-least": logit(least, _FLOOR),
        "word-most": logit(most, _FLOOR),
        "word-head": logit(means(relations.heads, everyone)[0], _FLOOR),
        "word-tail": logit(means(relations.tails, everyone)[0], _FLOOR),
        "word-weight": np.log1p(np.bincount(owners, weights, size) / number),
    }
