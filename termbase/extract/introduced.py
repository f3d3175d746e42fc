"""Names that a memory introduces with their acronyms, tied together over both languages."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from msgspec import Struct

from termbase.extract.acronyms import introductions
from termbase.extract.phrases import Role, phrase_key, tag
from tmx.text.languages import Language

__all__ = ["Introduced", "Named", "find_full_forms", "find_introduced", "named"]

Key = tuple[str, ...]


class Introduced(Struct, frozen=True, eq=False):
    """Names and acronyms that stand together.

    ``pairs`` are keys of phrases over the two languages that units introduce side by side; ``source_forms`` and
    ``target_forms`` give the full form of an acronym, the one most often introduced.
    """

    pairs: frozenset[tuple[Key, Key]]
    source_forms: dict[str, str]
    target_forms: dict[str, str]


class Named(Struct, frozen=True, eq=False):
    """Keys of acronyms and of what they stand for in one language; ``organizations`` are those that are names."""

    keys: frozenset[Key] = frozenset()
    organizations: frozenset[Key] = frozenset()


def named(forms: Mapping[str, str], language: Language) -> Named:
    """The acronyms and full forms of ``forms``; names have capitals, in English all words, in French the first."""
    keys: set[Key] = set()
    names: set[Key] = set()
    for acronym, written in forms.items():
        tagged = tag(written, language)
        both = {(acronym,), phrase_key(tagged, language)}
        keys |= both
        content = [token for token in tagged if token.role is Role.CONTENT]
        if content and all(token.capital for token in content[: 1 if language.noun_phrases.head_first else None]):
            names |= both
    return Named(frozenset(keys), frozenset(names))


def find_introduced(texts: Iterable[tuple[str, str]], source: Language, target: Language) -> Introduced:
    """What parentheses tell; units in which both languages introduce an acronym tie all four names."""
    pairs: set[tuple[Key, Key]] = set()
    ours: dict[str, Counter[str]] = {}
    theirs: dict[str, Counter[str]] = {}
    for one, other in texts:
        here, there = _introduced(one, source, ours), _introduced(other, target, theirs)
        if here and len(here) == len(there):
            for left, right in zip(here, there, strict=True):
                pairs.update(zip(left, right, strict=True))
    return Introduced(frozenset(pairs), _most_frequent(ours), _most_frequent(theirs))


def find_full_forms(texts: Iterable[str], language: Language) -> dict[str, str]:
    """The full forms of the acronyms that texts of one language introduce, of each the one most often introduced."""
    forms: dict[str, Counter[str]] = {}
    for text in texts:
        _introduced(text, language, forms)
    return _most_frequent(forms)


def _introduced(text: str, language: Language, forms: dict[str, Counter[str]]) -> list[tuple[Key, Key]]:
    """The keys of each name and acronym introduced in ``text``; ``forms`` counts the names by acronym."""
    if "(" not in text:
        return []
    tagged = tag(text, language)
    found: list[tuple[Key, Key]] = []
    for one in introductions(tagged):
        inner = tagged[one.first : one.last + 1]
        acronym = tagged[one.acronym].token.text
        written = " ".join(text[inner[0].token.start : inner[-1].token.end].split())
        forms.setdefault(acronym, Counter())[written] += 1
        found.append((phrase_key(inner, language), (acronym,)))
    return found


def _most_frequent(forms: dict[str, Counter[str]]) -> dict[str, str]:
    return {acronym: min(names, key=lambda name: (-names[name], name)) for acronym, names in forms.items()}
