"""How a language is set, beyond what every language shares; what is so stands in the file named after it."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from msgspec import Struct, field

from tmx.text.languages.fr_typography import (
    ABBREVIATION_FORMS,
    ACCENTED_CAPITALS,
    LIGATURE_WORDS,
    LOST_LIGATURES,
)

__all__ = ["Typography", "find_typography"]


def _nothing() -> Mapping[str, str]:
    return MappingProxyType({})


class Typography(Struct, frozen=True):
    """House-independent rules of a language's typography.

    ``ligature_words`` give the spelling with a ligature for the beginning of a word without it, ``lost_ligatures`` for
    whole words that have lost theirs on the way through a wrong encoding; ``accented_capitals`` the accented spelling
    of a capitalised word; ``abbreviations`` are regular expressions with what is written instead.
    """

    ligature_words: Mapping[str, str] = field(default_factory=_nothing)
    lost_ligatures: Mapping[str, str] = field(default_factory=_nothing)
    accented_capitals: Mapping[str, str] = field(default_factory=_nothing)
    abbreviations: tuple[tuple[str, str], ...] = ()


_NONE = Typography()
_FRENCH = Typography(
    MappingProxyType(LIGATURE_WORDS),
    MappingProxyType(LOST_LIGATURES),
    MappingProxyType(ACCENTED_CAPITALS),
    ABBREVIATION_FORMS,
)


def find_typography(primary_tag: str) -> Typography:
    """What is known about the typography of the language with the primary subtag ``primary_tag``."""
    return _FRENCH if primary_tag == "fr" else _NONE
