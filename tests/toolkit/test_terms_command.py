import json
from pathlib import Path

import openpyxl
import pytest
from click.testing import CliRunner

from termbase.formats.registry import write_glossary
from termbase.model import Category, Concept, Glossary, Term
from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from toolkit.cli.main import main
from toolkit.cli.terms import terms
from toolkit.messages import speaking

EXAMPLES = Path(__file__).parents[2] / "examples"
PAIRS = [
    ("Trafficking in persons is a crime.", "La traite des personnes est un crime."),
    ("Everyone fights trafficking in persons.", "Chacun lutte contre la traite des personnes."),
    ("The border was closed.", "La frontière a été fermée."),
]


@pytest.fixture
def memory(tmp_path):
    path = tmp_path / "memory.tmx"
    units = [
        TranslationUnit(str(n), (Segment("en", source), Segment("fr", target)))
        for n, (source, target) in enumerate(PAIRS)
    ]
    write_tmx(path, units, source_language="en")
    return path


def run(*arguments: object):
    return CliRunner().invoke(terms, [str(argument) for argument in arguments], catch_exceptions=False)


def test_extract_writes_every_output(memory, tmp_path):
    result = run("extract", memory, "-o", tmp_path / "g.tbx", "-o", tmp_path / "g.csv")
    assert result.exit_code == 0
    assert result.stdout == ""
    assert "traite des personnes" in (tmp_path / "g.csv").read_text(encoding="utf-8")
    assert "accord:status=proposed" in (tmp_path / "g.tbx").read_text(encoding="utf-8")


def test_extract_shows_or_prints_json(memory):
    assert "trafficking in persons" in run("extract", memory, "--limit", 5).stdout
    objects = [json.loads(line) for line in run("extract", memory, "--json").stdout.splitlines()]
    assert {"source_term", "target_term", "score", "contexts"} <= set(objects[0])


def test_convert_there_and_back(tmp_path):
    assert run("convert", EXAMPLES / "glossary.tbx", tmp_path / "glossary.csv").exit_code == 0
    assert run("convert", tmp_path / "glossary.csv", tmp_path / "glossary.tbx").exit_code == 0
    assert (tmp_path / "glossary.tbx").read_bytes() == (EXAMPLES / "glossary.tbx").read_bytes()


def test_lookup_finds_inflected_terms():
    result = run("lookup", "les victimes de la traite", "--glossary", EXAMPLES / "glossary.tbx", "--lang", "fr")
    assert "victims of trafficking" in result.stdout or "victim of trafficking" in result.stdout
    nothing = run("lookup", "rien", "--glossary", EXAMPLES / "glossary.tbx", "--lang", "fr")
    assert nothing.stdout == ""


def test_lookup_reads_standard_input():
    arguments = ["lookup", "-", "--glossary", str(EXAMPLES / "glossary.csv"), "--lang", "fr", "--json"]
    result = CliRunner().invoke(terms, arguments, input="rien\nL’OIM agit\n", catch_exceptions=False)
    hits = [json.loads(line) for line in result.stdout.splitlines()]
    assert [(hit["line"], hit["term"], hit["start"], hit["end"]) for hit in hits] == [(2, "OIM", 2, 5)]


@pytest.mark.parametrize(
    "arguments",
    [
        ("extract", "missing.tmx"),
        ("extract", "MEMORY", "-o", "wrong.docx"),
        ("extract", "MEMORY", "--from", "de", "--to", "it"),
        ("convert", "missing.csv", "x.tbx"),
        ("convert", "EXAMPLE", "x.doc"),
        ("lookup", "x", "--glossary", "EXAMPLE", "--lang", "q1"),
    ],
)
def test_bad_input_is_one_clear_message(arguments, memory, tmp_path, capsys, monkeypatch):
    monkeypatch.chdir(tmp_path)
    names = {"MEMORY": str(memory), "EXAMPLE": str(EXAMPLES / "glossary.tbx")}
    with pytest.raises(SystemExit) as caught:
        main(["terms", *(names.get(argument, argument) for argument in arguments)])
    assert caught.value.code == 2
    captured = capsys.readouterr()
    assert captured.out == ""
    assert captured.err.startswith("accord: ")
    assert "Traceback" not in captured.err
    assert [path.name for path in tmp_path.iterdir()] == ["memory.tmx"]


