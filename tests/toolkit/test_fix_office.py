"""accord qa --fix in workbooks, in tables of Word documents, and in documents beside their originals."""

import io
import re
import zipfile

import docx
import openpyxl
import pytest
from click.testing import CliRunner

from toolkit.cli.main import accord

SHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATION = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
ROWS = [
    ("id", "source", "target"),
    ("1", "Is it over?", "Est-ce fini?"),
    ("2", "The end of the war.", "La fin fin de la guerre."),
    ("3", "Come & see.", "Venez & voyez."),
    ("4", "Is it over?", "Est-ce fini?"),
]
ENGLISH = (
    "The agreement was signed on Thursday in Vientiane by the Minister of Labour.",
    "Is it over? Nobody knows what will happen next in the region.",
    "The two countries agreed on three priorities: training, data and protection.",
)
FRENCH = (
    "L’accord a été signé jeudi à Vientiane par le Ministre du travail.",
    "Est-ce fini? Personne ne sait ce qui va se passer ensuite dans la région.",
    "Les deux pays se sont mis d’accord sur trois priorités: la formation, les données et la protection.",
)


def run(*arguments):
    shown = CliRunner().invoke(accord, ["qa", *map(str, arguments), "--select", "TYPO001,FORM"], standalone_mode=False)
    if shown.exception is not None:
        raise shown.exception
    return shown


def parts(path):
    with zipfile.ZipFile(path) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed_parts(path, before):
    after = parts(path)
    assert list(after) == list(before)
    return {name: (before[name].decode(), after[name].decode()) for name in after if after[name] != before[name]}


def share_strings(path):
    """Put the strings of the cells into a part of their own, each once, as Excel does."""
    old, strings = parts(path), {}

    def share(match):
        number = strings.setdefault(match[3], len(strings))
        return f'<c {match[1]}t="s"{match[2]}><v>{number}</v></c>'

    new = {
        name: re.sub(r'<c ([^>]*)t="inlineStr"([^>]*)><is>(.*?)</is></c>', share, part.decode()).encode()
        if name.startswith("xl/worksheets/")
        else part
        for name, part in old.items()
    }
    entries = "".join(f"<si>{string}</si>" for string in strings)
    new["xl/sharedStrings.xml"] = f'<?xml version="1.0"?>\n<sst xmlns="{SHEET}">{entries}</sst>'.encode()
    kind = "application/vnd.openxmlformats-officedocument.spreadsheetml.sharedStrings+xml"
    types = f'<Override PartName="/xl/sharedStrings.xml" ContentType="{kind}"/></Types>'
    relation = f'<Relationship Id="rIdS" Type="{RELATION}/sharedStrings" Target="sharedStrings.xml"/></Relationships>'
    for name, end, more in (
        ("[Content_Types].xml", "</Types>", types),
        ("xl/_rels/workbook.xml.rels", "</Relationships>", relation),
    ):
        if b"sharedStrings" not in new[name]:
            new[name] = new[name].decode().replace(end, more).encode()
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, part in new.items():
            archive.writestr(name, part)


def saved(book, path):
    book.save(path)
    if "inlineStr" in parts(path)["xl/worksheets/sheet1.xml"].decode():
        share_strings(path)
    return path


@pytest.fixture
def workbook(tmp_path):
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    book.create_sheet("other").append(["Est-ce fini?", "La fin fin de la guerre."])
    return saved(book, path)


def test_cells_of_a_workbook(workbook):
    before = parts(workbook)
    assert "Fixed       3 findings" in run("--fix", workbook).stderr
    book = openpyxl.load_workbook(workbook)
    assert [row[2] for row in book.worksheets[0].iter_rows(values_only=True)][1:] == [
        "Est-ce fini\u00a0?",
        "La fin de la guerre.",
        "Venez & voyez.",
        "Est-ce fini\u00a0?",
    ]
    assert list(book["other"].iter_rows(values_only=True)) == [("Est-ce fini?", "La fin fin de la guerre.")]
    # The strings that another sheet has too are put into the cells, and nothing but these cells is another.
    ((name, (old, new)),) = changed_parts(workbook, before).items()
    assert name == "xl/worksheets/sheet1.xml"
    cells = [cell for cell in new.split("<c ") if "inlineStr" in cell]
    assert len(cells) == 3
    assert [cell for cell in new.split("<c ") if "inlineStr" not in cell] == [
        cell for cell in old.split("<c ") if not cell.startswith(('r="C2"', 'r="C3"', 'r="C5"'))
    ]


def test_a_string_that_nobody_shares_is_changed_where_it_stands(tmp_path):
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    for row in ROWS[:3]:
        book.active.append(row)
    before = parts(saved(book, path))
    run("--fix", path)
    ((name, (old, new)),) = changed_parts(path, before).items()
    assert name == "xl/sharedStrings.xml"
    assert new == old.replace("fini?", "fini\u00a0?").replace("fin fin", "fin")


