"""Filling the empty targets of a file from a memory: what is put where, and that nothing else in the file changes."""

import shutil
import subprocess
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.formats.registry import format_of
from tmx.formats.tmx import write_tmx
from tmx.model import Segment, TranslationUnit
from toolkit.workflows.pretranslate import Job, PretranslateOptions, pretranslate
from toolkit.workflows.pretranslate_codes import moved

NEW = "Le comité a adopté 15 résolutions en 2024."
FUZZY = "The committee adopted 15 resolutions in 2024."
OLD = 'match-quality="98%" origin="memory.tmx"><source>The committee adopted 12 resolutions in 2023.</source>'


def filled(run_pretranslate, memory_folder, name, content, *options):
    """The bytes of a file after it was filled in its place, as text."""
    (memory_folder / name).write_bytes(content.encode("utf-8"))
    run_pretranslate(name, *options)
    return (memory_folder / name).read_bytes().decode("utf-8")


HEAD = '<xliff version="1.2" xmlns="urn:oasis:names:tc:xliff:document:1.2" xmlns:sdl="http://sdl.com/FileTypes/'
HEAD += 'SdlXliff/1.0" xmlns:mq="MQXliff"><file source-language="en" target-language="fr" original="a"><body>\r\n'
TAIL = "\r\n</body></file></xliff>\n"
ALT = '<alt-trans match-quality="100%" origin="memory.tmx"><source>Save the file</source>'
ALT += "<target>Enregistrer le fichier</target></alt-trans>"
TRANSLATED = 'state="translated" state-qualifier="exact-match"'
REVIEW = 'state="needs-review-translation" state-qualifier="fuzzy-match"'
ALT_ENTER = '<alt-trans match-quality="98%" origin="memory.tmx"><source>Press Enter to go on.</source>'
ALT_ENTER += "<target>Appuyez sur Entrée pour continuer.</target></alt-trans>"
ALT_FUZZY = f"<alt-trans {OLD}<target>Le comité a adopté 12 résolutions en 2023.</target></alt-trans>"


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(
            "<source>Save the file</source>",
            f"<source>Save the file</source><target {TRANSLATED}>Enregistrer le fichier</target>{ALT}",
            id="no target",
        ),
        pytest.param(
            "\r\n  <source>Save the file</source>\r\n <note>n</note>",
            f"\r\n  <source>Save the file</source>\r\n  <target {TRANSLATED}>Enregistrer le fichier</target>\r\n  {ALT}"
            "\r\n <note>n</note>",
            id="indented",
        ),
        pytest.param(
            f"<source>{FUZZY}</source><target state='new' />",
            f'<source>{FUZZY}</source><target state="needs-review-translation" state-qualifier="fuzzy-match">'
            f"{NEW}</target>{ALT_FUZZY}",
            id="figures put right",
        ),
        pytest.param(
            '<source>Press <g id="7">Enter</g> to go on.</source><target></target>',
            f'<source>Press <g id="7">Enter</g> to go on.</source><target {REVIEW}>Appuyez sur <g id="7">Entrée</g> '
            f"pour continuer.</target>{ALT_ENTER}",
            id="codes that the file does not spell out",
        ),
        pytest.param(
            '<source xml:lang="en">Press <bpt id="7">&lt;b></bpt>Enter<ept id="7">&lt;/b></ept> to go on.</source>',
            '<source xml:lang="en">Press <bpt id="7">&lt;b></bpt>Enter<ept id="7">&lt;/b></ept> to go on.</source>'
            f'<target xml:lang="fr" {TRANSLATED}>Appuyez sur <bpt id="7">&lt;b></bpt>Entrée<ept id="7">&lt;/b></ept> '
            f"pour continuer.</target>{ALT_ENTER.replace('98', '100')}",
            id="the same codes",
        ),
        pytest.param(
            '<source>Press <x id="1"/>Enter to go on.</source>',
            f'<source>Press <x id="1"/>Enter to go on.</source><target {REVIEW}>Appuyez sur Entrée pour continuer.'
            f"</target>{ALT_ENTER}",
            id="other codes are not invented",
        ),
        pytest.param(
            '<source><g id="3">Hello &amp; &lt;welcome&gt;</g></source>',
            f'<source><g id="3">Hello &amp; &lt;welcome&gt;</g></source><target {REVIEW}><g id="3">Bonjour &amp; '
            '&lt;bienvenue&gt;</g></target><alt-trans match-quality="98%" origin="memory.tmx"><source>Hello &amp; '
            "&lt;welcome&gt;</source><target>Bonjour &amp; &lt;bienvenue&gt;</target></alt-trans>",
            id="a code around it all",
        ),
        pytest.param(
            '<source>Save the file. Close</source><seg-source><mrk mtype="seg" mid="1">Save the file</mrk> <mrk '
            'mtype="seg" mid="2">Nobody knows this one</mrk></seg-source>',
            '<source>Save the file. Close</source><seg-source><mrk mtype="seg" mid="1">Save the file</mrk> <mrk '
            'mtype="seg" mid="2">Nobody knows this one</mrk></seg-source><target state="needs-translation"><mrk '
            'mtype="seg" mid="1">Enregistrer le fichier</mrk> <mrk mtype="seg" mid="2"></mrk></target>'
            + ALT.replace("<alt-trans ", '<alt-trans mid="1" '),
            id="one of two segments",
        ),
        pytest.param(
            '<source>Save the file</source><seg-source><mrk mtype="seg" mid="4">Save the file</mrk></seg-source>'
            '<target><mrk mtype="seg" mid="4" /></target><sdl:seg-defs><sdl:seg id="4" /></sdl:seg-defs>',
            '<source>Save the file</source><seg-source><mrk mtype="seg" mid="4">Save the file</mrk></seg-source>'
            '<target><mrk mtype="seg" mid="4">Enregistrer le fichier</mrk></target><sdl:seg-defs><sdl:seg id="4" '
            'conf="Translated" origin="tm" origin-system="memory.tmx" percent="100" /></sdl:seg-defs>',
            id="Trados, exact",
        ),
        pytest.param(
            f'<source>{FUZZY}</source><seg-source><mrk mtype="seg" mid="4">{FUZZY}</mrk></seg-source>'
            '<sdl:seg-defs><sdl:seg id="4" conf="Unspecified"/></sdl:seg-defs>',
            f'<source>{FUZZY}</source><seg-source><mrk mtype="seg" mid="4">{FUZZY}</mrk></seg-source>'
            f'<target><mrk mtype="seg" mid="4">{NEW}</mrk></target><sdl:seg-defs><sdl:seg id="4" conf="Draft" '
            'origin="tm" origin-system="memory.tmx" percent="98"/></sdl:seg-defs>',
            id="Trados, fuzzy",
        ),
        pytest.param(
            "<source>Save the file</source><target x='a state=\"b\" c' >\r\n</target>",
            f"<source>Save the file</source><target x='a state=\"b\" c' {TRANSLATED} >Enregistrer le fichier</target>"
            f"{ALT}",
            id="what looks like an attribute",
        ),
        pytest.param(
            '<source>Save the file</source><seg-source><mrk mtype="seg" mid="1">Save the file</mrk></seg-source>'
            '<sdl:seg-defs><sdl:seg id="1" locked="true"/></sdl:seg-defs>',
            "",
            id="a locked segment",
        ),
        pytest.param("<source>Close</source>", None, id="two translations are known"),
        pytest.param("<source>Save the file</source><target>Déjà</target>", "", id="translated"),
        pytest.param("<source>Save the file</source><target><x id='1'/></target>", "", id="a code stands there"),
        pytest.param("<source>Nobody knows this one</source>", "", id="no match"),
        pytest.param("<source> </source><target/>", "", id="blank"),
    ],
)
def test_xliff_1(run_pretranslate, memory_folder, before, after):
    unit = f'<trans-unit id="u">{before}</trans-unit>'
    text = filled(run_pretranslate, memory_folder, "a.xlf", HEAD + unit + TAIL)
    if after is None:
        assert 'state="needs-review-translation"' in text
    else:
        assert text == HEAD + (unit.replace(before, after) if after else unit) + TAIL


