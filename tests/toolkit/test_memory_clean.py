"""Cleaning a memory: each kind of fault, what is left in peace, and that everything can be put back."""

import json
import time
from functools import partial

import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.formats.tmx import read_tmx, write_tmx
from tmx.model import InlineCode, Property, Segment, TranslationUnit
from tmx.store.sqlite import open_memory
from tmx.text.languages import find_language
from toolkit.reports.cleaning import CleanKind
from toolkit.workflows.clean_faults import FaultFinder, Pair
from toolkit.workflows.clean_personal import masked
from toolkit.workflows.clean_texts import tags_fault, with_text

GOOD = [
    ("The victims returned home in 2019.", "Les victimes sont rentrées chez elles en 2019."),
    ("The Organization opened an office in Hanoi.", "L’Organisation a ouvert un bureau à Hanoï."),
    ("It was adopted on 2 May.", "Il a été adopté le 2 mai."),
    ("IOM", "OIM"),
    ("The University of Oxford", "The University of Oxford"),
    ("Viet Nam", "Viet Nam"),
    ("The New York Times", "The New York Times"),
    ("https://www.iom.int/", "https://www.iom.int/"),
    ("What is it?", "Qu’est-ce que c’est ?"),
    ("No.", "Non."),
    ("See https://x.org/?a=b", "Voir https://x.org/?a=b"),
    ("two nurses", "deux infirmières"),
    ("1,250 people", "1 250 personnes"),
    ("Click <b>here</b>.<br>", "Cliquez <b>ici</b>.<br>"),
    ("Information", "Information"),
    ("The film is called «La vie est belle».", "Le film s’appelle « La vie est belle »."),
]
BAD = [
    (CleanKind.EMPTY, "Shelters take in minors.", "\u00a0"),
    (CleanKind.EMPTY, "", "Les centres accueillent les mineurs."),
    (CleanKind.ENCODING, "The children were cared for.", "Les enfants ont Ã©tÃ© pris en charge."),
    (CleanKind.ENCODING, "The children grew up.", "Les enfants ont d?velopp? leurs capacit?s."),
    (CleanKind.ENCODING, "The school was open.", "L’&eacute;cole &eacute;tait ouverte."),
    (CleanKind.SWAPPED, "Le ministre a signé la déclaration.", "The minister has signed the declaration."),
    (CleanKind.IDENTICAL, "The minister has signed the declaration.", "The minister has signed the declaration."),
    (CleanKind.LANGUAGE, "The office was opened by her.", "He said that they will come to the meeting of the day."),
    (CleanKind.LANGUAGE, "The office was closed by the police.", "Офис был закрыт полицией на прошлой неделе."),
    (CleanKind.TAGS, "They <b>came</b> back.", "Ils sont <b>revenus."),
    (CleanKind.LENGTH, "The meeting ended at noon.", "La réunion a pris fin. " + "Ils ont dîné ensemble. " * 14),
    (CleanKind.NUMBERS, "The return of 807 victims", "Le retour de 870 victimes"),
    (CleanKind.NUMBERS, "They met on 4 June 2021.", "Ils se sont réunis le 5 juin 2021."),
]  # fmt: skip


def pair(source, target):
    return Pair(Segment("en", source), Segment("fr", target))


def faults(pairs, kinds=frozenset(CleanKind)):
    found = FaultFinder(("en", "fr"), frozenset(kinds)).block(pairs, [str(n) for n in range(1, len(pairs) + 1)])
    return [[fault.kind for fault in some] for some in found]


def test_good_pairs_are_left_in_peace():
    assert [found for found in faults([pair(*texts) for texts in GOOD]) if found] == []


@pytest.mark.parametrize(("kind", "source", "target"), BAD, ids=[f"{kind}-{source[:20]}" for kind, source, _ in BAD])
def test_each_kind_among_good_pairs(kind, source, target):
    pairs = [pair(*texts) for texts in GOOD]
    assert faults([*pairs, pair(source, target)])[-1] == [kind]
    assert kind not in faults([*pairs, pair(source, target)], frozenset(CleanKind) - {kind})[-1]


