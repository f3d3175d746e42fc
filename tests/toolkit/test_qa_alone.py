"""``accord qa --alone``: a translated document without its original."""

import json
import re
import zipfile
from pathlib import Path

import docx
import pytest

GLOSSARY = "en,fr,status\nIOM,OIM,preferred\nIOM,OMI,forbidden\n"
PARAGRAPHS = (
    "Vientiane – Le 171ème État membre met en uvre le plan de l’OMI avec les autorités du pays et leurs partenaires.",
    "«\u00a0Nous continuerons. Nous le ferons ensemble, avec les femmes et les hommes du pays\u00a0», a-t-il dit.",
    "Le plan (adopté hier sera suivi de de nouvelles mesures.L’OIM en est sûre, quant à elle, afin de mieux aider.",
)
FOUND = {
    (1, 1, "TYPO004", "171ème"),
    (1, 1, "TYPO003", "uvre"),
    (1, 1, "TERM002", "OMI"),
    (3, 5, "FORM002", PARAGRAPHS[2][8:]),
    (3, 5, "FORM003", "de de"),
    (3, 5, "FORM004", "."),
}
FIXED = (
    PARAGRAPHS[0].replace("171ème", "171e").replace("uvre", "œuvre"),
    PARAGRAPHS[1],
    PARAGRAPHS[2].replace("de de", "de").replace(".L’", ". L’"),
)


ODF = "urn:oasis:names:tc:opendocument:xmlns"
CONTENT = f'''<?xml version="1.0" encoding="UTF-8"?>
<o:document-content xmlns:o="{ODF}:office:1.0" xmlns:text="{ODF}:text:1.0" xmlns:office="{ODF}:office:1.0"
xmlns:svg="{ODF}:svg-compatible:1.0" xmlns:draw="{ODF}:drawing:1.0"><o:body><o:text>{{}}</o:text></o:body>
</o:document-content>'''
NOTE = (
    "<text:note><text:note-citation>1</text:note-citation>"
    "<text:note-body><text:p>Une note.</text:p></text:note-body></text:note>"
)

COMMENT = "<office:annotation><text:p>Un commentaire.</text:p></office:annotation>{}"


