"""The main job on the example releases, end to end."""

import shutil
import sys
from contextlib import redirect_stdout
from functools import partial
from io import StringIO
from pathlib import Path

import pytest

from termbase.formats.registry import read_glossary
from termbase.review import accept, reject
from tmx.formats.tmx import read_header, read_tmx
from toolkit.cli.main import main
from toolkit.workflows.glossary_review import Decision, GlossaryReview

EXAMPLES = Path(__file__).parents[2] / "examples"
FILES = {"memory.tmx", "glossary.tbx", "glossary.csv", "alignment.html", "alignment.xlsx", "build.log"}


def run(*words):
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    return stop.value.code


def fill(root, count):
    """So many of the example pairs below this folder."""
    rows = [line.split("\t") for line in (EXAMPLES / "gold" / "pairs.tsv").read_text(encoding="utf-8").splitlines()[1:]]
    for side, column in (("originals", 1), ("releases", 2)):
        (root / side).mkdir()
        for row in rows[:count]:
            shutil.copy2(EXAMPLES / side / row[column], root / side)
    return root


@pytest.fixture(scope="module")
def folders(tmp_path_factory):
    """A few of the example pairs, with one document without counterpart."""
    root = fill(tmp_path_factory.mktemp("build"), 4)
    shutil.copy2(EXAMPLES / "originals" / "mobile-clinics-kiribati.txt", root / "originals")
    return root


@pytest.fixture(scope="module")
def small(tmp_path_factory):
    """A single pair, for what does not depend on how much there is."""
    return fill(tmp_path_factory.mktemp("small"), 1)


@pytest.fixture(scope="module")
def built(folders):
    """What was built of them, and what was said."""
    said = StringIO()
    with redirect_stdout(said):
        assert run("build", folders / "originals", folders / "releases", "-o", folders / "out") == 0
    return folders / "out", said.getvalue()


@pytest.fixture
def copied(built, tmp_path):
    """The folder that was built, to change something in it."""
    return shutil.copytree(built[0], tmp_path / "out")


def test_everything_is_written(built):
    out, said = built
    assert {path.name for path in out.iterdir()} == FILES
    assert "5 English and 4 French documents" in said
    assert "4 pairs · without counterpart: 1 English" in said


def test_run_again_gives_the_same_bytes_and_quiet_says_nothing(built, folders, capsys):
    out, _ = built
    assert run("build", folders / "originals", folders / "releases", "-o", folders / "again", "--quiet") == 0
    assert capsys.readouterr() == ("", "")
    for name in FILES:
        assert (out / name).read_bytes() == (folders / "again" / name).read_bytes(), name


def test_units_say_where_they_come_from(built):
    out, _ = built
    units = list(read_tmx(out / "memory.tmx"))
    assert read_header(out / "memory.tmx").creation_tool == "Accord"
    assert len(units) > 60
    for unit in units:
        assert unit.property("x-source-document")
        assert unit.property("x-target-document")
        assert 0 <= float(unit.property("x-confidence")) <= 1
        assert unit.property("x-bead").count("-") == 1
        assert unit.created is not None
        assert [segment.language for segment in unit.variants] == ["en", "fr"]


def test_languages_can_be_renamed(small):
    out = small / "regional"
    assert run("build", small / "originals", small / "releases", "-o", out, "--tmx-languages", "en-GB,fr-FR") == 0
    unit = next(read_tmx(out / "memory.tmx"))
    assert [segment.language for segment in unit.variants] == ["en-GB", "fr-FR"]


def test_a_broken_document_does_not_stop_the_others(small, tmp_path, capsys):
    for side in ("originals", "releases"):
        shutil.copytree(small / side, tmp_path / side)
    (tmp_path / "releases" / "casse.docx").write_bytes(b"PK\x03\x04 cut off")
    code = run("build", tmp_path / "originals", tmp_path / "releases", "-o", tmp_path / "out")
    captured = capsys.readouterr()
    assert code == 2
    assert "casse.docx" in captured.err
    assert {path.name for path in (tmp_path / "out").iterdir()} == FILES
    assert "casse.docx: not read" in (tmp_path / "out" / "build.log").read_text(encoding="utf-8")


