"""How well each word of a text is translated by a word of another, by a lexicon learnt over the file."""

from __future__ import annotations

from types import ModuleType

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.kernels import kernels
from tmx.align.links import ranges
from tmx.align.stems import Ids, StemmedText
from toolkit.checks.file_lexicon import FileLexicon, Floats

__all__ = ["Strengths", "all_pairs", "chosen_texts", "strength_of_pairs", "strengths"]

_DISTANCE = 0.15  # of two equal partners the nearer one
_SHARED = 0.4  # a word whose partner is better explained by another word
_BLOCK = 1 << 17  # pairs of tokens looked at in one go: what they need stays near the processor


class Strengths(Struct, frozen=True, eq=False):
    """For each token of source and target its best strength, and the place of its partner on the other side, or -1."""

    strength: tuple[Floats, Floats]
    partner: tuple[Ids, Ids]


def chosen_texts(text: StemmedText, numbers: Ids) -> StemmedText:
    """The sentences of ``text`` with these numbers, one after another."""
    place, _ = ranges(text.offsets[numbers], text.offsets[numbers + 1])
    offsets = np.concatenate([[0], np.cumsum(text.counts()[numbers])]).astype(np.int64)
    return StemmedText(text.ids[place], offsets, text.lengths[numbers])


def strengths(lexicon: FileLexicon, source: StemmedText, target: StemmedText, own: Ids | None = None) -> Strengths:
    """The strengths of each text of ``source`` beside the text of ``target`` in the same place.

    ``own`` names for each the row that has taught the lexicon its words, or -1: what the row gave is taken away.
    """
    compiled = kernels()
    if compiled is not None:
        return _mutually(_weighed(compiled, lexicon, source, target, own, 0)[1])
    found: list[list[NDArray[np.float64]]] = [[], []]
    partners: list[list[Ids]] = [[], []]
    sizes = np.cumsum(source.counts() * target.counts())
    first = 0
    while first < len(source):
        spent = sizes[first - 1] if first else 0
        last = max(first + 1, int(np.searchsorted(sizes, spent + _BLOCK)))
        part = np.arange(first, min(last, len(source)))
        one = _strengths(
            lexicon, chosen_texts(source, part), chosen_texts(target, part), None if own is None else own[part]
        )
        for side, other in ((0, target), (1, source)):
            found[side].append(one.strength[side])
            partner = one.partner[side]
            partners[side].append(np.where(partner >= 0, partner + other.offsets[first], -1))
        first = last
    none = np.zeros(0), np.zeros(0, dtype=np.int64)
    return Strengths(
        (np.concatenate([none[0], *found[0]]), np.concatenate([none[0], *found[1]])),
        (np.concatenate([none[1], *partners[0]]), np.concatenate([none[1], *partners[1]])),
    )


def strength_of_pairs(
    lexicon: FileLexicon, source: StemmedText, target: StemmedText, own: Ids | None = None
) -> tuple[Floats, Ids, Ids]:
    """The strength of every token of each text of ``source`` with every one of the text of ``target`` in its place.

    Beside it the numbers of the tokens: those of the source rise, and for each of them those of the target.
    """
    one, other = all_pairs(source, target)
    compiled = kernels()
    if compiled is not None:
        return _weighed(compiled, lexicon, source, target, own, len(one))[0], one, other
    if own is None:
        pairs = lexicon.pair_counts(source.ids, target.ids, one, other)
        totals = lexicon.totals[0][source.ids], lexicon.totals[1][target.ids]
    else:
        stems = lexicon.own_stems(source, target, own)
        pairs = lexicon.pair_counts_without(source, target, stems, one, other)
        totals = lexicon.shares_without(0, source, stems).total, lexicon.shares_without(1, target, stems).total
    doubt = np.maximum(pairs.pseudo, 0.5)
    forward = (np.maximum(pairs.forward, 0) + pairs.pseudo) / (np.maximum(totals[0], 0)[one] + doubt + 0.5)
    backward = (np.maximum(pairs.backward, 0) + pairs.pseudo) / (np.maximum(totals[1], 0)[other] + doubt + 0.5)
    apart = np.abs(_relative(source)[one] - _relative(target)[other])
    return np.maximum(forward, backward) * (1.0 - _DISTANCE * apart), one, other