@pytest.fixture
def glossary(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "glossary.csv"
    path.write_text(GLOSSARY, encoding="utf-8")
    return path


def _write(name):
    if name.endswith(".docx"):
        document = docx.Document()
        for paragraph in PARAGRAPHS:
            document.add_paragraph(paragraph)
        document.save(name)
        return
    if name.endswith(".odt"):
        _write_odt(name, [one.replace("uvre", f"<text:span>uv</text:span>re{NOTE}") for one in PARAGRAPHS])
        return
    texts = [f"<p>{one}</p>" for one in PARAGRAPHS] if name.endswith(".html") else PARAGRAPHS
    Path(name).write_text("\n\n".join(texts), encoding="utf-8")


def _write_odt(name, paragraphs):
    with zipfile.ZipFile(name, "w") as archive:
        archive.writestr("mimetype", "application/vnd.oasis.opendocument.text")
        archive.writestr("content.xml", CONTENT.format("".join(f"<text:p>{one}</text:p>" for one in paragraphs)))


def _found(run_accord, name):
    done = run_accord("qa", "--alone", name, "--glossary", "glossary.csv", "--format", "json", code=1)
    return {
        (one["number"], one["line"], one["code"], PARAGRAPHS[one["number"] - 1][one["start"] : one["end"]])
        for one in json.loads(done.out)
    }


@pytest.mark.parametrize("name", ["release.txt", "release.html", "release.docx", "release.odt"])
def test_paragraphs_are_checked_by_themselves(name, glossary, run_accord):
    _write(name)
    lines = name in ("release.txt", "release.html")
    assert _found(run_accord, name) == {(at, line if lines else None, *rest) for at, line, *rest in FOUND}


@pytest.mark.parametrize("name", ["release.txt", "release.docx", "release.odt"])
def test_what_has_one_right_form_is_put_right(name, glossary, run_accord):
    _write(name)
    run_accord("qa", "--alone", name, "--fix", "--quiet", code=1)
    if name.endswith(".docx"):
        paragraphs = [paragraph.text for paragraph in docx.Document(name).paragraphs]
    elif name.endswith(".odt"):
        with zipfile.ZipFile(name) as archive:
            content = archive.read("content.xml").decode().replace(NOTE, "").split("<text:p>")[1:]
        paragraphs = [re.sub("<[^>]*>", "", one).strip() for one in content]
    else:
        paragraphs = Path(name).read_text(encoding="utf-8").split("\n\n")
    assert paragraphs == list(FIXED)


# What stands in a LibreOffice document between words that are put right, before and after them.
MARKUP = {
    "comments": (COMMENT.format("plan<office:annotation-end/>"), COMMENT.format("pays<office:annotation-end/>")),
    "a reference to a note": ("note <text:note-ref>1</text:note-ref>", f"pays{NOTE}"),
    "pictures": ("plan<draw:frame><svg:title/><svg:desc/></draw:frame>", "<svg:desc>de de plage</svg:desc>pays"),
    "phonetics": (
        "<text:ruby><text:ruby-base>plan</text:ruby-base><text:ruby-text>p p</text:ruby-text></text:ruby>",
        "",
    ),
    "programs": ("plan<text:script>de de</text:script>", "<office:binary-data>QUJD</office:binary-data>pays"),
    "soft hyphens": ("organi\u00adsation", "gouverne\u00adment"),
    "what is no markup": ("plan<!-- <text:note> -->", "<![CDATA[]]>pays"),
}


@pytest.mark.parametrize("name", MARKUP)
def test_what_stands_between_is_left_in_peace(name, tmp_path, monkeypatch, run_accord):
    monkeypatch.chdir(tmp_path)
    before, after = MARKUP[name]
    text = "Le {} est soutenu par {} femmes et les hommes de toutes les provinces {} du Laos, dit le maire."
    _write_odt("release.odt", [text.format(before, "les les", after)] * 2)
    run_accord("qa", "--alone", "release.odt", "--fix", "--quiet", code=0)
    with zipfile.ZipFile("release.odt") as archive:
        content = archive.read("content.xml").decode()
    assert content == CONTENT.format(f"<text:p>{text.format(before, 'les', after)}</text:p>" * 2)


OPEN = "«\u00a0Nous avons beaucoup travaillé avec nos partenaires du gouvernement."
AGAIN = "«\u00a0Il reste à trouver les moyens de mettre en œuvre ce plan."
OLD = "»\u00a0Il reste à trouver les moyens de mettre en œuvre ce plan."
PLAIN = "Puis viendra le tour des autres, avec les associations."
LAST = "«\u00a0Nous le ferons ensemble\u00a0», a dit le directeur."
END = "Et nous n’oublierons personne\u00a0», a dit le directeur."


@pytest.mark.parametrize(
    ("paragraphs", "told"),
    [
        ((OPEN, AGAIN, LAST), []),
        ((OPEN, PLAIN, END), []),
        ((OPEN, OLD, f"»\u00a0{END}"), []),
        ((OPEN, PLAIN, PLAIN), [1]),
        ((OPEN, PLAIN, LAST), [1]),
        ((PLAIN, PLAIN, END), [3]),
        ((LAST.replace("\u00a0»", ""), PLAIN, LAST), [1]),
        ((f"Il dit «\u00a0oui, et {PLAIN}", LAST), [1]),
        ((f"{OPEN} {LAST}", LAST), [1]),
        (('"Nous avons travaillé avec eux.', '"Nous le ferons ensemble", a dit le directeur.'), []),
        (('"Nous avons travaillé avec eux.', PLAIN, '"Nous le ferons ensemble", a dit le directeur.'), [1]),
    ],
)
def test_quotations_of_several_paragraphs(paragraphs, told, tmp_path, monkeypatch, run_accord):
    monkeypatch.chdir(tmp_path)
    Path("release.txt").write_text("\n\n".join(paragraphs), encoding="utf-8")
    found = run_accord("qa", "--alone", "release.txt", "--select", "FORM002", "--format", "json", code=bool(told) * 1)
    assert [one["number"] for one in json.loads(found.out)] == told


def test_of_a_folder_all_documents_are_checked(glossary, run_accord):
    for name in ("a.txt", "b.docx"):
        _write(name)
    done = run_accord("qa", "--alone", ".", "--format", "json", code=1)
    assert {one["file"] for one in json.loads(done.out)} == {"a.txt", "b.docx"}


def test_the_page_has_one_side(glossary, run_accord):
    _write("release.txt")
    run_accord("qa", "--alone", "release.txt", "-o", "qa.html", code=1)
    page = Path("qa.html").read_text(encoding="utf-8")
    assert "en → fr" not in page
    assert page.count('<span class="side">') == page.count('<span class="side">FR') == 2


@pytest.mark.parametrize(
    ("arguments", "said"),
    [
        (["--source", "release.txt", "release.txt"], "--source compares with an original"),
        (["--score", "release.txt"], "--score compares with an original"),
        (["--with-pofilter", "release.txt"], "--with-pofilter compares with an original"),
        (["empty"], "there is no document in the folder"),
        (["--select", "NUM", "release.txt"], "None of these checks can do without the original"),
        (["glossary.csv"], "only a document (text, HTML, Word, LibreOffice, subtitles) is checked by itself"),
        (["release.pdf"], "this is a PDF, not a text"),
        (["english.txt"], "this is in English, not in French"),
        (["missing.txt"], "no such file"),
    ],
)
def test_what_does_not_go_together_is_said(arguments, said, glossary, run_accord):
    _write("release.txt")
    Path("empty").mkdir()
    Path("release.pdf").write_bytes(b"%PDF-1.7")
    english = "The organization and its partners will go on helping all of the people who have to leave. " * 4
    Path("english.txt").write_text(english, encoding="utf-8")
    assert said in run_accord("qa", "--alone", *arguments, code=2).err
