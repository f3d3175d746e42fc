"""The commands that change a glossary and tell its history, on a database and on files."""

import json
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from termbase.formats.registry import read_glossary, write_glossary
from termbase.model import Category, Concept, Glossary, Status, Term
from termbase.store import StaleEditError, open_store
from termbase.store.files import pour_into_store
from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from toolkit.cli.terms_review import Console, walk
from toolkit.workflows.glossary_review import GlossaryReview

NEW = Status.PROPOSED


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACCORD_AUTHOR", "Marie")


def statuses(path="glossary.db"):
    return {
        f"{concept.identifier} {term.text}": term.status.value
        for concept in read_glossary(Path(path))
        for term in concept.terms
    }


def test_a_glossary_is_kept(terms):
    terms("add", "glossary.db", "labour migration", "migration de main-d’œuvre", "--subject", "migration")
    terms("propose", "glossary.db", "return", "retour", "--by", "Paul", "--reason", "twice this week")
    terms("propose", "glossary.db", "in the islands", "dans les îles", "--by", "Paul")
    out, _ = terms("approve", "glossary.db", "retour", "--reason", "agreed")
    assert "~ return (en)  status: «proposed» → «preferred»" in out
    terms("reject", "glossary.db", "in-the-islands", "--reason", "no term")
    terms("forbid", "glossary.db", "retour forcé", "--concept", "return", "--lang", "fr")
    terms("edit", "glossary.db", "return", "--term", "retour", "--gender", "masculine", "--note", "m.")
    assert statuses() == {
        "labour-migration labour migration": "preferred",
        "labour-migration migration de main-d’œuvre": "preferred",
        "return return": "preferred",
        "return retour": "preferred",
        "return retour forcé": "forbidden",
    }
    out, _ = terms("history", "glossary.db", "--json")
    told = [json.loads(line) for line in out.splitlines()]
    assert [(one["number"], one["author"], one["action"], one["reason"]) for one in told] == [
        (7, "Marie", "edit", ""),
        (6, "Marie", "forbid", ""),
        (5, "Marie", "reject", "no term"),
        (4, "Marie", "approve", "agreed"),
        (3, "Paul", "propose", ""),
        (2, "Paul", "propose", "twice this week"),
        (1, "Marie", "add", ""),
    ]
    out, _ = terms("history", "glossary.db", "RETOUR", "--limit", 2)
    assert [line.strip() for line in out.splitlines()[1:]][:3] == [
        "return",
        "~ retour (fr)  gender: nothing → «masculine»",
        "~ retour (fr)  note: nothing → «m.»",
    ]
    assert "Paul  propose  in-the-islands" in terms("history", "glossary.db")[0]


def test_changes_and_history_in_french(terms):
    terms("propose", "glossary.db", "return", "retour", "--by", "Paul")
    terms("convert", "glossary.db", "old.tbx")
    terms("approve", "glossary.db", "retour")
    terms("edit", "glossary.db", "return", "--term", "retour", "--number", "plural", "--note", "m.")
    terms("history", "glossary.db", "--restore", "2")
    out, _ = terms("--ui", "fr", "diff", "old.tbx", "glossary.db", code=1)
    assert "    ~ retour (fr)  statut\u00a0: «\u00a0proposé\u00a0» → «\u00a0privilégié\u00a0»\n" in out
    out, _ = terms("--ui", "fr", "history", "glossary.db")
    assert [line.split("  ")[-2] for line in out.splitlines()] == [
        "rétablissement 2",
        "modification",
        "approbation",
        "proposition",
    ]
    out, _ = terms("--ui", "fr", "history", "glossary.db", "return", "--limit", "2")
    assert "~ retour (fr)  nombre grammatical\u00a0: rien → «\u00a0plural\u00a0»" in out
    assert "~ retour (fr)  note\u00a0: «\u00a0m.\u00a0» → rien" in out


