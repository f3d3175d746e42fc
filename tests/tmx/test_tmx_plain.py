"""The quick way through plain TMX gives what the reader for all files gives, and leaves to it what is not plain."""

import random
from pathlib import Path

import pytest

from tmx.errors import AccordError
from tmx.formats import tmx_encoding, tmx_plain
from tmx.formats.tmx import _read_any, read_tmx, read_tmx_columns, unit_from_element
from tmx.model import TranslationUnit

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="en" segtype="sentence"/>\n<body>\n'
TAIL = "</body></tmx>\n"
PLAIN = (
    '<tu tuid="{n}" creationdate="20240501T100000Z"><tuv xml:lang="en"><seg>One {n} &amp; more</seg></tuv>'
    '<tuv xml:lang="fr" changeid="ann"><seg>Un {n} &lt;</seg></tuv></tu>\n'
)
OTHERS = (
    '<tu tuid="{n}">\n  <note>of &quot;old&quot;</note>\n <prop type="x-a">b</prop>\n'
    '  <tuv xml:lang="FR"><seg>Deux</seg></tuv><tuv lang="EN"><seg>Two\r\n</seg></tuv>\n</tu>\n',
    '<tu><tuv xml:lang="en"><seg>a <bpt i="1">&lt;b></bpt>b<ept i="1">&lt;/b></ept></seg></tuv></tu>',
    '<tu><prop type="x-accord-id">a b</prop><tuv xml:lang="en"><seg/></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu tuid="{n}" usagecount="3" creationdate="20240131T100000Z">\n<note>n{n}</note>'
    '<tuv xml:lang="fr-FR" changeid="bob"><note xml:lang="en">&amp;{n}</note>'
    '<prop type="q" o-encoding="x">{n}</prop>\n<prop type="r"></prop>'
    '<seg><ph x="2" type="a"/>Un<bpt i="1"/> {n}<ept i="1">&lt;</ept><it pos="end" x="4"></it></seg></tuv>'
    '<tuv xml:lang="en-US" changedate="20240131T100000Z"><prop type="x-context-pre">a{n}</prop><seg>One</seg></tuv>'
    "</tu>",
    "<tu tuid='{n}'><tuv xml:lang=\"en\"><seg>&#233;</seg></tuv></tu>",
)
SIMPLE = (
    '<tu><tuv xml:lang="en"><seg>&#233;&#xA0;&amp;#65;&#13;&lt;</seg></tuv>'
    '<tuv xml:lang="fr"><seg>&#x1F9F3; {n}</seg></tuv></tu>\n',
    '<tu><tuv xml:lang="en"><seg>One {n}</seg></tuv><tuv xml:lang="fr"><seg>Un {n} &quot;x&quot;</seg></tuv></tu>\n',
    '<tu tuid="{n}" changedate="20240131T100000Z" creationid="ann">\n<tuv lang="fr"><seg>Un {n}</seg></tuv>\n'
    '<tuv lang="en"><seg>One\n{n}</seg></tuv>\n</tu>\n',
    '<tu changeid="ann" creationdate="20240231T100000Z"><tuv xml:lang="en"><seg>One</seg></tuv>'
    '<tuv xml:lang="fr"><seg></seg></tuv></tu>',
)
ODD = (
    '<tu><tuv xml:lang="en"/><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang=en><seg>x</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    "<!-- {n} -->",
    '<tu><tuv xml:lang="en"><seg><![CDATA[</tu>]]></seg></tuv></tu>',
    '<tu><tuv><seg>no language</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu tuid="1" tuid="2"><tuv xml:lang="en"><seg>x</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><prop type="a" type="b">x</prop>'
    '<tuv xml:lang="en"><seg>x</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><seg>a ]]> b</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><seg>\x01</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><seg>&#x1F;</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><seg>&#xD800;</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><seg>&#99999999;</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><note>&#0;</note><tuv xml:lang="en"><seg>x</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><seg>&eacute;</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><seg>x</seg></tuv><tuv xml:lang="fr"><seg>x</seg></tu>',
    '<tu><tuv xml:lang="en"><seg>' + "<hi>" * 900 + "x" + "</hi>" * 900 + "</seg></tuv></tu>",
    '<tu><tuv LANG="en"><seg>x</seg></tuv><tuv Lang="fr" changeid="ann"><seg>y</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><prop type="a" type="b">x</prop><seg>x</seg></tuv><tuv lang="fr"><seg>x</seg></tuv></tu>',
    '<tu><tuv xml:lang="en"><seg>a<ph x="1>2">b</ph><bpt i="1" i="2"/></seg></tuv><tuv xml:lang="fr"><seg/></tuv></tu>',
    "text between units",
)


def outcome(reader, path):
    units = []
    try:
        units.extend(reader(path))
    except AccordError as error:
        return units, str(error)
    return units, ""


def one_by_one(path):
    """The units of columns, as units."""
    for item in read_tmx_columns(path):
        yield from [item] if isinstance(item, TranslationUnit) else item.units()


def _unit_anywhere(element, number, line, source_language):
    return unit_from_element(element, number, line, source_language, Path("memory.tmx"))


def same(path):
    expected = outcome(_read_any, path)
    assert outcome(read_tmx, path) == expected
    assert outcome(one_by_one, path) == expected


@pytest.fixture(autouse=True)
def small_pieces(monkeypatch):
    monkeypatch.setattr(tmx_encoding, "_PLAIN_CHUNK", 149)


