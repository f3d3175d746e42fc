"""What words mean, and what candidates with similar meanings say of one another."""

from __future__ import annotations

import numpy as np
import pytest

from termbase.extract.monolingual.candidates import find_candidates
from termbase.extract.monolingual.extraction import corpus_of
from termbase.extract.monolingual.features import logit
from termbase.extract.monolingual.meanings import find_meanings, meaning_features
from termbase.extract.monolingual.senses import sense_list
from tmx.text.languages import find_language

ENGLISH = find_language("en")
TEXT = [
    "The heart and the lung are organs, and the kidney fails after heart failure.",
    "Pneumonia, bronchitis and heart failure are diseases that doctors treat on Monday.",
    "The doctors examined the left lung and both kidneys of the old patient in the hospital.",
]


@pytest.fixture(scope="module")
def candidates():
    return find_candidates(corpus_of([TEXT], "en"))


@pytest.mark.parametrize(
    ("word", "letter", "other", "shared"),
    [
        ("heart", "N", "kidney", True),
        ("kidneys", "N", "kidney", True),
        ("bronchitis", "N", "pneumonia", True),
        ("bronchitis", "N", "monday", False),
        ("cardiac", "A", "heart", True),  # by the noun that it is derived from
        ("cross-country", "N", "country", True),
    ],
)
def test_what_means_similar_things_stands_under_one_head(word, letter, other, shared):
    senses = sense_list(ENGLISH)
    deep = [
        {head for first in senses.find(each, kind).heads for head in senses.path(first)[3:]}
        for each, kind in ((word, letter), (other, "N"))
    ]
    assert bool(deep[0] & deep[1]) == shared


def test_what_the_list_has():
    senses = sense_list(ENGLISH)
    assert senses.find("bank", "N").count > senses.find("pneumonia", "N").count > 0
    assert senses.find("zzxq", "N").heads == ()
    assert senses.is_expression(("heart", "failure"))
    assert senses.is_expression(("heart", "failures"))
    assert not senses.is_expression(("old", "patient"))
    assert not senses.is_expression(("heart",))
    assert all(above < head for head, above in enumerate(senses.above))


def slowly(meanings, places, frequency, probabilities):
    """What the means of similar words are, word by word and head by head."""
    words = len(meanings.count)
    weight = np.minimum(1 + 0.5 * np.log(frequency), 2)
    mean, mass = np.zeros(words), np.zeros(words)
    for word in range(words):
        own = places == word
        if own.any():
            mean[word] = (weight * probabilities)[own].sum() / weight[own].sum()
            mass[word] = min(weight[own].sum(), 3.0)
    usual = (mass * mean).sum() / mass.sum()
    under = {}  # head: {word: share}
    rows = [(word, [h for h in path if h >= 0], share) for word, path, share in
            zip(meanings.owners, meanings.paths, meanings.weights, strict=True)]  # fmt: skip
    for word, path, share in rows:
        for head in path:
            under.setdefault(head, {}).setdefault(word, 0.0)
            under[head][word] += share
    result = np.full(words, usual)
    for word in set(meanings.owners.tolist()):
        result[word] = 0.0
        for other, path, share in rows:
            if other == word:
                estimate = usual
                for head in path:
                    others = [(each, part) for each, part in under[head].items() if each != word]
                    total = sum(part * mass[each] for each, part in others)
                    right = sum(part * mass[each] * mean[each] for each, part in others)
                    estimate = (right + 3.0 * estimate) / (total + 3.0)
                result[word] += share * estimate
    return result


def test_as_a_slow_and_obvious_version_has_it(candidates):
    meanings = find_meanings(candidates, ENGLISH)
    dice = np.random.default_rng(3)
    probabilities = dice.random(len(candidates))
    frequency = dice.integers(1, 9, len(candidates)).astype(float)
    found = meaning_features(meanings, frequency, probabilities).columns
    for name, places in zip(("head", "first", "last"), meanings.places, strict=True):
        expected = logit(slowly(meanings, places, frequency, probabilities), 1e-4)[places]
        assert found[f"alike-{name}"] == pytest.approx(expected)


def test_organs_speak_for_organs(candidates):
    meanings = find_meanings(candidates, ENGLISH)
    number = {" ".join(key): at for at, key in enumerate(candidates.keys)}
    probabilities = np.full(len(candidates), 0.05)
    probabilities[[number["heart"], number["kidney"]]] = 0.9
    found = meaning_features(meanings, np.ones(len(candidates)), probabilities).columns["alike-head"]
    assert found[number["lung"]] > found[number["monday"]]
    assert found[number["lung"]] > found[number["doctors"]]


def test_a_language_without_list_learns_nothing_from_it():
    french = find_language("fr")
    corpus = corpus_of([["Le cœur et le poumon sont des organes."]], "fr")
    candidates = find_candidates(corpus)
    assert sense_list(french) is None
    found = meaning_features(
        find_meanings(candidates, french), np.ones(len(candidates)), np.full(len(candidates), 0.25)
    ).columns
    assert found["alike-head"] == pytest.approx(logit(np.full(len(candidates), 0.25), 1e-4))
    assert not found["meanings"].any()
    assert not found["expression"].any()
