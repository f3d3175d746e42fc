"""Money in another currency than in the source: «EUR 3.2 million» as «3,2 millions de dollars»."""

from __future__ import annotations

import re
from collections.abc import Mapping
from functools import lru_cache
from types import MappingProxyType

from msgspec import Struct

from tmx.text.languages import Language
from tmx.text.numbers import NumberMention
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.sides import FileSide, Flags

__all__ = ["Money", "other_currencies", "units_with_money"]

# Codes of ISO 4217 and signs, which all languages share, by what the currency is called. Dollars of two countries are
# not told apart: translators leave out whose they are.
_SIGNS: Mapping[str, str] = MappingProxyType(
    {"$": "dollar", "€": "euro", "£": "pound"}
    | dict.fromkeys(("USD", "CAD", "AUD", "NZD", "SGD", "HKD", "BBD", "FJD", "JMD", "TTD", "LRD", "NAD"), "dollar")
    | dict.fromkeys(("EUR",), "euro")
    | dict.fromkeys(("CHF", "XOF", "XAF", "GNF", "BIF", "RWF", "DJF", "KMF", "CDF", "FCFA"), "franc")
    | dict.fromkeys(("GBP", "EGP", "LBP", "SDG", "SSP", "SYP"), "pound")
    | dict.fromkeys(("JPY",), "yen")
    | dict.fromkeys(("CNY",), "yuan")
    | dict.fromkeys(("SEK", "NOK", "DKK", "ISK", "CZK"), "krone")
    | dict.fromkeys(("TND", "DZD", "LYD", "IQD", "JOD", "KWD", "BHD", "RSD"), "dinar")
    | dict.fromkeys(("MAD", "AED"), "dirham")
    | dict.fromkeys(("INR", "PKR", "NPR", "LKR", "MUR"), "rupee")
    | dict.fromkeys(("MXN", "COP", "ARS", "CLP", "PHP", "UYU", "DOP"), "peso")
    | dict.fromkeys(("RUB", "BYN"), "rouble")
)
_ALONE = frozenset(sign for sign in _SIGNS if not sign.isalpha())
# «3 million US dollars», «500 millions de francs», but not «1.05 to the euro»
_WORDS_BETWEEN = r"(?:(?!to\b|per\b|for\b|par\b|pour\b|contre\b|à\b|l['’])[^\W\d_][\w.’'‑-]*\s+){0,2}?"
_LAST_WORD = re.compile(r"[^\s'’]+")  # «d’euros»


class Money(Struct, frozen=True):
    """An amount ``text[start:end]`` with its ``currency``."""

    start: int
    end: int
    currency: str


def units_with_money(context: FileContext) -> Flags:
    """For each unit whether both sides name a currency."""
    return context.on_both_sides(_names_money)


def _names_money(side: FileSide, language: Language) -> Flags:
    named = side.flags(lambda word: word in _SIGNS or word in language.currencies)
    flags: Flags = (side.counted(named) > 0) | side.holding(_ALONE)
    return flags


def other_currencies(unit: Unit) -> list[tuple[Money, Money]]:
    """Amounts of the source, each with the same amount of the target where that is in another currency."""
    found = []
    theirs = [(mention, _money(mention, unit.target.text, unit.languages[1])) for mention in unit.target_numbers]
    for source, target in unit.numbers.pairs:
        ours = _money(source, unit.source.text, unit.languages[0])
        if ours is None:
            continue
        same = [money for mention, money in theirs if mention.values & source.values and money is not None]
        if all(money.currency != ours.currency for money in same):
            money = next((money for mention, money in theirs if mention is target), None)
            found += [(ours, money)] if money is not None else []
    return found


def _money(mention: NumberMention, text: str, language: Language) -> Money | None:
    """The amount that ``mention`` is, with the currency right before or behind it."""
    before, behind = _patterns(language)
    found = behind.match(text, mention.end)
    if found is not None:
        return Money(mention.start, found.end(), _currency(_LAST_WORD.findall(found["money"])[-1], language))
    found = before.search(text, max(mention.start - 5, 0), mention.start)
    return Money(found.start("money"), mention.end, _currency(found["money"], language)) if found is not None else None


def _currency(name: str, language: Language) -> str:
    return _SIGNS.get(name) or language.currencies[name]


@lru_cache(maxsize=64)
def _patterns(language: Language) -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What stands before and behind an amount of money."""
    signs = "|".join(re.escape(sign) for sign in sorted(_SIGNS, key=len, reverse=True))
    words = "|".join(re.escape(word) for word in sorted(language.currencies, key=len, reverse=True))
    named = rf"|{_WORDS_BETWEEN}(?:d['’])?(?:{words})" if words else ""
    behind = rf"\s?(?P<money>(?:{signs}){named})(?!\w)"
    return re.compile(rf"(?:(?<![^\W\d_])|(?<=US)|(?<=[CA]))(?P<money>{signs})\s?\Z"), re.compile(behind)
