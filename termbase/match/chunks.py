"""Words of running text by way of the pieces between its spaces, which come again and again and are kept.

What a word is and what a hyphen ties it to stands in its piece; only the beginning of a sentence needs more.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct

from termbase.match.words import Word, read_words
from tmx.text.languages import Language
from tmx.text.tokens import piece_tokens

__all__ = ["LONGEST_CHUNK", "Chunk", "read_chunk"]

LONGEST_CHUNK = 200  # longer pieces are no words and are not kept
_KEPT = 1 << 17
_GOES_ON = ",;'"


class Chunk(Struct, frozen=True, eq=False):
    """A piece of text without spaces: its words, and whether a sentence opens after it.

    Places are counted from its beginning; whether a sentence opens with its first word cannot be told from here.
    """

    words: tuple[Word, ...]
    sentence_after: bool


def read_chunk(text: str, language: Language) -> Chunk:
    """The words of ``text``, a piece between spaces, as :func:`~termbase.match.words.read_words` sees them.

    Pieces are those that :func:`tmx.text.tokens.split_pieces` gives.
    """
    return _kept(text, language) if len(text) <= LONGEST_CHUNK else _read(text, language)


def _read(text: str, language: Language) -> Chunk:
    words = tuple(read_words(text, language, piece_tokens(text, language)))
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
