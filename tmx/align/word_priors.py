"""What is known of two vocabularies before words are aligned: cognates, lexicons, number words."""

from __future__ import annotations

from collections.abc import Container, Iterable, Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import cognate_pairs, likeness
from tmx.align.lexicon import Lexicon, LexiconEntry
from tmx.align.lists import dictionary_entries, shipped_entries
from tmx.align.seeds import number_word_entries
from tmx.align.stems import STEM_LENGTH
from tmx.align.word_texts import NumberedTexts, number_words, word_stem
from tmx.text.languages import find_language
from tmx.text.tokens import TokenKind, tokenize

__all__ = ["known_words", "prior_counts"]

_LEAST_COGNATE = 0.5
# A dictionary that leads from each word to many, by way of English: that tells sentences apart, not the words in them.
_NOT_OF_WORDS = ({"de", "fr"},)


def known_words(
    source_language: str,
    target_language: str,
    lexicons: Iterable[Lexicon] = (),
    *,
    shipped: bool = True,
    dictionaries: bool = True,
) -> tuple[LexiconEntry, ...]:
    """Single words that are known to translate each other: number words, ``lexicons``, and what ships.

    What ships is a lexicon and, if ``dictionaries``, the longer dictionary of words beside it, if ``shipped`` at all.
    Of phrases each content word is paired with each of the other side, for as much less; words that a lexicon pairs or
    that look alike with each other alone (*labour migration*, *migration de main-d'œuvre*). Raises
    :class:`~tmx.errors.UnknownLanguageError`.
    """
    source, target = find_language(source_language), find_language(target_language)
    found = [LexiconEntry(one, other, weight) for one, other, weight in number_word_entries(source, target)]
    if shipped:
        found += shipped_entries(source.tag, target.tag)
        if dictionaries and {source.tag, target.tag} not in _NOT_OF_WORDS:
            found += dictionary_entries(source.tag, target.tag)
    stems = {(word_stem(one.source, STEM_LENGTH), word_stem(one.target, STEM_LENGTH)) for one in found}
    for lexicon in lexicons:
        for entry in lexicon.entries():
            found += _word_pairs(entry, source_language, target_language, stems)
    return tuple(found)


def _word_pairs(
    entry: LexiconEntry, source_language: str, target_language: str, known: Container[tuple[str, str]]
) -> Iterator[LexiconEntry]:
    sides = []
    for text, tag in ((entry.source, source_language), (entry.target, target_language)):
        language = find_language(tag)
        tokens = [token.text for token in tokenize(text, language) if token.kind is not TokenKind.PUNCTUATION]
        sides.append([word for word in tokens if word.lower() not in language.function_words] or tokens)
    ours, theirs = sides
    weight = entry.weight / max(len(ours), len(theirs))
    tied = [(one, other) for one in ours for other in theirs if _are_known(one, other, known)]
    left = {one for one, _ in tied}, {other for _, other in tied}
    free = [(one, other) for one in ours if one not in left[0] for other in theirs if other not in left[1]]
    yield from (LexiconEntry(one, other, weight) for one, other in (*tied, *free))


def _are_known(one: str, other: str, known: Container[tuple[str, str]]) -> bool:
    """Whether two words of a pair of phrases translate each other for all that is known without it."""
    stems = word_stem(one, STEM_LENGTH), word_stem(other, STEM_LENGTH)
    return stems in known or likeness(*stems) >= _LEAST_COGNATE


def prior_counts(
    source: NumberedTexts,
    target: NumberedTexts,
    keys: NDArray[np.int64],
    known: Sequence[LexiconEntry],
    stem_length: int,
    *,
    cognate: float,
    lexicon: float,
) -> NDArray[np.float32]:
    """A pseudo-count for each of ``keys``, pairs of stems as ``source * len(target.words) + target``, sorted.

    ``cognate`` times the square of how much two stems look alike; ``lexicon`` times the weight of what is known; of
    several the highest.
    """
    width = max(len(target.words), 1)
    counts: dict[int, float] = {}
    for one, other, value in cognate_pairs(source.words, target.words):
        if value >= _LEAST_COGNATE or source.words[one] == target.words[other]:
            counts[one * width + other] = cognate * value**2
    ours, theirs = number_words(source.words), number_words(target.words)
    for entry in known:
        at = ours.get(word_stem(entry.source, stem_length))
        to = theirs.get(word_stem(entry.target, stem_length)) if at is not None else None
        if at is not None and to is not None:
            key = at * width + to
            counts[key] = max(counts.get(key, 0.0), lexicon * entry.weight)
    result = np.zeros(len(keys), dtype=np.float32)
    if counts and len(keys):
        wanted = np.array(sorted(counts), dtype=np.int64)
        places = np.minimum(np.searchsorted(keys, wanted), len(keys) - 1)
        there = keys[places] == wanted
        result[places[there]] = [counts[int(key)] for key in wanted[there]]
    return result
