"""What the shell and the system give a command: closed streams, full disks, old code pages, terminals, signals."""

import contextlib
import io
import os
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from toolkit.cli.console import progress_lines
from toolkit.cli.terminal import plain_stream, ready_streams, stopped_gently
from toolkit.messages import speaking
from toolkit.reports.harmless import harmless

EXAMPLES = Path(__file__).parents[2] / "examples"
XLIFF = EXAMPLES / "new" / "regional-conference.xlf"
TEXT = EXAMPLES / "originals" / "ambassador-of-viet-nam-at-iom.txt"
TABLE = "id\tsource\ttarget\nx\x1b]0;title\x07\t12 \x1b[2Jpersons\t13 \x1b[31mpersonnes \u202eici\n"


def accord(*words, shell="", environment=None, **settings):
    """Run the command line in a process of its own; ``shell`` is what a shell would be told behind it."""
    start = [sys.executable, "-c", "from toolkit.cli.main import main; main()", *map(str, words)]
    if shell:
        start = ["sh", "-c", f'"$@" {shell}', "sh", *start]
    surroundings = {**os.environ, "PYTHONUTF8": "0", **(environment or {})}
    return subprocess.run(start, capture_output=True, env=surroundings, timeout=120, **settings)


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain, déjà vu, “quoted”\n\ttabbed", "plain, déjà vu, “quoted”\n\ttabbed"),
        ("\x1b[2J", "␛[2J"),
        ("a\rb\x08c\x00d\x7f", "a␍b␈c␀d␡"),
        ("\x9b31m\x85", "\ufffd31m\ufffd"),
        ("abc\u202edef\u2066", "abc\ufffddef\ufffd"),
        ("نص\u200f عربي", "نص\u200f عربي"),
    ],
)
def test_what_would_command_a_terminal_is_shown(text, shown):
    assert harmless(text) == shown


class Terminal(io.StringIO):
    """A terminal that remembers what it was told."""

    def isatty(self):
        return True


