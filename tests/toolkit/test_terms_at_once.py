"""Several people change one glossary file at the same moment."""

import sys
from concurrent.futures import ThreadPoolExecutor

import pytest

from termbase.formats.registry import read_glossary
from termbase.model import Concept, Term
from toolkit.workflows.glossary_edit import Edit, add_to_glossary


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
