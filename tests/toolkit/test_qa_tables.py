"""Translations in the tables of workbooks, Word and LibreOffice documents."""

import zipfile
from xml.sax.saxutils import escape

import pytest

from tmx.errors import AccordError, ConfigError, IngestError
from toolkit.checks.registry import CHECKS
from toolkit.workflows.fix import fix_file
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


ODF = "urn:oasis:names:tc:opendocument:xmlns:"
CONTENT = f"""<?xml version="1.0" encoding="UTF-8"?>
<office:document-content {" ".join(f'xmlns:{name}="{ODF}{name}:1.0"' for name in ("office", "text", "table"))}>\
<office:body><office:text><text:p>A letter before the table.</text:p>%s</office:text></office:body>\
</office:document-content>"""
CELL = "<table:table-cell><text:p>%s</text:p></table:table-cell>"


def archive_of(path, body):
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", CONTENT % body)
        archive.writestr("styles.xml", f'<o:document-styles xmlns:o="{ODF}office:1.0"/>')
    return path


def content_of(path):
    with zipfile.ZipFile(path) as archive:
        return archive.read("content.xml").decode()


def libre_office(path, *tables):
    body = ""
    for rows in tables:
        cells = ("".join(CELL % escape(text) for text in row) for row in rows)
        body += f"<table:table>{''.join(f'<table:table-row>{row}</table:table-row>' for row in cells)}</table:table>"
    return archive_of(path, body)


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
@pytest.mark.parametrize(("make", "suffix"), [(workbook, "xlsx"), (document, "docx"), (libre_office, "odt")])
def test_the_columns_are_told_apart(tmp_path, make, suffix, rows, names):
    path = make(tmp_path / f"t.{suffix}", rows)
    units = list(table_units(path, "en", "fr"))
    assert [tuple(segment.text for segment in unit.variants) for unit in units] == list(PAIRS)
    assert [unit.identifier for unit in units] == names
    assert [finding.code for finding in check_translation(path).findings] == ["NUM001"]


def test_only_what_names_its_columns_counts_where_something_does(tmp_path):
    header = ("No", "EN", "FR", "Length")
    rows = [header, *((f"u{n}", *pair, "=LEN(C2)") for n, pair in enumerate(PAIRS))]
    path = workbook(tmp_path / "t.xlsx", [("Read me", None, None, None)])
    book = openpyxl.load_workbook(path)
    sheet = book.create_sheet("Strings")
    for row in [("Client: IOM",), (), *rows, ("u9", "It left.", '=CONCATENATE("Il est ", "  parti.")')]:
        sheet.append(row)
    book.save(path)
    units = list(table_units(path, "en", "fr"))
    assert [unit.identifier for unit in units] == ["u0", "u1", "u9"]
    assert [finding.code for finding in check_translation(path).findings] == ["NUM001"]  # the formula is no translation
    path = document(tmp_path / "t.docx", [("Phone", "022")], [("Translation of a release",) * 4, *rows])
    assert [unit.identifier for unit in table_units(path, "en", "fr")] == ["u0", "u1"]


def test_what_is_inserted_under_revision_is_read_and_put_right(tmp_path):
    path = document(tmp_path / "t.docx", [("en", "fr"), ("What now?", "")])
    made = docx.Document(path)
    run = '<w:r xmlns:w="{0}"><w:t xml:space="preserve">{1}</w:t></w:r>'
    ns = docx.oxml.ns.nsmap["w"]
    change = '<w:{1} xmlns:w="{0}" w:id="1" w:author="A"><w:r><w:{2}>{3}</w:{2}></w:r></w:{1}>'
    paragraph = made.tables[0].rows[1].cells[1].paragraphs[0]._p
    for part in (
        run.format(ns, "Et "),
        change.format(ns, "del", "delText", "hier"),
        change.format(ns, "moveFrom", "t", "demain"),
        change.format(ns, "ins", "t", "maintenant maintenant"),
        run.format(ns, "?"),
    ):
        paragraph.append(docx.oxml.parse_xml(part))
    made.save(path)
    (unit,) = table_units(path, "en", "fr")
    assert unit.variants[1].text == "Et maintenant maintenant?"
    result = check_translation(path)
    assert fix_file(result, CHECKS).count == len(list(result.findings)) == 2
    (unit,) = table_units(path, "en", "fr")
    assert unit.variants[1].text == "Et maintenant\u00a0?"


ODT_ROWS = """<table:table>
<table:table-header-rows><table:table-row>{en}{fr}</table:table-row></table:table-header-rows>
<table:table-row>{one}<table:table-cell><text:p>Est-ce   <text:span>fini<text:note><text:note-body><text:p>Une note.\
</text:p></text:note-body></text:note></text:span><!-- ? -->?</text:p>
 <text:list><text:list-item><text:p>Oui<text:s text:c="2"/>oui &amp;<text:line-break/>fin fin</text:p></text:list-item>\
</text:list><table:table><table:table-row>{fr}</table:table-row></table:table></table:table-cell></table:table-row>
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>Part two</text:p></table:table-cell>\
<table:covered-table-cell/></table:table-row>
<table:table-row table:number-rows-repeated="2"><table:table-cell table:number-columns-repeated="2"><text:p>x</text:p>\
</table:table-cell></table:table-row></table:table>"""


def test_cells_of_a_libre_office_document(tmp_path):
    named = {"en": "English", "fr": "French", "one": "Is it over?"}
    body = ODT_ROWS.format(**{name: CELL % text for name, text in named.items()})
    path = archive_of(tmp_path / "t.odt", body)
    texts = [tuple(segment.text for segment in unit.variants) for unit in table_units(path, "en", "fr")]
    target = "Est-ce fini?\nOui  oui &\nfin fin"
    assert texts == [("Is it over?", target), ("Part two", "Part two"), ("x", "x"), ("x", "x")]
    checks = [check for check in CHECKS if check.code in ("FORM003", "TYPO001")]
    fixes = fix_file(check_translation(path, checks=checks), checks)
    assert [unit.after for unit in fixes.units] == ["Est-ce fini\u00a0?\nOui  oui &\nfin"]
    assert content_of(path) == (CONTENT % body).replace("-->?", "-->\u00a0?").replace("fin fin", "fin")


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


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("old.doc", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "an old Word, Excel or PowerPoint file"),
        ("old.xls", b"\xd0\xcf\x11\xe0" + b"\0" * 100, "only .xlsx is read"),
        ("page.pdf", b"%PDF-1.7", "a PDF"),
        ("few.zip", b"PK\x05\x06" + b"\0" * 18, "not a bilingual format"),
        ("notes.py", b"print()", "not a bilingual format"),
    ],
)
def test_what_is_no_translation_is_named(tmp_path, name, content, told):
    (tmp_path / name).write_bytes(content)
    with pytest.raises(AccordError, match=told):
        check_translation(tmp_path / name)
