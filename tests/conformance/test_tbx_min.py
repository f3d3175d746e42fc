import pytest

from termbase.formats.tbx import read_tbx, read_tbx_head, tbx_faults, write_tbx
from termbase.model import Category
from tmx.errors import ParseError

DRAFT = """<?xml version='1.0' encoding="UTF-8"?>
<TBX dialect="TBX-Min">
  <header><id>Pets</id><creator>Ana</creator><description>A sample</description>
    <languages source="de" target="en"/></header>
  <body>
    <ENTRY id="C1"><subjectField>biology</subjectField>
      <langGroup xml:lang="de"><termGroup><term>Hund</term></termGroup></langGroup>
      <langGroup xml:lang="en"><termGroup><term>dog</term><partOfSpeech>noun</partOfSpeech>
        <termStatus>preferred</termStatus><customer>Zoo</customer></termGroup>
      <termGroup><term>hound</term><termStatus>obsolete</termStatus>
        <noteGrp><note><noteKey>usage</noteKey><noteValue>for hunting</noteValue></note></noteGrp></termGroup>
      </langGroup>
    </ENTRY>
  </body>
</TBX>"""


@pytest.mark.parametrize("entry", ["entry", "conceptEntry", "termEntry"])
def test_the_draft_of_2013(tmp_path, entry):
    path = tmp_path / "a.tbx"
    path.write_text(DRAFT.replace("ENTRY", entry), encoding="utf-8")
    glossary = read_tbx(path)
    (concept,) = glossary
    assert (concept.identifier, concept.subject) == ("C1", "biology")
    hund, dog, hound = concept.terms
    assert [(t.text, t.language, t.status) for t in concept.terms] == [
        ("Hund", "de", "preferred"),
        ("dog", "en", "preferred"),
        ("hound", "en", "deprecated"),
    ]
    assert (hund.stated_status, dog.stated_status, dog.part_of_speech, dog.customer) == ("", "preferred", "noun", "Zoo")
    assert hound.notes == ("usage: for hunting",)
    assert Category("sourceDesc", "creator", "Ana") in glossary.data
    assert (read_tbx_head(path).title, read_tbx_head(path).own) == ("Pets", False)
    write_tbx(tmp_path / "b.tbx", glossary)
    assert read_tbx(tmp_path / "b.tbx").concepts == glossary.concepts


def test_other_drafts_are_refused_in_one_line(tmp_path):
    path = tmp_path / "a.tbx"
    path.write_text(DRAFT.replace("ENTRY", "entry").replace("TBX-Min", "TBX-Max"), encoding="utf-8")
    with pytest.raises(ParseError, match=r"line 1: <TBX> names the dialect «TBX-Max»"):
        read_tbx(path)
    assert [fault.line for fault in tbx_faults(path)] == [1]
