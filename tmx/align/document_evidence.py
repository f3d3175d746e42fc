"""What speaks for two documents being translations of each other.

An inverted index over corresponding stems proposes a few candidates for each document; each candidate is then weighed
like a bead: in either direction the mean over the explained stems ``t`` of
``log(b + (1 - b) * sum over the other document's stems s of k(s, t) p(t|s) / p0(t))``, a ratio against the background
``p0``, in which the kernel ``k`` is higher where both stand at about the same place of their documents.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.lexicon import LearntLexicon
from tmx.align.stems import Ids, StemmedText, weighted_counts

__all__ = ["Candidates", "Collection", "length_distance", "propose", "weigh"]

Floats = NDArray[np.float64]

_MOST_SHARED = 60_000_000  # how many shared stems of pairs of documents are counted; the commonest are left out
_BLOCK = 128  # source documents that are looked up in one go
_PLACES = 8  # parts of a document that the kernel tells apart
_NEAR, _REACH = 0.7, 1.5  # the kernel's share that falls off with distance, and its scale in parts
_BACKGROUND = 0.2
_SHORT_LENGTH = 25.0  # characters by which lengths may differ without a meaning
_LENGTH_SPREAD = 0.7  # how far the log of the lengths' ratio may stray


class Collection(Struct, frozen=True, eq=False):
    """The documents of one side in one row of stems.

    The stems of document ``i`` are ``ids[offsets[i]:offsets[i + 1]]``; ``place`` says for each in which part of its
    document it stands, ``worth`` how much it counts there: the more often a stem is repeated, the less. ``stems`` and
    ``stem_offsets`` hold the distinct stems of each document, ``holders`` and ``holder_offsets`` the documents of each
    stem, ``rarity`` the log of its inverse share of the documents; ``lengths`` counts characters.
    """

    ids: Ids
    offsets: Ids
    place: Ids
    worth: Floats
    stems: Ids
    stem_offsets: Ids
    holders: Ids
    holder_offsets: Ids
    rarity: Floats
    lengths: Floats

    @classmethod
    def of(cls, texts: Sequence[StemmedText], vocabulary: int) -> Collection:
        """The collection of ``texts``, whose stems are numbers below ``vocabulary``."""
        size = len(texts)
        counts = np.array([len(text.ids) for text in texts], dtype=np.int64)
        ids = np.concatenate([text.ids for text in texts]) if size else np.zeros(0, dtype=np.int64)
        offsets = _offsets(counts)
        document = np.repeat(np.arange(size), counts)
        place = (np.arange(len(ids)) - offsets[document]) * _PLACES // np.maximum(counts, 1)[document]
        keys, back, often = np.unique(document * vocabulary + ids, return_inverse=True, return_counts=True)
        owner, stems = keys // max(vocabulary, 1), keys % max(vocabulary, 1)
        by_stem = np.argsort(stems, kind="stable")
        held = np.bincount(stems, minlength=vocabulary)
        return cls(
            ids,
            offsets,
            place,
            1.0 / np.sqrt(often[back.reshape(-1)].astype(np.float64)),
            stems,
            _offsets(np.bincount(owner, minlength=size)),
            owner[by_stem],
            _offsets(held),
            np.log((size + 1.0) / (held + 0.5)),
            np.array([float(text.lengths.sum()) for text in texts]),
        )

    def __len__(self) -> int:
        return len(self.lengths)


class Candidates(Struct, frozen=True, eq=False):
    """Pairs of documents, by source and then target, with what speaks for each.

    ``strength`` is the mean log ratio of a stem, in natural logs.
    """

    source: Ids
    target: Ids
    strength: Floats


def _offsets(counts: Ids) -> Ids:
    return np.concatenate([np.zeros(1, dtype=np.int64), np.cumsum(counts, dtype=np.int64)])


def _ranges(starts: Ids, ends: Ids) -> tuple[Ids, Ids]:
    """All numbers of the ranges one after another, and for each the number of its range."""
    sizes = ends - starts
    which = np.repeat(np.arange(len(sizes)), sizes)
    return np.arange(len(which)) - np.repeat(np.cumsum(sizes) - sizes, sizes) + starts[which], which


def length_distance(source: Floats, target: Floats, usual: float) -> Floats:
    """How far apart two lengths are: the log of their ratio, less the ``usual`` one, in spreads, without its sign."""
    distance: Floats = np.abs(np.log((target + _SHORT_LENGTH) / (source + _SHORT_LENGTH)) - usual) / _LENGTH_SPREAD
    return distance


class _Links(Struct, frozen=True, eq=False):
    """Corresponding stems: those of source stem ``s`` stand from ``offsets[s]`` to ``offsets[s + 1]``."""

    offsets: Ids
    target: Ids
    weight: Floats


def _rare_links(lexicon: LearntLexicon, ours: Collection, theirs: Collection) -> _Links:
    """The lexicon's pairs weighted by rarity, without those that too many pairs of documents share."""
    one, other = lexicon.source_ids, lexicon.target_ids
    shared = np.diff(ours.holder_offsets)[one] * np.diff(theirs.holder_offsets)[other]
    sure = np.sqrt(lexicon.forward * lexicon.backward)
    order = np.argsort(shared, kind="stable")
    keep = np.zeros(len(one), dtype=np.bool_)
    keep[order] = (np.cumsum(shared[order]) <= _MOST_SHARED) & (sure[order] > 0.0)
    one, other = one[keep], other[keep]
    weight = sure[keep] * np.minimum(ours.rarity[one], theirs.rarity[other])
    return _Links(_offsets(np.bincount(one, minlength=len(ours.rarity))), other, weight)


