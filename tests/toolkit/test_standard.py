"""``-`` as standard input and output: every parameter that names a file has a place for it, or says why not."""

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import click
import pytest

from toolkit.cli.main import accord as accord_command
from toolkit.cli.options import PATH
from toolkit.cli.standard import OUTPUTS, OWN, REFUSED, suffix_of_content

EXAMPLES = Path(__file__).parents[2] / "examples"
XLIFF = EXAMPLES / "new" / "regional-conference.xlf"
WORD = EXAMPLES / "new" / "centre-de-reintegration.fr.docx"
PO = EXAMPLES / "new" / "mobile-app.po"
GLOSSARY = EXAMPLES / "glossary.tbx"
TABLE = EXAMPLES / "glossary.csv"
TEXT = EXAMPLES / "originals" / "ambassador-of-viet-nam-at-iom.txt"
RELEASE = EXAMPLES / "releases" / "vietnam-rencontre-a-geneve.txt"
PAIRS = b"en\tfr\nThe house is red.\tLa maison est rouge.\nThe cat sleeps.\tLe chat dort.\n"


START = [sys.executable, "-c", "from toolkit.cli.start import main; main()"]


def accord(*words, given=b"", cwd=None, stdout=subprocess.PIPE, temporary=None):
    env = None if temporary is None else {**os.environ, "TMPDIR": str(temporary)}
    start = [*START, *map(str, words)]
    return subprocess.run(start, input=given, stdout=stdout, stderr=subprocess.PIPE, timeout=120, cwd=cwd, env=env)


def _parameters(command, name, context):
    if isinstance(command, click.Group):
        for word in command.list_commands(context):
            yield from _parameters(command.get_command(context, word), f"{name} {word}".strip(), context)
    else:
        for parameter in command.params:
            if PATH in getattr(parameter.type, "types", [parameter.type]):
                yield name, parameter


def test_what_the_tables_name_is_there_and_outputs_are_all_in_them():
    found = {(name, p.name): p for name, p in _parameters(accord_command, "", click.Context(accord_command))}
    tables = (OWN, OUTPUTS.keys(), REFUSED.keys())
    assert not set().union(*tables) - found.keys()
    assert sum(map(len, tables)) == len(set().union(*tables))
    read = found.keys() - set().union(*tables)
    assert not [place for place in read if "-o" in found[place].opts]


@pytest.mark.parametrize(
    ("head", "documents", "suffix"),
    [
        (XLIFF.read_bytes(), False, ".xlf"),
        (WORD.read_bytes(), False, ".docx"),
        (PO.read_bytes(), False, ".po"),
        (GLOSSARY.read_bytes(), False, ".tbx"),
        (TABLE.read_bytes(), False, ".csv"),
        (TEXT.read_bytes(), True, ".txt"),
        (PAIRS, False, ".tsv"),
        (PAIRS.decode().encode("utf-16"), False, ".tsv"),
        (b'<?xml version="1.0"?>\n<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n<tmx version="1.4">', False, ".tmx"),
        (b"<!-- x --><!DOCTYPE html>\n<html><p>Yes", True, ".html"),
        (b"<p>Yes", True, ".html"),
        (b"<p>Yes", False, ".xml"),
        (b"<", False, ".xml"),
        (b"#UTX 1.11; en/fr;\n", False, ".utx"),
        (b"SQLite format 3\0...", False, ".db"),
        (b"One, two; three.", True, ".txt"),
        (b"", False, ".txt"),
    ],
)
def test_what_content_tells(head, documents, suffix):
    assert suffix_of_content(head, documents=documents) == suffix


@pytest.mark.parametrize(
    ("words", "given", "code", "out", "err"),
    [
        (["qa", "-", "--glossary", GLOSSARY], XLIFF, 1, "standard input  24 units", ""),
        (["qa", XLIFF, "--glossary", "-"], GLOSSARY, 1, "TERM", ""),
        (["qa", "-", "--source", EXAMPLES / "new" / "reintegration-centre.en.docx"], WORD, 1, "standard input  24", ""),
        (["qa", "--fix", "-"], XLIFF, 2, "", "standard input cannot be changed in its place"),
        (
            ["terms", "convert", "-", "-", "--format", "utx"],
            TABLE,
            0,
            "#UTX 1.11; en/fr",
            "Wrote       standard output ·",
        ),
        (["terms", "convert", "-", "-"], TABLE, 0, "Written by Accord", ""),
        (["terms", "stats", "-"], GLOSSARY, 0, "concepts              100", ""),
        (["terms", "review", "-"], GLOSSARY, 2, "", "«-»: a file that is kept is needed here"),
        (["terms", "diff", "-", "-"], GLOSSARY, 2, "", "standard input can be read only once"),
        (["terms", "diff", "-", "absent.tbx"], GLOSSARY, 2, "", "absent.tbx"),
        (["convert", "-", "-"], PAIRS, 0, "<seg>Le chat dort.</seg>", "Wrote       standard output (2 pairs)"),
        (["memory", "merge", "-", "-o", "-"], PAIRS, 0, "<seg>Le chat dort.</seg>", "Merged      standard output ·"),
        (["memory", "clean", "-", "-o", "-"], PAIRS, 2, "", "standard output has the list"),
        (["memory", "stats", "-"], PAIRS, 0, "units", ""),
        (["align", "-", RELEASE, "--beads", "-"], TEXT, 0, "[2]:[1]:", ""),
        (["ingest", "-"], TEXT, 0, "Geneva", ""),
        (["segment", "-", "--clean"], TEXT, 0, "Geneva", ""),
        (["build", "-", "x", "-o", "y"], b"", 2, "", "«-»: a folder is needed here"),
        (["qa", "-"], b"", 2, "", "accord: standard input is empty"),
    ],
)
def test_commands(tmp_path, words, given, code, out, err):
    done = accord(*words, given=given.read_bytes() if isinstance(given, Path) else given, temporary=tmp_path)
    assert done.returncode == code, done.stderr.decode()
    assert out in done.stdout.decode()
    assert err in done.stderr.decode()
    assert b"accord.standard" not in done.stdout + done.stderr
    assert not list(tmp_path.iterdir())