@pytest.mark.parametrize("name", ["g.csv", "g.xlsx"])
@pytest.mark.parametrize("words", [["add", "x", "y"], ["forbid", "return"], ["edit", "return", "--note", "n"]])
def test_a_table_with_a_row_a_concept_stays_as_a_person_has_laid_it_out(tmp_path, monkeypatch, run_accord, name, words):
    monkeypatch.chdir(tmp_path)
    rows = [("Terme anglais", "Terme français", "Statut", "Remarque"), ("return", "retour", "privilégié", "voir note")]
    if name.endswith(".csv"):
        Path(name).write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(name)
    before = Path(name).read_bytes()
    command, *rest = words
    said = run_accord("terms", command, name, *rest, code=2).err
    assert "the table has a row a concept, and would come back with a row a term and other columns" in said
    assert f"accord terms convert {name} COPY.tbx" in said
    assert Path(name).read_bytes() == before
    run_accord("terms", "convert", name, "copy.csv")
    run_accord("terms", command, "copy.csv", *rest)


EXAMPLE = Path(__file__).parents[2] / "examples" / "glossary.tbx"


@pytest.mark.parametrize("name", ["here.tbx", "here.db"])
def test_a_glossary_comes_back_from_omegat(tmp_path, name):
    here, listed = tmp_path / name, tmp_path / "glossary.utf8"
    assert run("import", EXAMPLE, "-o", here).exit_code == 0
    assert run("export", here, "-o", listed, "--format", "omegat").exit_code == 0
    with listed.open("a", encoding="utf-8") as file:
        file.write("host society\tsociété d’accueil\tnew\n")
    result = run("import", listed, "-o", here)
    assert "concepts: 1 new, 0 changed" in result.stderr
    assert "conflict" not in result.stderr
    told = run("diff", EXAMPLE, here).stdout
    assert "host society" in told
    assert "~" not in told


@pytest.mark.parametrize("name", ["list.csv", "list.xlsx"])
@pytest.mark.parametrize("status", ["", "preferred"])
def test_a_list_of_pairs_contradicts_only_where_it_says_a_status(tmp_path, name, status):
    here, path = tmp_path / "here.csv", tmp_path / name
    assert run("import", EXAMPLE, "-o", here).exit_code == 0
    rows = [["Anglais", "Français"], ["IOM", "OIM"], ["trafficking in persons", "trafic de personnes"]]
    if status:
        rows = [[*row, word] for row, word in zip(rows, ["status", status, status], strict=True)]
    if path.suffix == ".csv":
        path.write_text("".join(";".join(row) + "\n" for row in rows), encoding="utf-8")
    else:
        book = openpyxl.Workbook()
        for row in rows:
            book.active.append(row)
        book.save(path)
    result = run("import", path, "-o", here)
    told = run("diff", EXAMPLE, here).stdout
    assert ("IOM (en)  note: nothing → «conflict: status" in told) == bool(status)
    assert "conflict: status: ours «forbidden», theirs «preferred»" in told
    assert "accord terms edit … --settled" in result.stderr
    assert run("edit", here, "trafficking-in-persons", "--settled").exit_code == 0
    assert "trafic de personnes" not in run("diff", EXAMPLE, here).stdout


def test_an_empty_note_takes_the_notes_away(tmp_path):
    here = tmp_path / "here.csv"
    assert run("add", here, "boat", "bateau", "--note", "first").exit_code == 0
    assert run("edit", here, "boat", "--term", "boat", "--lang", "en", "--note", "", "--note", "second").exit_code == 0
    assert "second" in here.read_text(encoding="utf-8")
    assert "first" not in here.read_text(encoding="utf-8")
    assert run("edit", here, "boat", "--remove", "--settled").exit_code == 2


def test_a_reason_that_a_file_cannot_keep_is_named(tmp_path):
    told = "Not kept    the reason"
    for name, kept in (("here.tbx", False), ("here.db", True)):
        here = tmp_path / name
        assert run("import", EXAMPLE, "-o", here).exit_code == 0
        added = run("propose", here, "boat", "bateau", "--reason", "twice this week")
        assert (told in added.stderr) != kept
        assert (told in run("approve", here, "boat", "--reason", "agreed").stderr) != kept
        assert told not in run("edit", here, "boat", "--subject", "sea").stderr
        assert run("propose", here, "tug", "remorqueur").exit_code == 0
        rejected = run("reject", here, "tug", "--reason", "no term")  # stands in the list of rejected ones
        assert told not in rejected.stderr


def test_references_stand_in_one_pair_of_quotation_marks(tmp_path):
    path = tmp_path / "g.tbx"
    reference = Category("ref", "crossReference", "harbour", target="port")
    write_glossary(path, Glossary((Concept("boat", (Term("boat", "en", data=(reference,)),)),)))
    with speaking("fr"):
        told = run("validate", path).stdout
    assert "renvoie à «\u00a0port\u00a0» («\u00a0harbour\u00a0»), que" in told
