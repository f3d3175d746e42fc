"""Rankers are learnt from texts and the terms that were accepted in them.

Texts come in groups (subject fields, or parts of one collection). Whatever a later model learns from is said of a
group by an earlier one that has not seen it, so that it learns how far the earlier one can be trusted.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Mapping, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.monolingual.attributes import attribute_rows, attribute_space
from termbase.extract.monolingual.candidates import find_candidates
from termbase.extract.monolingual.contrast import Background, background_of
from termbase.extract.monolingual.corpus import Corpus, split_words, word_key
from termbase.extract.monolingual.crf import BEGIN, INSIDE, OUTSIDE, train_chain
from termbase.extract.monolingual.logistic import Logistic, train_logistic
from termbase.extract.monolingual.ranker import Chain, Ranker, chain_view, likely, own_features, second_features
from termbase.extract.monolingual.scene import Scene, scene_of
from termbase.extract.monolingual.second_look import train_second_look
from termbase.extract.monolingual.unlearnt import term_odds
from tmx.errors import TermbaseError
from tmx.text.languages import Language
from tmx.text.lemmas import dictionary_lemma

__all__ = ["Sample", "forms_in", "in_groups", "lemma_key", "term_key", "train_ranker"]

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
TermKey = tuple[str, ...]
Progress = Callable[[int, int], None]

_LEAST_TERMS = 30
_CHAIN_PENALTY = 4.0
_PENALTY = 10.0
_LONGEST = 15


class Sample(Struct, frozen=True):
    """A corpus of the group ``group`` and the terms accepted in it, as :func:`term_key` gives them.

    ``names`` are those of the terms that are names of persons, places and the like, where that is known.
    """

    group: str
    corpus: Corpus
    terms: frozenset[TermKey]
    names: frozenset[TermKey] = frozenset()


def term_key(term: str, language: Language) -> TermKey:
    """The words of ``term`` as they are compared: without case and kinds of apostrophe."""
    return tuple(map(word_key, split_words(term, language)[0]))


def lemma_key(key: TermKey, language: Language) -> TermKey:
    """The words of ``key`` in their dictionary form, as far as the dictionary has them."""
    return tuple(dictionary_lemma(word, language) or word for word in key)


def forms_in(corpus: Corpus, terms: Collection[TermKey]) -> frozenset[TermKey]:
    """The forms in which ``terms`` stand in ``corpus``: those with the same words in dictionary form."""
    wanted = {lemma_key(term, corpus.language) for term in terms}
    lengths = sorted({len(term) for term in wanted})
    lemmas = {word: lemma_key((word,), corpus.language)[0] for word in corpus.counts}
    found = set()
    for sentence in corpus.sentences:
        own = tuple(lemmas[word] for word in sentence.keys)
        for length in lengths:
            for first in range(len(own) - length + 1):
                if own[first : first + length] in wanted:
                    found.add(sentence.keys[first : first + length])
    return frozenset(found)


def in_groups(corpus: Corpus, terms: Collection[TermKey], *, parts: int = 3) -> list[Sample]:
    """A corpus in ``parts`` groups of whole documents, of sentences where the documents are too few."""
    sentences = corpus.sentences
    ranks = {document: rank for rank, document in enumerate(sorted({sentence.document for sentence in sentences}))}
    by_document = len(ranks) >= parts
    size = len(ranks) if by_document else len(sentences)
    samples = []
    for part in range(parts):
        chosen = [
            sentence
            for number, sentence in enumerate(sentences)
            if (ranks[sentence.document] if by_document else number) * parts // size == part
        ]
        if chosen:
            samples.append(
                Sample(str(part), Corpus(corpus.language, tuple(chosen), corpus.documents), frozenset(terms))
            )
    return samples


def train_ranker(
    samples: Sequence[Sample], *, fields: bool = False, note: str = "", progress: Progress | None = None
) -> Ranker:
    """What ``samples`` of at least two groups teach; the same ranker in every run.

    ``fields`` says that each group is a subject field of its own and that the ranker is meant for further fields: it
    then learns, too, what it means that words are more frequent than in the other fields, and keeps their counts; their
    terms are taken to be complete. Of a single field the ranker is trusted as far as the terms look complete. Names and
    other terms are learnt apart, too, where the samples of at least two groups tell them.
    ``progress`` is called with the steps done and their number. Raises :class:`~tmx.errors.TermbaseError` where fewer
    than thirty of the terms stand in the texts, or there is one group only.
    """
    groups = sorted({sample.group for sample in samples})
    languages = sorted({sample.corpus.language.tag for sample in samples})
    steps = len(samples) + len(languages) * (len(groups) + 1) + 3
    done = 0

    def advance() -> None:
        nonlocal done
        done += 1
        if progress is not None:
            progress(done, steps)

    lessons = []
    for sample in samples:
        lessons.append(_lesson(sample))
        advance()
    found = {key for lesson in lessons for key in lesson.found}
    if len(groups) < 2:
        raise TermbaseError(
            "the texts cannot be divided into parts that judge one another",
            remedy="give texts of more than one sentence",
        )
    if len(found) < _LEAST_TERMS:
        raise TermbaseError(
            f"only {len(found)} accepted terms stand in the texts, a ranker needs {_LEAST_TERMS}",
            remedy="give more texts, or a larger glossary",
        )
    chains: dict[str, Chain] = {}
    views: dict[int, Floats] = {}
    backgrounds = _backgrounds(samples) if fields else {}
    for language in languages:
        own = [lesson for lesson in lessons if lesson.sample.corpus.language.tag == language]
        chains[language] = _chain(own)
        advance()
        for group in groups:
            others = [lesson for lesson in own if lesson.sample.group != group] or own
            apart = _chain(others)
            for lesson in own:
                if lesson.sample.group == group:
                    view = chain_view(apart, lesson.scene)
                    views[id(lesson)] = own_features(lesson.scene, _others(backgrounds, language, group), view)
            advance()
    kept = {language: tuple(own.values()) for language, own in backgrounds.items()}
    trust = 1.0 if fields else _completeness(lessons)
    return _rank(lessons, views, groups, _Learnt(chains, kept, note, trust), advance)


def _completeness(lessons: Sequence[_Lesson]) -> float:
    """How many accepted terms stand in the texts for each that is proposed from them unlearnt: the root, 1 at most.

    Where they are far fewer, most of what was not accepted was never looked at, and says little about what is no term.
    """
    accepted = {key for lesson in lessons for key in lesson.found}
    proposed: set[TermKey] = set()
    for lesson in lessons:
        above = np.flatnonzero(term_odds(lesson.scene) >= 0)
        proposed.update(lesson.scene.candidates.keys[at] for at in above)
    return min(1.0, math.sqrt(len(accepted) / max(len(proposed), 1)))


def _backgrounds(samples: Sequence[Sample]) -> dict[str, dict[str, Background]]:
    """The words of each group, by language and group."""
    corpora: dict[str, dict[str, list[Corpus]]] = {}
    for sample in samples:
        corpora.setdefault(sample.corpus.language.tag, {}).setdefault(sample.group, []).append(sample.corpus)
    return {
        language: {group: background_of(own) for group, own in groups.items()} for language, groups in corpora.items()
    }


def _others(backgrounds: Mapping[str, Mapping[str, Background]], language: str, group: str) -> tuple[Background, ...]:
    return tuple(background for other, background in backgrounds.get(language, {}).items() if other != group)


class _Learnt(Struct, frozen=True):
    """What a ranker has before its first look is learnt."""

    chains: Mapping[str, Chain]
    backgrounds: Mapping[str, tuple[Background, ...]]
    note: str
    trust: float


class _Lesson(Struct, frozen=True):
    """A sample with its candidates, which of them are terms, which names, and the labels of its words."""

    sample: Sample
    scene: Scene
    right: Floats
    names: Floats
    labels: Ints

    @property
    def found(self) -> set[TermKey]:
        """The terms that stand in the texts as candidates."""
        return {key for key, right in zip(self.scene.candidates.keys, self.right, strict=True) if right}


def _lesson(sample: Sample) -> _Lesson:
    candidates = find_candidates(sample.corpus)
    right = np.array([key in sample.terms for key in candidates.keys], dtype=np.float64)
    names = right * np.array([key in sample.names for key in candidates.keys], dtype=np.float64)
    return _Lesson(sample, scene_of(sample.corpus, candidates), right, names, _labels(sample))


def _labels(sample: Sample) -> Ints:
    """The label of each word: the terms are found where they stand, the longest first."""
    labels: list[int] = []
    for sentence in sample.corpus.sentences:
        keys = sentence.keys
        at = 0
        while at < len(keys):
            end = next(
                (end for end in range(min(len(keys), at + _LONGEST), at, -1) if keys[at:end] in sample.terms), None
            )
            labels += [OUTSIDE] if end is None else [BEGIN] + [INSIDE] * (end - at - 1)
            at = at + 1 if end is None else end
    return np.array(labels, dtype=np.int64)


def _chain(lessons: Sequence[_Lesson]) -> Chain:
    corpora = [lesson.sample.corpus for lesson in lessons]
    space = attribute_space(corpora)
    weights = train_chain(
        np.vstack([attribute_rows(corpus, space) for corpus in corpora]),
        [len(sentence.words) for corpus in corpora for sentence in corpus.sentences],
        np.concatenate([lesson.labels for lesson in lessons]),
        space.size,
        penalty=_CHAIN_PENALTY,
    )
    return Chain(space, weights)


def _rank(
    lessons: Sequence[_Lesson],
    views: dict[int, Floats],
    groups: Sequence[str],
    learnt: _Learnt,
    advance: Callable[[], None],
) -> Ranker:
    """The first look at all groups, the first look at each by the others, and the second one over those."""

    def learn(chosen: Sequence[_Lesson]) -> Logistic:
        rows = np.vstack([views[id(lesson)] for lesson in chosen])
        return train_logistic(rows, np.concatenate([lesson.right for lesson in chosen]), penalty=_PENALTY)

    first = learn(lessons)
    rows, right, names = [], [], []
    for group in groups:
        apart = learn([lesson for lesson in lessons if lesson.sample.group != group])
        for lesson in lessons:
            if lesson.sample.group == group:
                own = views[id(lesson)]
                guess = apart.probabilities(own)
                kept = likely(guess)
                rows.append(second_features(lesson.scene, own, guess)[kept])
                right.append(lesson.right[kept])
                names.append(lesson.names[kept])
    advance()
    second = train_second_look(rows, right)
    advance()
    told = {lesson.sample.group for lesson in lessons if 0 < lesson.names.sum() < lesson.right.sum()}
    kinds = (names, [whole - part for whole, part in zip(right, names, strict=True)]) if len(told) > 1 else ()
    by_kind = tuple(train_second_look(rows, kind) for kind in kinds)
    advance()
    return Ranker(learnt.chains, learnt.backgrounds, first, second, learnt.note, learnt.trust, by_kind)
