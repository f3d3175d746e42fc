"""The words of the glossary's terms, and which words of a translation are akin to them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from tmx.text.folding import fold
from tmx.text.languages import Language
from tmx.text.lemmas import is_adjectival
from tmx.text.tokens import tokenize
from toolkit.checks.check import FileContext
from toolkit.checks.lexical import content_words

__all__ = ["Adjectives", "Akin", "TermWords", "initials_of", "is_short_for", "is_spelt_out"]

_STEM = 5


class TermWords(dict[str, Sequence[str]]):
    """The content words of terms of the target's language, folded: found once a term."""

    def __init__(self, context: FileContext) -> None:
        super().__init__()
        self._language = context.target_language

    def __missing__(self, term: str) -> Sequence[str]:
        words = content_words(tuple(tokenize(term, self._language)), self._language)
        folded = self[term] = [fold(word.text) for word in words]
        return folded


class Adjectives(dict[str, str]):
    """How the adjectives of names begin that no rule for words finds, empty for all others: looked up once a term."""

    def __init__(self, context: FileContext) -> None:
        super().__init__()
        self._known = context.target_language.name_adjectives

    def __missing__(self, term: str) -> str:
        beginning = self[term] = self._known.get(fold(term), "")
        return beginning


class Akin(dict[str, "_AkinTo"]):
    """Whether a word of a term and one of the target are akin: looked at once a pair, by the one and the other."""

    def __init__(self, context: FileContext) -> None:
        super().__init__()
        self._language = context.target_language

    def __missing__(self, word: str) -> _AkinTo:
        akin = self[word] = _AkinTo(word, self._language)
        return akin


class _AkinTo(dict[str, bool]):
    """Which words are akin to one of a term."""

    def __init__(self, word: str, language: Language) -> None:
        super().__init__()
        self._word = word
        self._language = language

    def __missing__(self, other: str) -> bool:
        akin = self[other] = _akin(self._word, other, self._language)
        return akin


def _akin(word: str, other: str, language: Language) -> bool:
    """Whether two folded words, one of a term and one of the target, are forms, derivations or compounds of one stem.

    ``viral`` is of ``virus``, and ``coronavirus`` too.
    """
    if word == other:
        return True
    shared = min(len(word), len(other), _STEM)
    if shared >= 4 and word[:shared] == other[:shared]:
        return True
    if len(word) < _STEM:
        return False
    root = word[: max(len(word) - 2, 3)]
    return other.endswith(word) or (other.startswith(root) and is_adjectival(other, language))


def is_spelt_out(acronym: str, words: Sequence[str]) -> bool:
    """Whether words in a row begin with the letters of ``acronym``."""
    if not acronym.isupper() or not acronym.isalpha() or len(acronym) < 2:
        return False
    return acronym in "".join(word[:1] for word in words).upper()


def initials_of(words: Sequence[str]) -> str:
    """The first letters of words, as a name may be made of them."""
    return "".join(word[0] for word in words).upper()


def is_short_for(initials: str, acronyms: Iterable[str]) -> bool:
    """Whether one of ``acronyms`` is of these ``initials``, or of them and one word more: ``NYC`` for *New York*."""
    return any(name.startswith(initials) and len(name) <= len(initials) + 1 for name in acronyms)
