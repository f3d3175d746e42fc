"""One suite that every bilingual format goes through: its samples, what they give, and how bad input is refused."""

import json
import subprocess
import sys
import time
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tmx.errors import AccordError, ParseError, StoreError, UnknownFormatError
from tmx.formats.po import read_po
from tmx.formats.registry import FORMATS, format_of, read_units
from tmx.formats.tabular import read_tabular
from tmx.formats.tmx import read_tmx, write_tmx
from tmx.formats.xliff import read_xliff
from tmx.model import Segment

SAMPLES = Path(__file__).parent.parent / "golden" / "formats"


def units_of(path, source="en", target="fr"):
    return list(read_units(path, source_language=source, target_language=target))


def plain(unit):
    """A unit as the golden files hold it."""
    record = {"id": unit.identifier, "line": unit.line}
    for side, segment in zip(("source", "target"), unit.variants, strict=True):
        record[side] = [segment.language, segment.text]
        if segment.codes:
            record[f"{side} codes"] = [[c.position, c.kind, c.content, c.identifier] for c in segment.codes]
    if unit.all_properties():
        record["properties"] = [[p.type, p.value] for p in unit.all_properties()]
    if unit.all_notes():
        record["notes"] = list(unit.all_notes())
    for name in ("created", "changed"):
        if getattr(unit, name):
            record[name] = getattr(unit, name).isoformat()
    return record


# Every format: samples


GOLDEN = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")


@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.name)
def test_sample_gives_what_stands_beside_it(sample):
    expected = json.loads(sample.with_name(f"{sample.name}.json").read_text(encoding="utf-8"))
    assert [plain(unit) for unit in units_of(sample)] == expected


def test_every_format_has_a_sample():
    assert {format_of(sample).name for sample in GOLDEN} == {known.name for known in FORMATS}


@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.name)
def test_codes_stand_inside_their_text_and_in_order(sample):
    for unit in units_of(sample):
        for segment in unit.variants:
            positions = [code.position for code in segment.codes]
            assert positions == sorted(positions)
            assert all(0 <= position <= len(segment.text) for position in positions)


@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.name)
def test_what_was_read_is_written_as_tmx_and_read_again(sample, tmp_path):
    before = units_of(sample)
    path = tmp_path / "memory.tmx"
    write_tmx(path, before, source_language="en", languages=None)
    after = units_of(path)
    assert [u.identifier for u in after] == [u.identifier for u in before]
    for old, new in zip(before, after, strict=True):
        assert (old.properties, old.notes, old.created, old.changed) == (
            new.properties,
            new.notes,
            new.created,
            new.changed,
        )
        for was, now in zip(old.variants, new.variants, strict=True):
            assert (was.language, was.text) == (now.language, now.text)
            assert [(c.position, c.kind, c.content) for c in was.codes] == [
                (c.position, c.kind, c.content) for c in now.codes
            ]


@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.name)
def test_the_other_direction_turns_the_variants(sample):
    for unit in units_of(sample, "fr", "en"):
        if unit.variants[0].language.lower().startswith("fr"):
            assert unit.variants[1].language.lower().startswith("en")


# Every format: bad input


@pytest.mark.parametrize("known", FORMATS, ids=lambda known: known.name)
@pytest.mark.parametrize(
    ("content", "error", "words"),
    [
        (None, StoreError, "no such file"),
        ("folder", StoreError, "folder"),
        (b"", AccordError, "empty"),
        (b"\x00\x01\x02\x7fELF\x00\x00" * 50, ParseError, "binary"),
        (b"PK\x03\x04\x14\x00\x06\x00\x08\x00" * 50, ParseError, "Office|binary"),
    ],
    ids=["missing", "folder", "empty", "binary", "office"],
)
def test_what_is_no_such_file_is_refused_in_one_line(known, content, error, words, tmp_path):
    path = tmp_path / f"bad{known.suffixes[0]}"
    if content == "folder":
        path.mkdir()
    elif content is not None:
        path.write_bytes(content)
    with pytest.raises(error, match=words) as caught:
        units_of(path)
    assert caught.value.path == path
    assert caught.value.remedy
    assert "\n" not in str(caught.value)


