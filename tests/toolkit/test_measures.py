"""The same figure with another unit, and numbers without digits: shares in words and Roman numerals."""

from __future__ import annotations

import pytest

from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.figures import odd_without_digits, units_with_odd_numbers
from toolkit.checks.measures import other_units, units_with_measures


def _unit(source, target, english, french):
    texts = (english, french) if source == "en" else (french, english)
    context = FileContext(source, target)
    unit = Unit("1", Segment(source, texts[0]), Segment(target, texts[1]), context, 0)
    context.units = (unit,)
    return unit, context


def _other_units(source, target, english, french):
    unit, context = _unit(source, target, english, french)
    found = other_units(unit)
    assert not found or units_with_measures(context).all()
    return [(unit.source.text[a.start : a.end], unit.target.text[b.start : b.end]) for a, b in found]


def _odd_in_words(source, target, english, french):
    unit, context = _unit(source, target, english, french)
    found = odd_without_digits(unit)
    assert not found or units_with_odd_numbers(context).all()
    spans = [(odd.source, odd.target) for odd in found]
    return [(unit.source.text[a.start : a.end], unit.target.text[b.start : b.end]) for a, b in spans]


BOTH_WAYS = pytest.mark.parametrize(("source", "target"), [("en", "fr"), ("fr", "en")])


@BOTH_WAYS
@pytest.mark.parametrize(
    ("english", "french", "pair"),
    [
        ("12 km from the border", "à 12 m de la frontière", ("12 km", "12 m")),
        ("three kilometres wide", "large de trois mètres", ("three kilometres", "trois mètres")),
        ("40 hectares of land", "40 kilomètres carrés de terres", ("40 hectares", "40 kilomètres carrés")),
        ("5 tons of rice", "5 kilos de riz", ("5 tons", "5 kilos")),
        ("after 18 months", "après 18 ans", ("18 months", "18 ans")),
        ("within 3 days and 2 hours", "en 3 semaines et 2 heures", ("3 days", "3 semaines")),
        ("a rate of 3 per cent", "un taux de 3 pour mille", ("3 per cent", "3 pour mille")),
        ("3% of them", "3 ‰ d’entre eux", ("3%", "3 ‰")),
        ("12 per thousand", "12 %", ("12 per thousand", "12 %")),
        ("3 per mille of them", "3 % d’entre eux", ("3 per mille", "3 %")),
        ("fasted for 8 days", "à jeun depuis 8 heures", ("8 days", "8 heures")),
        ("every 4 days", "toutes les 4 h", ("4 days", "4 h")),
        ("40 miles to the north", "à 40 km au nord", ("40 miles", "40 km")),
    ],
)
def test_another_unit(source, target, english, french, pair):
    assert _other_units(source, target, english, french) == [pair if source == "en" else pair[::-1]]


@BOTH_WAYS
@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("12 kilometers from the border", "à 12 km de la frontière"),
        ("5 tons", "5 tonnes"),
        ("2 hours and 2 days", "2 jours et 2 heures"),
        ("80 degrees", "80 degrés"),
        ("the 19th century, 19 years later", "le XIXe siècle, 19 ans plus tard"),
        ("24 hours", "24 h"),
        ("every 8 hours", "toutes les 8 heures"),
        ("at 8 a.m., for 8 days", "à 8 heures, pendant 8 jours"),
        ("at 3:30 p.m.", "à 15 h 30"),
        ("3 per thousand", "3 ‰"),
        ("0.3%", "3 pour mille"),
        ("3% of 1,000 people", "3 % de mille personnes"),
        ("40 miles (64 km)", "64 km (40 milles)"),
        ("5m people in 5 km", "5 millions de personnes sur 5 km"),
        ("two weeks", "quinze jours"),
        ("12 months", "un an"),
    ],
)
def test_the_same_unit(source, target, english, french):
    assert _other_units(source, target, english, french) == []


@BOTH_WAYS
@pytest.mark.parametrize(
    ("english", "french", "pair"),
    [
        ("two thirds of them", "la moitié d’entre eux", ("two thirds", "moitié")),
        ("a quarter of the budget", "le tiers du budget", ("quarter", "tiers")),
        ("half of the 12 men", "les trois quarts des 12 hommes", ("half", "trois quarts")),
        ("see Annex II", "voir l’annexe III", ("II", "III")),
        ("take it twice a day", "à prendre trois fois par jour", ("twice", "trois")),
        ("in the XIXth century", "au XXe siècle", ("XIXth", "XXe")),
    ],
)
def test_another_number_in_words(source, target, english, french, pair):
    assert _odd_in_words(source, target, english, french) == [pair if source == "en" else pair[::-1]]


@BOTH_WAYS
@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("take it twice a day", "à prendre deux fois par jour"),
        ("twice", "deux fois en trois jours"),
        ("three fourths of them", "les trois quarts d’entre eux"),
        ("half of them", "50 % d’entre eux"),
        ("one in three", "un tiers"),
        ("the first quarter", "le premier trimestre"),
        ("a third of them", "33 % d’entre eux"),
        ("for the third time", "pour la troisième fois"),
        ("a year and a half", "dix-huit mois"),
        ("World War II", "la Seconde Guerre mondiale"),
        ("Phase III", "la phase 3"),
        ("Malcolm X and Henry V", "Henri V et Malcolm X"),
        ("He and I", "Lui et moi, chapitre V"),
    ],
)
def test_the_same_number_in_words(source, target, english, french):
    assert _odd_in_words(source, target, english, french) == []
