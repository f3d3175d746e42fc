"""What kinds of files there are: encodings, repairs, Word documents, broken and hostile files."""

from __future__ import annotations

import io
import sys
import zipfile
from pathlib import Path

import docx
import pytest
from docx.oxml import parse_xml

from tmx.errors import AccordError, IngestError, StoreError, UnknownLanguageError
from tmx.text.detect import detect_language
from toolkit.ingest import ingest
from toolkit.ingest.documents import read_plain_text
from toolkit.ingest.repairs import repair
from toolkit.model import BlockKind

FRENCH = "L’école a rouvert à Tamba\n\nTamba – « Nous sommes prêts », dit le maire. Son œuvre est là, pour 40 €.\n"
PLAIN = "L'école a rouvert à Tamba où les élèves sont prêts, dit le maire, ça c'est sûr : le naïf aussi.\n"


@pytest.mark.parametrize(
    ("encoding", "text"),
    [
        ("utf-8", FRENCH),
        ("utf-8-sig", FRENCH),
        ("utf-16", FRENCH),
        ("utf-16-le", FRENCH),
        ("utf-16-be", FRENCH),
        ("utf-32", FRENCH),
        ("cp1252", FRENCH),
        ("mac-roman", FRENCH),
        ("iso8859-15", FRENCH.replace("’", "'").replace("–", "-")),
        ("latin-1", PLAIN),
        ("cp850", PLAIN),
        ("ascii", "The school is open again in Tamba, the mayor said.\n"),
    ],
)
def test_encodings_are_found_out(encoding: str, text: str, tmp_path: Path) -> None:
    assert read_plain_text(text.encode(encoding), tmp_path / "a.txt") == text


def test_a_cut_character_is_named(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_bytes("Le bac a repris ses traversées. Il est là et c'est l'été".encode()[:-1])
    document = ingest(path)
    assert document.blocks[-1].text.endswith("c'est l'ét")
    assert document.repairs == ("the file ends within a character; the rest of it is missing",)


def test_stray_bytes_among_utf8(tmp_path: Path) -> None:
    content = "Les élèves sont prêts et la fête a été belle à l’".encode() + "été.".encode("cp1252")
    assert read_plain_text(content, tmp_path / "a.txt").endswith("à l’été.")


def test_a_mark_of_the_encoding_before_what_is_not_all_in_it(tmp_path: Path) -> None:
    stray = "Les élèves sont prêts et la fête a été belle à l’".encode("utf-8-sig") + "été.".encode("cp1252")
    assert read_plain_text(stray, tmp_path / "a.txt").endswith("à l’été.")
    assert read_plain_text(b"\xef\xbb\xbf" + PLAIN.encode("latin-1"), tmp_path / "a.txt") == PLAIN
    cut = FRENCH.encode("utf-16")[:-1]
    assert read_plain_text(cut, tmp_path / "a.txt") == FRENCH.removesuffix("\n")
    lone = "\ufeffLes élèves ".encode("utf-16-le") + b"\x00\xd8" + "sont prêts.".encode("utf-16-le")
    with pytest.raises(IngestError, match="the file says it is UTF-16-LE and is not"):
        read_plain_text(lone, tmp_path / "a.txt")


def test_a_page_in_the_encoding_it_declares(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    text = "<html><head><meta charset='windows-1251'></head><body><p>Паром снова работает в Тамбе.</p></body></html>"
    path.write_bytes(text.encode("cp1251"))
    assert ingest(path, language="ru").blocks[0].text == "Паром снова работает в Тамбе."


def test_valid_utf8_is_believed_over_a_wrong_declaration(tmp_path: Path) -> None:
    path = tmp_path / "a.html"
    text = "<html><head><meta charset='iso-8859-1'></head><body><p>Les élèves sont prêts à l’école.</p></body></html>"
    path.write_text(text, "utf-8")
    assert ingest(path).blocks[0].text == "Les élèves sont prêts à l’école."


@pytest.mark.parametrize(
    ("broken", "mended"),
    [
        ("la mise en uvre et la main-d’uvre", "la mise en œuvre et la main-d’œuvre"),
        ("ils uvrent, elle uvrait, en uvrant", "ils œuvrent, elle œuvrait, en œuvrant"),
        ("une manuvre, un désuvré, la rancur", "une manœuvre, un désœuvré, la rancœur"),
        ("au cur du projet, de tout cur, à contre-cur", "au cœur du projet, de tout cœur, à contre-cœur"),
        ("Le chur chante. Un nud de bufs.", "Le chœur chante. Un nœud de bœufs."),
        ("les vux du maire, un clin d’uil", "les vœux du maire, un clin d’œil"),
        ("mise en ?uvre, de c\ufffdur", "mise en œuvre, de cœur"),
        ("l’Ã©cole, â€œouiâ€\x9d, 5 â‚¬, Â« non Â»", "l’école, “oui”, 5 €, « non »"),
        ("CÃ´te dâ€™Ivoire, NoÃ«l, Ã  Paris, Ã‰tat", "Côte d’Ivoire, Noël, à Paris, État"),
        ("l\x92Ã©tÃ©", "l’été"),
        ("ÃƒÂ©cole", "école"),
        ("co\u00adopé\u00adration\u200b", "coopération"),
        ("e\u0301cole", "école"),
        ("un\x07deux\x00", "undeux"),
    ],
)
def test_repairs(broken: str, mended: str) -> None:
    result = repair(broken, "fr")
    assert result.text == mended
    assert result.repairs


@pytest.mark.parametrize(
    "text",
    [
        "« Là », dit-il : l’œuvre, 20 °C, ÂGE, Ãna, façade, où, 1 000 €",
        "The uvres of Paris and the cur barked; sur le mur, vu hier, le bœuf.",
        "São Paulo, Đà Nẵng, Hồ Chí Minh, Ångström",
        "",
    ],
)
def test_sound_text_stays(text: str) -> None:
    assert repair(text, "en").text == text
    if "uvres" not in text:
        assert repair(text, "fr").repairs == ()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (FRENCH, "fr"),
        ("The school in Tamba has been open since Monday, and the pupils are back.", "en"),
        ("Die Schule in Tamba wurde am Montag wieder eröffnet.", None),
        ("Паром снова работает.", None),
        ("", None),
        ("12345 678", None),
    ],
)
def test_language(text: str, expected: str | None) -> None:
    assert detect_language(text) == expected


