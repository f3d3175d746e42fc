"""TMX: what is read, what is written, and what others say of what we write."""

import io
import tracemalloc
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from tmx.errors import ConfigError, ParseError
from tmx.formats.registry import read_units
from tmx.formats.tmx import parse_tmx_languages, read_header, read_tmx, write_tmx
from tmx.model import InlineCode, Property, Segment, TranslationUnit

SAMPLES = Path(__file__).parent.parent / "golden" / "formats"
GOLDEN = sorted(path for path in SAMPLES.iterdir() if path.suffix != ".json")
OMEGAT = Path("/usr/share/omegat/OmegaT.jar")


def units_of(path):
    return list(read_units(path, source_language="en", target_language="fr"))


def written(units, **options):
    stream = io.BytesIO()
    count = write_tmx(stream, units, source_language="en", **options)
    assert count == len([unit for unit in units if unit.variants])
    return stream.getvalue()


def bare(unit):
    """A unit without what says how it stood in a file."""
    variants = tuple(
        replace(s, codes=tuple(replace(c, element="", attributes=(), subflows=()) for c in s.codes))
        for s in unit.variants
    )
    return replace(unit, variants=variants, line=None)


# Reading


def test_the_header_is_read():
    header = read_header(SAMPLES / "memory.tmx")
    assert (header.version, header.source_language, header.creation_tool) == ("1.4", "en-GB", "Sample")
    assert header.created == datetime(2024, 1, 2, 3, 4, 5, tzinfo=UTC)
    assert (header.properties, header.notes) == ((Property("client", "Example"),), ("About the file",))


def test_a_missing_header_is_an_error(tmp_path):
    path = tmp_path / "a.tmx"
    path.write_bytes(b"<tmx><body></body></tmx>")
    with pytest.raises(ParseError, match="no <header>"):
        read_header(path)


def test_all_variants_are_read_with_the_source_first():
    units = list(read_tmx(SAMPLES / "memory.tmx"))
    assert [[segment.language for segment in unit.variants] for unit in units] == [
        ["en-GB", "fr-FR"],
        ["en-GB", "fr-FR", "de-DE"],
        ["en-GB", "fr-FR"],
        ["de-DE"],
    ]
    assert (units[0].created_by, units[0].changed_by) == ("Anne", "Béa")


@pytest.mark.parametrize(
    ("source", "languages", "first"),
    [
        ("en-GB", ["fr", "en", "en-GB"], "en-GB"),
        ("en", ["fr-FR", "en-GB"], "en-GB"),
        ("EN-US", ["fr-FR", "de", "en-gb"], "en-gb"),
        ("es", ["fr", "en"], "fr"),
        ("*all*", ["fr", "en"], "fr"),
    ],
)
def test_the_source_is_found_by_its_language(tmp_path, source, languages, first):
    variants = "".join(f'<tuv xml:lang="{one}"><seg>{one}</seg></tuv>' for one in languages)
    path = tmp_path / "a.tmx"
    path.write_text(f'<tmx version="1.4"><header srclang="{source}"/><body><tu>{variants}</tu></body></tmx>', "utf-8")
    (unit,) = read_tmx(path)
    assert unit.variants[0].text == first
    assert sorted(segment.text for segment in unit.variants) == sorted(languages)


@pytest.mark.parametrize("declared", ["UTF-8", "UTF-16", "ISO-8859-1", "klingon"])
def test_a_byte_order_mark_counts_more_than_the_first_line(declared, tmp_path):
    path = tmp_path / "a.tmx"
    unit = '<tu><tuv xml:lang="fr"><seg>été</seg></tuv></tu>'
    content = f'<?xml version="1.0" encoding="{declared}"?><tmx><body>{unit}</body></tmx>'
    path.write_bytes(content.encode("utf-8-sig"))
    assert [segment.text for unit in read_tmx(path) for segment in unit.variants] == ["été"]


