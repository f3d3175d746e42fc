"""Titles beside their organization, phrases made of two terms, headings in capitals, acronyms that nothing explains."""

import pytest

from termbase.extract import TermAlternative, TermCandidate, extract_terms, glossary_of_candidates
from termbase.extract.capitals import in_small_letters, is_numeral
from termbase.extract.introduced import named
from termbase.extract.ties import tied_acronyms, without_pieces
from tmx.model import Segment, TranslationUnit
from tmx.text.languages import find_language
from tmx.text.tokens import tokenize

EN, FR = find_language("en"), find_language("fr")

PORT = [
    ("The Coastal Safety Authority (CSA) met in May.", "L’Autorité de sécurité côtière (ASC) s’est réunie en mai."),
    ("The CSA Chief of Mission opened the port.", "Le chef de mission de l’ASC a ouvert le port."),
    ("The CSA Chief of Mission thanked the crew.", "Le chef de mission de l’ASC a remercié l’équipage."),
    ("“We are ready,” said the CSA Chief of Mission.", "« Nous sommes prêts », a dit le chef de mission de l’ASC."),
    ("Each ship needs a seaworthiness certificate.", "Chaque navire a besoin d’un certificat de navigabilité."),
    ("The seaworthiness certificate was renewed.", "Le certificat de navigabilité a été renouvelé."),
    ("No seaworthiness certificate was issued.", "Aucun certificat de navigabilité n’a été délivré."),
    ("Flood barriers protect the port.", "Les barrières anti-inondation protègent le port."),
    ("Flood barriers were closed at night.", "Les barrières anti-inondation ont été fermées la nuit."),
    ("Two flood barriers were damaged.", "Deux barrières anti-inondation ont été endommagées."),
    ("Four flood barriers are planned.", "Quatre barrières anti-inondation sont prévues."),
    ("The flood barriers hold.", "Les barrières anti-inondation tiennent."),
    ("The flood barriers are old.", "Les barrières anti-inondation sont anciennes."),
    (
        "Each seaworthiness certificate for flood barriers is new.",
        "Chaque certificat de navigabilité pour barrières anti-inondation est nouveau.",
    ),
    (
        "The seaworthiness certificate for flood barriers was signed.",
        "Le certificat de navigabilité pour barrières anti-inondation a été signé.",
    ),
    ("CHAPTER II", "CHAPITRE II"),
    ("CHAPTER III", "CHAPITRE III"),
    ("The port is described in chapter II.", "Le port est décrit au chapitre II."),
    ("Part II is about the port.", "La partie II porte sur le port."),
    ("The faithful Ledoux waited.", "Le fidèle Ledoux attendait."),
    ("They saw the faithful Ledoux again.", "Ils ont revu le fidèle Ledoux."),
    ("Then the faithful Ledoux left.", "Puis le fidèle Ledoux est parti."),
]


@pytest.fixture(scope="module")
def scores() -> dict[str, float]:
    units = [
        TranslationUnit(str(number), (Segment("en", source), Segment("fr", target)))
        for number, (source, target) in enumerate(PORT)
    ]
    return {one.source_term: one.score for one in extract_terms(units, "en", "fr", least_score=0.0)}


def test_a_title_stands_without_its_organization(scores):
    assert scores["Chief of Mission"] > 2 * scores.get("CSA Chief of Mission", 0.0)


def test_two_terms_joined_as_needed_are_none(scores):
    parts = min(scores["seaworthiness certificate"], scores["flood barriers"])
    assert parts > 2 * scores.get("seaworthiness certificate for flood barriers", 0.0)


def test_figures_headings_and_persons_are_no_terms(scores):
    assert max(scores.get("II", 0.0), scores.get("CHAPTER", 0.0)) < 0.1
    assert scores["faithful Ledoux"] < 0.7 * scores["flood barriers"]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        (EN, "THE COUNCIL OF EUROPE met.", "the council of Europe met ."),
        (EN, "THE MASTER OF OIM", "the master of OIM"),
        (FR, "LE CHEF DE L’OIM", "LE CHEF DE L’ OIM"),
        (FR, "LE DIRECTEUR DE L’OIM", "le directeur de l’ OIM"),
        (EN, "CHAPTER XIV", "chapter XIV"),
        (EN, "RABBIT", "RABBIT"),
        (EN, "The WHO and UNICEF", "The WHO and UNICEF"),
        (EN, "WHO UNICEF AIDS", "WHO UNICEF AIDS"),
        (EN, "Part OF GRECO", "Part OF GRECO"),
    ],
)
def test_headings_in_capitals(language, text, expected):
    found = in_small_letters(list(tokenize(text, language)), language)
    assert " ".join(token.text for token in found) == expected


def test_figures_of_the_romans():
    assert [word for word in ("II", "IV", "XIV", "XXXIX", "IOM", "IIX", "VV", "") if is_numeral(word)] == [
        "II",
        "IV",
        "XIV",
        "XXXIX",
    ]


def test_organizations_are_introduced_with_capitals():
    forms = {"CSA": "Coastal Safety Authority", "PPE": "Personal protective equipment", "IDPs": "displaced persons"}
    found = named(forms, EN)
    assert found.organizations == {("CSA",), ("coastal", "safety", "authority")}
    assert ("PPE",) in found.keys
    assert ("OIM",) in named({"OIM": "Organisation internationale pour les migrations"}, FR).organizations


def candidate(source: str, target: str, *alternatives: str, full_form: str = "") -> TermCandidate:
    others = tuple(TermAlternative(text, 0.5, 1) for text in alternatives)
    return TermCandidate(source, target, 0.5, 0.9, 2, 1, alternatives=others, full_form=full_form)


def test_an_acronym_that_nothing_explains_has_the_name_with_its_initials():
    journal, acronym = candidate("Official Journal", "Journal officiel"), candidate("OJ", "JO")
    tied = tied_acronyms([acronym, journal], EN, FR)[0]
    assert (tied.full_form, tied.target_full_form) == ("Official Journal", "Journal officiel")
    concepts = list(glossary_of_candidates([tied, journal], "en", "fr"))
    assert [{term.text for term in concept.terms} for concept in concepts] == [
        {"Official Journal", "OJ", "Journal officiel", "JO"}
    ]


@pytest.mark.parametrize(
    "names",
    [
        [("Official Journal", "Journal d’État")],  # other initials in French
        [("Official Journal", "Journal officiel"), ("ordinary judge", "juge ordinaire")],  # two fit
    ],
)
def test_an_acronym_stays_alone_where_the_initials_do_not_tell(names):
    acronym = candidate("OJ", "JO")
    assert tied_acronyms([acronym, *(candidate(*pair) for pair in names)], EN, FR)[0] == acronym


def test_a_piece_of_a_longer_translation_is_no_other_translation():
    goals = candidate("Sustainable Development Goals", "objectifs de développement durable")
    short = candidate("sustainable development", "développement durable", "objectifs de développement", "essor durable")
    found = without_pieces([short, goals])
    assert [one.text for one in found[0].alternatives] == ["essor durable"]
    assert found[1] == goals
