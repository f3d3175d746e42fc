"""What dictionaries and the sentence around say of a candidate."""

from __future__ import annotations

import pytest

from termbase.extract.monolingual.candidates import find_candidates
from termbase.extract.monolingual.extraction import corpus_of
from termbase.extract.monolingual.surroundings import surrounding_features
from termbase.extract.monolingual.vocabulary import vocabulary_features

TEXT = [
    "The yaw drive turns the nacelle into the wind when it blows from the side.",
    "Rüzgar türbin palaları eğitim yaw Pref Cp nacelle türbin.",
    "The horizontal-axis wind turbine (HAWT) is better known than others, and a HAWT has a nacelle.",
]


@pytest.fixture(scope="module")
def found():
    corpus = corpus_of([TEXT], "en")
    candidates = find_candidates(corpus)
    columns = {
        **surrounding_features(corpus, candidates).columns,
        **vocabulary_features(corpus, candidates).columns,
    }
    number = {" ".join(key): at for at, key in enumerate(candidates.keys)}
    return lambda name, text: columns[name][number[text]]


@pytest.mark.parametrize(
    ("name", "more", "less"),
    [
        ("sentence-strange", "türbin", "side"),
        ("near-strange", "türbin", "wind"),
        ("sentence-common", "side", "palaları"),
        ("near-common", "wind", "palaları"),
        ("sentence-least-strange", "palaları", "nacelle"),  # which stands in running text, too
        ("known-mean", "wind", "palaları"),
        ("known-least", "wind turbine", "türbin palaları"),
        ("known-head", "nacelle", "türbin"),
        ("full-form", "horizontal-axis wind turbine", "wind turbine"),
        ("edge-of-full-form", "wind turbine", "horizontal-axis wind turbine"),
        ("acronym", "hawt", "yaw"),
        ("has-acronym", "hawt", "nacelle"),
    ],
)
def test_which_candidate_has_more_of_it(found, name, more, less):
    assert found(name, more) > found(name, less)


def test_shares_are_shares(found):
    assert found("pattern-share", "wind turbine") == 1.0
    assert 0 < found("tagged-least", "wind turbine") <= found("tagged-mean", "wind turbine") <= 1.0
