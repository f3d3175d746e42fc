"""What translates a phrase: spans of the other text, told by word alignment.

Each occurrence votes for the spans that hold most of its alignment mass and little of its neighbours'; the votes are
summed over occurrences by the key of the span.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
from numpy.typing import NDArray

from termbase.extract.candidates import Occurrence, PhraseGroup, surface
from termbase.extract.phrases import Role, TaggedToken, phrase_key
from tmx.text.languages import Language

__all__ = ["Rendering", "Side", "render"]

_MOST_OCCURRENCES = 60
_SPANS_KEPT = 4
_LEAST_SHARE = 0.25
_DICE = 0.4
_WORD_DIFFERENCE = 0.35
_PATTERN = 0.2


@dataclass(frozen=True, slots=True, eq=False)
class Side:
    """One language's texts, their tagged tokens, and their phrases by key."""

    language: Language
    texts: Sequence[str]
    tagged: Sequence[Sequence[TaggedToken]]
    groups: dict[tuple[str, ...], PhraseGroup]


@dataclass(slots=True)
class Rendering:
    """A possible translation of a phrase: its key, its score, and how it is written.

    ``units`` are those in which it was seen; the number before each is the lower, the better it did there.
    """

    key: tuple[str, ...]
    words: int
    score: float = 0.0
    confidence: float = 0.0
    surfaces: dict[str, int] = field(default_factory=dict)
    units: list[tuple[float, int]] = field(default_factory=list)

    @property
    def surface(self) -> str:
        """The most frequent form, of equals the shortest."""
        return min(self.surfaces, key=lambda text: (-self.surfaces[text], len(text), text))


@dataclass(frozen=True, slots=True)
class _Span:
    first: int
    last: int
    score: float


def render(
    group: PhraseGroup, ours: Side, theirs: Side, posteriors: Sequence[NDArray[np.float32]], *, swapped: bool = False
) -> list[Rendering]:
    """The renderings of a phrase of ``ours`` in ``theirs``, the best first.

    ``posteriors`` holds a matrix for each unit, source tokens by target tokens; ``swapped`` says that ``ours`` is the
    target.
    """
    found: dict[tuple[str, ...], Rendering] = {}
    occurrences = group.occurrences[:_MOST_OCCURRENCES]
    for occurrence in occurrences:
        matrix = posteriors[occurrence.unit]
        spans = _spans(occurrence, ours, theirs, matrix.T if swapped else matrix)
        best = spans[0].score if spans else 0.0
        for span in spans:
            tokens = theirs.tagged[occurrence.unit]
            key = phrase_key(tokens[span.first : span.last + 1], theirs.language)
            rendering = found.get(key)
            if rendering is None:
                words = sum(t.role is Role.CONTENT for t in tokens[span.first : span.last + 1])
                rendering = found[key] = Rendering(key, words)
            rendering.score += span.score
            rendering.units.append((-span.score if span.score == best else 0.0, occurrence.unit))
            text = surface(theirs.texts[occurrence.unit], tokens, span.first, span.last)
            rendering.surfaces[text] = rendering.surfaces.get(text, 0) + 1
    if not found:
        return []
    ours_units = {occurrence.unit for occurrence in group.occurrences}
    for rendering in found.values():
        rendering.confidence = rendering.score / len(occurrences)
        rendering.score = rendering.confidence + _evidence(group, rendering, theirs, ours_units)
    return sorted(found.values(), key=lambda r: (-r.score, r.key))


def _evidence(group: PhraseGroup, rendering: Rendering, theirs: Side, ours_units: set[int]) -> float:
    """What speaks for a rendering besides the alignment: Dice over units, a good cut, as many words."""
    score = -_WORD_DIFFERENCE * abs(rendering.words - group.words)
    other = theirs.groups.get(rendering.key)
    if other is not None:
        score += _PATTERN
        units = {occurrence.unit for occurrence in other.occurrences}
        if len(ours_units) > 1:
            score += _DICE * 2 * len(units & ours_units) / (len(units) + len(ours_units))
    return score


def _spans(occurrence: Occurrence, ours: Side, theirs: Side, matrix: NDArray[np.float32]) -> list[_Span]:
    """The best spans of the other text for one occurrence, the best first."""
    tokens = theirs.tagged[occurrence.unit]
    if not tokens:
        return []
    phrase = occurrence.phrase
    content = [n for n in range(phrase.first, phrase.last + 1) if ours.tagged[occurrence.unit][n].role is Role.CONTENT]
    inside = matrix[content].sum(axis=0)
    everything = matrix.sum(axis=0)
    is_content = np.array([token.role is Role.CONTENT for token in tokens])
    inside = np.where(is_content, inside, 0.0)
    everything = np.where(is_content, np.minimum(everything, 1.0), 0.0)
    mass = float(matrix[content].sum())
    if mass <= 0 or not is_content.any():
        return []
    peak = int(inside.argmax())
    reach = 2 * phrase.words + 3
    candidates = []
    for first in range(max(0, peak - reach), peak + 1):
        if not _may_stand_at_edge(tokens[first]) or _is_broken(tokens, first, peak):
            continue
        for last in range(peak, min(len(tokens), first + 2 * reach)):
            if tokens[last].role is Role.BREAK:
                break
            if not _may_stand_at_edge(tokens[last]):
                continue
            held = float(inside[first : last + 1].sum())
            score = 2 * held / (mass + float(everything[first : last + 1].sum()))
            candidates.append(_Span(first, last, score))
    candidates.sort(key=lambda span: (-span.score, span.first, span.last))
    kept = candidates[:_SPANS_KEPT]
    return [span for span in kept if span.score >= _LEAST_SHARE]


def _may_stand_at_edge(token: TaggedToken) -> bool:
    return token.role is Role.CONTENT


def _is_broken(tokens: Sequence[TaggedToken], first: int, last: int) -> bool:
    return any(token.role is Role.BREAK for token in tokens[first : last + 1])
