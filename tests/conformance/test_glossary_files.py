"""Which format a file is of, and files of other programs as they come."""

from pathlib import Path

import pytest
from msgspec.structs import replace

from termbase.formats.registry import FORMATS, find_format, format_of_file, read_glossary, write_glossary
from termbase.model import Category
from tmx.errors import UnknownFormatError

GOLDEN = Path(__file__).parents[1] / "golden" / "glossaries"
EXAMPLES = Path(__file__).parents[2] / "examples"
FOREIGN = sorted(path for path in GOLDEN.glob("foreign-*") if not path.name.endswith(".expected.csv"))


@pytest.mark.parametrize("path", FOREIGN, ids=[path.name for path in FOREIGN])
def test_files_of_other_programs(tmp_path, path):
    """Each stands beside the table that it is read as."""
    expected = path.with_name(f"{path.name}.expected.csv")
    glossary = read_glossary(path, source_language="en", target_language="fr")
    write_glossary(tmp_path / "a.csv", glossary)
    if not expected.exists():
        expected.write_bytes((tmp_path / "a.csv").read_bytes())
    assert (tmp_path / "a.csv").read_text(encoding="utf-8") == expected.read_text(encoding="utf-8")


def test_there_are_files_of_other_programs():
    assert len(FOREIGN) >= 6


@pytest.mark.parametrize(
    ("content", "suffix", "name"),
    [
        ("#UTX 1.11; en/fr;\n#src\ttgt\tsrc:pos\na\tb\tnoun\n", ".txt", "utx"),
        ("# Glossary in tab-separated format -*- coding: utf-8 -*-\na\tb\n", ".txt", "omegat"),
        ("concept\tlanguage\tterm\n1\ten\ta\n", ".txt", "table"),
        ("<?xml version='1.0'?><!-- x --><mtf><conceptGrp/></mtf>", ".xml", "multiterm"),
        ('<?xml version="1.0"?><!DOCTYPE martif SYSTEM "x.dtd"><martif type="TBX"/>', ".xml", "tbx"),
        ("en,fr\na,b\n", ".csv", "table"),
    ],
)
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_the_content_tells_the_format(tmp_path, content, suffix, name, encoding):
    path = tmp_path / f"x{suffix}"
    path.write_bytes(content.encode(encoding))
    assert format_of_file(path).name == name


def test_names_of_formats():
    from toolkit.cli.exchange_options import FORMAT_NAMES

    assert tuple(one.name for one in FORMATS) == FORMAT_NAMES
    with pytest.raises(UnknownFormatError, match="«doc»"):
        find_format("doc")


def test_the_examples_hold_the_same_concepts():
    table = read_glossary(EXAMPLES / "glossary.csv")
    assert len(table) >= 60
    assert read_glossary(EXAMPLES / "glossary.tbx").concepts == table.concepts


HEADS = {
    "#UTX 1.11; en-US/ja-JP; 2013-12-20T17:00:45; copyright: A (2013); license: CC-by 3.0; bidirectional; "
    "dictionary ID: 18;\n#description: a small one;": ["en-US", "ja-JP"],
    "#UTX 1.11; en/fr; 2013-12-20; license: CC0;": ["en", "fr"],
    "#UTX-S 1.00 de/en-GB 2009-01-01T12:00:00+0900 copyright:A": ["de", "en-GB"],
    "#UTX 1.20; lang: fr/en; bidirectional;": ["fr", "en"],
}


@pytest.mark.parametrize("head", HEADS)
def test_the_head_of_utx(tmp_path, head):
    path = tmp_path / "a.utx"
    rows = "#src\ttgt\tsrc:pos\tConcept ID\tsrc:yomi\tfreq\nrefugee\tréfugié\tproperNoun\tC1\tx\t12\n"
    path.write_text(f"{head}\n{rows}".replace("\n", "\r\n"), encoding="utf-8", newline="")
    glossary = read_glossary(path)
    (concept,) = glossary
    source, target = concept.terms
    assert [source.language, target.language] == HEADS[head]
    assert (source.part_of_speech, source.data) == ("proper noun", (Category("descrip", "yomi", "x"),))
    assert (concept.data, target.data) == ((Category("descrip", "freq", "12"),), ())
    write_glossary(tmp_path / "b.utx", glossary)
    assert read_glossary(tmp_path / "b.utx") == replace(glossary, name="b")
    lines = (tmp_path / "b.utx").read_text(encoding="utf-8").splitlines()
    if "1.11" in head:
        assert lines[: len(head.splitlines())] == head.splitlines()
    assert ("bidirectional;" in lines[0]) == ("bidirectional;" in head)
    assert lines[-1].split("\t")[2] == "properNoun"
    # In TBX the head is what the file says of its publication.
    write_glossary(tmp_path / "c.tbx", glossary)
    assert read_glossary(tmp_path / "c.tbx").data == glossary.data


