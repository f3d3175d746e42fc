"""Putting the inline codes of a segment into the translation that a memory has for it."""

from __future__ import annotations

from collections.abc import Sequence

from tmx.formats.inplace import PlacedCode
from tmx.match.matches import Replacement
from tmx.model import InlineCode, Segment

__all__ = ["carried_codes", "moved"]


def carried_codes(
    query: Segment, source: Segment, target: Segment, length: int, replacements: Sequence[Replacement] = ()
) -> tuple[PlacedCode, ...] | None:
    """Where the codes of ``query`` go in the translation ``target`` of the memory's ``source``.

    ``length`` is that of the proposed text, which differs from the target's by ``replacements``. The codes go where
    those of the memory's translation are, if the memory's source has the same ones as the query. If the memory has
    none, those that enclose the whole query enclose the whole translation. None where their places cannot be told.
    """
    if not query.codes:
        return ()
    if not source.codes and not target.codes:
        return _enclosing(query, length)
    if not _same(query.codes, source.codes):
        return None
    placed: list[PlacedCode] = []
    used: set[int] = set()
    for code in target.codes:
        place = _counterpart(code, source.codes, used)
        position = moved(code.position, replacements)
        if place is None or position is None:
            return None
        used.add(place)
        placed.append(PlacedCode(position, place))
    return tuple(placed)


def moved(position: int, replacements: Sequence[Replacement]) -> int | None:
    """The place in a proposal of a place in the text that it was made from; None inside of what was replaced."""
    shift = 0
    for one in sorted(replacements, key=lambda item: item.start):
        start = one.start - shift  # in the text as it was
        end = start + len(one.before)
        if position <= start:
            break
        if position < end:
            return None
        shift += len(one.after) - len(one.before)
    return position + shift


def _enclosing(query: Segment, length: int) -> tuple[PlacedCode, ...] | None:
    """The codes at both ends of the query at both ends of a text; None where one stands inside."""
    begin = len(query.text) - len(query.text.lstrip())
    end = len(query.text.rstrip())
    placed = []
    for place, code in enumerate(query.codes):
        if code.position <= begin and code.kind != "close":
            placed.append(PlacedCode(0, place))
        elif code.position >= end and code.kind != "open":
            placed.append(PlacedCode(length, place))
        else:
            return None
    return tuple(placed)


def _same(ours: Sequence[InlineCode], theirs: Sequence[InlineCode]) -> bool:
    """Whether the codes are the same: their kinds in order, and what they stand for as far as both say it."""
    return len(ours) == len(theirs) and all(
        one.kind == other.kind and (one.content == other.content or not one.content or not other.content)
        for one, other in zip(ours, theirs, strict=True)
    )


def _counterpart(code: InlineCode, codes: Sequence[InlineCode], used: set[int]) -> int | None:
    """The source's code that a code of the target stands for."""
    free = [(place, one) for place, one in enumerate(codes) if place not in used and one.kind == code.kind]
    if code.identifier:
        for place, one in free:
            if one.identifier == code.identifier:
                return place
        return None
    return next((place for place, one in free if one.content == code.content), None)
