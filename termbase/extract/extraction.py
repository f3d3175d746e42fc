"""Term pairs from a translation memory.

Phrases that may be terms are collected in both languages, translated through word alignment in both directions, and
ranked by how much both sides look like terms and how sure the translation is. Names introduced with their acronym
(``International Organization for Migration (IOM)``) are tied together.
"""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from termbase.extract.acronyms import introductions
from termbase.extract.candidates import (
    ContextPair,
    PhraseGroup,
    TermCandidate,
    collect_groups,
    surface,
    termhood,
    variants,
)
from termbase.extract.pairing import Rendering, Side, render
from termbase.extract.phrases import phrase_key, tag
from termbase.match.pattern import is_acronym
from termbase.model import Glossary, TermType
from tmx.align.words import TokenPair, align_words
from tmx.model import TranslationUnit
from tmx.text.languages import Language, find_language

__all__ = ["LEAST_SCORE", "extract_terms"]

Progress = Callable[[int, int], None]
Key = tuple[str, ...]

LEAST_SCORE = 0.2  # below it most pairs are names seen once and pieces of headlines

_MOST_CANDIDATES = 4000
_LEAST_CONFIDENCE = 0.4
_INTRODUCED = 1.5
_NOT_MUTUAL = 0.45
_MIXED_ACRONYM = 0.3
_SAME_TEXT = 0.5
_MOST_CONTEXTS = 2
_CONTEXT_LENGTH = 140
_MOST_VARIANTS = 5
_DOCUMENT = ("x-source-document", "document", "x-document")


def extract_terms(
    units: Iterable[TranslationUnit],
    source_language: str,
    target_language: str,
    *,
    known: Glossary | None = None,
    rejected: Glossary | None = None,
    least_score: float = LEAST_SCORE,
    limit: int | None = None,
    progress: Progress | None = None,
) -> list[TermCandidate]:
    """The term pairs that ``units`` propose, the best first: those of ``least_score`` and better, at most ``limit``.

    Units without text in both languages are passed over. Pairs that ``known`` has already are marked, not left out;
    pairs that ``rejected`` has are left out. ``progress`` is called with the steps done and their number. Raises
    :class:`~tmx.errors.UnknownLanguageError` for a language tag that names no language.
    """
    source, target = find_language(source_language), find_language(target_language)
    kept = list(_usable(units, source_language, target_language))
    if not kept:
        return []
    ours = _side([unit.source for unit in kept], source)
    theirs = _side([unit.target for unit in kept], target)
    posteriors = align_words(
        [
            TokenPair(tuple(t.token.text for t in left), tuple(t.token.text for t in right))
            for left, right in zip(ours.tagged, theirs.tagged, strict=True)
        ],
        progress=progress,
    )
    documents = [unit.document for unit in kept]
    proposer = _Proposer(
        ours=ours,
        theirs=theirs,
        posteriors=posteriors,
        documents=documents,
        source_hood=termhood(ours.groups, documents, source),
        target_hood=termhood(theirs.groups, documents, target),
        introduced=_introduced(ours, theirs),
        known=_known_pairs(known, source, target),
        rejected=_known_pairs(rejected, source, target),
        units=kept,
    )
    found = proposer.propose(least_score)
    return found if limit is None else found[:limit]


@dataclass(frozen=True, slots=True)
class _Unit:
    identifier: str
    source: str
    target: str
    document: str


def _usable(units: Iterable[TranslationUnit], source_language: str, target_language: str) -> Iterable[_Unit]:
    for unit in units:
        source, target = unit.variant(source_language), unit.variant(target_language)
        if source is None or target is None or not source.text.strip() or not target.text.strip():
            continue
        document = next((value for kind in _DOCUMENT if (value := unit.property(kind))), "")
        yield _Unit(unit.identifier, source.text, target.text, document)


def _side(texts: Sequence[str], language: Language) -> Side:
    tagged = [tag(text, language) for text in texts]
    return Side(language, texts, tagged, collect_groups(texts, tagged, language))


@dataclass(frozen=True, slots=True)
class _Introduced:
    """Names and acronyms that stand together: pairs of keys over the two languages, and full forms of acronyms."""

    pairs: frozenset[tuple[Key, Key]]
    full_forms: dict[str, str]


def _introduced(ours: Side, theirs: Side) -> _Introduced:
    """What parentheses tell; units in which both languages introduce one acronym tie all four names."""
    pairs: Counter[tuple[Key, Key]] = Counter()
    full_forms: dict[str, str] = {}
    for unit, (left, right) in enumerate(zip(ours.tagged, theirs.tagged, strict=True)):
        here, there = list(introductions(left)), list(introductions(right))
        for one in here:
            full_forms.setdefault(left[one.acronym].token.text, surface(ours.texts[unit], left, one.first, one.last))
        if len(here) == len(there):
            for one, other in zip(here, there, strict=True):
                ours_key = phrase_key(left[one.first : one.last + 1], ours.language)
                theirs_key = phrase_key(right[other.first : other.last + 1], theirs.language)
                pairs[ours_key, theirs_key] += 1
                pairs[(left[one.acronym].token.text,), (right[other.acronym].token.text,)] += 1
    return _Introduced(frozenset(pairs), full_forms)


def _known_pairs(known: Glossary | None, source: Language, target: Language) -> frozenset[tuple[Key, Key]]:
    if known is None:
        return frozenset()
    return frozenset(
        (phrase_key(tag(one.text, source), source), phrase_key(tag(other.text, target), target))
        for concept in known
        for one in concept.terms_in(source.tag)
        for other in concept.terms_in(target.tag)
    )


