"""Words written in capitals that are no acronyms: headings, and the figures of the Romans."""

from __future__ import annotations

import re
from collections.abc import Sequence

from tmx.text.folding import fold_typography
from tmx.text.languages import Language
from tmx.text.lemmas import is_known_word, word_classes
from tmx.text.tokens import Token, TokenKind

__all__ = ["in_small_letters", "is_numeral", "small_words"]

_LEAST_HEADING = 2  # words
_LEAST_KNOWN = 5  # letters: shorter words are acronyms as often (AIDS, WHO)
_NUMERAL = re.compile("X{0,3}(?:IX|IV|V?I{0,3})")  # up to 39, as chapters and centuries have them


def is_numeral(word: str) -> bool:
    """Whether a word is a figure of the Romans (``XIV``)."""
    return bool(word) and _NUMERAL.fullmatch(word) is not None


def in_small_letters(tokens: Sequence[Token], language: Language) -> Sequence[Token]:
    """The tokens; where words in capitals stand side by side as in a heading, those that the language knows are small.

    ``THE COUNCIL OF EUROPE`` is the council of Europe; ``WHO EURO`` stays, as does ``OIM`` in ``LE CHEF DE L'OIM``.
    """
    if sum(token.text.isupper() for token in tokens) < _LEAST_HEADING:
        return tokens
    result = list(tokens)
    run: list[int] = []
    for at, token in enumerate((*tokens, None)):
        if token is not None and token.kind is not TokenKind.WORD:
            continue
        if token is not None and token.text.isupper():
            run.append(at)
            continue
        for number, word in zip(run, small_words([tokens[number].text for number in run], language), strict=True):
            if word != tokens[number].text:
                result[number] = tokens[number]._replace(text=word)
        run = []
    return result


def small_words(words: Sequence[str], language: Language) -> list[str]:
    """Words in capitals side by side as they are written elsewhere: a heading if one of five letters is known."""
    if len(words) < _LEAST_HEADING or not any(
        _is_known(word, language) and len(word) >= _LEAST_KNOWN for word in words
    ):
        return list(words)
    return [_small(word, language) for word in words]


def _small(word: str, language: Language) -> str:
    if _is_known(word, language):
        return word.lower()
    return word.capitalize() if "PROPN" in word_classes(word, language) and not is_numeral(word) else word


def _is_known(word: str, language: Language) -> bool:
    elided = bool(language.elided) and fold_typography(word).endswith("'")
    return elided or (not is_numeral(word) and is_known_word(word, language))
