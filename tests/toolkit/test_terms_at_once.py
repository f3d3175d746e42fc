"""Several people change one glossary file at the same moment."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from termbase.formats.registry import read_glossary, write_glossary
from termbase.formats.rewriting import in_turn
from termbase.model import Concept, Glossary, Status, Term
from termbase.review import accept
from tmx.errors import StoreError
from toolkit.workflows.glossary_edit import Edit, add_to_glossary
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
