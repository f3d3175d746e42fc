"""Tokens: words, numbers, addresses and punctuation marks with their places in the text."""

from collections.abc import Iterator
from enum import StrEnum
from functools import cache, lru_cache
from typing import NamedTuple

import regex

from tmx.text.languages import Language

__all__ = ["Token", "TokenKind", "tokenize"]


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
      (?P<address> (?:https?://|www\.)[^\s<>«»"“”]*[^\s<>«»"“”.,;:!?)\]’'] | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ ) |"""
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


_KINDS = {kind.value: kind for kind in TokenKind}
_KEPT_LENGTH = 1500  # the tokens of sentences are asked for again and again, those of documents once
_KEPT_TEXTS = 4096


def tokenize(text: str, language: Language) -> Iterator[Token]:
    """The tokens of ``text`` in order.

    Elided words stand apart (``l’`` ``OIM``), parts of a hyphenated word too (``main`` ``-`` ``d’`` ``œuvre``);
    a number keeps its separators (``1 000,5``), a link or mail address is one token.
    """
    return iter(_kept(text, language)) if len(text) <= _KEPT_LENGTH else _tokens(text, language)


@lru_cache(_KEPT_TEXTS)
def _kept(text: str, language: Language) -> tuple[Token, ...]:
    return tuple(_tokens(text, language))


def _tokens(text: str, language: Language) -> Iterator[Token]:
    address = "@" in text or "://" in text or "www." in text.lower()
    apostrophe = "'" in text or "’" in text
    for match in _pattern(language, address, apostrophe).finditer(text):
        start, end = match.span()
        yield Token(text[start:end], start, end, _KINDS[match.lastgroup or "punctuation"])
