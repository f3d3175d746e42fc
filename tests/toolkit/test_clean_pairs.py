"""Clean pairs as releases have them, and facts told in other words: nothing is flagged; a wrong figure is."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from termbase.model import Concept, Glossary, Term
from tmx.model import Segment
from toolkit.model import Severity
from toolkit.workflows.qa import QaMaterial, UnitToCheck, check_units, load_material

ROOT = Path(__file__).resolve().parents[2]
GOLDEN = ROOT / "tests" / "golden" / "qa"
DIRECTIONS = (("en", "fr"), ("fr", "en"))
NOT_KNOWN = {"hotline"}  # a word that the dictionary of hunspell, where it is installed, has not


def _pairs(name, source):
    with (GOLDEN / name).open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))
    return [tuple(row) if source == "en" else (row[1], row[0]) for row in rows]


def _flagged(pairs, source, target, material, codes=""):
    units = [
        UnitToCheck(str(at), Segment(source, one), Segment(target, other)) for at, (one, other) in enumerate(pairs)
    ]
    found = check_units(Path("pairs"), units, material=material, source_language=source, target_language=target)
    return [
        (pairs[at], finding.code, finding.message)
        for at, unit in enumerate(found.units)
        for finding in unit.findings
        if finding.severity is not Severity.INFO and finding.code.startswith(codes)
    ]


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
@pytest.mark.parametrize("glossary", [False, True])
def test_releases(source, target, glossary):
    material = (
        load_material(ROOT / "examples" / "glossary.csv", source_language=source, target_language=target)
        if glossary
        else QaMaterial()
    )
    found = _flagged(_pairs("press_release.tsv", source), source, target, material)
    assert [one for one in found if not any(name in text for name in NOT_KNOWN for text in one[0])] == []


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_facts_in_other_words(source, target):
    assert _flagged(_pairs("number_facts.tsv", source), source, target, QaMaterial(), "NUM") == []


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("Open 24/7.", "Ouvert 24 heures sur 24 et 6 jours sur 7."),
        ("Open 24/7.", "Ouvert 24/6."),
        ("Open 24/7.", "Ouvert 22h/24, 7j/7."),
        ("After 9/11, all changed.", "Après le 12 septembre, tout a changé."),
        ("In FY2023/24", "Pendant l’exercice 2023-2025"),
        ("In 2023-24", "En 2023-2025"),
        ("In FY24", "Pendant l’exercice 2025"),
        ("In ’98", "En 1997"),
        ("At half past noon", "À 13 h 30"),
        ("At 12:30 p.m.", "À 11 h 30"),
        ("At a quarter to nine", "À 9 h 15"),
        ("Half a million came.", "600\u00a0000 personnes sont venues."),
        ("Two and a half million came.", "3,5 millions de personnes sont venues."),
        ("A dozen people came.", "Treize personnes et 15 chiens sont venus."),
        ("It begins in a fortnight.", "Cela commence dans 3 semaines."),
        ("A twofold increase", "Le nombre a été multiplié par 3."),
        ("In the mid-2020s", "Au milieu des années 2010"),
        ("on Thursday (14/3)", "jeudi 15 mars"),
        ("Three quarters agree.", "70\u00a0% sont d’accord."),
    ],
)
def test_wrong_facts(source, target, english, french):
    pair = (english, french) if source == "en" else (french, english)
    assert _flagged([pair], source, target, QaMaterial(), "NUM")


@pytest.mark.parametrize(
    ("source", "target", "terms"),
    [
        ("US officials visited the camp.", "Des responsables américains ont visité le camp.", [("US", "États-Unis")]),
        ("L’intelligence artificielle progresse.", "A.I. moves on.", [("intelligence artificielle", "AI")]),
        ("Un attentat à New York", "An attack in NYC", [("New York", "New York")]),
        ("Le sigle MWP choque des élus.", "The letters MWP shock some.", [("MWP", "MWPs")]),
    ],
)
def test_names_in_another_form(source, target, terms):
    languages = ("en", "fr") if source.startswith("US") else ("fr", "en")
    concepts = tuple(
        Concept(str(at), (Term(one, languages[0]), Term(other, languages[1]))) for at, (one, other) in enumerate(terms)
    )
    found = _flagged([(source, target)], *languages, QaMaterial(Glossary(concepts)), "TERM")
    assert found == []


def test_headlines():
    headlines = [
        ("Des ministres se réunissent à Rome", "Ministers meet in Rome"),
        ("Un naufrage au large de la Libye", "Boat sinks off Libya coast"),
        ("Le Niger ouvre un centre d’accueil", "Niger opens reception centre"),
    ]
    without = ("Le gouvernement veut réformer l’asile.", "Government plans asylum reform")
    sentence = ("Le ministre a quitté la salle.", "The minister has left the room")
    assert _flagged([*headlines, without], "fr", "en", QaMaterial(), "FORM001") == []
    assert len(_flagged([*headlines, sentence], "fr", "en", QaMaterial(), "FORM001")) == 1
    assert len(_flagged([without], "fr", "en", QaMaterial(), "FORM001")) == 1
