"""accord qa --fix: what is safe is put right in the file, and nothing else in it changes."""

import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner

from tmx.errors import ConfigError, StoreError
from toolkit.checks.registry import CHECKS
from toolkit.cli.main import accord
from toolkit.workflows.fix import Hindrance, fix_file, fixes_for
from toolkit.workflows.qa import check_translation

XLIFF = """\
<?xml version="1.0"?>
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
 <file source-language='en' target-language="fr" original="x" datatype="plaintext"><body>
  <trans-unit id="a"><source>Is it  over?</source><target>Est-ce fini?</target></trans-unit>
  <trans-unit id="b"><source>The end of the <g id="1">war</g> is near.</source>
   <target state='final'>La fin fin de la  <g id="1">guerre</g> est proche.</target></trans-unit>
  <trans-unit id="c"><source>It costs 5 euros.</source><target>Cela coûte 6 euros.</target></trans-unit>
  <trans-unit id="d"><source>Why &amp; how <g id="1">so</g>?</source>
   <target>Pourquoi &amp; comment<g id="1"> ?</g></target></trans-unit>
 </body></file>
</xliff>
"""
SAFE = (
    XLIFF.replace("fini?", "fini\u00a0?")
    .replace("fin fin", "fin")
    .replace("la  <g", "la <g")
    .replace("> ?<", ">\u00a0?<")
)


@pytest.fixture
def translation(tmp_path):
    path = tmp_path / "t.xlf"
    path.write_text(XLIFF, encoding="utf-8")
    return path


def run(*arguments):
    shown = CliRunner().invoke(accord, ["qa", *map(str, arguments)], standalone_mode=False)
    if shown.exception is not None:
        raise shown.exception
    return shown


def test_what_is_safe_is_put_right(translation):
    shown = run("--fix", translation)
    assert translation.read_text(encoding="utf-8") == SAFE
    assert f"Fixed       4 findings in {translation}" in shown.stderr
    assert "TYPO001" not in shown.stdout
    assert "figure differs" in shown.stdout
    assert shown.return_value == 1
    run("--fix", translation)
    assert translation.read_text(encoding="utf-8") == SAFE


def test_everything_with_a_fix(translation):
    assert run(translation, "--fix=all").return_value == 0
    assert translation.read_text(encoding="utf-8") == SAFE.replace("6 euros", "5 euros")


def test_a_dry_run_shows_and_changes_nothing(translation):
    shown = run("--fix=all", "--dry-run", translation, "--format", "json", "-o", translation.with_suffix(".json"))
    assert translation.read_text(encoding="utf-8") == XLIFF
    assert "@@ unit 1 @@ TYPO001\n-Est-ce fini?\n+Est-ce fini⍽?\n" in shown.stdout
    assert "Would fix   5 findings" in shown.stderr


def test_what_is_only_information_is_not_touched(tmp_path):
    rows = "".join(f"{n}\tIt is so.\tC’est ainsi {n}.\n" for n in range(9))
    path = tmp_path / "t.tsv"
    path.write_text(f"{rows}x\tThe house.\tL'habitation.\n", encoding="utf-8")
    before = path.read_bytes()
    run("--fix", path)
    assert path.read_bytes() == before
    run("--fix", "--info", path)
    assert path.read_bytes() == before.replace(b"L'habitation", "L’habitation".encode())


@pytest.mark.parametrize("name", ["regional-conference.xlf", "mobile-app.po"])
def test_the_examples_keep_all_other_lines(tmp_path, name):
    examples = Path(__file__).parents[2] / "examples"
    path = tmp_path / name
    shutil.copy(examples / "new" / name, path)
    run("--fix", path, "--glossary", examples / "glossary.csv")
    before, after = ((p.read_bytes().split(b"\n")) for p in (examples / "new" / name, path))
    assert len(before) == len(after)
    differ = [number for number, (one, other) in enumerate(zip(before, after, strict=True)) if one != other]
    assert 0 < len(differ) < 6


def test_a_fix_across_a_tag_is_left_to_the_person(tmp_path):
    path = tmp_path / "t.xlf"
    crossed = XLIFF.replace("fin fin de", 'fin <x id="9"/>fin de')
    path.write_text(crossed, encoding="utf-8")
    result = check_translation(path)
    fixes = fix_file(result, CHECKS)
    assert [(left.finding.code, left.why) for left in fixes.left] == [("FORM003", Hindrance.TAG)]
    assert 'fin <x id="9"/>fin de' in path.read_text(encoding="utf-8")


