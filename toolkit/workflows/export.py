"""A memory and a glossary as each CAT tool wants them."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from functools import partial
from pathlib import Path
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from termbase.formats.registry import write_glossary
from termbase.model import Glossary
from tmx.errors import ConfigError
from tmx.formats.po_writing import write_po
from tmx.formats.tmx import write_tmx
from tmx.formats.wordfast import write_wordfast
from tmx.model import TranslationUnit
from tmx.text.languages import primary_subtag
from toolkit.workflows.export_glossaries import write_named_columns, write_po_terms, write_wordfast_terms
from toolkit.workflows.export_projects import lokalize_project, omegat_project
from toolkit.workflows.glossary_exchange import Exchange, read_titled
from toolkit.workflows.memory_source import read_memory_units

__all__ = ["ExportJob", "ExportedFile", "export_for"]

# The variety that is written for a tool that wants one, where none is named.
_VARIETIES: Mapping[str, str] = {"en": "en-GB", "fr": "fr-FR"}
_Writer = Callable[[Path], int]


class ExportJob(Struct, frozen=True):
    """What goes where: into ``folder`` a memory, a glossary or both; ``tmx_languages`` are the codes to write."""

    folder: Path
    memory: Path | None
    glossary: Path | None
    source_language: str
    target_language: str
    tmx_languages: Mapping[str, str] | None = None
    force: bool = False

    def codes(self, *, varieties: bool) -> tuple[str, str]:
        """The codes of the two languages: those asked for, else with a variety (``en-GB``) or without (``en``)."""
        named = self.tmx_languages or {}
        found = []
        for language in (self.source_language, self.target_language):
            base = primary_subtag(language)
            variety = language if "-" in language else _VARIETIES.get(base, language)
            found.append(named.get(base) or (variety if varieties else base))
        return found[0], found[1]


class ExportedFile(Struct, frozen=True):
    """A file that was written, or kept as it was, and how many units or concepts went into it."""

    path: Path
    kind: Literal["units", "terms", "project"]
    count: int
    kept: bool = False


class _Part(Struct, frozen=True):
    """A file to be written: its place in the folder, what it holds, how it is written.

    ``keeps``: where it is there already, it is the translator's own and stays.
    """

    name: str
    kind: Literal["units", "terms", "project"]
    write: _Writer
    keeps: bool = False


def export_for(tool: str, job: ExportJob) -> Iterator[ExportedFile]:
    """Write what ``tool`` (one of :data:`_TOOLS`) takes, file by file.

    Nothing that is there is overwritten without ``job.force``, and a project of the tool never. Raises
    :class:`~tmx.errors.ConfigError` where there is nothing to export or a file stands in the way,
    :class:`~tmx.errors.AccordError` where the memory or the glossary cannot be read, or a file not be written.
    """
    if job.memory is None and job.glossary is None:
        raise ConfigError(
            "there is nothing to export", remedy="name a memory with --memory, a glossary with --glossary"
        )
    glossary = None
    if job.glossary is not None:
        glossary = read_titled(job.glossary, Exchange(job.source_language, job.target_language))
    parts = list(_TOOLS[tool](job, glossary))
    inputs = {path.resolve() for path in (job.memory, job.glossary) if path is not None}
    for part in parts:
        path = job.folder / part.name
        if path.resolve() in inputs:
            raise ConfigError("it is what is to be exported", path=path, remedy="name another folder")
        if path.exists() and not part.keeps and not job.force:
            raise ConfigError(
                "the file is there already", path=path, remedy="replace it with --force, or name another folder"
            )
    with _no_empty_folders(job.folder / part.name for part in parts):
        for part in parts:
            path = job.folder / part.name
            if part.keeps and path.exists():
                yield ExportedFile(path, part.kind, 0, kept=True)
            else:
                yield ExportedFile(path, part.kind, part.write(path))


@contextmanager
def _no_empty_folders(paths: Iterable[Path]) -> Iterator[None]:
    """Where the block fails, the folders that it made for ``paths`` and that hold nothing go again."""
    made = {folder for path in paths for folder in path.parents if not folder.exists()}
    try:
        yield
    except BaseException:
        for folder in sorted(made, key=lambda one: len(one.parts), reverse=True):
            with suppress(OSError):  # it holds something, or was not made
                folder.rmdir()
        raise


def _units(job: ExportJob, *, codes: bool) -> Iterator[TranslationUnit]:
    """The memory's units in the two languages, whole on both sides; without inline codes if these are not wanted."""
    assert job.memory is not None  # a part with units is only made where there is a memory
    for unit in read_memory_units(job.memory, source_language=job.source_language, target_language=job.target_language):
        if all(segment.text.strip() for segment in unit.variants):
            plain = tuple(replace(segment, codes=()) for segment in unit.variants)
            yield unit if codes else replace(unit, variants=plain)


