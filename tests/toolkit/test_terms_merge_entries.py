"""``accord terms merge`` of PO, UTX and OmegaT glossaries: entry by entry, as they are written."""

import shutil
import subprocess
import sys
from pathlib import Path

import pytest
from click.testing import CliRunner

from termbase.formats.registry import read_glossary
from toolkit.cli.main import accord, main

PO = """# Glossary of the mission
msgid ""
msgstr ""
"Project-Id-Version: g\\n"
"PO-Revision-Date: 2026-01-01 10:00+0000\\n"
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

#. Noun. Who guards a border.
#, terminology
msgid "border guard"
msgstr ""
"garde-"
"frontière"

#, fuzzy, terminology
msgid "host community"
msgstr "communauté hôte"

msgctxt "verb"
msgid "return"
msgid_plural "returns"
msgstr[0] "retourner"
msgstr[1] "retournent"

#~ msgid "old term"
#~ msgstr "vieux terme"
"""
UTX = """#UTX 1.11; en/fr; 2026-01-01; bidirectional;
#src\ttgt\tsrc:pos\tcomment\tconcept ID
host community\tcommunauté hôte\tnoun\tUN\tc1
return\tretour\tnoun\t-\tc2
return\tretourner\tverb\t-\tc3
"""
OMEGAT = "# Glossary\nhost community\tcommunauté hôte\tUN\nreturn\tretour\nreturn\tretourner\nboat\tbateau\n"
FILES = {".po": PO, ".utx": UTX, ".utf8": OMEGAT}

# suffix, ours and theirs as replacements in base, what the result is as replacements in base
AGREED = {
    "translation and note": (
        ".po",
        [("communauté hôte", "communauté d’accueil")],
        [("#, fuzzy, terminology\nmsgid \"host", "# looked up\n#, terminology\nmsgid \"host")],
        [("communauté hôte", "communauté d’accueil"),
         ("#, fuzzy, terminology\nmsgid \"host", "# looked up\n#, terminology\nmsgid \"host")],
    ),
    "dates of the head": (
        ".po",
        [("2026-01-01", "2026-02-01")],
        [("2026-01-01", "2026-03-01"), ("Project-Id-Version: g", "Project-Id-Version: h")],
        [("2026-01-01", "2026-03-01"), ("Project-Id-Version: g", "Project-Id-Version: h")],
    ),
    "a date of the head is gone here": (
        ".po",
        [("\"PO-Revision-Date: 2026-01-01 10:00+0000\\n\"\n", "")],
        [("2026-01-01", "2026-03-01")],
        [("2026-01-01", "2026-03-01")],
    ),
    "an entry each at one spot": (
        ".po",
        [("#, fuzzy", "msgid \"ours\"\nmsgstr \"le nôtre\"\n\n#, fuzzy")],
        [("#, fuzzy", "msgid \"theirs\"\nmsgstr \"le leur\"\n\n#, fuzzy")],
        [("#, fuzzy", "msgid \"theirs\"\nmsgstr \"le leur\"\n\nmsgid \"ours\"\nmsgstr \"le nôtre\"\n\n#, fuzzy")],
    ),
    "wrapped otherwise": (
        ".po",
        [("msgstr \"\"\n\"garde-\"\n\"frontière\"", "msgstr \"garde-frontière\"")],
        [("#. Noun. Who guards a border.", "#. Noun. Who guards the border.")],
        [("#. Noun. Who guards a border.", "#. Noun. Who guards the border.")],
    ),
    "made obsolete": (
        ".po",
        [("#~ msgid \"old term\"\n#~ msgstr \"vieux terme\"", "msgid \"old term\"\nmsgstr \"vieux terme\"")],
        [("communauté hôte", "communauté")],
        [("#~ msgid \"old term\"\n#~ msgstr \"vieux terme\"", "msgid \"old term\"\nmsgstr \"vieux terme\""),
         ("communauté hôte", "communauté")],
    ),
    "plural form and singular": (
        ".po", [("retourner", "revenir")], [("retournent", "reviennent")],
        [("retourner", "revenir"), ("retournent", "reviennent")],
    ),
    "removed there": (
        ".utf8", [("bateau", "navire")], [("return\tretour\n", "")], [("bateau", "navire"), ("return\tretour\n", "")],
    ),
    "comment and translation": (
        ".utf8", [("\tUN", "\tUNHCR")], [("communauté hôte", "communauté")],
        [("\tUN", "\tUNHCR"), ("communauté hôte", "communauté")],
    ),
    "cells of one row": (
        ".utx", [("\tUN\t", "\tUNHCR\t")], [("communauté hôte", "communauté")],
        [("\tUN\t", "\tUNHCR\t"), ("communauté hôte", "communauté")],
    ),
    "homonyms by concept": (
        ".utx", [("retourner\tverb", "revenir\tverb")], [("retour\tnoun", "le retour\tnoun")],
        [("retourner\tverb", "revenir\tverb"), ("retour\tnoun", "le retour\tnoun")],
    ),
}  # fmt: skip


def run(*arguments):
    return CliRunner().invoke(accord, ["terms", *map(str, arguments)], catch_exceptions=False, standalone_mode=False)


def changed(text, changes):
    for old, new in changes:
        assert old in text
        text = text.replace(old, new, 1)
    return text


