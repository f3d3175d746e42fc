"""Codes of languages, of two letters and of three."""

import pytest

from tmx.errors import UnknownLanguageError
from tmx.text.languages import find_language, primary_subtag
from tmx.text.languages.iso639 import ISO_639_1, SHORT_CODES
from tmx.text.sentences import split_sentences
from tmx.text.tokens import tokenize


@pytest.mark.parametrize(
    ("tag", "primary", "name"),
    [
        ("fil", "fil", "Filipino"),
        ("fil-PH", "fil", "Filipino"),
        ("CEB", "ceb", "Cebuano"),
        ("swh", "swh", "Swahili (individual language)"),
        ("eng", "en", "English"),
        ("fra_CA", "fr", "French"),
        ("fre", "fr", "French"),
        ("deu", "de", "German"),
        ("sr-Latn-RS", "sr", "Serbian"),
        ("und", "und", "Undetermined"),
        ("qab", "qab", "qab"),
    ],
)
def test_a_language_by_its_code(tag, primary, name):
    assert primary_subtag(tag) == primary
    assert find_language(tag).name == name
    assert find_language(tag) is find_language(primary)


@pytest.mark.parametrize("tag", ["", "e", "12", "xqq", "elvish", "x-klingon", "fil2", "quatre"])
def test_what_is_no_code(tag):
    with pytest.raises(UnknownLanguageError, match="is not a language code"):
        find_language(tag)


def test_each_language_of_two_letters_has_a_code_of_three():
    assert set(SHORT_CODES.values()) == set(ISO_639_1)
    assert not set(SHORT_CODES) & set(ISO_639_1)


def test_general_rules_serve_a_language_of_three_letters():
    text = "Nagsimula ang pagbabalik. Dumating sila noong 2026."
    filipino = find_language("fil")
    assert [text[span.start : span.end].strip() for span in split_sentences(text, "fil")] == [
        "Nagsimula ang pagbabalik.",
        "Dumating sila noong 2026.",
    ]
    assert [token.text for token in tokenize(text[:25], filipino)] == ["Nagsimula", "ang", "pagbabalik", "."]
