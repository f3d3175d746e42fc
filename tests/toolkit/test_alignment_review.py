"""The workbook to review: what it shows, what a person can do in it, and what is refused."""

import io
import re
import zipfile
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.errors import AccordError
from tmx.formats.tmx import read_tmx, write_tmx
from tmx.model import Alignment, Bead
from toolkit.cli.main import main
from toolkit.messages import speaking
from toolkit.model import AlignedPair
from toolkit.reports.alignment_html import AlignmentReport
from toolkit.reports.alignment_xlsx import BEAD_COLUMNS, DOCUMENT_COLUMNS, alignment_workbook
from toolkit.workflows.memory import units_from_pairs
from toolkit.workflows.review import ReviewError, holds_decisions, read_review, write_review

openpyxl = pytest.importorskip("openpyxl")

COLUMN = {name: number for number, name in enumerate(BEAD_COLUMNS, 1)}


def beads(*kinds, confidence=0.5):
    found, i, j = [], 0, 0
    for a, b in kinds:
        found.append(Bead(range(i, i + a), range(j, j + b), confidence=confidence))
        i, j = i + a, j + b
    return Alignment(tuple(found), i, j)


PAIR = AlignedPair(
    "=news.html",
    "nouvelles.txt",
    ("Title", "=1+1", "It rained.", "It snowed.", "The end."),
    ("Titre", "@somme", "Il a plu.", "Il a neigé.", "Fin."),
    beads((1, 1), (1, 1), (2, 2), (1, 0), (0, 1)),
    0.9,
    datetime(2024, 5, 6, 7, 8, 9, tzinfo=UTC),
)
OTHER = AlignedPair("b.txt", "b-fr.txt", ("One.", "Two."), ("Un.", "Deux."), beads((1, 1), (1, 1), confidence=0.995))


def written(tmp_path, *pairs):
    path = tmp_path / "review.xlsx"
    write_review(path, pairs or (PAIR, OTHER), "en", "fr")
    return path


def edit(path, changes, sheet="Beads"):
    """Save ``path`` with the cells ``changes`` ((row, column): value), as a spreadsheet would."""
    book = openpyxl.load_workbook(path)
    for (row, column), value in changes.items():
        number = COLUMN[column] if isinstance(column, str) else column
        book[sheet].cell(row, number).value = value
    book.save(path)
    return path


def shape(pair):
    return [(list(bead.source), list(bead.target)) for bead in pair.alignment.beads]


def texts(pairs):
    return [
        (unit.variants[0].text, unit.variants[1].text, unit.property("x-approved"), unit.property("x-confidence"))
        for unit in units_from_pairs(pairs, "en", "fr")
    ]


def test_nothing_changed_gives_the_same_alignment(tmp_path):
    review = read_review(written(tmp_path))
    assert review.pairs == (PAIR, OTHER)
    assert (review.source_language, review.target_language) == ("en", "fr")


def in_french(tmp_path):
    with speaking("fr"):
        return written(tmp_path)


def test_in_french_everything_in_it_is(tmp_path):
    book = openpyxl.load_workbook(in_french(tmp_path))
    assert book.sheetnames == ["Mode d’emploi", "Couples", "Phrases", "Documents"]
    sheet = book["Couples"]
    assert [cell.value for cell in sheet[1]][:5] == ["document", "couple", "confiance", "à voir", "sorte"]
    assert [sheet.cell(row, 4).value for row in (2, 7)] == ["d’abord", "sûr"]
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"ok,exclure,joindre"']
    assert {cell.value for cell in book["Phrases"]["B"][1:]} == {"source", "cible"}
    assert "couple" in book["Mode d’emploi"]["B2"].value
    for page in book.worksheets:
        header = [cell.value for cell in page[1] if cell.value]
        assert len(set(header)) == len(header)


