"""Texts of one language as term extraction sees them: documents of sentences of tagged words.

A word here is what a term is made of: ``leg-yield`` is one word, ``horse's`` are two, and ``d'`` stands apart from
``énergie``. Documents keep their text, so that a candidate is shown as it was written.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import regex
from msgspec import Struct

from tmx.text.folding import fold_typography
from tmx.text.languages import Language
from tmx.text.tokens import TokenKind, tokenize

__all__ = ["Corpus", "Sentence", "Tagger", "read_corpus", "split_words", "word_key"]

# Tags of many sentences at once: lists of words in, one tuple of universal part-of-speech tags each out.
Tagger = Callable[[Sequence[Sequence[str]], Language], Sequence[Sequence[str]]]

_HYPHENS = frozenset("-‐‑–")
_POSSESSIVE = regex.compile(r"(?<=.)['’]s$", regex.IGNORECASE)


class Sentence(Struct, frozen=True):
    """A sentence: its text, its words with their half-open places in it and tags, and its document's number."""

    text: str
    words: tuple[str, ...]
    starts: tuple[int, ...]
    ends: tuple[int, ...]
    tags: tuple[str, ...]
    keys: tuple[str, ...]
    document: int

    def slice(self, first: int, end: int) -> str:
        """The words ``first`` up to ``end`` (exclusive) as they are written, white space made single."""
        return " ".join(self.text[self.starts[first] : self.ends[end - 1]].split())


class Corpus(Struct, frozen=True, dict=True):
    """Tagged sentences of one language, in the order of their documents."""

    language: Language
    sentences: tuple[Sentence, ...]
    documents: int

    @cached_property
    def counts(self) -> Counter[str]:
        """How often each word occurs, by key."""
        return Counter(key for sentence in self.sentences for key in sentence.keys)

    @cached_property
    def size(self) -> int:
        """The number of words and marks."""
        return sum(len(sentence.words) for sentence in self.sentences)


def split_words(text: str, language: Language) -> tuple[list[str], list[int], list[int]]:
    """The words and marks of ``text`` with the places where they begin and end.

    Parts joined by a hyphen without white space are one word, except where an elided article stands between them.
    """
    words: list[str] = []
    starts: list[int] = []
    ends: list[int] = []
    joins = False
    for token in tokenize(text, language):
        glued = bool(ends) and ends[-1] == token.start
        lexical = token.kind in (TokenKind.WORD, TokenKind.NUMBER)
        if glued and words and (joins if lexical else token.text in _HYPHENS and words[-1][-1].isalnum()):
            words[-1] += token.text
            ends[-1] = token.end
            joins = not lexical
            continue
        joins = False
        possessive = _POSSESSIVE.search(token.text) if token.kind is TokenKind.WORD and not language.elided else None
        if possessive is not None:
            cut = token.start + possessive.start()
            words += [token.text[: possessive.start()], possessive.group()]
            starts += [token.start, cut]
            ends += [cut, token.end]
            continue
        words.append(token.text)
        starts.append(token.start)
        ends.append(token.end)
    for at, word in enumerate(words):
        stripped = word.rstrip("-‐‑–")
        if stripped and stripped != word:  # a hyphen that joins nothing
            words[at] = stripped
            ends[at] -= len(word) - len(stripped)
    return words, starts, ends


def word_key(word: str) -> str:
    """What two spellings of one word have in common: case and kinds of apostrophes and hyphens do not count."""
    return fold_typography(word).lower()


def read_corpus(documents: Iterable[Sequence[str]], language: Language, tagger: Tagger) -> Corpus:
    """The sentences of ``documents`` (each a sequence of sentences), split into words and tagged."""
    rows: list[tuple[str, list[str], list[int], list[int], int]] = []
    number = -1
    for number, document in enumerate(documents):
        for text in document:
            words, starts, ends = split_words(text, language)
            if words:
                rows.append((text, words, starts, ends, number))
    tags = tagger([row[1] for row in rows], language)
    return Corpus(
        language,
        tuple(
            Sentence(text, tuple(words), tuple(starts), tuple(ends), tuple(own), tuple(map(word_key, words)), document)
            for (text, words, starts, ends, document), own in zip(rows, tags, strict=True)
        ),
        number + 1,
    )