def word(folder: Path) -> Path:
    document = docx.Document()
    document.add_paragraph("Communiqué")
    document.add_paragraph("Le bac de Tamba reprend du service", style="Title")
    document.add_paragraph("Le bac au départ. Photo : ADR", style="Caption")
    document.add_paragraph("Tamba – Le bac a repris ses traversées lundi avec un moteur neuf et un équipage formé.")
    document.add_paragraph("Trois priorités", style="Heading 2")
    document.add_paragraph("la sécurité ;", style="List Bullet")
    document.add_paragraph("le prix.", style="List Number")
    table = document.add_table(rows=1, cols=2)
    table.rows[0].cells[0].text = "Lundi"
    table.rows[0].cells[1].text = "Six départs le matin."
    document.add_paragraph("Pour plus d’informations, veuillez contacter :\nAwa Diop\nTél. : +221 00 00 00")
    document.sections[0].footer.paragraphs[0].text = "Agence des routes"
    path = folder / "release.docx"
    document.save(str(path))
    return path


def test_word_document(tmp_path: Path) -> None:
    document = ingest(word(tmp_path))
    assert [(block.kind.value, block.text) for block in document.blocks] == [
        ("title", "Le bac de Tamba reprend du service"),
        ("caption", "Le bac au départ. Photo : ADR"),
        ("paragraph", "Tamba – Le bac a repris ses traversées lundi avec un moteur neuf et un équipage formé."),
        ("heading", "Trois priorités"),
        ("list item", "la sécurité ;"),
        ("list item", "le prix."),
        ("heading", "Lundi"),
        ("paragraph", "Six départs le matin."),
    ]
    assert [(piece.reason, piece.text) for piece in document.left_out] == [
        ("label", "Communiqué"),
        ("contact", "Pour plus d’informations, veuillez contacter :"),
        ("contact", "Awa Diop"),
        ("contact", "Tél. : +221 00 00 00"),
        ("navigation", "Agence des routes"),
    ]


