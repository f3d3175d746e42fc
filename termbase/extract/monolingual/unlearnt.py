"""How good a term a candidate makes, with nothing learnt from annotated texts.

A sum of how much more frequent its words are here than in general language, how often it occurs, how it stands among
its neighbours, what kind of phrase it is, and how good its relatives are. The weights are set by hand, in round
numbers.
"""

from __future__ import annotations

import math

import numpy as np
from numpy.typing import NDArray

from termbase.extract.monolingual.relations import relational_features
from termbase.extract.monolingual.scene import Scene

__all__ = ["shown_later", "term_odds", "whole_odds"]

Floats = NDArray[np.float64]

_LEAST = 1.25  # the score from which a candidate is proposed
_ENOUGH = 50_000  # words: in a shorter text a single occurrence says less
_NAME_LATER, _PIECE_LATER = 4.0, 2.0
_PIECE = 0.9

_WEIGHTS = {
    "weird-mean": 0.41,
    "weird-min": 0.72,
    "frequency": 0.70,
    "documents": -0.34,
    "unlisted": 0.5,
    # What mostly stands before a preposition, an article or a noun, or after a noun, is a verb or a piece of a term;
    # what stands before a mark is whole.
    "right-ADP": -1.0,
    "right-DET": -1.0,
    "right-NOUN": -1.0,
    "right-PUNCT": 0.3,
    "left-NOUN": -0.5,
    "upper": 0.5,
    "title": 0.25,
    # What is explained, introduced, quoted or listed, and what a text speaks of early.
    "in-parentheses": 3.0,
    "before-parenthesis": 1.0,
    "quoted": 1.5,
    "after-comma": 0.7,
    "earliest": -0.3,
    "full-form": 2.0,
}
# What stands among words that the language does not know only: another language, a table of figures, a formula.
_STRANGE, _STILL_USUAL = -4.0, 0.3
# What the other candidates say: the frequency of all forms together, others with the same first word, and how much of
# it stands inside others that are good.
_COMPANY = {"variant-frequency": 0.5, "word-head": 0.2, "around-taken": -0.3}
_IN_DOUBT = -2.5  # odds: what is below is no company to be measured by
_ONE_WORD = {"N": -0.5, "A": -1.14, "P": 2.07, "X": 1.0, "V": -1.75, "R": -3.5}
_TWO_WORDS, _LONG, _NAMES, _LINKED, _MARKED = -0.19, -2.25, -1.57, -2.36, -3.78
_NO_NOUN = -3.0
_FIGURE = -3.0
_NO_WORD = -4.0  # signs, variables, addresses
_SHORT_SYMBOL = -2.0
_FOREIGN = -1.0
_VERB_FIRST = -1.0
_SMALL = frozenset("DTC")
_ADDRESS = ("www", "http", "@", "/")


def term_odds(scene: Scene) -> Floats:
    """For each candidate of ``scene`` how far it is above (positive) or below what makes a term."""
    size = max(scene.corpus.size, 1)
    short = 0.5 * max(0.0, math.log10(_ENOUGH / size))
    score = np.full(len(scene.candidates), -_LEAST - short)
    for name, weight in _WEIGHTS.items():
        score += weight * scene.table.columns[name]
    score += _STRANGE * np.maximum(scene.table.columns["sentence-least-strange"] - _STILL_USUAL, 0.0)
    upper = scene.table.columns["upper"]
    for number, (key, pattern) in enumerate(zip(scene.candidates.keys, scene.candidates.patterns, strict=True)):
        score[number] += _kind(key, pattern, scene.corpus.language.tag, upper=bool(upper[number] >= 0.5))
    return score + _company(scene, score)


def whole_odds(scene: Scene) -> Floats:
    """:func:`term_odds`, those of a term no less than its rest has that hardly stands without its first adjective.

    *early warning system*: what is said of general words does not hold for one that belongs to the term.
    """
    score = term_odds(scene)
    keys, patterns = scene.candidates.keys, scene.candidates.patterns
    numbers = {key: number for number, key in enumerate(keys)}
    times = np.bincount(scene.candidates.owner, minlength=len(keys))
    lifted = score.copy()
    for number, (key, pattern) in enumerate(zip(keys, patterns, strict=True)):
        rest = numbers.get(key[1:]) if pattern[0] == "A" and len(key) > 2 else None
        if rest is not None and times[number] > 1 and 2 * times[number] > times[rest]:
            lifted[number] = max(score[number], score[rest])
    return lifted


def _company(scene: Scene, score: Floats) -> Floats:
    """What related candidates add to the ``score`` of each one, or take from it."""
    related = relational_features(scene.relations, 1.0 / (1.0 + np.exp(-score))).columns
    considered = score > _IN_DOUBT
    usual = float(np.median(related["word-head"][considered])) if considered.any() else 0.0
    added = np.zeros(len(score))
    for name, weight in _COMPANY.items():
        added += weight * (related[name] - (usual if name == "word-head" else 0.0))
    return added


def shown_later(scene: Scene) -> Floats:
    """What is taken off for the order in which terms are shown: bare names and pieces of longer terms come later."""
    columns = scene.table.columns
    name = (columns["only-P"] > 0) & (columns["upper"] < 0.5)
    piece = (columns["nested"] >= _PIECE) & (columns["once"] == 0)
    result: Floats = _NAME_LATER * name + _PIECE_LATER * piece
    return result


def _kind(key: tuple[str, ...], pattern: str, language: str, *, upper: bool) -> float:
    """What the kind of phrase says."""
    if len(pattern) == 1:
        value = _ONE_WORD.get(pattern, _NO_NOUN)
        if len(key[0]) <= 3 and not upper and pattern in "NPX":
            value += _SHORT_SYMBOL
    else:
        value = _shape(pattern)
        if not set(pattern) & set("NPX"):
            value += _NO_NOUN
        if "X" in pattern:
            value += _FOREIGN
        if language == "en" and pattern[0] == "V":
            value += _VERB_FIRST
    if "M" in pattern:
        value += _FIGURE
    content = (word for word, letter in zip(key, pattern, strict=True) if letter not in _SMALL)
    return value if all(map(_is_word, content)) else value + _NO_WORD


def _shape(pattern: str) -> float:
    if "p" in pattern:
        return _MARKED
    if set(pattern) <= set("PX"):
        return _NAMES
    if set(pattern) & _SMALL:
        return _LINKED
    return _TWO_WORDS if len(pattern) == 2 else _LONG


def _is_word(word: str) -> bool:
    return sum(letter.isalpha() for letter in word) >= 2 and not any(part in word for part in _ADDRESS)
