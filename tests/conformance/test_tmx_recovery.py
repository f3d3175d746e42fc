"""Broken and hostile TMX: refused in one line, or its good units saved with a list of what was lost."""

import re
import time
import tracemalloc
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tmx.errors import AccordError, ParseError
from tmx.formats import tmx_recovery
from tmx.formats.tmx import read_tmx, write_tmx
from tmx.formats.tmx_recovery import recover_tmx
from toolkit.cli.main import main

SAMPLE = Path(__file__).parent.parent / "golden" / "tmx" / "everything.tmx"
HEAD = '<?xml version="1.0" encoding="{encoding}"?>\n<tmx version="1.4"><header srclang="en"/>\n<body>\n'
ONE = '<tu>\n<tuv xml:lang="en"><seg>One</seg></tuv>\n<tuv xml:lang="fr"><seg>Un</seg></tuv>\n</tu>\n'
LAST = '<tu><tuv xml:lang="en"><seg>Last</seg></tuv><tuv xml:lang="fr"><seg>Dernière</seg></tuv></tu>\n'
TAIL = "</body></tmx>\n"


def file_of(middle, *, encoding="UTF-8", written="utf-8", tail=LAST + TAIL):
    text = HEAD.replace("{encoding}", encoding) + ONE + middle + tail
    return text if isinstance(text, bytes) else text.encode(written, "surrogateescape")


def pair(source, target="Deux"):
    return f'<tu><tuv xml:lang="en"><seg>{source}</seg></tuv><tuv xml:lang="fr"><seg>{target}</seg></tuv></tu>\n'


