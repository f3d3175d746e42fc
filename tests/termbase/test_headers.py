"""Names of columns, in English and in French, and what they are taken for."""

import pytest

from termbase.formats.headers import Column, columns_of
from tmx.text.languages.naming import language_named

NAMES = [
    ("concept", "concept", ""),
    ("Concept ID", "concept", ""),
    ("N°", "concept", ""),
    ("Domaine", "subject", ""),
    ("Subject field", "subject", ""),
    ("Langue", "language", ""),
    ("TERME", "term", ""),
    ("Statut", "status", ""),
    ("Catégorie grammaticale", "part of speech", ""),
    ("PartOfSpeech", "part of speech", ""),
    ("Genre", "gender", ""),
    ("Définition", "definition", ""),
    ("Remarques", "note", ""),
    ("Autres données", "other data", ""),
    ("sourceString", "source term", ""),
    ("Terme cible", "target term", ""),
    ("Langue cible", "target language", ""),
    ("en", "term", "en"),
    ("fr_CA", "term", "fr-CA"),
    ("Français", "term", "fr"),
    ("English (United Kingdom)", "term", "en"),
    ("Terme (EN)", "term", "en"),
    ("term_fr", "term", "fr"),
    ("fr_term", "term", "fr"),
    ("French term", "term", "fr"),
    ("Definition (FR)", "definition", "fr"),
    ("Déf. EN", "definition", "en"),
    ("en:definition", "definition", "en"),
    ("Commentaires anglais", "note", "en"),
    ("Synonymes FR", "synonym", "fr"),
    ("Sigle (EN)", "acronym", "en"),
    ("eng", "term", "en"),
    ("FRA", "term", "fr"),
    ("fil", "term", "fil"),
    ("fil-PH", "term", "fil-PH"),
    ("Filipino", "term", "fil"),
    ("Cebuano", "term", "ceb"),
    ("Deutsch", "term", "de"),
    ("Español", "term", "es"),
    ("Tiếng Việt", "term", "vi"),
    ("русский", "term", "ru"),
    ("Terme (FRA)", "term", "fr"),
    ("pos", "part of speech", ""),
    ("ref", "", ""),
    ("new", "", ""),
    ("Validé par", "", ""),
    ("xx", "", ""),
    ("", "", ""),
]


@pytest.mark.parametrize(("name", "field", "language"), NAMES, ids=[row[0] for row in NAMES])
def test_a_column_by_its_name(name, field, language):
    assert columns_of([name]) == (Column(name, field, language),)


def fields(*names):
    return [f"{column.field} {column.language}".strip() for column in columns_of(names)]


def test_what_stands_beside_it_tells_what_is_meant():
    assert fields("term", "language", "source") == ["term", "language", "source"]
    assert fields("Term", "Translation", "Comment") == ["source term", "target term", "note"]
    assert fields("id", "en", "fr") == ["concept", "term en", "term fr"]
    assert fields("en", "id") == ["term en", "term id"]
    assert fields("no", "Term", "Target") == ["concept", "source term", "target term"]


@pytest.mark.parametrize(
    ("text", "language"),
    [("fr", "fr"), (" EN-gb ", "en-GB"), ("French", "fr"), ("néerlandais", "nl"), ("qq", ""), ("terme", ""), ("", "")],
)
def test_a_language_by_code_or_name(text, language):
    assert language_named(text) == language
