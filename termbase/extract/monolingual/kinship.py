"""What candidates say of one another that share no word: those in one list with it, and those of its word family.

Terms are listed beside terms (``dressage, jumping and eventing``), and a field forms its words in the same ways
(``corrupt``, ``corruption``; ``-eur``, ``-lyse``). The features are made of the probabilities of a first look, as in
:mod:`termbase.extract.monolingual.relations`; no candidate is its own witness.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.candidates import Candidates
from termbase.extract.monolingual.corpus import Corpus
from termbase.extract.monolingual.features import FeatureTable, content_places, head_place, logit

__all__ = ["Kinship", "find_kinship", "kinship_features"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FLOOR = 1e-4
_DOUBT = 2.0
_SEPARATORS = frozenset(",;/")
_SMALL = ("DET", "ADP")  # repeated before the next member: «de la pompe et de la turbine»
_MOST_BETWEEN = 2
_PREFIX, _LONG_ENDING, _SHORT_ENDING = 5, 4, 3
_FAMILIES = ("head-beginning", "head-ending", "head-ending-length", "first-beginning")


class Kinship(Struct, frozen=True):
    """Pairs of candidates that stand in one list, both ways round; of each candidate its group in each family."""

    listed: Ints
    beside: Ints
    families: tuple[Ints, ...]


def find_kinship(corpus: Corpus, candidates: Candidates) -> Kinship:
    """The lists and families of ``candidates``."""
    pairs = np.array(list(_listed(corpus, candidates)), dtype=np.int64).reshape(-1, 2)
    pairs = np.vstack([pairs, pairs[:, ::-1]])
    codes = np.unique(pairs[:, 0] * len(candidates) + pairs[:, 1])
    one, other = codes // max(len(candidates), 1), codes % max(len(candidates), 1)
    apart = one != other
    return Kinship(one[apart], other[apart], _families(candidates, corpus.language.tag))


def _listed(corpus: Corpus, candidates: Candidates) -> Iterator[tuple[int, int]]:
    """Candidates one behind the other with a comma or a conjunction between them."""
    begins: dict[int, list[int]] = defaultdict(list)
    for owner, first in zip(candidates.owner.tolist(), candidates.first.tolist(), strict=True):
        begins[first].append(owner)
    words = [word for sentence in corpus.sentences for word in sentence.words]
    tags = [tag for sentence in corpus.sentences for tag in sentence.tags]
    stops = np.cumsum([len(sentence.words) for sentence in corpus.sentences])[candidates.sentence]
    rows = zip(candidates.owner.tolist(), candidates.end.tolist(), stops.tolist(), strict=True)
    for owner, end, stop in rows:
        at = end
        if at < stop and words[at] in _SEPARATORS:
            at += 1
        if at < stop and tags[at] == "CCONJ":
            at += 1
        if at == end:
            continue
        for place in range(at, min(at + _MOST_BETWEEN + 1, stop)):
            if place in begins:
                yield from ((owner, other) for other in begins[place])
                break
            if tags[place] not in _SMALL:
                break


def _families(candidates: Candidates, language: str) -> tuple[Ints, ...]:
    numbers: tuple[dict[str, int], ...] = tuple({} for _ in _FAMILIES)
    rows: tuple[list[int], ...] = tuple([] for _ in _FAMILIES)
    for key, pattern in zip(candidates.keys, candidates.patterns, strict=True):
        places = content_places(pattern)
        head, first = key[head_place(pattern, language)], key[places[0]]
        names = (
            head[:_PREFIX],
            head[-_LONG_ENDING:],
            f"{head[-_SHORT_ENDING:]} {len(places)}",
            first[:_PREFIX],
        )
        for row, number, name in zip(rows, numbers, names, strict=True):
            row.append(number.setdefault(name, len(number)))
    return tuple(np.array(row, dtype=np.int64) for row in rows)


def kinship_features(kinship: Kinship, frequency: Floats, probabilities: Floats) -> FeatureTable:
    """The features that follow from a first model's ``probabilities``; ``frequency`` counts occurrences."""
    size = len(probabilities)
    usual = float(probabilities.mean()) * _DOUBT
    one, other = kinship.listed, kinship.beside
    number = np.bincount(one, minlength=size)
    most = np.full(size, _FLOOR)
    np.maximum.at(most, one, probabilities[other])
    columns: dict[str, Floats] = {
        "listed-most": logit(most, _FLOOR),
        "listed-mean": logit((np.bincount(one, probabilities[other], size) + usual) / (number + _DOUBT), _FLOOR),
        "listed": np.log1p(number),
    }
    weight = np.minimum(1.0 + 0.5 * np.log(frequency), 2.0)
    for name, groups in zip(_FAMILIES, kinship.families, strict=True):
        sums = np.bincount(groups, probabilities * weight)[groups] - probabilities * weight
        weights = np.bincount(groups, weight)[groups] - weight
        columns[name] = logit((sums + usual) / (weights + _DOUBT), _FLOOR)
    return FeatureTable(columns)
