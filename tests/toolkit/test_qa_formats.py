"""The reports for machines and for spreadsheets: valid, whole, and harmless whatever the texts hold."""

import io
import json
from datetime import UTC, datetime
from importlib.metadata import EntryPoint
from pathlib import Path

import pytest
from click.testing import CliRunner
from lxml import etree

from tmx.errors import ConfigError
from toolkit.checks import registry
from toolkit.checks.registry import CHECKS
from toolkit.cli.main import accord
from toolkit.messages import speaking
from toolkit.model import CheckedUnit, Finding, QaResult, Severity
from toolkit.reports.qa_formats import FORMATS, ReportFacts

NASTY = "=cmd()|'\r\n::error::x %0A\x01\ud800 «é» ,:"
FACTS = ReportFacts(datetime(2025, 1, 2, tzinfo=UTC), tuple(check.facts for check in CHECKS), "0.1")


def results():
    grave = Finding("NUM001", "numbers", Severity.ERROR, "f", NASTY, "target", 0, 3, f"what {NASTY}", NASTY, "abc")
    mild = Finding("FORM005", "markup", Severity.INFO, "f", NASTY, "source", 3, 3, "a point", None, "def")
    unit = CheckedUnit(NASTY, 1, NASTY, NASTY, (grave, mild), 7)
    return [QaResult(Path(f"a b,{1}.xlf"), "en", "fr", (unit, CheckedUnit("2", 2, "x", "y")), ("NUM001", "FORM005"))]


@pytest.mark.parametrize("language", ["en", "fr"])
@pytest.mark.parametrize("name", FORMATS)
def test_every_form_takes_every_text_and_none_at_all(name, language):
    with speaking(language):
        assert FORMATS[name].render(results(), FACTS)
        if name != "html":
            assert FORMATS[name].render([], FACTS) is not None


def test_json_lines_are_the_objects_of_the_list():
    lines = [json.loads(line) for line in FORMATS["jsonl"].render(results(), FACTS).decode().splitlines()]
    assert lines == json.loads(FORMATS["json"].render(results(), FACTS))
    assert [line["line"] for line in lines] == [7, 7]


def test_sarif_has_what_the_standard_asks_for():
    log = json.loads(FORMATS["sarif"].render(results(), FACTS))
    (run,) = log["runs"]
    rules = run["tool"]["driver"]["rules"]
    assert [rule["id"] for rule in rules] == [check.code for check in CHECKS]
    assert all(rule["shortDescription"]["text"] and rule["help"]["text"] for rule in rules)
    first, second = run["results"]
    assert rules[first["ruleIndex"]]["id"] == first["ruleId"] == "NUM001"
    assert (first["level"], second["level"]) == ("error", "note")
    place = first["locations"][0]["physicalLocation"]
    assert place == {"artifactLocation": {"uri": "a%20b%2C1.xlf"}, "region": {"startLine": 7}}
    assert first["partialFingerprints"] == {"accord/v1": "abc"}


def test_what_has_no_line_stands_in_the_first():
    point = Finding("FORM001", "markup", Severity.WARNING, "f", "1", "source", 4, 7, "left out", None, "abc")
    unit = CheckedUnit("1", 1, "the one", "la une", (point,))
    result = [QaResult(Path("a.tmx"), "en", "fr", (unit,), ("FORM001",))]
    assert b"file=a.tmx,line=1,title=" in FORMATS["github"].render(result, FACTS)
    (found,) = json.loads(FORMATS["sarif"].render(result, FACTS))["runs"][0]["results"]
    assert found["locations"][0]["physicalLocation"]["region"] == {"startLine": 1}
    assert found["message"]["text"] == "left out — one"


def test_sarif_passes_an_independent_reader():
    sarif_pydantic = pytest.importorskip("sarif_pydantic", reason="pip install 'accord-toolkit[dev]' brings it")
    log = sarif_pydantic.Sarif.model_validate_json(FORMATS["sarif"].render(results(), FACTS))
    assert len(log.runs[0].results) == 2


