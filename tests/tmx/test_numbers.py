"""Numbers by value, in both languages."""

from fractions import Fraction
from itertools import pairwise

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from tmx.text import numbers
from tmx.text.languages import find_language
from tmx.text.number_comparison import compare_numbers
from tmx.text.number_patterns import number_reader
from tmx.text.number_pieces import piece_reader
from tmx.text.number_unspaced import figures_apart, scaled
from tmx.text.numbers import NumberKind, find_numbers

EN, FR = find_language("en"), find_language("fr")

# text, language, [(marked text, kind, one of the values)]
_TABLE = [
    ("1,000.5 tonnes", EN, [("1,000.5", "figure", Fraction(2001, 2))]),
    ("1 000,5 tonnes", FR, [("1 000,5", "figure", Fraction(2001, 2))]),
    ("1\u202f234\u202f567", FR, [("1\u202f234\u202f567", "figure", 1234567)]),
    ("1.000", FR, [("1.000", "figure", 1000)]),
    ("0,125", FR, [("0,125", "figure", Fraction(1, 8))]),
    ("the 171st case", EN, [("171st", "ordinal", 171)]),
    ("le 171ème cas", FR, [("171ème", "ordinal", 171)]),
    ("le XIXe siècle", FR, [("XIXe", "Roman numeral", 19), ("siècle", "round number", 100)]),
    ("Phase III trials", EN, [("III", "Roman numeral", 3)]),
    ("3 million people", EN, [("3 million", "figure", 3000000)]),
    ("$300+ billion", EN, [("300+ billion", "figure", 300 * 10**9)]),
    ("1,4 milliard", FR, [("1,4 milliard", "figure", 1400000000)]),
    ("twenty-one", EN, [("twenty-one", "number word", 21)]),
    ("twelve hundred", EN, [("twelve hundred", "number word", 1200)]),
    ("twenty hundred", EN, [("twenty", "number word", 20), ("hundred", "number word", 100)]),
    ("mille milliards", FR, [("mille milliards", "number word", 10**12)]),
    ("deux mille cinq cents milliards", FR, [("deux mille cinq cents milliards", "number word", 2500 * 10**9)]),
    (
        "three million two billion",
        EN,
        [("three million two", "number word", 3000002), ("billion", "number word", 10**9)],
    ),
    ("two hundred and fifty thousand", EN, [("two hundred and fifty thousand", "number word", 250000)]),
    ("quatre-vingt-dix-sept", FR, [("quatre-vingt-dix-sept", "number word", 97)]),
    ("soixante et onze", FR, [("soixante et onze", "number word", 71)]),
    ("deux et trois", FR, [("deux", "number word", 2), ("trois", "number word", 3)]),
    ("97.5%", EN, [("97.5%", "percentage", Fraction(195, 2))]),
    ("97,5 %", FR, [("97,5 %", "percentage", Fraction(195, 2))]),
    ("5 per cent", EN, [("5 per cent", "percentage", 5)]),
    ("15 November 2024", EN, [("15", "day", 15), ("November", "month", 11), ("2024", "year", 2024)]),
    ("November 15", EN, [("November", "month", 11), ("15", "day", 15)]),
    ("le 1er mai", FR, [("1er", "day", 1), ("mai", "month", 5)]),
    ("15/11/2024", FR, [("15", "day", 15), ("11", "month", 11), ("2024", "year", 2024)]),
    ("2024-11-15", EN, [("2024", "year", 2024), ("11", "month", 11), ("15", "day", 15)]),
    ("You may march", EN, []),
    ("in May", EN, [("May", "month", 5)]),
    ("5 p.m.", EN, [("5 p.m.", "time", "17:00")]),
    ("17 h 30", FR, [("17 h 30", "time", "17:30")]),
    ("9 heures du soir", FR, [("9 heures du soir", "time", "21:00")]),
    ("midnight", EN, [("midnight", "round number", "00:00")]),
    ("the 1990s", EN, [("1990", "year", 1990)]),
    ("les années 90", FR, [("90", "year", 1990)]),
    ("2019–20", EN, [("2019", "year", 2019), ("20", "year", 2020)]),
    ("two-thirds", EN, [("two-thirds", "round number", Fraction(2, 3))]),
    ("½ of it", EN, [("½", "figure", Fraction(1, 2))]),
    ("+33 1 23 45 67 89", FR, [("+33 1 23 45 67 89", "phone number", "33123456789")]),
    ("COVID-19 and H1N1", EN, [("COVID-19", "code", 19), ("H1N1", "code", "h1n1")]),
    ("version 1.2.3", EN, [("1.2.3", "code", "1.2.3")]),
    ("{0} of <h1> at https://a.org/2024?x=5", EN, []),
    ("%1$d and %(n)d &#160;", EN, []),
    ("no number", EN, []),
]


@pytest.mark.parametrize(("text", "language", "expected"), _TABLE, ids=[row[0] for row in _TABLE])
def test_find_numbers(text, language, expected):
    found = find_numbers(text, language)
    assert [(text[m.start : m.end], m.kind.value) for m in found] == [row[:2] for row in expected]
    for mention, (_, _, value) in zip(found, expected, strict=True):
        assert value in mention.values


_PAIRS = [
    ("1,000.5 on 15 November at 5 p.m.", "1 000,5 le 15 novembre à 17 h", True),
    ("June 4-6", "du 4 au 6 juin", True),
    ("two of 12", "2 sur douze", True),
    ("807 victims", "870 victimes", False),
    ("6 June", "6 juillet", False),
    ("3 million", "3 milliards", False),
    ("100,000 people", "100 personnes", False),
    ("ACE2", "l’ACE 2", True),
    ("IL-6", "l’IL6", True),
]


