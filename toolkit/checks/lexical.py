"""Word evidence: for each content word of a unit, how surely the other side has a word that translates it.

A lexicon (IBM Model 1, both ways) is learnt over the memory and the file under check itself, with cognates and the
glossary as pseudo-counts. A unit's own counts are taken away before it is judged (leave one out): otherwise every
error would vouch for itself. What a given strength is worth is measured on the file: strengths beside the right
translation against strengths beside the translation of another unit give a log-likelihood ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from termbase.model import Status
from tmx.align.lexicon import Dictionary, LexiconEntry
from tmx.align.model1 import BeadSample, collect_pairs, estimate, relative_frequencies
from tmx.align.seeds import known_pairs
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import STEM_LENGTH, Ids, StemmedText, Vocabulary, weighted_counts
from tmx.text.folding import fold
from tmx.text.languages import Language, find_language
from tmx.text.tokens import Token, TokenKind, tokenize
from toolkit.checks.check import FileContext

__all__ = ["FileEvidence", "UnitEvidence", "content_words", "file_evidence"]

Floats = NDArray[np.float64]

_KEPT = 1 << 17  # words that are remembered
_BACKGROUND = 0.02
_DISTANCE = 0.15  # of two equal partners the nearer one
_SHARED = 0.4  # a word whose partner is better explained by another word
_OTHERS = (1, 7, 31)  # the translation of another unit: so many places further on
_STRENGTH_EDGES = np.array([0.003, 0.01, 0.03, 0.08, 0.2, 0.4, 0.7])
_COUNT_EDGES = np.array([0.5, 1.5, 3.5, 8.5])
# Shares of content words in the eight classes of strength, by how often the word stands in other units (never, once,
# 2-3, 4-8, more often): beside their own translation and beside another. They lead where a file is small.
_PRIOR_WEIGHT = 40.0
_PRIOR_OWN: Floats = np.array(
    [
        [0.56, 0.002, 0.003, 0.005, 0.01, 0.02, 0.38, 0.02],
        [0.29, 0.005, 0.01, 0.025, 0.05, 0.08, 0.24, 0.30],
        [0.20, 0.005, 0.01, 0.025, 0.05, 0.08, 0.23, 0.40],
        [0.13, 0.007, 0.016, 0.037, 0.05, 0.07, 0.14, 0.55],
        [0.06, 0.007, 0.016, 0.03, 0.037, 0.05, 0.10, 0.70],
    ]
)
_PRIOR_OTHER: Floats = np.array(
    [
        [0.975, 0.002, 0.003, 0.004, 0.005, 0.005, 0.004, 0.002],
        [0.968, 0.003, 0.004, 0.006, 0.008, 0.006, 0.003, 0.002],
        [0.958, 0.003, 0.006, 0.008, 0.012, 0.006, 0.004, 0.003],
        [0.942, 0.005, 0.01, 0.015, 0.014, 0.006, 0.004, 0.004],
        [0.84, 0.04, 0.04, 0.025, 0.015, 0.012, 0.008, 0.02],
    ]
)


@dataclass(frozen=True, slots=True)
class UnitEvidence:
    """The content words of either side with what speaks for each.

    ``source_strength`` and ``target_strength`` (0 to 1) say how well the best word of the other side fits,
    ``source_partner`` and ``target_partner`` which one it is (index into its words, -1 where there is none), and
    ``source_ratio`` and ``target_ratio`` the log-likelihood ratio for «no counterpart» against «has its counterpart».
    """

    source: tuple[Token, ...]
    target: tuple[Token, ...]
    source_strength: Floats
    target_strength: Floats
    source_partner: Ids
    target_partner: Ids
    source_ratio: Floats
    target_ratio: Floats


@dataclass(frozen=True, slots=True)
class FileEvidence:
    """The evidence of each unit, by its position in the file."""

    units: tuple[UnitEvidence, ...]


def content_words(tokens: Sequence[Token], language: Language) -> tuple[Token, ...]:
    """The words that carry meaning: no function words, single letters or figures."""
    carries = _meanings(language)
    return tuple([token for token in tokens if token.kind is TokenKind.WORD and carries[token.text]])


class _Meanings(dict[str, bool]):
    """Whether a word of a language carries meaning: found out once a word, for a file says most of them often."""

    def __init__(self, language: Language) -> None:
        super().__init__()
        self._language = language

    def __missing__(self, word: str) -> bool:
        if len(self) >= _KEPT:
            self.clear()
        carries = self[word] = (
            len(word) > 1 and word[-1] not in "'’" and word.lower() not in self._language.function_words
        )
        return carries


_meanings = lru_cache(maxsize=16)(_Meanings)


class _StemNumbers(dict[str, int]):
    """The number of a word's stem in a vocabulary, which grows."""

    def __init__(self, vocabulary: Vocabulary) -> None:
        super().__init__()
        self.vocabulary = vocabulary

    def __missing__(self, word: str) -> int:
        number = self[word] = self.vocabulary.add(fold(word)[:STEM_LENGTH])
        return number


