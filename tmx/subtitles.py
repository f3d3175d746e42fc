"""Subtitles (SubRip ``.srt``, WebVTT ``.vtt``): where their texts stand between numbers, timings and settings."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct

__all__ = ["SUBTITLE_MARKUP", "Cue", "cues", "is_subtitles"]

# SubRip has a comma before the milliseconds, WebVTT a point, and its hours may be missing.
_TIME = r"(?:\d{1,3}:)?[0-5]?\d:[0-5]\d[,.]\d{1,3}"
_TIMING = re.compile(rf"^[ \t]*{_TIME}[ \t]*-->[ \t]*{_TIME}[^\r\n]*", re.M)
_BEGINS = re.compile(
    rb"(?:\xef\xbb\xbf)?\s*(?:WEBVTT\b|\d{1,6}[ \t]*\r?\n[ \t]*\d{1,3}:[0-5]\d:[0-5]\d[,.]\d{1,3}[ \t]*-->)"
)
_BREAK = re.compile(r"\r\n?|\n")
_BLANK = re.compile(r"(?:\r\n?|\n)[ \t]*(?:\r\n?|\n)")
_NUMBER_LAST = re.compile(r"(?:^\ufeff?|\n)[ \t]*\d{1,6}[ \t]*(?:\r\n?|\n)\Z")  # the next subtitle's, before its timing
# Tags of both formats (those of WebVTT with classes and times) and the positions of other programs: {\an8}.
SUBTITLE_MARKUP = re.compile(
    r"</?(?:i|b|u|s|font|c|v|lang|ruby|rt)(?=[\s.>])[^<>\r\n]*>|<(?:\d{1,3}:)?\d\d:\d\d\.\d{3}>|\{\\[^{}\r\n]*\}"
    r"|(?P<reference>&(?:amp|lt|gt|nbsp|lrm|rlm|\#\d{1,7});)",
    re.I,
)


class Cue(Struct, frozen=True):
    """The text of one subtitle as it is written: its half-open place, and the line on which it begins, from 1."""

    start: int
    end: int
    line: int


def is_subtitles(content: bytes, suffix: str) -> bool:
    """Whether a file with this ending (in small letters) is read as subtitles, or begins as they do."""
    return suffix in (".srt", ".vtt") or _BEGINS.match(content) is not None


def cues(text: str) -> Iterator[Cue]:
    """The subtitles of a file in order, without those that are empty.

    What stands above the first timing, and WebVTT's notes and styles, are passed over; a blank line inside a subtitle
    of SubRip belongs to it.
    """
    is_webvtt = text.lstrip("\ufeff").startswith("WEBVTT")
    timings = list(_TIMING.finditer(text))
    is_numbered = bool(timings) and _NUMBER_LAST.search(text, 0, timings[0].start()) is not None
    line, counted = 1, 0
    for timing, following in zip_longest(timings, timings[1:]):
        start, end = timing.end(), len(text) if following is None else following.start()
        if is_webvtt:
            blank = _BLANK.search(text, start, end)
            end = end if blank is None else blank.start()
        elif is_numbered and following is not None:
            number = _NUMBER_LAST.search(text, start, end)
            end = end if number is None else number.start()
        inner = text[start:end]
        start, end = start + len(inner) - len(inner.lstrip()), start + len(inner.rstrip())
        if start < end:
            line, counted = line + len(_BREAK.findall(text, counted, start)), start
            yield Cue(start, end, line)
