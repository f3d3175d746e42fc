"""Cognates: stems of two languages that look alike (``gouver`` and ``govern``, ``migran`` and ``migran``).

After Simard, Foster and Isabelle 1992 (shared beginnings) and McEnery and Oakes 1996 (Dice over letter groups).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.kernels import kernels
from tmx.align.stems import STEM_LENGTH, Ids

__all__ = ["Cognates", "Likeness", "cognate_arrays", "cognate_pairs", "likeness"]

# (source number, target number, likeness from 0 to 1)
Likeness = tuple[int, int, float]

_LEAST_LETTERS = 3
_LEAST_PREFIX = 4
_LEAST_DICE = 0.5
_SHORT = 0.3
_SURE_GROUPS = 3
_COMMON_GROUP = 200  # letter groups that more stems have than this say little and cost much
_CHUNK = 1_000_000  # shared groups that are counted in one go


def _groups(stem: str) -> tuple[str, ...]:
    """The distinct letter trigrams of ``^stem$``; a stem that was cut at its full length has no known end."""
    padded = f"^{stem}$" if len(stem) < STEM_LENGTH else f"^{stem}"
    return tuple(dict.fromkeys(padded[i : i + 3] for i in range(len(padded) - 2)))


def _common_prefix(one: str, other: str) -> int:
    length = min(len(one), len(other))
    while one[:length] != other[:length]:
        length -= 1
    return length


def likeness(source: str, target: str) -> float:
    """How much two stems look alike, from 0 to 1.

    1 for the same stem (numbers, names, ``migran``); for words of four letters and more with a common beginning of at
    least four, their share of common letters; else the Dice coefficient of their letter trigrams, if it is .5 or more.
    Numbers and marks are the same or not alike, words of one or two letters too, and they are worth less.
    """
    if source == target:
        return _SHORT if source.isalpha() and len(source) < _LEAST_LETTERS else 1.0
    if not (_is_word(source) and _is_word(target)):
        return 0.0
    ours, theirs = _groups(source), _groups(target)
    return _graded(source, target, len(set(ours).intersection(theirs)), len(ours) + len(theirs))


def _is_word(stem: str) -> bool:
    return len(stem) >= _LEAST_LETTERS and stem.isalpha()


def _graded(source: str, target: str, common: int, total: int) -> float:
    """The likeness of two words that share ``common`` of ``total`` letter trigrams of both."""
    best = 2.0 * common / total
    prefix = _common_prefix(source, target)
    if prefix >= _LEAST_PREFIX:
        best = max(best, prefix / max(len(source), len(target)))
    return best if best >= _LEAST_DICE else 0.0


def cognate_pairs(source: Sequence[str], target: Sequence[str]) -> list[Likeness]:
    """All pairs of stems that look alike, by their numbers in the two lists: by source, the same stem first.

    An index of letter groups proposes the candidates, so that no list is compared with the whole other one.
    """
    found = cognate_arrays(source, target)
    order = np.lexsort((found.target, ~found.same, found.source))
    columns = (values[order].tolist() for values in (found.source, found.target, found.value))
    return list(zip(*columns, strict=True))


class Cognates(Struct, frozen=True, eq=False):
    """Pairs of stems that look alike, by their numbers in two lists: how much they do, and whether they are one."""

    source: Ids
    target: Ids
    value: NDArray[np.float64]
    same: NDArray[np.bool_]


def cognate_arrays(source: Sequence[str], target: Sequence[str]) -> Cognates:
    """What :func:`cognate_pairs` gives, as arrays."""
    numbers = {stem: number for number, stem in enumerate(target)}
    same_as = np.array([numbers.get(stem, -1) for stem in source], dtype=np.int64)
    same = np.flatnonzero(same_as >= 0)
    found = [(same, same_as[same], np.array([likeness(source[n], source[n]) for n in same.tolist()], dtype=np.float64))]
    ours, theirs = _Words.of(source), _Words.of(target)
    for part in _sharing(ours, theirs):
        others = part.without(same_as[ours.number[part.one]] == theirs.number[part.other])
        alike, values = others.graded(ours, theirs)
        found.append((ours.number[others.one[alike]], theirs.number[others.other[alike]], values[alike]))
    one, other, value = (np.concatenate(columns) for columns in zip(*found, strict=True))
    return Cognates(one, other, value, np.arange(len(one)) < len(same))


class _Words(Struct, frozen=True, eq=False):
    """The words among some stems: which they are, their letters in rows, and their distinct letter groups.

    ``group`` has the groups of each word one after another, ``owner`` the word (its place here) of each.
    """

    number: Ids
    letters: NDArray[np.uint32]
    length: Ids
    group: Ids
    owner: Ids

    @classmethod
    def of(cls, stems: Sequence[str]) -> _Words:
        number = [place for place, stem in enumerate(stems) if len(stem) >= _LEAST_LETTERS and stem.isalpha()]
        words = [stems[place] for place in number]
        length = np.array([len(word) for word in words], dtype=np.int64)
        most = max(int(length.max(initial=0)), 1)
        text = "".join(word.ljust(most, "\0") for word in words)
        letters = np.frombuffer(text.encode("utf-32-le"), dtype=np.uint32).reshape(len(words), most)
        # The marks for the beginning and the end stand for letters too.
        padded = np.zeros((len(words), most + 2), dtype=np.int64)
        padded[:, 0] = ord("^")
        padded[:, 1:-1] = letters
        ended = length < STEM_LENGTH
        padded[np.flatnonzero(ended), length[ended] + 1] = ord("$")
        keys = (padded[:, :-2] << 42) | (padded[:, 1:-1] << 21) | padded[:, 2:]
        # The groups of a word stand together; one that has been there before in it is left out.
        counts = np.arange(most)[None, :] < (length - 1 + ended)[:, None]
        for column in range(1, most):
            counts[:, column] &= (keys[:, :column] != keys[:, column, None]).all(axis=1)
        owner, place = np.divmod(np.flatnonzero(counts), most)
        return cls(np.array(number, dtype=np.int64), letters, length, keys[owner, place], owner)

    def sizes(self) -> Ids:
        """How many distinct letter groups each word has."""
        return np.bincount(self.owner, minlength=len(self.number))


class _Sharing(Struct, frozen=True, eq=False):
    """Pairs of words, by their places, and how many letter groups they have in common."""

    one: Ids
    other: Ids
    common: Ids

    def without(self, left_out: NDArray[np.bool_]) -> _Sharing:
        """All pairs but those ``left_out``."""
        return _Sharing(self.one[~left_out], self.other[~left_out], self.common[~left_out])

    def graded(self, ours: _Words, theirs: _Words) -> tuple[NDArray[np.bool_], NDArray[np.float64]]:
        """Which of the pairs are alike, and the likeness of each; see :func:`likeness`."""
        total = ours.sizes()[self.one] + theirs.sizes()[self.other]
        width = min(ours.letters.shape[1], theirs.letters.shape[1])
        one, other = ours.letters[self.one, :width], theirs.letters[self.other, :width]
        prefix = np.logical_and.accumulate((one == other) & (one != 0), axis=1).sum(axis=1)
        begun = prefix / np.maximum(ours.length[self.one], theirs.length[self.other])
        values = np.maximum(2.0 * self.common / total, np.where(prefix >= _LEAST_PREFIX, begun, 0.0))
        return values >= _LEAST_DICE, values


def _sharing(ours: _Words, theirs: _Words) -> Iterator[_Sharing]:
    """The pairs of words with enough letter groups in common to be alike, some words of ``ours`` at a time."""
    order = np.argsort(theirs.group, kind="stable")
    keys, holder = theirs.group[order], theirs.owner[order]
    first, last = np.searchsorted(keys, ours.group), np.searchsorted(keys, ours.group, side="right")
    holders = np.where(last - first <= _COMMON_GROUP, last - first, 0)
    sizes = ours.sizes(), theirs.sizes()
    ends = np.cumsum(sizes[0])  # of each word's groups
    spent = np.concatenate([[0], np.cumsum(holders)])
    word = 0
    while word < len(ends):
        begin = int(ends[word - 1]) if word else 0
        word = max(word + 1, int(np.searchsorted(spent[ends], spent[begin] + _CHUNK, side="right")))
        part = slice(begin, int(ends[word - 1]))
        compiled = kernels()
        if compiled is not None:
            found = tuple(np.empty(int(spent[part.stop] - spent[begin]), dtype=np.int64) for _ in range(3))
            given = ours.owner[part], first[part], holders[part], holder, *sizes
            size = compiled.shared_groups(*given, *found, _SURE_GROUPS)
            yield _Sharing(*(array[:size] for array in found))
            continue
        which = np.repeat(np.arange(part.start, part.stop), holders[part])
        at = np.arange(len(which)) - (spent[which] - spent[begin]) + first[which]
        pairs = np.sort(ours.owner[which] * len(theirs.number) + holder[at])
        begins = np.flatnonzero(np.diff(pairs, prepend=-1))
        common = np.diff(begins, append=len(pairs))
        one, other = np.divmod(pairs[begins], max(len(theirs.number), 1))
        # Two stems with a common beginning of four letters share three groups at least.
        likely = (common >= _SURE_GROUPS) | (4 * common >= sizes[0][one] + sizes[1][other])
        yield _Sharing(one[likely], other[likely], common[likely])
