"""Which words are names: they stand in nearly every translation, as they are or in their own form.

Of the words of news that the file has nowhere else, a tenth of the names have no counterpart, a quarter of the nouns
and half of the verbs and adverbs.
"""

from __future__ import annotations

import numpy as np

from tmx.text.languages import Language
from tmx.text.lemma_table import find_table
from tmx.text.lemmas import word_classes
from toolkit.checks.sides import FileSide, Flags, Ints

__all__ = ["which_are_names"]

_NAME = frozenset({"PROPN"})
_LONGEST_ACRONYM = 6  # letters: ``UNICEF``; longer words in capitals stand in headings


def which_are_names(side: FileSide, words: Ints, language: Language) -> Flags:
    """Which ``words`` (numbers into the vocabulary of ``side``) have a capital and stand in no dictionary but as names.

    None of a language without a table of words.
    """
    if find_table(language.tag) is None:
        return np.zeros(len(words), np.bool_)
    distinct, number = np.unique(words, return_inverse=True)
    found = [_is_name(side.vocabulary[word], language) for word in distinct.tolist()]
    return np.array(found, dtype=np.bool_)[number]


def _is_name(word: str, language: Language) -> bool:
    in_capitals = len(word) > _LONGEST_ACRONYM and word.isupper()
    return word[:1].isupper() and not in_capitals and word_classes(word, language) <= _NAME
