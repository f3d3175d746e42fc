"""Text, attributes and dates as they are written in a TMX."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import lru_cache

from tmx.model import Attribute

__all__ = [
    "FORBIDDEN",
    "PLAIN_DATE",
    "attribute_list",
    "attributes_of",
    "date_text",
    "decoded",
    "escaped",
    "escaped_attribute",
    "is_decodable",
    "tmx_date",
]

# A date as TMX asks for it; that the month has such a day is not looked at.
PLAIN_DATE = r"(?!0000)\d{4}(?:0[1-9]|1[0-2])(?:0[1-9]|[12]\d|3[01])T(?:[01]\d|2[0-3])[0-5]\d[0-5]\dZ"

# What XML 1.0 (section 2.2) does not allow as a character.
FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_SPECIAL = re.compile("[^\t\n\u0020-%'-;=?-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_REFERENCE = re.compile(r"&(?:(amp|lt|gt|quot|apos)|#x([0-9a-fA-F]{1,8})|#([0-9]{1,8}));")
_NAMED = {"amp": "&", "lt": "<", "gt": ">", "quot": '"', "apos": "'"}
_UNNAMED = re.compile("&(?!(?:amp|lt|gt|quot|apos);)")
_ENTITIES = (("&lt;", "<"), ("&gt;", ">"), ("&quot;", '"'), ("&apos;", "'"), ("&amp;", "&"))
_NAME = re.compile(r"(?!xmlns)(?:xml:)?[A-Za-z_][A-Za-z0-9_.-]*")


def escaped(text: str) -> str:
    """``text`` as the content of an element; characters that XML cannot hold are dropped."""
    if not _SPECIAL.search(text):
        return text
    text = FORBIDDEN.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return text.replace("\r", "&#13;")


def escaped_attribute(text: str) -> str:
    """``text`` as the value of an attribute, to stand in quotation marks."""
    return escaped(text).replace('"', "&quot;").replace("\n", "&#10;").replace("\t", "&#9;")


def attributes_of(said: Mapping[str, str]) -> tuple[Attribute, ...]:
    """Attributes as values of the model, in the order of the file."""
    return tuple([Attribute(name, value) for name, value in said.items()]) if said else ()


def attribute_list(attributes: Iterable[Attribute]) -> str:
    """Attributes as they stand in a tag, each after a space; the first of each name, without names XML forbids."""
    seen = {}
    for item in attributes:
        if item.name not in seen and _NAME.fullmatch(item.name):
            seen[item.name] = f' {item.name}="{escaped_attribute(item.value)}"'
    return "".join(seen.values())


def date_text(date: datetime | None) -> str:
    """A date as TMX writes it (``YYYYMMDDThhmmssZ``), in UTC; one without a zone is taken for UTC."""
    if date is None:
        return ""
    if date.tzinfo is not None and date.tzinfo is not UTC:
        date = date.astimezone(UTC)
    return (
        f"{date.year:04}{date.month:02}{date.day:02}T{date.hour:02}{date.minute:02}{date.second:02}Z"  # TMX has no zone
    )


@lru_cache(maxsize=4096)
def tmx_date(text: str | None) -> datetime | None:
    """A TMX date (``YYYYMMDDThhmmssZ``, or another form of ISO 8601); ``None`` where it is none."""
    if not text:
        return None
    try:
        date = datetime.fromisoformat(text.strip())
        if date.tzinfo is UTC:
            return date
        return date.replace(tzinfo=UTC) if date.tzinfo is None else date.astimezone(UTC)
    except (ValueError, OverflowError):
        return None


def is_decodable(text: str) -> bool:
    """Whether each ampersand begins one of XML's own five entities, or the number of a character that XML allows."""
    for found in _UNNAMED.finditer(text):
        reference = _REFERENCE.match(text, found.start())
        if reference is None or not _is_character(int(reference[2] or reference[3], 16 if reference[2] else 10)):
            return False
    return True


def _is_character(number: int) -> bool:
    return number < 0x110000 and not FORBIDDEN.match(chr(number))


def decoded(text: str) -> str:
    """``text``, which :func:`is_decodable`, with characters in the place of entities and numbers."""
    if "&#" in text:
        return _REFERENCE.sub(_character, text)
    for entity, character in _ENTITIES if "&" in text else ():
        text = text.replace(entity, character)
    return text


def _character(reference: re.Match[str]) -> str:
    named, hexadecimal, decimal = reference.groups()
    return _NAMED[named] if named else chr(int(hexadecimal, 16) if hexadecimal else int(decimal))
