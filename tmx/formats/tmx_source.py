"""Which language a variant in a TMX is in, and which of a unit's variants is the source."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from xml.etree.ElementTree import Element  # the data structure only; nothing is parsed with it

from tmx.model import Segment
from tmx.text.languages import primary_subtag

__all__ = ["source_first", "source_place", "variant_language"]

_ALL_LANGUAGES = "*all*"


def source_first(variants: Sequence[Segment], source_language: str) -> tuple[Segment, ...]:
    """The variants with that of the source language (``srclang``) first; as they are where any may be the source."""
    place = source_place(variants, source_language)
    return (*variants[place : place + 1], *variants[:place], *variants[place + 1 :]) if place else tuple(variants)


def source_place(variants: Sequence[Segment], source_language: str) -> int:
    """Which of the variants is in the source language (``srclang``), from 0; 0 where none is, or any may be."""
    if not source_language or not variants or variants[0].language == source_language:
        return 0
    return _place(tuple([segment.language for segment in variants]), source_language)


@lru_cache(maxsize=1024)
def _place(languages: tuple[str, ...], source_language: str) -> int:
    wanted = source_language.strip().lower()
    if wanted == _ALL_LANGUAGES:
        return 0
    tags = [language.lower() for language in languages]
    if wanted in tags:
        return tags.index(wanted)
    primary = primary_subtag(wanted)
    return next((place for place, tag in enumerate(tags) if primary_subtag(tag) == primary), 0)


def variant_language(variant: Element) -> str:
    """The language that a ``<tuv>`` says it is in, empty for none.

    It stands in ``xml:lang``, in old files in ``lang``; some tools write that in capitals, which is put right here.
    """
    said = variant.attrib
    language = said.get("xml:lang") or said.get("lang")
    if not language:
        for name in [name for name in said if name.lower() == "lang"]:
            language = said["lang"] = said.pop(name)
    return (language or "").strip()
