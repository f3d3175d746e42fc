"""Looking segments up in a memory, with the glossary's help."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from msgspec import Struct

from tmx.match.fuzzy import FuzzyMatcher
from tmx.match.matches import LookupSettings, MemoryMatch, Query
from tmx.model import Segment
from toolkit.workflows.memory_repair import TermRepairer
from toolkit.workflows.memory_source import open_source

__all__ = ["Answer", "as_document", "search_memory"]


class Answer(Struct, frozen=True):
    """What a memory has for a segment: the segment's number from 1, its text, and the matches, the best first."""

    number: int
    text: str
    matches: tuple[MemoryMatch, ...]


def search_memory(
    memory: Path,
    texts: Iterable[str],
    *,
    source_language: str,
    target_language: str,
    settings: LookupSettings | None = None,
    glossary: Path | None = None,
    in_order: bool = True,
) -> Iterator[Answer]:
    """What the memory (a database or a file of units) has for each of ``texts``.

    With ``in_order`` the texts are the segments of a document, so that matches between the same neighbours count as
    context matches. A glossary puts a fuzzy match right where a single term differs. Raises
    :class:`~tmx.errors.AccordError` where the memory or the glossary cannot be read.
    """
    repairer = None if glossary is None else TermRepairer.read(glossary, source_language, target_language)
    with open_source(memory, source_language, target_language) as source:
        matcher = FuzzyMatcher(source, source_language, target_language, settings)
        queries, asked = _twice(as_document(texts, source_language) if in_order else _apart(texts, source_language))
        for number, (query, matches) in enumerate(zip(asked, matcher.lookup_all(queries), strict=True), 1):
            text = query.segment.text
            repaired = matches if repairer is None else tuple(repairer.repaired(match, text) for match in matches)
            yield Answer(number, text, repaired)


def as_document(texts: Iterable[str], language: str) -> Iterator[Query]:
    """Texts as the segments of one document, each with its neighbours; blank ones are passed over as neighbours."""
    everything = list(texts)
    spoken = [place for place, text in enumerate(everything) if text.strip()]
    after = dict(pairwise(spoken))
    before = {following: place for place, following in after.items()}
    for place, text in enumerate(everything):
        previous, following = before.get(place), after.get(place)
        yield Query(
            Segment(language, text),
            "" if previous is None else everything[previous],
            "" if following is None else everything[following],
        )


def _apart(texts: Iterable[str], language: str) -> Iterator[Query]:
    return (Query(Segment(language, text)) for text in texts)


def _twice(queries: Iterator[Query]) -> tuple[list[Query], list[Query]]:
    known = list(queries)
    return known, known
