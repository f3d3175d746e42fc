"""Terms of announcements: names that are cut, headings left untranslated, acronyms that one language introduces."""

from collections.abc import Sequence

import pytest

from termbase.extract import Extraction, TermCandidate, extract_from_memory, extract_terms
from termbase.extract.acronyms import introductions
from termbase.extract.pairing import render
from termbase.extract.phrases import find_phrases, tag
from termbase.extract.translations import align_memory, find_term_places, text_pairs
from termbase.model import Concept, Glossary, Term
from tmx.model import Segment, TranslationUnit
from tmx.text.languages import find_language
from tmx.text.tagger import tag_sentences
from tmx.text.tokens import tokenize

RELEASE = [
    ("The Harbour Council (HC) met.", "Le Conseil portuaire (CP) s’est réuni."),
    ("The Harbour Council thanked the Ministry of Foreign Affairs.",
     "Le Conseil portuaire a remercié le Ministère des affaires étrangères."),
    ("The Ministry of Foreign Affairs of Norway paid.", "Le Ministère des affaires étrangères de Norvège a payé."),
    ("The Tidal Compact for Safe, Clean and Open Harbours (TCH) was signed.",
     "Le Pacte des marées pour des ports sûrs, propres et ouverts (TCH) a été signé."),
    ("States joined the Tidal Compact for Safe, Clean and Open Harbours.",
     "Des États ont rejoint le Pacte des marées pour des ports sûrs, propres et ouverts."),
    ("The TCH is binding.", "Le TCH est contraignant."),
    ("The TCH protects harbours.", "Le TCH protège les ports."),
    ("A Memorandum of Understanding on the return of fishers was signed.",
     "Un mémorandum d’accord relatif au retour des pêcheurs a été signé."),
    ("Trawl Ban Agreement Signed", "Trawl Ban Agreement Signed"),
    ("The trawl ban helps the fishers.", "L’interdiction du chalutage aide les pêcheurs."),
    ("They want a trawl ban.", "Ils veulent une interdiction du chalutage."),
    ("The fishers returned home after a long and stormy winter at sea.",
     "Les pêcheurs sont rentrés chez eux après un long hiver de tempêtes en mer."),
    ("New nets and engines will help them to catch more fish with less fuel.",
     "De nouveaux filets et moteurs les aideront à prendre plus de poisson avec moins de carburant."),
    ("The boats that sank in the storm were old, slow and hard to steer in high waves.",
     "Les bateaux qui ont coulé dans la tempête étaient vieux, lents et difficiles à manœuvrer dans de hautes vagues."),
    ("Many families on the coast live from what the sea gives and sell it at the market.",
     "De nombreuses familles de la côte vivent de ce que donne la mer et le vendent au marché."),
    ("Return assistance is offered.", "Une aide au retour est offerte."),
    ("The return of fishers is assisted.", "Le retour des pêcheurs est aidé."),
]  # fmt: skip


def units(pairs: Sequence[tuple[str, str]]) -> list[TranslationUnit]:
    return [
        TranslationUnit(str(number), (Segment("en", one), Segment("fr", other)))
        for number, (one, other) in enumerate(pairs)
    ]


@pytest.fixture(scope="module")
def proposed() -> dict[str, TermCandidate]:
    return {one.source_term: one for one in extract_terms(units(RELEASE), "en", "fr", least_score=0)}


def weights(text: str) -> dict[str, float]:
    """The phrases of two words and more, and how well they are cut."""
    language = find_language("en")
    tokens = list(tokenize(text, language))
    parts = next(iter(tag_sentences([[token.text for token in tokens]], language)))
    return {
        text[tokens[phrase.first].start : tokens[phrase.last].end]: phrase.weight
        for phrase in find_phrases(tag(text, language, tokens, parts), language)
        if phrase.words > 1
    }


@pytest.mark.parametrize(
    ("text", "whole", "pieces"),
    [
        (
            "They spoke at the Permanent Mission of the Kingdom of Norway.",
            ["Permanent Mission", "Permanent Mission of the Kingdom of Norway", "Kingdom of Norway"],
            ["Permanent Mission of the Kingdom"],
        ),
        (
            "The Memorandum of Understanding on the Return of Fishers was signed.",
            ["Memorandum of Understanding", "Memorandum of Understanding on the Return of Fishers"],
            ["Understanding on the Return of Fishers", "Memorandum of Understanding on the Return"],
        ),
        (
            "The United Nations Office on Drugs and Crime.",
            ["United Nations Office", "United Nations Office on Drugs and Crime"],
            ["United Nations Office on Drugs"],
        ),
        ("The Minister of Foreign Affairs, Ann Lee, spoke.", ["Minister of Foreign Affairs"], []),
        ("They joined the Fight against Crime of IOM and UNHCR.", ["Fight against Crime of IOM"], []),
        (
            "They signed the Global Compact for Safe, Orderly and Regular Migration.",
            ["Global Compact", "Global Compact for Safe, Orderly and Regular Migration"],
            ["Global Compact for Safe", "Global Compact for Safe, Orderly and Regular"],
        ),
    ],
)
def test_names_that_are_cut(text, whole, pieces):
    found = weights(text)
    assert [found[one] for one in whole] == [1.0] * len(whole)
    assert all(found[one] < 0.5 for one in pieces)


