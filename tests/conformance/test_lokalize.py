"""Lokalize opens the project that we export, and XLIFF and PO that were filled from a memory, or made out of it.

It is driven over D-Bus, without a display, in a session bus and a home of its own.
"""

import json
import os
import shutil
import subprocess
import sys

import pytest

from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from toolkit.cli.main import main

pytestmark = pytest.mark.skipif(
    any(shutil.which(name) is None for name in ("lokalize", "dbus-run-session", "dbus-send")),
    reason="apt-get install lokalize dbus",
)

UNITS = (
    ("Save the file", "Enregistrer le fichier"),
    ("The committee adopted 12 resolutions.", "Le comité a adopté 12\u00a0résolutions."),
    ("A & B < C", "A & B < C «\u202foui\u202f»"),
)
SOURCES = ("Save the file", "The committee adopted 15 resolutions.", "A & B < C", "Nobody knows this sentence")
EXPECTED = [
    ("Enregistrer le fichier", True),
    ("Le comité a adopté 15\u00a0résolutions.", False),
    ("A & B < C «\u202foui\u202f»", True),
    ("", False),
]
PO = 'msgid ""\nmsgstr ""\n"Content-Type: text/plain; charset=UTF-8\\n"\n"Language: fr\\n"\n'

# Without it Lokalize asks who translates before it opens a PO.
IDENTITY = "[Identity]\nauthorName=A\nauthorLocalizedName=A\nauthorEmail=a@example.org\nDefaultLangCode=fr\n"

# Run in the session bus: starts Lokalize, opens the files, prints what it shows as JSON.
DRIVER = r"""
import json, re, subprocess, sys, time
project, *files = sys.argv[1:]
PATH = "/ThisIsWhatYouWant"

def send(service, path, method, *arguments):
    command = ["dbus-send", "--session", "--print-reply", "--reply-timeout=9000", "--dest=" + service, path, method]
    return subprocess.run([*command, *arguments], capture_output=True, text=True, encoding="utf-8").stdout

def value(reply):
    found = re.search(r'^\s+(int32|boolean|string) (.*)\Z', reply, re.MULTILINE | re.DOTALL)
    kind, text = found.group(1), found.group(2).rstrip("\n")
    return int(text) if kind == "int32" else text == "true" if kind == "boolean" else text[1:-1]

def until(ask, seconds=40):
    end = time.monotonic() + seconds
    while not (found := ask()) and time.monotonic() < end:
        time.sleep(0.2)
    if not found:
        sys.exit("Lokalize did not answer")
    return found

def service():
    names = send("org.freedesktop.DBus", "/org/freedesktop/DBus", "org.freedesktop.DBus.ListNames")
    found = re.search(r'org\.kde\.lokalize[^"]*', names)
    return found and found[0]

program = subprocess.Popen(["lokalize", "--project", project], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
try:
    name = until(service)
    window = lambda method, *rest: send(name, PATH, "org.kde.Lokalize.MainWindow." + method, *rest)
    told = {"project": value(until(lambda: window("currentProject"))), "files": []}
    time.sleep(2)  # it answers before its window is ready
    for file in files:
        window("openFileInEditor", "string:" + file)
        editors = [f"{PATH}/Editor/{number}" for number in range(len(files))]
        shows = lambda path: f'"{file}"' in send(name, path, "org.kde.Lokalize.Editor.currentFile")
        editor = until(lambda: next(filter(shows, editors), None))
        ask = lambda method, *rest: send(name, editor, "org.kde.Lokalize.Editor." + method, *rest)
        count = value(until(lambda: ask("entryCount")))
        entries = []
        for entry in range(count):
            number = f"int32:{entry}"
            ask("gotoEntry", number)
            entries.append([value(ask("entryTarget", number, "int32:0")), value(ask("entryReady", number))])
        languages = [value(ask("sourceLangCode")), value(ask("targetLangCode"))]
        told["files"].append({"languages": languages, "entries": entries})
    print(json.dumps(told))
finally:
    program.terminate()
    program.wait(20)
"""


def accord(*arguments):
    with pytest.raises(SystemExit) as left:
        main(list(map(str, arguments)))
    assert left.value.code == 0


def test_lokalize_shows_what_was_filled(tmp_path):
    units = [TranslationUnit("", (Segment("en", source), Segment("fr", target))) for source, target in UNITS]
    memory = tmp_path / "memory.tmx"
    write_tmx(memory, units, source_language="en")
    (tmp_path / "glossary.csv").write_text("en,fr\nIOM,OIM\n", encoding="utf-8")
    project = tmp_path / "project"
    accord("export", "lokalize", project, "--memory", memory, "--glossary", tmp_path / "glossary.csv")
    entries = "".join(f'\nmsgid "{source}"\nmsgstr ""\n' for source in SOURCES)
    (project / "a.po").write_text(PO + entries, encoding="utf-8")
    body = "".join(
        f'<trans-unit id="{number}"><source>{source.replace("&", "&amp;").replace("<", "&lt;")}</source></trans-unit>'
        for number, source in enumerate(SOURCES, 1)
    )
    (project / "a.xlf").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">'
        '<file source-language="en" target-language="fr" original="a" datatype="plaintext">'
        f"<body>{body}</body></file></xliff>\n",
        encoding="utf-8",
    )
    files = [project / "a.po", project / "a.xlf"]
    accord("memory", "pretranslate", *files, "--memory", memory)
    converted = [project / "b.po", project / "b.xlf"]
    for file in converted:
        accord("convert", memory, file)
    home = tmp_path / "home"
    (home / "run").mkdir(parents=True, mode=0o700)
    (home / "config").mkdir()
    (home / "config" / "lokalizerc").write_text(IDENTITY)
    done = subprocess.run(
        [
            "dbus-run-session",
            "--",
            sys.executable,
            "-c",
            DRIVER,
            str(project / "index.lokalize"),
            *map(str, files + converted),
        ],
        env={
            **os.environ,
            "HOME": str(home),
            "XDG_RUNTIME_DIR": str(home / "run"),
            "XDG_CONFIG_HOME": str(home / "config"),
            "XDG_DATA_HOME": str(home / "data"),
            "QT_QPA_PLATFORM": "offscreen",
            "LC_ALL": "C.UTF-8",
        },
        capture_output=True,
        text=True,
        encoding="utf-8",
        timeout=150,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    told = json.loads(done.stdout.splitlines()[-1])
    assert told["project"] == str(project / "index.lokalize")
    assert [file["languages"] for file in told["files"]] == [["en_US", "fr"], ["en", "fr"]] * 2, "a PO names no source"
    for file in told["files"][2:]:
        assert [target for target, _ in file["entries"]] == [target for _, target in UNITS]
    for file in told["files"][:2]:
        assert [target for target, _ in file["entries"]] == [target for target, _ in EXPECTED]
    # In a PO the flag says what is ready; in an XLIFF it depends on who one is in the project.
    assert [ready for _, ready in told["files"][0]["entries"]][:3] == [ready for _, ready in EXPECTED][:3]
