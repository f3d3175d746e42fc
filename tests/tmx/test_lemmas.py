import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.text.languages import find_language
from tmx.text.lemmas import base_forms, dictionary_lemma, is_adjectival, is_known_word, lemma_set, word_classes

# language, form, lemmas that must be in its set
FORMS = """
fr nationaux national
fr travaux travail
fr vitraux vitrail
fr eaux eau
fr feux feu
fr yeux oeil
fr travailleuses travailleur
fr directrice directeur
fr conseillères conseiller
fr professionnelles professionnel
fr actives actif
fr publique public
fr nouvelles nouveau
fr déplacées déplacé déplacer
fr mis mettre
fr promu promouvoir
fr reçues recevoir
fr traite traite traiter
fr Etats état
fr oeuvre oeuvre
fr ŒUVRE oeuvre
fr transfrontalières transfrontalier
en policies policy
en people person
en analyses analysis
en sought seek
en planned plan
en trafficking trafficking
en children's child
en returnees returnee
de Häuser haus
""".split("\n")[1:-1]

# language, two words that are no forms of one another
APART = """
fr traite trait
fr traite traitement
fr porte port
fr organe organisation
fr migrant migration
fr pays paysan
fr mission émission
fr côte côté
fr cours cour
en organization organ
en policy police
en news new
en international internal
en status state
""".split("\n")[1:-1]


@pytest.mark.parametrize("row", FORMS)
def test_lemmas_of_forms(row):
    language, form, *lemmas = row.split()
    assert set(lemmas) <= lemma_set(form, find_language(language))


@pytest.mark.parametrize("row", APART)
def test_words_that_only_look_alike(row):
    language, one, other = row.split()
    assert lemma_set(one, find_language(language)).isdisjoint(lemma_set(other, find_language(language)))


def test_a_term_is_no_verb_form():
    french = find_language("fr")
    assert base_forms("traite", french) == {"traite"}
    assert base_forms("victimes", french) == {"victimes", "victime"}
    assert lemma_set("traiter", french).isdisjoint(base_forms("traite", french))
    # «il traite» and «il a traité» are forms of one verb; as terms the two nouns have nothing to do with each other.
    assert lemma_set("traité", french).isdisjoint(base_forms("traite", french))
    assert lemma_set("traite", french).isdisjoint(base_forms("traité", french))


@pytest.mark.parametrize("language", ["fr", "en", "de", "ja"])
@settings(max_examples=50)
@given(word=st.text(max_size=12))
def test_any_word_is_in_its_own_set(language, word):
    here = find_language(language)
    assert base_forms(word, here) <= lemma_set(word, here)
    assert lemma_set(word, here)


def test_what_the_dictionary_knows():
    french = find_language("fr")
    assert is_known_word("maison", french)
    assert not is_known_word("xyzzy", french)
    assert dictionary_lemma("maisons", french) == "maison"
    assert is_adjectival("internationales", french)
    assert not is_adjectival("pays", french)
    assert not is_known_word("家", find_language("ja"))


# language, form, its parts of speech
CLASSES = """
fr porte ADJ NOUN VERB
fr traite NOUN VERB ADJ
fr nationaux ADJ NOUN
fr Thaïlande PROPN
fr déplacées ADJ NOUN VERB
fr dans ADP
fr xyzzy
en policies NOUN
en sought ADJ VERB
en the DET
en Thailand PROPN
en quickly ADV
de Haus
""".split("\n")[1:-1]


@pytest.mark.parametrize("row", CLASSES)
def test_parts_of_speech_of_forms(row):
    language, form, *classes = row.split()
    assert word_classes(form, find_language(language)) >= set(classes)
    if not classes:
        assert not word_classes(form, find_language(language))


def test_grammar_is_no_plural_of_a_noun():
    french = find_language("fr")
    assert "mai" not in lemma_set("mais", french)
    assert "ver" not in lemma_set("vers", french)
    assert lemma_set("toutes", french) >= {"tout"}
    assert lemma_set("cette", french) >= {"ce"}


def test_names_are_not_known_words():
    # UNICEF is written Unicef too, because no dictionary has it as a word.
    assert not is_known_word("UNICEF", find_language("fr"))
    assert is_known_word("SIDA", find_language("fr"))