def test_a_string_in_its_cell(tmp_path):
    path = tmp_path / "t.xlsx"
    book = openpyxl.Workbook()
    for row in ROWS[:3]:
        book.active.append(row)
    saved(book, path)
    sheet = parts(path)["xl/worksheets/sheet1.xml"].decode()
    strings = re.findall(r"<si>(.*?)</si>", parts(path)["xl/sharedStrings.xml"].decode())
    inline = re.sub(
        r'(<c [^>]*)t="s"([^>]*)><v>(\d+)</v>',
        lambda found: f'{found[1]}t="inlineStr"{found[2]}><is>{strings[int(found[3])]}</is>',
        sheet,
    )
    whole = {**parts(path), "xl/worksheets/sheet1.xml": inline.encode()}
    with zipfile.ZipFile(path, "w") as archive:
        for name, part in whole.items():
            archive.writestr(name, part)
    run("--fix", path)
    ((_, (old, new)),) = changed_parts(path, whole).items()
    assert new == old.replace("fini?", "fini\u00a0?").replace("fin fin", "fin")


def test_formatted_text_keeps_its_runs(tmp_path, workbook):
    strings = parts(workbook)["xl/sharedStrings.xml"].decode()
    rich = strings.replace(
        "<si><t>Venez &amp; voyez.</t></si>",
        '<si><r><t xml:space="preserve">Venez &amp; </t></r><r><rPr><b/></rPr><t>voyez: oui.</t></r></si>',
    )
    assert rich != strings
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as archive:
        for name, part in parts(workbook).items():
            archive.writestr(name, rich if name == "xl/sharedStrings.xml" else part)
    workbook.write_bytes(packed.getvalue())
    run("--fix", workbook)
    assert "<t>voyez\u00a0: oui.</t>" in parts(workbook)["xl/sharedStrings.xml"].decode()


def test_a_dry_run_shows_and_changes_nothing(workbook):
    before = workbook.read_bytes()
    shown = run("--fix=all", "--dry-run", workbook)
    assert "@@ unit 1 @@ TYPO001\n-Est-ce fini?\n+Est-ce fini⍽?\n" in shown.stdout
    assert workbook.read_bytes() == before


def test_tables_of_a_word_document(tmp_path):
    path = tmp_path / "t.docx"
    document = docx.Document()
    document.add_paragraph("Attention: lisez!")
    for rows in (ROWS[:3], ROWS[3:]):
        table = document.add_table(rows=0, cols=3)
        for row in rows:
            cells = table.add_row().cells
            for cell, text in zip(cells, row, strict=True):
                cell.text = text
    paragraph = document.tables[0].rows[1].cells[2].paragraphs[0]
    paragraph.clear()
    paragraph.add_run("Est-ce ")
    paragraph.add_run("fini?").bold = True
    document.save(path)
    before = parts(path)
    assert "Fixed       3 findings" in run("--fix", path).stderr
    ((name, (old, new)),) = changed_parts(path, before).items()
    assert name == "word/document.xml"
    assert new == old.replace("fini?", "fini\u00a0?").replace("fin fin", "fin")


def test_a_word_document_beside_its_original(tmp_path):
    for name, texts in (("en.docx", ENGLISH), ("fr.docx", FRENCH)):
        document = docx.Document()
        for text in texts:
            document.add_paragraph(text)
        document.save(tmp_path / name)
    before = parts(tmp_path / "fr.docx")
    run("--fix", tmp_path / "fr.docx", "--source", tmp_path / "en.docx")
    ((_, (old, new)),) = changed_parts(tmp_path / "fr.docx", before).items()
    assert new == old.replace("fini?", "fini\u00a0?").replace("priorités:", "priorités\u00a0:")


@pytest.mark.parametrize(
    ("encoding", "end"), [("utf-8", "\n"), ("utf-8-sig", "\r\n"), ("cp1252", "\r\n"), ("utf-16", "\n")]
)
def test_a_plain_text_beside_its_original(tmp_path, encoding, end):
    (tmp_path / "en.txt").write_text("\n\n".join(ENGLISH), encoding="utf-8")
    wrapped = [text.replace(" sait ", f" sait{end}").replace(" trois ", f" trois{end}") for text in FRENCH]
    text = (end + end).join(wrapped)
    (tmp_path / "fr.txt").write_bytes(text.encode(encoding))
    run("--fix", tmp_path / "fr.txt", "--source", tmp_path / "en.txt")
    wanted = text.replace("fini?", "fini\u00a0?").replace("priorités:", "priorités\u00a0:")
    assert (tmp_path / "fr.txt").read_bytes() == wanted.encode(encoding)


def test_a_page_beside_its_original(tmp_path):
    (tmp_path / "en.html").write_text(
        "<html lang=en><body><main>" + "".join(f"<p>{text}</p>" for text in ENGLISH) + "</main></body></html>",
        encoding="utf-8",
    )
    body = "\n".join(f"<p>{text}</p>" for text in FRENCH).replace("priorités", "<b>priorit&eacute;s</b>")
    page = (
        "<!DOCTYPE html>\n<html lang=fr><head><title>Accord: Laos</title><script>x='Est-ce fini?'</script></head><body>"
        f"<nav>Est-ce fini?</nav><!-- Est-ce fini? -->\n<main>{body}</main></body></html>\n"
    )
    (tmp_path / "fr.html").write_text(page, encoding="utf-8")
    run("--fix", tmp_path / "fr.html", "--source", tmp_path / "en.html")
    assert (tmp_path / "fr.html").read_text(encoding="utf-8") == page.replace(
        "<p>Est-ce fini?", "<p>Est-ce fini\u00a0?"
    ).replace("</b>:", "</b>\u00a0:")
