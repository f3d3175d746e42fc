"""The stretch of a source that is most likely left out of its translation, and how surely."""

from __future__ import annotations

import re
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from toolkit.checks.check import FileContext, Unit
from toolkit.checks.figures import figure_balance
from toolkit.checks.lexical import UnitEvidence, file_evidence

__all__ = ["Omission", "left_out"]

# Settings of the score, in nats; found on clean and on damaged pairs, see the module's docstring for what they weigh.
_LEAST_WORDS = 3
_LEAST_LETTERS = 24
_WORD_LIMIT = 2.5  # what one word can say for or against
_FIGURE = 2.5
_LENGTH_VARIANCE = 2.0
_LENGTH_LIMIT = 16.0
_BORDER = 2.0  # for a stretch that begins or ends at a mark
_SENTENCE_BORDER = 3.0
_MOST = 0.55  # so much of a sentence is reported as the whole sentence
_UNEXPLAINED = 0.5  # for each nat of the translation's words that nothing accounts for
_UNEXPLAINED_LIMIT = 3.0
_THRESHOLD = 6.75
_ROUNDING = 1e-6  # sums over the file are not rounded as those over a unit
_SENTENCE_END = re.compile(r"[.!?…][\s\"'’”»)\]]*\s(?=\W*\w)|[.!?](?=[A-Z]\w*\s)")
_MARKS = frozenset('.,;:!?()–—«»“”"…')


@dataclass(frozen=True, slots=True)
class Omission:
    """A stretch ``source[start:end]`` without counterpart; ``score`` in nats, above a threshold found on real pairs."""

    score: float
    start: int
    end: int


def _length_ratio(context: FileContext) -> float:
    """Target characters for a source character in this file, between bounds where it is small or odd."""
    pairs = [(len(unit.source.text), len(unit.target.text)) for unit in context.units if unit.translated]
    source, target = sum(pair[0] for pair in pairs) + 500, sum(pair[1] for pair in pairs) + 550
    return min(max(target / source, 0.5), 2.0)


def left_out(unit: Unit, context: FileContext) -> Omission | None:
    """What is left out of ``unit``, worked out once; None where nothing surely is."""
    return context.once_a_unit(_left_out, unit)


def _left_out(unit: Unit, context: FileContext) -> Omission | None:
    evidence = context.once(file_evidence).unit(unit.position)
    if len(evidence.source) <= _LEAST_WORDS or unit.source.text == unit.target.text:
        return None
    ratio = context.once(_length_ratio)
    if _highest(unit, context.once(_word_scores)[unit.position], ratio) < _THRESHOLD:
        return None
    best = _best(unit, evidence, ratio)
    return best if best is not None and best.score > _THRESHOLD else None


def _best(unit: Unit, evidence: UnitEvidence, ratio: float) -> Omission | None:
    """The stretch of the source, from one content word to another, that is most likely left out."""
    values, starts, ends = _items(unit, evidence)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    score = sums[None, 1:] - sums[:-1, None]
    score += _length_gain(unit, starts, ends, ratio)
    begins, closes = _borders(unit.source.text, starts, ends)
    score += begins[:, None] + closes[None, :]
    score -= _UNEXPLAINED * float(np.clip(evidence.target_ratio, 0.0, _UNEXPLAINED_LIMIT).sum())
    size = np.arange(len(starts))
    letters = ends[None, :] - starts[:, None]
    allowed = (size[None, :] - size[:, None] >= _LEAST_WORDS - 1) & (letters >= _LEAST_LETTERS)
    score = np.where(allowed, score, -np.inf)
    first, last = divmod(int(np.argmax(score)), len(starts))
    if not np.isfinite(score[first, last]):
        return None
    start, end = _widened(unit.source.text, int(starts[first]), int(ends[last]), ends[:first], starts[last + 1 :])
    return Omission(float(score[first, last]), start, end)


def _word_scores(context: FileContext) -> list[float]:
    """For each unit all that its words can say for an omission, less what they say against any."""
    file = context.once(file_evidence)
    evidence = [file.unit(position) for position in range(len(context.units))]
    sums = []
    for ratios, limit in (
        ([unit.source_ratio for unit in evidence], _WORD_LIMIT),
        ([unit.target_ratio for unit in evidence], _UNEXPLAINED_LIMIT),
    ):
        owners = np.repeat(np.arange(len(evidence)), [len(ratio) for ratio in ratios])
        values = np.clip(np.concatenate([np.zeros(0), *ratios]), 0.0, limit)
        sums.append(np.bincount(owners, weights=values, minlength=len(evidence)))
    scores: list[float] = (sums[0] - _UNEXPLAINED * sums[1] + _ROUNDING).tolist()
    return scores


def _highest(unit: Unit, words: float, ratio: float) -> float:
    """What the score of no stretch can exceed: all that speaks for an omission, and the lengths as they are at best."""
    source, target = len(unit.source.text), len(unit.target.text)
    lengths = min((target - ratio * source) ** 2 / (2 * _LENGTH_VARIANCE * (source + 10)), _LENGTH_LIMIT)
    return words + _FIGURE * len(unit.numbers.source_left) + 2 * _SENTENCE_BORDER + lengths


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


def _borders(text: str, starts: _Ints, ends: _Ints) -> tuple[_Floats, _Floats]:
    """What it is worth that a stretch begins at each item, and that it ends there: marks, ends of sentences."""
    gaps = [text[end:start] for end, start in zip(ends[:-1], starts[1:], strict=True)]
    worth = [
        _SENTENCE_BORDER if _SENTENCE_END.search(gap) else _BORDER if not _MARKS.isdisjoint(gap) else 0.0
        for gap in gaps
    ]
    edge = _SENTENCE_BORDER if _SENTENCE_BORDER in worth else _BORDER
    return np.array([edge, *worth]), np.array([*worth, edge])


def _widened(text: str, start: int, end: int, before: _Ints, after: _Ints) -> tuple[int, int]:
    """The stretch with the small words up to its marks; the whole sentence where it is most of one."""
    first = max((match.end() for match in _SENTENCE_END.finditer(text, 0, start)), default=0)
    found = _SENTENCE_END.search(text, end)
    last = found.start() + 1 if found else len(text.rstrip())
    if (end - start) >= _MOST * (last - first):
        return first, last
    floor = int(before[-1]) if len(before) else 0
    ceiling = int(after[0]) if len(after) else len(text)
    marks = [at + 1 for at in range(floor, start) if _is_mark(text, at)]
    if marks or not len(before):
        start = marks[-1] if marks else 0
        start += len(text[start:]) - len(text[start:].lstrip())
    closing = next((at for at in range(end, ceiling) if _is_mark(text, at)), None)
    return start, end if closing is None else closing


def _is_mark(text: str, at: int) -> bool:
    """Whether a mark stands there that is no part of a figure or an abbreviation."""
    return text[at] in _MARKS and not text[at + 1 : at + 2].isalnum()