@pytest.mark.parametrize(
    "attributes",
    ['translate="no"', 'approved="yes"', 'mq:locked="locked"'],
    ids=["not to translate", "approved", "locked"],
)
def test_what_may_not_be_touched(run_pretranslate, memory_folder, attributes):
    text = f'{HEAD}<trans-unit id="u" {attributes}><source>Save the file</source></trans-unit>{TAIL}'
    assert filled(run_pretranslate, memory_folder, "a.xlf", text) == text


def test_memoq_notes_the_match(run_pretranslate, memory_folder):
    unit = '<trans-unit id="u" mq:status="NotStarted"><source>Save the file</source><target></target></trans-unit>'
    new = '<trans-unit id="u" mq:status="PartiallyEdited" mq:percent="100"><source>Save the file</source><target>'
    new += "Enregistrer le fichier</target></trans-unit>"
    assert filled(run_pretranslate, memory_folder, "a.mqxliff", HEAD + unit + TAIL) == HEAD + new + TAIL


HEAD_2 = '<xliff version="2.1" xmlns="urn:oasis:names:tc:xliff:document:2.0" srcLang="en" trgLang="fr"><file id="f">\n'


def test_xliff_2(run_pretranslate, memory_folder):
    before = f"""<unit id="u"><notes><note>n</note></notes>
  <segment id="s1"><source>Save the file</source></segment>
  <segment><source>{FUZZY}</source><target/></segment>
  <segment state="final"><source>Save the file</source></segment>
  <segment id="s4"><source>Close</source><target>Fermez</target></segment>
  <segment id="s5"><source>Press <pc id="7">Enter</pc> to go on.</source></segment></unit></file></xliff>
"""
    match = '<mtc:match ref="#{0}" similarity="{1}.0" matchQuality="{1}.0" origin="memory.tmx" type="tm">'
    exact = (
        match.format("s1", 100) + "<source>Save the file</source><target>Enregistrer le fichier</target></mtc:match>"
    )
    fuzzy = match.format("2", 98) + "<source>The committee adopted 12 resolutions in 2023.</source><target>Le comité a "
    fuzzy += "adopté 12 résolutions en 2023.</target></mtc:match>"
    coded = match.format("s5", 98) + "<source>Press Enter to go on.</source><target>Appuyez sur Entrée pour continuer."
    found = f"{exact}{fuzzy}{coded}</target></mtc:match>"
    after = before.replace(
        '<unit id="u">',
        f'<unit id="u"><mtc:matches xmlns:mtc="urn:oasis:names:tc:xliff:matches:2.0">{found}</mtc:matches>',
    )
    after = after.replace(
        '<segment id="s1"><source>Save the file</source>',
        '<segment id="s1" state="translated"><source>Save the file</source><target>Enregistrer le fichier</target>',
    ).replace(
        f"<segment><source>{FUZZY}</source><target/>",
        f'<segment id="2" state="initial" subState="accord:fuzzy-match"><source>{FUZZY}</source><target>{NEW}</target>',
    )
    source = '<source>Press <pc id="7">Enter</pc> to go on.</source>'
    after = after.replace(
        f'<segment id="s5">{source}',
        f'<segment id="s5" state="initial" subState="accord:fuzzy-match">{source}'
        '<target>Appuyez sur <pc id="7">Entrée</pc> pour continuer.</target>',
    )
    assert filled(run_pretranslate, memory_folder, "a.xlf", HEAD_2 + before) == HEAD_2 + after


