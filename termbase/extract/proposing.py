"""Ranking what a memory proposes: which translation of a phrase, and how good the pair is."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from functools import cached_property

import numpy as np
from msgspec import Struct, field
from msgspec.structs import replace
from numpy.typing import NDArray

from termbase.extract.candidates import ContextPair, PhraseGroup, TermAlternative, TermCandidate, variants
from termbase.extract.headwords import choose_headwords, with_numbers
from termbase.extract.introduced import Introduced
from termbase.extract.pairing import Place, Rendering, render
from termbase.extract.phrases import phrase_key, tag
from termbase.extract.termhood import is_designation
from termbase.extract.texts import Part, TextSide, content_key
from termbase.extract.ties import tied_acronyms, without_pieces
from termbase.extract.translations import AlignedMemory, TextPair
from termbase.keys import unhyphenated
from termbase.match.pattern import is_acronym
from termbase.model import TermType
from tmx.text.folding import fold
from tmx.text.languages import Language
from tmx.text.lemmas import is_known_word, word_classes

__all__ = ["Proposer", "bare_acronym", "contexts_of", "key_of"]

Key = tuple[str, ...]

_LEAST_CONFIDENCE = 0.15
_CONFIDENCE = 0.75  # the power to which confidence counts
_ONE_SIDED = 2.0
_HALF_WAY = 2.0  # what has the score .5
_SMALL, _HALF_WAY_IN_SMALL = 50, 1.0  # units: in a smaller memory nothing recurs
_INTRODUCED = 1.5
_NOT_MUTUAL = 0.45
_MIXED_ACRONYM = 0.3
_STATEMENT = 0.3  # for a translation with a finite verb inside
_LEAST_VERB = 0.5  # confidence: a verb is a term where it is always translated alike
_SAME_TEXT = 0.5
_SAME_NAME = 0.15  # for a name that stays as it is and begins with no word of the language
_TITLED = 0.3  # for a name of which the last word stays as it is: a person with a title, a thing that is called so
_LEAST_NAME = 3  # letters
_LEAST_CAPITALS = 3  # places
_UNSURE_TARGET = 0.25
_MOST_CONTEXTS = 3
_CONTEXT_LENGTH = 140
_MOST_VARIANTS = 5
_SYNONYM = 0.5  # confidence from which a second source term with the same translation is a synonym
_STEM = 4  # letters of a word before which a prefix may stand
_ALTERNATIVE = 0.25  # of the confidence of the best
_MOST_ALTERNATIVES = 4


class Proposer(Struct, frozen=True, eq=False, dict=True):
    """Everything that is known about the memory, and the ranking that follows from it."""

    memory: AlignedMemory
    pairs: Sequence[TextPair]
    wanted: NDArray[np.bool_]
    source_groups: dict[Key, PhraseGroup]
    target_groups: dict[Key, PhraseGroup]
    source_hood: dict[Key, float]
    target_hood: dict[Key, float]
    introduced: Introduced
    known: frozenset[tuple[Key, Key]]
    rejected: frozenset[tuple[Key, Key]]
    _back: dict[Key, Key | None] = field(default_factory=dict)

    @cached_property
    def _by_content(self) -> dict[Key, PhraseGroup]:
        """The target phrases by their content words; of several the most frequent."""
        return self._indexed(verbs=False)

    @cached_property
    def _verbs(self) -> dict[Key, PhraseGroup]:
        """The target's verbs by their infinitives."""
        return self._indexed(verbs=True)

    def _indexed(self, *, verbs: bool) -> dict[Key, PhraseGroup]:
        found: dict[Key, PhraseGroup] = {}
        for group in self.target_groups.values():
            if group.is_verb is not verbs:
                continue
            for verbal in (True,) if verbs else (False, True):
                key = _content_of(group.places[0], self.memory.target, verbal=verbal)
                if key not in found or group.frequency > found[key].frequency:
                    found[key] = group
        return found

    def propose(self, keys: Sequence[Key], least_score: float, step: Callable[[int], None]) -> list[TermCandidate]:
        """The candidates of ``least_score`` and better, ranked; pairs of the same words in another order are joined."""
        source, target = self.memory.source.language, self.memory.target.language
        found: dict[tuple[Key, Key], TermCandidate] = {}
        for number, key in enumerate(keys, 1):
            step(number)
            group = self.source_groups[key]
            renderings = render(group.places, group.units, self.memory.source, self.memory.target, self.memory.matrix)
            chosen = self._choose(key, renderings)
            if chosen is None or (group.is_verb and not _is_verb_everywhere(chosen, self.memory.target)):
                continue
            target_key, target_group = self._target(chosen, verb=group.is_verb)
            if not self.rejected.isdisjoint(_plain_pairs(key, target_key, chosen.key)):
                continue
            content = _content_of(group.places[0], self.memory.source, verbal=group.is_verb)
            back = self._best_source(chosen.key, target_group)
            mutual = back in (None, content, _content_of(group.places[0], self.memory.source, verbal=True))
            score = self._score(key, target_key, chosen, mutual=mutual)
            if score < least_score:
                continue
            candidate = self._candidate(key, target_key, chosen, renderings, score)
            if self.known or self.rejected:
                # What is no phrase of the memory (it has a pronoun, or is too long) is told by how it is written.
                written = key_of(candidate.source_term, source), key_of(candidate.target_term, target)
                if written in self.rejected:
                    continue
                candidate = replace(candidate, known=candidate.known or written in self.known)
            same = tuple(sorted(map(bare_acronym, content))), tuple(sorted(chosen.key))
            found[same] = _joined(found[same], candidate) if same in found else candidate
        ranked = sorted(found.items(), key=lambda item: (-item[1].score, item[1].source_term, item[1].target_term))
        whole = [self._with_full_forms(candidate) for candidate in without_pieces(_of_one_concept(ranked))]
        return tied_acronyms(whole, source, target)

    def _with_full_forms(self, one: TermCandidate) -> TermCandidate:
        """The candidate; an acronym introduced in one language alone has the translation of its full form beside it."""
        if one.full_form and not one.target_full_form and is_acronym(one.target_term):
            return replace(one, target_full_form=self._translation(one.full_form))
        return one

    def _translation(self, text: str) -> str:
        """How a source phrase is translated, as far as that is sure; empty for what is no phrase."""
        language = self.memory.source.language
        group = self.source_groups.get(phrase_key(tag(text, language), language))
        places = [place for place in group.places if self.wanted[place.unit]] if group is not None else []
        if group is None or not places:
            return ""
        source, target = self.memory.source, self.memory.target
        chosen = self._choose(group.key, render(places, group.units, source, target, self.memory.matrix))
        if chosen is None or chosen.confidence < _SYNONYM or is_acronym(chosen.surface):
            return ""
        return choose_headwords(chosen.won or chosen.seen, source, target).target

    def _target(self, chosen: Rendering, *, verb: bool = False) -> tuple[Key, PhraseGroup | None]:
        """The key of the target phrase that the rendering is, and the phrase where it is one."""
        group = (self._verbs if verb else self._by_content).get(chosen.key)
        return (group.key if group is not None else chosen.key), group

    def _choose(self, key: Key, renderings: Sequence[Rendering]) -> Rendering | None:
        """The rendering to propose: an introduced one, an acronym for an acronym, else the best."""
        if not renderings:
            return None
        for rendering in renderings:
            if (key, self._target(rendering)[0]) in self.introduced.pairs or (
                key,
                rendering.key,
            ) in self.introduced.pairs:
                return rendering
        if len(key) == 1 and is_acronym(key[0]):
            acronyms = [r for r in renderings if len(r.key) == 1 and is_acronym(r.key[0])]
            if acronyms and acronyms[0].score > 0.5 * renderings[0].score:
                return acronyms[0]
        best = _whole(renderings)
        return best if best.confidence >= _LEAST_CONFIDENCE else None

    def _best_source(self, content: Key, group: PhraseGroup | None) -> Key | None:
        """The content words that best translate the target phrase; None where it is no phrase."""
        if group is None:
            return None
        if content not in self._back:
            places = [place for place in group.places if self.wanted[place.unit]]
            renderings = (
                render(places, group.units, self.memory.target, self.memory.source, self.memory.turned)
                if places
                else []
            )
            self._back[content] = renderings[0].key if renderings else None
        return self._back[content]

    def _score(self, key: Key, target_key: Key, chosen: Rendering, *, mutual: bool) -> float:
        """From 0 to 1: how good both sides are as terms, and how sure the translation is."""
        ours = self.source_hood[key]
        theirs = self.target_hood.get(target_key, _UNSURE_TARGET * ours)
        # What is a piece of a term on one side is none, however good the other side is.
        raw = min(math.sqrt(ours * theirs), _ONE_SIDED * min(ours, theirs)) * math.pow(
            min(1.0, chosen.confidence), _CONFIDENCE
        )
        if (key, target_key) in self.introduced.pairs:
            raw *= _INTRODUCED
        elif not mutual:
            raw *= _NOT_MUTUAL
        if self.source_groups[key].is_verb and (not mutual or chosen.confidence < _LEAST_VERB):
            return 0.0
        if not self.source_groups[key].is_verb and _says_something(chosen, self.memory.target):
            raw *= _STATEMENT
        ours_short = len(key) == 1 and is_acronym(key[0])
        theirs_short = len(chosen.key) == 1 and is_acronym(chosen.key[0])
        if ours_short != theirs_short:
            raw *= _MIXED_ACRONYM
        raw *= self._as_name(key, chosen)
        return raw / (raw + (_HALF_WAY if len(self.pairs) >= _SMALL else _HALF_WAY_IN_SMALL))

    def _as_name(self, key: Key, chosen: Rendering) -> float:
        """A factor for names that stay as they are, or whose last word does (``Judge Kavanaugh``)."""
        group = self.source_groups[key]
        if group.is_acronym or is_designation(key):
            return 1.0
        if key != chosen.key:
            return _TITLED if self._ends_in_same_name(group, chosen) else 1.0
        if group.is_name:
            return _SAME_NAME if self._is_person_or_place(group) else _SAME_TEXT
        return _SAME_NAME if group.words == 1 and self._is_always_capital(group) else 1.0

    def _ends_in_same_name(self, group: PhraseGroup, chosen: Rendering) -> bool:
        """Whether both sides end in the same word with a capital, no preposition before it in the source."""
        here, there = (chosen.won or chosen.seen)[0]
        ours = self.memory.source.word(int(self.memory.source.row(here.unit).ids[here.last]))
        theirs = self.memory.target.word(int(self.memory.target.row(there.unit).ids[there.last]))
        if group.words == 1 or len(ours) < _LEAST_NAME or fold(ours) != fold(theirs) or not ours[:1].isupper():
            return False
        linked = not self.memory.source.language.noun_phrases.links.isdisjoint(group.key)
        common = not group.is_name and is_known_word(ours, self.memory.source.language)
        return self.memory.source.capitals_name and not (linked or common or is_acronym(ours))

    def _is_always_capital(self, group: PhraseGroup) -> bool:
        """Whether a word that recurs has a capital everywhere: where it only begins sentences it is a name, too."""
        side = self.memory.source
        words = [side.word(int(side.row(place.unit).ids[place.first])) for place in group.places]
        return len(words) >= _LEAST_CAPITALS and side.capitals_name and all(word[:1].isupper() for word in words)

    def _is_person_or_place(self, group: PhraseGroup) -> bool:
        """Whether a name of several words begins with one that no dictionary has."""
        place = group.places[0]
        word = self.memory.source.word(int(self.memory.source.row(place.unit).ids[place.first]))
        return group.words > 1 and not is_acronym(word) and not is_known_word(word, self.memory.source.language)

    def _candidate(
        self, key: Key, target_key: Key, chosen: Rendering, renderings: Sequence[Rendering], score: float
    ) -> TermCandidate:
        group = self.source_groups[key]
        source, target = self.memory.source, self.memory.target
        won = with_numbers(chosen.won or chosen.seen, source, target)
        heads = choose_headwords(won, source, target)
        shown, rendered = (key[-1], " ".join(chosen.key)) if group.is_verb else (heads.source, heads.target)
        surfaces = heads.source_forms if won[:1] != (chosen.won or chosen.seen)[:1] else group.surfaces(source)
        return TermCandidate(
            source_term=shown,
            target_term=rendered,
            score=round(score, 4),
            confidence=round(float(min(1.0, chosen.confidence)), 4),
            frequency=group.frequency,
            documents=len({self.pairs[unit].document for unit in group.units}),
            type=TermType.ACRONYM if group.is_acronym else TermType.FULL_FORM,
            contexts=contexts_of(won, self.memory, self.pairs),
            source_variants=variants(surfaces.items(), shown, _MOST_VARIANTS),
            target_variants=variants(heads.target_forms.items(), rendered, _MOST_VARIANTS),
            full_form=self.introduced.source_forms.get(key[0], "") if group.is_acronym else "",
            target_full_form=self.introduced.target_forms.get(rendered, "") if is_acronym(rendered) else "",
            known=not self.known.isdisjoint(_plain_pairs(key, target_key, chosen.key)),
            alternatives=() if group.is_verb else _alternatives(chosen, renderings, surfaces),
            part_of_speech="verb" if group.is_verb else "",
        )


