"""Reading workbooks: what a file claims of its size is not believed."""

import io
import re
import zipfile

import pytest

from tmx import workbooks

openpyxl = pytest.importorskip("openpyxl")


def workbook(*rows, change=lambda sheet: sheet):
    """A workbook with these rows, the XML of its sheet changed."""
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    plain, changed = io.BytesIO(), io.BytesIO()
    book.save(plain)
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as new:
        for entry in old.infolist():
            part = old.read(entry).decode()
            new.writestr(entry.filename, change(part) if entry.filename.endswith("sheet1.xml") else part)
    return changed.getvalue()


def read(content, columns=3):
    return workbooks.workbook_rows(content, columns, lambda number, values: (number, values))


def test_rows_that_hold_something_by_their_numbers():
    content = workbook(["a", 1, "=A1+1", "beyond"], [], ["b"])
    assert read(content) == {"Sheet": ((1, ("a", 1, "=A1+1")), (3, ("b", None, None)))}


@pytest.mark.parametrize("number", [100, 10**12])
def test_rows_that_no_sheet_has_are_not_made(monkeypatch, number):
    monkeypatch.setattr(workbooks, "_MOST_ROWS", 99)
    far = f'<row r="{number}"><c r="A{number}" t="inlineStr"><is><t>far</t></is></c></row></sheetData>'
    content = workbook(["near"], change=lambda sheet: sheet.replace("</sheetData>", far))
    assert read(content) == {"Sheet": ((1, ("near", None, None)),)}


def test_a_claimed_size_makes_no_cells():
    content = workbook(
        ["one"], change=lambda sheet: re.sub('<dimension ref="[^"]*"', '<dimension ref="A1:XFD1048576"', sheet)
    )
    assert read(content) == {"Sheet": ((1, ("one", None, None)),)}
