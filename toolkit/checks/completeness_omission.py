"""COMP003: a sentence or clause left out.

Finds a stretch of the source whose words have no counterpart in the translation, by the words themselves and not by
length alone: a lexicon learnt over the file and the memory says what each word is rendered by elsewhere. In documents
that are aligned on the way, a sentence of the original without counterpart is found too.

Why it matters: nobody misses what is not there; the reader of the translation never learns it.

Example: «A second agreement, on the exchange of data, is being prepared.» with nothing for it in the translation.

The fix: translate what is missing. A translation that says the same in fewer words is left in peace: the translation
must be shorter than the source lets expect, and its own words must all be accounted for by the rest of the source.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.figures import figure_balance
from toolkit.checks.lexical import UnitEvidence, file_evidence
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

# Settings of the score, in nats; found on clean and on damaged pairs, see the module's docstring for what they weigh.
_LEAST_WORDS = 3
_LEAST_LETTERS = 24
_WORD_LIMIT = 2.5  # what one word can say for or against
_FIGURE = 2.5
_LENGTH_VARIANCE = 2.0
_LENGTH_LIMIT = 16.0
_BORDER = 2.0  # for a stretch that begins or ends at a mark
_UNEXPLAINED = 0.5  # for each nat of the translation's words that nothing accounts for
_UNEXPLAINED_LIMIT = 3.0
_THRESHOLD = 6.5
_MARKS = frozenset('.,;:!?()–—«»“”"…')


@dataclass(frozen=True, slots=True)
class _Omission:
    score: float
    start: int
    end: int


def _length_ratio(context: FileContext) -> float:
    """Target characters for a source character in this file, between bounds where it is small or odd."""
    pairs = [(len(unit.source.text), len(unit.target.text)) for unit in context.units if unit.translated]
    source, target = sum(pair[0] for pair in pairs) + 500, sum(pair[1] for pair in pairs) + 550
    return min(max(target / source, 0.5), 2.0)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    text = unit.source.text
    if not unit.translated:
        if context.aligned and len(unit.source_words) >= _LEAST_WORDS:
            yield Spot("source", 0, len(text), "this sentence has no counterpart in the translation")
        return
    if text == unit.target.text:
        return
    evidence = context.once(file_evidence).units[unit.position]
    if len(evidence.source) <= _LEAST_WORDS:
        return
    found = _best(unit, evidence, context.once(_length_ratio))
    if found is not None and found.score > _THRESHOLD:
        yield Spot("source", found.start, found.end, "nothing in the translation stands for these words")


def _best(unit: Unit, evidence: UnitEvidence, ratio: float) -> _Omission | None:
    """The stretch of the source, from one content word to another, that is most likely left out."""
    values, starts, ends = _items(unit, evidence)
    if float(np.maximum(values, 0.0).sum()) + 2 * _BORDER + _LENGTH_LIMIT < _THRESHOLD:
        return None
    sums = np.concatenate([[0.0], np.cumsum(values)])
    score = sums[None, 1:] - sums[:-1, None]
    score += _length_gain(unit, starts, ends, ratio)
    begins, closes = _at_marks(unit.source.text, starts, ends)
    score += _BORDER * (begins[:, None].astype(float) + closes[None, :])
    score -= _UNEXPLAINED * float(np.clip(evidence.target_ratio, 0.0, _UNEXPLAINED_LIMIT).sum())
    size = np.arange(len(starts))
    letters = ends[None, :] - starts[:, None]
    allowed = (size[None, :] - size[:, None] >= _LEAST_WORDS - 1) & (letters >= _LEAST_LETTERS)
    score = np.where(allowed, score, -np.inf)
    first, last = divmod(int(np.argmax(score)), len(starts))
    if not np.isfinite(score[first, last]):
        return None
    return _Omission(float(score[first, last]), int(starts[first]), int(ends[last]))


_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


def _items(unit: Unit, evidence: UnitEvidence) -> tuple[_Floats, _Ints, _Ints]:
    """The content words and figures of the source in order: what each says for an omission, and where it stands."""
    ratios = np.clip(evidence.source_ratio, -_WORD_LIMIT, _WORD_LIMIT)
    items = [(word.start, word.end, float(ratio)) for word, ratio in zip(evidence.source, ratios, strict=True)]
    for mention, matched in figure_balance(unit):
        if all(mention.end <= start or end <= mention.start for start, end, _ in items):
            items.append((mention.start, mention.end, -_FIGURE if matched else _FIGURE))
    items.sort()
    return (
        np.array([item[2] for item in items]),
        np.array([item[0] for item in items], dtype=np.int64),
        np.array([item[1] for item in items], dtype=np.int64),
    )


def _length_gain(unit: Unit, starts: _Ints, ends: _Ints, ratio: float) -> _Floats:
    """How much better the lengths agree without the stretch than with it."""
    source, target = len(unit.source.text), len(unit.target.text)
    whole = (target - ratio * source) ** 2
    without = (target - ratio * (source - (ends[None, :] - starts[:, None]))) ** 2
    gain: _Floats = np.clip((whole - without) / (2 * _LENGTH_VARIANCE * (source + 10)), -_LENGTH_LIMIT, _LENGTH_LIMIT)
    return gain


def _at_marks(text: str, starts: _Ints, ends: _Ints) -> tuple[NDArray[np.bool_], NDArray[np.bool_]]:
    """Whether a mark or the edge of the text stands before each item, and after it."""
    gaps = [text[end:start] for end, start in zip(ends[:-1], starts[1:], strict=True)]
    marked = [any(mark in gap for mark in _MARKS) for gap in gaps]
    return np.array([True, *marked]), np.array([*marked, True])


CHECK = Check("COMP003", "left out", "omission", Severity.WARNING, _run, __doc__)

_LEFT_OUT = (
    "The centre opened in March. Its lawyers, doctors and trainers receive forty families every week in six languages."
)
FAILING = (
    Example(_LEFT_OUT, "Le centre a ouvert en mars."),
    Example(
        "The minister signed the agreement, which protects seasonal workers against unpaid wages, on Monday.",
        "Le ministre a signé l’accord lundi.",
    ),
)
PASSING = (
    Example(
        "The centre opened in March. Its lawyers advise families.",
        "Le centre a ouvert en mars. Ses avocats conseillent les familles.",
    ),
    Example("Please do not hesitate to get in touch with us.", "N’hésitez pas à nous contacter."),
)
