"""UTX files of other programs, which give a row one status for both of its terms."""

from termbase.formats.registry import read_glossary, write_glossary
from termbase.model import Concept, Glossary, Status, Term

ROWS = """\
#UTX 1.11; en/fr; bidirectional;
#src\ttgt\tsrc:pos\tterm status\tconcept ID
smuggling of migrants\ttrafic illicite de migrants\tnoun\tapproved\t1
migrant smuggling\ttrafic illicite de migrants\tnoun\tprovisional\t1
people smuggling\ttrafic illicite de migrants\tnoun\tforbidden\t1
smuggling in migrants\ttrafic illicite de migrants\tnoun\tapproved\t1
smuggling of migrants\ttrafic de migrants\tnoun\tforbidden\t1
"""


def test_the_status_of_a_second_source_term(tmp_path):
    (tmp_path / "a.utx").write_text(ROWS, encoding="utf-8")
    (concept,) = read_glossary(tmp_path / "a.utx")
    assert {term.text: term.status for term in concept.terms} == {
        "smuggling of migrants": Status.PREFERRED,
        "migrant smuggling": Status.PROPOSED,
        "people smuggling": Status.FORBIDDEN,
        "smuggling in migrants": Status.ADMITTED,
        "trafic illicite de migrants": Status.PREFERRED,
        "trafic de migrants": Status.FORBIDDEN,
    }


def test_two_preferred_source_terms_come_back(tmp_path):
    terms = (Term("labour migration", "en"), Term("labor migration", "en"), Term("migration de travail", "fr"))
    write_glossary(tmp_path / "a.utx", Glossary((Concept("1", terms),)))
    assert read_glossary(tmp_path / "a.utx").concepts[0].terms == terms
