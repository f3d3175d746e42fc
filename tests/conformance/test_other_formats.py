"""Formats that are read through translate-toolkit: texts, keys, and what is refused."""

import pytest

from tmx.errors import ConfigError, ParseError
from tmx.formats.other import KEYED, read_keyed_pair
from tmx.formats.registry import read_units
from toolkit.workflows.qa import check_translation

QT = """<?xml version="1.0" encoding="utf-8"?><!DOCTYPE TS><TS version="2.1" language="fr"><context><name>Main</name>
<message><source>Open</source><translation>Ouvrir</translation></message>
<message><source>Close</source><translation type="unfinished"></translation></message></context></TS>"""
ANDROID = '<?xml version="1.0" encoding="utf-8"?>\n<resources><string name="open">{}</string></resources>'
RESX = (
    '<?xml version="1.0"?><root><resheader name="resmimetype"><value>text/microsoft-resx</value></resheader>'
    '<data name="open" xml:space="preserve"><value>{}</value></data></root>'
)
SAMPLES = {
    "a.properties": "open={}\n",
    "a.resx": RESX,
    "strings.xml": ANDROID,
    "a.strings": '/* a note */\n"open" = "{}";\n',
    "a.json": '{{"menu": {{"open": "{}"}}}}',
    "a.dtd": '<!ENTITY open "{}">\n',
}


def test_qt_has_both_languages(tmp_path):
    path = tmp_path / "app.ts"
    path.write_text(QT, encoding="utf-8")
    units = list(read_units(path, source_language="en", target_language="fr"))
    assert [tuple(segment.text for segment in unit.variants) for unit in units] == [("Open", "Ouvrir"), ("Close", "")]


def test_qt_names_are_on_one_line_and_lines_are_known(tmp_path):
    path = tmp_path / "app.ts"
    more = "<comment>the\nmenu</comment><source>Two\n lines</source><translation>x</translation>"
    path.write_text(QT.replace("</context>", f'\n<message id="m1">{more}</message></context>'), encoding="utf-8")
    units = list(read_units(path, source_language="en", target_language="fr"))
    assert [unit.identifier for unit in units] == ["Main/Open", "Main/Close", "Main/the/menu/m1/Two lines"]
    assert units[-1].line == QT.count("\n", 0, QT.index("</context>")) + 2


def test_items_of_arrays_are_texts_too(tmp_path):
    array = '<string-array name="days">\n<item>{}</item>\n<item>{}</item></string-array>'
    fixed = '<string-array name="codes" translatable="false"><item>a</item></string-array>'
    source, target = tmp_path / "en.xml", tmp_path / "fr.xml"
    source.write_text(f"<resources>{array.format('Day 1', 'It&#39;s 2')}{fixed}</resources>".replace("&#39;", r"\'"))
    target.write_text(f"<resources>\n{array.format('Jour 1', 'C&#39;est 3')}</resources>".replace("&#39;", r"\'"))
    units = list(read_keyed_pair(source, target, "en", "fr"))
    assert [(unit.identifier, unit.line, *(one.text for one in unit.variants)) for unit in units] == [
        ("days[0]", 3, "Day 1", "Jour 1"),
        ("days[1]", 4, "It's 2", "C'est 3"),
    ]
    assert [finding.code for finding in check_translation(target, source_path=source).findings] == ["NUM001"]


def test_qt_has_a_unit_for_each_plural_form(tmp_path):
    path = tmp_path / "app.ts"
    forms = "<numerusform>%n fichier</numerusform><numerusform>%n fichiers</numerusform>"
    message = f'<message numerus="yes"><source>%n file(s)</source><translation>{forms}</translation></message>'
    path.write_text(QT.replace("</context>", message + "</context>"), encoding="utf-8")
    units = list(read_units(path, source_language="en", target_language="fr"))[2:]
    assert [(unit.identifier, unit.variants[1].text) for unit in units] == [
        ("Main/%n file(s)", "%n fichier"),
        ("Main/%n file(s)", "%n fichiers"),
    ]
    assert [finding.code for finding in check_translation(path).findings] == ["COMP004"]  # not two translations


def test_strings_files_may_be_utf_16(tmp_path):
    source, target = tmp_path / "en.strings", tmp_path / "fr.strings"
    for path, text in ((source, "Open"), (target, "Ouvrir")):
        path.write_text(f'/* a note */\n"open" = "{text}";\n', encoding="utf-16")
    (unit,) = read_keyed_pair(source, target, "en", "fr")
    assert [segment.text for segment in unit.variants] == ["Open", "Ouvrir"]
    target.write_bytes(b"\xff\xfe\x00\xd8")
    with pytest.raises(ParseError, match="cut off"):
        list(read_keyed_pair(source, target, "en", "fr"))


@pytest.mark.parametrize("name", SAMPLES)
def test_texts_belong_together_by_their_keys(tmp_path, name):
    source, target = tmp_path / "en" / name, tmp_path / "fr" / name
    for path, text in ((source, "Open 5 files"), (target, "Ouvrir 6 fichiers")):
        path.parent.mkdir()
        path.write_text(SAMPLES[name].format(text), encoding="utf-8")
    (unit,) = read_keyed_pair(source, target, "en", "fr")
    assert [segment.text for segment in unit.variants] == ["Open 5 files", "Ouvrir 6 fichiers"]
    assert "open" in unit.identifier
    result = check_translation(target, source_path=source)
    assert [finding.code for finding in result.findings] == ["NUM001"]
    with pytest.raises(ConfigError):
        check_translation(target)


@pytest.mark.parametrize("name", ["a.ts", "strings.xml", "a.resx"])
def test_entities_are_refused(tmp_path, name):
    path = tmp_path / name
    path.write_text('<!DOCTYPE r [<!ENTITY a "b">]>\n<r>&a;</r>', encoding="utf-8")
    with pytest.raises(ParseError) as raised:
        list(
            read_keyed_pair(path, path, "en", "fr")
            if path.suffix in KEYED
            else read_units(path, source_language="en", target_language="fr")
        )
    assert raised.value.path == path


@pytest.mark.parametrize("name", ["a.ts", "a.mo", "a.json", "a.resx", "strings.xml"])
def test_what_is_broken_is_said_in_a_line(tmp_path, name):
    path = tmp_path / name
    path.write_bytes(b"\x00\x01{[<not anything")
    with pytest.raises(ParseError) as raised:
        list(
            read_keyed_pair(path, path, "en", "fr")
            if path.suffix in KEYED
            else read_units(path, source_language="en", target_language="fr")
        )
    assert "\n" not in str(raised.value)
