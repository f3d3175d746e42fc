"""How well a word fits between its neighbours, by grammar alone: ``les restrictions sur``, not ``les instables sur``.

A logistic regression that was learnt by contrast: it tells the words of real sentences from words that were drawn at
random and put in their places (Gutmann and Hyvärinen 2010). It sees the small words and marks beside a word as they
are, of other words only classes and endings; so it knows of number, gender, elision and word order, and nothing of
what the text is about. ``benchmarks/train_word_fit.py`` learns the models.
"""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from functools import cache, lru_cache
from importlib.resources import files
from pathlib import Path

import numpy as np
import numpy.typing as npt
from msgspec import Struct

from tmx.errors import ParseError
from tmx.files import read_bytes, write_whole
from tmx.text.folding import fold_typography
from tmx.text.languages import Language
from tmx.text.lemmas import word_classes

__all__ = ["CELLS", "WordFit", "fit_features", "read_fit", "word_fit", "write_fit"]

CELLS = 1 << 18  # features share so many weights by their hashes
_STEP = 0.05
_KEPT = 1 << 16
_BOUNDARY = ("\x00",)
_VOWELS = frozenset("aeiouyhéèêàâîïôûœæ")
_FORMAT = b"accord word fit 1\n"


class WordFit(Struct, frozen=True, eq=False):
    """What was learnt for a language: the weight of each cell, in steps of .05."""

    weights: npt.NDArray[np.int8]
    language: Language

    def score(self, words: Sequence[str], at: int, word: str | None = None) -> float:
        """The log-odds that ``words[at]``, or ``word`` in its place, was written there and not drawn at random."""
        weights = self.weights.data  # an array takes longer for so few
        cells = _cells(words, at, words[at] if word is None else word, self.language)
        return float(sum([weights[cell] for cell in cells])) * _STEP


@cache
def word_fit(language: Language) -> WordFit | None:
    """The model that ships for ``language``; None where there is none."""
    path = Path(str(files("tmx.text").joinpath("data", f"fit-{language.tag}.bin")))
    return read_fit(path, language) if language.tag.isalpha() and path.is_file() else None


def read_fit(path: Path, language: Language) -> WordFit:
    """The model in the file ``path``, as :func:`write_fit` wrote it.

    Raises :class:`~tmx.errors.StoreError` where it cannot be read, :class:`~tmx.errors.ParseError` where it is none.
    """
    head, _, body = read_bytes(path).partition(b"\n\n")
    if not head.startswith(_FORMAT):
        raise ParseError("no model of this version", path=path, remedy="make it with benchmarks/train_word_fit.py")
    return WordFit(np.frombuffer(zlib.decompress(body), np.int8), language)


def write_fit(path: Path, weights: npt.NDArray[np.float64], sources: str) -> None:
    """Write the ``CELLS`` weights, rounded to steps and cut at 127 of them, with ``sources`` in the head."""
    steps = np.clip(np.round(weights / _STEP), -127, 127).astype(np.int8)
    with write_whole(path) as out:
        out.write(_FORMAT + sources.encode() + b"\n\n" + zlib.compress(steps.tobytes(), 9))


def fit_features(words: Sequence[str], at: int, word: str, language: Language) -> npt.NDArray[np.int64]:
    """The cells of what ``word`` and the two words on either side show, were ``word`` to stand at ``words[at]``.

    ``words`` are the texts of the tokens of a sentence, marks among them.
    """
    return np.array(_cells(words, at, word, language), dtype=np.int64)


def _cells(words: Sequence[str], at: int, word: str, language: Language) -> list[int]:
    own = _own(word, language)
    before = _near(words, at - 1, language)
    after = _near(words, at + 1, language)
    further = _near(words, at - 2, language)[0], _near(words, at + 2, language)[0]
    cells = [*_row("own", "", own)]
    for near in before:
        cells += _row("before", near, own)
    for near in after:
        cells += _row("after", near, own)
    pairs = (
        ("between", before[0], after[0]),
        ("two before", further[0], before[0]),
        ("two after", after[0], further[1]),
        ("second before", further[0], ""),
        ("second after", further[1], ""),
    )
    for name, one, other in pairs:
        cells += _row(name, f"{one} {other}", own[:3])
    return cells


@lru_cache(_KEPT)
def _row(place: str, near: str, own: tuple[str, ...]) -> tuple[int, ...]:
    """The cells of what a word shows of itself, ``own``, beside what is seen in one place near it."""
    begun = zlib.crc32(f"{place}|{near}|".encode())
    return tuple([zlib.crc32(mark.encode(), begun) & (CELLS - 1) for mark in own])


@lru_cache(_KEPT)
def _own(word: str, language: Language) -> tuple[str, ...]:
    """What a word shows of itself: classes, endings, whether it begins with a vowel or a capital."""
    plain = fold_typography(word).lower()
    classes = ".".join(sorted(word_classes(word, language)))
    first = plain[:1]
    initial = "h" if first == "h" else "vowel" if first in _VOWELS else "consonant"
    small = plain if plain in language.function_words else ""
    return (
        f"classes {classes}",
        f"1 {plain[-1:]}",
        f"2 {plain[-2:]}",
        f"3 {plain[-3:]}",
        initial,
        f"{classes} {plain[-1:]}",
        f"capital {word[:1].isupper()}",
        f"small {small}",
    )


def _near(words: Sequence[str], at: int, language: Language) -> tuple[str, ...]:
    """What is seen of a neighbour: a small word or mark as it is, of another word its classes and ending."""
    return _shown(words[at], language) if 0 <= at < len(words) else _BOUNDARY


@lru_cache(_KEPT)
def _shown(word: str, language: Language) -> tuple[str, ...]:
    plain = fold_typography(word).lower()
    if not plain[:1].isalpha():
        return ("0" if plain[:1].isdigit() else plain,)
    if plain in language.function_words or plain.endswith("'"):
        return (plain,)
    classes = ".".join(sorted(word_classes(word, language)))
    return f"classes {classes}", f"{classes} {plain[-1:]}", f"2 {plain[-2:]}"
