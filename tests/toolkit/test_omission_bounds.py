"""What no stretch of a unit can exceed: a look over the whole file misses no omission."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from tmx.model import Segment
from toolkit.checks import omissions
from toolkit.checks.check import FileContext, Unit

_CLAUSES = [
    ("The centre opened in March", "Le centre a ouvert en mars"),
    ("its lawyers, doctors and trainers receive 40 families every week", "ses avocats reçoivent 40 familles"),
    ("the minister signed the agreement on Monday", "le ministre a signé l’accord lundi"),
    ("which protects seasonal workers against unpaid wages", "qui protège les travailleurs saisonniers"),
    ("two hundred people crossed the border in 2019", "deux cents personnes ont franchi la frontière en 2019"),
    ("nobody knows how many children were among them", "nul ne sait combien d’enfants en faisaient partie"),
]
_MARKS = st.sampled_from([". ", ", ", "; ", " – ", " ("])
# A unit: clauses of the source, each with its translation, without it or with that of another.
_UNITS = st.lists(
    st.tuples(st.sampled_from(_CLAUSES), st.sampled_from(["kept", "kept", "lost", "other"]), _MARKS),
    min_size=1,
    max_size=5,
)


def _text(drawn: list[tuple[tuple[str, str], str, str]]) -> tuple[str, str]:
    source = "".join(f"{clause}{mark}" for (clause, _), _, mark in drawn)
    target = "".join(
        f"{translation if fate == 'kept' else _CLAUSES[0][1]}{mark}"
        for (_, translation), fate, mark in drawn
        if fate != "lost"
    )
    return source, target or "Rien."


@settings(max_examples=60, deadline=None)
@given(st.lists(_UNITS, min_size=1, max_size=12))
def test_a_look_over_the_file_misses_no_omission(units: list[list[tuple[tuple[str, str], str, str]]]) -> None:
    context = FileContext("en", "fr")
    context.units = tuple(
        Unit(str(at), Segment("en", source), Segment("fr", target), context, at)
        for at, (source, target) in enumerate(map(_text, units))
    )
    may_have = context.once(omissions.units_with_omissions)
    for unit in context.units:
        found = omissions.candidate(unit, context)
        if found is not None and found.score > omissions._SURE:
            assert may_have[unit.position]


def test_most_good_units_are_ruled_out() -> None:
    context = FileContext("en", "fr")
    context.units = tuple(
        Unit(str(at), Segment("en", source + "."), Segment("fr", target + "."), context, at)
        for at, (source, target) in enumerate(_CLAUSES * 3)
    )
    flagged = {
        at % len(_CLAUSES) for at, may_have in enumerate(context.once(omissions.units_with_omissions)) if may_have
    }
    assert flagged == {1}  # «doctors and trainers» are left out there