# name, content, texts of the units between the first and the last, lines and words of what is told
CASES = [
    ("control character", file_of(pair("a\x0bb")), ["ab"], [(8, "U\\+000B", False)]),
    ("NUL", file_of(pair("a\0b")), ["ab"], [(8, "U\\+0000", False)]),
    (
        "control as a number",
        file_of(pair("a&#x1F;b&#31;&#0;")),
        ["ab"],
        [(8, "&#x1F;", False), (8, "&#31;", False), (8, "&#0;", False)],
    ),
    ("no character", file_of(pair("a&#xFFFFFFF;&#xD800;b")), ["ab"], [(8, "xFFFFFFF", False), (8, "D800", False)]),
    (
        "bare &",
        file_of(pair("R&D at AT&T;\n&")),
        ["R&D at AT&T;\n&"],
        [(8, "«&» was read", False), (8, "AT|«&T;»", False), (9, "«&»", False)],
    ),
    ("web names", file_of(pair("a&nbsp;b&eacute;")), ["a\xa0bé"], [(8, "nbsp", False), (8, "eacute", False)]),
    ("bare <", file_of(pair("a < b, <br> and c<d")), ["a < b, <br> and c<d"], [(8, "begins no tag", False)]),
    ("]]>", file_of(pair("a ]]> b")), ["a ]]> b"], [(8, "]]>", False)]),
    ("open tag", file_of(pair("a <bpt i='1'>b")), [], [(8, "not closed", True)]),
    ("unit not closed", file_of(pair("two").replace("</tu>", "")), ["two"], [(8, "whole texts", False)]),
    ("unit not begun", file_of(pair("two").replace("<tu>", "")), [], [(8, "outside", True)]),
    ("text not closed", file_of(pair("two").replace("</seg>", "", 1)), [], [(8, "<seg>", True)]),
    ("half a unit", file_of('<tu><tuv xml:lang="en"><seg>two</seg></tuv>\n'), [], [(8, "not closed", True)]),
    (
        "unit in a unit",
        file_of(pair("out").replace("</tu>", pair("in") + "</tu>")),
        ["out", "in"],
        [(8, "whole texts", False)],
    ),
    ("no language", file_of(pair("two").replace(' xml:lang="fr"', "")), [], [(8, "language", True)]),
    ("empty language", file_of(pair("two").replace('"fr"', '" "')), [], [(8, "language", True)]),
    (
        "one of three without language",
        file_of(pair("two").replace("</tu>", "<tuv><seg>x</seg></tuv></tu>")),
        ["two"],
        [(8, "language", True)],
    ),
    ("no text", file_of(pair("two").replace("<seg>Deux</seg>", "")), [], [(8, "<seg>", True)]),
    ("two texts", file_of(pair("two", "x</seg><seg>y")), [], [(8, "<seg>", True)]),
    ("wrong attribute", file_of(pair("two").replace("<tu>", "<tu tuid=1>")), [], [(8, "", True)]),
    (
        "twice the same attribute",
        file_of(pair("two").replace("<tu>", '<tu tuid="1" tuid="2">')),
        [],
        [(8, "twice", True)],
    ),
    ("deep", file_of(pair("<hi>" * 300 + "x" + "</hi>" * 300)), [], [(8, "nested", True)]),
    ("entity that nobody defines", file_of(pair("&secret;")), ["&secret;"], [(8, "secret", False)]),
    ("comment not closed", file_of("<!-- \n" + pair("two")), ["two"], [(8, "comment", False)]),
    ("unit in a comment", file_of("<!--" + pair("two") + "-->\n"), [], []),
    ("CDATA", file_of(pair("<![CDATA[</tu> & <b>]]>")), ["</tu> & <b>"], []),
    ("cut off", file_of(pair("two")[:50], tail=""), [], [(8, "in this unit", True), (8, "cut off", True)]),
    (
        "cut off in the last tag",
        file_of(pair("two")[:-8], tail=""),
        [],
        [(8, "in this unit", True), (8, "cut off", True)],
    ),
    ("cut off after a unit", file_of(pair("two"), tail=""), ["two"], [(9, "cut off", True)]),
    ("Latin-1 that says UTF-8", file_of(pair("Été"), written="latin-1"), ["Été"], [(1, "Windows-1252", False)]),
    ("UTF-8 that says Latin-1", file_of(pair("Été"), encoding="ISO-8859-1"), ["Été"], [(1, "is UTF-8", False)]),
    ("UTF-8 that says UTF-16", file_of(pair("Été"), encoding="UTF-16"), ["Été"], [(1, "is UTF-8", False)]),
    ("UTF-8 that says klingon", file_of(pair("Été"), encoding="klingon"), ["Été"], [(1, "klingon", False)]),
    ("UTF-16 that says UTF-8", file_of(pair("Été"), written="utf-16-le"), ["Été"], []),
    ("one byte of Latin-1", file_of(pair("a\udce9b")), ["aéb"], [(8, "Windows-1252", False)]),
    ("UTF-8 cut in a character", file_of(pair("a\udcc3")), ["aÃ"], [(8, "Windows-1252", False)]),
    ("mojibake", file_of(pair("Ã‰tÃ©")), ["Ã‰tÃ©"], []),
    ("no header", file_of(pair("two")).replace(b'<header srclang="en"/>', b""), ["two"], []),
    ("carriage returns", file_of(pair("a & b")).replace(b"\n", b"\r"), ["a & b"], [(8, "«&»", False)]),
]


def outcome(reader, path):
    """The units that a reader gives, and its error as a line; empty for none."""
    units = []
    try:
        units.extend(reader(path))
    except AccordError as error:
        return units, str(error)
    return units, ""


