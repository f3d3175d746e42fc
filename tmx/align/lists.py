"""The lists of words that ship: where they are, what stands in them, and what they know of two vocabularies."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache
from pathlib import Path
from types import ModuleType

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import Likeness
from tmx.align.kernels import kernels
from tmx.align.lexicon import LexiconEntry
from tmx.align.stems import STEM_LENGTH, Ids, Vocabulary
from tmx.files import read_bytes
from tmx.text.folding import fold
from tmx.text.languages import Language, find_language

__all__ = [
    "SHIPPED_DICTIONARIES",
    "SHIPPED_LEXICONS",
    "dictionary_entries",
    "dictionary_pairs",
    "has_dictionary",
    "shipped_entries",
    "stem_pairs",
    "words_led_to",
]

Floats = NDArray[np.float64]

_USUAL_ENTRIES = 8  # that a dictionary has of a word and the text too: how much room there is at first
# The lexicons that ship, by the languages of their columns. benchmarks/seed_lexicon.py learns the first one,
# benchmarks/seed_dictionary.py compiles the other from a dictionary.
SHIPPED_LEXICONS = {
    ("fr", "en"): Path(__file__).with_name("seed-fr-en.tsv"),
    ("de", "fr"): Path(__file__).with_name("seed-de-fr.tsv"),
}
# Beside them more words, of dictionaries and other texts, in many lines: folded and in the order of their bytes, so
# that words are looked up in the lines as they stand.
_DICTIONARIES = (
    *("ar-en", "bg-en", "cs-en", "da-en", "de-en", "de-fr", "el-en", "es-en", "es-fr", "fi-en", "fr-en", "hi-en"),
    *("hr-en", "hu-en", "id-en", "it-en", "it-fr", "ja-en", "ko-en", "lt-en", "lv-en", "nb-en", "nl-en", "nl-fr"),
    *("pl-en", "pt-en", "pt-fr", "ro-en", "ru-en", "sk-en", "sr-en", "sv-en", "sw-en", "tr-en", "uk-en", "vi-en"),
    *("zh-en",),
)
SHIPPED_DICTIONARIES = {
    (pair[:2], pair[3:]): Path(__file__).with_name(f"dictionary-{pair}.tsv") for pair in _DICTIONARIES
}


def has_dictionary(source_language: str, target_language: str) -> bool:
    """Whether a dictionary ships for these languages (BCP 47 tags), in either direction.

    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """
    tags = (find_language(language).tag for language in (source_language, target_language))
    return _path(SHIPPED_DICTIONARIES, *tags)[0] is not None


def dictionary_pairs(source: Vocabulary, target: Vocabulary, languages: tuple[Language, Language]) -> Floats | None:
    """What the dictionary that ships for these languages knows of both vocabularies: rows of source, target, weight.

    None where no dictionary ships for them.
    """
    path, swapped = _path(SHIPPED_DICTIONARIES, languages[0].tag, languages[1].tag)
    if path is None:
        return None
    ours, theirs = (target, source) if swapped else (source, target)
    words = [word.encode() for word in theirs.words]
    compiled = kernels()
    if compiled is not None:
        found = _looked_up_compiled(compiled, _file(path), _beginnings(ours), words)
    else:
        found = np.array(list(_looked_up(_lines(path), _beginnings(ours), words)), dtype=np.float64).reshape(-1, 3)
    return found[:, [1, 0, 2]] if swapped else found


def _beginnings(words: Vocabulary) -> list[bytes]:
    """How the lines of a dictionary begin that stand for each of ``words``."""
    # A stem of full length stands for all words that begin so, a shorter one for itself.
    return [word.encode() if len(word) == STEM_LENGTH else f"{word}\t".encode() for word in words.words]


def words_led_to(path: Path, words: Vocabulary) -> Iterator[tuple[int, str, float]]:
    """What the dictionary in ``path``, its left side, knows of ``words``: number, stem of the other side, weight."""
    for at, other, weight in _entries_of(_lines(path), _beginnings(words)):
        yield at, other.decode(), weight


@lru_cache(maxsize=4)
def stem_pairs(path: Path) -> Sequence[tuple[str, str, float]]:
    """The dictionary in ``path`` as stems of both sides, each pair once, with its highest weight."""
    best: dict[tuple[str, str], float] = {}
    for line in _lines(path):
        one, other, weight = line.decode().split("\t")
        key = one[:STEM_LENGTH], other[:STEM_LENGTH]
        best[key] = max(best.get(key, 0.0), float(weight))
    return [(*key, weight) for key, weight in best.items()]


def _entries_of(lines: Sequence[bytes], beginnings: Sequence[bytes]) -> Iterator[tuple[int, bytes, float]]:
    """The lines that begin with one of ``beginnings``: its number, the stem of the other side, the weight."""
    for at, beginning in enumerate(beginnings):
        place = bisect_left(lines, beginning)
        while place < len(lines) and lines[place].startswith(beginning):
            _, other, weight = lines[place].split(b"\t")
            yield at, other[:STEM_LENGTH], float(weight)  # what the dictionary gives is plain ASCII
            place += 1


def _looked_up(lines: Sequence[bytes], beginnings: Sequence[bytes], words: Sequence[bytes]) -> Iterator[Likeness]:
    """Of the lines that begin with one of ``beginnings`` and have one of ``words``: their numbers and the weight."""
    numbers = {word: number for number, word in enumerate(words)}
    for at, other, weight in _entries_of(lines, beginnings):
        to = numbers.get(other)
        if to is not None:
            yield at, to, weight


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
