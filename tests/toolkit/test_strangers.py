"""What stands where a required term belongs, in a file that has the term elsewhere."""

import pytest

from termbase.model import Concept, Glossary, Term
from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.strangers import SURE, TRACES, stranger_for, strangers
from toolkit.checks.term_required import CHECK
from toolkit.checks.terms import Support, intruder_for, renderings
from toolkit.model import Severity

_PAIRS = [
    ("The vaccine protects the children.", "Le vaccin protège les enfants."),
    ("A vaccine was developed in the laboratory.", "Un vaccin a été mis au point au laboratoire."),
    ("The laboratory tested the vaccine on animals.", "Le laboratoire a testé le vaccin sur des animaux."),
    ("The children received the vaccine at school.", "Les enfants ont reçu le vaccin à l’école."),
    ("Each school has a nurse.", "Chaque école a une infirmière."),
    ("The nurse spoke to the parents.", "L’infirmière a parlé aux parents."),
    ("The parents visited the school.", "Les parents ont visité l’école."),
    ("The animals live near the laboratory.", "Les animaux vivent près du laboratoire."),
]
_GLOSSARY = Glossary(
    (
        Concept("1", (Term("vaccine", "en"), Term("vaccin", "fr"))),
        Concept("2", (Term("treatment plan", "en"), Term("plan de traitement", "fr"))),
        Concept("3", (Term("school nurse", "en"), Term("infirmière d’école", "fr"))),
    )
)


def _unit(source, target, glossary=_GLOSSARY):
    context = FileContext("en", "fr", glossary)
    rows = [*_PAIRS * 2, (source, target)]
    context.units = tuple(
        Unit(str(number), Segment("en", one), Segment("fr", other), context, number)
        for number, (one, other) in enumerate(rows)
    )
    return context.units[-1], context


@pytest.mark.parametrize(
    ("source", "target", "stray", "concept"),
    [
        (
            "The nurse gave the vaccine to the parents.",
            "L’infirmière a donné le souhaitons aux parents.",
            "souhaitons",
            "",
        ),
        ("The parents wanted the vaccine.", "Les parents ont voulu le municipale.", "municipale", ""),
        ("The parents wanted the vaccine.", "Les parents ont voulu le plan de traitement.", "plan de traitement", "2"),
    ],
)
def test_a_stray_word_is_found(source, target, stray, concept):
    unit, context = _unit(source, target)
    (one,) = renderings(unit, context)
    found = stranger_for(one, unit, context)
    assert found is not None
    assert found.score > SURE
    assert target[found.start : found.end] == stray
    assert (found.hit.concept.identifier if found.hit else "") == concept


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("The parents wanted the vaccine.", "Les parents ont voulu le vaccin."),
        ("The parents wanted the vaccine.", "Les parents voulaient être vaccinés."),
        ("The vaccine was given at school.", "On l’a donné à l’école."),
        ("The nurse gave it to the parents.", "L’infirmière a donné le souhaitons aux parents."),
    ],
)
def test_nothing_else_is(source, target):
    unit, context = _unit(source, target)
    found = [stranger_for(one, unit, context) for one in renderings(unit, context)]
    assert all(one is None or one.score < SURE for one in found)


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("Le plan de traitement a parlé à l’école avec l’infirmière des animaux.", "plan de traitement"),
        ("Celle de l’école a parlé à l’infirmière des animaux.", None),
    ],
)
def test_a_term_of_another_concept_stands_though_the_words_of_the_right_one_are_there(target, found):
    unit, context = _unit("The school nurse spoke at the school with the nurse of the animals.", target)
    (one,) = renderings(unit, context)
    assert one.support is Support.OTHERWISE
    intruder = intruder_for(one, unit, context)
    assert (intruder.term.text if intruder else None) == found


@pytest.mark.parametrize(
    ("target", "support"),
    [
        ("Les parents ont voulu la carte des vaccinations.", Support.WITHIN),
        ("Les parents ont voulu des vaccinations.", Support.DERIVED),
    ],
)
def test_what_is_derived_from_a_term_may_be_a_part_of_another_one(target, support):
    other = Concept("4", (Term("vaccination map", "en"), Term("carte des vaccinations", "fr")))
    unit, context = _unit("The parents wanted the vaccine.", target, Glossary((*_GLOSSARY, other)))
    (one,) = renderings(unit, context)
    assert one.support is support


