"""What a dictionary holds: articles; and the files that they stand in, compressed or not, read with bounds."""

from __future__ import annotations

import gzip
import zlib
from pathlib import Path

from msgspec import Struct

from tmx.errors import ParseError
from tmx.files import open_bytes

__all__ = ["MAX_DICTIONARY_BYTES", "Article", "decode", "read_unpacked"]

MAX_DICTIONARY_BYTES = 256 * 1024 * 1024  # unpacked; the largest Wiktionary exports have half of it
_GZIP = b"\x1f\x8b"
_CHUNK = 1 << 20


class Article(Struct, frozen=True):
    """A headword and what the dictionary says of it.

    ``text`` is the article as plain lines, headword and pronunciation included where the file has them there;
    ``translations`` are those that the file marks as such, and then the text does not count.
    """

    headword: str
    text: str = ""
    translations: tuple[str, ...] = ()


def read_unpacked(path: Path) -> bytes:
    """The content of ``path``, unpacked where it is gzip or dictzip (which is gzip with an index in its head).

    Raises :class:`~tmx.errors.ParseError` where it is torn, and where it is larger than 256 MB unpacked;
    :class:`~tmx.errors.StoreError` where it cannot be read.
    """
    with open_bytes(path, limit=MAX_DICTIONARY_BYTES) as stream:
        packed = stream.read(2) == _GZIP
        stream.seek(0)
        if not packed:
            return stream.read()
        parts, size = [], 0
        try:
            with gzip.GzipFile(fileobj=stream) as unpacked:
                while part := unpacked.read(_CHUNK):
                    parts.append(part)
                    size += len(part)
                    if size > MAX_DICTIONARY_BYTES:
                        raise ParseError(
                            f"it has more than {MAX_DICTIONARY_BYTES >> 20} MB unpacked",
                            path=path,
                            remedy="check that it is the dictionary you meant",
                        )
        except (EOFError, OSError, zlib.error) as error:
            raise ParseError(
                "the compressed file is broken or cut off", path=path, remedy="download the dictionary again"
            ) from error
    return b"".join(parts)


def decode(content: bytes, path: Path, *, line: int | None = None) -> str:
    """``content`` as UTF-8. Raises :class:`~tmx.errors.ParseError` where it is not."""
    try:
        return content.decode("utf-8")
    except UnicodeDecodeError as error:
        raise ParseError(
            "the dictionary is not UTF-8", path=path, line=line, remedy="get a newer version of it, or convert it"
        ) from error
