"""Bad input: one clear line, exit code 2, no traceback, nothing half-written, the other files go on."""

import zipfile
from pathlib import Path

import pytest

from toolkit.cli.main import main

EXAMPLES = Path(__file__).parents[2] / "examples"
TWO_HUNDRED_MB = 200 * 1024 * 1024

XLIFF = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file original="a" source-language="en" '
XLIFF += 'target-language="fr" datatype="plaintext"><body><trans-unit id="1"><source>One.</source>'
ENTITY = '<!DOCTYPE tmx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tmx version="1.4"><header/><body><tu><tuv '
ENTITY += 'xml:lang="en"><seg>&x;</seg></tuv></tu></body></tmx>'
BOMB = '<!DOCTYPE tmx [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;">]>'
BOMB += '<tmx version="1.4"><header/><body><tu><tuv xml:lang="en"><seg>&c;</seg></tuv></tu></body></tmx>'


@pytest.fixture
def bad(tmp_path):
    """A folder of broken files."""
    (tmp_path / "empty.txt").write_bytes(b"")
    (tmp_path / "empty.xlf").write_bytes(b"")
    (tmp_path / "empty.tmx").write_bytes(b"")
    (tmp_path / "binary.txt").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "binary.xlf").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "binary.po").write_bytes(bytes(range(256)) * 40)
    (tmp_path / "truncated.xlf").write_text(XLIFF, encoding="utf-8")
    (tmp_path / "other.xlf").write_text("<html><body>no</body></html>", encoding="utf-8")
    (tmp_path / "entity.tmx").write_text(ENTITY, encoding="utf-8")
    (tmp_path / "bomb.tmx").write_text(BOMB, encoding="utf-8")
    (tmp_path / "truncated.tmx").write_text('<tmx version="1.4"><header/><body><tu><tuv', encoding="utf-8")
    (tmp_path / "latin.xlf").write_bytes(
        ('<?xml version="1.0" encoding="utf-8"?>' + XLIFF).replace("One", "Eté").encode("utf-8")[:-20] + b"\xe9t\xe9"
    )
    (tmp_path / "broken.docx").write_bytes(b"PK\x03\x04 not really")
    with zipfile.ZipFile(tmp_path / "hollow.docx", "w") as archive:
        archive.writestr("readme.txt", "not a document")
    with (tmp_path / "huge.txt").open("wb") as stream:
        stream.truncate(TWO_HUNDRED_MB)
    with (tmp_path / "huge.xlf").open("wb") as stream:
        stream.truncate(TWO_HUNDRED_MB)
    (tmp_path / "folder").mkdir()
    (tmp_path / "good.txt").write_text("A title\n\nThe workshop opened on Monday. It closed on Friday.\n", "utf-8")
    (tmp_path / "bad.tbx").write_text("<tbx><text><body><conceptEntry>", encoding="utf-8")
    (tmp_path / "bad.csv").write_text("concept,language,status\na,fr,preferred\n", encoding="utf-8")
    return tmp_path


