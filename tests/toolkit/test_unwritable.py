"""Where nothing can be written: one clear line, exit code 2, and nothing is left behind."""

import errno
import gc
import os
import tempfile
from pathlib import Path

import pytest

from toolkit.cli.main import main

TABLE = "id,source,target\nu1,The house is big.,La maison est grande.\n"
COMMANDS = {
    "qa": "qa t.csv -o {}/qa.html",
    "two reports": "qa t.csv -o {0}/qa.html -o {0}/qa.json",
    "convert": "convert t.csv {}/o.xlf",
    "workbook": "convert t.csv {}/o.xlsx",
    "memory": "convert t.csv {}/o.tmx",
    "align": "align en.txt fr.txt -o {}/o.tmx",
    "init": "init {}",
    "omegat": "export omegat {} --memory t.csv",
    "pretranslate": "memory pretranslate t.csv --memory t.csv -o {}/p.csv",
    "leverage": "memory leverage t.csv --memory t.csv -o {}/l.xlsx",
    "fill in": "terms convert g.csv {}/g.tbx",
    "build": "build en fr -o {}",
}


@pytest.fixture
def folder(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("t.csv").write_text(TABLE, encoding="utf-8")
    Path("g.csv").write_text("en,fr\nhouse,maison\n", encoding="utf-8")
    for language, text in (
        ("en", "The house is big. It has a door.\n"),
        ("fr", "La maison est grande. Elle a une porte.\n"),
    ):
        Path(f"{language}.txt").write_text(text, encoding="utf-8")
        Path(language).mkdir()
        Path(language, "a.txt").write_text(text, encoding="utf-8")
    return tmp_path


def refused(command, capsys):
    before = sorted(Path().rglob("*"))
    with pytest.raises(SystemExit) as stop:
        main(command.split())
    assert stop.value.code == 2
    lines = capsys.readouterr().err.splitlines()
    (said,) = (line for line in lines if line.startswith("accord: "))
    assert lines[-2] == said, "one line for what and where, one for what to do"
    assert lines[-1].startswith("        ")
    assert sorted(Path().rglob("*")) == before
    return said


def refuse_to_write(monkeypatch, number):
    """As a folder does that may only be read; the superuser is refused nothing."""
    made = tempfile.mkstemp

    def refuse(*args, **named):
        if named.get("suffix") == ".part":
            raise OSError(number, os.strerror(number))
        return made(*args, **named)

    monkeypatch.setattr(tempfile, "mkstemp", refuse)


@pytest.mark.parametrize("name", [*COMMANDS, "import"])
def test_a_file_where_a_folder_is_needed(folder, capsys, name):
    Path("taken").write_text("x", encoding="utf-8")
    command = COMMANDS.get(name, "memory import t.csv --memory {}/m.db").format("taken")
    assert refused(command, capsys) == "accord: taken: this is a file, a folder was expected"


# openpyxl's generators, which an error leaves half-way, complain when they are taken apart.
@pytest.mark.filterwarnings("ignore::pytest.PytestUnraisableExceptionWarning")
@pytest.mark.parametrize("number", [errno.EACCES, errno.EROFS, errno.ENOSPC])
@pytest.mark.parametrize("name", COMMANDS)
def test_a_folder_that_may_not_be_written(folder, capsys, monkeypatch, name, number):
    Path("kept").mkdir()
    refuse_to_write(monkeypatch, number)
    said = refused(COMMANDS[name].format("kept"), capsys)
    gc.collect()
    assert said.startswith("accord: kept")
    assert said.endswith(f": cannot be written: {os.strerror(number).lower()}")


def test_a_translation_that_may_not_be_written_stays_as_it_is(folder, capsys, monkeypatch):
    Path("t.csv").write_text(TABLE.replace("maison", "maison maison"), encoding="utf-8")
    refuse_to_write(monkeypatch, errno.EACCES)
    assert refused("qa --fix t.csv", capsys) == "accord: t.csv: cannot be written: permission denied"
    assert "maison maison" in Path("t.csv").read_text(encoding="utf-8")
