"""What was approved is kept in the next alignment, wherever it can be found again, and words are learnt from it."""

from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.align.sentences import TextPair
from tmx.errors import AlignmentError
from tmx.formats.tmx import read_tmx, write_tmx
from tmx.model import Alignment, Bead, Property, Segment, TranslationUnit
from toolkit.cli.main import main
from toolkit.model import AlignedPair
from toolkit.workflows.approved import ApprovedUnits, align_around, kept_beads, memory_lexicon, read_approved
from toolkit.workflows.review import write_review

EXAMPLES = Path(__file__).parents[2] / "examples"


def unit(number, source, target, *, approved=True, languages=("en", "fr")):
    properties = (Property("x-approved", "yes"),) if approved else ()
    return TranslationUnit(str(number), tuple(map(Segment, languages, (source, target))), properties)


def places(source, target, *pairs):
    return [(list(b.source), list(b.target)) for b in kept_beads(source, target, ApprovedUnits(pairs))]


def test_only_what_is_approved_is_read(tmp_path):
    path = tmp_path / "memory.tmx"
    units = [unit(1, "One  two.", "Un deux."), unit(2, "Three.", "Trois.", approved=False)]
    write_tmx(path, [*units, unit(3, "Four.", "Vier.", languages=("en", "de"))], source_language="en")
    assert read_approved([path], "en-GB", "fr-FR").pairs == (("One two.", "Un deux."),)
    with pytest.raises(AlignmentError, match="no unit in it is approved"):
        read_approved([path], "en", "es")


# Source and target sentences, the approved texts, and the beads that are found again.
KEPT = {
    "one to one": (["a", "b"], ["A", "B"], [("b", "B")], [([1], [1])]),
    "several to one": (["a", "b", "c"], ["A", "BC"], [("b c", "BC")], [([1, 2], [1])]),
    "blank lines between": (["b", "", "c"], ["BC"], [("b c", "BC")], [([0, 1, 2], [0])]),
    "spaces do not count": (["a  b "], ["A"], [("a b", "A")], [([0], [0])]),
    "changed since": (["a!"], ["A"], [("a", "A")], []),
    "repeated and not to be told apart": (["x", "x"], ["X", "X"], [("x", "X")], []),
    "repeated, but between others": (
        ["x", "b", "x", "d", "x"],
        ["X", "B", "X", "D", "X"],
        [("x", "X"), ("b", "B"), ("d", "D")],
        [([i], [i]) for i in range(5)],
    ),
    "crossing": (["a", "b", "c"], ["B", "C", "A"], [("a", "A"), ("b", "B"), ("c", "C")], [([1], [0]), ([2], [1])]),
    "the longer piece": (["a", "b"], ["A", "B"], [("a", "A"), ("a b", "A B")], [([0, 1], [0, 1])]),
    "two translations": (["a"], ["Z"], [("a", "A"), ("a", "Z")], [([0], [0])]),
    "nothing": ([], [], [("a", "A")], []),
}


@pytest.mark.parametrize("name", KEPT)
def test_beads_are_found_again(name):
    source, target, pairs, expected = KEPT[name]
    assert places(source, target, *pairs) == expected


def alone(texts):
    """An aligner that finds nothing."""
    for text in texts:
        beads = [Bead(range(i, i + 1), range(0)) for i in range(len(text.source))]
        beads += [Bead(range(0), range(j, j + 1)) for j in range(len(text.target))]
        yield Alignment(tuple(beads), len(text.source), len(text.target))


LETTERS = st.lists(st.sampled_from("abcde"), max_size=10)


@settings(max_examples=200)
@given(source=LETTERS, target=LETTERS, known=st.sets(st.sampled_from(["a", "b", "c", "d", "a b", "c d"])))
def test_whatever_is_approved_every_sentence_is_accounted_for(source, target, known):
    pairs = tuple((text, text.upper()) for text in sorted(known))
    text = TextPair(tuple(source), tuple(map(str.upper, target)))
    [(alignment, kept, _)] = align_around([text], ApprovedUnits(pairs), lambda texts: list(alone(texts)))
    assert (alignment.source_length, alignment.target_length) == (len(source), len(target))
    for place, bead in enumerate(alignment.beads):
        ours, theirs = (" ".join(s[i] for i in r) for s, r in ((text.source, bead.source), (text.target, bead.target)))
        assert ((ours, theirs) in pairs) == (place in kept) or not (bead.source and bead.target)


