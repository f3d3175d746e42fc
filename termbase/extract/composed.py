"""Phrases that a text makes as it needs them, and words that are there to build terms.

A phrase of free parts (``spread of the virus``, ``Chinese government``) takes a small share of
what its parts stand in, and its parts are general words or terms of their own; a fixed one (``risk factor``, ``victims
of trafficking``) takes a large share of at least one of them. A general word that hardly stands outside the terms that
it helps to build (``management``) is none itself.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct

from termbase.extract.candidates import PhraseGroup
from termbase.extract.introduced import Named
from termbase.extract.monolingual.general import GeneralList, general_list
from termbase.extract.texts import TextSide
from termbase.match.pattern import is_acronym
from tmx.text.folding import fold_typography

__all__ = ["Composition"]

Key = tuple[str, ...]

_FIXED_COMPLEMENT = 0.25  # of what stands behind a preposition lies in the phrase, which then is fixed
_SHARE_OF_HEAD = 0.5
_LEAST_FREE = 0.35
_GENERAL_WORD, _MOST_GENERAL = 4.6, 5.2  # Zipf: between them words become ones of general language
_LEAST_ALONE = 0.15
_MADE = 0.1  # for what is made of two terms, or of a title and the organization
_POSSESSIVE = "'s"
_CUT_POSSESSIVE = 0.2


class Composition(Struct, frozen=True, eq=False, dict=True):
    """What the phrases of ``side`` are put together from."""

    groups: Mapping[Key, PhraseGroup]
    side: TextSide
    introduced: Named

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """How often each form stands in the texts, in small letters."""
        numbered = self.side.numbered
        counts: Counter[str] = Counter()
        times = np.bincount(numbered.ids, minlength=len(numbered.words)).tolist()
        for word, count in zip(numbered.words, times, strict=True):
            counts[fold_typography(word).lower()] += count
        return counts

    @cached_property
    def _general(self) -> GeneralList:
        return general_list(self.side.language)

    @cached_property
    def _inside(self) -> Mapping[str, int]:
        """How often each word stands in repeated phrases of two words that carry meaning."""
        found: Counter[str] = Counter()
        for key, group in self.groups.items():
            if group.words == 2 and group.frequency > 1 and not group.is_verb:
                for word in set(key):
                    found[word] += group.frequency
        return found

    def freedom(self, group: PhraseGroup) -> float:
        """A factor of 1 for what is fixed or cannot be judged, less the more a phrase is made as needed."""
        if group.is_acronym or group.is_verb or group.key in self.introduced.keys:
            return 1.0
        if group.words == 1:
            return self._building_block(group)
        if self.without_organization(group.key) or self._is_made_of_terms(group):
            return _MADE
        if self.side.language.noun_phrases.head_first:
            return 1.0  # what English says with a preposition or a name is told there
        return min(
            self._behind_preposition(group),
            _LEAST_FREE if self._is_put_to_name(group) else 1.0,
            self._of_a_name(group),
        )

    def without_organization(self, key: Key) -> Key:
        """What stands beside an organization (``IOM Chief of Mission``); empty where a phrase names none."""
        if key in self.introduced.keys:
            return ()
        phrases = self.side.language.noun_phrases
        if not phrases.head_first and key[:1] in self.introduced.organizations:
            return key[1:]
        for at in range(1, len(key) - 1):
            if key[at] in phrases.links and key[at + 1 :] in self.introduced.organizations:
                return key[:at]
        return ()

    def _is_made_of_terms(self, group: PhraseGroup) -> bool:
        """Whether two phrases that stand much more often are joined: ``capacity building in migration management``.

        Where the head is one word, a common noun and a name (``implementation of the Global Compact``).
        """
        for at, part in enumerate(group.key[1:-1], 1):
            if part not in self.side.language.noun_phrases.links:
                continue
            head, complement = self.groups.get(group.key[:at]), self.groups.get(group.key[at + 1 :])
            if head is None or complement is None or complement.words == 1 or is_acronym(complement.key[0]):
                continue
            named = complement.is_name and not group.is_name
            if not (named or (head.words > 1 and not complement.is_name)):
                continue
            if group.frequency <= min(_SHARE_OF_HEAD * head.frequency, _FIXED_COMPLEMENT * complement.frequency):
                return True
        return False

    def _building_block(self, group: PhraseGroup) -> float:
        value = self._general.zipf(group.key[0])
        general = min(max((value - _GENERAL_WORD) / (_MOST_GENERAL - _GENERAL_WORD), 0.0), 1.0)
        alone = 1.0 - min(1.0, self._inside.get(group.key[0], 0) / group.frequency)
        return float(max(alone, _LEAST_ALONE) ** general)

    def _behind_preposition(self, group: PhraseGroup) -> float:
        """``spread of the virus``: how much of the complement lies in it; a title's complement has to be a name."""
        least = 1.0
        for at, part in enumerate(group.key[1:-1], 1):
            complement = self.groups.get(group.key[at + 1 :])
            if part not in self.side.language.noun_phrases.links or complement is None:
                continue
            bare = complement.words == 1 and self._is_bare(group)
            if group.is_name and not (complement.is_name or complement.is_acronym) and (complement.words > 1 or bare):
                continue
            if bare and self._is_general(complement):
                continue
            least = min(least, _share(group.frequency, complement.frequency, _FIXED_COMPLEMENT))
        return least

    def _is_general(self, group: PhraseGroup) -> bool:
        """Whether a word is one of general language (the ``interest`` of ``conflict of interest``)."""
        return not (group.is_name or group.is_acronym) and self._general.zipf(group.key[0]) >= _GENERAL_WORD

    def _is_bare(self, group: PhraseGroup) -> bool:
        """Whether the last word of a phrase has no article."""
        place = group.places[0]
        row = self.side.row(place.unit)
        return self.side.word(int(row.ids[place.last - 1])).lower() not in self.side.language.determiners

    def _is_put_to_name(self, group: PhraseGroup) -> bool:
        """Whether a common noun has a name for its place or company: ``summit in Singapore``."""
        links = self.side.language.noun_phrases.links - self.side.language.noun_phrases.genitive
        if links.isdisjoint(group.key):
            return False
        place = group.places[0]
        row = self.side.row(place.unit)
        words = [fold_typography(self.side.word(int(row.ids[at]))) for at in range(place.first, place.last + 1)]
        at = next((at for at, word in enumerate(words) if word in links), len(words))
        return (
            0 < at < len(words) - 1
            and words[at - 1].islower()
            and all(word[:1].isupper() and not is_acronym(word) for word in words[at + 1 :])
        )

    def _of_a_name(self, group: PhraseGroup) -> float:
        """``Chinese government``, ``Kavanaugh's nomination``: whether a name is put to a word that stands elsewhere."""
        if self._is_possessive(group):
            return _CUT_POSSESSIVE
        words = self._words(group, 0)
        first = fold_typography(words[0])
        if not first[:1].isupper() or is_acronym(first):
            return 1.0
        if first.endswith(_POSSESSIVE):
            owner = first.removesuffix(_POSSESSIVE).lower()
            return _LEAST_FREE if self.counts.get(owner, 0) >= self.counts.get(first.lower(), 0) else 1.0
        rest = self.groups.get(group.key[1:])
        if not group.is_name or rest is None or any(word[:1].isupper() for word in words[1:]):
            return 1.0
        return _share(group.frequency, rest.frequency, _FIXED_COMPLEMENT)

    def _is_possessive(self, group: PhraseGroup) -> bool:
        """Whether a phrase mostly lacks what belongs to it (``BBC Scotland's``)."""
        lasts = [fold_typography(self._words(group, number)[-1]) for number in range(len(group.places))]
        return 2 * sum(last.endswith(_POSSESSIVE) for last in lasts) > len(lasts)

    def _words(self, group: PhraseGroup, number: int) -> Sequence[str]:
        """The words that carry meaning at a place, as they are written."""
        place = group.places[number]
        row = self.side.row(place.unit)
        found = [self.side.word(int(row.ids[at])) for at in range(place.first, place.last + 1) if row.content[at]]
        return found or [self.side.word(int(row.ids[place.first]))]


def _share(times: int, all_times: int, fixed: float) -> float:
    return min(1.0, max(_LEAST_FREE, times / max(all_times, 1) / fixed))
