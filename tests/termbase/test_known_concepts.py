"""A memory beside a glossary: what is known, what is another way to say it, what contradicts."""

import pytest
from msgspec.structs import replace

from termbase.extract import extract_from_memory, extract_terms, glossary_of_candidates
from termbase.extract.pairing import render
from termbase.extract.translations import align_memory, find_term_places, text_pairs, translate_terms
from termbase.model import Concept, Glossary, Status, Term, TermType
from tmx.model import Segment, TranslationUnit

GLOSSARY = Glossary(
    (
        Concept(
            "trafficking",
            (
                Term("trafficking in persons", "en"),
                Term("trafficking", "en"),
                Term("traite des personnes", "fr"),
                Term("commerce de personnes", "fr", status=Status.FORBIDDEN),
            ),
        ),
        Concept("smuggling", (Term("smuggling of migrants", "en"), Term("trafic illicite de migrants", "fr"))),
        Concept("border", (Term("border", "en"), Term("frontière", "fr"))),
    )
)
PAIRS = [
    ("Trafficking in persons is a crime.", "La traite des personnes est un crime."),
    ("They fight trafficking in persons.", "Ils luttent contre la traite des personnes."),
    ("Victims of trafficking in persons need help.", "Les victimes de la traite des personnes ont besoin d’aide."),
    ("A law against trafficking in persons was passed.", "Une loi contre la traite des personnes a été votée."),
    ("The law forbids trafficking in persons.", "La loi interdit le trafic de personnes."),
    ("The smuggling of migrants is a crime.", "Le trafic illicite de migrants est un crime."),
    ("They fight the smuggling of migrants.", "Ils luttent contre le trafic illicite de migrants."),
    ("Trafficking in persons was discussed.", "Le commerce de personnes a été discuté."),
    ("The border was closed.", "La frontière a été fermée."),
    ("They closed the border.", "Ils ont fermé la frontière."),
    ("The border is long.", "La ligne de démarcation est longue."),
    ("They crossed the border.", "Ils ont franchi la ligne de démarcation."),
    ("Climate change is growing.", "Le changement climatique augmente."),
    ("Climate change hurts.", "Le changement climatique est nuisible."),
]
UNITS = [
    TranslationUnit(str(n), (Segment("en", source), Segment("fr", target)))
    for n, (source, target) in enumerate(PAIRS, 1)
]


@pytest.fixture(scope="module")
def found():
    return extract_from_memory(UNITS, "en", "fr", glossary=GLOSSARY, least_score=0)


def test_known_concepts_are_recognised_and_not_proposed_again(found):
    known = {one.concept: (one.frequency, one.kept) for one in found.known}
    assert known == {"trafficking": (6, 4), "smuggling": (2, 2), "border": (4, 2)}
    proposed = {c.source_term.lower() for c in found.candidates if not c.concept}
    assert proposed.isdisjoint({"trafficking in persons", "smuggling of migrants", "border"})
    assert "climate change" in proposed


def test_another_concepts_word_and_a_forbidden_term_are_told(found):
    told = {(one.concept, one.used): one for one in found.contradictions}
    other = told["trafficking", "trafic de personnes"]
    assert (other.belongs_to, other.units, other.expected) == ("smuggling", ("5",), ("traite des personnes",))
    assert other.owner == "smuggling of migrants"
    forbidden = told["trafficking", "commerce de personnes"]
    assert (forbidden.belongs_to, forbidden.units) == ("", ("8",))
    context = forbidden.contexts[0]
    assert context.target[slice(*context.target_span)] == "commerce de personnes"
    assert len(told) == 2


@pytest.mark.parametrize(
    ("proposed", "left"), [("trafficking", []), ("smuggling", []), ("border", ["trafic de personnes"])]
)
def test_what_is_only_proposed_faults_no_translation(proposed, left):
    concepts = [
        replace(concept, terms=tuple(replace(term, status=Status.PROPOSED) for term in concept.terms))
        if concept.identifier == proposed
        else concept
        for concept in GLOSSARY
    ]
    found = extract_from_memory(UNITS, "en", "fr", glossary=Glossary(tuple(concepts)), least_score=0)
    assert [one.used for one in found.contradictions if one.belongs_to] == left


def test_new_variants_stand_under_the_known_concept(found):
    variants = [c for c in found.candidates if c.concept]
    assert [(c.concept, c.target_term, c.frequency) for c in variants] == [("border", "ligne de démarcation", 2)]
    draft = glossary_of_candidates(variants, "en", "fr")
    assert [concept.identifier for concept in draft] == ["border"]


