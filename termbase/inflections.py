"""Whether two terms are one in other forms: ``réfugiés`` beside ``réfugié``.

What was rejected is not to come back in the plural. Two terms are taken for one where they have the same number of
words, and each word of one may be a form of the word of the other in its place.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Iterator

from termbase.model import Concept, Term
from tmx.errors import UnknownLanguageError
from tmx.text.folding import fold
from tmx.text.languages import find_language, primary_subtag
from tmx.text.lemmas import base_forms

__all__ = ["RejectedForms"]

_Forms = tuple[frozenset[str], ...]
_Entry = tuple[str, int, str]  # language, number of words, a form of the first word
_BETWEEN = re.compile(r"[\s'’‐‑-]+")


class RejectedForms:
    """Rejected concepts, found by any inflection of their terms."""

    def __init__(self, rejected: Iterable[Concept]) -> None:
        self._entries: dict[_Entry, list[tuple[int, _Forms]]] = defaultdict(list)
        self._concepts: list[Concept] = []
        for concept in rejected:
            self.add(concept)

    def add(self, concept: Concept) -> None:
        """One more that was rejected."""
        for term in concept.terms:
            forms = _forms(term)
            for entry in _entries(term, forms):
                self._entries[entry].append((len(self._concepts), forms))
        self._concepts.append(concept)

    def find(self, concept: Concept) -> Concept | None:
        """The first rejected concept that has a term of this one, in whatever form, in each of its languages."""
        found: dict[int, set[str]] = defaultdict(set)
        for term in concept.terms if self._concepts else ():
            forms = _forms(term)
            for entry in _entries(term, forms):
                for number, other in self._entries.get(entry, ()):
                    if not any(one.isdisjoint(two) for one, two in zip(forms, other, strict=True)):
                        found[number].add(entry[0])
        languages = {primary_subtag(term.language) for term in concept.terms}
        return next((self._concepts[number] for number in sorted(found) if found[number] == languages), None)


def _forms(term: Term) -> _Forms:
    """What each word of the term may be a form of, without case and accents; of an unknown language the word alone."""
    words = [word for word in _BETWEEN.split(term.text) if word] or [term.text]
    try:
        language = find_language(term.language)
    except UnknownLanguageError:
        return tuple(frozenset([fold(word)]) for word in words)
    whole = language.elided_forms  # «dans l’île» is «dans les îles»
    return tuple(frozenset(map(fold, (word, whole.get(word, word), *base_forms(word, language)))) for word in words)


def _entries(term: Term, forms: _Forms) -> Iterator[_Entry]:
    language = primary_subtag(term.language)
    return ((language, len(forms), form) for form in forms[0])
