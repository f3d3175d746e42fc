"""The reports of a check: text, JSON and HTML, and the command that writes them."""

import io
import json
import re
from datetime import UTC, datetime
from html.parser import HTMLParser
from pathlib import Path

import pytest
from click.testing import CliRunner
from rich.console import Console

from tmx.errors import ConfigError, IngestError, ParseError, StoreError, UnknownFormatError
from toolkit.cli.main import main
from toolkit.cli.qa import qa
from toolkit.model import CheckedUnit, Finding, QaResult, Severity
from toolkit.reports.excerpts import excerpt, excerpt_beside
from toolkit.reports.html import mark_spans
from toolkit.reports.qa_formats import ReportFacts
from toolkit.reports.qa_html import _stretches, qa_page
from toolkit.reports.qa_json import findings_json
from toolkit.reports.qa_terminal import TerminalPaper
from toolkit.reports.qa_text import print_results, text_report
from toolkit.workflows.qa import check_translation, visible

_NASTY = '</script><img src=x onerror="a()">'
_KEYS = {"code", "issue", "severity", "file", "unit", "side", "start", "end", "message", "fix"}
_KEYS |= {"number", "line", "fingerprint"}


def _table(folder: Path, *rows: tuple[str, str, str], name: str = "t.tsv") -> Path:
    path = folder / name
    path.write_text("".join("\t".join(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _result(text: str = "a text") -> QaResult:
    finding = Finding("NUM001", "numbers", Severity.ERROR, "f", "u<1>", "target", 2, 6, f"what {_NASTY}", _NASTY)
    other = Finding("FORM005", "markup", Severity.WARNING, "f", "u<1>", "source", 3, 3, "a point")
    unit = CheckedUnit("u<1>", 1, _NASTY + text, text + _NASTY, (finding, other))
    return QaResult(Path("f<b>.xlf"), "en", "fr", (unit, CheckedUnit("2", 2, "x", "y")), ("NUM001", "FORM005"))


class _Outline(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))


def test_the_page_escapes_everything_and_needs_no_network():
    page = qa_page(
        [_result()], when=datetime(2025, 1, 2, tzinfo=UTC), names={"NUM001": "a", "FORM005": "b"}, version="1"
    )
    outline = _Outline()
    outline.feed(page)
    names = [tag for tag, _ in outline.tags]
    assert "img" not in names
    assert names.count("script") == 1
    assert not any(attributes.get("src") or attributes.get("href") for _, attributes in outline.tags)
    assert not re.search(r"https?://", page)
    assert "2025-01-02" in page


@pytest.mark.parametrize(("count", "folded"), [(8, False), (9, True)])
def test_many_files_are_folded_up_in_the_header(count, folded):
    results = [QaResult(Path(f"f<{number}>.xlf"), "en", "fr", (), ()) for number in range(count)]
    page = qa_page(results, when=datetime(2025, 1, 2, tzinfo=UTC), names={}, version="1")
    assert (f"<summary>{count} files</summary>" in page) is folded
    assert "f&lt;0&gt;.xlf, f&lt;1&gt;.xlf" in page


def test_the_numbers_of_the_page_add_up():
    page = qa_page(
        [_result()], when=datetime(2025, 1, 2, tzinfo=UTC), names={"NUM001": "a", "FORM005": "b"}, version="1"
    )
    tiles = {label: int(n) for n, label in re.findall(r"<li><b>(\d+)</b><span>([^<]*)</span></li>", page)}
    assert tiles == {"units": 2, "without a finding": 1, "errors": 1, "warnings": 1, "notes": 0}
    foot = re.search(r"<tfoot>(.*?)</tfoot>", page)
    assert foot is not None
    assert re.findall(r"<td>(\d+|·)</td>", foot.group(1)) == ["1", "1", "·", "2"]
    assert page.count("data-severity=") == 2


def test_json_has_exactly_the_keys_and_true_offsets(tmp_path):
    path = _table(tmp_path, ("a-1", "the return of 807 😀 victims", "😀 le retour de 870 victimes"))
    found = json.loads(findings_json([check_translation(path)]))
    assert len(found) == 1
    assert set(found[0]) == _KEYS
    assert found[0]["unit"] == "a-1"
    assert "😀 le retour de 870 victimes"[found[0]["start"] : found[0]["end"]] == "870"
    assert found[0]["fix"] == "807"
    assert json.loads(findings_json([])) == []


def test_visible_keeps_the_units():
    shown = visible(_result(), Severity.ERROR)
    assert [len(unit.findings) for unit in shown.units] == [1, 0]


def test_the_text_names_what_is_put_in_its_place():
    fixes = ("other", "", " ", "\u00a0", None)
    found = [
        Finding("NUM001", "n", Severity.ERROR, "f", "1", "target", 2, 6, f"m{at}", fix) for at, fix in enumerate(fixes)
    ]
    units = tuple(CheckedUnit(str(at), at, "a text", "a text", (one,)) for at, one in enumerate(found, 1))
    result = QaResult(Path("f.xlf"), "en", "fr", units, ("NUM001",))
    facts = ReportFacts(datetime(2025, 1, 2, tzinfo=UTC), (), "0.1")
    lines = [line.strip() for line in text_report([result], facts).decode().splitlines()]
    after = [lines[lines.index(f"m{at}") + 1 : lines.index(f"m{at}") + 2] for at in range(len(fixes))]
    assert after == [["→ other"], ["→ (take it away)"], ["→ (one space)"], ["→ (one no-break space)"], []]
    assert lines.count("FR  a ⟦text⟧") == len(fixes)


def test_a_long_line_is_wrapped_and_indented_on_a_terminal():
    words = " ".join(f"word{number}" for number in range(30))
    finding = Finding("NUM001", "n", Severity.ERROR, "f", "1", "target", 0, 5, f"message {words}", "put right")
    unit = CheckedUnit("1", 1, words, words, (finding,))
    screen = io.StringIO()
    console = Console(file=screen, force_terminal=True, width=60, highlight=False, no_color=True, color_system=None)
    print_results([QaResult(Path("f.xlf"), "en", "fr", (unit,), ("NUM001",))], TerminalPaper(console), names={})
    lines = [line.rstrip() for line in screen.getvalue().splitlines()]
    assert max(map(len, lines)) <= 60
    message = next(at for at, line in enumerate(lines) if "message" in line)
    assert not lines[message + 1].lstrip().startswith("word0 ")
    indents = [len(line) - len(line.lstrip()) for line in lines[message:-1]]
    assert len(indents) > 3
    assert set(indents) == {indents[0]}
    assert " ".join(line.strip() for line in lines[message:-1]) == f"message {words}"
    assert lines[-1].strip() == "→ put right"


def test_a_blank_line_parts_a_file_with_findings_from_its_neighbours():
    bad = _result()
    clean = [QaResult(Path(f"{name}.xlf"), "en", "fr", (), ("NUM001",)) for name in "abcd"]
    facts = ReportFacts(datetime(2025, 1, 2, tzinfo=UTC), (), "0.1")
    lines = text_report([*clean[:2], bad, *clean[2:]], facts).decode().splitlines()
    blank = [not lines[at - 1] for at, line in enumerate(lines) if at and ".xlf  " in line]
    assert blank == [False, True, True, False]


def test_spans_that_overlap_are_marked_once():
    spans = [(2, 2), (5, 9), (0, 2), (1, 3), (4, 4), (1, 2), (8, 20)]
    assert mark_spans("a<c d fg hi", spans) == ("<mark>a&lt;</mark><mark>c</mark> d<mark> fg </mark><mark>hi</mark>")
    assert mark_spans("a  b", [(1, 3)]) == 'a<mark class="gap">  </mark>b'


@pytest.mark.parametrize(("start", "end"), [(0, 5), (250, 255), (595, 600), (100, 500), (300, 300)])
def test_an_excerpt_is_a_piece_of_the_text(start, end):
    text = ("word " * 120)[:600]
    piece = excerpt(text, start, end, 80)
    assert piece.before.removeprefix("… ") in text
    assert text[start:end].startswith(piece.marked)
    assert piece.after.removesuffix(" …") in text
    assert len(piece.before + piece.marked + piece.after) <= 130
    assert excerpt_beside(text, text, start, 80).marked == ""


def test_the_other_text_is_shown_where_the_place_lies_in_it():
    words = [f"w{number}" for number in range(200)]
    text, other = " ".join(words), "x" * 2000
    for start, near in ((0, "w0"), (1000, "w103"), (2000, "w199")):
        shown = excerpt_beside(text, other, start, 80).before
        assert near in shown.split()
        assert len(shown) <= 90
    short = ("word " * 16).strip()
    assert excerpt_beside(short, other, 0, 80).before == short
    assert excerpt_beside("a\tb\r\nc", other, 1000).before == "a b  c"


def test_exit_codes_and_formats(tmp_path):
    bad = _table(tmp_path, ("1", "It costs 5 euros.", "Cela coûte 6 euros."))
    good = _table(tmp_path, ("1", "It cost 5 euros.", "Cela a coûté 5 euros."), name="good.tsv")
    run = CliRunner()
    assert _code(run, str(good)) == 0
    assert _code(run, str(bad)) == 1
    assert _code(run, str(bad), "--fail-on", "never") == 0
    assert _code(run, str(bad), "--ignore", "NUM") == 0
    shown = run.invoke(qa, [str(bad), str(good)], standalone_mode=False)
    assert "⟦6⟧" in shown.output
    assert "\x1b" not in shown.output
    assert "good.tsv  1 unit · nothing found" in shown.output
    page = tmp_path / "out" / "qa.html"
    run.invoke(qa, [str(bad), "--format", "html", "-o", str(page)], standalone_mode=False)
    assert page.read_text(encoding="utf-8").startswith("<!DOCTYPE html>")
    assert [p.name for p in page.parent.iterdir()] == ["qa.html"]


def _code(run: CliRunner, *arguments: str) -> object:
    return run.invoke(qa, list(arguments), standalone_mode=False).return_value


def test_in_a_batch_the_others_go_on(tmp_path, capsys):
    bad = _table(tmp_path, ("1", "It costs 5 euros.", "Cela coûte 6 euros."))
    broken = tmp_path / "broken.xlf"
    broken.write_text("<xliff", encoding="utf-8")
    with pytest.raises(SystemExit) as left:
        main(["qa", str(broken), str(bad), str(tmp_path / "none.po")])
    assert left.value.code == 2
    out, err = capsys.readouterr()
    assert "figure differs" in out
    assert "2 of 3 files could not be checked" in err
    assert "broken.xlf" in err
    assert "none.po" in err
    assert "Traceback" not in err


@pytest.mark.parametrize(
    ("name", "content", "error"),
    [
        ("none.xlf", None, StoreError),
        ("empty.po", b"", StoreError),
        ("binary.xlf", bytes(range(256)), ParseError),
        ("note.rtf", b"hello", UnknownFormatError),
        ("note.md", b"hello", ConfigError),
        ("communique.docx", b"PK", IngestError),
        ("empty.xlf", b'<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"/>', ParseError),
    ],
)
def test_what_cannot_be_read_is_said_in_one_line(tmp_path, name, content, error):
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(error) as raised:
        check_translation(path)
    assert raised.value.path == path
    assert "\n" not in str(raised.value)


def test_wrong_usage(tmp_path):
    path = _table(tmp_path, ("1", "a", "b"))
    for arguments in (["qa", str(path), "--score"], ["qa", str(path), str(path), "--source", str(path)]):
        with pytest.raises(SystemExit) as left:
            main(arguments)
        assert left.value.code == 2
    with pytest.raises(ConfigError):
        CliRunner().invoke(qa, [str(path), "--select", "XYZ"], standalone_mode=False, catch_exceptions=False)


def test_scores_against_the_memory_name_their_settings(tmp_path):
    path = _table(tmp_path, ("1", "The centre is open.", "Le centre est ouvert."), ("2", "New text.", "Texte neuf."))
    memory = _table(tmp_path, ("1", "The centre is open.", "Le centre est ouvert."), name="m.tsv")
    result = check_translation(path, memory=memory, score=True)
    assert [score.metric for score in result.scores] == ["chrF2", "BLEU", "TER"]
    assert [score.value for score in result.scores] == [100.0, 100.0, 0.0]
    assert all("version:" in score.signature and score.segments == 1 for score in result.scores)


def test_a_pair_of_documents_is_aligned_on_the_way(tmp_path):
    english = [
        "The centre in Valmora opened its doors in March 2024.",
        "It gives legal advice to forty families every week.",
        "A second office, near the harbour, will follow in 2025.",
        "The project is funded by the European Union.",
    ]
    french = [
        "Le centre de Valmora a ouvert ses portes en mars 2024.",
        "Il donne des conseils juridiques à quarante familles chaque semaine.",
        "Le projet est financé par l’Union européenne.",
    ]
    source, target = tmp_path / "release.en.txt", tmp_path / "communique.fr.txt"
    source.write_text("\n\n".join(english) + "\n", encoding="utf-8")
    target.write_text("\n\n".join(french) + "\n", encoding="utf-8")
    result = check_translation(target, source_path=source)
    left_out = [(f, unit) for unit in result.units for f in unit.findings if f.code == "COMP003"]
    assert len(left_out) == 1
    finding, unit = left_out[0]
    assert "near the harbour" in unit.source[finding.start : finding.end]


def test_files_of_one_run_are_compared(tmp_path):
    first = _table(tmp_path, ("1", "Read the full statement", "Lire le texte intégral"), name="a.tsv")
    second = _table(tmp_path, ("9", "Read the full  statement", "Consulter la déclaration"), name="b.tsv")
    shown = CliRunner().invoke(qa, [str(first), str(second), "--format", "json"], standalone_mode=False)
    (found,) = json.loads(shown.stdout)
    assert (found["code"], found["unit"]) == ("CONS004", "9")
    assert "unit 1 of a.tsv" in found["message"]


@pytest.mark.parametrize(
    ("codes", "told"),
    [
        ((), ""),
        (("NUM001",), "NUM001"),
        (("TERM001", "TERM002", "TERM003", "NUM001", "COMP001", "COMP003"), "TERM001–003, NUM001, COMP001, COMP003"),
        (("TYPO009", "TYPO010", "HOUSE", "OUR-1"), "TYPO009–010, HOUSE, OUR-1"),
    ],
)
def test_checks_in_the_head_of_the_page(codes, told):
    assert ", ".join(_stretches(codes)) == told


def test_files_of_one_name_are_told_apart(tmp_path, monkeypatch, run_accord):
    for folder in ("one", "two"):
        (tmp_path / folder).mkdir()
        _table(tmp_path / folder, ("1", "Is it late?", "Est-il  tard ?"))
    monkeypatch.chdir(tmp_path)
    done = run_accord("qa", "one/t.tsv", "two/t.tsv", "-o", "-", "-o", "qa.html", code=1)
    heads = [line.split("  ")[0] for line in done.out.splitlines() if " · " in line and not line.startswith(" ")]
    assert [Path(head) for head in heads] == [Path("one/t.tsv"), Path("two/t.tsv")]
    page = (tmp_path / "qa.html").read_text(encoding="utf-8")
    assert f"<h2>{Path('two/t.tsv')}</h2>" in page
    assert run_accord("qa", "one/t.tsv", code=1).out.startswith("t.tsv  ")


@pytest.mark.parametrize("name", ["qa.html", "qa.sarif", "qa.xlsx"])
def test_a_form_does_not_slip_into_another_forms_file(tmp_path, monkeypatch, run_accord, name):
    monkeypatch.chdir(tmp_path)
    _table(tmp_path, ("1", "Is it late?", "Est-il  tard ?"))
    done = run_accord("qa", "t.tsv", "--format", "github", "-o", name, code=2)
    assert f"{name} would hold «github»: --format and -o go in pairs" in done.err
    assert not (tmp_path / name).exists()
    assert "::warning" in run_accord("qa", "t.tsv", "--format", "github", "-o", "-", "-o", name, code=1).out
