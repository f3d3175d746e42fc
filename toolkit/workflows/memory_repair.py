"""Putting a fuzzy match right by the glossary where one term differs."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from termbase.formats.registry import read_glossary
from termbase.match.matcher import TermHit, TermMatcher
from termbase.model import Concept, Glossary, Status, Term, ordered_terms
from tmx.match.matches import MemoryMatch
from tmx.match.normal import tokens_of
from tmx.match.placeables import Change, replaced
from tmx.text.languages import primary_subtag
from tmx.text.languages.fr_articles import articles_fitted

__all__ = ["TermRepairer"]


class TermRepairer:
    """Replaces a term in a proposed translation where the query has another term in its place.

    The query and the memory's source must be the same but for this term (and figures); the proposal must hold one
    translation of the old term, once. The new term is put in as the glossary has it, in French with the article that
    it asks for; agreement around it stays for the translator to see to.
    """

    def __init__(self, glossary: Glossary, source_language: str, target_language: str) -> None:
        self._source = TermMatcher(glossary, source_language)
        self._target = TermMatcher(glossary, target_language)
        self._to = primary_subtag(target_language)

    @classmethod
    def read(cls, path: Path, source_language: str, target_language: str) -> TermRepairer:
        """With the glossary in the file ``path``; raises :class:`~tmx.errors.AccordError` where it cannot be read."""
        glossary = read_glossary(path, source_language=source_language, target_language=target_language)
        return cls(glossary, source_language, target_language)

    def repaired(self, match: MemoryMatch, query: str) -> MemoryMatch:
        """``match`` with the term put right, or as it is."""
        if match.score >= 100 or not any(edit.kind == "replace" for edit in match.edits):
            return match
        swap = self._swap(match.source.text, query)
        if swap is None:
            return match
        old, new = swap
        term = _best(new.concept, self._to)
        spots = [hit for hit in self._target.find(match.proposal) if hit.concept.identifier == old.concept.identifier]
        if term is None or len(spots) != 1:
            return match
        (spot,) = spots
        text = _cased(match.proposal[spot.start : spot.end], term.text)
        gone, article = self._article(match.proposal[: spot.start], text, term)
        return replaced(match, [Change(spot.start - gone, spot.end, article + text, "term")])

    def _article(self, before: str, text: str, term: Term) -> tuple[int, str]:
        """What has to stand before the term in place of the last characters; see ``articles_fitted``."""
        return articles_fitted(before, text, term.gender) if self._to == "fr" else (0, "")

    def _swap(self, known: str, asked: str) -> tuple[TermHit, TermHit] | None:
        """The one term of ``known`` and the one of ``asked`` that make all the difference; ``None`` without such."""
        for old in self._source.find(known):
            for new in self._source.find(asked):
                if old.concept.identifier != new.concept.identifier and _around(known, old) == _around(asked, new):
                    return old, new
        return None


def _around(text: str, hit: TermHit) -> tuple[Sequence[str], Sequence[str]]:
    return tokens_of(text[: hit.start]), tokens_of(text[hit.end :])


def _best(concept: Concept, language: str) -> Term | None:
    """The term of ``concept`` to be used in ``language``."""
    usable = [term for term in concept.terms_in(language) if term.status in (Status.PREFERRED, Status.ADMITTED)]
    return next(iter(ordered_terms(usable)), None)


def _cased(before: str, term: str) -> str:
    """``term`` with a capital where what it replaces had one and is no acronym."""
    if before[:1].isupper() and not before.isupper() and term[:1].islower():
        return term[:1].upper() + term[1:]
    return term
