"""TBX v3 is held to the rules of its dialect: what is right is taken, what is wrong is named by line and rule."""

import pytest

from termbase.formats.registry import read_glossary, write_glossary
from termbase.formats.tbx import read_tbx, read_tbx_head, write_tbx
from termbase.model import Category, Concept, Glossary, Term, Transaction
from tmx.errors import AccordError, ParseError

BASIC = """<?xml version="1.0" encoding="UTF-8"?>
<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2">
<tbxHeader>
<fileDesc>
<titleStmt><title>Astronomy</title><note>for schools</note></titleStmt>
<sourceDesc><p>made by hand</p></sourceDesc>
</fileDesc>
<encodingDesc><p type="XCSURI">TBXXCS.xcs</p></encodingDesc>
<revisionDesc><change><p>first version</p></change></revisionDesc>
</tbxHeader>
<text><body>
<conceptEntry id="c1">
<transacGrp><transac type="transactionType">origination</transac><date>2026-01-31</date>
<transacNote type="responsibility" target="p1">Ana</transacNote></transacGrp>
<descrip type="subjectField">stars</descrip>
<xref type="xGraphic" target="https://example.org/a.png">a picture</xref>
<ref type="crossReference" target="t2">see there</ref>
<note>a <hi type="italics">note</hi> with <foreign xml:lang="fr">français</foreign><ph/></note>
<langSec xml:lang="en">
<descripGrp><descrip type="definition">A group of stars.</descrip><admin type="source">Oxford</admin></descripGrp>
<termSec id="t1">
<term>open <hi>cluster</hi></term>
<termNote type="partOfSpeech">noun</termNote>
<termNoteGrp><termNote type="administrativeStatus">preferredTerm-admn-sts</termNote><note>x</note></termNoteGrp>
<adminGrp><admin type="customerSubset">ESA</admin><note>y</note></adminGrp>
<descripGrp><descrip type="context">There it is.</descrip><admin type="source">a book</admin></descripGrp>
<note>z</note>
</termSec>
</langSec>
<langSec xml:lang="fr"><termSec id="t2"><term>amas ouvert</term></termSec></langSec>
</conceptEntry>
</body>
<back><refObjectSec type="respPerson"><refObject id="p1"><item type="fn">Ana</item></refObject></refObjectSec></back>
</text>
</tbx>
"""


def read(tmp_path, content):
    path = tmp_path / "a.tbx"
    path.write_text(content, encoding="utf-8")
    return read_tbx(path)


def test_everything_legal_is_taken_and_comes_back(tmp_path):
    glossary = read(tmp_path, BASIC)
    (concept,) = glossary
    assert concept.history == (Transaction("origination", "2026-01-31", "Ana", target="p1"),)
    assert Category("admin", "source", "Oxford", "en", about="A group of stars.") in concept.data
    assert Category("ref", "crossReference", "see there", target="t2") in concept.data
    assert concept.notes == ("a note with français",)
    term = concept.terms[0]
    assert (term.text, term.identifier, term.customer) == ("open cluster", "t1", "ESA")
    assert Category("admin", "source", "a book", about="There it is.") in term.data
    assert Category("refObject", "respPerson", "Ana", target="p1", about="fn") in glossary.data
    for number, settings in enumerate([{}, {"version": 2}, {"basic": True}]):
        path = tmp_path / f"{number}" / "a.tbx"
        write_tbx(path, glossary, **settings)
        assert read_tbx(path) == glossary
    assert 'type="TBX-Basic"' in (tmp_path / "0" / "a.tbx").read_text(encoding="utf-8")