def test_a_review_with_decisions_is_not_overwritten(folders, copied, capsys):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(copied / "alignment.xlsx")
    book["Beads"]["J2"] = "ok"
    book.save(copied / "alignment.xlsx")
    before = (copied / "alignment.xlsx").read_bytes()
    assert run("build", folders / "originals", folders / "releases", "-o", copied) == 0
    assert (copied / "alignment.xlsx").read_bytes() == before
    assert "no alignment.xlsx: somebody has written into this review" in capsys.readouterr().out
    given = ("--approved", copied / "alignment.xlsx", "--ui", "fr")  # the way out that the line above names
    assert run("build", folders / "originals", folders / "releases", "-o", copied, *given) == 0
    said = capsys.readouterr().out
    assert "1 tel qu’il a été approuvé" in said
    assert "quelqu’un a écrit dans cette revue, et ce serait perdu" in said


def test_without_openpyxl_one_line_says_so(small, tmp_path, capsys, monkeypatch):
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    assert run("build", small / "originals", small / "releases", "-o", tmp_path) == 0
    assert {path.name for path in tmp_path.iterdir()} == FILES - {"alignment.xlsx"}
    said = [line for line in capsys.readouterr().out.splitlines() if "openpyxl is" in line]
    assert said == [
        "            no alignment.xlsx: to write workbooks openpyxl is needed "
        "(install it: pip install 'accord-toolkit[docs]')"
    ]


def test_decisions_about_terms_are_kept(folders, copied, tmp_path, capsys):
    out = copied
    sides = [folders / "originals", folders / "releases"]
    draft = read_glossary(out / "glossary.tbx")
    first, second = draft.concepts[0].identifier, draft.concepts[1].identifier
    work = GlossaryReview(out / "glossary.tbx")
    work.decide(Decision.REJECTED, partial(reject, identifier=first))
    assert run("build", *sides, "-o", out) == 0
    again = [concept.identifier for concept in read_glossary(out / "glossary.tbx")]
    assert first not in again
    assert second in again
    work = GlossaryReview(out / "glossary.tbx")
    work.decide(Decision.ACCEPTED, partial(accept, identifier=again[0]))
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    capsys.readouterr()
    assert run("build", *sides, "-o", out) == 2
    assert "a new draft would replace them" in capsys.readouterr().err
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    for name in ("glossary.tbx", "glossary.rejected.csv"):
        shutil.move(out / name, tmp_path / name)
    assert run("build", *sides, "-o", out, "--glossary", tmp_path / "glossary.tbx") == 0
    third = {concept.identifier: concept for concept in read_glossary(out / "glossary.tbx")}
    assert first not in third
    assert any(note.endswith("in the glossary") for note in third[again[0]].notes)


def test_folders_the_wrong_way_round_are_named_file_by_file(tmp_path, capsys):
    french = "Le navire est arrivé hier soir dans le port avec des familles à bord. "
    english = "The ship came into the port last night with families on board. "
    for folder, texts in (("one", (french, english)), ("two", (english, french))):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "many.txt").write_text(texts[0] * 8, encoding="utf-8")
        (tmp_path / folder / "stray.txt").write_text(texts[1].replace("s", "x") * 8, encoding="utf-8")
    (tmp_path / "two" / "stray.txt").write_text("Rien à voir avec le reste, du tout. " * 8, encoding="utf-8")
    assert run("build", tmp_path / "one", tmp_path / "two", "-o", tmp_path / "out") == 2
    said = capsys.readouterr().err
    assert "many.txt: this is in French, not in English" in said
    assert "many.txt: this is in English, not in French" in said
    assert "no document of it has a translation" in said
    assert not (tmp_path / "out").exists()
