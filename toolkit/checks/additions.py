"""Sentences of a translation that nothing in its source stands for."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from toolkit.checks.check import FileContext, Unit
from toolkit.checks.lexical import UnitEvidence, file_evidence
from toolkit.checks.sides import Flags
from toolkit.checks.stretches import SENTENCE_END, length_ratio, missing_letters

__all__ = ["added_sentences", "units_with_additions"]

_LEAST_WORDS = 3  # content words
_WORD_LIMIT = 2.5  # nats: what one word can say for or against
# What the words of the sentence say together for having no counterpart (nats), and the strength of their best ones on
# the average; how much longer the translation is than the source lets expect, and how much longer and shorter it may be
# without the sentence (standard deviations, about). Words say little in a small file: then the lengths must say more.
_Limits = tuple[float, float, float, float, float]
_BY_WORDS: _Limits = (3.0, 0.1, 1.0, math.inf, 4.0)
_BY_LENGTH: _Limits = (1.5, 0.05, 5.0, 3.0, 3.0)


def units_with_additions(context: FileContext) -> Flags:
    """For each unit whether a sentence of its translation has surely no counterpart."""
    flags = np.zeros(len(context.units), np.bool_)
    flags[list(context.once(_file_additions))] = True
    return flags


def added_sentences(unit: Unit, context: FileContext) -> Sequence[tuple[int, int]]:
    """The half-open places of the sentences of the translation that have surely no counterpart in the source."""
    return context.once(_file_additions).get(unit.position, ())


def _file_additions(context: FileContext) -> Mapping[int, Sequence[tuple[int, int]]]:
    """The added sentences of the units of the file, by their positions."""
    long = context.translated & (context.once(missing_letters) <= -_BY_WORDS[2])
    long &= context.target_side.searched(SENTENCE_END)
    found = {position: tuple(_added(context.units[position], context)) for position in np.flatnonzero(long).tolist()}
    return {position: sentences for position, sentences in found.items() if sentences}


def _added(unit: Unit, context: FileContext) -> Iterator[tuple[int, int]]:
    source, target = unit.source.text, unit.target.text
    sentences = list(_sentences(target))
    if not source.strip() or len(sentences) <= len(SENTENCE_END.findall(source)) + 1:
        return
    evidence = context.once(file_evidence).unit(unit.position)
    expected, deviation = context.once(length_ratio) * len(source), math.sqrt(len(source) + 10)
    whole = (len(target) - expected) / deviation
    for start, end in sentences:
        found = _evidence(evidence, start, end)
        if found is not None:
            rest = whole - (end - start) / deviation
            if any(_is_sure(*found, whole, rest, limits) for limits in (_BY_WORDS, _BY_LENGTH)):
                yield start, end


def _is_sure(nats: float, strength: float, whole: float, rest: float, limits: _Limits) -> bool:
    least, most_strength, longer, most, shorter = limits
    return nats >= least and strength <= most_strength and whole >= longer and -shorter <= rest <= most


def _sentences(text: str) -> Iterator[tuple[int, int]]:
    """The half-open places of the sentences, without the spaces between them."""
    start = 0
    for match in SENTENCE_END.finditer(text):
        yield start, start + len(text[start : match.end()].rstrip())
        start = match.end()
    yield start, start + len(text[start:].rstrip())


def _evidence(evidence: UnitEvidence, start: int, end: int) -> tuple[float, float] | None:
    """What the words of a sentence say for having no counterpart, and how strong their best ones are on the average.

    None where it has too few words, or where the rest of the translation has no counterpart either.
    """
    places = np.array(evidence.target_start)
    inside = (places >= start) & (places < end)
    ratios = np.clip(evidence.target_ratio, -_WORD_LIMIT, _WORD_LIMIT)
    if inside.sum() < _LEAST_WORDS or inside.all() or ratios[~inside].sum() > 0.0:
        return None
    return float(ratios[inside].sum()), float(np.array(evidence.target_strength)[inside].mean())
