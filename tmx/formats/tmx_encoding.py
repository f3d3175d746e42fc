"""From the bytes of a TMX to its text: of a plain one, and of one whose first line does not tell the truth."""

from __future__ import annotations

import codecs
import re
from collections.abc import Callable, Iterator
from io import IncrementalNewlineDecoder
from pathlib import Path
from typing import IO

from msgspec import Struct

from tmx.errors import ParseError
from tmx.files import open_bytes

__all__ = ["Encoding", "decoded_pieces", "find_encoding", "plain_pieces", "plain_text"]

_CHUNK = 1 << 18
_PLAIN_CHUNK = 1 << 19
# Characters that XML does not allow; those above U+FFFF and lone surrogates do not come out of UTF-8.
_CONTROLS = tuple(bytes([code]) for code in range(32) if code not in b"\t\n\r")
_DECLARED = re.compile(rb"""<\?xml[^>]{0,200}?encoding\s*=\s*["']([A-Za-z0-9._:-]+)["']""")
_WESTERN = "cp1252"


class Encoding(Struct, frozen=True):
    """Python's ``name`` of an encoding; ``remark`` says what is odd about it, empty where nothing is."""

    name: str
    remark: str = ""


class _Bytes(Struct, frozen=True):
    """What a file's bytes show: whether they are UTF-8, and whether they hold letters of UTF-8 beyond ASCII."""

    utf8: bool
    wide: bool


def find_encoding(path: Path) -> Encoding:
    """The encoding in which the file is to be read.

    A byte order mark counts most, then what the bytes show: text that is UTF-8 and more than ASCII is UTF-8, whatever
    the file says. Text that says it is UTF-8 and is nowhere so is Windows-1252. Raises
    :class:`~tmx.errors.AccordError` where the file is empty or cannot be opened.
    """
    with open_bytes(path) as stream:
        head = stream.read(4096)
    if not head:
        raise ParseError("the file is empty", path=path, remedy="check that it was saved")
    if head.startswith(codecs.BOM_UTF8):
        return Encoding("utf-8")
    for start, name in (
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (b"<\0", "utf-16-le"),
        (b"\0<", "utf-16-be"),
    ):
        if head.startswith(start):
            return Encoding(name)
    said = _DECLARED.search(head)
    named = said[1].decode("ascii") if said else "UTF-8"
    try:
        known = codecs.lookup(named).name
        b"<".decode(known).encode(known)
    except (LookupError, UnicodeError, ValueError):
        known = ""
    return _settled(named, known, _look_through(path))


def _settled(named: str, known: str, seen: _Bytes) -> Encoding:
    """What to read in a file that calls its encoding ``named``, which Python has as ``known`` (empty: not at all)."""
    if seen.utf8 and seen.wide:
        remark = "" if known == "utf-8" else f"the file says {named}, and is UTF-8; it was read so"
        return Encoding("utf-8", remark)
    eight_bit = bool(known) and not known.startswith(("utf-16", "utf-32"))
    if seen.utf8:  # nothing but ASCII
        remark = "" if eight_bit else f"the file says {named}, and is not; it was read as UTF-8"
        return Encoding(known if eight_bit and known != "utf-8" else "utf-8", remark)
    if known == "utf-8" and seen.wide:
        return Encoding("utf-8")  # with other bytes here and there, which are told where they stand
    if known in {"utf-8", "ascii"} or not eight_bit:
        return Encoding(_WESTERN, f"the file says {named}, and is not; it was read as Windows-1252 (Western European)")
    return Encoding(known)


def _look_through(path: Path) -> _Bytes:
    decoder = codecs.getincrementaldecoder("utf-8")("surrogateescape")
    utf8, wide = True, False
    with open_bytes(path) as stream:
        while True:
            piece = stream.read(_CHUNK)
            text = decoder.decode(piece, not piece)
            if not text.isascii():
                odd = len(text.encode("utf-8", "ignore")) != len(text.encode("utf-8", "surrogatepass"))
                utf8 = utf8 and not odd
                wide = wide or any(sign > "\x7f" and not "\udc80" <= sign <= "\udcff" for sign in set(text))
            if not piece:
                return _Bytes(utf8, wide)


def decoded_pieces(path: Path, encoding: Encoding) -> Iterator[str]:
    """The text in pieces, ends of lines evened out.

    Bytes that the encoding does not have are given as surrogates (U+DC80 to U+DCFF), or in UTF-16 as U+FFFD.
    """
    errors = "replace" if encoding.name.startswith("utf-16") else "surrogateescape"
    decode = IncrementalNewlineDecoder(codecs.getincrementaldecoder(encoding.name)(errors), translate=True).decode
    with open_bytes(path) as stream:
        first = True
        for text in _decoded(stream, decode):
            yield text.removeprefix("\ufeff") if first else text
            first = False


def _decoded(stream: IO[bytes], decode: Callable[[bytes, bool], str]) -> Iterator[str]:
    while True:
        piece = stream.read(_CHUNK)
        text = decode(piece, not piece)
        if text:
            yield text
        if not piece:
            return


def plain_pieces(stream: IO[bytes]) -> Iterator[str]:
    """The text of a UTF-8 file, ends of lines evened out as XML asks; it ends before what is not to be read so."""
    decoder = IncrementalNewlineDecoder(codecs.getincrementaldecoder("utf-8")(), translate=True)
    first = True
    while piece := stream.read(_PLAIN_CHUNK):
        if first:
            piece, first = piece.removeprefix(codecs.BOM_UTF8), False
        if any(control in piece for control in _CONTROLS):
            return
        try:
            text = decoder.decode(piece)
        except UnicodeDecodeError:
            return
        if "\ufffe" in text or "\uffff" in text:
            return
        yield text


def plain_text(content: bytes) -> str:
    """A part of a UTF-8 file, ends of lines evened out as XML asks; empty where it is not to be read so."""
    if any(control in content for control in _CONTROLS):
        return ""
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError:
        return ""
    if "\ufffe" in text or "\uffff" in text:
        return ""
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text
