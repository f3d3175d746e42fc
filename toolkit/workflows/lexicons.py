"""Lexicons for the aligner from what a translator has: dictionary files, glossaries, memories."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from termbase.formats.registry import read_glossary
from termbase.model import Glossary, Status
from tmx.align.lexicon import Lexicon, LexiconEntry, read_dictionary
from tmx.errors import TermbaseError
from tmx.model import TranslationUnit

__all__ = ["GlossaryLexicon", "MemoryLexicon", "load_lexicons"]

_LONGEST_SEGMENT = 6  # words: longer segments of a memory say little about single words


@dataclass(frozen=True, slots=True)
class GlossaryLexicon:
    """The terms of a glossary, every source term of a concept with every target term; forbidden ones left out."""

    glossary: Glossary
    source_language: str
    target_language: str

    def entries(self) -> Iterator[LexiconEntry]:
        """All pairs of terms in the order of the glossary."""
        for concept in self.glossary:
            for source in concept.terms_in(self.source_language):
                for target in concept.terms_in(self.target_language):
                    if Status.FORBIDDEN not in (source.status, target.status):
                        yield LexiconEntry(source.text, target.text)


@dataclass(frozen=True, slots=True)
class MemoryLexicon:
    """The short segments of a translation memory."""

    units: tuple[TranslationUnit, ...]
    source_language: str
    target_language: str

    def entries(self) -> Iterator[LexiconEntry]:
        """The segments of up to six words on either side, in the order of the memory."""
        for unit in self.units:
            source, target = unit.variant(self.source_language), unit.variant(self.target_language)
            if source is not None and target is not None and _is_short(source.text) and _is_short(target.text):
                yield LexiconEntry(source.text, target.text)


def _is_short(text: str) -> bool:
    return 0 < len(text.split()) <= _LONGEST_SEGMENT


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
