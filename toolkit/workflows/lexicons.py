"""Lexicons for the aligner from what a translator has: dictionary files and glossaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path

from msgspec import Struct

from termbase.formats.registry import read_glossary
from termbase.lexicon import GlossaryLexicon
from tmx.align.lexicon import Dictionary, Lexicon, read_dictionary
from tmx.errors import TermbaseError
from toolkit.verbose import step

__all__ = ["LoadedLexicon", "count_entries", "load_dictionary", "load_lexicons"]

_MEMORIES = (".tmx", ".xlf", ".xliff", ".sdlxliff", ".po")


class LoadedLexicon(Struct, frozen=True):
    """A dictionary or glossary that was loaded, and how many entries it brought."""

    path: Path
    entries: int


def count_entries(paths: Sequence[Path], lexicons: Sequence[Lexicon]) -> tuple[LoadedLexicon, ...]:
    """How many entries each lexicon has; ``paths`` are the files that they come from, in the same order."""
    return tuple(
        LoadedLexicon(path, sum(1 for _ in lexicon.entries())) for path, lexicon in zip(paths, lexicons, strict=True)
    )


def load_dictionary(path: Path, source_language: str, target_language: str) -> Lexicon:
    """A dictionary: a table, a file of another program's dictionary, or a memory, whose units teach words.

    Raises :class:`~tmx.errors.AccordError` where it cannot be read, or a memory has no unit in the two languages.
    """
    from tmx.formats.dictionaries.registry import DICTIONARY_SUFFIXES
    from toolkit.workflows.memory_source import is_store

    name = path.name.lower()
    if name.endswith(_MEMORIES) or is_store(path):
        return _memory(path, source_language, target_language)
    if name.endswith(DICTIONARY_SUFFIXES):
        from toolkit.workflows.dictionaries import import_dictionaries

        return Dictionary(import_dictionaries([path])[0].entries)
    return read_dictionary(path)


def _memory(path: Path, source_language: str, target_language: str) -> Lexicon:
    """The words that the units of a memory teach."""
    from toolkit.workflows.approved import ApprovedUnits, memory_lexicon
    from toolkit.workflows.memory_source import read_memory_units

    pairs: dict[tuple[str, str], None] = {}
    for unit in read_memory_units(path, source_language=source_language, target_language=target_language):
        source, target = unit.variant(source_language), unit.variant(target_language)
        if source is not None and target is not None and source.text.strip() and target.text.strip():
            pairs[source.text, target.text] = None
    if not pairs:
        raise TermbaseError(
            f"no unit in it is in «{source_language}» and «{target_language}»",
            path=path,
            remedy="check --from and --to",
        )
    return memory_lexicon(ApprovedUnits(tuple(pairs)), source_language, target_language)


def load_lexicons(
    dictionaries: Iterable[Path], glossaries: Iterable[Path], source_language: str, target_language: str
) -> tuple[Lexicon, ...]:
    """The lexicons in the files given.

    Raises :class:`~tmx.errors.AccordError` where one cannot be read, and :class:`~tmx.errors.TermbaseError` where a
    glossary holds no pair of terms in the two languages.
    """
    lexicons: list[Lexicon] = []
    for path in dictionaries:
        with step("Dictionary", str(path)):
            lexicons.append(load_dictionary(path, source_language, target_language))
    for path in glossaries:
        with step("Glossary", str(path)) as tell:
            glossary = read_glossary(path, source_language=source_language, target_language=target_language)
            tell(f"{len(glossary.concepts)} concepts")
        lexicon = GlossaryLexicon(glossary, source_language, target_language)
        if next(lexicon.entries(), None) is None:
            raise TermbaseError(
                f"it holds no concept with terms in «{source_language}» and «{target_language}»",
                path=path,
                remedy="check --from and --to",
            )
        lexicons.append(lexicon)
    return tuple(lexicons)
