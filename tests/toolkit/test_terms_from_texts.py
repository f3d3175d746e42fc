"""Commands that take texts of one language: accord terms extract --lang, accord terms train, accord evaluate terms."""

import csv
import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from tmx.errors import TermbaseError
from toolkit.cli.main import accord, main

EXAMPLES = Path(__file__).parents[2] / "examples"


ONE_LANGUAGE = """<?xml version="1.0" encoding="UTF-8"?>
<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en"
srclang="en" datatype="plaintext"/><body>
<tu><tuv xml:lang="en-GB"><seg>Smuggling of migrants is a crime. The IOM (International Organization for Migration)
knows the smuggling of migrants.</seg></tuv></tu></body></tmx>
"""


FRENCH = (
    "Les migrants qui se trouvent dans le centre de transit attendent depuis plusieurs semaines une place dans un vol "
    "de retour volontaire vers leur pays d’origine, où des équipes de l’organisation les accueillent à l’aéroport et "
    "les aident à trouver un logement, une formation ou un emploi pour eux et pour leurs familles.\n"
)


def run(*arguments):
    result = CliRunner().invoke(accord, [str(argument) for argument in arguments], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result


@pytest.fixture
def text(tmp_path):
    path = tmp_path / "mill.txt"
    path.write_text(
        "The wind turbine drives a synchronous generator.\n\n"
        "A wind turbine has three rotor blades, and each rotor blade has a pitch actuator.\n\n"
        "The pitch actuator turns the rotor blades of the wind turbine.\n",
        encoding="utf-8",
    )
    return path


def test_terms_of_texts_are_shown_with_a_context(text):
    shown = run("terms", "extract", text, "--lang", "en").stdout
    assert "wind turbine" in shown
    assert "The ⟦wind turbine⟧ drives a synchronous generator." in shown


def test_terms_of_texts_are_written_and_printed(text, tmp_path):
    table, tbx = tmp_path / "terms.csv", tmp_path / "terms.tbx"
    result = run("terms", "extract", text, "--lang", "en", "-o", table, "-o", tbx, "--limit", 5, "--json")
    rows = [json.loads(line) for line in result.stdout.splitlines()]
    assert len(rows) == 5
    assert rows[0]["contexts"]
    with table.open(encoding="utf-8-sig", newline="") as stream:
        written = list(csv.DictReader(stream))
    assert [row["term"] for row in written] == [row["text"] for row in rows]
    assert {row["status"] for row in written} == {"proposed"}
    assert tbx.read_bytes().startswith(b"<?xml")


def test_a_folder_and_what_is_known(tmp_path):
    found = run(
        "terms", "extract", EXAMPLES / "originals", "--lang", "en", "--known", EXAMPLES / "glossary.tbx", "--json"
    )
    assert any(json.loads(line)["known"] for line in found.stdout.splitlines())
    less = run(
        "terms", "extract", EXAMPLES / "originals", "--lang", "en", "--glossary", EXAMPLES / "glossary.tbx", "--json"
    )
    assert not any(json.loads(line)["known"] for line in less.stdout.splitlines())
    assert len(less.stdout.splitlines()) < len(found.stdout.splitlines())


@pytest.fixture
def mixed(text):
    """A folder with two documents in French among two in English."""
    text.with_name("a.fr.txt").write_text(FRENCH, encoding="utf-8")
    text.with_name("z.fr.txt").write_text(FRENCH, encoding="utf-8")
    text.with_name("more.txt").write_text(text.read_text(encoding="utf-8"), encoding="utf-8")
    return text.parent


def test_documents_of_a_folder_in_another_language_are_left_out(mixed):
    found = run("terms", "extract", mixed, "--lang", "en", "--json")
    assert "Left out    2 documents of the folder in another language\n" in found.stderr
    assert "from 2 documents" in found.stderr
    alone = run("terms", "extract", mixed / "mill.txt", mixed / "more.txt", "--lang", "en", "--json")
    assert found.stdout == alone.stdout
    assert "Left out" not in alone.stderr


@pytest.mark.parametrize("names", [["a.fr.txt", "mill.txt"], ["only"]])
def test_a_document_that_is_named_has_to_be_in_the_language(mixed, names, capsys):
    (mixed / "only").mkdir()
    (mixed / "only" / "b.fr.txt").write_text(FRENCH, encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(["terms", "extract", *(str(mixed / name) for name in names), "--lang", "en"])
    assert stopped.value.code == 2
    assert "fr.txt: this is in French, not in English" in capsys.readouterr().err


def test_one_side_of_a_memory_is_a_text(tmp_path):
    memory, table = tmp_path / "one.tmx", tmp_path / "terms.csv"
    memory.write_text(ONE_LANGUAGE, encoding="utf-8")
    rows = [json.loads(line) for line in run("terms", "extract", memory, "--lang", "en", "--json").stdout.splitlines()]
    found = {row["text"]: row for row in rows}
    assert "smuggling of migrants" in {text.lower() for text in found}
    assert "segtype" not in found
    assert found["IOM"]["full_form"] == "International Organization for Migration"
    run("terms", "extract", memory, "--lang", "en", "-o", table)
    with table.open(encoding="utf-8-sig", newline="") as stream:
        concepts = {row["term"]: row["concept"] for row in csv.DictReader(stream)}
    assert concepts["IOM"] == concepts["International Organization for Migration"]


def test_a_ranker_is_learnt_from_several_fields(tmp_path):
    fields = []
    for number in range(3):
        words = [f"{a}{b}" for a in ("bor", "wex", "lun", "zim", "kel") for b in ("ta", "mo", "ri")]
        names = [f"{word}{number}x {'valve' if number else 'rotor'}" for word in words]
        texts, glossary = tmp_path / f"field{number}.txt", tmp_path / f"field{number}.csv"
        lines = [f"The {name} was shown to people in the city. We like the {name} here.\n\n" for name in names]
        texts.write_text("".join(lines), encoding="utf-8")
        rows = "".join(f"c{at},en,{name},preferred\n" for at, name in enumerate(names))
        glossary.write_text("concept,language,term,status\n" + rows, encoding="utf-8")
        fields += ["--field", texts, glossary]
    ranker = tmp_path / "ours.ranker"
    learnt = run("terms", "train", *fields, "--check", "--lang", "en", "-o", ranker)
    assert "Learnt      45 of 45 accepted terms in 3 documents of 3 fields" in learnt.stderr
    checked = [line for line in learnt.stderr.splitlines() if line.startswith("Checked")]
    assert len(checked) == 3
    assert all("of its 15 terms" in line for line in checked)
    found = run("terms", "extract", tmp_path / "field0.txt", "--lang", "en", "--ranker", ranker, "--json")
    assert found.stdout.strip()


def test_proposals_teach_nothing(tmp_path):
    proposed = tmp_path / "proposed.csv"
    proposed.write_text("concept,language,term,status\na,en,host community,proposed\n", encoding="utf-8")
    with pytest.raises(TermbaseError, match="none of its terms in «en» is preferred or admitted"):
        run(
            "terms",
            "train",
            EXAMPLES / "originals",
            "--glossary",
            proposed,
            "--lang",
            "en",
            "-o",
            tmp_path / "x.ranker",
        )


def test_a_ranker_is_learnt_and_used(tmp_path):
    ranker = tmp_path / "ours.ranker"
    glossary = EXAMPLES / "glossary.tbx"
    learnt = run("terms", "train", EXAMPLES / "originals", "--glossary", glossary, "--lang", "en", "-o", ranker)
    assert "accepted terms in 14 documents" in learnt.stderr
    new = EXAMPLES / "new" / "reintegration-centre.en.docx"
    found = run("terms", "extract", new, "--lang", "en", "--ranker", ranker, "--limit", 10, "--json")
    assert len(found.stdout.splitlines()) == 10


def test_a_page_of_the_terms_of_texts(text, tmp_path):
    page = tmp_path / "terms.html"
    run("terms", "extract", text, "--lang", "en", "-o", page)
    assert "<mark>" in page.read_text(encoding="utf-8")
    assert str(text) in page.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["terms", "extract", "a.txt", "b.txt"], "for texts give their language with --lang"),
        (["terms", "extract", "mill.txt"], "for texts give their language with --lang"),
        (["terms", "extract", "one.tmx"], "no unit is in en and fr; the languages are en"),
        (["terms", "extract", "one.tmx", "--lang", "fr"], "no unit is in fr; the languages are en"),
        (["terms", "extract", "some.po", "--lang", "fr"], "neither a text nor a memory"),
        (["terms", "train", "--lang", "en", "-o", "x"], "name the texts"),
        (["terms", "train", "mill.txt", "--lang", "en", "-o", "x"], "name the texts"),
        (
            ["terms", "train", "mill.txt", "--glossary", "few.csv", "--check", "--lang", "en", "-o", "x"],
            "3 fields are needed",
        ),
        (["terms", "extract", "missing.txt", "--lang", "en"], "there is no such file"),
        (["terms", "extract", "mill.txt", "--lang", "en", "-o", "terms.odt"], "this is not a known glossary format"),
        (["terms", "extract", "mill.txt", "--lang", "de"], "no part-of-speech tagger for German"),
        (["terms", "extract", "mill.txt", "--lang", "en", "--ranker", "mill.txt"], "this is not a ranker"),
        (["terms", "train", "mill.txt", "--glossary", "few.csv", "--lang", "en", "-o", "x"], "a ranker needs 30"),
        (["terms", "train", "mill.txt", "--glossary", "few.csv", "-o", "x"], "--lang is missing"),
        (["evaluate", "terms", ".", "--lang", "en", "--test", "corp"], "there are no texts here"),
        (["evaluate", "terms", ".", "--lang", "en", "--test", "a", "--train", "b,a"], "must not be among"),
        (["evaluate", "terms", ".", "--test", "a"], "--lang is missing"),
    ],
)
def test_what_cannot_be_done_is_said_on_one_line(arguments, message, text, monkeypatch, capsys):
    monkeypatch.chdir(text.parent)
    Path("few.csv").write_text("en,fr\nwind turbine,éolienne\n", encoding="utf-8")
    Path("one.tmx").write_text(ONE_LANGUAGE, encoding="utf-8")
    Path("some.po").write_text('msgid ""\nmsgstr ""\n', encoding="utf-8")
    with pytest.raises(SystemExit) as stopped:
        main(arguments)
    assert stopped.value.code == 2
    assert message in capsys.readouterr().err.splitlines()[0]
    assert not Path("x").exists()


