"""What dictionaries and the tagger say of the words of candidates, and which candidates acronyms stand for.

A word that a dictionary lists and general language hardly uses is a technical one; one that no dictionary lists is a
name, a sign, or misspelt.
"""

from __future__ import annotations

from collections import Counter

import numpy as np
from numpy.typing import NDArray

from termbase.extract.introduced import find_full_forms
from termbase.extract.monolingual.candidates import Candidates, pattern_of
from termbase.extract.monolingual.corpus import Corpus, split_words, word_key
from termbase.extract.monolingual.features import FeatureTable, content_places, head_place
from termbase.extract.monolingual.general import general_list
from tmx.text.lemmas import is_known_word, word_classes

__all__ = ["vocabulary_features"]

Floats = NDArray[np.float64]

_LISTED = ("known-mean", "known-least", "known-head", "classes-head", "known-rare")
_CERTAIN = ("tagged-least", "tagged-head", "tagged-mean")
_SHORT = ("full-form", "acronym", "has-acronym", "edge-of-full-form")


def vocabulary_features(corpus: Corpus, candidates: Candidates) -> FeatureTable:
    """Whether the words are in the dictionary, how surely they are tagged, and what acronyms the texts introduce."""
    columns = _listed(corpus, candidates) | _certain(corpus, candidates) | _short_forms(corpus, candidates)
    return FeatureTable(columns | {"pattern-share": _pattern_share(corpus, candidates)})


def _listed(corpus: Corpus, candidates: Candidates) -> dict[str, Floats]:
    language = corpus.language
    general = general_list(language)
    known = {word: is_known_word(word, language) for word in corpus.counts}
    rare = {word for word, listed in known.items() if listed and not general.lists(word)}
    table = np.empty((len(candidates), len(_LISTED)))
    for row, (key, pattern) in enumerate(zip(candidates.keys, candidates.patterns, strict=True)):
        content = [key[at] for at in content_places(pattern)]
        head = key[head_place(pattern, language.tag)]
        listed = sum(known[word] for word in content)
        table[row] = (
            listed / len(content),
            listed == len(content),
            known[head],
            len(word_classes(head, language)),
            sum(word in rare for word in content) / len(content),
        )
    return dict(zip(_LISTED, table.T, strict=True))


def _certain(corpus: Corpus, candidates: Candidates) -> dict[str, Floats]:
    """How often the words, wherever they stand, have the part of speech that they have here."""
    tagged = Counter(
        pair for sentence in corpus.sentences for pair in zip(sentence.keys, pattern_of(sentence.tags), strict=True)
    )
    table = np.empty((len(candidates), len(_CERTAIN)))
    for row, (key, pattern) in enumerate(zip(candidates.keys, candidates.patterns, strict=True)):
        shares = [tagged[word, letter] / corpus.counts[word] for word, letter in zip(key, pattern, strict=True)]
        table[row] = min(shares), shares[head_place(pattern, corpus.language.tag)], sum(shares) / len(shares)
    return dict(zip(_CERTAIN, table.T, strict=True))


def _pattern_share(corpus: Corpus, candidates: Candidates) -> Floats:
    """The share of each candidate's occurrences that have its most frequent tags."""
    tags = "".join(pattern_of(sentence.tags) for sentence in corpus.sentences)
    places = zip(candidates.owner.tolist(), candidates.first.tolist(), candidates.end.tolist(), strict=True)
    same = [tags[first:end] == candidates.patterns[owner] for owner, first, end in places]
    result: Floats = np.bincount(candidates.owner, same, len(candidates)) / np.bincount(candidates.owner)
    return result


def _short_forms(corpus: Corpus, candidates: Candidates) -> dict[str, Floats]:
    """What acronyms that the texts introduce have to do with a candidate: it is one, has one in it, is what it means.

    Last, whether it begins or ends what an acronym means, and is a part of it only.
    """
    language = corpus.language
    forms = find_full_forms((sentence.text for sentence in corpus.sentences), language)

    def key_of(text: str) -> tuple[str, ...]:
        return tuple(map(word_key, split_words(text, language)[0]))

    acronyms = {key_of(acronym) for acronym in forms}
    words = {word for acronym in acronyms for word in acronym}
    full = {key_of(form) for form in forms.values()}
    edges = {part for form in full for at in range(1, len(form)) for part in (form[:at], form[at:])}
    table = np.array(
        [
            (key in full, key in acronyms, not words.isdisjoint(key), key in edges and key not in full)
            for key in candidates.keys
        ],
        dtype=np.float64,
    ).reshape(-1, len(_SHORT))
    return dict(zip(_SHORT, table.T, strict=True))