_Words = list[str]


def _texts(words: Sequence[Token]) -> _Words:
    return [word.text for word in words]


def _stemmed(texts: Sequence[_Words], numbers: _StemNumbers) -> StemmedText:
    ids = [numbers[word] for words in texts for word in words]
    offsets = np.cumsum([0, *map(len, texts)])
    return StemmedText(np.array(ids, dtype=np.int64), offsets.astype(np.int64), np.ones(len(texts)))


@dataclass(frozen=True, slots=True, eq=False)
class _Counts:
    """Expected counts of pairs of stems over all rows: ``keys`` sorted, and the sums of the given stems."""

    width: int
    keys: Ids
    forward: Floats
    backward: Floats
    pseudo: Floats
    source_total: Floats
    target_total: Floats
    source_seen: Floats
    target_seen: Floats


@dataclass(frozen=True, slots=True, eq=False)
class _Pairs:
    """Every source token of a row with every target token of a row, numbered over all rows."""

    source: Ids
    target: Ids
    place: Ids  # in _Counts.keys; -1 where the pair was never seen


def file_evidence(context: FileContext) -> FileEvidence:
    """The evidence for all units of the file under check; work it out with ``context.once(file_evidence)``."""
    units = context.units
    sides = [
        [content_words(unit.source_words, context.source_language) for unit in units],
        [content_words(unit.target_words, context.target_language) for unit in units],
    ]
    words = [[_texts(tokens) for tokens in side] for side in sides]
    rows, own_row = _training_rows(context, words)
    source_numbers, target_numbers = _StemNumbers(Vocabulary()), _StemNumbers(Vocabulary())
    training = (
        _stemmed([row[0] for row in rows], source_numbers),
        _stemmed([row[1] for row in rows], target_numbers),
    )
    checked = _stemmed(words[0], source_numbers), _stemmed(words[1], target_numbers)
    counts, contributions = _learn(context, training, (source_numbers.vocabulary, target_numbers.vocabulary))
    own = _strengths(checked, counts, 0, own_row, contributions)
    other = [_strengths(checked, counts, step, None, contributions) for step in _OTHERS if step < len(units)]
    seen = np.maximum(counts.source_seen[checked[0].ids] - own.left_out_source, 0.0)
    target_seen = np.maximum(counts.target_seen[checked[1].ids] - own.left_out_target, 0.0)
    ratios = _ratios(seen, own.source, [o.source for o in other])
    target_ratios = _ratios(target_seen, own.target, [o.target for o in other])
    source_partner = _inside(own.source_partner, checked[0], checked[1])
    target_partner = _inside(own.target_partner, checked[1], checked[0])
    found = []
    for number in range(len(units)):
        a = slice(checked[0].offsets[number], checked[0].offsets[number + 1])
        b = slice(checked[1].offsets[number], checked[1].offsets[number + 1])
        found.append(
            UnitEvidence(
                sides[0][number],
                sides[1][number],
                own.source[a],
                own.target[b],
                source_partner[a],
                target_partner[b],
                ratios[a],
                target_ratios[b],
            )
        )
    return FileEvidence(tuple(found))