PO = """\
# a comment
msgid ""
msgstr "Content-Type: text/plain; charset=UTF-8\\n"
"Plural-Forms: nplurals=2; plural=(n > 1);\\n"

#: a.c:1
msgid "Save the file"
msgstr ""

#, c-format
msgctxt "x"
msgid ""
"The committee adopted 15 "
"resolutions in 2024.\\n"
msgstr ""

#| msgid "former"
msgid "The committee adopted 16 resolutions in 2024."
msgstr ""

msgid "1 file found"
msgid_plural "%d files found"
msgstr[0] ""
msgstr[1] ""

msgid "Close"
msgid_plural "Nobody knows this one"
msgstr[0] ""
msgstr[1] ""

msgid "Hello & <welcome>"
msgstr "déjà"

#~ msgid "Gone"
#~ msgstr ""
"""
PO_CHANGES = (
    ('#: a.c:1\nmsgid "Save the file"\nmsgstr ""', '#: a.c:1\nmsgid "Save the file"\nmsgstr "Enregistrer le fichier"'),
    ("#, c-format\n", '#, fuzzy, c-format\n#| msgid "The committee adopted 12 resolutions in 2023."\n'),
    ('2024.\\n"\nmsgstr ""', f'2024.\\n"\nmsgstr "{NEW}\\n"'),
    ('#| msgid "former"', '#, fuzzy\n#| msgid "former"'),
    ('16 resolutions in 2024."\nmsgstr ""', f'16 resolutions in 2024."\nmsgstr "{NEW.replace("15", "16")}"'),
    ('msgstr[0] ""\nmsgstr[1] ""', 'msgstr[0] "1 fichier trouvé"\nmsgstr[1] "%d fichiers trouvés"'),
)


