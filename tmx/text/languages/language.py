"""What Accord knows about a language."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

__all__ = ["Language", "primary_subtag"]


def _no_numbers() -> Mapping[str, int]:
    return MappingProxyType({})


def _no_contractions() -> Mapping[str, tuple[str, ...]]:
    return MappingProxyType({})


def primary_subtag(tag: str) -> str:
    """The language of a BCP 47 tag, in lower case: ``fr`` of ``fr-CA`` and of ``FR_ca``."""
    return tag.replace("_", "-").partition("-")[0].lower()


@dataclass(frozen=True, slots=True, eq=False)  # one object a language: compared and hashed by identity
class Language:
    """The facts about a language that other modules need; all words in lower case.

    ``function_words`` carry grammar, not meaning; ``elided`` are the words that lose their vowel before an
    apostrophe; ``words_with_apostrophe`` are those in which an apostrophe is no elision; ``contractions`` give the
    words that are melted in one (``du``: ``de``, ``le``); ``cardinals``, ``ordinals``, ``scales`` and ``months`` give
    values; ``decimal_mark`` is the mark that the language writes before decimals.
    """

    tag: str
    name: str
    function_words: frozenset[str] = frozenset()
    elided: frozenset[str] = frozenset()
    words_with_apostrophe: tuple[str, ...] = ()
    contractions: Mapping[str, tuple[str, ...]] = field(default_factory=_no_contractions)
    cardinals: Mapping[str, int] = field(default_factory=_no_numbers)
    ordinals: Mapping[str, int] = field(default_factory=_no_numbers)
    scales: Mapping[str, int] = field(default_factory=_no_numbers)
    months: Mapping[str, int] = field(default_factory=_no_numbers)
    weekdays: Mapping[str, int] = field(default_factory=_no_numbers)
    decimal_mark: str = "."