WRONG = [
    # root and header
    ('type="TBX-Basic" style', "style", 1, "dialect"),
    (' style="dca"', "", 1, "style"),
    ('style="dca"', 'style="dtd"', 1, "style"),
    ('style="dca" xml:lang="en"', 'style="dca"', 1, "language"),
    ("<sourceDesc><p>made by hand</p></sourceDesc>", "", 4, "<sourceDesc>"),
    ("<p>made by hand</p>", "made by hand", 6, "loose"),
    (
        "<change><p>first version</p></change>",
        "<p>first version</p>",
        9,
        "<p> stands in <revisionDesc> before <change>",
    ),
    ("<text><body>", '<text><admin type="source">x</admin><body>', 11, "<admin> may not stand in <text>"),
    ("<text><body>", "<text><body><nonsense/>", 11, "<nonsense> may not stand in <body>"),
    ("<tbxHeader>", "x <tbxHeader>", 2, "text stands loose in <tbx>"),
    ("<text><body>", "<text><body>x", 11, "text stands loose in <body>"),
    ("</text>", "</text><text/>", 34, "more than one <text>"),
    ("</body>\n", "</body><body/>\n", 32, "more than one <body>"),
    ("</back>", "</back><back/>", 33, "after <back>"),
    # attributes
    ("<text><body>", '<text><body lang="en">', 11, "<body> has the attribute lang"),
    ('<conceptEntry id="c1">', '<conceptEntry id="c1" type="new">', 12, "<conceptEntry> has the attribute type"),
    ("<term>amas ouvert</term>", '<term xml:lang="fr">amas ouvert</term>', 30, "<term> has the attribute xml:lang"),
    ("<termNoteGrp>", '<termNoteGrp xmlns:x="urn:x" x:y="z">', 24, "<termNoteGrp> has the attribute y"),
    ('<foreign xml:lang="fr">', '<foreign xml:lang="fr_FR">', 18, "«fr_FR» is not a language code"),
    ('<hi type="italics">', '<hi type="underlined">', 18, "not a type of <hi>"),
    ("<ph/>", '<ph type="fmt"/>', 18, "<ph> has type and no equiv"),
    ("<ph/>", '<ph equiv="x" type="colour"/>', 18, "«colour» is not a type of <ph>"),
    ("<ph/>", '<ph equiv="x" type="fmt" subType="bold"/>', 18, "«bold» is not a subType"),
    ("<ph/>", '<sc id="s1" isolated="no"/>', 18, "no <ec> in the same text"),
    ("<ph/>", '<sc id="s1" isolated="yes"/><ec id="s2" startRef="s1"/>', 18, "its <ec> in the same text"),
    ("<ph/>", '<sc id="s1" isolated="perhaps"/>', 18, "not a value of isolated"),
    ("<ph/>", '<ec startRef="s1"/>', 18, "<ec> has no id"),
    ("<ph/>", '<sc id="s1"/><ec id="s2" startRef="s3"/>', 18, "target «s3»"),
    ('target="t2"', 'target="https://example.org/"', 17, "is not in the file"),
    ('<refObjectSec type="respPerson">', "<refObjectSec>", 33, "has no type"),
    # structure
    ('<conceptEntry id="c1">', "<conceptEntry>", 12, "has no id"),
    ('<conceptEntry id="c1">', '<conceptEntry id="1 c">', 12, "cannot be an id"),
    ('<langSec xml:lang="fr"><termSec id="t2"><term>amas ouvert</term></termSec></langSec>', "", 17, "target «t2»"),
    ('<langSec xml:lang="fr">', "<langSec>", 30, "xml:lang"),
    ('<termSec id="t2"><term>amas ouvert</term></termSec>', "", 30, "has no <termSec>"),
    ('<termSec id="t2">', '<termSec id="t1">', 30, "stands in line 21 too"),
    ("<term>amas ouvert</term>", "<note>n</note><term>amas ouvert</term>", 30, "before <term>"),
    ("<term>amas ouvert</term>", "<term>amas</term><term>ouvert</term>", 30, "more than one <term>"),
    ("<term>amas ouvert</term>", "", 30, "has no <term>"),
    ("<note>z</note>", '<note>z</note><termNote type="termType">acronym</termNote>', 27, "too late"),
    ("<note>z</note>", "z", 21, "loose"),
    (
        '<admin type="source">a book</admin>',
        '<descrip type="context">x</descrip>',
        26,
        "more than one <descrip>",
    ),
    ("<foreign", "<b>x</b><foreign", 18, "<b> may not stand in <note>"),
    # data categories
    ('<admin type="customerSubset">', "<admin>", 25, "has no type"),
    ('<admin type="customerSubset">', '<admin type="">', 25, "is empty"),
    ('<admin type="customerSubset">', '<admin type="client">', 25, "«client» is not a data category of TBX-Basic"),
    ('<descrip type="subjectField">', '<descrip type="source">', 15, "not a data category of TBX-Basic for <descrip>"),
    ('<transac type="transactionType">', '<transac type="theWrongType">', 13, "theWrongType"),
    ("origination</transac>", "deletion</transac>", 13, "not a value of «transactionType»"),
    ('type="responsibility"', 'type="wrongType"', 14, "wrongType"),
    (">noun<", ">nominal<", 23, "«nominal» is not a value of «partOfSpeech»"),
    (">preferredTerm-admn-sts<", ">best<", 24, "not a value of «administrativeStatus»"),
    ("<note>z</note>", '<descrip type="definition">d</descrip>', 27, "«definition» may not stand in <termSec>"),
    ("<note>a <hi", '<descrip type="context">d</descrip><note>a <hi', 18, "may not stand in <conceptEntry>"),
    ("https://example.org/a.png", "ftp://example.org/a.png", 16, "not a web address"),
    (' target="https://example.org/a.png"', "", 16, "no target"),
    ("2026-01-31", "31 January 2026", 13, "is not a date"),
    ("2026-01-31", "2026-02-29", 13, "is not a date"),
    (
        "<note>z</note>",
        '<descripGrp><descrip type="context">c</descrip><xref type="externalCrossReference" '
        'target="https://example.org/">x</xref></descripGrp>',
        27,
        "may not stand in <descripGrp> of <termSec>",
    ),
    ('target="p1"', 'target="p9"', 14, "«p9» is not in the file"),
    (
        "<note>z</note>",
        '<m:partOfSpeech xmlns:m="http://www.tbxinfo.net/ns/min">noun</m:partOfSpeech>',
        27,
        "another namespace",
    ),
]