def test_there_is_a_way_back(terms):
    terms("add", "glossary.db", "boat", "bateau")
    terms("edit", "glossary.db", "boat", "--remove", "--reason", "slip")
    terms("add", "glossary.db", "port", "port")
    assert terms("export", "glossary.db", "--at", 1, "-o", "then.csv")
    assert statuses("then.csv") == {"boat boat": "preferred", "boat bateau": "preferred"}
    out, err = terms("history", "glossary.db", "boat", "--restore", 1, "--reason", "back")
    assert out == "+ boat    boat (en) · bateau (fr)\n"
    assert "1 concept · revision 4" in err
    assert len(read_glossary(Path("glossary.db"))) == 2
    terms("history", "glossary.db", "--restore", 1)
    assert list(statuses()) == ["boat boat", "boat bateau"]
    assert "as it stood then" in terms("history", "glossary.db", "--restore", 1)[1]
    assert "no revision 77" in terms("history", "glossary.db", "--restore", 77, code=2)[1]


@pytest.mark.parametrize("glossary", ["glossary.db", "glossary.csv"])
def test_what_was_rejected_does_not_come_back_in_the_plural(terms, glossary):
    terms("propose", glossary, "boat", "bateau")
    terms("propose", glossary, "refugee", "réfugié")
    terms("reject", glossary, "refugee")
    said = terms("propose", glossary, "refugees", "réfugiés", code=2)[1]
    assert "«refugees · réfugiés» was rejected before as «refugee · réfugié»" in said
    Path("draft.csv").write_text("concept,language,term,status\nr,en,refugees,proposed\nr,fr,réfugiées,proposed\n")
    assert "1 rejected before" in terms("import", "draft.csv", "-o", glossary)[1]
    out, _ = terms("propose", glossary, "refugees", "réfugiés", "--again")
    assert "no longer rejected" in out


def test_one_glossary_in_two_formats_has_one_list_of_rejected_ones(terms):
    for name in ("law.tbx", "law.csv", "health.csv"):
        Path("base.csv").write_text("concept,language,term\nb,en,boat\nb,fr,bateau\n")
        terms("convert", "base.csv", name)
    terms("propose", "law.tbx", "in the islands", "dans les îles")
    terms("reject", "law.tbx", "--all")
    assert "was rejected before" in terms("propose", "law.csv", "in the islands", "dans les îles", code=2)[1]
    terms("propose", "health.csv", "in the islands", "dans les îles")
    assert sorted(path.name for path in Path().glob("*.rejected.csv")) == ["law.rejected.csv"]


def test_what_is_decided_is_not_asked_again(terms):
    terms("propose", "glossary.db", "in the islands", "dans les îles")
    terms("reject", "glossary.db", "--all", "--reason", "no term")
    assert (
        "was rejected before (no term)" in terms("propose", "glossary.db", "In the islands", "Dans les îles", code=2)[1]
    )
    out, _ = terms("propose", "glossary.db", "in the islands", "dans les îles", "--again")
    assert "no longer rejected" in out
    terms("approve", "glossary.db", "--all")
    assert (
        "has «in the islands · dans les îles» already"
        in terms("add", "glossary.db", "in the islands", "dans les îles", code=2)[1]
    )
    terms("add", "glossary.db", "in the islands", "dans les îles", "--name", "other")
    assert "2 concepts" in terms("edit", "glossary.db", "in the islands", "--remove", code=2)[1]


@pytest.mark.parametrize("glossary", ["glossary.db", "glossary.csv"])
def test_another_hyphen_is_no_other_concept(terms, glossary):
    terms("add", glossary, "co-operation", "coopération")
    said = terms("propose", glossary, "cooperation", "coopération", code=2)[1]
    assert "has «cooperation · coopération» already, as the concept «co-operation»" in said
    terms("propose", glossary, "cooperation", "collaboration")


