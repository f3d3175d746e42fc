"""What a file does not say of a term's status and type."""

import pytest
from msgspec.structs import replace

from termbase.diff import diff_glossaries
from termbase.formats.registry import read_glossary, write_glossary
from termbase.formats.tbx import read_tbx, write_tbx
from termbase.model import Status, TermType
from termbase.validate import validate_glossary

V2 = """<martif type="TBX" xml:lang="en"><text><body><termEntry id="c1">
<langSet xml:lang="en"><tig><term>one</term></tig>
<tig><term>uno</term><termNote type="termType">acronym</termNote></tig>
</langSet><langSet xml:lang="fr"><tig><term>un</term><termNote type="administrativeStatus">preferred</termNote></tig>
</langSet></termEntry></body></text></martif>"""


@pytest.fixture
def glossary(tmp_path):
    path = tmp_path / "a.tbx"
    path.write_text(V2, encoding="utf-8")
    return read_tbx(path)


@pytest.mark.parametrize("settings", [{}, {"basic": True}, {"version": 2}], ids=["open", "basic", "v2"])
def test_nothing_is_gained(tmp_path, glossary, settings):
    write_tbx(tmp_path / "b.tbx", glossary, **settings)
    text = (tmp_path / "b.tbx").read_text(encoding="utf-8")
    assert (text.count("administrativeStatus"), text.count("termType")) == (1, 1)
    assert read_tbx(tmp_path / "b.tbx").concepts == glossary.concepts


def test_it_counts_as_preferred_and_full_form(glossary):
    one, uno, un = glossary.concepts[0].terms
    assert [(t.text, t.status, t.stated_status, t.type, t.stated_type) for t in (one, uno, un)] == [
        ("one", Status.PREFERRED, "", TermType.FULL_FORM, ""),
        ("uno", Status.PREFERRED, "", TermType.ACRONYM, "acronym"),
        ("un", Status.PREFERRED, "preferred", TermType.FULL_FORM, ""),
    ]
    assert not any(problem.code == "several-preferred" for problem in validate_glossary(glossary))


def test_what_a_person_decides_is_said(tmp_path, glossary):
    (concept,) = glossary
    one = replace(concept.terms[0], status=Status.FORBIDDEN, type=TermType.VARIANT)
    assert (one.stated_status, one.stated_type) == ("forbidden", "variant")
    write_tbx(tmp_path / "b.tbx", replace(glossary, concepts=(replace(concept, terms=(one,)),)))
    (term,) = read_tbx(tmp_path / "b.tbx").concepts[0].terms
    assert (term.status, term.type, term.data) == (Status.FORBIDDEN, TermType.VARIANT, ())


def test_a_database_keeps_it(tmp_path, glossary):
    write_glossary(tmp_path / "a.db", glossary)
    assert read_glossary(tmp_path / "a.db").concepts == glossary.concepts


@pytest.mark.parametrize("suffix", [".csv", ".mtf"])
def test_other_formats_say_it_and_it_is_no_change(tmp_path, glossary, suffix):
    write_glossary(tmp_path / f"a{suffix}", glossary)
    again = read_glossary(tmp_path / f"a{suffix}")
    assert [t.text for t in again.concepts[0].terms] == ["one", "uno", "un"]
    assert list(diff_glossaries(glossary, again)) == []
