"""Where the sentences of a document stand in its file: texts that were cut out of it are found there again."""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import pairwise

from msgspec import Struct

from tmx.formats.inplace.nodes import units_in, xml_text
from tmx.formats.inplace.office import OfficeText, word_characters
from tmx.formats.inplace.places import NOWHERE, FileText, PlacedText
from tmx.subtitles import SUBTITLE_MARKUP, cues

__all__ = ["Stream", "located", "odt_stream", "page_stream", "subtitle_stream", "text_stream", "word_stream"]

# Soft hyphens are taken out as documents are read.
_SPACES = frozenset(" \t\n\r\f\v\x85\u2028\u2029\u00ad")
_WORD = "http://schemas.openxmlformats.org/wordprocessingml/"
# What is no text of a page: comments, scripts and styles with all they hold, the head, every tag.
_MARKUP = re.compile(
    r"<!--.*?-->|<(?P<silent>head|script|style|template|noscript|svg|iframe)\b[^>]*>.*?</(?P=silent)\s*>|<[!/?a-zA-Z][^>]*>"
    r"|(?P<reference>&(?:\#\d{1,7}|\#x[0-9a-f]{1,6}|\w{1,31});?)",
    re.S | re.I,
)
_INLINE = re.compile(
    r"</?(?:a|abbr|acronym|b|bdi|bdo|big|cite|code|em|font|i|ins|kbd|mark|q|s|samp|small|span|strong|sub|sup|time|tt|u"
    r"|var|wbr)\b",
    re.I,
)
# The same of a LibreOffice document, with the prefixes that its programs write: a note stands inside a sentence. Names
# are whole (text:note-ref has text), and what closes itself holds nothing.
_ODT_MARKUP = re.compile(
    r"<!--.*?-->|<!\[CDATA\[.*?\]\]>|<\?.*?\?>"
    r"|<(?P<silent>text:(?:note|tracked-changes|ruby-text|script)|office:(?:annotation|binary-data)|svg:(?:title|desc))"
    r"(?=[\s>])[^>]*(?<!/)>.*?</(?P=silent)\s*>"
    r"|<[!/a-zA-Z][^>]*>|(?P<reference>&[^;<&]{1,12};)",
    re.S,
)
_ODT_INLINE = re.compile(r"</?(?!text:(?:p|h|s|tab|line-break)[\s/>])\w")


class Stream(Struct, frozen=True):
    """The characters of a file in order, with their places; ``escape`` says how a replacement is written."""

    text: str
    places: tuple[tuple[int, int], ...]
    file: FileText
    is_markup: bool = True

    def written(self, text: str) -> str | None:
        """``text`` as the file writes it, None where it cannot."""
        if not self.is_markup:
            return text
        escaped = xml_text(text)
        if escaped is None:
            return None
        if "&nbsp;" in self.file.text and "<" in self.file.text:
            escaped = escaped.replace("\u00a0", "&nbsp;")
        try:
            self.file.encoded(escaped)
        except UnicodeEncodeError:
            return "".join(one if one.isascii() else f"&#{ord(one)};" for one in escaped)
        return escaped


def text_stream(file: FileText) -> Stream:
    """The characters of a plain text."""
    return Stream(file.text, tuple((at, at + 1) for at in range(len(file.text))), file, is_markup=False)


def page_stream(file: FileText) -> Stream:
    """The characters of an HTML page; what parts blocks is a line end."""
    return _markup_stream(file, _MARKUP, _INLINE)


def odt_stream(body: OfficeText) -> Stream:
    """The characters of the body of a LibreOffice document."""
    return _markup_stream(body.file, _ODT_MARKUP, _ODT_INLINE)


