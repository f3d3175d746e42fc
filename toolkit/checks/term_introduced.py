"""TERM006: an acronym that is introduced twice, or used before it is introduced.

Finds, over the whole document, an acronym whose full form stands beside it in brackets a second time, and one that
stands alone before the place that introduces it.

Why it matters: a reader meets the name once, in full, and the acronym from then on.

Example: «L’OIM a ouvert un centre. L’Organisation internationale pour les migrations (OIM) …».

The fix: the full form with the acronym at the first place, the acronym alone after it. A title may go first, and what
the source does at the same place is the source's way: both are left in peace. A matter of style: information only.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

import numpy as np
from msgspec import Struct

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import FileSide, Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

# words, then an acronym in brackets: an introduction where the words before have its letters
_IN_BRACKETS = re.compile(r"\((?P<acronym>[A-Z][A-Z0-9-]{1,9}s?)\)")
_SENTENCE_END = re.compile(r"[.!?…:;][\"'’”»)\]\s]*$")
_WORDS_BEFORE = 12


class _Place(Struct, frozen=True):
    """Where an acronym is introduced: the unit's place in the file, and the half-open span."""

    unit: int
    start: int
    end: int


def _introductions(text: str) -> Iterator[tuple[str, int, int]]:
    for match in _IN_BRACKETS.finditer(text):
        before = text[: match.start()].split()[-_WORDS_BEFORE:]
        initials = "".join(word.lstrip("«“\"'(lLdD’")[:1].lower() for word in before)
        if _is_subsequence(match["acronym"].rstrip("s").lower(), initials):
            yield match["acronym"], match.start("acronym"), match.end("acronym")


def _is_subsequence(letters: str, of: str) -> bool:
    """Whether at least all but one of ``letters`` stand in ``of`` in their order: small words may lend one."""
    missing = at = 0
    for letter in letters:
        found = of.find(letter, at)
        if found < 0:
            missing += 1
        else:
            at = found + 1
    return missing <= (1 if len(letters) > 2 else 0)


def _places(side: FileSide) -> Mapping[str, tuple[_Place, ...]]:
    found: dict[str, list[_Place]] = {}
    for number in np.flatnonzero(side.searched(_IN_BRACKETS)).tolist():
        text = side.texts[side.text_of[number]]
        for acronym, start, end in _introductions(text):
            found.setdefault(acronym, []).append(_Place(number, start, end))
    return {acronym: tuple(places) for acronym, places in found.items()}


def _source_places(context: FileContext) -> Mapping[str, tuple[_Place, ...]]:
    return _places(context.source_side)


def _target_places(context: FileContext) -> Mapping[str, tuple[_Place, ...]]:
    return _places(context.target_side)


def _introduced_again(context: FileContext) -> Mapping[int, list[tuple[str, _Place]]]:
    """By the unit's position what it introduces that another unit, or its own beginning, has introduced before."""
    again: dict[int, list[tuple[str, _Place]]] = {}
    for acronym, (_, *later) in context.once(_target_places).items():
        for place in later:
            again.setdefault(place.unit, []).append((acronym, place))
    return again


def _where(context: FileContext) -> Flags:
    introduced, side = context.once(_target_places), context.target_side
    first = [introduced[word][0].unit if word in introduced else -1 for word in side.vocabulary]
    introduced_in = np.array(first, dtype=np.int64)
    units, words = side.standing(np.flatnonzero((introduced_in >= 0)[side.word]))
    used = np.zeros(len(context.units), np.bool_)
    used[units[units < introduced_in[words]]] = True
    used[list(context.once(_introduced_again))] = True
    return context.translated & used & (side.counted(side.flags(str.isupper)) > 0)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or not any(word.text.isupper() for word in unit.target_words):
        return
    introduced = context.once(_target_places)
    for acronym in dict.fromkeys(word.text for word in unit.target_words if word.text in introduced):
        first = introduced[acronym][0]
        if unit.position < first.unit:
            yield from _too_early(acronym, context.units[first.unit], unit, context)
    for acronym, place in context.once(_introduced_again).get(unit.position, ()):
        if not any(_introductions(unit.source.text)):
            yield Spot("target", place.start, place.end, tr("«{term}» is introduced a second time", term=acronym))


def _too_early(acronym: str, first: Unit, unit: Unit, context: FileContext) -> Iterator[Spot]:
    """The acronym in a sentence (not in a title) before ``first`` introduces it, where the source does not do so."""
    if not _SENTENCE_END.search(unit.target.text):
        return
    in_source = context.once(_source_places)
    if any(word.text in in_source and unit.position < in_source[word.text][0].unit for word in unit.source_words):
        return
    used = next((word for word in unit.target_words if word.text == acronym), None)
    if used is not None:
        message = tr("«{term}» stands here before unit {unit} introduces it", term=acronym, unit=first.identifier)
        yield Spot("target", used.start, used.end, message)


CHECK = Check(
    "TERM006", "introduction of an acronym", "terminology", Severity.INFO, _run, __doc__, alone=True, where=_where
)

_FULL = "L’Organisation internationale pour les migrations (OIM) aide."
FAILING = (
    Example(
        "The IOM helps.",
        "L’OIM aide.",
        "OIM",
        others=(("The International Organization helps.", _FULL),),
    ),
)
PASSING = (
    Example("The International Organization for Migration (IOM) helps.", _FULL),
    Example("IOM", "OIM", others=(("The Organization helps.", _FULL),)),
    Example("It was born (UN) here.", "Elle est née (ONU) ici."),
)
