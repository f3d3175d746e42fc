"""A glossary as the lexicon of an aligner."""

from __future__ import annotations

from collections.abc import Iterator

from termbase.model import Glossary, Status, Term
from tmx.align.lexicon import LexiconEntry

__all__ = ["GlossaryLexicon"]

_WEIGHTS = {
    Status.PREFERRED: 1.0,
    Status.ADMITTED: 0.8,
    Status.DEPRECATED: 0.6,
    Status.PROPOSED: 0.5,
    Status.FORBIDDEN: 0.0,
}


class GlossaryLexicon:
    """The terms of two languages as entries of a :class:`tmx.align.lexicon.Lexicon`.

    Each term of a concept is paired with each in the other language; the weight is the product of what the status of
    both is worth. Forbidden terms are left out: they say what a text ought not to hold.
    """

    def __init__(self, glossary: Glossary, source_language: str, target_language: str) -> None:
        self._glossary = glossary
        self._source_language = source_language
        self._target_language = target_language

    def entries(self) -> Iterator[LexiconEntry]:
        """All pairs of terms, concept by concept, in the order of the glossary."""
        for concept in self._glossary:
            for source in concept.terms_in(self._source_language):
                for target in concept.terms_in(self._target_language):
                    weight = _weight(source) * _weight(target)
                    if weight > 0:
                        yield LexiconEntry(source.text, target.text, weight)


def _weight(term: Term) -> float:
    return _WEIGHTS[term.status]
