"""What ``accord convert`` writes: a memory becomes a file of another format and a memory again, with the same pairs."""

import csv
import shutil
import subprocess
from datetime import UTC, datetime

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tmx.cells import FORMULA_SIGNS, guarded, unguarded
from tmx.formats.registry import read_units
from tmx.formats.tmx import read_tmx, write_tmx
from tmx.formats.xliff import read_xliff
from tmx.model import InlineCode, Property, Segment, TranslationUnit
from toolkit.workflows.alignment_files import AlignmentFormat
from toolkit.workflows.convert import ConvertOptions, convert_alignment

FORMS = {"xliff": ".xlf", "xliff2": ".xliff", "po": ".po", "csv": ".csv", "tsv": ".tsv", "xlsx": ".xlsx"}
CODED = ("xliff", "xliff2")


def unit(source, target, identifier="", codes=((), ()), **more):
    variants = Segment("en-GB", source, codes[0]), Segment("fr-FR", target, codes[1])
    return TranslationUnit(identifier or "0", variants, unnamed=not identifier, **more)


def converted(folder, units, form, back=True):
    """The units after their way through ``form``, and what was lost on it."""
    memory, between, again = folder / "m.tmx", folder / f"o{FORMS[form]}", folder / "again.tmx"
    write_tmx(memory, units, source_language="en-GB")
    lost = []
    options = ConvertOptions("en-GB", "fr-FR", write_as=AlignmentFormat(form))
    convert_alignment(memory, between, options, unkept=lost.append)
    if back:
        convert_alignment(between, again, ConvertOptions("en-GB", "fr-FR"))
    return list(read_tmx(again)) if back else between, {one.what: one.units for one in lost}


def texts(units):
    return [tuple((segment.language, segment.text) for segment in one.variants) for one in units]


NASTY = [
    ("It costs 5 < 6 & “7”.", "Cela coûte 5 < 6 & « 7 »."),
    ('=HYPERLINK("http://x")', "- +@\tdeux\nlignes"),
    ("  spaces  at both ends ", " espaces "),
    ("'=guarded already", "''twice"),
    ("'tis plain", "\\n is no line end, \\\\ neither"),
    ("]]> &amp; &#65; <b>", "_x0041_ 🧳"),
    ('"', '"in quotation marks"'),
    ("1,000;2", "1\u00a0000"),
]


@pytest.mark.parametrize("form", FORMS)
def test_the_same_pairs(tmp_path, form):
    units = [unit(*pair) for pair in NASTY]
    again, lost = converted(tmp_path, units, form)
    assert texts(again) == texts(units)
    assert lost == {}


PLAIN = st.text(
    st.one_of(
        st.sampled_from("abé =+-@'\"\t\n,;<>&\\%_x0\u00a0｡＝"),
        st.characters(exclude_categories=("Cs", "Cc", "Cn"), exclude_characters="\r\ufffe\uffff"),
    ),
    min_size=1,
    max_size=12,
).filter(lambda text: text.strip() == text and not text.isspace() and text)


@settings(max_examples=12, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pairs=st.lists(st.tuples(PLAIN, PLAIN), min_size=1, max_size=6, unique_by=lambda pair: pair[0]))
@pytest.mark.parametrize("form", FORMS)
def test_the_same_pairs_whatever_they_are(tmp_path, form, pairs):
    units = [unit(*pair) for pair in pairs]
    assert texts(converted(tmp_path, units, form)[0]) == texts(units)


OPEN, CLOSE = InlineCode(0, "open", "<b>", "1"), InlineCode(3, "close", "</b>", "1")
IMAGE, BREAK = InlineCode(3, "standalone", "<img/>", "x y"), InlineCode(3, "standalone", "<br/>")
ALONE = InlineCode(1, "open", "<i>", "7"), InlineCode(2, "close", "</u>", "8")


@pytest.mark.parametrize("form", CODED)
@pytest.mark.parametrize(
    "codes", [((OPEN, CLOSE), (OPEN, CLOSE)), ((IMAGE, BREAK, BREAK), (BREAK, IMAGE)), (ALONE, ()), ((OPEN, OPEN), ())]
)
def test_inline_codes_come_back(tmp_path, form, codes):
    again, lost = converted(tmp_path, [unit("one", "une", codes=codes)], form)
    for before, after in zip(codes, again[0].variants, strict=True):
        assert [(c.position, c.kind, c.content) for c in after.codes] == [
            (c.position, c.kind, c.content) for c in before
        ]
    assert lost == {}


