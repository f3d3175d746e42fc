"""What is written as TBX-Basic keeps to it, and what is read says the same in every version and style."""

from lxml import etree

from termbase.formats.registry import read_glossary, write_glossary
from termbase.model import (
    CaseRule,
    Category,
    Concept,
    Definition,
    Glossary,
    Status,
    Term,
    TermType,
)

NS = "{urn:iso:std:iso:30042:ed-2}"


def rich() -> Glossary:
    return Glossary(
        (
            Concept(
                "iom",
                (
                    Term(
                        "International Organization for Migration",
                        "en-GB",
                        part_of_speech="proper noun",
                        case=CaseRule.EXACT,
                        contexts=("A context; with «marks», & <signs>.", "Another, with a comma"),
                        source="accord",
                        notes=("one note", "another"),
                    ),
                    Term("IOM", "en-GB", Status.ADMITTED, TermType.ACRONYM),
                    Term("Organisation internationale pour les migrations", "fr", gender="feminine"),
                    Term("OMI", "fr", Status.FORBIDDEN, TermType.ACRONYM, notes=("accord:status=joke", "a = b")),
                    Term("Org. int. migr.", "fr", Status.DEPRECATED, TermType.SHORT_FORM, case=CaseRule.ANY),
                ),
                subject="organisations",
                definition="A body of the United Nations.",
                notes=("about the concept",),
                definitions=(Definition("Organisme des Nations Unies.", "fr"),),
            ),
            Concept("12 a", (Term("=1+1", "en"), Term("-à quoi bon", "fr", Status.PROPOSED)), subject="@x"),
            Concept("12 b", (Term("'tis", "en"), Term("'=x", "fr"), Term("œuvre\u00a0: l’été", "fr", gender="mixed"))),
        ),
        name="rich",
    )


# TBX-Basic (ISO 30042:2019, dialect TBX-Basic): where a data category may stand, and its picklist.
LEVELS = {
    ("descrip", "subjectField"): ({"conceptEntry"}, None),
    ("descrip", "definition"): ({"conceptEntry", "langSec"}, None),
    ("descrip", "context"): ({"termSec"}, None),
    ("admin", "source"): ({"conceptEntry", "langSec", "termSec"}, None),
    ("termNote", "partOfSpeech"): ({"termSec"}, {"adjective", "noun", "other", "verb", "adverb"}),
    ("termNote", "grammaticalGender"): ({"termSec"}, {"masculine", "feminine", "neuter", "other"}),
    ("termNote", "termType"): (
        {"termSec"},
        {"fullForm", "acronym", "abbreviation", "shortForm", "variant", "phrase"},
    ),
    ("termNote", "administrativeStatus"): (
        {"termSec"},
        {f"{name}Term-admn-sts" for name in ("admitted", "deprecated", "superseded", "preferred")},
    ),
}
CHILDREN = {
    "tbx": ["tbxHeader", "text"],
    "tbxHeader": ["fileDesc"],
    "fileDesc": ["titleStmt", "sourceDesc"],
    "titleStmt": ["title"],
    "sourceDesc": ["p"],
    "text": ["body"],
    "body": ["conceptEntry"],
    "conceptEntry": ["descrip", "note", "langSec"],
    "langSec": ["descrip", "termSec"],
    "termSec": ["term", "termNote", "descrip", "admin", "note"],
}


def test_tbx_basic_is_legal(tmp_path):
    path = tmp_path / "rich.tbx"
    write_glossary(path, rich())
    root = etree.parse(str(path)).getroot()
    assert (root.tag, root.get("type"), root.get("style")) == (f"{NS}tbx", "TBX-Basic", "dca")
    identifiers = [entry.get("id") for entry in root.iter(f"{NS}conceptEntry")]
    assert len(identifiers) == len(set(identifiers)) == 3
    assert all(name[0].isalpha() and " " not in name for name in identifiers)
    for element in root.iter():
        name = element.tag.removeprefix(NS)
        order = CHILDREN.get(name, [])
        places = [order.index(child.tag.removeprefix(NS)) for child in element]
        assert places == sorted(places)
        if element.get("type") and name != "tbx":
            parents, values = LEVELS[name, element.get("type")]
            assert element.getparent().tag.removeprefix(NS) in parents
            assert values is None or element.text in values


def test_a_proposed_term_has_no_administrative_status(tmp_path):
    path = tmp_path / "p.tbx"
    write_glossary(path, Glossary((Concept("1", (Term("x", "en", Status.PROPOSED),)),)))
    text = path.read_text(encoding="utf-8")
    assert "administrativeStatus" not in text
    assert "<note>accord:status=proposed</note>" in text


