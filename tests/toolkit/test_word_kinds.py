"""Which words are names: by their capital and the dictionary."""

from __future__ import annotations

import numpy as np
import pytest

from tmx.text.languages import find_language
from toolkit.checks.check import FileContext
from toolkit.checks.sides import read_side
from toolkit.checks.word_kinds import which_are_names


@pytest.mark.parametrize(
    ("tag", "text", "names"),
    [
        ("en", "Families from Nevada and Kavanaugh left the Border Centre", {"Nevada", "Kavanaugh"}),
        ("fr", "Familles de Ouanaminthe et d’Arizona au Centre", {"Ouanaminthe", "Arizona"}),
        ("en", "IN WITNESS WHEREOF UNICEF signed", {"UNICEF"}),
        ("vi", "Nevada and Kavanaugh", set()),
        ("en", "", set()),
    ],
)
def test_which_words_are_names(tag, text, names):
    side = read_side([text], FileContext(tag, "de").source_reader)
    words = np.arange(len(side.vocabulary))
    found = which_are_names(side, words, find_language(tag))
    assert {word for word, so in zip(side.vocabulary, found.tolist(), strict=True) if so} == names
