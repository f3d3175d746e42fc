"""A plain TMX file read in blocks by several programs at once, each its own share of them.

All cut the file at the same places, so that none has to ask another. A block is read with the last unit of the one
before it and the first of the one after it, which say what stands beside its own.
"""

from __future__ import annotations

from codecs import BOM_UTF8
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import IO
from xml.etree.ElementTree import Element  # the data structure only; nothing is parsed with it

from msgspec import Struct

from tmx.files import open_bytes
from tmx.formats.tmx_plain import PlainReader, plain_beginning, plain_end
from tmx.memory import UnitColumns
from tmx.model import TranslationUnit

__all__ = ["TmxBlock", "read_blocks"]

_SIZE = 1 << 19  # bytes of a block, about
_MOST = 1 << 22  # of one in which a single unit is so large
_CLOSED = b"</tu>"


class TmxBlock(Struct, frozen=True):
    """Units that follow each other: ``before`` and ``after`` say whether one beside them stands at either end."""

    units: tuple[TranslationUnit | UnitColumns, ...]
    before: bool
    after: bool


class _Cut(Struct, frozen=True):
    """The bytes of a block, which ends with the end of a unit, and how many units stand before it."""

    content: bytes
    first: int


def read_blocks(
    path: Path, share: int, shares: int, whole: Callable[[Element, int, int, str], TranslationUnit]
) -> Iterator[TmxBlock | None]:
    """Every ``shares``-th block of the TMX file ``path``, from the block ``share`` on; ``None`` after the last one.

    It ends without that ``None`` where the file is not plain (see :mod:`tmx.formats.tmx_plain`, also for ``whole``): a
    reader of all files must go on from the last block. Lines of units are those in their block.
    """
    with open_bytes(path) as stream:
        head = _beginning(stream)
        if head is None:
            return
        source_language, rest = head
        reader = PlainReader(path, whole)
        before = b""
        here: _Cut | None = None
        number = 0
        for following in _cuts(stream, rest):
            if here is not None and number % shares == share:
                after = _first_unit(following.content) if isinstance(following, _Cut) else b""
                block = _read(reader, before, here, after, source_language)
                if block is None:
                    return
                yield block
            if not isinstance(following, _Cut):
                if plain_end(following):
                    yield None
                return
            if here is not None:
                number += 1
                before = _last_unit(here.content)
            here = following


def _beginning(stream: IO[bytes]) -> tuple[str, bytes] | None:
    """The header's source language and what was read after ``<body>``; ``None`` where that is not plain."""
    content = b""
    while (at := content.find(b"<body")) < 0 or (end := content.find(b">", at)) < 0:
        more = stream.read(_SIZE)
        if not more or len(content) > _MOST:
            return None
        content += more
    source_language = plain_beginning(content[: end + 1].removeprefix(BOM_UTF8))
    return None if source_language is None else (source_language, content[end + 1 :])


def _cuts(stream: IO[bytes], rest: bytes) -> Iterator[_Cut | bytes]:
    """The blocks, cut after units, and what stands after the last one; nothing more where a unit is too large."""
    count = 0
    while True:
        more = stream.read(_SIZE)
        content = rest + more
        end = content.rfind(_CLOSED) + len(_CLOSED)
        if end < len(_CLOSED):
            if not more:
                yield content
            if not more or len(content) > _MOST:
                return
            rest = content
            continue
        yield _Cut(content[:end], count)
        count += content.count(_CLOSED)
        rest = content[end:]
        if not more:
            yield rest
            return


def _first_unit(content: bytes) -> bytes:
    return content[: content.find(_CLOSED) + len(_CLOSED)]


def _last_unit(content: bytes) -> bytes:
    before = content.rfind(_CLOSED, 0, len(content) - len(_CLOSED))
    return content if before < 0 else content[before + len(_CLOSED) :]


def _read(reader: PlainReader, before: bytes, here: _Cut, after: bytes, source_language: str) -> TmxBlock | None:
    """A block with its neighbours; ``None`` where it is not plain."""
    units = reader.block(before + here.content + after, here.first - bool(before), source_language)
    return None if units is None else TmxBlock(units, bool(before), bool(after))
