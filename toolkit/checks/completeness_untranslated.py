"""COMP001: left in the source language.

Finds a translation that is its source again, or that is written in the language of the source or in a third one.

Why it matters: an untranslated sentence in a release is the first thing that a reader sees.

Example: «Shelters take in unaccompanied minors first.» repeated as its own translation.

The fix: translate it. Names, codes, addresses and words that both languages write alike are left in peace.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence, Set

import numpy as np

from tmx.text.languages import find_language, known_languages
from tmx.text.neighbours import NEIGHBOURS
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import FileSide, Flags, even_spaces
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_SHARE = 0.26  # of function words in running text; a neighbouring language has up to a quarter
_SHARE_OF_A_THIRD = 0.2  # whose function words are known in part
_ENOUGH, _TIMES = 3, 4  # function words of the source's language, and how many times those of the target's


def _where(context: FileContext) -> Flags:
    if context.source_language is context.target_language:
        return context.nowhere
    source, target = context.source_language.function_words, context.target_language.function_words
    ours, theirs = source - target, target - source
    side = context.target_side
    only_source = side.counted(side.flags(lambda word: word.casefold() in ours))
    only_target = side.counted(side.flags(lambda word: word.casefold() in theirs))
    same = np.fromiter(map(_is_same, _evened(context.source_side), _evened(side)), np.bool_, len(context.units))
    found = same | ((only_source >= _ENOUGH) & (only_source > _TIMES * only_target))
    foreign = frozenset().union(*(words for _, words, _ in context.once(_third_languages)))
    if foreign:
        found |= side.counted(side.flags(lambda word: word.casefold() in foreign)) >= _ENOUGH
    return context.translated & found


def _third_languages(context: FileContext) -> tuple[tuple[str, Set[str], Set[str]], ...]:
    """Languages that neither side should be in: tag, words that the target's language has not, words that only it has.

    None where the words of the target's language are not known.
    """
    ours, theirs = context.source_language.tag, context.target_language.tag
    known = {**NEIGHBOURS, **{language.tag: language.function_words for language in known_languages()}}
    own = known.get(theirs, frozenset())
    others = ((tag, words) for tag, words in known.items() if own and tag not in (ours, theirs))
    return tuple((tag, words - own, own - words) for tag, words in others)


def _third_language(words: Sequence[str], context: FileContext) -> str | None:
    """The tag of the third language that surely is the one of ``words``."""
    for tag, foreign, own in context.once(_third_languages):
        count = sum(word in foreign for word in words)
        if (
            count >= _ENOUGH
            and count > _TIMES * sum(word in own for word in words)
            and count >= _SHARE_OF_A_THIRD * len(words)
        ):
            return tag
    return None


def _evened(side: FileSide) -> list[str]:
    """The texts of the units with their white space evened."""
    return [side.even[text] for text in side.text_of.tolist()]


def _is_same(source: str, target: str) -> bool:
    """Whether two texts are one, capitals aside; most are not from their first letter on."""
    return source[:1].casefold()[:1] == target[:1].casefold()[:1] and source.casefold() == target.casefold()


def _is_sure(function_words: int, words: Sequence[str], of_the_target: Set[str]) -> bool:
    """Whether so many of the source's function words make it its language.

    Where those of the target's language are not known, it may have words that look like them (Czech ``to``, ``a``).
    """
    return bool(of_the_target) or function_words >= _SHARE * len(words)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or context.source_language is context.target_language:
        return
    source, target = unit.source.text, unit.target.text
    source_function = context.source_language.function_words
    target_function = context.target_language.function_words
    words = [word.text.casefold() for word in unit.target_words]
    elided = context.source_language.elided  # without its apostrophe none is a word: «p.m.»
    only_source = sum(word in source_function and word not in target_function | elided for word in words)
    only_target = sum(word in target_function and word not in source_function for word in words)
    if _is_same(even_spaces(source), even_spaces(target)):
        lower_case = sum(word.text.islower() for word in unit.target_words[1:])
        if only_source or (len(words) > 3 and lower_case >= len(words) // 2 and not only_target):
            yield Spot("target", 0, len(target), tr("the translation is the source text again"))
        elif len(words) > 1 and lower_case:
            message = tr("the translation is the same as the source")
            yield Spot("target", 0, len(target), message, severity=Severity.INFO)
    elif (
        only_source >= _ENOUGH and only_source > _TIMES * only_target and _is_sure(only_source, words, target_function)
    ):
        yield _foreign(context.source_language.name, unit, context)
    elif (third := _third_language(words, context)) is not None:
        yield _foreign(find_language(third).name, unit, context)


def _foreign(found: str, unit: Unit, context: FileContext) -> Spot:
    message = tr("this is {found}, not {wanted}", found=tr(found), wanted=tr(context.target_language.name))
    return Spot("target", 0, len(unit.target.text), message)


CHECK = Check("COMP001", "not translated", "untranslated", Severity.ERROR, _run, __doc__, where=_where)

FAILING = (
    Example("Shelters take in minors first.", "Shelters take in minors first."),
    Example("The centre is open to all of them.", "The center is open to all of the victims."),
    Example("Remdesivir trials show encouraging results", "Remdesivir trials show encouraging results"),
    Example("Women and girls face greater risks.", "Las mujeres y las niñas corren más riesgos."),
    Example("Migrants were rescued.", "Los migrantes fueron rescatados en alta mar por la guardia costera italiana."),
    Example("The ship docked this morning.", "Das Schiff hat heute Morgen mit Verspätung in der Stadt angelegt."),
)
PASSING = (
    Example(
        "However, as stocks increase, this can slow down the system.",
        "Zvyšování úrovně zásob a růst firmy to však může do značné míry zpomalit, výkon systému tedy klesá.",
        target_language="cs",
    ),
    Example("Shelters take in minors first.", "Les centres accueillent d’abord les mineurs."),
    Example("He works at the centre.", "Il travaille au Centro de Atención al Migrante y a la Mujer de la ciudad."),
    Example("Irena Solk, IOM Valmora", "Irena Solk, IOM Valmora"),
    Example("Information", "Information"),
    Example("Du lundi au vendredi (HEC)", "Mon–Fri 8 a.m.–6 p.m. CET", source_language="fr", target_language="en"),
    Example("www.example.org/a", "www.example.org/a"),
    Example("The New York Times", "Le New York Times"),
)