@pytest.mark.parametrize("seed", range(30))
def test_same_units(tmp_path, seed):
    draw = random.Random(seed)
    path = tmp_path / "memory.tmx"
    body = "".join(draw.choice((PLAIN, PLAIN, *OTHERS)).replace("{n}", str(n)) for n in range(20))
    path.write_bytes((HEAD + body + TAIL).encode())
    same(path)
    reader = tmx_plain.PlainReader(path, _unit_anywhere)
    assert len(list(reader)) == 20 or not reader.finished


@pytest.mark.parametrize("seed", range(30))
def test_same_columns(tmp_path, monkeypatch, seed):
    draw = random.Random(seed)
    monkeypatch.setattr(tmx_encoding, "_PLAIN_CHUNK", draw.choice([149, 1000, 10000]))
    monkeypatch.setattr(tmx_plain, "_SHORT", 0)  # columns, however short
    path = tmp_path / "memory.tmx"
    kinds = draw.choices(
        [*SIMPLE, PLAIN, *OTHERS, *ODD], weights=[*[20] * 5, *[2] * len(OTHERS), *[draw.random() < 0.2] * len(ODD)], k=9
    )
    body = "".join(draw.choice(kinds[:3]) * draw.randrange(1, 9) + draw.choice(kinds) for _ in range(20))
    count = iter(range(1000))
    body = "".join(f"{piece}{next(count)}" for piece in body.split("{n}"))
    path.write_bytes((HEAD + body + TAIL).encode())
    same(path)


ALIKE = (
    *SIMPLE[1:],
    '<tu  tuid="{n}" changeid="a &gt;">\n <tuv lang="de" ><seg>x{n}</seg></tuv><tuv lang="fr"> <seg></seg></tuv> </tu>',
    '<tu tuid="{n}" tuid="x"><tuv xml:lang="en"><seg>One</seg></tuv><tuv xml:lang="fr"><seg>Un</seg></tuv></tu>\n',
    '<tu tuid="{n}"><tuv xml:lang="en"><seg>]]></seg></tuv><tuv xml:lang="fr"><seg>Un</seg></tuv></tu>\n',
    '<tu tuid="{n}"><tuv xml:lang=" "><seg>One</seg></tuv><tuv xml:lang="fr"><seg>Un</seg></tuv></tu>\n',
)


@pytest.mark.parametrize("kind", ALIKE)
@pytest.mark.parametrize("seed", range(8))
def test_units_that_are_alike_but_for_some(tmp_path, monkeypatch, kind, seed):
    draw = random.Random(seed)
    monkeypatch.setattr(tmx_encoding, "_PLAIN_CHUNK", draw.choice([700, 5000]))
    monkeypatch.setattr(tmx_plain, "_SHORT", 0)
    units = [kind] * 40
    for _ in range(seed % 4):  # with none, too
        at = draw.randrange(40)
        one, other = draw.choice(
            [
                ('tuid="', 'creationid="'),
                ("<tu", " <tu"),
                ("</seg>", "<"),
                ("</tuv>", "</tuv>\n"),
                ("{n}", '">{n}'),
                ("tu", ""),
            ]
        )
        units[at] = units[at].replace(one, other, draw.choice([1, -1]))
    path = tmp_path / "memory.tmx"
    body = "".join(unit.replace("{n}", draw.choice([str(number), ""])) for number, unit in enumerate(units))
    path.write_bytes((HEAD + body + TAIL).encode())
    same(path)


@pytest.mark.parametrize("odd", ODD)
@pytest.mark.parametrize("place", [0, 3])
def test_what_is_not_plain_is_left_to_the_other_reader(tmp_path, odd, place):
    path = tmp_path / "memory.tmx"
    units = [PLAIN.replace("{n}", str(n)) for n in range(6)]
    path.write_bytes((HEAD + "".join([*units[:place], odd, *units[place:]]) + TAIL).encode())
    same(path)


@pytest.mark.parametrize(
    ("before", "after"),
    [
        ("UTF-8", "ISO-8859-1"),
        ("<body>", "<body><!-- x -->"),
        ("<tmx ", '<!DOCTYPE tmx [<!ENTITY a "b">]><tmx '),
        ("<tmx ", '<!DOCTYPE tmx SYSTEM "tmx14.dtd"><tmx '),
        ('segtype="sentence"', 'segtype="sentence" segtype="x"'),
        ('segtype="sentence"/>', "><note>a &nope; b</note></header>"),
        ("</tmx>", ""),
        ("</tmx>", "</tmx><more/>"),
        ("One 3", "One \ufffe"),
        ("One 3", "é"),
    ],
)
def test_frames(tmp_path, before, after):
    path = tmp_path / "memory.tmx"
    text = HEAD + "".join(PLAIN.replace("{n}", str(n)) for n in range(6)) + TAIL
    path.write_bytes(text.replace(before, after).encode("utf-8"))
    same(path)


def test_a_plain_file_takes_the_quick_way(tmp_path):
    path = tmp_path / "memory.tmx"
    path.write_text(HEAD + "".join(PLAIN.replace("{n}", str(n)) for n in range(50)) + TAIL, encoding="utf-8")
    reader = tmx_plain.PlainReader(path, lambda *_: None)
    assert len(list(reader)) == reader.count == 50
    assert reader.finished
    columns = [len(item.sources) for item in read_tmx_columns(simple(path)) if not isinstance(item, TranslationUnit)]
    assert sum(columns) == 50


def simple(path):
    path.write_text(HEAD + "".join(SIMPLE[1].replace("{n}", str(n)) for n in range(50)) + TAIL, encoding="utf-8")
    return path