def test_what_lies_between_is_handed_on_with_its_blocks_and_headings():
    text = TextPair(
        ("t", "a", "b", "h", "c"), ("T", "A", "B", "H", "C"), "n", (0, 1, 1, 2, 3), (0, 1, 1, 2, 3),
        frozenset({0, 3}), frozenset({0, 3}),
    )  # fmt: skip
    seen = []

    def align(texts):
        seen.extend(texts)
        return list(alone(texts))

    align_around([text], ApprovedUnits((("b", "B"),)), align)
    assert [(piece.source, piece.source_blocks, piece.source_headings) for piece in seen] == [
        (("t", "a"), (0, 1), {0}),
        (("h", "c"), (2, 3), {0}),
    ]


def test_words_are_learnt():
    words = {"mill": "zurka", "gate": "porvo", "river": "fluxen", "bridge": "kantar", "tower": "belmo", "barn": "grosk"}
    pairs = [(one, other) for one in words for other in words if one != other]
    texts = tuple((f"{one} {other}", f"{words[one]} {words[other]}") for one, other in pairs)
    entries = {(e.source, e.target): e.weight for e in memory_lexicon(ApprovedUnits(texts), "en", "fr").entries()}
    assert all(0.1 <= weight <= 1 for weight in entries.values())
    best = {}
    for source, target in sorted(entries, key=entries.__getitem__):
        best[source] = target
    assert best == words


def run(*words):
    with pytest.raises(SystemExit) as stop:
        main([str(word) for word in words])
    return stop.value.code


def test_from_one_review_to_the_next(tmp_path, capsys):
    openpyxl = pytest.importorskip("openpyxl")
    source = EXAMPLES / "originals" / "ambassador-of-viet-nam-at-iom.txt"
    target = EXAMPLES / "releases" / "vietnam-rencontre-a-geneve.txt"
    sheet, memory, again = tmp_path / "r.xlsx", tmp_path / "m.tmx", tmp_path / "n.tmx"
    assert run("align", source, target, "--review", sheet) == 0
    book = openpyxl.load_workbook(sheet)
    rows = book["Beads"]
    # A decision that no aligner would take by itself: three beads in one.
    for row in (9, 10):
        assert rows.cell(row, 5).value == "1-1"
        rows.cell(row, 10).value = "join"
    rows.cell(15, 10).value = "ok"
    book.save(sheet)
    assert run("align", "--from-review", sheet, "-o", memory) == 0
    approved = [u for u in read_tmx(memory) if u.property("x-approved")]
    assert [u.property("x-bead") for u in approved] == ["3-3", "1-1"]
    new = tmp_path / "new.xlsx"
    assert run("align", source, target, "--approved", memory, "-o", again, "--review", new) == 0
    assert "2 as they were approved" in capsys.readouterr().err
    from_sheet = tmp_path / "from-sheet.tmx"  # the workbook serves as the memory made from it
    both = ("--approved", memory, "--approved", sheet)  # what the first one says already is no fault of the second
    assert run("align", source, target, *both, "-o", from_sheet) == 0
    assert from_sheet.read_bytes() == again.read_bytes()
    rows.cell(16, 10).value = "out"
    book.save(sheet)
    assert run("align", source, target, "--approved", sheet, "-o", from_sheet, "--review", tmp_path / "out.xlsx") == 0
    assert "2 as they were approved · 1 left out as before" in capsys.readouterr().err
    texts = [[u.variants[0].text for u in read_tmx(path)] for path in (again, from_sheet)]
    struck = rows.cell(16, 7).value.split("] ", 1)[1]
    assert [text for text in texts[0] if text != struck] == texts[1]  # what was left out stays out
    assert len(texts[0]) == len(texts[1]) + 1
    assert run("align", "--from-review", tmp_path / "out.xlsx", "-o", again) == 0
    assert "2 approved, 1 struck out" in capsys.readouterr().err
    kept = [u for u in read_tmx(again) if u.property("x-approved")]
    assert [u.variants for u in kept] == [u.variants for u in approved]
    assert {u.property("x-confidence") for u in kept} == {"1.0000"}
    shown = [row[9].value for row in openpyxl.load_workbook(new)["Beads"].iter_rows(min_row=2)]
    assert shown.count("ok") == 2
    assert run("align", source, target, "--review", new) == 0
    capsys.readouterr()
    assert run("align", "--from-review", sheet, "--approved", memory, "-o", again) == 2
    assert "only -o (.tmx) and --tmx-languages go with it" in capsys.readouterr().err


