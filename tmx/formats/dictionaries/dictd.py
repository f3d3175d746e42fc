"""Dictionaries of the DICT server (RFC 2229): ``name.index`` and ``name.dict`` or ``name.dict.dz``.

A line of the index holds a headword, a tab, where its article begins, a tab, and how many bytes it has, both as numbers
to the base 64 with the digits ``A-Za-z0-9+/`` (dictd(8), «Database format»).
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tmx.errors import ParseError
from tmx.formats.dictionaries.articles import Article, decode, read_unpacked

__all__ = ["read_dictd"]

_DIGITS = {
    digit: value for value, digit in enumerate("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/")
}
_MOST_DIGITS = 8
_ABOUT = ("00database", "00-database")


def read_dictd(index: Path, articles: Path) -> Iterator[Article]:
    """The articles that ``index`` names, each once, in the order of the index; notes on the dictionary are left out.

    Raises :class:`~tmx.errors.ParseError` with the line of the index where it does not fit, and where a file is torn.
    """
    rows = read_unpacked(index).split(b"\n")
    content = read_unpacked(articles)
    seen: set[tuple[str, int]] = set()
    for number, row in enumerate(rows, 1):
        if not row.strip():
            continue
        fields = decode(row.rstrip(b"\r"), index, line=number).split("\t")
        if len(fields) not in (3, 4):
            raise ParseError(
                "an index line holds a headword, a place and a length, with tabs between",
                path=index,
                line=number,
                remedy="check that this is the index of a dictd dictionary",
            )
        start, size = _number(fields[1], index, number), _number(fields[2], index, number)
        if start + size > len(content):
            raise ParseError(
                f"the article of «{fields[0].strip()}» lies behind the end of {articles.name}",
                path=index,
                line=number,
                remedy="index and dictionary do not belong together, or one is cut off: get both again",
            )
        headword = (fields[3] if len(fields) == 4 else fields[0]).strip()
        if not headword or headword.startswith(_ABOUT) or (headword, start) in seen:
            continue
        seen.add((headword, start))
        yield Article(headword, decode(content[start : start + size], articles))


def _number(text: str, path: Path, line: int) -> int:
    if not 0 < len(text) <= _MOST_DIGITS or any(digit not in _DIGITS for digit in text):
        raise ParseError(
            f"«{text[:20]}» is not a number in base 64",
            path=path,
            line=line,
            remedy="check that this is the index of a dictd dictionary",
        )
    value = 0
    for digit in text:
        value = value * 64 + _DIGITS[digit]
    return value
