"""``accord terms review``: the keys, the files after each of them, and one walk through a real terminal."""

import os
import select
import subprocess
import sys
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from termbase.extract import extract_terms
from termbase.formats.registry import read_glossary, write_glossary
from termbase.formats.rejected import read_rejected, rejected_path
from termbase.model import Concept, Glossary, Status, Term
from tmx.errors import ParseError, StoreError
from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from toolkit.cli.main import accord, main
from toolkit.cli.term_contexts import columns_of, marked_context
from toolkit.cli.terms_review import Console, walk
from toolkit.workflows.glossary_review import GlossaryReview

NEW = Status.PROPOSED
EN_CONTEXT = "He spoke of many things, among them areas such as labour migration and disaster response in the islands."


def draft():
    return Glossary(
        (
            Concept(
                "labour-migration",
                (
                    Term("labour migration", "en", NEW, contexts=(EN_CONTEXT,)),
                    Term(
                        "migration de main-d’œuvre", "fr", NEW, contexts=("Les migrations de main-d’œuvre croissent.",)
                    ),
                ),
                notes=("11 × · 6 documents · score 0.94",),
            ),
            Concept("return", (Term("return", "en", NEW), Term("retour", "fr", NEW))),
            Concept("boat", (Term("boat", "en"), Term("bateau", "fr"), Term("boats", "en", NEW))),
            Concept("known", (Term("x", "en", NEW),), notes=("3 × · score 0.50 · in the glossary",)),
            Concept("port", (Term("port", "en", NEW), Term("port", "fr", NEW))),
        ),
        "draft",
    )


@pytest.fixture(params=[".tbx", ".csv"])
def path(request, tmp_path):
    file = tmp_path / f"glossary{request.param}"
    write_glossary(file, draft())
    return file


def play(path, keys, answers=(), *, width=100):
    """The lines shown while the keys are pressed; every key and answer must be used."""
    keys, answers, lines = iter(keys), iter(answers), []

    def ask(prompt, default):
        answer = next(answers)
        lines.append(f"{prompt} [{default}]: {answer}")
        return answer or default

    walk(GlossaryReview(path), Console(lambda: next(keys), ask, lines.append, width), ("en", "fr"))
    assert (list(keys), list(answers)) == ([], [])
    return lines


def statuses(path):
    return {
        f"{concept.identifier} {term.text}": term.status.value
        for concept in read_glossary(path)
        for term in concept.terms
    }


WIDE = "".join(chr(0x4E00 + number) for number in range(60))
IN_WIDTH = {
    "wide signs": ("ja", WIDE[30:33], WIDE, 60),
    "no spaces": ("ja", WIDE[:2], WIDE, 40),
    "combining signs": ("fr", "thé", "e\u0301te\u0301 " * 30 + "thé " + "e\u0301 " * 30, 50),
    "in the middle": ("en", "labour migration", EN_CONTEXT, 50),
    "at the end": ("en", "islands", EN_CONTEXT, 50),
    "term not found": ("en", "boat", EN_CONTEXT, 50),
}


@pytest.mark.parametrize(("language", "text", "context", "width"), IN_WIDTH.values(), ids=IN_WIDTH)
def test_a_sentence_keeps_to_the_width_of_the_terminal(language, text, context, width):
    term = Term(text, language)
    line = marked_context(Concept("c", (term,)), term, context, width)
    assert width * 2 // 3 < columns_of(line) <= width
    assert "\u0301" not in line[:3]
    shown = line.removeprefix("… ").removesuffix(" …").replace("⟦", "").replace("⟧", "")
    assert shown in context
    assert (f"⟦{text}⟧" in line) == (text in context)


def test_a_narrow_terminal_spends_nothing_on_the_indent(path):
    lines = play(path, "q", width=40)
    assert "    … such as ⟦labour migration⟧ and …" in lines


def test_nothing_is_said_to_be_saved_that_was_only_put_off(path):
    assert not any(line.startswith("Saved") for line in play(path, "lq"))


