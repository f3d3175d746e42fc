"""Alignments from and for other programs."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.align.beads import read_beads, write_beads
from tmx.errors import AccordError
from tmx.formats.ladder import is_ladder, read_ladder, write_ladder
from tmx.formats.tmx import read_tmx
from tmx.model import Alignment, Bead
from toolkit.cli.main import main

SOURCE = "One.\nTwo.\n\nThree.\nFour.\n"
TARGET = "Un.\nDeux trois.\nQuatre.\nCinq.\n"
# The same alignment in each format.
BEADS = "[0]:[0]:0.9000\n[1, 2, 3]:[1]:0.8000\n[4]:[2]:0.7000\n[]:[3]:0.6000\n"
VECALIGN = "[0]:[0]:0.100000\n[1, 2, 3]:[1]:2.300000\n[4]:[2]:0.200000\n[]:[3]:0.000000\n"
BARE_LADDER = "0\t0\n1\t1\n4\t2\n5\t3\n5\t4\n"
TUPLES = "([0], [0])\n([1, 2, 3], [1])\n([4], [2])\n([], [3])\n"
LADDER = "0\t0\t0.9\n1\t1\t1.75\n4\t2\t-0.3\n5\t3\t0\n5\t4\t0\n"
TABLE = "One.\tUn.\tnews.txt\nTwo. Three.\tDeux trois.\nFour.\tQuatre.\n\tCinq.\n"
FILES = {
    "a.beads": BEADS,
    "v.txt": VECALIGN,
    "a.ladder": LADDER,
    "bare.ladder": BARE_LADDER,
    "tuples.txt": TUPLES,
    "list.txt": "[" + TUPLES.strip().replace("\n", ", ") + "]\n",
    "scored.txt": "([0], [0], 0.9)\n([1, 2, 3], [1], 8e-1)\n([4], [2], 0.7000)\n([], [3], 0.6)\n",
    "late.txt": "1\t1\n2\t3\n",
    "a.tab": TABLE,
    "en.txt": SOURCE,
    "fr.txt": TARGET,
}
SENTENCES = ("--source-sentences", "en.txt", "--target-sentences", "fr.txt")
PLAIN = "[0]:[0]\n[1, 2, 3]:[1]\n[4]:[2]\n[]:[3]\n"


@pytest.fixture
def folder(tmp_path, monkeypatch):
    for name, text in FILES.items():
        (tmp_path / name).write_text(text, encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def run(*words):
    with pytest.raises(SystemExit) as stop:
        main(["convert", *map(str, words)])
    return stop.value.code


CONVERSIONS = {
    "beads to a ladder": ("a.beads o.ladder", "0\t0\t0.9000\n1\t1\t0.8000\n4\t2\t0.7000\n5\t3\t0.6000\n5\t4\t0\n"),
    "a ladder to beads": ("a.ladder o.beads", PLAIN),
    "a ladder that begins late": ("late.txt o.beads --input-format ladder", "[0]:[0]\n[1]:[1, 2]\n"),
    "beads to beads": ("a.beads o.beads", BEADS),
    "costs are no confidence": ("v.txt o.beads", PLAIN),
    "costs that might be one": ("a.beads o.beads --input-format vecalign", PLAIN),
    "for Vecalign": ("a.ladder o.txt --format vecalign", PLAIN),
    "beads to a table": (
        ("a.beads o.tab", *SENTENCES),
        "One.\tUn.\nTwo. Three.\tDeux trois.\nFour.\tQuatre.\n\tCinq.\n",
    ),
    "a table to beads": (("a.tab o.beads", *SENTENCES), PLAIN),
    "a table to a ladder": (
        ("a.tab o.ladder", *SENTENCES),
        BARE_LADDER,
    ),
    "a ladder without scores": ("bare.ladder o.beads", PLAIN),
    "costs are no scores": ("v.txt o.ladder", BARE_LADDER),
    "a ladder again": ("a.ladder o.ladder", BARE_LADDER),
    "Python's tuples": ("tuples.txt o.beads", PLAIN),
    "Python's tuples to a ladder": ("tuples.txt o.ladder", BARE_LADDER),
    "Python's list": ("list.txt o.beads", PLAIN),
    "Python's tuples with a score": ("scored.txt o.beads", BEADS),
    "a table to a table": ("a.tab o.tsv", TABLE),
}


@pytest.mark.parametrize("name", CONVERSIONS)
def test_conversions(folder, name):
    words, expected = CONVERSIONS[name]
    words = words if isinstance(words, str) else " ".join(words)
    assert run(*words.split()) == 0
    assert (folder / words.split()[1]).read_text(encoding="utf-8") == expected


@pytest.mark.parametrize("name", ["a.beads", "v.txt", "a.ladder", "bare.ladder", "tuples.txt", "a.tab"])
def test_all_become_the_same_memory(folder, name):
    assert run(name, "o.tmx", *SENTENCES, "--tmx-languages", "en-GB,fr-FR") == 0
    units = list(read_tmx(folder / "o.tmx"))
    assert [tuple(segment.text for segment in unit.variants) for unit in units] == [
        ("One.", "Un."),
        ("Two. Three.", "Deux trois."),
        ("Four.", "Quatre."),
    ]
    assert units[0].variants[1].language == "fr-FR"
    confidences = [unit.property("x-confidence") for unit in units]
    assert confidences == (["0.9000", "0.8000", "0.7000"] if name == "a.beads" else [None] * 3)
    if name != "a.tab":
        assert units[0].property("x-source-document") == "en.txt"


def test_a_memory_becomes_a_table_and_numbers(folder):
    assert run("a.beads", "o.tmx", *SENTENCES) == 0
    assert run("o.tmx", "o.tab") == 0
    table = (folder / "o.tab").read_text(encoding="utf-8")
    assert table == "One.\tUn.\ten.txt\nTwo. Three.\tDeux trois.\ten.txt\nFour.\tQuatre.\ten.txt\n"
    assert run("o.tmx", "o.beads", *SENTENCES) == 0
    assert (folder / "o.beads").read_text("utf-8") == BEADS.replace("0.6000", "1.0000")


def test_what_stands_in_no_bead_has_no_counterpart(folder):
    (folder / "gap.beads").write_text("[1]:[0]\n[3]:[2]\n[]:[1]\n[0]:[]\n", encoding="utf-8")
    assert run("gap.beads", "o.beads") == 0
    assert (folder / "o.beads").read_text("utf-8").splitlines() == [
        "[0]:[]", "[1]:[0]", "[2]:[]", "[]:[1]", "[3]:[2]",
    ]  # fmt: skip


@pytest.mark.parametrize(("words", "told"), [("--ui en", "its last sentence is number 4"), ("--ui fr", "le numéro 4")])
def test_texts_that_go_on_behind_the_last_bead_are_told_of(folder, capsys, words, told):
    (folder / "long.txt").write_text("Un.\nDeux.\nTrois.\nQuatre.\n\nCinq.\n", encoding="utf-8")
    (folder / "blank.txt").write_text("Un.\nDeux trois.\nQuatre.\nCinq.\n\n \n", encoding="utf-8")
    for name, number in (("long.txt", 1), ("blank.txt", 0)):
        with pytest.raises(SystemExit) as stop:
            main([*words.split(), "convert", "v.txt", "o.tmx", *SENTENCES[:3], name])
        assert stop.value.code == 0
        assert capsys.readouterr().err.count(told) == number


HEADERS = {
    "codes": ("en\tfr", "house\tmaison\tx"),
    "regions": ("en-GB\tfr_CA", "house\tmaison\tx"),
    "English names": ("English\tFrench\tNote", "house\tmaison\tx"),
    "French names, the other order": ("Français\tAnglais\tRemarque", "maison\thouse\tx"),
    "what they are": ("Source\tTarget", "house\tmaison\tx"),
    "what they are, in French": ("cible\tnote\tsource", "maison\tx\thouse"),
    "numbered": ("id\ten\tfr\tfile", "1\thouse\tmaison\tx"),
    "none": ("car\tvoiture\ty", "house\tmaison\tx"),
    "two words that are codes": ("so\tsi\ty", "house\tmaison\tx"),
}


@pytest.mark.parametrize("name", HEADERS)
def test_a_row_of_names_is_no_pair(folder, name):
    (folder / "t.tab").write_text("\n".join(HEADERS[name]) + "\n", encoding="utf-8")
    assert run("t.tab", "o.tmx") == 0
    found = [tuple(segment.text for segment in unit.variants) for unit in read_tmx(folder / "o.tmx")]
    first = {"none": [("car", "voiture")], "two words that are codes": [("so", "si")]}
    assert found == [*first.get(name, []), ("house", "maison")]
    assert run("t.tab", "o.tab") == 0
    assert (folder / "o.tab").read_text(encoding="utf-8").endswith("house\tmaison\tx\n")


@pytest.mark.parametrize(
    ("rows", "found"),
    [
        (["u1\tThe house.\tLa maison.", "", "u2\tThe car.\t"], [("u1", "The house.", "La maison.")]),
        (["a.b\thouse\tmaison", "a.c\tcar\tvoiture"], [("a.b", "house", "maison"), ("a.c", "car", "voiture")]),
        (["1\tUn\tx", "1\tUne\tx"], [("t:1", "1", "Un"), ("t:2", "1", "Une")]),  # each name once
        (["house\tmaison\tx", "u2\tu2\tx"], [("t:1", "house", "maison"), ("t:2", "u2", "u2")]),
        (["u1\tThe house.", "u2\tThe car."], [("t:1", "u1", "The house."), ("t:2", "u2", "The car.")]),
    ],
)
def test_a_column_of_names_is_no_source(folder, rows, found):
    (folder / "t.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")
    assert run("t.tsv", "o.tmx") == 0
    units = [(unit.identifier, *(one.text for one in unit.variants)) for unit in read_tmx(folder / "o.tmx")]
    assert units == found
    assert run("t.tsv", "o.csv") == 0
    assert (folder / "o.csv").read_text(encoding="utf-8-sig").splitlines()[1].startswith(",".join(found[0]))


BAD = {
    "o": ("a.beads o.docx", "which format is meant"),
    "unknown": ("en.txt o.tmx", "not an alignment that Accord knows"),
    "no sentences": ("a.beads o.tmx", "--source-sentences"),
    "one side": ("a.beads o.tmx --source-sentences en.txt", "one side only"),
    "missing": ("nowhere o.tmx", "no such file"),
    "other sentences": ("a.tab o.beads --source-sentences fr.txt --target-sentences en.txt", "source of pair 1"),
    "too few sentences": (
        "a.beads o.tab --source-sentences en.txt --target-sentences two.txt",
        "its sentences go on to number 4, beyond the 2 lines of two.txt",
    ),
    "documents": (
        "v.txt o.tmx --source-sentences paragraphs.txt --target-sentences fr.txt",
        "its sentences go on to number 5, beyond the 2 lines of paragraphs.txt",
    ),
    "no text": ("v.txt o.tmx --source-sentences release.docx --target-sentences fr.txt", "this is not a text file"),
    "half a tuple": ("half.txt o.beads --input-format beads", "line 2: «([1],» is not a bead"),
    "no number in a tuple": ("word.txt o.beads", "line 1: «([x], [0])» is not a bead"),
    "crossing": ("crossing.beads o.ladder", "crosses"),
    "back": ("back o.beads --input-format ladder", "line 3: the ladder goes back"),
    "no rung": ("en.txt o.beads --input-format ladder", "line 1: «One.» is not a rung"),
    "one rung": ("rung o.beads --input-format ladder", "two rungs"),
    "no tab": ("en.txt o.tmx --input-format table", "line 1: there is no tab"),
    "huge": ("huge o.beads", "more than 5000000 sentences"),
    "huge bead": ("huge.beads o.ladder", "more than 5000000 sentences"),
    "other languages": ("german.tab o.tmx", "its columns are called «en» and «German»"),
    "binary": ("binary o.tmx --input-format table", "not UTF-8"),
    "no pair": ("a.tmx o.tab --to de", "no pair of texts"),
}


@pytest.mark.parametrize("name", BAD)
def test_bad_input(folder, name, capsys):
    run("a.tab", "a.tmx")
    (folder / "two.txt").write_text("Un.\nDeux.\n", encoding="utf-8")
    (folder / "paragraphs.txt").write_text("One. Two. Three.\nFour. Five.\n", encoding="utf-8")
    (folder / "release.docx").write_bytes(b"PK\x03\x04\0\0")
    (folder / "half.txt").write_text("([0], [0])\n([1], \n", encoding="utf-8")
    (folder / "word.txt").write_text("([x], [0])\n([1], [0])\n", encoding="utf-8")
    (folder / "crossing.beads").write_text("[0]:[1]\n[1]:[0]\n", encoding="utf-8")
    (folder / "back").write_text("0\t0\n3\t3\n2\t4\n", encoding="utf-8")
    (folder / "rung").write_text("0\t0\n", encoding="utf-8")
    (folder / "huge").write_text("0\t0\n999999999\t999999999\n", encoding="utf-8")
    (folder / "huge.beads").write_text("[999999999]:[0]\n", encoding="utf-8")
    (folder / "german.tab").write_text("en\tGerman\nhouse\tHaus\n", encoding="utf-8")
    (folder / "binary").write_bytes(b"caf\xe9\tx\n")
    words, reason = BAD[name]
    capsys.readouterr()
    assert run(*words.split()) == 2
    said = capsys.readouterr().err
    assert reason in said
    assert "Traceback" not in said
    assert not list(folder.glob("o.*"))


KINDS = st.lists(st.tuples(st.integers(0, 4), st.integers(0, 4)).filter(any), max_size=12)


@settings(max_examples=60)
@given(kinds=KINDS)
def test_ladders_and_beads_come_back(tmp_path_factory, kinds):
    folder = tmp_path_factory.mktemp("ladder")
    beads, i, j = [], 0, 0
    for a, b in kinds:
        beads.append(Bead(range(i, i + a), range(j, j + b)))
        i, j = i + a, j + b
    write_ladder(folder / "a.ladder", Alignment(tuple(beads), i, j))
    if not beads:
        with pytest.raises(AccordError):
            read_ladder(folder / "a.ladder")
        return
    assert is_ladder((folder / "a.ladder").read_text(encoding="utf-8"))
    found = read_ladder(folder / "a.ladder")
    assert [(list(b.source), list(b.target)) for b in found] == [(list(b.source), list(b.target)) for b in beads]
    write_beads(folder / "a.beads", beads)
    assert run(folder / "a.beads", folder / "b.ladder") == 0
    assert (folder / "b.ladder").read_bytes() == (folder / "a.ladder").read_bytes()
    assert run(folder / "b.ladder", folder / "b.beads") == 0
    assert [b.kind for b in read_beads(folder / "b.beads")] == [b.kind for b in beads]


def test_help_shows_an_example(capsys):
    assert run("--help") == 0
    assert "accord convert en-fr.ladder memory.tmx" in capsys.readouterr().out


XLIFF = """<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">
<file original="a.docx" source-language="en-GB" target-language="fr-CA" datatype="plaintext"><body>
<trans-unit id="1"><source>It <g id="1">rained</g>.</source><target>Il a <g id="1">plu</g>.</target></trans-unit>
<trans-unit id="2"><source>It snowed.</source><target></target></trans-unit>
</body></file></xliff>
"""


def test_a_translation_becomes_a_memory(folder):
    (folder / "t.xlf").write_text(XLIFF, encoding="utf-8")
    assert run("t.xlf", "t.tmx") == 0
    (unit,) = read_tmx(folder / "t.tmx")  # what is not translated yet is no unit
    assert [(segment.language, segment.text) for segment in unit.variants] == [
        ("en-GB", "It rained."),
        ("fr-CA", "Il a plu."),
    ]
    assert [len(segment.codes) for segment in unit.variants] == [2, 2]
    assert run("t.xlf", "t.tab") == 0
    assert (folder / "t.tab").read_text(encoding="utf-8") == "It rained.\tIl a plu.\ta.docx\n"


def test_a_workbook_becomes_a_memory(folder):
    openpyxl = pytest.importorskip("openpyxl")
    book = openpyxl.Workbook()
    for row in (("English", "French"), ("Yes", "Oui"), ("No", None)):
        book.active.append(row)
    book.save(folder / "t.xlsx")
    assert run("t.xlsx", "t.tmx") == 0
    assert [[s.text for s in unit.variants] for unit in read_tmx(folder / "t.tmx")] == [["Yes", "Oui"]]


@pytest.mark.parametrize("words", ["t.xlf o.beads", "t.xlf o.tmx --canonical", "t.xlf o.tmx --from de --to nl"])
def test_what_a_translation_does_not_become(folder, capsys, words):
    (folder / "t.xlf").write_text(XLIFF, encoding="utf-8")
    assert run(*words.split()) == 2
    assert capsys.readouterr().err.startswith("accord: t.xlf: ")
    assert not list(folder.glob("o.*"))
