"""Terms in running text.

A term is found in every form that a reader takes for it: inflected (``plans nationaux``), elided (``l’aide au
retour``), with other determiners (``traite de personnes`` for ``traite des personnes``), with one adjective put in
(``traite transnationale des personnes``), with any hyphen and apostrophe. Acronyms keep their capitals, and nothing is
found that a hyphen ties to another word (``SARS`` in ``SARS-CoV-2``).
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Literal

from termbase.match.pattern import Element, Pattern, Word, compile_term, link_agrees, read_words
from termbase.model import CaseRule, Concept, Glossary, Term
from tmx.text.folding import fold_typography
from tmx.text.languages import Language, find_language
from tmx.text.tokens import Token

__all__ = ["TermHit", "TermHits", "TermMatcher"]

_MAX_LINK = 6
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})


@dataclass(frozen=True, slots=True)
class TermHit:
    """A term found in running text, at the half-open code points ``start`` and ``end``."""

    concept: Concept
    term: Term
    start: int
    end: int
    how: Literal["exact", "inflected", "acronym"]


@dataclass(frozen=True, slots=True)
class TermHits:
    """The terms of a text in order: ``every`` hit, and the ``longest`` ones, as :meth:`TermMatcher.find` tells."""

    every: tuple[TermHit, ...]
    longest: tuple[TermHit, ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Entry:
    """A term to look for, with what is asked of it often: its size in elements, its plain spelling, its kind."""

    concept: Concept
    term: Term
    pattern: Pattern
    size: int
    surface: str
    is_acronym: bool


@dataclass(frozen=True, slots=True)
class _Match:
    """Where an entry stands: the word numbers of its first and last element, and whether a word was put in."""

    entry: int
    first: int
    last: int
    inserted: bool


class TermMatcher:
    """Finds the terms of one language of a glossary in texts.

    Each term is posted in the index under its rarest element only, so that the work for a text hardly grows with
    the glossary. Building and finding are safe to repeat; what a matcher finds does not change.
    """

    def __init__(self, glossary: Glossary, language: str) -> None:
        """Raises :class:`~tmx.errors.UnknownLanguageError` where ``language`` is no BCP 47 tag of a language."""
        self._language: Language = find_language(language)
        self._entries: list[_Entry] = []
        for concept in glossary:
            for term in concept.terms_in(language):
                pattern = compile_term(term, self._language)
                if pattern is not None:
                    size, surface = len(pattern.elements), _surface(term.text, term)
                    self._entries.append(_Entry(concept, term, pattern, size, surface, pattern.is_acronym))
        self._index = self._build_index()
        self._candidates_of: dict[frozenset[str], tuple[tuple[int, int], ...]] = {}

    def _build_index(self) -> dict[str, list[tuple[int, int]]]:
        """For each form of a term's rarest element: the entries that need it, and which of their elements it is."""
        frequency = Counter(
            form for entry in self._entries for element in entry.pattern.elements for form in element.forms
        )
        index: dict[str, list[tuple[int, int]]] = defaultdict(list)
        for number, entry in enumerate(self._entries):
            elements = entry.pattern.elements
            rarest = min(
                range(len(elements)),
                key=lambda place: (max(frequency[form] for form in elements[place].forms), -len(elements[place].text)),
            )
            for form in elements[rarest].forms:
                index[form].append((number, rarest))
        return dict(index)

    def find(self, text: str, *, overlapping: bool = False) -> list[TermHit]:
        """The terms in ``text``, in order.

        The longest match wins, and a term inside a longer term's hit is not reported; where several terms have the
        same span, those that are written exactly so are reported, or all if none is, and one of each concept. With
        ``overlapping`` every hit is reported.
        """
        hits = self.search(text)
        return list(hits.every if overlapping else hits.longest)

    def search(self, text: str, tokens: Sequence[Token] | None = None) -> TermHits:
        """All that :meth:`find` can tell of ``text``, in one go; ``tokens`` are its tokens where they are at hand."""
        words = read_words(text, self._language, tokens)
        matches = self._matches(words)
        if not matches:
            return _NOTHING
        hits = {match: self._hit(text, words, match) for match in matches}
        longest = [hits[match] for match in self._longest(matches)]
        exact = {(hit.start, hit.end) for hit in longest if hit.how != "inflected"}
        longest = [hit for hit in longest if hit.how != "inflected" or (hit.start, hit.end) not in exact]
        return TermHits(_in_order(hits.values()), _in_order(_one_a_concept(longest)))

    def _matches(self, words: Sequence[Word]) -> list[_Match]:
        found: dict[_Match, None] = {}
        for at, word in enumerate(words):
            for number, place in self._candidates(word.form.lemmas):
                match = self._match(number, place, words, at)
                if match is not None:
                    found[match] = None
        return list(found)

    def _candidates(self, lemmas: frozenset[str]) -> tuple[tuple[int, int], ...]:
        """The entries that a word with these lemmas may belong to, each with its element; kept for the next time."""
        known = self._candidates_of.get(lemmas)
        if known is None:
            known = tuple(sorted({entry for key in lemmas for entry in self._index.get(key, ())}))
            self._candidates_of[lemmas] = known
        return known

    def _match(self, number: int, place: int, words: Sequence[Word], at: int) -> _Match | None:
        """The match of an entry whose element ``place`` is the word ``at``."""
        entry = self._entries[number]
        pattern = entry.pattern
        if not pattern.elements[place].matches(words[at]):
            return None
        may_insert = not entry.is_acronym
        partitives = self._language.partitives
        last = first = at
        for step in range(place + 1, len(pattern.elements)):
            moved = _forward(words, last, pattern.links[step - 1], pattern.elements[step], partitives, may_insert)
            if moved is None:
                return None
            may_insert = may_insert and not moved[1]
            last = moved[0]
        for step in range(place - 1, -1, -1):
            moved = _backward(words, first, pattern.links[step], pattern.elements[step], partitives, may_insert)
            if moved is None:
                return None
            may_insert = may_insert and not moved[1]
            first = moved[0]
        if words[first].glued_before or words[last].glued_after:
            return None
        return _Match(number, first, last, inserted=not may_insert and not entry.is_acronym)

    def _longest(self, matches: Sequence[_Match]) -> list[_Match]:
        """Matches that do not overlap: those of more words first, of equals those without an inserted word."""
        taken: list[tuple[int, int]] = []
        kept: list[_Match] = []
        for match in sorted(matches, key=self._rank):
            span = (match.first, match.last)
            if span in taken or all(match.last < first or last < match.first for first, last in taken):
                taken.append(span)
                kept.append(match)
        return kept

    def _rank(self, match: _Match) -> tuple[int, bool, int, int]:
        return (-self._entries[match.entry].size, match.inserted, match.first - match.last, match.first)

    def _hit(self, text: str, words: Sequence[Word], match: _Match) -> TermHit:
        entry = self._entries[match.entry]
        start, end = words[match.first].start, words[match.last].end
        how: Literal["exact", "inflected", "acronym"] = "inflected"
        if entry.is_acronym:
            how = "acronym"
        elif text[start:end] == entry.term.text or _surface(text[start:end], entry.term) == entry.surface:
            how = "exact"
        return TermHit(entry.concept, entry.term, start, end, how)