@pytest.mark.parametrize(("content", "texts", "told"), [case[1:] for case in CASES], ids=[case[0] for case in CASES])
@pytest.mark.parametrize("chunk", [1 << 18, 61])
def test_good_units_are_saved(content, texts, told, chunk, tmp_path, monkeypatch):
    monkeypatch.setattr("tmx.formats.tmx_encoding._CHUNK", chunk)
    path = tmp_path / "broken.tmx"
    path.write_bytes(content)
    losses = []
    units = list(recover_tmx(path, losses.append))
    last = [] if any("cut off" in words for _, words, _ in told) else ["Last"]
    assert [unit.variants[0].text for unit in units] == ["One", *texts, *last]
    assert [(loss.line, loss.missing) for loss in losses] == [(line, lost) for line, _, lost in told]
    for loss, (_, words, _) in zip(losses, told, strict=True):
        assert re.search(words, loss.reason)
    units, told = outcome(read_tmx, path)
    assert [unit.variants[0].text for unit in units[:1]] == ["One"][: len(units)]
    assert "\n" not in told
    assert not told or "line" in told


REFUSED = [
    ("empty", b"", "empty"),
    ("a table", b"one\tun\n", "no <tmx>"),
    ("an office document", b"PK\x03\x04" + bytes(300), "no <tmx>"),
    (
        "entities",
        file_of(pair("&a;")).replace(b"<tmx", b'<!DOCTYPE tmx [\n<!ENTITY a "lol">]>\n<tmx'),
        "line 3.*entities",
    ),
    (
        "external",
        file_of(pair("&a;")).replace(b"<tmx", b'<!DOCTYPE tmx [<!ENTITY a SYSTEM "file:///etc/x">]><tmx'),
        "entities",
    ),
]


@pytest.mark.parametrize(("content", "words"), [case[1:] for case in REFUSED], ids=[case[0] for case in REFUSED])
@pytest.mark.parametrize("reader", [read_tmx, lambda path: recover_tmx(path, print)], ids=["read", "recover"])
def test_what_is_refused(content, words, reader, tmp_path):
    path = tmp_path / "broken.tmx"
    path.write_bytes(content)
    with pytest.raises(AccordError) as caught:
        list(reader(path))
    assert "\n" not in str(caught.value)
    if reader is not read_tmx:
        assert caught.match(words)


STRICT = [
    ("unit in a unit", pair("out").replace("</tu>", pair("in") + "</tu>"), 8, "inside another"),
    (
        "no language",
        '<tu>\n <tuv xml:lang="en"><seg>a</seg></tuv>\n <tuv><seg>b</seg></tuv></tu>\n',
        10,
        "which language",
    ),
    ("two texts", pair("two", "x</seg><seg>y"), 8, "more than one <seg>"),
    ("control as a number", pair("a&#x1F;b"), 8, "control character"),
    (
        "XInclude",
        pair('<xi:include xmlns:xi="http://www.w3.org/2001/XInclude" href="/etc/hostname"/>') + "<",
        9,
        "bare",
    ),
]


@pytest.mark.parametrize(("middle", "line", "words"), [case[1:] for case in STRICT], ids=[case[0] for case in STRICT])
def test_faults_are_told_with_line_and_column(middle, line, words, tmp_path):
    path = tmp_path / "broken.tmx"
    path.write_bytes(file_of(middle))
    with pytest.raises(ParseError, match=words) as caught:
        list(read_tmx(path))
    assert (caught.value.line, bool(caught.value.column)) == (line, True)


@pytest.mark.parametrize(("size", "chunk"), [(10, 61), (5000, 400)])
def test_a_unit_that_is_too_long_costs_that_unit_and_little_memory(size, chunk, tmp_path, monkeypatch):
    monkeypatch.setattr(tmx_recovery, "_MOST", 300)
    monkeypatch.setattr(tmx_recovery._Window.find, "__defaults__", (0, 300))
    monkeypatch.setattr("tmx.formats.tmx_encoding._CHUNK", chunk)
    path = tmp_path / "long.tmx"
    path.write_bytes(file_of(pair("word \n" * size * 10)))
    losses = []
    units = list(recover_tmx(path, losses.append))
    texts = [unit.variants[0].text for unit in units]
    if size == 5000:
        assert (texts, [(loss.line, loss.missing) for loss in losses]) == (["One", "Last"], [(8, True)])
    assert (texts[0], texts[-1]) == ("One", "Last")