def key_of(text: str, language: Language) -> Key:
    """The key of a term's phrase; of what is none, such as a verb, its words in dictionary form."""
    key = phrase_key(tag(text, language), language)
    if key:
        return key
    return tuple(content_key(word, language, verbal=True) for word in text.split())


def _plain_pairs(key: Key, *targets: Key) -> set[tuple[Key, Key]]:
    """The pairs of keys under which a glossary may have a pair; a verb stands there by its infinitive alone."""
    plain = [tuple(part for part in one if part) for one in (key, *targets)]
    return {(plain[0], other) for other in plain[1:]}


def bare_acronym(word: str) -> str:
    """An acronym without the mark of its plural (``SDGs``), any other word as it is."""
    return word[:-1] if word.endswith("s") and is_acronym(word) and is_acronym(word[:-1]) else word


def _whole(renderings: Sequence[Rendering]) -> Rendering:
    """The best rendering, but none that is nowhere the best and a piece of several that are (``êtres humains``)."""
    winners = [rendering for rendering in renderings if rendering.won]
    words = set(renderings[0].key)
    if renderings[0].won or len(winners) < 2 or not all(words < set(winner.key) for winner in winners):
        return renderings[0]
    return winners[0]


def _says_something(chosen: Rendering, target: TextSide) -> bool:
    """Whether a finite verb stands in a rendering at most of its places (``OIM signent un accord``)."""
    places = [there for _, there in chosen.won or chosen.seen]
    return 2 * sum(_has_finite_verb(there, target) for there in places) > len(places)


