"""Changing texts in place: the change is there, and not a byte more is different."""

from pathlib import Path
from xml.sax.saxutils import escape

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.formats.inplace import Change, can_change, change_file, placed_targets
from tmx.formats.registry import read_units

GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
FILES = sorted(path for path in GOLDEN.iterdir() if path.suffix != ".json" and can_change(path))
LANGUAGES = {"source_language": "en", "target_language": "fr"}

XLIFF = """\
<?xml version="1.0" encoding="UTF-8"?>\r
<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:x="urn:x"><file source-language="en"\r
 target-language="fr" original="a" datatype="plaintext"><body>\r
<trans-unit id="1"><source>a</source><target>Un &amp; deux&#x20;<g id="1">trois\r
quatre</g> <ph id="2">&lt;br/&gt; not text</ph>; <![CDATA[cinq & six]]></target>\r
<alt-trans><target>alternative</target></alt-trans></trans-unit>\r
<trans-unit id="2"><source>b</source><seg-source><mrk mtype="seg" mid="1">b</mrk></seg-source>\r
<target><mrk mtype="seg" mid="1">sept<mrk mtype="x-sdl-deleted">gone</mrk> <x:tool>huit</x:tool></mrk></target>\r
</trans-unit><trans-unit id="3"><source>c</source></trans-unit></body></file></xliff>\r
"""
PO = """\
# a comment
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Language: fr\\n"

#, c-format
msgctxt "menu"
msgid "one"
msgstr ""
"un \\"deux\\"\\n"
"trois\\ttab"

#| msgid "old"
msgid "file"
msgid_plural "files"
msgstr[0] "fichier"
msgstr[1] "fichiers"

#~ msgid "gone"
#~ msgstr "parti"
msgid "last"
msgstr "dernier"
"""


def all_targets(path):
    file, placed = placed_targets(path, **LANGUAGES)
    return file, list(placed)


def changed(path, changes):
    """The bytes of ``path`` with ``changes``: (place of the unit, start, end, text)."""
    file, targets = all_targets(path)
    text, done = change_file(file, [(targets[unit], Change(start, end, new)) for unit, start, end, new in changes])
    return file.encoded(text), done


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_every_target_is_found_and_nothing_changes_by_itself(path):
    assert can_change(path)
    units = list(read_units(path, **LANGUAGES))
    file, targets = all_targets(path)
    assert [target.text if target else "" for target in targets] == [unit.variants[1].text for unit in units]
    for target in filter(None, targets):
        assert len(target.places) == len(target.text)
    assert file.encoded(change_file(file, [])[0]) == path.read_bytes()


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_each_letter_of_each_target_can_be_changed_alone(tmp_path, path):
    before = list(read_units(path, **LANGUAGES))
    file, targets = all_targets(path)
    for number, target in enumerate(targets):
        letters = [place for place, letter in enumerate(target.text if target else "") if letter.isalpha()]
        for place in letters[:2] + letters[-1:]:
            content, done = changed(path, [(number, place, place + 1, "Ж" if file.encoding != "cp1252" else "Ÿ")])
            if done == (False,):
                continue
            trial = tmp_path / path.name
            trial.write_bytes(content)
            after = list(read_units(trial, **LANGUAGES))
            assert [unit.variants[0] for unit in after] == [unit.variants[0] for unit in before]
            texts = [unit.variants[1].text for unit in before]
            new = "Ж" if file.encoding != "cp1252" else "Ÿ"
            texts[number] = texts[number][:place] + new + texts[number][place + 1 :]
            assert [unit.variants[1].text for unit in after] == texts


