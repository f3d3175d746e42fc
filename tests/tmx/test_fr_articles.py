"""Articles before a French noun that is put in the place of another one."""

import pytest

from tmx.text.languages.fr_articles import articles_fitted

CASES = [
    ("a signé le ", "accord", "", "a signé l'"),
    ("a signé la ", "accord", "m", "a signé l'"),
    ("à partir du ", "accord", "", "à partir de l'"),
    ("ajouté au ", "annexe", "", "ajouté à l'"),
    ("Ce ", "accord", "", "Cet "),
    ("beaucoup de ", "accords", "", "beaucoup d'"),
    ("signer l'", "rapport", "", "signer le "),
    ("signer l’", "convention", "", "signer la "),
    ("signer l’", "traite", "feminine", "signer la "),
    ("l'objet de l'", "rapport", "", "l'objet du "),
    ("l'objet de l'", "convention", "", "l'objet de la "),
    ("en vertu du ", "convention", "f", "en vertu de la "),
    ("en vertu de la ", "règlement", "masculine", "en vertu du "),
    ("joint à l'", "dossier", "", "joint au "),
    ("sa ", "institution", "", "son "),
    ("faute d'", "visa", "", "faute de "),
    ("Le ", "institution", "f", "L'"),
    ("le ", "onzième rapport", "", "le "),
    ("le ", "rapport", "", "le "),
    ("un ", "convention", "", "un "),  # nobody says its gender
    ("les ", "accords", "", "les "),
    ("quelqu'un parle ", "accord", "", "quelqu'un parle "),
    ("l'", "homme", "", "l'"),
    ("le ", "«accord»", "", "le "),
    ("seul ", "accord", "", "seul "),
]


@pytest.mark.parametrize(("before", "noun", "gender", "expected"), CASES)
def test_articles(before, noun, gender, expected):
    gone, article = articles_fitted(before, noun, gender)
    assert before[: len(before) - gone] + article == expected
