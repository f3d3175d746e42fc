"""Reading both sides of a memory and the phrases in them; of a large memory the two at the same time."""

from __future__ import annotations

from array import array
from collections.abc import Callable, Sequence
from concurrent.futures import ProcessPoolExecutor
from concurrent.futures.process import BrokenProcessPool
from multiprocessing import get_context

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.candidates import PhraseTable
from termbase.extract.texts import TextSide, read_side
from termbase.extract.translations import TextPair
from tmx.align.word_texts import NumberedTexts
from tmx.text.languages import Language, find_language

__all__ = ["collect_sides"]

_APART_FROM = 20_000  # units from which a second process is worth its start
_MOST_TARGETS = 30_000  # texts of the target whose phrases are looked at; they only say what is one


class _Parcel(Struct, frozen=True, eq=False):
    """A side and its phrases without what cannot be sent between processes."""

    numbered: NumberedTexts
    starts: NDArray[np.int32]
    ends: NDArray[np.int32]
    parts: NDArray[np.uint8]
    content: NDArray[np.bool_]
    glued: NDArray[np.bool_]
    keys: dict[tuple[str, ...], int]
    columns: tuple[array[int], ...]
    weights: array[float]


def collect_sides(
    pairs: Sequence[TextPair], source: Language, target: Language, step: Callable[[], None]
) -> tuple[TextSide, TextSide, PhraseTable, PhraseTable]:
    """Both sides of ``pairs`` and the phrases of each; ``step`` is called after each side.

    The result is the same whether a second process could be had or not.
    """
    ours, theirs = [pair.source for pair in pairs], [pair.target for pair in pairs]
    every = max(1, -(-len(pairs) // _MOST_TARGETS))
    if len(pairs) >= _APART_FROM:
        try:
            with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as pool:
                waiting = pool.submit(_collect_apart, theirs, target.tag, every)
                left, our_phrases = _collect(ours, source, 1)
                step()
                right, their_phrases = _unpacked(waiting.result(), theirs, target, every)
                step()
                return left, right, our_phrases, their_phrases
        except (BrokenProcessPool, OSError, RuntimeError):
            pass  # no second process here: one after the other
    left, our_phrases = _collect(ours, source, 1)
    step()
    right, their_phrases = _collect(theirs, target, every)
    step()
    return left, right, our_phrases, their_phrases


def _collect(texts: Sequence[str], language: Language, every: int) -> tuple[TextSide, PhraseTable]:
    table = PhraseTable(language, every)
    return read_side(texts, language, table.visit), table


def _collect_apart(texts: Sequence[str], tag: str, every: int) -> _Parcel:
    side, table = _collect(texts, find_language(tag), every)
    return _Parcel(side.numbered, side.starts, side.ends, side.parts, side.content, side.glued, *table.contents())


def _unpacked(parcel: _Parcel, texts: Sequence[str], language: Language, every: int) -> tuple[TextSide, PhraseTable]:
    side = TextSide(
        language,
        texts,
        parcel.numbered,
        parcel.starts,
        parcel.ends,
        parcel.parts,
        parcel.content,
        parcel.glued,
    )
    table = PhraseTable(language, every)
    table.fill(parcel.keys, parcel.columns, parcel.weights)
    return side, table