@pytest.mark.parametrize(
    ("source", "target", "odd"),
    [
        ("The committee adopted the report on the budget at its last session.", "Le comité a", True),
        ("The committee", "Le comité a adopté le rapport sur le budget à sa dernière session.", True),
        ("The committee adopted the report on the budget.", "Rapport adopté.", True),
        ("Report adopted.", "Le comité a adopté le rapport.", False),
        ("Yes.", "Oui, tout à fait, madame.", False),  # short texts vary
    ],
)
def test_a_third_of_the_length_is_odd_in_any_text(source, target, odd):
    free = [pair("A word " * n, "Un mot " * (n + n % 3)) for n in range(2, 40)]  # translations that vary
    found = faults([*free, pair(source, target)], {CleanKind.LENGTH})
    assert found == [[] for _ in free] + [[CleanKind.LENGTH] * odd]


def test_duplicates_across_blocks():
    finder = FaultFinder(("en", "fr"), frozenset({CleanKind.DUPLICATE}))
    assert finder.block([pair("a", "b"), pair("a", "c")], ["1", "2"]) == [[], []]
    ((fault,), *_) = finder.block([pair(" a", "b  ")], ["3"])
    assert (fault.kind, fault.why) == (CleanKind.DUPLICATE, "the same as unit 1")


def test_a_pair_that_is_none():
    words = ["doctor", "nurse", "school", "office", "border", "village", "minister", "victim"]
    mots = ["médecin", "infirmière", "école", "bureau", "frontière", "village", "ministre", "victime"]
    known = [
        pair(f"The {words[i]} saw the {words[j]}.", f"Le {mots[i]} a vu le {mots[j]}.")
        for i in range(8)
        for j in range(8)
        if i != j
    ]
    wrong = pair("The doctor saw the school near the border.", "Le ministre et la victime ont quitté le village.")
    assert faults([*known, wrong])[-1] == [CleanKind.MISALIGNED]
    assert not any(faults([*known, wrong])[:-1])


@pytest.mark.parametrize(
    ("source", "target", "after"),
    [
        (
            "Contact Jeanne Marchetaud, j.marchetaud@iom.int, tel. +33 1 44 55 66 77.",
            "Contacter Jeanne Marchetaud, j.marchetaud@iom.int, tél. +33 1 44 55 66 77.",
            ("Contact [name], [mail], tel. [telephone].", "Contacter [name], [mail], tél. [telephone]."),
        ),
        ("Call 01 44 55 66 77 now", "Appelez le 01 44 55 66 77", ("Call [telephone] now", "Appelez le [telephone]")),
        ("Fatou Ndiayé spoke of 1,250,000 people.", "Fatou Ndiayé a parlé de 1 250 000 personnes.", None),
        ("Call 112.", "Appelez le 112.", None),
        ("Contact the Regional Office for Asia", "Contacter le Bureau régional pour l’Asie", None),
        ("Contact Zelene Marchetaud.", "Contacter Zélène Marchetaud.", ("Contact [name].", "Contacter [name].")),
        ("Contact Zelene Marchetaud.", "Cœur, Ze\u0301lène Marchetaud.", ("Contact [name].", "Cœur, [name].")),
        ("Contact Marchetaud.", "Contacter Marchetaud.", None),
        ("Contact WXYZ Marchetaud.", "Contacter WXYZ Marchetaud.", None),
    ],
)  # fmt: skip
def test_personal_data(source, target, after):
    both = pair(source, target)
    found = masked(both.source, both.target, (find_language("en"), find_language("fr")))
    assert (None if found is None else (found.source.text, found.target.text)) == after


