"""Terms of texts in one language: the candidates, ranked, down to where more would do more harm than good."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.introduced import find_full_forms
from termbase.extract.monolingual.candidates import Candidates, find_candidates
from termbase.extract.monolingual.corpus import Corpus, read_corpus
from termbase.extract.monolingual.ranker import Ranker
from termbase.extract.monolingual.scene import scene_of
from termbase.extract.monolingual.training import lemma_key, term_key
from termbase.extract.monolingual.unlearnt import shown_later, whole_odds
from termbase.model import Glossary, Status
from tmx.errors import ConfigError
from tmx.text.languages import Language, find_language
from tmx.text.tagger import tag_sentences

__all__ = [
    "SingleTerm",
    "TermContext",
    "accepted_keys",
    "best_cut",
    "corpus_of",
    "extract_single",
    "terms_of_corpus",
]

Floats = NDArray[np.float64]
Progress = Callable[[int, int], None]

_MOST_CONTEXTS = 2
_ACCEPTED = (Status.PREFERRED, Status.ADMITTED)


class TermContext(Struct, frozen=True):
    """A sentence in which a term stands, at the half-open place ``text[start:end]``, and its document's number."""

    text: str
    start: int
    end: int
    document: int


class SingleTerm(Struct, frozen=True):
    """A term that texts propose, as it is mostly written.

    ``score`` from 0 to 1 ranks it (with a ranker, how probable it is that it would be accepted); ``frequency`` counts
    its occurrences, ``documents`` in how many documents they stand; ``known`` says that a glossary has it already;
    ``full_form`` is what the texts say that an acronym stands for.
    """

    text: str
    score: float
    frequency: int
    documents: int
    contexts: tuple[TermContext, ...] = ()
    known: bool = False
    full_form: str = ""


def corpus_of(documents: Iterable[Sequence[str]], language: str) -> Corpus:
    """The sentences of ``documents`` (each a sequence of sentences) with their words and parts of speech.

    Raises :class:`~tmx.errors.UnknownLanguageError` where there is no tagger for ``language``.
    """
    return read_corpus(documents, find_language(language), _tagged)


def _tagged(sentences: Sequence[Sequence[str]], language: Language) -> list[tuple[str, ...]]:
    return list(tag_sentences(sentences, language))


def extract_single(
    documents: Iterable[Sequence[str]],
    language: str,
    *,
    ranker: Ranker | None = None,
    known: Glossary | None = None,
    rejected: Glossary | None = None,
    limit: int | None = None,
) -> list[SingleTerm]:
    """The terms that ``documents`` propose, the best first.

    As many as promise the best balance of what is right and what is missed, or the ``limit`` best ones. Terms that
    ``known`` has are marked, those that ``rejected`` has are left out. Raises
    :class:`~tmx.errors.UnknownLanguageError` where there is no tagger for ``language``,
    :class:`~tmx.errors.ConfigError` where ``ranker`` has not learnt it.
    """
    corpus = corpus_of(documents, language)
    return terms_of_corpus(corpus, ranker=ranker, known=known, rejected=rejected, limit=limit)


def terms_of_corpus(
    corpus: Corpus,
    *,
    ranker: Ranker | None = None,
    known: Glossary | None = None,
    rejected: Glossary | None = None,
    limit: int | None = None,
) -> list[SingleTerm]:
    """As :func:`extract_single`, from a corpus that is read already; raises the same of ``ranker``."""
    language = corpus.language
    if ranker is not None and language.tag not in ranker.chains:
        learnt = ", ".join(sorted(ranker.chains))
        raise ConfigError(f"the ranker has not learnt {language.name}", remedy=f"it has learnt: {learnt}")
    candidates = find_candidates(corpus)
    if not len(candidates):
        return []
    scene = scene_of(corpus, candidates)
    if ranker is None:
        odds = whole_odds(scene)
        later = shown_later(scene)
        probabilities = 1.0 / (1.0 + np.exp(later - odds))
        if limit is None:
            probabilities[odds < 0] = 0.0
        cut = int((odds >= 0).sum())
    else:
        probabilities = ranker.probabilities(scene)
        cut = best_cut(probabilities)
    have, refused = _keys(known, language), _keys(rejected, language)
    order = [int(at) for at in np.argsort(-probabilities, kind="stable")[: cut if limit is None else limit]]
    chosen = [at for at in order if lemma_key(candidates.keys[at], language) not in refused]
    return _described(corpus, candidates, chosen, probabilities, have)


def best_cut(probabilities: Floats) -> int:
    """How many of the most probable candidates to take so that the expected F1 is highest."""
    ranked = np.sort(probabilities)[::-1]
    count = np.arange(1, len(ranked) + 1)
    expected = 2 * np.cumsum(ranked) / (count + ranked.sum())
    return int(expected.argmax()) + 1 if len(ranked) else 0


def _keys(glossary: Glossary | None, language: Language) -> frozenset[tuple[str, ...]]:
    """The terms of a glossary by their words in dictionary form."""
    if glossary is None:
        return frozenset()
    terms = (term.text for concept in glossary for term in concept.terms_in(language.tag))
    return frozenset(lemma_key(term_key(term, language), language) for term in terms)


def accepted_keys(glossary: Glossary, language: Language) -> frozenset[tuple[str, ...]]:
    """The terms of ``language`` that ``glossary`` prefers or admits, as :func:`term_key` gives them."""
    return frozenset(
        key
        for concept in glossary
        for term in concept.terms_in(language.tag)
        if term.status in _ACCEPTED and (key := term_key(term.text, language))
    )


def _described(
    corpus: Corpus,
    candidates: Candidates,
    chosen: Sequence[int],
    probabilities: Floats,
    known: frozenset[tuple[str, ...]],
) -> list[SingleTerm]:
    """The chosen candidates with their counts and contexts."""
    full_forms = find_full_forms((sentence.text for sentence in corpus.sentences), corpus.language)
    order = np.argsort(candidates.owner, kind="stable")
    bounds = np.searchsorted(candidates.owner[order], np.arange(len(candidates) + 1))
    starts = np.concatenate([[0], np.cumsum([len(sentence.words) for sentence in corpus.sentences])])
    terms = []
    for owner in chosen:
        occurrences = order[bounds[owner] : bounds[owner + 1]]
        documents = {corpus.sentences[int(candidates.sentence[at])].document for at in occurrences}
        contexts: list[TermContext] = []
        for at in occurrences:
            number = int(candidates.sentence[at])
            sentence = corpus.sentences[number]
            if any(context.text == sentence.text for context in contexts):
                continue
            first, end = int(candidates.first[at] - starts[number]), int(candidates.end[at] - starts[number])
            contexts.append(
                TermContext(sentence.text, sentence.starts[first], sentence.ends[end - 1], sentence.document)
            )
            if len(contexts) == _MOST_CONTEXTS:
                break
        shown = _shown(candidates, owner)
        terms.append(
            SingleTerm(
                shown,
                round(float(probabilities[owner]), 4),
                len(occurrences),
                len(documents),
                tuple(contexts),
                lemma_key(candidates.keys[owner], corpus.language) in known,
                full_forms.get(shown, ""),
            )
        )
    return terms


def _shown(candidates: Candidates, owner: int) -> str:
    """The form to show: as it is mostly written, without the capital of a sentence's start."""
    written = candidates.surfaces[owner]
    if written[:1].isupper() and not written[:2].isupper() and "P" not in candidates.patterns[owner]:
        lowered = written[:1].lower() + written[1:]
        if lowered == written.lower():
            return lowered
    return written
