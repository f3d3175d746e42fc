"""Dismissed findings stay dismissed, and nothing else goes with them."""

import json

import pytest
from click.testing import CliRunner
from hypothesis import given
from hypothesis import strategies as st

from tmx.errors import ConfigError, ParseError
from toolkit.checks.fingerprint import with_fingerprints
from toolkit.cli.main import accord
from toolkit.model import Finding, Severity
from toolkit.workflows.dismissals import (
    Dismissals,
    DismissedFinding,
    DismissedTerm,
    add_findings,
    read_baseline,
    read_dismissals,
    write_dismissals,
)

_TEXTS = st.text(max_size=30)
_FINDINGS = st.builds(
    DismissedFinding,
    st.text("0123456789abcdef", min_size=1),
    _TEXTS,
    _TEXTS,
    _TEXTS,
    _TEXTS,
    _TEXTS,
    _TEXTS,
    st.dates(),
)
_CODES = st.lists(st.text("ABC123", min_size=1, max_size=4), max_size=3).map(tuple)
_TERMS = st.builds(DismissedTerm, st.text(min_size=1, max_size=20), _CODES, _TEXTS)


@given(st.lists(_FINDINGS, max_size=4, unique_by=lambda f: f.fingerprint), st.lists(_TERMS, max_size=3, unique=True))
def test_what_is_written_is_read_again(tmp_path_factory, findings, terms):
    path = tmp_path_factory.mktemp("dismissed") / "accord-dismissed.toml"
    dismissals = Dismissals(tuple(findings), tuple(terms))
    write_dismissals(path, dismissals)
    again = read_dismissals(path)
    assert set(again.findings) == set(findings)
    assert set(again.terms) == set(terms)
    first = path.read_bytes()
    write_dismissals(path, again)
    assert path.read_bytes() == first


@pytest.mark.parametrize(
    "text",
    ["[[finding", "[[finding]]\ncheck = 'A'", "finding = 3", "[[term]]\nterm = 3", "[[finding]]\nid = 'a'\non = 'may'"],
)
def test_a_broken_file_is_named(tmp_path, text):
    path = tmp_path / "d.toml"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParseError) as raised:
        read_dismissals(path)
    assert raised.value.path == path
    assert "\n" not in str(raised.value)


def finding(code="NUM001", side="target", start=0, end=2, message="m"):
    return Finding(code, "numbers", Severity.ERROR, "f", "1", side, start, end, message)


def test_a_fingerprint_knows_check_text_and_place_and_no_more():
    first, second = with_fingerprints([finding(), finding(message="autre")], "aa", "aa aa")
    assert first.fingerprint != second.fingerprint
    (moved,) = with_fingerprints([finding(start=3, end=5)], "aa", "aa aa")
    assert moved.fingerprint == first.fingerprint
    others = [
        with_fingerprints([finding(code="NUM002")], "aa", "aa aa"),
        with_fingerprints([finding(side="source")], "aa", "aa aa"),
        with_fingerprints([finding()], "ab", "aa aa"),
        with_fingerprints([finding()], "aa", "aa ab"),
    ]
    assert len({first.fingerprint, *(one[0].fingerprint for one in others)}) == 5


@pytest.fixture
def project(tmp_path, monkeypatch):
    (tmp_path / "t.tsv").write_text(
        "1\tIt costs 5 euros.\tCela coûte 6 euros.\n2\tIt costs 7 dollars.\tCela coûte 8 dollars.\n", encoding="utf-8"
    )
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*arguments, file="t.tsv"):
    shown = CliRunner().invoke(accord, ["qa", file, "--format", "json", *arguments], standalone_mode=False)
    if shown.exception is not None:
        raise shown.exception
    return json.loads(shown.stdout)