@pytest.mark.parametrize("reader", ["en", "fr"])
@pytest.mark.parametrize("words", [("ok", "out", "join"), ("OK", "Exclure", "joindre")])
@pytest.mark.parametrize(("writer", "sheet"), [("en", "Beads"), ("fr", "Couples")])
def test_a_workbook_of_either_language_is_read_in_either(tmp_path, reader, words, writer, sheet):
    with speaking(writer):
        path = written(tmp_path)
    with speaking(reader):
        assert read_review(path).pairs == (PAIR, OTHER)
        assert not holds_decisions(path)
    edit(path, {(2, "decision"): words[0], (3, "decision"): words[1], (4, "decision"): words[2]}, sheet)
    with speaking(reader):
        assert holds_decisions(path)
        first, other = read_review(path).pairs
    assert (first.approved, first.struck_out) == ({0, 2}, {1})
    assert shape(first)[2] == ([2, 3, 4], [2, 3])
    assert other == OTHER


def test_what_does_not_fit_is_said_in_french(tmp_path):
    path = edit(in_french(tmp_path), {(2, "decision"): "oui", (3, "source numbers"): "2 x"}, "Couples")
    with speaking("fr"), pytest.raises(ReviewError) as found:
        read_review(path)
    said = [(problem.reason, problem.remedy) for problem in found.value.problems]
    assert said[0] == (
        "feuille «\u00a0Couples\u00a0», ligne 2\u00a0: la décision «\u00a0oui\u00a0» n’est pas connue",
        "écrivez ok, exclure ou joindre, ou rien",
    )
    assert any("«\u00a0x\u00a0» n’est pas le numéro d’une phrase source" in reason for reason, _ in said)


def test_the_same_report_gives_the_same_bytes_and_no_date_of_today():
    content = alignment_workbook(AlignmentReport((PAIR, OTHER)))
    assert content == alignment_workbook(AlignmentReport((PAIR, OTHER)))
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        assert {entry.date_time for entry in archive.infolist()} == {(2024, 5, 6, 7, 8, 8)}
        assert archive.read("docProps/core.xml").count(b"2024-05-06T07:08:09Z") == 2


def test_the_sheet_is_made_to_be_worked_in(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path))
    assert book.sheetnames == ["How to", "Beads", "Sentences", "Documents"]
    sheet = book["Beads"]
    assert book.active is sheet
    assert sheet.freeze_panes == "A2"
    assert sheet.auto_filter.ref == "A1:L8"
    assert sheet["G4"].value == "[3] It rained.\n[4] It snowed."
    assert sheet["G4"].alignment.wrap_text
    assert [sheet.cell(row, 4).value for row in (2, 7)] == ["look first", "sure"]
    assert sheet["C2"].fill.fgColor.rgb != sheet["C7"].fill.fgColor.rgb
    assert [rule.formula1 for rule in sheet.data_validations.dataValidation] == ['"ok,out,join"']
    assert sheet.column_dimensions["L"].hidden
    coloured = {rule.formula[0] for ranges in sheet.conditional_formatting for rule in ranges.rules}
    assert {'$J2="ok"', '$J2="out"'} <= coloured


def test_nothing_is_a_formula(tmp_path):
    book = openpyxl.load_workbook(written(tmp_path))
    for sheet in book.worksheets:
        for row in sheet.iter_rows():
            for cell in row:
                assert cell.data_type in {"s", "n"}, cell.coordinate
                if isinstance(cell.value, str) and cell.value[:1] in {"=", "+", "-", "@"}:
                    assert cell.quotePrefix, cell.coordinate


def test_decisions(tmp_path):
    path = edit(written(tmp_path), {(2, "decision"): "OK ", (3, "decision"): "out", (7, "decision"): "join"})
    review = read_review(path)
    assert review.pairs[0].approved == {0}
    assert review.pairs[0].struck_out == {1}
    assert texts(review.pairs) == [
        ("Title", "Titre", "yes", "1.0000"),
        ("It rained. It snowed.", "Il a plu. Il a neigé.", None, "0.5000"),
        ("One. Two.", "Un. Deux.", "yes", "1.0000"),
    ]


