"""What translates a phrase: each of its occurrences votes for stretches of the other text, told by word alignment.

Votes are summed by the content words of a stretch, so that inflection and prepositions do not scatter them.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct, field
from numpy.typing import NDArray

from termbase.extract.spans import Span, find_spans
from termbase.extract.texts import Part, TextSide, content_key
from tmx.text.lemmas import is_known_word

__all__ = ["MOST_OCCURRENCES", "Place", "Rendering", "render"]

MOST_OCCURRENCES = 60
_SHARPNESS = 3  # votes are scores to this power: a stretch that lacks a word is no half translation
_DICE = 0.4
_WORD_DIFFERENCE = 0.2
_MOST_RENDERINGS = 8
_WON = 0.2  # for a rendering that was the best somewhere
_OTHER_CLASS = 0.6  # what a vote for a word of another class counts
_MODIFYING = "ing"  # pumping station
_NOUNS = (Part.NOUN, Part.PROPN)
_JOINING = frozenset(["and", "or", "et", "ou", "/", "&"])

Matrices = Callable[[int], NDArray[np.float32]]


class Place(Struct, frozen=True):
    """Tokens ``first`` to ``last`` (inclusive) of text ``unit``, without those ``skipped`` between them."""

    unit: int
    first: int
    last: int
    skipped: tuple[int, ...] = ()


class Rendering(Struct):
    """A possible translation of a phrase: the lemmas of its content words, and where and how it is written.

    ``confidence`` from 0 to 1 is the mean of the votes, ``score`` what renderings are ranked by; ``won`` are the
    occurrences at which it was the best (source place, target place).
    """

    key: tuple[str, ...]
    words: int
    score: float = 0.0
    confidence: float = 0.0
    surfaces: Counter[str] = field(default_factory=Counter)
    won: list[tuple[Place, Place]] = field(default_factory=list)
    seen: list[tuple[Place, Place]] = field(default_factory=list)

    @property
    def surface(self) -> str:
        """The most frequent form, of equals the shortest."""
        return min(self.surfaces, key=lambda text: (-self.surfaces[text], len(text), text))


def _spread(places: Sequence[Place], most: int = MOST_OCCURRENCES) -> list[Place]:
    """At most ``most`` of the places, evenly _spread."""
    if len(places) <= most:
        return list(places)
    return [places[len(places) * n // most] for n in range(most)]


def _is_verbal(places: Sequence[Place], side: TextSide) -> bool:
    """Whether most occurrences of a phrase begin with a verb, or are one; not with a verb made a modifier."""
    verbs = 0
    for place in places:
        row = side.row(place.unit)
        made = place.last > place.first and side.word(int(row.ids[place.first])).endswith(_MODIFYING)
        modifies = made and not side.language.noun_phrases.head_first and int(row.parts[place.last]) == Part.NOUN
        verbs += int(row.parts[place.first]) == Part.VERB and not modifies
    return 2 * verbs > len(places)


def render(
    places: Sequence[Place], units: NDArray[np.int64], ours: TextSide, theirs: TextSide, matrix_of: Matrices
) -> list[Rendering]:
    """The renderings of a phrase of ``ours`` that stands at ``places``, the best first.

    ``units`` are the numbers of all texts that hold the phrase; ``matrix_of`` gives the link probabilities of a unit,
    tokens of ``ours`` first.
    """
    chosen = _spread(_outside_names(places, ours))
    verbal = _is_verbal(chosen, ours)
    found: dict[tuple[str, ...], Rendering] = {}
    sizes = []
    for place in chosen:
        content = ours.row(place.unit).content
        sizes.append(int(content[place.first : place.last + 1].sum()))
        written = {ours.word(int(i)).lower() for i in ours.row(place.unit).ids[place.first : place.last + 1]}
        spans = find_spans(
            place.first,
            place.last,
            content,
            matrix_of(place.unit),
            theirs,
            place.unit,
            verbal=verbal,
            listed="," in written,
            joined=not written.isdisjoint(_JOINING),
        )
        spans = [span for span in spans if not _is_untranslated(place.unit, span, ours, theirs)]
        row = theirs.row(place.unit)
        for rank, span in enumerate(spans):
            key = tuple(
                content_key(theirs.word(int(row.ids[at])), theirs.language, verbal=verbal)
                for at in range(span.first, span.last + 1)
                if row.content[at] and at not in span.skipped
            )
            rendering = found.get(key)
            if rendering is None:
                rendering = found[key] = Rendering(key, span.words)
            vote = span.score**_SHARPNESS / len(chosen)
            if sizes[-1] == 1 and span.words == 1 and not _same_class(ours, place, theirs, span):
                vote *= _OTHER_CLASS
            rendering.confidence += vote
            where = place, Place(place.unit, span.first, span.last, span.skipped)
            (rendering.won if rank == 0 else rendering.seen).append(where)
    size = round(sum(sizes) / max(len(sizes), 1)) or 1
    for rendering in found.values():
        rendering.score = rendering.confidence - _WORD_DIFFERENCE * abs(rendering.words - size)
        rendering.score += _DICE * _dice(rendering, units, theirs) + (_WON if rendering.won else 0.0)
    ranked = sorted(found.values(), key=lambda r: (-r.score, r.key))[:_MOST_RENDERINGS]
    for rendering in ranked:
        for _, there in rendering.won or rendering.seen:
            rendering.surfaces[theirs.surface(there.unit, there.first, there.last, there.skipped)] += 1
    return ranked


def _is_untranslated(unit: int, span: Span, ours: TextSide, theirs: TextSide) -> bool:
    """Whether a stretch of the other text belongs to words left as they are in this one (``Agreement Signed``).

    Two words and more side by side that stand in this text too, and of which the dictionaries have one in this language
    alone.
    """
    here = {ours.word(int(word)).lower() for word in ours.row(unit).ids}
    row = theirs.row(unit)
    words = [theirs.word(int(word)).lower() for word in row.ids]
    low, high = span.first, span.last
    if not all(word in here for word in words[low : high + 1]):
        return False
    while low and words[low - 1] in here and words[low - 1][:1].isalpha():
        low -= 1
    while high + 1 < len(words) and words[high + 1] in here and words[high + 1][:1].isalpha():
        high += 1
    inside = [word for word in words[low : high + 1] if word.isalpha()]
    strange = [w for w in inside if is_known_word(w, ours.language) and not is_known_word(w, theirs.language)]
    return len(inside) > 1 and len(strange) * 2 >= len(inside)


def _outside_names(places: Sequence[Place], side: TextSide) -> Sequence[Place]:
    """The places where a phrase is no part of a name (``Journal of Medicine``), if most are such."""
    common = [place for place in places if not _is_capital(place, side)]
    return common if len(common) > 2 and 2 * len(common) >= len(places) else places


def _is_capital(place: Place, side: TextSide) -> bool:
    """Whether the phrase begins with a capital that no beginning of a sentence explains."""
    word = side.word(int(side.row(place.unit).ids[place.first]))
    return word[:1].isupper() and side.surface(place.unit, place.first, place.last)[:1].isupper()


def _same_class(ours: TextSide, place: Place, theirs: TextSide, span: Span) -> bool:
    """Whether two single words are of one kind: a noun for a noun, no noun for a verb or an adjective."""
    here, there = int(ours.row(place.unit).parts[place.first]), int(theirs.row(place.unit).parts[span.first])
    if not here or not there:
        return True
    return (here in _NOUNS) == (there in _NOUNS)


def _dice(rendering: Rendering, units: NDArray[np.int64], theirs: TextSide) -> float:
    """How far the texts with the phrase and those with the rendering's words are the same; 0 for a phrase seen once."""
    if len(units) < 2:
        return 0.0
    holding: NDArray[np.int64] | None = None
    for part in rendering.key:
        places = theirs.postings.get(part)
        if places is None:
            return 0.0
        holding = places if holding is None else np.intersect1d(holding, places, assume_unique=True)
    if holding is None:
        return 0.0
    common = len(np.intersect1d(holding, units, assume_unique=True))
    return 2 * common / (len(holding) + len(units))