_LOCKED_HEAD = """<xliff xmlns="urn:oasis:names:tc:xliff:document:1.2" version="1.2" \
xmlns:sdl="http://sdl.com/FileTypes/SdlXliff/1.0" xmlns:mq="MQXliff"><file original="a" source-language="en" \
target-language="fr" datatype="x"><body>"""
_MEMOQ_UNIT = '<trans-unit id="1"{}><source>Is it over?</source><target>Est-ce fini?</target></trans-unit>'
_SPLIT = '<mrk mtype="seg" mid="1">{0}</mrk><mrk mtype="seg" mid="2">{1}</mrk>'
_STUDIO_UNIT = (
    f'<trans-unit id="1"><source>Is it over? Yes, all is over now!</source><seg-source>'
    f"{_SPLIT.format('Is it over?', 'Yes, all is over now!')}</seg-source><target>"
    f'{_SPLIT.format("Est-ce fini?", "Oui, tout est fini!")}</target><sdl:seg-defs><sdl:seg id="1" locked="true"/>'
    '<sdl:seg id="2" locked="false"/></sdl:seg-defs></trans-unit>'
)


@pytest.mark.parametrize(
    ("name", "unit", "after", "left"),
    [
        ("t.mqxliff", _MEMOQ_UNIT.format(' mq:locked="locked"'), _MEMOQ_UNIT.format(' mq:locked="locked"'), 1),
        ("t.mqxliff", _MEMOQ_UNIT.format(""), _MEMOQ_UNIT.format("").replace("fini?", "fini\u00a0?"), 0),
        ("t.sdlxliff", _STUDIO_UNIT, _STUDIO_UNIT.replace("fini!", "fini\u00a0!"), 1),
    ],
)
def test_a_locked_segment_is_left_as_it_is(tmp_path, name, unit, after, left):
    path = tmp_path / name
    path.write_text(f"{_LOCKED_HEAD}{unit}</body></file></xliff>", encoding="utf-8")
    fixes = fix_file(check_translation(path), CHECKS)
    assert path.read_text(encoding="utf-8") == f"{_LOCKED_HEAD}{after}</body></file></xliff>"
    assert [one.why for one in fixes.left] == [Hindrance.LOCKED] * left


@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", ("1 is left as it is: its segment is locked", "1 has to be put right by hand: a tag stands in the way")),
        (
            "fr",
            (
                "1 reste tel quel\u00a0: son segment est verrouillé",
                "1 reste à corriger à la main\u00a0: une balise gêne",
            ),
        ),
    ],
)
def test_the_reason_is_said_of_what_is_not_put_right(tmp_path, language, told):
    crossed = (
        '<trans-unit id="2"><source>The end is near.</source><target>La fin <x id="9"/>fin est.</target></trans-unit>'
    )
    path = tmp_path / "t.mqxliff"
    units = _MEMOQ_UNIT.format(' mq:locked="locked"') + crossed
    path.write_text(f"{_LOCKED_HEAD}{units}</body></file></xliff>", encoding="utf-8")
    shown = run("--fix", path, "--ui", language)
    assert [line.strip() for line in shown.stderr.splitlines() if line.startswith("    ")] == list(told)


def test_what_the_encoding_of_a_file_in_xml_lacks_is_written_by_number(tmp_path):
    path = tmp_path / "t.xlf"
    path.write_bytes(XLIFF.replace('"1.0"', '"1.0" encoding="US-ASCII"').replace("û", "&#251;").encode("ascii"))
    before = path.read_bytes()
    checks = [check for check in CHECKS if check.code == "TYPO001"]
    assert fix_file(check_translation(path), checks).left == ()
    assert path.read_bytes() == before.replace(b"fini?", b"fini&#160;?").replace(b"> ?<", b">&#160;?<")


def test_what_the_encoding_lacks_is_not_written(tmp_path):
    path = tmp_path / "t.po"
    header = 'msgid ""\nmsgstr "Content-Type: text/plain; charset=ISO-8859-1\\n"\n\n'
    path.write_bytes(f'{header}msgid "The works of art."\nmsgstr "Les oeuvres d\'art."\n'.encode("latin-1"))
    before = path.read_bytes()
    fixes = fix_file(check_translation(path), CHECKS)
    assert [(one.finding.code, one.why) for one in fixes.left] == [("TYPO003", Hindrance.ENCODING)]
    assert path.read_bytes() == before