def test_fields_of_multiterm_by_their_usual_names(tmp_path):
    fields = {
        "Definition": "A crime.",
        "Usage": "Forbidden",
        "Statut": "à revoir en 2027",
        "Catégorie grammaticale": "nom",
        "Genre": "féminin",
        "Nombre": "pluriel",
        "Exemple": "Here it is.",
        "Remarque": "old",
    }
    groups = "".join(
        f'<descripGrp><descrip type="{name}">{text}</descrip></descripGrp>' for name, text in fields.items()
    )
    link = '<descripGrp><descrip type="Picture"><xref Mlink="a.png">a</xref></descrip></descripGrp>'
    path = tmp_path / "a.xml"
    path.write_text(
        f'<mtf><conceptGrp><concept>1</concept>{link}<languageGrp><language type="French (France)" lang="FR-FR"/>'
        f"<termGrp><term>trafics</term>{groups}</termGrp></languageGrp></conceptGrp></mtf>",
        encoding="utf-8",
    )
    glossary = read_glossary(path)
    (concept,) = glossary
    (term,) = concept.terms
    assert concept.data == (Category("descrip", "Picture", "a", target="a.png"),)
    assert (term.status, term.part_of_speech, term.gender, term.number) == ("forbidden", "noun", "feminine", "plural")
    assert (term.contexts, term.notes) == (("Here it is.",), ("old",))
    # A value that is none of ours stays under its own name.
    kept = {one.name: one.value for one in term.data}
    assert kept == {"Definition": "A crime.", "Statut": "à revoir en 2027"}
    for suffix in (".mtf", ".tbx", ".csv"):
        write_glossary(tmp_path / f"b{suffix}", glossary)
        assert read_glossary(tmp_path / f"b{suffix}").concepts == glossary.concepts


def test_po_of_other_programs(tmp_path):
    entries = [
        'msgctxt "verb"\nmsgid "commit"\nmsgstr "valider"',
        'msgctxt "verb"\nmsgid "merge"\nmsgstr "fusionner"',
        'msgctxt "4"\nmsgid "commit"\nmsgstr "validation"',
        '#, forbidden\nmsgid "push"\nmsgstr "pusher"',
        '#, read-only\nmsgid "Git"\nmsgstr ""',
        'msgid "file"\nmsgid_plural "files"\nmsgstr[0] "fichier"\nmsgstr[1] "fichiers"',
    ]
    path = tmp_path / "a.po"
    path.write_text('msgid ""\nmsgstr ""\n"Language: fr\\n"\n\n' + "\n\n".join(entries) + "\n", encoding="utf-8")
    glossary = read_glossary(path, source_language="en")
    assert [(one.identifier, one.notes, *(term.text for term in one.terms)) for one in glossary] == [
        ("1", ("verb",), "commit", "valider"),
        ("2", ("verb",), "merge", "fusionner"),
        ("4", (), "commit", "validation"),
        ("4-4", (), "push", "pusher"),
        ("5", (), "Git", "Git"),
        ("6", (), "file", "files", "fichier", "fichiers"),
    ]
    assert [term.status.value for term in glossary.concepts[3].terms] == ["preferred", "forbidden"]
    assert [(term.number, term.status.value) for term in glossary.concepts[5].terms] == [
        ("singular", "preferred"),
        ("plural", "admitted"),
    ] * 2


WEBLATE_HEAD = r"""# French glossary.
# Copyright Someone, 2026.
msgid ""
msgstr ""
"Project-Id-Version: App 3\n"
"PO-Revision-Date: 2026-02-01 10:00+0000\n"
"Last-Translator: Ana <a@example.org>\n"
"Language: %s\n"
"MIME-Version: 1.0\n"
"Content-Type: text/plain; charset=UTF-8\n"
"Content-Transfer-Encoding: 8bit\n"
"Plural-Forms: nplurals=2; plural=n > 1;\n"
"X-Generator: Weblate 5.4\n"
"X-Source-Language: en\n"
"""
WEBLATE = {
    "without contexts": (
        "fr",
        """
#. the place where a country ends
#, terminology
msgid "border"
msgstr "frontière"

# not the guard of the sea
#: app/guard.c:12 app/guard.c
#, fuzzy, terminology, max-length:30
msgid "border guard"
msgstr "garde-frontière"

#, forbidden
msgid "alien"
msgstr "extraterrestre"

msgid "visa"
msgstr ""
""",
    ),
    "with contexts": (
        "fr",
        """
msgctxt "verb"
msgid "commit"
msgstr "valider"

msgctxt "verb"
msgid "merge"
msgstr "fusionner"

msgctxt "noun"
msgid "commit"
msgstr "validation"

msgid "12"
msgstr "douze"
""",
    ),
    "plural forms": (
        "fr",
        """
msgid "file"
msgid_plural "files"
msgstr[0] "fichier"
msgstr[1] "fichiers"

#, fuzzy
msgid "price"
msgid_plural "prices"
msgstr[0] "prix"
msgstr[1] "prix"

msgid "sheep"
msgid_plural "sheep"
msgstr[0] "mouton"
msgstr[1] "moutons"
""",
    ),
    "three plural forms": (
        "pl",
        """
msgid "file"
msgid_plural "files"
msgstr[0] "plik"
msgstr[1] "pliki"
msgstr[2] "plików"
""",
    ),
}