# What is written into rows 2 to 6 of the first document ((row, column): value), and the beads that come of it.
EDITS = {
    "split": (
        {(4, "source numbers"): "3 | 4", (4, "target numbers"): "3|4"},
        [([0], [0]), ([1], [1]), ([2], [2]), ([3], [3]), ([4], []), ([], [4])],
        {2, 3},
    ),
    "split with an empty side": (
        {(4, "source numbers"): "3 | 4", (4, "target numbers"): "3 4 |"},
        [([0], [0]), ([1], [1]), ([2], [2, 3]), ([3], []), ([4], []), ([], [4])],
        {2, 3},
    ),
    "move": (
        {(3, "source numbers"): "2, 3", (4, "source numbers"): 4.0},
        [([0], [0]), ([1, 2], [1]), ([3], [2, 3]), ([4], []), ([], [4])],
        {1, 2},
    ),
    "move into a row that had nothing": (
        {(5, "target numbers"): 5, (6, "target numbers"): None},
        [([0], [0]), ([1], [1]), ([2, 3], [2, 3]), ([4], [4])],
        {3},
    ),
    "join what has no counterpart": (
        {(5, "decision"): "join"},
        [([0], [0]), ([1], [1]), ([2, 3], [2, 3]), ([4], [4])],
        {3},
    ),
    "join three": (
        {(2, "decision"): "join", (3, "decision"): "join"},
        [([0, 1, 2, 3], [0, 1, 2, 3]), ([4], []), ([], [4])],
        {0},
    ),
    "split and join the end": (
        {(4, "source numbers"): "3 | 4", (4, "target numbers"): "3 | 4", (4, "decision"): "join"},
        [([0], [0]), ([1], [1]), ([2], [2]), ([3, 4], [3]), ([], [4])],
        {2, 3},
    ),
    "a row of one's own": (
        {
            (4, "source numbers"): 3,
            (4, "target numbers"): 3,
            (9, "document"): 1,
            (9, "source numbers"): 4,
            (9, "target numbers"): "4",
        },
        [([0], [0]), ([1], [1]), ([2], [2]), ([3], [3]), ([4], []), ([], [4])],
        {2, 3},
    ),
}


@pytest.mark.parametrize("name", EDITS)
def test_sentences_are_moved(tmp_path, name):
    changes, expected, approved = EDITS[name]
    pair = read_review(edit(written(tmp_path), changes)).pairs[0]
    assert shape(pair) == expected
    assert pair.approved == approved
    for place, bead in enumerate(pair.alignment.beads):
        assert bead.confidence == (1.0 if place in approved else 0.5)


def test_sorting_and_moving_columns_changes_nothing(tmp_path):
    path = written(tmp_path)
    book = openpyxl.load_workbook(path)
    sheet = book["Beads"]
    rows = [[cell.value for cell in row] for row in sheet.iter_rows()]
    rows = [rows[0], *reversed(rows[1:])]
    for number, row in enumerate(rows, 1):
        for column, value in enumerate([*row[3:], "a note", *row[:3]], 1):
            sheet.cell(number, column).value = value
    book.save(path)
    assert read_review(path).pairs == (PAIR, OTHER)


def test_a_text_is_corrected_in_the_sheet_of_sentences(tmp_path):
    path = edit(written(tmp_path), {(4, 4): "It poured."}, "Sentences")
    pair = read_review(path).pairs[0]
    assert pair.source[2] == "It poured."
    assert pair.approved == {2}  # who corrects a text has looked at the bead
    assert read_review(path).pairs[1].approved == frozenset()


# What is written into row 4 (source sentences 3 and 4) and others, and the sentences that come of it.
CORRECTIONS = {
    "one of two": ({(4, "source"): "[3] It poured.\n[4] It snowed."}, "Title|=1+1|It poured.|It snowed.|The end."),
    "line breaks": (
        {(4, "source"): "[3] It\npoured. \n\n [4] It snowed."},
        "Title|=1+1|It poured.|It snowed.|The end.",
    ),
    "written over": ({(2, "source"): "A title"}, "A title|=1+1|It rained.|It snowed.|The end."),
    "a no-break space": (
        {(4, "source"): "[3] It rained\u00a0!\n[4] It snowed."},
        "Title|=1+1|It rained\u00a0!|It snowed.|The end.",
    ),
    "moved and corrected": (
        {
            (3, "source numbers"): "2 3",
            (3, "source"): "[2] =1+1\n[3] It poured.",
            (4, "source numbers"): "4",
            (4, "source"): "[4] It snowed.",
        },
        "Title|=1+1|It poured.|It snowed.|The end.",
    ),
    "split and corrected": (
        {(4, "source numbers"): "3|4", (4, "target numbers"): "3|4", (4, "source"): "[3] It rained.\n[4] Snow."},
        "Title|=1+1|It rained.|Snow.|The end.",
    ),
}


