"""Verbs that may be terms: where a text uses one as a verb, and what its dictionary form is.

A verb stands in a phrase table under a key of its own, an empty part before its infinitive, so that the noun of the
same spelling (``return``) is another phrase.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from termbase.extract.texts import TokenizedText, content_key
from tmx.text.languages import Language
from tmx.text.lemmas import word_classes
from tmx.text.tokens import TokenKind

__all__ = ["find_verbs", "is_verb_key", "verb_key"]

_LEAST_LETTERS = 4
_MODIFIED = ("NOUN", "PROPN", "ADJ")
_PARTICIPLES = ("ed", "en")
_SUPPORTS = ("AUX", "ADV", "PRON", "PART")


def verb_key(lemma: str) -> tuple[str, ...]:
    """The key of a verb by its infinitive."""
    return ("", lemma)


def is_verb_key(key: Sequence[str]) -> bool:
    """Whether a key is a verb's."""
    return len(key) == 2 and not key[0]


def find_verbs(row: TokenizedText, language: Language) -> Iterator[tuple[int, str]]:
    """The tokens of a tagged text that are verbs (not participles beside a noun), with their infinitives.

    Auxiliaries and the language's everyday verbs are passed over, and what the dictionary does not know as a verb.
    """
    for at, (token, part) in enumerate(zip(row.tokens, row.parts, strict=False)):
        if part != "VERB" or token.kind is not TokenKind.WORD or not token.text.islower():
            continue
        if len(token.text) < _LEAST_LETTERS or _modifies(row, at, language):
            continue
        if "VERB" not in word_classes(token.text, language):
            continue
        lemma = content_key(token.text, language, verbal=True)
        if lemma not in language.noun_phrases.verbs:
            yield at, lemma


def _modifies(row: TokenizedText, at: int, language: Language) -> bool:
    """Whether a participle stands beside a noun as an adjective does, or is a verb made a noun."""
    text = row.tokens[at].text
    before = row.parts[at - 1] if at else ""
    after = row.parts[at + 1] if at + 1 < len(row.parts) else ""
    if language.noun_phrases.head_first:
        return "PTCP" in word_classes(text, language) and before not in _SUPPORTS
    beside = after in _MODIFIED and before not in (*_SUPPORTS, "NOUN", "PROPN")
    return text.endswith("ing") or (beside and text.endswith(_PARTICIPLES))
