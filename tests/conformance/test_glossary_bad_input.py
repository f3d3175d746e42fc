"""Files that cannot be read, and glossaries that cannot be written: one clear error, and nothing is left behind."""

import codecs
import sys
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from termbase.formats.registry import FORMATS, find_format, read_glossary, write_glossary
from termbase.model import (
    Concept,
    Glossary,
    Term,
)
from tmx.errors import AccordError, ConfigError, ParseError, StoreError, TermbaseError, UnknownFormatError

NAMES = [one.name for one in FORMATS if one.name != "db"]
PAIR = Glossary((Concept("1", (Term("house", "en"), Term("maison", "fr"))),))
BOMB = '<!DOCTYPE tbx [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]><tbx><text>&b;</text></tbx>'
FILE = '<!DOCTYPE tbx [<!ENTITY x SYSTEM "file:///etc/passwd">]><tbx><text>&x;</text></tbx>'
UNDECLARED = (
    '<!DOCTYPE martif SYSTEM "x.dtd"><martif><text><body><termEntry><langSet xml:lang="en"><tig><term>a&eacute;b</term>'
    "</tig></langSet></termEntry></body></text></martif>"
)
NO_LANGUAGE = (
    "<martif><text><body><termEntry>\n<langSet><tig><term>a</term></tig></langSet></termEntry></body></text></martif>"
)
SEVENTH = (
    b'<conceptGrp><concept>7</concept><languageGrp><language lang="EN"/><termGrp><term>a</term></termGrp>'
    b"</languageGrp></conceptGrp>"
)
BAD = [
    # PO
    ("a.po", b'msgid "a"\nmsgstr "b"\n\nwhat is this\n', 4, "PO"),
    ("a.po", b'msgid "a\nmsgstr "b"\n\nmsgid "c\nmsgstr "d"\n', 1, "not be closed"),
    ("a.po", b"nothing of the kind", 1, "no msgid"),
    ("a.po", 'msgid ""\nmsgstr ""\n\nmsgid "é"\nmsgstr ""\n'.encode("latin-1"), 4, "UTF-8"),
    ("a.po", b'msgid "a\x00"\nmsgstr "b"\n', 1, "NUL"),
    # UTX
    ("a.utx", b"src\ttgt\n", 1, "not UTX"),
    ("a.utx", b"#UTX 1.11; en;\n#src\ttgt\n", 1, "two languages"),
    ("a.utx", b"#UTX 1.11; en/qq;\n#src\ttgt\n", 1, "qq"),
    ("a.utx", b"#UTX 1.11; en/fr;\n#description\na\tb\n", 2, "columns"),
    ("a.utx", b"#UTX 1.11; en/fr;\n#src\ttgt\tsrc:pos\na\tb\tnoun\tx\n", 3, "4 cells"),
    ("a.utx", b"#UTX 1.11; en/fr;\n#src\ttgt\tterm status\na\tb\tperhaps\n", 3, "«perhaps»"),
    # Tables
    ("a.csv", b'en,fr\nboat,bateau\nship,"' + b"x" * 131_073 + b'"\n', 3, "a field has more than 131072"),
    ("a.csv", b'en,fr\nboat,bateau\nship,"nef\n' + b"a,b\n" * 40_000, 3, "a field has more than 131072"),
    ("a.tsv", b"en\tfr\nboat\tbateau\nship\t" + b"x" * 131_073, 3, "a field has more than 131072"),
    ("a.csv", b'en,fr\nship,"na"vire"\n', 2, "inside a cell that is in quotation marks"),
    # OmegaT
    ("a.utf8", b"# x\nhouse maison\n", 2, "one cell"),
    ("a.utf8", "house\tmaison\nété\t".encode("latin-1"), 2, "UTF-8"),
    ("a.utf8", codecs.BOM_UTF16_LE + b"a\x00\xd8", 1, "UTF-16"),
    # MultiTerm
    ("a.mtf", b"<mtf>\n<conceptGrp>\n</mtf>", 3, "not closed"),
    ("a.mtf", b"<tbx/>", 1, "not MultiTerm"),
    ("a.mtf", b'<!DOCTYPE mtf [<!ENTITY a "b">]><mtf/>', 1, "entity"),
    (
        "a.mtf",
        b"<mtf><conceptGrp>\n<languageGrp><termGrp><term>a</term></termGrp></languageGrp></conceptGrp></mtf>",
        2,
        "language",
    ),
    (
        "a.mtf",
        b"<mtf>\n%(one)s\n%(one)s</mtf>" % {b"one": SEVENTH},
        3,
        "number «7»",
    ),
    # XLSX
    ("a.xlsx", b"PK\x03\x04 and no more", None, "not a whole .xlsx"),
    ("a.xlsx", b"\xd0\xcf\x11\xe0", None, "not a whole .xlsx"),
    # tables
    ("a.csv", b"concept,language,term,history\n1,en,x,yesterday\n", 2, "«yesterday» is not a history"),
    ("a.csv", b"concept,language,term,other data\n1,en,x,whatever\n", 2, "«whatever» is not a data category"),
    ("a.csv", b"concept,language,term\n1,en,a\x00b\n", 2, "not a text file"),
    ("a.csv", codecs.BOM_UTF16_LE + b"a\x00\xd8", 1, "UTF-16"),
    # TBX and tables, as text
    ("a.tbx", "<tbx><text><body>", 1, "cut off"),
    ("a.tbx", "<tbx>\n<text>\n</tbx>", 3, "<text> of line 2 is not closed"),
    ("a.tbx", "no xml at all", 1, "does not begin with a tag"),
    ("a.tbx", "<tmx/>", 1, "not TBX"),
    ("a.tbx", BOMB, 1, "entity «a»"),
    ("a.tbx", FILE, 1, "another file"),
    ("a.tbx", UNDECLARED, 1, "&eacute;"),
    ("a.tbx", NO_LANGUAGE, 2, "language"),
    ("a.csv", "concept,language,term\n1,en,x\n2,fr,y,z\n", 3, "4 cells"),
    ("a.csv", "concept,language,term,translation\n", 1, "«translation»"),
    ("a.csv", "concept,language,term,French\n", 1, "«French»"),
    ("a.csv", "concept,language,term\n1,en,x\n1,qq,y\n", 3, "«qq»"),
    ("a.csv", "concept,language,term\n1,en,\n", 2, "empty"),
    ("a.csv", "concept,language,term,status\n1,en,x,perhaps\n", 2, "«perhaps»"),
    ("a.csv", 'concept,language,term\n1,en,"x\n', 2, "quot"),
    ("a.csv", "one\ntwo\n", 1, "one cell"),
    ("a.csv", "one,un\ntwo\n", 2, "one cell"),
]