def test_a_dismissed_finding_does_not_come_back(project):
    first, second = run()
    assert run("--dismiss", first["fingerprint"][:8], "--reason", "so it is", "--by", "Anne") == [second]
    assert run() == [second]
    (entry,) = read_dismissals(project / "accord-dismissed.toml").findings
    assert (entry.reason, entry.by, entry.check) == ("so it is", "Anne", "NUM001")
    shown = CliRunner().invoke(accord, ["qa", "t.tsv"], standalone_mode=False).stdout
    assert "1 finding dismissed or known before" in shown
    assert run("--dismissed", "other.toml") == [first, second]
    text = (project / "t.tsv").read_text(encoding="utf-8").replace("6 euros.", "6 euros !")
    (project / "t.tsv").write_text(text, encoding="utf-8")
    assert len(run("--select", "NUM")) == 2, "another text is another finding"


@pytest.mark.parametrize(
    "text",
    [
        '# Ours.\n[[term]]\nterm = "Pacte"  # as the client says\n',
        'owner = "Anne"\r\n\r\n[[finding]]\r\nid = "b"\r\nseen = 3\r\n[other]\r\na = 1 # no more',
        '\ufeff[[finding]]\nid = "a"',
    ],
)
def test_what_a_person_wrote_stays(project, text):
    path = project / "accord-dismissed.toml"
    path.write_bytes(text.encode("utf-8"))
    before = read_dismissals(path)
    first, second = run()
    for one in (second, first):
        run("--dismiss", one["fingerprint"])
    assert path.read_bytes().startswith(text.encode("utf-8"))
    assert (b"\r\n" in path.read_bytes()) == ("\r\n" in text)
    after = read_dismissals(path)
    assert [one.fingerprint for one in after.findings] == [
        *(one.fingerprint for one in before.findings),
        second["fingerprint"],
        first["fingerprint"],
    ]
    assert after.terms == before.terms
    whole = path.read_bytes()
    add_findings(path, after.findings)
    assert path.read_bytes() == whole


@pytest.mark.parametrize(("text", "known"), [(None, []), ("finding = [{id = 'b'}, {id = 'a'}]\n", ["a", "b"])])
def test_what_only_we_wrote_is_kept_in_order(tmp_path, text, known):
    """What two persons dismiss then stands at different places, and git puts it together."""
    path = tmp_path / "d.toml"
    if text is not None:
        path.write_text(text, encoding="utf-8")
    for one in (DismissedFinding("c", "B"), DismissedFinding("d", "A")):
        add_findings(path, [one])
    assert [one.fingerprint for one in read_dismissals(path).findings] == [*known, "d", "c"]


@pytest.mark.parametrize("wrong", ["zz", "0" * 12])
def test_an_id_that_names_nothing_is_said(project, wrong):
    with pytest.raises(ConfigError):
        run("--dismiss", wrong)
    assert not (project / "accord-dismissed.toml").exists()


def test_an_id_that_was_dismissed_before_is_said(project):
    first = run()[0]["fingerprint"]
    run("--dismiss", first[:8])
    with pytest.raises(ConfigError, match="is dismissed already"):
        run("--dismiss", first[:6].upper())


def test_a_term_is_left_in_peace(project):
    (project / "accord-dismissed.toml").write_text(
        '[[term]]\nterm = "8"\nchecks = ["NUM"]\n[[term]]\nterm = "6"\nchecks = ["TERM"]\n', encoding="utf-8"
    )
    assert [one["unit"] for one in run()] == ["1"]


def test_a_unit_can_say_so_itself(project):
    po = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
    for number, note in enumerate(
        ("", "# accord: ignore NUM001\n", "# accord: ignore\n", "# accord: ignore TERM\n"), 5
    ):
        po += f'{note}msgid "It costs {number} euros."\nmsgstr "Cela coûte 9{number} euros."\n\n'
    (project / "t.po").write_text(po, encoding="utf-8")
    assert [one["unit"] for one in run("--select", "NUM", file="t.po")] == ["It costs 5 euros.", "It costs 8 euros."]