@pytest.mark.parametrize("name", CORRECTIONS)
def test_a_text_is_corrected_where_it_is_read(tmp_path, name):
    changes, expected = CORRECTIONS[name]
    path = edit(written(tmp_path), changes)
    assert holds_decisions(path)
    review = read_review(path)
    assert "|".join(review.pairs[0].source) == expected
    assert review.pairs[0].target == PAIR.target
    assert review.corrected == sum(column == "source" for _, column in changes) - (name.startswith("moved"))
    row = min(row for row, _ in changes) - 2
    assert row in review.pairs[0].approved
    assert review.pairs[0].alignment.beads[row].confidence == 1.0


def test_a_text_that_is_corrected_in_both_sheets(tmp_path):
    path = edit(
        edit(written(tmp_path), {(4, 4): "It poured."}, "Sentences"), {(4, "source"): "[3] Rain.\n[4] It snowed."}
    )
    with pytest.raises(ReviewError, match="row 4: sentence 3 was corrected in two places, differently"):
        read_review(path)
    review = read_review(edit(path, {(4, "source"): "[3] It poured.\n[4] It snowed."}))
    assert (review.pairs[0].source[2], review.corrected) == ("It poured.", 1)


def test_corrected_texts_go_into_the_memory_and_are_counted(tmp_path, run_accord):
    path = edit(written(tmp_path), {(2, "target"): "[1] Le titre", (5, "decision"): "ok"})
    said = run_accord("align", "--from-review", path, "-o", tmp_path / "m.tmx").err
    assert "1 with a corrected text" in said
    assert "1 of the approved without counterpart: nothing of it in the memory" in said
    assert next(read_tmx(tmp_path / "m.tmx")).variants[1].text == "Le titre"
    said = run_accord("--ui", "fr", "align", "--from-review", path, "-o", tmp_path / "m.tmx").err
    assert "dont 1 au texte corrigé" in said
    assert "1 des approuvés sans pendant" in said


def test_texts_that_are_shown_keep_their_no_break_spaces(tmp_path):
    pair = AlignedPair("a", "b", ("Is  it?",), ("Est-ce\u00a0\u00a0là\u202f?",), beads((1, 1)))
    path = written(tmp_path, pair)
    assert openpyxl.load_workbook(path)["Beads"]["I2"].value == "[1] Est-ce\u00a0\u00a0là\u202f?"
    assert read_review(path).pairs[0] == pair
    assert not holds_decisions(path)


def test_what_is_too_long_to_be_shown_whole_is_corrected_among_the_sentences(tmp_path):
    pair = AlignedPair("a", "b", (LONG,), ("Un.",), beads((1, 1)))
    path = edit(written(tmp_path, pair), {(2, "source"): "[1] Short."})
    with pytest.raises(ReviewError, match="too long to be corrected here"):
        read_review(path)


def test_a_text_that_is_corrected_is_not_written_over(tmp_path):
    path = written(tmp_path)
    assert not holds_decisions(path)
    assert holds_decisions(edit(path, {(4, 4): "It poured."}, "Sentences"))


# In "Beads" by the name of a column, in "Sentences" by its number.
NOT_AS_WRITTEN = [
    {(2, "document"): None},
    {(2, "source numbers"): "x", (2, "as written"): "x/1//"},
    {(2, "target numbers"): "x", (2, "as written"): "1/x//"},
    {(2, "as written"): "1/1"},
    {(5, 1): None},
    {(6, 1): None},
]


@pytest.mark.parametrize("changes", NOT_AS_WRITTEN)
def test_what_does_not_fit_any_more_is_not_written_over(tmp_path, changes):
    by_name = any(isinstance(column, str) for _, column in changes)
    assert holds_decisions(edit(written(tmp_path), changes, "Beads" if by_name else "Sentences"))