def test_given_terms_are_translated():
    memory = align_memory(list(text_pairs(UNITS, "en", "fr")), "en", "fr")
    terms = translate_terms(["trafficking in persons", "border", "nowhere"], memory)
    assert [term.frequency for term in terms] == [6, 4, 0]
    assert terms[0].renderings[0].surface == "traite des personnes"
    assert {r.surface for r in terms[1].renderings[:2]} == {"frontière", "ligne de démarcation"}
    assert terms[2].renderings == ()
    assert len(find_term_places(["closed"], memory.source)[0]) == 2
    assert render([], memory.source.postings["border"], memory.source, memory.target, memory.matrix) == []


def test_a_term_of_another_concept_is_told_where_that_one_is_not_called_for():
    glossary = Glossary(
        (
            Concept("outbreak", (Term("outbreak", "en"), Term("flambée", "fr"))),
            Concept("epidemic", (Term("epidemic", "en"), Term("épidémie", "fr"))),
            Concept("washing", (Term("hand washing", "en"), Term("lavage des mains", "fr"))),
        )
    )
    pairs = [
        ("The outbreak began in May.", "L’épidémie a commencé en mai."),
        ("An outbreak was seen.", "Une épidémie a été observée."),
        ("The outbreak is over.", "L’épidémie est finie."),
        ("The outbreak became an epidemic.", "La flambée est devenue une épidémie."),
        ("The outbreak of this epidemic was seen in May.", "L’épidémie a été observée en mai."),
        ("An epidemic began.", "Une épidémie a commencé."),
        ("The epidemic is over.", "L’épidémie est finie."),
        ("Hand washing is good.", "Le lavage des mains est bon."),
        ("Hand washing helps.", "Se laver les mains aide."),
        ("They praise hand washing.", "Ils vantent des mains lavées."),
    ]
    units = [
        TranslationUnit(str(n), (Segment("en", source), Segment("fr", target)))
        for n, (source, target) in enumerate(pairs, 1)
    ]
    found = extract_from_memory(units, "en", "fr", glossary=glossary, least_score=0)
    (told,) = found.contradictions
    assert (told.concept, told.used, told.belongs_to) == ("outbreak", "épidémie", "epidemic")
    assert told.units == ("1", "2", "3")
    assert not any(c.concept == "outbreak" or c.target_term == "mains" for c in found.candidates if c.concept)


def test_a_concept_without_a_translation_is_given_one_and_a_variant_is_in_the_number_of_the_term():
    glossary = Glossary(
        (
            Concept("coast", (Term("coast guard", "en"),)),
            Concept("state", (Term("Member State", "en"), Term("pays membre", "fr"))),
        )
    )
    pairs = [
        ("The coast guard found a boat.", "Les garde-côtes ont trouvé un bateau."),
        ("A ship of the coast guard left.", "Un navire des garde-côtes est parti."),
        ("They thanked the coast guard.", "Ils ont remercié les garde-côtes."),
        ("The Member States agreed.", "Les États membres ont donné leur accord."),
        ("All Member States were there.", "Tous les États membres étaient présents."),
        ("The Member States paid.", "Les États membres ont payé."),
        ("One Member State did not vote.", "Un État membre n’a pas voté."),
    ]
    units = [
        TranslationUnit(str(n), (Segment("en", one), Segment("fr", other))) for n, (one, other) in enumerate(pairs)
    ]
    found = extract_from_memory(units, "en", "fr", glossary=glossary, least_score=0)
    proposed = {c.concept: c for c in found.candidates if c.concept}
    assert proposed["state"].target_term == "État membre"
    assert [proposed[name].concept_term for name in ("coast", "state")] == ["coast guard", "Member State"]
    assert proposed["coast"].target_term == "garde-côtes"
    assert not proposed["coast"].new_source
    draft = glossary_of_candidates(found.candidates, "en", "fr")
    types = {
        concept.identifier: [term.type for term in concept.terms_in("fr")]
        for concept in draft
        if concept.identifier in proposed
    }
    assert types == {"coast": [TermType.FULL_FORM], "state": [TermType.VARIANT]}


def test_a_rejected_translation_that_is_no_phrase_stays_away():
    pairs = [
        (
            f"The internally displaced persons {there}.",
            f"Les personnes déplacées à l’intérieur de leur propre pays {here}.",
        )
        for there, here in (("eat", "mangent"), ("sleep", "dorment"), ("work", "travaillent"), ("sing", "chantent"))
    ]
    units = [
        TranslationUnit(str(n), (Segment("en", source), Segment("fr", target)))
        for n, (source, target) in enumerate(pairs, 1)
    ]
    first = extract_terms(units, "en", "fr", least_score=0)
    assert any("leur propre pays" in candidate.target_term for candidate in first)
    decided = glossary_of_candidates(first, "en", "fr")
    was = {(one.source_term, one.target_term) for one in first}
    again = extract_terms(units, "en", "fr", rejected=decided, least_score=0)
    assert was.isdisjoint((one.source_term, one.target_term) for one in again)
