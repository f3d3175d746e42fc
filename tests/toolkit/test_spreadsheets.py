"""Workbooks of other programs, and tables with a field that has no end: a line that says what to do."""

from pathlib import Path

import pytest

from toolkit.cli.main import main

COMMANDS = [
    "qa {}",
    "qa t.tsv --glossary {}",
    "qa t.tsv --memory {}",
    "convert {} o.tmx",
    "convert {} o.csv",
    "memory import {} --memory m.db",
    "terms convert {} g.tbx",
    "terms import {} -o g.db",
]
CONTENT = {".ods": b"PK\x03\x04 mimetype", ".xls": b"\xd0\xcf\x11\xe0", ".XLSB": b"PK\x03\x04"}


@pytest.fixture
def said(tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("t.tsv").write_text("The house.\tLa maison.\n", encoding="utf-8")

    def run(command):
        with pytest.raises(SystemExit) as stop:
            main(command.split())
        assert stop.value.code == 2
        return capsys.readouterr().err.splitlines()

    return run


@pytest.mark.parametrize("suffix", CONTENT)
@pytest.mark.parametrize("command", COMMANDS)
def test_workbooks_of_other_programs(said, command, suffix):
    Path(f"a{suffix}").write_bytes(CONTENT[suffix])
    before = sorted(Path().iterdir())
    assert said(command.format(f"a{suffix}")) == [
        f"accord: a{suffix}: of workbooks only .xlsx is read",
        "        open it in your spreadsheet and save it as .xlsx",
    ]
    assert sorted(Path().iterdir()) == before


@pytest.mark.parametrize("command", COMMANDS)
def test_a_field_that_has_no_end(said, command):
    Path("a.csv").write_text(f'en,fr\nhouse,maison\n"two\nlines",x\ncar,{"x" * 140_000}\n', encoding="utf-8")
    (line, remedy) = said(command.format("a.csv"))
    told = "a field has more than 131072 characters; a quotation mark may not be closed"
    assert line == f"accord: a.csv, line 5: {told}"
    assert "quotation mark" in remedy
