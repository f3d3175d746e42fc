"""``accord memory concordance``: what is shown, on which side, and where the translation is marked."""

import json

import pytest

from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from tmx.store.held import HeldMemory
from toolkit.cli.main import main
from toolkit.workflows.concordance import concordance_in

PAIRS = [
    ("The victims of trafficking were heard.", "Les victimes de la traite ont été entendues."),
    ("A victim of trafficking spoke.", "Une victime de la traite a parlé."),
    ("Severe cases are most common in older adults.", "Les cas graves sont plus fréquents chez les adultes plus âgés."),
    ("The return was voluntary.", "Le retour était volontaire."),
    ("Eleven people work here.", "Onze personnes travaillent ici."),
]


@pytest.fixture
def accord(tmp_path, monkeypatch, capsys):
    units = [TranslationUnit("", (Segment("en", one), Segment("fr", two)), unnamed=True) for one, two in PAIRS]
    write_tmx(tmp_path / "m.tmx", units, source_language="en")
    (tmp_path / "g.csv").write_text("en,fr\nheard,entendues\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)

    def run(*arguments, code=0):
        with pytest.raises(SystemExit) as left:
            main(["memory", *map(str, arguments)])
        done = capsys.readouterr()
        assert (left.value.code, "Traceback" in done.err) == (code, False), done.err
        return done

    return run


def test_marks_on_both_sides(accord):
    lines = accord("concordance", "victims of trafficking", "--memory", "m.tmx").out.splitlines()
    assert lines[0] == "unit 1 · m.tmx"
    assert lines[1] == "    EN    The ⟦victims of trafficking⟧ were heard."
    assert lines[2] == "    FR    Les ⟦victimes de la traite⟧ ont été entendues."
    assert lines[3] == "unit 2 · m.tmx · another form"


def test_what_is_said_beside_them_in_french(accord):
    lines = accord("concordance", "victims of trafficking", "--memory", "m.tmx", "--ui", "fr").out.splitlines()
    assert lines[0] == "unité 1 · m.tmx"
    assert lines[3] == "unité 2 · m.tmx · autre forme"
    found = accord(
        "search",
        "Eleven men work here.",
        "--memory",
        "m.tmx",
        "--threshold",
        "40",
        "--explain",
        "--ui",
        "fr",
    )
    said = [line.strip() for line in found.out.splitlines()]
    assert said[0].startswith("75 %  floue")
    assert "«\u00a0people\u00a0» devient «\u00a0men\u00a0»" in said


def test_the_side_is_made_out(accord):
    found = json.loads(accord("concordance", "m.tmx", "cas graves", "--format", "json").out)
    assert (found["language"], found["other"], found["complete"]) == ("fr", "en", True)
    (hit,) = found["hits"]
    assert [hit["text"][slice(*span)] for span in hit["spans"]] == ["cas graves"]
    assert [hit["translation"][slice(*span)] for span in hit["translation_spans"]] == ["Severe cases"]
    assert "stands nowhere" in accord("concordance", "m.tmx", "cas graves", "--side", "source").err


def test_a_database_and_its_limit(accord):
    accord("import", "m.tmx")
    done = accord("concordance", "trafficking", "--limit", "1", "--glossary", "g.csv")
    assert done.out.startswith("unit 2 ")
    assert done.err.endswith("1 shown, there are more (--limit)\n")


@pytest.mark.parametrize(
    ("phrase", "marked"),
    [("voluntary return", None), ("return", None), ("eleven", "Onze"), ("été", None), ("people", "personnes")],
)
def test_what_is_marked(phrase, marked):
    held = HeldMemory([TranslationUnit("", (Segment("en", one), Segment("fr", two))) for one, two in PAIRS])
    found = concordance_in(held, phrase, ("en", "fr"))
    texts = [hit.hit.target.text[span.start : span.end] for hit in found.hits for span in hit.translation]
    assert marked is None or texts == [marked]
    assert found.hits