@pytest.mark.parametrize(
    ("note", "left"),
    [
        ("Accord : ignorer NUM001, FORM", 0),
        ("accord\u00a0: ignorer", 0),
        ("accord: ignore num001", 0),
        ("accord: ignore term001; FORM", 1),
        ("Accord: ignored", 1),
    ],
)
def test_a_unit_says_so_in_small_letters_and_in_french(project, note, left):
    po = f'# {note}\nmsgid "It costs 5 euros."\nmsgstr "Cela coûte 6 euros."\n'
    (project / "t.po").write_text(f'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n{po}', "utf-8")
    assert len(run("--select", "NUM", file="t.po")) == left


_XLIFF = """<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" \
xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns:mq="MQXliff">{head}\
<file original="a" source-language="en" target-language="fr" datatype="x"><body><trans-unit id="1">{unit}</trans-unit>\
</body></file></xliff>"""
_STUDIO_HEAD = """<doc-info xmlns="http://sdl.com/FileTypes/SdlXliff/1.0"><cmt-defs><cmt-def id="c1">\
<Comments xmlns=""><Comment severity="Low">accord: ignore NUM001</Comment></Comments></cmt-def></cmt-defs></doc-info>"""


@pytest.mark.parametrize("marked", [True, False])
def test_a_comment_of_trados_says_so_for_its_segment(project, marked):
    first = '<mrk mtype="x-sdl-comment" sdl:cid="c1">En 6.</mrk>' if marked else "En 6."
    segments = '<mrk mtype="seg" mid="1">{}</mrk> <mrk mtype="seg" mid="2">{}</mrk>'
    unit = (
        f"<source>In 5. In 7.</source><seg-source>{segments.format('In 5.', 'In 7.')}</seg-source>"
        f"<target>{segments.format(first, 'En 8.')}</target>"
    )
    (project / "t.sdlxliff").write_text(_XLIFF.format(head=_STUDIO_HEAD, unit=unit), encoding="utf-8")
    left = [one["unit"] for one in run("--select", "NUM", file="t.sdlxliff")]
    assert left == (["1/2"] if marked else ["1/1", "1/2"])


@pytest.mark.parametrize(("deleted", "left"), [("false", 0), ("true", 1)])
def test_a_comment_of_memoq_says_so(project, deleted, left):
    comment = f'<mq:comment deleted="{deleted}">accord: ignore NUM001</mq:comment>'
    unit = f"<source>In 5.</source><target>En 6.</target><mq:comments>{comment}</mq:comments>"
    (project / "t.mqxliff").write_text(_XLIFF.format(head="", unit=unit), encoding="utf-8")
    assert len(run("--select", "NUM", file="t.mqxliff")) == left


@pytest.mark.parametrize(
    ("wrong", "reason"), [("term = ", "Invalid value"), ("a = " + "[" * 5000, "too many brackets")]
)
def test_what_is_not_toml_is_told(project, wrong, reason):
    (project / "accord-dismissed.toml").write_text(wrong, encoding="utf-8")
    with pytest.raises(ParseError, match=f"this is not TOML: {reason}"):
        run()


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_a_baseline_hides_what_is_known(project, form):
    CliRunner().invoke(accord, ["qa", "t.tsv", "--format", form, "-o", "base.json"], standalone_mode=False)
    assert len(read_baseline(project / "base.json")) == 2
    assert run("--baseline", "base.json") == []
    with (project / "t.tsv").open("a", encoding="utf-8") as table:
        table.write("3\tIn 1999.\tEn 1998.\n")
    assert [one["unit"] for one in run("--baseline", "base.json")] == ["3"]
    for wrong in ("{}", '[{"code": "A"}]', "no", "[" * 5000):
        (project / "base.json").write_text(wrong, encoding="utf-8")
        with pytest.raises(ParseError):
            run("--baseline", "base.json")
