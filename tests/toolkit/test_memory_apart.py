"""A large TMX is read by a second program, and what comes of it is what comes of reading it in this one."""

import signal
import subprocess
import sys
import time
from contextlib import closing
from pathlib import Path

import pytest

from tmx.errors import ParseError
from tmx.formats.tmx import read_tmx_columns
from tmx.store.encoding import encoded
from tmx.store.importing import Duplicates
from tmx.store.sqlite import open_memory
from toolkit.workflows import memory_apart
from toolkit.workflows.memory_apart import SharedReading
from toolkit.workflows.memory_import import import_files

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="en" segtype="sentence"/>\n<body>\n'
TAIL = "</body></tmx>\n"
PLAIN = (
    '<tu tuid="{n}" creationdate="20240501T100000Z"><tuv xml:lang="en"><seg>One {n} &amp; more</seg></tuv>'
    '<tuv xml:lang="fr"><seg>Un {n} &lt;</seg></tuv></tu>\n'
)
DATED = PLAIN.replace("creationdate", 'creationid="ann" changedate')
RICH = (
    '<tu><note>é {n}</note><prop type="x-document">{part}.docx</prop><tuv xml:lang="en-GB"><prop type="q">\n</prop>'
    '<seg>a <bpt i="1">&lt;b></bpt>b{n}<ept i="1">&lt;/b></ept></seg></tuv><tuv xml:lang="fr"><seg/></tuv>'
    '<tuv xml:lang="de"><seg>c <hi>d</hi></seg></tuv></tu>\n'
)
ALONE = '<tu><tuv xml:lang="en"><seg>{n}</seg></tuv></tu>'


