"""TERM004: acronym left in the source language.

Finds an acronym of the source that stands unchanged in the translation although the target language has its own: in
the glossary, in the other units of the file and of the memory, or in the list of well-known organisations and terms.

Why it matters: readers know ``OMS`` and ``ONU``, not ``WHO`` and ``UN``.

Example: «WHO» left in «les lignes directrices de la WHO».

The fix: the acronym of the target language. An acronym that the rest of the file keeps is left in peace.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from functools import lru_cache
from itertools import groupby

import numpy as np
from msgspec import Struct, field

from termbase.model import TermType
from tmx.text.lemmas import is_known_word
from tmx.text.tokens import Token
from toolkit.checks.acronyms_en_fr import well_known_acronyms
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import FileSide, Flags
from toolkit.checks.term_hits import allowed_terms, terms_advised_against
from toolkit.messages import N_, tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_ENOUGH = 3
_RARELY = 0.25
_WORD = re.compile(r"\w+")
_HYPHENS = ("-", "‑")
_MANY = 2
_LONGEST = 8
_NONE: Set[str] = frozenset()


class _Usage(Struct):
    """How often an acronym of the source stands in the file or in the memory, and how often it is kept there."""

    seen: int = 0
    kept: int = 0
    beside: Counter[str] = field(default_factory=Counter)

    def count(self, acronym: str, targets: Set[str]) -> None:
        """Add one text and its translation."""
        self.seen += 1
        self.kept += acronym in targets
        self.beside.update(targets)


class _Usages(Struct, frozen=True):
    """The usage of each acronym in the file under check and in its memory."""

    file: Mapping[str, _Usage]
    memory: Mapping[str, _Usage]


@lru_cache(maxsize=1 << 16)
def _is_acronym(word: str) -> bool:
    if len(word) > _LONGEST or word[1:].islower():
        return False  # as nearly all words are
    capitals = sum(c.isupper() for c in word)
    return capitals >= 2 and capitals * 2 > len(word)


def _acronyms(words: tuple[Token, ...], text: str) -> dict[str, Token]:
    """The acronyms of a text, but nothing that a hyphen ties to another word, and none where all is in capitals."""
    found: dict[str, Token] = {}
    for word in words:
        if word.text.islower():
            continue
        name = _bare(word.text)
        if not _is_acronym(name) or name in found:
            continue
        if not _is_tied(text, word.start, word.end):
            found[name] = word
    return {} if len(found) > _MANY and _in_capitals(words) else found


def _is_tied(text: str, start: int, end: int) -> bool:
    """Whether a hyphen ties the word that stands there to another one."""
    return text[start - 1 : start] in _HYPHENS or text[end : end + 1] in _HYPHENS


def _in_capitals(words: Sequence[Token]) -> bool:
    return sum(word.text.isupper() for word in words) > len(words) / 2


def _source_acronyms(unit: Unit, context: FileContext) -> dict[str, Token]:
    return _acronyms(unit.source_words, unit.source.text)


def _target_acronyms(unit: Unit, context: FileContext) -> dict[str, Token]:
    return _acronyms(unit.target_words, unit.target.text)


def _of_the_source(context: FileContext) -> list[Set[str]]:
    return _of_the_texts(context.source_side)


def _of_the_target(context: FileContext) -> list[Set[str]]:
    return _of_the_texts(context.target_side)


def _of_the_texts(side: FileSide) -> list[Set[str]]:
    """The acronyms of each text of a side, as :func:`_acronyms` finds them, by the words that may be one."""
    found: list[Set[str]] = [_NONE] * len(side.texts)
    at = np.flatnonzero(side.flags(lambda word: _is_acronym(_bare(word)))[side.word])
    owners = np.searchsorted(side.offsets, at, side="right") - 1
    for text, places in groupby(zip(owners.tolist(), at.tolist(), strict=True), key=lambda one: one[0]):
        named: dict[str, None] = {}
        for _, place in places:
            name = _bare(side.vocabulary[side.word[place]])
            if name not in named and not _is_tied(side.texts[text], int(side.start[place]), int(side.end[place])):
                named[name] = None
        if len(named) <= _MANY or not _in_capitals(side.words(text)):
            found[text] = named.keys()
    return found


def _usage(context: FileContext) -> _Usages:
    file: defaultdict[str, _Usage] = defaultdict(_Usage)
    memory: defaultdict[str, _Usage] = defaultdict(_Usage)
    for acronyms, targets in _both_sides(context, context.translated):
        for acronym in acronyms:
            file[acronym].count(acronym, targets)
    for pair in context.memory:
        targets = {_bare(word) for word in _WORD.findall(pair.target) if _is_acronym(word)}
        for acronym in {_bare(word) for word in _WORD.findall(pair.source) if _is_acronym(word)}:
            memory[acronym].count(acronym, targets)
    return _Usages(file, memory)


def _own(context: FileContext) -> Mapping[str, tuple[str, ...]]:
    """What the glossary has for each acronym of the source language, and the well-known ones."""
    known = well_known_acronyms(context.source_language.tag, context.target_language.tag)
    own: dict[str, tuple[str, ...]] = {_bare(ours): (_bare(theirs),) for ours, theirs in known.items()}
    for concept in context.glossary or ():
        allowed = tuple(term.text for term in allowed_terms(concept, context))
        short = tuple(
            t.text for t in allowed_terms(concept, context) if t.type is TermType.ACRONYM or _is_acronym(t.text)
        )
        for term in concept.terms_in(context.source_tag):
            if _is_acronym(term.text) and allowed:
                other = own.get(_bare(term.text), ()) if term.text in allowed else ()
                own[_bare(term.text)] = tuple(
                    dict.fromkeys((*other, *(short or allowed), *(allowed if term.text in allowed else ())))
                )
    return own


def _bare(word: str) -> str:
    """An acronym without the English genitive and plural: ``WHO`` of ``WHO's``, ``NGO`` of ``NGOs``."""
    name = word.removesuffix("'s").removesuffix("’s")
    return name[:-1] if name[-1:] == "s" and name[-3:-1].isupper() else name