def test_whole_numbers_may_be_written_as_decimals(tmp_path):
    path = written(tmp_path)
    with zipfile.ZipFile(path) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    number = re.compile(rb'(<c [^>]*t="n"[^>]*><v>[0-9]+)(</v>)')
    changed = {name: number.sub(rb"\1.0\2", content) for name, content in parts.items() if "worksheets" in name}
    assert sum(content.count(b".0</v>") for content in changed.values()) > 20
    path.write_bytes(archive({**parts, **changed}))
    assert read_review(path).pairs == (PAIR, OTHER)
    assert not holds_decisions(path)


@pytest.mark.parametrize("numbers", ["1-2", "1\u20132", "[1] [2]", "[1], [2]", "[1]-[2]", "1\u00a02"])
def test_numbers_as_a_person_writes_them(tmp_path, numbers):
    gone = {(3, "source numbers"): None, (3, "target numbers"): None}
    path = edit(written(tmp_path), {(2, "source numbers"): numbers, (2, "target numbers"): numbers, **gone})
    assert shape(read_review(path).pairs[0])[0] == ([0, 1], [0, 1])


@pytest.mark.parametrize("numbers", ["1-", "2-1", "1-1", "[x", "1.2", "1-99999999", "\u00b2"])
def test_a_row_that_cannot_be_read_is_the_only_thing_said(tmp_path, numbers):
    path = edit(written(tmp_path), {(2, "source numbers"): numbers})
    with pytest.raises(ReviewError) as error:
        read_review(path)
    assert [problem.reason for problem in error.value.problems] == [
        f"sheet «Beads», row 2: «{numbers}» is not the number of a source sentence"
    ]


def test_columns_to_look_at_may_be_taken_out(tmp_path):
    path = edit(written(tmp_path), {(2, "decision"): "Ok."})
    book = openpyxl.load_workbook(path)
    for name in ("look", "kind", "source", "target", "documents"):
        header = [cell.value for cell in book["Beads"][1]]
        book["Beads"].delete_cols(header.index(name) + 1)
    book.save(path)
    assert read_review(path).pairs[0].approved == {0}
    book["Beads"].delete_cols(book["Beads"].max_column)
    book.save(path)
    with pytest.raises(AccordError, match="there is no column «as written»") as error:
        read_review(path)
    assert error.value.remedy == "put the column back, with its name and what stood in it"


BAD = {
    "decision": ({(2, "decision"): "yes"}, "row 2: the decision «yes» is not known"),
    "join at the end": ({(8, "decision"): "join"}, "row 8: no bead of its document follows"),
    "join with what is out": ({(2, "decision"): "join", (3, "decision"): "out"}, "row 2: the bead is to be joined"),
    "gone": ({(2, "source numbers"): None}, "row 2: source sentence 1 of document 1 stands in no row"),
    "twice": ({(3, "target numbers"): "1 2"}, "row 3: target sentence 1 stands in row 2 too"),
    "none such": ({(6, "target numbers"): "5 6"}, "row 6: document 1 has no target sentence 6"),
    "no number": ({(2, "source numbers"): "one"}, "row 2: «one» is not the number of a source sentence"),
    "a formula": ({(2, "source numbers"): "=1"}, "row 2: «=1» is not the number"),
    "a gap": ({(3, "source numbers"): "2 4", (4, "source numbers"): "3"}, "row 3: the source sentences 2 4 do not"),
    "cut once": ({(4, "source numbers"): "3 | 4"}, "row 4: the two sides are cut differently: source into 2"),
    "crossing": ({(2, "target numbers"): 2, (3, "target numbers"): 1}, "row 2: the bead crosses the one in row 3"),
    "confidence": ({(2, "confidence"): "sure"}, "row 2: the confidence is not a number"),
    "document": ({(2, "document"): 7}, "row 2: there is no document «7»"),
    "text of two sentences": ({(4, "target"): "Il a plu."}, "row 4: it is not clear which sentences"),
    "text of another sentence": ({(2, "target"): "[2] Le titre"}, "row 2: it is not clear which sentences"),
    "text twice": ({(4, "target"): "[3] Il a plu.\n[3] Il a neigé."}, "row 4: it is not clear which sentences"),
    "text of none": ({(5, "target"): "La fin."}, "row 5: no sentence stands in this row"),
    "text taken out": ({(4, "target"): "[3]\n[4] Il a neigé."}, "row 4: the text of sentence 3 was taken out"),
    "text cleared": ({(2, "source"): None}, "row 2: the text of sentence 1 was taken out"),
}


