"""What is known of two vocabularies before anything is learnt: cognates, number words, lexicons."""

from __future__ import annotations

from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

from tmx.align.cognates import Likeness, cognate_pairs
from tmx.align.lexicon import Lexicon, LexiconEntry
from tmx.align.settings import AlignerSettings
from tmx.align.stems import STEM_LENGTH, Vocabulary, is_mark, is_number, stems
from tmx.files import read_bytes
from tmx.text.folding import fold
from tmx.text.languages import Language, find_language

__all__ = [
    "SHIPPED_DICTIONARIES",
    "SHIPPED_LEXICONS",
    "dictionary_entries",
    "known_pairs",
    "number_word_entries",
    "same_order",
    "shipped_entries",
]

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
SHIPPED_DICTIONARIES = {
    ("fr", "en"): Path(__file__).with_name("dictionary-fr-en.tsv"),
    ("de", "fr"): Path(__file__).with_name("dictionary-de-fr.tsv"),
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
    counts: dict[tuple[int, int], float] = {}
    for one, other, value in cognate_pairs(source.words, target.words):
        factor = settings.number_count if is_number(source.words[one]) else settings.cognate_count
        counts[one, other] = factor * value
    languages = find_language(source_language), find_language(target_language)
    shipped = _shipped(languages[0].tag, languages[1].tag) if settings.seed_count > 0 else {}
    for pairs, count in (
        (_known_numbers(source, target, languages), settings.dictionary_count),
        *((_pairs(_stemmed(_Same(lexicon)), source, target), settings.dictionary_count) for lexicon in lexicons),
        (_pairs(shipped, source, target), settings.seed_count),
        (_dictionary_pairs(source, target, languages) if settings.seed_count > 0 else (), settings.seed_count),
    ):
        for at, to, weight in pairs:
            key = (at, to)
            if counts.get(key, 0.0) < count * weight:
                counts[key] = count * weight
    return tuple((one, other, count) for (one, other), count in sorted(counts.items()))


def _pairs(
    known: Mapping[str, Sequence[tuple[str, float]]], source: Vocabulary, target: Vocabulary
) -> Iterator[Likeness]:
    """What is known of the words of ``source`` and has its translation in ``target``."""
    for at, word in enumerate(source.words):
        for other, weight in known.get(word, ()):
            to = target.find(other)
            if to is not None:
                yield at, to, weight


def _dictionary_pairs(
    source: Vocabulary, target: Vocabulary, languages: tuple[Language, Language]
) -> Iterator[Likeness]:
    """What the dictionary that ships for these languages knows of both vocabularies, by their numbers."""
    lines, swapped = _dictionary(languages[0].tag, languages[1].tag)
    ours, theirs = (target, source) if swapped else (source, target)
    if not lines:
        return
    numbers = {word.encode(): number for number, word in enumerate(theirs.words)}
    for at, word in enumerate(ours.words):
        # A stem of full length stands for all words that begin so, a shorter one for itself.
        beginning = word.encode() if len(word) == STEM_LENGTH else f"{word}\t".encode()
        place = bisect_left(lines, beginning)
        while place < len(lines) and lines[place].startswith(beginning):
            _, other, weight = lines[place].split(b"\t")
            place += 1
            to = numbers.get(other[:STEM_LENGTH])  # what the dictionary gives is plain ASCII
            if to is not None:
                yield (to, at, float(weight)) if swapped else (at, to, float(weight))


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
def _lines(path: Path) -> Sequence[bytes]:
    return [line for line in read_bytes(path).splitlines() if not line.startswith(b"#")]


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