def test_a_stale_edit_shows_both_versions(terms):
    terms("add", "glossary.db", "boat", "bateau")
    terms("edit", "glossary.db", "boat", "--term", "bateau", "--status", "admitted", "--by", "Paul", "--revision", 1)
    _, err = terms("forbid", "glossary.db", "bateau", "--revision", 1, code=2)
    theirs, yours, told, _ = err.splitlines()
    assert theirs == "theirs  boat  boat (en, preferred) · bateau (fr, admitted)"
    assert yours == "yours   boat  boat (en, preferred) · bateau (fr, forbidden)"
    assert "changed meanwhile by Paul, in revision 2" in told
    assert statuses()["boat bateau"] == "admitted"


@pytest.mark.parametrize("name", ["glossary.db", "glossary.tbx"])
def test_a_status_that_no_file_said_can_be_said(terms, name):
    entry = "<langSet xml:lang='{0}'><tig><term>boat {0}</term></tig></langSet>"
    Path("old.tbx").write_text(
        "<martif type='TBX' xml:lang='en'><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc>"
        f"</martifHeader><text><body><termEntry id='boat'>{entry.format('en')}{entry.format('fr')}</termEntry></body>"
        "</text></martif>",
        encoding="utf-8",
    )
    terms("convert" if name.endswith(".tbx") else "import", "old.tbx", *([] if name.endswith(".tbx") else ["-o"]), name)
    change = ("edit", name, "boat", "--term", "boat fr", "--status", "preferred")
    out, _ = terms(*change)
    assert out.splitlines()[-1].strip() == "~ boat fr (fr)  status: nothing → «preferred»"
    assert "nothing would change" in terms(*change, code=2)[1]
    if name.endswith(".db"):
        assert "status: nothing → «preferred»" in terms("history", name, "boat")[0]
    terms("convert", name, "out.tbx")
    assert Path("out.tbx").read_text(encoding="utf-8").count("preferredTerm-admn-sts") == 1


@pytest.mark.parametrize("suffix", [".csv", ".tbx", ".tsv"])
def test_files_are_changed_too(terms, suffix):
    path = Path(f"glossary{suffix}")
    write_glossary(path, Glossary((Concept("boat", (Term("boat", "en"), Term("bateau", "fr"))),)))
    terms("propose", path, "port", "port")
    terms("propose", path, "in the islands", "dans les îles")
    terms("approve", path, "port")
    terms("reject", path, "in-the-islands", "--reason", "no term")
    terms("forbid", path, "barque", "--concept", "bateau", "--lang", "fr")
    terms("edit", path, "boat", "--definition", "A small ship.")
    assert statuses(path) == {
        "boat boat": "preferred",
        "boat bateau": "preferred",
        "boat barque": "forbidden",
        "port port": "preferred",
    }
    assert "rejected: no term" in Path("glossary.rejected.csv").read_text(encoding="utf-8")
    assert "rejected before" in terms("propose", path, "in the islands", "dans les îles", code=2)[1]
    assert "keeps no history" in terms("history", path, code=2)[1]
    assert "no revisions" in terms("edit", path, "boat", "--remove", "--revision", 1, code=2)[1]
    before = path.read_bytes()
    assert "nothing would change" in terms("edit", path, "boat", "--definition", "A small ship.", code=2)[1]
    assert path.read_bytes() == before


