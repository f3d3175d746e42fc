"""accord.toml: what it may hold, what is wrong with it, what counts more."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from tmx.errors import AccordError, ConfigError, ParseError
from toolkit.checks.registry import CHECKS, severity_of
from toolkit.cli.init import init
from toolkit.cli.main import accord, main
from toolkit.config import find_config, project_config, read_config
from toolkit.model import Severity
from toolkit.workflows.project import begin_config

WHOLE = """\
from = "en-GB"
to = "fr-CA"
glossary = "terms/glossary.tbx"
memory = "memory.tmx"
ui = "fr"

[qa]
select = ["TERM", "typo001"]
ignore = ["TERM005"]
fail-on = "error"
info = true
dismissed = "looked-at.toml"

[checks]
TYPO = "info"
TERM001 = "off"

[checks.TYPO001]
severity = "error"
space = "U+202F"
"""


def written(folder, text, name="accord.toml"):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def test_every_setting_is_read(tmp_path):
    config = read_config(written(tmp_path, WHOLE))
    assert (config.source_language, config.target_language, config.interface) == ("en-GB", "fr-CA", "fr")
    assert config.glossary == tmp_path / "terms" / "glossary.tbx"
    assert (config.memory, config.dismissed) == (tmp_path / "memory.tmx", tmp_path / "looked-at.toml")
    assert (config.select, config.ignore) == (("TERM", "typo001"), ("TERM005", "TERM001"))
    assert (config.fail_on, config.info) == ("error", True)
    assert dict(config.severities) == {"TYPO": Severity.INFO, "TYPO001": Severity.ERROR}
    assert dict(config.options) == {"TYPO001": {"space": "U+202F"}}


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("from = 5", "«from»"),
        ('from = "xx-nothing"', "«from»"),
        ('form = "en"', "«form»"),
        ('glossary = ["a"]', "«glossary»"),
        ('ui = "de"', "«ui»"),
        ("qa = 3", "«qa»"),
        ("[qa]\nfail_on = 'error'", "«qa.fail_on»"),
        ("[qa]\nfail-on = 'always'", "«fail-on»"),
        ("[qa]\nselect = 'TERM'", "«select»"),
        ("[qa]\nselect = [1]", "«select»"),
        ("[qa]\ninfo = 'yes'", "«info»"),
        ("[checks]\nTERM = 'grave'", "«checks.TERM»"),
        ("[checks]\nTERM = 3", "«checks.TERM»"),
        ("from = ", "not TOML"),
        ("a = " + "[" * 5000, "not TOML"),
    ],
)
def test_what_is_wrong_is_said_in_a_line(tmp_path, text, said):
    path = written(tmp_path, text)
    with pytest.raises((ConfigError, ParseError)) as raised:
        read_config(path)
    assert said in raised.value.reason
    assert raised.value.path == path
    assert "\n" not in str(raised.value)
    assert raised.value.remedy


def test_the_nearest_file_above_counts_and_no_further_than_the_repository(tmp_path):
    below = tmp_path / "repository" / "texts" / "2025"
    below.mkdir(parents=True)
    (tmp_path / "repository" / ".git").mkdir()
    written(tmp_path, "")
    assert find_config(below) is None
    here = written(tmp_path / "repository", "")
    assert find_config(below) == here


@pytest.mark.parametrize(
    ("code", "found", "wanted", "severity"),
    [
        ("TERM001", "warning", {}, "warning"),
        ("TERM001", "warning", {"TERM": "error"}, "error"),
        ("TERM001", "warning", {"TERM": "error", "TERM001": "info"}, "info"),
        ("TERM001", "info", {"TERM": "error"}, "info"),
        ("NUM001", "warning", {"NUM001": "info"}, "info"),
        ("NUM001", "error", {"TYPO": "info"}, "error"),
    ],
)
def test_a_house_says_how_grave(code, found, wanted, severity):
    check = next(check for check in CHECKS if check.code == code)
    severities = {name: Severity(value) for name, value in wanted.items()}
    assert severity_of(check, Severity(found), severities) is Severity(severity)


def test_init_writes_what_can_be_read_again_and_nothing_over(tmp_path):
    written(tmp_path, "x", "glossary.tbx")
    run = CliRunner()
    assert run.invoke(init, [str(tmp_path), "--to", "fr-CH", "--memory", 'a "b".tmx']).exit_code == 0
    config = read_config(tmp_path / "accord.toml")
    assert (config.target_language, config.glossary) == ("fr-CH", tmp_path / "glossary.tbx")
    assert config.memory == tmp_path / 'a "b".tmx'
    with pytest.raises(SystemExit) as left:
        main(["init", str(tmp_path)])
    assert left.value.code == 2
    with pytest.raises(SystemExit) as left:
        main(["init", str(tmp_path / "nowhere")])
    assert left.value.code == 2


def test_init_names_files_from_its_folder_and_speaks_french(tmp_path, monkeypatch, run_accord):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "work").mkdir()
    for place in (tmp_path, tmp_path / "work"):
        written(place, "x", "both.tbx")
    written(tmp_path, "x", "m.tmx")
    run_accord("--ui", "fr", "init", "work", "--glossary", "both.tbx", "--memory", "m.tmx")
    text = (tmp_path / "work" / "accord.toml").read_text(encoding="utf-8")
    assert text.startswith("# Ce dont ce projet est convenu.")
    assert 'glossary = "both.tbx"\nmemory = "../m.tmx"\n' in text
    assert "# quelle espace insécable est juste" in text


def test_every_setting_that_init_comments_out_is_right(tmp_path):
    text = begin_config(tmp_path, "en", "fr")
    lines = [line.removeprefix("# ") if " = " in line or line.startswith("# [") else line for line in text.splitlines()]
    config = read_config(written(tmp_path, "\n".join(lines)))
    assert config.interface == "fr"
    assert config.fail_on == "warning"
    assert set(config.options) == {check.code for check in CHECKS if check.options}


@pytest.fixture
def project(tmp_path, monkeypatch):
    written(tmp_path, "1\tIt costs 5 euros.\tCela coûte 6 euros!\n", "t.tsv")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def codes(*arguments):
    shown = CliRunner().invoke(accord, ["qa", "t.tsv", "--format", "json", "--info", *arguments], standalone_mode=False)
    if shown.exception is not None:
        raise shown.exception
    return {entry["code"]: entry["severity"] for entry in json.loads(shown.stdout)}


def test_the_settings_count_in_qa_and_the_command_line_counts_more(project):
    before = codes()
    assert before["NUM001"] == "error"
    assert "TYPO001" in before
    written(project, '[qa]\nignore = ["TYPO"]\n[checks]\nNUM = "info"\n')
    assert codes() == {
        code: "info" if code.startswith("NUM") else s for code, s in before.items() if code[:4] != "TYPO"
    }
    written(project, '[qa]\nselect = ["TYPO"]\n')
    assert set(codes()) == {"TYPO001"}
    assert set(codes("--select", "NUM")) == {"NUM001"}


def test_a_house_chooses_its_no_break_space(project):
    written(project, "1\tIt costs 5 euros!\tCela coûte 5 euros\u00a0!\n", "t.tsv")
    assert codes() == {}
    written(project, '[checks.TYPO001]\nspace = "mixed"\n')
    assert set(codes()) == {"TYPO001"}
    for wrong in (
        '[checks.TYPO001]\nspace = "thin"\n',
        '[checks.TYPO001]\nwidth = "a"\n',
        '[checks.NUM001]\na = "b"\n',
    ):
        written(project, wrong)
        with pytest.raises(ConfigError):
            codes()


def test_a_broken_file_stops_the_command(project, capsys):
    written(project, "from = ")
    with pytest.raises(SystemExit) as left:
        main(["qa", "t.tsv"])
    assert left.value.code == 2
    assert "accord.toml" in capsys.readouterr().err


def test_a_project_without_a_file_has_empty_settings(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    assert project_config().folder == Path(os.path.realpath(tmp_path))
    assert project_config().glossary is None
    assert issubclass(ConfigError, AccordError)


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ('[qa]\nignore = ["NOPE"]\n', "there is no check «NOPE»"),
        ('[qa]\nselect = ["NOPE"]\n', "there is no check «NOPE»"),
        ('[checks]\nNOPE = "info"\n', "there is no check «NOPE»"),
        ('[checks.TYPO001]\nspaces = "U+202F"\n', "the check TYPO001 has no option «spaces»"),
        ('[checks.TYPO001]\nspace = "X"\n', "«space» of the check TYPO001 cannot be «X»"),
    ],
)
def test_what_is_wrong_with_checks_in_the_file_is_said_of_the_file(tmp_path, monkeypatch, run_accord, content, reason):
    (tmp_path / "accord.toml").write_text(content, encoding="utf-8")
    (tmp_path / "t.tsv").write_text("1\tYes.\tOui.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    assert f"accord.toml: {reason}" in run_accord("qa", "t.tsv", code=2).err


@pytest.mark.parametrize("setting", ["glossary", "memory"])
def test_a_file_that_accord_toml_names_and_that_is_not_there(tmp_path, monkeypatch, capsys, setting):
    written(tmp_path, f'{setting} = "terms/away.tbx"\n')
    (tmp_path / "work").mkdir()
    table = tmp_path / "work" / "t.tsv"
    table.write_text("The house.\tLa maison.\n", encoding="utf-8")
    monkeypatch.chdir(tmp_path / "work")
    with pytest.raises(SystemExit) as left:
        main(["qa", "t.tsv"])
    assert left.value.code == 2
    assert capsys.readouterr().err.splitlines() == [
        f"accord: {Path('..', 'accord.toml')}: «{setting}» names the file "
        f"{Path('..', 'terms', 'away.tbx')}, which is not there",
        f"        correct «{setting}» there, or name another file with --{setting}",
    ]
    with pytest.raises(SystemExit) as left:
        main(["qa", "t.tsv", f"--{setting}", "t.tsv"])
    assert left.value.code in (0, 1)
