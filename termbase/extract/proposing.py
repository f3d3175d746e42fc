"""Ranking what a memory proposes: which translation of a phrase, and how good the pair is."""

from __future__ import annotations

import math
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

import numpy as np
from numpy.typing import NDArray

from termbase.extract.candidates import ContextPair, PhraseGroup, TermAlternative, TermCandidate, variants
from termbase.extract.introduced import Introduced
from termbase.extract.pairing import Place, Rendering, render
from termbase.extract.texts import TextSide, content_key
from termbase.extract.translations import AlignedMemory, TextPair
from termbase.match.pattern import is_acronym
from termbase.model import TermType

__all__ = ["Proposer", "contexts_of"]

Key = tuple[str, ...]

_LEAST_CONFIDENCE = 0.15
_CONFIDENCE = 0.75  # the power to which confidence counts
_INTRODUCED = 1.5
_NOT_MUTUAL = 0.45
_MIXED_ACRONYM = 0.3
_SAME_TEXT = 0.5
_UNSURE_TARGET = 0.25
_MOST_CONTEXTS = 3
_CONTEXT_LENGTH = 140
_MOST_VARIANTS = 5
_ALTERNATIVE = 0.25  # of the confidence of the best
_MOST_ALTERNATIVES = 4


@dataclass(frozen=True, eq=False)
class Proposer:
    """Everything that is known about the memory, and the ranking that follows from it."""

    memory: AlignedMemory
    pairs: Sequence[TextPair]
    wanted: NDArray[np.bool_]
    source_groups: dict[Key, PhraseGroup]
    target_groups: dict[Key, PhraseGroup]
    source_hood: dict[Key, float]
    target_hood: dict[Key, float]
    introduced: Introduced
    known: frozenset[tuple[Key, Key]]
    rejected: frozenset[tuple[Key, Key]]
    _back: dict[Key, Key | None] = field(default_factory=dict)

    @cached_property
    def _by_content(self) -> dict[Key, PhraseGroup]:
        """The target phrases by their content words; of several the most frequent."""
        found: dict[Key, PhraseGroup] = {}
        for group in self.target_groups.values():
            for verbal in (False, True):
                key = _content_of(group.places[0], self.memory.target, verbal=verbal)
                if key not in found or group.frequency > found[key].frequency:
                    found[key] = group
        return found

    def propose(self, keys: Sequence[Key], least_score: float, step: Callable[[int], None]) -> list[TermCandidate]:
        """The candidates of ``least_score`` and better, ranked; pairs of the same words in another order are joined."""
        found: dict[tuple[Key, Key], TermCandidate] = {}
        for number, key in enumerate(keys, 1):
            step(number)
            group = self.source_groups[key]
            renderings = render(group.places, group.units, self.memory.source, self.memory.target, self.memory.matrix)
            chosen = self._choose(key, renderings)
            if chosen is None:
                continue
            target_key, target_group = self._target(chosen)
            if (key, target_key) in self.rejected:
                continue
            content = _content_of(group.places[0], self.memory.source)
            back = self._best_source(chosen.key, target_group)
            mutual = back in (None, content, _content_of(group.places[0], self.memory.source, verbal=True))
            score = self._score(key, target_key, chosen, mutual=mutual)
            if score < least_score:
                continue
            candidate = self._candidate(key, target_key, chosen, renderings, score)
            same = (tuple(sorted(content)), tuple(sorted(chosen.key)))
            found[same] = _joined(found[same], candidate) if same in found else candidate
        return sorted(found.values(), key=lambda c: (-c.score, c.source_term, c.target_term))

    def _target(self, chosen: Rendering) -> tuple[Key, PhraseGroup | None]:
        """The key of the target phrase that the rendering is, and the phrase where it is one."""
        group = self._by_content.get(chosen.key)
        return (group.key if group is not None else chosen.key), group

    def _choose(self, key: Key, renderings: Sequence[Rendering]) -> Rendering | None:
        """The rendering to propose: an introduced one, an acronym for an acronym, else the best."""
        if not renderings:
            return None
        for rendering in renderings:
            if (key, self._target(rendering)[0]) in self.introduced.pairs or (
                key,
                rendering.key,
            ) in self.introduced.pairs:
                return rendering
        if len(key) == 1 and is_acronym(key[0]):
            acronyms = [r for r in renderings if len(r.key) == 1 and is_acronym(r.key[0])]
            if acronyms and acronyms[0].score > 0.5 * renderings[0].score:
                return acronyms[0]
        best = renderings[0]
        return best if best.confidence >= _LEAST_CONFIDENCE else None

    def _best_source(self, content: Key, group: PhraseGroup | None) -> Key | None:
        """The content words that best translate the target phrase; None where it is no phrase."""
        if group is None:
            return None
        if content not in self._back:
            places = [place for place in group.places if self.wanted[place.unit]]
            renderings = (
                render(places, group.units, self.memory.target, self.memory.source, self.memory.turned)
                if places
                else []
            )
            self._back[content] = renderings[0].key if renderings else None
        return self._back[content]

    def _score(self, key: Key, target_key: Key, chosen: Rendering, *, mutual: bool) -> float:
        """From 0 to 1: how good both sides are as terms, and how sure the translation is."""
        ours = self.source_hood[key]
        theirs = self.target_hood.get(target_key, _UNSURE_TARGET * ours)
        raw = math.sqrt(ours * theirs) * math.pow(min(1.0, chosen.confidence), _CONFIDENCE)
        if (key, target_key) in self.introduced.pairs:
            raw *= _INTRODUCED
        elif not mutual:
            raw *= _NOT_MUTUAL
        ours_short = len(key) == 1 and is_acronym(key[0])
        theirs_short = len(chosen.key) == 1 and is_acronym(chosen.key[0])
        if ours_short != theirs_short:
            raw *= _MIXED_ACRONYM
        if self.source_groups[key].is_name and key == chosen.key and not ours_short:
            raw *= _SAME_TEXT
        return raw / (raw + 2.0)

    def _candidate(
        self, key: Key, target_key: Key, chosen: Rendering, renderings: Sequence[Rendering], score: float
    ) -> TermCandidate:
        group = self.source_groups[key]
        surfaces = group.surfaces(self.memory.source)
        shown = min(surfaces, key=lambda text: (-surfaces[text], len(text), text))
        rendered = chosen.surface
        acronym = is_acronym(rendered)
        return TermCandidate(
            source_term=shown,
            target_term=rendered,
            score=round(score, 4),
            confidence=round(float(min(1.0, chosen.confidence)), 4),
            frequency=group.frequency,
            documents=len({self.pairs[unit].document for unit in group.units}),
            type=TermType.ACRONYM if group.is_acronym else TermType.FULL_FORM,
            contexts=contexts_of(chosen.won or chosen.seen, self.memory, self.pairs),
            source_variants=variants(surfaces.items(), shown, _MOST_VARIANTS),
            target_variants=variants(chosen.surfaces.items(), rendered, _MOST_VARIANTS),
            full_form=self.introduced.source_forms.get(key[0], "") if group.is_acronym else "",
            target_full_form=self.introduced.target_forms.get(rendered, "") if acronym else "",
            known=(key, target_key) in self.known or (key, chosen.key) in self.known,
            alternatives=_alternatives(chosen, renderings),
        )