def test_junit_counts_units():
    root = etree.fromstring(FORMATS["junit"].render(results(), FACTS))
    (suite,) = root
    assert (root.get("tests"), root.get("failures")) == ("2", "1")
    assert (suite.get("tests"), suite.get("failures")) == ("2", "1")
    failure = suite[0].find("failure")
    assert failure.get("type") == "NUM001"
    assert suite[0].findtext("system-out") == "FORM005: a point"
    assert len(suite[1]) == 0


def test_an_annotation_cannot_be_forged():
    lines = FORMATS["github"].render(results(), FACTS).decode().split("\n")
    assert [line[:8] for line in lines] == ["::error ", "::notice", ""]
    assert "title=NUM001 figure differs::what" in lines[0]
    assert "%0D%0A::error::x %250A" in lines[0]
    assert not any("\r" in line for line in lines)


def test_the_workbook_holds_no_formula():
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.load_workbook(io.BytesIO(FORMATS["xlsx"].render(results(), FACTS)))
    rows = list(book.active.iter_rows())
    assert len(rows) == 3
    assert [cell.value for cell in rows[1]][2:4] == ["error", "NUM001"]
    assert all(cell.data_type in "sn" for row in rows for cell in row)


def test_several_reports_at_once(tmp_path):
    table = tmp_path / "t.tsv"
    table.write_text("1\tIt costs 5 euros.\tCela coûte 6 euros.\n", encoding="utf-8")
    files = [tmp_path / name for name in ("a.html", "a.sarif", "a.xml", "a.txt", "a.jsonl")]
    run = CliRunner()
    shown = run.invoke(accord, ["qa", str(table), *(x for f in files for x in ("-o", str(f)))], standalone_mode=False)
    assert shown.return_value == 1
    assert shown.stdout == ""
    assert all(file.stat().st_size for file in files)
    assert files[2].read_bytes().startswith(b"<?xml")
    shown = run.invoke(accord, ["qa", str(table), "--format", "html", "-o", str(files[0]), "--format", "github"])
    assert shown.stdout.startswith("::error ")
    for wrong in (["-o", str(tmp_path / "a.what")], ["--format", "json", "--format", "html"]):
        assert run.invoke(accord, ["qa", str(table), *wrong]).exit_code == 2


class Foreign:
    """What another package brings."""

    CHECK = CHECKS[0].__class__("HOUSE01", "house", "other", Severity.INFO, CHECKS[0].run, "HOUSE01: a house rule.")
    TAKEN = CHECKS[0]
    NONE = 3


@pytest.mark.parametrize("name", ["CHECK", "TAKEN", "NONE", "MISSING"])
def test_checks_of_other_packages(monkeypatch, name):
    module = f"{__name__}:Foreign.{name}"
    monkeypatch.setattr(registry, "entry_points", lambda group: [EntryPoint("house", module, group)])
    if name == "CHECK":
        assert registry.find_check("house01") is Foreign.CHECK
        assert registry.select_checks(["HOUSE"]) == [Foreign.CHECK]
        shown = CliRunner().invoke(accord, ["explain", "HOUSE01"])
        assert "a house rule" in shown.stdout
    else:
        with pytest.raises(ConfigError) as raised:
            registry.all_checks()
        assert raised.value.remedy


def test_pofilter_speaks_when_it_is_asked(tmp_path):
    table = tmp_path / "t.tsv"
    table.write_text("1\tOpen %s now\tOuvrir maintenant\n", encoding="utf-8")
    run = CliRunner()

    def codes(*options):
        shown = run.invoke(accord, ["qa", str(table), "--format", "json", *options])
        return {entry["code"]: entry["message"] for entry in json.loads(shown.stdout)}

    assert set(codes()) == {"FORM005"}
    assert codes("--with-pofilter")["PF001"].split(":")[0] in {"printf", "variables"}
