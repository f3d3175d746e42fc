"""FreeDict's own files: TEI P5 with an ``<entry>`` a headword and its translations in ``<cit type="trans">``."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from tmx.formats.dictionaries.articles import Article
from tmx.formats.xml_records import Element, Vocabulary, read_records

__all__ = ["read_freedict"]

_VOCABULARY = Vocabulary(
    title="TEI",
    roots=frozenset({"TEI", "TEI.2", "teiCorpus"}),
    records=frozenset({"entry"}),
    units=frozenset({"entry"}),
    unit="entry",
)
_TRANSLATIONS = frozenset({"trans", "translation"})


def read_freedict(path: Path) -> Iterator[Article]:
    """The entries of a TEI dictionary, one article for each spelling. Raises :class:`~tmx.errors.ParseError`."""
    for record in read_records(path, _VOCABULARY):
        translations = tuple(dict.fromkeys(_translations(record.element)))
        for form in record.element.iter("orth"):
            headword = _content(form)
            if headword and translations:
                yield Article(headword, translations=translations)


def _translations(entry: Element) -> Iterator[str]:
    for citation in entry.iter("cit"):
        if citation.get("type") in _TRANSLATIONS:
            yield from (text for quote in citation.findall("quote") if (text := _content(quote)))
    for translation in entry.iter("tr"):  # TEI P4
        if text := _content(translation):
            yield text


def _content(element: Element) -> str:
    return " ".join("".join(element.itertext()).split())