def _strengths(lexicon: FileLexicon, source: StemmedText, target: StemmedText, own: Ids | None) -> Strengths:
    strength, one, other = strength_of_pairs(lexicon, source, target, own)
    best_source, source_partner = _best(strength, one, other, len(source.ids))
    best_target, target_partner = _best(strength, other, one, len(target.ids))
    return _mutually(Strengths((best_source, best_target), (source_partner, target_partner)))


def _mutually(best: Strengths) -> Strengths:
    """The best strengths, less where a partner is better explained by another word."""
    strength, partner = best.strength, best.partner
    mutual = _mutual(partner[0], partner[1]), _mutual(partner[1], partner[0])
    return Strengths(
        (strength[0] * np.where(mutual[0], 1.0, _SHARED), strength[1] * np.where(mutual[1], 1.0, _SHARED)), partner
    )


def _weighed(
    compiled: ModuleType, lexicon: FileLexicon, source: StemmedText, target: StemmedText, own: Ids | None, pairs: int
) -> tuple[Floats, Strengths]:
    """The strengths of all ``pairs`` of tokens, or of none where that is 0; and the best ones as they are."""
    if own is None:
        cells = np.full(len(source.ids), -1), np.full(len(target.ids), -1)
        totals = lexicon.totals[0][source.ids], lexicon.totals[1][target.ids]
    else:
        stems = lexicon.own_stems(source, target, own)
        cells = lexicon.cells_of(stems)
        totals = lexicon.shares_without(0, source, stems).total, lexicon.shares_without(1, target, stems).total
    counts = lexicon.forward, lexicon.backward, lexicon.pseudo
    of_cells = lexicon.cell_place, lexicon.cell_forward, lexicon.cell_backward
    strength, sizes = np.empty(pairs), (len(source.ids), len(target.ids))
    best, partner = (np.zeros(sizes[0]), np.zeros(sizes[1])), (np.full(sizes[0], -1), np.full(sizes[1], -1))
    texts = (np.ascontiguousarray(side, np.int64) for text in (source, target) for side in (text.ids, text.offsets))
    compiled.pair_strengths(
        *texts, *cells, *totals, lexicon.keys, *counts, *of_cells, strength, *best, *partner, lexicon.width, _DISTANCE
    )
    return strength, Strengths(best, partner)


def all_pairs(source: StemmedText, target: StemmedText) -> tuple[Ids, Ids]:
    """Every token of each text of ``source`` with every token of the text of ``target`` in the same place."""
    width = np.repeat(target.counts(), source.counts())
    one = np.repeat(np.arange(len(source.ids)), width)
    within = np.arange(len(one)) - np.repeat(np.cumsum(width) - width, width)
    return one, within + np.repeat(target.offsets[:-1], source.counts())[one]


def _relative(text: StemmedText) -> Floats:
    """For each token its place in its unit, from 0 to 1."""
    counts = text.counts()
    place = np.arange(len(text.ids)) - np.repeat(text.offsets[:-1], counts)
    result: Floats = place / np.maximum(np.repeat(counts, counts), 1)
    return result


def _mutual(partner: Ids, back: Ids) -> NDArray[np.bool_]:
    """Whether the partner of each token has this token for its own partner."""
    if not len(back):
        return np.zeros(len(partner), dtype=bool)
    result: NDArray[np.bool_] = (partner >= 0) & (back[partner] == np.arange(len(partner)))
    return result


def _best(strength: Floats, explained: Ids, by: Ids, size: int) -> tuple[Floats, Ids]:
    """The greatest strength for each of ``size`` tokens, and what has it: of equals the last, -1 where nothing is."""
    best = np.zeros(size)
    np.maximum.at(best, explained, strength)
    partner = np.full(size, -1, dtype=np.int64)
    chosen = strength == best[explained]
    np.maximum.at(partner, explained[chosen], by[chosen])  # by rises
    return best, partner
