"""From bytes to text: which encoding a file is in."""

from __future__ import annotations

import codecs
from pathlib import Path

import regex
from msgspec import Struct

from tmx.errors import IngestError
from tmx.western import western_encoding

__all__ = ["Decoded", "decode", "refuse_binary"]


class Decoded(Struct, frozen=True):
    """The text of a file, the encoding it was read in, and what had to be put right on the way."""

    text: str
    encoding: str
    repairs: tuple[str, ...] = ()


_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
_DECLARED = regex.compile(
    rb"""<(?:meta\b[^>]*\bcharset\s*=|\?xml\b[^>]*\bencoding\s*=)\s*["']?\s*([A-Za-z0-9_.:-]+)""", regex.I
)
# Browsers read what calls itself Latin-1 or ASCII as windows-1252 (WHATWG Encoding Standard); so do we.
_AS_WINDOWS = frozenset(["iso8859-1", "ascii"])
_NAMES = {"cp1252": "windows-1252", "iso8859-15": "ISO 8859-15", "mac-roman": "Mac Roman", "cp850": "code page 850"}
_BINARY_SIGNATURES = (
    (b"%PDF", "a PDF", "save its text as .txt or .docx"),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Word, Excel or PowerPoint file",
        "open it in Word or LibreOffice and save it as .docx",
    ),
    (b"{\\rtf", "an RTF file", "save it as .docx or .txt"),
    (b"\x89PNG", "an image", "give a text, an HTML page or a Word document"),
    (b"\xff\xd8\xff", "an image", "give a text, an HTML page or a Word document"),
    (b"GIF8", "an image", "give a text, an HTML page or a Word document"),
    (b"\x1f\x8b", "a compressed file", "unpack it first"),
    (b"7z\xbc\xaf", "a compressed file", "unpack it first"),
    (b"PK\x03\x04", "a ZIP archive", "unpack it first"),
)
_MAIL = "copy its text into a .txt, or save it as .html"
_BY_SUFFIX = {
    ".xls": ((b"\xd0\xcf\x11\xe0", "an old Excel workbook", "open it in Excel or LibreOffice and save it as .xlsx"),),
    ".msg": ((b"", "an Outlook mail", _MAIL),),
    ".eml": ((b"", "a mail", _MAIL),),
    ".mht": ((b"", "a page saved with its pictures (MHTML)", "save it in the browser as «HTML only»"),),
    ".mhtml": ((b"", "a page saved with its pictures (MHTML)", "save it in the browser as «HTML only»"),),
}


def decode(content: bytes, path: Path, *, markup: bool = False) -> Decoded:
    """The text that ``content`` holds; with ``markup`` an encoding that the page declares is believed.

    A byte order mark decides, then valid UTF-8, then the declaration, then what gives plausible text. Raises
    :class:`~tmx.errors.IngestError` where the file is no text, or its encoding cannot be made out.
    """
    refuse_binary(content, path)
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return _with_bom(content[len(bom) :], encoding, path)
    if b"\0" in content:
        return _without_bom(content, path)
    try:
        return Decoded(content.decode("utf-8"), "UTF-8")
    except UnicodeDecodeError as error:
        if error.reason == "unexpected end of data":
            text = content[: error.start].decode("utf-8")
            if not text.isascii():
                return Decoded(text, "UTF-8", ("the file ends within a character; the rest of it is missing",))
    return (_declared(content) if markup else None) or _mostly_utf8(content) or _single_byte(content, path)


def refuse_binary(content: bytes, path: Path) -> None:
    """Nothing, where the file may be a text.

    Raises :class:`~tmx.errors.IngestError`, with what it is to be saved as, where it begins as a PDF, an old Word file,
    a picture, an archive or a mail does.
    """
    for signature, what, remedy in (*_BY_SUFFIX.get(path.suffix.lower(), ()), *_BINARY_SIGNATURES):
        if content.startswith(signature):
            raise IngestError(f"this is {what}, not a text", path=path, remedy=remedy)


def _with_bom(content: bytes, encoding: str, path: Path) -> Decoded:
    try:
        return Decoded(content.decode(encoding), encoding.upper())
    except UnicodeDecodeError as error:
        if encoding == "utf-8":
            return _mostly_utf8(content) or _single_byte(content, path)
        if error.end >= len(content) - 3:
            text = content[: error.start].decode(encoding)
            return Decoded(text, encoding.upper(), ("the file ends within a character; the rest of it is missing",))
        raise IngestError(
            f"the file says it is {encoding.upper()} and is not", path=path, remedy="save it as UTF-8"
        ) from error


def _without_bom(content: bytes, path: Path) -> Decoded:
    """UTF-16 without its mark has a NUL in every other byte of Western text; anything else is no text."""
    for encoding, nul in (("utf-16-le", content[1::2]), ("utf-16-be", content[::2])):
        if nul.count(0) > 0.6 * len(nul) and content.count(0) < 0.55 * len(content):
            try:
                text = content[: len(content) // 2 * 2].decode(encoding)
            except UnicodeDecodeError:
                continue
            if "\0" not in text:
                return Decoded(text, encoding.upper(), (f"read as {encoding.upper()}",))
    raise IngestError("this is not a text but binary data", path=path, remedy="check that it is the file you meant")


def _declared(content: bytes) -> Decoded | None:
    match = _DECLARED.search(content[:4096])
    if match is None:
        return None
    try:
        encoding = codecs.lookup(match[1].decode("ascii")).name
        encoding = "cp1252" if encoding in _AS_WINDOWS else encoding
        if encoding in ("utf-8", "utf-16"):  # it is not: that was tried
            return None
        text = content.decode(encoding)
    except (LookupError, UnicodeDecodeError):
        return None
    name = _NAMES.get(encoding, encoding)
    return Decoded(text, name, (f"read as {name}, as the page declares",))


def _mostly_utf8(content: bytes) -> Decoded | None:
    """UTF-8 with a few stray bytes of windows-1252, which is what pasting between programs makes."""
    good = len(regex.findall(rb"[\xc2-\xdf][\x80-\xbf]|[\xe0-\xef][\x80-\xbf]{2}|[\xf0-\xf4][\x80-\xbf]{3}", content))
    stray = 0

    def spell(error: UnicodeError) -> tuple[str, int]:
        nonlocal stray
        assert isinstance(error, UnicodeDecodeError)
        stray += 1
        byte = error.object[error.start : error.start + 1]
        return byte.decode("cp1252", "replace"), error.start + 1

    codecs.register_error("accord.stray", spell)
    text = content.decode("utf-8", "accord.stray")
    if good < 3 or stray > good / 3:
        return None
    places = "a place" if stray == 1 else f"{stray} places"
    return Decoded(text, "UTF-8", (f"{places} in another encoding read as windows-1252",))


def _single_byte(content: bytes, path: Path) -> Decoded:
    western = western_encoding(content)
    if western is not None:
        return Decoded(content.decode(western), _NAMES[western], (f"read as {_NAMES[western]}",))
    from charset_normalizer import from_bytes

    match = from_bytes(content).best()
    if match is None or match.encoding.startswith(("utf_7", "hz")):
        raise IngestError("the encoding of the file cannot be made out", path=path, remedy="save it as UTF-8")
    return Decoded(str(match), match.encoding, (f"read as {match.encoding.replace('_', '-')}",))
