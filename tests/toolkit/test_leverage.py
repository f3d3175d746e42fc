"""``accord memory leverage``: every segment is counted once, in the right band."""

import json
from functools import partial
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.errors import ConfigError
from tmx.formats.tmx import write_tmx
from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import LookupSettings
from tmx.model import Segment, TranslationUnit
from tmx.store.held import HeldMemory
from toolkit.workflows.leverage import LeverageOptions, band_names, leverage

KNOWN = ("Save the file", "Close", "The committee adopted 12 resolutions in 2023.", "One two three four five six")
BANDS = ("101 %", "100 %", "repetitions", "95-99 %", "85-94 %", "75-84 %", "50-74 %", "no match")


@pytest.fixture
def folder(tmp_path, monkeypatch):
    units = (TranslationUnit("", (Segment("en", text), Segment("fr", "x"))) for text in KNOWN)
    write_tmx(tmp_path / "memory.tmx", units, source_language="en")
    monkeypatch.chdir(tmp_path)
    return tmp_path


@pytest.fixture
def accord(folder, run_accord):
    return partial(run_accord, "memory", "leverage", "--memory", "memory.tmx")


def table(folder, name, *sources):
    rows = "".join(f"{source}\t\n" for source in sources)
    (folder / name).write_text(f"source\ttarget\n{rows}", encoding="utf-8")


def counts(part, what="segments"):
    return {row["band"]: row[what] for row in part["bands"] if row[what]}


def test_each_segment_is_counted_once(accord, folder):
    new = "The committee adopted 15 resolutions in 2024."
    table(folder, "a.tsv", "Close", "Nobody knows", new, "Save the file", "One two three four five seven")
    table(folder, "b.tsv", "Nobody knows", new, "Close")
    told = json.loads(accord("a.tsv", "b.tsv", "--json").out)
    first, second = told["files"]
    assert counts(first) == {"100 %": 2, "95-99 %": 1, "75-84 %": 1, "no match": 1}
    assert counts(second) == {"repetitions": 2, "100 %": 1}
    assert counts(first, "words") == {"100 %": 4, "95-99 %": 7, "75-84 %": 6, "no match": 2}
    assert counts(first, "numbers") == {"95-99 %": 2}
    assert counts(first, "characters")["no match"] == len("Nobody knows")
    characters = len("Close" * 2 + "Nobody knows" * 2 + new * 2 + "Save the file" + "One two three four five seven")
    total = {"band": "total", "segments": 8, "words": 29, "numbers": 4, "characters": characters}
    assert told["total"]["total"] == total
    assert [row["band"] for row in told["total"]["bands"]] == list(BANDS)
    assert told["settings"]["bands"] == [95, 85, 75, 50]


def test_repetitions_first(accord, folder):
    table(folder, "a.tsv", "Close", "Close")
    assert counts(json.loads(accord("a.tsv", "--json").out)["total"]) == {"100 %": 2}
    told = json.loads(accord("a.tsv", "--json", "--repetitions-first").out)
    assert counts(told["total"]) == {"100 %": 1, "repetitions": 1}


def test_internal_likeness_counts_where_asked(accord, folder):
    table(folder, "a.tsv", "A sentence of the file with eight words", "A sentence of the file with seven words")
    assert counts(json.loads(accord("a.tsv", "--json").out)["total"]) == {"no match": 2}
    told = json.loads(accord("a.tsv", "--json", "--internal").out)
    assert counts(told["total"]) == {"no match": 1, "85-94 %": 1}


def test_untranslated_only_and_what_is_not_to_be_translated(accord, folder):
    (folder / "a.tsv").write_text("source\ttarget\nClose\tFermer\nSave the file\t\n", encoding="utf-8")
    assert counts(json.loads(accord("a.tsv", "--json").out)["total"]) == {"100 %": 2}
    assert counts(json.loads(accord("a.tsv", "--json", "--untranslated").out)["total"]) == {"100 %": 1}
    (folder / "a.xlf").write_text(
        '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en" target-language='
        '"fr" original="a" datatype="x"><body><trans-unit id="1" translate="no"><source>Close</source></trans-unit>'
        '<trans-unit id="2"><source>Close</source></trans-unit></body></file></xliff>'
    )
    assert counts(json.loads(accord("a.xlf", "--json").out)["total"]) == {"100 %": 1}


def test_words_as_the_language_has_them(accord, folder):
    """An elided word is one by itself, parts of a compound too; a figure and an address are a word each."""
    (folder / "a.tsv").write_text("source\ttarget\nL’OIM a reçu 1 250 courriels à info@iom.int\t\n", encoding="utf-8")
    told = json.loads(accord("a.tsv", "--json", "--from", "fr", "--to", "en").out)
    assert (told["total"]["total"]["words"], told["total"]["total"]["numbers"]) == (8, 1)


def test_a_document_is_counted_by_its_sentences(accord, folder):
    (folder / "a.txt").write_text("The report was adopted. Nobody objected to it.\n", encoding="utf-8")
    assert json.loads(accord("a.txt", "--json").out)["total"]["total"]["segments"] == 2