def test_what_word_hides_is_found(tmp_path: Path) -> None:
    """Tracked insertions, content controls, links and text boxes are text; tracked deletions are not."""
    document = docx.Document()
    document.add_paragraph("Le bac de Tamba", style="Heading 1")
    w = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    for markup in (
        f"<w:p {w}><w:r><w:t>Le bac part </w:t></w:r><w:ins><w:r><w:t>lundi</w:t></w:r></w:ins>"
        "<w:del><w:r><w:delText>mardi</w:delText></w:r></w:del><w:r><w:t>.</w:t></w:r></w:p>",
        f"<w:sdt {w}><w:sdtContent><w:p><w:r><w:t>Le prix est fixe.</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        f"<w:p {w}><w:hyperlink><w:r><w:t>Le site</w:t></w:r></w:hyperlink><w:r><w:t> est neuf.</w:t></w:r></w:p>",
        f"<w:p {w}><w:r><w:pict><w:txbxContent><w:p><w:r><w:t>Dans le cadre.</w:t></w:r></w:p></w:txbxContent>"
        "</w:pict></w:r><w:r><w:t>Hors du cadre.</w:t></w:r></w:p>",
    ):
        document.element.body.insert(len(document.element.body) - 1, parse_xml(markup))
    path = tmp_path / "hidden.docx"
    document.save(str(path))
    assert [block.text for block in ingest(path, language="fr").blocks] == [
        "Le bac de Tamba",
        "Le bac part lundi.",
        "Le prix est fixe.",
        "Le site est neuf.",
        "Hors du cadre.",
        "Dans le cadre.",
    ]


@pytest.mark.parametrize("name", ["release.txt", "release.odt"])
def test_word_document_under_another_name(name: str, tmp_path: Path) -> None:
    path = word(tmp_path).rename(tmp_path / name)
    assert ingest(path).title == "Le bac de Tamba reprend du service"


def test_without_python_docx_the_remedy_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = word(tmp_path)
    monkeypatch.setitem(sys.modules, "docx", None)
    with pytest.raises(IngestError, match="python-docx") as caught:
        ingest(path)
    assert "pip install" in str(caught.value.remedy)


def zipped(**files: bytes) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return stream.getvalue()


BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\n\t", "no text"),
    "binary.txt": (bytes(range(256)) * 20, "binary"),
    "page.pdf": (b"%PDF-1.7\n...", "PDF"),
    "old.doc": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old Word"),
    "old.docx": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old or an encrypted"),
    "rich.rtf": (b"{\\rtf1 text}", "RTF"),
    "photo.txt": (b"\x89PNG\r\n\x1a\n" + b"\0" * 50, "image"),
    "text.docx": (b"This is not a Word document.", "not a whole Word document"),
    "~$text.docx": (b"\x07Claire" + b"\0" * 155, "while the document is open"),
    "old.xls": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "old Excel"),
    "hollow.docx": (zipped(**{"word/document.xml": b"<a/>"}), "not a whole Word document"),
    "other.docx": (zipped(readme=b"hello"), "not a Word document"),
    "hollow.odt": (zipped(mimetype=b"application/vnd.oasis.opendocument.text"), "not a whole LibreOffice document"),
    "torn.odt": (zipped(**{"content.xml": b"<a>", "styles.xml": b"<a/>"}), "not a whole LibreOffice document"),
    "secret.odt": (zipped(**{"META-INF/manifest.xml": b"<manifest:encryption-data/>"}), "has a password"),
    "entity.odt": (zipped(**{"content.xml": b"<!DOCTYPE a [<!ENTITY b 'c'>]><a/>"}), "declares entities"),
    "bomb.odt": (zipped(**{"content.xml": b" " * 60_000_000}), "swell"),
    "text.odt": (b"This is not a LibreOffice document.", "not a whole LibreOffice document"),
    "sheet.ods": (
        zipped(mimetype=b"application/vnd.oasis.opendocument.spreadsheet"),
        "LibreOffice file that is no text",
    ),
    "book.epub": (zipped(**{"META-INF/container.xml": b"<a/>"}), "e-book"),
    "talk.pptx": (zipped(**{"[Content_Types].xml": b"<a/>", "ppt/presentation.xml": b"<a/>"}), "a presentation"),
    "table.xlsx": (zipped(**{"[Content_Types].xml": b"<a/>", "xl/workbook.xml": b"<a/>"}), "a workbook"),
    "letter.msg": (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 100, "Outlook"),
    "letter.eml": (b"From: a@example.org\nSubject: x\n\nThe text.\n", "a mail"),
    "page.mht": (b"From: <Saved by Blink>\nMIME-Version: 1.0\n\n", "MHTML"),
    "bomb.docx": (zipped(**{"word/document.xml": b" " * 60_000_000}), "swell"),
    "empty.html": (b"<html><body><script>1</script></body></html>", "no text"),
    "odd.txt": ("Паром снова работает в Тамбе, сказал мэр города.".encode(), "language"),
    "utf16.txt": (b"\xff\xfe" + b"\x00\xd8\x00\xd8" * 10 + b"a\0" * 20, "UTF-16"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_files_are_named(name: str, tmp_path: Path) -> None:
    content, reason = BAD[name]
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(AccordError, match=reason) as caught:
        ingest(path)
    assert caught.value.path == path
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


def test_a_sheet_is_to_be_saved_as_a_workbook(tmp_path: Path) -> None:
    for kind, suffix in (("spreadsheet", ".xlsx"), ("presentation", ".odt")):
        path = tmp_path / "a.ods"
        path.write_bytes(zipped(mimetype=f"application/vnd.oasis.opendocument.{kind}".encode()))
        with pytest.raises(IngestError) as caught:
            ingest(path)
        assert suffix in str(caught.value.remedy)


def test_a_word_document_cut_anywhere(tmp_path: Path) -> None:
    content = word(tmp_path).read_bytes()
    for length in (10, 100, 5000, len(content) // 2, len(content) - 10):
        path = tmp_path / f"cut-{length}.docx"
        path.write_bytes(content[:length])
        with pytest.raises(IngestError, match="not a whole Word document"):
            ingest(path)


def test_a_word_document_with_a_damaged_part(tmp_path: Path) -> None:
    content = bytearray(word(tmp_path).read_bytes())
    middle = content.find(b"word/document.xml") + 200
    content[middle : middle + 40] = b"\xff" * 40
    path = tmp_path / "damaged.docx"
    path.write_bytes(bytes(content))
    with pytest.raises(IngestError, match="not a whole Word document"):
        ingest(path)


def test_entities_in_word_documents_are_not_expanded(tmp_path: Path) -> None:
    source = word(tmp_path)
    secret = tmp_path / "secret.txt"
    secret.write_text("SECRET", "utf-8")
    path = tmp_path / "entity.docx"
    with zipfile.ZipFile(source) as old, zipfile.ZipFile(path, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            if name == "word/document.xml":
                head, _, body = content.partition(b"?>")
                doctype = f'<!DOCTYPE w [<!ENTITY x SYSTEM "{secret.as_uri()}">]>'.encode()
                content = head + b"?>" + doctype + body.replace(b"Trois", b"Trois&x;")
            new.writestr(name, content)
    try:
        document = ingest(path)
    except IngestError:
        return
    assert "SECRET" not in "".join(block.text for block in document.blocks)


def test_a_page_nested_deeply(tmp_path: Path) -> None:
    path = tmp_path / "deep.html"
    path.write_text(
        "<html><body>" + "<div>" * 5000 + "<p>The school is open again, and the pupils are back.</p>", "utf-8"
    )
    try:
        document = ingest(path)
    except IngestError:  # the parser may give up below some depth
        return
    assert "pupils" in document.blocks[0].text


def test_too_large(tmp_path: Path) -> None:
    path = tmp_path / "large.txt"
    with path.open("wb") as stream:
        stream.truncate(200 * 1024 * 1024)
    with pytest.raises(StoreError, match="200 MB"):
        ingest(path)


def test_unknown_language(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Le bac est là.", "utf-8")
    with pytest.raises(UnknownLanguageError):
        ingest(path, language="klingon")


def test_a_given_language_is_kept(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text("Le bac de Tamba\n\nLe bac est là. Il part.", "utf-8")
    document = ingest(path, language="fr-CA")
    assert document.language == "fr-CA"
    assert document.blocks[0].kind is BlockKind.TITLE


@pytest.mark.parametrize(
    "content", ['<?xml version="1.0"?>\n<tmx version="1.4"><body/></tmx>', "<xliff version='1.2'>\n"]
)
def test_a_translation_is_no_document(content: str, tmp_path: Path) -> None:
    path = tmp_path / "memory.tmx"
    path.write_text(content + "A sentence.", encoding="utf-8")
    with pytest.raises(IngestError, match="this is an XML file, not a document"):
        ingest(path, language="en")
    path.write_text("<tmx> is how such a file begins.", encoding="utf-8")
    with pytest.raises(IngestError):
        ingest(path, language="en")
    path.write_text("The file begins with <tmx>.", encoding="utf-8")
    assert len(ingest(path, language="en").blocks) == 1