def _inside(partner: Ids, text: StemmedText, other: StemmedText) -> Ids:
    """The partners of the tokens of ``text``, counted from the beginning of their unit of ``other``."""
    return np.where(partner >= 0, partner - np.repeat(other.offsets[:-1], text.counts()), -1)


_Row = tuple[_Words, _Words]


def _training_rows(context: FileContext, sides: Sequence[Sequence[_Words]]) -> tuple[list[_Row], list[int]]:
    """What is learnt from, each source once; and for each unit the row that is its own, -1 where there is none.

    A row of the memory is nobody's own: somebody has approved it, and it may vouch for its source.
    """
    rows: list[_Row] = []
    known: dict[str, int] = {}
    for pair in context.memory:
        key = " ".join(pair.source.split())
        if key not in known:
            known[key] = -1
            rows.append(
                (_text_words(pair.source, context.source_language), _text_words(pair.target, context.target_language))
            )
    own_row = []
    for number, unit in enumerate(context.units):
        key = " ".join(unit.source.text.split())
        if key not in known:
            known[key] = len(rows)
            rows.append((sides[0][number], sides[1][number]))
        own_row.append(known[key])
    return rows, own_row


def _text_words(text: str, language: Language) -> _Words:
    return _texts(content_words(tuple(tokenize(text, language)), language))


def _learn(
    context: FileContext, training: tuple[StemmedText, StemmedText], vocabularies: tuple[Vocabulary, Vocabulary]
) -> tuple[_Counts, _RowCounts]:
    source, target = training
    sample = BeadSample(source.ids, source.offsets, target.ids, target.offsets, np.ones(len(source)))
    shares = (
        relative_frequencies([source], len(vocabularies[0])),
        relative_frequencies([target], len(vocabularies[1])),
    )
    prior = known_pairs(
        *vocabularies, context.source_tag, context.target_tag, [_glossary_lexicon(context)], DEFAULT_SETTINGS
    )
    lexicon = estimate(sample, prior, vocabularies, shares, DEFAULT_SETTINGS)
    width = max(len(vocabularies[1]), 1)
    keys = lexicon.source_ids * width + lexicon.target_ids
    row, source_token, target_token, _ = collect_pairs(sample)
    place = _places(keys, source.ids[source_token] * width + target.ids[target_token])
    forward = _responsibilities(lexicon.forward, place, target_token, len(target.ids))
    backward = _responsibilities(lexicon.backward, place, source_token, len(source.ids))
    inside = place >= 0
    pseudo = np.zeros(len(keys))
    if prior:
        at = _places(keys, np.array([one * width + other for one, other, _ in prior], dtype=np.int64))
        value = np.array([count for _, _, count in prior])
        pseudo[at[at >= 0]] = value[at >= 0]
    counts = _Counts(
        width,
        keys,
        weighted_counts(place[inside], forward[inside], len(keys)),
        weighted_counts(place[inside], backward[inside], len(keys)),
        pseudo,
        weighted_counts(source.ids[source_token], forward, len(vocabularies[0])),
        weighted_counts(target.ids[target_token], backward, len(vocabularies[1])),
        weighted_counts(source.ids, np.ones(len(source.ids)), len(vocabularies[0])),
        weighted_counts(target.ids, np.ones(len(target.ids)), len(vocabularies[1])),
    )
    return counts, _RowCounts.of(
        row, source.ids[source_token], target.ids[target_token], forward, backward, training, counts
    )


