"""Concordance of a memory: a phrase in either language, with its translation marked."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from termbase.formats.registry import read_glossary
from termbase.lexicon import GlossaryLexicon
from tmx.align.lexicon import Lexicon
from tmx.match.concordance import Concordance, Concordancer
from tmx.memory import UnitSource
from tmx.text.detect import detect_language
from tmx.text.languages import primary_subtag
from toolkit.model import MarkedConcordance, MarkedHit
from toolkit.workflows.concordance_marking import TranslationMarker
from toolkit.workflows.memory_source import open_source

__all__ = ["concordance_in", "find_in_memory"]

_MARKED_AT_LEAST = 40  # units that are looked at for the company that the phrase keeps


def find_in_memory(
    memory: Path,
    phrase: str,
    *,
    source_language: str,
    target_language: str,
    side: str | None = None,
    limit: int = 20,
    glossary: Path | None = None,
    progress: Callable[[str, int, int], None] | None = None,
) -> MarkedConcordance:
    """Where ``phrase`` stands in a memory (a database or a file of units).

    ``side`` is ``source`` or ``target``; without it the side that knows the phrase's words is taken. The glossary
    helps to mark the translations. ``progress`` is called while an index of words is made, with its language, the
    texts that are done and about how many there are. Raises :class:`~tmx.errors.AccordError` where the memory or the
    glossary cannot be read, or the phrase has no word.
    """
    lexicons: list[Lexicon] = []
    if glossary is not None:
        terms = read_glossary(glossary, source_language=source_language, target_language=target_language)
        lexicons = [
            GlossaryLexicon(terms, source_language, target_language),
            GlossaryLexicon(terms, target_language, source_language),
        ]
    with open_source(memory, source_language, target_language) as source:
        return concordance_in(
            source,
            phrase,
            (source_language, target_language),
            side=side,
            limit=limit,
            lexicons=lexicons,
            progress=progress,
        )


def concordance_in(
    source: UnitSource,
    phrase: str,
    languages: tuple[str, str],
    *,
    side: str | None = None,
    limit: int = 20,
    lexicons: Sequence[Lexicon] = (),
    progress: Callable[[str, int, int], None] | None = None,
) -> MarkedConcordance:
    """As :func:`find_in_memory`, for a memory that is open; ``lexicons``: from source to target, and back."""
    one, two = languages
    sides = {
        "source": Concordancer(source, one, two, progress),
        "target": Concordancer(source, two, one, progress),
    }
    names = [side] if side is not None else _sides(phrase, languages, sides)
    found, name = Concordance((), complete=True), names[0]
    for name in names:
        found = sides[name].find(phrase, limit=max(limit, _MARKED_AT_LEAST))
        if found.hits:
            break
    if not found.hits:
        name = names[0]
    language, other = (one, two) if name == "source" else (two, one)
    theirs = sides["target" if name == "source" else "source"]
    lexicon = lexicons[:1] if name == "source" else lexicons[1:]
    marker = TranslationMarker(language, other, lexicons=lexicon, count=theirs.count, texts=theirs.texts())
    spans = marker.mark(found.hits, limit)
    hits = tuple(MarkedHit(hit, marked) for hit, marked in zip(found.hits, spans, strict=False))
    return MarkedConcordance(phrase, language, other, hits, found.complete and len(found.hits) <= limit)


def _sides(phrase: str, languages: tuple[str, str], sides: dict[str, Concordancer]) -> list[str]:
    """The sides to look on, the likelier first: which has more of the words, then the language, then the source."""
    told = detect_language(phrase)
    known = {name: sides[name].known_words(phrase) for name in sides}
    spoken = {
        name: told is not None and primary_subtag(tag) == told
        for name, tag in zip(("source", "target"), languages, strict=True)
    }
    return sorted(sides, key=lambda name: (-known[name], not spoken[name], name))
