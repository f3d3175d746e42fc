"""TMX: nothing is lost, whatever the file says: by writing and reading, in a memory, by ``accord convert``."""

import io
import zipfile
from pathlib import Path

import pytest
from lxml import etree
from msgspec.structs import replace

from tmx.formats.tmx import in_canonical_order, read_header, read_tmx, write_tmx
from tmx.formats.tmx_header import TmxHeader, header_from_text, header_to_text, joined_headers
from tmx.model import Attribute, InlineCode, Property, Segment, TranslationUnit
from tmx.store.details import codes_from_text, codes_to_text
from tmx.store.headers import kept_headers
from tmx.store.importing import Duplicates
from tmx.store.sqlite import open_memory
from toolkit.cli.main import main
from toolkit.workflows.memory_export import export_memory
from toolkit.workflows.memory_import import import_files

GOLDEN = Path(__file__).parent.parent / "golden"
SAMPLES = [GOLDEN / "tmx" / "everything.tmx", *sorted((GOLDEN / "formats").glob("*.tmx"))]
OMEGAT = Path("/usr/share/omegat/OmegaT.jar")
LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
ENCODINGS = ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "iso-8859-1", "windows-1252"]


def form(element):
    """An element as nested tuples: the space between elements, comments and the order of attributes do not count."""
    said = tuple(sorted(("lang" if name == LANGUAGE else name, value) for name, value in element.attrib.items()))
    if element.tag in {"seg", "note", "prop"}:
        return mixed(element)
    return element.tag, said, tuple(form(child) for child in element)


def mixed(element):
    said = tuple(sorted(("lang" if name == LANGUAGE else name, value) for name, value in element.attrib.items()))
    return element.tag, said, element.text or "", tuple((mixed(child), child.tail or "") for child in element)


def parsed(content):
    parser = etree.XMLParser(resolve_entities=False, no_network=True, load_dtd=False, remove_comments=True)
    return etree.fromstring(content, parser)


def said_by(content):
    root = parsed(content)
    return [form(element) for element in root.iter("header", "tu")]


def written_again(path):
    stream = io.BytesIO()
    header = read_header(path)
    write_tmx(stream, read_tmx(path), source_language=header.source_language, header=header)
    return stream.getvalue()


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_nothing_is_lost_by_writing(sample, tmp_path):
    before = said_by(sample.read_bytes())
    content = written_again(sample)
    after = said_by(content)
    assert after[1:] == before[1:]
    assert set(before[0][1]) <= set(after[0][1])
    assert before[0][2] == after[0][2]
    again = tmp_path / "again.tmx"
    again.write_bytes(content)
    assert written_again(again) == content


@pytest.mark.parametrize("encoding", ENCODINGS)
@pytest.mark.parametrize("version", ["1.1", "1.2", "1.3", "1.4"])
def test_versions_and_encodings(version, encoding, tmp_path):
    text = SAMPLES[0].read_text(encoding="utf-8").replace('version="1.4"', f'version="{version}"', 1)
    if version != "1.4":
        text = text.replace("xml:lang=", "lang=").replace("tmx14.dtd", f"tmx{version.replace('.', '')}.dtd")
    if encoding in {"iso-8859-1", "windows-1252"}:
        text = text.replace('encoding="UTF-8"', f'encoding="{encoding}"').replace(
            "œ", "oe" if "8859" in encoding else "œ"
        )
        text = "".join(c if c.encode(encoding, "ignore") else f"&#{ord(c)};" for c in text)
    elif encoding.startswith("utf-16"):
        text = text.replace(' encoding="UTF-8"', "")
    path = tmp_path / "old.tmx"
    path.write_bytes(text.encode(encoding))
    assert read_header(path).version == version
    content = written_again(path)
    if encoding.endswith("e"):  # libxml2 asks for a byte order mark
        assert said_by(content) == said_by(text.encode("utf-16"))
    else:
        assert said_by(content) == said_by(path.read_bytes())


def test_any_order_of_reading_gives_the_same(tmp_path):
    """The quick way through plain files and the reader of all files agree on everything."""
    text = SAMPLES[0].read_text(encoding="utf-8")
    quick, slow = tmp_path / "quick.tmx", tmp_path / "slow.tmx"
    start, end = text.index("["), text.index("]>") + 1
    quick.write_text(text[:start] + text[end:], encoding="utf-8")
    slow.write_text(text, encoding="utf-8")
    assert [replace(unit, line=None) for unit in read_tmx(quick)] == [
        replace(unit, line=None) for unit in read_tmx(slow)
    ]


def test_what_code_users_see():
    unit, *others = read_tmx(SAMPLES[0])
    assert [segment.language for segment in unit.variants] == ["fr-FR", "en-GB", "FR-fr", "de"]
    assert unit.source_place == 1
    assert (unit.variants[0].text, unit.variants[1].text) == ("Cliquez ici", "  Click here, & now. ")
    image = unit.variants[0].codes[1]
    assert image.content == '<img alt="une {image} de <a title=\'titre\'> là" title="">'
    assert [image.content[sub.start : sub.end] for sub in image.subflows] == [
        "une {image} de <a title='titre'> là",
        "",
    ]
    assert image.subflows[0].text == "une image de  là"
    assert [item.value for item in unit.all_properties()] == ["one", "two", "q", "three"]
    assert unit.all_notes() == ("of the unit", "of the unit", "après", "of a variant")
    assert unit.property("p") == "q"
    assert [other.unnamed for other in others] == [True, False, True, True, False]
    assert (others[3].created_by, others[2].changed) == ("x", others[2].changed)


