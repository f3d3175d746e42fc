"""What stands in the cells of tables and workbooks: nothing that a spreadsheet would run, every character."""

import csv
from pathlib import Path

import pytest

from termbase.formats.registry import FORMATS, find_format, read_glossary, write_glossary
from termbase.formats.table_rows import COLUMNS, table_rows
from termbase.model import (
    Category,
    Concept,
    Glossary,
    Term,
)
from tmx.cells import FORMULA_SIGNS

COMMAND = "=cmd|' /C calc'!A0"
NAMES = [one.name for one in FORMATS if one.name != "db"]


def there_and_back(folder: Path, glossary: Glossary, one) -> Glossary:
    path = folder / f"x{one.suffixes[0]}"
    write_glossary(path, glossary, file_format=one.name)
    return read_glossary(path, source_language="en", target_language="fr", file_format=one.name)


@pytest.mark.parametrize("name", NAMES)
def test_characters_that_no_file_has(tmp_path, name):
    one = find_format(name)
    strange = Term("a\x00b\x0bc\ud800d\ufffe", "en", notes=("x\ty\nz",))
    glossary = Glossary((Concept("1", (strange, Term("é" * 20_000, "fr"))),))
    after = there_and_back(tmp_path, glossary, one)
    assert {term.text.replace(" ", "").replace("\ufffe", "") for concept in after for term in concept.terms} == {
        "abcd",
        "é" * 20_000,
    } or name in ("table", "omegat-csv")
    assert there_and_back(tmp_path / "again", after, one) == after


OWN = """concept,language,term,Priority,Synonyms,note,Ref. client,comment,Définition (FR),
1,en,return,high,going home|homecoming,n1,=A-1,n2,fait de rentrer,loose
1,fr,retour,,,,,,,
2,en,shelter,low,,,,,,
"""


@pytest.mark.parametrize("name", ["table", "xlsx"])
def test_columns_of_a_table_s_own(tmp_path, name):
    path = tmp_path / "own.csv"
    path.write_text(OWN, encoding="utf-8")
    glossary = read_glossary(path)
    first = glossary.concepts[0]
    assert [(term.language, term.text, term.status.value) for term in first.terms] == [
        ("en", "return", "preferred"),
        ("en", "going home", "admitted"),
        ("en", "homecoming", "admitted"),
        ("fr", "retour", "preferred"),
    ]
    assert first.terms[0].notes == ("n1", "n2", "loose")
    assert {(one.kind, one.name, one.value) for one in first.terms[0].data} == {
        ("descrip", "Priority", "high"),
        ("descrip", "Ref. client", "=A-1"),
        ("descrip", "Définition (FR)", "fait de rentrer"),
    }
    one = find_format(name)
    after = there_and_back(tmp_path, glossary, one)
    assert there_and_back(tmp_path, after, one) == after
    assert sorted(after.concepts[0].terms[0].data) == sorted(first.terms[0].data)
    rows = [list(row) for row in table_rows(glossary)]
    assert rows[0][len(COLUMNS) :] == ["other data", "Priority", "Ref. client"]
    assert rows[1][-3:] == ["descrip Définition (FR)=fait de rentrer", "high", "=A-1"]
    assert [row[-2] for row in rows[2:]] == ["", "", "", "low"]


@pytest.mark.parametrize("name", ["Priority", "definition", "Definition (FR)", "fr", "no", "history", "Note EN", " x"])
@pytest.mark.parametrize("value", ["high", "two\nlines", "a=b", "concept: x", "", "'=1"])
def test_data_of_any_name_comes_back(tmp_path, name, value):
    data = (Category("descrip", name, value), Category("descrip", name, f"{value}2"), Category("termNote", name, "x"))
    glossary = Glossary((Concept("1", (Term("a", "en", data=data), Term("b", "fr"))),))
    (term, _) = there_and_back(tmp_path, glossary, find_format("table")).concepts[0].terms
    assert sorted(term.data) == sorted(data)


@pytest.mark.parametrize("name", ["table", "xlsx"])
def test_no_cell_is_a_formula(tmp_path, name):
    one = find_format(name)
    path = tmp_path / f"x{one.suffixes[0]}"
    write_glossary(path, Glossary((Concept("1", (Term(COMMAND, "en"), Term("+1", "fr"))),)), file_format=name)
    if name == "xlsx":
        import openpyxl

        cells = [
            cell for row in openpyxl.load_workbook(path).active.iter_rows() for cell in row if cell.value is not None
        ]
        assert {cell.data_type for cell in cells} == {"s"}
        assert [cell for cell in cells if cell.value.startswith("=")]
    else:
        assert ",=" not in path.read_text(encoding="utf-8")
    assert [term.text for term in read_glossary(path).concepts[0].terms] == [COMMAND, "+1"]


def test_a_formula_in_a_workbook_is_text(tmp_path):
    import openpyxl

    book = openpyxl.Workbook()
    book.active.append(["concept", "language", "term"])
    book.active.append([1, "en", "=1+1"])
    book.active.append([1.0, "fr", 2.5])
    book.save(tmp_path / "a.xlsx")
    (concept,) = read_glossary(tmp_path / "a.xlsx")
    assert (concept.identifier, [term.text for term in concept.terms]) == ("1", ["=1+1", "2.5"])


@pytest.mark.parametrize("sign", [sign for sign in FORMULA_SIGNS if sign != "\r"])  # no reader leaves one in a glossary
def test_formulas_are_neutralised(tmp_path, sign):
    path = tmp_path / "f.csv"
    term = Term(f"{sign}HYPERLINK()".strip(), "en", source=f"{sign}x", notes=(f"{sign}y +1",))
    write_glossary(path, Glossary((Concept("1", (term,)),), "f"))
    with path.open(encoding="utf-8", newline="") as stream:
        rows = list(csv.reader(stream))
    assert tuple(rows[0]) == COLUMNS
    assert not [cell for row in rows for cell in row if cell.startswith(FORMULA_SIGNS)]
    (read,) = read_glossary(path).concepts[0].terms
    assert (read.text, read.source) == (term.text, term.source.strip())


def test_a_quotation_mark_in_a_tsv_may_be_a_letter(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text('5" pipe\ttuyau\n"odd\timpair\n', encoding="utf-8")
    glossary = read_glossary(path, source_language="en", target_language="fr")
    assert [concept.terms[0].text for concept in glossary] == ['5" pipe', '"odd']
