"""Countries and regions that a text names: by their names, their adjectives and their inhabitants.

The names are facts of Unicode CLDR (``countries.tsv``, made by ``benchmarks/country_names.py``), the rest a list of our
own (``nationalities.tsv``), in English and French.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from itertools import pairwise
from types import MappingProxyType

from tmx.text.folding import fold
from tmx.text.tokens import Token
from toolkit.checks.english_french import ENGLISH_FRENCH

__all__ = ["Mention", "begins_country", "find_countries"]

_NOWHERE = "-"  # the Indian Ocean is in no country
_JOINTS = frozenset(" \u00a0.-‑'’")
_GENITIVE = re.compile(r"['’]s?$")
# Feminine endings of French adjectives; others add an e.
_FEMININES = (("ien", "ienne"), ("éen", "éenne"), ("e", "e"), ("l", "le"))


@dataclass(frozen=True, slots=True)
class Mention:
    """A country named in ``text[start:end]``: the codes that it may be; ``loose`` if it is not its name (a capital)."""

    start: int
    end: int
    codes: frozenset[str]
    loose: bool


@dataclass(frozen=True, slots=True)
class _Name:
    """A name: its words but the first one, folded, and what the first one must be like."""

    rest: tuple[str, ...]
    codes: frozenset[str]
    loose: bool
    case: str

    def stands(self, words: Sequence[Token], folded: Sequence[str], at: int, text: str) -> bool:
        """Whether the name begins at the word ``at``."""
        end = at + 1 + len(self.rest)
        if tuple(folded[at + 1 : end]) != self.rest or not self.may_begin(words[at].text):
            return False
        return all(_joined(text[one.end : other.start]) for one, other in pairwise(words[at:end]))

    def may_begin(self, word: str) -> bool:
        """Whether ``word`` has the capitals of the name's first word."""
        return word.isupper() if self.case == "ALL" else word[:1].isupper() or not self.case


def find_countries(words: Sequence[Token], text: str, language: str) -> tuple[Mention, ...]:
    """The countries named in ``text``, whose words are ``words``; ``language`` is English or French.

    Of names that begin at a word the longest one counts. What is in no country (an ocean) has no codes.
    """
    names = _names(language)
    folded = [_word(word.text) for word in words]
    found = []
    at = 0
    while at < len(words):
        name = next((one for one in names.get(folded[at], ()) if one.stands(words, folded, at, text)), None)
        if name is not None:
            last = words[at + len(name.rest)]
            found.append(Mention(words[at].start, last.end, name.codes, name.loose))
            at += len(name.rest)
        at += 1
    return tuple(found)


def begins_country(word: str, language: str) -> bool:
    """Whether a country's name may begin with ``word``."""
    return any(name.may_begin(word) for name in _names(language).get(_word(word), ()))


def _joined(gap: str) -> bool:
    return len(gap) < 3 and _JOINTS.issuperset(gap)


def _word(word: str) -> str:
    return fold(_GENITIVE.sub("", word))


@cache
def _names(language: str) -> Mapping[str, Sequence[_Name]]:
    """All names by their first word, folded; the longest first."""
    column = ENGLISH_FRENCH.index(language)
    codes: defaultdict[str, set[str]] = defaultdict(set)
    loose = set()
    for row in _rows("countries.tsv"):
        for name in _official(row[column + 1]):
            codes[name].add(row[0])
    for row in _rows("nationalities.tsv"):
        for given in filter(None, row[column + 1].split(", ")):
            for name in _forms(given.removeprefix("?"), language):
                codes[name] |= set(row[0].split()) - {_NOWHERE}
                if given.startswith("?"):
                    loose.add(name)
    found: defaultdict[str, list[_Name]] = defaultdict(list)
    for name, meant in codes.items():
        first, *rest = map(_word, re.findall(r"[^\W_]+", name))
        case = "ALL" if name.isupper() and len(name) > 1 else "First" if name[0].isupper() else ""
        found[first].append(_Name(tuple(rest), frozenset(meant), name in loose, case))
    return MappingProxyType({first: sorted(names, key=lambda one: -len(one.rest)) for first, names in found.items()})


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
