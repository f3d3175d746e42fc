"""The words of many texts by way of the pieces between their spaces, which come again and again and are read once."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable
from itertools import repeat

from tmx.text.languages import Language
from tmx.text.pieces import piece_offsets
from tmx.text.spans import within
from tmx.text.tokens import Token, TokenKind, piece_tokens, split_pieces, tokenize
from toolkit.checks.markup import find_markup

__all__ = ["WordReader", "read_words", "words_of"]

# Characters that part pieces for Python and nobody else.
_PARTING = re.compile(r"[\x1c-\x1f]")
# Pieces that need no look at tags, links and addresses, and hold no such character.
_PLAIN = re.compile(r"[^<{%&@:\n\x1c-\x1f]*\Z").match


def read_words(text: str, language: Language) -> tuple[Token, ...]:
    """The words of ``text``, without tags, placeholders, figures and addresses."""
    words = [token for token in tokenize(text, language) if token.kind is TokenKind.WORD]
    in_markup = within((mark.start, mark.end) for mark in find_markup(text))
    return tuple([word for word in words if not in_markup(word.start)])


def words_of(texts: Iterable[str], starts: Iterable[int], ends: Iterable[int]) -> tuple[Token, ...]:
    """The words with these texts and places; of the many ways to make tokens the one that takes the least time."""
    return tuple(map(_new_token, repeat(Token), zip(texts, starts, ends, repeat(TokenKind.WORD), strict=False)))


_new_token: Callable[[type[Token], tuple[str, int, int, TokenKind]], Token] = tuple.__new__


class WordReader(dict[str, int]):
    """Reads the words of texts of one language, as :func:`read_words` does.

    As a mapping it numbers pieces in the order in which they are first asked for; ``words`` has those of each piece,
    counted from its beginning.
    """

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language
        self.words: list[tuple[Token, ...]] = []

    def __missing__(self, piece: str) -> int:
        number = self[piece] = len(self.words)
        self.words.append(read_words(piece, self._language))
        return number

    def learn(self, pieces: Iterable[str]) -> None:
        """Read those of ``pieces`` that are new and need no look at tags, links and addresses."""
        for piece in pieces:
            is_word = piece.isalpha()
            if piece in self or not (is_word or _PLAIN(piece)):
                continue
            tokens = piece_tokens(piece, self._language)
            self[piece] = len(self.words)
            self.words.append(tokens if is_word else tuple([token for token in tokens if token.kind is TokenKind.WORD]))

    def pieces(self, text: str) -> list[str]:
        """The pieces of ``text`` whose words are the words of the text: those between spaces, or the text itself.

        Figures that are grouped by spaces stand in one piece. Tags and placeholders may have spaces inside.
        """
        if "<" in text or "{" in text or (not text.isprintable() and _PARTING.search(text)):
            return [text]
        return split_pieces(text)

    def read(self, text: str) -> tuple[Token, ...]:
        """The words of ``text`` in order."""
        pieces = self.pieces(text)
        words = self.words
        return tuple(
            [
                Token(word, start + offset, end + offset, kind)
                for piece, offset in zip(pieces, piece_offsets(text, pieces), strict=True)
                for word, start, end, kind in words[self[piece]]
            ]
        )