def test_a_file_of_two_keyed_halves_is_not_put_right(tmp_path):
    source, target = tmp_path / "en.properties", tmp_path / "fr.properties"
    source.write_text("over=Is it over?\n", encoding="utf-8")
    target.write_text("over=Est-ce fini?\n", encoding="utf-8")
    with pytest.raises(ConfigError):
        run("--fix", target, "--source", source)


def test_a_file_that_cannot_be_put_right_is_reported_all_the_same(tmp_path, translation):
    program = tmp_path / "app.ts"
    message = "<message><source>Is it over?</source><translation>Est-ce fini fini ?</translation></message>"
    program.write_text(f'<TS version="2.1"><context><name>A</name>{message}</context></TS>', encoding="utf-8")
    before = program.read_bytes()
    shown = run("--fix", program, translation)
    assert "«fini» stands twice" in shown.stdout
    assert translation.read_text(encoding="utf-8") == SAFE
    assert program.read_bytes() == before
    assert "1 of 2 files could not be put right:\n" in shown.stderr
    assert "app.ts: this kind of file cannot be put right in place" in shown.stderr
    assert shown.return_value == 2


@pytest.mark.parametrize(
    ("field", "after"),
    [
        ("- Est-ce fini?", "- Est-ce fini\u00a0?"),
        ("'- Est-ce fini?", "'- Est-ce fini\u00a0?"),
        ('"- Oui, est-ce fini?"', '"- Oui, est-ce fini\u00a0?"'),
    ],
)
def test_the_field_of_a_table_stays_as_it_is_written(tmp_path, field, after):
    """An apostrophe guards it in spreadsheets, quotation marks hold its commas."""
    table = tmp_path / "t.csv"
    table.write_bytes(f"id,source,target\n1,- Is it over?,{field}\n".encode())
    run("--fix", table)
    assert table.read_text(encoding="utf-8") == f"id,source,target\n1,- Is it over?,{after}\n"


def test_a_file_that_has_changed_meanwhile_is_left_alone(translation):
    result = check_translation(translation)
    assert fixes_for(result, CHECKS)
    changed = XLIFF.replace(
        '<trans-unit id="c">', '<trans-unit id="new"><source>n</source></trans-unit><trans-unit id="c">'
    )
    translation.write_text(changed, encoding="utf-8")
    with pytest.raises(StoreError, match="has changed since it was checked"):
        fix_file(result, CHECKS)
    assert translation.read_text(encoding="utf-8") == changed


def test_dry_run_alone_is_a_slip(translation):
    shown = CliRunner().invoke(accord, ["qa", str(translation), "--dry-run"])
    assert shown.exit_code == 2


def test_of_two_fixes_of_a_word_the_safe_one_is_made(tmp_path):
    """A dictionary that does not know ``oeuvre`` proposes ``ouvre``."""
    table = tmp_path / "t.tsv"
    table.write_text("The project was implemented.\tLe projet a été mis en oeuvre.\n", encoding="utf-8")
    run("--fix=all", table)
    assert table.read_text(encoding="utf-8") == "The project was implemented.\tLe projet a été mis en œuvre.\n"


def test_a_field_that_would_read_otherwise_does_not_hold_up_the_others(tmp_path):
    """Without doubled quotation marks in it the first field would be read with those around it."""
    rows = '“We left,” she said.\t"""Nous sommes partis"", dit-elle."\nIs it over?\tEst-ce fini{}?\n'
    table = tmp_path / "t.tsv"
    table.write_text(rows.format(""), encoding="utf-8")
    shown = run("--fix", table)
    assert table.read_text(encoding="utf-8") == rows.format("\u00a0")
    assert "Fixed       1 finding" in shown.stderr
    assert "1 has to be put right by hand" in shown.stderr


@pytest.mark.parametrize("encoding", ["cp1252", "mac-roman", "cp850"])
def test_a_table_in_an_encoding_of_the_west_is_put_right_in_it(tmp_path, encoding):
    rows = "English,Français\r\nAre they far away?,Sont-ils très éloignés{}?\r\n"
    table = tmp_path / "t.csv"
    table.write_bytes(rows.format("").encode(encoding))
    run("--fix", table)
    assert table.read_bytes() == rows.format("\u00a0").encode(encoding)