@dataclass(frozen=True, slots=True, eq=False)
class _RowCounts:
    """What each training row gave to the counts, to be taken away when its own unit is judged."""

    pair_keys: Ids
    forward: Floats
    backward: Floats
    source_keys: Ids
    source_total: Floats
    source_seen: Floats
    target_keys: Ids
    target_total: Floats
    target_seen: Floats
    source_size: int
    target_size: int

    @classmethod
    def of(
        cls,
        row: Ids,
        source: Ids,
        target: Ids,
        forward: Floats,
        backward: Floats,
        training: tuple[StemmedText, StemmedText],
        counts: _Counts,
    ) -> _RowCounts:
        sizes = len(counts.source_total), len(counts.target_total)
        pair_keys, at = np.unique((row * sizes[0] + source) * sizes[1] + target, return_inverse=True)
        source_keys, source_at = np.unique(row * sizes[0] + source, return_inverse=True)
        target_keys, target_at = np.unique(row * sizes[1] + target, return_inverse=True)
        return cls(
            pair_keys,
            weighted_counts(at, forward, len(pair_keys)),
            weighted_counts(at, backward, len(pair_keys)),
            source_keys,
            weighted_counts(source_at, forward, len(source_keys)),
            _seen(training[0], source_keys, sizes[0]),
            target_keys,
            weighted_counts(target_at, backward, len(target_keys)),
            _seen(training[1], target_keys, sizes[1]),
            *sizes,
        )

    def taken(self, keys: Ids, wanted: Ids, values: Floats) -> Floats:
        place = _places(keys, wanted)
        return np.where(place >= 0, values[place] if len(values) else 0.0, 0.0)


def _seen(text: StemmedText, keys: Ids, size: int) -> Floats:
    row = np.repeat(np.arange(len(text)), text.counts())
    place = _places(keys, row * size + text.ids)
    return weighted_counts(place[place >= 0], np.ones(int((place >= 0).sum())), len(keys))


def _places(keys: Ids, wanted: Ids) -> Ids:
    """Where each of ``wanted`` stands in the sorted ``keys``; -1 where it does not."""
    if not len(keys):
        return np.full(len(wanted), -1, dtype=np.int64)
    place = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
    return np.where(keys[place] == wanted, place, -1)


def _responsibilities(probability: Floats, place: Ids, explained: Ids, tokens: int) -> Floats:
    strength = np.where(place >= 0, probability[place] if len(probability) else 0.0, 0.0)
    total = weighted_counts(explained, strength, tokens) + _BACKGROUND
    result: Floats = strength / total[explained]
    return result


def _glossary_lexicon(context: FileContext) -> Dictionary:
    entries = []
    for concept in context.glossary or ():
        targets = [
            t for t in concept.terms_in(context.target_tag) if t.status not in (Status.FORBIDDEN, Status.DEPRECATED)
        ]
        for one in concept.terms_in(context.source_tag):
            entries += [
                LexiconEntry(_bare(one.text, context.source_tag), _bare(other.text, context.target_tag))
                for other in targets
            ]
    return Dictionary(tuple(entry for entry in entries if entry.source and entry.target))


def _bare(term: str, tag: str) -> str:
    """The content words of a term alone: its articles and prepositions translate nothing."""
    language = find_language(tag)
    return " ".join(token.text for token in content_words(tuple(tokenize(term, language)), language))


@dataclass(frozen=True, slots=True, eq=False)
class _Strengths:
    """For every token of the checked units its best strength and the number of its partner in the unit."""

    source: Floats
    target: Floats
    source_partner: Ids
    target_partner: Ids
    left_out_source: Floats
    left_out_target: Floats