TMX_START = b'<?xml version="1.0"?>\n<tmx version="1.4">\n<header srclang="en"/>\n<body>\n'
TMX_UNIT = b'<tu><tuv xml:lang="en"><seg>one</seg></tuv><tuv xml:lang="fr"><seg>un</seg></tuv></tu>\n'
TMX_END = b"</body></tmx>\n"
XLIFF_START = (
    b'<?xml version="1.0"?>\n<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2">\n'
    b'<file original="a" source-language="en" target-language="fr"><body>\n'
)
XLIFF_END = b"</body></file></xliff>\n"
PO_HEADER = b'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'


def seg(content):
    return b'<tu><tuv xml:lang="en"><seg>' + content + b'</seg></tuv><tuv xml:lang="fr"><seg>un</seg></tuv></tu>\n'


def entities(declarations):
    return (
        b'<?xml version="1.0"?>\n<!DOCTYPE tmx [\n' + declarations + b"\n]>\n" + TMX_START[22:] + seg(b"&a;") + TMX_END
    )


BAD = [
    # name, ending, content, line, words of the reason
    ("cut off", ".tmx", TMX_START + TMX_UNIT + b'<tu>\n<tuv xml:lang="en"><seg>two', 7, "cut off.*<seg> of line 7"),
    ("cut off in a tag", ".tmx", TMX_START + TMX_UNIT + b"<tu><tuv xml:la", 6, "cut off.*<tu> of line 6"),
    ("crossed tags", ".tmx", TMX_START + b"<tu>\n<tuv xml:lang='en'><seg>a</tuv></tu>", 6, "<seg> of line 6 is not"),
    ("bare ampersand", ".tmx", TMX_START + seg(b"a & b") + TMX_END, 5, "bare &"),
    ("control character", ".tmx", TMX_START + seg(b"a\x0bb") + TMX_END, 5, "control character .U.000B"),
    ("control reference", ".tmx", TMX_START + seg(b"a&#x1F;b") + TMX_END, 5, "control character"),
    ("named entity", ".tmx", TMX_START + seg(b"a&nbsp;b") + TMX_END, 5, "not defined"),
    (
        "named entity, external DTD",
        ".tmx",
        b'<!DOCTYPE tmx SYSTEM "tmx14.dtd">\n' + TMX_START[22:] + seg(b"a&nbsp;b") + TMX_END,
        5,
        "nbsp",
    ),
    ("not UTF-8", ".tmx", TMX_START + TMX_UNIT + seg("été".encode("cp1252")) + TMX_END, 6, "encoding"),
    ("unknown encoding", ".tmx", b'<?xml version="1.0" encoding="klingon"?>' + TMX_START[21:], 1, "klingon"),
    ("not the encoding", ".tmx", b'<?xml version="1.0" encoding="UTF-16"?>' + TMX_START[21:], 1, "encoding"),
    ("HTML", ".tmx", b"<html><body>no</body></html>", 1, "not TMX: its outermost tag is <html>"),
    ("XLIFF", ".tmx", XLIFF_START + XLIFF_END, 2, "not TMX: its outermost tag is <xliff>"),
    ("text", ".tmx", b"one\tun\n", 1, "does not begin with a tag"),
    ("no language", ".tmx", TMX_START + b"<tu>\n<tuv><seg>a</seg></tuv></tu>" + TMX_END, 6, "which language"),
    ("no seg", ".tmx", TMX_START + b'<tu>\n<tuv xml:lang="en"/></tu>' + TMX_END, 6, "no <seg>"),
    ("two documents", ".tmx", TMX_START + TMX_UNIT + TMX_END + TMX_START, 7, "two files may have been joined"),
    ("after the end", ".tmx", TMX_START + TMX_UNIT + TMX_END + b"more", 7, "after the end"),
    ("external entity", ".tmx", entities(b'<!ENTITY a SYSTEM "file:///etc/hostname">'), 3, "another file"),
    ("external entity, network", ".tmx", entities(b'<!ENTITY a SYSTEM "http://127.0.0.1:9/">'), 3, "another file"),
    ("parameter entity", ".tmx", entities(b'<!ENTITY % a SYSTEM "file:///etc/hostname"> %a;'), 3, "another file"),
    ("internal entity", ".tmx", entities(b'\n<!ENTITY a "lol">'), 4, "abbreviation"),
    (
        "entities of entities",
        ".tmx",
        entities(b'<!ENTITY z "lol">' + b"".join(b'<!ENTITY a%d "%s">' % (i, b"&z;" * 10) for i in range(9))),
        3,
        "abbreviation",
    ),
    ("nested deep", ".tmx", TMX_START + b"<tu>" * 100_000, 5, "nested more than"),
    ("one endless tag", ".tmx", TMX_START + b'<tu tuid="' + b"a" * (10 << 20), 5, "single tag"),
    ("one endless unit", ".tmx", TMX_START + b"<tu><tuv xml:lang='en'><seg>" + b"a" * (18 << 20), 5, "single unit"),
    ("no XLIFF", ".xlf", b'<?xml version="1.0"?>\n<note>not\n a translation</note>', 2, "not XLIFF"),
    ("XLIFF cut off", ".xlf", XLIFF_START + b'<trans-unit id="1"><source>a', 4, "<source> of line 4"),
    ("XLIFF without source", ".xlf", XLIFF_START + b'\n<trans-unit id="7"/>' + XLIFF_END, 5, "«7» has no <source>"),
    ("XLIFF of no version", ".xlf", XLIFF_START.replace(b":1.2", b":7") + XLIFF_END, 2, "another kind .*document:7"),
    (
        "wide, unknown encoding",
        ".tmx",
        TMX_START.replace(b"?>", b' encoding="UT5-8"?>', 1).decode().encode("utf-16-le"),
        1,
        "encoding",
    ),
    ("XML declaration", ".tmx", TMX_START.replace(b"version", b"vrsion", 1), 1, "first line"),
    ("XLIFF prefix", ".xlf", XLIFF_START + b"<sdl:x/>" + XLIFF_END, 4, "prefix"),
    ("XLIFF entity", ".sdlxliff", entities(b'<!ENTITY a "lol">').replace(b"tmx", b"xliff"), 3, "abbreviation"),
    ("PO quote", ".po", PO_HEADER + b'msgid "a "quoted" word"\nmsgstr "b"\n', 4, "quotation mark"),
    ("PO keyword", ".po", PO_HEADER + b'msgid "a"\nmsgfoo "b"\n', 5, "."),
    ("PO text", ".po", b"This is a letter.\nNot a PO file.\n", 1, "."),
    ("PO not UTF-8", ".po", PO_HEADER + b'msgid "a"\nmsgstr "' + "été".encode("cp1252") + b'"\n', 5, "encoding UTF-8"),
    ("PO encoding", ".po", PO_HEADER.replace(b"UTF-8", b"klingon") + b'msgid "a"\nmsgstr "b"\n', None, "klingon"),
    ("PO in UTF-16", ".po", 'msgid "a"\nmsgstr "b"\n'.encode("utf-16"), None, "UTF-16"),
    ("TSV short row", ".tsv", b"1\ta\tb\n2\tc\n", 2, "2 columns, the first one has 3"),
    ("TSV long row", ".tsv", b"1\ta\tb\n\n2\tc\td\te\n", 3, "4 columns, the first one has 3"),
    ("TSV one column", ".tsv", b"one\ntwo\n", 1, "1 column and no names"),
    ("TSV five columns", ".tsv", b"a\tb\tc\td\te\n", 1, "5 columns and no names"),
    ("TSV mostly UTF-8", ".tsv", "1\té\tô\n2\té\tô\n".encode() * 20 + b"3\ta\t\xe9\n", 41, "UTF-8"),
    ("TSV other languages", ".tsv", b"en\tde\nhouse\tHaus\n", 1, "which are not the languages asked for"),
    ("CSV open quote", ".csv", b'id,source,target\n1,a,b\n2,"c,d\n3,e,f\n', 3, "quotation mark"),
    ("CSV short row", ".csv", b"id,source,target\n1,a\n", 2, "2 columns, the first one has 3"),
]


