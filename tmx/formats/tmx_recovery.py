"""Saving the good units of a damaged TMX, with a list of what was lost.

Where the file is cut off, wrongly encoded or no XML, each unit is looked for and read by itself, so that a fault costs
one unit at most. Nothing is ever fetched or expanded: files that define entities are refused here too.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from pathlib import Path
from xml.etree.ElementTree import Element  # the data structure only; nothing is parsed with it

from msgspec import Struct

from tmx.errors import AccordError, ParseError
from tmx.formats.tmx import read_header, unit_from_element
from tmx.formats.tmx_encoding import decoded_pieces, find_encoding
from tmx.formats.tmx_header import TmxHeader
from tmx.formats.tmx_repair import repaired
from tmx.formats.tmx_source import variant_language
from tmx.formats.tmx_text import FORBIDDEN
from tmx.formats.xml_records import Record, Vocabulary, parse_record
from tmx.model import TranslationUnit

__all__ = ["Loss", "recover_header", "recover_tmx"]

_UNIT = Vocabulary(title="TMX", roots=frozenset({"tu"}), records=frozenset({"tu"}), units=frozenset({"tu"}))
_MOST = 1 << 24  # characters of a unit, or of what stands between two
_SPARE = 32  # characters that a mark may have
_NEXT = re.compile(r"<!--|<header(?=[\s/>])|<tu(?=[\s/>])")
_END = re.compile(r"<!--|<!\[CDATA\[|</tu\s*>|<tu(?=[\s/>])|</body\s*>|</tmx\s*>")
_COMMENT_END = re.compile("-->")
_CDATA_END = re.compile("]]>")
_TAG_END = re.compile(">")
_SOURCE = re.compile(r"""\ssrclang\s*=\s*(?:"([^"<]*)"|'([^'<]*)')""")
_OUTSIDE = re.compile(r"<(?:tuv|seg)[\s>]")
_ROOT = re.compile(r"<tmx[\s>]")


class Loss(Struct, frozen=True):
    """Something that could not be read as it stands at ``line``; ``missing``: text is lost, not only put right."""

    line: int
    reason: str
    missing: bool = False


def recover_header(path: Path) -> TmxHeader | None:
    """The header of a damaged TMX; ``None`` where it cannot be read."""
    try:
        return read_header(path)
    except AccordError:
        return None


def recover_tmx(path: Path, lost: Callable[[Loss], None]) -> Iterator[TranslationUnit]:
    """The units of the TMX ``path`` that can be read; ``lost`` is told what was lost or put right, in order.

    In memory that does not grow with the file. Raises :class:`~tmx.errors.AccordError` where the file is empty, is no
    TMX, or defines entities.
    """
    encoding = find_encoding(path)
    if encoding.remark:
        lost(Loss(1, encoding.remark))
    text = _Window(decoded_pieces(path, encoding))
    source_language = ""
    number = 0
    _refuse_entities(text, path)
    while True:
        found = text.find(_NEXT)
        _look_between(text, found, lost)
        if found is None:
            if text.ended:
                break
        elif found[0] == "<!--":
            _skip_comment(text, lost)
        elif found[0] == "<header":
            tag = text.find(_TAG_END)
            said = _SOURCE.search(text.until(tag)) if tag else None
            source_language = (said[1] or said[2] or "").strip() if said else source_language
            text.skip(len("<header"))
        else:
            line = text.line
            written = _next_unit(text, lost)
            unit = None if written is None else _unit(written, number + 1, line, source_language, path, lost)
            if unit is not None:
                number += 1
                yield unit
    if not text.closed:
        lost(Loss(text.line, "the file is cut off: it ends before </tmx>", missing=True))


class _Window:
    """The part of the text that is being looked at, which moves on. ``closed``: the end of the document has come."""

    def __init__(self, pieces: Iterator[str]) -> None:
        self._pieces = pieces
        self.text = ""
        self.at = 0
        self.line = 1
        self.ended = False
        self.closed = False

    def more(self) -> bool:
        """Read on; what has been passed is let go."""
        piece = next(self._pieces, None)
        if piece is None:
            self.ended = True
            return False
        self.text = self.text[self.at :] + piece
        self.at = 0
        return True

    def find(self, pattern: re.Pattern[str], offset: int = 0, most: int = _MOST) -> re.Match[str] | None:
        """The first place from here (and ``offset``) on; ``None`` where there is none in ``most`` characters."""
        while True:
            found = pattern.search(self.text, self.at + offset)
            if found is not None:
                return found
            offset = max(offset, len(self.text) - self.at - _SPARE)
            if offset > most or not self.more():
                return None

    def until(self, found: re.Match[str]) -> str:
        """The text from here up to a place."""
        return self.text[self.at : found.start()]

    def skip(self, length: int) -> str:
        """Pass ``length`` characters, which are given."""
        end = min(self.at + max(length, 0), len(self.text))
        passed = self.text[self.at : end]
        self.line += passed.count("\n")
        self.at = end
        return passed

    def rest(self) -> int:
        """How many characters are in sight."""
        return len(self.text) - self.at