@pytest.mark.parametrize("name", BAD)
def test_what_does_not_fit_is_named(tmp_path, name, capsys):
    changes, reason = BAD[name]
    path = edit(written(tmp_path), changes)
    with pytest.raises(ReviewError) as error:
        read_review(path)
    assert f"sheet «Beads», {reason}" in error.value.problems[0].reason
    assert error.value.problems[0].remedy
    with pytest.raises(SystemExit) as stop:
        main(["align", "--from-review", str(path), "-o", str(tmp_path / "memory.tmx")])
    assert stop.value.code == 2
    said = capsys.readouterr().err
    assert reason in said
    assert "nothing was written" in said
    assert not (tmp_path / "memory.tmx").exists()


def test_every_place_that_does_not_fit_is_named(tmp_path):
    path = edit(written(tmp_path), {(2, "decision"): "yes", (3, "source numbers"): "x", (7, "confidence"): 2})
    with pytest.raises(ReviewError) as error:
        read_review(path)
    rows = [problem.reason.split(":")[0] for problem in error.value.problems]
    assert [row.rpartition(" ")[2] for row in rows][:3] == ["2", "3", "7"]


@pytest.mark.parametrize(
    ("sheet", "changes", "reason"),
    [
        ("Sentences", {(3, 3): 9}, "source sentence 2 of document 1 is missing"),
        ("Sentences", {(3, 3): 1}, "stands here twice"),
        ("Sentences", {(3, 2): "middle"}, "document, side or number was changed"),
        ("Documents", {(3, 1): 1}, "has no number of its own"),
        ("Documents", {(2, 4): "klingon", (3, 4): "klingon"}, "sheet «Documents»"),
        ("Beads", {(1, 10): "verdict"}, "there is no column «decision»"),
    ],
)
def test_broken_sheets(tmp_path, sheet, changes, reason):
    with pytest.raises(AccordError, match=reason):
        read_review(edit(written(tmp_path), changes, sheet))


def archive(parts):
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as packed:
        for name, content in parts.items():
            packed.writestr(name, content)
    return stream.getvalue()


