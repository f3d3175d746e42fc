"""What the pieces of a text say about its numbers is what a look at the whole text says."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.figures import units_with_even_numbers, units_with_odd_numbers
from toolkit.checks.number_dates import CHECK as DATES
from toolkit.checks.number_figures import CHECK as FIGURES

# Pieces that change one another: grouped figures, scales, clocks, per cents, dates, codes, words that add up.
_PIECES = """
    1 2 5 15 20 90 000 500 2019 2020, (3) 3. 4; [5] 1,000 1.000 10.5 10,5 5% % .5 0.5 05 007 +33 00 1/2 ½ / -20 – - —
    5-6 21st 21e 1er 3rd 1990s années années 90 the per cent percent pour cent. p. p.m. a.m. 100 h 30 heures du soir
    matin de million millions thousand mille k M Md bn hundred one two three twenty twenty-one two-thirds third half
    both twice un l’un d’un deux trois vingt vingt-et-un quatre-vingts et and dozen douzaine moitié premier first zéro
    May may March, mars mai, June June, juin Jan 4 Monday lundi Sun I II XX XIXe X. Phase COVID-19 COVID-18 H1N1 ACE2
    N95 1.2.3 8:30 17h30 5th, €5 5€ € $ <b> {0} %s a@b.org www.a.org/5 people gens « » ( ) “two” (deux) quelqu’un
    half past noon midi demi demie quart quarter h/24 24 24/7 7 j/7 jours sur sept clock around hours day FY24 9/11
    14/3 2023/24 2023/2024 year one-third tiers thirds quarters vingt-quatre heures décennie
    03/2023 jeudis Mondays 56 0556 hours hour and-a m s 12,4
    one-off %. (%) 50% in of on et and à le a no.5 n° 12ème twice,
""".split()
_SPACES = st.sampled_from([" ", " ", "\u00a0", "  "])
_ROWS = st.lists(st.sampled_from(_PIECES), max_size=7)
# The same pieces in another order have the same numbers, unless neighbours change one another.
_PAIRS = st.lists(
    st.tuples(_ROWS.flatmap(lambda row: st.tuples(st.just(row), st.permutations(row))), _SPACES, _SPACES).map(
        lambda drawn: (drawn[1].join(drawn[0][0]), drawn[2].join(drawn[0][1]))
    ),
    max_size=12,
)


def _context(pairs: list[tuple[str, str]], languages: tuple[str, str]) -> FileContext:
    context = FileContext(*languages)
    context.units = tuple(
        Unit(str(at), Segment(languages[0], source), Segment(languages[1], target), context, at)
        for at, (source, target) in enumerate(pairs)
    )
    return context


@pytest.mark.parametrize("languages", [("en", "fr"), ("fr", "en"), ("fr", "fr-CA"), ("en", "en")])
@settings(max_examples=60)
@given(_PAIRS)
def test_even_numbers_are_even(languages: tuple[str, str], pairs: list[tuple[str, str]]) -> None:
    context = _context(pairs, languages)
    even, odd = units_with_even_numbers(context), units_with_odd_numbers(context)
    for unit in context.units:
        left = [*unit.numbers.source_left, *unit.numbers.target_left]
        if even[unit.position]:
            assert not any(one.in_figures or one.counts or one.kind in ("month", "weekday") for one in left), left
        if not odd[unit.position]:
            assert [*FIGURES.run(unit, context), *DATES.run(unit, context)] == []


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It has 5 rooms (12 beds).", "Il a 5 pièces (12 lits)."),
        ("one of two on 4 July 2019", "l’un des deux le 4 juillet 2019"),
        ("the 40th case of COVID-19", "le 40e cas de COVID-19"),
        ("26 per cent of them", "26 pour cent d’entre eux"),
        ("I may go", "Je peux partir"),
    ],
)
def test_most_texts_are_told_by_their_pieces(source: str, target: str) -> None:
    assert units_with_even_numbers(_context([(source, target)], ("en", "fr"))).tolist() == [True]


@pytest.mark.parametrize(
    ("source", "target"),
    [
        ("It has 5 rooms.", "Il a 6 pièces."),
        ("two rooms", "trois pièces"),
        ("5 million", "5 millions"),  # what it comes to is for the texts to tell
        ("on 4 July", "le 4 juin"),
        ("COVID-19", "COVID-18"),
        ("twenty two", "vingt deux"),
        ("at 5 p.m.", "à 17 h"),
    ],
)
def test_others_are_not(source: str, target: str) -> None:
    assert units_with_even_numbers(_context([(source, target)], ("en", "fr"))).tolist() == [False]


@pytest.mark.parametrize(
    ("target", "found"),
    [
        ("يبدأ الاجتماع الساعة ١٠:٣٠ صباحا.", []),
        ("يبدأ الاجتماع الساعة ١١:٣٠ صباحا.", [("NUM002", "10:30 a.m.", "١١:٣٠")]),
        ("يبدأ الاجتماع الساعة 3:45.", [("NUM002", "10:30 a.m.", "3:45")]),
    ],
)
@pytest.mark.parametrize("turned", [False, True])
def test_a_time_in_a_language_without_times_is_one_finding(target, found, turned):
    pair = Segment("en", "The meeting begins at 10:30 a.m."), Segment("ar", target)
    context = FileContext("en", "ar") if not turned else FileContext("ar", "en")
    unit = Unit("1", *(reversed(pair) if turned else pair), context, 0)
    context.units = (unit,)
    spots = [(check.code, spot.message) for check in (FIGURES, DATES) for spot in check.run(unit, context)]
    assert [(code, *sorted(message.split(" says ")[1:])) for code, message in spots] == [
        (code, *sorted((f"{one}, the translation", other) if not turned else (f"{other}, the translation", one)))
        for code, one, other in found
    ]