@settings(max_examples=150)
@given(st.text(alphabet="ab é", max_size=8), st.lists(st.integers(0, 8), max_size=4))
def test_codes_stay_between_the_same_stretches(text, places):
    codes = tuple(InlineCode(min(place, len(text)), "standalone", str(n)) for n, place in enumerate(sorted(places)))
    found = with_text(Segment("fr", text, codes), lambda part: part.replace("a", "xyz").replace("b", ""))
    edges = [0, *(code.position for code in found.codes), len(found.text)]
    old = [0, *(code.position for code in codes), len(text)]
    assert edges == sorted(edges)
    for n in range(len(edges) - 1):
        assert found.text[edges[n] : edges[n + 1]] == text[old[n] : old[n + 1]].replace("a", "xyz").replace("b", "")


def test_inline_codes_out_of_balance():
    opened, closed = InlineCode(0, "open", "<b>", "1"), InlineCode(1, "close", "</b>", "1")
    whole, half, none = (Segment("en", "a", codes) for codes in ((opened, closed), (opened,), ()))
    assert tags_fault(whole, half) == "in the translation an inline code is not closed"
    assert [tags_fault(half, half), tags_fault(whole, none), tags_fault(none, none)] == [None] * 3
    assert "closes what is not open" in tags_fault(Segment("en", "a", (closed,)), none)


@pytest.fixture
def folder(tmp_path, monkeypatch):
    units = [
        TranslationUnit(f"u{n}", (Segment("en", source), Segment("fr", target)), (Property("file", "r.txt"),))
        for n, (source, target) in enumerate([*GOOD, *(texts for _, *texts in BAD[:7])], 1)
    ]
    write_tmx(tmp_path / "m.tmx", units, source_language="en")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def accord(folder, run_accord):
    return partial(run_accord, "memory")


def stored(path):
    with open_memory(path) as store:
        return [(one.number, one.document, *(s.text for s in one.unit.variants)) for one in store]


def test_a_database_is_cleaned_and_put_back(accord, folder):
    accord("import", "m.tmx", "--duplicates", "keep")
    before = stored(folder / "memory.db")
    assert "would be" in accord("clean", "--dry-run").err
    assert stored(folder / "memory.db") == before
    assert "3 taken out · 3 put right" in accord("clean", "--report", "r.json").err
    after = stored(folder / "memory.db")
    texts = {row[2:] for row in after}
    assert ("The minister has signed the declaration.", "Le ministre a signé la déclaration.") in texts
    assert ("The children were cared for.", "Les enfants ont été pris en charge.") in texts
    assert {row[1] for row in after} == {"r.txt"}
    assert len(after) == len(before) - 3
    assert "as before" in accord("clean", "--undo").err
    assert stored(folder / "memory.db") == before
    assert "no cleaning to take back" in accord("clean", "--undo", code=2).err
    changes = json.loads((folder / "r.json").read_text(encoding="utf-8"))["changes"]
    assert {change["kind"] for change in changes} == {"empty", "encoding", "swapped", "identical"}


def test_a_file_stays_as_it_is(accord, folder):
    content = (folder / "m.tmx").read_bytes()
    accord("clean", "m.tmx", "-o", "c.tmx", "--report", "r.xlsx", "--keep", "identical")
    assert (folder / "m.tmx").read_bytes() == content
    assert len(list(read_tmx(folder / "c.tmx"))) == len(GOOD) + 4
    rows = list(openpyxl.load_workbook(folder / "r.xlsx").active.values)
    assert rows[0][:5] == ("unit", "name", "line", "kind", "done")
    assert [row[3:5] for row in rows[1:]][-1] == ("identical", "keep")
    again = accord("clean", "c.tmx", "--dry-run", "--report", "again.tsv").err
    assert "0 taken out" not in again or "identical" in again


def test_only_some_kinds(accord, folder):
    done = accord("clean", "m.tmx", "--dry-run", "--only", "swapped, empty")
    assert "identical" not in done.out + done.err
    assert "→ The minister has signed" in done.out
    table = folder / "r.tsv"
    accord("clean", "m.tmx", "--dry-run", "--only", "identical", "--report", table)
    assert [line.split("\t")[3] for line in table.read_text(encoding="utf-8").splitlines()] == ["kind", "identical"]