def hostile(tmp_path):
    whole = written(tmp_path).read_bytes()
    with zipfile.ZipFile(io.BytesIO(whole)) as packed:
        parts = {name: packed.read(name) for name in packed.namelist()}
    entity = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]><worksheet/>'
    yield "not a whole workbook", b"PK\x03\x04 cut off"
    yield "not a whole workbook", b"plain text"
    yield "not a whole workbook", whole[: len(whole) // 2]
    yield "not a whole workbook", archive({"readme.txt": "x"})
    yield "old or an encrypted", b"\xd0\xcf\x11\xe0 old"
    yield "declares entities", archive({**parts, "xl/worksheets/sheet2.xml": entity})
    yield "declares entities", archive({**parts, "xl/workbook.xml": entity.decode().encode("utf-16")})
    yield "swell", archive({**parts, "xl/media/a.bin": bytes(20 * 1024 * 1024)})


def test_hostile_files(tmp_path):
    for number, (reason, content) in enumerate(hostile(tmp_path)):
        path = tmp_path / f"{number}.xlsx"
        path.write_bytes(content)
        with pytest.raises(AccordError, match=reason):
            read_review(path)
        assert not holds_decisions(path)


def test_another_workbook(tmp_path):
    path = tmp_path / "other.xlsx"
    openpyxl.Workbook().save(path)
    with pytest.raises(AccordError, match="there is no sheet «Beads»"):
        read_review(path)
    assert not holds_decisions(path)
    write_review(path, (PAIR,), "en", "fr")


def test_decisions_are_not_overwritten(tmp_path):
    path = written(tmp_path)
    assert not holds_decisions(path)
    write_review(path, (PAIR,), "en", "fr")
    edit(path, {(2, "decision"): "ok"})
    with pytest.raises(AccordError, match="would be lost"):
        write_review(path, (PAIR,), "en", "fr")


def test_decisions_are_told_of_before_the_work(tmp_path, run_accord):
    path = edit(written(tmp_path), {(2, "decision"): "ok"})
    said = run_accord("align", tmp_path / "no.en.txt", tmp_path / "no.fr.txt", "--review", path, code=2).err
    assert "somebody has written into this review" in said


def test_a_confidence_of_pairing_that_was_taken_out_is_none_to_doubt(tmp_path):
    place = DOCUMENT_COLUMNS.index("paired at") + 1
    path = edit(written(tmp_path), {(2, place): None, (3, place): "much"}, "Documents")
    assert [pair.confidence for pair in read_review(path).pairs] == [1.0, 0.0]


LONG = "word " * 8000
ODD = ("_x0041_ stays", " spaced  out ", "", "a\x0bb", "'quoted", "#N/A", "12", "2024-05-06", LONG.strip())


def test_odd_texts_survive(tmp_path):
    pair = AlignedPair("_x0041_.txt", "12", ODD, ODD, beads(*[(1, 1)] * len(ODD)))
    back = read_review(written(tmp_path, pair)).pairs[0]
    assert back.source == tuple(text.replace("\x0b", "") for text in ODD)
    assert (back.source_name, back.target_name) == ("_x0041_.txt", "12")


KINDS = st.lists(st.sampled_from([(1, 1), (1, 0), (0, 1), (2, 1), (1, 3), (2, 2)]), min_size=1, max_size=12)


@settings(max_examples=12)
@given(kinds=KINDS, marks=st.lists(st.sampled_from(["", "ok", "out"]), min_size=12, max_size=12))
def test_marks_come_back_with_the_beads(tmp_path_factory, kinds, marks):
    alignment = beads(*kinds, confidence=0.25)
    pair = AlignedPair(
        "a.txt",
        "b.txt",
        tuple(f"s{i}" for i in range(alignment.source_length)),
        tuple(f"t{i}" for i in range(alignment.target_length)),
        alignment,
    )
    path = tmp_path_factory.mktemp("marks") / "review.xlsx"
    write_review(path, (pair,), "en", "fr")
    edit(path, {(row, "decision"): mark or None for row, mark in zip(range(2, len(kinds) + 2), marks, strict=False)})
    back = read_review(path).pairs[0]
    assert shape(back) == shape(pair)
    given_marks = list(enumerate(marks[: len(kinds)]))
    assert back.approved == {place for place, mark in given_marks if mark == "ok"}
    assert back.struck_out == {place for place, mark in given_marks if mark == "out"}
    # Written anew with its decisions, and read once more, it is the same.
    write_review(path.with_name("again.xlsx"), (back,), "en", "fr")
    assert read_review(path.with_name("again.xlsx")).pairs == (back,)
    assert not holds_decisions(path.with_name("again.xlsx"))


def test_the_command_makes_a_memory(tmp_path):
    path = edit(written(tmp_path), {(2, "decision"): "ok", (3, "decision"): "out"})
    with pytest.raises(SystemExit) as stop:
        main(["align", "--from-review", str(path), "-o", str(tmp_path / "m.tmx"), "--tmx-languages", "en-GB,fr-FR"])
    assert stop.value.code == 0
    units = list(read_tmx(tmp_path / "m.tmx"))
    assert [unit.identifier for unit in units] == ["=news:1", "=news:3", "b:1", "b:2"]
    assert units[0].property("x-approved") == "yes"
    assert units[0].variants[1].language == "fr-FR"
    assert units[0].created == PAIR.dated
    again = tmp_path / "again.tmx"
    write_tmx(again, units_from_pairs(read_review(path).pairs, "en", "fr"), source_language="en")
    assert [unit.identifier for unit in read_tmx(again)] == [unit.identifier for unit in units]
