"""Bilingual dictionaries of other programs: dictd, StarDict, FreeDict's TEI."""

from tmx.formats.dictionaries.articles import Article
from tmx.formats.dictionaries.registry import read_articles

__all__ = ["Article", "read_articles"]
