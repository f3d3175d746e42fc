"""``accord memory``: files in, segments looked up, out again; clear lines where something is wrong."""

import contextlib
import io
import json
import sys
from functools import partial
from pathlib import Path

import docx
import pytest

from tmx.formats.tmx import read_tmx, write_tmx
from tmx.model import Property, Segment, TranslationUnit
from tmx.store.sqlite import open_memory

GLOSSARY = "en,fr\nsmuggling of migrants,trafic illicite de migrants\nhuman trafficking,traite des personnes\n"
REPORT = "The report names 12 measures against human trafficking."
RAPPORT = "Le rapport cite 12 mesures contre la traite des personnes."
PAIRS = (
    (REPORT, RAPPORT),
    ("It was adopted on 2 May 2019.", "Il a été adopté le 2 mai 2019."),
    ("The Organization opened an office.", "L’Organisation a ouvert un bureau."),
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    units = [
        TranslationUnit(f"u{n}", (Segment("en", source), Segment("fr", target)), (Property("file", "r.txt"),))
        for n, (source, target) in enumerate(PAIRS, 1)
    ]
    write_tmx(tmp_path / "releases.tmx", units, source_language="en")
    (tmp_path / "glossary.csv").write_text(GLOSSARY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def accord(folder, run_accord):
    return partial(run_accord, "memory")


def objects(done):
    return [json.loads(line) for line in done.out.splitlines()]


def test_default_memory_in_this_folder(accord, folder):
    assert "3 new" in accord("import", "releases.tmx").err
    assert "3 left out" in accord("import", "releases.tmx").err
    assert (folder / "memory.db").exists()
    assert "100 %  exact" in accord("search", REPORT).out
    assert "nothing in memory.db reaches" in accord("search", "Nobody knows.").err


def test_the_memory_and_the_glossary_of_the_project(accord, run_accord, folder):
    (folder / "accord.toml").write_text('glossary = "glossary.csv"\nmemory = "releases.tmx"\n', encoding="utf-8")
    (folder / "r.txt").write_text(REPORT + "\n", encoding="utf-8")
    for command in (["search", REPORT], ["concordance", "trafficking"], ["renderings", "trafficking"], ["stats"]):
        assert accord(*command).out
    assert "100" in accord("leverage", "r.txt").out
    accord("pretranslate", "r.txt", "-o", "filled.tsv")
    assert RAPPORT in (folder / "filled.tsv").read_text(encoding="utf-8")
    assert "trafic illicite" in run_accord("terms", "lookup", "smuggling of migrants", "--lang", "en").out
    assert not (folder / "memory.db").exists()
    (folder / "releases.tmx").unlink()
    assert "«memory» names the file releases.tmx, which is not there" in accord("search", REPORT, code=2).err


@pytest.mark.parametrize("option", ["--memory", "-o", "--into"])
def test_named_memory(accord, option):
    accord("import", "releases.tmx", option, "team.db")
    for arguments in (["team.db", REPORT], [REPORT, "team.db"], [REPORT, "--memory", "team.db"]):
        assert RAPPORT in accord("search", *arguments).out
    assert RAPPORT in accord("search", "releases.tmx", REPORT).out


def test_queries_as_jsonl(accord, folder):
    accord("import", "releases.tmx")
    queries = [PAIRS[0][0], "It was adopted on 3 June 2021.", "", "The Organization opened new offices."]
    (folder / "q.txt").write_bytes("\ufeff".encode() + "\r\n".join(queries).encode())
    answers = objects(accord("search", "memory.db", "--queries", "q.txt", "--format", "jsonl", "--explain"))
    assert [(answer["line"], answer["query"]) for answer in answers] == list(enumerate(queries, 1))
    assert [[match["score"] for match in answer["matches"]] for answer in answers] == [[100], [83], [], []]
    dated = answers[1]["matches"][0]
    assert dated["proposal"] == "Il a été adopté le 3 juin 2021."
    assert [change["why"] for change in dated["replacements"]] == ["date", "date", "date"]
    assert dated["target"] == PAIRS[1][1]
    assert (dated["unit"], dated["identifier"], dated["document"]) == (2, "u2", "r.txt")
    assert dated["detail"]["figures"] == -2
    assert {"kind": "replace", "before": ["May"], "after": ["June"]} in dated["edits"]
    low = objects(accord("search", "memory.db", "--queries", "q.txt", "--format", "jsonl", "--threshold", "50"))
    assert low[3]["matches"][0]["source"] == PAIRS[2][0]
    assert "detail" not in low[3]["matches"][0]


def test_lines_count_as_a_document(accord, folder):
    accord("import", "releases.tmx")
    (folder / "q.txt").write_text("\n".join(pair[0] for pair in PAIRS), encoding="utf-8")
    for memory in ("memory.db", "releases.tmx"):
        answers = objects(accord("search", memory, "--queries", "q.txt", "--format", "jsonl"))
        assert [answer["matches"][0]["score"] for answer in answers] == [101, 101, 101]


def test_standard_input(accord, monkeypatch):
    accord("import", "releases.tmx")
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(REPORT.encode() + b"\n"), encoding="utf-8"))
    assert len(objects(accord("search", "--queries", "-", "--format", "jsonl"))) == 1


