from pathlib import Path

import pytest

from tmx.text import dictionaries
from tmx.text.dictionaries import cache_folder, lemma_dictionary


@pytest.fixture
def folder(tmp_path, monkeypatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    return tmp_path / "accord"


def kept(folder: Path) -> Path:
    (path,) = folder.iterdir()
    return path


def test_the_second_run_reads_what_the_first_has_kept(folder, monkeypatch):
    first = lemma_dictionary("fr")
    assert first[b"migrants"] == b"migrant"
    assert kept(folder).name.startswith("lemmas-fr-simplemma-")
    monkeypatch.setattr(dictionaries, "_from_simplemma", lambda tag: pytest.fail("unpacked again"))
    assert lemma_dictionary("fr") == first


@pytest.mark.parametrize("damage", [lambda c: c[:-20], lambda c: c[: len(c) // 3], lambda c: b"", lambda c: b"7\n" + c])
def test_a_damaged_file_is_made_again(folder, damage):
    first = lemma_dictionary("en")
    whole = kept(folder).read_bytes()
    kept(folder).write_bytes(damage(whole))
    assert lemma_dictionary("en") == first
    assert kept(folder).read_bytes() == whole


def test_without_a_folder_to_write_in_it_is_unpacked(tmp_path, monkeypatch):
    (tmp_path / "file").write_text("no folder")
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "file"))
    assert lemma_dictionary("en")[b"migrants"] == b"migrant"


def test_a_language_without_dictionary_is_empty_and_keeps_nothing(folder):
    assert lemma_dictionary("zz") == {}
    assert not folder.exists()


def test_the_folder_is_the_systems_own(monkeypatch):
    monkeypatch.delenv("XDG_CACHE_HOME", raising=False)
    assert cache_folder().name == "accord"
