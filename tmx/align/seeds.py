"""What is known of two vocabularies before anything is learnt: cognates, number words, lexicons."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.cognates import Likeness, cognate_arrays
from tmx.align.lexicon import Lexicon
from tmx.align.lists import dictionary_pairs, shipped_entries
from tmx.align.pivot import has_relations, pairs_by_pivot
from tmx.align.settings import AlignerSettings
from tmx.align.sounds import sounding_alike
from tmx.align.stems import STEM_LENGTH, Vocabulary, is_mark, is_number, stems
from tmx.text.languages import Language, find_language

__all__ = ["known_pairs", "known_table", "number_word_entries", "same_order"]

Floats = NDArray[np.float64]

# Languages whose clauses go subject, verb, object throughout, so that translations follow each other word for word more
# or less. German and Dutch put verbs last in subordinate clauses.
_SUBJECT_VERB_OBJECT = frozenset({"ca", "en", "es", "fr", "gl", "it", "oc", "pt", "ro"})


def known_pairs(
    source: Vocabulary,
    target: Vocabulary,
    source_language: str,
    target_language: str,
    lexicons: Sequence[Lexicon],
    settings: AlignerSettings,
) -> tuple[Likeness, ...]:
    """The pseudo-counts of all pairs of stems that are known, by their numbers, in a fixed order.

    A number that stands on both sides counts ``number_count``, a cognate ``cognate_count`` times its likeness, an
    entry of the lexicons or a number word ``dictionary_count`` times its weight, one of the lexicon that ships
    ``seed_count`` times its weight; of several the highest holds.
    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """
    table = known_table(source, target, source_language, target_language, lexicons, settings)
    sides = table[:, :2].astype(np.int64)
    return tuple(zip(sides[:, 0].tolist(), sides[:, 1].tolist(), table[:, 2].tolist(), strict=True))


def known_table(
    source: Vocabulary,
    target: Vocabulary,
    source_language: str,
    target_language: str,
    lexicons: Sequence[Lexicon],
    settings: AlignerSettings,
) -> Floats:
    """What :func:`known_pairs` gives, as an array with a row for each pair: source, target, count."""
    languages = find_language(source_language), find_language(target_language)
    found = [_alike(source, target, settings)]
    listed = [(_known_numbers(source, target, languages), settings.dictionary_count)]
    listed += [(_pairs(_stemmed(_Same(lexicon)), source, target), settings.dictionary_count) for lexicon in lexicons]
    if settings.seed_count > 0:
        listed.append((_pairs(_shipped(languages[0].tag, languages[1].tag), source, target), settings.seed_count))
        shipped = dictionary_pairs(source, target, languages)
        if shipped is None or any(map(has_relations, languages)):
            shipped = pairs_by_pivot(source, target, languages)
        found.append(_weighed(shipped, settings.seed_count))
    for pairs, count in listed:
        found.append(_weighed(np.array(list(pairs), dtype=np.float64).reshape(-1, 3), count))
    return _highest(np.concatenate(found), len(target))


def _alike(source: Vocabulary, target: Vocabulary, settings: AlignerSettings) -> Floats:
    """The numbers that stand on both sides, the cognates, and what sounds alike in different scripts."""
    pairs = cognate_arrays(source.words, target.words)
    figures = np.array([is_number(word) for word in source.words], dtype=np.bool_)[pairs.source]
    factors = np.where(figures, settings.number_count, settings.cognate_count)
    alike = np.stack([pairs.source.astype(np.float64), pairs.target.astype(np.float64), factors * pairs.value], axis=1)
    return np.concatenate([alike, _weighed(sounding_alike(source.words, target.words), settings.cognate_count)])


def _weighed(pairs: Floats, count: float) -> Floats:
    """Rows of source, target and weight with ``count`` times the weight, where that is anything."""
    result: Floats = pairs * np.array([1.0, 1.0, count])
    return result[result[:, 2] > 0.0]


def _highest(table: Floats, width: int) -> Floats:
    """The rows of ``table`` in the order of their pairs; of those of one pair only the one with the highest count."""
    keys = table[:, 0] * max(width, 1) + table[:, 1]
    table = table[np.lexsort((-table[:, 2], keys))]
    keys = table[:, 0] * max(width, 1) + table[:, 1]
    return np.ascontiguousarray(table[np.concatenate([[True], keys[1:] != keys[:-1]])[: len(keys)]])


def _pairs(
    known: Mapping[str, Sequence[tuple[str, float]]], source: Vocabulary, target: Vocabulary
) -> Iterator[Likeness]:
    """What is known of the words of ``source`` and has its translation in ``target``."""
    for at, word in enumerate(source.words):
        for other, weight in known.get(word, ()):
            to = target.find(other)
            if to is not None:
                yield at, to, weight


def _known_numbers(source: Vocabulary, target: Vocabulary, languages: tuple[Language, Language]) -> Iterator[Likeness]:
    """The number words that stand on both sides."""
    for ours, theirs, weight in number_word_entries(*languages):
        at, to = source.find(ours), target.find(theirs)
        if at is not None and to is not None:
            yield at, to, weight


def same_order(source_language: str, target_language: str) -> bool:
    """Whether both languages (BCP 47 tags) are known to put subject, verb and object in the same order."""
    tags = (source_language, target_language)
    return all(tag.split("-")[0].lower() in _SUBJECT_VERB_OBJECT for tag in tags)


class _Same(Struct, frozen=True, eq=False):
    """A lexicon as a key: the same one, not one like it, whose thousands of entries would have to be compared."""

    lexicon: Lexicon

    def __eq__(self, other: object) -> bool:
        return isinstance(other, _Same) and self.lexicon is other.lexicon

    def __hash__(self) -> int:
        return id(self.lexicon)


@lru_cache(maxsize=8)
def _stemmed(same: _Same) -> Mapping[str, Sequence[tuple[str, float]]]:
    """The stems of a lexicon's entries, by source stem; of phrases every stem with every other, for as much less."""
    best: dict[tuple[str, str], float] = {}
    for entry in same.lexicon.entries():
        ours = [stem for stem in stems(entry.source) if not is_mark(stem)]
        theirs = [stem for stem in stems(entry.target) if not is_mark(stem)]
        for one in ours:
            for other in theirs:
                key = one, other
                best[key] = max(best.get(key, 0.0), entry.weight / max(len(ours), len(theirs)))
    return _by_source(best)


