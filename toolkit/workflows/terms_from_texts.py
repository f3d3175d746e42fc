"""Terms from documents of one language: extraction, and what accepted terms teach a ranker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from termbase.extract.monolingual.extraction import SingleTerm, accepted_keys, corpus_of, extract_single
from termbase.extract.monolingual.ranker_file import read_ranker, write_ranker
from termbase.extract.monolingual.training import forms_in, in_groups, lemma_key, train_ranker
from termbase.formats.registry import read_glossary
from termbase.model import Glossary
from tmx.text.languages import find_language
from toolkit.workflows.texts import documents_in, read_text

__all__ = ["TextTerms", "TrainedRanker", "extract_from_texts", "train_from_texts"]

_GROUPS = 3


@dataclass(frozen=True, slots=True)
class TextTerms:
    """The terms that documents propose, and the documents, to which the contexts refer by number."""

    terms: tuple[SingleTerm, ...]
    documents: tuple[Path, ...]


@dataclass(frozen=True, slots=True)
class TrainedRanker:
    """What a ranker was learnt from: documents, words and marks in them, accepted terms of which ``found`` occur."""

    documents: int
    words: int
    accepted: int
    found: int


def extract_from_texts(
    paths: Sequence[Path],
    language: str,
    *,
    ranker: Path | None = None,
    known: Glossary | None = None,
    rejected: Glossary | None = None,
    limit: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> TextTerms:
    """The terms of the documents ``paths`` (a folder stands for the documents in it), the best first.

    Terms of ``known`` are marked, those of ``rejected`` left out. Raises :class:`~tmx.errors.AccordError` where a file
    cannot be read, or the language has no tagger or is not the ranker's.
    """
    learnt = None if ranker is None else read_ranker(ranker)
    documents, texts = _read(paths, language, progress)
    terms = extract_single(texts, language, ranker=learnt, known=known, rejected=rejected, limit=limit)
    return TextTerms(tuple(terms), documents)


def train_from_texts(
    paths: Sequence[Path],
    language: str,
    glossary: Path,
    output: Path,
    *,
    progress: Callable[[int, int], None] | None = None,
) -> TrainedRanker:
    """Learn a ranker from the accepted terms of ``glossary`` and the documents ``paths``, and write it to ``output``.

    Accepted are preferred and admitted terms. Raises :class:`~tmx.errors.AccordError` where a file cannot be read or
    written, or too few of the terms stand in the documents.
    """
    known = find_language(language)
    accepted = accepted_keys(read_glossary(glossary, source_language=language, target_language=language), known)
    _, texts = _read(paths, language, None)
    corpus = corpus_of(texts, language)
    note = f"{glossary.name}, {len(texts)} documents in {known.name}"
    forms = forms_in(corpus, accepted)
    write_ranker(output, train_ranker(in_groups(corpus, forms, parts=_GROUPS), note=note, progress=progress))
    standing = {lemma_key(form, known) for form in forms}
    found = sum(lemma_key(term, known) in standing for term in accepted)
    return TrainedRanker(len(texts), corpus.size, len(accepted), found)


def _read(
    paths: Sequence[Path], language: str, progress: Callable[[int, int], None] | None
) -> tuple[tuple[Path, ...], list[tuple[str, ...]]]:
    """The documents and their sentences."""
    documents = [document for path in paths for document in (documents_in(path) if path.is_dir() else [path])]
    texts = []
    for number, path in enumerate(documents, 1):
        texts.append(read_text(path, language).sentences)
        if progress is not None:
            progress(number, len(documents))
    return tuple(documents), texts
