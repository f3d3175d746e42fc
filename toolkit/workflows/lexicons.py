"""Lexicons for the aligner from what a translator has: dictionary files and glossaries."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from termbase.formats.registry import read_glossary
from termbase.lexicon import GlossaryLexicon
from tmx.align.lexicon import Lexicon, read_dictionary
from tmx.errors import TermbaseError

__all__ = ["load_lexicons"]


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