WRONG = [
    (("approve", "glossary.db", "nothing"), "no concept «nothing»"),
    (("approve", "glossary.db", "boat"), "nothing is proposed"),
    (("approve", "glossary.db"), "name the concepts, or --all"),
    (("approve", "glossary.db", "--all"), "no term awaits a decision"),
    (("approve", "glossary.db", "boat", "--all"), "not both"),
    (("edit", "glossary.db", "boat"), "nothing to change"),
    (("edit", "glossary.db", "boat", "--gender", "f"), "name it with --term"),
    (("edit", "glossary.db", "boat", "--term", "boat", "--subject", "s"), "leave out --term"),
    (("edit", "glossary.db", "boat", "--term", "ship", "--gender", "f"), "no term «ship»"),
    (("edit", "glossary.db", "boat", "--term", "boat", "--text", " "), "empty"),
    (("edit", "glossary.db", "boat", "--remove", "--note", "n"), "stands alone"),
    (("edit", "glossary.db", "boat", "--term", "boat", "--lang", "xx1"), "language"),
    (("forbid", "glossary.db", "ship"), "no concept «ship»"),
    (("forbid", "glossary.db", "ship", "--concept", "boat"), "say its --lang"),
    (("add", "glossary.db", "boat", "bateau"), "already"),
    (("add", "glossary.db", "boat", "--concept", "boat"), "already"),
    (("add", "glossary.db", " ", "x"), "empty"),
    (("add", "glossary.db", "x", "--concept", "boat", "--subject", "s"), "accord terms edit"),
    (("add", "glossary.db", "x", "y", "--name", "boat"), "there is a concept «boat» already"),
    (("add", "no/folder.db", "x", "y"), "no such folder"),
    (("history", "glossary.db", "ship"), "never a concept"),
    (("history", "glossary.db", "--restore", "then"), "neither a revision nor a date"),
    (("history", "missing.db"), "no such file"),
    (("review", "missing.db"), "terminal"),
    (("stats", "text.db"), "not a database"),
    (("add", "text.db", "x", "y"), "not a database"),
    (("add", "newer.db", "x", "y"), "newer version"),
    (("lookup", "x", "--glossary", "newer.db", "--lang", "en"), "newer version"),
    (("merge", "glossary.db", "glossary.db", "newer.db", "-o", "glossary.db"), "newer version"),
    (("import", "text.db", "-o", "glossary.db"), "not a database"),
    (("import", "glossary.db", "-o", "newer.db"), "newer version"),
]


@pytest.mark.parametrize(("arguments", "words"), WRONG, ids=[" ".join(arguments) for arguments, _ in WRONG])
def test_wrong_use_is_one_clear_line(terms, arguments, words):
    for name in ("glossary.db", "newer.db"):
        with open_store(Path(name), create=True) as store:
            store.import_glossary(Glossary((Concept("boat", (Term("boat", "en"), Term("bateau", "fr"))),)), author="M")
    with sqlite3.connect("newer.db") as newer:
        newer.execute("UPDATE accord_schema SET version = version + 1")
    newer.close()
    Path("text.db").write_text("concept,term\n", encoding="utf-8")
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    _, err = terms(*arguments, code=2)
    assert words in err
    assert len(err.splitlines()) <= 2
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before


def unit(english, french):
    return TranslationUnit(english, (Segment("en", english), Segment("fr", french)))


def test_extraction_proposes_into_the_database(terms):
    units = [
        unit(f"The labour migration number {n} is a boat.", f"La migration de travail numéro {n} est un bateau.")
        for n in range(6)
    ]
    write_tmx(Path("memory.tmx"), units, source_language="en")
    terms("extract", "memory.tmx", "-o", "glossary.db")
    first = statuses()
    assert first
    assert set(first.values()) == {"proposed"}
    name = read_glossary(Path("glossary.db")).concepts[0].identifier
    terms("reject", "glossary.db", name)
    terms("approve", "glossary.db", "--all")
    before = statuses()
    terms("extract", "memory.tmx", "-o", "glossary.db")
    assert statuses() == before
    told = [json.loads(line) for line in terms("history", "glossary.db", "--json")[0].splitlines()]
    assert [(one["author"], one["action"]) for one in told] == [
        ("Marie", "approve"),
        ("Marie", "reject"),
        ("Marie", "propose"),
    ]