def memory_file(path, count=300, tail=TAIL):
    kinds = [PLAIN] * 5 + [DATED, RICH, RICH, ALONE]
    body = "".join(kinds[number // 40 % len(kinds)].format(n=number % 250, part=number // 7) for number in range(count))
    path.write_text(HEAD + body + tail, encoding="utf-8")
    return path


@pytest.fixture(params=[1, 2])
def started(request, monkeypatch):
    """Every file is large; the other programs that were started, one or two."""
    programs = []
    start = memory_apart._started
    monkeypatch.setattr(memory_apart, "_shares", lambda path: request.param)
    small = "import tmx.formats.tmx_parts; tmx.formats.tmx_parts._SIZE = 5000; "
    monkeypatch.setattr(memory_apart, "_PROGRAM", small + memory_apart._PROGRAM)
    monkeypatch.setattr(memory_apart, "_LARGE", 0)
    monkeypatch.setattr(memory_apart, "processors", lambda: 2)
    monkeypatch.setattr(memory_apart, "_started", lambda *given: programs.append(start(*given)) or programs[-1])
    return programs


def rows_of(memory):
    tables = ("memory_unit", "memory_variant", "memory_occurrence", "memory_document")
    with open_memory(memory) as store:
        return [sorted(store.database.run(f"SELECT * FROM {table}"), key=repr) for table in tables]


def imported(path, memory, **options):
    (report,) = import_files([path], memory, index=False, **options)
    return report, rows_of(memory)


def numbers_of(path):
    with closing(SharedReading(path)) as pieces:
        return [key for piece in pieces for key in (encoded(piece) if isinstance(piece, list) else piece).content_keys]


@pytest.mark.parametrize("rule", [Duplicates.SKIP, Duplicates.KEEP])
def test_the_same_memory(tmp_path, started, monkeypatch, rule):
    path = memory_file(tmp_path / "m.tmx", 700)
    monkeypatch.setattr(memory_apart, "_SOME", 50)
    apart = imported(path, tmp_path / "1.db", duplicates=rule)
    assert {program.returncode for program in started} == {0}
    monkeypatch.setattr(memory_apart, "_LARGE", 1 << 40)
    assert imported(path, tmp_path / "2.db", duplicates=rule) == apart
    assert apart[0].read == 700


def test_a_fault_says_its_line_and_nothing_stays(tmp_path, started):
    path = memory_file(tmp_path / "m.tmx", 300, '<tu>\n<tuv xml:lang="en"><seg>x</tuv></tu></body></tmx>')
    with pytest.raises(ParseError) as expected:
        list(read_tmx_columns(path))
    with pytest.raises(ParseError) as raised:
        import_files([path], tmp_path / "m.db", index=False)
    assert (raised.value.reason, raised.value.line) == (expected.value.reason, 365)
    assert raised.value.remedy == f"300 units in it can be saved: accord memory import --recover {path}"
    # Of two programs the one that has not met the fault has come to its end or was stopped, as it happens.
    assert started[0].returncode in ((1,) if len(started) == 1 else (0, -signal.SIGKILL))
    assert None not in {program.returncode for program in started}
    assert rows_of(tmp_path / "m.db")[0] == []


@pytest.mark.parametrize("program", ["", "/nowhere/python", "/bin/false"])
def test_without_a_second_program(tmp_path, started, monkeypatch, program):
    path = memory_file(tmp_path / "m.tmx")
    expected = imported(path, tmp_path / "1.db")
    monkeypatch.setattr(sys, "executable", program)
    assert imported(path, tmp_path / "2.db") == expected


def test_a_second_program_that_dies_is_gone_on_for(tmp_path, started, monkeypatch):
    path = memory_file(tmp_path / "m.tmx", 3000)
    expected = numbers_of(path)
    received = memory_apart._received

    def dying(stream):
        pieces = received(stream)
        yield next(pieces)
        started[-1].kill()

    monkeypatch.setattr(memory_apart, "_received", dying)
    assert numbers_of(path) == expected
    assert len(expected) == 3000


def test_it_ends_with_the_reading(tmp_path, started):
    with closing(SharedReading(memory_file(tmp_path / "m.tmx", 20_000))) as reading:
        next(iter(reading))
        assert started[0].poll() is None
    assert started[0].returncode is not None


# An import by two programs, the first of which is killed before its n-th statement.
KILLED = """
import os, signal, sys
from pathlib import Path
from tmx.store import database, importing
from toolkit.workflows import memory_apart
from toolkit.workflows.memory_import import import_files

importing._BATCH = memory_apart._SOME = 50
memory_apart._LARGE = 0
memory_apart._shares = lambda path: int(sys.argv[4])
memory_apart._PROGRAM = "import tmx.formats.tmx_parts as p; p._SIZE = 5000; " + memory_apart._PROGRAM
memory_apart.processors = lambda: 2
left = int(sys.argv[3])
run, start = database.Database.run, memory_apart._started

def counted(*given):
    global left
    left -= 1
    if left < 0:
        os.kill(os.getpid(), signal.SIGKILL)
    return run(*given)

def started(*given):
    process = start(*given)
    print(process.pid, flush=True)
    return process

database.Database.run = counted
memory_apart._started = started
import_files([Path(sys.argv[1])], Path(sys.argv[2]), index=False)
"""


@pytest.fixture(scope="module")
def whole(tmp_path_factory):
    """The rows of an import that nothing stopped, by one program."""
    folder = tmp_path_factory.mktemp("whole")
    return imported(memory_file(folder / "m.tmx", 4000), folder / "whole.db")[1]


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="needs kill -9")
@pytest.mark.parametrize(("number", "shares"), [(60, 1), (140, 1), (50, 2), (90, 2)])
def test_killed_and_gone_on_with(tmp_path, whole, started, number, shares):
    path = memory_file(tmp_path / "m.tmx", 4000)
    command = [sys.executable, "-c", KILLED, str(path), str(tmp_path / "m.db"), str(number), str(shares)]
    killed = subprocess.run(command, capture_output=True, text=True, timeout=60, check=False)
    assert killed.returncode == -signal.SIGKILL
    assert all(map(ended, map(int, killed.stdout.split()))), "the other programs end with the first"
    with open_memory(tmp_path / "m.db") as memory:
        assert not list(memory.faults())
        assert 0 < len(memory) < 4000
    report, rows = imported(path, tmp_path / "m.db")
    assert report.resumed > 0
    assert rows == whole


def ended(number):
    """Whether a program ends within some seconds."""
    for _ in range(100):
        try:
            state = Path(f"/proc/{number}/stat").read_text(encoding="ascii").rpartition(")")[2].split()[0]
        except OSError:
            return True
        if state == "Z":  # nobody has asked yet how it ended
            return True
        time.sleep(0.1)
    return False
