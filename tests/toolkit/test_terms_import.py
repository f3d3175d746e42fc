"""``accord terms import``: lists without names of concepts, and what a format cannot say, contradict nothing."""

from itertools import product
from pathlib import Path

import pytest
from openpyxl import Workbook

from termbase.formats.registry import read_glossary

UTX = "#UTX 1.11; en/fr;\n#src\ttgt\tsrc:pos\tterm status\n"
# Formats whose rows have numbers for names, with what stands above the rows and behind a pair.
NAMELESS = {
    "utx": (UTX, "\t-\tapproved"),
    "utf8": ("# Glossary\n", ""),
    "tsv": ("en\tfr\n", ""),
    "csv": ("en\tfr\n", ""),
}
HOMONYMS = (("bank", "banque"), ("bank", "rive"), ("bank", "banc"))
OMEGAT = (
    "# Glossary\n"
    "remittances\tenvois de fonds\n"
    "bank\tbanque\tfinance\n"
    "remittances\ttransferts de fonds\n"
    "bank\trive\trivers\n"
    "bank\tétablissement bancaire\tadmitted; finance\n"
    "remittances\tenvois de fonds\n"
    "quay\tquai\n"
)


@pytest.fixture(autouse=True)
def here(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("ACCORD_AUTHOR", "Marie")


def told(path):
    return [[f"{term.text} {term.status}" for term in concept.terms] for concept in read_glossary(path)]


def write_list(path, pairs):
    head, tail = NAMELESS[path.suffix[1:]]
    text = head + "".join(f"{source}\t{target}{tail}\n" for source, target in pairs)
    path.write_text(text.replace("\t", ",") if path.suffix == ".csv" else text, "utf-8")


@pytest.mark.parametrize("glossary", ["glossary.db", "glossary.csv"])
@pytest.mark.parametrize("suffix", NAMELESS)
def test_a_row_more_above_does_not_move_terms_into_other_concepts(terms, suffix, glossary):
    path = Path(f"list.{suffix}")
    Path("base.csv").write_text(
        "concept,language,term\n" + "".join(f"{n},en,{one}\n{n},fr,{two}\n" for n, (one, two) in enumerate(HOMONYMS))
    )
    terms("import", "base.csv", "-o", glossary)
    before = told(Path(glossary))
    write_list(path, HOMONYMS)
    assert "0 new, 0 changed, 3 known" in terms("import", path, "-o", glossary)[1]
    write_list(path, (("boat", "bateau"), *HOMONYMS))
    said = terms("import", path, "-o", glossary)[1]
    assert "1 new, 0 changed, 3 known" in said
    assert "conflict" not in said
    assert told(Path(glossary)) == [*before, ["boat preferred", "bateau preferred"]]
    assert "0 new, 0 changed, 4 known" in terms("import", path, "-o", glossary)[1]


def test_a_workbook_without_names_is_known_by_its_terms(terms):
    for number, rows in enumerate((HOMONYMS, (("boat", "bateau"), *HOMONYMS))):
        book = Workbook()
        for row in (("en", "fr"), *rows):
            book.active.append(row)
        book.save("list.xlsx")
        said = terms("import", "list.xlsx", "-o", "glossary.csv")[1]
        assert ("1 new, 0 changed, 3 known" if number else "3 new") in said


def test_utx_does_not_tell_deprecated_from_forbidden(terms):
    Path("glossary.csv").write_text(
        "concept,language,term,status\nb,en,boat,preferred\nb,en,bark,deprecated\nb,fr,bateau,preferred\n"
        "b,fr,barque,deprecated\nb,fr,rafiot,forbidden\n"
    )
    terms("convert", "glossary.csv", "glossary.utx")
    terms("import", "glossary.utx", "-o", "glossary.csv")
    for _ in range(2):
        assert "0 new, 0 changed, 1 known" in terms("import", "glossary.utx", "-o", "glossary.csv")[1]
    assert told(Path("glossary.csv"))[0][1] == "bark deprecated"
    # What the list allows and the glossary forbids is a contradiction all the same.
    allowed = Path("glossary.utx").read_text().replace("\tforbidden\t", "\tapproved\t")
    Path("other.utx").write_text(allowed)
    assert "conflict" in terms("import", "other.utx", "-o", "glossary.csv")[1]


@pytest.mark.parametrize("glossary", ["glossary.db", "glossary.csv", "converted.csv"])
def test_rows_of_an_omegat_list_with_one_source_and_comment_are_one_concept(terms, glossary):
    Path("list.utf8").write_text(OMEGAT, "utf-8")
    if glossary == "converted.csv":
        terms("convert", "list.utf8", glossary)
    else:
        terms("import", "list.utf8", "-o", glossary)
    expected = [
        ["remittances preferred", "envois de fonds preferred", "transferts de fonds admitted"],
        ["bank preferred", "banque preferred", "établissement bancaire admitted"],
        ["bank preferred", "rive preferred"],
        ["quay preferred", "quai preferred"],
    ]
    assert told(Path(glossary)) == expected
    terms("import", "list.utf8", "-o", glossary)
    assert told(Path(glossary)) == expected
    # A list does not join what the glossary has: another translation is a concept of its own.
    Path("more.utf8").write_text("# x\nquay\tappontement\nquay\tembarcadère\n", "utf-8")
    terms("import", "more.utf8", "-o", glossary)
    assert told(Path(glossary)) == [
        *expected, ["quay preferred", "appontement preferred"], ["quay preferred", "embarcadère preferred"]
    ]  # fmt: skip


FOREIGN_TBX = (
    '<?xml version="1.0"?><martif type="TBX" xml:lang="en"><martifHeader><fileDesc><sourceDesc><p>x</p></sourceDesc>'
    '</fileDesc></martifHeader><text><body><termEntry id="c1"><langSet xml:lang="en"><tig><term>boat</term></tig>'
    '</langSet><langSet xml:lang="fr"><tig><term>bateau</term></tig></langSet></termEntry></body></text></martif>'
)
IN_PLACE = {
    "merge": ("merge", "{0}", "{0}", "{0}"),
    "add": ("add", "{0}", "ship", "navire"),
    "propose": ("propose", "{0}", "ship", "navire"),
    "edit": ("edit", "{0}", "boat", "--definition", "x"),
    "forbid": ("forbid", "{0}", "nef", "--concept", "boat", "--lang", "fr"),
    "approve": ("approve", "{0}", "boat"),
    "reject": ("reject", "{0}", "--all"),
    "import": ("import", "mine.csv", "-o", "{0}"),
}
FOREIGN = {"foreign.tbx": "tbx", "old.tbx": "tbx2", "multiterm.xml": "multiterm", "list.utf8": "omegat"}


# OmegaT's lists are merged entry by entry.
@pytest.mark.parametrize(
    ("command", "name"), [pair for pair in product(IN_PLACE, FOREIGN) if pair != ("merge", "list.utf8")]
)
def test_a_file_of_another_program_is_left_alone_and_the_way_on_is_told(terms, command, name):
    Path("mine.csv").write_text("concept,language,term\nb,en,boat\nb,fr,bateau\n")
    if name == "foreign.tbx":
        Path(name).write_text(FOREIGN_TBX)
    else:
        terms("convert", "mine.csv", name, "--format", FOREIGN[name])
    before = {path.name: path.read_bytes() for path in Path().iterdir()}
    said = terms(*(word.format(name) for word in IN_PLACE[command]), code=2)[1].splitlines()
    assert {path.name: path.read_bytes() for path in Path().iterdir()} == before
    assert len(said) == 2
    assert said[0].startswith(f"accord: {name}: ")
    way = said[1].partition("accord terms ")[2]
    if command != "merge":
        assert way == f"convert {name} COPY.tbx"
        terms(*way.split())
        terms("add", "COPY.tbx", "ship", "navire")
        return
    # What is said leads on: to the merged glossary, and from there back into the file, in its format.
    terms("merge", name, name, name, "-o", "MERGED.tbx")
    terms(*way.split())
    assert told(Path(name)) == told(Path("mine.csv"))
    assert (Path(name).read_bytes()[:400].count(b"<mtf") > 0) == (name == "multiterm.xml")