def subtitle_stream(file: FileText) -> Stream:
    """The characters of the texts of subtitles."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for cue in cues(file.text):
        cue_letters, cue_places = _between_markup(file, SUBTITLE_MARKUP, re.compile(""), cue.start, cue.end)
        letters += [*cue_letters, "\n"]
        places += [*cue_places, NOWHERE]
    return Stream("".join(letters), tuple(places), file, is_markup=file.text.startswith("WEBVTT"))


def _markup_stream(file: FileText, markup: re.Pattern[str], inline: re.Pattern[str]) -> Stream:
    """The characters of a file between its ``markup``, which is a line end where it is not ``inline``."""
    letters, places = _between_markup(file, markup, inline, 0, len(file.text))
    return Stream("".join(letters), tuple(places), file)


def _between_markup(
    file: FileText, markup: re.Pattern[str], inline: re.Pattern[str], at: int, end: int
) -> tuple[list[str], list[tuple[int, int]]]:
    """The characters from ``at`` to ``end`` and their places."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for match in markup.finditer(file.text, at, end):
        letters += file.text[at : match.start()]
        places += ((place, place + 1) for place in range(at, match.start()))
        shown = html.unescape(match[0]) if match["reference"] else "" if inline.match(match[0]) else "\n"
        letters += shown
        places += [match.span() if match["reference"] and len(shown) == 1 else NOWHERE] * len(shown)
        at = match.end()
    letters += file.text[at:end]
    places += ((place, place + 1) for place in range(at, end))
    return letters, places


def word_stream(body: OfficeText) -> Stream:
    """The characters of the body of a Word document."""
    letters: list[str] = []
    places: list[tuple[int, int]] = []
    for node, _ in units_in(body.file, frozenset({"body"}), _WORD):
        for one, place in word_characters(node, body.file.text):
            letters.append(one)
            places.append(place)
    return Stream("".join(letters), tuple(places), body.file)


def located(stream: Stream, texts: Sequence[str]) -> list[PlacedText | None]:
    """Where each of ``texts`` stands in the stream, one after the other; None where it does not stand there just so.

    White space may be of any length, no-break spaces are letters. A text that stands there several times is taken where
    its neighbours, which stand there once, leave room for it.
    """
    bare = [(at, one) for at, one in enumerate(stream.text) if one not in _SPACES]
    letters = "".join(one for _, one in bare)
    at = [place for place, _ in bare]
    wanted = ["".join(one for one in text if one not in _SPACES) for text in texts]
    starts = _in_order(wanted, letters)
    return [
        None if start is None else _placed(stream, text, at[start : start + len(bare_text)])
        for text, bare_text, start in zip(texts, wanted, starts, strict=True)
    ]


def _in_order(wanted: Sequence[str], letters: str) -> list[int | None]:
    """Where each text begins: first those that stand there once and in order, then the others between these."""
    starts: list[int | None] = [None] * len(wanted)
    floor = 0
    for number, text in enumerate(wanted):
        found = letters.find(text) if text else -1
        if found >= floor and letters.find(text, found + 1) < 0:
            starts[number] = found
            floor = found + len(text)
    for number, text in _gaps(wanted, starts):
        before = next(((at, wanted[n]) for n in range(number - 1, -1, -1) if (at := starts[n]) is not None), (0, ""))
        after = next((at for at in starts[number + 1 :] if at is not None), len(letters))
        found = letters.find(text, before[0] + len(before[1]), after)
        starts[number] = found if found >= 0 else None
    return starts


def _gaps(wanted: Sequence[str], starts: Sequence[int | None]) -> Iterator[tuple[int, str]]:
    """The texts that have no place yet; read as the places are filled in."""
    return ((number, text) for number, text in enumerate(wanted) if text and starts[number] is None)


def _placed(stream: Stream, text: str, at: Sequence[int]) -> PlacedText:
    """The places of ``text``, whose letters stand at ``at`` in the stream: a space has the whole run between two."""
    places: list[tuple[int, int]] = []
    number = 0
    for one in text:
        if one in _SPACES:
            between = range(at[number - 1] + 1, at[number]) if 0 < number < len(at) else range(0)
            places.append(_run(stream.places[place] for place in between))
        else:
            places.append(stream.places[at[number]])
            number += 1
    return PlacedText("", text, tuple(places), stream.written)


def _run(places: Iterable[tuple[int, int]]) -> tuple[int, int]:
    """One place for places that follow one another, else nowhere."""
    run = list(places)
    if not run or NOWHERE in run or any(one[1] != other[0] for one, other in pairwise(run)):
        return NOWHERE
    return run[0][0], run[-1][1]
