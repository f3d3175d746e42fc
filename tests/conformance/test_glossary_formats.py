import csv
import string
from pathlib import Path

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from lxml import etree

from termbase.formats.registry import read_glossary, write_glossary
from termbase.formats.table_rows import COLUMNS
from termbase.model import CaseRule, Category, Concept, Definition, Glossary, Status, Term, TermType, ordered_terms
from tmx.errors import AccordError, ParseError, StoreError, TermbaseError, UnknownFormatError

EXAMPLES = Path(__file__).parents[2] / "examples"
SUFFIXES = [".tbx", ".csv", ".tsv"]
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


@pytest.mark.parametrize("suffix", SUFFIXES)
def test_nothing_is_lost(tmp_path, suffix):
    path = tmp_path / f"rich{suffix}"
    write_glossary(path, rich())
    assert read_glossary(path) == rich()


def test_from_table_to_tbx_and_back(tmp_path):
    glossary = rich()
    for number, suffix in enumerate([".csv", ".tbx", ".tsv", ".tbx", ".csv"]):
        path = tmp_path / f"{number}{suffix}"
        write_glossary(path, glossary)
        glossary = read_glossary(path)
    assert (tmp_path / "0.csv").read_bytes() == (tmp_path / "4.csv").read_bytes()


def test_writing_twice_gives_the_same_bytes(tmp_path):
    for suffix in SUFFIXES:
        write_glossary(tmp_path / f"a{suffix}", rich())
        write_glossary(tmp_path / f"b{suffix}", rich())
        assert (tmp_path / f"a{suffix}").read_bytes() == (tmp_path / f"b{suffix}").read_bytes()


LINE = st.text(st.characters(codec="utf-8", exclude_categories=["C", "Z"]) | st.just(" "), min_size=1, max_size=12).map(
    lambda text: " ".join(text.split())
)
WORDS = LINE.filter(bool)
TERMS = st.builds(
    Term,
    text=WORDS,
    language=st.sampled_from(["en", "fr", "fr-CA"]),
    status=st.sampled_from(Status),
    type=st.sampled_from(TermType),
    part_of_speech=st.sampled_from(["", "noun", "proper noun", "interjection"]),
    gender=st.sampled_from(["", "masculine", "common"]),
    case=st.sampled_from(CaseRule),
    contexts=st.lists(WORDS, max_size=2).map(tuple),
    source=st.just("") | WORDS,
    notes=st.lists(WORDS.filter(lambda note: not note.startswith("concept:")), max_size=2).map(tuple),
)
CONCEPTS = st.builds(
    Concept,
    identifier=WORDS,
    terms=st.lists(TERMS, min_size=1, max_size=4).map(ordered_terms),
    subject=st.just("") | WORDS,
    definition=st.just("") | WORDS,
    notes=st.lists(WORDS, max_size=2).map(tuple),
)
GLOSSARIES = st.lists(CONCEPTS, min_size=1, max_size=4, unique_by=lambda concept: concept.identifier).map(
    lambda concepts: Glossary(tuple(concepts), name="x")
)


@settings(max_examples=60, deadline=None)
@given(glossary=GLOSSARIES, suffix=st.sampled_from(SUFFIXES))
def test_any_glossary_survives(tmp_path_factory, glossary, suffix):
    path = tmp_path_factory.mktemp("any") / f"x{suffix}"
    write_glossary(path, glossary)
    assert read_glossary(path) == glossary


@settings(max_examples=150, deadline=None)
@example(content=b"<\x00")
@given(content=st.binary(max_size=200) | st.text(string.printable + "é\t", max_size=200).map(str.encode))
def test_any_bytes_give_a_glossary_or_a_clear_error(tmp_path_factory, content):
    for suffix in SUFFIXES:
        path = tmp_path_factory.mktemp("bytes") / f"x{suffix}"
        path.write_bytes(content)
        error = None
        try:
            read_glossary(path, source_language="en", target_language="fr")
        except AccordError as caught:
            error = caught
        if error is not None:
            assert error.path == path
            assert "\n" not in str(error)


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


