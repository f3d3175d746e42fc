"""``-v``: what was read from where, what is on and off, how long it took."""

import re

import click
import pytest
from test_quiet import every_command

from toolkit.cli.main import accord
from toolkit.verbose import explain, is_verbose, step, verbosely

TABLE = "source,target\nThe shop is closed.,Le magasin est fermé.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "t.csv").write_text(TABLE, encoding="utf-8")
    (tmp_path / "g.csv").write_text("en,fr\nshop,magasin\n", encoding="utf-8")
    (tmp_path / "en.txt").write_text("The shop is closed today. It opens at nine.\n", encoding="utf-8")
    (tmp_path / "fr.txt").write_text("Le magasin est fermé aujourd’hui. Il ouvre à neuf heures.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def lines(done):
    return [re.sub(r"\d+\.\d\d s$", "… s", line) for line in done.err.splitlines()]


def test_every_command_has_it():
    for name, command in every_command(accord, click.Context(accord)):
        assert any({"-v", "--verbose"} <= set(parameter.opts) for parameter in command.params), name


def test_what_a_check_says(folder, run_accord):
    (folder / "accord.toml").write_text('glossary = "g.csv"\n[qa]\nignore = ["CONS"]\n[checks]\nTYPO = "info"\n')
    done = run_accord("qa", "-v", "t.csv", "--memory", "t.csv", "--ignore", "NUM001", "-o", "qa.html")
    said = lines(done)
    assert said[0] == f"Settings    {folder / 'accord.toml'}"
    assert re.fullmatch(r"Checks      \d+ on · off by --ignore: NUM001 · off by accord.toml: CONS001 .*", said[1])
    assert said[2:] == [
        "Severity    TYPO: info",
        "Glossary    g.csv · 1 concepts · … s",
        "Memory      t.csv · 1 units · … s",
        "Checked     t.csv · en-fr · 1 units · … s",
        "Wrote       qa.html (0 findings)",
        "Reports     qa.html · … s",
        "In all      … s",
    ]
    assert done.out == ""


def test_before_the_command_and_in_french(folder, run_accord):
    said = lines(run_accord("-v", "--ui", "fr", "align", "en.txt", "fr.txt", "--glossary", "g.csv", "-o", "m.tmx"))
    assert said[0] == "Réglages    pas d’accord.toml"
    assert "Glossaire   g.csv · 1 concept · … s" in said
    assert "Lu          en.txt · 2 phrases · … s" in said
    assert said[-1] == "En tout     … s"


def test_selected_checks_and_quiet(folder, run_accord):
    said = lines(run_accord("qa", "t.csv", "-v", "--select", "NUM", "--format", "json"))
    assert "off by --select: " in said[1]
    assert "NUM001" not in said[1]
    assert run_accord("qa", "t.csv", "-v", "-q", "--format", "json").err == ""
    assert run_accord("qa", "t.csv", "--format", "json").err == ""


def test_steps_are_heard_only_by_who_listens():
    heard = []
    explain("Nobody", "hears")
    with verbosely(heard.append):
        assert is_verbose()
        with step("Read", "a.txt") as tell:
            tell("3 units")
        with pytest.raises(ValueError, match="broken"), step("Read", "b.txt"):
            raise ValueError("broken")
    assert not is_verbose()
    assert [re.sub(r"\d\.\d\d", "…", line) for line in heard] == ["Read        a.txt · 3 units · … s"]


def test_what_an_import_and_an_extraction_say(folder, run_accord):
    said = lines(run_accord("memory", "import", "-v", "t.csv", "--memory", "m.db"))
    assert said[1:] == [
        "Read        t.csv · CSV · 1 units · … s",
        "Indexed     m.db · … s",
        "Imported    t.csv · 1 unit read · 1 new · m.db",
        "In all      … s",
    ]
    (folder / "text.txt").write_text("The voluntary return programme helps with voluntary return.\n" * 5)
    said = lines(run_accord("terms", "extract", "-v", "text.txt", "--lang", "en", "--known", "g.csv", "--ui", "fr"))
    assert said[1:3] == ["Glossaire   g.csv · 1 concept · … s", "Termes      text.txt · … s"]
    said = lines(run_accord("terms", "extract", "-v", "t.csv", "--glossary", "g.csv", "--least-score", "0"))
    assert said[1:3] == ["Glossary    g.csv · 1 concepts · … s", "Terms       t.csv · … s"]
