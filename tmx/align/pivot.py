"""Words of languages for which no list ships: what the lists of both languages with English lead to.

A language with a short list or none takes those of its relations, for words that look alike: Slovak that of Czech,
Danish that of Swedish.
"""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from tmx.align.cognates import cognate_arrays
from tmx.align.lists import SHIPPED_DICTIONARIES, stem_pairs, words_led_to
from tmx.align.stems import Vocabulary, in_order
from tmx.text.languages import Language

__all__ = ["has_relations", "pairs_by_pivot"]

Floats = NDArray[np.float64]

_PIVOT = "en"  # the language that most lists have on one side
_ALIKE = 0.6  # likeness from which words of related languages, or a borrowed one and its English form, count as one
_RELATIONS = {
    **dict.fromkeys(("bg", "uk"), ("ru",)),
    "be": ("ru", "uk"),
    "mk": ("bg", "sr", "ru"),
    "sr": ("hr", "ru", "cs"),  # in either script
    **dict.fromkeys(("csb", "dsb", "hsb", "szl"), ("pl", "cs")),
    **dict.fromkeys(("bs", "sl"), ("hr", "cs")),
    "hr": ("cs",),
    "sk": ("cs", "pl"),
    **dict.fromkeys(("da", "nb"), ("sv", "de")),
    **dict.fromkeys(("fo", "nn", "no"), ("nb", "da", "sv", "de")),
    **dict.fromkeys(("an", "ast", "ca"), ("es", "pt")),
    **dict.fromkeys(("co", "ro", "scn"), ("it",)),
    **dict.fromkeys(("af", "fy"), ("nl", "de")),
    **dict.fromkeys(("gsw", "lb", "nds"), ("de", "nl")),
    "az": ("tr",),
    "et": ("fi",),
    "gl": ("pt",),
    "ms": ("id",),
    "oc": ("fr", "es"),
    **dict.fromkeys(("mr", "ne"), ("hi",)),
}


def has_relations(language: Language) -> bool:
    """Whether lists of related languages are asked for words of ``language``."""
    return language.tag in _RELATIONS


def pairs_by_pivot(source: Vocabulary, target: Vocabulary, languages: tuple[Language, Language]) -> Floats:
    """Rows of a word of either vocabulary and the weight, from 0 to 1, with which English leads from one to the other.

    The weight is the sum over the English words between of the product of both weights, 1 at most. An English word that
    looks like one of the other side's leads to it, too: the lists do without such pairs.
    """
    between = Vocabulary()
    sides = zip(languages, (source, target), strict=True)
    ours, theirs = (_led_to_pivot(language.tag, words, between) for language, words in sides)
    if not len(ours) or not len(theirs):
        return np.zeros((0, 3))
    rows = [_through(ours, theirs)]
    if _PIVOT not in (languages[0].tag, languages[1].tag):
        rows.append(_through(ours, _alike(target.words, between.words)))
        rows.append(_through(_alike(source.words, between.words), theirs))
    found = _merged(np.concatenate(rows), np.add)
    found[:, 2] = np.minimum(found[:, 2], 1.0)
    return found


def _led_to_pivot(tag: str, words: Vocabulary, between: Vocabulary) -> Floats:
    """Rows of a word, an English stem ``between``, which grows, and the weight; each pair once."""
    own = SHIPPED_DICTIONARIES.get((tag, _PIVOT))
    rows = [np.zeros((0, 3))]
    if tag == _PIVOT:
        rows.append(np.array([(number, between.add(word), 1.0) for number, word in enumerate(words.words)]))
    else:
        if own is not None:
            rows.append(np.array([(at, between.add(stem), weight) for at, stem, weight in words_led_to(own, words)]))
        paths = (SHIPPED_DICTIONARIES.get((relation, _PIVOT)) for relation in _RELATIONS.get(tag, ()))
        rows += [_led_to_by_relation(path, words, between) for path in paths if path is not None]
    return _merged(np.concatenate([part.reshape(-1, 3) for part in rows]), np.maximum)


def _led_to_by_relation(path: Path, words: Vocabulary, between: Vocabulary) -> Floats:
    """The same for words that look like those of the list in ``path``."""
    related = Vocabulary()
    known = [(between.add(other), related.add(one), weight) for one, other, weight in stem_pairs(path)]
    return _through(_alike(words.words, related.words), np.array(known).reshape(-1, 3))


def _alike(words: Sequence[str], others: Sequence[str]) -> Floats:
    pairs = cognate_arrays(words, others)
    rows = np.stack([pairs.source, pairs.target, pairs.value], axis=1)
    result: Floats = rows[pairs.value >= _ALIKE]
    return result


def _through(ours: Floats, theirs: Floats) -> Floats:
    """Rows of a word of each side and the product of both weights, for each stem between that both lead to."""
    theirs = theirs[np.argsort(theirs[:, 1], kind="stable")]
    first, last = (np.searchsorted(theirs[:, 1], ours[:, 1], side=side) for side in ("left", "right"))
    sizes = last - first
    which = np.repeat(np.arange(len(ours)), sizes)
    at = np.arange(len(which)) + np.repeat(first - np.cumsum(sizes) + sizes, sizes)
    return np.stack([ours[which, 0], theirs[at, 0], ours[which, 2] * theirs[at, 2]], axis=1)


def _merged(rows: Floats, put_together: np.ufunc) -> Floats:
    """Each pair of ``rows`` once, in order, the weights of those that stand there several times put together."""
    width = int(rows[:, 1].max(initial=0)) + 1
    keys, order, number = in_order((rows[:, 0] * width + rows[:, 1]).astype(np.int64))
    begins = np.flatnonzero(np.diff(number, prepend=-1))
    weights = put_together.reduceat(rows[order, 2], begins) if len(keys) else np.zeros(0)
    return np.stack([*np.divmod(keys, width), weights], axis=1)
