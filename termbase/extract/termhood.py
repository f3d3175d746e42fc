"""How good a phrase of one language is as a term: how it recurs, how it is cut, what it is made of."""

from __future__ import annotations

import math
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence

from msgspec import Struct

from termbase.extract.candidates import PhraseGroup
from termbase.extract.capitals import is_numeral
from termbase.extract.composed import Composition
from termbase.extract.headwords import head_of
from termbase.extract.introduced import Named
from termbase.extract.monolingual.general import general_list
from termbase.extract.pairing import Place
from termbase.extract.texts import Part, TextSide
from termbase.match.pattern import is_acronym
from tmx.text.folding import fold_typography
from tmx.text.lemmas import dictionary_lemma, is_known_word

__all__ = ["is_designation", "termhood"]

Key = tuple[str, ...]

_NOTHING_NAMED = Named()
_LEAST_NAME = 0.35
_NAME_ALONE = 0.15
_PERSON = 0.1
_NUMERAL = 0.05
_GENERAL = 0.3
_SINGLE = 0.7
_PIECE = 0.9  # of its places lie in one longer phrase, whose piece it then is
_OF_A_PIECE = 0.15
_OF_A_FREQUENT_PIECE = 0.05
_FREQUENT = 5
_ONCE = 0.6
_NAME_ONCE = 0.35
_VERB = 0.6
_LEAST_VERB = 1.0  # weirdness of a verb beside whose family stands a noun of the field ...
_LEAST_VERB_ALONE = 2.0  # ... and of one that has no such noun
_LEAST_NOUN = 1.0
_LEAST_STEM, _VERB_ENDING = 4, 2  # letters that a verb and its noun share at least, and that they need not share
_MOST_WORDS_ONCE = 3  # in what was seen once more words make no better term
_NO_NOUN = 0.0
_SMALL = 50  # units: in a smaller memory even what matters stands once
_NOUNS = (0, Part.NOUN, Part.PROPN, Part.NUMBERS["X"])
_LOOKED_AT = 12  # places of a phrase of which the parts of speech are looked at
_LEAST_SIZE = 5000  # words: in a smaller text a word that stands twice is not frequent
_SHARPNESS = 2.5  # how much it counts that a single word is rare in general language
_RARE = 2.7  # Zipf: below it general frequencies say little


class _Words(Struct, frozen=True, eq=False):
    """How much more frequent than in general language the words of a side are (weirdness, Ahmad et al. 1999)."""

    side: TextSide
    counts: Mapping[str, int]

    def weirdness(self, words: Sequence[str]) -> float | None:
        """The mean over ``words`` (as written) of log10 of how much more frequent they are; None without a list."""
        general = general_list(self.side.language)
        if not general.values or not words:
            return None
        size = max(len(self.side.numbered.ids), _LEAST_SIZE)
        values = []
        for word in words:
            form = fold_typography(word).lower()
            values.append(math.log10(1e9 * max(self.counts.get(form, 0), 1) / size) - max(general.zipf(form), _RARE))
        return sum(values) / len(values)

    def verb_weirdness(self, group: PhraseGroup) -> float | None:
        """As :meth:`weirdness` of a verb, all the forms seen and its infinitive taken together."""
        general = general_list(self.side.language)
        if not general.values:
            return None
        forms = {group.key[-1]}
        for place in group.places:
            forms.add(fold_typography(self.side.word(int(self.side.row(place.unit).ids[place.first]))).lower())
        elsewhere = math.log10(sum(10 ** general.zipf(form) for form in forms if general.lists(form)) + 10**_RARE)
        return math.log10(1e9 * group.frequency / max(len(self.side.numbered.ids), _LEAST_SIZE)) - elsewhere


def termhood(
    groups: Mapping[Key, PhraseGroup],
    documents: Sequence[str],
    side: TextSide,
    introduced: Named = _NOTHING_NAMED,
) -> dict[Key, float]:
    """How likely each phrase of ``side`` is a term, higher is better.

    The C-value (Frantzi, Ananiadou and Mima 2000) over well-cut occurrences, damped; times the spread over
    documents, how much of it stands outside longer candidates, how rare its words are in general language, and what
    kind of phrase it is. ``introduced`` is what has an acronym.
    """
    families: Counter[str] = Counter()
    for group in groups.values():
        if group.words > 1 and group.frequency > 1 and not group.is_verb:
            families.update(set(group.key))
    composition = Composition(groups, side, introduced)
    longer = _containers(groups, composition)
    words = _Words(side, composition.counts)
    nouns = _nouns_of_field(groups, words) if any(group.is_verb for group in groups.values()) else frozenset()
    scores = {}
    for key, group in groups.items():
        nested = longer.get(key, ())
        frequency = group.weight
        piece = 1.0
        if nested:
            inside = [groups[outer].weight for outer in nested]
            frequency -= sum(inside) / len(inside)
            if not group.is_acronym and max(groups[outer].frequency for outer in nested) > _PIECE * group.frequency:
                frequency = group.weight
                piece = _OF_A_PIECE if group.frequency < _FREQUENT else _OF_A_FREQUENT_PIECE
        if frequency <= 0:
            continue
        spread = len({documents[unit] for unit in group.units})
        once = group.frequency == 1 and not group.is_acronym
        length = min(group.words, _MOST_WORDS_ONCE) if once else group.words
        score = math.log2(1.5 + length) * math.log1p(frequency) * (0.6 + 0.4 * math.log2(1 + spread))
        score *= piece * (_once(group, side, len(documents)) if once else 1.0)
        scores[key] = score * composition.freedom(group) * _kind_factor(group, families, nouns, words)
    return scores