def _refuse_entities(text: _Window, path: Path) -> None:
    root = text.find(_ROOT, most=1 << 20)
    unit = text.find(_NEXT, most=1 << 20) if root is None else None
    start = root or unit
    if start is None:
        raise ParseError("this is not TMX: it has no <tmx>", path=path, remedy="check that it is the file you meant")
    before = re.search("<!ENTITY", text.until(start))
    if before is not None:
        raise ParseError(
            "the file defines entities of its own, which translation files do not need and Accord does not follow",
            path=path,
            line=1 + text.until(start).count("\n", 0, before.start()),
            remedy="do not use this file if you do not know where it comes from",
        )


def _look_between(text: _Window, found: re.Match[str] | None, lost: Callable[[Loss], None]) -> None:
    """Pass what stands before the next thing of interest, and tell where text stands in it."""
    unseen = 0 if text.ended else _SPARE
    line = text.line
    passed = text.skip(text.rest() - unseen if found is None else len(text.until(found)))
    outside = _OUTSIDE.search(passed)
    if outside is not None:
        lost(Loss(line + passed.count("\n", 0, outside.start()), "text stands outside of any unit", missing=True))
    if "</tmx" in passed:
        text.closed = True


def _skip_comment(text: _Window, lost: Callable[[Loss], None]) -> None:
    end = text.find(_COMMENT_END, 4)
    if end is None:
        lost(Loss(text.line, "a comment (<!--) is not closed; what follows was read"))
        text.skip(4)
    else:
        text.skip(end.end() - text.at)


def _next_unit(text: _Window, lost: Callable[[Loss], None]) -> str | None:
    """The unit that begins here, closed if need be; ``None`` where there is too much of it."""
    line = text.line
    offset = 3
    while True:
        found = text.find(_END, offset)
        if found is None:
            break
        if found[0] not in {"<!--", "<![CDATA["}:
            break
        here = found.start() - text.at
        inside = text.find(_COMMENT_END if found[0] == "<!--" else _CDATA_END, here + 4)
        offset = here + 4 if inside is None else inside.end() - text.at
    if found is not None and found[0].startswith("</tu"):
        return text.skip(found.end() - text.at)
    if found is None and not text.ended:
        lost(Loss(line, f"a single unit has more than {_MOST >> 20} million characters", missing=True))
        text.skip(text.rest() - _SPARE)
        _pass_unit(text)
        return None
    written = text.skip(len(text.until(found)) if found is not None else text.rest())
    whole = written.rfind("</tuv")
    end = written.find(">", whole) + 1 if whole >= 0 else 0
    if written.count("<tuv") < 2 or not end or written[:end].count("</tuv") < 2:
        why = "the file is cut off in this unit" if found is None else "the unit is not closed"
        lost(Loss(line, why, missing=True))
        return None
    lost(Loss(line, "the unit is not closed; its whole texts were kept"))
    return written[:end] + "</tu>"


def _pass_unit(text: _Window) -> None:
    """Go on to the end of a unit that is too long."""
    while (found := text.find(_END)) is None and not text.ended:
        text.skip(text.rest() - _SPARE)
    if found is None:
        text.skip(text.rest())
    elif found[0].startswith("</tu"):
        text.skip(found.end() - text.at)
    else:
        text.skip(len(text.until(found)))


def _unit(
    written: str, number: int, line: int, source_language: str, path: Path, lost: Callable[[Loss], None]
) -> TranslationUnit | None:
    """The unit that ``written`` is, put right where that can be done; ``None`` where it is lost."""
    try:
        record = _record(written, line, path, lost)
        _leave_out_variants(record, line, lost)
        if len(record.element.findall("tuv")) < min(2, written.count("<tuv")):
            return None
        return unit_from_element(record.element, number, line, source_language, path)
    except ParseError as error:
        at = line if error.line is None else error.line
        lost(Loss(at, error.reason, missing=True))
        return None


def _record(written: str, line: int, path: Path, lost: Callable[[Loss], None]) -> Record:
    if not FORBIDDEN.search(written):
        try:
            return parse_record(written, path, _UNIT)
        except ParseError:
            pass  # it is put right below
    text, repairs = repaired(written)
    try:
        record = parse_record(text, path, _UNIT)
    except ParseError as error:
        raise ParseError(error.reason, path=path, line=line + (error.line or 1) - 1) from None
    for item in repairs:
        lost(Loss(line + item.line, item.reason))
    return record


def _leave_out_variants(record: Record, line: int, lost: Callable[[Loss], None]) -> None:
    """Take variants without language or text out of a unit; it is lost where fewer than two remain."""
    lines = {id(part): at for part, at in zip(record.element.iter(), record.lines, strict=True)}
    faulty = [(child, reason) for child in record.element.findall("tuv") if (reason := _fault(child))]
    for child, reason in faulty:
        record.element.remove(child)
        lost(Loss(line + lines[id(child)] - 1, reason, missing=True))


def _fault(variant: Element) -> str:
    if not variant_language(variant):
        return "a text does not say which language it is in"
    if len(variant.findall("seg")) != 1:
        return "a text has no <seg>, or more than one"
    return ""