@pytest.mark.parametrize("form", CODED)
def test_codes_correspond_by_their_names(tmp_path, form):
    again, _ = converted(tmp_path, [unit("one", "une", codes=((IMAGE, BREAK, BREAK), (BREAK, IMAGE)))], form)
    source, target = ([code.identifier for code in segment.codes] for segment in again[0].variants)
    assert target == [source[1], source[0]]
    assert len(set(source)) == 3


@pytest.mark.parametrize("form", sorted(FORMS.keys() - set(CODED)))
def test_codes_that_have_no_place_are_told(tmp_path, form):
    again, lost = converted(tmp_path, [unit("one", "une", codes=((OPEN, CLOSE), ())), unit("two", "deux")], form)
    assert lost == {"inline codes": 1}
    assert again[0].variants[0].text == "one"


STATED = unit("one", "une", "menu.file", properties=(Property("state", "needs-review-translation"),), notes=("Mind.",))
STATES = {
    "xliff": ("needs-review-translation", {}),
    "xliff2": ("initial", {}),
    "po": (None, {}),
    "csv": ("needs-review-translation", {}),
    "tsv": ("needs-review-translation", {}),
    "xlsx": ("needs-review-translation", {}),
}


@pytest.mark.parametrize("form", FORMS)
def test_names_notes_and_states(tmp_path, form):
    again, lost = converted(tmp_path, [STATED], form)
    assert (again[0].identifier, again[0].all_notes()) == ("menu.file", ("Mind.",))
    assert (again[0].property("state"), lost) == STATES[form]
    assert again[0].property("fuzzy") == ("yes" if form == "po" else None)


def test_a_property_and_a_third_language_are_told(tmp_path):
    more = TranslationUnit("1", (Segment("en-GB", "a"), Segment("fr-FR", "b"), Segment("de-DE", "c")))
    alone = TranslationUnit("2", (Segment("en-GB", "a"),))
    units = [unit("one", "une", properties=(Property("client", "IOM"),)), more, alone]
    assert converted(tmp_path, units, "xliff")[1] == {
        "units that lack a language": 1,
        "other languages": 1,
        "properties: client": 1,
    }
    again, lost = converted(tmp_path, units, "csv")
    assert again[0].property("client") == "IOM"
    assert "properties: client" not in lost


def regional(tag):
    return TranslationUnit("2", (Segment("en-GB", "two"), Segment(tag, "deux")), unnamed=True)


@pytest.mark.parametrize("form", FORMS)
def test_another_region_is_kept_or_told(tmp_path, form):
    units = [unit("one", "une"), regional("fr-CA"), regional("fr-FR")]
    again, lost = converted(tmp_path, [units[0], units[1]], form)
    assert [one.variants[1].language for one in again] == ["fr-FR", "fr-CA" if form == "xliff" else "fr-FR"]
    assert lost == ({} if form == "xliff" else {"languages: fr-CA": 1})
    assert converted(tmp_path, [units[0], units[2]], form)[1] == {}


def test_codes_of_languages_are_written_as_asked(tmp_path):
    write_tmx(tmp_path / "m.tmx", [unit("one", "une")], source_language="en-GB")
    options = ConvertOptions("en", "fr", tmx_languages=(("en", "en"), ("fr", "fr-CH")))
    convert_alignment(tmp_path / "m.tmx", tmp_path / "o.xlf", options)
    found = next(iter(read_units(tmp_path / "o.xlf", source_language="en", target_language="fr")))
    assert [segment.language for segment in found.variants] == ["en", "fr-CH"]


PO = """msgid ""
msgstr ""
"Language: fr\\n"
"Content-Type: text/plain; charset=UTF-8\\n"

# Said by the translator
#: a.c:12
#, fuzzy, c-format
msgctxt "menu"
msgid "Open %s"
msgstr "Ouvrir %s"

msgid "Close"
msgstr ""

msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d fichier"
msgstr[1] "%d fichiers"

msgctxt "trash"
msgid "%d file"
msgid_plural "%d files"
msgstr[0] "%d fichier jeté"
msgstr[1] "%d fichiers jetés"

msgid "Same"
msgstr "Même"

msgctxt "other"
msgid "Same"
msgstr "Pareil"
"""


def plain_units(path):
    return [
        (one.identifier, texts([one]), sorted((p.type, p.value) for p in one.properties), one.notes)
        for one in read_units(path, source_language="en", target_language="fr")
    ]


@pytest.mark.parametrize("between", [".csv", ".xlsx"])
def test_a_po_comes_back_whole(tmp_path, between):
    first, table, last = tmp_path / "a.po", tmp_path / f"t{between}", tmp_path / "b.po"
    first.write_text(PO, encoding="utf-8")
    lost = []
    convert_alignment(first, table, ConvertOptions(), unkept=lost.append)
    convert_alignment(table, last, ConvertOptions(), unkept=lost.append)
    assert lost == []
    assert plain_units(last) == plain_units(first)