def _once(group: PhraseGroup, side: TextSide, units: int) -> float:
    """What a phrase that stands once is worth less; nothing less in a small memory."""
    if units < _SMALL:
        return 1.0
    return _NAME_ONCE if group.is_name and side.capitals_name else _ONCE


def is_designation(key: Key) -> bool:
    """Whether a key is acronyms and figures alone, such as ``COVID-19``."""
    return any(map(is_acronym, key)) and all(is_acronym(part) or part.isdecimal() for part in key)


def _containers(groups: Mapping[Key, PhraseGroup], composition: Composition) -> dict[Key, list[Key]]:
    """For each key the longer repeated keys that contain it; a title is no piece of what names its organization."""
    longer: dict[Key, list[Key]] = defaultdict(list)
    for key, group in groups.items():
        if group.frequency < 2 or group.is_verb:
            continue
        seen = {key[i:j] for i in range(len(key)) for j in range(i + 1, len(key) + 1) if j - i < len(key)}
        seen.discard(composition.without_organization(key))
        for inner in seen:
            if inner in groups:
                longer[inner].append(key)
    return longer


def _kind_factor(group: PhraseGroup, families: Mapping[str, int], nouns: frozenset[str], of_side: _Words) -> float:
    """What the kind of a phrase says: acronyms are terms, bare names and common nouns hardly."""
    if group.is_acronym or is_designation(group.key):
        return _NUMERAL if is_numeral(group.key[0]) else 1.6
    language = of_side.side.language
    words = [part for part in group.key if part not in language.linking_words]
    if not words:
        return 0.0
    general = language.noun_phrases.general
    if group.is_verb:
        return _verb_factor(group, nouns, of_side)
    if group.is_name and of_side.side.capitals_name:
        lexical = sum(_is_common(word, of_side) for word in words)
        if group.words == 1:
            return _NAME_ALONE
        if _names_person(group.places[0], of_side.side):
            return _PERSON
        return 1.2 if lexical > len(words) / 2 else _LEAST_NAME
    if not _has_noun_head(group, of_side.side):
        return _NO_NOUN
    if group.words == 1:
        if words[0] in general or len(words[0]) < 4:
            return _GENERAL * 0.3
        return _SINGLE * (0.5 + 0.25 * math.log2(1 + families[words[0]])) * _rarity(group, of_side)
    known = sum(is_acronym(word) or _is_common(word, of_side) for word in words)
    factor = 1.0 - 0.35 * (len(words) - known) / max(1, len(words))
    if any(word in general for word in (words[0], words[-1])):
        factor *= 0.6
    if any(word in language.collectives for word in _written(group.places[0], of_side.side)):
        factor *= _GENERAL  # thousands of families
    return factor * _rarity(group, of_side)


def _nouns_of_field(groups: Mapping[Key, PhraseGroup], of_side: _Words) -> frozenset[str]:
    """The beginnings of single nouns that recur here and are rare in general language."""
    found: set[str] = set()
    for key, group in groups.items():
        if len(key) == 1 and group.frequency > 1 and not (group.is_name or group.is_acronym):
            value = of_side.weirdness(_written(group.places[0], of_side.side))
            if value is not None and value >= _LEAST_NOUN:
                found.update(key[0][:length] for length in range(_LEAST_STEM, len(key[0]) + 1))
    return frozenset(found)


def _verb_factor(group: PhraseGroup, nouns: frozenset[str], of_side: _Words) -> float:
    """Verbs are terms where they recur, general language seldom has them, and their noun is one (``relocate``)."""
    value = of_side.verb_weirdness(group) if group.frequency > 1 else None
    if value is None:
        return 0.0
    lemma = group.key[-1]
    kin = lemma[: max(_LEAST_STEM, len(lemma) - _VERB_ENDING)] in nouns
    if value < (_LEAST_VERB if kin else _LEAST_VERB_ALONE):
        return 0.0
    return _VERB * min(0.1 + 0.5 * value, 1.5)


def _is_common(word: str, of_side: _Words) -> bool:
    return dictionary_lemma(word, of_side.side.language) is not None


def _written(place: Place, side: TextSide) -> list[str]:
    """The words at a place that carry meaning, as they are written."""
    row = side.row(place.unit)
    return [side.word(int(row.ids[at])) for at in range(place.first, place.last + 1) if row.content[at]]


def _rarity(group: PhraseGroup, of_side: _Words) -> float:
    """A factor around 1: what is as frequent in general language is hardly a term."""
    value = of_side.weirdness(_written(group.places[0], of_side.side))
    if value is None:
        return 1.0
    if group.words == 1:
        return min(math.pow(max(value / 2, 0.3), _SHARPNESS), 1.5)
    return min(max(0.45 + 0.3 * value, 0.45), 1.3)


def _names_person(place: Place, side: TextSide) -> bool:
    """Whether two words side by side are in no dictionary but with a capital: most often a person's name."""
    unknown = 0
    for word in _written(place, side):
        unlisted = word[:1].isupper() and not is_acronym(word) and not is_known_word(word, side.language)
        unknown = unknown + 1 if unlisted else 0
        if unknown > 1:
            return True
    return False


def _has_noun_head(group: PhraseGroup, side: TextSide) -> bool:
    """Whether the head is a noun at a third of the places and more, as far as parts of speech are known."""
    places = group.places[:: max(1, len(group.places) // _LOOKED_AT)]
    return sum(_is_noun(place.unit, head_of(place, side), side) for place in places) * 3 >= len(places)


def _is_noun(unit: int, at: int, side: TextSide) -> bool:
    row = side.row(unit)
    part, word = int(row.parts[at]), side.word(int(row.ids[at]))
    if part == Part.VERB and not side.language.noun_phrases.head_first:
        return word.endswith("ing")
    return part in _NOUNS or is_acronym(word)