@pytest.mark.parametrize(("english", "french", "agree"), _PAIRS)
def test_compare(english, french, agree):
    found = compare_numbers(find_numbers(english, EN), find_numbers(french, FR))
    left = [
        m
        for m in (*found.source_left, *found.target_left)
        if m.in_figures or m.kind in (NumberKind.MONTH, NumberKind.WEEKDAY)
    ]
    assert bool(left) != agree


def _english(number: int, decimals: str) -> str:
    return f"{number:,}" + (f".{decimals}" if decimals else "")


def _french(number: int, decimals: str, space: str) -> str:
    return f"{number:,}".replace(",", space) + (f",{decimals}" if decimals else "")


@given(
    st.integers(0, 10**12),
    st.from_regex(r"\d{0,2}", fullmatch=True),
    st.sampled_from([" ", "\u00a0", "\u202f"]),
    st.sampled_from(["", " %", " euros", ".", ", and"]),
)
def test_a_number_has_the_same_value_in_either_language(number, decimals, space, after):
    english = f"It was {_english(number, decimals)}{after}"
    french = f"C’était {_french(number, decimals, space)}{after}"
    ours, theirs = find_numbers(english, EN), find_numbers(french, FR)
    assert len(ours) == len(theirs) == 1
    assert ours[0].values & theirs[0].values
    assert Fraction(f"{number}.{decimals or 0}") in ours[0].values


@given(st.text(alphabet="0123456789 .,:/-h%eèmer\u00a0xXIVdeuxtwomaiMay'’+()", max_size=40))
@example("9/11")
def test_any_text_can_be_read(text):
    for language in (EN, FR):
        found = find_numbers(text, language)
        assert all(0 <= m.start < m.end <= len(text) for m in found)
        # «9/11» is a day of a month, and its year, at the same place
        assert all(one.end <= other.start or text[one.start : one.end] == "9/11" for one, other in pairwise(found))
        assert not compare_numbers(found, found).source_left


@pytest.mark.parametrize("tag", ["en", "fr", "de", "ar"])
@pytest.mark.parametrize(
    "endless",
    [
        "9" * 5000,
        "٣" * 5000,
        "1" + ".000" * 3000,
        "1" + " 000" * 3000,
        "A" + "1" * 5000,
        "0." + "1" * 5000,
        "1/" + "2" * 5000,
    ],
    ids=lambda text: text[:6],
)
def test_a_figure_without_end_is_no_number(tag, endless):
    found = find_numbers(f"«{endless}», 12", find_language(tag))
    assert [mention.values for mention in found if mention.start > len(endless)] == [{Fraction(12)}]


def test_a_language_without_rules_of_its_own_reads_figures():
    german = find_language("de")
    assert [m.values for m in find_numbers("um 14 Uhr", german)] == [frozenset({Fraction(14)})]


@pytest.mark.parametrize(
    ("tag", "text", "values"),
    [
        ("zh", "该协议将于2026年5月1日生效", [2026, 5, 1]),
        ("zh", "约有1.25万人（60%）", [12500, 60]),
        ("ja", "300人に3億円", [300, 300_000_000]),
        ("ko", "약 3만 명", [30_000]),
        ("th", "ปี2026", [2026]),
    ],
)
def test_figures_among_letters_without_spaces(tag, text, values):
    found = find_numbers(text, find_language(tag))
    assert [mention.values for mention in found] == [frozenset({Fraction(value)}) for value in values]


_PIECES = (
    "the 1990s ’90s années 1990 90 1,000.5 1 000,5 171st 171ème 2e XXIe I V in II 5 p.m. 17 h 24 heures two-thirds "
    "deux cent vingt et un pour cent 50 % p. 100 percent percentage .08 12/11/2024 2024-11-15 +41 22 717 COVID-19 H5N1 "
    "v1.2.3 3 million 3 milliards five thousand May may mars 2020 Monday lundi half moitié noon ½ 3/4 2019-20 {0} "
    '<h1 id="3"> </h1> %1$s %(n)d &#39; a.b2@example.org https://example.org/2024/x www.example.org/3 le un , ; (2) '
    "(x3) l’un aujourd’hui xhttp://a3 \u00a0 \u202f  \n"
).split(" ")


@pytest.mark.parametrize("tag", ["en", "fr", "de"])
@settings(max_examples=300)
@given(st.lists(st.one_of(st.sampled_from(_PIECES), st.text(max_size=6)), max_size=12))
def test_numbers_are_those_of_a_search_through_the_whole_text(tag, pieces):
    text, reader = " ".join(pieces), number_reader(find_language(tag))
    apart = figures_apart(text)
    whole = numbers._mentions(reader.pattern.finditer(apart), apart, reader)
    assert find_numbers(text, reader.language) == [scaled(mention, text) for mention in whole]


@pytest.mark.parametrize("tag", ["en", "fr", "de", "ja"])
@pytest.mark.parametrize("piece", "people, p.m. h million 000 000, % -- (3) 5/6 ans th. et e siècle 年 万 juin".split())
def test_a_look_at_the_pattern_says_whether_a_figure_stays(tag, piece):
    language = find_language(tag)
    for figure in ("5", "2015"):
        first = find_numbers(f"{figure} {piece}", language)[0]
        stays = (first.start, first.values) == (0, find_numbers(figure, language)[0].values)
        assert piece_reader(language)._stays(figure, piece, figures_apart(piece)) == stays
