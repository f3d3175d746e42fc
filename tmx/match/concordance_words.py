"""The words of a text as a concordance sees them, with their places, and the lemmas by which forms find each other.

A word is a run of letters and digits; an apostrophe or a hyphen parts words; in scripts without spaces each letter is a
word. A word's *form* is its composed spelling in small letters; accents count.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2b
from typing import NamedTuple
from unicodedata import is_normalized, normalize

from tmx.errors import UnknownLanguageError
from tmx.text.languages import Language, find_language
from tmx.text.lemmas import base_forms, lemma_set

__all__ = ["Span", "asked_lemmas", "form_lemmas", "forms_of", "is_function_word", "key_of", "language_of", "word_spans"]

# Thai, Lao, Burmese, Khmer, kana, ideographs: their words are not parted by spaces.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"
)
_JOINED = "\u0300-\u036f\u00ad\u200b\u2060"  # what may stand inside a word without parting it
_WORD = re.compile(rf"[{_UNSPACED}]|[^\W_{_UNSPACED}]+")
_MARKED_WORD = re.compile(rf"[{_UNSPACED}]|(?:[^\W_{_UNSPACED}][{_JOINED}]*)+")
_MARKED = re.compile(f"[{_JOINED}]")
_SPAN: Callable[[re.Match[str]], tuple[int, int]] = re.Match.span
_INVISIBLE = re.compile("[\u00ad\u200b\u2060]")


class Span(NamedTuple):
    """The half-open place ``text[start:end]`` of something in a text. A tuple, for there are many."""

    start: int
    end: int


@lru_cache(maxsize=1 << 9)
def word_spans(text: str) -> tuple[tuple[int, int], ...]:
    """The places of the words of ``text``, as many as :func:`forms_of` gives forms; each as of :class:`Span`.

    Bare, for of the words of a text one or two are asked for.
    """
    return tuple(map(_SPAN, _pattern(text).finditer(text)))


def forms_of(text: str) -> list[str]:
    """The forms of the words of ``text``, in order."""
    words = _pattern(text).findall(text)
    if not words:
        return []
    joined = "\n".join(words).lower()
    if not joined.isascii():
        joined = _INVISIBLE.sub("", joined if is_normalized("NFC", joined) else normalize("NFC", joined))
    return joined.split("\n")


def _pattern(text: str) -> re.Pattern[str]:
    return _WORD if text.isascii() or not _MARKED.search(text) else _MARKED_WORD


def language_of(tag: str) -> Language | None:
    """The language with this tag; ``None`` where nothing is known of it, so that words have one form each."""
    try:
        return find_language(tag)
    except UnknownLanguageError:
        return None


def is_function_word(form: str, language: Language | None) -> bool:
    """Whether a form carries grammar, not meaning; what an apostrophe leaves of such a word (``d``) does too."""
    if language is None:
        return False
    return form in language.function_words or form in language.elided or f"{form}'" in language.function_words


def form_lemmas(form: str, language: Language | None) -> frozenset[str]:
    """The dictionary words that a form in a text may belong to."""
    if language is None or not form.isalpha():
        return frozenset((form,))
    return lemma_set(form, language)


def asked_lemmas(form: str, language: Language | None) -> frozenset[str]:
    """The dictionary words that somebody may mean who asks for ``form``.

    A word that only by chance is a form of a function word does not ask for that (French «été» is not «être»).
    """
    if language is None or not form.isalpha():
        return frozenset((form,))
    if form in language.function_words:
        return base_forms(form, language)
    return frozenset(lemma for lemma in lemma_set(form, language) if lemma not in language.function_words)


def key_of(word: str) -> int:
    """A 64-bit sum of a word."""
    return int.from_bytes(blake2b(word.encode("utf-8", "surrogatepass"), digest_size=8).digest(), "little")
