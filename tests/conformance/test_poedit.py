"""Poedit takes the memory that we export: its window is driven by keys, on a display that nobody sees.

Poedit has no command for its translation memory, so that the way goes through its menus: *Edit → Preferences*, the tab
*TM*, *Manage… → Import From TMX…*.
"""

import os
import shutil
import subprocess
import sys

import pytest

from tmx.formats.tmx import write_tmx
from tmx.model import InlineCode, Segment, TranslationUnit
from toolkit.cli.main import main

NEEDED = ("poedit", "xdotool", "openbox", "xvfb-run", "dbus-run-session")
pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in NEEDED), reason="apt-get install poedit xdotool openbox xvfb xauth dbus"
)

UNITS = (
    ("Wash your hands often.", "Lavez-vous les mains souvent."),
    ("IOM & its partners: 3 < 5 “quoted”.", "L’OIM & ses partenaires\u00a0: 3 < 5 «\u202fcité\u202f»."),
    ("An emoji 🧳 and a ligature.", "Un émoji 🧳 et de la main-d’œuvre."),
)
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fr\\n"\n\nmsgid "One"\nmsgstr ""\n'

# Run in the session: opens a PO, goes through the menus by keys, waits until the memory has grown. A window answers
# before it is ready, so that keys may be lost: they are pressed again until the next window is there.
DRIVER = r"""
import pathlib, subprocess, sys, time
text, memory, home = sys.argv[1:]
folder = pathlib.Path(home, ".local/share/poedit/TranslationMemory")

def told(*command):
    return subprocess.run(["xdotool", *command], capture_output=True, text=True).stdout.split()

def until(ask, seconds):
    end = time.monotonic() + seconds
    while not (found := ask()) and time.monotonic() < end:
        time.sleep(0.1)
    return found

def window(name, seconds=1):
    return until(lambda: told("search", "--onlyvisible", "--name", name), seconds)

def leads(first, name, *keys):
    told("windowactivate", "--sync", *first)
    told("key", "--delay", "60", *keys)
    return window(name)

def kept():
    return sum(file.stat().st_size for file in folder.glob("_*")) > 100

def steps():
    main = window("text.po", 30)
    if not main:
        return False
    edit = ("Escape", "Escape", "alt+e", "Up", "Return")  # the last entry of its second menu
    if not until(lambda: leads(main, "Poedit Preferences", *edit), 20):
        return False
    preferences = window("Poedit Preferences")
    told("windowactivate", "--sync", *preferences)
    told("key", "ctrl+Next")  # the next tab: TM
    manage = ("Tab", "space", "Down", "Down", "Return")  # until Tab has come to «Manage…»
    if not until(lambda: leads(preferences, "Select TMX files", *manage), 20):
        return False
    for _ in range(3):
        told("windowactivate", "--sync", *window("Select TMX files"))
        told("key", "ctrl+a")
        told("type", "--delay", "20", memory)
        told("key", "Return")
        if until(lambda: not window("Select TMX files", 0), 5):
            break
    return until(kept, 20)

programs = [subprocess.Popen([*command], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            for command in (("openbox",), ("poedit", text))]
try:
    done = steps()
    size = -1
    while done and size != (size := sum(file.stat().st_size for file in folder.glob("_*"))):
        time.sleep(0.3)
finally:
    for program in programs:
        program.kill()
sys.exit(0 if done else 9)
"""


def test_poedit_takes_the_memory(tmp_path):
    code = InlineCode(0, "standalone", "<b/>", "1")
    units = [
        TranslationUnit(str(number), (Segment("en-GB", source), Segment("fr-FR", target, (code,))))
        for number, (source, target) in enumerate(UNITS)
    ]
    write_tmx(tmp_path / "memory.tmx", units, source_language="en-GB")
    with pytest.raises(SystemExit) as left:
        main(["export", "poedit", str(tmp_path / "out"), "--memory", str(tmp_path / "memory.tmx")])
    assert left.value.code == 0
    (tmp_path / "text.po").write_text(PO, encoding="utf-8")
    home = tmp_path / "home"
    home.mkdir()
    display = ["dbus-run-session", "--", "xvfb-run", "-a", "-s", "-screen 0 1280x1024x24"]
    given = [tmp_path / "text.po", tmp_path / "out" / "memory-poedit.tmx", home]
    done = subprocess.run(
        [*display, sys.executable, "-c", DRIVER, *map(str, given)],
        env={**os.environ, "HOME": str(home), "LC_ALL": "C.UTF-8", "NO_AT_BRIDGE": "1"},
        capture_output=True,
        text=True,
        timeout=120,
    )
    if done.returncode == 9:
        pytest.skip("this Poedit has other menus")
    assert done.returncode == 0, done.stderr
    kept = b"".join(file.read_bytes() for file in home.glob(".local/share/poedit/TranslationMemory/_*"))
    for pair in UNITS:
        for text in pair:
            plain = text.replace("🧳", "")  # beyond the first 65,536 characters it writes in a way of its own
            assert all(part.encode() in kept for part in plain.split("  "))