def _has_finite_verb(place: Place, side: TextSide) -> bool:
    row = side.row(place.unit)
    return any(
        int(row.parts[at]) == Part.VERB and word_classes(side.word(int(row.ids[at])), side.language) == {"VERB"}
        for at in range(place.first, place.last + 1)
    )


def _is_verb_everywhere(chosen: Rendering, target: TextSide) -> bool:
    """Whether a rendering is one verb at most of its places, as far as parts of speech are known."""
    if len(chosen.key) != 1 or not chosen.won:
        return False
    verbs = sum(int(target.row(there.unit).parts[there.first]) in (0, Part.VERB) for _, there in chosen.won)
    return 2 * verbs > len(chosen.won)


def _alternatives(
    chosen: Rendering, renderings: Sequence[Rendering], source_forms: Iterable[str]
) -> tuple[TermAlternative, ...]:
    """Other renderings that were the best somewhere and are not much less sure; none left as in the source."""
    least = _ALTERNATIVE * chosen.confidence
    words = set(chosen.key)
    untranslated = {form.lower() for form in source_forms} - {chosen.surface.lower()}
    others = [
        other
        for other in renderings
        if other is not chosen
        and other.won
        and other.confidence >= least
        and not _nested(words, set(other.key))
        and other.surface.lower() not in untranslated
    ]
    return tuple(
        TermAlternative(r.surface, round(float(min(1.0, r.confidence)), 4), len(r.won))
        for r in others[:_MOST_ALTERNATIVES]
    )