def test_other_direction(accord):
    accord("import", "releases.tmx")
    assert REPORT in accord("search", RAPPORT, "--from", "fr", "--to", "en").out


def test_the_glossary_repairs_a_match(accord):
    accord("import", "releases.tmx")
    query = "The report names 15 measures against smuggling of migrants."
    out = accord("search", query, "--glossary", "glossary.csv", "--explain", "--threshold", "60").out
    assert "Le rapport cite 15 mesures contre la trafic illicite de migrants." in out
    assert "put right: traite des personnes → trafic illicite de migrants" in out
    assert "«human trafficking» becomes" in out or "becomes «smuggling" in out


def test_export_and_back(accord, folder):
    accord("import", "releases.tmx")
    assert "3 units" in accord("export", "-o", "all.tmx").err
    assert accord("export", "-o", "-").out == (folder / "all.tmx").read_text(encoding="utf-8")
    accord("export", "memory.db", "-o", "two.tmx", "--from", "fr", "--to", "en", "--tmx-languages", "en-GB,fr-FR")
    units, turned = list(read_tmx(folder / "all.tmx")), list(read_tmx(folder / "two.tmx"))
    assert [unit.variants[0].text for unit in units] == [source for source, _ in PAIRS]
    assert [unit.properties for unit in units] == [(Property("file", "r.txt"),)] * 3
    assert [segment.language for segment in turned[0].variants] == ["fr-FR", "en-GB"]
    assert "only one of two languages" in accord("export", "-o", "x.tmx", "--from", "fr", code=2).err
    assert "written as TMX" in accord("export", "-o", "x.csv", code=2).err


@pytest.mark.parametrize("memory", ["memory.db", "releases.tmx"])
def test_stats(accord, memory):
    accord("import", "releases.tmx")
    figures = json.loads(accord("stats", memory, "--json").out)
    assert (figures["units"], figures["documents"]) == (3, 1)
    assert [(one["language"], one["segments"], one["words"]) for one in figures["languages"]] == [
        ("en", 3, 20),
        ("fr", 3, 23),
    ]
    assert "3" in accord("stats", memory).out


def test_validate(accord, folder):
    accord("import", "releases.tmx")
    assert "none faulty" in accord("validate").err
    units = [TranslationUnit("a", (Segment("en", "x"),)), TranslationUnit("b", (Segment("en", "x"), Segment("fr", "")))]
    write_tmx(folder / "bad.tmx", units, source_language="en")
    out = accord("validate", "bad.tmx", code=1).out
    assert "unit a: it is in one language only (en)" in out
    assert "unit b: the text in fr is empty" in out
    assert len(objects(accord("validate", "bad.tmx", "--json", code=1))) == 2


