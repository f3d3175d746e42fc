"""``accord memory pretranslate``: its options and outputs, what it uses of a memory, and what it refuses."""

import json
from itertools import islice

import pytest
from test_pretranslate_files import FUZZY, HEAD, NEW, TAIL, filled

from tmx.formats.registry import format_of
from tmx.formats.tmx import read_tmx, write_tmx
from tmx.model import Segment, TranslationUnit
from tmx.store.sqlite import open_memory


def test_the_glossary_repairs_a_match(run_pretranslate, memory_folder):
    source = "Smuggling of migrants is a serious crime in every country."
    text = filled(run_pretranslate, memory_folder, "a.csv", f"source,target\n{source},\n", "--glossary", "glossary.csv")
    assert "Ce crime grave, trafic illicite de migrants, existe dans tous les pays." in text


REPEATS = "source,target\nNobody knows,Personne ne sait\nNobody knows,\nTwice,Deux fois\nTwice,Deux coups\nTwice,\n"


def test_repeats_of_the_file_serve_where_asked(run_pretranslate, memory_folder):
    assert filled(run_pretranslate, memory_folder, "a.csv", REPEATS) == REPEATS
    (memory_folder / "b.csv").write_text("source,target\nNobody knows,\n", "utf-8")
    done = run_pretranslate("a.csv", "b.csv", "--repeats", "--json")
    assert (memory_folder / "a.csv").read_text("utf-8").splitlines()[2] == "Nobody knows,Personne ne sait"
    assert (memory_folder / "b.csv").read_text("utf-8").splitlines()[1] == "Nobody knows,Personne ne sait"
    told = [json.loads(line) for line in done.out.splitlines()]
    assert [(one["file"], one["unit"], one["kind"], one["state"]) for one in told] == [
        ("a.csv", 2, "repeat", "translated"),
        ("a.csv", 5, "repeat", "needs-review-translation"),
        ("b.csv", 1, "repeat", "translated"),
    ]


def test_context_makes_a_match_certain(run_pretranslate, memory_folder):
    units = [
        TranslationUnit("", (Segment("en", en), Segment("fr", fr)))
        for en, fr in (("Window", "Fenêtre"), ("Close", "Fermer"), ("Far", "Loin"), ("Close", "Proche"))
    ]
    write_tmx(memory_folder / "memory.tmx", units, source_language="en")
    (memory_folder / "a.csv").write_text("source,target\nFar,\nClose,\n", "utf-8")
    told = [json.loads(line) for line in run_pretranslate("a.csv", "--json").out.splitlines()]
    assert [(one["score"], one["kind"], one["target"], one["state"]) for one in told][1] == (
        101,
        "context",
        "Proche",
        "translated",
    )


@pytest.mark.parametrize(("name", "written"), [(None, "release.txt.xlf"), ("r.xlf", "r.xlf"), ("r.tsv", "r.tsv")])
def test_a_document_becomes_a_file_to_translate(run_pretranslate, memory_folder, name, written):
    text = f"Save the file.\n\n{FUZZY}\n\nNobody has ever translated this sentence."
    (memory_folder / "release.txt").write_text(text, "utf-8")
    run_pretranslate("release.txt", *(["-o", name] if name else []))
    units = list(format_of(memory_folder / written).read(memory_folder / written, "en", "fr"))
    assert [unit.variants[1].text for unit in units] == ["Enregistrer le fichier", NEW, ""]
    assert [unit.property("state") for unit in units][2] in (None, "")
    assert (memory_folder / "release.txt").read_text("utf-8") == text


def test_a_file_beside_a_document_is_not_overwritten(run_pretranslate, memory_folder):
    (memory_folder / "release.txt").write_text("Save the file.", "utf-8")
    (memory_folder / "release.txt.xlf").write_text("mine", "utf-8")
    assert "is there already" in run_pretranslate("release.txt", code=2).err
    assert (memory_folder / "release.txt.xlf").read_text("utf-8") == "mine"
    run_pretranslate("release.txt", "--force")
    assert "Enregistrer" in (memory_folder / "release.txt.xlf").read_text("utf-8")


