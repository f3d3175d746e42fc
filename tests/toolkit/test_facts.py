"""Countries, opposites, negations and names: pairs in the style of releases, clean and wrong, and lists of facts.

The pairs of ``fact_pairs.tsv`` and ``fact_errors.tsv`` were written before the checks were run on them.
"""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from tmx.model import Segment
from tmx.text.languages import find_language
from tmx.text.tokens import TokenKind, tokenize
from toolkit.checks.countries import find_countries
from toolkit.checks.negations import negated_words, negations
from toolkit.checks.opposites import poles_of
from toolkit.model import Severity
from toolkit.workflows.qa import QaMaterial, UnitToCheck, check_units

GOLDEN = Path(__file__).resolve().parents[1] / "golden" / "qa"
DIRECTIONS = (("en", "fr"), ("fr", "en"))
# No lexicon of so few pairs knows «attend» and «participer». A name that the source misspells is kept nowhere.
MISSED = {
    "en": set(),
    "fr": {
        "Kampaho, 32 ans, travaille à Vientiane ; Khamphao a quitté sa famille à 17 ans.",
    },
}


def _rows(name: str) -> list[list[str]]:
    with (GOLDEN / name).open(encoding="utf-8", newline="") as stream:
        return list(csv.reader(stream, delimiter="\t", quoting=csv.QUOTE_NONE))


def _flagged(pairs: list[tuple[str, str]], source: str, target: str) -> dict[str, set[str]]:
    """By source the codes that are found at warning and above, in one file of all pairs."""
    units = [UnitToCheck(str(n), Segment(source, one), Segment(target, other)) for n, (one, other) in enumerate(pairs)]
    found = check_units(Path("pairs"), units, material=QaMaterial(), source_language=source, target_language=target)
    return {
        pairs[number][0]: codes
        for number, unit in enumerate(found.units)
        if (codes := {finding.code for finding in unit.findings if finding.severity is not Severity.INFO})
    }


def _words(text: str, language: str) -> list:
    return [token for token in tokenize(text, find_language(language)) if token.kind is TokenKind.WORD]


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_clean_pairs(source, target):
    pairs = [(one, other) if source == "en" else (other, one) for one, other in _rows("fact_pairs.tsv")]
    found = {text: codes - {"SPEL001"} for text, codes in _flagged(pairs, source, target).items()}
    assert {text: codes for text, codes in found.items() if codes} == {}


@pytest.mark.parametrize(("source", "target"), DIRECTIONS)
def test_errors(source, target):
    rows = [
        (code, *((one, other) if source == "en" else (other, one))) for code, one, other in _rows("fact_errors.tsv")
    ]
    found = _flagged([(one, other) for _, one, other in rows], source, target)
    missed = {one for code, one, _ in rows if code not in found.get(one, set())}
    assert missed == MISSED[source]


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "Nigeriens and Nigerians", [{"NE"}, {"NG"}]),
        ("en", "South Sudan, Sudan's neighbour", [{"SS"}, {"SD"}]),
        ("en", "Guinea, Guinea-Bissau, Equatorial Guinea, Papua New Guinea", [{"GN"}, {"GW"}, {"GQ"}, {"PG"}]),
        ("en", "the Democratic Republic of the Congo", [{"CD"}]),
        ("en", "Congolese", [{"CD", "CG"}]),
        ("en", "in the U.S. and the US; tell us", [{"US"}, {"US"}]),
        ("en", "a turkey in Turkey", [{"TR"}]),
        ("en", "the Indian Ocean and New England", [set(), set()]),
        ("en", "West African", [{"011"}]),
        ("fr", "des Nigériennes au Nigéria", [{"NE"}, {"NG"}]),
        ("fr", "en Côte d’Ivoire et aux États-Unis", [{"CI"}, {"US"}]),
        ("fr", "la République démocratique du Congo et la République du Congo", [{"CD"}, {"CG"}]),
        ("fr", "des Sud-Coréens et des Coréens", [{"KR"}, {"KP", "KR"}]),
        ("fr", "il est parti du Mali pour le golfe de Guinée", [{"ML"}, set()]),
        ("fr", "une grenade", []),
    ],
)
def test_countries(language, text, expected):
    assert [mention.codes for mention in find_countries(_words(text, language), text, language)] == expected


@pytest.mark.parametrize(
    ("language", "text", "expected"),
    [
        ("en", "They did not attend; they don't care.", ["attend", "care"]),
        ("en", "Not only men", []),
        ("en", "no longer open", ["open"]),
        ("en", "no one may leave", ["leave"]),
        ("en", "Regulation No 12/2007 applies", []),
        ("fr", "Nul ne sera tenu en esclavage.", ["tenu"]),
        ("fr", "Il ne peut y avoir de paix.", ["paix"]),
        ("fr", "sur n’importe quel point", []),
        ("en", "if you cannot come", []),
        ("fr", "Ils n’ont pas participé.", ["participé"]),
        ("fr", "avant qu’il ne parte", []),
        ("fr", "Il ne reste que deux camps.", []),
        ("fr", "Aucun enfant n’a été blessé.", ["enfant"]),
        ("fr", "Je ne sais rien de plus sec.", []),
    ],
)
def test_what_is_denied(language, text, expected):
    found = negated_words(_words(text, language), text, find_language(language))
    assert [one.word.text for one in found] == expected


def test_negations_are_counted():
    assert negations(_words("He didn't say no, never", "en"), "en") == 3
    assert negations(_words("Il n’a pas dit non", "fr"), "fr") == 2


@pytest.mark.parametrize("language", ["en", "fr"])
def test_no_word_names_both_poles(language):
    poles = poles_of(language)
    beginnings = {word: bits for alike in poles.beginnings.values() for word, bits in alike.items()}
    for word, bits in {**poles.words, **beginnings}.items():
        assert not bits & bits >> 2 & poles.first, word
