"""Why a bead: the words that speak for it, its lengths, and how common its kind is."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from math import sqrt

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.lexicon import LearntLexicon, Lexicon
from tmx.align.rivals import rivals
from tmx.align.sentences import TextPair, learn_lexicon
from tmx.align.stems import Vocabulary, stems
from tmx.errors import ConfigError
from tmx.model import Bead
from tmx.text.languages import find_language
from tmx.text.tokens import TokenKind, tokenize
from toolkit.model import AlignedPair

__all__ = ["Explanation", "WordEvidence", "explain_bead"]

_LEAST_PROBABILITY = 0.02
_LEAST_LIFT = 2.0
_LEAST_LETTERS = 4  # shorter words without counterpart tell nothing


class WordEvidence(Struct, frozen=True):
    """Two words that speak for a bead: they stand together ``strength`` times as often as chance would have it."""

    source: str
    target: str
    strength: float


class Explanation(Struct, frozen=True):
    """What speaks for bead ``number`` (from 1) of a pair.

    ``words`` are the pairs of words, strongest first; ``source_alone`` and ``target_alone`` those of four letters and
    more, and figures, for which the other side of the bead has none. Lengths are characters without spaces;
    ``expected_length`` is what the source's length would give at the ratio of all the pair's beads. ``same_kind`` of
    ``beads`` beads are of the same kind. ``rivals`` are the runners-up for its sentences, the likeliest first.
    """

    number: int
    bead: Bead
    source: tuple[str, ...]
    target: tuple[str, ...]
    words: tuple[WordEvidence, ...]
    source_alone: tuple[str, ...]
    target_alone: tuple[str, ...]
    source_length: int
    target_length: int
    expected_length: float
    same_kind: int
    beads: int
    approved: bool
    rivals: tuple[Bead, ...] = ()


def explain_bead(
    pair: AlignedPair,
    number: int,
    source_language: str,
    target_language: str,
    *,
    lexicons: Sequence[Lexicon] = (),
) -> Explanation:
    """The evidence for bead ``number`` (from 1) of ``pair``, by the lexicon that its alignment and ``lexicons`` teach.

    Raises :class:`~tmx.errors.ConfigError` where there is no such bead.
    """
    beads = pair.alignment.beads
    if not 1 <= number <= len(beads):
        raise ConfigError(f"there is no bead {number}", remedy=f"beads are numbered from 1 to {len(beads)}")
    bead = beads[number - 1]
    source, target = tuple(pair.source[i] for i in bead.source), tuple(pair.target[j] for j in bead.target)
    text = TextPair(pair.source, pair.target, f"{pair.source_name} - {pair.target_name}")
    lexicon = learn_lexicon([text], [pair.alignment], source_language, target_language, lexicons=lexicons)
    ours, theirs = _words(source, source_language), _words(target, target_language)
    words = _evidence(lexicon, ours, theirs)
    met = {word.source for word in words}, {word.target for word in words}
    lengths = _length(source), _length(target)
    return Explanation(
        number,
        bead,
        source,
        target,
        words,
        tuple(word for word in ours if word not in met[0] and _tells(word)),
        tuple(word for word in theirs if word not in met[1] and _tells(word)),
        *lengths,
        lengths[0] * _ratio(pair),
        Counter(other.kind for other in beads)[bead.kind],
        len(beads),
        number - 1 in pair.approved,
        rivals(text, bead, source_language, target_language, lexicons=lexicons),
    )


def _words(sentences: Sequence[str], language: str) -> list[str]:
    """The words and figures of ``sentences``, each as it is first seen; inflected forms of one stem count once."""
    found: dict[tuple[str, ...], str] = {}
    known = find_language(language)
    for sentence in sentences:
        for token in tokenize(sentence, known):
            if token.kind in {TokenKind.WORD, TokenKind.NUMBER}:
                found.setdefault(tuple(stems(token.text)), token.text)
    found.pop((), None)
    return list(found.values())


def _evidence(lexicon: LearntLexicon, ours: Sequence[str], theirs: Sequence[str]) -> tuple[WordEvidence, ...]:
    """The strongest pairs of words, each word in one of them at most."""
    candidates = []
    for at, one in enumerate(ours):
        for to, other in enumerate(theirs):
            forward, backward = lexicon.probability(one, other), lexicon.inverse_probability(one, other)
            if min(forward, backward) < _LEAST_PROBABILITY:
                continue
            share = _share(lexicon.source_vocabulary, lexicon.source_share, one)
            share *= _share(lexicon.target_vocabulary, lexicon.target_share, other)
            lift = sqrt(forward * backward / share) if share else 0.0
            if lift >= _LEAST_LIFT:
                candidates.append((-lift, at, to))
    taken: tuple[set[int], set[int]] = (set(), set())
    found = []
    for lift, at, to in sorted(candidates):
        if at not in taken[0] and to not in taken[1]:
            taken[0].add(at)
            taken[1].add(to)
            found.append(WordEvidence(ours[at], theirs[to], -lift))
    return tuple(found)


def _share(vocabulary: Vocabulary, shares: NDArray[np.float64], word: str) -> float:
    """How much of the text the rarest stem of ``word`` makes up."""
    numbers = [number for number in map(vocabulary.find, stems(word)) if number is not None]
    return min((float(shares[number]) for number in numbers), default=0.0)


def _tells(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS or word[0].isdigit()


def _length(sentences: Sequence[str]) -> int:
    return sum(len("".join(sentence.split())) for sentence in sentences)


def _ratio(pair: AlignedPair) -> float:
    """Target characters for a source character, over the beads with a counterpart."""
    both = [bead for bead in pair.alignment.beads if bead.source and bead.target]
    source = sum(_length([pair.source[i] for i in bead.source]) for bead in both)
    target = sum(_length([pair.target[j] for j in bead.target]) for bead in both)
    return target / source if source else 1.0