@pytest.mark.parametrize(("right", "wrong", "line", "says"), WRONG, ids=[f"{row[3]}-{row[2]}" for row in WRONG])
def test_what_breaks_a_rule_is_named_by_line(tmp_path, right, wrong, line, says):
    assert BASIC.count(right) == 1
    with pytest.raises(ParseError) as caught:
        read(tmp_path, BASIC.replace(right, wrong))
    assert says in caught.value.reason
    assert (caught.value.line, bool(caught.value.remedy)) == (line, True)
    assert "\n" not in str(caught.value)


def test_the_dialect_decides(tmp_path):
    lean = BASIC.replace('<xref type="xGraphic" target="https://example.org/a.png">a picture</xref>\n', "")
    with pytest.raises(ParseError, match="of TBX-Core"):
        read(tmp_path, BASIC.replace("TBX-Basic", "TBX-Core"))
    with pytest.raises(ParseError, match="«transactionType» is not a data category of TBX-Min"):
        read(tmp_path, lean.replace("TBX-Basic", "TBX-Min"))
    with_own = BASIC.replace('type="subjectField"', 'type="ourField"').replace(">noun<", ">nominal<")
    assert len(read(tmp_path, with_own.replace("TBX-Basic", "TBX-Ours"))) == 1
    broken = with_own.replace("<term>amas", "<note>n</note><term>amas").replace("TBX-Basic", "TBX-Ours")
    with pytest.raises(ParseError, match="before <term>"):
        read(tmp_path, broken)


MINIMAL = """<tbx type="TBX-Min" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
 xmlns:min="http://www.tbxinfo.net/ns/min"><tbxHeader><fileDesc><sourceDesc><p>x</p></sourceDesc></fileDesc>
</tbxHeader><text><body><conceptEntry id="c1"><min:subjectField>law</min:subjectField>
<langSec xml:lang="en"><termSec><term>a</term>
<min:partOfSpeech>noun</min:partOfSpeech><min:administrativeStatus>admittedTerm-admn-sts</min:administrativeStatus>
</termSec></langSec></conceptEntry></body></text></tbx>"""


def test_data_categories_as_tags(tmp_path):
    (concept,) = read(tmp_path, MINIMAL)
    assert (concept.subject, concept.terms[0].part_of_speech, concept.terms[0].status) == ("law", "noun", "admitted")
    for right, wrong, line, says in [
        (">noun<", ">nominal<", 5, "«nominal»"),
        ("min:subjectField>", "min:context>", 3, "«context» is not a data category of TBX-Min"),
        ("</termSec>", '<admin type="customerSubset">x</admin></termSec>', 6, "style «dct»"),
        ("<term>a</term>", "", 5, "before <term>"),
        ('"http://www.tbxinfo.net/ns/min"', '"http://www.tbxinfo.net/ns/mini"', 3, "namespace of the module «min»"),
        (">noun<", "><min:x/>noun<", 5, "has <x> in it"),
        ("<min:partOfSpeech>", '<min:partOfSpeech id="x">', 5, "has the attribute id"),
        ("<langSec", "<min:externalCrossReference>x</min:externalCrossReference><langSec", 4, "has no target"),
        (
            "<langSec",
            '<min:externalCrossReference target="ftp://x">x</min:externalCrossReference><langSec',
            4,
            "not a web address",
        ),
        ("<term>a</term>", '<term>a<hi type="bold">b</hi></term>', 4, "style «dct»"),
    ]:
        with pytest.raises(ParseError) as caught:
            read(tmp_path, MINIMAL.replace(right, wrong))
        assert says in caught.value.reason
        assert caught.value.line == line