@pytest.mark.parametrize(("name", "content", "line", "says"), BAD, ids=[f"{row[0]}-{row[3]}" for row in BAD])
def test_bad_input_is_named_by_line(tmp_path, name, content, line, says):
    path = tmp_path / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    with pytest.raises(ParseError) as caught:
        read_glossary(path, source_language="en", target_language="fr")
    assert says in caught.value.reason
    assert caught.value.line == line
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


@settings(max_examples=20)
@given(content=st.binary(max_size=120) | st.text(max_size=120).map(lambda text: text.encode("utf-8", "surrogatepass")))
@pytest.mark.parametrize("name", NAMES)
def test_any_bytes_give_a_glossary_or_a_clear_error(tmp_path_factory, name, content):
    one = find_format(name)
    path = tmp_path_factory.mktemp("bytes") / f"x{one.suffixes[0]}"
    starts = (b"", *(sign.encode() for sign in one.signs))
    for start in starts:
        path.write_bytes(start + content)
        error = None
        try:
            read_glossary(path, source_language="en", target_language="fr", file_format=name)
        except AccordError as caught:
            error = caught
        assert error is None or (error.path == path and "\n" not in str(error))


def test_other_files(tmp_path):
    with pytest.raises(StoreError):
        read_glossary(tmp_path / "missing.tbx")
    with pytest.raises(StoreError):
        read_glossary(tmp_path / "missing.docx")
    with pytest.raises(UnknownFormatError):
        read_glossary(Path(__file__))
    with pytest.raises(UnknownFormatError):
        write_glossary(tmp_path / "x.docx", PAIR)
    with pytest.raises(TermbaseError):
        write_glossary(tmp_path / "x.tbx", Glossary(()))
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize("name", ["utx", "po", "omegat", "omegat-csv"])
def test_pairs_need_two_languages(tmp_path, name):
    alone = Glossary((Concept("1", (Term("x", "en"),)),))
    with pytest.raises(TermbaseError, match="only one language"):
        write_glossary(tmp_path / "x", alone, file_format=name)
    with pytest.raises(TermbaseError, match="no terms in de"):
        write_glossary(tmp_path / "x", PAIR, file_format=name, source_language="en", target_language="de")
    assert not list(tmp_path.iterdir())


def test_two_columns_need_languages(tmp_path):
    path = tmp_path / "a.tsv"
    path.write_text("house\tmaison\n", encoding="utf-8")
    with pytest.raises(ParseError, match="which languages"):
        read_glossary(path)


def test_a_missing_extra_is_named(tmp_path, monkeypatch):
    write_glossary(tmp_path / "a.xlsx", PAIR)
    monkeypatch.setitem(sys.modules, "openpyxl", None)
    for work in (lambda: read_glossary(tmp_path / "a.xlsx"), lambda: write_glossary(tmp_path / "b.xlsx", PAIR)):
        with pytest.raises(ConfigError, match="openpyxl") as caught:
            work()
        assert "accord-toolkit[docs]" in caught.value.remedy


def test_a_cell_that_is_too_long_for_a_workbook(tmp_path):
    with pytest.raises(ConfigError, match=r"«note» has more in row 2"):
        write_glossary(tmp_path / "a.xlsx", Glossary((Concept("1", (Term("x", "en", notes=("é" * 40_000,)),)),)))
    assert not list(tmp_path.iterdir())
