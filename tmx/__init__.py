"""The ground floor: text, segments, translation units, alignment and bilingual file formats.

Nothing here knows that a term or a glossary exists. The names below are what programs are meant to use; each is
imported when it is asked for.
"""

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from tmx.align.documents import pair_documents
    from tmx.align.sentences import TextPair, align_sentences, align_texts
    from tmx.formats.registry import read_units
    from tmx.formats.tmx import read_tmx, write_tmx
    from tmx.match.fuzzy import FuzzyMatcher
    from tmx.model import Alignment, Bead, Segment, TranslationUnit
    from tmx.store.sqlite import open_memory
    from tmx.text.sentences import split_sentences

__all__ = [
    "Alignment",
    "Bead",
    "FuzzyMatcher",
    "Segment",
    "TextPair",
    "TranslationUnit",
    "align_sentences",
    "align_texts",
    "open_memory",
    "pair_documents",
    "read_tmx",
    "read_units",
    "split_sentences",
    "write_tmx",
]

_HOME = {
    "Alignment": "tmx.model",
    "Bead": "tmx.model",
    "FuzzyMatcher": "tmx.match.fuzzy",
    "Segment": "tmx.model",
    "TextPair": "tmx.align.sentences",
    "TranslationUnit": "tmx.model",
    "align_sentences": "tmx.align.sentences",
    "align_texts": "tmx.align.sentences",
    "open_memory": "tmx.store.sqlite",
    "pair_documents": "tmx.align.documents",
    "read_tmx": "tmx.formats.tmx",
    "read_units": "tmx.formats.registry",
    "split_sentences": "tmx.text.sentences",
    "write_tmx": "tmx.formats.tmx",
}


def __getattr__(name: str) -> object:
    if name not in _HOME:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    return getattr(import_module(_HOME[name]), name)
