"""Countries and regions that a text names: by their names, their adjectives and their inhabitants.

The names are facts of Unicode CLDR (``countries.tsv``, made by ``benchmarks/country_names.py``), the rest a list of our
own (``nationalities.tsv``), in English and French.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType
from typing import NamedTuple

import numpy as np
from msgspec import Struct

from tmx.text.folding import fold
from tmx.text.tokens import Token
from toolkit.checks.english_french import ENGLISH_FRENCH
from toolkit.checks.sides import FileSide

__all__ = ["CountriesNear", "Mention", "countries_by_text", "country_names", "find_countries"]

_NOWHERE = "-"  # the Indian Ocean is in no country
_KEPT = 1 << 17  # words that are remembered
_JOINTS = frozenset(" \u00a0.-‑'’")
_FIRST_WORD = re.compile(r"[^\W_]+")
_GENITIVE = re.compile(r"['’]s?$")
# Feminine endings of French adjectives; others add an e.
_FEMININES = (("ien", "ienne"), ("éen", "éenne"), ("e", "e"), ("l", "le"))

_ARTICLES = frozenset(["la", "le", "les", "the"])


class Mention(Struct, frozen=True):
    """A country named in ``text[start:end]``: the codes that it may be; ``loose`` if it is not its name (a capital)."""

    start: int
    end: int
    codes: frozenset[str]
    loose: bool


class CountriesNear(NamedTuple):
    """What a text may name: the codes of each name that may begin there, and those of all that it surely names."""

    possible: list[frozenset[str]]
    certain: list[str]


class _Name(NamedTuple):  # the quickest to make
    """A name: its words but the first one, folded, and what the first one must be like."""

    rest: tuple[str, ...]
    codes: frozenset[str]
    loose: bool
    case: str
    has_article: bool

    def goes_on(self, words: Sequence[Token], at: int, text: str) -> bool:
        """Whether the rest of the name follows the word ``at``."""
        if not self.rest:
            return True
        end = at + 1 + len(self.rest)
        if end > len(words) or _word(words[at + 1].text) != self.rest[0]:
            return False
        if self.has_article and not words[at + 1].text[:1].isupper():
            return False  # «la réunion»
        return tuple(_word(word.text) for word in words[at + 1 : end]) == self.rest and all(
            _joined(text[one.end : other.start]) for one, other in pairwise(words[at:end])
        )

    def may_begin(self, word: str) -> bool:
        """Whether ``word`` has the capitals of the name's first word."""
        return word.isupper() if self.case == "ALL" else word[:1].isupper() or not self.case


def find_countries(words: Sequence[Token], text: str, language: str) -> tuple[Mention, ...]:
    """The countries named in ``text``, whose words are ``words``; ``language`` is English or French.

    Of names that begin at a word the longest one counts. What is in no country (an ocean) has no codes.
    """
    beginning_with = _beginnings(language)
    found: list[Mention] = []
    for at, word in enumerate(words):
        names = beginning_with[word.text]
        if names and (not found or word.start >= found[-1].end):
            name = next((one for one in names if one.goes_on(words, at, text)), None)
            if name is not None:
                found.append(Mention(word.start, words[at + len(name.rest)].end, name.codes, name.loose))
    return tuple(found)


def countries_by_text(side: FileSide, language: str) -> list[CountriesNear]:
    """What countries each text of ``side`` may name, by a quick look at its words and their neighbours."""
    beginning_with, inside = _beginnings(language), _inside(language)
    found = [CountriesNear([], []) for _ in side.texts]
    flagged = side.flags(beginning_with.__getitem__)[side.word]
    at = np.flatnonzero(flagged)
    texts = np.searchsorted(side.offsets, at, side="right") - 1
    after = side.word[np.minimum(at + 1, len(side.word) - 1)] if len(at) else at
    behind_one = flagged[np.maximum(at - 1, 0)]
    rows = (side.word[at].tolist(), after.tolist(), behind_one.tolist(), texts.tolist())
    for number, following, is_behind, text in zip(*rows, strict=True):
        word, near = side.vocabulary[number], found[text]
        names = beginning_with[word]
        if names[0].rest and _word(side.vocabulary[following]) not in inside:
            names = [name for name in names if not name.rest]  # nothing goes on behind it
        near.possible.extend([name.codes for name in names if name.codes and not name.loose])
        if len(names) == 1 and not names[0].rest and not (is_behind and _word(word) in inside):
            near.certain.extend(names[0].codes)
    return found


