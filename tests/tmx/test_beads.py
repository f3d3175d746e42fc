from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tmx.align.beads import GoldBead, format_bead, read_beads, read_gold, write_beads
from tmx.errors import ParseError, StoreError
from tmx.model import Bead


@st.composite
def bead_lists(draw: st.DrawFn) -> list[Bead]:
    beads = []
    row = column = 0
    for a, b, confidence in draw(
        st.lists(
            st.tuples(st.integers(0, 4), st.integers(0, 4), st.integers(0, 10_000)).filter(lambda t: t[0] + t[1] > 0),
            min_size=1,
        )
    ):
        beads.append(
            Bead(
                range(row, row + a) if a else range(0),
                range(column, column + b) if b else range(0),
                confidence=confidence / 10_000,
            )
        )
        row, column = row + a, column + b
    return beads


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(beads=bead_lists())
def test_what_is_written_is_read_again(tmp_path: Path, beads: list[Bead]) -> None:
    write_beads(tmp_path / "a.beads", beads)
    assert read_beads(tmp_path / "a.beads") == tuple(beads)


def test_format() -> None:
    bead = Bead(range(2), range(1), confidence=0.97314)
    assert format_bead(bead) == "[0, 1]:[0]:0.9731"
    assert format_bead(bead, confidence=False) == "[0, 1]:[0]"
    assert format_bead(Bead(range(0), range(3, 4))) == "[]:[3]:1.0000"


def test_gold_may_leap_over_a_sentence(tmp_path: Path) -> None:
    path = tmp_path / "gold.txt"
    path.write_text("# by hand\n[0]:[0, 2]\r\n\n[]:[1]\n[1,2] : []\n", encoding="utf-8")
    assert read_gold(path) == (GoldBead((0,), (0, 2)), GoldBead((), (1,)), GoldBead((1, 2), ()))
    with pytest.raises(ParseError, match="do not follow each other") as caught:
        read_beads(path)
    assert caught.value.line == 2


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("[0]:[0]\n[1]-[1]\n", 2),
        ("[0, x]:[0]\n", 1),
        ("[0 1]:[0]\n", 1),
        ("[0]:[0]:0.9.9\n", 1),
        ("[-1]:[0]\n", 1),
        ("nothing", 1),
    ],
)
def test_a_bad_line_is_named(tmp_path: Path, text: str, line: int) -> None:
    path = tmp_path / "gold.txt"
    path.write_text(text, encoding="utf-8")
    with pytest.raises(ParseError) as caught:
        read_gold(path)
    assert caught.value.line == line
    assert caught.value.remedy


def test_files_that_are_none(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        read_beads(tmp_path / "missing")
    (tmp_path / "binary").write_bytes(b"\xff\xfe[")
    with pytest.raises(ParseError):
        read_beads(tmp_path / "binary")
