"""How given terms are translated in a memory: alternatives for each, the best first."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from termbase.extract.pairing import Place, Rendering, render
from termbase.extract.texts import TextSide, read_side
from termbase.match.matcher import TermMatcher
from termbase.model import Concept, Glossary, Term
from tmx.align.lexicon import LexiconEntry
from tmx.align.word_priors import known_words
from tmx.align.words import WordAlignerSettings, WordAlignments, align_texts
from tmx.model import TranslationUnit
from tmx.text.languages import find_language

__all__ = [
    "AlignedMemory",
    "TermTranslation",
    "TextPair",
    "align_memory",
    "align_sides",
    "find_term_places",
    "text_pairs",
    "translate_terms",
]

Progress = Callable[[int, int], None]


class TextPair(Struct, frozen=True):
    """The texts of a unit in two languages, the unit's identifier and its document, empty where none is named."""

    identifier: str
    source: str
    target: str
    document: str


_DOCUMENT = ("x-source-document", "document", "x-document")
_LONGEST = 20_000  # characters; every word of one side is laid beside every word of the other


def text_pairs(units: Iterable[TranslationUnit], source_language: str, target_language: str) -> Iterable[TextPair]:
    """The units that have text in both languages, but for those longer than any paragraph."""
    for unit in units:
        source, target = unit.variant(source_language), unit.variant(target_language)
        if source is None or target is None or not source.text.strip() or not target.text.strip():
            continue
        if max(len(source.text), len(target.text)) > _LONGEST:
            continue
        document = next((value for kind in _DOCUMENT if (value := unit.property(kind))), "")
        yield TextPair(unit.identifier, source.text, target.text, document)


class AlignedMemory(Struct, frozen=True, eq=False):
    """Both sides of a memory, and for each unit the probabilities that its words translate each other."""

    source: TextSide
    target: TextSide
    links: WordAlignments

    def matrix(self, unit: int) -> NDArray[np.float32]:
        """The link probabilities of a unit, source tokens first."""
        return self.links[unit]

    def turned(self, unit: int) -> NDArray[np.float32]:
        """The link probabilities of a unit, target tokens first."""
        return self.links[unit].T


def align_memory(
    pairs: Sequence[TextPair],
    source_language: str,
    target_language: str,
    *,
    known: Sequence[LexiconEntry] | None = None,
    progress: Progress | None = None,
) -> AlignedMemory:
    """Tokenize, tag and align ``pairs``; ``known`` are word pairs (default: what ships)."""
    source = read_side([pair.source for pair in pairs], find_language(source_language))
    target = read_side([pair.target for pair in pairs], find_language(target_language))
    return align_sides(source, target, known=known, progress=progress)


def align_sides(
    source: TextSide,
    target: TextSide,
    *,
    known: Sequence[LexiconEntry] | None = None,
    wanted: NDArray[np.bool_] | None = None,
    settings: WordAlignerSettings | None = None,
    progress: Progress | None = None,
) -> AlignedMemory:
    """Align two sides word by word; ``wanted`` says of which units the links are asked for (default: all)."""
    languages = source.language.tag, target.language.tag
    words = known_words(*languages) if known is None else known
    links = align_texts(
        source.numbered, target.numbered, settings, progress, known=words, languages=languages, wanted=wanted
    )
    return AlignedMemory(source, target, links)


def find_term_places(terms: Sequence[str], side: TextSide) -> list[list[Place]]:
    """For each of ``terms`` where it stands in the texts, in every inflected form, also inside longer terms."""
    glossary = Glossary(
        tuple(Concept(str(n), (Term(text, side.language.tag),)) for n, text in enumerate(terms)), name="terms"
    )
    matcher = TermMatcher(glossary, side.language.tag)
    places: list[list[Place]] = [[] for _ in terms]
    for unit, text in enumerate(side.texts):
        hits = matcher.find(text, overlapping=True)
        if not hits:
            continue
        row = side.row(unit)
        for hit in hits:
            first = int(np.searchsorted(row.ends, hit.start, side="right"))
            last = int(np.searchsorted(row.starts, hit.end, side="left")) - 1
            if first <= last:
                places[int(hit.concept.identifier)].append(Place(unit, first, last))
    return places


class TermTranslation(Struct, frozen=True):
    """A term, how often and in how many units it stands in the memory, and its renderings, the best first."""

    term: str
    frequency: int
    units: tuple[int, ...]
    renderings: tuple[Rendering, ...]


def translate_terms(terms: Sequence[str], memory: AlignedMemory) -> list[TermTranslation]:
    """The renderings in ``memory`` of each of ``terms`` (source language); none for a term that it does not hold."""
    found = []
    for term, places in zip(terms, find_term_places(terms, memory.source), strict=True):
        units = np.unique(np.array([place.unit for place in places], dtype=np.int64))
        renderings = render(places, units, memory.source, memory.target, memory.matrix) if places else []
        found.append(TermTranslation(term, len(places), tuple(int(unit) for unit in units), tuple(renderings)))
    return found