_NOTHING = TermHits((), ())


def _in_order(hits: Iterable[TermHit]) -> tuple[TermHit, ...]:
    return tuple(sorted(hits, key=lambda hit: (hit.start, -hit.end)))


def _one_a_concept(hits: Sequence[TermHit]) -> list[TermHit]:
    """Of one concept's terms at one span (``traite d’enfants``, ``traite des enfants``) the one most like the text."""
    best: dict[tuple[str, int, int], TermHit] = {}
    for hit in hits:
        key = (hit.concept.identifier, hit.start, hit.end)
        known = best.get(key)
        if known is None or abs(len(hit.term.text) - hit.end + hit.start) < abs(
            len(known.term.text) - known.end + known.start
        ):
            best[key] = hit
    return list(best.values())


def _surface(text: str, term: Term) -> str:
    """The text without differences that are none: apostrophes, hyphens, spaces, ligatures; case unless it counts."""
    plain = " ".join(fold_typography(text).translate(_LIGATURES).replace("-", " ").split())
    return plain if term.case is CaseRule.EXACT else plain.casefold()


def _forward(
    words: Sequence[Word], at: int, link: Sequence[str], element: Element, partitives: frozenset[str], may_insert: bool
) -> tuple[int, bool] | None:
    """The place of ``element`` after the word ``at``, and whether an adjective stands between."""
    between: list[str] = []
    inserted = False
    for place in range(at + 1, min(at + 2 + _MAX_LINK, len(words))):
        word = words[place]
        if element.matches(word) and link_agrees(link, between, partitives):
            return place, inserted
        if word.gap is not None:
            between.extend(word.gap)
        elif may_insert and not inserted and word.adjectival and not _is_tied(word):
            inserted = True
        else:
            return None
    return None


def _backward(
    words: Sequence[Word], at: int, link: Sequence[str], element: Element, partitives: frozenset[str], may_insert: bool
) -> tuple[int, bool] | None:
    """The place of ``element`` before the word ``at``, and whether an adjective stands between."""
    between: list[str] = []
    inserted = False
    for place in range(at - 1, max(at - 2 - _MAX_LINK, -1), -1):
        word = words[place]
        if element.matches(word) and link_agrees(link, between, partitives):
            return place, inserted
        if word.gap is not None:
            between[:0] = word.gap
        elif may_insert and not inserted and word.adjectival and not _is_tied(word):
            inserted = True
        else:
            return None
    return None


def _is_tied(word: Word) -> bool:
    return word.glued_before or word.glued_after
