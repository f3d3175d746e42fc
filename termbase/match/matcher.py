"""Terms in running text.

A term is found in every form that a reader takes for it: inflected (``plans nationaux``), elided (``l’aide au
retour``), with other determiners (``traite de personnes`` for ``traite des personnes``), with one adjective put in
(``traite transnationale des personnes``) but no noun with a preposition of its own (``convertisseur d’électronique de
puissance`` is no ``convertisseur de puissance``), with any hyphen and apostrophe, in
capitals without accents (``REFUGIES``). Acronyms keep their capitals, and nothing is
found that a hyphen ties to another word (``SARS`` in ``SARS-CoV-2``).
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import islice
from typing import TYPE_CHECKING, Literal, NamedTuple

from msgspec.structs import replace

from termbase.match.hyphens import other_hyphens
from termbase.match.longest import Cluster, Place
from termbase.match.reader import TermReader
from termbase.match.reading import Reading
from termbase.model import CaseRule, Concept, Glossary, Term
from tmx.text.folding import fold_typography
from tmx.text.languages import Language, find_language, primary_subtag

if TYPE_CHECKING:
    from termbase.match.rows import CutTexts

__all__ = ["TermHit", "TermHits", "TermMatcher"]

_KEPT_SPELLINGS = 64  # of each term
_LIGATURES = str.maketrans({"œ": "oe", "æ": "ae", "Œ": "OE", "Æ": "AE"})

How = Literal["exact", "inflected", "acronym"]


class TermHit(NamedTuple):  # the quickest to make, and a long text has hundreds of thousands
    """A term found in running text, at the half-open code points ``start`` and ``end``."""

    concept: Concept
    term: Term
    start: int
    end: int
    how: How


class TermHits(NamedTuple):  # the quickest to make
    """The terms of a text in order: ``every`` hit, and the ``longest`` ones, as :meth:`TermMatcher.find` tells."""

    every: tuple[TermHit, ...]
    longest: tuple[TermHit, ...]


class _Entry:
    """A term that was found somewhere; ``hows`` remembers how spellings in texts stand to it."""

    __slots__ = ("concept", "hows", "is_acronym", "surface", "term")

    def __init__(self, concept: Concept, term: Term, *, is_acronym: bool) -> None:
        self.concept = concept
        self.term = term
        self.is_acronym = is_acronym
        self.surface = _surface(term.text, term.case is CaseRule.EXACT)
        self.hows: dict[str, How] = {}

    def how(self, found: str) -> How:
        """How the words ``found``, which are not remembered, stand to the term."""
        if len(self.hows) >= _KEPT_SPELLINGS:
            self.hows.clear()
        how = self.hows[found] = self._how(found)
        return how

    def _how(self, found: str) -> How:
        if self.is_acronym:
            return "acronym"
        same = found == self.term.text or _surface(found, self.term.case is CaseRule.EXACT) == self.surface
        return "exact" if same else "inflected"


class TermMatcher:
    """Finds the terms of one language of a glossary in texts.

    All terms stand in one tree of their elements, and what was read once is remembered, so that the work for a text
    hardly grows with the glossary. Building and finding are safe to repeat, from several threads too; what a matcher
    finds does not change.
    """

    def __init__(self, glossary: Glossary, language: str) -> None:
        """Raises :class:`~tmx.errors.UnknownLanguageError` where ``language`` is no BCP 47 tag of a language."""
        known = find_language(language)
        wanted = primary_subtag(language)
        self._named = [(c, term) for c in glossary for term in c.terms if primary_subtag(term.language) == wanted]
        respelt = _respelt(self._named, known)
        spelt = [term for _, term in self._named] + [replace(term, text=text) for _, term, text in respelt]
        self._named += [(concept, term) for concept, term, _ in respelt]
        self._reader = TermReader(spelt, known)
        self._entries: dict[int, _Entry] = {}

    def find(self, text: str, *, overlapping: bool = False) -> list[TermHit]:
        """The terms in ``text``, in order.

        The longest match wins, and a term inside a longer term's hit is not reported; where several terms have the
        same span, those that are written exactly so are reported, or all if none is, and one of each concept. With
        ``overlapping`` every hit is reported.
        """
        reading = self._reader.read(text)
        hits: list[TermHit] = []
        if not reading.clusters:
            return hits
        starts, ends, entries = reading.starts, reading.ends, self._entries
        for first, cluster in reading.clusters:
            places = cluster.every if overlapping else cluster.plain
            if places is None:
                every = self._hits(reading, [(first, cluster.every)])
                for span in cluster.kept:
                    hits += _best([every[number] for number in span])
                continue
            for at, to, number in places:  # as _hit does it; here most of the work is done
                start, end = starts[first + at], ends[first + to]
                entry = entries.get(number) or self._entry(number)
                found = text[start:end]
                how = entry.hows.get(found) or entry.how(found)
                hits.append(_new(TermHit, (entry.concept, entry.term, start, end, how)))
        return hits

    def search(self, text: str) -> TermHits:
        """All that :meth:`find` can tell of ``text``, in one go."""
        reading = self._reader.read(text)
        if not reading.clusters:
            return _NOTHING
        hits = self._hits(reading, [(first, cluster.every) for first, cluster in reading.clusters])
        return TermHits(tuple(hits), _longest(hits, [cluster for _, cluster in reading.clusters]))

    def search_all(self, cut: CutTexts) -> list[TermHits]:
        """What :meth:`search` gives for each of many texts, in less time."""
        found = [_NOTHING] * len(cut.texts)
        entries = self._entries
        for part in self._reader.read_texts(cut):
            places = zip(part.entry, part.start, part.end, strict=True)
            at, last = 0, len(part.text)
            while at < last:
                number = part.text[at]
                text = cut.texts[number]
                hits: list[TermHit] = []
                clusters = []
                is_exact = False
                while at < last and part.text[at] == number:
                    cluster = part.clusters[at]
                    clusters.append(cluster)
                    is_exact = is_exact or cluster.is_exact
                    for entry_number, start, end in islice(places, len(cluster.every)):  # as _hit does it
                        entry = entries.get(entry_number) or self._entry(entry_number)
                        spelt = text[start:end]
                        how = entry.hows.get(spelt) or entry.how(spelt)
                        hits.append(_new(TermHit, (entry.concept, entry.term, start, end, how)))
                    at += 1
                every = tuple(hits)
                longest = every if len(every) == len(clusters) else _longest(hits, clusters)
                found[number] = self.search(text) if is_exact else _new(TermHits, (every, longest))
        return found

    def _hits(self, reading: Reading, groups: Sequence[tuple[int, Sequence[Place]]]) -> list[TermHit]:
        """The hits at places, those of each group counted from the word that is its first."""
        starts, ends, text = reading.starts, reading.ends, reading.text
        return [
            self._hit(number, text, starts[first + at], ends[first + to])
            for first, places in groups
            for at, to, number in places
        ]

    def _hit(self, number: int, text: str, start: int, end: int) -> TermHit:
        entry = self._entries.get(number) or self._entry(number)
        found = text[start:end]
        how = entry.hows.get(found) or entry.how(found)
        return _new(TermHit, (entry.concept, entry.term, start, end, how))

    def _entry(self, number: int) -> _Entry:
        concept, term = self._named[number]
        entry = self._entries[number] = _Entry(concept, term, is_acronym=self._reader.is_acronym(number))
        return entry


def _respelt(named: Sequence[tuple[Concept, Term]], language: Language) -> list[tuple[Concept, Term, str]]:
    """The terms that may be written with other hyphens, and how; not as another term of the glossary is written."""
    found = [(concept, term, text) for concept, term in named for text in other_hyphens(term.text, language)]
    written = {term.text.casefold() for _, term in named} if found else set()
    return [one for one in found if one[2].casefold() not in written]


_new = tuple.__new__  # half the time of TermHit(...)
_NOTHING = TermHits((), ())


def _longest(hits: Sequence[TermHit], clusters: Sequence[Cluster]) -> tuple[TermHit, ...]:
    """The longest of the hits of ``clusters``, one after another."""
    longest: list[TermHit] = []
    begin = 0
    for cluster in clusters:
        if len(cluster.every) == 1:
            longest.append(hits[begin])
        else:
            for span in cluster.kept:
                longest += _best([hits[begin + number] for number in span])
        begin += len(cluster.every)
    return tuple(longest)


def _best(hits: list[TermHit]) -> list[TermHit]:
    """Of terms that have the same span those written exactly so, if there are any, and one of each concept.

    Of one concept's terms (``traite d’enfants``, ``traite des enfants``) it is the one most like the text.
    """
    if len(hits) == 1:
        return hits
    exact = [hit for hit in hits if hit.how != "inflected"]
    best: dict[str, TermHit] = {}
    for hit in exact or hits:
        known = best.get(hit.concept.identifier)
        if known is None or _apart(hit) < _apart(known):
            best[hit.concept.identifier] = hit
    return list(best.values())


def _apart(hit: TermHit) -> int:
    return abs(len(hit.term.text) - hit.end + hit.start)


@lru_cache(1 << 16)
def _surface(text: str, exact: bool) -> str:
    """The text without differences that are none: apostrophes, hyphens, spaces, ligatures; case unless it counts."""
    plain = " ".join(fold_typography(text).translate(_LIGATURES).replace("-", " ").split())
    return plain if exact else plain.casefold()