def test_recovery_takes_little_memory(tmp_path):
    path = tmp_path / "large.tmx"
    units = list(read_tmx(SAMPLE)) * 250
    write_tmx(path, units, source_language="en")
    tracemalloc.start()
    try:
        assert sum(1 for _ in recover_tmx(path, print)) == len(units)
        assert tracemalloc.get_traced_memory()[1] < 6 << 20
    finally:
        tracemalloc.stop()


def test_nothing_takes_long(tmp_path):
    path = tmp_path / "slow.tmx"
    for middle in ("<!--" * 8000, "<tu " * 8000, "&" * 50000, "<" * 50000, "<tu><tuv>" * 5000, "<![CDATA[" * 5000):
        path.write_bytes(file_of(middle))
        began = time.process_time()
        list(recover_tmx(path, lambda loss: None))
        assert time.process_time() - began < 5


DAMAGE = st.lists(
    st.tuples(
        st.integers(0, 10_000),
        st.sampled_from(["cut", "put", "change", "swap"]),
        st.binary(max_size=4)
        | st.sampled_from([b"<tu>", b"</tu>", b"&", b"<", b"]]>", b"<!--", b"-->", b"\0", b"\xff", b"<seg>"]),
    ),
    min_size=1,
    max_size=6,
)


def damaged(content, damage):
    data = bytearray(content)
    for place, kind, what in damage:
        at = place % (len(data) + 1)
        if kind == "cut":
            del data[at : at + 1 + place % 40]
        elif kind == "put":
            data[at:at] = what
        elif kind == "change":
            data[at : at + len(what)] = what
        else:
            data[at:] = data[at:][::-1][: len(what)] + data[at:]
    return bytes(data)


@settings(max_examples=150, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.sampled_from(["utf-8", "utf-16", "latin-1", "plain"]), DAMAGE)
def test_random_damage_gives_units_or_one_clear_line(tmp_path, encoding, damage):
    text = SAMPLE.read_text(encoding="utf-8")
    if encoding == "plain":
        text, encoding = file_of(pair("two") * 5).decode(), "utf-8"
    path = tmp_path / "damaged.tmx"
    path.write_bytes(damaged(text.encode(encoding, "ignore"), damage))
    for reader in (read_tmx, lambda path: recover_tmx(path, lambda loss: None)):
        units, told = outcome(reader, path)
        assert "\n" not in told
        if not told:
            write_tmx(tmp_path / "out.tmx", units, source_language="en")
            assert len(list(read_tmx(tmp_path / "out.tmx"))) == len([unit for unit in units if unit.variants])


def run(*arguments):
    with pytest.raises(SystemExit) as left:
        main([str(argument) for argument in arguments])
    return left.value.code


def test_import_and_convert_list_what_was_lost(tmp_path, capsys):
    path, memory, output = tmp_path / "broken.tmx", tmp_path / "memory.db", tmp_path / "good.tmx"
    path.write_bytes(file_of(pair("a & b") + pair("two").replace("</seg>", "", 1)))
    assert run("memory", "import", path, "--into", memory) == 2
    assert run("convert", path, output) == 2
    assert not output.exists()
    capsys.readouterr()
    assert run("memory", "import", path, "--into", memory, "--recover") == 0
    told = capsys.readouterr().err
    assert f"Put right   {path}, line 8: «&» was read as text" in told
    assert f"Lost        {path}, line 9: " in told
    assert "3 units read" in told
    assert run("convert", path, output, "--recover") == 0
    assert f"Lost        {path}, line 9: " in capsys.readouterr().err
    assert [unit.variants[0].text for unit in read_tmx(output)] == ["One", "a & b", "Last"]
    assert run("convert", output, tmp_path / "a.tab", "--recover") == 2
    path.write_bytes(b"no TMX")
    assert run("memory", "import", path, "--into", memory, "--recover") == 2
