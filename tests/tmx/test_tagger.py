import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.errors import UnknownLanguageError
from tmx.text.languages import find_language
from tmx.text.tagger import find_tagger, has_tagger, tag_sentences, tag_words
from tmx.text.tokens import tokenize

# language, sentence of our own with the tag behind each token
TAGGED = """
fr Les/DET femmes/NOUN et/CCONJ les/DET enfants/NOUN laotiens/ADJ sont/AUX envoyés/VERB en/ADP Thaïlande/PROPN ./PUNCT
fr L'/DET ONU/PROPN organise/VERB un/DET atelier/NOUN pour/ADP les/DET responsables/NOUN gouvernementaux/ADJ ./PUNCT
fr Le/DET ministère/NOUN du/ADP travail/NOUN lutte/VERB contre/ADP la/DET traite/NOUN des/ADP personnes/NOUN ./PUNCT
fr Elle/PRON les/PRON porte/VERB à/ADP la/DET porte/NOUN de/ADP la/DET maison/NOUN ./PUNCT
fr Nous/PRON nous/PRON sommes/AUX réunis/VERB hier/ADV et/CCONJ avons/AUX débattu/VERB ./PUNCT
en The/DET officials/NOUN share/VERB best/ADJ practices/NOUN to/PART combat/VERB human/ADJ trafficking/NOUN ./PUNCT
en She/PRON had/AUX sought/VERB asylum/NOUN in/ADP Thailand/PROPN ,/PUNCT but/CCONJ had/VERB no/DET papers/NOUN ./PUNCT
en The/DET WHO/PROPN and/CCONJ the/DET UN/PROPN help/VERB people/NOUN who/PRON flee/VERB ./PUNCT
en Many/ADJ workers/NOUN don't/AUX know/VERB their/PRON rights/NOUN ./PUNCT
""".split("\n")[1:-1]


@pytest.mark.parametrize("row", TAGGED)
def test_tags_of_sentences(row):
    language, *tokens = row.split()
    words, tags = zip(*(token.rsplit("/", 1) for token in tokens), strict=True)
    assert tag_words(words, find_language(language)) == tags


def _tags(text, language):
    here = find_language(language)
    return tag_words([token.text for token in tokenize(text, here)], here)


def test_titles_in_capitals_read_like_any_sentence():
    small = _tags("le gouvernement adopte une nouvelle loi contre la traite", "fr")
    assert _tags("LE GOUVERNEMENT ADOPTE UNE NOUVELLE LOI CONTRE LA TRAITE", "fr") == small


def test_typography_makes_no_difference():
    assert _tags("«\u202fC’est l’aide d’aujourd’hui\u202f» dit-il", "fr") == _tags(
        "« C'est l'aide d'aujourd'hui » dit-il", "fr"
    )
    assert _tags("“Don’t go”, she said", "en") == _tags('"Don\'t go", she said', "en")


@pytest.mark.parametrize("language", ["fr", "en"])
@settings(max_examples=60)
@given(sentences=st.lists(st.lists(st.text(max_size=8), max_size=12), max_size=8))
def test_many_sentences_at_a_time_are_tagged_as_one_by_one(language, sentences):
    here = find_language(language)
    together = list(tag_sentences(sentences, here))
    assert together == [tag_words(words, here) for words in sentences]
    assert [len(tags) for tags in together] == [len(words) for words in sentences]


def test_what_is_kept_of_words_is_bounded(monkeypatch):
    monkeypatch.setattr("tmx.text.tagger._MOST_WORDS", 10)
    here = find_language("fr")
    words = [f"mot{number}" for number in range(30)]
    assert tag_words(words, here) == tag_words(words, here)


def test_a_language_without_model():
    assert has_tagger(find_language("fr"))
    assert not has_tagger(find_language("de"))
    with pytest.raises(UnknownLanguageError, match="German"):
        tag_words(["Haus"], find_language("de"))


def test_the_model_says_where_it_comes_from():
    for language in ("fr", "en"):
        head = find_tagger(find_language(language)).model.head
        assert "universaldependencies.org" in head
        assert "-test." not in head.replace("en_pud-ud-test.", "")


def test_what_has_letters_is_no_punctuation():
    assert _tags("le gouvernement lao et xyzzy", "fr")[2] != "PUNCT"
    for language in ("fr", "en"):
        words = ["qqq", "zxq", "ł", "ǂ1a", "lao"]
        assert "PUNCT" not in tag_words(words, find_language(language))
