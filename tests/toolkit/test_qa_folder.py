"""``accord qa FOLDER``: which files below it are checked, and what is said of the others."""

import json
from pathlib import Path

import docx
import pytest

from toolkit.workflows.qa_folder import translations_in

PO = 'msgid ""\nmsgstr "Language: fr\\n"\n\nmsgid "It costs 807 euros."\nmsgstr "Il coûte {figure} euros."\n'
TABLE = "id,source,target\n1,It costs 807 euros.,Il coûte 870 euros.\n"
XLIFF = (
    '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
    'target-language="fr" datatype="plaintext"><body><trans-unit id="1"><source>It costs 807 euros.</source>'
    "<target>Il coûte 807 euros.</target></trans-unit></body></file></xliff>"
)
TMX = (
    '<tmx version="1.4"><header creationtool="{tool}" creationtoolversion="1" segtype="sentence" o-tmf="x" '
    'adminlang="en" srclang="en" datatype="plaintext"/><body><tu><tuv xml:lang="en"><seg>It costs 807 euros.</seg>'
    '</tuv><tuv xml:lang="fr"><seg>Il coûte 870 euros.</seg></tuv></tu></body></tmx>'
)
FILES = {
    "b.po": PO.replace("{figure}", "870"),
    "a/deep/c.csv": TABLE,
    "a/x.xlf": XLIFF,
    "a/from-a-tool.tmx": TMX.replace("{tool}", "OmegaT"),
    "messages.xml": XLIFF,
    ".hidden/h.po": PO,
    "a/.h.po": PO,
    "a/~$c.csv": TABLE,
    "template.pot": PO,
    "b.mo": "compiled",
    "video.ts": "no Qt at all",
    "out/memory.tmx": TMX.replace("{tool}", "Accord"),
    "words.csv": "word,count\nthe,12\n",
    "glossary.csv": "en,fr\nborder,frontière\n",
    "readme.txt": "A text.",
    "strings.xml": "<resources/>",
}
CHECKED = ["a/deep/c.csv", "a/from-a-tool.tmx", "a/x.xlf", "b.po", "messages.xml"]


@pytest.fixture
def folder(tmp_path, monkeypatch):
    root = tmp_path / "project"
    for name, content in FILES.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(content, encoding="utf-8")
    outside = tmp_path / "outside.po"
    outside.write_text(PO, encoding="utf-8")
    (root / "link.po").symlink_to(outside)
    (root / "a" / "same.po").symlink_to(root / "b.po")
    (root / "loop").symlink_to(tmp_path)
    monkeypatch.chdir(root)
    return root


def _files(report):
    found = {}
    for finding in json.loads(report):
        found.setdefault(finding["file"], []).append(finding["code"])
    return found


def test_what_is_found_below_a_folder(folder):
    found = translations_in(folder, {folder / "glossary.csv": "the glossary"})
    assert [str(path.relative_to(folder)) for path in found.files] == CHECKED
    assert {str(one.path.relative_to(folder)): one.reason for one in found.left_out} == {
        "b.mo": "compiled from another file",
        "glossary.csv": "the glossary",
        "link.po": "a link out of the folder",
        "loop": "a link out of the folder",
        "out/memory.tmx": "a memory that Accord wrote",
        "template.pot": "a template, nothing in it is translated",
        "words.csv": "no columns called source and target",
    }
    assert found.others == 3


def test_the_command_checks_them_all(folder, run_accord):
    done = run_accord("qa", ".", "--glossary", "glossary.csv", "--select", "NUM001", "--format", "json", code=1)
    assert _files(done.out) == {name: ["NUM001"] for name in ("a/deep/c.csv", "a/from-a-tool.tmx", "b.po")}
    assert done.err.splitlines()[0] == "Checking    5 files in ./"
    assert "glossary.csv (the glossary)" in done.err
    assert done.err.splitlines()[1].endswith(" · 3 files of other kinds")


def test_in_french_and_quietly(folder, run_accord):
    done = run_accord("--ui", "fr", "qa", ".", "--glossary", "glossary.csv", "--format", "json", code=1)
    assert done.err.splitlines()[0] == "Contrôle    5 fichiers dans ./"
    assert "template.pot (un modèle, rien n’y est traduit)" in done.err
    assert run_accord("-q", "qa", ".", "--glossary", "glossary.csv", "--format", "json", code=1).err == ""


def test_what_the_project_names_is_no_translation(folder, run_accord):
    (folder / "accord.toml").write_text('glossary = "glossary.csv"\nmemory = "a/from-a-tool.tmx"\n', encoding="utf-8")
    done = run_accord("qa", ".", "--select", "NUM001", "--format", "json", code=1)
    assert set(_files(done.out)) == {"a/deep/c.csv", "b.po"}
    assert "a/from-a-tool.tmx (the memory)" in done.err


def test_reports_of_before_are_left_aside(folder, run_accord):
    glossary = ("--glossary", "glossary.csv")
    run_accord("qa", ".", *glossary, "-o", "a/qa.xlsx", "-o", "before.json", code=1)
    again = run_accord("qa", ".", *glossary, "--baseline", "before.json", "-o", "other.xlsx", "--format", "xlsx")
    assert "a/qa.xlsx (a workbook that Accord wrote)" in again.err
    assert "Checking    5 files" in again.err