@pytest.mark.parametrize(
    ("ending", "content", "line", "words"), [case[1:] for case in BAD], ids=[case[0] for case in BAD]
)
def test_bad_input_is_named_by_line(ending, content, line, words, tmp_path):
    path = tmp_path / f"bad{ending}"
    path.write_bytes(content)
    began = time.perf_counter()
    with pytest.raises(ParseError, match=words) as caught:
        units_of(path)
    assert (caught.value.path, caught.value.line) == (path, line)
    assert caught.value.remedy
    assert time.perf_counter() - began < 5


def test_whole_units_before_a_fault_are_handed_over_and_counted(tmp_path):
    path = tmp_path / "cut.tmx"
    path.write_bytes(TMX_START + TMX_UNIT * 3 + b"<tu>")
    read = read_tmx(path)
    assert [next(read).identifier for _ in range(3)] == ["1", "2", "3"]
    with pytest.raises(ParseError, match="3 whole units stand before it"):
        next(read)


def test_a_document_that_is_too_large_is_refused_unread(tmp_path):
    path = tmp_path / "huge.xlf"
    with path.open("wb") as stream:
        stream.truncate(200 << 20)
    with pytest.raises(StoreError, match="200 MB"):
        units_of(path)


def test_no_unit_in_the_languages_asked_for_names_those_of_the_file():
    with pytest.raises(ParseError, match=r"no unit is in en and es; the languages are .*fr-FR"):
        units_of(SAMPLES / "memory.tmx", "en", "es")


