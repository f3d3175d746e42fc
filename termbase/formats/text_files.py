"""Text files as people make them: any of the Unicode encodings, with or without a byte order mark."""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable
from pathlib import Path

from tmx.errors import ConfigError, ParseError
from tmx.files import open_bytes, read_bytes, write_whole

__all__ = ["lines_of", "mark_of", "one_cell", "read_text", "write_lines"]

_NO_TEXT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff]")
_BREAKS = re.compile(r"[\t\r\n\x0b\x0c\x85\u2028\u2029]+")
_LINE_ENDS = re.compile(r"\r\n|\r|\n")
_MARKS = (
    (b"\xff\xfe\x00\x00", "utf-32"),
    (b"\x00\x00\xfe\xff", "utf-32"),
    (b"\xff\xfe", "utf-16"),
    (b"\xfe\xff", "utf-16"),
)


def read_text(path: Path, *, remedy: str, encoding: str | None = None) -> str:
    """The text of a file in UTF-8, or in UTF-16 or UTF-32 with a byte order mark, which is taken off.

    ``encoding`` names another one, for files without a mark. Raises :class:`~tmx.errors.ParseError`, with the line and
    the ``remedy``, where the file is not in it and for NUL characters, :class:`~tmx.errors.ConfigError` for an encoding
    that is not known, and :class:`~tmx.errors.StoreError` where the file cannot be read.
    """
    content = read_bytes(path)
    own = "utf-8-sig" if encoding is None or content.startswith(codecs.BOM_UTF8) else _known(encoding)
    own = next((name for mark, name in _MARKS if content.startswith(mark)), own)
    try:
        text = content.decode(own)
    except UnicodeDecodeError as error:
        line = content.count(b"\n", 0, error.start) + 1
        name = "UTF-8" if own == "utf-8-sig" else own.upper()
        raise ParseError(f"the file is not in {name}", path=path, line=line, remedy=remedy) from error
    if "\x00" in text:
        line = text.count("\n", 0, text.index("\x00")) + 1
        raise ParseError("this is not a text file: it holds a NUL character", path=path, line=line, remedy=remedy)
    return text


def mark_of(path: Path) -> str | None:
    """The encoding that the byte order mark of a file shows, with which one is written too; None without a mark."""
    with open_bytes(path) as stream:
        head = stream.read(4)
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    return next((name for mark, name in _MARKS if head.startswith(mark)), None)


def _known(encoding: str) -> str:
    """The name that Python has for an encoding of text."""
    try:
        known = codecs.lookup(encoding)
        "a".encode(known.name).decode(known.name)  # some codecs turn bytes into bytes
    except (LookupError, ValueError, TypeError, AttributeError) as error:
        remedy = "name one such as windows-1252, iso-8859-1, mac-roman, utf-8 or utf-16"
        raise ConfigError(f"«{encoding}» is not a text encoding", remedy=remedy) from error
    return known.name


def lines_of(text: str) -> list[str]:
    """The lines of a text, as editors count them; other characters that end a line in Unicode stand in the text."""
    return _LINE_ENDS.split(text)


def write_lines(path: Path, lines: Iterable[str]) -> None:
    """Write the lines, each with a line feed, in UTF-8, without characters that no text file has.

    Raises :class:`~tmx.errors.StoreError` where the file cannot be written.
    """
    with write_whole(path) as stream:
        for line in lines:
            stream.write(_NO_TEXT.sub("", line).encode() + b"\n")


def one_cell(text: str) -> str:
    """The text as it can stand between two tabs: without tabs and line breaks."""
    return _BREAKS.sub(" ", _NO_TEXT.sub("", text)).strip()
