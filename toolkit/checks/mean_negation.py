"""MEAN002: a negation lost or added.

Finds a word that is denied on one side and stands on the other without any negation near it.

Why it matters: «not» is the shortest word that turns a sentence round.

Example: «did not attend» translated «a participé».

The fix: the negation of the source, or none. A negation that is said by other words («failed to», «privé de»,
«inapte», «only») is left in peace, and so are questions, conditions, and words whose translation is not sure, unless
two in five words have their counterparts and nothing in the translation denies: a lexicon learnt over the file and the
memory says which word stands for which. Known are the negations of English and French.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Sequence

from tmx.text.folding import fold
from tmx.text.tokens import Token
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.english_french import known_languages
from toolkit.checks.lexical import UnitEvidence, file_evidence
from toolkit.checks.negations import (
    Negated,
    denied_modals,
    denies,
    denies_by_grammar,
    is_negative,
    modals,
    negated_words,
    negations,
    sounds_negative,
    words_that_may_deny,
)
from toolkit.checks.omissions import left_out
from toolkit.checks.places import is_in_place
from toolkit.checks.sides import FileSide, Flags, Ints
from toolkit.checks.stretches import SENTENCE_END
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_SURE = 0.5  # strength of a word's translation
_MOST_DENIERS = 2  # words that may deny and must each stand for one that does so, too
_BEGINNING = 4  # letters by which words of two languages are told to be one
_FREELY = 0.6  # the share of words without counterpart from which a translation is a free one
_FREELY_IF_TURNED, _NEAR = 0.25, 3  # words behind what is denied, any of which may turn it
_FREELY_BESIDE_MODALS = 0.8  # where what must not be stands there as what must be
_LOST = N_("«{word}» is denied in the source, and nothing in the translation denies")
_ADDED = N_("«{word}» is denied, and nothing in the source denies")
_UNSURE = re.compile(r"\?|\w ['’]t\b")  # a question; a text cut into words («can 't»)


def _where(context: FileContext) -> Flags:
    languages = known_languages(context)
    if languages is None:
        return context.nowhere
    sides = (context.source_side, context.target_side)
    one, other = (_negatives(side, language) for side, language in zip(sides, languages, strict=True))
    flags: Flags = one != other
    return context.translated & flags


def _negatives(side: FileSide, language: str) -> Ints:
    return side.counted(side.flags(lambda word: is_negative(word, language)))


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    languages = known_languages(context)
    if languages is None or _UNSURE.search(unit.source.text) or _UNSURE.search(unit.target.text):
        return
    words = (unit.source_words, unit.target_words)
    counts = [negations(*side) for side in zip(words, languages, strict=True)]
    if counts[0] == counts[1]:
        return
    ours = 0 if counts[0] > counts[1] else 1  # the side that denies more
    text = (unit.source, unit.target)[ours].text
    denied = list(negated_words(words[ours], text, unit.languages[ours]))
    spot = _beside_counterpart(denied, unit, context, ours)
    if spot is None:
        spot = _beside_nothing(denied, unit, context, ours)
    if spot is not None:
        yield spot


def _beside_counterpart(denied: Sequence[Negated], unit: Unit, context: FileContext, ours: int) -> Spot | None:
    """What is denied on the side ``ours`` and surely stands on the other without anything near it that denies."""
    others, language = (unit.source_words, unit.target_words)[1 - ours], unit.languages[1 - ours]
    for found in denied:
        other = _counterpart(found.word, context.once(file_evidence).unit(unit.position), ours, others)
        if other is None or other.text == found.word.text or denies(others, other, language):
            continue
        if ours == 0:
            message = tr("«{there}» is denied in the source, «{here}» is not", there=found.word.text, here=other.text)
            return Spot("target", other.start, other.end, message)
        message = tr("«{here}» is denied, «{there}» in the source is not", here=found.word.text, there=other.text)
        return Spot("target", found.negative.start, found.word.end, message)
    return None


def _beside_nothing(denied: Sequence[Negated], unit: Unit, context: FileContext, ours: int) -> Spot | None:
    """What is denied on the side ``ours`` of a close translation, where nothing on the other side may deny."""
    alike = _Alike(unit, ours)
    denied = [
        found for found in denied if alike.has(found.word) or not sounds_negative(found.word, unit.languages[ours])
    ]
    deniers = alike.strangers()
    sentences = [len(SENTENCE_END.findall(side.text)) for side in (unit.source, unit.target)]
    if not denied or len(deniers) > _MOST_DENIERS or sentences[1 - ours] < sentences[ours]:
        return None
    evidence = context.once(file_evidence).unit(unit.position)
    if not deniers <= _standing_for(evidence, alike.starts, ours):
        return None
    starts = {one.word.start for one in denied}
    if not _is_close(evidence, starts, ours, _how_freely(denied, unit, ours)):
        return None
    first = denied[0]
    omitted = left_out(unit, context) if ours == 0 else None
    if omitted is not None and omitted.start <= first.word.start < omitted.end:
        return None  # with its negation
    message = tr(_LOST if ours == 0 else _ADDED, word=first.word.text)
    return Spot("source" if ours == 0 else "target", first.negative.start, first.word.end, message)


def _how_freely(denied: Sequence[Negated], unit: Unit, ours: int) -> float:
    """What share of the words may be without counterpart; few where a word behind turns what is denied.

    Who must not be left alone must be looked after.
    """
    words, language = (unit.source_words, unit.target_words)[ours], unit.languages[ours]
    behind = [word for word in words if word.start > denied[-1].word.start]
    if any(sounds_negative(word, language) for word in behind[:_NEAR]):
        return _FREELY_IF_TURNED
    return _FREELY_BESIDE_MODALS if _are_modals_alone(denied, unit, ours) else _FREELY


class _Alike:
    """The words of the side ``ours`` that are negative by their meaning, and those of the other that are like them.

    A word of the other side that stands for one of these (*indirect*, «sans») denies nothing more than our side does.
    """

    def __init__(self, unit: Unit, ours: int) -> None:
        words, language = (unit.source_words, unit.target_words)[ours], unit.languages[ours]
        self._others, self._language = (unit.source_words, unit.target_words)[1 - ours], unit.languages[1 - ours]
        negative = [word for word in words_that_may_deny(words, language) if not denies_by_grammar(word, language)]
        self.starts = frozenset(word.start for word in negative)
        self._beginnings = frozenset(map(_beginning, negative))
        self._without = sum(map(_is_without, words)) >= sum(map(_is_without, self._others))

    def strangers(self) -> set[int]:
        """Where the words of the other side begin that may deny and are spelt like none of ours."""
        return {
            word.start
            for word in words_that_may_deny(self._others, self._language)
            if not (self._without if _is_without(word) else _beginning(word) in self._beginnings)
        }

    def has(self, word: Token) -> bool:
        """Whether the other side has a word that is spelt like ``word``, of ours."""
        return any(_beginning(word) == _beginning(other) for other in self._others)


def _standing_for(evidence: UnitEvidence, starts: Collection[int], side: int) -> set[int]:
    """Where the words of the other side begin that stand for those of ``side`` which begin at ``starts``."""
    ours, theirs = ((evidence.source_start, evidence.target_start)[at] for at in (side, 1 - side))
    partners = (evidence.source_partner, evidence.target_partner)[1 - side]
    strengths = (evidence.source_strength, evidence.target_strength)[1 - side]
    return {
        start
        for start, partner, strength in zip(theirs, partners, strengths, strict=True)
        if partner >= 0 and strength >= _SURE and ours[partner] in starts
    }


def _is_without(word: Token) -> bool:
    return word.text.lower() in ("sans", "without")


def _beginning(word: Token) -> str:
    return fold(word.text)[:_BEGINNING] if len(word.text) >= _BEGINNING else word.text


def _are_modals_alone(denied: Sequence[Negated], unit: Unit, ours: int) -> bool:
    """Whether all that is denied is what must or may be (*must not*), and both sides say so once."""
    sides = list(zip((unit.source_words, unit.target_words), unit.languages, strict=True))
    if any(len(modals(*side)) != 1 for side in sides):
        return False
    words, language = sides[ours]
    return all(denied_modals(words, one, language) for one in denied)


def _is_close(evidence: UnitEvidence, denied: set[int], side: int, freely: float) -> bool:
    """Whether translation and source say the same word by word, so that a negation would not hide in other words.

    Of each side no more than the share ``freely`` of the content words may be without counterpart; those ``denied``,
    by where they begin on ``side``, do not count.
    """
    starts, ratios = (evidence.source_start, evidence.target_start), (evidence.source_ratio, evidence.target_ratio)
    lacking = [
        [ratio > 0 for start, ratio in zip(starts[at], ratios[at], strict=True) if at != side or start not in denied]
        for at in (0, 1)
    ]
    return all(sum(one) <= freely * len(one) for one in lacking)


def _counterpart(word: Token, evidence: UnitEvidence, side: int, others: Sequence[Token]) -> Token | None:
    """Which of ``others``, the words of the other side, surely stands for ``word`` of ``side``, in its place."""
    starts = (evidence.source_start, evidence.target_start)
    partners = (evidence.source_partner, evidence.target_partner)
    strength = (evidence.source_strength, evidence.target_strength)[side]
    at = next((number for number, start in enumerate(starts[side]) if start == word.start), None)
    if at is None or strength[at] < _SURE or partners[side][at] < 0:
        return None
    other = int(partners[side][at])
    if partners[1 - side][other] != at:
        return None
    places = (at, other) if side == 0 else (other, at)
    if not is_in_place(places[:1], places[1:], evidence):
        return None
    return next((one for one in others if one.start == starts[1 - side][other]), None)


CHECK = Check("MEAN002", "negation", "mistranslation", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("The funds are sufficient.", "Les fonds ne sont pas suffisants.", "ne sont pas suffisants"),
    Example("The minister did not sign the agreement.", "Le ministre a signé l’accord.", "signé"),
    Example("The tenant must not sublet the property.", "Le locataire doit sous-louer le bien.", "not sublet"),
    Example("The families were not informed.", "Les familles ont été informées.", "informées"),
    Example("No child was injured in the accident.", "Un enfant a été blessé dans l’accident.", "No child"),
    Example(
        "Le ministre n’a pas signé l’accord.",
        "The minister signed the agreement.",
        "signed",
        source_language="fr",
        target_language="en",
    ),
)
PASSING = (
    Example("He does not know.", "Il l’ignore."),
    Example("They have no access to water.", "Ils sont privés d’accès à l’eau."),
    Example("We hope he comes before it is cold.", "Espérons qu’il viendra avant qu’il ne fasse froid."),
    Example("Only two camps were spared.", "Les combats n’ont épargné que deux camps."),
    Example(
        "Last year storms and floods drove 1.4 million people in the region from their homes. Many cannot go back.",
        "L’an dernier, les tempêtes et les inondations ont chassé de chez elles 1,4 million de personnes de la région.",
    ),
)
