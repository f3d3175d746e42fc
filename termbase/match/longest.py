"""Of terms that overlap in a text the longest, each cluster of overlapping ones by itself."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import NamedTuple

from msgspec import Struct

from termbase.match.automaton import TrieMatch
from termbase.match.pattern import Pattern

__all__ = ["Cluster", "Place", "resolve"]


class Place(NamedTuple):  # the quickest to make
    """Where the term with the number ``entry`` stands: its first and last word."""

    first: int
    last: int
    entry: int


class Cluster(Struct, frozen=True, eq=False):
    """Terms that overlap, with places counted from some word before them.

    ``every`` place is in order, of those with one beginning the longest first. ``kept`` are the longest: for each span
    the numbers, in ``every``, of the terms that have it; ``plain`` are their places where each span has one term, None
    elsewhere. ``is_exact`` says that the capitals of some count.
    """

    every: tuple[Place, ...]
    kept: tuple[tuple[int, ...], ...]
    plain: tuple[Place, ...] | None
    is_exact: bool


def resolve(matches: Sequence[TrieMatch], patterns: Mapping[int, Pattern], *, is_exact: bool) -> Cluster:
    """The cluster of ``matches``.

    Those of more elements come first, of equals those without an inserted word, then those over more words, then the
    foremost; what overlaps with what is kept already is left out, unless its span is the same.
    """
    if len(matches) == 1:
        ((places, entry, _),) = matches
        only = (Place(places[0], places[-1], entry),)
        return Cluster(only, ((0,),), only, is_exact)

    def rank(match: TrieMatch) -> tuple[int, bool, int, int]:
        places, entry, inserted = match
        return -len(patterns[entry].elements), inserted, places[0] - places[-1], places[0]

    taken: dict[int, Place | None] = {}  # for each word the first term that has it
    kept: dict[tuple[int, int], list[Place]] = {}
    for places, entry, _ in sorted(matches, key=rank):
        place = Place(places[0], places[-1], entry)
        span = place[:2]
        if span in kept:
            kept[span].append(place)
        elif taken.keys().isdisjoint(range(place.first, place.last + 1)):
            taken.update(dict.fromkeys(range(place.first, place.last + 1)))
            kept[span] = [place]
    every = sorted([Place(m.places[0], m.places[-1], m.entry) for m in matches], key=_reading_order)
    number = {place: at for at, place in enumerate(every)}
    spans = tuple([tuple([number[place] for place in kept[span]]) for span in sorted(kept)])
    plain = tuple([every[span[0]] for span in spans]) if all(len(span) == 1 for span in spans) else None
    return Cluster(tuple(every), spans, plain, is_exact)


def _reading_order(place: Place) -> tuple[int, int]:
    return place.first, -place.last
