"""Which forms of a pair of terms stand for it: both in the same number, the singular where the texts have it.

Terms are recorded in their basic form, nouns in the singular (ISO 704, ISO 12616), unless only the plural is used.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import lru_cache

from msgspec import Struct
from msgspec.structs import replace

from termbase.extract.pairing import Place
from termbase.extract.texts import TextSide
from termbase.match.pattern import is_acronym
from tmx.text.languages import Language
from tmx.text.lemma_table import find_table
from tmx.text.lemmas import dictionary_lemma

__all__ = ["Headwords", "choose_headwords", "head_of", "with_numbers"]

_LEAST_SINGULAR = 0.02  # of the places: what is seldom singular has no singular as a term (human rights)
_MOST_COMMON = 2  # words: more make a name themselves (Sustainable Development Goals)
_WITH_NUMBER = 0.7  # of the places at which a year stands beside both terms


class Headwords(Struct, frozen=True):
    """The form of each side to show, and how often each form was seen."""

    source: str
    target: str
    source_forms: Counter[str]
    target_forms: Counter[str]


def choose_headwords(pairs: Sequence[tuple[Place, Place]], source: TextSide, target: TextSide) -> Headwords:
    """The forms to show of a pair that stands at ``pairs`` (source place, target place).

    Singular on both sides where a fiftieth of the places and more are, else in the same number if possible; of
    those the most frequent, of equals the shortest. What the texts also write small has no capital.
    """
    seen: Counter[tuple[str, str, bool | None, bool | None]] = Counter()
    small: tuple[set[str], set[str]] = set(), set()
    based: set[tuple[str, str]] = set()
    for here, there in pairs:
        written_here = []
        for place, side, written in ((here, source, small[0]), (there, target, small[1])):
            form, begins_small = _form(place, side)
            written_here.append(form)
            if begins_small:
                written.add(form)
        both = written_here[0], written_here[1]
        seen[(*both, _is_plural(here, source), _is_plural(there, target))] += 1
        if _is_base(here, source) and _is_base(there, target):
            based.add(both)
    total = sum(seen.values())
    single = [forms for forms in seen if not forms[2] and not forms[3] and forms[:2] in based]
    single = single if sum(seen[forms] for forms in single) >= _LEAST_SINGULAR * total else []
    alike = [forms for forms in seen if forms[2] == forms[3] or None in forms[2:]]
    chosen = min(single or alike or seen, key=lambda forms: (-seen[forms], len(forms[0]) + len(forms[1]), forms[:2]))
    ours, theirs = Counter[str](), Counter[str]()
    for forms, count in seen.items():
        ours[forms[0]] += count
        theirs[forms[1]] += count
    left, right = _cased(chosen[0], ours, small[0]), _cased(chosen[1], theirs, small[1])
    if _has_common_counterpart(left, right, source) and all(_is_in_name(place, source) for place, _ in pairs):
        left = left.lower()
    elif _has_common_counterpart(right, left, target) and all(_is_in_name(place, target) for _, place in pairs):
        right = right.lower()
    return Headwords(left, right, ours, theirs)


def _form(place: Place, side: TextSide) -> tuple[str, bool]:
    """How a place is written, and whether it begins with a small letter there."""
    row = side.row(place.unit)
    written = side.surface(place.unit, place.first, place.last, place.skipped)
    return written, side.word(int(row.ids[place.first]))[:1].islower()


def _cased(form: str, forms: Counter[str], small: set[str]) -> str:
    """The form with the first letter that the texts give it where no sentence begins, a small one if there is one."""
    lowered, raised = form[:1].lower() + form[1:], form[:1].upper() + form[1:]
    if lowered in small:
        return lowered
    return raised if raised in forms and lowered in forms else form


def _has_common_counterpart(form: str, other: str, side: TextSide) -> bool:
    """Whether common words have capitals and their translation none (``Foreign Affairs``, *affaires étrangères*)."""
    words = form.split()
    if side.language.noun_phrases.head_first or not side.capitals_name or len(words) > _MOST_COMMON:
        return False
    if form == form.lower() or other != other.lower() or any(map(is_acronym, words)):
        return False
    return all(word.isalpha() and dictionary_lemma(word.lower(), side.language) for word in words)


def _is_in_name(place: Place, side: TextSide) -> bool:
    """Whether a word with a capital stands right behind a place, or before it and its prepositions and articles."""
    row = side.row(place.unit)
    words = [side.word(int(word)) for word in row.ids]
    if place.last + 1 < len(words) and words[place.last + 1][:1].isupper():
        return True
    at = place.first - 1
    while at > 0 and words[at].lower() in side.language.function_words:
        at -= 1
    return at >= 0 and words[at][:1].isupper() and bool(row.content[at])


def _is_base(place: Place, side: TextSide) -> bool:
    """Whether the head at a place is no feminine of another noun (``survivante``)."""
    word = side.word(int(side.row(place.unit).ids[head_of(place, side)])).lower()
    return not side.language.noun_phrases.head_first or _is_dictionary_form(word, side.language)


@lru_cache(1 << 14)
def _is_dictionary_form(word: str, language: Language) -> bool:
    table = find_table(language.tag)
    found = [one for one in table.analyses(word) if one.word_class == "NOUN"] if table is not None else []
    return not found or any(one.lemma == word for one in found)


def _is_plural(place: Place, side: TextSide) -> bool | None:
    """Whether the head at a place is in the plural; None where its form does not tell."""
    return _plural(side.word(int(side.row(place.unit).ids[head_of(place, side)])).lower(), side.language)


def head_of(place: Place, side: TextSide) -> int:
    """The token of the head: the first word, or where modifiers come first the last one before a preposition."""
    phrases = side.language.noun_phrases
    if phrases.head_first:
        return place.first
    row = side.row(place.unit)
    for at in range(place.first + 1, place.last + 1):
        if side.word(int(row.ids[at])).lower() in phrases.links:
            return at - 1
    return place.last


@lru_cache(1 << 14)
def _plural(word: str, language: Language) -> bool | None:
    table = find_table(language.tag)
    found = [one for one in table.analyses(word) if one.word_class == "NOUN"] if table is not None else []
    if not found:
        return None
    if any(one.lemma == word for one in found):
        return None if word.endswith(("s", "x", "z")) else False
    return word.endswith(("s", "x")) or not word.startswith(found[0].lemma)


def with_numbers(pairs: Sequence[tuple[Place, Place]], source: TextSide, target: TextSide) -> list[tuple[Place, Place]]:
    """The places with the number beside them, where nearly all have the same one on both sides (``2030 Agenda``)."""
    found = [_beside_both(here, there, source, target) for here, there in pairs]
    numbers = Counter(one[0] for one in found if one is not None)
    if not numbers:
        return list(pairs)
    number, count = numbers.most_common(1)[0]
    if count < 2 or count < _WITH_NUMBER * len(pairs):
        return list(pairs)
    return [(one[1], one[2]) for one in found if one is not None and one[0] == number]


def _beside_both(here: Place, there: Place, source: TextSide, target: TextSide) -> tuple[str, Place, Place] | None:
    """A number that stands beside both places, and the places with it."""
    others = dict(_beside(there, target))
    for number, place in _beside(here, source):
        if number in others:
            return number, place, others[number]
    return None


def _beside(place: Place, side: TextSide) -> list[tuple[str, Place]]:
    row = side.row(place.unit)
    found = []
    if place.first and (word := side.word(int(row.ids[place.first - 1]))).isdecimal():
        found.append((word, replace(place, first=place.first - 1)))
    if place.last + 1 < len(row.ids) and (word := side.word(int(row.ids[place.last + 1]))).isdecimal():
        found.append((word, replace(place, last=place.last + 1)))
    return found
