"""Where candidates stand in their documents: first mentions, headings, lists, quotation marks and parentheses."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from termbase.extract.monolingual.candidates import Candidates
from termbase.extract.monolingual.corpus import Corpus
from termbase.extract.monolingual.features import FeatureTable

__all__ = ["standing_features"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

_SHORT = 8  # words and marks: a heading, a line of a list
_TOP = 2  # sentences at the beginning of a document
_QUOTES = ('"', "“", "«", "'", "‘")
_CLOSES = frozenset(".?!;")


def standing_features(corpus: Corpus, candidates: Candidates) -> FeatureTable:
    """How early, in what kind of line and between which marks each candidate of ``corpus`` stands.

    Shares of a candidate's occurrences, but for ``earliest`` (the first place within a document, from 0 to 1) and
    ``titles`` (the logarithm of how often it stands at a document's beginning).
    """
    sentences = corpus.sentences
    owner, size = candidates.owner, len(candidates)
    frequency = np.bincount(owner, minlength=size)
    number, place = _places_in_documents(corpus)
    short = np.array([len(sentence.words) <= _SHORT for sentence in sentences])
    unfinished = np.array([sentence.words[-1] not in _CLOSES for sentence in sentences])
    starts = np.concatenate([[0], np.cumsum([len(sentence.words) for sentence in sentences])])
    words = np.array([*(word for sentence in sentences for word in sentence.keys), ""])
    opens, stop = starts[candidates.sentence], starts[candidates.sentence + 1]
    before = np.where(candidates.first > opens, words[np.maximum(candidates.first - 1, 0)], "")
    after = np.where(candidates.end < stop, words[candidates.end], "")

    def share(chosen: NDArray[np.bool_]) -> Floats:
        result: Floats = np.bincount(owner, chosen, size) / frequency
        return result

    earliest = np.ones(size)
    np.minimum.at(earliest, owner, place[candidates.sentence])
    titles = number[candidates.sentence] < _TOP
    columns = {
        "earliest": earliest,
        "titles": np.log1p(np.bincount(owner, titles, size)),
        "title-share": share(titles),
        "short-line": share(short[candidates.sentence]),
        "unfinished": share(unfinished[candidates.sentence]),
        "whole-line": share((candidates.first == opens) & (candidates.end >= stop - 1)),
        "before-parenthesis": share(after == "("),
        "in-parentheses": share((before == "(") & (after == ")")),
        "quoted": share(np.isin(before, _QUOTES)),
        "before-comma": share(after == ","),
        "after-comma": share(before == ","),
        "before-colon": share(after == ":"),
        "after-colon": share(before == ":"),
    }
    return FeatureTable(columns)


def _places_in_documents(corpus: Corpus) -> tuple[Ints, Floats]:
    """Of each sentence its number within its document, and that as a share of the document's sentences."""
    documents = np.array([sentence.document for sentence in corpus.sentences], dtype=np.int64)
    _, first, lengths = np.unique(documents, return_index=True, return_counts=True)
    order = np.searchsorted(documents[np.sort(first)], documents)
    number = np.arange(len(documents)) - np.sort(first)[order]
    return number, number / lengths[order]
