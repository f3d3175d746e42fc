"""Terms from documents of one language: extraction, and what accepted terms teach a ranker."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from msgspec import Struct

from termbase.extract.monolingual.extraction import (
    SingleTerm,
    accepted_keys,
    corpus_of,
    extract_single,
    terms_of_corpus,
)
from termbase.extract.monolingual.ranker_file import read_ranker, write_ranker
from termbase.extract.monolingual.training import Sample, forms_in, in_groups, lemma_key, term_key, train_ranker
from termbase.formats.registry import read_glossary
from termbase.model import Glossary
from tmx.errors import ConfigError, ParseError, TermbaseError, UnknownFormatError
from tmx.formats.registry import FORMATS, format_of
from tmx.text.languages import Language, find_language, primary_subtag
from tmx.text.sentences import sentences
from toolkit.workflows.counted import Counted
from toolkit.workflows.texts import AnotherLanguageError, documents_in, read_text

__all__ = ["Field", "FieldScore", "TextTerms", "TrainedRanker", "extract_from_texts", "train_from_texts"]

_GROUPS = 3
_MEMORIES = ("TMX", "XLIFF")  # their units say in which language they are
_TEXTS = (".csv", ".tsv", ".tab")
_MOST_NAMED = 8


class TextTerms(Struct, frozen=True):
    """The terms that documents propose, and the documents, to which the contexts refer by number.

    ``left_out`` are documents of folders that are in another language.
    """

    terms: tuple[SingleTerm, ...]
    documents: tuple[Path, ...]
    left_out: tuple[Path, ...] = ()


class Field(Struct, frozen=True):
    """A subject field to learn from: its documents (a folder stands for those in it), and its glossary."""

    paths: tuple[Path, ...]
    glossary: Path


class FieldScore(Struct, frozen=True):
    """How well what the other fields teach finds a field's accepted terms, counted by dictionary form."""

    name: str
    terms: Counted


class TrainedRanker(Struct, frozen=True):
    """What a ranker was learnt from: documents, words and marks in them, accepted terms of which ``found`` occur.

    ``scores`` say how well each field is found by a ranker that the others taught, where that was asked for; ``trust``
    from 0 to 1 how far the ranker counts beside what is known without learning; ``left_out`` counts documents of
    folders that are in another language.
    """

    documents: int
    words: int
    accepted: int
    found: int
    scores: tuple[FieldScore, ...] = ()
    trust: float = 1.0
    left_out: int = 0


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

    Of a memory (TMX, XLIFF) the side in ``language`` is read. Documents of a folder that are in another language are
    left out. Terms of ``known`` are marked, those of ``rejected`` left out. Raises
    :class:`~tmx.errors.AccordError` where a file cannot be read, or the language has no tagger or is not the ranker's.
    """
    learnt = None if ranker is None else read_ranker(ranker)
    read = _read(paths, language, progress)
    terms = extract_single(read.texts, language, ranker=learnt, known=known, rejected=rejected, limit=limit)
    return TextTerms(tuple(terms), read.documents, read.left_out)


class _Lesson(Struct, frozen=True):
    """What was read of a field: its name, its samples, how many accepted terms there are, and the forms in texts."""

    name: str
    samples: tuple[Sample, ...]
    documents: int
    accepted: frozenset[tuple[str, ...]]
    forms: frozenset[tuple[str, ...]]
    left_out: int

    def standing(self, language: Language) -> set[tuple[str, ...]]:
        """The accepted terms that stand in the texts, in dictionary form."""
        forms = {lemma_key(form, language) for form in self.forms}
        return {lemma for term in self.accepted if (lemma := lemma_key(term, language)) in forms}


def train_from_texts(
    fields: Sequence[Field],
    language: str,
    output: Path,
    *,
    check: bool = False,
    progress: Callable[[int, int], None] | None = None,
) -> TrainedRanker:
    """Learn a ranker from the accepted terms of each field's glossary and its documents, and write it to ``output``.

    Accepted are preferred and admitted terms. Several fields teach, too, how a field's words differ from those of the
    others. With ``check`` each field is looked at by a ranker that the others taught. Raises
    :class:`~tmx.errors.AccordError` where a file cannot be read or written, too few of the terms stand in the
    documents, or there are not three fields to check with.
    """
    known = find_language(language)
    if check and len(fields) < _GROUPS:
        raise ConfigError(
            f"{_GROUPS} fields are needed to see how well the others foretell one",
            remedy="name more fields, or leave out --check",
        )
    lessons = [_lesson(number, field, language, several=len(fields) > 1) for number, field in enumerate(fields)]
    samples = [sample for lesson in lessons for sample in lesson.samples]
    note = " · ".join(
        f"{field.glossary.name}, {lesson.documents} documents in {known.name}"
        for field, lesson in zip(fields, lessons, strict=True)
    )
    several = len(fields) > 1
    ranker = train_ranker(samples, fields=several, note=note, progress=progress)
    write_ranker(output, ranker)
    scores = tuple(_score(lesson, lessons, known) for lesson in lessons) if check else ()
    return TrainedRanker(
        sum(lesson.documents for lesson in lessons),
        sum(sample.corpus.size for sample in samples),
        sum(len(lesson.accepted) for lesson in lessons),
        sum(len(lesson.standing(known)) for lesson in lessons),
        scores,
        ranker.trust,
        sum(lesson.left_out for lesson in lessons),
    )


def _lesson(number: int, field: Field, language: str, *, several: bool) -> _Lesson:
    known = find_language(language)
    glossary = read_glossary(field.glossary, source_language=language, target_language=language)
    accepted = accepted_keys(glossary, known)
    if not accepted:
        raise TermbaseError(
            f"none of its terms in «{language}» is preferred or admitted",
            path=field.glossary,
            remedy="decide on what is proposed: accord terms review",
        )
    read = _read(field.paths, language, None)
    corpus = corpus_of(read.texts, language)
    forms = forms_in(corpus, accepted)
    # A single field is its own witness: a part of it is judged by what the others teach.
    samples = [Sample(str(number), corpus, forms)] if several else in_groups(corpus, forms, parts=_GROUPS)
    return _Lesson(field.glossary.stem, tuple(samples), len(read.texts), accepted, forms, len(read.left_out))


def _score(lesson: _Lesson, lessons: Sequence[_Lesson], language: Language) -> FieldScore:
    """How well a field's terms are found by what the others teach."""
    others = [sample for other in lessons if other is not lesson for sample in other.samples]
    ranker = train_ranker(others, fields=True)
    terms = [term for sample in lesson.samples for term in terms_of_corpus(sample.corpus, ranker=ranker)]
    found = {lemma_key(term_key(term.text, language), language) for term in terms}
    standing = lesson.standing(language)
    return FieldScore(lesson.name, Counted(len(standing), len(found), len(found & standing)))