@cache
def _inside(language: str) -> frozenset[str]:
    """The words that stand in names behind the first one, folded."""
    return frozenset(word for names in _names(language).values() for name in names for word in name.rest)


class _Beginnings(dict[str, Sequence[_Name]]):
    """The names that may begin with a word as it is written, the longest first: looked up once a word."""

    def __init__(self, language: str) -> None:
        super().__init__()
        self._names = _names(language)
        small = (name for name in country_names(language) if name[0].islower())
        self._small = {found[0] for found in map(_FIRST_WORD.match, small) if found is not None}

    def __missing__(self, word: str) -> Sequence[_Name]:
        if len(self) >= _KEPT:
            self.clear()
        known = word[:1].isupper() or word in self._small
        names = self._names.get(_word(word), ()) if known else ()
        found = self[word] = [name for name in names if name.may_begin(word)] if names else ()
        return found


_beginnings = cache(_Beginnings)


def _joined(gap: str) -> bool:
    return len(gap) < 3 and _JOINTS.issuperset(gap)


def _word(word: str) -> str:
    if word[-2:].isalpha():
        return fold(word)
    return fold(_GENITIVE.sub("", word))


@cache
def _names(language: str) -> Mapping[str, Sequence[_Name]]:
    """All names by their first word, folded; the longest first."""
    loose = {name for name, _, is_loose in _given(language) if is_loose}
    found: defaultdict[str, list[_Name]] = defaultdict(list)
    for name, codes in country_names(language).items():
        first, *rest = (fold(name),) if name.isalpha() else map(_word, re.findall(r"[^\W_]+", name))
        case = "ALL" if name.isupper() and len(name) > 1 else "First" if name[0].isupper() else ""
        found[first].append(_Name(tuple(rest), codes, name in loose, case, first in _ARTICLES))
    return MappingProxyType(
        {first: sorted(names, key=_length) if len(names) > 1 else names for first, names in found.items()}
    )


def _length(name: _Name) -> int:
    return -len(name.rest)


def country_names(language: str) -> Mapping[str, frozenset[str]]:
    """Every name with the codes of what it may stand for; ``language`` is English or French."""
    codes: defaultdict[str, frozenset[str]] = defaultdict(frozenset)
    for name, meant, _ in _given(language):
        codes[name] |= meant
    return MappingProxyType(codes)


def _given(language: str) -> Iterator[tuple[str, frozenset[str], bool]]:
    """The names of the tables: each with its codes, and whether it only stands for a country."""
    column = ENGLISH_FRENCH.index(language) + 1
    for row in _rows("countries.tsv"):
        for name in _official(row[column]):
            yield name, frozenset({row[0]}), False
    for row in _rows("nationalities.tsv"):
        codes = frozenset(row[0].split()) - {_NOWHERE}
        for given in filter(None, row[column].split(", ")):
            for name in _forms(given.removeprefix("?"), language):
                yield name, codes, given.startswith("?")


def _rows(file: str) -> Iterator[list[str]]:
    """The rows of a table: codes, English, French."""
    for line in files("toolkit.checks").joinpath(file).read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            yield line.split("\t")


def _official(name: str) -> Iterator[str]:
    """A name of CLDR, and the other one that it has in brackets."""
    whole = name.replace(" & ", " and ")
    bare, _, other = whole.partition(" (")
    yield bare
    if other:
        yield other.rstrip(")")


def _forms(name: str, language: str) -> Iterator[str]:
    """``name``; of a French adjective its four forms."""
    yield name
    if language == "fr" and name[0].islower() and " " not in name:
        ending, feminine = next((pair for pair in _FEMININES if name.endswith(pair[0])), ("", "e"))
        one = name[: len(name) - len(ending)] + feminine
        yield from (one, f"{one}s", name if name[-1] in "sx" else f"{name}s")
