"""Stems: what the aligner takes for words.

A stem is an accent-folded prefix of six letters, a number without its separators, a CJK sign, two neighbouring
syllables of a script that sets no spaces between words, or one of the marks ``? ! : ; % "`` that survive translation.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from itertools import pairwise

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.text.character_ranges import has_character_in
from tmx.text.folding import fold

__all__ = [
    "STEM_LENGTH",
    "Ids",
    "JoinedTexts",
    "StemmedText",
    "Vocabulary",
    "among",
    "distinct",
    "in_order",
    "is_mark",
    "is_number",
    "joined_texts",
    "stem_text",
    "stems",
    "weighted_counts",
]

STEM_LENGTH = 6
_BITS = 63  # of a number that is not below 0

_CJK = "\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
# What most words are made of is tried first. A line end stands behind each of several sentences.
_FIRST = r"[a-z]++(?![^\x00-\x7f])|\n|[0-9]{1,3}(?:[ .,'][0-9]{3})+(?![0-9])(?:[.,][0-9]+)?|[0-9]+(?:[.,][0-9]+)?"
_MARK = '[?!:;%"«»“”„「」『』]'
_TOKEN = re.compile(rf"{_FIRST}|[^\W\d_]+|{_MARK}")
_SIGNS_OR_CJK = (("\u0900", "\u1c37"), ("\u3040", "\u9fff"))  # where none of these stands, a word is its letters
_QUOTES = frozenset("«»“”„「」『』")
# Thai, Lao, Burmese and Khmer set no spaces between words: their syllables, roughly.
_SYLLABLES = "|".join(
    (
        "[\u0e40-\u0e44]?[\u0e01-\u0e2f][\u0e30-\u0e3a\u0e45-\u0e4e]*",
        "[\u0ec0-\u0ec4]?[\u0e81-\u0eaf\u0edc-\u0edf][\u0eb0-\u0ebd\u0ec6-\u0ecd]*",
        "[\u1000-\u102a](?:\u1039[\u1000-\u102a]|[\u1000-\u102a]\u103a|[\u102b-\u103e])*",
        "[\u1780-\u17b3](?:\u17d2[\u1780-\u17b3]|[\u17b4-\u17d1\u17dd])*",
    )
)
_SYLLABLE = re.compile(_SYLLABLES)
_UNSPACED = re.compile(f"(?:{_SYLLABLES})+")
_WORD_BREAK = re.compile("(?<=[\u0e00-\u17ff])\u200b")  # some texts, Khmer above all, say so where words end
_AT_ONCE = 1000  # sentences that are cut in one go: the words of a long text would fill memory
_BREAK = -1  # stands for a line end among the numbers of stems
_THOUSANDS = re.compile(r"[ .,'](?=[0-9]{3}(?![0-9]))")

Ids = NDArray[np.int64]


def stems(text: str) -> list[str]:
    """The stems of ``text`` in order.

    >>> stems("L’Organisation a aidé 1 200 migrants : 3,5 %")
    ['l', 'organi', 'a', 'aide', '1200', 'migran', ':', '3.5', '%']
    """
    return list(map(_stem, filter(str.strip, _tokens(text))))


def _tokens(text: str) -> list[str]:
    folded = _folded(text)
    pattern = _token_of_any_script() if has_character_in(folded, _SIGNS_OR_CJK) else _TOKEN
    return pattern.findall(folded)


@cache
def _token_of_any_script() -> re.Pattern[str]:
    # Vowel signs and the like, which Python does not count among a word's letters.
    signs = "".join(chr(p) for p in range(0x900, 0x1C38) if unicodedata.category(chr(p)) in ("Mn", "Mc"))
    return re.compile(rf"{_FIRST}|[{_CJK}]|[^\W\d_{_CJK}](?:[^\W\d_{_CJK}]|[{signs}])*|{_MARK}")


def _folded(text: str) -> str:
    """``text`` folded, with spaces where its script sets none between words."""
    folded = fold(_WORD_BREAK.sub(" ", text) if "\u200b" in text else text)
    return folded if folded.isascii() else _UNSPACED.sub(_in_twos, folded)


def _in_twos(run: re.Match[str]) -> str:
    """Every two neighbouring syllables of ``run``; one syllable stays alone."""
    syllables = _SYLLABLE.findall(run.group())
    return f" {' '.join(map(''.join, pairwise(syllables))) or run.group()} "


def _stem(token: str) -> str:
    """The stem of what :func:`_tokens` has found."""
    if token in _QUOTES:
        return '"'
    return _normal_number(token) if token[0].isdigit() else token[:STEM_LENGTH]


def weighted_counts(ids: Ids, weights: NDArray[np.float64], size: int) -> NDArray[np.float64]:
    """The sum of ``weights`` for each number from 0 to ``size`` in ``ids``."""
    return np.bincount(ids, weights=weights, minlength=size).astype(np.float64, copy=False)


def distinct(keys: Ids) -> Ids:
    """The distinct ``keys`` in order: :func:`numpy.unique` alone hashes them, which takes many times as long."""
    ordered = np.sort(keys)
    first = np.ones(len(ordered), np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=first[1:])
    return ordered[first]


def among(keys: Ids, others: Ids) -> NDArray[np.bool_]:
    """For each of ``keys`` whether it is one of ``others``: :func:`numpy.isin` in less time."""
    if not len(others):
        return np.zeros(len(keys), np.bool_)
    ordered = np.sort(others)
    result: NDArray[np.bool_] = ordered[np.minimum(np.searchsorted(ordered, keys), len(ordered) - 1)] == keys
    return result


def in_order(keys: Ids) -> tuple[Ids, Ids, Ids]:
    """The distinct ``keys`` (not below 0), the places of all keys in order, and the number of the key at each place.

    As a stable :func:`numpy.argsort`, in less time: where key and place go into one number together, a plain sort puts
    both in order.
    """
    size = len(keys)
    shift = size.bit_length()
    if size and int(keys.max()).bit_length() + shift <= _BITS:
        ordered = (keys << shift) | np.arange(size)
        ordered.sort()
        order = ordered & ((1 << shift) - 1)
        ordered >>= shift
    else:
        order = np.argsort(keys, kind="stable")
        ordered = keys[order]
    begins = np.ones(size, np.bool_)
    np.not_equal(ordered[1:], ordered[:-1], out=begins[1:])
    return ordered[begins], order, np.cumsum(begins) - 1


def is_number(stem: str) -> bool:
    """Whether ``stem`` is a number in figures."""
    return stem[0].isdigit()


def is_mark(stem: str) -> bool:
    """Whether ``stem`` is a punctuation mark."""
    return not stem[0].isalnum()


def _normal_number(number: str) -> str:
    if number.isdigit():
        return number
    return _THOUSANDS.sub("", number).replace(",", ".")


class _Numbers(dict[str, int]):
    """The numbers of stems; one that is new gets the next."""

    __slots__ = ("words",)

    def __init__(self) -> None:
        super().__init__()
        self.words: list[str] = []

    def __missing__(self, stem: str) -> int:
        number = self[stem] = len(self.words)
        self.words.append(stem)
        return number


class Vocabulary:
    """Stems numbered in the order in which they are first seen."""

    __slots__ = ("_ids", "_tokens", "words")

    def __init__(self) -> None:
        self._ids = _Numbers()
        self._tokens = {"\n": _BREAK}  # the numbers of the stems of tokens: a stem is taken of each token once
        self.words = self._ids.words

    def __len__(self) -> int:
        return len(self.words)

    def find(self, stem: str) -> int | None:
        """The number of ``stem``, or None where it was never added."""
        return self._ids.get(stem)

    def add(self, stem: str) -> int:
        """The number of ``stem``, a new one if it has none."""
        return self._ids[stem]

    def add_text(self, sentences: Sequence[str]) -> tuple[Ids, Ids]:
        """The numbers of the stems of ``sentences``, and where each sentence begins among them; the last end too."""
        parts = [self._numbers(sentences[at : at + _AT_ONCE]) for at in range(0, len(sentences), _AT_ONCE)]
        numbers = np.concatenate([np.zeros(0, dtype=np.int64), *parts])
        ends = np.flatnonzero(numbers == _BREAK)
        return numbers[numbers != _BREAK], np.concatenate([[0], ends - np.arange(len(ends))]).astype(np.int64)

    def _numbers(self, sentences: Sequence[str]) -> Ids:
        """The numbers of the stems of ``sentences``, with a break behind each sentence."""
        tokens = _tokens("".join(sentence.replace("\n", "\r") + "\n" for sentence in sentences))
        self._add_tokens(tokens)
        return np.array(list(map(self._tokens.__getitem__, tokens)), dtype=np.int64)

    def _add_tokens(self, tokens: Sequence[str]) -> None:
        known, ids = self._tokens, self._ids
        for token in dict.fromkeys(tokens):
            if token not in known:
                known[token] = ids[token[:STEM_LENGTH] if token.isalpha() else _stem(token)]


class StemmedText(Struct, frozen=True, eq=False):
    """The sentences of one side as numbers.

    The stems of sentence ``i`` are ``ids[offsets[i]:offsets[i + 1]]``; ``lengths`` counts its characters that are
    not spaces.
    """

    ids: Ids
    offsets: Ids
    lengths: NDArray[np.float64]

    def __len__(self) -> int:
        return len(self.lengths)

    def counts(self) -> Ids:
        """How many stems each sentence has."""
        return np.diff(self.offsets)


class JoinedTexts(Struct, frozen=True, eq=False):
    """Several texts as one, an empty sentence behind each, so that none is next to another; where each one begins."""

    text: StemmedText
    begins: Ids


def joined_texts(texts: Sequence[StemmedText]) -> JoinedTexts:
    """The ``texts``, of which there is one at least, one after another."""
    counts = np.concatenate([part for text in texts for part in (text.counts(), [0])])
    lengths = np.concatenate([part for text in texts for part in (text.lengths, [0.0])])
    sizes = np.array([0, *(len(text) + 1 for text in texts)], dtype=np.int64)
    offsets = np.concatenate([[0], np.cumsum(counts)]).astype(np.int64)
    whole = StemmedText(np.concatenate([text.ids for text in texts]), offsets, lengths)
    return JoinedTexts(whole, np.cumsum(sizes)[:-1])


def stem_text(sentences: Sequence[str] | Iterable[str], vocabulary: Vocabulary) -> StemmedText:
    """The stems of ``sentences``, numbered in ``vocabulary``, which grows."""
    given = sentences if isinstance(sentences, Sequence) else list(sentences)
    ids, offsets = vocabulary.add_text(given)
    return StemmedText(ids, offsets, np.array(list(map(_letters, given)), dtype=np.float64))


def _letters(sentence: str) -> int:
    """How many characters of ``sentence`` are no spaces."""
    if sentence.isprintable():  # then the only space is the common one
        return len(sentence) - sentence.count(" ")
    return len("".join(sentence.split()))
