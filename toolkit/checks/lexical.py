"""Word evidence: for each content word of a unit, how surely the other side has a word that translates it.

A lexicon (IBM Model 1, both ways) is learnt over the memory and the file under check itself, with cognates and the
glossary as pseudo-counts. A unit's own counts are taken away before it is judged (leave one out): otherwise every
error would vouch for itself. What a given strength is worth is measured on the file: strengths beside the right
translation against strengths beside the translation of another unit give a log-likelihood ratio.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cached_property, lru_cache
from typing import NamedTuple

import numpy as np
from msgspec import Struct, field

from tmx.align.cognates import Likeness
from tmx.align.lexicon import Dictionary, LexiconEntry
from tmx.align.links import ranges
from tmx.align.model1 import MOST_TOKENS
from tmx.align.seeds import known_pairs
from tmx.align.settings import DEFAULT_SETTINGS
from tmx.align.stems import STEM_LENGTH, Ids, StemmedText, Vocabulary, stems
from tmx.text.folding import fold
from tmx.text.languages import Language
from tmx.text.tokens import Token, TokenKind, piece_tokens, split_pieces
from toolkit.checks.check import FileContext, MemoryPair
from toolkit.checks.file_lexicon import FileLexicon, Floats, learn
from toolkit.checks.sides import FileSide, read_side
from toolkit.checks.strengths import chosen_texts, strengths
from toolkit.checks.term_hits import allowed_terms

__all__ = ["FileEvidence", "FileKnowledge", "UnitEvidence", "content_words", "file_evidence", "file_knowledge"]

_KEPT = 1 << 17  # words that are remembered
_MOST_WORDS = 5000  # content words: a longer text is no segment, and all its pairs of words would take minutes
_ANCHOR = 0.25  # words whose partner is so sure tell where their neighbours stand
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


class UnitEvidence(NamedTuple):  # the quickest to make
    """The content words of either side, where each begins (``source_start``, ``target_start``), what speaks for it.

    ``source_strength`` and ``target_strength`` (0 to 1) say how well the best word of the other side fits,
    ``source_partner`` and ``target_partner`` which one it is (index into its words, -1 where there is none), and
    ``source_ratio`` and ``target_ratio`` the log-likelihood ratio for «no counterpart» against «has its counterpart».
    ``sure`` are the words of the source that are each other's partner with a word of the target so surely that they
    tell where their neighbours stand, each with that word, in order.
    """

    source: Sequence[str]
    target: Sequence[str]
    source_start: Sequence[int]
    target_start: Sequence[int]
    source_strength: Sequence[float]
    target_strength: Sequence[float]
    source_partner: Sequence[int]
    target_partner: Sequence[int]
    source_ratio: Sequence[float]
    target_ratio: Sequence[float]
    sure: Sequence[tuple[int, int]]


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


class _Content(Struct, frozen=True, eq=False, dict=True):
    """The content words of the distinct texts of one side: their stems, by number, and where they stand."""

    side: FileSide
    offsets: Ids
    stem: Ids
    at: Ids  # in the words of the side

    @classmethod
    def of(cls, side: FileSide, language: Language, vocabulary: Vocabulary) -> _Content:
        """The content words of ``side``, whose stems are added to ``vocabulary``; none of texts beyond all measure."""
        carries = side.flags(_meanings(language).__getitem__)
        stems = [
            vocabulary.add(fold(word)[:STEM_LENGTH]) if carried else -1
            for word, carried in zip(side.vocabulary, carries.tolist(), strict=True)
        ]
        kept = carries[side.word]
        offsets = np.concatenate([[0], np.cumsum(kept)])[side.offsets].astype(np.int64)
        counts = np.diff(offsets)
        if counts.max(initial=0) > _MOST_WORDS:
            kept &= np.repeat(counts <= _MOST_WORDS, np.diff(side.offsets))
            offsets = np.concatenate([[0], np.cumsum(kept)])[side.offsets].astype(np.int64)
        at = np.flatnonzero(kept)
        return cls(side, offsets, np.array(stems, dtype=np.int64)[side.word[at]], at)

    def stemmed(self, texts: Ids, most: int | None = None) -> StemmedText:
        """The stems of ``texts``, by their numbers, one after another; of each text the first ``most``."""
        starts, ends = self.offsets[texts], self.offsets[texts + 1]
        if most is not None:
            ends = np.minimum(ends, starts + most)
        place, _ = ranges(starts, ends)
        offsets = np.concatenate([[0], np.cumsum(ends - starts)]).astype(np.int64)
        return StemmedText(self.stem[place], offsets, np.ones(len(texts)))

    def lengths(self, texts: Ids) -> Ids:
        """How many letters each content word of ``texts`` has, by their numbers, one text after another."""
        place, _ = ranges(self.offsets[texts], self.offsets[texts + 1])
        at = self.at[place]
        return self.side.end[at] - self.side.start[at]

    def words(self, text: int) -> tuple[list[str], list[int]]:
        """The content words of a text, by its number, and where each begins."""
        words, starts, offsets = self._listed
        place, vocabulary = slice(offsets[text], offsets[text + 1]), self.side.vocabulary
        return [vocabulary[word] for word in words[place]], starts[place]

    def folded(self, text: int) -> list[str]:
        """The content words of a text, by its number, folded."""
        words, _, offsets = self._listed
        folded = self._folded
        return [folded[word] for word in words[offsets[text] : offsets[text + 1]]]

    @cached_property
    def _folded(self) -> list[str]:
        """The vocabulary of the side, folded."""
        return list(map(fold, self.side.vocabulary))

    @cached_property
    def _listed(self) -> tuple[list[int], list[int], list[int]]:
        """The words, where they begin, and where those of each text begin: what is read text by text."""
        return self.side.word[self.at].tolist(), self.side.start[self.at].tolist(), self.offsets.tolist()


class SideEvidence(Struct, frozen=True, eq=False, dict=True):
    """One side of all distinct pairs of texts: those of pair ``p`` from ``offsets[p]`` to ``offsets[p + 1]``.

    ``strength``, ``partner`` (from 0 within the pair) and ``ratio`` are those of :class:`UnitEvidence`.
    """

    content: _Content
    texts: Ids
    offsets: Ids
    strength: Floats
    partner: Ids
    ratio: Floats

    def of(self, pair: int) -> tuple[list[str], list[int], list[float], list[int], list[float]]:
        """The content words of a pair on this side, with the beginning, strength, partner and ratio of each."""
        texts, offsets = self._listed
        place = slice(offsets[pair], offsets[pair + 1])
        known = self.strength[place].tolist(), self.partner[place].tolist(), self.ratio[place].tolist()
        return *self.content.words(texts[pair]), *known

    @cached_property
    def _listed(self) -> tuple[list[int], list[int]]:
        """The numbers of the texts, and where the words of each pair begin: what is read pair by pair."""
        return self.texts.tolist(), self.offsets.tolist()


class FileEvidence(Struct, frozen=True, eq=False):
    """The evidence of all units: ``pair_of`` numbers the distinct pairs of source and target text."""

    pair_of: Ids
    source: SideEvidence
    target: SideEvidence
    _pairs: dict[int, UnitEvidence] = field(default_factory=dict)
    _units: dict[int, UnitEvidence] = field(default_factory=dict)

    def unit(self, position: int) -> UnitEvidence:
        """The evidence of the unit at ``position`` in the file."""
        known = self._units.get(position)
        if known is None:
            pair = int(self.pair_of[position])
            if pair not in self._pairs:
                self._pairs[pair] = self._pair(pair)
            known = self._units[position] = self._pairs[pair]
        return known

    def folded_target(self, position: int) -> list[str]:
        """The content words of the target of the unit at ``position``, folded."""
        return self.target.content.folded(int(self.target.texts[int(self.pair_of[position])]))

    def _pair(self, pair: int) -> UnitEvidence:
        source, start, strength, partner, ratio = self.source.of(pair)
        target, their_start, their_strength, their_partner, their_ratio = self.target.of(pair)
        both = enumerate(zip(partner, strength, strict=True))
        sure = [(at, to) for at, (to, so) in both if to >= 0 and so >= _ANCHOR and their_partner[to] == at]
        strengths, partners, ratios = (strength, their_strength), (partner, their_partner), (ratio, their_ratio)
        return UnitEvidence(source, target, start, their_start, *strengths, *partners, *ratios, sure)


class _Rows(Struct, frozen=True, eq=False):
    """What is learnt from and what is judged, by the numbers of texts.

    ``source`` and ``target`` are the texts of the rows that are learnt from, each source once; ``pairs`` those of the
    units, each pair once, with ``weights``, how many units have it, and ``own``, the row that is its own, or -1.
    """

    source: Ids
    target: Ids
    pairs: tuple[Ids, Ids]
    pair_of: Ids
    weights: Floats
    own: Ids


class FileKnowledge(Struct, frozen=True, eq=False):
    """What is learnt over a file: the lexicon, the content words of either side, the stems of all pairs of texts."""

    lexicon: FileLexicon
    content: tuple[_Content, _Content]
    checked: tuple[StemmedText, StemmedText]
    rows: _Rows

    @property
    def own(self) -> Ids:
        """For each pair of texts the row of the lexicon that is its own, or -1."""
        return self.rows.own


def file_knowledge(context: FileContext) -> FileKnowledge:
    """What is learnt over the file under check and the memory; ask with ``context.once(file_knowledge)``."""
    sides = _sides(context)
    vocabularies = Vocabulary(), Vocabulary()
    languages = context.source_language, context.target_language
    ours, theirs = (_Content.of(*known) for known in zip(sides, languages, vocabularies, strict=True))
    rows = _rows(sides, len(sides[0].text_of) - len(context.units))
    training = ours.stemmed(rows.source, MOST_TOKENS), theirs.stemmed(rows.target, MOST_TOKENS)
    lexicon = learn(training, vocabularies, _known_words(context, vocabularies))
    checked = ours.stemmed(rows.pairs[0]), theirs.stemmed(rows.pairs[1])
    return FileKnowledge(lexicon, (ours, theirs), checked, rows)


def file_evidence(context: FileContext) -> FileEvidence:
    """The evidence for all units of the file under check; work it out with ``context.once(file_evidence)``."""
    known = context.once(file_knowledge)
    lexicon, checked, rows = known.lexicon, known.checked, known.rows
    own, taught = strengths(lexicon, *checked, rows.own), lexicon.own_stems(*checked, rows.own)
    sample = _sample(len(context.units))
    others = [_beside(lexicon, checked, rows.pair_of, sample, step) for step in _OTHERS if step < len(context.units)]
    found = []
    for side, (content, text) in enumerate(zip(known.content, checked, strict=True)):
        seen = np.searchsorted(_COUNT_EDGES, np.maximum(lexicon.shares_without(side, text, taught).seen, 0.0))
        weights = np.repeat(rows.weights, text.counts())
        scale = len(context.units) / max(len(sample), 1)
        beside = [(seen[other.tokens[side]], other.strengths[side]) for other in others]
        ratios = _ratios(seen, own.strength[side], weights, beside, scale)
        other_text = checked[1 - side]
        partner = own.partner[side] - np.repeat(other_text.offsets[:-1], text.counts())
        partner = np.where(own.partner[side] >= 0, partner, -1)
        found.append(SideEvidence(content, rows.pairs[side], text.offsets, own.strength[side], partner, ratios))
    return FileEvidence(rows.pair_of, found[0], found[1])


def _sides(context: FileContext) -> tuple[FileSide, FileSide]:
    """The two sides of the file, with those of the memory before them, each of its sources once."""
    if not context.memory:
        return context.source_side, context.target_side
    memory: dict[str, MemoryPair] = {}
    for pair in context.memory:
        memory.setdefault(_even(pair.source), pair)
    sources = [*(pair.source for pair in memory.values()), *(unit.source.text for unit in context.units)]
    targets = [*(pair.target for pair in memory.values()), *(unit.target.text for unit in context.units)]
    return read_side(sources, context.source_reader), read_side(targets, context.target_reader)


def _even(text: str) -> str:
    return " ".join(text.split())


def _rows(sides: tuple[FileSide, FileSide], memory: int) -> _Rows:
    """What is learnt from and what is judged; ``memory`` pairs stand before the units.

    A row of the memory is nobody's own: somebody has approved it, and it may vouch for its source.
    """
    source, target = (side.text_of for side in sides)
    key = sides[0].evened()
    _, first = np.unique(key, return_index=True)
    own = np.where(first >= memory, np.arange(len(first)), -1)
    joined = source[memory:] * max(len(sides[1].texts), 1) + target[memory:]
    _, at, pair_of, weights = np.unique(joined, return_index=True, return_inverse=True, return_counts=True)
    at = at + memory
    pairs = source[at], target[at]
    return _Rows(source[first], target[first], pairs, pair_of, weights.astype(np.float64), own[key[at]])


_SAMPLED = 2000  # so many units beside the translations of others say what strength such words have


def _sample(units: int) -> Ids:
    """The places of all units, or of some in even steps where there are many."""
    return np.arange(units) if units <= _SAMPLED else np.arange(_SAMPLED) * units // _SAMPLED


class _Beside(Struct, frozen=True, eq=False):
    """Units beside the translations of others: on either side the places of their tokens, and their strengths."""

    tokens: tuple[Ids, Ids]
    strengths: tuple[Floats, Floats]


def _beside(
    lexicon: FileLexicon, checked: tuple[StemmedText, StemmedText], pair_of: Ids, units: Ids, step: int
) -> _Beside:
    """The strengths of ``units`` beside the translations of the units ``step`` places further on, round the end."""
    pairs = pair_of[units], pair_of[(units + step) % len(pair_of)]
    texts = [chosen_texts(text, chosen) for text, chosen in zip(checked, pairs, strict=True)]
    tokens = [
        ranges(text.offsets[chosen], text.offsets[chosen + 1])[0] for text, chosen in zip(checked, pairs, strict=True)
    ]
    return _Beside((tokens[0], tokens[1]), strengths(lexicon, texts[0], texts[1]).strength)


def _ratios(seen: Ids, own: Floats, weights: Floats, beside: Sequence[tuple[Ids, Floats]], scale: float) -> Floats:
    """The log of P(strength | another translation) / P(strength | own), by the class of how often the word was seen."""
    classes = len(_COUNT_EDGES) + 1, len(_STRENGTH_EDGES) + 1
    strength = np.searchsorted(_STRENGTH_EDGES, own)
    table_own = _histogram(seen, strength, classes, weights) + _PRIOR_WEIGHT * _PRIOR_OWN
    table_other = _PRIOR_WEIGHT * _PRIOR_OTHER
    for row, other in beside:
        table_other = table_other + scale * _histogram(row, np.searchsorted(_STRENGTH_EDGES, other), classes)
    table_own /= table_own.sum(axis=1, keepdims=True)
    table_other = table_other / table_other.sum(axis=1, keepdims=True)
    ratio = np.log(table_other) - np.log(table_own)
    result: Floats = ratio[seen, strength]
    return result


def _histogram(row: Ids, strength: Ids, classes: tuple[int, int], weights: Floats | None = None) -> Floats:
    cells = row * classes[1] + strength
    counts = np.bincount(cells, weights, classes[0] * classes[1])
    return counts.reshape(classes).astype(np.float64)


def _known_words(context: FileContext, vocabularies: tuple[Vocabulary, Vocabulary]) -> tuple[Likeness, ...]:
    """What is known of the two vocabularies before anything is learnt."""
    lexicons = [_glossary_lexicon(context, vocabularies)]
    return known_pairs(*vocabularies, context.source_tag, context.target_tag, lexicons, DEFAULT_SETTINGS)


def _glossary_lexicon(context: FileContext, vocabularies: tuple[Vocabulary, Vocabulary]) -> Dictionary:
    """What the glossary has for terms of which either language has a word in the file: of others nothing is learnt."""
    ours = _BareTerms(context.source_language, vocabularies[0])
    theirs = _BareTerms(context.target_language, vocabularies[1])
    entries: list[LexiconEntry] = []
    for concept in context.glossary or ():
        sources = [bare for term in concept.terms_in(context.source_tag) if (bare := ours.of(term.text))]
        if sources:
            targets = [bare for term in allowed_terms(concept, context) if (bare := theirs.of(term.text))]
            entries += [LexiconEntry(one, other) for one in sources for other in targets]
    return Dictionary(tuple(entries))


class _BareTerms(dict[str, tuple[str, bool]]):
    """The content words of terms alone: their articles and prepositions translate nothing.

    As a mapping it has those of each piece of a term, and whether one of them may be in the vocabulary.
    """

    def __init__(self, language: Language, vocabulary: Vocabulary) -> None:
        super().__init__()
        self._language = language
        self._vocabulary = vocabulary

    def __missing__(self, piece: str) -> tuple[str, bool]:
        words = " ".join([word.text for word in content_words(piece_tokens(piece, self._language), self._language)])
        known = any(self._vocabulary.find(stem) is not None for stem in stems(words))
        # Figures may be one stem with those of the next piece.
        found = self[piece] = words, known or any(map(str.isdigit, words))
        return found

    def of(self, term: str) -> str:
        """The content words of ``term``; empty where none of them is in the vocabulary."""
        pieces = [self[piece] for piece in split_pieces(term)]
        return " ".join([words for words, _ in pieces if words]) if any(known for _, known in pieces) else ""
