"""Units that a tool has written one like the other: what is the same in all is looked at once.

The first unit shows what stands between the places that differ. All that follow are found with one expression made of
it, which matches well-formed XML only; the lengths of what it found tell whether there is anything else between them.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

__all__ = ["Alike", "alike_units"]

_NO_CHARACTER = "\0"  # stands in no XML
_VALUE = r'[^"<&\n\r\t]++'
_LANGUAGE = rf'(\s++(?:xml:)?lang="({_VALUE})"\s*+)'
_VARIANT = rf"<tuv{_LANGUAGE}>(\s*+)<seg>[^<]*+</seg>(\s*+)</tuv>(\s*+)"
_FIRST = re.compile(rf"<tu[^<>&]*+>(\s*+){_VARIANT}{_VARIANT}</tu>(\s*+)")
_TEXT = r"<seg>([^<]*+)</seg>"
_NAMES = ("tuid", "creationdate", "creationid", "changedate", "changeid")
_NAME = re.compile(rf"\s++({'|'.join(_NAMES)})=")
_ATTRIBUTES = re.compile(
    rf'(?:\s++(?:tuid="({_VALUE})"|creationdate="({_VALUE})"|creationid="({_VALUE})"|changedate="({_VALUE})"'
    rf'|changeid="({_VALUE})"))*+\s*+'
)
_ODD = re.compile(r"[<&\n\r\t]")
_SPACE = re.compile(r"\s")


class Alike(Struct, frozen=True):
    """Units that are alike: the languages and the texts of both variants as they stand, attributes by their names."""

    languages: tuple[str, str]
    texts: tuple[Sequence[str], Sequence[str]]
    attributes: dict[str, Sequence[str | None]]


def alike_units(text: str) -> Alike | None:
    """The units that ``text`` is, which ends with the end of one; ``None`` where any is of another kind.

    Texts have entities in them still; attributes have none. What is returned was well-formed XML, but for entities in
    texts, and dates may be none.
    """
    start = len(text) - len(text.lstrip())
    first = _FIRST.match(text, start)
    if first is None:
        return None
    literals = first.groups()
    languages = (literals[2].strip(), literals[7].strip())
    pattern, fixed = _pattern(*(literals[place] for place in (0, 1, 3, 4, 5, 6, 8, 9, 10, 11)))
    written, one, two = zip(*pattern.findall(text, start), strict=True)
    together = "".join([*one, *two])
    found = len("".join(written)) + len(together)
    if start + found + fixed * len(one) - len(literals[11]) != len(text) or not all(languages):
        return None
    if ">" in together and "]]>" in together:  # which text must not have (XML 1.0, section 2.4)
        return None
    attributes = _same_attributes(written) or _attributes(written)
    return None if attributes is None else Alike(languages, (one, two), attributes)


@lru_cache(maxsize=64)
def _pattern(*literals: str) -> tuple[re.Pattern[str], int]:
    """What finds units with these pieces between what differs, and how many characters of each are the same."""
    inside, language, before, after, between, other, beside, past, end, following = map(re.escape, literals)
    head = rf">{inside}<tuv{language}>{before}"
    middle = rf"{after}</tuv>{between}<tuv{other}>{beside}"
    tail = rf"{past}</tuv>{end}</tu>"
    tags = "<tu" + ">" + 2 * ("<tuv" + ">" + "<seg>" + "</seg>" + "</tuv>") + "</tu>"
    return (
        re.compile(rf"<tu([^<>&]*+){head}{_TEXT}{middle}{_TEXT}{tail}(?:{following}|\Z)"),
        len(tags) + sum(map(len, literals)),
    )


def _same_attributes(written: Sequence[str]) -> dict[str, Sequence[str | None]] | None:
    """The attributes of tags by their names, where all have the same in the same order; ``None`` where they differ."""
    size = len(written)
    parts = f'"{_NO_CHARACTER}"'.join(written).split('"')
    width = written[0].count('"') + 2  # with what stands between two of them
    if len(parts) != width * size - 1 or parts[width - 1 :: width].count(_NO_CHARACTER) != size - 1:
        return None
    fixed = [parts[place::width] for place in range(0, width - 1, 2)]
    if any(column.count(column[0]) != size for column in fixed) or fixed.pop()[0].strip():
        return None
    names = [_NAME.fullmatch(column[0]) for column in fixed]
    columns: dict[str, Sequence[str | None]] = {}
    for place, name in enumerate(names):
        values = parts[2 * place + 1 :: width]
        if name is None or name[1] in columns or not all(values) or not _sound(name[1], "".join(values)):
            return None
        columns[name[1]] = values
    return columns


def _attributes(written: Sequence[str]) -> dict[str, Sequence[str | None]] | None:
    """The attributes of tags by their names; ``None`` where one is unknown or odd, or some have a ``tuid`` only."""
    found = [_ATTRIBUTES.fullmatch(tag) for tag in written]
    if None in found:
        return None
    columns = list(zip(*(match.groups() for match in found if match is not None), strict=True))
    said = sum(len(column) - column.count(None) for column in columns)
    if "".join(written).count('="') != said or columns[0].count(None) not in (0, len(written)):
        return None
    return dict(zip(_NAMES, columns, strict=True)) if _sound("tuid", "".join(filter(None, columns[0]))) else None


def _sound(name: str, together: str) -> bool:
    """Whether values that were put together may stand in the attribute ``name`` as they are."""
    return _ODD.search(together) is None and (name != "tuid" or _SPACE.search(together) is None)
