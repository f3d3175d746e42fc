"""``accord terms validate`` and ``accord terms stats``."""

import json
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli.main import accord, main

EXAMPLES = Path(__file__).parents[2] / "examples"


def run(*arguments):
    return CliRunner().invoke(accord, ["terms", *map(str, arguments)], catch_exceptions=False, standalone_mode=False)


@pytest.fixture
def faulty(tmp_path):
    path = tmp_path / "g.csv"
    path.write_text("concept,language,term,status\na,en,port,\na,fr,port,\na,fr,havre,\nb,fr,port,\nb,en,x,\n", "utf-8")
    return path


def test_a_clean_glossary():
    result = run("validate", EXAMPLES / "glossary.csv")
    assert (result.return_value, result.stdout) == (0, "")
    assert "100 concepts · nothing found" in result.stderr


def test_a_faulty_glossary(faulty):
    result = run("validate", faulty)
    assert result.return_value == 1
    assert result.stdout == (
        "warning  several preferred terms in one language (several-preferred): 1\n"
        "         a (fr): 2 terms are preferred in this language: «port», «havre»\n"
    )
    assert "2 concepts · 1 warning, 1 to know (--info shows them)" in result.stderr
    assert "one term in several concepts (homonym)" in run("validate", faulty, "--info").stdout


def test_a_faulty_glossary_in_french(faulty, run_accord):
    assert run_accord("--ui", "fr", "terms", "validate", faulty, code=1).out == (
        "avertissement plusieurs termes privilégiés dans une langue (several-preferred)\u00a0: 1\n"
        "         a (fr)\u00a0: 2 termes sont privilégiés dans cette langue\u00a0: "
        "«\u00a0port\u00a0», «\u00a0havre\u00a0»\n"
    )


def test_problems_as_objects(faulty):
    objects = [json.loads(line) for line in run("validate", faulty, "--info", "--json").stdout.splitlines()]
    assert [(o["code"], o["severity"], o["concept"], o["term"]) for o in objects] == [
        ("several-preferred", "warning", "a", ""),
        ("homonym", "info", "a", "port"),
    ]


def test_stats_as_table_and_object(faulty):
    lines = [line.split() for line in run("stats", faulty).stdout.splitlines()]
    assert ["concepts", "2"] in lines
    assert ["terms", "2", "3"] in lines
    assert ["preferred", "2", "3"] in lines
    stats = json.loads(run("stats", EXAMPLES / "glossary.tbx", "--json").stdout)
    assert stats["concepts"] == 100
    assert [language["language"] for language in stats["languages"]] == ["en", "fr"]


@pytest.mark.parametrize("command", ["validate missing.csv", "stats missing.tbx", "validate x.doc", "stats bad.csv"])
def test_bad_input_is_one_clear_message(command, tmp_path, monkeypatch, capsys):
    monkeypatch.chdir(tmp_path)
    Path("x.doc").write_text("x", encoding="utf-8")
    Path("bad.csv").write_text("concept,language,status\na,fr,preferred\n", encoding="utf-8")
    with pytest.raises(SystemExit) as caught:
        main(["terms", *command.split()])
    captured = capsys.readouterr()
    assert caught.value.code == 2
    assert captured.out == ""
    assert captured.err.startswith("accord: ")
    assert len(captured.err.splitlines()) <= 2