@dataclass(frozen=True, slots=True, eq=False)
class _Proposer:
    """Everything that is known about the memory, and the ranking that follows from it."""

    ours: Side
    theirs: Side
    posteriors: Sequence[NDArray[np.float32]]
    documents: Sequence[str]
    source_hood: dict[Key, float]
    target_hood: dict[Key, float]
    introduced: _Introduced
    known: frozenset[tuple[Key, Key]]
    rejected: frozenset[tuple[Key, Key]]
    units: Sequence[_Unit]

    def propose(self, least_score: float) -> list[TermCandidate]:
        """The candidates of ``least_score`` and better, ranked; near equals may share a target term."""
        keys = sorted(self.source_hood, key=lambda key: (-self.source_hood[key], key))[:_MOST_CANDIDATES]
        keys = [key for key in keys if self._is_worth_it(self.ours.groups[key])]
        back: dict[Key, Key | None] = {}
        found = []
        for key in keys:
            group = self.ours.groups[key]
            renderings = render(group, self.ours, self.theirs, self.posteriors)
            chosen = self._choose(key, renderings)
            if chosen is None or (key, chosen.key) in self.rejected:
                continue
            if chosen.key not in back:
                back[chosen.key] = self._best_source(chosen.key)
            score = self._score(key, chosen, mutual=back[chosen.key] in (None, key))
            if score >= least_score:
                found.append((score, self._candidate(key, group, chosen, renderings, score)))
        found.sort(key=lambda item: (-item[0], item[1].source_term, item[1].target_term))
        return [candidate for _, candidate in found]

    def _is_worth_it(self, group: PhraseGroup) -> bool:
        """Whether a phrase recurs, or is an acronym or a name that one meeting is enough for."""
        return (
            len(group.occurrences) > 1
            or group.is_acronym
            or (group.is_name and group.words > 1)
            or (group.words > 1 and len(self.units) < 50)
        )

    def _choose(self, key: Key, renderings: Sequence[Rendering]) -> Rendering | None:
        """The rendering to propose: an introduced one, an acronym for an acronym, else the best."""
        if not renderings:
            return None
        introduced = [r for r in renderings if (key, r.key) in self.introduced.pairs]
        if introduced:
            return introduced[0]
        if len(key) == 1 and is_acronym(key[0]):
            acronyms = [r for r in renderings if len(r.key) == 1 and is_acronym(r.key[0])]
            if acronyms and acronyms[0].score > 0.5 * renderings[0].score:
                return acronyms[0]
        best = renderings[0]
        return best if best.confidence >= _LEAST_CONFIDENCE else None

    def _best_source(self, key: Key) -> Key | None:
        """The source phrase that the target phrase ``key`` is best translated by; None where it is no phrase."""
        group = self.theirs.groups.get(key)
        if group is None:
            return None
        renderings = render(group, self.theirs, self.ours, self.posteriors, swapped=True)
        return renderings[0].key if renderings else None

    def _score(self, key: Key, chosen: Rendering, *, mutual: bool) -> float:
        """From 0 to 1: how good both sides are as terms, and how sure the translation is."""
        ours = self.source_hood[key]
        theirs = self.target_hood.get(chosen.key, 0.25 * ours)
        raw = math.sqrt(ours * theirs) * math.pow(min(1.0, chosen.confidence), 1.5)
        if (key, chosen.key) in self.introduced.pairs:
            raw *= _INTRODUCED
        elif not mutual:
            raw *= _NOT_MUTUAL
        ours_short = len(key) == 1 and is_acronym(key[0])
        theirs_short = len(chosen.key) == 1 and is_acronym(chosen.key[0])
        if ours_short != theirs_short:
            raw *= _MIXED_ACRONYM
        if self.ours.groups[key].is_name and key == chosen.key and not ours_short:
            raw *= _SAME_TEXT
        return raw / (raw + 2.0)

    def _candidate(
        self, key: Key, group: PhraseGroup, chosen: Rendering, renderings: Sequence[Rendering], score: float
    ) -> TermCandidate:
        shown, rendered = group.surface, chosen.surface
        others = [(r.surface, round(100 * r.score)) for r in renderings if r.score > 0.5 * renderings[0].score]
        return TermCandidate(
            source_term=shown,
            target_term=rendered,
            score=round(score, 4),
            confidence=round(float(min(1.0, chosen.confidence)), 4),
            frequency=len(group.occurrences),
            documents=len({self.documents[occurrence.unit] for occurrence in group.occurrences}),
            type=TermType.ACRONYM if group.is_acronym else TermType.FULL_FORM,
            contexts=self._contexts(chosen),
            source_variants=variants(group.surfaces.items(), shown, _MOST_VARIANTS),
            target_variants=variants([*chosen.surfaces.items(), *others], rendered, _MOST_VARIANTS),
            full_form=self.introduced.full_forms.get(key[0], "") if group.is_acronym else "",
            known=(key, chosen.key) in self.known,
        )

    def _contexts(self, chosen: Rendering) -> tuple[ContextPair, ...]:
        """Units that show the pair, those of a good length first."""
        won = {unit for rank, unit in chosen.units if rank < 0}
        seen = {unit for _, unit in chosen.units}
        units = sorted(won or seen, key=lambda n: (abs(len(self.units[n].source) - _CONTEXT_LENGTH), n))
        return tuple(
            ContextPair(self.units[n].identifier, self.units[n].source, self.units[n].target)
            for n in units[:_MOST_CONTEXTS]
        )
