"""Obsolete entries of a PO glossary (``#~``) come back, also by way of a TBX and a database."""

import pytest

from termbase.formats.registry import read_glossary, write_glossary

OBSOLETE = """# a remark
#, fuzzy
#~ msgctxt "x"
#~ msgid "old #~ term"
#~ msgstr "vieux # terme"

#~ msgid "other"
#~ msgstr "autre"
"""
PO = f'msgid ""\nmsgstr ""\n"Language: fr\\n"\n\nmsgid "boat"\nmsgstr "bateau"\n\n{OBSOLETE}'


@pytest.mark.parametrize("way", [(), ("x.tbx",), ("x.db",), ("x.tbx", "y.db", "z.tbx")])
def test_obsolete_entries_come_back(tmp_path, way):
    path = tmp_path / "old.po"
    path.write_text(PO, encoding="utf-8")
    for name in (*way, "new.po"):
        glossary = read_glossary(path)
        assert [term.text for concept in glossary for term in concept.terms] == ["boat", "bateau"]
        path = tmp_path / name
        write_glossary(path, glossary)
    assert path.read_text(encoding="utf-8").partition('msgstr "bateau"\n\n')[2] == OBSOLETE