def _both_sides(context: FileContext, among: Flags) -> Iterator[tuple[Set[str], Set[str]]]:
    """The acronyms of source and target of each unit ``among`` all."""
    ours, theirs = context.once(_of_the_source), context.once(_of_the_target)
    source, target = context.source_side.text_of[among].tolist(), context.target_side.text_of[among].tolist()
    return zip(map(ours.__getitem__, source), map(theirs.__getitem__, target), strict=True)


def _where(context: FileContext) -> Flags:
    result = context.nowhere
    if context.source_language is not context.target_language:
        both = _both_sides(context, context.translated)
        result[context.translated] = [not ours.isdisjoint(theirs) for ours, theirs in both]
    return result


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or context.source_language is context.target_language:
        return
    if unit.source.text == unit.target.text:
        return
    kept = context.once_a_unit(_target_acronyms, unit)
    if not kept:
        return
    source = context.once_a_unit(_source_acronyms, unit)
    for acronym in source.keys() & kept.keys():
        if acronym in context.once(terms_advised_against):
            continue
        yield from _judge(acronym, unit, context)


def _times(acronym: str, words: tuple[Token, ...]) -> int:
    """How often it stands there, in a compound too."""
    return sum(acronym in word.text for word in words)


def _judge(acronym: str, unit: Unit, context: FileContext) -> Iterator[Spot]:
    kept, source = context.once_a_unit(_target_acronyms, unit), context.once_a_unit(_source_acronyms, unit)
    own = context.once(_own).get(acronym, ())
    usages = context.once(_usage)
    usage, approved = usages.file[acronym], usages.memory.get(acronym, _Usage())
    if acronym in map(_bare, own) or (approved.seen >= _ENOUGH and approved.kept > approved.seen / 2):
        return  # both languages have it, or the memory keeps it
    word = kept[acronym]
    if _in_a_name(word, unit, context):
        return
    if own:
        if (
            own[0] in kept
            and own[0] not in source
            and _times(own[0], unit.target_words) >= _times(acronym, unit.source_words)
        ):
            return  # «OMS (WHO)»: introduced beside its own
        language = tr(context.target_language.name)
        names = tr(" or ").join(own)
        message = tr("the {language} for {acronym} is {names}", language=language, acronym=acronym, names=names)
        yield Spot("target", word.start, word.end, message, own[0] if _is_acronym(own[0]) else None)
        return
    others, kept_by_others = usage.seen - 1 + approved.seen, usage.kept - 1 + approved.kept
    if acronym.isalpha() and others >= _ENOUGH and kept_by_others <= others * _RARELY:
        beside = usage.beside + approved.beside
        taken = {own for name, names in context.once(_own).items() if name != acronym for own in names}
        candidates = (a for a, n in beside.most_common(3) if n * 2 > others)
        other = next((a for a in candidates if a not in source and a not in taken), None)
        if other is not None:
            language = tr(context.source_language.name)
            template = N_("{acronym} is left in {language} here; elsewhere {other} stands for it")
            message = tr(template, acronym=acronym, language=language, other=other)
            yield Spot("target", word.start, word.end, message)


def _in_a_name(acronym: Token, unit: Unit, context: FileContext) -> bool:
    """Whether the acronym stands beside a word in capitals that the target language does not have, as in the source.

    The two are a name then, which is kept as a whole (``AI Superpowers``).
    """
    text = unit.target.text
    for word in unit.target_words:
        first, last = (word, acronym) if word.start < acronym.start else (acronym, word)
        beside = last.start == first.end + 1 and text[first.end] == " " and word.text[:1].isupper()
        if beside and not _is_acronym(word.text) and text[first.start : last.end] in unit.source.text:
            known = is_known_word(word.text.lower(), context.target_language)
            if not known and is_known_word(word.text.lower(), context.source_language):
                return True
    return False


CHECK = Check("TERM004", "acronym not translated", "terminology", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("RNA made from an RNA strand", "de l’ARN à partir d’un brin de RNA", "RNA"),
    Example("The WHO advises it.", "La WHO le recommande.", "WHO"),
    Example("NGOs play a role.", "Les NGO ont un rôle.", "NGO"),
    Example("PRU beds", "des lits en PRU", "PRU", glossary=(("PRU", "URP"),)),
    Example(
        "the ZQX report",
        "le rapport du ZQX",
        "ZQX",
        others=(("a ZQX", "un QZX"), ("the ZQX", "le QZX"), ("of ZQX", "du QZX")),
    ),
)
PASSING = (
    Example("The WHO advises it.", "L’OMS le recommande."),
    Example("UNICEF and the WHO", "L’UNICEF et l’OMS (WHO)"),
    Example("UNICEF helps.", "L’UNICEF aide."),
    Example("NGOs and the CPUs", "Les ONG et les CPU"),
    Example("the WHO Strengthening Programme", "le WHO Strengthening Programme"),
    Example("SARS-CoV-2", "le SARS-CoV-2", glossary=(("SARS", "SRAS"),)),
)
