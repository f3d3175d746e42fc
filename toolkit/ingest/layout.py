"""Layout of plain text: lines that were wrapped by a mail program or a page are joined into paragraphs again."""

from __future__ import annotations

from itertools import pairwise

import regex
from msgspec import Struct

from tmx.text.languages import known_languages
from toolkit.ingest.languages import CONTACT
from toolkit.ingest.pieces import Piece, is_stop, marker_of, tidy

__all__ = ["join_lines"]

_LINE_END = regex.compile(r"\r\n|\r|\n")
_SEPARATOR = regex.compile(r"[\W_]+$")
_NUMBERED = regex.compile(r"(?:\p{N}{1,2}|\p{Ll}|[ivx]{1,4})[.)]\s|\((?:\p{N}{1,2}|\p{Ll}|[ivx]{1,4})\)\s")
_LAST_WORD = regex.compile(r"([\p{L}\p{M}]+)['’]?$")
_ELIDED = regex.compile(r"(?<!\p{L})\p{L}{1,7}['’]$")
_FIRST_WORD = regex.compile(r"\S+")
_ADDRESS = regex.compile(r"mailto:|@|(?:tel|t[ée]l[ée]?phone|t[ée]l|fax|e-?mail|courriel|mobile)\s*\.?\s*:", regex.I)
_CUT_ADDRESS = regex.compile(r"(?:tel|t[ée]l|fax|e-?mail|courriel|mobile)\s*\.?\s*:$|=$", regex.I)
_MIN_WRAPPED = 3
_MAX_WIDTH = 130
_EVENNESS = 0.65


class _Line(Struct, frozen=True):
    number: int
    text: str

    @property
    def blank(self) -> bool:
        return not self.text


def join_lines(text: str, *, wrapped: bool | None = None) -> list[Piece]:
    """The paragraphs of ``text`` with the line each begins in; none is lost, blank lines aside.

    Whether the lines are wrapped is seen from those that break off and go on in lower case; a line then belongs to
    the one before where its first word had no room there, or the line before does not end a sentence. A line that is
    short without need (a title, a heading, the end of a paragraph) stays by itself. With ``wrapped=False`` each line
    is taken for a paragraph.
    """
    lines = [_Line(number, tidy(line)) for number, line in enumerate(_LINE_END.split(text), 1)]
    width = 0 if wrapped is False else _width(lines)
    pieces: list[Piece] = []
    current: list[_Line] = []
    for line in lines:
        if current and (line.blank or wrapped is False or not _goes_on(current, line, width)):
            pieces.append(_piece(current))
            current = []
        if not line.blank:
            current.append(line)
    if current:
        pieces.append(_piece(current))
    return pieces


def _width(lines: list[_Line]) -> int:
    """The width at which the lines were wrapped, in code points; 0 where they were not."""
    broken = [
        len(line.text)
        for line, following in pairwise(lines)
        if 20 <= len(line.text) <= _MAX_WIDTH
        and not is_stop(line.text)
        and following.text[:1].islower()
        and not marker_of(following.text)[0]
    ]
    filled = sum(not line.blank for line in lines)
    if len(broken) < _MIN_WRAPPED:
        return _filled_width(lines) if len(broken) == _MIN_WRAPPED - 1 else 0
    if len(broken) < 0.1 * filled:
        return 0
    broken.sort()
    width = broken[min(len(broken) - 1, int(0.97 * len(broken)))]
    # Wrapped lines are nearly as long as there is room; lines of any length are short texts, a line each.
    return width if broken[len(broken) // 2] >= _EVENNESS * width else 0


def _filled_width(lines: list[_Line]) -> int:
    """The width to which all lines are filled, as a program does it, where the text is too short to tell otherwise.

    Then one width explains every break: nothing is longer, and no first word would have had room on the line before.
    Breaks of a person's own making do not fall so; 0 where these do not.
    """
    breaks = [(line, following) for line, following in pairwise(lines) if not line.blank and not following.blank]
    longest = max((len(line.text) for line in lines), default=0)
    even = all(_full(line.text, following.text, longest) for line, following in breaks)
    return longest if even and len(breaks) >= _MIN_WRAPPED and 40 <= longest <= _MAX_WIDTH else 0


def _goes_on(current: list[_Line], following: _Line, width: int) -> bool:
    """Whether ``following`` goes on with the paragraph that ``current`` began."""
    last, text = current[-1].text, following.text
    if _CUT_ADDRESS.search(last):
        return True
    if _SEPARATOR.match(text) or (len(current) == 1 and _SEPARATOR.match(last)) or _ADDRESS.search(last):
        return False
    if text.casefold().startswith(last.casefold()):  # a menu entry and its page, not a sentence
        return False
    if last.endswith("\u00ad"):
        return True
    stopped = is_stop(last)
    if stopped and (CONTACT.match(text) or CONTACT.match(current[0].text)):
        return False
    if marker_of(text)[0] or _NUMBERED.match(text):
        # A dash that a wrapped line begins with may be one of a pair within the sentence.
        after = marker_of(text)[1]
        dash = bool(width and not stopped and text[0] in "-–—" and after[:1].islower())
        return dash and (not marker_of(current[0].text)[0] or _full(last, text, width))
    lower = text[:1].islower()
    if not width:
        return bool(lower and not stopped and len(last) >= 40 and (_hangs(last) or last.endswith("-")))
    if len(last) > width + 3:
        return lower and not stopped and _hangs(last)
    if lower and (not stopped or last[-1] in ")»”\"'’" or _full(last, text, width)):
        return True
    return (not stopped and 2 * len(last) >= width and _hangs(last)) or _full(last, text, width)


def _full(line: str, following: str, width: int) -> bool:
    """Whether the first word of ``following`` had no room at the end of ``line``."""
    word = _FIRST_WORD.match(following)
    return word is not None and len(line) <= width + 3 and len(line) + 1 + len(word.group()) > width


def _hangs(line: str) -> bool:
    """Whether ``line`` ends in a word or mark that something must follow."""
    if line.endswith((",", "(", "«", "“", " -", " –", " —", "/", "&")) or _ELIDED.search(line):
        return True
    word = _LAST_WORD.search(line)
    return word is not None and any(
        word[1].lower() in language.function_words and not word[1].isupper() for language in known_languages()
    )


def _piece(lines: list[_Line]) -> Piece:
    text = lines[0].text
    for line in lines[1:]:
        if text.endswith("\u00ad"):
            text = text[:-1] + line.text
            continue
        hyphenated = regex.search(r"\p{L}-$", text) is not None
        text += line.text if hyphenated else f" {line.text}"
    marker, rest = ("", text) if _SEPARATOR.match(text) else marker_of(text)
    return Piece(rest, lines[0].number, marker=marker)
