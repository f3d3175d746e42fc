"""Scoring the checks on a benchmark with seeded errors."""

import json

import pytest
from click.testing import CliRunner

from tmx.errors import AccordError, ParseError
from toolkit.cli.evaluate_qa import qa_command
from toolkit.workflows.evaluate_qa import evaluate_qa

_GOOD = "g1\tIt costs 5 euros.\tCela coûte 5 euros.\ng2\tCome in.\tEntrez  donc.\n"
_BAD = [
    ("b1", "wrong_number", "5>6", "It costs 5 euros.", "Cela coûte 6 euros.", "Cela coûte 5 euros."),
    ("b2", "double_space", "", "The shop is open.", "Le magasin  est ouvert.", "Le magasin est ouvert."),
    ("b3", "missing_tag", "{n}", "Save {n} it now.", "Enregistrez-le.", "Enregistrez-le."),
    # The clean version has the same finding, so that nothing counts as found.
    ("b4", "missing_number", "7", "It has 7 rooms.", "Il a des pièces.", "Il a des pièces."),
    ("b5#1", "inconsistent", "", "Read the whole text", "Lire le texte", "Lire le texte entier"),
    ("b5#2", "inconsistent", "", "Read the whole text", "Lire le texte entier", "Lire le texte entier"),
]


def _benchmark(folder):
    (folder / "good.tsv").write_text(_GOOD, encoding="utf-8")
    (folder / "bad.tsv").write_text("".join(f"{b[0]}\t{b[3]}\t{b[4]}\n" for b in _BAD), encoding="utf-8")
    rows = "".join(f"{b[0]}\t{b[1]}\t{b[2]}\t{b[5]}\n" for b in _BAD)
    (folder / "key.tsv").write_text("id\tkind\tdetail\tgood_target\n" + rows, encoding="utf-8")
    (folder / "glossary.tsv").write_text("euro\teuro\nshop\tmagasin\n", encoding="utf-8")
    return folder


def test_scores(tmp_path):
    score = evaluate_qa(_benchmark(tmp_path))
    assert {kind.kind: (kind.found, kind.seeded) for kind in score.kinds} == {
        "wrong_number": (1, 1),
        "double_space": (1, 1),
        "missing_tag": (1, 1),
        "missing_number": (0, 1),
        "inconsistent": (2, 2),
    }
    assert score.missed == ("missing_number\tb4",)
    assert (score.clean, score.clean_flagged, score.false_alarms) == (2, 1, (("FORM004", 1),))
    assert (score.terms, score.terms_flagged) == (1, 0)
    assert score.units_per_second > 0


def test_terms_are_counted_as_their_languages_inflect_them(tmp_path):
    folder = _benchmark(tmp_path)
    (folder / "good.tsv").write_text("g1\tThe children wrote.\tLes enfants ont écrit.\n", encoding="utf-8")
    (folder / "glossary.tsv").write_text("child\tenfant\n", encoding="utf-8")
    score = evaluate_qa(folder)
    assert (score.terms, score.terms_flagged) == (1, 0)


def test_the_command_prints_the_same(tmp_path):
    folder = _benchmark(tmp_path)
    shown = CliRunner().invoke(qa_command, [str(folder), "--missed"])
    assert "wrong_number              1 of    1   1.000" in shown.output
    assert "missing_number\tb4" in shown.output
    read = json.loads(CliRunner().invoke(qa_command, [str(folder), "--json"]).output)
    assert read["clean_flagged"] == 1


def test_what_is_missing_or_broken_is_named(tmp_path):
    with pytest.raises(AccordError):
        evaluate_qa(tmp_path)
    folder = _benchmark(tmp_path)
    (folder / "key.tsv").write_text("b1\tdouble_space\t\t" + "x" * 200_000, encoding="utf-8")
    with pytest.raises(ParseError, match="the key cannot be read"):
        evaluate_qa(folder)
    (folder / "key.tsv").write_text("b1\tno_such_kind\t\tx\n", encoding="utf-8")
    with pytest.raises(ParseError, match="a line of the key") as raised:
        evaluate_qa(folder)
    assert raised.value.line == 1