def _usual_ratio(ours: Collection, theirs: Collection) -> float:
    """The log of how much longer the documents of the other side are on the whole; near 0 where there are few."""
    few = min(len(ours), len(theirs))
    totals = ours.lengths.sum() + _SHORT_LENGTH, theirs.lengths.sum() + _SHORT_LENGTH
    return float(np.log(totals[1] / totals[0])) * few / (few + 10.0)


def _masses(collection: Collection) -> Floats:
    """The summed rarity of each document's stems."""
    owner = np.repeat(np.arange(len(collection)), np.diff(collection.stem_offsets))
    mass = weighted_counts(owner, collection.rarity[collection.stems], len(collection))
    return np.maximum(mass, 1e-9)


def propose(
    lexicon: LearntLexicon,
    ours: Collection,
    theirs: Collection,
    most: int,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> tuple[Ids, Ids]:
    """For each document of either side the ``most`` likeliest partners: sources and targets, in order."""
    links = _rare_links(lexicon, ours, theirs)
    usual = _usual_ratio(ours, theirs)
    masses = _masses(ours), _masses(theirs)
    size = len(theirs)
    most = min(most, size)
    found: list[Ids] = []
    best = np.full((size, min(most, len(ours)) + _BLOCK), -1.0)
    holder = np.full(best.shape, -1, dtype=np.int64)
    kept = best.shape[1] - _BLOCK
    for first in range(0, len(ours), _BLOCK):
        last = min(first + _BLOCK, len(ours))
        shared = _shared(links, ours, theirs, first, last)
        fit = np.exp(length_distance(ours.lengths[first:last, None], theirs.lengths[None, :], usual) ** 2 * -0.5)
        value = shared * fit / np.sqrt(masses[0][first:last, None] * masses[1][None, :])
        rows = np.arange(first, last)
        top = np.argpartition(-value, most - 1, axis=1)[:, :most] if most else np.zeros((last - first, 0), np.int64)
        found.append((rows[:, None] * size + top)[np.take_along_axis(value, top, axis=1) > 0.0])
        best[:, kept : kept + last - first] = value.T
        holder[:, kept : kept + last - first] = rows
        order = np.argsort(-best, axis=1, kind="stable")
        best, holder = np.take_along_axis(best, order, axis=1), np.take_along_axis(holder, order, axis=1)
        best[:, kept:] = -1.0
        progress(last, len(ours))
    proved = best[:, :kept] > 0.0
    found.append((holder[:, :kept] * size + np.arange(size)[:, None])[proved])
    keys = np.unique(np.concatenate(found))
    return keys // max(size, 1), keys % max(size, 1)


def _shared(links: _Links, ours: Collection, theirs: Collection, first: int, last: int) -> Floats:
    """What documents ``first`` to ``last`` (rows) share with each document of the other side (columns)."""
    begin, end = ours.stem_offsets[first], ours.stem_offsets[last]
    stems = ours.stems[begin:end]
    row = np.repeat(np.arange(last - first), np.diff(ours.stem_offsets[first : last + 1]))
    entry, which = _ranges(links.offsets[stems], links.offsets[stems + 1])
    partner = links.target[entry]
    at, again = _ranges(theirs.holder_offsets[partner], theirs.holder_offsets[partner + 1])
    cells = row[which][again] * len(theirs) + theirs.holders[at]
    sums = weighted_counts(cells, links.weight[entry][again], (last - first) * len(theirs))
    return sums.reshape(last - first, len(theirs))


class _Ratios(Struct, frozen=True, eq=False):
    """``p(explained | given) / p0(explained)`` of given stem ``g`` from ``offsets[g]`` to ``offsets[g + 1]``.

    ``rest[g]`` is the share of its probability that no known pair takes.
    """

    offsets: Ids
    explained: Ids
    ratio: Floats
    rest: Floats

    @classmethod
    def of(cls, given: Ids, explained: Ids, probability: Floats, share: Floats, size: int) -> _Ratios:
        known = probability > 0
        given, explained, probability = given[known], explained[known], probability[known]
        order = np.argsort(given, kind="stable")
        rest = np.maximum(1.0 - np.bincount(given, weights=probability, minlength=size), 0.0)
        return cls(
            _offsets(np.bincount(given, minlength=size)),
            explained[order],
            (probability / share[explained])[order],
            rest,
        )


def _kernel() -> Floats:
    """How much more likely a stem's partner stands in part ``b`` (column) than by chance, seen from part ``a``."""
    distance = np.abs(np.arange(_PLACES)[:, None] - np.arange(_PLACES)[None, :])
    near = np.exp(-distance / _REACH)
    kernel: Floats = 1.0 - _NEAR + _NEAR * _PLACES * near / near.sum(axis=1, keepdims=True)
    return kernel


def weigh(
    source: Ids,
    target: Ids,
    lexicon: LearntLexicon,
    ours: Collection,
    theirs: Collection,
    progress: Callable[[int, int], None] = lambda done, total: None,
) -> Candidates:
    """The candidates ``source`` and ``target``, sorted by source, with what speaks for each."""
    sizes = len(ours.rarity), len(theirs.rarity)
    forward = _Ratios.of(lexicon.source_ids, lexicon.target_ids, lexicon.forward, lexicon.target_share, sizes[0])
    backward = _Ratios.of(lexicon.target_ids, lexicon.source_ids, lexicon.backward, lexicon.source_share, sizes[1])
    total = len(ours) + len(theirs)
    one = _mean_ratios(source, target, forward, ours, theirs, lambda done: progress(done, total))
    order = np.argsort(target, kind="stable")
    other = np.zeros(len(source))
    other[order] = _mean_ratios(
        target[order], source[order], backward, theirs, ours, lambda done: progress(len(ours) + done, total)
    )
    return Candidates(source, target, (one + other) / 2.0)


def _mean_ratios(
    given: Ids,
    explained: Ids,
    ratios: _Ratios,
    givers: Collection,
    takers: Collection,
    progress: Callable[[int], None],
) -> Floats:
    """For each pair of documents, sorted by ``given``, the mean log ratio of the explained one's stems."""
    kernel = _kernel()
    result = np.zeros(len(given))
    scratch = np.full(len(takers.rarity), -1, dtype=np.int64)
    bounds = np.searchsorted(given, np.arange(len(givers) + 1))
    for document in range(len(givers)):
        first, last = bounds[document], bounds[document + 1]
        begin, end = givers.offsets[document], givers.offsets[document + 1]
        if first == last or begin == end:
            continue
        at, which = _ranges(takers.offsets[explained[first:last]], takers.offsets[explained[first:last] + 1])
        stems, local = np.unique(takers.ids[at], return_inverse=True)
        scratch[stems] = np.arange(len(stems))
        support = kernel @ _support(ratios, givers, begin, end, scratch, len(stems))
        scratch[stems] = -1
        worth = givers.worth[begin:end]
        rest = float((ratios.rest[givers.ids[begin:end]] * worth).sum())
        ratio = (support[takers.place[at], local.reshape(-1)] + rest) / float(worth.sum())
        logs = np.log(_BACKGROUND + (1.0 - _BACKGROUND) * ratio) * takers.worth[at]
        weights = np.bincount(which, weights=takers.worth[at], minlength=last - first)
        result[first:last] = np.bincount(which, weights=logs, minlength=last - first) / np.maximum(weights, 1e-9)
        progress(document + 1)
    return result


def _support(ratios: _Ratios, givers: Collection, begin: int, end: int, columns: Ids, width: int) -> Floats:
    """For each part of a document (row) and each explained stem that has a column the summed ratios of its stems."""
    stems = givers.ids[begin:end]
    entry, which = _ranges(ratios.offsets[stems], ratios.offsets[stems + 1])
    column = columns[ratios.explained[entry]]
    seen = column >= 0
    entry, which, column = entry[seen], which[seen], column[seen]
    cells = givers.place[begin:end][which] * width + column
    weights = ratios.ratio[entry] * givers.worth[begin:end][which]
    return weighted_counts(cells, weights, _PLACES * width).reshape(_PLACES, width)
