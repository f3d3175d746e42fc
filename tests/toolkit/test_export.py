"""``accord export``: what each tool gets, read again by others where they can read it; nothing is overwritten."""

import csv
import shutil
import subprocess

import pytest

from tmx.formats.registry import read_units
from tmx.formats.tmx import read_tmx, write_tmx
from tmx.formats.wordfast import write_wordfast
from tmx.model import InlineCode, Segment, TranslationUnit

PAIRS = (
    ("The committee adopted the report.", "Le comité a adopté le rapport."),
    ('Save\tthe\nfile & "go" \\ on', "Enregistrer\tle\nfichier & «\u202fallez\u202f» \\"),
    ("Wash your hands.", "Lavez-vous les mains."),
    ("Wash your hands.", "Se laver les mains."),
    ("Literal &'26; here", "Littéral &'26; ici"),
)
GLOSSARY = "en,fr,note\nIOM,OIM,an agency\nlabour migration,migration de main-d’œuvre,\n=1+1,=1+1,\n"
FILES = {
    "omegat": {"tm/auto/memory.tmx", "glossary/glossary.utf8", "omegat.project"},
    "trados": {"memory-trados.tmx", "glossary-multiterm.xml", "glossary-trados.tbx"},
    "memoq": {"memory-memoq.tmx", "glossary-memoq.csv", "glossary-memoq.tbx"},
    "lokalize": {"memory-lokalize.tmx", "memory/memory.po", "terms.tbx", "index.lokalize"},
    "poedit": {"memory-poedit.tmx", "glossary-poedit.po"},
    "wordfast": {"memory-wordfast.tmx", "memory-wordfast.txt", "glossary-wordfast.txt"},
}
LANGUAGES = dict.fromkeys(("trados", "memoq", "wordfast"), ("en-GB", "fr-FR"))


@pytest.fixture
def folder(tmp_path, monkeypatch):
    units = [
        TranslationUnit(f"u{n}", (Segment("en-US", one), Segment("fr", other))) for n, (one, other) in enumerate(PAIRS)
    ]
    coded = TranslationUnit(
        "code",
        (
            Segment("en-US", "Press Enter", (InlineCode(6, "standalone", "<br/>", "1"),)),
            Segment("fr", "Appuyez sur Entrée", (InlineCode(12, "standalone", "<br/>", "1"),)),
        ),
    )
    blank = TranslationUnit("blank", (Segment("en-US", "Nothing"), Segment("fr", " ")))
    other = TranslationUnit("other", (Segment("en-US", "Nothing"), Segment("de", "Nichts")))
    write_tmx(tmp_path / "m.tmx", [*units, coded, blank, other], source_language="en-US")
    (tmp_path / "g.csv").write_text(GLOSSARY, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def accord(folder, run_accord):
    return run_accord


@pytest.fixture
def export(accord):
    def run(tool, *more, code=0):
        return accord("export", tool, "out", "--memory", "m.tmx", "--glossary", "g.csv", *more, code=code)

    return run


def files_of(folder):
    return {path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.is_file()}


@pytest.mark.parametrize("tool", FILES)
def test_files_and_languages(export, folder, tool):
    done = export(tool)
    assert files_of(folder / "out") == FILES[tool]
    assert "Next" in done.err
    (path,) = (folder / "out").rglob("*.tmx")
    units = list(read_tmx(path))
    assert {tuple(v.language for v in unit.variants) for unit in units} == {LANGUAGES.get(tool, ("en", "fr"))}
    assert [tuple(v.text for v in unit.variants) for unit in units][:5] == list(PAIRS)
    assert len(units) == 6, "without the blank one, and that in German"
    has_codes = bool(units[5].variants[0].codes)
    assert has_codes == (tool not in ("lokalize", "poedit"))


@pytest.mark.parametrize("tool", FILES)
def test_other_languages_where_asked(export, folder, tool):
    export(tool, "--tmx-languages", "en-IE,fr-CH")
    (path,) = (folder / "out").rglob("*.tmx")
    assert {tuple(v.language for v in unit.variants) for unit in read_tmx(path)} == {("en-IE", "fr-CH")}


@pytest.mark.parametrize("tool", FILES)
def test_nothing_is_overwritten_without_force(export, folder, tool):
    export(tool)
    before = {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()}
    (folder / "m.tmx").write_bytes((folder / "m.tmx").read_bytes().replace(b"committee", b"council"))
    assert "is there already" in export(tool, code=2).err
    assert {path: path.read_bytes() for path in before} == before
    done = export(tool, "--force")
    assert any(path.read_bytes() != content for path, content in before.items())
    assert ("Kept" in done.err) == (tool in ("omegat", "lokalize"))


@pytest.mark.parametrize("tool", FILES)
def test_the_same_again(export, folder, tool):
    export(tool)
    before = {path: path.read_bytes() for path in (folder / "out").rglob("*") if path.is_file()}
    export(tool, "--force")
    assert {path: path.read_bytes() for path in before} == before


def test_a_project_of_the_translators_stays(export, folder):
    (folder / "out").mkdir()
    (folder / "out" / "omegat.project").write_text("mine")
    export("omegat", "--force")
    assert (folder / "out" / "omegat.project").read_text() == "mine"


def test_memory_and_glossary_of_the_folder_are_taken(accord, folder):
    shutil.copy("m.tmx", "memory.tmx")
    shutil.copy("g.csv", "glossary.csv")
    accord("export", "trados", ".")
    assert {"memory-trados.tmx", "glossary-multiterm.xml"} <= files_of(folder)


def test_memory_alone_and_glossary_alone(accord, folder):
    accord("export", "memoq", "one", "--memory", "m.tmx")
    accord("export", "memoq", "two", "--glossary", "g.csv")
    assert files_of(folder / "one") == {"memory-memoq.tmx"}
    assert files_of(folder / "two") == {"glossary-memoq.csv", "glossary-memoq.tbx"}


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["out"], "nothing to export"),
        (["out", "--memory", "gone.tmx"], "no such file"),
        (["out", "--memory", "m.tmx", "--from", "es"], "no unit is in es and fr"),
        (["out", "--memory", "m.tmx", "--tmx-languages", "english"], "not a language code"),
        (["x", "--memory", "x/memory-trados.tmx", "--force"], "what is to be exported"),
    ],
)
def test_what_cannot_be_done_is_said(accord, folder, arguments, message):
    (folder / "x").mkdir()
    shutil.copy("m.tmx", "x/memory-trados.tmx")
    before = (folder / "x" / "memory-trados.tmx").read_bytes()
    assert message in accord("export", "trados", *arguments, code=2).err
    assert (folder / "x" / "memory-trados.tmx").read_bytes() == before
    assert files_of(folder / "out") == set()


