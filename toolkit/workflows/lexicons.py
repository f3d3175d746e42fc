"""Lexicons for the aligner from what a translator has: dictionary files and glossaries."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from termbase.formats.registry import read_glossary
from termbase.lexicon import GlossaryLexicon
from tmx.align.lexicon import Lexicon, read_dictionary
from tmx.errors import TermbaseError

__all__ = ["LoadedLexicon", "count_entries", "load_lexicons"]


@dataclass(frozen=True, slots=True)
class LoadedLexicon:
    """A dictionary or glossary that was loaded, and how many entries it brought."""

    path: Path
    entries: int


def count_entries(paths: Sequence[Path], lexicons: Sequence[Lexicon]) -> tuple[LoadedLexicon, ...]:
    """How many entries each lexicon has; ``paths`` are the files that they come from, in the same order."""
    return tuple(
        LoadedLexicon(path, sum(1 for _ in lexicon.entries())) for path, lexicon in zip(paths, lexicons, strict=True)
    )


def load_lexicons(
    dictionaries: Iterable[Path], glossaries: Iterable[Path], source_language: str, target_language: str
) -> tuple[Lexicon, ...]:
    """The lexicons in the files given.

    Raises :class:`~tmx.errors.AccordError` where one cannot be read, and :class:`~tmx.errors.TermbaseError` where a
    glossary holds no pair of terms in the two languages.
    """
    lexicons: list[Lexicon] = [read_dictionary(path) for path in dictionaries]
    for path in glossaries:
        glossary = read_glossary(path, source_language=source_language, target_language=target_language)
        lexicon = GlossaryLexicon(glossary, source_language, target_language)
        if next(lexicon.entries(), None) is None:
            raise TermbaseError(
                f"it holds no concept with terms in «{source_language}» and «{target_language}»",
                path=path,
                remedy="check --from and --to",
            )
        lexicons.append(lexicon)
    return tuple(lexicons)