def _tmx(job: ExportJob, name: str, *, varieties: bool, codes: bool = True) -> Iterator[_Part]:
    if job.memory is None:
        return
    source, target = job.codes(varieties=varieties)
    languages = {primary_subtag(source): source, primary_subtag(target): target}

    def write(path: Path) -> int:
        return write_tmx(path, _units(job, codes=codes), source_language=source, languages=languages)

    yield _Part(name, "units", write)


def _terms(job: ExportJob, glossary: Glossary | None, name: str, file_format: str) -> Iterator[_Part]:
    if glossary is None:
        return

    def write(path: Path) -> int:
        write_glossary(
            path,
            glossary,
            file_format=file_format,
            source_language=job.source_language,
            target_language=job.target_language,
        )
        return len(glossary)

    yield _Part(name, "terms", write)


def _omegat(job: ExportJob, glossary: Glossary | None) -> Iterator[_Part]:
    yield from _tmx(job, "tm/auto/memory.tmx", varieties=False)
    yield from _terms(job, glossary, "glossary/glossary.utf8", "omegat")
    named = job.tmx_languages or {}
    languages = [named.get(primary_subtag(one), one) for one in (job.source_language, job.target_language)]
    yield _Part(
        "omegat.project", "project", partial(omegat_project, languages=(languages[0], languages[1])), keeps=True
    )


def _trados(job: ExportJob, glossary: Glossary | None) -> Iterator[_Part]:
    yield from _tmx(job, "memory-trados.tmx", varieties=True)
    yield from _terms(job, glossary, "glossary-multiterm.xml", "multiterm")
    yield from _terms(job, glossary, "glossary-trados.tbx", "tbx2")


def _memoq(job: ExportJob, glossary: Glossary | None) -> Iterator[_Part]:
    yield from _tmx(job, "memory-memoq.tmx", varieties=True)
    if glossary is not None:
        languages = job.source_language, job.target_language
        yield _Part("glossary-memoq.csv", "terms", partial(write_named_columns, glossary=glossary, languages=languages))
    yield from _terms(job, glossary, "glossary-memoq.tbx", "tbx2")


def _lokalize(job: ExportJob, glossary: Glossary | None) -> Iterator[_Part]:
    source, target = job.codes(varieties=False)
    yield from _tmx(job, "memory-lokalize.tmx", varieties=False, codes=False)
    if job.memory is not None:
        yield _Part(
            "memory/memory.po", "units", lambda path: write_po(path, _units(job, codes=False), target_language=target)
        )
    if glossary is not None:
        yield from _terms(job, _renamed(glossary, (source, target)), "terms.tbx", "tbx2")
    yield _Part("index.lokalize", "project", partial(lokalize_project, languages=(source, target)), keeps=True)


def _poedit(job: ExportJob, glossary: Glossary | None) -> Iterator[_Part]:
    yield from _tmx(job, "memory-poedit.tmx", varieties=False, codes=False)
    if glossary is not None:
        languages = job.codes(varieties=False)
        yield _Part("glossary-poedit.po", "terms", partial(write_po_terms, glossary=glossary, languages=languages))


def _wordfast(job: ExportJob, glossary: Glossary | None) -> Iterator[_Part]:
    languages = job.codes(varieties=True)
    if job.memory is not None:
        yield _Part(
            "memory-wordfast.txt",
            "units",
            lambda path: write_wordfast(path, _units(job, codes=False), languages=languages),
        )
    yield from _tmx(job, "memory-wordfast.tmx", varieties=True)
    if glossary is not None:
        yield _Part(
            "glossary-wordfast.txt",
            "terms",
            partial(write_wordfast_terms, glossary=glossary, languages=(job.source_language, job.target_language)),
        )


def _renamed(glossary: Glossary, languages: Sequence[str]) -> Glossary:
    """The glossary's terms in these languages, with just these codes."""
    names = {primary_subtag(language): language for language in languages}
    concepts = []
    for concept in glossary:
        terms = tuple(
            replace(term, language=names[primary_subtag(term.language)])
            for term in concept.terms
            if primary_subtag(term.language) in names
        )
        if terms:
            concepts.append(replace(concept, terms=terms))
    return replace(glossary, concepts=tuple(concepts))


_TOOLS: Mapping[str, Callable[[ExportJob, Glossary | None], Iterator[_Part]]] = {
    "omegat": _omegat,
    "trados": _trados,
    "memoq": _memoq,
    "lokalize": _lokalize,
    "poedit": _poedit,
    "wordfast": _wordfast,
}
