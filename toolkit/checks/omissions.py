"""The stretch of a source that is most likely left out of its translation, and how surely."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from tmx.align.stems import distinct
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.figures import figure_balance, units_with_even_numbers
from toolkit.checks.lexical import FileEvidence, UnitEvidence, file_evidence
from toolkit.checks.sides import FileSide, Flags

__all__ = ["TRACES", "Omission", "candidate", "left_out", "units_with_gaps", "units_with_omissions"]

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
_THRESHOLD = 2.5  # what is looked at more closely
_SURE = 1.8  # log-odds
_MOST_MARKS = 3
_ROUNDING = 1e-6  # sums over the file are not rounded as those over a unit
_SENTENCE_END = re.compile(r"[.!?…][\s\"'’”»)\]]*\s(?=\W*\w)|[.!?](?=[A-Z]\w*\s)")
_DIVIDING = re.compile(r"[,;:()–—]|[.!?](?=\s)")
_WITH_DIGITS = re.compile(r"[\d½⅓⅔¼¾⅕⅛]+")  # there are no more figures than these
_MARKS = frozenset('.,;:!?()–—«»“”"…')


# What speaks for an omission where a stretch stands out, learnt by benchmarks/train_omissions.py from clean pairs and
# pairs from which a clause or sentence was taken.
_WEIGHTS: Mapping[str, float] = {
    "always": -5.90,
    "words": 0.40,  # what the words of the stretch say (nats)
    "number of words": 0.49,
    "begins at a mark": 0.79,
    "ends at a mark": 1.10,
    "between marks": -0.34,
    "unexplained": -0.31,  # what the translation's words say against it (nats)
    "missing": 1.15,  # characters that the translation is short of, for the source's length
    "missing share": 4.78,
    "share of letters": -8.29,
    "marks": 0.58,  # how many more the source has
}
TRACES = tuple(_WEIGHTS)

_Floats = NDArray[np.float64]
_Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True)
class Omission:
    """A stretch ``source[start:end]`` without counterpart.

    ``score`` is the log-odds that it is left out, ``traces`` what that was made of.
    """

    score: float
    start: int
    end: int
    traces: Mapping[str, float]


def _length_ratio(context: FileContext) -> float:
    """Target characters for a source character in this file, between bounds where it is small or odd."""
    pairs = [(len(unit.source.text), len(unit.target.text)) for unit in context.units if unit.translated]
    source, target = sum(pair[0] for pair in pairs) + 500, sum(pair[1] for pair in pairs) + 550
    return min(max(target / source, 0.5), 2.0)


def left_out(unit: Unit, context: FileContext) -> Omission | None:
    """What is left out of ``unit``, worked out once; None where nothing surely is."""
    return context.once_a_unit(_left_out, unit)


def _left_out(unit: Unit, context: FileContext) -> Omission | None:
    if not context.once(units_with_omissions)[unit.position]:
        return None
    found = candidate(unit, context)
    return found if found is not None and found.score > _SURE else None


def candidate(unit: Unit, context: FileContext) -> Omission | None:
    """The stretch of ``unit`` that stands out most; None where none does."""
    if not context.once(units_with_gaps)[unit.position]:
        return None
    return _best(unit, context.once(file_evidence).unit(unit.position), context.once(_length_ratio))


def units_with_omissions(context: FileContext) -> Flags:
    """For each unit whether something may surely be left out: what no stretch can exceed rules out nearly all.

    Marks and figures are counted only where they can still decide.
    """
    evidence = context.once(file_evidence)
    most = _most_likely(context, evidence)
    even = context.once(units_with_even_numbers)
    matched, unmatched = _gains_of_figures()
    most += matched * _counted(context.source_side, _WITH_DIGITS, ~context.nowhere) if matched else 0.0
    may_be = most + abs(_WEIGHTS["marks"]) * _MOST_MARKS > _SURE
    may_be |= ~even
    marks = _counted(context.source_side, _DIVIDING, may_be) - _counted(context.target_side, _DIVIDING, may_be)
    most += _WEIGHTS["marks"] * np.clip(marks, -_MOST_MARKS, _MOST_MARKS)
    most += (unmatched - matched) * _counted(context.source_side, _WITH_DIGITS, ~even)
    return _with_gaps(context, evidence, may_be & (most > _SURE))


def _counted(side: FileSide, pattern: re.Pattern[str], among: Flags) -> _Ints:
    """How often ``pattern`` stands in the text of each unit ``among`` all; 0 in the others."""
    found = np.zeros(len(side.texts), np.int64)
    for text in distinct(side.text_of[among]).tolist():
        found[text] = len(pattern.findall(side.texts[text]))
    result: _Ints = found[side.text_of] * among
    return result


def units_with_gaps(context: FileContext) -> Flags:
    """For each unit whether the score of a stretch may reach the threshold; sums over the whole file rule out most."""
    return _with_gaps(context, context.once(file_evidence), ~context.nowhere)


def _with_gaps(context: FileContext, evidence: FileEvidence, among: Flags) -> Flags:
    """Which units ``among`` all have a stretch whose score may reach the threshold."""
    may_reach: Flags = among & (np.diff(evidence.source.offsets)[evidence.pair_of] > _LEAST_WORDS)
    may_reach &= np.fromiter((unit.source.text != unit.target.text for unit in context.units), np.bool_)
    highest = _highest(context, evidence)
    unsure = may_reach & (highest < _THRESHOLD)
    may_reach &= ~(unsure & context.once(units_with_even_numbers))  # no figure of theirs lacks a counterpart
    for position in np.flatnonzero(unsure & may_reach).tolist():
        unit = context.units[position]
        needed = _THRESHOLD - highest[position]
        # Figures of the source are looked for a counterpart only where they would be enough.
        enough = _FIGURE * len(unit.source_numbers) >= needed and _FIGURE * len(unit.numbers.source_left) >= needed
        may_reach[position] = enough
    return may_reach


def _highest(context: FileContext, evidence: FileEvidence) -> _Floats:
    """What the score of no stretch of each unit can exceed, figures apart.

    The best run of words for an omission, all that the translation's own words say against one, borders as they are
    at best, and the length at which both sides would agree best.
    """
    for_it, against = evidence.source, evidence.target
    words = _best_runs(np.clip(for_it.ratio, -_WORD_LIMIT, _WORD_LIMIT), for_it.offsets)
    owners = np.repeat(np.arange(len(against.texts)), np.diff(against.offsets))
    unexplained = np.bincount(owners, np.clip(against.ratio, 0.0, _UNEXPLAINED_LIMIT), len(against.texts))
    scores = (words - _UNEXPLAINED * unexplained)[evidence.pair_of]
    borders = np.where(context.source_side.searched(_SENTENCE_END), _SENTENCE_BORDER, _BORDER)
    highest: _Floats = scores + _best_gains(context) + 2 * borders + _ROUNDING
    return highest


def _gains_of_figures() -> tuple[float, float]:
    """What a figure can add to the log-odds: one that has its counterpart, and one that may have none."""
    word, number = _WEIGHTS["words"], _WEIGHTS["number of words"]
    matched = max(number - _FIGURE * word, 0.0)
    return matched, max(number + _FIGURE * word, matched)


def _most_likely(context: FileContext, evidence: FileEvidence) -> _Floats:
    """What the log-odds of no stretch of each unit can exceed, figures apart.

    All traces but those of the stretch itself are as they are; the stretch has the best run of words, its letters are
    those of its words at least, and its borders are as they are at best.
    """
    for_it, against = evidence.source, evidence.target
    text = evidence.source.texts
    lengths = np.fromiter(map(len, for_it.content.side.texts), np.float64)[text]
    letters = min(_WEIGHTS["share of letters"], 0.0) * for_it.content.lengths(text)
    owners = np.repeat(np.arange(len(text)), np.diff(for_it.offsets))
    words = np.clip(for_it.ratio, -_WORD_LIMIT, _WORD_LIMIT) * _WEIGHTS["words"] + _WEIGHTS["number of words"]
    best = _best_runs(words + letters / lengths[owners], for_it.offsets) + max(_WEIGHTS["share of letters"], 0.0)
    target_owners = np.repeat(np.arange(len(text)), np.diff(against.offsets))
    unexplained = np.bincount(target_owners, np.clip(against.ratio, 0.0, _UNEXPLAINED_LIMIT), len(text))
    scores = (best + _WEIGHTS["unexplained"] * unexplained)[evidence.pair_of] + _WEIGHTS["always"]
    scores += np.where(context.source_side.searched(_SENTENCE_END), _at_borders(_SENTENCE_BORDER), _at_borders(_BORDER))
    result: _Floats = scores + _traces_of_all_lengths(context) + _ROUNDING
    return result


def _at_borders(most: float) -> float:
    """What two borders are worth at best, the better one being ``most``."""
    values = sorted({0.0, _BORDER, most})
    begin, close, both = (_WEIGHTS[name] for name in ("begins at a mark", "ends at a mark", "between marks"))
    return max(begin * one + close * other + both * bool(one and other) for one in values for other in values)


def _traces_of_all_lengths(context: FileContext) -> _Floats:
    """What :func:`_traces_of_lengths` come to for each unit, less the share of letters and the marks."""
    source, target = context.source_side, context.target_side
    lengths = [np.fromiter(map(len, side.texts), np.float64)[side.text_of] for side in (source, target)]
    missing = context.once(_length_ratio) * lengths[0] - lengths[1]
    result: _Floats = _WEIGHTS["missing"] * missing / np.sqrt(lengths[0] + 10) + _WEIGHTS[
        "missing share"
    ] * missing / np.maximum(lengths[0], 1)
    return result


def _best_runs(values: _Floats, offsets: _Ints) -> _Floats:
    """The greatest sum of values in a row for each part of ``values``; a part begins at each of ``offsets``."""
    sums = np.concatenate([[0.0], np.cumsum(values)])
    part = np.repeat(np.arange(len(offsets) - 1), np.diff(offsets))
    # The lowest sum so far of each part: parts are kept apart by more than any sum can make up for.
    apart = part * (2.0 * float(np.abs(sums).max()) + 1.0)
    lowest = np.minimum.accumulate(sums[:-1] - apart) + apart
    best = np.zeros(len(offsets) - 1)
    np.maximum.at(best, part, sums[1:] - lowest)
    return best


def _best_gains(context: FileContext) -> _Floats:
    """What :func:`_length_gain` can be at best for each unit, whatever the stretch."""
    ratio = context.once(_length_ratio)
    source = np.fromiter((len(unit.source.text) for unit in context.units), np.float64)
    target = np.fromiter((len(unit.target.text) for unit in context.units), np.float64)
    missing = ratio * source - target
    best = np.maximum(missing, ratio * _LEAST_LETTERS)
    gain = (missing**2 - (missing - best) ** 2) / (2 * _LENGTH_VARIANCE * (source + 10))
    result: _Floats = np.clip(gain, -_LENGTH_LIMIT, _LENGTH_LIMIT)
    return result


def _best(unit: Unit, evidence: UnitEvidence, ratio: float) -> Omission | None:
    """The stretch of the source, from one content word to another, that is most likely left out."""
    values, starts, ends = _items(unit, evidence)
    sums = np.concatenate([[0.0], np.cumsum(values)])
    words = sums[None, 1:] - sums[:-1, None]
    gain = _length_gain(unit, starts, ends, ratio)
    begins, closes = _borders(unit.source.text, starts, ends)
    unexplained = float(np.clip(evidence.target_ratio, 0.0, _UNEXPLAINED_LIMIT).sum())
    score = words + gain + begins[:, None] + closes[None, :] - _UNEXPLAINED * unexplained
    size = np.arange(len(starts))
    letters = ends[None, :] - starts[:, None]
    allowed = (size[None, :] - size[:, None] >= _LEAST_WORDS - 1) & (letters >= _LEAST_LETTERS)
    score = np.where(allowed, score, -np.inf)
    first, last = divmod(int(np.argmax(score)), len(starts))
    if score[first, last] <= _THRESHOLD:
        return None
    begin, close = float(begins[first]), float(closes[last])
    traces = {
        "always": 1.0,
        "words": float(words[first, last]),
        "number of words": float(last - first + 1),
        "begins at a mark": begin,
        "ends at a mark": close,
        "between marks": float(begin > 0 and close > 0),
        "unexplained": unexplained,
        **_traces_of_lengths(unit, int(letters[first, last]), ratio),
    }
    start, end = _widened(unit.source.text, int(starts[first]), int(ends[last]), ends[:first], starts[last + 1 :])
    return Omission(sum(_WEIGHTS[name] * value for name, value in traces.items()), start, end, traces)


def _traces_of_lengths(unit: Unit, letters: int, ratio: float) -> dict[str, float]:
    """What the lengths of both texts say beside a stretch of so many letters, and their marks."""
    source, target = unit.source.text, unit.target.text
    missing = ratio * len(source) - len(target)
    more = len(_DIVIDING.findall(source)) - len(_DIVIDING.findall(target))
    return {
        "missing": missing / (len(source) + 10) ** 0.5,
        "missing share": missing / len(source),
        "share of letters": letters / len(source),
        "marks": float(min(max(more, -_MOST_MARKS), _MOST_MARKS)),
    }


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
