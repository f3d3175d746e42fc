"""Term extraction against annotated texts, to the protocol of TermEval 2020 (Rigouts Terryn et al. 2020)."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from termbase.extract.monolingual.corpus import Corpus
from termbase.extract.monolingual.extraction import SingleTerm, corpus_of, terms_of_corpus
from termbase.extract.monolingual.training import Sample, term_key, train_ranker
from tmx.errors import StoreError
from tmx.files import read_utf8
from tmx.text.languages import find_language
from tmx.text.sentences import sentences
from toolkit.workflows.counted import Counted

__all__ = ["TermEvaluation", "evaluate_terms"]

_LANGUAGES = ("en", "fr")
# Within <language>/<domain>, where texts and lists of terms stand: since version 1.4, and before.
_TEXTS = ("annotated/texts", "texts/annotated")
_LISTS = (
    ("annotated/annotations/unique_annotation_lists", "tsv"),
    ("annotations", "ann"),
)


class TermEvaluation(Struct, frozen=True):
    """The terms found in a domain, the best first, and how good they are with and without named entities.

    The counts are of unique terms in lower case.

    ``train_seconds`` and ``seconds`` are the processor's time for learning and for reading, extracting and ranking.
    """

    terms: tuple[SingleTerm, ...]
    with_names: Counted
    without_names: Counted
    train_seconds: float
    seconds: float


def evaluate_terms(
    folder: Path,
    language: str,
    test: str,
    train: Sequence[str] = (),
    *,
    progress: Callable[[int, int], None] | None = None,
) -> TermEvaluation:
    """Extract the terms of the domain ``test`` and compare them with the annotated ones.

    ``folder`` is laid out like ACTER: ``<language>/<domain>/annotated/texts/*.txt`` and
    ``annotations/unique_annotation_lists/<domain>_<language>_terms_nes.tsv`` beside them, or, as up to its version 1.3,
    ``<language>/<domain>/texts/annotated/*.txt`` and ``annotations/<domain>_<language>_terms_nes.ann``. Without
    ``train`` nothing is learnt; with it a ranker is learnt from these domains, in English and French where both are
    there. Raises
    :class:`~tmx.errors.StoreError` where a folder or file is missing, :class:`~tmx.errors.ParseError` where one is not
    UTF-8, :class:`~tmx.errors.TermbaseError` where there is too little to learn from.
    """
    started = time.process_time()
    samples = [
        Sample(domain, corpus, keys, keys - _gold_keys(folder, tag, domain, "terms"))
        for tag in sorted({language, *_LANGUAGES})
        for domain in dict.fromkeys(train)
        if tag == language or _texts_in(folder, tag, domain).is_dir()
        for corpus, keys in [(_corpus(folder, tag, domain), _gold_keys(folder, tag, domain, "terms_nes"))]
    ]
    ranker = train_ranker(samples, fields=True, progress=progress) if samples else None
    trained = time.process_time()
    terms = terms_of_corpus(_corpus(folder, language, test), ranker=ranker)
    ended = time.process_time()
    found = {" ".join(term.text.lower().split()) for term in terms}
    return TermEvaluation(
        tuple(terms),
        _score(found, _gold(folder, language, test, "terms_nes")),
        _score(found, _gold(folder, language, test, "terms")),
        trained - started,
        ended - trained,
    )


def _score(found: set[str], gold: set[str]) -> Counted:
    return Counted(len(gold), len(found), len(found & gold))


def _texts_in(folder: Path, language: str, domain: str) -> Path:
    """The folder of the annotated texts: the first that there is, else where it is now."""
    places = [folder / language / domain / place for place in _TEXTS]
    return next((place for place in places if place.is_dir()), places[0])


def _list_of(folder: Path, language: str, domain: str, kind: str) -> Path:
    """The file with the annotated terms: the first that there is, else where it is now."""
    places = [folder / language / domain / place / f"{domain}_{language}_{kind}.{suffix}" for place, suffix in _LISTS]
    return next((place for place in places if place.is_file()), places[0])


def _corpus(folder: Path, language: str, domain: str) -> Corpus:
    texts = _texts_in(folder, language, domain)
    paths = sorted(texts.glob("*.txt")) if texts.is_dir() else []
    if not paths:
        raise StoreError(
            "there are no texts here",
            path=texts,
            remedy="the folder is laid out <language>/<domain>/annotated/texts/*.txt; check --lang, --test and --train",
        )
    documents = [
        [sentence for line in read_utf8(path).splitlines() if line.strip() for sentence in sentences(line, language)]
        for path in paths
    ]
    return corpus_of(documents, language)


def _gold(folder: Path, language: str, domain: str, kind: str) -> set[str]:
    rows = (line.split("\t", 1)[0].strip() for line in read_utf8(_list_of(folder, language, domain, kind)).splitlines())
    return {" ".join(term.lower().split()) for term in rows if term}


def _gold_keys(folder: Path, language: str, domain: str, kind: str) -> frozenset[tuple[str, ...]]:
    known = find_language(language)
    return frozenset(key for term in _gold(folder, language, domain, kind) if (key := term_key(term, known)))
