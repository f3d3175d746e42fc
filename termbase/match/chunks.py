"""Words of running text by way of the pieces between its spaces, which come again and again and are kept.

What a word is and what a hyphen ties it to stands in its piece; only figures grouped by spaces (``1 000``) and the
beginning of a sentence need more.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import regex

from termbase.match.words import Word, read_words
from tmx.text.languages import Language

__all__ = ["Chunk", "has_grouped_figures", "read_chunk"]

_KEPT = 1 << 17
_LONGEST = 200  # longer pieces are no words and are not kept
_GROUPED = regex.compile(r"\p{N}[ \u00a0\u202f\u2009]\p{N}{3}")
_GOES_ON = ",;'"


@dataclass(frozen=True, slots=True, eq=False)
class Chunk:
    """A piece of text without spaces: its words, counted from its beginning, and whether a sentence opens after it.

    ``first_opens`` of the first word is not known from here.
    """

    words: tuple[Word, ...]
    sentence_after: bool


def has_grouped_figures(text: str) -> bool:
    """Whether figures are grouped by spaces in ``text``, so that its pieces are no whole words."""
    return _GROUPED.search(text) is not None


def read_chunk(text: str, language: Language) -> Chunk:
    """The words of ``text``, a piece between spaces, as :func:`~termbase.match.words.read_words` sees them."""
    return _kept(text, language) if len(text) <= _LONGEST else _read(text, language)


def _read(text: str, language: Language) -> Chunk:
    words = tuple(read_words(text, language))
    return Chunk(words, _opens_sentence(text, words))


_kept = lru_cache(_KEPT)(_read)


def _opens_sentence(text: str, words: Sequence[Word]) -> bool:
    if not words:
        return False
    last = words[-1]
    if text[last.end - 1] == ".":  # an acronym with points ends in one
        return True
    mark = last.form.text
    return not last.form.hyphen and not mark[:1].isalnum() and mark not in _GOES_ON
