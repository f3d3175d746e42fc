"""The languages that a translation's file itself says it is in, found without reading all of it."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from types import MappingProxyType

from msgspec import Struct

from tmx.errors import AccordError
from tmx.files import open_bytes
from tmx.formats.registry import format_of

__all__ = ["StatedLanguages", "stated_languages"]

_HEAD = 1 << 14
_PO_HEADER = re.compile(rb'^"(?P<name>Language|X-Source-Language):\s*(?P<tag>[A-Za-z]{2,3}(?:[_-]\w+)*)', re.MULTILINE)
_TS_HEAD = re.compile(rb"<TS\b[^>]*>")
_TS_LANGUAGE = re.compile(rb"""\b(?P<name>sourcelanguage|language)=["'](?P<tag>[A-Za-z]{2,3}(?:[_-]\w+)*)["']""")


class StatedLanguages(Struct, frozen=True):
    """The BCP 47 tags of source and target, each empty where the file does not say it."""

    source: str = ""
    target: str = ""


def stated_languages(path: Path) -> StatedLanguages:
    """What the bilingual file ``path`` says of its languages and their direction: XLIFF, PO and Qt do, others do not.

    An XLIFF has the languages of its first unit. Nothing is raised: a file that cannot be read states nothing.
    """
    try:
        read = _READERS.get(format_of(path).name)
        return StatedLanguages() if read is None else read(path)
    except AccordError:
        return StatedLanguages()


def _xliff(path: Path) -> StatedLanguages:
    from tmx.formats.xliff import read_xliff

    unit = next(iter(read_xliff(path)), None)
    return StatedLanguages() if unit is None else StatedLanguages(*(segment.language for segment in unit.variants))


def _po(path: Path) -> StatedLanguages:
    said = {match["name"]: match["tag"].decode() for match in _PO_HEADER.finditer(_head(path))}
    return StatedLanguages(_tag(said.get(b"X-Source-Language", "")), _tag(said.get(b"Language", "")))


def _qt(path: Path) -> StatedLanguages:
    head = _TS_HEAD.search(_head(path))
    said = {match["name"]: match["tag"].decode() for match in _TS_LANGUAGE.finditer(head[0] if head else b"")}
    return StatedLanguages(_tag(said.get(b"sourcelanguage", "")), _tag(said.get(b"language", "")))


def _head(path: Path) -> bytes:
    with open_bytes(path) as stream:
        return stream.read(_HEAD)


def _tag(name: str) -> str:
    return name.replace("_", "-")


_READERS: Mapping[str, Callable[[Path], StatedLanguages]] = MappingProxyType(
    {"XLIFF": _xliff, "PO": _po, "Qt, catkeys, MO": _qt}
)
