"""Tables that a spreadsheet opens: a cell that it would run is guarded, and only the spreadsheet sees the guard."""

import csv
import io
import json

import pytest

MEMORY = (
    '<tmx version="1.4"><header creationtool="x" creationtoolversion="1" segtype="sentence" o-tmf="x" adminlang="en" '
    'srclang="en" datatype="plaintext"/><body><tu><tuv xml:lang="en"><seg>+41 is the code.</seg></tuv>'
    '<tuv xml:lang="fr"><seg>+41 est le code.</seg></tuv></tu></body></tmx>'
)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "m.tmx").write_text(MEMORY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def cells(path):
    delimiter = "," if path.suffix == ".csv" else "\t"
    return list(csv.reader(io.StringIO(path.read_text(encoding="utf-8-sig")), delimiter=delimiter))


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_a_document_as_a_table_to_translate(folder, run_accord, suffix):
    (folder / "release.txt").write_text("+41 is the code.\n\n=1+1 is a sum.\n", encoding="utf-8")
    table = folder / f"release{suffix}"
    run_accord("memory", "pretranslate", "release.txt", "--memory", "m.tmx", "-o", table)
    rows = cells(table)[1:]
    assert [row[1] for row in rows] == ["'+41 is the code.", "'=1+1 is a sum."]
    assert rows[0][2] == "'+41 est le code."
    # What is filled is found filled, and is not filled again.
    before = table.read_bytes()
    run_accord("memory", "pretranslate", table, "--memory", "m.tmx")
    assert table.read_bytes() == before


@pytest.mark.parametrize("suffix", [".csv", ".tsv"])
def test_checks_do_not_see_the_guard(folder, run_accord, suffix):
    table = folder / f"t{suffix}"
    mark = "," if suffix == ".csv" else "\t"
    table.write_text(f"id{mark}en{mark}fr\n1{mark}- One.{mark}'- Un.\n", encoding="utf-8")
    assert run_accord("qa", table, "--info", "--format", "json").out.strip() == "[]"


@pytest.mark.parametrize("field", ["'- Non  non.", '"\'- Non  non."', "- Non  non.", '"- Non  non."'])
def test_what_is_put_right_keeps_its_guard(folder, run_accord, field):
    table = folder / "t.csv"
    table.write_text(f"source,target\n- No no.,{field}\n", encoding="utf-8")
    found = json.loads(run_accord("qa", table, "--format", "json", "--select", "TYPO,FORM", code=1).out)
    assert [one["start"] for one in found] == [5]
    run_accord("qa", "--fix", table, "--select", "TYPO,FORM")
    assert table.read_text(encoding="utf-8") == f"source,target\n- No no.,{field.replace('  ', ' ')}\n"
