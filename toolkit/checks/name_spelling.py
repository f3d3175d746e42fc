"""NAME001: a proper name that is spelt otherwise than in the source.

Finds names of several words (a person, a place) of which one word stands in the translation with another spelling while
the others stand there as they are; and a name that stands alone, where the translation has a strange word that is spelt
nearly so.

Why it matters: a name is a fact; its bearer reads the release.

Example: «Khamphao Ernthavanh» translated «Kamphao Ernthavanh».

The fix: the spelling of the source. Words that the language of the translation has (``Fondation``) are translations
and left in peace. A spelling that stands in several places is the translator's choice (names from other alphabets have
several), and the finding is information only; so it is where only accents differ.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from itertools import islice

import numpy as np
from msgspec import Struct

from tmx.align.stems import among, distinct
from tmx.text.folding import fold
from tmx.text.languages import Language
from tmx.text.lemma_table import find_table
from tmx.text.lemmas import is_known_word
from tmx.text.tokens import Token
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.english_french import known_languages
from toolkit.checks.names import bare_name, is_capital
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_LEAST_LETTERS = 4
_LEAST_ALONE = 5
_SAME_END = 2  # letters
_MOST = 200  # words of a name, and names of one unit, that are compared: no sentence has more
_SLAVIC_END = re.compile(r"(?:ii|iy|ij|yi|y|i)$")
_WITH_HYPHENS = re.compile(r"\w+(?:[-‑]\w+)*")


def _where(context: FileContext) -> Flags:
    flags: Flags = _where_in_part(context) | (context.translated & context.once(_names_of_file).where)
    return flags


class _Names(Struct, frozen=True):
    """Words with a capital: those of the source, those of them that translations have, and those of one alone.

    ``where`` says which units have fewer of the first in their translation than in their source, and one of the last.
    """

    given: frozenset[str]
    shared: frozenset[str]
    new: frozenset[str]
    where: Flags


def _names_of_file(context: FileContext) -> _Names:
    """The words of the file that may be names standing alone."""
    source, target = context.source_side, context.target_side
    times = target.occurrences()
    here, there = (frozenset(filter(_may_stand_alone, words)) for words in (times, source.vocabulary))
    shared = here & there
    given = there if known_languages(context) else shared  # what is a word is known of these languages alone
    new = frozenset(word for word in here - there if times[word] == 1 and _is_strange(word, context))
    lost = source.counted(source.flags(given.__contains__)) > target.counted(target.flags(given.__contains__))
    return _Names(given, shared, new, lost & (target.counted(target.flags(new.__contains__)) > 0))


def _may_stand_alone(word: str) -> bool:
    return len(word) >= _LEAST_ALONE and is_capital(word) and not word.isupper()


def _is_strange(word: str, context: FileContext) -> bool:
    """Whether neither language's table of words has it."""
    return not (_is_known(word, context.target_language) or _is_known(word, context.source_language))


def _where_in_part(context: FileContext) -> Flags:
    """Where names have a word that stands in the translation and one that does not, and that one has a new word."""
    source, target = context.source_side, context.target_side
    shared = {word: number for number, word in enumerate(source.vocabulary)}
    numbers = np.array([shared.get(word, -1) for word in target.vocabulary], dtype=np.int64)
    capital = np.flatnonzero(target.flags(is_capital)[target.word])
    target_units, target_words = target.standing(capital)
    given = target_units * len(shared) + numbers[target_words]
    units, words = source.standing(source.rows(source.flags(is_capital)))
    kept = among(units * len(shared) + words, given)
    changed = ~kept & source.flags(_may_be_respelt)[words]
    everywhere, all_words = source.standing(np.flatnonzero(source.flags(is_capital)[source.word]))
    new = (numbers[target_words] < 0) | ~among(given, everywhere * len(shared) + all_words)
    strange = np.zeros(len(target.vocabulary), np.bool_)
    for word in distinct(target_words[new]).tolist():
        strange[word] = not is_known_word(target.vocabulary[word].lower(), context.target_language)
    names = context.translated.copy()
    for having in (units[kept], units[changed], target_units[new & strange[target_words]]):
        names &= np.bincount(having, minlength=len(names)) > 0
    return names