def test_a_database_notes_what_was_used(run_pretranslate, memory_folder):
    with open_memory(memory_folder / "memory.db", create=True) as memory:
        memory.add(islice(read_tmx(memory_folder / "memory.tmx"), 3))
    (memory_folder / "a.tsv").write_text(
        f"id\tsource\ttarget\n1\tSave the file\t\n2\t{FUZZY}\t\n3\tSave the file\t\n", "utf-8"
    )
    for options in (["--dry-run"], ["-o", "b.tsv"]):
        run_pretranslate("a.tsv", "--memory", "memory.db", *options, memory=False)
        with open_memory(memory_folder / "memory.db") as memory:
            used = [stored.used for stored in memory]
            dates = [stored.last_used is not None for stored in memory]
        assert used == ([0, 0, 0] if options == ["--dry-run"] else [2, 1, 0])
        assert dates == [count > 0 for count in used]
    for file in memory_folder.glob("memory.db*"):
        if file.is_file():
            file.chmod(0o400)
    run_pretranslate("a.tsv", "--memory", "memory.db", "-o", "c.tsv", memory=False)
    assert (memory_folder / "c.tsv").read_bytes() == (memory_folder / "b.tsv").read_bytes()


def test_outputs_dry_run_and_summary(run_pretranslate, memory_folder):
    before = "source,target\nSave the file,\nClose,Fermez\nNobody knows,\n"
    for name in ("a.csv", "b.csv"):
        (memory_folder / name).write_text(before, "utf-8")
    done = run_pretranslate("a.csv", "--dry-run")
    assert "Would fill  a.csv · 1 of 3 units · 1 exact · 1 left empty · 1 translated before" in done.err
    run_pretranslate("a.csv", "b.csv", "-o", "out")
    assert (memory_folder / "a.csv").read_text("utf-8") == before
    assert "Enregistrer" in (memory_folder / "out" / "b.csv").read_text("utf-8")
    run_pretranslate("a.csv", "-o", "new/")
    assert "Enregistrer" in (memory_folder / "new" / "a.csv").read_text("utf-8")


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["memory.tmx"], "a TMX file cannot be filled"),
        (["gone.xlf"], "no such file"),
        (["a.xlf", "--from", "fr", "--to", "en"], "it translates from en, not fr"),
        (["a.xlf", "sub/a.xlf", "-o", "out"], "two files would become this one"),
        (["release.txt", "-o", "release.docx"], "is written as .xlf"),
    ],
)
def test_what_cannot_be_done_is_said_and_nothing_changes(run_pretranslate, memory_folder, arguments, message):
    (memory_folder / "sub").mkdir()
    text = f'{HEAD}<trans-unit id="u"><source>Save the file</source></trans-unit>{TAIL}'
    for name in ("a.xlf", "sub/a.xlf"):
        (memory_folder / name).write_text(text, "utf-8", newline="")
    (memory_folder / "release.txt").write_text("Save the file.", "utf-8")
    assert message in run_pretranslate(*arguments, code=2).err
    assert (memory_folder / "a.xlf").read_bytes().decode() == text


def test_what_was_unsure_in_its_file_is_to_be_reviewed(memory_folder, run_accord):
    def po(entry):
        return f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{entry}'

    (memory_folder / "old.po").write_text(po('#, fuzzy\nmsgid "Close"\nmsgstr "Fermer"\n'), encoding="utf-8")
    (memory_folder / "new.po").write_text(po('msgid "Close"\nmsgstr ""\n'), encoding="utf-8")
    run_accord("memory", "import", "old.po", "--memory", "old.db")
    for memory in ("old.db", "old.po"):
        run_accord("memory", "pretranslate", "new.po", "--memory", memory, "-o", "filled.po")
        assert '#, fuzzy\nmsgid "Close"\nmsgstr "Fermer"' in (memory_folder / "filled.po").read_text(encoding="utf-8")
    (memory_folder / "sure.po").write_text(po('msgid "Close"\nmsgstr "Clore"\n'), encoding="utf-8")
    run_accord("memory", "import", "sure.po", "--memory", "old.db")  # somebody has looked at this one
    run_accord("memory", "pretranslate", "new.po", "--memory", "old.db", "-o", "filled.po")
    assert (memory_folder / "filled.po").read_text(encoding="utf-8").endswith('\nmsgid "Close"\nmsgstr "Clore"\n')
