"""Killed at any moment, or with the disk full: the memory opens, holds whole units only, and the next run goes on."""

import os
import signal
import subprocess
import sys

import pytest

from tmx.formats.tmx import read_tmx, write_tmx
from tmx.model import Property, Segment, TranslationUnit
from tmx.store.sqlite import open_memory

pytestmark = pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")

UNITS = 400
# A command of ours that is killed before its n-th statement, at its n-th piece of output, or before a file gets its
# name; or that has room for so many bytes a file only.
RUN = """
import os, signal, sys
how, number, *arguments = sys.argv[1:]
from tmx.store import database, importing
from toolkit.cli.main import main

importing._BATCH = 50
left = int(number)

def killed():
    os.kill(os.getpid(), signal.SIGKILL)

def counted(function):
    def run(*given, **named):
        global left
        left -= 1
        if left < 0:
            killed()
        return function(*given, **named)
    return run

if how == "statement":
    database.Database.run = counted(database.Database.run)
    database.Database.run_many = counted(database.Database.run_many)
elif how == "piece":
    from tmx.formats import tmx_writing
    tmx_writing._unit_lines = counted(tmx_writing._unit_lines)
elif how == "name":
    from pathlib import Path
    Path.replace = counted(Path.replace)
elif how == "room":
    import resource
    resource.setrlimit(resource.RLIMIT_FSIZE, (left, left))
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
sys.exit(main(arguments))
"""


def unit(number, *properties):
    pair = (Segment("en", f"Text number {number} of the file."), Segment("fr", f"Texte {number} du fichier."))
    return TranslationUnit(str(number), pair, properties)


def accord(folder, how, number, *arguments):
    return subprocess.run(
        [sys.executable, "-c", RUN, how, str(number), *arguments],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
        env={**os.environ, "ACCORD_CACHE": ""},
    )


@pytest.fixture
def folder(tmp_path):
    """A TMX with plain units and others, and a memory with some of them and one of its own."""
    units = [unit(n) if n % 100 < 80 else unit(n, Property("x-document", "a.txt")) for n in range(UNITS)]
    write_tmx(tmp_path / "new.tmx", units, source_language="en")
    with open_memory(tmp_path / "old.db", create=True) as memory:
        memory.add([unit(number) for number in (*range(30), UNITS)])
    return tmp_path


def texts(path):
    with open_memory(path) as memory:
        assert not list(memory.faults())
        found = [tuple(segment.text for segment in stored.unit.variants) for stored in memory]
    assert all(len(pair) == 2 for pair in found)
    assert len(set(found)) == len(found)
    return set(found)


def pairs(numbers):
    return {tuple(segment.text for segment in unit(number).variants) for number in numbers}


@pytest.mark.parametrize("memory", ["new.db", "old.db"])
@pytest.mark.parametrize("number", [1, 40, 70])
def test_import(folder, memory, number):
    command = ("import", "new.tmx", "--memory", memory)
    killed = accord(folder, "statement", number, "memory", *command)
    assert killed.returncode == -signal.SIGKILL
    before = pairs([*range(30), UNITS]) if memory == "old.db" else set()
    if number > 20 or memory == "old.db":  # else it may not be a memory yet
        kept = texts(folder / memory)
        assert before <= kept <= before | pairs(range(UNITS))
    done = accord(folder, "statement", 1_000_000, "memory", *command)
    assert done.returncode == 0, done.stderr
    assert texts(folder / memory) == before | pairs(range(UNITS))
    with open_memory(folder / memory) as opened:
        assert {run.state for run in opened.runs()} == {"done"}


@pytest.mark.parametrize("number", [20, 40])
def test_merge_into_a_database(folder, number):
    command = ("merge", "new.tmx", "old.db", "-o", "merged.db")
    assert accord(folder, "statement", number, "memory", *command).returncode == -signal.SIGKILL
    done = accord(folder, "statement", 1_000_000, "memory", *command)
    assert done.returncode == 0, done.stderr
    assert texts(folder / "merged.db") == pairs(range(UNITS + 1))
    with open_memory(folder / "merged.db") as opened:
        assert {run.state for run in opened.runs()} == {"done"}


@pytest.mark.parametrize(
    "command", [("export", "old.db", "-o", "out.tmx"), ("merge", "new.tmx", "old.db", "-o", "out.tmx")]
)
@pytest.mark.parametrize(("how", "number"), [("piece", 25), ("name", 0)])
def test_files(folder, command, how, number):
    (folder / "out.tmx").write_text("as it was", encoding="utf-8")
    killed = accord(folder, how, number, "memory", *command)
    assert killed.returncode == -signal.SIGKILL, killed.stderr
    assert (folder / "out.tmx").read_text(encoding="utf-8") == "as it was"
    done = accord(folder, "", 0, "memory", *command)
    assert done.returncode == 0, done.stderr
    numbers = range(UNITS + 1) if command[0] == "merge" else [*range(30), UNITS]
    found = {tuple(segment.text for segment in one.variants) for one in read_tmx(folder / "out.tmx")}
    assert found == pairs(numbers)


@pytest.mark.parametrize(
    ("command", "room"),
    [
        (("import", "new.tmx", "--memory", "full.db"), 3_000),
        (("import", "new.tmx", "--memory", "full.db"), 100_000),
        (("merge", "new.tmx", "old.db", "-o", "full.db"), 100_000),
        (("merge", "new.tmx", "old.db", "-o", "full.tmx"), 3_000),
        (("export", "old.db", "-o", "full.tmx"), 3_000),
    ],
)
def test_no_room(folder, command, room):
    """A limit on the size of files stands in for the full disk."""
    done = accord(folder, "room", room, "memory", *command)
    target = folder / command[-1]
    assert done.returncode == 2, done.stderr
    assert any(line.startswith("accord: ") for line in done.stderr.splitlines())
    assert "Traceback" not in done.stderr
    assert target.suffix == ".db" or not target.exists()
    again = accord(folder, "", 0, "memory", *command)
    assert again.returncode == 0, again.stderr
    if target.suffix == ".db":
        assert texts(target) >= pairs(range(UNITS))
    else:
        assert len(list(read_tmx(target))) in (UNITS + 1, 31)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() != 0, reason="only the superuser can mount a small disk")
def test_a_small_disk(folder):
    disk = folder / "disk"
    disk.mkdir()
    mounted = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", "size=128k", "tmpfs", str(disk)], capture_output=True, check=False
    )
    if mounted.returncode:
        pytest.skip("a small disk cannot be mounted here")
    try:
        command = ("memory", "import", "new.tmx", "--memory", "disk/full.db")
        done = accord(folder, "", 0, *command)
        assert done.returncode == 2, done.stderr
        assert "full" in done.stderr
        assert "Traceback" not in done.stderr
        subprocess.run(["mount", "-o", "remount,size=8m", str(disk)], check=True)
        again = accord(folder, "", 0, *command)
        assert again.returncode == 0, again.stderr
        assert texts(disk / "full.db") == pairs(range(UNITS))
    finally:
        subprocess.run(["umount", "-l", str(disk)], check=True)