def test_a_terminal_is_told_nothing_else(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stdout", screen)
    with ready_streams():
        sys.stdout.write("\x1b[31mred\n")
        plain_stream(sys.stdout).write("\x1b[1mours\n")
        assert sys.stdout.isatty()
    assert sys.stdout is screen
    assert screen.getvalue() == "␛[31mred\n\x1b[1mours\n"


def test_a_bar_shows_a_files_name_as_it_is(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "200")
    with progress_lines() as progress:
        progress("2024 [red] [/draft] \x1b]0;title\x07\u202e.tsv", 1, 2)
    assert "2024 [red] [/draft] ␛]0;title␇\ufffd.tsv" in screen.getvalue()


def test_a_bar_says_its_stage_in_the_language_of_the_interface(monkeypatch):
    screen = Terminal()
    monkeypatch.setattr(sys, "stderr", screen)
    monkeypatch.setenv("COLUMNS", "200")
    with speaking("fr"), progress_lines() as progress:
        for stage in ("Reading en", "Pairing", "Reading en.tsv"):
            progress(stage, 1, 2)
    assert "Lecture en " in screen.getvalue()
    assert "Appariement " in screen.getvalue()
    assert "Reading en.tsv" in screen.getvalue()


def test_a_file_is_given_what_there_is(monkeypatch):
    file = io.StringIO()
    monkeypatch.setattr(sys, "stdout", file)
    with ready_streams():
        sys.stdout.write("\x1b[31mred\n")
    assert file.getvalue() == "\x1b[31mred\n"


def test_streams_that_are_closed_lead_nowhere(monkeypatch):
    for name in ("stdin", "stdout", "stderr"):
        monkeypatch.setattr(sys, name, None)
    with ready_streams():
        sys.stdout.write("lost")
        sys.stderr.write("lost")
        assert sys.stdin.read() == ""
    assert sys.stdout is None


@pytest.mark.skipif(not hasattr(os, "openpty"), reason="this system has no pseudo-terminals")
def test_findings_on_a_terminal(tmp_path):
    path = tmp_path / "table.tsv"
    path.write_text(TABLE, encoding="utf-8")
    leader, follower = os.openpty()
    environment = {**os.environ, "TERM": "xterm", "COLUMNS": "100", "PYTHONIOENCODING": "utf-8"}
    start = [sys.executable, "-c", "from toolkit.cli.main import main; main()", "qa", str(path)]
    with subprocess.Popen(start, stdout=follower, stderr=subprocess.PIPE, env=environment) as process:
        os.close(follower)
        seen = b""
        while True:
            try:
                seen += os.read(leader, 65536)
            except OSError:  # the other end is closed
                break
            if process.poll() is not None and b"NUM001" in seen and seen.endswith(b"\n"):
                break
        assert process.wait(60) == 1
    os.close(leader)
    screen = seen.decode("utf-8")
    assert "13" in screen
    assert "␛[31" in screen
    for command in ("\x1b]0", "\x1b[2J", "\x1b[31mperson", "\x07", "\u202e"):
        assert command not in screen
    assert "\x1b[1" in screen, "our own colours are left"


@pytest.mark.skipif(os.name == "nt", reason="the shell of these tests is the one of Unix")
@pytest.mark.parametrize(
    ("words", "shell", "code"),
    [
        (["ingest", TEXT], ">&-", 0),
        (["qa", XLIFF, "--format", "json"], ">&- 2>&-", 1),
        (["terms", "review", "x.tbx"], "<&-", 2),
        (["segment", "-"], "<&-", 2),
        (["checks"], "| head -1", 0),
    ],
)
def test_closed_streams(words, shell, code):
    done = accord(*words, shell=shell)
    assert b"Traceback" not in done.stderr
    assert b"Broken" not in done.stderr
    assert done.returncode == code, done.stderr


@pytest.mark.skipif(not Path("/dev/full").is_char_device(), reason="this system has no /dev/full")
@pytest.mark.parametrize("words", [["ingest", TEXT], ["qa", XLIFF], ["qa", XLIFF, "--format", "json"], ["checks"]])
def test_a_full_disk_is_told(words):
    done = accord(*words, shell="> /dev/full")
    assert done.returncode == 2
    assert done.stderr.decode().startswith("accord: the output: cannot be written: No space left on device")


@pytest.mark.parametrize(
    ("environment", "encoding"),
    [({"PYTHONIOENCODING": "cp1252"}, "cp1252"), ({"LC_ALL": "C", "PYTHONCOERCECLOCALE": "0"}, "utf-8")],
)
def test_old_code_pages_stop_nothing(environment, encoding):
    """Windows gives a pipe its old code page, which has no ⟦; the C locale has ASCII alone."""
    done = accord("qa", XLIFF, environment=environment)
    assert done.returncode == 1, done.stderr
    shown = done.stdout.decode(encoding)
    assert "le 6 " in shown
    assert ("⟦juillet⟧" if encoding == "utf-8" else "\\u27e6juillet\\u27e7") in shown
    assert "déclaration" in shown


@pytest.mark.skipif(os.name == "nt", reason="names are text there")
def test_a_name_that_is_no_text(tmp_path):
    name = os.fsdecode(b"caf\xe9.txt")
    shutil.copy(TEXT, tmp_path / name)
    shutil.copy(TEXT, tmp_path / "a\nb.txt")
    done = accord("ingest", name, cwd=tmp_path)
    assert (done.returncode, done.stdout) == (2, b"")
    assert done.stderr.decode().startswith("accord: «caf\\xe9.txt» is not UTF-8\n        rename the file")
    done = accord("ingest", "a\nb.txt", "a\nc.txt", cwd=tmp_path)
    assert done.returncode == 2
    assert "a␊c.txt: there is no such file" in done.stderr.decode()


@pytest.mark.skipif(not hasattr(signal, "SIGTERM") or os.name == "nt", reason="this system has no such signals")
def test_what_ends_a_command_gives_it_time_to_clean_up():
    before = signal.getsignal(signal.SIGTERM)
    with pytest.raises(KeyboardInterrupt), stopped_gently():
        signal.raise_signal(signal.SIGTERM)
    assert signal.getsignal(signal.SIGTERM) is before
    signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with stopped_gently():
            signal.raise_signal(signal.SIGHUP)  # as under nohup: ignored
    finally:
        signal.signal(signal.SIGHUP, signal.SIG_DFL)


@pytest.mark.skipif(os.name == "nt", reason="this system has no such signals")
def test_an_interrupt_that_is_swallowed_comes_again():
    """Python can only tell of what is raised while something is deleted, and some libraries catch everything."""

    class Deleted:
        def __del__(self):
            signal.raise_signal(signal.SIGINT)

    def lost_in_a_deletion():
        thing = Deleted()
        del thing
        time.sleep(20)

    def caught():
        with contextlib.suppress(KeyboardInterrupt):
            signal.raise_signal(signal.SIGINT)
        time.sleep(20)

    before = signal.getsignal(signal.SIGINT), sys.unraisablehook
    for work in (lost_in_a_deletion, caught):
        with pytest.raises(KeyboardInterrupt), stopped_gently():
            work()
    assert (signal.getsignal(signal.SIGINT), sys.unraisablehook) == before


@pytest.mark.skipif(os.name == "nt", reason="this system has no such signals")
def test_what_is_cleaned_up_is_not_interrupted_again():
    cleaned = []

    def work():
        try:
            signal.raise_signal(signal.SIGINT)
        finally:
            time.sleep(0.3)  # it is asked three times meanwhile whether the command stops
            cleaned.append("all")

    with pytest.raises(KeyboardInterrupt), stopped_gently():
        work()
    time.sleep(0.2)
    assert cleaned == ["all"]


@pytest.mark.skipif(os.name == "nt", reason="this system has no such signals")
@pytest.mark.parametrize("words", [["--help"], ["align", EXAMPLES / "originals", EXAMPLES / "releases"], ["qa", XLIFF]])
def test_an_interrupt_at_any_moment(words, tmp_path):
    """From the first module that is loaded to the end: no traceback, exit code 130."""
    start = (
        "import os, sys, threading, time; from toolkit.cli.start import main; begun = threading.Event(); "
        "moment = float(sys.argv.pop()); "
        "threading.Thread(target=lambda: (begun.wait(), time.sleep(moment), os.kill(os.getpid(), 2)), daemon=True)"
        ".start(); begun.set(); main()"
    )
    codes = set()
    for moment in (0.005, 0.02, 0.05, 0.1, 0.2, 0.5):
        line = [sys.executable, "-c", start, *map(str, words), str(moment)]
        done = subprocess.run(line, capture_output=True, cwd=tmp_path, timeout=60)
        said = done.stderr.decode()
        assert "Traceback" not in said
        assert "ignored" not in said
        assert done.returncode in (0, 1, 130), said  # 0 and 1: it was done before
        codes.add(done.returncode)
    assert 130 in codes
