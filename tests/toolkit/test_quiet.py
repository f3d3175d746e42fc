"""``-q``: a script is told what is wrong, and nothing else."""

import click
import pytest

from toolkit.cli.main import accord

EN = "The shop is closed today. It opens at nine tomorrow.\n"
FR = "Le magasin est fermé aujourd’hui. Il ouvre à neuf heures demain.\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    (tmp_path / "en.txt").write_text(EN, encoding="utf-8")
    (tmp_path / "fr.txt").write_text(FR, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def every_command(group, context, *names):
    for name in group.list_commands(context):
        command = group.get_command(context, name)
        yield " ".join((*names, name)), command
        if isinstance(command, click.Group):
            yield from every_command(command, click.Context(command), *names, name)


def test_every_command_has_it():
    without = [
        name
        for name, command in every_command(accord, click.Context(accord))
        if not any("-q" in parameter.opts and "--quiet" in parameter.opts for parameter in command.params)
    ]
    assert without == []


WORDS = (
    ["align", "en.txt", "fr.txt", "-o", "memory.tmx", "-o", "page.html"],
    ["memory", "import", "memory.tmx", "--memory", "memory.db"],
    ["memory", "validate", "memory.tmx"],
    ["memory", "export", "memory.db", "-o", "again.tmx"],
    ["convert", "memory.tmx", "memory.tab"],
    ["export", "omegat", "project", "--memory", "memory.tmx"],
    ["qa", "memory.tmx", "-o", "qa.html"],
)


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("first", [True, False])
def test_what_was_done_is_not_said(folder, run_accord, language, first):
    for words in WORDS:
        asked = ["--ui", language, "-q", *words] if first else ["--ui", language, *words, "--quiet"]
        done = run_accord(*asked)
        assert (done.out, done.err) == ("", ""), words


def test_results_are_still_there(folder, run_accord):
    assert "<seg>" in run_accord("align", "en.txt", "fr.txt", "-q").out


def test_errors_are_said_with_what_to_do(folder, run_accord):
    said = run_accord("-q", "align", "en.txt", "none.txt", code=2).err.splitlines()
    assert said == ["accord: none.txt: there is no such file", "        check the name and the folder"]


def test_what_was_lost_is_said(folder, run_accord):
    run_accord("align", "en.txt", "fr.txt", "-o", "memory.tmx")
    whole = (folder / "memory.tmx").read_text(encoding="utf-8")
    (folder / "broken.tmx").write_text(whole[: whole.rindex("</seg>")], encoding="utf-8")
    said = run_accord("-q", "memory", "import", "broken.tmx", "--recover", "--memory", "m.db").err
    assert said.startswith("Lost ")
    assert "Imported" not in said