def test_a_multibyte_encoding_is_read(tmp_path):
    path = tmp_path / "a.tmx"
    unit = '<tu><tuv xml:lang="ja"><seg>移民</seg></tuv></tu>'
    content = f'<?xml version="1.0" encoding="Shift_JIS"?><tmx><body>{unit}</body></tmx>'
    path.write_bytes(content.encode("shift_jis"))
    assert [segment.text for unit in read_tmx(path) for segment in unit.variants] == ["移民"]


LETTERS = st.characters(exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff") | st.sampled_from(
    "\t\n\r <>&\"'"
)
TEXT = st.text(LETTERS, max_size=20).filter(
    lambda text: all(ord(c) & 0xFFFE != 0xFFFE or ord(c) > 0xFFFF for c in text)
)
NAME = TEXT.filter(bool)
DATES = st.none() | st.datetimes(timezones=st.just(UTC)).map(lambda date: date.replace(microsecond=0))


@st.composite
def segments(draw, language):
    text = draw(TEXT)
    codes = draw(
        st.lists(
            st.builds(
                InlineCode,
                st.integers(0, len(text)),
                st.sampled_from(["open", "close", "standalone"]),
                TEXT,
                st.integers(0, 4).map(lambda number: str(number or "")),
            ),
            max_size=6,
        )
    )
    return Segment(language, text, tuple(sorted(codes, key=lambda code: code.position)))


@st.composite
def translation_units(draw):
    return TranslationUnit(
        identifier=draw(NAME),
        variants=(draw(segments("en")), draw(segments("fr-CA")), *draw(st.tuples() | st.tuples(segments("de")))),
        properties=tuple(draw(st.lists(st.builds(Property, NAME, TEXT), max_size=3))),
        notes=tuple(draw(st.lists(TEXT, max_size=2))),
        created=draw(DATES),
        changed=draw(DATES),
        created_by=draw(st.none() | NAME),
        changed_by=draw(st.none() | NAME),
    )


@settings(max_examples=80, suppress_health_check=[HealthCheck.too_slow, HealthCheck.function_scoped_fixture])
@given(st.lists(translation_units(), max_size=4))
def test_writing_and_reading_again_loses_nothing(tmp_path, units):
    path = tmp_path / "memory.tmx"
    assert write_tmx(path, units, source_language="en") == len(units)
    assert [bare(unit) for unit in read_tmx(path)] == units
    assert grammar().validate(parsed(path.read_bytes()))


def test_characters_that_xml_forbids_are_dropped(tmp_path):
    path = tmp_path / "memory.tmx"
    bad = "a\x00\x0b\x1f\ud800\ufffe\uffffb"
    unit = TranslationUnit(bad, (Segment("en", bad, (InlineCode(7, "standalone", bad, "x y"),)),), notes=(bad,))
    write_tmx(path, [unit], source_language="en", properties=[Property(bad, bad)])
    (again,) = read_tmx(path)
    assert bare(again).variants == (Segment("en", "ab", (InlineCode(1, "standalone", "ab", "1"),)),)
    assert (again.identifier, again.notes) == ("ab", ("ab",))


def test_named_codes_get_numbers_that_pair_source_and_target(tmp_path):
    def codes(*names):
        return tuple(
            InlineCode(0, kind, "", name) for name in names for kind in (("open", "close") if name else ("open",))
        )

    unit = TranslationUnit("1", (Segment("en", "", codes("g1", "1", "")), Segment("fr", "", codes("1", "g1", ""))))
    path = tmp_path / "memory.tmx"
    write_tmx(path, [unit], source_language="en")
    (again,) = read_tmx(path)
    assert [[code.identifier for code in s.codes] for s in again.variants] == [
        ["2", "2", "1", "1", ""],
        ["1", "1", "2", "2", ""],
    ]


def test_languages_are_renamed_in_units_and_header():
    units = [TranslationUnit("1", (Segment("en", "a"), Segment("fr-CA", "b"), Segment("de", "c")))]
    content = written(units, languages=parse_tmx_languages("en-GB, fr_FR")).decode()
    assert 'srclang="en-GB"' in content
    assert [f'xml:lang="{tag}"' in content for tag in ("en-GB", "fr-FR", "de")] == [True] * 3


