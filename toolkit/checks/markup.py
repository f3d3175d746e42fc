"""Tags, placeholders and entities that stand in the plain text of a segment."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

__all__ = ["SIGNS", "Markup", "find_markup"]

_PATTERN = re.compile(
    r"""
      (?P<tag> </?[A-Za-z][\w:.-]*(?:\s[^<>]*)?/?> )
    | (?P<placeholder>
          \{\{[^{}\n]{1,60}\}\} | [$%]?\{[\w.:,!\s\[\]-]{0,60}\}   # {{name}}, {name}, ${name}, %{name}, {0:.2f}
        | %\([\w.]+\)[-+\#0]*\d*(?:\.\d+)?[a-zA-Z]                 # %(name)s
        | %(?:\d+\$)?[-+\#0]*\d*(?:\.\d+)?(?:hh|h|ll|l|z)?[sdifgGxXeEcu@](?![\w'’])   # %s, %1$d, %.2f, %@
      )
    | (?P<entity> &(?:[a-z][a-zA-Z]{1,30}|\#\d{1,7}|\#x[\da-fA-F]{1,6}); )
    """,
    re.VERBOSE,
)


SIGNS = frozenset("<{%&")  # every mark begins with one of them, or has one behind its first sign

_Kind = Literal["tag", "placeholder", "entity"]
_KINDS: dict[str, _Kind] = {"tag": "tag", "placeholder": "placeholder", "entity": "entity"}


@dataclass(frozen=True, slots=True)
class Markup:
    """A tag, placeholder or entity at ``text[start:end]``; ``key`` is what must come back in the translation."""

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
    for match in _PATTERN.finditer(text):
        kind = _KINDS[match.lastgroup or "entity"]
        raw = match.group()
        yield Markup(match.start(), match.end(), kind, raw, _tag_key(raw) if kind == "tag" else raw)


def _tag_key(tag: str) -> str:
    name = re.match(r"</?([A-Za-z][\w:.-]*)", tag)
    assert name is not None
    closing = "/" if tag.startswith("</") else ""
    return f"<{closing}{name.group(1).lower()}>"