@pytest.mark.parametrize(("language", "entries"), WEBLATE.values(), ids=WEBLATE)
@pytest.mark.parametrize("way", ["", "between.tbx", "between.db"])
def test_a_po_of_weblate_comes_back_as_it_was(tmp_path, language, entries, way):
    path = tmp_path / "weblate.po"
    path.write_text(WEBLATE_HEAD % language + entries, encoding="utf-8")
    glossary = read_glossary(path)
    if way:
        write_glossary(tmp_path / way, glossary)
        glossary = read_glossary(tmp_path / way)
    write_glossary(tmp_path / "back.po", glossary, source_language="en", target_language=language)
    back = (tmp_path / "back.po").read_text(encoding="utf-8")
    if way.endswith(".tbx"):  # where a line ends is not kept in TBX
        back = back.replace("# French glossary. Copyright", "# French glossary.\n# Copyright")
    assert back == path.read_text(encoding="utf-8")


LOCALES = {
    "fr_FR": "fr-FR",
    "zh_Hans": "zh-Hans",
    "sr@latin": "sr-Latn",
    "sr_RS@latin": "sr-Latn-RS",
    "ca@valencia": "ca-valencia",
    "de@euro": "de",
    "French": "fr",
    "": "it",
    "?": "it",
}


@pytest.mark.parametrize(("locale", "language"), LOCALES.items())
def test_the_language_of_a_po_is_a_locale(tmp_path, locale, language):
    path = tmp_path / "a.po"
    path.write_text(f'{WEBLATE_HEAD % locale}\nmsgid "boat"\nmsgstr "x"\n', encoding="utf-8")
    glossary = read_glossary(path, target_language="it")
    assert glossary.languages == ("en", language)
    write_glossary(path, glossary)
    kept = locale if locale not in ("", "?") else "it"
    assert f'"Language: {kept}\\n"\n' in path.read_text(encoding="utf-8")


def test_a_po_is_read_in_the_encoding_that_its_head_names(tmp_path):
    path = tmp_path / "a.po"
    head = (WEBLATE_HEAD % "fr").replace("UTF-8", "ISO-8859-1")
    path.write_text(f'{head}\nmsgid "summer"\nmsgstr "été"\n', encoding="latin-1")
    assert read_glossary(path).concepts[0].terms[1].text == "été"


def test_one_term_twice_gets_contexts_that_tell_the_entries_apart(tmp_path):
    path = tmp_path / "a.po"
    entries = "".join(f'\nmsgid "dup"\nmsgstr "{text}"\n' for text in "abc")
    path.write_text(WEBLATE_HEAD % "fr" + entries, encoding="utf-8")
    write_glossary(path, read_glossary(path))
    again = read_glossary(path)
    assert [concept.terms[1].text for concept in again] == ["a", "b", "c"]
    assert path.read_text(encoding="utf-8").count("msgctxt") == 2


def test_plural_forms_stand_beside_each_other_in_formats_of_pairs(tmp_path):
    path = tmp_path / "weblate.po"
    path.write_text(WEBLATE_HEAD % "fr" + WEBLATE["plural forms"][1], encoding="utf-8")
    write_glossary(tmp_path / "omegat.utf8", read_glossary(path))
    lines = (tmp_path / "omegat.utf8").read_text(encoding="utf-8").splitlines()[1:]
    assert [line.split("\t")[:2] for line in lines[:2]] == [["file", "fichier"], ["files", "fichiers"]]


def test_a_term_of_pontoon_is_said_field_by_field(tmp_path):
    path = tmp_path / "pontoon.po"
    remark = "#. Noun. Who guards a border. E.g. The border guard stopped us."
    path.write_text(f'{WEBLATE_HEAD % "fr"}\n{remark}\nmsgid "border guard"\nmsgstr "garde"\n', encoding="utf-8")
    (concept,) = read_glossary(path)
    term = concept.terms[0]
    assert concept.definition == "Who guards a border."
    assert (term.part_of_speech, term.contexts) == ("noun", ("The border guard stopped us.",))


REMARKS = {
    "in the middle": ("boat\tbateau\n# a remark\nport\tport\n", ["boat", "port"]),
    "with other remarks": ("boat\tbateau\n# a remark\n#old\tvieux\nport\tport\n", ["boat", "port"]),
    "an entry put aside": ("boat\tbateau\n# old\tvieux\nport\tport\n", ["boat", "port"]),
    "a term": ("boat\tbateau\n#hashtag\tmot-dièse\nport\tport\n", ["boat", "#hashtag", "port"]),
}


@pytest.mark.parametrize(("text", "terms"), REMARKS.values(), ids=REMARKS)
@pytest.mark.parametrize("suffix", [".txt", ".tab", ".csv"])
def test_remarks_in_lists_without_a_header(tmp_path, text, terms, suffix):
    path = tmp_path / f"list{suffix}"
    path.write_text(text.replace("\t", "," if suffix == ".csv" else "\t"), encoding="utf-8")
    glossary = read_glossary(path, source_language="en", target_language="fr")
    assert [concept.terms[0].text for concept in glossary] == terms