@pytest.mark.parametrize("text", ["", "en,", "english", "en-GB;fr-FR", "en-GB,en-US", "<en>,fr"])
def test_languages_that_make_no_sense_are_refused(text):
    with pytest.raises(ConfigError, match="en-GB,fr-FR"):
        parse_tmx_languages(text)


def test_the_same_units_give_the_same_bytes(monkeypatch):
    units = units_of(SAMPLES / "memory.tmx")
    monkeypatch.delenv("SOURCE_DATE_EPOCH", raising=False)
    assert written(units) == written(units)
    assert b"creationdate" not in written(units[1:2]).split(b"<body>")[0]
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1704164645")
    assert b'creationdate="20240102T030405Z"' in written([]).split(b"<body>")[0]
    assert b'creationdate="20200101T000000Z"' in written([], created=datetime(2020, 1, 1, tzinfo=UTC))


def test_a_memory_that_fails_half_way_leaves_the_old_one(tmp_path):
    path = tmp_path / "memory.tmx"
    path.write_bytes(b"old")

    def units():
        yield TranslationUnit("1", (Segment("en", "a"),))
        raise ParseError("broken")

    with pytest.raises(ParseError):
        write_tmx(path, units(), source_language="en")
    assert (path.read_bytes(), list(tmp_path.iterdir())) == (b"old", [path])


def test_a_large_memory_is_read_in_little_memory(tmp_path):
    path = tmp_path / "large.tmx"
    text = "A sentence of a release that is long enough. " * 10
    units = (TranslationUnit(str(n), (Segment("en", text), Segment("fr", text))) for n in range(8000))
    write_tmx(path, units, source_language="en")
    assert path.stat().st_size > 7 << 20
    tracemalloc.start()
    try:
        assert sum(1 for _ in read_tmx(path)) == 8000
        assert tracemalloc.get_traced_memory()[1] < 3 << 20
    finally:
        tracemalloc.stop()


# TMX: what others say of ours


def grammar():
    from lxml import etree

    return etree.RelaxNG(etree.parse(str(Path(__file__).parent / "tmx14.rng")))


def parsed(content):
    from lxml import etree

    return etree.fromstring(content, etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False))


@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.name)
def test_what_we_write_is_valid(sample):
    content = parsed(
        written(units_of(sample), properties=[Property("a", "b")], created=datetime(2024, 1, 2, tzinfo=UTC))
    )
    rules = grammar()
    assert rules.validate(content), rules.error_log


def test_the_grammar_can_fail():
    good = written([TranslationUnit("1", (Segment("en", "a"),))])
    rules = grammar()
    assert rules.validate(parsed(good))
    for old, new in (
        (b"<seg>", b"<seg><b/>"),
        (b' segtype="sentence"', b""),
        (b'xml:lang="en"', b""),
        (b'tuid="1"', b'tuid="1 2"'),
    ):
        assert not rules.validate(parsed(good.replace(old, new, 1)))


@pytest.mark.skipif(not OMEGAT.exists(), reason="apt-get install omegat")
@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.name)
def test_what_we_write_is_valid_by_the_dtd_that_omegat_ships(sample):
    from lxml import etree

    with zipfile.ZipFile(OMEGAT) as jar:
        dtd = etree.DTD(io.BytesIO(jar.read("schemas/tmx14.dtd")))
    assert dtd.validate(parsed(written(units_of(sample), properties=[Property("a", "b")]))), dtd.error_log


@pytest.mark.parametrize("sample", GOLDEN, ids=lambda path: path.name)
def test_translate_toolkit_reads_the_same_texts(sample):
    from translate.storage.tmx import tmxfile

    units = [
        replace(
            u,
            variants=tuple(replace(s, language=tag, codes=()) for s, tag in zip(u.variants, ("en", "fr"), strict=True)),
        )
        for u in units_of(sample)
    ]
    store = tmxfile.parsestring(written(units))
    store.sourcelanguage, store.targetlanguage = "en", "fr"
    assert [(unit.source, unit.target or "") for unit in store.units] == [
        (unit.variants[0].text, unit.variants[1].text) for unit in units
    ]
