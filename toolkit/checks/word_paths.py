"""Which words of a source and of its translation stand for each other, seen along both texts.

A hidden Markov model over the places of words (:mod:`tmx.align.word_hmm`), in both directions, on the strengths that
the lexicon of a file gives to pairs of words. A word that fits two others goes with the one that its neighbours stand
by, and no word explains many.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.links import ranges
from tmx.align.stems import Ids, StemmedText
from tmx.align.word_hmm import Floats, Jumps, Lattice, link_probabilities, without_excess

__all__ = ["WordPaths", "word_paths"]

_NULL = 0.15  # words without counterpart
_EMPTY = 0.02  # the strength that is as good as none
_FLOOR = 0.0005  # of every pair
_LINKED = 0.3
# How content words move on in translations, from 12 places back to 12 ahead, for once that they stay: in clean news and
# health texts. A noun and its adjective change places often.
_JUMPS = Jumps(np.array([
    0.12, 0.16, 0.15, 0.20, 0.19, 0.27, 0.34, 0.43, 0.63, 1.07, 2.61, 9.91, 1.00,
    24.41, 11.49, 5.72, 2.96, 1.46, 0.83, 0.55, 0.33, 0.22, 0.17, 0.12, 0.08,
]))  # fmt: skip
_CELLS = 1 << 16  # pairs of words in one go, with what pads texts to one size
_WIDER = 1.3  # so much longer than the shortest source of a batch, in words, the longest may be
_Flags = NDArray[np.bool_]


class WordPaths(Struct, frozen=True, eq=False):
    """How surely each word has a counterpart (about 0 to 1), one text after another.

    ``partner`` is that of a word of the source among the words of its translation, from 0; -1 where it is not sure.
    """

    source: NDArray[np.float64]
    target: NDArray[np.float64]
    partner: Ids


def word_paths(source: StemmedText, target: StemmedText, strength: NDArray[np.float64]) -> WordPaths:
    """The counterparts in each text of ``source`` and the text of ``target`` in its place.

    ``strength`` is that of all pairs of their words, as :func:`~toolkit.checks.strengths.strength_of_pairs` gives it.
    """
    first = np.concatenate([[0], np.cumsum(source.counts() * target.counts())])
    found = WordPaths(np.zeros(len(source.ids)), np.zeros(len(target.ids)), np.full(len(source.ids), -1))
    for texts in _batches(source.counts(), target.counts()):
        rows, ours = _padded(source, texts)
        columns, theirs = _padded(target, texts)
        both = rows[:, :, None] & columns[:, None, :]
        fit = np.zeros(both.shape, np.float32)
        fit[both] = strength[ranges(first[texts], first[texts + 1])[0]] + _FLOOR
        links = np.sqrt(_links(fit.transpose(0, 2, 1), rows, columns).transpose(0, 2, 1) * _links(fit, columns, rows))
        links[~both] = 0.0
        found.source[ours] = links.sum(axis=2)[rows]
        found.target[theirs] = links.sum(axis=1)[columns]
        found.partner[ours] = np.where(links.max(axis=2) >= _LINKED, links.argmax(axis=2), -1)[rows]
    return found


def _batches(ours: Ids, theirs: Ids) -> Iterator[Ids]:
    """The numbers of the texts that have words on both sides, those of about one size together."""
    order = np.lexsort((theirs, ours))
    order = order[(ours[order] > 0) & (theirs[order] > 0)]
    begin, most = 0, 0
    for at, text in enumerate(order.tolist()):
        most = max(most, int(theirs[text]))
        full = (at - begin + 1) * int(ours[text]) * most > _CELLS
        if at > begin and (full or ours[text] > _WIDER * ours[order[begin]] + 1):
            yield order[begin:at]
            begin, most = at, int(theirs[text])
    if begin < len(order):
        yield order[begin:]


def _padded(text: StemmedText, chosen: Ids) -> tuple[_Flags, Ids]:
    """Which places of a table with a row for each text hold words, and the numbers of these words."""
    counts = text.counts()[chosen]
    held = np.arange(int(counts.max()))[None, :] < counts[:, None]
    return held, ranges(text.offsets[chosen], text.offsets[chosen + 1])[0]


def _links(emission: Floats, given: _Flags, explained: _Flags) -> Floats:
    """The probability of each link, by text, explained word and given word; none explains many."""
    empty = np.full(explained.shape, _NULL * _EMPTY, emission.dtype)
    lattice = Lattice(np.ascontiguousarray(emission), given, explained, empty, _NULL)
    lattice = without_excess(lattice, link_probabilities(lattice, _JUMPS))
    return link_probabilities(lattice, _JUMPS)