def test_a_memory_without_approved_units_is_refused(tmp_path, capsys):
    path = tmp_path / "m.tmx"
    write_tmx(path, [unit(1, "a", "A", approved=False)], source_language="en")
    folders = EXAMPLES / "originals", EXAMPLES / "releases"
    assert run("build", *folders, "-o", tmp_path / "out", "--approved", path) == 2
    assert "no unit in it is approved" in capsys.readouterr().err
    assert not (tmp_path / "out").exists()


def test_what_was_decided_about_a_bead_without_counterpart_stays_with_it(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    beads = Alignment(
        (*(Bead(range(i, i + 1), range(0), confidence=0.6) for i in range(3)), Bead(range(0), range(1))), 3, 1
    )
    pair = AlignedPair("a.txt", "b.txt", ("One.", "Two.", "Three."), ("Un.",), beads)
    write_review(tmp_path / "r.xlsx", [pair], "en", "fr")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    for cell, decision in (("J2", "ok"), ("J3", "out"), ("J5", "ok")):
        book["Beads"][cell] = decision
    book.save(tmp_path / "r.xlsx")
    approved = read_approved([tmp_path / "r.xlsx"], "en", "fr")
    text = TextPair(pair.source, pair.target, "a.txt - b.txt")
    [(alignment, kept, struck)] = align_around([text], approved, lambda pieces: [beads])
    assert (kept, struck) == ({0, 3}, {1})
    assert [bead.confidence for bead in alignment.beads] == [1.0, 1.0, 0.6, 1.0]
    # Where the aligner has found a counterpart since, the mark is none of this bead's.
    other = Alignment((Bead(range(1), range(1)), *beads.beads[1:3]), 3, 1)
    assert [row[1:] for row in align_around([text], approved, lambda pieces: [other])] == [(set(), {1})]
    elsewhere = TextPair(pair.source, pair.target, "c.txt - d.txt")
    assert [row[1:] for row in align_around([elsewhere], approved, lambda pieces: [beads])] == [(set(), set())]


def test_what_is_approved_and_not_found_again_is_told_of(tmp_path, capsys):
    openpyxl = pytest.importorskip("openpyxl")
    files = tmp_path / "a.txt", tmp_path / "b.txt"
    files[0].write_text("One house.\n\nTwo roads.\n", encoding="utf-8")
    files[1].write_text("Une maison.\n\nDeux routes.\n", encoding="utf-8")
    assert run("align", *files, "--review", tmp_path / "r.xlsx") == 0
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    book["Beads"]["J2"], book["Beads"]["I3"] = "ok", "[2] Deux chemins."
    book.save(tmp_path / "r.xlsx")
    assert run("align", "--from-review", tmp_path / "r.xlsx", "-o", tmp_path / "m.tmx") == 0
    for approved in ("r.xlsx", "m.tmx"):
        capsys.readouterr()
        assert run("align", *files, "--approved", tmp_path / approved, "-o", tmp_path / "n.tmx") == 0
        said = capsys.readouterr().err
        assert "1 as it was approved · 1 approved in another wording and not found again" in said
    files[1].write_text("Une maison.\n\nDeux chemins.\n", encoding="utf-8")
    assert run("align", *files, "--approved", tmp_path / "r.xlsx", "-o", tmp_path / "n.tmx") == 0
    said = capsys.readouterr().err
    assert "2 as they were approved" in said
    assert "not found again" not in said


def test_what_is_struck_out_stays_out_of_its_document_alone(tmp_path):
    openpyxl = pytest.importorskip("openpyxl")
    beads = Alignment(tuple(Bead(range(i, i + 1), range(i, i + 1)) for i in range(2)), 2, 2)
    pair = AlignedPair("a.txt", "b.txt", ("One.", "Two."), ("Un.", "Deux."), beads)
    write_review(tmp_path / "r.xlsx", [pair], "en", "fr")
    book = openpyxl.load_workbook(tmp_path / "r.xlsx")
    book["Beads"]["J2"] = "out"
    book.save(tmp_path / "r.xlsx")
    approved = read_approved([tmp_path / "r.xlsx"], "en", "fr")
    assert approved == ApprovedUnits((), {"a.txt - b.txt": frozenset({("One.", "Un.")})})
    texts = [TextPair(pair.source, pair.target, name) for name in ("a.txt - b.txt", "c.txt - d.txt")]
    struck = [out for _, _, out in align_around(texts, approved, lambda pieces: list(alone(pieces)))]
    assert struck == [{0}, frozenset()]
