"""Stems, cognates, lengths, dictionaries: the small parts of the aligner."""

from math import erfc, log, sqrt
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tmx.align.cognates import cognate_pairs, likeness
from tmx.align.lengths import length_log_probability, length_ratio
from tmx.align.lexicon import LexiconEntry, read_dictionary
from tmx.align.seeds import known_pairs
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import STEM_LENGTH, Vocabulary, stems
from tmx.errors import ParseError, StoreError


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("L’Organisation", ["l", "organi"]),
        ("main-d’œuvre", ["main", "d", "oeuvre"]),
        ("1 000 000 de $", ["1000000", "de"]),
        ("1\u202f200,5 % ; 1,200.5%", ["1200.5", "%", ";", "1200.5", "%"]),
        ("3,5 and 3.5", ["3.5", "and", "3.5"]),
        ("12 mai 2019", ["12", "mai", "2019"]),
        ("« Oui » ? Non !", ['"', "oui", '"', "?", "non", "!"]),
        ("移民", ["移", "民"]),
        ("", []),
    ],
)
def test_stems(text: str, expected: list[str]) -> None:
    assert stems(text) == expected


@pytest.mark.parametrize(
    ("one", "other", "least", "most"),
    [
        ("migran", "migran", 1.0, 1.0),
        ("gouver", "govern", 0.0, 0.7),
        ("region", "region", 1.0, 1.0),
        ("intern", "intere", 0.7, 0.95),
        ("12", "12", 1.0, 1.0),
        ("12", "13", 0.0, 0.0),
        ("chat", "office", 0.0, 0.0),
        ("a", "a", 0.1, 0.5),
    ],
)
def test_likeness(one: str, other: str, least: float, most: float) -> None:
    assert least <= likeness(one, other) <= most


WORDS = st.lists(st.text("abcdeé12", min_size=1, max_size=STEM_LENGTH), unique=True, max_size=12)


@given(WORDS, WORDS)
def test_the_index_finds_what_comparing_all_finds(source: list[str], target: list[str]) -> None:
    expected = [
        (i, j, likeness(one, other))
        for i, one in enumerate(source)
        for j, other in enumerate(target)
        if likeness(one, other) > 0
    ]
    assert sorted(cognate_pairs(source, target)) == sorted(expected)


@given(st.floats(0, 5000), st.floats(0, 5000), st.floats(0.5, 2.0))
def test_lengths_follow_the_normal_distribution(source: float, target: float, ratio: float) -> None:
    mean = max((source + target / ratio) / 2, 1.0)
    delta = min(abs(target - ratio * source) / sqrt(6.8 * mean), 6.0)
    expected = log(min(erfc(delta / sqrt(2)), 1.0))
    found = length_log_probability(np.array([source]), np.array([target]), ratio, 6.8)[0]
    assert found == pytest.approx(expected, abs=1e-3, rel=1e-2)


def test_length_ratio_of_nothing_is_one() -> None:
    assert length_ratio(0, 10) == 1.0
    assert length_ratio(10, 12) == pytest.approx(1.2)


def test_number_words_and_months_are_known() -> None:
    source, target = Vocabulary(), Vocabulary()
    ours = [source.add(stem) for stem in ("twelve", "july", "12")]
    theirs = [target.add(stem) for stem in ("douze", "juille", "12")]
    pairs = {(one, other) for one, other, _ in known_pairs(source, target, "en", "fr", (), DEFAULT_SETTINGS)}
    assert {(ours[0], theirs[0]), (ours[0], theirs[2]), (ours[2], theirs[0]), (ours[1], theirs[1])} <= pairs


def test_a_dictionary_is_read(tmp_path: Path) -> None:
    path = tmp_path / "words.tsv"
    path.write_text("# a comment\nhouse\tmaison\n\nlabour migration\tmigration de main-d’œuvre\t0.5\r\n", "utf-8")
    assert list(read_dictionary(path).entries()) == [
        LexiconEntry("house", "maison", 1.0),
        LexiconEntry("labour migration", "migration de main-d’œuvre", 0.5),
    ]


@pytest.mark.parametrize(
    ("content", "line"),
    [
        (b"house\tmaison\nhouse\n", 2),
        (b"house\tmaison\n\thouse\n", 2),
        (b"house\tmaison\t2\n", 1),
        (b"house\tmaison\tvery\n", 1),
        (b"house\tmaison\tnan\n", 1),
        (b"a\tb\t1\td\n", 1),
        (b"house\tmaison\ncaf\xe9\tcoffee\n", 2),
        (b"# nothing\n", None),
    ],
)
def test_a_bad_dictionary_is_named_by_line(tmp_path: Path, content: bytes, line: int | None) -> None:
    path = tmp_path / "words.tsv"
    path.write_bytes(content)
    with pytest.raises(ParseError) as caught:
        read_dictionary(path)
    assert (caught.value.path, caught.value.line) == (path, line)


def test_a_missing_dictionary(tmp_path: Path) -> None:
    with pytest.raises(StoreError):
        read_dictionary(tmp_path / "none.tsv")