def test_what_is_shown(path):
    head = "(1 of 4)     labour migration  ·  migration de main-d’œuvre          11 × · 6 documents · score 0.94"
    assert head in play(path, "q", width=100)
    lines = play(path, "?q", width=70)
    start = lines.index("(1 of 4)     labour migration  ·  migration de main-d’œuvre")
    assert lines[start + 1] == "             11 × · 6 documents · score 0.94"
    assert "    [a]ccept  [e]dit  [r]eject, [w]ith reason  [s]ynonym of…  [l]ater" in lines
    assert all(len(line) <= 70 for line in lines if "[" in line)
    assert "             … areas such as ⟦labour migration⟧ and disaster …" in lines
    assert "             Les ⟦migrations de main-d’œuvre⟧ croissent." in lines
    assert lines[0] == "1 that the glossary given to the extraction has already are passed over"
    assert lines[-1] == "Review      nothing decided · 4 still to come"
    assert "    ·  migration de main-d’œuvre" in play(path, "q", width=40)
    assert not any(len(line) > 70 for line in lines if line.startswith("             "))


def test_each_decision_is_saved_at_once(path):
    work = GlossaryReview(path)
    seen = []
    keys = iter("aralx")

    def key():
        seen.append((statuses(path), [concept.identifier for concept in read_rejected([path])]))
        return next(keys)

    walk(work, Console(key, None, lambda line: None), ("en", "fr"))
    assert [state["labour-migration labour migration"] for state, _ in seen] == ["proposed"] + ["preferred"] * 4
    assert ["return return" in state for state, _ in seen] == [True, True, False, False, False]
    assert [rejected for _, rejected in seen] == [[], [], ["return"], ["return"], ["return"]]
    assert [state["boat boats"] for state, _ in seen] == ["proposed"] * 3 + ["admitted"] * 2
    assert seen[-1][0]["port port"] == "proposed"


def test_undo_restores_the_files(path):
    before = path.read_bytes()
    lines = play(path, "aruuuq")
    assert [line.strip() for line in lines if "taken" in line or "nothing to" in line] == [
        "taken back: rejected",
        "taken back: accepted",
        "there is nothing to take back",
    ]
    assert read_glossary(path) == read_glossary_of(before, path)
    assert len(read_rejected([path])) == 0


def read_glossary_of(content, path):
    other = path.with_name(f"before{path.suffix}")
    other.write_bytes(content)
    glossary = read_glossary(other)
    return Glossary(glossary.concepts, path.stem)


def test_the_last_decision_can_be_taken_back(path):
    assert "taken back: accepted" in " ".join(play(path, "lllauax"))
    assert statuses(path)["port port"] == "preferred"


def test_edit_asks_for_each_term(path):
    lines = play(path, "eq", ["labour  mobility ", "-"])
    assert "    en [labour migration]: labour  mobility " in lines
    assert [term.text for term in read_glossary(path).concepts[0].terms] == ["labour mobility"]
    assert statuses(path)["labour-migration labour mobility"] == "preferred"


def test_edit_that_leaves_nothing_decides_nothing(path):
    before = path.read_bytes()
    play(path, "eq", ["-", "-"])
    assert path.read_bytes() == before


def test_synonym_of_a_decided_concept(path):
    lines = play(path, "sq", ["bateau"])
    assert statuses(path)["boat labour migration"] == "admitted"
    assert "    with boat (en) · boats (en) · bateau (fr)" in lines


def test_synonym_of_one_of_several(path):
    lines = play(path, "s2q", ["o"])
    listed = [line.strip() for line in lines if line.startswith(("    1  ", "    2  ", "    3  "))]
    assert listed == [
        "1  return (en) · retour (fr)",
        "2  boat (en) · boats (en) · bateau (fr)",
        "3  port (en) · port (fr)",
    ]
    assert statuses(path)["boat labour migration"] == "admitted"


@pytest.mark.parametrize(
    ("keys", "answers", "told"),
    [
        ("sq", ["no such term"], "the glossary has no other concept with that"),
        ("sq", ["labour migration"], "the glossary has no other concept with that"),
        ("sq", [""], "nothing was changed"),
        ("sxq", ["o"], "nothing was changed"),
        ("s0q", ["o"], "nothing was changed"),
        ("s4q", ["o"], "nothing was changed"),
        (["s", "12", "q"], ["o"], "nothing was changed"),  # what is pasted comes at once
        (["s", "1x", "q"], ["o"], "nothing was changed"),
        ("?q", [], "[a]ccept"),
        ("uq", [], "there is nothing to take back"),
    ],
)
def test_keys_that_decide_nothing(path, keys, answers, told):
    before = path.read_bytes()
    lines = play(path, keys, answers)
    assert lines[-3].strip().startswith(told)
    assert path.read_bytes() == before
    assert not rejected_path(path).exists()


