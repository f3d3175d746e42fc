"""What candidates say of one another whose words mean similar things: a field's terms are of a few kinds.

In one field the organs and illnesses are terms, in another the movements and the gaits. The features are made of the
probabilities of a first look: of a word how probable candidates are whose words stand under the same heads of a
hierarchy of meanings, the nearest head first (shrunk towards what holds of the head above). No word is its own witness.
"""

from __future__ import annotations

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.candidates import Candidates
from termbase.extract.monolingual.features import FeatureTable, content_places, head_place, logit
from termbase.extract.monolingual.senses import SenseList, sense_list
from tmx.text.languages import Language

__all__ = ["Meanings", "find_meanings", "meaning_features"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_FLOOR = 1e-4
_DOUBT = 3.0  # candidates: so much does the head above count beside those under a head
_MOST_WEIGHT = 3.0  # of a word, however many candidates have it


class Meanings(Struct, frozen=True):
    """The words of candidates and under which heads they stand.

    ``places`` are the numbers of each candidate's head, first and last word. A row of ``paths`` is a meaning of the
    word ``owners``: the heads from the highest one down, -1 behind the last; ``weights`` are the meanings' shares of
    their word. ``count`` and ``depth`` belong to words, ``expression`` to candidates.
    """

    places: tuple[Ints, Ints, Ints]
    owners: Ints
    paths: Ints
    weights: Floats
    count: Floats
    depth: Floats
    expression: Floats


def find_meanings(candidates: Candidates, language: Language) -> Meanings:
    """The meanings of the words of ``candidates``; none where no list is kept for ``language``."""
    senses = sense_list(language)
    numbers: dict[tuple[str, str], int] = {}
    places = []
    for key, pattern in zip(candidates.keys, candidates.patterns, strict=True):
        content = content_places(pattern)
        three = head_place(pattern, language.tag), content[0], content[-1]
        places.append([numbers.setdefault((key[at], pattern[at]), len(numbers)) for at in three])
    table = np.array(places, dtype=np.int64).reshape(-1, 3)
    owners, paths, weights, count = _look_up(list(numbers), senses)
    depth = np.bincount(owners, weights * (paths >= 0).sum(axis=1), len(numbers)).astype(np.float64)
    listed = [senses is not None and senses.is_expression(key) for key in candidates.keys]
    expression = np.array(listed, dtype=np.float64)
    return Meanings((table[:, 0], table[:, 1], table[:, 2]), owners, paths, weights, count, depth, expression)


def _look_up(words: list[tuple[str, str]], senses: SenseList | None) -> tuple[Ints, Ints, Floats, Floats]:
    owners: list[int] = []
    ways: list[list[int]] = []
    weights: list[float] = []
    count = np.zeros(len(words))
    for number, (word, letter) in enumerate(words):
        found = senses.find(word, letter) if senses is not None else None
        if senses is None or found is None:
            continue
        count[number] = found.count
        shares = [1.0 / rank for rank in range(1, len(found.heads) + 1)]
        owners += [number] * len(shares)
        ways += [senses.path(head) for head in found.heads]
        weights += [share / sum(shares) for share in shares]
    paths = np.full((len(ways), max(map(len, ways), default=1)), -1, dtype=np.int64)
    for row, way in enumerate(ways):
        paths[row, : len(way)] = way
    return np.array(owners, dtype=np.int64), paths, np.array(weights, dtype=np.float64), count


def meaning_features(meanings: Meanings, frequency: Floats, probabilities: Floats) -> FeatureTable:
    """The features that follow from a first model's ``probabilities``; ``frequency`` counts occurrences."""
    weight = np.minimum(1.0 + 0.5 * np.log(frequency), 2.0)
    columns = {
        f"alike-{name}": logit(_alike(meanings, places, weight, probabilities), _FLOOR)[places]
        for name, places in zip(("head", "first", "last"), meanings.places, strict=True)
    }
    head = meanings.places[0]
    return FeatureTable(
        columns
        | {
            "meanings": np.log1p(meanings.count)[head],
            "meaning-depth": meanings.depth[head],
            "expression": meanings.expression,
        }
    )


def _alike(meanings: Meanings, places: Ints, weight: Floats, probabilities: Floats) -> Floats:
    """For each word how probable the candidates are whose words mean something similar, without its own."""
    size = len(meanings.count)
    weights = np.bincount(places, weight, size)
    mean = np.bincount(places, weight * probabilities, size) / np.maximum(weights, _FLOOR)
    mass = np.minimum(weights, _MOST_WEIGHT)
    usual = float((mass * mean).sum() / max(mass.sum(), _FLOOR))
    result = np.full(size, usual)
    if not len(meanings.owners):
        return result
    paths, owners = meanings.paths, meanings.owners
    there = paths >= 0
    heads = int(paths.max()) + 1
    own = np.where(there, meanings.weights[:, None], 0.0)
    safe = np.where(there, paths, 0)
    _, inverse = np.unique(owners[:, None] * heads + safe, return_inverse=True)
    inverse = inverse.reshape(paths.shape)
    own = np.bincount(inverse.ravel(), own.ravel())[inverse]  # all of a word's meanings under a head
    share = np.where(there, meanings.weights[:, None] * mass[owners][:, None], 0.0)
    total = np.bincount(safe.ravel(), share.ravel(), heads)
    right = np.bincount(safe.ravel(), (share * mean[owners][:, None]).ravel(), heads)
    others = np.maximum(total[safe] - own * mass[owners][:, None], 0.0)
    found = np.maximum(right[safe] - own * (mass * mean)[owners][:, None], 0.0)
    estimate = np.full(len(owners), usual)
    for level in range(paths.shape[1]):
        deeper = (found[:, level] + _DOUBT * estimate) / (others[:, level] + _DOUBT)
        estimate = np.where(there[:, level], deeper, estimate)
    has = np.unique(owners)
    result[has] = np.bincount(owners, meanings.weights * estimate, size)[has]
    return np.clip(result, 0.0, 1.0, out=result)
