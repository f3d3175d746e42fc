"""Bounds of figures: «more than 2,000» is a lower one, «moins de 2 000» an upper one."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from types import MappingProxyType

from msgspec import Struct

from toolkit.checks.check import FileContext, Unit
from toolkit.checks.sides import FileSide, Flags

__all__ = ["TurnedBound", "turned_bounds", "units_with_bounds"]

# What stands before a figure: the lower bounds, then the upper ones.
_PATTERNS: Mapping[str, re.Pattern[str]] = MappingProxyType(
    {
        "en": re.compile(
            r"\b(?P<words>(?:(?P<lower>(?:more|higher) than|over|above|at least"
            r"|no (?:fewer|less) than|not less than|in excess of)"
            r"|(?P<upper>(?<!no )(?:fewer|less|lower) than|under|below|at most|(?:no|not) more than|up to))\s+)"
            r"(?:an? |some |the )?",
            re.IGNORECASE,
        ),
        "fr": re.compile(
            r"(?<!\w)(?P<words>(?:(?P<lower>(?<!pas )plus d[e’']|au[- ](?:delà|dessus) d[e’']|supérieure?s? à"
            r"|(?:au|du) moins)"
            r"|(?P<upper>(?<!pas )moins d[e’']|au[- ]dessous d[e’']|inférieure?s? à"
            r"|(?:au|tout au) plus|au maximum|jusqu[’']à))\s*)"
            r"(?:l[ae’']\s*|les |une? )?",
            re.IGNORECASE,
        ),
    }
)
_WORDS: Mapping[str, frozenset[str]] = MappingProxyType(
    {
        language: frozenset(form for word in words.split() for form in (word, word.capitalize()))
        for language, words in {
            "en": "more higher over above least fewer less lower excess under below most up",
            "fr": """
                plus delà dessus moins dessous maximum jusqu’ jusqu' supérieur supérieure supérieurs supérieures
                inférieur inférieure inférieurs inférieures
            """,
        }.items()
    }
)


class TurnedBound(Struct, frozen=True):
    """The places, half-open, of a bounded figure of the source and of the same figure with the other bound."""

    source: tuple[int, int]
    target: tuple[int, int]


def units_with_bounds(context: FileContext, languages: tuple[str, str]) -> Flags:
    """For each unit whether both sides have a word that may bound a figure."""
    one, other = (
        _has_bounds(side, language)
        for side, language in zip((context.source_side, context.target_side), languages, strict=True)
    )
    flags: Flags = one & other
    return flags


def _has_bounds(side: FileSide, language: str) -> Flags:
    flags: Flags = side.counted(side.flags(_WORDS[language].__contains__)) > 0
    return flags


def turned_bounds(unit: Unit, languages: tuple[str, str]) -> Iterator[TurnedBound]:
    """The figures of ``unit`` that are bounded from below on one side and from above on the other."""
    ours = _bounds(unit.source.text, languages[0])
    theirs = _bounds(unit.target.text, languages[1]) if ours else {}
    if not theirs or len({bound.is_lower for bound in (*ours.values(), *theirs.values())}) == 1:
        return
    for one, other in unit.numbers.pairs:
        here, there = ours.get(one.start), theirs.get(other.start)
        if here is not None and there is not None and here.is_lower != there.is_lower:
            yield TurnedBound((here.start, one.end), (there.start, other.end))


class _Bound(Struct, frozen=True):
    """What bounds a figure, from below or above, and where it begins."""

    start: int
    is_lower: bool


def _bounds(text: str, language: str) -> dict[int, _Bound]:
    """The bounds in ``text`` by where their figure begins, which may be its article («a dozen») or behind that."""
    bounds: dict[int, _Bound] = {}
    for found in _PATTERNS[language].finditer(text):
        bound = _Bound(found.start(), found["lower"] is not None)
        bounds |= {found.end(): bound, found.end("words"): bound}
    return bounds
