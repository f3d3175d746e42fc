"""A shared database wherever a memory or a glossary is named: the commands as they are typed."""

import json
import os
from pathlib import Path

import pytest
from click.testing import CliRunner

from toolkit.cli.main import accord, main

UNITS = "en\tfr\nThe boat sails at night\tLe bateau part la nuit\nThe port is closed\tLe port est fermé\n"
TERMS = "en,fr\nboat,bateau\nport,port\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """A folder with a table of units and one of terms."""
    monkeypatch.chdir(tmp_path)
    Path("units.tsv").write_text(UNITS, encoding="utf-8")
    Path("terms.csv").write_text(TERMS, encoding="utf-8")
    return tmp_path


def run(capfd, *words):
    """Exit code, standard output, standard error."""
    with pytest.raises(SystemExit) as ended:
        main([str(getattr(word, "url", word)) for word in words])
    out, err = capfd.readouterr()
    return ended.value.code or 0, out, err


def ok(capfd, *words):
    code, out, err = run(capfd, *words)
    assert code == 0, err
    return out


def test_every_command_on_memories_takes_an_address(postgres, folder, capfd):
    ok(capfd, "memory", "import", "units.tsv", "--memory", postgres)
    for place in ("memory.db", postgres):
        ok(capfd, "memory", "import", "units.tsv", "--memory", place)
    answers = []
    for place in ("memory.db", postgres):
        found = ok(capfd, "memory", "search", place, "The boat sails at noon", "--format", "jsonl")
        answers.append(found)
        ok(capfd, "memory", "export", place, "-o", f"{len(answers)}.tmx", "--from", "en", "--to", "fr")
        assert json.loads(ok(capfd, "memory", "stats", place, "--json"))["units"] == 2
        ok(capfd, "memory", "validate", place)
        answers[-1] += ok(capfd, "memory", "concordance", "the boat", "--memory", place, "--format", "json")
    assert answers[0] == answers[1]
    assert '"score": 8' in answers[0]
    assert Path("1.tmx").read_bytes() == Path("2.tmx").read_bytes()
    assert {path.name for path in folder.iterdir() if path.is_dir()} == {"memory.db.index"}


def test_every_command_on_glossaries_takes_an_address(postgres, folder, capfd):
    for place in ("glossary.db", postgres):
        ok(capfd, "terms", "import", "terms.csv", "-o", place, "--by", "Marie")
        ok(capfd, "terms", "forbid", place, "bateau", "--by", "Paul", "--reason", "no")
        ok(capfd, "terms", "propose", place, "quay", "quai")
        ok(capfd, "terms", "approve", place, "quay")
        ok(capfd, "terms", "edit", place, "port", "--definition", "where ships lie")
    told = [
        [
            ok(capfd, "terms", "lookup", "les bateaux", "--glossary", place, "--lang", "fr"),
            ok(capfd, "terms", "stats", place),
            ok(capfd, "terms", "diff", place, "glossary.db"),
            [json.loads(line)["action"] for line in ok(capfd, "terms", "history", place, "--json").splitlines()],
        ]
        for place in ("glossary.db", postgres)
    ]
    assert told[0] == told[1]
    assert told[0][3] == ["edit", "approve", "propose", "forbid", "import"]
    ok(capfd, "terms", "export", postgres, "-o", "out.tbx")
    assert "quai" in Path("out.tbx").read_text(encoding="utf-8")


def test_the_server_knows_who_makes_a_change(postgres, postgres_server, folder, capfd, monkeypatch):
    monkeypatch.delenv("ACCORD_AUTHOR", raising=False)
    for name in ("LOGNAME", "USER"):  # what getpass asks for the computer's user
        monkeypatch.setenv(name, "nobody-here")
    for place in ("glossary.db", postgres):
        ok(capfd, "terms", "propose", place, "quay", "quai")
    monkeypatch.setenv("ACCORD_AUTHOR", "Marie")
    ok(capfd, "terms", "approve", postgres, "quay")
    authors = {
        place: [json.loads(line)["author"] for line in ok(capfd, "terms", "history", place, "--json").splitlines()]
        for place in ("glossary.db", postgres)
    }
    assert authors == {"glossary.db": ["nobody-here"], postgres: ["Marie", postgres_server.user]}


def test_a_project_names_a_shared_database(postgres, folder, capfd):
    ok(capfd, "memory", "import", "units.tsv", "--memory", postgres)
    ok(capfd, "terms", "import", "terms.csv", "-o", postgres)
    Path("accord.toml").write_text(f'glossary = "{postgres.url}"\nmemory = "{postgres.url}"\n', encoding="utf-8")
    Path("new.tsv").write_text("en\tfr\nThe boat sails at dawn\tLe navire part à l’aube\n", encoding="utf-8")
    assert "bateau" in run(capfd, "qa", "new.tsv", "--info")[1]
    ok(capfd, "memory", "search", postgres, "The boat sails at noon")
    assert list(folder.glob(".accord-cache/*/en.idx"))


def test_where_the_index_is_kept_is_said_by_who_works(postgres, folder, capfd, monkeypatch):
    monkeypatch.setenv("ACCORD_CACHE", str(folder / "kept"))
    ok(capfd, "memory", "import", "units.tsv", "--memory", postgres)
    assert list(folder.glob("kept/*/en.idx"))


def test_a_glossary_on_the_road(postgres, folder, capfd):
    ok(capfd, "terms", "import", "terms.csv", "-o", postgres)
    ok(capfd, "terms", "sync", "local.db", postgres, "--by", "Marie")
    ok(capfd, "terms", "edit", "local.db", "boat", "--definition", "small ship")
    ok(capfd, "terms", "edit", postgres, "boat", "--definition", "vessel")
    ok(capfd, "terms", "edit", postgres, "port", "--subject", "sea")
    code, out, err = run(capfd, "terms", "sync", "local.db", postgres, "--json", "--reason", "back")
    assert code == 1, err
    conflict = json.loads(out)
    assert (conflict["concept"], conflict["field"]) == ("1", "definition")
    assert (conflict["ours"], conflict["theirs"], conflict["base"]) == ("vessel", "small ship", None)
    assert not ok(capfd, "terms", "sync", "local.db", postgres)
    assert not ok(capfd, "terms", "diff", "local.db", postgres)
    assert json.loads(ok(capfd, "terms", "history", postgres, "--json").splitlines()[0])["reason"] == "back"


def test_a_memory_on_the_road(postgres, folder, capfd):
    ok(capfd, "memory", "import", "units.tsv", "--memory", postgres)
    ok(capfd, "memory", "sync", "local.db", postgres)
    for place, french in (("local.db", "Le port est clos"), (postgres, "Le port a fermé")):
        Path("new.tsv").write_text(f"en\tfr\nThe port is closed\t{french}\n", encoding="utf-8")
        ok(capfd, "memory", "import", "new.tsv", "--memory", place, "--duplicates", "newest")
    code, out, _ = run(capfd, "memory", "sync", "local.db", postgres, "--json")
    assert code == 1
    assert json.loads(out) == {
        "source": "The port is closed",
        "before": ["Le port est fermé (fr)"],
        "here": ["Le port est clos (fr)"],
        "there": ["Le port a fermé (fr)"],
    }
    assert not ok(capfd, "memory", "sync", "local.db", postgres)
    assert json.loads(ok(capfd, "memory", "stats", "local.db", "--json"))["units"] == 3


def test_a_team(postgres_server, postgres, folder, capfd):
    ok(capfd, "terms", "import", "terms.csv", "-o", postgres)
    if not postgres_server.sql("postgres", "SELECT 1 FROM pg_roles WHERE rolname = 'paul d''x'"):
        postgres_server.sql("postgres", 'CREATE USER "paul d\'x"')
    assert not ok(capfd, "team", postgres)
    assert ok(capfd, "team", postgres, "--grant", "paul d'x=propose").split(maxsplit=1) == ["propose", "paul d'x\n"]
    paul = postgres_server.address("accord", "paul d'x".replace(" ", "%20"))
    ok(capfd, "terms", "propose", paul, "quay", "quai")
    code, _, err = run(capfd, "terms", "approve", paul, "quay")
    assert (code, "you may propose here, not decide" in err) == (2, True)
    assert not ok(capfd, "team", postgres, "--remove", "paul d'x", "--json")
    assert run(capfd, "terms", "stats", paul)[0] == 2


WRONG = {
    "no server answers": ("memory", "stats", "postgresql://me:secret@localhost:1/db"),
    "no server answers at this address": ("terms", "stats", "postgresql://me:secret@localhost:1/db"),
    "a memory was expected": ("memory", "sync", "units.tsv", "postgresql://me:secret@localhost:1/db"),
    "a glossary database was expected": ("terms", "sync", "terms.csv", "postgresql://me:secret@localhost:1/db"),
    "a file has no members": ("team", "terms.csv"),
    "does not say who may do what": ("team", "postgresql://me:secret@localhost:1/db", "--grant", "paul=king"),
    "no server": ("memory", "search", "postgresql://me:secret@localhost:1/db", "text"),
}


@pytest.mark.parametrize(("reason", "words"), WRONG.items())
def test_what_is_wrong_is_told_in_one_line_without_the_password(postgres_server, folder, capfd, reason, words):
    code, out, err = run(capfd, *words)
    assert code == 2
    assert reason in err
    assert "secret" not in out + err
    assert len(err.splitlines()) <= 2


def test_help_needs_no_server():
    for words in (["memory", "sync"], ["terms", "sync"], ["team"]):
        assert CliRunner().invoke(accord, [*words, "--help"]).exit_code == 0
    assert "PGPASSWORD" not in os.environ
