"""A sentence in which a term stands, as much of it as a line of the terminal holds, the term marked."""

from __future__ import annotations

import unicodedata
from typing import TYPE_CHECKING

from tmx.errors import UnknownLanguageError

if TYPE_CHECKING:
    from termbase.model import Concept, Term

__all__ = ["columns_of", "marked_context"]

_MARKS = "… ⟦⟧ …"
_LEAST_ROOM = 20  # columns beside the term, also where the terminal is narrower


def columns_of(text: str) -> int:
    """How many columns of a terminal the text takes: two for wide signs (UAX #11), none for combining ones."""
    return len(text) if text.isascii() else sum(map(_columns, text))


def _columns(sign: str) -> int:
    if unicodedata.category(sign) in ("Mn", "Me", "Cf"):
        return 0
    return 2 if unicodedata.east_asian_width(sign) in "WF" else 1


def marked_context(concept: Concept, term: Term, context: str, width: int) -> str:
    """The part of ``context`` around the term, in at most ``width`` columns or a little more than the term needs.

    The term is enclosed in ``⟦⟧`` where it is found; words are not cut where there are spaces between them.
    """
    start, end, found = _place(concept, term, context)
    room = max(width - columns_of(_MARKS) - columns_of(context[start:end]), _LEAST_ROOM)
    left, right = columns_of(context[:start]), columns_of(context[end:])
    before_room = min(left, max(room // 2, room - right))
    first = start
    for place in range(start - 1, -1, -1):
        before_room -= _columns(context[place])
        if before_room < 0:
            break
        first = place
    after_room = room - columns_of(context[first:start])
    last = end
    for place in range(end, len(context)):
        after_room -= _columns(context[place])
        if after_room < 0:
            break
        last = place + 1
    before, after = context[first:start], context[end:last]
    if first:
        before = f"… {before.partition(' ')[2] if ' ' in before else _without_cut_sign(before)}"
    if last < len(context):
        after = f"{after.rpartition(' ')[0] if ' ' in after else after} …"
    return f"{before}⟦{context[start:end]}⟧{after}" if found else f"{before}{after}"


def _without_cut_sign(text: str) -> str:
    """The text without the combining signs at its beginning that belong to a sign which is cut off."""
    return next((text[place:] for place, sign in enumerate(text) if _columns(sign)), "")


def _place(concept: Concept, term: Term, context: str) -> tuple[int, int, bool]:
    from termbase.match.matcher import TermMatcher
    from termbase.model import Glossary

    try:
        hits = TermMatcher(Glossary((concept,)), term.language).find(context)
    except UnknownLanguageError:
        hits = []
    hit = next((hit for hit in hits if hit.term == term), None)
    if hit is not None:
        return hit.start, hit.end, True
    # In scripts that put no spaces between words the matcher, which finds whole words, sees none.
    start = context.find(term.text) if columns_of(term.text) > len(term.text) else -1
    return (start, start + len(term.text), True) if start >= 0 else (0, 0, False)