def test_table_and_workbook(accord, folder):
    from openpyxl import load_workbook

    table(folder, "a.tsv", "Close", "Nobody knows")
    table(folder, "=b.tsv", "Close")
    done = accord("a.tsv", "=b.tsv", "-o", "l.xlsx")
    assert "All 2 files" in done.out
    assert "apostrophe" in done.out
    rows = list(load_workbook(folder / "l.xlsx")["Leverage"].iter_rows(values_only=True))
    assert rows[0] == ("file", "band", "segments", "words", "numbers", "characters", "% of words")
    assert ("a.tsv", "100 %", 1, 1, 0, 5, 33.3) in rows
    assert rows[-1] == ("all files", "total", 3, 4, 0, 22, 100)
    assert len(rows) == 1 + 3 * (len(BANDS) + 1)
    before = (folder / "l.xlsx").read_bytes()
    accord("a.tsv", "=b.tsv", "-o", "l.xlsx")
    assert (folder / "l.xlsx").read_bytes() == before, "the same every time"
    assert "All" not in accord("a.tsv", "-o", "l.xlsx").out  # one file is all there is
    rows = list(load_workbook(folder / "l.xlsx")["Leverage"].iter_rows(values_only=True))
    assert len(rows) == 1 + len(BANDS) + 1


@pytest.mark.parametrize(
    ("arguments", "message"),
    [
        (["a.tsv", "-o", "l.csv"], "written as XLSX"),
        (["a.tsv", "--bands", "high"], "bands are numbers"),
        (["a.tsv", "--bands", "100,50"], "lower bounds between 1 and 99"),
        (["gone.tsv"], "no such file"),
    ],
)
def test_what_cannot_be_done_is_said(accord, folder, arguments, message):
    table(folder, "a.tsv", "Close")
    assert message in accord(*arguments, code=2).err


@pytest.mark.parametrize(
    ("bands", "names"),
    [((95, 85, 75, 50), BANDS[3:-1]), ((50, 99), ("99 %", "50-98 %")), ((70,), ("70-99 %",))],
)
def test_band_names(bands, names):
    assert band_names(bands)[3:-1] == tuple(names)


def test_bands_are_different():
    with pytest.raises(ConfigError):
        band_names((70, 70))


WORDS = st.lists(st.sampled_from("one two three four five 6 7".split()), min_size=1, max_size=6).map(" ".join)


@settings(max_examples=40)
@given(st.lists(WORDS, max_size=6), st.lists(st.lists(WORDS, min_size=1, max_size=5), min_size=1, max_size=3))
def test_bands_are_what_a_look_at_each_segment_says(tmp_path_factory, known, files):
    folder = tmp_path_factory.mktemp("leverage")
    units = [TranslationUnit(str(n), (Segment("en", text), Segment("fr", "x"))) for n, text in enumerate(known)]
    write_tmx(folder / "m.tmx", units, source_language="en")
    paths = []
    for number, segments in enumerate(files):
        table(folder, f"{number}.tsv", *segments)
        paths.append(folder / f"{number}.tsv")
    result = leverage(paths, folder / "m.tmx", LeverageOptions("en", "fr"))
    matcher = FuzzyMatcher(HeldMemory(units), "en", "fr", LookupSettings(50, 1))
    seen = set()
    for file, segments in zip(result.files, files, strict=True):
        expected = dict.fromkeys(BANDS, 0)
        for text in segments:
            best = max((match.score for match in matcher.lookup(text)), default=0)
            if best >= 100:
                expected["100 %"] += 1
            elif text in seen:
                expected["repetitions"] += 1
            else:
                bounds = zip((95, 85, 75, 50), BANDS[3:-1], strict=True)
                expected[next((name for bound, name in bounds if best >= bound), "no match")] += 1
            seen.add(text)
        found = {row.band: row.segments for row in file.bands}
        found["100 %"] += found.pop("101 %")
        expected.pop("101 %")
        assert found == expected
    assert result.total.total.segments == sum(map(len, files))


def test_a_table_in_word_or_excel_counts_by_its_source(tmp_path, monkeypatch, run_accord):
    monkeypatch.chdir(tmp_path)
    rows = (("English", "French"), ("Two words", ""), ("Three words here", "Trois mots ici"))
    document, book = docx.Document(), openpyxl.Workbook()
    table = document.add_table(rows=0, cols=2)
    for row in rows:
        book.active.append(row)
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    document.save("t.docx")
    book.save("t.xlsx")
    Path("m.csv").write_text("source,target\nTwo words,Deux mots\n", encoding="utf-8")
    for name in ("t.docx", "t.xlsx"):
        said = json.loads(run_accord("memory", "leverage", name, "--memory", "m.csv", "--json").out)
        assert sum(counts(said["total"], "words").values()) == 5, said
        refused = run_accord("memory", "pretranslate", name, "--memory", "m.csv", code=2).err
        assert f"{name}: tables in Excel, Word and LibreOffice are not filled" in refused
        assert f"accord convert {name} t.csv" in refused
        run_accord("convert", name, "t.csv")
        run_accord("memory", "pretranslate", "t.csv", "--memory", "m.csv")
        assert "Two words,Deux mots" in Path("t.csv").read_text(encoding="utf-8")
        Path("t.csv").unlink()
