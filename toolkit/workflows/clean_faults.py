"""The faults of the units of a memory: each unit by itself, then beside the others of its block."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import blake2b

import numpy as np
from msgspec import Struct
from msgspec.structs import replace

from tmx.model import Segment
from tmx.store.records import codes_to_text
from toolkit.checks.check import FileContext, Unit
from toolkit.checks.lexical import FileEvidence, UnitEvidence, file_evidence
from toolkit.messages import N_, tr
from toolkit.reports.cleaning import CleanKind
from toolkit.workflows.clean_languages import is_running_text, is_swapped, wrong_language
from toolkit.workflows.clean_personal import masked
from toolkit.workflows.clean_texts import broken_characters, odd_numbers, repaired_encoding, tags_fault

__all__ = ["Fault", "FaultFinder", "Pair"]

_WORD_LIMIT = 2.5  # what one word can say for or against
_MISALIGNED = 6.9  # natural log: a thousand to one, for good pairs are many and misaligned ones few
_LEAST_WORDS = 4
_LENGTH_LIMIT = 4.5  # standard deviations
_LENGTH_FACTOR = 2.2
_FAR, _FAR_LENGTH = 3.0, 40  # so many times as long as it should be, and so many characters, is odd in any text
_USUAL_RATIO, _USUAL_WEIGHT = 1.1, 2000  # target characters for one of the source, and how sure that is
_SOME = 20  # pairs whose median says what is usual
_EMPTY = N_("the source is empty"), N_("the translation is empty")
_FOREIGN = N_("the source is {found}, not {wanted}"), N_("the translation is {found}, not {wanted}")
_LONGER = (
    N_("the source has {longer} characters, the translation {shorter}"),
    N_("the translation has {longer} characters, the source {shorter}"),
)
_VARIANCE = 6.8  # of the target's characters, for each of the source's (Gale and Church 1993)


class Pair(Struct, frozen=True):
    """The two sides of a unit that is looked at."""

    source: Segment
    target: Segment

    @property
    def texts(self) -> tuple[str, str]:
        """Both texts."""
        return self.source.text, self.target.text


class Fault(Struct, frozen=True):
    """What is wrong with a pair, and the pair put right; ``repaired`` is ``None`` where it is to be taken out."""

    kind: CleanKind
    why: str
    repaired: Pair | None = None
    score: float | None = None


class FaultFinder:
    """Finds faults of the kinds asked for, in pairs of ``languages`` (BCP 47, source and target), block by block.

    It remembers what it has seen, so that a pair that comes again in a later block is found.
    Raises :class:`~tmx.errors.UnknownLanguageError`.
    """

    def __init__(self, languages: tuple[str, str], kinds: frozenset[CleanKind]) -> None:
        context = FileContext(*languages)
        self._language_tags = languages
        self._languages = context.source_language, context.target_language
        self._kinds = kinds
        self._seen: dict[bytes, str] = {}

    def block(self, pairs: Sequence[Pair], names: Sequence[str]) -> list[list[Fault]]:
        """The faults of each pair, in the order in which they are dealt with: repairs, and at most one reason to go.

        ``names`` are the units' names, for duplicates to point at.
        """
        found = [self._alone(pair, name) for pair, name in zip(pairs, names, strict=True)]
        if self._kinds & {CleanKind.LENGTH, CleanKind.MISALIGNED, CleanKind.NUMBERS}:
            self._together(pairs, found)
        if CleanKind.PERSONAL in self._kinds:
            for pair, faults in zip(pairs, found, strict=True):
                self._mask(pair, faults)
        return found

    def _alone(self, pair: Pair, name: str) -> list[Fault]:
        kinds, faults = self._kinds, []
        if CleanKind.EMPTY in kinds:
            for segment, why in zip((pair.source, pair.target), _EMPTY, strict=True):
                if not segment.text.strip("\u00a0\u202f\u200b\ufeff \t\r\n") and not segment.codes:
                    return [Fault(CleanKind.EMPTY, tr(why))]
        if CleanKind.ENCODING in kinds:
            fixed = self._encoding(pair)
            if fixed is not None:
                if fixed.repaired is None:
                    return [fixed]
                faults.append(fixed)
                pair = fixed.repaired
        if CleanKind.SWAPPED in kinds and is_swapped(*pair.texts, self._languages):
            source = replace(pair.target, language=pair.source.language)
            pair = Pair(source, replace(pair.source, language=pair.target.language))
            faults.append(Fault(CleanKind.SWAPPED, tr("source and translation have changed places"), pair))
        if CleanKind.DUPLICATE in kinds:
            key = _key(pair)
            first = self._seen.setdefault(key, name)
            if first != name:
                return [*faults, Fault(CleanKind.DUPLICATE, tr("the same as unit {name}", name=first))]
        reason = self._language_fault(pair) or self._tags(pair)
        return faults if reason is None else [*faults, reason]

    def _encoding(self, pair: Pair) -> Fault | None:
        source, target = pair.source, pair.target
        fixed = Pair(repaired_encoding(source, target) or source, repaired_encoding(target, source) or target)
        lost = broken_characters(fixed.source, fixed.target) or broken_characters(fixed.target, fixed.source)
        if lost is not None:
            return Fault(CleanKind.ENCODING, lost)
        if fixed == pair:
            return None
        return Fault(CleanKind.ENCODING, tr("characters are put right"), fixed)

    def _language_fault(self, pair: Pair) -> Fault | None:
        one, two = self._languages
        if one is two:
            return None
        source, target = (" ".join(text.split()) for text in pair.texts)
        if source.casefold() == target.casefold():
            running = is_running_text(source, one) or is_running_text(source, two)
            if CleanKind.IDENTICAL in self._kinds and running:
                return Fault(CleanKind.IDENTICAL, tr("the translation is the source again"))
            return None
        if CleanKind.LANGUAGE in self._kinds:
            for text, language, other, why in ((target, two, one, _FOREIGN[1]), (source, one, two, _FOREIGN[0])):
                found = wrong_language(text, language, other)
                if found is not None:
                    told = tr(why, found=tr(found), wanted=tr(language.name))
                    return Fault(CleanKind.LANGUAGE, told)
        return None

    def _tags(self, pair: Pair) -> Fault | None:
        why = tags_fault(pair.source, pair.target) if CleanKind.TAGS in self._kinds else None
        return None if why is None else Fault(CleanKind.TAGS, why)

    def _together(self, pairs: Sequence[Pair], found: list[list[Fault]]) -> None:
        """Add what shows beside the other pairs only, to those that nothing else takes out."""
        left = [place for place, faults in enumerate(found) if all(fault.repaired is not None for fault in faults)]
        now = [_latest(pairs[place], found[place]) for place in left]
        context = FileContext(*self._language_tags)
        context.units = tuple(
            Unit(str(place), pair.source, pair.target, context, place) for place, pair in enumerate(now)
        )
        lengths, ratio = _length_scores(now)
        evidence: FileEvidence | None = None
        if CleanKind.MISALIGNED in self._kinds and now:
            evidence = file_evidence(context)
        for number, place in enumerate(left):
            fault = self._length(lengths[number], now[number], ratio) or self._numbers(context.units[number])
            apart = None if evidence is None else _misaligned(evidence.unit(number))
            if apart is not None and (fault is None or fault.kind is CleanKind.NUMBERS):
                fault = apart
            if fault is not None:
                found[place].append(fault)

    def _length(self, score: float, pair: Pair, ratio: float) -> Fault | None:
        if CleanKind.LENGTH not in self._kinds:
            return None
        one, other = (len(text) for text in pair.texts)
        odd = abs(score) >= _LENGTH_LIMIT and max(one, other) >= _LENGTH_FACTOR * min(one, other)
        due = one * ratio  # what the translation should have
        far = max(due, other) >= _FAR * min(due, other) and min(max(one, other), max(due, other)) >= _FAR_LENGTH
        if not odd and not far:
            return None
        why = _LONGER[0 if score < 0 else 1]
        return Fault(CleanKind.LENGTH, tr(why, longer=max(one, other), shorter=min(one, other)))

    def _numbers(self, unit: Unit) -> Fault | None:
        if CleanKind.NUMBERS not in self._kinds or unit.source.text == unit.target.text:
            return None
        why = odd_numbers(unit)
        return None if why is None else Fault(CleanKind.NUMBERS, why)

    def _mask(self, pair: Pair, faults: list[Fault]) -> None:
        if any(fault.repaired is None for fault in faults):
            return
        now = _latest(pair, faults)
        found = masked(now.source, now.target, self._languages)
        if found is not None:
            fixed = Pair(found.source, found.target)
            faults.append(Fault(CleanKind.PERSONAL, tr("masked: {what}", what=", ".join(map(tr, found.what))), fixed))


def _latest(pair: Pair, faults: Sequence[Fault]) -> Pair:
    return next((fault.repaired for fault in reversed(faults) if fault.repaired is not None), pair)


def _key(pair: Pair) -> bytes:
    parts = []
    for segment in (pair.source, pair.target):
        parts += [segment.language.lower(), " ".join(segment.text.split()), codes_to_text(segment.codes) or ""]
    return blake2b("\0".join(parts).encode("utf-8", "surrogatepass"), digest_size=12).digest()


def _length_scores(pairs: Sequence[Pair]) -> tuple[list[float], float]:
    """For each pair how many standard deviations its lengths are off, by the ratio that most pairs have; the ratio."""
    if not pairs:
        return [], _USUAL_RATIO
    source = np.array([len(pair.source.text) for pair in pairs], dtype=np.float64)
    target = np.array([len(pair.target.text) for pair in pairs], dtype=np.float64)
    # The median pair counts, not the sum: a few texts that are far off must not move it.
    middle = float(np.median((target + 1.0) / (source + 1.0)))
    weight = len(pairs) * 20.0
    ratio = (middle * weight + _USUAL_RATIO * _USUAL_WEIGHT) / (weight + _USUAL_WEIGHT)
    mean = np.maximum((source + target / ratio) / 2.0, 1.0)
    off = (target - ratio * source) / np.sqrt(_VARIANCE * mean)
    spread = float(np.median(np.abs(off))) / 0.6745 if len(pairs) > _SOME else 1.0
    scores: list[float] = (off / max(spread, 1.0)).tolist()
    return scores, middle if len(pairs) > _SOME else ratio


def _misaligned(evidence: UnitEvidence) -> Fault | None:
    """The fault where the words speak for another unit's translation rather than for this one."""
    ratios = np.concatenate([evidence.source_ratio, evidence.target_ratio])
    if len(ratios) < _LEAST_WORDS or not len(evidence.source_ratio) or not len(evidence.target_ratio):
        return None
    score = float(np.clip(ratios, -_WORD_LIMIT, _WORD_LIMIT).sum())
    if score < _MISALIGNED:
        return None
    why = tr("hardly a word of one side is translated on the other")
    return Fault(CleanKind.MISALIGNED, why, None, round(score, 2))
