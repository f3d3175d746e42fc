"""``accord terms diff`` and ``accord terms merge``, also as git calls it."""

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from termbase.diff import diff_glossaries
from termbase.formats.registry import read_glossary
from termbase.formats.rewriting import glossary_suffix
from termbase.model import Concept, Definition, Glossary, Term
from toolkit.cli.main import accord, main

EXAMPLES = Path(__file__).parents[2] / "examples"
HEADER = "concept,subject,language,term,status,type,part of speech,gender,case,definition,context,source,note\n"
BASE = HEADER + "a,,en,return,preferred,full form,,,,,,,\na,,fr,retour,preferred,full form,,,,,,,\n"
OURS = BASE.replace("a,,fr,retour,preferred", "a,,fr,retour,admitted") + "b,,en,boat,preferred,full form,,,,,,,\n"
THEIRS = BASE.replace("a,,fr,retour,preferred", "a,,fr,retour,forbidden") + "c,,en,port,preferred,full form,,,,,,,\n"


def run(*arguments):
    return CliRunner().invoke(accord, ["terms", *map(str, arguments)], catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    for name, text in (("base", BASE), ("ours", OURS), ("theirs", THEIRS)):
        Path(f"{name}.csv").write_text(text, encoding="utf-8")
    return tmp_path


def test_diff_says_what_changed(folder):
    result = run("diff", "base.csv", "ours.csv")
    assert result.return_value == 1
    assert result.stdout == "  a\n    ~ retour (fr)  status: «preferred» → «admitted»\n+ b    boat (en)\n"
    assert result.stderr == "Changes     1 concept added · 1 concept or term changed\n"


def test_diff_of_the_same_glossary_in_two_formats():
    result = run("diff", EXAMPLES / "glossary.csv", EXAMPLES / "glossary.tbx")
    assert (result.return_value, result.stdout, result.stderr) == (0, "", "No changes\n")


def test_diff_knows_a_concept_under_another_name(folder):
    Path("ours.csv").write_text(OURS.replace("\na,", "\nz,"), encoding="utf-8")
    result = run("diff", "base.csv", "ours.csv")
    lines = [
        "  z",
        "    ~ concept: «a» → «z»",
        "    ~ retour (fr)  status: «preferred» → «admitted»",
        "+ b    boat (en)",
    ]
    assert result.stdout.splitlines() == lines
    assert result.stderr == "Changes     1 concept added · 2 concepts and terms changed\n"


def test_diff_as_objects(folder):
    objects = [json.loads(line) for line in run("diff", "ours.csv", "base.csv", "--json").stdout.splitlines()]
    assert [(o["kind"], o["concept"], o["field"], o["old"], o["new"]) for o in objects] == [
        ("term changed", "a", "status", "admitted", "preferred"),
        ("concept removed", "b", "", "boat (en)", ""),
    ]


def test_diff_of_lists_without_names(folder):
    Path("old.csv").write_text("en,fr\nreturn,retour\nboat,bateau\n", encoding="utf-8")
    Path("new.csv").write_text("en,fr\nport,port\nreturn,retour\nboat,navire\n", encoding="utf-8")
    lines = run("diff", "old.csv", "new.csv").stdout.splitlines()
    assert lines == ["+ port    port (en) · port (fr)", "  boat", "    + navire (fr)  preferred", "    - bateau (fr)"]


def test_only_the_words_of_a_field_are_said_in_french(folder, run_accord):
    before = BASE.replace("a,,en,return,preferred,full form,,,,", "a,,en,return,preferred,full form,,,,preferred")
    Path("base.csv").write_text(before, encoding="utf-8")
    Path("ours.csv").write_text(before.replace(",,,,preferred", ",,,,forbidden"), encoding="utf-8")
    out = run_accord("--ui", "fr", "terms", "diff", "base.csv", "ours.csv", code=1).out
    assert "«\u00a0preferred\u00a0» → «\u00a0forbidden\u00a0»" in out


def test_diff_lays_every_definition_of_a_language_side_by_side():
    def glossary(*definitions):
        told = tuple(Definition(text, language) for language, text in definitions)
        return Glossary((Concept("a", (Term("return", "en"),), definitions=told),))

    before = glossary(("en", "one"), ("fr", "un"), ("en", "two"))
    after = glossary(("en", "one"), ("fr", "un"), ("en", "three"))
    (change,) = diff_glossaries(before, after)
    assert (change.field, change.old, change.new) == ("definition (en)", "one\ntwo", "one\nthree")


def test_diff_tells_homonyms_without_names_apart(folder):
    Path("old.csv").write_text("en,fr\nreturn,retour\nreturn,rendement\n", encoding="utf-8")
    Path("new.csv").write_text("en,fr\nreturn,retour\nreturn,revenu\n", encoding="utf-8")
    lines = run("diff", "old.csv", "new.csv").stdout.splitlines()
    assert lines == ["  return (2)", "    + revenu (fr)  preferred", "    - rendement (fr)"]
    assert run("diff", "old.csv", "old.csv").return_value == 0


def test_merge_without_conflict(folder):
    Path("theirs.csv").write_text(THEIRS.replace("forbidden", "preferred"), encoding="utf-8")
    result = run("merge", "base.csv", "ours.csv", "theirs.csv", "-o", "out.csv")
    assert (result.return_value, result.stdout) == (0, "")
    added = "c,,en,port,preferred,full form,,,,,,,\n"
    assert Path("out.csv").read_text(encoding="utf-8") == OURS + added


def test_without_a_name_the_result_takes_the_place_of_ours(folder):
    result = run("merge", "base.csv", "ours.csv", "theirs.csv", "-o", "out.csv")
    assert run("merge", "base.csv", "ours.csv", "theirs.csv").stdout == result.stdout
    assert Path("ours.csv").read_bytes() == Path("out.csv").read_bytes()


def test_lines_may_end_as_on_windows(folder):
    run("merge", "base.csv", "ours.csv", "theirs.csv", "-o", "out.csv")
    for name in ("base.csv", "ours.csv", "theirs.csv"):
        Path(name).write_bytes(Path(name).read_bytes().replace(b"\n", b"\r\n"))
    run("merge", "base.csv", "ours.csv", "theirs.csv", "-o", "windows.csv")
    assert Path("windows.csv").read_bytes() == Path("out.csv").read_bytes()


def test_merge_with_a_conflict(folder):
    result = run("merge", "base.csv", "ours.csv", "theirs.csv", "-o", "out.tbx")
    assert result.return_value == 1
    told = "status: ours «admitted», theirs «forbidden», before «preferred»"
    assert result.stdout == f"a · retour (fr)  {told}\n"
    term = read_glossary(Path("out.tbx")).concepts[0].terms[1]
    assert (term.status, term.notes) == ("admitted", (f"conflict: {told}",))


def test_a_conflict_in_french(folder, run_accord):
    merged = run_accord("--ui", "fr", "terms", "merge", "base.csv", "ours.csv", "theirs.csv", "-o", "out.csv", code=1)
    told = "statut\u00a0: le nôtre «\u00a0admis\u00a0», le leur «\u00a0interdit\u00a0», avant «\u00a0privilégié\u00a0»"
    assert merged.out == f"a · retour (fr)  {told}\n"
    assert "conflict: status: ours «admitted»" in Path("out.csv").read_text(
        encoding="utf-8"
    )  # the file is for everybody
    assert told in run_accord("--ui", "fr", "terms", "validate", "out.csv", code=1).out


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("suffix", [".csv", ".tsv", ".tbx", ".xlsx"])
def test_git_merges_with_it(folder, suffix):
    """Two branches change neighbouring lines, which git alone cannot merge."""
    name = f"glossary{suffix}"

    def git(*arguments, code=0):
        done = subprocess.run(
            ["git", "-c", "user.name=x", "-c", "user.email=x@example.org", *arguments], capture_output=True, text=True
        )
        assert done.returncode == code, done.stdout + done.stderr
        return done.stdout

    def commit(text, message):
        Path("change.csv").write_text(text, encoding="utf-8")
        run("convert", "change.csv", name)
        git("add", name)
        git("commit", "-qm", message)

    git("init", "-q", "-b", "main")
    command = f"'{sys.executable}' -c 'from toolkit.cli.main import main; main()' terms merge %O %A %B --name %P"
    git("config", "merge.accord.driver", command)
    Path(".gitattributes").write_text(f"*{suffix} merge=accord\n", encoding="utf-8")
    commit(BASE, "base")
    git("checkout", "-qb", "theirs")
    commit(THEIRS.replace("forbidden", "preferred"), "theirs")
    git("checkout", "-q", "main")
    commit(OURS, "ours")
    git("merge", "-q", "theirs", "-m", "both")
    both = read_glossary(Path(name))
    assert [concept.identifier for concept in both] == ["a", "b", "c"]
    assert both.concepts[0].terms[1].status == "admitted"
    git("checkout", "-q", "theirs")
    commit(THEIRS, "against ours")
    git("checkout", "-q", "main")
    assert "retour (fr)  status: ours «admitted», theirs «forbidden»" in git("merge", "theirs", "-m", "no", code=1)
    assert "conflict: status: ours «admitted»" in repr(read_glossary(Path(name)))
    if suffix == ".tbx":
        assert "<title>change</title>" in Path(name).read_text(encoding="utf-8")


@pytest.mark.parametrize("suffix", [".csv", ".tbx", ".xlsx", ".mtf", ".utx", ".po", ".utf8"])
def test_files_without_a_suffix_are_known_by_their_content(folder, suffix):
    run("convert", "ours.csv", f"ours{suffix}")
    Path("nameless").write_bytes(Path(f"ours{suffix}").read_bytes())
    assert glossary_suffix(Path("nameless")) == suffix


def test_what_cannot_be_merged_says_which_side_it_is_and_where_the_other_is(folder, capsys):
    Path("one").write_text(BASE, encoding="utf-8")
    Path("two").write_text(BASE + 'b,"x\n', encoding="utf-8")
    with pytest.raises(SystemExit, match="2"):
        main(["terms", "merge", "one", "one", "two", "--name", "terms/glossary.csv"])
    told = capsys.readouterr().err.splitlines()
    assert told[0].startswith("Not merged  ")
    assert told[0].endswith("git show :3:terms/glossary.csv")
    assert told[1] == "accord: terms/glossary.csv (theirs), line 4: a quotation mark is not closed"
    assert Path("one").read_text(encoding="utf-8") == BASE


def test_a_glossary_that_was_not_there_before_is_all_new(folder):
    assert run("diff", "/dev/null", "base.csv").stdout == "+ a    return (en) · retour (fr)\n"
    assert run("diff", "base.csv", "/dev/null").stdout == "- a    return (en) · retour (fr)\n"


def test_both_branches_began_the_glossary(folder):
    Path("empty").write_bytes(b"")
    assert run("merge", "empty", "ours.csv", "ours.csv", "-o", "ours.csv").return_value == 0
    assert Path("ours.csv").read_text(encoding="utf-8") == OURS


BAD = {
    "diff missing": "diff missing.csv base.csv",
    "diff unknown format": "diff base.doc base.csv",
    "diff broken": "diff broken.tbx base.csv",
    "diff twice": "diff twice.tbx base.csv",
    "merge missing": "merge missing.csv ours.csv theirs.csv -o out.csv",
    "merge twice": "merge twice.tbx ours.csv theirs.csv -o out.csv",
    "merge list without names": "merge base.csv list.csv theirs.csv -o out.csv",
    "merge unknown output": "merge base.csv ours.csv theirs.csv -o out.doc",
    "merge over a foreign file": "merge base.csv foreign.tbx theirs.csv -o foreign.tbx",
    "merge into a foreign file": "merge base.csv foreign.tbx theirs.csv",
    "merge empty side": "merge base.csv empty.csv theirs.csv -o out.csv",
}


@pytest.mark.parametrize("command", BAD.values(), ids=BAD)
def test_bad_input_is_one_clear_message(folder, command, capsys):
    entry = '<conceptEntry id="a"><langSec xml:lang="en"><termSec><term>x</term></termSec></langSec></conceptEntry>'
    head = "<tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader>"
    text = f'<tbx type="TBX-Basic" style="dca" xml:lang="en">{head}<text><body>{entry}</body></text></tbx>'
    Path("foreign.tbx").write_text(text, encoding="utf-8")
    Path("twice.tbx").write_text(text.replace(entry, entry * 2), encoding="utf-8")
    Path("broken.tbx").write_text(text[:60], encoding="utf-8")
    Path("list.csv").write_text("en,fr\nreturn,retour\n", encoding="utf-8")
    Path("empty.csv").write_bytes(b"")
    shutil.copy("base.csv", "base.doc")
    before = {path.name: path.read_bytes() for path in folder.iterdir()}
    with pytest.raises(SystemExit) as caught:
        main(["terms", *command.split()])
    captured = capsys.readouterr()
    assert caught.value.code == 2
    assert captured.out == ""
    assert captured.err.startswith("accord: ")
    assert len(captured.err.splitlines()) <= 2
    assert {path.name: path.read_bytes() for path in folder.iterdir()} == before
