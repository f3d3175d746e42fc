"""Where in a translation a phrase stands: stretches of the other text that hold its words' links and little else."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.texts import Part, TextSide

__all__ = ["Span", "find_spans"]

_LEAST_PEAK = 0.05
_UNLINKED = 0.3  # what a content word costs that nothing is linked to
_LEAST_MASS = 0.5  # a source word counts so much at least, however unsure its links
_SPANS_KEPT = 6
_LEAST_SCORE = 0.2
_VERB_EDGE = 0.1
_ADVERB_EDGE = 0.15
_SKIPPED = 0.1
_CUT_NOUN = 0.2
_CUT_EXPRESSION = 0.3  # a noun that is none without what follows (``mise`` à jour)
_GOVERNING = 0.1  # an adjective at the end that leads to what follows (``relatif au retour``)
_JOINED = 0.15  # two things for what is one
_TO = frozenset(["à", "au", "aux"])
_FOREIGN = 0.15  # a word with less of the phrase's links ...
_FOREIGN_ELSEWHERE = 0.5  # ... and more in all belongs to something else


class Span(Struct, frozen=True):
    """Tokens ``first`` to ``last`` (inclusive) with ``words`` content words; ``score`` at most 1, higher is better.

    ``skipped`` are modifiers inside that translate something else (``transmission ⟨répandue⟩ de la maladie``).
    """

    first: int
    last: int
    words: int
    score: float
    skipped: tuple[int, ...] = ()


def find_spans(
    first: int, last: int, content: NDArray[np.bool_], matrix: NDArray[np.float32], side: TextSide, number: int,
    *, verbal: bool, listed: bool = False, joined: bool = False,
) -> list[Span]:  # fmt: skip
    """The best stretches of text ``number`` of ``side`` for the tokens ``first`` to ``last`` of its counterpart.

    ``content`` marks the counterpart's content words, ``matrix`` holds the link probabilities, its tokens first;
    ``verbal`` says that the phrase is one about a verb, ``listed`` that it holds a comma, so that the stretch may,
    ``joined`` that it holds a conjunction; where it holds none, one in the stretch costs something. The score is the
    share of links held, both ways (the Dice coefficient of the phrase's links and those of the stretch), less for an
    edge that terms seldom have. No stretch begins or ends with a function word, cuts a compound, or runs over
    punctuation.
    """
    row = side.row(number)
    if not row.content.any() or not matrix.size:
        return []
    ours = np.arange(first, last + 1)[content[first : last + 1]]
    ours = ours if len(ours) else np.arange(first, last + 1)
    inside = np.where(row.content, matrix[ours].sum(axis=0), 0.0)
    everything = np.where(row.content, np.clip(matrix.sum(axis=0), _UNLINKED, 1.0), 0.0)
    peak = int(inside.argmax())
    if inside[peak] < _LEAST_PEAK:
        return []
    mass = max(float(matrix[ours].sum()), _LEAST_MASS * len(ours))
    held = np.concatenate([[0.0], np.cumsum(inside)])
    within = np.concatenate([[0.0], np.cumsum(everything)])
    counted = np.concatenate([[0], np.cumsum(row.content)])
    joins = row.parts == Part.CCONJ
    foreign = _foreign_modifiers(row.parts, row.glued, inside, everything)
    found = []
    for begin, end in _stretches(side, number, peak, 2 * len(ours) + 3, verbal=verbal, listed=listed):
        skipped = tuple(at for at in foreign if begin < at < end)
        open_joins = int(joins[begin : end + 1].sum()) > sum(bool(joins[at]) for at in skipped)
        alien = within[end + 1] - within[begin] - sum(float(everything[at]) for at in skipped)
        share = 2 * (held[end + 1] - held[begin]) / (mass + alien)
        score = (
            float(share)
            - (0.0 if verbal else _edge_cost(side, number, begin, end))
            - (_JOINED if open_joins and not joined else 0.0)
            - _SKIPPED * len(skipped)
        )
        if score >= _LEAST_SCORE:
            words = int(counted[end + 1] - counted[begin]) - sum(bool(row.content[at]) for at in skipped)
            found.append(Span(begin, end, words, score, skipped))
    found.sort(key=lambda span: (-span.score, span.first, span.last))
    return found[:_SPANS_KEPT]


def _stretches(
    side: TextSide, number: int, peak: int, reach: int, *, verbal: bool, listed: bool
) -> Iterator[tuple[int, int]]:
    row = side.row(number)
    low, high = max(0, peak - reach), min(len(row.ids), peak + 2 * reach + 1)
    content = row.content[low:high].tolist()
    glued = row.glued[low:high].tolist()
    tied = low > 0 and bool(row.glued[low - 1])
    words = [side.word(identifier) for identifier in row.ids[low:high].tolist()]
    parts = row.parts[low:high].tolist()
    stops = [
        (not verbal and part == Part.PRON) or not (word[:1].isalnum() or here or before or (listed and word == ","))
        for word, part, here, before in zip(words, parts, glued, [tied, *glued], strict=False)
    ]
    middle = peak - low
    last = next((at for at in range(middle, len(stops)) if stops[at]), len(stops))
    ends = [at for at in range(middle, last) if content[at] and not glued[at]]
    first = next((at + 1 for at in range(middle - 1, -1, -1) if stops[at]), 0)
    for begin in range(first, middle + 1):
        if not content[begin] or (glued[begin - 1] if begin else tied):
            continue
        for end in ends:
            if end > begin + 2 * reach:
                break
            yield begin + low, end + low


def _foreign_modifiers(
    parts: NDArray[np.uint8], glued: NDArray[np.bool_], inside: NDArray[np.float64], everything: NDArray[np.float64]
) -> list[int]:
    """Adjectives, participles and adverbs linked to other words than the phrase's, and what joins them to the next."""
    modifies = (parts == Part.ADJ) | (parts == Part.VERB) | (parts == Part.ADV)
    foreign = np.flatnonzero(modifies & (inside < _FOREIGN) & (everything > _FOREIGN_ELSEWHERE) & ~glued)
    alone = [int(at) for at in foreign if not (at and glued[at - 1])]
    joined = [at + 1 for at in alone if at + 1 < len(parts) and parts[at + 1] == Part.CCONJ]
    return sorted(alone + joined)


def _edge_cost(side: TextSide, number: int, first: int, last: int) -> float:
    """Terms seldom begin or end with a verb or an adverb, and do not leave out the noun of their adjective."""
    cost = 0.0
    row = side.row(number)
    parts, phrases = row.parts, side.language.noun_phrases
    begin, end = int(parts[first]), int(parts[last])
    if begin in (Part.VERB, Part.AUX):
        cost += _VERB_EDGE
    if end == Part.VERB and last > first:
        cost += _VERB_EDGE / 2
    if Part.ADV in (begin, end):
        cost += _ADVERB_EDGE
    if not phrases.head_first:
        return cost
    if begin == Part.ADJ and first and int(parts[first - 1]) == Part.NOUN:
        cost += _CUT_NOUN
    if last + 1 == len(parts):
        return cost
    word, after = (side.word(int(row.ids[at])).lower() for at in (last, last + 1))
    if word in phrases.incomplete and after in phrases.links:
        cost += _CUT_EXPRESSION
    if last > first:
        if end == Part.ADJ and int(parts[last + 1]) == Part.NOUN and word in phrases.weak:
            cost += _CUT_NOUN
        elif word in phrases.governing and after in _TO:
            cost += _GOVERNING
    return cost
