"""Terms in running text.

A term is found in every form that a reader takes for it: inflected (``plans nationaux``), elided (``l’aide au
retour``), with other determiners (``traite de personnes`` for ``traite des personnes``), with one adjective put in
(``traite transnationale des personnes``), with any hyphen and apostrophe. Acronyms keep their capitals, and nothing is
found that a hyphen ties to another word (``SARS`` in ``SARS-CoV-2``).
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import Literal

from termbase.match.chunks import Chunk, has_grouped_figures, read_chunk
from termbase.match.pattern import Pattern, compile_term, same_case
from termbase.match.trie import Beginning, FormIds, TermTrie, TrieMatch, WordRow, may_pass
from termbase.match.words import Form, Word, read_words
from termbase.model import CaseRule, Concept, Glossary, Term
from tmx.text.folding import fold_typography
from tmx.text.languages import Language, find_language

__all__ = ["TermHit", "TermHits", "TermMatcher"]

_KEPT = 1 << 17  # pieces of text that a matcher remembers
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
    is_exact: bool


@dataclass(frozen=True, slots=True, eq=False)
class _Piece:
    """A chunk as this matcher sees it: the elements that each word may be, and the words that may begin a term."""

    chunk: Chunk
    words: tuple[Word, ...]
    ids: tuple[FormIds, ...]
    passes: tuple[bool, ...]
    begins: tuple[tuple[int, tuple[Beginning, ...]], ...]


@dataclass(frozen=True, slots=True, eq=False)
class _Row:
    """The words of a text, and where the pieces that they stand in begin.

    ``owners`` gives the piece of each word, ``offsets`` where each piece stands in the text.
    """

    words: Sequence[Word]
    owners: Sequence[int]
    offsets: Sequence[int]
    pieces: Sequence[_Piece]

    def opens_sentence(self, place: int) -> bool:
        """Whether a sentence begins with the word."""
        owner = self.owners[place]
        if owner == 0 or (place > 0 and self.owners[place - 1] == owner):
            return self.words[place].opens_sentence
        return self.pieces[owner - 1].chunk.sentence_after


class TermMatcher:
    """Finds the terms of one language of a glossary in texts.

    All terms stand in one tree of their elements, so that the work for a text hardly grows with the glossary.
    Building and finding are safe to repeat; what a matcher finds does not change.
    """

    def __init__(self, glossary: Glossary, language: str) -> None:
        """Raises :class:`~tmx.errors.UnknownLanguageError` where ``language`` is no BCP 47 tag of a language."""
        self._language: Language = find_language(language)
        self._entries: list[_Entry] = []
        for concept in glossary:
            for term in concept.terms_in(language):
                pattern = compile_term(term, self._language)
                if pattern is not None:
                    self._entries.append(_entry(concept, term, pattern))
        self._trie = TermTrie([entry.pattern for entry in self._entries], self._language.partitives)
        self._ids: dict[Form, FormIds] = {}
        self._pieces: dict[str, _Piece] = {}

    def find(self, text: str, *, overlapping: bool = False) -> list[TermHit]:
        """The terms in ``text``, in order.

        The longest match wins, and a term inside a longer term's hit is not reported; where several terms have the
        same span, those that are written exactly so are reported, or all if none is, and one of each concept. With
        ``overlapping`` every hit is reported.
        """
        row, matches = self._read(text)
        if not overlapping:
            return self._longest_hits([self._hit(text, row, match) for match in self._longest(matches)])
        return list(_in_order(self._hit(text, row, match) for match in matches))

    def search(self, text: str) -> TermHits:
        """All that :meth:`find` can tell of ``text``, in one go."""
        row, matches = self._read(text)
        if not matches:
            return _NOTHING
        hits = {match: self._hit(text, row, match) for match in matches}
        longest = self._longest_hits([hits[match] for match in self._longest(matches)])
        return TermHits(_in_order(hits.values()), tuple(longest))

    def _read(self, text: str) -> tuple[_Row, list[TrieMatch]]:
        """The words of a text and the terms that stand there; where no term can begin, no words are needed."""
        chunks = [text] if has_grouped_figures(text) else text.split()
        known = self._pieces
        pieces = [known.get(chunk) or self._piece(chunk) for chunk in chunks]
        if not any(piece.begins for piece in pieces):
            return _NO_WORDS, []
        words: list[Word] = []
        ids: list[FormIds] = []
        passes: list[bool] = []
        begins: list[tuple[int, tuple[Beginning, ...]]] = []
        for piece in pieces:
            for at, beginnings in piece.begins:
                begins.append((len(words) + at, beginnings))
            words += piece.words
            ids += piece.ids
            passes += piece.passes
        lines = WordRow(words, ids, passes)
        matches = [match for at, beginnings in begins for match in self._trie.matches(lines, at, beginnings)]
        if not matches:
            return _NO_WORDS, []
        owners = [number for number, piece in enumerate(pieces) for _ in piece.words]
        row = _Row(words, owners, _offsets(text, chunks), pieces)
        return row, [match for match in matches if self._case_agrees(match, row)]

    def _piece(self, text: str) -> _Piece:
        """The words of a chunk, with what may begin there; remembered."""
        if has_grouped_figures(text):
            chunk = Chunk(tuple(read_words(text, self._language)), sentence_after=False)
        else:
            chunk = read_chunk(text, self._language)
        ids = tuple(self._form_ids(word.form) for word in chunk.words)
        begins = tuple((at, found) for at, numbers in enumerate(ids) if (found := self._trie.beginnings(numbers)))
        piece = _Piece(chunk, chunk.words, ids, tuple(map(may_pass, chunk.words)), begins)
        if len(self._pieces) >= _KEPT:
            self._pieces.clear()
        self._pieces[text] = piece
        return piece

    def _form_ids(self, form: Form) -> FormIds:
        known = self._ids.get(form)
        if known is None:
            if len(self._ids) >= _KEPT:
                self._ids.clear()
            known = self._ids[form] = self._trie.ids(form)
        return known

    def _case_agrees(self, match: TrieMatch, row: _Row) -> bool:
        """Whether the capitals are right where they count."""
        entry = self._entries[match.entry]
        return not entry.is_exact or all(
            same_case(element.text, row.words[place], row.opens_sentence(place))
            for element, place in zip(entry.pattern.elements, match.places, strict=True)
            if element.exact and not element.acronym
        )

    def _longest_hits(self, hits: list[TermHit]) -> list[TermHit]:
        if len(hits) < 2:
            return hits
        exact = {(hit.start, hit.end) for hit in hits if hit.how != "inflected"}
        hits = [hit for hit in hits if hit.how != "inflected" or (hit.start, hit.end) not in exact]
        return list(_in_order(_one_a_concept(hits)))

    def _longest(self, matches: Sequence[TrieMatch]) -> list[TrieMatch]:
        """Matches that do not overlap: those of more words first, of equals those without an inserted word."""
        if all(one.places[-1] < other.places[0] for one, other in pairwise(matches)):
            return list(matches)  # they come in order, and mostly stand apart
        taken: dict[int, tuple[int, int]] = {}  # for each word the span that has it
        kept: list[TrieMatch] = []
        for match in sorted(matches, key=self._rank):
            first, last = match.places[0], match.places[-1]
            span = (first, last)
            holders = {taken.get(place) for place in range(first, last + 1)}
            if holders in ({None}, {span}):
                taken.update(dict.fromkeys(range(first, last + 1), span))
                kept.append(match)
        return kept

    def _rank(self, match: TrieMatch) -> tuple[int, bool, int, int]:
        first, last = match.places[0], match.places[-1]
        return (-self._entries[match.entry].size, match.inserted, first - last, first)

    def _hit(self, text: str, row: _Row, match: TrieMatch) -> TermHit:
        entry = self._entries[match.entry]
        first, last = match.places[0], match.places[-1]
        start = row.words[first].start + row.offsets[row.owners[first]]
        end = row.words[last].end + row.offsets[row.owners[last]]
        how: Literal["exact", "inflected", "acronym"] = "inflected"
        if entry.is_acronym:
            how = "acronym"
        else:
            found = text[start:end]
            if found == entry.term.text or _surface(found, entry.term.case is CaseRule.EXACT) == entry.surface:
                how = "exact"
        return TermHit(entry.concept, entry.term, start, end, how)


def _entry(concept: Concept, term: Term, pattern: Pattern) -> _Entry:
    exact = any(element.exact and not element.acronym for element in pattern.elements)
    surface = _surface(term.text, term.case is CaseRule.EXACT)
    return _Entry(concept, term, pattern, len(pattern.elements), surface, pattern.is_acronym, exact)


def _offsets(text: str, chunks: Sequence[str]) -> list[int]:
    """Where each chunk stands in the text."""
    if len(text) == sum(map(len, chunks)) + len(chunks) - 1:  # one space between any two
        return list(accumulate((len(chunk) + 1 for chunk in chunks[:-1]), initial=0))
    offsets, at = [], 0
    for chunk in chunks:
        at = text.find(chunk, at)
        offsets.append(at)
        at += len(chunk)
    return offsets


_NO_WORDS = _Row((), (), (), ())
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


@lru_cache(1 << 16)
def _surface(text: str, exact: bool) -> str:
    """The text without differences that are none: apostrophes, hyphens, spaces, ligatures; case unless it counts."""
    plain = " ".join(fold_typography(text).translate(_LIGATURES).replace("-", " ").split())
    return plain if exact else plain.casefold()