def _nested(one: set[str], other: set[str]) -> bool:
    """Whether one holds all words of the other: more or less of the same stretch, no other translation."""
    return one <= other or other <= one


def _joined(one: TermCandidate, other: TermCandidate) -> TermCandidate:
    """Two candidates of the same words in another order (``symptoms of X``, ``X symptoms``): the better, with both."""
    best, rest = (one, other) if (one.score, one.frequency) >= (other.score, other.frequency) else (other, one)
    synonyms = tuple(dict.fromkeys((*best.synonyms, rest.source_term, *rest.synonyms)))
    synonyms = tuple(text for text in synonyms if text.lower() != best.source_term.lower())
    return replace(best, frequency=best.frequency + rest.frequency, synonyms=synonyms, known=best.known or rest.known)


def _of_one_concept(ranked: Sequence[tuple[tuple[Key, Key], TermCandidate]]) -> list[TermCandidate]:
    """The candidates in their order; of those with the same translation the later ones join the first as synonyms.

    Not where one source term is a part of the other (``mask``, ``face mask``), a word of one is a word of the other
    with a prefix (``infection``, ``coinfection``), or the translation is unsure; but always where a hyphen is all that
    tells them apart (``cooperation``, ``co-operation``).
    """
    kept: list[TermCandidate] = []
    first: dict[tuple[Key, str], int] = {}
    words: list[set[str]] = []
    for (source, target), candidate in ranked:
        at = first.get((target, candidate.part_of_speech))
        if at is None:
            first[target, candidate.part_of_speech] = len(kept)
        elif unhyphenated(kept[at].source_term) == unhyphenated(candidate.source_term) or (
            candidate.confidence >= _SYNONYM and not _differ(words[at], set(source))
        ):
            kept[at] = _joined(kept[at], candidate)
            continue
        kept.append(candidate)
        words.append(set(source))
    return kept


