"""What is known of two vocabularies before anything is learnt: cognates, number words, lexicons."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import Likeness, cognate_arrays
from tmx.align.kernels import kernels
from tmx.align.lexicon import Lexicon, LexiconEntry
from tmx.align.settings import AlignerSettings
from tmx.align.stems import STEM_LENGTH, Ids, Vocabulary, is_mark, is_number, stems
from tmx.files import read_bytes
from tmx.text.folding import fold
from tmx.text.languages import Language, find_language

__all__ = [
    "SHIPPED_DICTIONARIES",
    "SHIPPED_LEXICONS",
    "dictionary_entries",
    "known_pairs",
    "known_table",
    "number_word_entries",
    "same_order",
    "shipped_entries",
]

Floats = NDArray[np.float64]

_USUAL_ENTRIES = 8  # that a dictionary has of a word and the text too: how much room there is at first
# Languages whose clauses go subject, verb, object throughout, so that translations follow each other word for word more
# or less. German and Dutch put verbs last in subordinate clauses.
_SUBJECT_VERB_OBJECT = frozenset({"ca", "en", "es", "fr", "gl", "it", "oc", "pt", "ro"})
# The lexicons that ship, by the languages of their columns. benchmarks/seed_lexicon.py learns the first one,
# benchmarks/seed_dictionary.py compiles the other from a dictionary.
SHIPPED_LEXICONS = {
    ("fr", "en"): Path(__file__).with_name("seed-fr-en.tsv"),
    ("de", "fr"): Path(__file__).with_name("seed-de-fr.tsv"),
}
# Beside them more words, of dictionaries and other texts, in many lines: folded and in the order of their bytes, so
# that words are looked up in the lines as they stand.
_DICTIONARIES = (
    *("ar-en", "cs-en", "de-en", "de-fr", "es-en", "es-fr", "fi-en", "fr-en", "hu-en", "it-en", "it-fr", "ja-en"),
    *("nl-en", "nl-fr", "pl-en", "pt-en", "pt-fr", "ru-en", "sv-en", "tr-en", "zh-en"),
)
SHIPPED_DICTIONARIES = {
    (pair[:2], pair[3:]): Path(__file__).with_name(f"dictionary-{pair}.tsv") for pair in _DICTIONARIES
}


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
        found.append(_weighed(_dictionary_pairs(source, target, languages), settings.seed_count))
    for pairs, count in listed:
        found.append(_weighed(np.array(list(pairs), dtype=np.float64).reshape(-1, 3), count))
    return _highest(np.concatenate(found), len(target))


def _alike(source: Vocabulary, target: Vocabulary, settings: AlignerSettings) -> Floats:
    """The numbers that stand on both sides, and the cognates."""
    pairs = cognate_arrays(source.words, target.words)
    figures = np.array([is_number(word) for word in source.words], dtype=np.bool_)[pairs.source]
    factors = np.where(figures, settings.number_count, settings.cognate_count)
    return np.stack([pairs.source.astype(np.float64), pairs.target.astype(np.float64), factors * pairs.value], axis=1)


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


def _dictionary_pairs(source: Vocabulary, target: Vocabulary, languages: tuple[Language, Language]) -> Floats:
    """What the dictionary that ships for these languages knows of both vocabularies: source, target, weight."""
    path, swapped = _path(SHIPPED_DICTIONARIES, languages[0].tag, languages[1].tag)
    if path is None:
        return np.zeros((0, 3))
    ours, theirs = (target, source) if swapped else (source, target)
    # A stem of full length stands for all words that begin so, a shorter one for itself.
    beginnings = [word.encode() if len(word) == STEM_LENGTH else f"{word}\t".encode() for word in ours.words]
    words = [word.encode() for word in theirs.words]
    compiled = kernels()
    if compiled is not None:
        found = _looked_up_compiled(compiled, _file(path), beginnings, words)
    else:
        found = np.array(list(_looked_up(_lines(path), beginnings, words)), dtype=np.float64).reshape(-1, 3)
    return found[:, [1, 0, 2]] if swapped else found


def _looked_up(lines: Sequence[bytes], beginnings: Sequence[bytes], words: Sequence[bytes]) -> Iterator[Likeness]:
    """Of the lines that begin with one of ``beginnings`` and have one of ``words``: their numbers and the weight."""
    numbers = {word: number for number, word in enumerate(words)}
    for at, beginning in enumerate(beginnings):
        place = bisect_left(lines, beginning)
        while place < len(lines) and lines[place].startswith(beginning):
            _, other, weight = lines[place].split(b"\t")
            place += 1
            to = numbers.get(other[:STEM_LENGTH])  # what the dictionary gives is plain ASCII
            if to is not None:
                yield at, to, float(weight)


def _looked_up_compiled(
    compiled: ModuleType, text: bytes, beginnings: Sequence[bytes], words: Sequence[bytes]
) -> Floats:
    given = text, *_joined(beginnings), *_joined(words)
    room = _USUAL_ENTRIES * len(beginnings)
    while True:
        at, to = np.empty(room, dtype=np.int64), np.empty(room, dtype=np.int64)
        weight = np.empty(room)
        count = compiled.look_up(*given, at, to, weight, STEM_LENGTH)
        if count <= room:
            return np.stack([at[:count].astype(np.float64), to[:count].astype(np.float64), weight[:count]], axis=1)
        room = count


def _joined(pieces: Sequence[bytes]) -> tuple[bytes, Ids]:
    """All pieces in one, and where each begins, with the end of the last."""
    sizes = np.array([0, *map(len, pieces)], dtype=np.int64)
    return b"".join(pieces), np.cumsum(sizes)


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


@dataclass(frozen=True, slots=True, eq=False)
class _Same:
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
def shipped_entries(source_language: str, target_language: str) -> tuple[LexiconEntry, ...]:
    """The lexicon that ships for these languages (primary subtags), in either direction, folded; none for others."""
    path, swapped = _path(SHIPPED_LEXICONS, source_language, target_language)
    text = fold(read_bytes(path).decode("utf-8")) if path else ""
    return tuple(_entry(line, swapped=swapped) for line in text.splitlines() if not line.startswith("#"))


@lru_cache(maxsize=4)
def dictionary_entries(source_language: str, target_language: str) -> tuple[LexiconEntry, ...]:
    """The dictionary that ships beside the lexicon, as :func:`shipped_entries`."""
    lines, swapped = _dictionary(source_language, target_language)
    return tuple(_entry(line.decode(), swapped=swapped) for line in lines)


def _entry(line: str, *, swapped: bool) -> LexiconEntry:
    one, other, weight = line.split("\t")
    return LexiconEntry(other, one, float(weight)) if swapped else LexiconEntry(one, other, float(weight))


def _path(
    paths: Mapping[tuple[str, str], Path], source_language: str, target_language: str
) -> tuple[Path | None, bool]:
    """The file for these languages, and whether its columns stand the other way round."""
    pair = source_language, target_language
    swapped = pair not in paths
    return paths.get(pair[::-1] if swapped else pair), swapped


def _dictionary(source_language: str, target_language: str) -> tuple[Sequence[bytes], bool]:
    """The lines of the dictionary for these languages, if any, and whether its columns stand the other way round."""
    path, swapped = _path(SHIPPED_DICTIONARIES, source_language, target_language)
    return _lines(path) if path else (), swapped


@lru_cache(maxsize=4)
def _file(path: Path) -> bytes:
    return read_bytes(path)


@lru_cache(maxsize=4)
def _lines(path: Path) -> Sequence[bytes]:
    return [line for line in _file(path).splitlines() if not line.startswith(b"#")]


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
