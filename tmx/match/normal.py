"""What two texts are compared by: their words in small letters, with a sign in the place of each figure.

A text's *tokens* are its words (runs of letters, digits and underscores; an apostrophe or a hyphen parts words; each
ideograph and each letter of a script without spaces is a word), in lower case, a figure standing as ``0``. What tokens
leave out is kept beside them: the figures, the spelling in capitals, the marks of punctuation. Accents count.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from unicodedata import is_normalized, normalize
from zlib import crc32

from msgspec import Struct

from tmx.model import InlineCode

__all__ = ["FIGURE", "NormalText", "Surface", "analyse", "codes_of", "normal_text", "surface", "tokens_of"]

FIGURE = "0"  # stands for a figure among tokens

_GROUP = " \u00a0\u202f\u2009'’"
_FIGURE = re.compile(rf"\b\d{{1,3}}(?:[{_GROUP}]\d{{3}})+(?!\d)(?:[.,]\d+)*|\b\d+(?:[.,:/]\d+)*")
_DIGIT = re.compile(r"\d")
_INVISIBLE = re.compile("[\u00ad\u200b\u2060\ufeff]")
# Thai, Lao, Burmese, Khmer, kana, ideographs: their words are not parted by spaces.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W{_UNSPACED}]+")
_ASCII_WORD = re.compile(r"\w+", re.ASCII)
_MARK = re.compile(r"[^\w\s]")


class NormalText(Struct, frozen=True):
    """A text taken apart: ``words`` as written, figures as ``0``; ``tokens`` the same in lower case.

    ``figures`` are the figures as written, without the space or apostrophe between thousands; ``marks`` is everything
    that is neither word nor space, in order.
    """

    text: str
    words: tuple[str, ...]
    tokens: tuple[str, ...]
    figures: tuple[str, ...]
    marks: str


class Surface(Struct, frozen=True):
    """What tells texts with the same tokens apart, each as a 32-bit sum that is equal where the things are."""

    text: int
    figures: int
    codes: int
    case: int
    marks: int


def normal_text(text: str) -> str:
    """``text`` composed (NFC), without soft hyphens and zero-width spaces, and without space around it."""
    text = text.strip()
    if text.isascii():
        return text
    if not is_normalized("NFC", text):
        text = normalize("NFC", text)
    return _INVISIBLE.sub("", text)


def tokens_of(text: str) -> list[str]:
    """The tokens of a text; where it has no word, its pieces between spaces."""
    return _split(normal_text(text))[1]


def analyse(text: str) -> NormalText:
    """``text`` taken apart for comparison."""
    normal = normal_text(text)
    words, tokens, figures = _split(normal)
    return NormalText(normal, tuple(words), tuple(tokens), tuple(figures), "".join(_MARK.findall(normal)))


def codes_of(codes: Sequence[InlineCode]) -> tuple[tuple[str, str], ...]:
    """What counts of inline codes when two segments are compared: kind and content in order, not their place."""
    return tuple((code.kind, code.content) for code in codes)


def surface(normal: NormalText, codes: Sequence[InlineCode]) -> Surface:
    """The sums of what tokens leave out."""
    return Surface(
        text=crc32(normal.text.encode()),
        figures=crc32("\t".join(normal.figures).encode()),
        codes=crc32(repr(codes_of(codes)).encode()) if codes else 0,
        case=crc32(" ".join(normal.words).encode()),
        marks=crc32(normal.marks.encode()),
    )


def _split(normal: str) -> tuple[list[str], list[str], list[str]]:
    """Words, tokens and figures of a normal text."""
    figures: list[str] = []
    masked = normal
    if _DIGIT.search(normal):
        figures = [_plain_figure(figure) for figure in _FIGURE.findall(normal)]
        masked = _FIGURE.sub(FIGURE, normal)
    words = (_ASCII_WORD if masked.isascii() else _WORD).findall(masked)
    if not words:
        words = normal.split()
    # Small letters first would change what a figure is; the words are joined so that one call lowers them all.
    tokens = "\n".join(words).lower().split("\n") if words else []
    return words, tokens, figures


def _plain_figure(figure: str) -> str:
    return figure if figure.isdigit() else re.sub(f"[{_GROUP}]", "", figure)
