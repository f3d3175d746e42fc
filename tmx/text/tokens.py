"""Tokens: words, numbers, addresses and punctuation marks with their places in the text."""

from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum

import regex

from tmx.text.languages import Language

__all__ = ["Token", "TokenKind", "tokenize"]


class TokenKind(StrEnum):
    """What a token is."""

    WORD = "word"
    NUMBER = "number"
    ADDRESS = "address"
    PUNCTUATION = "punctuation"


@dataclass(frozen=True, slots=True)
class Token:
    """A token and its half-open place ``text[start:end]`` in the text it was found in."""

    text: str
    start: int
    end: int
    kind: TokenKind


# Letters with the digits that follow them (H5N1, PO3); a combining mark belongs to its letter.
_WORD = r"\p{L}[\p{L}\p{M}\p{N}\u00ad]*"
_PATTERN = r"""
      (?P<address> (?:https?://|www\.)[^\s<>«»"“”]*[^\s<>«»"“”.,;:!?)\]’'] | [\w.+-]+@[\w-]+(?:\.[\w-]+)+ )
    | (?P<number> \p{N}{1,3}(?:[.,'’\u00a0\u202f\u2009\ ]\p{N}{3}(?!\p{N}))+(?:[.,]\p{N}+)? | \p{N}+(?:[.,:]\p{N}+)* )
    | (?P<word> %(elision)s %(word)s(?:['’]\p{L}+)* )
    | (?P<punctuation> \.\.\. | [^\s\p{L}\p{N}] )
"""


def _compile(language: Language) -> "regex.Pattern[str]":
    elision = ""
    if language.elided:
        words = "|".join(sorted(language.elided, key=len, reverse=True))
        whole = "|".join(w.replace("'", "['’]") for w in language.words_with_apostrophe)
        keep = rf"(?:{whole})(?!\p{{L}}) | " if whole else ""
        elision = rf"{keep}(?:{words})['’](?=[\p{{L}}\p{{N}}«]) |"
    return regex.compile(_PATTERN % {"elision": elision, "word": _WORD}, regex.VERBOSE | regex.IGNORECASE)


_KINDS = {kind.value: kind for kind in TokenKind}
_PATTERNS: dict[str, "regex.Pattern[str]"] = {}


def tokenize(text: str, language: Language) -> Iterator[Token]:
    """The tokens of ``text`` in order.

    Elided words stand apart (``l’`` ``OIM``), parts of a hyphenated word too (``main`` ``-`` ``d’`` ``œuvre``);
    a number keeps its separators (``1 000,5``), a link or mail address is one token.
    """
    pattern = _PATTERNS.get(language.tag)
    if pattern is None:
        pattern = _PATTERNS[language.tag] = _compile(language)
    for match in pattern.finditer(text):
        yield Token(match.group(), match.start(), match.end(), _KINDS[match.lastgroup or "punctuation"])