def test_the_end_of_input_leaves(path):
    def key():
        raise EOFError

    lines = []
    walk(GlossaryReview(path), Console(key, None, lines.append), ("en", "fr"))
    assert lines[-1] == "Review      nothing decided · 4 still to come"


def test_a_second_review_goes_on_where_the_first_stopped(path):
    play(path, "arq")
    assert GlossaryReview(path).total == 2
    assert "No term awaits a decision" in play(path, "aax") + play(path, "")


def test_a_file_that_changed_meanwhile_is_left_alone(path):
    work = GlossaryReview(path)
    path.write_bytes(path.read_bytes() + b"\n")
    before = path.read_bytes()
    with pytest.raises(StoreError, match="changed by somebody else"):
        walk(work, Console(lambda: "a", None, lambda line: None), ("en", "fr"))
    assert path.read_bytes() == before


def test_the_last_term_of_a_tbx(tmp_path):
    path = tmp_path / "g.tbx"
    write_glossary(path, Glossary((Concept("a", (Term("x", "en", NEW),)),)))
    with pytest.raises(StoreError, match="last term"):
        play(path, "r")
    assert len(read_glossary(path)) == 1
    assert not rejected_path(path).exists()


def test_bad_files(tmp_path, path):
    foreign = tmp_path / "foreign.tbx"
    foreign.write_text('<martif type="TBX"><text><body/></text></martif>', encoding="utf-8")
    with pytest.raises(StoreError, match="another program wrote this"):
        GlossaryReview(foreign)
    with pytest.raises(StoreError, match="no such file"):
        GlossaryReview(tmp_path / "missing.csv")
    twice = tmp_path / "twice.tbx"
    entry = '<conceptEntry id="a"><langSec xml:lang="en"><termSec><term>x</term></termSec></langSec></conceptEntry>'
    header = "<tbxHeader><fileDesc><sourceDesc><p>Written by Accord</p></sourceDesc></fileDesc></tbxHeader>"
    root = '<tbx type="TBX-Basic" style="dca" xml:lang="en">'
    twice.write_text(f"{root}{header}<text><body>{entry}{entry}</body></text></tbx>", encoding="utf-8")
    with pytest.raises(ParseError, match="id «a»"):
        GlossaryReview(twice)


def test_without_a_terminal(path, capsys):
    with pytest.raises(SystemExit) as caught:
        main(["terms", "review", str(path)])
    assert caught.value.code == 2
    assert "a review needs a terminal" in capsys.readouterr().err


PAIRS = [
    ("Trafficking in persons is a crime.", "La traite des personnes est un crime."),
    ("Everyone fights trafficking in persons.", "Chacun lutte contre la traite des personnes."),
    ("The host community helps.", "La communauté d’accueil aide."),
    ("A host community gave shelter.", "Une communauté d’accueil a donné un abri."),
]


def units():
    return [
        TranslationUnit(str(n), (Segment("en", source), Segment("fr", target)))
        for n, (source, target) in enumerate(PAIRS)
    ]


def test_what_was_rejected_is_not_proposed_again():
    terms = (Term("trafficking in persons", "en", NEW), Term("traite des personnes", "fr", NEW))
    rejected = Glossary((Concept("trafficking-in-persons", terms),))
    everything = {(c.source_term, c.target_term) for c in extract_terms(units(), "en", "fr", least_score=0)}
    left = {
        (c.source_term, c.target_term) for c in extract_terms(units(), "en", "fr", rejected=rejected, least_score=0)
    }
    assert everything - left == {("trafficking in persons", "traite des personnes")}
    assert left <= everything