def test_dca_and_dct_and_version_two_say_the_same(tmp_path):
    dca = """<tbx type="TBX-Basic" style="dca" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"><tbxHeader><fileDesc>
    <sourceDesc><p>x</p></sourceDesc></fileDesc></tbxHeader><text><body><conceptEntry id="c1">
    <descrip type="subjectField">law</descrip><langSec xml:lang="en"><descripGrp><descrip type="definition">Buying and
    selling people.</descrip><admin type="source">somebody</admin></descripGrp><termSec><term>human <hi>trafficking</hi>
    </term><termNote type="partOfSpeech">noun</termNote><termNote type="administrativeStatus">STATUS</termNote>
    <termNote type="termType">fullForm</termNote><descripGrp><descrip type="context">Here it is.</descrip><admin
    type="source">elsewhere</admin></descripGrp><admin type="source">here</admin><note>n</note></termSec></langSec>
    </conceptEntry></body></text></tbx>"""
    dct = """<tbx type="TBX-Basic" style="dct" xml:lang="en" xmlns="urn:iso:std:iso:30042:ed-2"
    xmlns:min="http://www.tbxinfo.net/ns/min" xmlns:basic="http://www.tbxinfo.net/ns/basic"><tbxHeader><fileDesc><sourceDesc>
    <p>x</p></sourceDesc></fileDesc></tbxHeader><text><body><conceptEntry id="c1">
    <min:subjectField>law</min:subjectField><langSec xml:lang="en"><descripGrp>
    <basic:definition>Buying and selling people.</basic:definition><basic:source>somebody</basic:source></descripGrp>
    <termSec><term>human trafficking</term><min:partOfSpeech>noun</min:partOfSpeech>
    <min:administrativeStatus>STATUS</min:administrativeStatus><basic:termType>fullForm</basic:termType><descripGrp>
    <basic:context>Here it is.</basic:context><basic:source>elsewhere</basic:source></descripGrp>
    <basic:source>here</basic:source><note>n</note></termSec></langSec></conceptEntry></body></text></tbx>"""
    tig = """<!DOCTYPE martif SYSTEM "TBXcoreStructV02.dtd"><martif type="TBX" xml:lang="en"><text><body>
    <termEntry id="c1"><descrip type="subjectField">law</descrip><langSet xml:lang="en"><descrip
    type="definition">Buying and selling people.</descrip><tig><term>human trafficking</term><termNote
    type="partOfSpeech">noun</termNote><termNote type="administrativeStatus">STATUS</termNote><termNote
    type="termType">fullForm</termNote><descrip type="context">Here it is.</descrip><admin type="source">here</admin>
    <note>n</note></tig></langSet></termEntry></body></text></martif>"""
    ntig = tig.replace("<tig>", "<ntig><termGrp>").replace("</termNote><descrip ", "</termNote></termGrp><descrip ")
    ntig = ntig.replace("</tig>", "</ntig>")
    for number, (content, grouped) in enumerate([(dca, True), (dct, True), (tig, False), (ntig, False)]):
        for spelling in ("deprecatedTerm-admn-sts", "deprecatedTerm", "deprecated", "supersededTerm-admn-sts"):
            path = tmp_path / f"{number}.tbx"
            path.write_text(content.replace("STATUS", spelling), encoding="utf-8")
            (concept,) = read_glossary(path)
            (term,) = concept.terms
            assert (concept.identifier, concept.subject) == ("c1", "law")
            assert concept.definitions == (Definition("Buying and selling people.", "en"),)
            assert (term.text, term.language, term.status) == ("human trafficking", "en", Status.DEPRECATED)
            assert (term.part_of_speech, term.type, term.source) == ("noun", TermType.FULL_FORM, "here")
            assert (term.contexts, term.notes) == (("Here it is.",), ("n",))
            # A group's source belongs to its definition or context; an unusual spelling is kept.
            sources = {Category("admin", "source", "elsewhere", about="Here it is.")} if grouped else set()
            unusual = {Category("termNote", "administrativeStatus", spelling)} if "superseded" in spelling else set()
            assert set(term.data) == sources | unusual
            source = Category("admin", "source", "somebody", "en", about="Buying and selling people.")
            assert concept.data == ((source,) if grouped else ())


def test_dct_style_has_no_types_and_says_the_same(tmp_path):
    paths = [tmp_path / f"{name}.tbx" for name in ("tbx", "tbx-dct")]
    for path in paths:
        write_glossary(path, rich(), file_format=path.stem)
    root = etree.parse(str(paths[1])).getroot()
    assert (root.get("type"), root.get("style")) == ("TBX-Basic", "dct")
    body = root.find(f"{NS}text/{NS}body")
    assert not [element for element in body.iter() if element.get("type")]
    names = {etree.QName(element).namespace.rpartition("/")[2] for element in body.iter()}
    assert names == {NS.strip("{}"), "min", "basic"}
    one, other = (read_glossary(path) for path in paths)
    assert one.concepts == other.concepts