AUDITED = """
import sys
from pathlib import Path
from tmx.formats.registry import read_units
from tmx.errors import ParseError
allowed = sys.argv[1]
def refuse(event, arguments):
    if event.startswith("socket.") or (event == "open" and str(arguments[0]) != allowed):
        raise SystemExit(f"{event} {arguments}")
def read():
    try:
        return len(list(read_units(Path(allowed), source_language="en", target_language="fr")))
    except ParseError as error:
        return error.reason
read()
sys.addaudithook(refuse)
print(read())
"""


@pytest.mark.parametrize(
    ("content", "printed"),
    [
        (b'<!DOCTYPE tmx SYSTEM "http://127.0.0.1:9/tmx14.dtd">\n' + TMX_START[22:] + TMX_UNIT + TMX_END, "1"),
        (entities(b'<!ENTITY a SYSTEM "file:///etc/hostname">'), "refers to another file"),
    ],
    ids=["DTD", "entity"],
)
def test_reading_opens_nothing_but_the_file(content, printed, tmp_path):
    path = tmp_path / "memory.tmx"
    path.write_bytes(content)
    done = subprocess.run([sys.executable, "-c", AUDITED, str(path)], capture_output=True, text=True, timeout=30)
    assert printed in done.stdout, done.stderr


# Which format a file is in


