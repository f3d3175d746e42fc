"""Tags, placeholders and entities that stand in the plain text of a segment."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from operator import attrgetter
from typing import Literal

from msgspec import Struct

__all__ = ["SIGNS", "Markup", "find_markup", "has_numbered", "is_numbered"]

_PATTERN = re.compile(
    r"""
      (?P<tag> </?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?> )
    | (?P<placeholder>
          \{\{[^{}\n]{1,60}\}\} | [$%]?\{[\w.:,!\s\[\]-]{0,60}\}   # {{name}}, {name}, ${name}, %{name}, {0:.2f}
        | %\([\w.]+\)[-+\#0]*\d*(?:\.\d+)?[a-zA-Z]                 # %(name)s
        | %(?:\d+\$)?[-+\#0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?[sdifgGxXeEcu@](?![\w'’])   # %s, %1$d, %.2f, %@
        | (?<!\d)(?<!\d\s)%(?:n|L?\d{1,2})(?![\w%'’])             # Qt's %n, %1, %L2, not 35 %1 with a footnote's number
      )
    | (?P<entity> &(?:[a-z][a-zA-Z]{1,30}|\#\d{1,7}|\#x[\da-fA-F]{1,6}); )
    """,
    re.VERBOSE,
)


# The head of an ICU message, https://unicode-org.github.io/icu/userguide/format_parse/messages/, and one of its cases.
_MESSAGE = re.compile(r"\{\s*(?P<name>\w+)\s*,\s*(?P<kind>plural|selectordinal|select)\s*,\s*(?:offset:\s*\d+)?")
_CASE = re.compile(r"\s*(?P<case>=\d+|[^\W\d][\w-]*)\s*\{")
_END = re.compile(r"\s*\}")
_OTHER = "other"  # the case that every message has

SIGNS = frozenset("<{%&")  # every mark begins with one of them, or has one behind its first sign

_Kind = Literal["tag", "placeholder", "entity", "case"]
_KINDS: dict[str, _Kind] = {"tag": "tag", "placeholder": "placeholder", "entity": "entity"}


# Qt's placeholders; without the first one it is a per cent sign before its figure, as Turkish and Basque write it.
_NUMBERED = re.compile(r"%(?:n|L?\d+)")
_FIRST_NUMBERED = ("%1", "%L1", "%n")


class Markup(Struct, frozen=True):
    """A tag, placeholder or entity at ``text[start:end]``; ``key`` is what must come back in the translation.

    The head of an ICU message (``{count, plural,``) is a placeholder; what begins and ends one of its cases, and what
    stands in others than ``other``, is a ``case``: languages have different ones, and its ``key`` is empty or names it.
    """

    start: int
    end: int
    kind: _Kind
    text: str
    key: str


def find_markup(text: str) -> Iterator[Markup]:
    """The tags, placeholders and entities of ``text`` in order.

    Of a tag its name counts and whether it opens or closes; its attributes may be translated.
    """
    if SIGNS.isdisjoint(text):
        return
    found = _with_messages(text, 0, len(text)) if "{" in text and _MESSAGE.search(text) else None
    yield from _plain(text, 0, len(text)) if found is None else found


def is_numbered(mark: Markup) -> bool:
    """Whether it is a placeholder of Qt (``%1``, ``%L2``, ``%n``), if its text has the first one."""
    return _NUMBERED.fullmatch(mark.key) is not None


def has_numbered(source: str) -> bool:
    """Whether the texts of a unit with this ``source`` may have placeholders of Qt: it has the first one."""
    may_have = any(first in source for first in _FIRST_NUMBERED)
    return may_have and any(mark.key in _FIRST_NUMBERED for mark in find_markup(source))


def _plain(text: str, start: int, end: int) -> Iterator[Markup]:
    for match in _PATTERN.finditer(text, start, end):
        kind = _KINDS[match.lastgroup or "entity"]
        raw = match.group()
        yield Markup(match.start(), match.end(), kind, raw, _tag_key(raw) if kind == "tag" else raw)


def _with_messages(text: str, start: int, end: int) -> list[Markup] | None:
    """The marks of ``text[start:end]`` and of the ICU messages there; None where a message is not closed."""
    found: list[Markup] = []
    while (head := _MESSAGE.search(text, start, end)) is not None:
        found += _plain(text, start, head.start())
        key = f"{{{head['name']},{head['kind']},"
        shown = head.group().rstrip()
        found.append(Markup(head.start(), head.start() + len(shown), "placeholder", shown, key))
        start = head.end()
        while (case := _CASE.match(text, start, end)) is not None:
            closing = _closing(text, case.end(), end)
            inside = None if closing is None else _with_messages(text, case.end(), closing)
            if closing is None or inside is None:
                return None
            found.append(Markup(case.start("case"), case.end(), "case", case["case"], f"{head['kind']} {case['case']}"))
            counts = case["case"] == _OTHER
            if counts and head["kind"] != "select":
                inside = sorted([*inside, *_counts(text, case.end(), closing, inside)], key=attrgetter("start"))
            found += inside if counts else [Markup(m.start, m.end, "case", m.text, "") for m in inside]
            found.append(Markup(closing, closing + 1, "case", "}", ""))
            start = closing + 1
        last = _END.match(text, start, end)
        if last is None:
            return None
        found.append(Markup(last.end() - 1, last.end(), "case", "}", ""))
        start = last.end()
    found += _plain(text, start, end)
    return found


def _counts(text: str, start: int, end: int, inside: Sequence[Markup]) -> Iterator[Markup]:
    """The signs in ``text[start:end]`` that stand for the number: ``#``, but not those of messages and tags inside."""
    depth = 0
    for place in range(start, end):
        depth += (text[place] == "{") - (text[place] == "}")
        if text[place] == "#" and not depth and not any(mark.start <= place < mark.end for mark in inside):
            yield Markup(place, place + 1, "placeholder", "#", "#")


def _closing(text: str, start: int, end: int) -> int | None:
    """Where the brace that was opened before ``start`` is closed."""
    depth = 1
    for place in range(start, end):
        depth += (text[place] == "{") - (text[place] == "}")
        if not depth:
            return place
    return None


def _tag_key(tag: str) -> str:
    name = re.match(r"</?([A-Za-z][\w:.-]*)", tag)
    assert name is not None
    closing = "/" if tag.startswith("</") else ""
    return f"<{closing}{name.group(1).lower()}>"