@pytest.mark.skipif(not OMEGAT.exists(), reason="apt-get install omegat")
@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_it_is_valid_by_the_dtd_that_omegat_ships(sample):
    with zipfile.ZipFile(OMEGAT) as jar:
        dtd = etree.DTD(io.BytesIO(jar.read("schemas/tmx14.dtd")))
    assert dtd.validate(parsed(written_again(sample))), dtd.error_log


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_nothing_is_lost_in_a_memory(sample, tmp_path):
    output = tmp_path / "out.tmx"
    import_files([sample], tmp_path / "memory.db", duplicates=Duplicates.KEEP)
    export_memory(tmp_path / "memory.db", output)
    kept = [one for one in said_by(written_again(sample)) if one[0] == "header" or has_source(one)]
    assert said_by(output.read_bytes()) == kept


def test_a_memory_keeps_each_header_once_in_the_order_of_the_files(tmp_path):
    headers = dict.fromkeys(header_to_text(read_header(sample)) for sample in reversed(SAMPLES))
    assert len(headers) > 2
    for _ in range(2):
        import_files(SAMPLES[::-1], tmp_path / "memory.db")
    with open_memory(tmp_path / "memory.db") as store:
        assert kept_headers(store) == tuple(headers)


def run(*arguments):
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code


def has_source(unit):
    return any(child[0] == "tuv" for child in unit[2])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda path: path.name)
def test_nothing_is_lost_by_converting(sample, tmp_path, capsys):
    output = tmp_path / "out.tmx"
    assert run("convert", sample, output) == 0
    assert output.read_bytes() == written_again(sample)


def test_converting_to_a_pair_and_in_canonical_order(tmp_path, capsys):
    output = tmp_path / "out.tmx"
    assert run("convert", SAMPLES[0], output, "--from", "en-GB", "--to", "fr", "--canonical") == 0
    units = list(read_tmx(output))
    assert [[s.language[:2].lower() for s in unit.variants] for unit in units] == [["en", "fr"]] * 4
    assert [unit.variants[0].text for unit in units] == sorted(unit.variants[0].text for unit in units)


def test_canonical_order_does_not_depend_on_the_order():
    units = [replace(unit, line=None) for unit in read_tmx(SAMPLES[0])]
    assert in_canonical_order(reversed(units)) == in_canonical_order(units)


def test_the_direction_of_a_unit_survives_another_header(tmp_path):
    path = tmp_path / "a.tmx"
    units = [TranslationUnit("1", (Segment("fr", "un"), Segment("en", "one"))), *read_tmx(SAMPLES[0])]
    for source in ("en", "de", "*all*", ""):
        write_tmx(path, units, source_language=source)
        assert [unit.variants[0].text for unit in read_tmx(path)] == [unit.variants[0].text for unit in units]


def test_what_is_changed_is_written(tmp_path):
    path = tmp_path / "a.tmx"
    unit = next(read_tmx(SAMPLES[0]))
    changed = replace(unit, changed_by="zoe", created=None, identifier="new", notes=("other",), properties=())
    write_tmx(path, [changed], source_language="en-GB")
    (again,) = read_tmx(path)
    assert (again.changed_by, again.identifier, again.notes, again.properties) == ("zoe", "new", ("other",), ())


def test_codes_that_lost_their_partner_are_still_written(tmp_path):
    path = tmp_path / "a.tmx"
    highlight = InlineCode(0, "open", "", "1", "hi", (Attribute("type", "term"), Attribute("x", "1")))
    closing = InlineCode(1, "close", "</b>", "5", "bpt", (Attribute("i", "5"),))  # no such element closes
    odd = InlineCode(1, "standalone", "", "", "ph", (Attribute("x y", "1"), Attribute("type", 'a"<')))
    write_tmx(path, [TranslationUnit("1", (Segment("en", "ab", (highlight, closing, odd)),))], source_language="en")
    (again,) = read_tmx(path)
    assert [(c.kind, c.element) for c in again.variants[0].codes] == [
        ("open", "it"),
        ("close", "it"),
        ("standalone", "ph"),
    ]
    assert again.variants[0].codes[2].attributes == (Attribute("type", 'a"<'),)


def test_headers_of_several_files_are_joined():
    one = read_header(SAMPLES[0])
    two = replace(
        one,
        attributes=(Attribute("o-tmf", "Sample"), Attribute("datatype", "xml")),
        properties=(Property("a", "b"),),
        source_language="fr",
    )
    joined = joined_headers([one, two])
    assert joined.attributes == (Attribute("o-tmf", "Sample"),)
    assert joined.source_language == ""
    assert joined.properties == (*one.properties, Property("a", "b"))
    assert (joined.notes, joined.encodings) == (one.notes, one.encodings)
    assert joined_headers([]) is None
    assert header_from_text(header_to_text(one)) == one


def test_old_rows_of_codes_are_read():
    assert codes_from_text('[[1,"open","<b>","1"]]') == (InlineCode(1, "open", "<b>", "1"),)
    codes = next(read_tmx(SAMPLES[0])).variants[0].codes
    assert codes_from_text(codes_to_text(codes)) == codes


def test_a_header_without_anything_is_completed():
    stream = io.BytesIO()
    write_tmx(stream, [], source_language="en", header=TmxHeader("1.1", "en"))
    assert {"creationtool", "segtype", "o-tmf", "adminlang", "datatype"} <= set(parsed(stream.getvalue())[0].attrib)