@pytest.mark.parametrize(
    ("name", "content", "expected"),
    [
        ("a.TMX", b"", "TMX"),
        ("a.xliff", b"", "XLIFF"),
        ("a.sdlxliff", b"", "XLIFF"),
        ("a.mqxliff", b"", "XLIFF"),
        ("a.xml", XLIFF_START + XLIFF_END, "XLIFF"),
        ("a.xml", b'\xef\xbb\xbf<?xml version="1.0"?><x:xliff xmlns:x="u">', "XLIFF"),
        ("a.xml", TMX_START, "TMX"),
        ("a", TMX_START.decode().encode("utf-16"), "TMX"),
        ("a.po", b"", "PO"),
        ("a.csv", b"", "CSV"),
        ("a.tab", b"", "TSV"),
    ],
)
def test_format_of(name, content, expected, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    assert format_of(path).name == expected


@pytest.mark.parametrize(
    ("name", "content"), [("a.docx", b"PK"), ("a.xml", b"<note/>"), ("a", b"x"), ("a.txt", b"the <tmx> tag")]
)
def test_an_unknown_format_says_what_can_be_read(name, content, tmp_path):
    path = tmp_path / name
    path.write_bytes(content)
    with pytest.raises(UnknownFormatError) as caught:
        format_of(path)
    assert all(known.name in caught.value.remedy for known in FORMATS)


# XLIFF, PO, tables: what is theirs alone


def test_ids_that_repeat_across_files_are_told_apart_by_the_file():
    units = [unit for unit in read_xliff(SAMPLES / "translation.xlf") if unit.identifier == "1"]
    assert [unit.property("file") for unit in units] == ["one.html", "two.html"]


def test_xliff_without_languages_takes_those_asked_for(tmp_path):
    path = tmp_path / "a.xlf"
    path.write_text("<xliff><file><body><trans-unit id='1'><source>a</source></trans-unit></body></file></xliff>")
    assert units_of(path)[0].variants == (Segment("en", "a"), Segment("fr", ""))


def test_po_language_comes_from_the_header_or_the_caller():
    path = SAMPLES / "messages.po"
    assert next(read_po(path)).variants[1].language == "fr"
    assert next(read_po(path, source_language="en-GB", target_language="fr-CA")).variants[0].language == "en-GB"


def test_po_of_a_language_without_plural_pairs_the_plural(tmp_path):
    path = tmp_path / "ja.po"
    path.write_bytes(PO_HEADER + 'msgid "%d file"\nmsgid_plural "%d files"\nmsgstr[0] "%d ファイル"\n'.encode())
    (unit,) = read_po(path)
    assert [segment.text for segment in unit.variants] == ["%d files", "%d ファイル"]


def test_po_whose_text_is_the_name_of_a_file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    Path("other.po").write_bytes(PO_HEADER + b'msgid "wrong"\nmsgstr "faux"\n')
    Path("a.po").write_bytes(PO_HEADER + b'msgid "other.po"\nmsgstr "other.po"\n')
    assert [unit.identifier for unit in read_po(Path("a.po"))] == ["other.po"]


def table(path, text, encoding="utf-8"):
    path.write_bytes(text.encode(encoding))
    return [
        (unit.identifier, *(segment.text for segment in unit.variants))
        for unit in read_tabular(path, source_language="en", target_language="fr")
    ]


@pytest.mark.parametrize(
    ("name", "text", "rows"),
    [
        ("a.tsv", "a\tb\nc\td\n", [("1", "a", "b"), ("2", "c", "d")]),
        ("a.tsv", "7\ta\tb", [("7", "a", "b")]),
        ("a.tsv", "en\tfr\na\tb\n", [("1", "a", "b")]),
        ("a.tsv", "fr-CA\tEN_us\nb\ta\r\n", [("1", "a", "b")]),
        ("a.tsv", "Target\tid\tSource\nb\t7\ta\n", [("7", "a", "b")]),
        ("a.tsv", '"a"\t"b"\n"c ""d"""\t"e"\n', [("1", "a", "b"), ("2", 'c "d"', "e")]),
        ("a.tsv", '"a" and "b"\t5" pipe\nc\td\n', [("1", '"a" and "b"', '5" pipe'), ("2", "c", "d")]),
        ("a.tsv", '"open\tb\nc\td"\n', [("1", '"open', "b"), ("2", "c", 'd"')]),
        ("a.tsv", '"a\tx"\tb\nc\td\ne\tf\n', [("1", "a\tx", "b"), ("2", "c", "d"), ("3", "e", "f")]),
        ("a.tsv", '"a, x"\t"b, y"\nc\t"d, z"\n', [("1", "a, x", "b, y"), ("2", "c", "d, z")]),
        ("a.tsv", '"a, x"\t"b, y"\nc\td\n', [("1", '"a, x"', '"b, y"'), ("2", "c", "d")]),
        ("a.tsv", '"a, x"\t"b, y"\nc, e\t"d, z"\n', [("1", '"a, x"', '"b, y"'), ("2", "c, e", '"d, z"')]),
        ("a.tsv", 'en\tfr\n"a\nx"\t"b\ny"\n"c\nx"\t"d\ny"\n', [("1", "a\nx", "b\ny"), ("2", "c\nx", "d\ny")]),
        ("a.csv", "a,b\n", [("1", "a", "b")]),
        ("a.csv", "1;a, x;b, y\n2;c;d\n", [("1", "a, x", "b, y"), ("2", "c", "d")]),
        ("a.csv", "sep=|\na|b\n", [("1", "a", "b")]),
        ("a.csv", "English,French\na,b\n", [("1", "a", "b")]),
        ("a.csv", "Français;Anglais;Remarque\nb;a;x\n", [("1", "a", "b")]),
        ("a.tsv", "so\tsi\na\tb\n", [("1", "so", "si"), ("2", "a", "b")]),
    ],
)
def test_tables(name, text, rows, tmp_path):
    assert table(tmp_path / name, text) == rows


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_encodings_of_tables(encoding, tmp_path):
    french = "L’été dernier, l’accès à l’éducation a été facilité où c’était nécessaire."
    rows = table(tmp_path / "a.tsv", f"Access to education\t{french}\n", encoding)
    assert rows == [("1", "Access to education", french)]


@pytest.mark.parametrize("encoding", ["cp1252", "iso8859-15", "mac-roman", "cp850"])
def test_a_short_table_in_an_encoding_of_the_west(encoding, tmp_path):
    """Where little speaks for an encoding, one of French is not taken for a Baltic one."""
    rows = [("1", "They left; he stayed.", "Ils sont partis; il est resté."), ("2", "The boat sank.", "Il a coulé.")]
    text = "English,Français\r\n" + "".join(f"{source},{target}\r\n" for _, source, target in rows)
    assert table(tmp_path / "a.csv", text, encoding) == rows


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from([known.suffixes[0] for known in FORMATS]), st.binary(max_size=200), st.integers(0, 3000))
def test_no_damage_gives_anything_but_units_or_an_accord_error(tmp_path, ending, noise, place):
    sample = next(path for path in GOLDEN if path.suffix == ending)
    content = sample.read_bytes()
    place %= len(content)
    path = tmp_path / f"damaged{ending}"
    path.write_bytes(content[:place] + noise + content[place + len(noise) // 2 :])
    with suppress(AccordError):
        units_of(path)


def test_a_segment_of_trados_is_called_by_the_number_that_trados_shows(tmp_path):
    """The ``id`` of a unit is a GUID, whether it has one segment or several."""
    segments = '<mrk mtype="seg" mid="{}">{}</mrk>'
    units = ((["1"], "a0e4d4b6-0000-4000-8000-00000000000a"), (["2", "3"], "a0e4d4b6-0000-4000-8000-00000000000b"))
    body = "".join(
        f'<trans-unit id="{guid}"><source>x</source><seg-source>'
        f"{''.join(segments.format(name, 'x') for name in names)}</seg-source></trans-unit>"
        for names, guid in units
    )
    path = tmp_path / "t.sdlxliff"
    head = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2"><file source-language="en"><body>'
    path.write_text(f"{head}{body}</body></file></xliff>", encoding="utf-8")
    assert [unit.identifier for unit in read_xliff(path)] == ["1", "2", "3"]
