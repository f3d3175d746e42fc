"""A TMX file read in blocks by several programs: the same units in the same places as read by one."""

import random

import pytest

from tmx.formats import tmx_parts
from tmx.formats.tmx import read_tmx_blocks, read_tmx_columns
from tmx.store.encoding import EncodedUnits, encoded
from tmx.store.placing import PlacedColumns, pieces_after, placed_pieces

HEAD = '<?xml version="1.0" encoding="UTF-8"?>\n<tmx version="1.4"><header srclang="en" segtype="sentence"/>\n<body>\n'
TAIL = "</body>\n</tmx>\n"
KINDS = (
    '<tu><tuv xml:lang="en"><seg>a{n}</seg></tuv><tuv xml:lang="fr"><seg>é{n}</seg></tuv></tu>\n',
    '<tu tuid="x{n}"><tuv xml:lang="fr"><seg>b{n}</seg></tuv>\n<tuv xml:lang="en"><seg>c{n}</seg></tuv></tu> ',
    '<tu><note>n</note><prop type="x-document">d{m}</prop>\n<tuv xml:lang="en"><seg>e <ph x="1">&lt;</ph>{n}</seg>'
    "</tuv>"
    '<tuv xml:lang="fr"><prop type="prev">a{n}</prop><seg>f</seg></tuv></tu>\n',
    '<tu>\n<tuv xml:lang="en"><seg>{n}</seg></tuv></tu>',
)


def made(seed, count):
    draw = random.Random(seed)
    kinds = [draw.choice(KINDS) for _ in range(6)]
    return [
        kinds[number // draw.choice((1, 9)) % 6].format(n=draw.randrange(50), m=number // 7) for number in range(count)
    ]


def rows(pieces):
    """Everything that a store would keep, unit by unit."""
    found = []
    for piece in pieces:
        columns = (
            piece
            if isinstance(piece, EncodedUnits)
            else encoded(piece.rows() if isinstance(piece, PlacedColumns) else piece)
        )
        one = [columns.only([at == place for at in range(len(columns))]) for place in range(len(columns))]
        found += one
    return found


def in_turns(path, shares):
    """The rows of all shares together, and whether the end was told."""
    readers = [read_tmx_blocks(path, share, shares) for share in range(shares)]
    found = []
    number = 0
    while True:
        block = next(readers[number % shares], False)
        if not block:
            return found, block is None
        here = rows(pieces_after(placed_pieces(block.units, 4), int(block.before)))
        found += here[:-1] if block.after else here
        number += 1


@pytest.mark.parametrize("shares", [1, 2, 3])
@pytest.mark.parametrize("size", [50, 300, 1500, 1 << 19])
@pytest.mark.parametrize("seed", range(4))
def test_the_same(tmp_path, monkeypatch, seed, size, shares):
    path = tmp_path / "m.tmx"
    written = (HEAD + "".join(made(seed, 60)) + TAIL).encode()
    if seed == 1:
        written = b"\xef\xbb\xbf" + written.replace(b"\n", b"\r\n")
    path.write_bytes(written)
    monkeypatch.setattr(tmx_parts, "_SIZE", size)
    expected = rows(placed_pieces(read_tmx_columns(path), 2000))
    assert len(expected) == 60
    assert in_turns(path, shares) == (expected, True)


@pytest.mark.parametrize(
    ("there", "then"),
    [
        ("<!-- </tu> -->", ""),
        ("<![CDATA[x]]>", ""),
        ("x", ""),
        ("\ufeff", ""),
        ("\x01", ""),
        ('<tu><tuv xml:lang="en"><seg>&x;</seg></tuv></tu>', ""),
        ("", "<!-- -->"),
        ("", "x"),
    ],
)
@pytest.mark.parametrize("size", [50, 700, 1 << 19])
def test_what_is_not_plain_is_left_to_others(tmp_path, monkeypatch, size, there, then):
    path = tmp_path / "m.tmx"
    units = made(9, 40)
    path.write_text(HEAD + "".join([*units[:20], there, *units[20:]]) + TAIL + then, encoding="utf-8")
    plain = tmp_path / "plain.tmx"
    plain.write_text(HEAD + "".join(units) + TAIL, encoding="utf-8")
    monkeypatch.setattr(tmx_parts, "_SIZE", size)
    found, ended = in_turns(path, 2)
    assert not ended
    assert len(found) <= (20 if there else 40)
    assert found == rows(placed_pieces(read_tmx_columns(plain), 2000))[: len(found)]


@pytest.mark.parametrize(
    "content", [b"", b"<tmx", HEAD.encode(), HEAD.encode("utf-16"), HEAD.encode() + KINDS[0].encode()]
)
def test_what_is_cut_off(tmp_path, content):
    path = tmp_path / "m.tmx"
    path.write_bytes(content)
    assert not in_turns(path, 2)[1]


def test_no_units(tmp_path):
    path = tmp_path / "m.tmx"
    path.write_text(HEAD + TAIL, encoding="utf-8")
    assert in_turns(path, 2) == ([], True)