@pytest.fixture
def acter(tmp_path):
    """A folder laid out like ACTER with two small domains in English."""
    texts = {
        "wind": "The wind turbine drives a synchronous generator. The nacelle of the wind turbine is heavy.",
        "mills": "The millstone of the windmill turns. A windmill needs sails and a millwright.",
    }
    terms = {"wind": ["Wind turbine", "synchronous generator", "nacelle"], "mills": ["millstone", "windmill"]}
    for domain, content in texts.items():
        folder = tmp_path / "en" / domain / "annotated"
        lists = folder / "annotations" / "unique_annotation_lists"
        lists.mkdir(parents=True)
        (folder / "texts").mkdir()
        (folder / "texts" / f"{domain}_en_1.txt").write_text(content, encoding="utf-8")
        for kind in ("terms", "terms_nes"):
            rows = "".join(f"{term}\tSpecific_Term\n" for term in terms[domain])
            (lists / f"{domain}_en_{kind}.tsv").write_text(rows, encoding="utf-8")
    return tmp_path


def test_a_domain_is_scored_and_its_terms_are_listed(acter, tmp_path):
    found = tmp_path / "found.tsv"
    shown = run("evaluate", "terms", acter, "--lang", "en", "--test", "wind", "--list-to", found, "--json").stdout
    score = json.loads(shown)["with_named_entities"]
    listed = [line.split("\t")[0] for line in found.read_text(encoding="utf-8").splitlines()]
    assert len(listed) == len(set(listed)) == score["found"]
    right = {"wind turbine", "synchronous generator", "nacelle"} & set(listed)
    assert score["right"] == len(right) >= 2
    assert score["precision"] == round(len(right) / len(listed), 4)
    assert score["recall"] == round(len(right) / 3, 4)


def test_the_layout_of_earlier_versions_is_read(acter):
    shown = run("evaluate", "terms", acter, "--lang", "en", "--test", "wind", "--json").stdout
    domain = acter / "en" / "wind"
    (domain / "annotations").mkdir()
    for path in (domain / "annotated").rglob("*.tsv"):
        path.rename(domain / "annotations" / f"{path.stem}.ann")
    (domain / "texts" / "unannotated").mkdir(parents=True)
    (domain / "texts" / "unannotated" / "more.txt").write_text("The millstone is heavy.", encoding="utf-8")
    (domain / "annotated" / "texts").rename(domain / "texts" / "annotated")
    earlier = run("evaluate", "terms", acter, "--lang", "en", "--test", "wind", "--json").stdout
    scores = [json.loads(text)["with_named_entities"] for text in (shown, earlier)]
    assert scores[0] == scores[1] != {}