def test_all_are_put_right(folder, run_accord):
    (folder / "a/deep/c.csv").write_text("source,target\nNo.,Non  non.\n", encoding="utf-8")
    (folder / "b.po").write_text('msgid "No."\nmsgstr "Non  non."\n', encoding="utf-8")
    run_accord("qa", "--fix", ".", "--glossary", "glossary.csv", "--fail-on", "never")
    assert "Non non." in (folder / "a/deep/c.csv").read_text(encoding="utf-8")
    assert "Non non." in (folder / "b.po").read_text(encoding="utf-8")


def test_a_file_that_is_named_too_is_checked_once(folder, run_accord):
    done = run_accord("qa", "b.po", ".", "template.pot", "--select", "NUM001", "--format", "json", code=1)
    assert json.loads(done.out)[0]["file"] == "b.po"
    assert _files(done.out)["b.po"] == ["NUM001"]
    assert "template.pot" in _files(done.out)  # it is named


def test_a_workbook_that_is_not_read_is_named(folder, run_accord):
    (folder / "b.ods").write_bytes(b"PK")
    done = run_accord("qa", ".", "--select", "NUM001", "--format", "json", code=1)
    assert "b.ods (of workbooks only .xlsx is read)" in done.err


def test_a_folder_without_translations(tmp_path, run_accord):
    (tmp_path / "a.txt").write_text("A text.", encoding="utf-8")
    done = run_accord("qa", tmp_path, code=2)
    assert done.err.splitlines()[0] == f"accord: {tmp_path}: there is no translation in the folder"
    assert "--source goes with one FILE" in run_accord("qa", tmp_path, "--source", tmp_path / "a.txt", code=2).err


def test_a_broken_file_does_not_stop_the_others(folder, run_accord):
    (folder / "a/x.xlf").write_text("<xliff", encoding="utf-8")
    done = run_accord("qa", ".", "--glossary", "glossary.csv", "--select", "NUM001", "--format", "json", code=2)
    assert set(_files(done.out)) == {"a/deep/c.csv", "a/from-a-tool.tmx", "b.po"}
    assert "1 of 5 files could not be checked" in done.err


def test_a_glossary_that_is_not_there_is_said_once(folder, run_accord):
    done = run_accord("qa", ".", "--glossary", "nowhere.csv", code=2)
    assert done.err.count("nowhere.csv: there is no such file") == 1


EN = "The programme helped 807 people. It ended in May."
FR = "Le programme a aidé {figure} personnes. Il s’est terminé en mai."


def _write(folder, name, text):
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    if path.suffix == ".docx":
        document = docx.Document()
        document.add_paragraph(text)
        document.save(path)
    elif path.suffix == ".html":
        path.write_text(f"<html><body><p>{text}</p></body></html>", encoding="utf-8")
    elif path.suffix == ".json":
        path.write_text(json.dumps({"news": text}), encoding="utf-8")
    else:
        path.write_text(text, encoding="utf-8")


@pytest.mark.parametrize(
    ("original", "translation"),
    [
        ("release.en.docx", "release.fr.docx"),
        ("2024/bilan en bref_EN.txt", "2024/bilan en bref_FR-ca.txt"),
        ("en/a page.html", "fr/a page.html"),
        ("en/a.en.txt", "fr/a.fr.txt"),
        ("été.docx", "été (fr).docx"),
        ("en.json", "fr.json"),
    ],
)
def test_a_document_is_checked_beside_its_original(tmp_path, monkeypatch, run_accord, original, translation):
    monkeypatch.chdir(tmp_path)
    _write(tmp_path, original, EN)
    _write(tmp_path, translation, FR.format(figure=870))
    done = run_accord("qa", ".", "--select", "NUM001", "--format", "json", code=1)
    assert _files(done.out) == {str(Path(translation)): ["NUM001"]}
    assert done.err.splitlines() == ["Checking    1 file in ./"]
    assert original in run_accord("qa", ".", "-o", "qa.html", "--fail-on", "never").err + Path("qa.html").read_text()


def test_the_other_direction_and_who_belongs_to_nobody(tmp_path, monkeypatch, run_accord):
    monkeypatch.chdir(tmp_path)
    _write(tmp_path, "a.en.txt", EN)
    _write(tmp_path, "a.fr.txt", FR.format(figure=807))
    _write(tmp_path, "alone.fr.docx", FR)
    _write(tmp_path, "frost.txt", EN)  # the name of no language
    for name in ("b.en-GB.txt", "b.en-US.txt", "b.fr.txt"):  # which of the two is not known
        _write(tmp_path, name, EN)
    done = run_accord("qa", ".", "--format", "json")
    assert done.err.splitlines() == [
        "Checking    1 file in ./",
        "Left out    alone.fr.docx, b.fr.txt (a document, checked beside its --source) · 3 files of other kinds",
    ]
    found = translations_in(tmp_path, {}, source_language="fr", target_language="en").originals
    assert {path.name: original.name for path, original in found.items()} == {
        "a.en.txt": "a.fr.txt",
        "b.en-GB.txt": "b.fr.txt",
        "b.en-US.txt": "b.fr.txt",
    }


def test_documents_of_a_folder_are_put_right(tmp_path, run_accord):
    _write(tmp_path, "a.en.docx", EN)
    _write(tmp_path, "a.fr.docx", FR.format(figure=807) + " Il y a: deux fins.")
    run_accord("qa", "--fix", tmp_path, "--fail-on", "never")
    assert "a\u00a0: deux fins." in docx.Document(tmp_path / "a.fr.docx").paragraphs[0].text
    assert docx.Document(tmp_path / "a.en.docx").paragraphs[0].text == EN