TERMWEB = """<?xml version="1.0"?><!DOCTYPE martif SYSTEM "./TBXcdv04.dtd"><martif type="TBX" xml:lang="en">
<martifHeader><fileDesc><titleStmt><title>Ours</title></titleStmt><sourceDesc><p>Exported</p></sourceDesc></fileDesc></martifHeader>
<text><body><termEntry id="c1"><descrip type="subjectField" id="d1">one</descrip>
<descrip type="subjectField">two</descrip><descrip type="Entry status">Final</descrip>
<ref type="cross-reference" target="c9-1">gone</ref><xref type="see" target="www.example.org">there</xref>
<langSet xml:lang="en-us"><note>about English</note><tig id="c1-1"><term>host</term>
<termNote type="administrativeStatus">notRecommended</termNote><termNote type="termType">abbreviation</termNote>
<termNote type="partOfSpeech">properNoun</termNote><termNote type="grammaticalNumber">plural</termNote>
<termNote type="grammaticalGender">otherGender</termNote><termNote type="ourNote">n</termNote>
<descrip type="Usage note">not in titles</descrip><transacGrp><transac type="transactionType">check</transac>
<date>2026-01-31T12:00:00</date></transacGrp></tig></langSet></termEntry></body></text></martif>"""


@pytest.mark.parametrize("settings", [{}, {"basic": True}, {"version": 2}], ids=["open", "basic", "v2"])
def test_data_of_other_programs_is_kept_in_place(tmp_path, settings):
    glossary = read(tmp_path, TERMWEB)
    (concept,) = glossary
    (term,) = concept.terms
    assert (term.language, term.status, term.number, term.gender) == ("en-US", "deprecated", "plural", "otherGender")
    assert Category("descrip", "subjectField", "two") in concept.data
    assert Category("note", "", "about English", "en-US") in concept.data
    path = tmp_path / "b" / "a.tbx"
    write_tbx(path, glossary, **settings)
    assert read_tbx(path) == glossary
    text = path.read_text(encoding="utf-8")
    if settings == {}:
        assert 'type="TBX-Accord"' in text
        assert '          <termSec id="c1-1">\n' in text
        assert '            <descrip type="Usage note">not in titles</descrip>\n' in text
        assert "notRecommended" in text
        assert ">deprecatedTerm-admn-sts<" in text
    if settings == {"basic": True}:
        assert 'type="TBX-Basic"' in text
        assert "<note>accord:descrip Usage note=not in titles</note>" in text


def test_what_a_person_changed_counts_more_than_how_it_was_spelt(tmp_path):
    from msgspec.structs import replace

    (concept,) = read(tmp_path, TERMWEB)
    term = replace(concept.terms[0], status="preferred")
    changed = Glossary((replace(concept, terms=(term,)),))
    write_tbx(tmp_path / "b.tbx", changed)
    text = (tmp_path / "b.tbx").read_text(encoding="utf-8")
    assert "notRecommended" not in text
    assert read_tbx(tmp_path / "b.tbx").concepts[0].terms[0].status == "preferred"


def test_the_source_of_a_context_that_was_changed_is_not_lost(tmp_path):
    data = (Category("admin", "source", "a book", about="before"),)
    write_tbx(tmp_path / "a.tbx", Glossary((Concept("1", (Term("x", "en", contexts=("after",), data=data),)),)))
    (concept,) = read_tbx(tmp_path / "a.tbx")
    assert concept.terms[0].contexts == ("after",)
    assert (concept.terms[0].source, concept.terms[0].data) == ("", data)


def test_the_header_says_title_author_and_version(tmp_path):
    glossary = Glossary((Concept("1", (Term("x", "en"),)),), "Ours")
    for version in (2, 3):
        write_tbx(tmp_path / "a.tbx", glossary, version=version)
        head = read_tbx_head(tmp_path / "a.tbx")
        assert (head.title, head.own, head.version) == ("Ours", True, version)
    (tmp_path / "b.tbx").write_text(BASIC, encoding="utf-8")
    assert not read_tbx_head(tmp_path / "b.tbx").own


