"""A database serves wherever a memory is taken."""

import json

import pytest

from tmx.model import Property, Segment, TranslationUnit
from tmx.store.sqlite import open_memory
from toolkit.cli.main import main
from toolkit.workflows.approved import read_approved
from toolkit.workflows.memory_source import read_memory_units


@pytest.fixture
def memory(tmp_path):
    path = tmp_path / "memory.db"
    pairs = [("The border was closed.", "La frontière a été fermée."), ("They left.", "Ils sont partis.")]
    with open_memory(path, create=True) as store:
        store.add(
            TranslationUnit("", (Segment("en", en), Segment("fr", fr)), (Property("x-approved", "yes"),))
            for en, fr in pairs * 3
        )
    return path


def test_qa_against_a_database(memory, tmp_path, capsys):
    (tmp_path / "new.tsv").write_text(
        "id\ten\tfr\n1\tThe border was closed.\tLa frontière est restée ouverte.\n", encoding="utf-8"
    )
    with pytest.raises(SystemExit):
        main(["qa", str(tmp_path / "new.tsv"), "--memory", str(memory), "--format", "json", "--info"])
    found = capsys.readouterr()
    assert "CONS002" in json.dumps(json.loads(found.out)), found.err


def test_terms_from_a_database(memory, capsys):
    with pytest.raises(SystemExit):
        main(["terms", "extract", str(memory), "--least-score", "0"])
    assert "Traceback" not in capsys.readouterr().err


def test_approved_units_of_a_database(memory):
    assert len(read_approved([memory], "en", "fr").pairs) == 2


def test_pairs_in_both_directions(memory):
    units = list(read_memory_units(memory, source_language="fr", target_language="en"))
    assert len(units) == 6
    assert units[0].variants[0].language == "fr"