def test_broken_files_and_recovery(accord, folder):
    content = (folder / "releases.tmx").read_text(encoding="utf-8")
    (folder / "cut.tmx").write_text(content[: content.index("Organization")], encoding="utf-8")
    assert "cut.tmx, line" in accord("import", "releases.tmx", "cut.tmx", code=2).err
    with open_memory(folder / "memory.db") as store:
        assert len(store) == 3
    err = accord("import", "--recover", "cut.tmx", "--memory", "saved.db").err
    assert "2 units read" in err
    assert "cut off" in err
    with open_memory(folder / "saved.db") as store:
        assert len(store) == 2


def test_duplicates(accord, folder):
    accord("import", "releases.tmx", "--duplicates", "keep")
    accord("import", "releases.tmx", "--duplicates", "keep")
    with open_memory(folder / "memory.db") as store:
        assert len(store) == 6


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["search", "x", "--memory", "none.db"], "there is no such memory"),
        (["search", "x"], "there is no such memory"),
        (["search"], "nothing to look up"),
        (["search", "releases.tmx"], "nothing to look up"),
        (["search", "releases.odt"], "nothing to look up"),
        (["search", "a", "b", "c"], "too many arguments"),
        (["search", "notes.txt.db", "x"], "there is no such memory"),
        (["search", "x", "--memory", "fake.db"], "not a translation memory"),
        (["search", "--queries", "none.txt", "--memory", "releases.tmx"], "there is no such file"),
        (["search", "--queries", "latin.txt", "--memory", "releases.tmx"], "line 2: the line is not UTF-8"),
        (["search", "x", "--memory", "releases.tmx", "--threshold", "0"], "0 is not in the range"),
        (["import", "none.tmx"], "there is no such file"),
        (["import", "glossary.csv", "fake.doc"], "not a bilingual format"),
        (["import", "releases.tmx", "--memory", "fake.db"], "not a translation memory"),
        (["stats", "fake.db"], "not a translation memory"),
        (["validate", "fake.db"], "not a translation memory"),
        (["export", "fake.db", "-o", "x.tmx"], "not a translation memory"),
        (["stats", "a.db", "--memory", "b.db"], "two memories are named"),
    ],
)
def test_clear_lines(accord, folder, arguments, says):
    (folder / "fake.db").write_text("hello", encoding="utf-8")
    (folder / "fake.doc").write_text("hello", encoding="utf-8")
    (folder / "latin.txt").write_bytes(b"one\n\xe9t\xe9\n")
    before = sorted(path.name for path in folder.iterdir())
    done = accord(*arguments, code=2)
    assert says in done.err
    assert done.err.count("\n") <= 2
    assert sorted(path.name for path in folder.iterdir()) == before


HALF_PO = (
    'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fr\\n"\n\n'
    'msgid "Open"\nmsgstr "Ouvrir"\n\nmsgid "Print the page"\nmsgstr ""\n\n#, fuzzy\nmsgid "Close"\nmsgstr "Fermer"\n'
)


def test_what_is_not_translated_yet_stays_out_of_the_memory(accord, folder):
    (folder / "half.po").write_text(HALF_PO, encoding="utf-8")
    said = accord("import", "half.po").err
    assert "3 units read" in said
    assert "2 new" in said
    assert "1 left out" in said
    for memory in ("memory.db", "half.po"):
        assert "nothing in" in accord("search", memory, "Print the page", "--threshold", "100").err
        assert "Ouvrir" in accord("search", memory, "Open").out


