"""Money in another currency, and money in the same one in other words."""

from __future__ import annotations

import pytest

from tmx.model import Segment
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.currencies import other_currencies, units_with_money


def _found(source, target, english, french):
    texts = (english, french) if source == "en" else (french, english)
    context = FileContext(source, target)
    unit = Unit("1", Segment(source, texts[0]), Segment(target, texts[1]), context, 0)
    context.units = (unit,)
    found = other_currencies(unit)
    assert not found or units_with_money(context).all()
    return [(texts[0][a.start : a.end], texts[1][b.start : b.end]) for a, b in found]


@pytest.mark.parametrize(("source", "target"), [("en", "fr"), ("fr", "en")])
@pytest.mark.parametrize(
    ("english", "french", "pair"),
    [
        (
            "It costs EUR 3.2 million.",
            "Il coûte 3,2 millions de dollars.",
            ("EUR 3.2 million", "3,2 millions de dollars"),
        ),
        ("It costs $5.", "Cela coûte 5 euros.", ("$5", "5 euros")),
        ("It costs US$45.7m.", "Il coûte 45,7 M€.", ("$45.7m", "45,7 M€")),
        ("two dollars a day", "deux euros par jour", ("two dollars", "deux euros")),
        ("200 migrants paid 300 euros", "200 migrants ont payé 300 dollars", ("300 euros", "300 dollars")),
    ],
)
def test_another_currency(source, target, english, french, pair):
    assert _found(source, target, english, french) == [pair if source == "en" else pair[::-1]]


@pytest.mark.parametrize(("source", "target"), [("en", "fr"), ("fr", "en")])
@pytest.mark.parametrize(
    ("english", "french"),
    [
        ("It costs US$45.7m of US$120m.", "Il coûte 45,7 millions de dollars sur 120 millions."),
        ("500 million CFA francs (USD 800,000)", "500 millions de FCFA (800\u00a0000 dollars É.-U.)"),
        ("CHF 1.4 billion", "1,4 milliard de francs suisses"),
        ("EUR 3 and USD 3", "3 dollars et 3 euros"),
        ("$100 (€90)", "100 dollars (90\u00a0€)"),
        ("3 pounds of rice", "3 livres de riz"),
        ("3 books", "3 livres"),
        ("CAN$ 5", "5 dollars canadiens"),
    ],
)
def test_the_same_currency(source, target, english, french):
    assert _found(source, target, english, french) == []