@pytest.mark.parametrize(
    ("target", "support"),
    [
        ("Ils utilisent l’intelligence artificielle.", Support.ACRONYM),
        ("Ils utilisent des machines nouvelles.", Support.NOTHING),
    ],
)
def test_the_full_form_may_stand_for_an_acronym(target, support):
    short = Concept("5", (Term("AI", "en"), Term("IA", "fr")))
    unit, context = _unit("They use AI.", target, Glossary((short,)))
    (one,) = renderings(unit, context)
    assert one.support is support


def test_all_traces_are_given():
    unit, context = _unit("The parents wanted the vaccine.", "Les parents ont voulu le municipale.")
    (one,) = renderings(unit, context)
    assert all(found.traces.keys() == set(TRACES) for found in strangers(one, unit, context))


def test_what_comes_nowhere_near_a_score_is_below_it():
    unit, context = _unit("The parents wanted the vaccine.", "Les parents ont voulu le municipale.")
    (one,) = renderings(unit, context)
    whole = {found.start: found.score for found in strangers(one, unit, context)}
    for least in (-9.0, -3.0, 0.0, 3.0, 9.0, 20.0):
        for found in strangers(one, unit, context, least):
            assert found.score == pytest.approx(whole[found.start]) if found.traces else found.score < least


@pytest.mark.parametrize(
    ("source", "target", "supports"),
    [
        ("The vaccine is a vaccine.", "Le vaccin est un vaccin.", [Support.FOUND, Support.FOUND]),
        ("The vaccine is a vaccine.", "Le vaccin en est un.", [Support.FOUND, Support.AGAIN]),
        ("The parents spoke of the vaccine, of a vaccine.", "Les parents l’ont dit du vaccin.", ["once"]),
        ("The vaccine was tested.", "Le vaccin contre la grippe a été testé.", [Support.WITHIN]),
        (
            "The vaccine and the flu vaccine.",
            "Le vaccin et le vaccin contre la grippe.",
            [Support.FOUND, Support.FOUND],
        ),
        ("The Vaxinae vaccine protects.", "Vaxinae protège.", [Support.NOTHING]),
        ("The school has a treatment plan.", "L’école a un plan, un traitement.", [Support.DERIVED]),
    ],
)
def test_a_term_counts_where_it_stands_for_its_own_place(source, target, supports):
    glossary = Glossary((*_GLOSSARY, Concept("4", (Term("flu vaccine", "en"), Term("vaccin contre la grippe", "fr")))))
    unit, context = _unit(source, target, glossary)
    found = [one.support for one in renderings(unit, context)]
    if supports == ["once"]:
        assert sorted(found) == [Support.FOUND, Support.AGAIN]
    else:
        assert found == supports


@pytest.mark.parametrize(
    ("source", "target", "support", "severities"),
    [
        ("The vaccine is a vaccine.", "Le vaccin en est un.", Support.AGAIN, []),
        ("The vaccine is a vaccine.", "Le vaccin est une souhaitons.", Support.AGAIN, [Severity.WARNING]),
        (
            "The school nurse spoke at the school with the nurse of the animals.",
            "Celle de l’école a parlé à l’infirmière des animaux.",
            Support.OTHERWISE,
            [],
        ),
        (
            "The school nurse spoke at the school with the nurse of the animals.",
            "La souhaitons de l’école a parlé à l’infirmière des animaux.",
            Support.OTHERWISE,
            [Severity.WARNING],
        ),
        ("The vaccine was given at school.", "On l’a donné à l’école.", Support.NOTHING, [Severity.INFO]),
    ],
)
def test_a_term_there_for_something_else_is_missing_only_beside_a_stray_word(source, target, support, severities):
    unit, context = _unit(source, target)
    assert support in [one.support for one in renderings(unit, context)]
    spots = CHECK.run(unit, context)
    assert [spot.severity or CHECK.severity for spot in spots] == severities