ROOT = BASIC[BASIC.index("<tbx ") : BASIC.index("<tbxHeader>")]
HEADER = BASIC[BASIC.index("<tbxHeader>") : BASIC.index("<text>")]


@pytest.mark.parametrize(
    ("content", "says"),
    [
        ("<tbx/>", "dialect"),
        (f"{ROOT}</tbx>", "no <tbxHeader>"),
        (f"{ROOT}{HEADER}</tbx>", "<tbx> has no <text>"),
        (f"{ROOT}{HEADER}<text/></tbx>", "<text> has no <body>"),
        (f"{ROOT}{HEADER}<text><body/></text></tbx>", "<body> has no <conceptEntry>"),
    ],
)
def test_a_file_without_concepts_is_refused(tmp_path, content, says):
    with pytest.raises(ParseError, match=says):
        read(tmp_path, content)


def test_attributes_of_other_namespaces_are_let_through_on_the_outermost_tag(tmp_path):
    schema = '<tbx xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance" xsi:schemaLocation="urn:x x.xsd" '
    assert read(tmp_path, BASIC.replace("<tbx ", schema)) == read(tmp_path, BASIC)


BOMB = "<!DOCTYPE x [" + "".join(f'<!ENTITY e{n} "{f"&e{n - 1};" * 9}">' for n in range(1, 9)) + "]>"
HOSTILE = {
    "laughs": BASIC.replace("<tbx ", BOMB.replace("&e0;", "ha") + "<tbx ", 1).replace("made by hand", "&e8;"),
    "file": BASIC.replace("<tbx ", '<!DOCTYPE tbx [<!ENTITY f SYSTEM "file:///etc/passwd">]><tbx ', 1),
    "parameter": BASIC.replace("<tbx ", '<!DOCTYPE tbx [<!ENTITY % p SYSTEM "http://127.0.0.1/x"> %p;]><tbx ', 1),
    "undefined": BASIC.replace("made by hand", "&nbsp;"),
    "deep": BASIC.replace("made by hand", "<hi>" * 3000 + "</hi>" * 3000),
    "include": BASIC.replace(
        "<note>z</note>", '<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/passwd"/>'
    ),
    "attribute": BASIC.replace('id="c1"', f'id="{"a" * 9_000_000}"'),
}


@pytest.mark.parametrize("name", HOSTILE)
def test_hostile_xml_is_refused_in_one_line(tmp_path, name):
    with pytest.raises(ParseError) as caught:
        read(tmp_path, HOSTILE[name])
    assert caught.value.line
    assert "\n" not in str(caught.value)
    assert len(caught.value.reason) < 300


def test_an_external_dtd_is_passed_over(tmp_path):
    with_dtd = BASIC.replace("<tbx ", '<!DOCTYPE tbx SYSTEM "http://127.0.0.1:9/x.dtd"><tbx ', 1)
    assert read(tmp_path, with_dtd).concepts == read(tmp_path, BASIC).concepts


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_encodings(tmp_path, encoding):
    path = tmp_path / "a.tbx"
    path.write_bytes(BASIC.replace('"UTF-8"', f'"{encoding.replace("-sig", "")}"').encode(encoding))
    assert read_tbx(path).concepts[0].notes == ("a note with français",)


def test_two_concepts_with_one_id(tmp_path):
    entry = TERMWEB[TERMWEB.index("<termEntry") : TERMWEB.index("</body>")]
    path = tmp_path / "a.tbx"
    path.write_text(TERMWEB.replace("</body>", f"\n{entry}</body>"), encoding="utf-8")
    with pytest.raises(ParseError, match="two concepts have the id «c1»") as caught:
        read_glossary(path)
    assert caught.value.line == 12


def test_any_change_of_a_byte_gives_a_glossary_or_a_clear_error(tmp_path):
    content = BASIC.encode()
    path = tmp_path / "a.tbx"
    errors = []
    for place in range(0, len(content), 7):
        path.write_bytes(content[:place] + b"<" + content[place + 1 :])
        try:
            write_glossary(tmp_path / "b.tbx", read_tbx(path))
        except AccordError as error:
            errors.append(error)
    assert len(errors) > 100
    assert {error.path for error in errors} == {path}
    assert not [error for error in errors if "\n" in str(error) or not error.line]