def test_what_stands_beside_a_name_makes_no_list_with_it():
    found = weights("So said Ann Lee, Director General of Ports and Coordinator of the Network.")
    assert "Director General of Ports" in found
    assert not any("Lee, Director" in phrase for phrase in found)
    assert "Lao women and children" not in weights("They helped Lao women and children.")


def test_an_acronym_may_leave_out_the_words_of_a_list_in_a_name():
    language = find_language("en")
    for text, count in (
        ("the Global Compact for Safe, Orderly and Regular Migration (GCM)", 1),
        ("the general council for safe, clean, open and regular movement (GCM)", 0),
    ):
        assert len(list(introductions(tag(text, language)))) == count, text


def test_the_full_form_is_translated_where_one_language_introduces_the_acronym(proposed):
    compact = proposed["TCH"]
    assert compact.full_form == "Tidal Compact for Safe, Clean and Open Harbours"
    assert compact.target_full_form == "Pacte des marées pour des ports sûrs, propres et ouverts"


def test_words_left_untranslated_translate_nothing():
    memory = align_memory(list(text_pairs(units(RELEASE), "en", "fr")), "en", "fr")
    (places,) = find_term_places(["trawl ban"], memory.source)
    found = render(places, memory.source.postings["trawl"], memory.source, memory.target, memory.matrix)
    assert len(places) == 3
    assert found[0].surface == "interdiction du chalutage"
    assert not any("rawl" in one.surface for one in found)


def test_a_term_ends_before_the_adjective_that_leads_on(proposed):
    assert proposed["Memorandum of Understanding"].target_term == "mémorandum d’accord"


def test_capitals_that_only_names_give():
    pairs = [pair for pair in RELEASE if "ompact" not in pair[0] and "TCH" not in pair[0]]
    found = {one.source_term for one in extract_terms(units(pairs), "en", "fr", least_score=0)}
    assert {"foreign affairs", "Ministry of Foreign Affairs", "Harbour Council"} <= found
    assert "Foreign Affairs" not in found


GLOSSARY = Glossary(
    (
        Concept("return", (Term("return", "en"), Term("retour", "fr"))),
        Concept("trafficking-in-persons", (Term("trafficking in persons", "en"), Term("traite des personnes", "fr"))),
        Concept("trafficking", (Term("trafficking", "en"), Term("traite", "fr"))),
        Concept("displaced", (Term("displaced person", "en"), Term("personne déplacée", "fr"))),
        Concept("director", (Term("director general", "en"), Term("directeur général", "fr"))),
    )
)
BESIDE = [
    ("The fishers returned home.", "Les pêcheurs sont rentrés chez eux."),
    ("The fishers returned to the village.", "Les pêcheurs sont rentrés au village."),
    ("The return of the fishers is near.", "Le retour des pêcheurs est proche."),
    ("Return is a choice.", "Le retour est un choix."),
    ("The return was long.", "Le retour a été long."),
    ("The plan fights trafficking in persons.", "Le plan lutte contre la traite."),
    ("Trafficking in persons is a crime.", "La traite des personnes est un crime."),
    ("Trafficking in persons is growing.", "La traite des personnes augmente."),
    ("Displaced persons came home.", "Les personnes déplacées sont rentrées."),
    ("They helped displaced persons.", "Ils ont aidé les personnes déplacées."),
    ("The Deputy Director General spoke.", "Le directeur général adjoint a parlé."),
    ("The Deputy Director General wrote.", "Le directeur général adjoint a écrit."),
]


@pytest.fixture(scope="module")
def beside() -> Extraction:
    return extract_from_memory(units(BESIDE), "en", "fr", glossary=GLOSSARY, least_score=0)


def test_a_short_form_contradicts_nothing(beside):
    assert beside.contradictions == ()


def test_a_short_form_that_recurs_is_a_variant():
    glossary = Glossary(
        (Concept("s", (Term("smuggling of migrants", "en"), Term("trafic illicite de migrants", "fr"))),)
    )
    pairs = [
        ("The smuggling of migrants is a crime.", "Le trafic illicite de migrants est un crime."),
        ("They fight the smuggling of migrants.", "Ils luttent contre le trafic illicite de migrants."),
        ("The smuggling of migrants is growing.", "Le trafic de migrants augmente."),
        ("The law forbids the smuggling of migrants.", "La loi interdit le trafic de migrants."),
    ]
    for size, variants in ((4, ["trafic de migrants"]), (3, [])):
        found = extract_from_memory(units(pairs[:size]), "en", "fr", glossary=glossary, least_score=0)
        assert [one.target_term for one in found.candidates if one.concept] == variants


def test_a_verb_is_no_place_of_a_noun(beside):
    found = next(one for one in beside.known if one.concept == "return")
    assert (found.frequency, found.kept) == (3, 3)


def test_what_is_listed_is_not_proposed_in_the_plural(beside):
    assert not any(one.source_term.lower().startswith("displaced person") for one in beside.candidates)


def test_a_piece_of_a_longer_name_is_no_variant(beside):
    assert [one.source_term for one in beside.candidates if one.concept] == []


def test_a_verb_that_the_glossary_lists_has_its_places():
    glossary = Glossary((Concept("v", (Term("return", "en", part_of_speech="verb"), Term("rentrer", "fr"))),))
    found = extract_from_memory(units(BESIDE), "en", "fr", glossary=glossary)
    assert found.known[0].frequency == 5
