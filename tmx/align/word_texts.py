"""Texts as numbers of word stems, and all pairs of stems that stand in units together, in chunks of bounded size."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from tmx.align.stems import stems
from tmx.text.folding import fold
from tmx.text.languages import Language

__all__ = ["Batch", "Chunk", "NumberedTexts", "cut_into_chunks", "number_texts", "number_words", "word_stem"]

Ids = NDArray[np.int64]
_CHUNK_CELLS = 1_500_000
_UNTHREADED = 250_000
_MOST_MEMBERS = 512
_MARKS = str.maketrans("«»“”„‹›–—", '"""""""--')


class NumberedTexts(Struct, frozen=True, eq=False):
    """Texts as numbers: those of text ``n`` are ``ids[offsets[n]:offsets[n + 1]]``, ``words`` says what they mean."""

    ids: NDArray[np.int32]
    offsets: Ids
    words: tuple[str, ...]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def lengths(self) -> Ids:
        """How many words each text has."""
        return np.diff(self.offsets)

    def mapped(self, name: Callable[[str], str]) -> NumberedTexts:
        """The texts with every word replaced by its ``name``; words of one name become one."""
        numbers: dict[str, int] = {}
        table = np.array([numbers.setdefault(name(word), len(numbers)) for word in self.words], dtype=np.int32)
        ids = table[self.ids] if len(table) else self.ids
        return NumberedTexts(ids, self.offsets, tuple(numbers))


def number_texts(texts: Iterable[Iterable[str]]) -> NumberedTexts:
    """The words of ``texts``, numbered in the order in which they are first seen."""
    numbers: dict[str, int] = {}
    offsets = [0]
    parts: list[NDArray[np.int32]] = []
    for text in texts:
        ids = [numbers.setdefault(word, len(numbers)) for word in text]
        parts.append(np.array(ids, dtype=np.int32))
        offsets.append(offsets[-1] + len(ids))
    joined = np.concatenate(parts) if parts else np.zeros(0, np.int32)
    return NumberedTexts(joined, np.array(offsets, dtype=np.int64), tuple(numbers))


def number_words(words: Iterable[str]) -> dict[str, int]:
    """The number of each word in its list."""
    return {word: number for number, word in enumerate(words)}


def word_stem(word: str, length: int, language: Language | None = None) -> str:
    """What the word aligner takes a word for: ``length`` folded letters, a plain number, a mark of one kind.

    An elided word counts as the whole one (``l’``: ``le``) where the language is known.
    """
    plain = fold(word)
    if plain[:1].isdigit():
        return (stems(plain) or [plain])[0]
    if plain.endswith("'") and len(plain) > 1:
        bare = plain[:-1]
        plain = fold(language.elided_forms.get(bare, bare)) if language is not None else bare
    return plain[:length] if plain[:1].isalpha() else plain.translate(_MARKS)


class Batch(Struct, frozen=True, eq=False):
    """Pairs of texts of about the same length, padded.

    ``cells[member, target place, source place]`` numbers a pair of stems in the chunk (0: padding); ``sources`` and
    ``targets`` say which places hold a word; the stems themselves stand in ``source_ids`` and ``target_ids``.
    """

    members: Ids
    cells: NDArray[np.int32]
    sources: NDArray[np.bool_]
    targets: NDArray[np.bool_]
    source_ids: NDArray[np.int32]
    target_ids: NDArray[np.int32]


class Chunk(Struct, frozen=True, eq=False):
    """Batches, and for each number in their cells the pair of stems, ``source * width + target``; the first is -1."""

    batches: tuple[Batch, ...]
    keys: Ids


def cut_into_chunks(source: NumberedTexts, target: NumberedTexts, members: Ids) -> Iterator[Chunk]:
    """The pairs ``members`` of texts by length, padded in batches, these in chunks; none with an empty side."""
    ours, theirs = source.lengths(), target.lengths()
    kept = members[(ours[members] > 0) & (theirs[members] > 0)]
    order = kept[np.lexsort((kept, theirs[kept], ours[kept]))][::-1]
    width = max(len(target.words), 1)
    waiting: list[tuple[Ids, NDArray[np.int32], NDArray[np.int32]]] = []
    cells = at = 0
    while at < len(order):
        columns = int(ours[order[at]])
        # Products of matrices stay under the size at which BLAS starts threads, which would cost more than they give.
        several = max(1, min(_MOST_MEMBERS, _UNTHREADED // columns**2))
        some = order[at : at + several]
        rows = int(theirs[some].max())
        waiting.append((some, _padded(source, some, columns), _padded(target, some, rows)))
        at += several
        cells += len(some) * rows * columns
        if cells > _CHUNK_CELLS:
            yield _chunk(waiting, width)
            waiting, cells = [], 0
    if waiting:
        yield _chunk(waiting, width)


def _padded(texts: NumberedTexts, members: Ids, width: int) -> NDArray[np.int32]:
    """A row of ``width`` stems for each member, -1 behind its end."""
    places = texts.offsets[members][:, None] + np.arange(width)[None, :]
    over = places >= texts.offsets[members + 1][:, None]
    places[over] = 0
    result: NDArray[np.int32] = texts.ids[places]
    result[over] = -1
    return result


def _chunk(parts: Sequence[tuple[Ids, NDArray[np.int32], NDArray[np.int32]]], width: int) -> Chunk:
    keys = []
    for _, ours, theirs in parts:
        pairs = ours[:, None, :].astype(np.int64) * width + theirs[:, :, None]
        pairs[(ours < 0)[:, None, :] | (theirs < 0)[:, :, None]] = -1
        keys.append(pairs.ravel())
    # -1 is added so that padding is number 0 in every chunk.
    distinct, numbers = np.unique(np.concatenate([np.array([-1]), *keys]), return_inverse=True)
    local: NDArray[np.int32] = numbers.astype(np.int32).ravel()
    batches = []
    at = 1
    for members, ours, theirs in parts:
        shape = len(members), theirs.shape[1], ours.shape[1]
        size = shape[0] * shape[1] * shape[2]
        cells = local[at : at + size].reshape(shape)
        batches.append(Batch(members, cells, ours >= 0, theirs >= 0, ours, theirs))
        at += size
    return Chunk(tuple(batches), distinct)
