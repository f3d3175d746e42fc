"""Which concepts of a glossary database may stand in a text, without reading the others.

The last word of a term that is found in a text is always one of the text's words, inflected or not. So the words of the
text, with all that they may be forms of, are compared with the last words of the terms; what comes through is few, and
contains all that :class:`~termbase.match.matcher.TermMatcher` finds.
"""

from __future__ import annotations

from functools import cache

from termbase.match.hyphens import other_hyphens
from termbase.match.words import COMMA, read_words
from termbase.model import Glossary
from termbase.store import TermStore
from tmx.text.folding import fold
from tmx.text.languages import Language, find_language
from tmx.text.lemmas import base_forms
from tmx.text.tokens import has_grouped_figures

__all__ = ["concepts_for_text"]

_NO_WORDS = frozenset({COMMA, "'", "-"})


def concepts_for_text(store: TermStore, text: str, language: str) -> Glossary:
    """The concepts of which a term in ``language`` may stand in ``text``, in order: all that do, and some more.

    Raises :class:`~tmx.errors.UnknownLanguageError` where ``language`` is no language.
    """
    spoken = find_language(language)
    there = _keys(text, spoken)

    @cache
    def may_stand(piece: str) -> bool:
        keys = _keys(piece, spoken)
        return not keys or not keys.isdisjoint(there)

    def is_wanted(spelling: str) -> bool:
        return any(map(ends_there, (spelling, *other_hyphens(spelling, spoken))))

    def ends_there(spelling: str) -> bool:
        if has_grouped_figures(spelling):  # the last word may be half a figure: «2 000»
            return may_stand(spelling)
        return may_stand(spelling.split()[-1]) if spelling.strip() else False

    return store.select(language, is_wanted)


def _keys(text: str, language: Language) -> frozenset[str]:
    """What the words of a text may be forms of, without case and accents; nothing for marks that no term needs."""
    keys: set[str] = set()
    for word in read_words(text, language):
        if word.text in _NO_WORDS or word.form.hyphen:
            continue
        spellings = {word.text, *word.form.lemmas, *base_forms(word.text, language), *(word.form.gap or ())}
        folded = {fold(spelling) for spelling in spellings}
        keys |= folded | {spelling.removesuffix("s") for spelling in folded}
    return frozenset(keys)
