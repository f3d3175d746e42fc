"""NAME003: another name than in the source.

Finds the one name of a unit that is nowhere in the translation, where the translation has one that is nowhere in the
source: another person, another place.

Why it matters: nothing in the translation shows that it is about somebody else.

Example: «in Lyon» translated «à Paris».

The fix: the name of the source. Names are words with a capital that are in no dictionary but as names. Left in peace
are names that are spelt nearly alike, those of which the lexicon, the glossary or the rest of the file knows that one
translates the other («Beijing», «Pékin»), countries, months and days. Known are the names of English and French.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

import numpy as np

from tmx.align.stems import among
from tmx.text.folding import fold
from tmx.text.languages import Language
from tmx.text.lemma_table import find_table
from tmx.text.lemmas import is_known_word
from tmx.text.spans import within
from tmx.text.tokens import Token
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.countries import find_countries
from toolkit.checks.english_french import known_languages
from toolkit.checks.lexical import file_evidence
from toolkit.checks.names import bare_name, is_capital
from toolkit.checks.sides import FileSide, Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_LEAST_LETTERS = 4
_LEAST_BEGINNING = 3  # letters that two spellings of a name share
_ALIKE = 0.5  # share of the letters
_FITS = 0.05  # strength of a word's translation
_PART = re.compile(r"[^\W\d_]+")
_BEGINNING = re.compile(r"(?:^|\w{4}\.|[!?…:;–—•])[\s\"'’«“‘(\[-]*\Z")  # of a sentence; but «Mr. Ba»
_NEAR = 16  # characters before a word that tell
_MOST_WORDS = 1000  # a longer text is no segment, and all pairs of its names would take long
_ALSO_NAMES = frozenset({"PROPN", "NOUN", "ADJ", "VERB", "PTCP"})
# Names that translate each other and are not alike, folded: saints and kings, a few places.
_SAME = frozenset(
    [
        *("james jacques", "joan jeanne", "peter pierre", "ralph raoul", "stephen etienne", "walter gautier"),
        *("william guillaume", "biscay gascogne", "orkney orcades", "rakhine arakan", "sidon saida", "lviv leopol"),
    ]
)
_WITHIN_NAME = re.compile(r"[ \u00a0-]|\. ")


def _where(context: FileContext) -> Flags:
    if known_languages(context) is None:
        return context.nowhere
    source, target = context.source_side, context.target_side
    lost = _missing(source, target, context.once(_source_names))
    return lost & context.translated & _missing(target, source, context.once(_target_names))


def _source_names(context: FileContext) -> frozenset[str]:
    return _names_of(context.source_side, context.source_language)


def _target_names(context: FileContext) -> frozenset[str]:
    return _names_of(context.target_side, context.target_language)


def _names_of(side: FileSide, language: Language) -> frozenset[str]:
    """The words of one side of a file that may be names."""
    return frozenset(word for word in side.vocabulary if is_capital(word) and _may_be_name(word, language))


def _missing(side: FileSide, other: FileSide, names: frozenset[str]) -> Flags:
    """Which units have one of ``names`` on ``side`` that does not stand on the ``other``."""
    number = {word: at for at, word in enumerate(other.vocabulary)}
    same = np.array([number.get(word, -1) for word in side.vocabulary], dtype=np.int64)
    named = side.flags(names.__contains__)
    units, words = side.standing(np.flatnonzero(named[side.word]))
    others = other.standing(np.flatnonzero(other.flags(is_capital)[other.word]))
    kept = among(units * len(number) + same[words], others[0] * len(number) + others[1]) & (same[words] >= 0)
    flags: Flags = np.bincount(units[~kept], minlength=len(side.text_of)) > 0
    return flags


def _may_be_name(word: str, language: Language) -> bool:
    """Whether only its first letter is a capital, it is no month or day, and in the dictionary a name or nothing."""
    name = bare_name(word) if is_capital(word) else ""
    if not all(part[1:].islower() for part in name.split("-")):
        return False
    small = name.lower()
    if len(small) < _LEAST_LETTERS or small in language.months or small in language.weekdays:
        return False
    return _is_listed(small, language) or not is_known_word(small, language)


def _is_listed(name: str, language: Language) -> bool:
    """Whether the dictionary has it (in small letters) as a name, and as nothing that begins sentences by the dozen."""
    table = find_table(language.tag)
    classes = () if table is None else {one.word_class for one in table.analyses(name)}
    return "PROPN" in classes and _ALSO_NAMES.issuperset(classes)


def _is_surely_name(word: str, language: Language) -> bool:
    """Whether it is a name at the beginning of a sentence, too, where a new or common word has a capital."""
    small = bare_name(word).lower()
    return _is_listed(small, language) and not is_known_word(small, language)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if max(len(unit.source_words), len(unit.target_words)) > _MOST_WORDS:
        return
    ours = _strange_words(unit, context, 0)
    theirs = _strange_words(unit, context, 1) if ours else []
    if not theirs:
        return
    evidence = context.once(file_evidence).unit(unit.position)
    source = _joined(_unexplained(ours, evidence.source_start, evidence.source_strength), unit.source.text)
    target = _joined(_unexplained(theirs, evidence.target_start, evidence.target_strength), unit.target.text)
    if len(source) == len(target) == 1:
        (there,), ((here, place),) = source, target.items()
        message = tr("the source has {there}, the translation has {here}", there=there, here=here)
        yield Spot("target", *place, message)


def _strange_words(unit: Unit, context: FileContext, side: int) -> list[Token]:
    """The words of names on one side (0: source) that are like nothing on the other; of countries none."""
    text, words = ((unit.source.text, unit.source_words), (unit.target.text, unit.target_words))[side]
    language = (context.source_language, context.target_language)[side]
    names = context.once((_source_names, _target_names)[side])
    found = [
        word
        for word in words
        if word.text in names and (_is_surely_name(word.text, language) or not _begins_sentence(word, text))
    ]
    if found:
        others = _Others((unit.target_words, unit.source_words)[side])
        found = [word for word in found if not others.have(word.text)]
    if found:
        countries = (one for one in find_countries(words, text, language.tag) if not one.loose)
        in_country = within((one.start, one.end) for one in countries)
        found = [word for word in found if not in_country(word.start)]
    return found


def _begins_sentence(word: Token, text: str) -> bool:
    return _BEGINNING.search(text, max(0, word.start - _NEAR), word.start) is not None


def _unexplained(words: Sequence[Token], starts: Sequence[int], strengths: Sequence[float]) -> list[Token]:
    """Those of ``words`` that no word of the other side translates, by the ``strengths`` of the words at ``starts``."""
    fitting = {start for start, strength in zip(starts, strengths, strict=True) if strength >= _FITS}
    return [word for word in words if word.start not in fitting]


def _joined(words: Sequence[Token], text: str) -> dict[str, tuple[int, int]]:
    """The names of which ``words`` are the parts, and where each stands first."""
    places: list[tuple[int, int]] = []
    for word in words:
        if places and _WITHIN_NAME.fullmatch(text, places[-1][1], word.start):
            places[-1] = places[-1][0], word.end
        else:
            places.append((word.start, word.end))
    return {bare_name(text[start:end]): (start, end) for start, end in reversed(places)}


class _Others:
    """The words of the other side, folded, for what stands for a name in another spelling or form."""

    def __init__(self, words: Sequence[Token]) -> None:
        parts = {part for word in words for part in _PART.findall(word.text)}
        self._names = {fold(part) for part in parts if is_capital(part)}
        self._words = {one for one in map(fold, parts) if len(one) >= _LEAST_LETTERS}
        self._beginnings = {one[:_LEAST_BEGINNING] for one in self._names if len(one) >= _LEAST_BEGINNING}
        self._beginnings |= {one[:_LEAST_LETTERS] for one in self._words}

    def have(self, name: str) -> bool:
        """Whether a word is ``name``, or a part of it, in another spelling, or formed of it."""
        return any(map(self._has, map(fold, _PART.findall(bare_name(name)))))

    def _has(self, part: str) -> bool:
        if len(part) < _LEAST_BEGINNING:
            return False
        if not self._beginnings.isdisjoint((part[:_LEAST_BEGINNING], part[:_LEAST_LETTERS])):
            return True
        if any(part in word or word in part for word in self._words):
            return True
        from rapidfuzz.distance import Levenshtein  # heavy: loaded only where a file has names that differ

        return any(
            not _SAME.isdisjoint((f"{part} {one}", f"{one} {part}"))
            or Levenshtein.normalized_similarity(part, one) >= _ALIKE
            for one in self._names
            if len(one) >= _LEAST_BEGINNING
        )


CHECK = Check("NAME003", "another name", "mistranslation", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("They arrived in Lyon on Monday.", "Ils sont arrivés à Paris lundi.", "Paris"),
    Example("Ms Awa Diallo spoke first.", "Mme Fatou Traoré a parlé la première.", "Fatou Traoré"),
    Example("The team of Keita left.", "L’équipe de Coulibaly est partie.", "Coulibaly"),
)
PASSING = (
    Example("They arrived in London.", "Ils sont arrivés à Londres."),
    Example("the road from Aleppo", "la route d’Alep"),
    Example("Ms Diallo spoke on Wednesday.", "Mercredi, Mme Diallo a pris la parole."),
    Example("Crowdfunding pays for it.", "Le financement participatif le paie."),
    Example("Scotland and Brittany", "L’Écosse et la Bretagne"),
)
