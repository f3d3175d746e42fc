"""StarDict dictionaries: ``name.ifo``, ``name.idx`` (or ``.idx.gz``), ``name.dict`` (or ``.dict.dz``), ``name.syn``.

After the StarDict project's «Format for StarDict dictionary files», versions 2.4.2 and 3.0.0.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterator
from pathlib import Path

from msgspec import Struct

from tmx.errors import ParseError, StoreError
from tmx.formats.dictionaries.articles import Article, decode, read_unpacked

__all__ = ["read_stardict"]

_TITLE = "StarDict's dict ifo file"
_TEXT = frozenset("ml")  # plain text
_MARKED = frozenset("gxh")  # Pango, XDXF, HTML
_OTHER_TEXT = frozenset("tywknr")  # phonetics, Chinese and Japanese readings, MediaWiki, WordNet, lists of files
_LINE_END = re.compile(r"<\s*(?:br|/?p|/?div|/?li|/?tr|/?def|/?dtrn|/?blockquote)\b[^>]*>", re.IGNORECASE)
_ASIDE = re.compile(r"<(k|tr|ex|co|abr|script|style)\b[^>]*>.*?</\1\s*>", re.IGNORECASE | re.DOTALL)
_TAG = re.compile(r"<[^<>]*>")
_BROKEN = "get all files of the dictionary again"


class _Entry(Struct, frozen=True):
    """A headword with the place and size of its article."""

    headword: str
    start: int
    size: int


def read_stardict(ifo: Path) -> Iterator[Article]:
    """The articles of the dictionary that ``ifo`` describes, then those of its synonyms.

    Raises :class:`~tmx.errors.ParseError` where a file is torn or they do not fit together,
    :class:`~tmx.errors.StoreError` where one is missing.
    """
    settings = _read_settings(ifo)
    index = _companion(ifo, (".idx", ".idx.gz"))
    articles = _companion(ifo, (".dict", ".dict.dz"))
    entries = list(_read_index(index, settings))
    content = read_unpacked(articles)
    types = settings.get("sametypesequence", "")
    for number, entry in enumerate(entries, 1):
        if entry.start + entry.size > len(content):
            raise ParseError(
                f"the article of «{entry.headword}» (entry {number}) lies behind the end of {articles.name}",
                path=index,
                remedy=_BROKEN,
            )
    for entry in entries:
        yield Article(entry.headword, _text(content[entry.start : entry.start + entry.size], types, articles))
    synonyms = ifo.with_suffix(".syn")
    if synonyms.exists():
        for headword, place in _read_synonyms(synonyms, len(entries)):
            entry = entries[place]
            yield Article(headword, _text(content[entry.start : entry.start + entry.size], types, articles))


def _read_settings(ifo: Path) -> dict[str, str]:
    lines = decode(read_unpacked(ifo), ifo).lstrip("\ufeff").splitlines()
    if not lines or lines[0].strip() != _TITLE:
        raise ParseError(
            f"its first line is not «{_TITLE}»", path=ifo, line=1, remedy="check that it is a StarDict dictionary"
        )
    pairs = (line.partition("=") for line in lines[1:] if "=" in line)
    return {name.strip(): value.strip() for name, _, value in pairs}


def _companion(ifo: Path, suffixes: tuple[str, ...]) -> Path:
    for suffix in suffixes:
        path = ifo.with_suffix(suffix)
        if path.exists():
            return path
    names = " or ".join(ifo.with_suffix(suffix).name for suffix in suffixes)
    raise StoreError(
        f"{names} is missing beside it", path=ifo, remedy="a StarDict dictionary is several files: get all"
    )


def _read_index(path: Path, settings: dict[str, str]) -> Iterator[_Entry]:
    content = read_unpacked(path)
    width = 8 if settings.get("idxoffsetbits") == "64" else 4
    at = number = 0
    while at < len(content):
        number += 1
        end = content.find(b"\0", at)
        after = end + 1 + width + 4
        if end < 0 or after > len(content):
            raise ParseError(f"it is cut off in entry {number}", path=path, remedy=_BROKEN)
        start = int.from_bytes(content[end + 1 : end + 1 + width], "big")
        size = int.from_bytes(content[end + 1 + width : after], "big")
        yield _Entry(decode(content[at:end], path), start, size)
        at = after


def _read_synonyms(path: Path, entries: int) -> Iterator[tuple[str, int]]:
    content = read_unpacked(path)
    at = 0
    while at < len(content):
        end = content.find(b"\0", at)
        if end < 0 or end + 5 > len(content):
            raise ParseError("it is cut off", path=path, remedy=_BROKEN)
        headword, place = decode(content[at:end], path), int.from_bytes(content[end + 1 : end + 5], "big")
        if place >= entries:
            raise ParseError(f"«{headword}» stands for entry {place + 1} of {entries}", path=path, remedy=_BROKEN)
        yield headword, place
        at = end + 5


def _text(data: bytes, types: str, path: Path) -> str:
    """The lines of an article that are text, with tags taken out."""
    texts = []
    for kind, field in _fields(data, types, path):
        if kind in _TEXT:
            texts.append(decode(field, path))
        elif kind in _MARKED:
            texts.append(_plain(decode(field, path)))
    return "\n".join(texts)


def _fields(data: bytes, types: str, path: Path) -> Iterator[tuple[str, bytes]]:
    """The fields of an article with their types: text ends in a zero byte, capitals say their size first.

    With a common sequence of types the types are not written, and the last field ends where the article does.
    """
    at, number = 0, 0
    while at < len(data) and (not types or number < len(types)):
        if types:
            kind, last = types[number], number == len(types) - 1
        else:
            kind, last, at = chr(data[at]), False, at + 1
        number += 1
        if kind in _TEXT or kind in _MARKED or kind in _OTHER_TEXT:
            end = len(data) if last else data.find(b"\0", at)
            end = len(data) if end < 0 else end
            yield kind, data[at:end].rstrip(b"\0")
            at = end + 1
        elif kind.isupper():
            size = len(data) - at if last else int.from_bytes(data[at : at + 4], "big") + 4
            at += size
        else:
            raise ParseError(f"an article has a field of an unknown type «{kind}»", path=path, remedy=_BROKEN)


def _plain(text: str) -> str:
    without = _ASIDE.sub("", text)
    return html.unescape(_TAG.sub("", _LINE_END.sub("\n", without)))