BOMB = '<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tbx><text>&b;</text></tbx>'
FILE = '<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tbx><text>&x;</text></tbx>'
UNDECLARED = (
    '<!DOCTYPE martif SYSTEM "x.dtd"><martif><text><body><termEntry><langSet xml:lang="en"><tig><term>a&eacute;b</term>'
    "</tig></langSet></termEntry></body></text></martif>"
)
NO_LANGUAGE = (
    "<martif><text><body><termEntry>\n<langSet><tig><term>a</term></tig></langSet></termEntry></body></text></martif>"
)
BAD = [
    ("a.tbx", "<tbx><text><body>", 1, "cut off"),
    ("a.tbx", "<tbx>\n<text>\n</tbx>", 3, "<text> of line 2 is not closed"),
    ("a.tbx", "no xml at all", 1, "does not begin with a tag"),
    ("a.tbx", "<tmx/>", 1, "not TBX"),
    ("a.tbx", BOMB, 1, "entity «a»"),
    ("a.tbx", FILE, 1, "another file"),
    ("a.tbx", UNDECLARED, 1, "&eacute;"),
    ("a.tbx", NO_LANGUAGE, 2, "language"),
    ("a.csv", "concept,language,term\n1,en,x\n2,fr,y,z\n", 3, "4 cells"),
    ("a.csv", "concept,language,term,wrong\n", 1, "«wrong»"),
    ("a.csv", "concept,language,term\n1,en,x\n1,qq,y\n", 3, "«qq»"),
    ("a.csv", "concept,language,term\n1,en,\n", 2, "empty"),
    ("a.csv", "concept,language,term,status\n1,en,x,perhaps\n", 2, "«perhaps»"),
    ("a.csv", 'concept,language,term\n1,en,"x\n', 2, "quot"),
    ("a.csv", "one\ntwo\n", 1, "one cell"),
    ("a.csv", "one,un\ntwo\n", 2, "one cell"),
    ("a.csv", "sourceString,targetString\na,b\n", None, None),
]


@pytest.mark.parametrize(("name", "content", "line", "says"), BAD)
def test_bad_input_is_named_by_line(tmp_path, name, content, line, says):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    if says is None:
        assert len(read_glossary(path, source_language="en", target_language="fr")) == 1
        return
    with pytest.raises(ParseError) as caught:
        read_glossary(path, source_language="en", target_language="fr")
    assert caught.value.line == line
    assert says in caught.value.reason
    assert caught.value.remedy


def test_wrong_encoding_is_named_by_line(tmp_path):
    path = tmp_path / "latin.csv"
    path.write_bytes("concept,language,term\n1,en,a\n1,fr,é\n".encode("latin-1"))
    with pytest.raises(ParseError, match="UTF-8") as caught:
        read_glossary(path)
    assert caught.value.line == 3


def test_other_files(tmp_path):
    with pytest.raises(StoreError):
        read_glossary(tmp_path / "missing.tbx")
    with pytest.raises(UnknownFormatError):
        read_glossary(tmp_path / "x.docx")
    with pytest.raises(UnknownFormatError):
        write_glossary(tmp_path / "x.docx", rich())
    with pytest.raises(TermbaseError):
        write_glossary(tmp_path / "x.tbx", Glossary(()))
    assert not list(tmp_path.iterdir())


SIMPLE = [
    ("a.csv", "en,fr\nhouse,maison\n"),
    ("a.csv", "\ufeffen;fr\r\nhouse;maison\r\n"),
    ("a.tsv", "EN\tfr\nhouse\tmaison\n"),
    ("a.tsv", "house\tmaison\n"),
    ("a.txt", "house\tmaison\n"),
    ("a.csv", "id,sourceLang,targetLang,sourceString,targetString\n1,en,fr,house,maison\n"),
    ("a.csv", "source,target\nhouse,maison\n"),
]


@pytest.mark.parametrize(("name", "content"), SIMPLE)
def test_simple_tables(tmp_path, name, content):
    path = tmp_path / name
    path.write_text(content, encoding="utf-8", newline="")
    assert read_glossary(path, source_language="en", target_language="fr").concepts == (
        Concept("1", (Term("house", "en"), Term("maison", "fr"))),
    )


def test_two_columns_need_languages(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("house\tmaison\n", encoding="utf-8")
    with pytest.raises(ParseError, match="which languages"):
        read_glossary(path)


def test_a_quotation_mark_in_a_tsv_may_be_a_letter(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text('5" pipe\ttuyau\n"odd\timpair\n', encoding="utf-8")
    glossary = read_glossary(path, source_language="en", target_language="fr")
    assert [concept.terms[0].text for concept in glossary] == ['5" pipe', '"odd']


def test_formulas_are_neutralised(tmp_path):
    path = tmp_path / "f.csv"
    write_glossary(path, Glossary((Concept("1", (Term("=HYPERLINK()", "en", notes=("@x +1",)),)),), "f"))
    rows = list(csv.reader(path.read_text(encoding="utf-8").splitlines()))
    assert tuple(rows[0]) == COLUMNS
    assert not [cell for row in rows for cell in row if cell.startswith(("=", "+", "-", "@", "\t"))]


def test_the_examples_hold_the_same_concepts():
    table = read_glossary(EXAMPLES / "glossary.csv")
    assert len(table) >= 60
    assert read_glossary(EXAMPLES / "glossary.tbx").concepts == table.concepts
