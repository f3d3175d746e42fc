"""One-to-one links: which stem of a candidate bead stands for which, each used once.

Averages over a bead let one word explain two; links do not. Stems are linked greedily, the strongest pair first
(competitive linking, Melamed 2000); strength is the root of the product of both directions' ratios against the
background, less for what stands in another part of the bead. What is left over may find its partner in the sentences
just outside: a leak, which tells of a bead that is cut at the wrong place.

Beside them each stem is scored by all that may stand for it in the bead, the nearer to its place the more: a mixture
as in IBM Model 2, with places that count less and less with the distance (Dyer, Chahuneau and Smith 2013).
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import chain

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.kernels import kernels
from tmx.align.lexicon import LearntLexicon
from tmx.align.stems import Ids, StemmedText

__all__ = ["BeadLinks", "LinkTable", "SideLinks", "link_beads", "link_table", "ranges"]

Floats = NDArray[np.float64]
Flags = NDArray[np.bool_]

_LEAST_STRENGTH = 4.0
_LEAST_RARITY = 0.25  # words that are commoner than this on both sides are not linked
_DISTANCE = 1.5  # taken from the log of the strength for each bead's length between the places
_SURE = 3.0  # the log of a strength at which a link is beyond doubt
_CHUNK = 1_500_000  # links looked at in one go
_ROUNDS = 12
_NEAR = 10.0  # by how much the log of a partner's worth falls with the distance, in lengths of the bead
_BACKGROUND = 0.2  # the share of stems that come from nowhere
_STRONGEST = 6.0  # no pair counts for more than that log of a strength


class LinkTable(Struct, frozen=True, eq=False):
    """The pairs of stems that are strong enough: those of source stem ``s`` from ``offsets[s]`` to ``offsets[s + 1]``.

    ``strength`` is a natural log. ``source_rarity`` and ``target_rarity`` give each stem a weight from 0 (the
    commonest) to 1 (seen once).
    """

    offsets: Ids
    target: Ids
    strength: Floats
    source_rarity: Floats
    target_rarity: Floats


class SideLinks(Struct, frozen=True, eq=False):
    """One side of candidate beads, stem by stem; only the stems inside the beads.

    ``bead`` and ``sentence`` (0 for the first of the bead) say where the stem stands, ``position`` its place in the
    text; ``linked``: how surely it has a partner in the bead, 0 to 1; ``leaking``: how surely it has none there and one
    in a sentence just outside; ``apart``: how far from it its partner stands, in parts of the bead; ``placed``: the
    natural log of how much likelier the stem is for the other side of the bead and the places of its words there.
    """

    bead: Ids
    sentence: Ids
    position: Ids
    linked: Floats
    leaking: Floats
    apart: Floats
    placed: Floats


class BeadLinks(Struct, frozen=True, eq=False):
    """The links of the candidate beads ``first`` to ``last``."""

    first: int
    last: int
    source: SideLinks
    target: SideLinks


def link_table(lexicon: LearntLexicon) -> LinkTable:
    """The pairs of ``lexicon`` that are strong in both directions together."""
    product = (
        lexicon.forward
        / lexicon.target_share[lexicon.target_ids]
        * (lexicon.backward / lexicon.source_share[lexicon.source_ids])
    )
    rarities = _rarity(lexicon.source_share), _rarity(lexicon.target_share)
    rare = np.maximum(rarities[0][lexicon.source_ids], rarities[1][lexicon.target_ids]) >= _LEAST_RARITY
    keep = (product >= _LEAST_STRENGTH**2) & rare
    counts = np.bincount(lexicon.source_ids[keep], minlength=len(lexicon.source_vocabulary))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return LinkTable(offsets, lexicon.target_ids[keep], 0.5 * np.log(product[keep]), *rarities)


def _rarity(share: Floats) -> Floats:
    if not len(share):
        return share
    logs = np.log(share)
    highest, lowest = float(logs.max()), float(logs.min())
    result: Floats = (highest - logs) / max(highest - lowest, 1e-9)
    return result


def ranges(starts: Ids, ends: Ids) -> tuple[Ids, Ids]:
    """All numbers of the ranges one after another, and for each the number of its range."""
    sizes = np.maximum(ends - starts, 0)
    which = np.repeat(np.arange(len(sizes)), sizes)
    return np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + starts[which], which


class _TextLinks(Struct, frozen=True, eq=False):
    """The possible links of a text, by place: those of source stem ``p`` from ``offsets[p]`` to ``offsets[p + 1]``."""

    offsets: Ids
    target: Ids
    strength: Floats

    def worth(self) -> Floats:
        """What each link is worth where both stems stand at the same place."""
        result: Floats = np.exp(np.minimum(self.strength, _STRONGEST))
        return result


def _text_links(source: StemmedText, target: StemmedText, table: LinkTable, low: Ids, high: Ids) -> _TextLinks:
    """All possible links between source sentence ``i`` and the target sentences ``low[i]`` to ``high[i]``."""
    compiled = kernels()
    if compiled is not None:
        given = source.ids, source.offsets, target.ids, target.offsets, low, high
        offsets = np.empty(len(source.ids) + 1, dtype=np.int64)
        found = _TextLinks(offsets, np.empty(0, dtype=np.int64), np.empty(0))
        pairs = table.offsets, np.ascontiguousarray(table.target), table.strength
        for _ in range(2):  # counted, then written
            size = compiled.place_links(*given, *pairs, offsets, found.target, found.strength)
            if len(found.target) == size:
                break
            found = _TextLinks(offsets, np.empty(size, dtype=np.int64), np.empty(size))
        return found
    n_target = len(target) + 1
    sentence = np.repeat(np.arange(len(source)), source.counts())
    entry, place = ranges(table.offsets[source.ids], table.offsets[source.ids + 1])
    keys = target.ids * n_target + np.repeat(np.arange(len(target)), target.counts())
    order = np.argsort(keys, kind="stable")
    keys = keys[order]
    wanted = table.target[entry] * n_target
    first = np.searchsorted(keys, wanted + low[sentence[place]])
    last = np.searchsorted(keys, wanted + high[sentence[place]])
    at, which = ranges(first, last)
    counts = np.bincount(place[which], minlength=len(source.ids))
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    return _TextLinks(offsets, order[at], table.strength[entry[which]])


class _Window(Struct, frozen=True, eq=False):
    """One side of some candidates with a sentence more at either end: its stems, numbered through all candidates."""

    begin: Ids  # of each candidate: the place of its first stem, outside sentence included
    base: Ids  # of each candidate: the number of that stem
    position: Ids  # of each stem
    owner: Ids  # of each stem: its candidate
    zone: Ids  # of each stem: -1 before the bead, 0 inside, 1 behind
    relative: Floats  # of each stem: where it stands, 0 to 1 inside the bead
    powers: tuple[Floats, Floats]  # of each stem: exp of _NEAR times its place, and of minus that

    @classmethod
    def of(cls, text: StemmedText, begin: Ids, end: Ids) -> _Window:
        """The window of the beads over sentences ``begin`` to ``end``."""
        offsets = text.offsets
        outer = offsets[np.maximum(begin - 1, 0)], offsets[np.minimum(end + 1, len(text))]
        position, owner = ranges(*outer)
        first, last = offsets[begin], offsets[end]
        zone = (position >= last[owner]).astype(np.int64) - (position < first[owner])
        relative = (position - first[owner] + 0.5) / np.maximum(last - first, 1)[owner]
        # Outside, and in a bead that is empty here, places count by the sentence: a little before 0 or after 1.
        relative = np.where(zone < 0, -0.25, np.where(zone > 0, 1.25, relative))
        sizes = outer[1] - outer[0]
        powers = np.exp(_NEAR * relative), np.exp(-_NEAR * relative)
        return cls(outer[0], np.cumsum(sizes) - sizes, position, owner, zone, relative, powers)


def link_beads(
    source: StemmedText,
    target: StemmedText,
    table: LinkTable,
    spans: tuple[Ids, Ids, Ids, Ids],
) -> Iterator[BeadLinks]:
    """The links of candidate beads, some at a time, in order.

    ``spans`` are the beads' source sentences, from and to, and their target sentences, from and to; the beads are
    sorted by where they end in the source.
    """
    begin, end, other_begin, other_end = spans
    low, high = np.full(len(source), len(target), np.int64), np.zeros(len(source), np.int64)
    for shift in range(-1, int((end - begin).max(initial=0)) + 1):
        at = begin + shift
        valid = (at >= 0) & (at < np.minimum(end + 1, len(source)))
        np.minimum.at(low, at[valid], np.maximum(other_begin[valid] - 1, 0))
        np.maximum.at(high, at[valid], np.minimum(other_end[valid] + 1, len(target)))
    links = _text_links(source, target, table, low, high)
    worth = links.worth()
    outer = source.offsets[np.maximum(begin - 1, 0)], source.offsets[np.minimum(end + 1, len(source))]
    cost = np.cumsum(links.offsets[outer[1]] - links.offsets[outer[0]])
    first = 0
    while first < len(begin):
        spent = cost[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(cost, spent + _CHUNK)))
        part = slice(first, last)
        ours = _Window.of(source, begin[part], end[part])
        theirs = _Window.of(target, other_begin[part], other_end[part])
        linked = _competition(ours, theirs, links, worth)
        stems = (
            source.offsets[end[part]] - source.offsets[begin[part]],
            target.offsets[other_end[part]] - target.offsets[other_begin[part]],
        )
        yield BeadLinks(
            first,
            last,
            _side(source, ours, begin[part], linked[0], stems[1]),
            _side(target, theirs, other_begin[part], linked[1], stems[0]),
        )
        first = last


def _side(text: StemmedText, window: _Window, begin: Ids, found: Floats, others: Ids) -> SideLinks:
    """``others`` counts the stems that each candidate has on the other side."""
    inside = window.zone == 0
    position, owner = window.position[inside], window.owner[inside]
    sentence = np.searchsorted(text.offsets, position, side="right") - 1
    linked, leaking, apart, worth = found[:, inside]
    placed = _placed(worth, (window.powers[0][inside], window.powers[1][inside]), others[owner])
    return SideLinks(owner, sentence - begin[owner], position, linked, leaking, apart, placed)


def _competition(ours: _Window, theirs: _Window, links: _TextLinks, worth: Floats) -> tuple[Floats, Floats]:
    """For the stems of either side: how surely they are linked inside the bead, how surely they leak, how far apart.

    And what all their possible partners in the bead are worth together.
    """
    found = np.zeros((4, len(ours.position))), np.zeros((4, len(theirs.position)))
    compiled = kernels()
    if compiled is not None:
        sides = (
            (np.append(ours.base, len(ours.position)), ours.position, ours.zone, ours.relative, *ours.powers),
            (np.append(theirs.base, len(theirs.position)), theirs.begin, theirs.zone, theirs.relative, *theirs.powers),
            (links.offsets, links.target, links.strength, worth),
        )
        compiled.compete(*chain(*sides), *found, _DISTANCE, _SURE)
        return found
    at, one = ranges(links.offsets[ours.position], links.offsets[ours.position + 1])
    owner = ours.owner[one]
    place = links.target[at] - theirs.begin[owner]
    sizes = np.bincount(theirs.owner, minlength=len(theirs.begin))
    within = (place >= 0) & (place < sizes[owner])
    at, one, owner, place = at[within], one[within], owner[within], place[within]
    other = theirs.base[owner] + place
    zones = ours.zone[one], theirs.zone[other]
    apart = np.abs(ours.relative[one] - theirs.relative[other])
    sure = np.minimum(links.strength[at] / _SURE, 1.0)
    # Of equals the earlier one wins.
    strength = links.strength[at] - _DISTANCE * apart - np.arange(len(at)) * 1e-9
    free = np.ones(len(ours.position), np.bool_), np.ones(len(theirs.position), np.bool_)
    inside = (zones[0] == 0) & (zones[1] == 0)
    inner = np.flatnonzero(inside)
    taken = inner[_greedy(one[inner], other[inner], strength[inner], free)]
    for side, stems in zip(found, (one, other), strict=True):
        side[0, stems[taken]] = sure[taken]
        side[2, stems[taken]] = apart[taken]
    here, there = one[inner], other[inner]
    # exp(-|x - y|) is the smaller one of exp(x) exp(-y) and exp(-x) exp(y): each stem has its powers.
    near = np.minimum(ours.powers[0][here] * theirs.powers[1][there], ours.powers[1][here] * theirs.powers[0][there])
    strong = worth[at[inner]] * near
    found[0][3] = np.bincount(one[inner], strong, minlength=len(ours.position))
    found[1][3] = np.bincount(other[inner], strong, minlength=len(theirs.position))
    # Outside stems that belong together keep each other from being taken for a leak.
    outer = np.flatnonzero(~inside & (zones[0] * zones[1] >= 0))
    taken = outer[_greedy(one[outer], other[outer], strength[outer], free)]
    crossing = taken[(zones[0][taken] == 0) != (zones[1][taken] == 0)]
    found[0][1, one[crossing]] = sure[crossing]
    found[1][1, other[crossing]] = sure[crossing]
    return found


def _placed(worth: Floats, powers: tuple[Floats, Floats], others: Ids) -> Floats:
    """The log likelihood ratio of stems by their place in the bead and how many ``others`` it has on the other side.

    ``worth`` is that of their possible partners, summed; ``powers`` tell the place, as in :class:`_Window`.
    """
    # The mean worth of a place, over the whole bead: less for stems near its ends.
    usual = (2.0 - powers[1] - powers[0] * np.exp(-_NEAR)) / _NEAR
    result: Floats = np.log(_BACKGROUND + (1.0 - _BACKGROUND) * worth / (np.maximum(others, 1) * usual))
    return result


def _greedy(one: Ids, other: Ids, strength: Floats, free: tuple[Flags, Flags]) -> Ids:
    """The links that are taken, strongest first, each stem once; ``free`` is changed."""
    taken = [np.zeros(0, np.int64)]
    left = np.flatnonzero(free[0][one] & free[1][other])
    best = np.full(len(free[0]), -np.inf), np.full(len(free[1]), -np.inf)
    for _ in range(_ROUNDS):
        if not len(left):
            break
        ours, theirs, value = one[left], other[left], strength[left]
        best[0][ours] = best[1][theirs] = -np.inf
        np.maximum.at(best[0], ours, value)
        np.maximum.at(best[1], theirs, value)
        # What is the strongest link of both its stems would be taken before any other link of either.
        chosen = left[(value == best[0][ours]) & (value == best[1][theirs])]
        free[0][one[chosen]] = False
        free[1][other[chosen]] = False
        taken.append(chosen)
        left = left[free[0][ours] & free[1][theirs]]
    return np.concatenate(taken)