def _may_be_respelt(word: str) -> bool:
    return len(word) >= _LEAST_LETTERS and not word.isupper()


def _in_part(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or len(unit.source_words) < 2:
        return
    given = {word.text for word in unit.target_words}
    capitals = _Capitals.of(unit)
    for name in _names(unit.source.text, unit.source_words):
        kept = [word for word in name if word.text in given]
        if not kept or len(kept) == len(name) or len(name) > _MOST:
            continue
        beside = list(islice(capitals.new_beside(kept), _MOST))
        for word in name:
            if word.text in given or not _may_be_respelt(word.text) or bare_name(word.text) in given:
                continue
            found = _respelt(word, beside, context)
            if found is not None:
                own_way = (
                    context.once(_words_of_the_file)[found.text] > 1
                    or _heard(found.text) == _heard(word.text)
                    or _is_own_form(found, unit.target.text, word, context.target_language)
                    or (
                        _is_own_form(word, unit.source.text, found, context.source_language)
                        and not _is_known(word.text, context.target_language)  # Delhi is Delhi in French too
                    )
                )
                severity = Severity.INFO if own_way else None
                message = tr("the source has {there}, the translation has {here}", there=word.text, here=found.text)
                yield Spot("target", found.start, found.end, message, word.text, severity)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    found = list(_in_part(unit, context))
    yield from found
    yield from (spot for spot in _alone(unit, context) if all(spot.start != one.start for one in found))


def _alone(unit: Unit, context: FileContext) -> Iterator[Spot]:
    """Names that the translation has less often than the source, with a new word that is spelt nearly so."""
    names = context.once(_names_of_file)
    if not names.where[unit.position]:
        return
    times, other_times = (Counter(word.text for word in words) for words in (unit.source_words, unit.target_words))
    lost = [name for name in times if name in names.given and times[name] > other_times[name]][:_MOST]
    for word in (word for word in unit.target_words if word.text in names.new):
        near = (name for name in lost if _is_misspelt(name, word.text))
        name = next((name for name in near if name in names.shared or _ends_alike(name, word.text)), None)
        if name is not None and _is_strange(name, context):
            own_way = _heard(word.text) == _heard(name) or (name not in names.shared and _may_be_own(name, word.text))
            severity = Severity.INFO if own_way else None
            message = tr("the source has {there}, the translation has {here}", there=name, here=word.text)
            yield Spot("target", word.start, word.end, message, name, severity)


def _is_misspelt(name: str, word: str) -> bool:
    """Whether ``word`` is ``name`` but for a letter or two, and neither its plural nor a short form."""
    apart = not word.startswith(name) and not name.startswith(bare_name(word))
    return apart and _is_near(name, word, _allowed(name))


def _ends_alike(name: str, word: str) -> bool:
    """Whether the last letters are the same: where they are not, a language has an ending of its own (Nicarie)."""
    return fold(name)[-_SAME_END:] == fold(word)[-_SAME_END:]


def _may_be_own(name: str, word: str) -> bool:
    """Whether a language may write the name in its own way: with an accent, «ou» for «u», «ch» for «sh»."""
    accents = [[letter for letter in one if fold(letter) != letter.lower()] for one in (name, word)]
    one, other = (_heard(one).replace("ou", "u").replace("sh", "ch") for one in (name, word))
    return accents[0] != accents[1] or one == other


def _words_of_the_file(context: FileContext) -> Mapping[str, int]:
    """How many units have each word in their translation."""
    return context.target_side.units_with()


def _is_own_form(found: Token, text: str, other: Token, language: Language) -> bool:
    """Whether the ``language`` of ``text`` has a form of its own of the name (Addis-Abeba, Dmitri), not the other."""
    whole = _WITH_HYPHENS.search(text, text.rfind(" ", 0, found.start) + 1)
    names = (found.text, whole[0] if whole else "")
    return any(_is_known(one, language) for one in names) and not _is_known(other.text, language)


def _is_known(name: str, language: Language) -> bool:
    """Whether the table of words that ships for the language has it."""
    table = find_table(language.tag)
    return table is not None and bool(table.analyses(name.lower()))


def _heard(name: str) -> str:
    """The name without accents, and with one ending for those that Slavic names have (Dmitri, Dmitry, Dmitriy)."""
    return _SLAVIC_END.sub("i", fold(name))


def _names(text: str, words: Sequence[Token]) -> Iterator[list[Token]]:
    """Runs of two and more capitalised words with nothing but a space, a hyphen or an initial's point between."""
    run: list[Token] = []
    for word in words:
        joined = run and text[run[-1].end : word.start] in (" ", "-", ". ", "\u00a0")
        if word.text[:1].isupper() and (joined or not run):
            run.append(word)
            continue
        if len(run) > 1:
            yield run
        run = [word] if word.text[:1].isupper() else []
    if len(run) > 1:
        yield run


class _Capitals(Struct, frozen=True):
    """The words with a capital in a translation, where among them each stands, and all words of the source."""

    words: Sequence[Token]
    places: Mapping[str, Sequence[int]]
    source: frozenset[str]

    @classmethod
    def of(cls, unit: Unit) -> _Capitals:
        words = [word for word in unit.target_words if is_capital(word.text)]
        places: dict[str, list[int]] = {}
        for place, word in enumerate(words):
            places.setdefault(word.text, []).append(place)
        return cls(words, places, frozenset(word.text for word in unit.source_words))

    def new_beside(self, names: Sequence[Token]) -> Iterator[Token]:
        """The words next to one of ``names``, in order, that the source does not have."""
        found = {
            at for name in names for place in self.places.get(name.text, ())[:_MOST] for at in (place - 1, place + 1)
        }
        beside = (self.words[at] for at in sorted(found) if 0 <= at < len(self.words))
        return (word for word in beside if word.text not in self.source)


def _respelt(word: Token, beside: Sequence[Token], context: FileContext) -> Token | None:
    """The one of the words ``beside`` a kept part of the name that is spelt nearly like ``word``."""
    allowed = _allowed(word.text)
    for other in beside:
        if abs(len(other.text) - len(word.text)) > allowed or bare_name(other.text) == word.text:
            continue
        if not is_known_word(other.text.lower(), context.target_language) and _is_near(word.text, other.text, allowed):
            return other
    return None


def _allowed(name: str) -> int:
    """How many letters of a name may be others."""
    return 1 if len(name) < 7 else 2


def _is_near(word: str, other: str, allowed: int) -> bool:
    """Whether so few letters at most are others, too many or too few, or stand the other way round."""
    from rapidfuzz.distance import DamerauLevenshtein  # few files have a name that needs it

    return DamerauLevenshtein.distance(word, other, score_cutoff=allowed) <= allowed


CHECK = Check("NAME001", "proper name", "inconsistent-entities", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("said Khamphao Ernthavanh", "a déclaré Kamphao Ernthavanh", "Kamphao"),
    Example("Marta Lindqvist of IOM", "Marta Lindkvist de l’OIM", "Lindkvist"),
    Example(
        "“We left,” says Khamphao.",
        "« Nous sommes partis », dit Kampaho.",
        "Kampaho",
        others=(("Khamphao", "Khamphao"),),
    ),
)
PASSING = (
    Example("said Khamphao Ernthavanh", "a déclaré Khamphao Ernthavanh"),
    Example("the Marie Curie Foundation", "la Fondation Marie Curie"),
    Example("flown to Addis Ababa", "acheminés à Addis-Abeba"),
    Example("acheminés à Addis-Abeba", "flown to Addis Ababa", source_language="fr", target_language="en"),
    Example("the Valmora Centre", "le Centre de Valmora"),
    Example("Saudi Arabia and South Sudan", "l’Arabie saoudite et le Soudan du Sud"),
)