@pytest.mark.parametrize(
    ("concepts", "action"),
    [
        (Glossary((Concept("a", (Term("boat", "en", NEW),)), Concept("b", (Term("port", "en", NEW),)))), "propose"),
        (Glossary((Concept("a", (Term("boat", "en", NEW),)), Concept("b", (Term("port", "en"),)))), "import"),
        (Glossary((), data=(Category("person", "p1", "Ana"),)), "import"),
    ],
    ids=["proposals", "proposals and others", "no concepts"],
)
def test_the_history_says_what_a_file_that_is_poured_in_is(terms, concepts, action):
    pour_into_store(Path("glossary.db"), concepts)
    last = json.loads(terms("history", "glossary.db", "--json")[0])
    assert (last["author"], last["action"]) == ("Marie", action)


def test_a_reviewed_draft_is_poured_in(terms):
    terms("add", "glossary.db", "return", "retour")
    draft = Glossary(
        (
            Concept("a", (Term("return", "en", NEW), Term("retour", "fr", NEW))),
            Concept("b", (Term("boat", "en"), Term("bateau", "fr"))),
            Concept("c", (Term("return", "en"), Term("rendement", "fr"))),
        )
    )
    write_glossary(Path("draft.csv"), draft)
    terms("propose", "draft.csv", "in the islands", "dans les îles")
    terms("reject", "draft.csv", "in the islands", "--reason", "no term")
    terms("import", "draft.csv", "-o", "glossary.db", "--by", "Paul")
    assert [concept.identifier for concept in read_glossary(Path("glossary.db"))] == ["return", "b", "c"]
    assert set(statuses().values()) == {"preferred"}
    assert "rejected before" in terms("propose", "glossary.db", "in the islands", "dans les îles", code=2)[1]
    before = Path("glossary.db").read_bytes()
    terms("import", "draft.csv", "-o", "glossary.db")
    assert Path("glossary.db").read_bytes() == before


def test_a_merge_into_a_database_is_one_revision(terms):
    terms("add", "glossary.db", "boat", "bateau")
    terms("export", "glossary.db", "-o", "base.csv")
    terms("export", "glossary.db", "-o", "theirs.csv")
    terms("add", "theirs.csv", "port", "port")
    terms("edit", "theirs.csv", "boat", "--remove")
    terms("add", "glossary.db", "night", "nuit")
    terms("merge", "base.csv", "glossary.db", "theirs.csv", "-o", "glossary.db", "--reason", "their work")
    assert [concept.identifier for concept in read_glossary(Path("glossary.db"))] == ["night", "port"]
    last = json.loads(terms("history", "glossary.db", "--limit", 1, "--json")[0])
    assert (last["number"], last["action"], last["reason"], sorted(last["concepts"])) == (
        3, "merge", "their work", ["boat", "port"]
    )  # fmt: skip


# The review


def proposals(*names):
    concepts = tuple(Concept(name, (Term(name, "en", NEW), Term(f"{name} f", "fr", NEW))) for name in names)
    with open_store(Path("glossary.db"), create=True) as store:
        store.import_glossary(Glossary(concepts), author="M")


def test_a_review_saves_each_decision(terms):
    proposals("a", "b", "c", "d")
    keys, shown = iter("arua" + "rq"), []
    seen = []

    def key():
        seen.append((statuses(), Path("glossary.rejected.csv").exists()))
        return next(keys)

    walk(GlossaryReview(Path("glossary.db"), author="Paul"), Console(key, lambda *_: "", shown.append), ("en", "fr"))
    assert [len(states) for states, _ in seen] == [8, 8, 6, 8, 8, 6]
    assert seen[1][0]["a a"] == "preferred"
    assert not any(beside for _, beside in seen)
    with open_store(Path("glossary.db")) as store:
        told = [(one.author, one.action, one.concepts) for one in store.history()[1:]]
        assert [one.identifier for one in store.rejected()] == ["c"]
    assert told == [
        ("Paul", "accepted", ("a",)),
        ("Paul", "rejected", ("b",)),
        ("Paul", "undo: rejected", ("b",)),
        ("Paul", "accepted", ("b",)),
        ("Paul", "rejected", ("c",)),
    ]
    assert GlossaryReview(Path("glossary.db")).total == 1


