"""Acronyms and the names they stand for: ``International Organization for Migration (IOM)``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from msgspec import Struct

from termbase.extract.phrases import Role, TaggedToken
from termbase.match.pattern import is_acronym
from tmx.text.folding import fold

__all__ = ["Introduction", "introductions"]

_MOST_SKIPPED = 2
_MOST_IN_NAME = 4  # of a name whose words have capitals: Global Compact for Safe, Orderly and Regular Migration (GCM)


class Introduction(Struct, frozen=True):
    """A name, tokens ``first`` to ``last`` (inclusive), with its acronym at token ``acronym``."""

    first: int
    last: int
    acronym: int


def introductions(tagged: Sequence[TaggedToken]) -> Iterator[Introduction]:
    """Names with their acronym in parentheses behind them, or acronyms with their name, whose initials make them.

    The initials of the content words must be the acronym's letters in order; small words may lend a letter, and up
    to two content words may be without one (``Objectifs de développement durable (ODD)``), up to four where all have
    capitals (``Global Compact for Safe, Orderly and Regular Migration (GCM)``). A name in parentheses
    (``OIM (Organisation internationale pour les migrations)``) begins with its first letter.
    """
    for at, token in enumerate(tagged):
        text = token.token.text
        if not is_acronym(text):
            continue
        if 2 <= at < len(tagged) - 1 and tagged[at - 1].token.text == "(" and tagged[at + 1].token.text in ")/,;":
            first = _beginning(tagged, at - 2, text)
            if first is not None:
                yield Introduction(first, at - 2, at)
        elif at + 2 < len(tagged) and tagged[at + 1].token.text == "(":
            inside = _name_inside(tagged, at + 2, text)
            if inside is not None:
                yield Introduction(*inside, at)


def _name_inside(tagged: Sequence[TaggedToken], first: int, acronym: str) -> tuple[int, int] | None:
    """The first and last token of the name in the parenthesis that opens before ``first``, if the acronym is its."""
    most = first + 4 * len(acronym) + 4
    close = next((at for at in range(first, min(most, len(tagged))) if tagged[at].token.text in ")(;,/"), None)
    if close is None or tagged[close].token.text == "(" or close < first + 2:
        return None
    while first < close and tagged[first].role in (Role.DETERMINER, Role.LINK):
        first += 1
    return (first, close - 1) if _beginning(tagged, close - 1, acronym) == first else None


def _beginning(tagged: Sequence[TaggedToken], last: int, acronym: str) -> int | None:
    """Where the name that ends at ``last`` begins, if its initials make the acronym."""
    letters = [letter for letter in fold(acronym.removesuffix("s")) if letter.isalpha()]
    skipped, capitals = 0, True
    for at in range(last, max(-1, last - 4 * len(letters) - 3), -1):
        token = tagged[at]
        word = fold(token.token.text)
        if token.role is Role.BREAK and not word[:1].isalpha():
            return None
        capitals = capitals and (token.capital or token.role is not Role.CONTENT)
        if word[:1] == letters[-1] and (token.role is Role.CONTENT or token.capital):
            letters.pop()
            if not letters:
                return at
        elif token.role is Role.CONTENT:
            skipped += 1
            if skipped > (_MOST_IN_NAME if capitals else _MOST_SKIPPED):
                return None
    return None