def test_what_is_told_to_programs_names_no_other_file():
    done = accord("qa", "-", "--format", "json", given=XLIFF.read_bytes())
    assert {finding["file"] for finding in json.loads(done.stdout)} == {"standard input"}


def test_what_is_known_is_filled_in_between_two_pipes(tmp_path):
    (tmp_path / "memory.tsv").write_bytes(PAIRS)
    table = b"id\tsource\ttarget\n1\tThe cat sleeps.\t\n"
    done = accord("memory", "pretranslate", "-", "--memory", "memory.tsv", given=table, cwd=tmp_path)
    assert done.stdout == b"id\tsource\ttarget\n1\tThe cat sleeps.\tLe chat dort.\n", done.stderr
    assert [path.name for path in tmp_path.iterdir()] == ["memory.tsv"]


@pytest.mark.skipif(sys.platform == "win32", reason="Ctrl-C cannot be sent to one process there")
def test_what_is_stopped_while_it_reads_leaves_nothing(tmp_path):
    env = {**os.environ, "TMPDIR": str(tmp_path)}
    pipes = dict.fromkeys(("stdin", "stdout", "stderr"), subprocess.PIPE)
    with subprocess.Popen([*START, "convert", "-", "-"], env=env, **pipes) as process:
        until = time.monotonic() + 60
        while not list(tmp_path.glob("*/part")) and time.monotonic() < until:
            time.sleep(0.02)
        assert list(tmp_path.iterdir())
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 130
    assert not list(tmp_path.iterdir())


def test_what_fails_writes_nothing():
    done = accord("convert", "-", "-", given=b"<tmx version='1.4'><body><tu>")
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("accord: standard input, line 1")


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="the system has no device that is always full")
@pytest.mark.parametrize("words", [["convert", "-", "-"], ["memory", "merge", "-", "-o", "-"]])
def test_what_could_not_be_handed_over_is_not_said_to_be_written(words):
    with Path("/dev/full").open("wb") as full:
        done = accord(*words, given=PAIRS, stdout=full)
    assert done.returncode == 2
    assert done.stderr.decode().splitlines() == ["accord: the output: cannot be written: No space left on device"]


@pytest.mark.skipif(sys.platform == "win32", reason="the size of files cannot be limited there")
@pytest.mark.parametrize(
    ("language", "told"),
    [
        ("en", "the temporary folder cannot be written to: file too large"),
        ("fr", "écriture impossible dans le dossier temporaire\u00a0: fichier trop grand"),
    ],
)
def test_a_temporary_folder_without_room_is_named(tmp_path, language, told):
    """The size of files is limited, as where the disk is full."""
    start = ["sh", "-c", 'ulimit -f 1024; exec "$@"', "sh", *START, "convert", "-", "-", "--ui", language]
    env = {**os.environ, "TMPDIR": str(tmp_path), "PYTHONDONTWRITEBYTECODE": "1"}
    done = subprocess.run(start, input=PAIRS * 40_000, capture_output=True, timeout=120, env=env)
    assert (done.returncode, done.stdout) == (2, b"")
    first, remedy = done.stderr.decode().splitlines()
    assert first == f"accord: {tmp_path}: {told}"
    assert "TMPDIR" in remedy
    assert not list(tmp_path.iterdir())


def test_documents_named_the_wrong_way_round():
    original = EXAMPLES / "new" / "reintegration-centre.en.docx"
    done = accord("qa", original, "--source", WORD)
    assert (done.returncode, done.stdout) == (2, b"")
    assert "this is in French, not in English" in done.stderr.decode()
    done = accord("qa", original, "--source", original)  # not translated yet: that is a finding
    assert done.returncode == 1
    assert "COMP001" in done.stdout.decode()