class _Read(Struct, frozen=True):
    """Documents and the sentences of each, and what was left out because it is in another language."""

    documents: tuple[Path, ...]
    texts: tuple[tuple[str, ...], ...]
    left_out: tuple[Path, ...]


def _read(paths: Sequence[Path], language: str, progress: Callable[[int, int], None] | None) -> _Read:
    """The documents and their sentences; a folder may hold translations too, a document that is named may not be one.

    Raises :class:`~tmx.errors.AccordError` where one cannot be read, or none is in the language.
    """
    wanted = [(document, path.is_dir()) for path in paths for document in _documents(path)]
    texts: dict[Path, tuple[str, ...]] = {}
    left_out: list[Path] = []
    for number, (path, in_folder) in enumerate(wanted, 1):
        try:
            texts[path] = _sentences(path, language)
        except AnotherLanguageError:
            if not in_folder or (number == len(wanted) and not texts):
                raise
            left_out.append(path)
        if progress is not None:
            progress(number, len(wanted))
    return _Read(tuple(texts), tuple(texts.values()), tuple(left_out))


def _documents(path: Path) -> Sequence[Path]:
    return documents_in(path) if path.is_dir() else (path,)


def _sentences(path: Path, language: str) -> tuple[str, ...]:
    """The sentences of a document, or of the side of a memory that is in the language."""
    suffix = path.suffix.lower()
    if suffix in _TEXTS or not any(suffix in known.suffixes for known in FORMATS):
        return read_text(path, language).sentences
    known = format_of(path)
    if known.name not in _MEMORIES:
        raise UnknownFormatError(
            f"«{suffix}» is neither a text nor a memory that names its languages",
            path=path,
            remedy="leave out --lang to get pairs of terms from it, or save its text as .txt",
        )
    wanted = primary_subtag(language)
    found: list[str] = []
    seen: dict[str, None] = {}
    for unit in known.read(path, language, language):
        for segment in unit.variants:
            seen[segment.language] = None
            if primary_subtag(segment.language) == wanted:
                found += sentences(segment.text, language)
    if not found:
        languages = f"; the languages are {', '.join([*seen][:_MOST_NAMED])}" if seen else ""
        raise ParseError(f"no unit is in {language}{languages}", path=path, remedy="name the language with --lang")
    return tuple(found)
