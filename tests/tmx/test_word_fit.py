"""Words between their neighbours: the models that ship, and how models are written and read."""

import numpy as np
import pytest

from tmx.errors import ParseError
from tmx.text.languages import find_language
from tmx.text.tokens import tokenize
from tmx.text.word_fit import CELLS, fit_features, read_fit, word_fit, write_fit

# A sentence with one word marked, and a word that does not fit there.
CASES = [
    ("fr", "Les *restrictions* sur les voyages sont levées.", "instables"),
    ("fr", "Elle a mesuré la *propagation* du feu.", "méritaient"),
    ("fr", "La menace de l’*épidémie* recule.", "volume"),
    ("fr", "Ils ont construit un *pont* solide.", "coréennes"),
    ("en", "The *village* was built in a valley.", "quickly"),
    ("en", "They have seen the *children* of the school.", "becomes"),
]


@pytest.mark.parametrize(("tag", "marked", "stray"), CASES, ids=[case[2] for case in CASES])
def test_a_stray_word_fits_worse(tag, marked, stray):
    language = find_language(tag)
    model = word_fit(language)
    before, word, after = marked.split("*")
    words = [token.text for token in tokenize(before + word + after, language)]
    at = words.index(word)
    assert model.score(words, at) > model.score(words, at, stray) + 2
    assert model.score(words, at, word) == model.score(words, at)


def test_other_languages_have_no_model():
    assert word_fit(find_language("de")) is None


def test_at_the_ends_of_a_text():
    model = word_fit(find_language("fr"))
    assert np.isfinite(model.score(["Merci"], 0))
    assert np.isfinite(model.score(["", "merci"], 0))


def test_features_of_a_place_are_cells():
    cells = fit_features(["la", "maison", "."], 1, "maison", find_language("fr"))
    assert len(cells) == len(fit_features(["la", "maison", "."], 1, "pont", find_language("fr")))
    assert cells.min() >= 0
    assert cells.max() < CELLS


def test_a_model_is_read_as_it_was_written(tmp_path):
    language = find_language("fr")
    words = ["la", "maison", "."]
    weights = np.zeros(CELLS)
    cells = fit_features(words, 1, "maison", language)
    weights[cells] = 0.26  # a step is .05
    write_fit(tmp_path / "fit.bin", weights, "Learnt from nothing.")
    assert read_fit(tmp_path / "fit.bin", language).score(words, 1) == pytest.approx(0.25 * len(cells))


def test_another_file_is_no_model(tmp_path):
    path = tmp_path / "fit.bin"
    path.write_bytes(b"something else\n\n")
    with pytest.raises(ParseError, match="no model of this version"):
        read_fit(path, find_language("fr"))