COMMANDS = {
    "ingest missing": "ingest missing.txt",
    "ingest empty": "ingest empty.txt",
    "ingest binary": "ingest binary.txt",
    "ingest folder": "ingest folder",
    "ingest broken docx": "ingest broken.docx",
    "ingest hollow docx": "ingest hollow.docx",
    "ingest huge": "ingest huge.txt",
    "segment missing": "segment missing.txt",
    "segment binary": "segment binary.txt",
    "segment language": "segment good.txt --lang xx",
    "pair missing folder": "pair nowhere folder",
    "pair empty folders": "pair folder folder",
    "align missing": "align missing.txt good.txt -o out.tmx",
    "align empty": "align good.txt empty.txt -o out.tmx",
    "align binary": "align good.txt binary.txt -o out.tmx",
    "align language": "align good.txt good.txt --from xx -o out.tmx",
    "align file and folder": "align good.txt folder -o out.tmx",
    "align bad glossary": "align good.txt good.txt --glossary bad.tbx -o out.tmx",
    "align bad dictionary": "align good.txt good.txt --dictionary binary.txt -o out.tmx",
    "align tmx languages": "align good.txt good.txt --tmx-languages klingon -o out.tmx",
    "align other tmx languages": "align good.txt good.txt --tmx-languages en,de -o out.tmx",
    "align two into one": "align good.txt good.txt --beads out.tmx -o out.tmx",
    "align two into one, by two names": "align good.txt good.txt -o out.tmx -o folder/../out.tmx",
    "align review that is no workbook": "align good.txt good.txt --review review.txt",
    "align over what was approved": "align good.txt good.txt --approved entity.tmx -o entity.tmx",
    "build other tmx languages": "build folder folder --tmx-languages de -o out",
    "build empty folder": "build folder folder -o out",
    "build missing folder": "build nowhere folder -o out",
    "build into a file": "build folder folder -o good.txt",
    "build bad glossary": "build folder folder --glossary bad.tbx -o out",
    "terms extract missing": "terms extract missing.tmx -o out.tbx",
    "terms extract entity": "terms extract entity.tmx -o out.tbx",
    "terms extract bomb": "terms extract bomb.tmx -o out.tbx",
    "terms extract truncated": "terms extract truncated.tmx -o out.tbx",
    "terms extract empty": "terms extract empty.tmx -o out.tbx",
    "terms of a folder": "terms convert folder out.tbx",
    "terms twice into one": "terms extract good.txt --lang en -o out.csv -o out.csv",
    "qa two reports into one": "qa other.xlf --format json --format html -o out -o out",
    "qa missing": "qa missing.xlf",
    "qa empty": "qa empty.xlf",
    "qa binary xliff": "qa binary.xlf",
    "qa binary po": "qa binary.po",
    "qa truncated": "qa truncated.xlf",
    "qa not xliff": "qa other.xlf",
    "qa encoding": "qa latin.xlf",
    "qa entity": "qa entity.tmx",
    "qa huge": "qa huge.xlf",
    "qa no source": "qa good.txt",
    "qa unknown kind": "qa good.pdf",
    "qa bad glossary": "qa good.txt --source good.txt --glossary bad.csv",
    "qa bad memory": "qa good.txt --source good.txt --memory entity.tmx",
    "qa unknown check": "qa good.txt --source good.txt --select NOPE999",
    "evaluate alignment missing": "evaluate alignment nowhere",
    "evaluate alignment empty": "evaluate alignment folder",
}


def run(words, folder, capfd, monkeypatch):
    monkeypatch.chdir(folder)
    with pytest.raises(SystemExit) as stop:
        main(words.split())
    captured = capfd.readouterr()
    return stop.value.code, captured.out, captured.err


@pytest.mark.parametrize("words", COMMANDS.values(), ids=list(COMMANDS))
def test_one_line_and_exit_code_2(words, bad, capfd, monkeypatch):
    before = set(bad.rglob("*"))
    code, _, err = run(words, bad, capfd, monkeypatch)
    assert code == 2, err
    assert "Traceback" not in err
    said = [line for line in err.splitlines() if line.startswith("accord: ")]
    assert said, err
    assert len(err.splitlines()) <= 6, err
    assert set(bad.rglob("*")) == before, "something was left behind"


def test_in_a_batch_the_other_files_go_on(bad, capfd, monkeypatch):
    code, out, err = run("ingest binary.txt good.txt missing.txt", bad, capfd, monkeypatch)
    assert code == 2
    assert "The workshop opened on Monday." in out
    assert "binary.txt" in err
    assert "missing.txt" in err


def test_qa_goes_on_past_a_bad_file(bad, capfd, monkeypatch):
    good = EXAMPLES / "new" / "regional-conference.xlf"
    code, out, err = run(f"qa truncated.xlf {good} --from en --to fr", bad, capfd, monkeypatch)
    assert code == 2
    assert "truncated.xlf" in err
    assert "regional-conference.xlf" in out


def test_unreadable_file(bad, capfd, monkeypatch):
    def refuse(path, *_, **__):
        raise PermissionError(13, "Permission denied", str(path))

    monkeypatch.setattr(Path, "open", refuse)  # permissions do not bind root, who may run the tests
    code, _, err = run("ingest good.txt", bad, capfd, monkeypatch)
    assert code == 2
    assert err.startswith("accord: good.txt: permission denied")


def test_a_link_to_itself(bad, capfd, monkeypatch):
    (bad / "loop.xlf").symlink_to("loop.xlf")
    code, _, err = run("qa loop.xlf --from en --to fr", bad, capfd, monkeypatch)
    assert code == 2
    assert err.startswith("accord: loop.xlf: too many levels of symbolic links")