def _by_source(weights: Mapping[tuple[str, str], float]) -> Mapping[str, Sequence[tuple[str, float]]]:
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for (one, other), weight in weights.items():
        found[one].append((other, weight))
    return dict(found)


@lru_cache(maxsize=4)
def _shipped(source_language: str, target_language: str) -> Mapping[str, Sequence[tuple[str, float]]]:
    """The stems of the lexicon that ships for these languages: for each source stem its target stems with weights."""
    best: dict[tuple[str, str], float] = {}
    for entry in shipped_entries(source_language, target_language):
        # The words are single ones without marks, so that they need no tokenizing.
        key = entry.source[:STEM_LENGTH], entry.target[:STEM_LENGTH]
        if best.get(key, 0.0) < entry.weight:
            best[key] = entry.weight
    return _by_source(best)


def number_word_entries(source: Language, target: Language) -> Iterator[tuple[str, str, float]]:
    """Cardinals, ordinals, scales, months and weekdays of the same value, and cardinals with their figures."""
    for name in ("cardinals", "ordinals", "scales", "months", "weekdays"):
        ours, theirs = _by_value(getattr(source, name)), _by_value(getattr(target, name))
        for value in sorted(ours.keys() & theirs.keys()):
            yield from ((one, other, 1.0) for one in ours[value] for other in theirs[value])
        if name == "cardinals":
            yield from ((one, str(value), 1.0) for value in sorted(ours) for one in ours[value])
            yield from ((str(value), other, 1.0) for value in sorted(theirs) for other in theirs[value])


def _by_value(words: Mapping[str, int]) -> dict[int, list[str]]:
    """The words of each value that are a single stem."""
    values: dict[int, list[str]] = defaultdict(list)
    for word, value in words.items():
        found = stems(word)
        if len(found) == 1:
            values[value].append(found[0])
    return values