def _alternatives(chosen: Rendering, renderings: Sequence[Rendering]) -> tuple[TermAlternative, ...]:
    """Other renderings that were the best somewhere and are not much less sure."""
    least = _ALTERNATIVE * chosen.confidence
    words = set(chosen.key)
    others = [
        other
        for other in renderings
        if other is not chosen and other.won and other.confidence >= least and not _nested(words, set(other.key))
    ]
    return tuple(
        TermAlternative(r.surface, round(float(min(1.0, r.confidence)), 4), len(r.won))
        for r in others[:_MOST_ALTERNATIVES]
    )


def _nested(one: set[str], other: set[str]) -> bool:
    """Whether one holds all words of the other: more or less of the same stretch, no other translation."""
    return one <= other or other <= one


def _joined(one: TermCandidate, other: TermCandidate) -> TermCandidate:
    """Two candidates of the same words in another order (``symptoms of X``, ``X symptoms``): the better, with both."""
    best, rest = (one, other) if (one.score, one.frequency) >= (other.score, other.frequency) else (other, one)
    synonyms = tuple(dict.fromkeys((*best.synonyms, rest.source_term, *rest.synonyms)))
    synonyms = tuple(text for text in synonyms if text.lower() != best.source_term.lower())
    return replace(best, frequency=best.frequency + rest.frequency, synonyms=synonyms, known=best.known or rest.known)


def _content_of(place: Place, side: TextSide, *, verbal: bool = False) -> Key:
    """The content words at a place, as renderings name them."""
    row = side.row(place.unit)
    return tuple(
        content_key(side.word(int(row.ids[at])), side.language, verbal=verbal)
        for at in range(place.first, place.last + 1)
        if row.content[at]
    )


def contexts_of(
    places: Sequence[tuple[Place, Place]], memory: AlignedMemory, pairs: Sequence[TextPair]
) -> tuple[ContextPair, ...]:
    """Units that show a pair at its source and target places, those of a good length first, with the spots."""
    chosen: dict[int, tuple[Place, Place]] = {}
    for here, there in places:
        chosen.setdefault(here.unit, (here, there))
    units = sorted(chosen, key=lambda unit: (abs(len(pairs[unit].source) - _CONTEXT_LENGTH), unit))
    return tuple(
        ContextPair(
            pairs[unit].identifier,
            pairs[unit].source,
            pairs[unit].target,
            _span(chosen[unit][0], memory.source),
            _span(chosen[unit][1], memory.target),
        )
        for unit in units[:_MOST_CONTEXTS]
    )


def _span(place: Place, side: TextSide) -> tuple[int, int]:
    row = side.row(place.unit)
    return int(row.starts[place.first]), int(row.ends[place.last])