def test_a_pair_that_comes_again_is_told(tmp_path):
    units = [unit("a", "b"), unit("a", "b"), unit("a", "c")]
    again, lost = converted(tmp_path, units, "po")
    assert lost == {"the same pair again": 1}
    assert [one.variants[1].text for one in again] == ["b", "c"]


def test_a_translation_in_work_keeps_what_is_open(tmp_path):
    source, target = tmp_path / "a.po", tmp_path / "b.xlf"
    source.write_text(PO, encoding="utf-8")
    convert_alignment(source, target, ConvertOptions(write_as=AlignmentFormat.XLIFF))
    found = {
        one.variants[0].text: one.variants[1].text
        for one in read_units(target, source_language="en", target_language="fr")
    }
    assert found["Close"] == ""
    assert found["Open %s"] == "Ouvrir %s"


# Other programs


@pytest.mark.parametrize("form", CODED)
def test_translate_toolkit_reads_it(tmp_path, form):
    from translate.storage import xliff, xliff2

    path, _ = converted(tmp_path, [unit(*pair) for pair in NASTY], form, back=False)
    kind = xliff.xlifffile if form == "xliff" else xliff2.Xliff2File
    found = [(str(one.source), str(one.target)) for one in kind.parsefile(str(path)).units]
    assert found == NASTY


def test_polib_and_msgfmt_read_it(tmp_path):
    import polib

    path, _ = converted(tmp_path, [unit(*pair) for pair in NASTY], "po", back=False)
    assert [(one.msgid, one.msgstr) for one in polib.pofile(str(path))] == NASTY
    if shutil.which("msgfmt"):
        subprocess.run(["msgfmt", "-c", "-o", str(tmp_path / "o.mo"), str(path)], check=True, capture_output=True)


def test_no_spreadsheet_runs_a_cell(tmp_path):
    from openpyxl import load_workbook

    units = [unit(*pair) for pair in NASTY]
    path, _ = converted(tmp_path, units, "csv", back=False)
    with path.open(encoding="utf-8-sig", newline="") as stream:
        cells = [cell for row in csv.reader(stream) for cell in row]
    assert not [cell for cell in cells if cell.startswith(FORMULA_SIGNS)]
    path, _ = converted(tmp_path, units, "xlsx", back=False)
    cells = [cell for row in load_workbook(path).active.iter_rows() for cell in row]
    assert {cell.data_type for cell in cells} <= {"s", "n"}


@given(st.text(st.sampled_from("'=+-@\t\ra "), max_size=5))
def test_a_guard_comes_off_again(cell):
    assert unguarded(guarded(cell)) == cell
    assert not guarded(cell).startswith(FORMULA_SIGNS)


def test_xliff_21_keeps_properties_and_dates_as_metadata(tmp_path):
    properties = (Property("client", 'A "B" <&> C'), Property("client", "twice"), Property("note with spaces", "é\nü"))
    made, changed = datetime(2019, 5, 2, 10, 20, 30, tzinfo=UTC), datetime(2020, 1, 1, tzinfo=UTC)
    before = unit(
        "one", "une", "1", properties=properties, created=made, created_by="Ana", changed=changed, changed_by="Ben <&>"
    )
    (after, bare), lost = converted(tmp_path, [before, unit("two", "deux")], "xliff2")
    assert lost == {}
    assert [one for one in after.properties if one.type != "file"] == list(properties)
    assert (after.created, after.created_by, after.changed, after.changed_by) == (made, "Ana", changed, "Ben <&>")
    assert (bare.created, bare.changed_by) == (None, None)
    assert (tmp_path / "o.xliff").read_text(encoding="utf-8").count("<mda:metadata ") == 1


def test_metadata_of_others_and_dates_that_are_none(tmp_path):
    (tmp_path / "o.xlf").write_text(
        '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr" '
        'xmlns:mda="urn:oasis:names:tc:xliff:metadata:2.0"><file id="f"><unit id="1"><mda:metadata>'
        '<mda:metaGroup category="other"><mda:meta type="created">2019-05-02</mda:meta></mda:metaGroup>'
        '<mda:metaGroup category="accord:history"><mda:meta type="created">yesterday</mda:meta>'
        '<mda:meta type="changed">2019-05-02T10:20:30</mda:meta></mda:metaGroup></mda:metadata>'
        "<segment><source>one</source><target>une</target></segment></unit></file></xliff>",
        encoding="utf-8",
    )
    (found,) = read_xliff(tmp_path / "o.xlf")
    assert [one.type for one in found.properties] == ["file"]
    assert (found.created, found.changed) == (None, datetime(2019, 5, 2, 10, 20, 30, tzinfo=UTC))
