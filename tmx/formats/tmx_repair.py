"""Putting right the XML of a single damaged unit: control characters, bare signs, foreign bytes."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from html.entities import name2codepoint

from msgspec import Struct

from tmx.formats.tmx_text import FORBIDDEN, escaped

__all__ = ["Repair", "repaired"]

_REFERENCE = re.compile(r"&#(?:x([0-9A-Fa-f]{1,8})|([0-9]{1,8}));")
_BARE = re.compile(r"&(?!(?:amp|lt|gt|quot|apos);|#[0-9]+;|#x[0-9A-Fa-f]+;)(?:([A-Za-z][A-Za-z0-9]{0,31});)?")
_TAGS = "tuv|tu|seg|prop|note|bpt|ept|ph|it|hi|ut|sub"
_NO_TAG = re.compile(rf"<(?!/?(?:{_TAGS})[\s/>]|!--|!\[CDATA\[)")


class Repair(Struct, frozen=True):
    """What was put right, and where: ``line`` from 0, counted from the beginning of the unit."""

    line: int
    reason: str


def repaired(text: str) -> tuple[str, list[Repair]]:
    """``text``, the XML of a unit, with everything put right that can be by itself, and the list of it."""
    done: list[Repair] = []
    text = _each(FORBIDDEN, text, _sign, done)
    if "<![CDATA[" in text:
        return text, done  # signs are text in it
    text = _each(_REFERENCE, text, _reference, done)
    text = _each(_BARE, text, _ampersand, done)
    text = _each(_NO_TAG, text, lambda found: ("&lt;", "a < that begins no tag was read as text"), done)
    text = _each(re.compile(r"\]\]>"), text, lambda found: ("]]&gt;", "]]> was read as text"), done)
    return text, sorted(done, key=lambda item: item.line)


def _each(
    pattern: re.Pattern[str], text: str, change: Callable[[re.Match[str]], tuple[str, str]], done: list[Repair]
) -> str:
    """``text`` with ``change`` made to each place that ``pattern`` finds; the same reason once a line."""
    parts = []
    at = line = 0
    for found, new, reason in _changes(pattern, text, change):
        line += text.count("\n", at, found.start())
        parts += [text[at : found.start()], new]
        at = found.end()
        repair = Repair(line, reason)
        if reason and (not done or done[-1] != repair):
            done.append(repair)
    return "".join([*parts, text[at:]])


def _changes(
    pattern: re.Pattern[str], text: str, change: Callable[[re.Match[str]], tuple[str, str]]
) -> Iterator[tuple[re.Match[str], str, str]]:
    for found in pattern.finditer(text):
        yield (found, *change(found))


def _sign(found: re.Match[str]) -> tuple[str, str]:
    sign = found[0]
    if "\udc80" <= sign <= "\udcff":
        byte = bytes([ord(sign) - 0xDC00])
        return byte.decode("cp1252", "replace"), "bytes that are not of the file's encoding were read as Windows-1252"
    return "", f"a character that XML does not allow (U+{ord(sign):04X}) was taken out"


def _reference(found: re.Match[str]) -> tuple[str, str]:
    code = int(found[1], 16) if found[1] else int(found[2])
    if code > 0x10FFFF or FORBIDDEN.match(chr(code)):
        return "", f"a character that XML does not allow ({found[0]}) was taken out"
    return found[0], ""


def _ampersand(found: re.Match[str]) -> tuple[str, str]:
    name = found[1]
    if name in name2codepoint:
        return escaped(chr(name2codepoint[name])), f"«{found[0]}» was read as the character that it means on web pages"
    return escaped(found[0]), f"«{found[0]}» was read as text"
