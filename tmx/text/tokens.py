"""Tokens: words, numbers, addresses and punctuation marks with their places in the text."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from tmx.text.languages import Language

__all__ = ["Token", "TokenKind", "has_grouped_figures", "piece_tokens", "split_pieces", "tokenize"]


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    ADDRESS = "address"
    PUNCTUATION = "punctuation"


class Token(NamedTuple):  # the quickest to make, and a file has hundreds of thousands
    """A token and its half-open place ``text[start:end]`` in the text it was found in."""

    text: str
    start: int
    end: int
    kind: TokenKind


# Letters with the digits that follow them (H5N1, PO3); a combining mark belongs to its letter.
_WORD = r"\p{L}[\p{L}\p{M}\p{N}\u00ad]*"
_ADDRESS = r"""
      (?P<address> (?:https?://|www\.)[^\s<>«»"“”]*[^\s<>«»"“”.,;:!?)\]’'] | [\w.+-]{1,64}@[\w-]+(?:\.[\w-]+)+ ) |"""
_PATTERN = r"""%(address)s
      (?P<number> \p{N}{1,3}(?:[.,'’\u00a0\u202f\u2009\ ]\p{N}{3}(?!\p{N}))+(?:[.,]\p{N}+)? | \p{N}+(?:[.,:]\p{N}+)* )
    | (?P<word> %(elision)s %(word)s(?:['’]\p{L}+)* )
    | (?P<punctuation> \.\.\. | [^\s\p{L}\p{N}] )
"""


@cache
def _pattern(language: Language, address: bool, apostrophe: bool) -> "regex.Pattern[str]":
    """The pattern of all tokens; without addresses or elided words for a text that can have none, which is faster."""
    elision = ""
    if language.elided and apostrophe:
        words = "|".join(sorted(language.elided, key=len, reverse=True))
        whole = "|".join(w.replace("'", "['’]") for w in language.words_with_apostrophe)
        keep = rf"(?:{whole})(?!\p{{L}}) | " if whole else ""
        elision = rf"{keep}(?:{words})['’](?=[\p{{L}}\p{{N}}«]) |"
    parts = {"address": _ADDRESS if address else "", "elision": elision, "word": _WORD}
    return regex.compile(_PATTERN % parts, regex.VERBOSE | regex.IGNORECASE)


_MARKS = frozenset(",.;:!?)»”")
_KINDS = {kind.value: kind for kind in TokenKind}
_KEPT_LENGTH = 1500  # the tokens of sentences are asked for again and again, those of documents once
_KEPT_TEXTS = 4096
_KEPT_PIECES = 1 << 17
_LONGEST_PIECE = 200  # longer ones are no words and are not kept

_GROUPED = regex.compile(r"\p{N}[ \u00a0\u202f\u2009]\p{N}{3}")
_SEPARATORS = regex.compile(r"[\x1c-\x1f]")  # spaces for str.split, marks for regex
_PIECE = regex.compile(r"(?:(?<=\p{N})[ \u00a0\u202f\u2009](?=\p{N}{3})|\S)+")


def tokenize(text: str, language: Language) -> Iterator[Token]:
    """The tokens of ``text`` in order.

    Elided words stand apart (``l’`` ``OIM``), parts of a hyphenated word too (``main`` ``-`` ``d’`` ``œuvre``);
    a number keeps its separators (``1 000,5``), a link or mail address is one token.
    """
    return iter(_kept(text, language) if len(text) <= _KEPT_LENGTH else _tokens(text, language))


@lru_cache(_KEPT_TEXTS)
def _kept(text: str, language: Language) -> tuple[Token, ...]:
    return tuple(_tokens(text, language))


def _tokens(text: str, language: Language) -> list[Token]:
    """The tokens of the pieces between spaces, which come again and again, put in their places."""
    known = _pieces(language)
    found: list[Token] = []
    end = 0
    for piece in split_pieces(text):
        at = text.find(piece, end)
        end = at + len(piece)
        for word, start, stop, kind in known[piece]:
            found.append(_new(Token, (word, at + start, at + stop, kind)))
    return found


_new = tuple.__new__  # half the time of Token(...)


def has_grouped_figures(text: str) -> bool:
    """Whether figures are grouped by spaces in ``text`` (``1 000``)."""
    return _GROUPED.search(text) is not None


def split_pieces(text: str) -> list[str]:
    """The pieces of ``text`` that lie between spaces; figures grouped by spaces stand in one piece.

    No token reaches over the end of a piece.
    """
    if has_grouped_figures(text) or (not text.isprintable() and _SEPARATORS.search(text)):
        return _PIECE.findall(text)
    return text.split()


def piece_tokens(piece: str, language: Language) -> tuple[Token, ...]:
    """The tokens of ``piece``, one of those that :func:`split_pieces` gives, with places counted from its beginning."""
    return _pieces(language)[piece]


class _Pieces(dict[str, tuple[Token, ...]]):
    """The tokens of pieces of one language; they are found when they are first asked for."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, piece: str) -> tuple[Token, ...]:
        tokens = tuple(_read(piece, self._language))
        if len(self) >= _KEPT_PIECES:
            self.clear()
        if len(piece) <= _LONGEST_PIECE:
            self[piece] = tokens
        return tokens


_pieces = cache(_Pieces)


def _read(text: str, language: Language) -> Iterator[Token]:
    if text.isalpha():
        yield Token(text, 0, len(text), TokenKind.WORD)
        return
    if text[-1:] in _MARKS and text[:-1].isalpha():  # as one word of ten has it
        yield Token(text[:-1], 0, len(text) - 1, TokenKind.WORD)
        yield Token(text[-1], len(text) - 1, len(text), TokenKind.PUNCTUATION)
        return
    address = "@" in text or "://" in text or "www." in text.lower()
    apostrophe = "'" in text or "’" in text
    for match in _pattern(language, address, apostrophe).finditer(text):
        start, end = match.span()
        yield Token(text[start:end], start, end, _KINDS[match.lastgroup or "punctuation"])