def test_an_empty_translation_is_no_match(accord, folder):
    empty = TranslationUnit("e", (Segment("en", "Nothing yet."), Segment("fr", " "), Segment("fr-CA", "Rien encore.")))
    alone = TranslationUnit("a", (Segment("en", "Nobody yet."), Segment("fr", "")))
    write_tmx(folder / "empty.tmx", [empty, alone], source_language="en")
    accord("import", "empty.tmx")  # it is kept, since a memory is written as it was read
    for memory in ("memory.db", "empty.tmx"):
        assert "nothing in" in accord("search", memory, "Nobody yet.", "--threshold", "90").err
        assert "Rien encore." in accord("search", memory, "Nothing yet.").out
    assert accord("export", "memory.db", "-o", "-").out.count("<tu ") == 2


def workbook(path, *rows):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    book.save(path)


def test_a_workbook_is_a_memory(accord, folder):
    workbook(folder / "old.xlsx", ["Our client"], ["English", "French"], ["Dog", "Chien"], ["Cat", None])
    said = accord("import", "old.xlsx").err
    assert "1 new" in said
    assert "1 left out" in said
    for memory in ("memory.db", "old.xlsx"):
        assert "Chien" in accord("search", memory, "Dog").out
    assert "Chien" in accord("concordance", "old.xlsx", "Dog").out
    accord("merge", "old.xlsx", "releases.tmx", "-o", "both.tmx")
    assert "4" in accord("stats", "both.tmx").out.splitlines()[0]


def test_an_alignment_to_review_is_no_memory(accord, folder, run_accord):
    (folder / "en.txt").write_text("The shop is closed today.\n", encoding="utf-8")
    (folder / "fr.txt").write_text("Le magasin est fermé aujourd’hui.\n", encoding="utf-8")
    run_accord("align", "en.txt", "fr.txt", "--review", "review.xlsx")
    said = accord("import", "review.xlsx", "--memory", "new.db", code=2).err
    assert "this is an alignment to review, not a memory" in said
    assert "accord align --from-review review.xlsx" in said
    assert not (folder / "new.db").exists()


def test_files_of_one_name_have_a_bar_each(tmp_path, monkeypatch, run_accord):
    shown = []

    @contextlib.contextmanager
    def noted():
        yield lambda stage, done, total: shown.append(stage)

    monkeypatch.setattr("toolkit.cli.memory_import.progress_lines", noted)
    monkeypatch.chdir(tmp_path)
    for folder, word in (("a", "one"), ("b", "two"), ("c", "three")):
        Path(folder).mkdir()
        name = "u.csv" if folder == "c" else "t.csv"
        Path(folder, name).write_text(f"source,target\n{word},{word}\n", encoding="utf-8")
    run_accord("memory", "import", "a/t.csv", "b/t.csv", "c/u.csv", "--memory", "m.db")
    assert list(dict.fromkeys(shown)) == [str(Path("a/t.csv")), str(Path("b/t.csv")), "u.csv"]


def test_a_table_in_word_is_a_translation_too(folder, accord, run_accord):
    document = docx.Document()
    document.add_paragraph("For review")
    run_accord("memory", "import", _saved(document, "bare.docx"), "--memory", "none.db", code=2)
    assert not (folder / "none.db").exists()
    table = document.add_table(rows=0, cols=3)
    for cells in (("No.", "English", "French"), ("1", REPORT, RAPPORT), ("2", "Not yet.", "")):
        for cell, text in zip(table.add_row().cells, cells, strict=True):
            cell.text = text
    path = _saved(document, "table.docx")
    assert "2 units read · 1 new · 1 left out" in accord("import", path).err
    assert RAPPORT in accord("search", REPORT).out
    assert RAPPORT in accord("search", path, REPORT).out
    assert "there is no table" in accord("import", "bare.docx", code=2).err
    run_accord("convert", path, "new.tmx")
    assert [unit.variants[1].text for unit in read_tmx(folder / "new.tmx")] == [RAPPORT]


def _saved(document, name):
    document.save(name)
    return name


def test_a_database_is_not_converted_but_exported(accord, run_accord):
    accord("import", "releases.tmx")
    said = run_accord("convert", "memory.db", "new.xlf", code=2).err
    assert "this is a memory in a database" in said
    assert "accord memory export memory.db -o memory.tmx" in said