def test_two_people_review_at_once():
    proposals("a", "b", "c")
    mine, other = (GlossaryReview(Path("glossary.db"), author=name) for name in ("Marie", "Paul"))
    shown = []
    walk(other, Console(iter("aq").__next__, lambda *_: "", shown.append), ("en", "fr"))
    walk(mine, Console(iter("rrq").__next__, lambda *_: "", shown.append), ("en", "fr"))
    told = "\n".join(shown)
    assert "«a» was changed meanwhile by Paul, in revision 2; it stands now as:" in told
    with open_store(Path("glossary.db")) as store:
        assert [one.identifier for one in store.export_glossary()] == ["a", "c"]
        assert [one.identifier for one in store.rejected()] == ["b"]


@pytest.mark.parametrize("files", [["old.tbx", "more.tbx"], ["old.tbx", "-o", "other.tbx"]])
def test_what_was_removed_is_told_by_one_file_and_a_database_alone(terms, files):
    """Of two files, each would take out what stands in the other."""
    terms("add", "glossary.db", "boat", "bateau")
    for name in ("old.tbx", "more.tbx"):
        terms("convert", "glossary.db", name)
    into = [] if "-o" in files else ["-o", "glossary.db"]
    _, told = terms("import", *files, *into, "--since", "1", code=2)
    assert "--since goes with one file and a glossary database" in told
    assert not Path("other.tbx").exists()


def test_what_is_stale_is_not_undone():
    proposals("a", "b", "c")
    work = GlossaryReview(Path("glossary.db"))
    from termbase.review import accept, reject
    from toolkit.workflows.glossary_review import Decision

    work.decide(Decision.REJECTED, lambda state: reject(state, "a"))
    proposals("x")
    other = GlossaryReview(Path("glossary.db"))
    other.decide(Decision.ACCEPTED, lambda state: accept(state, "b"))
    other.decide(Decision.REJECTED, lambda state: reject(state, "c"))  # it is there no more
    with pytest.raises(StaleEditError):
        work.decide(Decision.ACCEPTED, lambda state: accept(state, "b"))
    assert work.undo() is None
    assert work.current() is None


def test_commands_of_many_processes(tmp_path):
    command = [sys.executable, "-c", "import sys; from toolkit.cli.main import main; main(sys.argv[1:])", "terms"]
    workers = [
        subprocess.Popen([*command, "add", "glossary.db", f"term {n}", f"terme {n}"], stderr=subprocess.PIPE)
        for n in range(4)
    ]
    for worker in workers:
        _, err = worker.communicate(timeout=60)
        assert worker.returncode == 0, err
    assert len(statuses()) == 8


MISSING = {
    "the name of a database ends in .db": (("sync", "mine", "team.db"), "call it mine.db"),
    "there is no such file": (("sync", "mine.db", "team"), "check the name and the folder"),
    "team.csv: there is no such file": (("sync", "mine.db", "team.csv"), ""),
    "list: there is no such file": (("stats", "list"), ""),
    "book.docx: there is no such file": (("import", "book.docx", "-o", "mine.db"), ""),
    "past: there is no such file": (("history", "past"), ""),
    "this is a file, a glossary database was expected": (("sync", "here.csv", "team.db"), "accord terms import"),
}


@pytest.mark.parametrize("reason", MISSING)
def test_a_file_that_is_not_there_is_told_as_such(terms, reason):
    Path("here.csv").write_text("en,fr\nboat,bateau\n")
    arguments, remedy = MISSING[reason]
    said = terms(*arguments, code=2)[1]
    assert reason in said
    assert remedy in said
    assert [path.name for path in Path().iterdir()] == ["here.csv"]
