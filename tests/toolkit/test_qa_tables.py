"""Translations in the tables of workbooks and Word documents."""

import pytest

from tmx.errors import AccordError, ConfigError, IngestError
from toolkit.workflows.qa import check_translation
from toolkit.workflows.qa_tables import table_units

openpyxl = pytest.importorskip("openpyxl")
docx = pytest.importorskip("docx")

PAIRS = (("It costs 5 euros.", "Cela coûte 6 euros."), ("The house", "La maison"))


def workbook(path, rows, title="Sheet"):
    book = openpyxl.Workbook()
    book.active.title = title
    for row in rows:
        book.active.append(row)
    book.save(path)
    return path


def document(path, *tables):
    made = docx.Document()
    made.add_paragraph("A letter before the table.")
    for rows in tables:
        table = made.add_table(rows=0, cols=len(rows[0]))
        for row in rows:
            for cell, text in zip(table.add_row().cells, row, strict=True):
                cell.text = text
    made.save(path)
    return path


@pytest.mark.parametrize(
    ("rows", "names"),
    [
        (PAIRS, ["1", "2"]),
        ([("", *pair) for pair in PAIRS], ["1", "2"]),
        ([("ID", "French", "English"), *((f"u{n}", b, a) for n, (a, b) in enumerate(PAIRS))], ["u0", "u1"]),
        ([("source", "target", "comment"), *((a, b, "so") for a, b in PAIRS)], ["1", "2"]),
    ],
)
@pytest.mark.parametrize("make", [workbook, document])
def test_the_columns_are_told_apart(tmp_path, make, rows, names):
    path = make(tmp_path / f"t.{'xlsx' if make is workbook else 'docx'}", rows)
    units = list(table_units(path, "en", "fr"))
    assert [tuple(segment.text for segment in unit.variants) for unit in units] == list(PAIRS)
    assert [unit.identifier for unit in units] == names
    assert [finding.code for finding in check_translation(path).findings] == ["NUM001"]


def test_a_document_without_a_table_of_two_columns_is_checked_beside_its_original(tmp_path):
    path = document(tmp_path / "t.docx", [("one column",)])
    with pytest.raises(ConfigError):
        check_translation(path)


@pytest.mark.parametrize("name", ["t.xlsx", "t.docx"])
def test_what_is_broken_is_said(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(IngestError) as raised:
        check_translation(path)
    assert raised.value.path == path
    assert "\n" not in str(raised.value)


def test_an_empty_workbook_and_odd_columns_are_said(tmp_path):
    for rows in ([], [("a", "b", "c", "d", "e")]):
        with pytest.raises(AccordError):
            check_translation(workbook(tmp_path / "t.xlsx", rows))