def _differ(one: set[str], other: set[str]) -> bool:
    """Whether terms with these words can be no synonyms, though they are translated alike."""
    return _nested(one, other) or any(
        long != short and len(short) >= _STEM and long.endswith(short)
        for first in one - other
        for second in other - one
        for long, short in ((first, second), (second, first))
    )


def _content_of(place: Place, side: TextSide, *, verbal: bool = False) -> Key:
    """The content words at a place, as renderings name them."""
    row = side.row(place.unit)
    return tuple(
        content_key(side.word(int(row.ids[at])), side.language, verbal=verbal)
        for at in range(place.first, place.last + 1)
        if row.content[at]
    )


def contexts_of(
    places: Sequence[tuple[Place, Place]], memory: AlignedMemory, pairs: Sequence[TextPair]
) -> tuple[ContextPair, ...]:
    """Units that show a pair at its source and target places, those of a good length first, with the spots."""
    chosen: dict[int, tuple[Place, Place]] = {}
    for here, there in places:
        chosen.setdefault(here.unit, (here, there))
    units = sorted(chosen, key=lambda unit: (abs(len(pairs[unit].source) - _CONTEXT_LENGTH), unit))
    return tuple(
        ContextPair(
            pairs[unit].identifier,
            pairs[unit].source,
            pairs[unit].target,
            _span(chosen[unit][0], memory.source),
            _span(chosen[unit][1], memory.target),
        )
        for unit in units[:_MOST_CONTEXTS]
    )


def _span(place: Place, side: TextSide) -> tuple[int, int]:
    row = side.row(place.unit)
    return int(row.starts[place.first]), int(row.ends[place.last])