def write(suffix, base, ours, theirs):
    for name, text in (("base", base), ("ours", ours), ("theirs", theirs)):
        Path(f"{name}{suffix}").write_bytes(text.encode())
    return [f"{name}{suffix}" for name in ("base", "ours", "theirs")]


@pytest.fixture(autouse=True)
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize("case", AGREED.values(), ids=AGREED)
def test_what_does_not_contradict_comes_together(case):
    suffix, ours, theirs, both = case
    base = FILES[suffix]
    files = write(suffix, base, changed(base, ours), changed(base, theirs))
    result = run("merge", *files)
    assert (result.return_value, result.stdout) == (0, "")
    merged = Path(files[1]).read_bytes().decode()
    assert merged == changed(base, both)


@pytest.mark.parametrize("suffix", FILES)
@pytest.mark.parametrize("ending", ["\n", "\r\n"])
def test_one_side_alone_comes_back_to_the_letter(suffix, ending):
    base = FILES[suffix].replace("\n", ending)
    new = base.replace("communauté hôte", "communauté d’accueil")
    for ours, theirs in ((base, new), (new, base), (new, new)):
        files = write(suffix, base, ours, theirs)
        assert run("merge", *files, "-o", f"out{suffix}").return_value == 0
        assert Path(f"out{suffix}").read_bytes() == new.encode()


@pytest.mark.parametrize("suffix", FILES)
def test_a_conflict_keeps_ours_and_is_noted_where_validate_finds_it(suffix):
    base = FILES[suffix]
    ours, theirs = base.replace("communauté hôte", "accueil"), base.replace("communauté hôte", "collectivité")
    files = write(suffix, base, ours, theirs)
    result = run("merge", *files)
    told = "translation (fr): ours «accueil», theirs «collectivité», before «communauté hôte»"
    assert result.return_value == 1
    assert told in result.stdout
    text = Path(files[1]).read_text(encoding="utf-8")
    assert f"conflict: {told}" in text
    concept = next(one for one in read_glossary(Path(files[1]), source_language="en", target_language="fr")
                   if one.terms[0].text == "host community")  # fmt: skip
    assert [term.text for term in concept.terms] == ["host community", "accueil"]
    assert "unsettled-conflict" in run("validate", files[1]).stdout


@pytest.mark.parametrize("suffix", FILES)
def test_what_one_removed_and_the_other_changed_is_kept_and_told(suffix):
    base = FILES[suffix]
    line = next(part for part in base.split("\n\n" if suffix == ".po" else "\n") if "communauté hôte" in part)
    files = write(suffix, base, base.replace(f"{line}\n", ""), base.replace("communauté hôte", "collectivité"))
    result = run("merge", *files)
    assert result.return_value == 1
    assert " term: ours removed, theirs «collectivité», before «communauté hôte»" in result.stdout
    assert "collectivité" in Path(files[1]).read_text(encoding="utf-8")


def test_columns_that_differ_are_refused(capsys):
    files = write(".utx", UTX, UTX, UTX.replace("\tcomment\t", "\tremark\t"))
    with pytest.raises(SystemExit, match="2"):
        main(["terms", "merge", *files])
    assert capsys.readouterr().err.startswith("accord: theirs.utx: the columns are others than those of your side")
    assert Path("ours.utx").read_text(encoding="utf-8") == UTX


def test_multiterm_says_what_to_do(capsys):
    run("convert", "--from", "en", "--to", "fr", *write(".utx", UTX, UTX, UTX)[:1], "base.mtf")
    with pytest.raises(SystemExit, match="2"):
        main(["terms", "merge", "base.mtf", "base.mtf", "base.mtf"])
    told = capsys.readouterr().err
    assert "MultiTerm XML" in told
    assert "-o MERGED.tbx" in told
    assert run("merge", "base.mtf", "base.mtf", "base.mtf", "-o", "MERGED.tbx").return_value == 0


@pytest.mark.skipif(shutil.which("git") is None, reason="git is not installed")
@pytest.mark.parametrize("suffix", FILES)
def test_git_merges_with_the_driver(tmp_path, suffix):
    def git(*arguments):
        subprocess.run(["git", *arguments], check=True, capture_output=True)

    name = f"glossary{suffix}"
    base = FILES[suffix]
    git("init", "-q", "-b", "main")
    git("config", "user.name", "A")
    git("config", "user.email", "a@example.org")
    command = f'"{sys.executable}" -c "from toolkit.cli.start import main; main()" terms merge %O %A %B --name %P'
    git("config", "merge.accord-terms.driver", command)
    Path(".gitattributes").write_text(f"{name} merge=accord-terms\n", encoding="utf-8")
    for branch, text in (
        ("main", base),
        ("theirs", base.replace("retourner", "revenir")),
        ("main", base.replace("communauté hôte", "communauté d’accueil")),
    ):
        if Path(name).exists():
            git("checkout", "-q", *(["-b"] if branch == "theirs" else []), branch)
        Path(name).write_text(text, encoding="utf-8")
        git("add", "-A")
        git("commit", "-q", "-m", "x")
    git("merge", "theirs", "-m", "both")
    both = base.replace("retourner", "revenir").replace("communauté hôte", "communauté d’accueil")
    assert Path(name).read_text(encoding="utf-8") == both