@pytest.mark.parametrize("newline", ["\n", "\r\n"])
def test_po(run_pretranslate, memory_folder, newline):
    expected = PO
    for before, after in PO_CHANGES:
        assert before in expected
        expected = expected.replace(before, after, 1)
    text = filled(run_pretranslate, memory_folder, "fr.po", PO.replace("\n", newline))
    assert text == expected.replace("\n", newline)
    if shutil.which("msgfmt"):
        done = subprocess.run(["msgfmt", "-c", "-o", "/dev/null", "fr.po"], capture_output=True, text=True)
        assert "error" not in done.stderr, done.stderr


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("a.tsv", "id\tsource\ttarget\r\n1\tSave the file\t\r\n", "1\tSave the file\tEnregistrer le fichier\r\n"),
        ("a.tsv", f"source\ttarget\tstate\tmatch\n{FUZZY}\t\t\t\n", f"{FUZZY}\t{NEW}\tneeds-review-translation\t98\n"),
        ("a.csv", "id,source,target\n1,Save the file,\n", "1,Save the file,Enregistrer le fichier\n"),
        ("a.csv", '"id","source","target"\n"1","Save the file",""\n', '"1","Save the file","Enregistrer le fichier"\n'),
        ("a.csv", "\ufeffsep=;\nid;source;target\n1;Close;Fermez\n2;Save the file;\n", "2;Save the file;Enregistrer"),
    ],
)
def test_tables(run_pretranslate, memory_folder, name, before, after):
    assert after in filled(run_pretranslate, memory_folder, name, before)
    assert (memory_folder / name).read_bytes().decode().startswith(before.splitlines(keepends=True)[0])


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "iso-8859-1"])
def test_the_encoding_stays(run_pretranslate, memory_folder, encoding):
    text = f'<?xml version="1.0" encoding="{encoding.removesuffix("-sig")}"?>\n{HEAD}<trans-unit id="é">'
    text += f"<source>{FUZZY}</source></trans-unit>{TAIL}"
    (memory_folder / "a.xlf").write_bytes(text.encode(encoding))
    run_pretranslate("a.xlf", "--candidates", "0")
    new = f"</source><target {REVIEW}>{NEW}</target>"
    assert (memory_folder / "a.xlf").read_bytes() == text.replace("</source>", new).encode(encoding)


GOLDEN = Path(__file__).parents[1] / "golden" / "formats"
FILES = [
    path for path in sorted(GOLDEN.iterdir()) if path.suffix in (".xlf", ".xliff", ".sdlxliff", ".po", ".tsv", ".csv")
]


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_real_files_read_the_same_but_for_what_was_filled(tmp_path, path):
    """Every source is in the memory, its translation with its codes."""
    units = list(format_of(path).read(path, "en", "fr"))
    languages = tuple(segment.language for segment in units[0].variants)
    known = [
        TranslationUnit("", (source, Segment(languages[1], f"«{source.text.strip()}»")))
        for unit in units
        for source in [unit.variants[0]]
        if source.text.strip()
    ]
    write_tmx(tmp_path / "memory.tmx", known, source_language=languages[0])
    out = tmp_path / path.name
    (done,) = pretranslate([Job(path, out)], tmp_path / "memory.tmx", PretranslateOptions(*languages))
    new = list(format_of(out).read(out, "en", "fr"))
    filled_units = {unit.number - 1: unit for unit in done.filled}
    for number, (one, other) in enumerate(zip(units, new, strict=True)):
        assert one.variants[0] == other.variants[0]
        expected = filled_units[number].target if number in filled_units else one.variants[1].text
        assert other.variants[1].text == expected
        assert number not in filled_units or not one.variants[1].text.strip()


LETTERS = st.characters(
    codec="utf-8", exclude_categories=["Cs", "Cc", "Zs", "Zl", "Zp"], exclude_characters="\ufffe\uffff"
)
PIECE = st.text(LETTERS, min_size=1, max_size=6)


@settings(max_examples=40)
@given(st.lists(PIECE, min_size=1, max_size=5), st.sampled_from(["a.xlf", "a.po", "a.tsv", "a.csv"]))
def test_whatever_the_memory_has_is_read_back(tmp_path_factory, pieces, name):
    folder = tmp_path_factory.mktemp("any")
    target = " ".join(pieces)
    unit = TranslationUnit("", (Segment("en", "Save the file"), Segment("fr", target)))
    write_tmx(folder / "memory.tmx", [unit], source_language="en")
    (folder / name).write_bytes(
        {
            "a.xlf": f'{HEAD}<trans-unit id="u"><source>Save the file</source></trans-unit>{TAIL}',
            "a.po": 'msgid ""\nmsgstr "Content-Type: text/plain; charset=UTF-8\\n"\n\n'
            'msgid "Save the file"\nmsgstr ""\n',
            "a.tsv": "source\ttarget\nSave the file\t\n",
            "a.csv": "source,target\nSave the file,\n",
        }[name].encode()
    )
    path = folder / name
    (done,) = pretranslate([Job(path, path)], folder / "memory.tmx", PretranslateOptions("en", "fr"))
    (read,) = format_of(path).read(path, "en", "fr")
    assert read.variants[1].text == (done.filled[0].target if done.filled else "")
    if done.filled:
        assert read.variants[1].text == target


def test_places_move_with_what_was_put_right():
    from tmx.match.matches import Replacement

    changes = [Replacement(3, 6, "12", "100", "figure"), Replacement(8, 8, "ab", "", "term")]
    # before: 0..2 | 3-5 «12» | 5.. ; after: 3-6 «100»; then «ab», which stood at 7-9, is gone
    assert [moved(place, changes) for place in (0, 3, 4, 5, 7, 8, 9)] == [0, 3, None, 6, 8, None, 8]
