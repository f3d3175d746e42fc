"""Errors of fact to seed into translations: another country, an opposite, a lost negation, a misspelt or other name.

Each function is given source, target, their languages (English and French) and what draws; it says which place of the
target becomes what, and what was there, or nothing where the pair has no such place.
"""

import re
from collections.abc import Callable
from random import Random

from tmx.text.languages import find_language
from tmx.text.lemma_table import find_table
from tmx.text.spans import within
from tmx.text.tokens import Token, TokenKind, tokenize
from toolkit.checks.countries import country_names, find_countries
from toolkit.checks.opposites import poles_of

__all__ = ["FACTS", "Place"]

Languages = tuple[str, str]
Place = tuple[int, int, str, str]
_LETTERS = "aeioulnrst"
_LEAST = 6  # letters of a name that is misspelt
_LEAST_NAME = 4
NAMES = "Bakary Zagreb Ousmane Yerevan Ingrid Tromsø Vukovar Salmiya Duval Kofi Mwangi Tallinn Oruro Jelena".split()


def _words(text: str, language: str) -> list[Token]:
    return [token for token in tokenize(text, find_language(language)) if token.kind is TokenKind.WORD]


def other_country(source: str, target: str, languages: Languages, draw: Random) -> Place | None:
    """A country or nationality that both sides name is another one, written with a capital where it was."""
    named = {code for one in find_countries(_words(source, languages[0]), source, languages[0]) for code in one.codes}
    theirs = find_countries(_words(target, languages[1]), target, languages[1])
    places = [one for one in theirs if not one.loose and one.codes & named]
    if not places:
        return None
    place = draw.choice(places)
    text = target[place.start : place.end]
    met = named.union(*(one.codes for one in theirs))
    others = [
        name
        for name, codes in country_names(languages[1]).items()
        if codes and codes.isdisjoint(met) and name[0].isupper() == text[0].isupper() and " " not in name
    ]
    new = next(other for other in draw.sample(others, len(others)) if _is_own_name(other, languages[1]))
    return place.start, place.end, new, text


def _is_own_name(name: str, language: str) -> bool:
    """Whether it is a country's name and not what may stand for one (its capital)."""
    return all(not mention.loose for mention in find_countries(_words(name, language), name, language))


def opposite(source: str, target: str, languages: Languages, draw: Random) -> Place | None:
    """A word is one of the opposite pole; its own is named in the source."""
    ours, theirs = poles_of(languages[0]), poles_of(languages[1])
    named = 0
    for word in _words(source, languages[0]):
        named |= ours[word.text]
    first, second = theirs.first, theirs.first << 2
    places = []
    for word in _words(target, languages[1]):
        bits = theirs[word.text] & named if word.text.islower() else 0
        turned = (bits & first) << 2 | (bits & second) >> 2
        others = [other for other, has in theirs.words.items() if has & turned and other.islower()]
        places += [(word, others)] if others else []
    if not places:
        return None
    word, others = draw.choice(places)
    return word.start, word.end, draw.choice(others), word.text


def negation_lost(source: str, target: str, languages: Languages, draw: Random) -> Place | None:
    """The only negation of the target is gone, where the source has one."""
    patterns = {
        "en": r"\b(?:not|never) |(?<=[a-z])n[’']t\b",
        "fr": r"\b(?:ne |n[’'] ?)(?P<kept>(?:[\w’'-]+ ){1,3}?)(?:pas|jamais) ",
    }
    there, here = (
        list(re.finditer(patterns[tag], text)) for tag, text in zip(languages, (source, target), strict=True)
    )
    if not there or len(here) != 1:
        return None
    found = here[0]
    return found.start(), found.end(), found.groupdict().get("kept", ""), found[0]


def other_name(source: str, target: str, languages: Languages, draw: Random) -> Place | None:
    """A name that both sides have, of no country, month or day, is one of ``NAMES``, which few texts have."""
    tables = [table for language in languages if (table := find_table(language)) is not None]
    words = _words(target, languages[1])
    in_country = within((one.start, one.end) for one in find_countries(words, target, languages[1]))
    known = find_language(languages[1])
    places = [
        word
        for word in words
        if len(word.text) >= _LEAST_NAME
        and not in_country(word.start)
        and word.text.lower() not in (*known.months, *known.weekdays)
        and word.text[1:].islower()
        and word.text[0].isupper()
        and word.text in source
        and all(one.word_class == "PROPN" for table in tables for one in table.analyses(word.text.lower()))
    ]
    if not places:
        return None
    word = draw.choice(places)
    return word.start, word.end, draw.choice([name for name in NAMES if name not in target]), word.text


def misspelt_name(source: str, target: str, languages: Languages, draw: Random) -> Place | None:
    """Two letters of a name that both sides have are others, or stand the other way round."""
    tables = [table for language in languages if (table := find_table(language)) is not None]
    places = [
        word
        for word in _words(target, languages[1])
        if len(word.text) >= _LEAST
        and word.text[0].isupper()
        and not word.text.isupper()
        and word.text in source
        and not any(table.analyses(word.text.lower()) for table in tables)
    ]
    if not places:
        return None
    word = draw.choice(places)
    letters = list(word.text)
    at = draw.randrange(1, len(letters) - 2)
    if draw.random() < 0.5:
        letters[at], letters[at + 1] = letters[at + 1], letters[at]
    else:
        letters[at] = draw.choice(_LETTERS.replace(letters[at], ""))
        del letters[at + 1]
    new = "".join(letters)
    return (word.start, word.end, new, word.text) if new != word.text else None


FACTS: dict[str, Callable[[str, str, Languages, Random], Place | None]] = {
    "other_country": other_country,
    "opposite": opposite,
    "negation_lost": negation_lost,
    "misspelt_name": misspelt_name,
    "other_name": other_name,
}