def _strengths(
    checked: tuple[StemmedText, StemmedText],
    counts: _Counts,
    step: int,
    own_row: Sequence[int] | None,
    taken: _RowCounts,
) -> _Strengths:
    """Strengths of each unit's source beside the target ``step`` units further on, its own counts left out if asked."""
    source, target = checked
    one, other = _all_pairs(source, target, step)
    s, t = source.ids[one], target.ids[other]
    place = _places(counts.keys, s * counts.width + t)
    known = place >= 0
    pair = [np.where(known, values[place] if len(values) else 0.0, 0.0) for values in (counts.forward, counts.backward)]
    pseudo = np.where(known, counts.pseudo[place] if len(counts.pseudo) else 0.0, 0.0)
    totals = counts.source_total[s], counts.target_total[t]
    left_source, left_target = np.zeros(len(source.ids)), np.zeros(len(target.ids))
    if own_row is not None:
        rows = np.array(own_row, dtype=np.int64)
        source_row = np.repeat(rows, source.counts())
        target_row = np.repeat(rows, target.counts())
        row = source_row[one]
        keys = np.where(row >= 0, (row * taken.source_size + s) * taken.target_size + t, -1)
        pair = [
            pair[0] - taken.taken(taken.pair_keys, keys, taken.forward),
            pair[1] - taken.taken(taken.pair_keys, keys, taken.backward),
        ]
        source_keys = np.where(source_row >= 0, source_row * taken.source_size + source.ids, -1)
        target_keys = np.where(target_row >= 0, target_row * taken.target_size + target.ids, -1)
        totals = (
            totals[0] - taken.taken(taken.source_keys, source_keys, taken.source_total)[one],
            totals[1] - taken.taken(taken.target_keys, target_keys, taken.target_total)[other],
        )
        left_source = taken.taken(taken.source_keys, source_keys, taken.source_seen)
        left_target = taken.taken(taken.target_keys, target_keys, taken.target_seen)
    forward = (np.maximum(pair[0], 0) + pseudo) / (np.maximum(totals[0], 0) + np.maximum(pseudo, 0.5) + 0.5)
    backward = (np.maximum(pair[1], 0) + pseudo) / (np.maximum(totals[1], 0) + np.maximum(pseudo, 0.5) + 0.5)
    place_in = _relative(source)[one], _relative(target)[other]
    strength = np.maximum(forward, backward) * (1.0 - _DISTANCE * np.abs(place_in[0] - place_in[1]))
    best_source, source_partner = _best(strength, one, other, len(source.ids))
    best_target, target_partner = _best(strength, other, one, len(target.ids))
    best_source *= np.where(_mutual(source_partner, target_partner), 1.0, _SHARED)
    best_target *= np.where(_mutual(target_partner, source_partner), 1.0, _SHARED)
    return _Strengths(best_source, best_target, source_partner, target_partner, left_source, left_target)


def _all_pairs(source: StemmedText, target: StemmedText, step: int) -> tuple[Ids, Ids]:
    """Every token of each unit's source with every token of the target ``step`` units further on, round the end."""
    sizes, firsts = np.roll(target.counts(), -step), np.roll(target.offsets[:-1], -step)
    pairs = source.counts() * sizes
    unit = np.repeat(np.arange(len(pairs)), pairs)
    within = np.arange(len(unit)) - np.repeat(np.cumsum(pairs) - pairs, pairs)
    return source.offsets[unit] + within // sizes[unit], firsts[unit] + within % sizes[unit]


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


def _ratios(seen: Floats, own: Floats, others: Sequence[Floats]) -> Floats:
    """The log of P(strength | another translation) / P(strength | own), by how often the word was seen."""
    classes = len(_COUNT_EDGES) + 1, len(_STRENGTH_EDGES) + 1
    row = np.searchsorted(_COUNT_EDGES, seen)
    table_own = _histogram(row, own, classes) + _PRIOR_WEIGHT * _PRIOR_OWN
    table_other = _PRIOR_WEIGHT * _PRIOR_OTHER
    for strengths in others:
        table_other = table_other + _histogram(row, strengths, classes)
    table_own /= table_own.sum(axis=1, keepdims=True)
    table_other = table_other / table_other.sum(axis=1, keepdims=True)
    ratio = np.log(table_other) - np.log(table_own)
    result: Floats = ratio[row, np.searchsorted(_STRENGTH_EDGES, own)]
    return result


def _histogram(row: Ids, strength: Floats, classes: tuple[int, int]) -> Floats:
    cells = row * classes[1] + np.searchsorted(_STRENGTH_EDGES, strength)
    return np.bincount(cells, minlength=classes[0] * classes[1]).reshape(classes).astype(np.float64)