@pytest.mark.parametrize(
    ("name", "content", "change", "was", "becomes"),
    [
        ("a.xlf", XLIFF, (0, 0, 2, "Une"), "<target>Un &amp;", "<target>Une &amp;"),
        ("a.xlf", XLIFF, (1, 0, 4, "se<pt"), ">sept<", ">se&lt;pt<"),
        ("a.xlf", XLIFF, (1, 5, 9, "neuf"), "<x:tool>huit", "<x:tool>neuf"),
        ("a.xlf", XLIFF, (1, 2, 7, "X"), "", None),
        ("p.po", PO, (0, 4, 8, 'le "deux'), 'un \\"deux', 'un \\"le \\"deux'),
        ("p.po", PO, (1, 0, 7, "dossier"), '"fichier"', '"dossier"'),
        ("p.po", PO, (2, 0, 8, "a\nb"), '"fichiers"', '"a\\nb"'),
        ("p.po", PO, (3, 0, 0, "le "), '"dernier"', '"le dernier"'),
        ("t.tsv", "1\tone\tun\r\n2\ttwo\tdeux\r\n", (1, 0, 4, "trois"), "\tdeux\r", "\ttrois\r"),
        ("t.tsv", "1\tone\tun\n2\ttwo\tdeux\n", (1, 0, 4, "a\tb"), "deux", None),
        ("t.tsv", "\n1\tone\tun\n2\ttwo\tdeux\n", (1, 0, 4, "trois"), "deux", "trois"),
        ("t.csv", 'id,source,target\n1,one,"un ""deux"", trois"\n', (0, 4, 8, 'a"b'), '""deux""', '""a""b""'),
        ("t.csv", "\ufeffsep=;\n1;one;un\n2;two;deux\n", (1, 0, 4, "trois"), ";deux", ";trois"),
        ("t.csv", "1,one,un\n", (0, 0, 2, "un, deux"), "un", None),
    ],
)
def test_a_change_is_put_in_as_the_format_writes_it(tmp_path, name, content, change, was, becomes):
    path = tmp_path / name
    path.write_bytes(content.encode("utf-8"))
    new, done = changed(path, [change])
    assert done == (becomes is not None,)
    expected = content if becomes is None else content.replace(was, becomes, 1)
    assert new == expected.encode("utf-8")


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "iso-8859-1", "windows-1252"])
def test_the_encoding_stays(tmp_path, encoding):
    path = tmp_path / "a.xlf"
    named = encoding.removesuffix("-sig")
    path.write_bytes(XLIFF.replace("sept", "sépt").replace('"UTF-8"', f'"{named}"').encode(encoding))
    new, done = changed(path, [(1, 1, 2, "è")])
    assert done == (True,)
    assert new == XLIFF.replace("sept", "sèpt").replace('"UTF-8"', f'"{named}"').encode(encoding)
    if encoding in ("iso-8859-1", "windows-1252"):
        new, done = changed(path, [(1, 1, 2, "\u202f")])
        assert done == (True,), "what the encoding cannot hold is written by its number"
        assert new == path.read_bytes().replace("sépt".encode(encoding), b"s&#8239;pt")


# U+FFFE and U+FFFF are no characters of XML.
PIECES = st.text(
    st.characters(codec="utf-8", exclude_categories=["Cs", "Cc"], exclude_characters="\ufffe\uffff"), max_size=8
)


@settings(max_examples=60)
@given(
    st.lists(st.tuples(PIECES, st.sampled_from(["", '<x id="1"/>', "<!-- c -->"])), min_size=1, max_size=5), st.data()
)
def test_whatever_stands_in_a_target_a_change_is_all_that_changes(tmp_path_factory, pieces, data):
    path = tmp_path_factory.mktemp("inplace") / "a.xlf"
    inside = "".join(escape(text) + tag for text, tag in pieces)
    text = "".join(text for text, _ in pieces)
    path.write_text(XLIFF.replace("sept", inside), encoding="utf-8", newline="")
    _, targets = all_targets(path)
    target = targets[1]
    assert target is not None
    assert target.text == f"{text} huit"
    start = data.draw(st.integers(0, len(text)))
    end = data.draw(st.integers(start, len(text)))
    replacement = data.draw(PIECES)
    content, done = changed(path, [(1, start, end, replacement)])
    path.write_bytes(content)
    read = [unit.variants[1] for unit in read_units(path, **LANGUAGES)]
    wanted = text[:start] + replacement + text[end:] if done == (True,) else text
    assert read[1].text == f"{wanted} huit"
    assert len(read[1].codes) == sum(tag.startswith("<x") for _, tag in pieces)
    assert content.count(b"<!-- c -->") == sum(tag.startswith("<!") for _, tag in pieces)


def test_changes_that_overlap_are_made_once(tmp_path):
    path = tmp_path / "t.tsv"
    path.write_text("1\tone\tun deux trois\n", encoding="utf-8")
    new, done = changed(path, [(0, 0, 7, "X"), (0, 3, 9, "Y"), (0, 13, 13, "."), (0, 13, 13, "!"), (0, 8, 13, "Z")])
    assert done == (True, False, True, False, True)
    assert new == b"1\tone\tX Z.\n"
