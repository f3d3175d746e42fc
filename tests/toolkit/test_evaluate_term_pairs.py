import json

import pytest
from click.testing import CliRunner

from tmx.errors import TermbaseError
from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from tmx.text.languages import find_language
from toolkit.cli.evaluate import evaluate
from toolkit.workflows.evaluate_term_pairs import (
    JudgedTerm,
    Proposal,
    TermPairScore,
    evaluate_term_pairs,
    same_words,
)

PAIRS = [
    ("Trafficking in persons is a crime.", "La traite des personnes est un crime."),
    ("They fight trafficking in persons at the border.", "Ils luttent contre la traite des personnes à la frontière."),
    ("The border was closed.", "La frontière a été fermée."),
]
GLOSSARY = (
    "concept,language,term\n1,en,trafficking in persons\n1,fr,traite de personnes\n2,en,border\n2,fr,frontières\n"
)
GLOSSARY += "3,en,nothing of it\n3,fr,rien\n4,en,crime\n4,fr,délit\n"


def test_known_terms_are_judged(tmp_path):
    memory, glossary, out = tmp_path / "m.tmx", tmp_path / "g.csv", tmp_path / "list.tsv"
    units = [TranslationUnit(str(n), (Segment("en", a), Segment("fr", b))) for n, (a, b) in enumerate(PAIRS)]
    write_tmx(memory, units, source_language="en")
    glossary.write_text(GLOSSARY, encoding="utf-8")
    arguments = ["term-pairs", memory, glossary, "--from", "en", "--to", "fr", "--list-to", out, "--json"]
    result = CliRunner().invoke(evaluate, [str(a) for a in arguments], catch_exceptions=False)
    figures = json.loads(result.stdout)
    counts = [figures[name] for name in ("glossary_terms", "in_memory", "terms", "confident_terms")]
    assert counts == [4, 3, 2, 1]  # «crime» has no known translation in its unit
    assert (figures["first"], figures["one_of_three"], figures["confident_precision"]) == (1.0, 1.0, 1.0)
    rows = [line.split("\t") for line in out.read_text(encoding="utf-8").splitlines()]
    assert {(row[0], row[1], row[6]) for row in rows} == {
        ("trafficking in persons", "yes", "traite de personnes"),
        ("border", "yes", "frontières"),
    }
    with pytest.raises(TermbaseError, match="no concept with terms in «en» and «de»"):
        evaluate_term_pairs(memory, [glossary], "en", "de")
    shown = CliRunner().invoke(evaluate, [str(a) for a in arguments[:-1]], catch_exceptions=False)
    assert "first proposal right         1.0000  2 of 2" in shown.stdout


def test_shares():
    right, wrong = Proposal("a", 0.9, right=True), Proposal("b", 0.5, right=False)
    terms = [
        JudgedTerm("w", 2, ("a",), proposals) for proposals in ((right,), (wrong, right), (wrong, wrong), (wrong,), ())
    ]
    score = TermPairScore(tuple(terms), 9, 8, 7, 1.0, lexicon=True)
    assert [term.confidence for term in terms] == [0.9, 0.5, 0.5, 0.5, 0.0]
    assert (score.first, score.one_of_three) == (0.2, 0.4)
    assert (score.confident, score.confident_precision) == (tuple(terms[:3]), 1 / 3)
    empty = TermPairScore((), 9, 0, 7, 1.0, lexicon=True)
    assert (empty.first, empty.one_of_three, empty.confident_precision) == (0.0, 0.0, 1.0)


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("traite des personnes", "Traites de personne", True),
        ("personnes infectées", "personne infectée", True),
        ("personnes infectées", "personne malade", False),
        ("personne malade", "malade infecté", False),
        ("epidemie", "épidémie", True),
        ("éternuant", "éternuer", True),
        ("traite", "traite des personnes", False),
        ("la", "le", False),
        ("cas de cas", "cas", False),
    ],
)
def test_same_words(one, other, same):
    assert same_words(one, other, find_language("fr")) is same