def test_database_and_glossary_database(accord, folder):
    accord("memory", "import", "m.tmx", "--memory", "memory.db")
    accord("terms", "import", "g.csv", "-o", "glossary.db", "--from", "en", "--to", "fr")
    accord("export", "poedit", "out", "--memory", "memory.db", "--glossary", "glossary.db")
    assert len(list(read_tmx(folder / "out" / "memory-poedit.tmx"))) == 6


def test_wordfast_memory_is_read_by_translate_toolkit(export, folder):
    from translate.storage.wordfast import WordfastTMFile

    export("wordfast")
    content = (folder / "out" / "memory-wordfast.txt").read_bytes()
    assert content.startswith(b"\xff\xfe%\0")
    store = WordfastTMFile.parsestring(content)
    found = [(unit.source, unit.target) for unit in store.units if unit.istranslated()]
    expected = [tuple(" ".join(text.split("\t")).replace("\n", " ") for text in pair) for pair in PAIRS]
    assert found == [*(tuple(pair) for pair in expected[:4]), expected[4], ("Press Enter", "Appuyez sur Entrée")]
    assert b"".join(content.splitlines()[:1]).decode("utf-16").split("\t")[2:6:3] == ["%TU=00000006", "%FR-FR"]


def test_wordfast_takes_no_longer_segments_and_codes(tmp_path):
    units = [
        TranslationUnit("", (Segment("en", "a" * 8001), Segment("fr", "b"))),
        TranslationUnit("", (Segment("en", "c"), Segment("fr", "d"))),
    ]
    assert write_wordfast(tmp_path / "w.txt", units, languages=("en-GB-oxendict", "fr")) == 1
    assert "\tEN-GB\tc\tFR\td\r\n" in (tmp_path / "w.txt").read_bytes().decode("utf-16")


def test_glossaries_of_pairs(export, folder):
    export("wordfast")
    lines = (folder / "out" / "glossary-wordfast.txt").read_bytes().decode("utf-16").split("\r\n")
    assert lines == ["IOM\tOIM\tan agency", "labour migration\tmigration de main-d’œuvre\t", "=1+1\t=1+1\t", ""]
    export("memoq")
    with (folder / "out" / "glossary-memoq.csv").open(encoding="utf-8-sig", newline="") as stream:
        rows = list(csv.reader(stream))
    assert rows[:2] == [["English", "French", "Entry_Subject", "Entry_Note"], ["IOM", "OIM", "", "an agency"]]
    assert rows[3] == [" =1+1", " =1+1", "", ""], "no spreadsheet takes it for a formula"


def test_po_of_a_memory(export, folder):
    assert "memory/memory.po · 6 units\n" in export("lokalize").err
    path = folder / "out" / "memory" / "memory.po"
    units = list(read_units(path, source_language="en", target_language="fr"))
    assert [tuple(segment.text for segment in unit.variants) for unit in units][:5] == list(PAIRS)
    assert [unit.identifier for unit in units][2:4] == ["Wash your hands.", "2"]
    if shutil.which("msgfmt"):
        done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", str(path)], capture_output=True, text=True)
        assert "error" not in done.stderr, done.stderr


def test_lokalize_finds_its_glossary_and_languages(export, folder):
    from translate.storage.tbx import tbxfile

    export("lokalize")
    project = (folder / "out" / "index.lokalize").read_text(encoding="utf-8")
    assert "GlossaryTbx=terms.tbx\nLangCode=fr\n" in project
    units = tbxfile.parsefile(str(folder / "out" / "terms.tbx")).units
    assert ("IOM", "OIM") in [(unit.source, unit.target) for unit in units]