def test_extract_reads_the_list_and_keeps_decisions(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    write_tmx(Path("memory.tmx"), units(), source_language="en")

    def extract(*options):
        command = ["terms", "extract", "memory.tmx", "--least-score", "0", *options]
        return CliRunner().invoke(accord, command, catch_exceptions=False, standalone_mode=False)

    extract("-o", "g.csv")
    identifier = "trafficking-in-persons"
    first = [concept.identifier for concept in read_glossary(Path("g.csv"))]
    assert identifier in first
    play(Path("g.csv"), "l" * first.index(identifier) + "rq")
    extract("-o", "g.csv")
    assert identifier not in [concept.identifier for concept in read_glossary(Path("g.csv"))]
    extract("-o", "other.csv", "--known", "g.csv")
    assert identifier not in [concept.identifier for concept in read_glossary(Path("other.csv"))]
    play(Path("g.csv"), "aq")
    with pytest.raises(StoreError, match=r"2 terms that were decided on"):
        CliRunner().invoke(
            accord, ["terms", "extract", "memory.tmx", "-o", "g.csv"], catch_exceptions=False, standalone_mode=False
        )


@pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals")
def test_through_a_terminal(tmp_path):
    """The command itself, its keys typed into a terminal one by one, each after the proposal it is meant for."""
    import pty
    import termios

    path = tmp_path / "glossary.tbx"
    write_glossary(path, draft())
    ours, theirs = pty.openpty()
    command = [sys.executable, "-c", "from toolkit.cli.main import main; main()", "terms", "review", str(path)]
    environment = {**os.environ, "COLUMNS": "100", "PYTHONIOENCODING": "utf-8", "TERM": "dumb"}
    process = subprocess.Popen(command, stdin=theirs, stdout=theirs, stderr=theirs, close_fds=True, env=environment)
    os.close(theirs)
    shown = b""

    def wait_for(words):
        nonlocal shown
        deadline = time.monotonic() + 30
        while words.encode() not in shown:
            assert time.monotonic() < deadline, shown.decode(errors="replace")
            if select.select([ours], [], [], 0.2)[0]:
                shown += os.read(ours, 4096)
        shown = shown.partition(words.encode())[2]

    def press(key):
        """Type a key once the terminal hands over single keys; what is typed before is thrown away."""
        deadline = time.monotonic() + 30
        while termios.tcgetattr(ours)[3] & termios.ICANON:
            assert time.monotonic() < deadline, "no key is asked for"
            time.sleep(0.01)
        os.write(ours, key)

    try:
        wait_for("⟦migrations de main-d’œuvre⟧")
        press(b"e")
        wait_for("en [labour migration]")
        os.write(ours, b"labour mobility\n")
        wait_for("fr [migration de main-d’œuvre]")
        os.write(ours, b"\n")
        wait_for("(2 of 4)")
        assert statuses(path)["labour-migration labour mobility"] == "preferred"
        press(b"r")
        wait_for("(3 of 4)")
        press(b"q")
        wait_for("1 edited and accepted · 1 rejected · 2 still to come")
        assert process.wait(timeout=60) == 0
    finally:
        process.kill()
        process.wait()
        os.close(ours)
    assert statuses(path)["labour-migration migration de main-d’œuvre"] == "preferred"
    assert [concept.identifier for concept in read_rejected([path])] == ["return"]


def test_rejecting_with_a_reason(path):
    lines = play(path, "lwwwuwlq", ["", "a word of everyday", "too general", "too  general"])
    told = [line for line in lines if line.startswith("    ") and line[4] not in " …"]
    assert told == [
        "    left for later",
        "    why (empty: do not reject) []: ",
        "    nothing was changed; to reject without a reason: r",
        "    why (empty: do not reject) []: a word of everyday",
        "    rejected",
        "    why (empty: do not reject) []: too general",
        "    rejected",
        "    taken back: rejected",
        "    why (empty: do not reject) []: too  general",
        "    rejected",
        "    left for later",
        "    that was the last one: [u]ndo, or any other key to finish",
    ]
    assert {concept.identifier: concept.notes for concept in read_rejected([path])} == {
        "return": ("rejected: a word of everyday",),
        "boat": ("rejected: too general",),
    }
    assert "boat boats" not in statuses(path)


def test_the_reason_stands_in_the_history_of_a_database(tmp_path):
    database = tmp_path / "glossary.db"
    write_glossary(database, draft())
    play(database, "lwq", ["a word of everyday"])
    result = CliRunner().invoke(accord, ["terms", "history", str(database), "retour"])
    assert "rejected — a word of everyday" in result.output.splitlines()[0]
