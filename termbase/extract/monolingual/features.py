"""What a ranker knows of a candidate: how rare its words are elsewhere, where and how it stands, what it is made of.

A table has a row for each candidate and a column for each feature; nothing in it depends on the language, so that one
ranker can learn from several. Weirdness (Ahmad, Gillam and Tostevin 1999) is log10 of how much more frequent a word
is here than in general language.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Mapping

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.candidates import Candidates
from termbase.extract.monolingual.corpus import Corpus
from termbase.extract.monolingual.crf import OUTSIDE, Marginals
from termbase.extract.monolingual.general import general_list

__all__ = [
    "FeatureTable",
    "candidate_features",
    "chain_features",
    "content_places",
    "head_place",
    "inner_pairs",
    "logit",
]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SMALL = frozenset("DTCpost")  # letters of tags that carry grammar
_RARE = 2.7  # Zipf: below it general frequencies say little
_NEIGHBOURS = {
    "NOUN": 0,
    "PROPN": 1,
    "ADJ": 2,
    "VERB": 3,
    "ADP": 4,
    "DET": 5,
    "PUNCT": 6,
    "ADV": 7,
    "CCONJ": 8,
    "AUX": 9,
    "NUM": 10,
}
_OTHER, _EDGE = 11, 12
_SINGLE_TAGS = "NAVPRX"
_EDGE_TAGS = "NAVPXM"
_SHAPES = ("NN", "AN", "NA", "NDN", "NNN", "ANN", "PP", "VN", "PN", "AP", "NDTN", "NDNA", "NV")


class FeatureTable(Struct, frozen=True):
    """Features by name, each with a value for every candidate."""

    columns: Mapping[str, Floats]

    def matrix(self) -> Floats:
        """All features side by side, in the order of their names."""
        return np.stack([self.columns[name] for name in sorted(self.columns)], axis=1)


def logit(probabilities: Floats, floor: float = 1e-3) -> Floats:
    """The log-odds of ``probabilities``, held within those of ``floor``."""
    result: Floats = np.log((probabilities + floor) / (1 - probabilities + floor))
    return result


def content_places(pattern: str) -> list[int]:
    """The places of the words that carry meaning; all of them where none does."""
    return [at for at, letter in enumerate(pattern) if letter not in _SMALL] or list(range(len(pattern)))


class _Words(Struct, frozen=True):
    """The words of a corpus in a row, as numbers of distinct words, and what is known of each distinct one."""

    numbers: Mapping[str, int]
    row: Ints
    counts: Ints
    documents: Ints
    zipf: Floats
    weird: Floats
    listed: NDArray[np.bool_]
    tags: Ints
    opens: NDArray[np.bool_]
    closes: NDArray[np.bool_]
    title: NDArray[np.bool_]
    upper: NDArray[np.bool_]


def _words_of(corpus: Corpus) -> _Words:
    general = general_list(corpus.language)
    sentences = corpus.sentences
    lengths = np.array([len(sentence.words) for sentence in sentences])
    starts = np.concatenate([[0], np.cumsum(lengths)[:-1]])
    numbers: dict[str, int] = {}
    row = np.array([numbers.setdefault(key, len(numbers)) for s in sentences for key in s.keys])
    counts = np.bincount(row)
    zipf = np.array([general.zipf(key) for key in numbers])
    document = np.repeat(np.array([sentence.document for sentence in sentences]), lengths)
    opens = np.zeros(len(row), dtype=bool)
    opens[starts] = True
    closes = np.zeros(len(row), dtype=bool)
    closes[starts + lengths - 1] = True
    words = [word for sentence in sentences for word in sentence.words]
    return _Words(
        numbers,
        row,
        counts,
        _spread(row, document, corpus.documents, len(numbers)),
        zipf,
        np.log10(1e9 * counts / len(row)) - np.maximum(zipf, _RARE),
        np.array([general.lists(key) for key in numbers]),
        np.array([_NEIGHBOURS.get(tag, _OTHER) for sentence in sentences for tag in sentence.tags]),
        opens,
        closes,
        np.array([word[:1].isupper() for word in words]),
        np.array([word.isupper() and len(word) > 1 for word in words]),
    )


def _spread(owner: Ints, document: Ints, documents: int, size: int) -> Ints:
    """In how many documents each owner occurs."""
    return np.bincount(np.unique(owner * documents + document) // documents, minlength=size)


def candidate_features(corpus: Corpus, candidates: Candidates) -> FeatureTable:
    """The features that need nothing learnt."""
    words = _words_of(corpus)
    frequency = np.bincount(candidates.owner, minlength=len(candidates)).astype(np.float64)
    document = np.array([sentence.document for sentence in corpus.sentences])[candidates.sentence]
    spread = _spread(candidates.owner, document, corpus.documents, len(candidates))
    columns: dict[str, Floats] = {
        "frequency": np.log(frequency),
        "documents": np.log(spread),
        "spread": np.log(spread) / max(math.log(corpus.documents), 1.0),
        "once": (frequency == 1).astype(np.float64),
    }
    columns |= _word_features(candidates, words, corpus.language.tag)
    columns |= _cohesion(candidates, words, frequency)
    columns |= _capitals(candidates, words, frequency)
    columns |= _neighbours(candidates, words, frequency)
    columns |= _variety(candidates, words, frequency)
    columns |= _nesting(candidates, frequency)
    columns |= _patterns(candidates)
    return FeatureTable(columns)


def _word_features(candidates: Candidates, words: _Words, language: str) -> dict[str, Floats]:
    """Rarity and frequency of the content words."""
    names = (
        "weird-mean weird-min weird-max weird-head weird-first weird-last zipf-min zipf-max zipf-mean zipf-head "
        "unlisted count-mean count-min count-max letters longest digits hyphens word-documents-min word-documents-max"
    ).split()
    table = np.zeros((len(candidates), len(names)))
    for number, (key, pattern) in enumerate(zip(candidates.keys, candidates.patterns, strict=True)):
        own = [words.numbers[word] for word in key]
        content = [own[at] for at in content_places(pattern)]
        head = own[head_place(pattern, language)]
        weird, zipf, count = words.weird[content], words.zipf[content], np.log(words.counts[content])
        spread = words.documents[content]
        table[number] = (
            weird.mean(),
            weird.min(),
            weird.max(),
            words.weird[head],
            weird[0],
            weird[-1],
            zipf.min(),
            zipf.max(),
            zipf.mean(),
            words.zipf[head],
            1.0 - words.listed[content].mean(),
            count.mean(),
            count.min(),
            count.max(),
            math.log(sum(map(len, key))),
            max(map(len, key)),
            any(letter.isdigit() for word in key for letter in word),
            any("-" in word for word in key),
            math.log(spread.min()),
            math.log(spread.max()),
        )
    return dict(zip(names, table.T, strict=True))


def head_place(pattern: str, language: str) -> int:
    """Where the head stands: the last content word before a preposition, in French the first content word."""
    places = content_places(pattern)
    if language != "en":
        return places[0]
    link = pattern.find("D")
    return max(link - 1, 0) if link >= 0 else places[-1]


def _cohesion(candidates: Candidates, words: _Words, frequency: Floats) -> dict[str, Floats]:
    """How much more often the words stand together than by chance, and how much of each they take."""
    logs = np.log(words.counts)
    total = math.log(len(words.row))
    table = np.zeros((len(candidates), 3))
    for number, (key, pattern) in enumerate(zip(candidates.keys, candidates.patterns, strict=True)):
        own = logs[[words.numbers[word] for word in key]]
        here = math.log(frequency[number])
        content = own[content_places(pattern)]
        table[number] = (
            (here - total - float((own - total).sum())) / len(key),
            here - own.min(),
            here - content.max(),
        )
    return dict(zip(("information", "cohesion", "share"), table.T, strict=True))


def _capitals(candidates: Candidates, words: _Words, frequency: Floats) -> dict[str, Floats]:
    owner, size = candidates.owner, len(candidates)
    free = (~words.opens[candidates.first]).astype(np.float64)
    seen = np.bincount(owner, free, size)
    title = words.title[candidates.first]
    anywhere = np.bincount(owner, title, size) / frequency
    last = candidates.end - 1
    return {
        "title": np.where(seen > 0, np.bincount(owner, title * free, size) / np.maximum(seen, 1), 0.5 * anywhere),
        "title-last": np.bincount(owner, words.title[last], size) / frequency,
        "upper": np.bincount(owner, words.upper[last] & words.upper[candidates.first], size) / frequency,
        "always-opens": (seen == 0).astype(np.float64),
    }


def _neighbours(candidates: Candidates, words: _Words, frequency: Floats) -> dict[str, Floats]:
    """How often a word of each part of speech stands left and right."""
    tags = words.tags
    left = np.where(words.opens[candidates.first], _EDGE, tags[np.maximum(candidates.first - 1, 0)])
    right = np.where(words.closes[candidates.end - 1], _EDGE, tags[np.minimum(candidates.end, len(tags) - 1)])
    columns = {}
    for name, code in (*_NEIGHBOURS.items(), ("edge", _EDGE)):
        for side, codes in (("left", left), ("right", right)):
            counts = np.bincount(candidates.owner, codes == code, len(candidates))
            columns[f"{side}-{name}"] = counts / (frequency + 0.5)
    return columns


def _variety(candidates: Candidates, words: _Words, frequency: Floats) -> dict[str, Floats]:
    """Entropy and number of the words that stand left and right: a piece of a longer term has few neighbours."""
    row = words.row
    left = np.where(words.opens[candidates.first], -1, row[np.maximum(candidates.first - 1, 0)])
    right = np.where(words.closes[candidates.end - 1], -1, row[np.minimum(candidates.end, len(row) - 1)])
    columns: dict[str, Floats] = {}
    width = len(words.numbers) + 1
    for side, codes in (("left", left), ("right", right)):
        pairs, counts = np.unique(candidates.owner * width + codes + 1, return_counts=True)
        owner = pairs // width
        share = counts / frequency[owner]
        columns[f"{side}-entropy"] = np.asarray(
            np.bincount(owner, -share * np.log(share), len(candidates)), dtype=np.float64
        )
        columns[f"{side}-distinct"] = np.log(np.bincount(owner, minlength=len(candidates)))
    columns["least-entropy"] = np.minimum(columns["left-entropy"], columns["right-entropy"])
    return columns


def inner_pairs(candidates: Candidates) -> Ints:
    """All pairs of candidates (inner, outer) of which the one stands inside the other."""
    numbers = {key: number for number, key in enumerate(candidates.keys)}
    pairs = [
        (inner, outer)
        for outer, key in enumerate(candidates.keys)
        for first in range(len(key))
        for end in range(first + 1, len(key) + 1)
        if end - first < len(key) and (inner := numbers.get(key[first:end])) is not None
    ]
    return np.array(pairs, dtype=np.int64).reshape(-1, 2)


def _nesting(candidates: Candidates, frequency: Floats) -> dict[str, Floats]:
    """How many longer candidates contain it, and how much of it they take (C-value, Frantzi et al. 2000)."""
    size = len(candidates)
    inner, outer = inner_pairs(candidates).T
    number = np.bincount(inner, minlength=size)
    taken = np.bincount(inner, frequency[outer], size)
    repeated = frequency[outer] > 1
    most = np.zeros(size)
    np.maximum.at(most, inner, frequency[outer])
    length = np.array([len(key) for key in candidates.keys], dtype=np.float64)
    value = np.log2(1 + length) * (frequency - taken / np.maximum(number, 1))
    columns: dict[str, Floats] = {
        "outer": np.log1p(number),
        "outer-repeated": np.log1p(np.bincount(inner[repeated], minlength=size)),
        "free": np.log(frequency / np.maximum(most, 0.5)),
        "nested": most / frequency,
        "c-value": np.sign(value) * np.log1p(np.abs(value)),
        "length": length,
        "length-5": (length >= 5).astype(np.float64),
    }
    return columns | {f"length-{words}": (length == words).astype(np.float64) for words in (1, 2, 3, 4)}


def _patterns(candidates: Candidates) -> dict[str, Floats]:
    """What parts of speech it is made of."""
    patterns = candidates.patterns

    def column(values: Iterable[bool]) -> Floats:
        return np.fromiter(values, dtype=np.float64, count=len(patterns))

    columns = {f"has-{tag}": column(tag in pattern for pattern in patterns) for tag in "DVTMCP"}
    columns["names"] = column(set(pattern) == {"P"} for pattern in patterns)
    for tag in _SINGLE_TAGS:
        columns[f"only-{tag}"] = column(pattern == tag for pattern in patterns)
    for tag in _EDGE_TAGS:
        columns[f"begins-{tag}"] = column(len(pattern) > 1 and pattern[0] == tag for pattern in patterns)
        columns[f"ends-{tag}"] = column(len(pattern) > 1 and pattern[-1] == tag for pattern in patterns)
    for shape in _SHAPES:
        columns[f"is-{shape}"] = column(pattern == shape for pattern in patterns)
    return columns


def chain_features(candidates: Candidates, marginals: Marginals, prefix: str = "") -> FeatureTable:
    """What the chain says of the candidates' occurrences, drawn together."""
    owner, first, end, size = candidates.owner, candidates.first, candidates.end, len(candidates)
    frequency = np.bincount(owner, minlength=size)
    spans = marginals.spans(first, end)
    most = np.zeros(size)
    np.maximum.at(most, owner, spans)
    inside = 1.0 - marginals.labels[:, OUTSIDE]
    length = end - first
    sums = np.concatenate([[0.0], np.cumsum(inside)])
    logs = np.concatenate([[0.0], np.cumsum(np.log(inside + 1e-6))])
    surely = np.bincount(owner, -np.log(1.0 - np.minimum(spans, 0.999)), size)

    def mean(values: Floats) -> Floats:
        result: Floats = np.minimum(np.bincount(owner, values, size) / frequency, 1.0)
        return result

    columns = {
        "span-mean": logit(mean(spans)),
        "span-max": logit(most),
        "span-any": np.log(np.minimum(surely, 6.0) + 0.01),
        "inside-mean": logit(mean((sums[end] - sums[first]) / length)),
        "inside-geometric": logit(mean(np.exp((logs[end] - logs[first]) / length))),
        "begin": logit(mean(marginals.labels[first, 0])),
    }
    return FeatureTable({prefix + name: values for name, values in columns.items()})
