"""Short pieces of a text around the place that a finding is about."""

from __future__ import annotations

from msgspec import Struct

__all__ = ["Excerpt", "excerpt", "excerpt_beside"]


class Excerpt(Struct, frozen=True):
    """A piece of text in three parts, the middle one marked; dots stand where the text goes on."""

    before: str
    marked: str
    after: str


def excerpt(text: str, start: int, end: int, width: int = 160) -> Excerpt:
    """About ``width`` characters of ``text`` around the half-open span, cut between words."""
    room = max((width - (end - start)) // 2, 20)
    first, last = max(0, start - room), min(len(text), end + room)
    if end - start > width:
        last = min(len(text), start + width)
    before, marked, after = text[first:start], text[start : min(end, last)], text[min(end, last) : last]
    if first > 0:
        before = "… " + (before.split(" ", 1)[1] if " " in before else before)
    if last < len(text):
        cut = after.rsplit(" ", 1)[0] if " " in after else after
        after = cut + " …"
    return Excerpt(_line(before), _line(marked), _line(after))


def excerpt_beside(text: str, other: str, start: int, width: int = 160) -> Excerpt:
    """The piece of ``text`` that lies where ``start`` lies in ``other``, with nothing marked."""
    if len(text) <= width:
        return Excerpt(_line(text), "", "")
    centre = round(len(text) * start / max(len(other), 1))
    found = excerpt(text, centre, centre, width)
    return Excerpt(found.before + found.marked + found.after, "", "")


def _line(text: str) -> str:
    return text.replace("\r", " ").replace("\n", " ").replace("\t", " ")