def test_in_french(accord, folder):
    rows = ("en\tfr", "The return of 807 victims\tLe retour de 870 victimes", "A\t")
    (folder / "m.tsv").write_text("".join(f"{row}\n" for row in rows), encoding="utf-8")
    done = accord("clean", "--ui", "fr", "m.tsv", "--dry-run")
    assert "unité 1, ligne 2       nombres     retrait    «\u00a0807\u00a0» répond à «\u00a0870\u00a0»" in done.out
    assert "vide        retrait    la traduction est vide" in done.out
    assert "vide                1\nnombres             1\n" in done.err
    for wanted in ("vide", "empty"):
        accord("clean", "--ui", "fr", "m.tsv", "--dry-run", "--only", wanted, "--report", "faults.tsv")
        lines = (folder / "faults.tsv").read_text(encoding="utf-8").splitlines()
        assert [line.split("\t")[3] for line in lines] == ["sorte", "vide"]


def test_no_formula_in_the_table(accord, folder):
    write_tmx(
        folder / "f.tmx", [TranslationUnit("", (Segment("en", "=1+2\tx"), Segment("fr", " ")))], source_language="en"
    )
    accord("clean", "f.tmx", "--dry-run", "--report", "r.tsv")
    assert "\t'=1+2\\tx\t" in (folder / "r.tsv").read_text(encoding="utf-8")


def test_a_third_language_stays(accord, folder):
    three = TranslationUnit("", (Segment("en", "Good."), Segment("fr", ""), Segment("de", "Gut.")))
    write_tmx(folder / "t.tmx", [three], source_language="en")
    accord("clean", "t.tmx", "-o", "c.tmx")
    assert [[s.language for s in one.variants] for one in read_tmx(folder / "c.tmx")] == [["en", "de"]]


@pytest.mark.parametrize(
    ("arguments", "says"),
    [
        (["clean"], "there is no such memory"),
        (["clean", "m.tmx"], "where shall the clean memory go"),
        (["clean", "m.tmx", "-o", "m.tmx"], "would replace the memory itself"),
        (["clean", "m.tmx", "-o", "c.csv"], "written as TMX"),
        (["clean", "m.db", "-o", "c.tmx"], "cleaned in its place"),
        (["clean", "m.tmx", "--undo"], "only the cleaning of a database"),
        (["clean", "m.tmx", "--dry-run", "--only", "odd"], "no kind of fault called «odd»"),
        (["clean", "m.tmx", "--dry-run", "--report", "r.doc"], "not written as «.doc»"),
        (["clean", "none.tmx", "--dry-run"], "there is no such file"),
        (["concordance"], "nothing to look for"),
        (["concordance", "x"], "there is no such memory"),
        (["concordance", "x", "y", "z"], "too many arguments"),
        (["concordance", "…", "--memory", "m.tmx"], "no word to look for"),
    ],
)
def test_clear_lines(accord, folder, arguments, says):
    before = sorted(path.name for path in folder.iterdir())
    done = accord(*arguments, code=2)
    assert says in done.err
    assert done.err.count("\n") <= 2
    assert sorted(path.name for path in folder.iterdir()) == before


@pytest.mark.parametrize("piece", ["a", "a@", "?", "<", "A-", "+" + 50 * "1" + " ", "tel 1 1 1 1 1 1 1 1 1 x "])
def test_one_long_text_takes_no_longer_than_many_short_ones(piece):
    text = piece * (40_000 // len(piece))
    alone = frozenset(CleanKind) - {CleanKind.LENGTH, CleanKind.MISALIGNED, CleanKind.NUMBERS}
    start = time.process_time()
    faults([pair(f"Call {text}", f"Appelez {text}")], alone)
    assert time.process_time() - start < 5  # half a second; twenty and more where each sign looks at all that follow
