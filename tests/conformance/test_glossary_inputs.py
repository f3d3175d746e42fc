"""Glossaries as other programs write them: compounds of TBX v2, headers of workbooks over two rows."""

import openpyxl
import pytest

from termbase.formats.registry import read_glossary, write_glossary
from tmx.errors import ParseError

COMPOUNDS = """<?xml version="1.0"?><martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p>
</sourceDesc></fileDesc><encodingDesc><p type="XCSURI">x</p></encodingDesc></martifHeader><text><body>
<termEntry id="c1"><langSet xml:lang="en"><ntig><termGrp><term>flood <hi type="bold">barrier</hi></term>
<termCompList type="lemma"><termComp>flood</termComp><termCompGrp><termComp>barrier</termComp>
<termNote type="partOfSpeech">noun</termNote></termCompGrp></termCompList></termGrp></ntig></langSet></termEntry>
</body></text></martif>"""


def test_the_parts_of_a_compound_stay_apart(tmp_path):
    old, new = tmp_path / "old.tbx", tmp_path / "new.tbx"
    old.write_text(COMPOUNDS, encoding="utf-8")
    glossary = read_glossary(old)
    (term,) = glossary.concepts[0].terms
    assert term.text == "flood barrier"
    assert [one.value for one in term.data if one.kind == "termCompList"] == ["flood · barrier · partOfSpeech=noun"]
    write_glossary(new, glossary)
    assert read_glossary(new).concepts == glossary.concepts


def test_a_header_of_two_rows_is_said_to_be_one(tmp_path):
    path = tmp_path / "two.xlsx"
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.merge_cells("A1:B1")
    sheet.merge_cells("C1:D1")
    sheet["A1"], sheet["C1"] = "English", "French"
    sheet.append(["Term", "Definition", "Term", "Definition"])
    sheet.append(["border", "line", "frontière", "ligne"])
    book.save(path)
    with pytest.raises(ParseError) as caught:
        read_glossary(path, source_language="en", target_language="fr")
    assert "header of its own" in caught.value.remedy


def test_a_language_that_stands_at_the_term(tmp_path):
    path = tmp_path / "a.tbx"
    path.write_text(
        '<martif type="TBX"><text><body><termEntry><langSet><tig><term xml:lang="en-GB">boat</term></tig></langSet>'
        '<langSet><ntig xml:lang="fr"><termGrp><term>bateau</term></termGrp></ntig></langSet></termEntry></body></text>'
        "</martif>",
        encoding="utf-8",
    )
    (concept,) = read_glossary(path)
    assert [(term.language, term.text) for term in concept.terms] == [("en-GB", "boat"), ("fr", "bateau")]
