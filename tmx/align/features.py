"""Features of candidate beads, for the second stage of the aligner.

Beads are looked at by class: one against one, one against several, several against several, and without counterpart.
All features are the same when the two sides change places. ``first`` is the score of the first stage, ``kind_share``
the log of how common the kind of bead is in the batch; ``words`` are the lexical scores, of a merge given its side of
fewer and of more sentences apart; ``length`` and ``length_ratio`` the Gale-Church log probability and the log of the
ratio; ``apart`` how far from each other, in parts of the bead, linked words stand (word order), ``placed`` a lexical
score to which words count the less the further from their place they stand, ``placed_rare`` the same with rare words
counting more; ``leak`` how much of the bead has its partner just outside, ``leak_share`` that as a share of the bead;
``weakest`` the sentence of a merge with the least share of linked words; ``opens_inside`` how many sentences behind
the first one of a side open with a quotation mark or a dash, as speech does.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.lengths import length_log_probability
from tmx.align.links import LinkTable, link_beads
from tmx.align.stems import Ids, StemmedText, is_number

__all__ = ["FEATURES", "Candidates", "bead_features", "joined_candidates", "kind_name", "numbers_of"]

Floats = NDArray[np.float64]
Floats32 = NDArray[np.float32]
Flags = NDArray[np.bool_]

_CLASSES = ("one", "merge", "many")
_BY_CLASS = ("leak", "apart", "placed", "placed_rare")
_WEAKEST = ("weakest", "weakest_linked", "weakest_unlinked")
_MOST = 5  # sentences of a side in the kinds that have a weight
_KINDS = ("1-0", "1-1", "2-1", "3-1", "4-1", "5-1", "2-2", "3-2", "3-3", "4-2", "4-3", "5-2")

FEATURES = (
    "first",
    "kind_share",
    *(f"kind_{name}" for name in _KINDS),
    "words_one",
    "words_many",
    "words_given_fewer",
    "words_given_more",
    *(f"{name}_{group}" for name in ("length", "length_ratio", "apart", "placed", "placed_rare") for group in _CLASSES),
    *(f"leak_{group}" for group in (*_CLASSES, "null")),
    "leak_share_merge",
    "leaking_numbers",
    "linked_numbers",
    "unlinked_numbers",
    *(f"{name}_{group}" for name in _WEAKEST for group in ("merge", "many")),
    "null_numbers",
    "opens_inside",
)
# What a bead is taken to have without leaking, so that one of few words does not decide alone.
_FIRM = 0.5
_AT = {name: number for number, name in enumerate(FEATURES)}


def numbers_of(words: Sequence[str]) -> Flags:
    """Which of the stems are numbers in figures."""
    return np.array([is_number(word) for word in words], dtype=np.bool_)


def kind_name(source: int, target: int) -> str:
    """The kind of bead without regard to which side has more."""
    return f"{max(source, target)}-{min(source, target)}"


class Candidates(Struct, frozen=True, eq=False):
    """Beads that may be right: the place of each one's kind in the settings, and the lattice cell in which it ends.

    They are sorted by row, column and kind. ``source`` and ``target`` count their sentences; ``first`` is the score
    and ``chance`` the probability of the first stage; ``lexical`` holds two parts of the score in columns: targets
    given sources, and sources given targets. What blocks and headings say, ``anchors``, is no part of ``first``.
    """

    kind: Ids
    row: Ids
    column: Ids
    source: Ids
    target: Ids
    first: Floats
    chance: Floats
    lexical: Floats
    anchors: Floats


def joined_candidates(parts: Sequence[Candidates], rows: Ids, columns: Ids) -> Candidates:
    """The beads of several texts as those of one, in which the texts begin at the cells ``rows``, ``columns``."""
    sizes = [len(part.row) for part in parts]
    whole = {name: np.concatenate([getattr(part, name) for part in parts]) for name in Candidates.__struct_fields__}
    whole["row"] += np.repeat(rows, sizes)
    whole["column"] += np.repeat(columns, sizes)
    return Candidates(**whole)


def bead_features(
    beads: Candidates,
    texts: tuple[StemmedText, StemmedText],
    numbers: tuple[Flags, Flags],
    speech: tuple[Flags, Flags],
    links: LinkTable,
    ratio: float,
    variance: float,
) -> Floats32:
    """A row of :data:`FEATURES` for each of ``beads``; ``kind_share``, which needs the whole batch, stays 0.

    ``numbers`` says of each side's vocabulary what is a number, ``speech`` of each side's sentences which open with a
    quotation mark or a dash; ``ratio`` and ``variance`` are those of lengths.
    """
    result = np.zeros((len(beads.row), len(FEATURES)))
    a, b = beads.source, beads.target
    paired = (a > 0) & (b > 0)
    many = (a > 1) & (b > 1)
    one = (a == 1) & (b == 1)
    merge = paired & ~many & ~one
    groups = dict(zip(_CLASSES, (one, merge, many), strict=True))
    result[:, _AT["first"]] = beads.first
    # Merges of more than five sentences are too rare to have a weight of their own.
    larger, smaller = np.minimum(np.maximum(a, b), _MOST), np.minimum(a, b)
    for name in _KINDS:
        more, fewer = (int(part) for part in name.split("-"))
        result[:, _AT[f"kind_{name}"]] = (larger == more) & (smaller == fewer)
    forward, backward = beads.lexical.T
    both = forward + backward
    result[:, _AT["words_one"]] = both * one
    result[:, _AT["words_many"]] = both * many
    # The side with more sentences explained from the one sentence, and the other way.
    result[:, _AT["words_given_fewer"]] = np.where(a > b, backward, forward) * merge
    result[:, _AT["words_given_more"]] = np.where(a > b, forward, backward) * merge
    _add_lengths(result, beads, texts, groups, ratio, variance)
    _add_links(result, beads, texts, numbers, links, groups)
    _add_speech(result, beads, speech, paired)
    return result.astype(np.float32)


def _add_lengths(
    result: Floats,
    beads: Candidates,
    texts: tuple[StemmedText, StemmedText],
    groups: dict[str, Flags],
    ratio: float,
    variance: float,
) -> None:
    sizes = []
    for text, last, count in zip(texts, (beads.row, beads.column), (beads.source, beads.target), strict=True):
        total = np.concatenate([[0.0], np.cumsum(text.lengths)])
        sizes.append(total[last] - total[last - count])
    likely = length_log_probability(sizes[0], sizes[1], ratio, variance)
    apart = np.abs(np.log((sizes[1] + 5.0) / (sizes[0] * ratio + 5.0)))
    for name, members in groups.items():
        result[:, _AT[f"length_{name}"]] = likely * members
        result[:, _AT[f"length_ratio_{name}"]] = apart * members


def _add_speech(result: Floats, beads: Candidates, speech: tuple[Flags, Flags], paired: Flags) -> None:
    inside = np.zeros(len(paired))
    for flags, last, count in zip(speech, (beads.row, beads.column), (beads.source, beads.target), strict=True):
        before = np.concatenate([[0], np.cumsum(flags)])
        inside += before[last] - before[np.minimum(last - count + 1, last)]
    result[:, _AT["opens_inside"]] = inside * paired


def _add_links(
    result: Floats,
    beads: Candidates,
    texts: tuple[StemmedText, StemmedText],
    numbers: tuple[Flags, Flags],
    table: LinkTable,
    groups: dict[str, Flags],
) -> None:
    spans = beads.row - beads.source, beads.row, beads.column - beads.target, beads.column
    rarities = table.source_rarity, table.target_rarity
    null = (beads.source == 0) | (beads.target == 0)
    for part in link_beads(*texts, table, spans):
        size = part.last - part.first
        rows = slice(part.first, part.last)
        weakest = np.zeros((3, size))
        weakest[0] = -np.inf
        totals = {name: np.zeros(size) for name in ("weight", *_BY_CLASS, "links", "lacks", "leaks")}
        for side, text, rarity, figures in zip((part.source, part.target), texts, rarities, numbers, strict=True):
            stems = text.ids[side.position]
            weight, figure = rarity[stems] ** 2, figures[stems].astype(np.float64)
            for name, values in (
                ("weight", weight),
                ("leak", weight * side.leaking),
                ("apart", weight * side.apart * side.linked),
                ("placed", side.placed),
                ("placed_rare", weight * side.placed),
                ("links", figure * side.linked),
                ("lacks", figure * (1.0 - side.linked)),
                ("leaks", figure * side.leaking),
            ):
                totals[name] += np.bincount(side.bead, values, minlength=size)
            ours = _weakest(side.bead, side.sentence, weight, side.linked, size)
            weakest = np.where(ours[0] > weakest[0], ours, weakest)
        for name, members in groups.items():
            for feature in _BY_CLASS:
                result[rows, _AT[f"{feature}_{name}"]] = totals[feature] * members[rows]
        share = totals["leak"] / (totals["weight"] + _FIRM)
        result[rows, _AT["leak_share_merge"]] = share * groups["merge"][rows]
        result[rows, _AT["leak_null"]] = totals["leak"] * null[rows]
        result[rows, _AT["leaking_numbers"]] = totals["leaks"]
        result[rows, _AT["linked_numbers"]] = totals["links"]
        result[rows, _AT["unlinked_numbers"]] = totals["lacks"] * ~null[rows]
        result[rows, _AT["null_numbers"]] = totals["lacks"] * null[rows]
        for name in ("merge", "many"):
            for feature, values in zip(_WEAKEST, weakest, strict=True):
                result[rows, _AT[f"{feature}_{name}"]] = values * groups[name][rows]


def _weakest(bead: Ids, sentence: Ids, weight: Floats, linked: Floats, size: int) -> Floats:
    """Of each bead's sentence with the greatest share without link: that share, its linked and its unlinked weight."""
    most = int(sentence.max(initial=0)) + 1
    slot = bead * most + sentence
    total = np.bincount(slot, weight, minlength=size * most).reshape(size, most)
    found = np.bincount(slot, weight * linked, minlength=size * most).reshape(size, most)
    # A little is taken for granted, so that a sentence of few words does not decide alone.
    share = 1.0 - (found + 0.3) / (total + 0.3)
    rows, worst = np.arange(size), share.argmax(axis=1)
    return np.stack([share[rows, worst], found[rows, worst], (total - found)[rows, worst]])
