"""Several people change one glossary file, or one list of dismissed findings, at the same moment."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest
from msgspec.structs import replace

from termbase.formats.registry import read_glossary, write_glossary
from termbase.formats.rejected import read_rejected, rejected_path
from termbase.formats.rewriting import in_turn
from termbase.model import Concept, Glossary, Status, Term
from termbase.review import accept, reject
from tmx.errors import StoreError
from toolkit import check_translation
from toolkit.cli.qa_dismissing import Dismissing, dismiss_findings
from toolkit.workflows.dismissals import Dismissals, DismissedFinding, read_dismissals, write_dismissals
from toolkit.workflows.glossary_edit import Edit, add_to_glossary, edit_glossary
from toolkit.workflows.glossary_exchange import Exchange, import_glossaries
from toolkit.workflows.glossary_review import Decision, GlossaryReview


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
@pytest.mark.parametrize("name", ["glossary.csv", "glossary.tbx", "glossary.db"])
def test_nothing_is_lost(tmp_path, name):
    path = tmp_path / name
    add_to_glossary(path, Concept("", (Term("house", "en"),)), Edit("add", "Ana"))

    def add(number: int) -> None:
        add_to_glossary(path, Concept("", (Term(f"word {number}", "en"),)), Edit("add", "Ana"))

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(add, range(12)))
    assert len(read_glossary(path)) == 13
    assert [file.name for file in tmp_path.iterdir() if not file.name.startswith(name)] == []


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_a_folder_that_cannot_be_locked_is_no_hindrance(tmp_path, monkeypatch):
    def refused(*_):
        raise OSError("no locks here")

    monkeypatch.setattr("fcntl.flock", refused)
    path = tmp_path / "glossary.csv"
    add_to_glossary(path, Concept("", (Term("house", "en"),)), Edit("add", "Ana"))
    assert len(read_glossary(path)) == 1


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
@pytest.mark.parametrize("name", ["glossary.csv", "glossary.tbx", "glossary.db"])
def test_imports_lose_nothing_beside_changes(tmp_path, name):
    path = tmp_path / name
    add_to_glossary(path, Concept("", (Term("house", "en"),)), Edit("add", "Ana"))

    def bring(number: int) -> None:
        if number % 2:
            add_to_glossary(path, Concept("", (Term(f"word {number}", "en"),)), Edit("add", "Ana"))
            return
        draft = tmp_path / f"draft{number}.csv"
        write_glossary(draft, Glossary((Concept(f"d{number}", (Term(f"word {number}", "en"),)),)))
        import_glossaries([draft], path, Exchange(), author="Paul")

    with ThreadPoolExecutor(6) as pool:
        list(pool.map(bring, range(12)))
    assert len(read_glossary(path)) == 13


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_a_review_waits_for_its_turn(tmp_path):
    """While somebody writes, a decision waits; the review then sees that the file is another one."""
    path = tmp_path / "glossary.csv"
    write_glossary(path, Glossary((Concept("c", (Term("boat", "en", Status.PROPOSED),)),)))
    review = GlossaryReview(path)
    with ThreadPoolExecutor(1) as pool:
        with in_turn(path):
            decided = pool.submit(review.decide, Decision.ACCEPTED, lambda state: accept(state, "c"))
            with pytest.raises(TimeoutError):
                decided.result(timeout=0.3)
            write_glossary(path, Glossary((Concept("c", (Term("ship", "en", Status.PROPOSED),)),)))
        with pytest.raises(StoreError, match="changed by somebody else"):
            decided.result(timeout=10)
    assert read_glossary(path).concepts[0].terms[0].text == "ship"


@pytest.mark.skipif(sys.platform == "win32", reason="folders cannot be locked there")
def test_dismissing_waits_for_its_turn(tmp_path):
    path = tmp_path / "accord-dismissed.toml"
    (tmp_path / "t.tsv").write_text("1\tIt costs 5 euros.\tCela coûte 6 euros.\n", encoding="utf-8")
    found = check_translation(tmp_path / "t.tsv")
    ((finding,),) = (unit.findings for unit in found.units)
    with ThreadPoolExecutor(1) as pool:
        with in_turn(path):
            asked = Dismissing(path, (finding.fingerprint,), by="Ana")
            dismissed = pool.submit(dismiss_findings, [found], asked)
            with pytest.raises(TimeoutError):
                dismissed.result(timeout=0.3)
            write_dismissals(path, Dismissals((DismissedFinding("abc"),)))
        dismissed.result(timeout=10)
    assert {one.fingerprint for one in read_dismissals(path).findings} == {"abc", finding.fingerprint}


HELD = Concept("c", (Term("boat", "en", Status.PROPOSED), Term("bateau", "fr", Status.PROPOSED)))


@pytest.mark.parametrize("name", ["glossary.csv", "glossary.tbx"])
@pytest.mark.parametrize("written", [0, 1])
@pytest.mark.parametrize("again", [False, True])
def test_what_moves_is_never_in_neither_file(tmp_path, monkeypatch, name, written, again):
    """The disk is full when the glossary, or its list of rejected proposals, is to be written."""
    path = tmp_path / name
    other = Concept("o", (Term("ship", "en"),))
    write_glossary(path, Glossary((other,) if again else (HELD, other)))
    if again:
        write_glossary(rejected_path(path), Glossary((HELD,)))
    left = written

    def until_full(*given, **named):
        nonlocal left
        left -= 1
        if left < 0:
            raise StoreError("the disk is full")
        write_glossary(*given, **named)

    monkeypatch.setattr("toolkit.workflows.glossary_edit.write_glossary", until_full)

    def propose():
        add_to_glossary(path, replace(HELD, identifier=""), Edit("propose", "Ana"), again=True)

    def refuse():
        edit_glossary(path, ["c"], lambda state, names: reject(state, names[0]), Edit("reject", "Ana"))

    with pytest.raises(StoreError, match="full"):
        (propose if again else refuse)()
    everywhere = [*read_glossary(path), *read_rejected([path])]
    assert HELD.terms in [concept.terms for concept in everywhere]


def test_the_last_term_of_a_tbx_is_not_rejected_by_half(tmp_path):
    path = tmp_path / "glossary.tbx"
    write_glossary(path, Glossary((HELD,)))
    with pytest.raises(StoreError, match="last term"):
        edit_glossary(path, ["c"], lambda state, names: reject(state, names[0]), Edit("reject", "Ana"))
    assert len(read_glossary(path)) == 1
    assert not rejected_path(path).exists()
