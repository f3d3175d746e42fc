"""NAME002: another country than in the source, or one less.

Finds a country, a region or a nationality that the source does not name, where one that it names is not in the
translation; where the translation names no other one instead, what it leaves out is information.

Why it matters: «Niger» and «Nigeria» are two countries; the reader of the translation cannot tell that it is about the
other one.

Example: «Niger» translated «Nigéria», «Slovak» translated «slovène».

The fix: the country of the source. Names, adjectives and inhabitants count alike, and so does a capital that stands for
its country. Known are the names of English and French.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

import numpy as np

from tmx.text.spans import within
from tmx.text.tokens import Token
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.countries import CountriesNear, Mention, countries_by_text, find_countries
from toolkit.checks.english_french import known_languages
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_BEFORE_OWNER = 2  # words: «dollars des États-Unis»


def _where(context: FileContext) -> Flags:
    languages = known_languages(context)
    if languages is None:
        return context.nowhere
    sides = (context.source_side, context.target_side)
    ours, theirs = (countries_by_text(side, language) for side, language in zip(sides, languages, strict=True))
    texts = zip(sides[0].text_of.tolist(), sides[1].text_of.tolist(), strict=True)
    flags = np.fromiter((_may_differ(ours[one], theirs[other]) for one, other in texts), np.bool_, len(context.units))
    return context.translated & flags


def _may_differ(ours: CountriesNear, theirs: CountriesNear) -> bool:
    """Whether a country that the source may name is none of those that the translation surely names."""
    return any(codes.isdisjoint(theirs.certain) for codes in ours.possible)


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    languages = known_languages(context)
    if languages is None:
        return
    source = find_countries(unit.source_words, unit.source.text, languages[0])
    target = find_countries(unit.target_words, unit.target.text, languages[1])
    lost = _left(source, target, most=0)
    if not lost:
        return
    lost = _without_persons(lost, unit.source.text, unit.target_words, target)
    new = _without_persons(_left(target, source), unit.target.text, unit.source_words, source)
    for there, here in zip(lost, new, strict=False):
        names = unit.source.text[there.start : there.end], unit.target.text[here.start : here.end]
        message = tr("the source has {there}, the translation has {here}", there=names[0], here=names[1])
        yield Spot("target", here.start, here.end, message)
    lost = [one for one in lost if not _is_of_money(one, unit)]
    for there in lost[:1] if not new else ():
        message = tr("{name} is not named in the translation", name=unit.source.text[there.start : there.end])
        yield Spot("source", there.start, there.end, message, severity=Severity.INFO)


def _is_of_money(mention: Mention, unit: Unit) -> bool:
    """Whether it says whose currency is meant: «dollars des États-Unis»; a translator may leave it out."""
    currencies, words = unit.languages[0].currencies, unit.source_words
    before = [word for word in words if word.end <= mention.start][-_BEFORE_OWNER:]
    behind = [word for word in words if word.start >= mention.end][:1]
    return any(word.text in currencies for word in (*before, *behind))


def _left(ours: Sequence[Mention], theirs: Sequence[Mention], most: int | None = None) -> list[Mention]:
    """Those of ``ours`` whose country the others name less often, or at ``most`` so many times."""
    times, other_times = (Counter(code for one in side for code in one.codes) for side in (ours, theirs))
    return [
        mention
        for mention in ours
        if mention.codes
        and not mention.loose
        and all(other_times[code] <= (times[code] - 1 if most is None else most) for code in mention.codes)
    ]


def _without_persons(
    mentions: Sequence[Mention], text: str, other_words: Sequence[Token], others: Sequence[Mention]
) -> list[Mention]:
    """Those of ``mentions`` that the other side does not have as they are, where they are no country (Jordan)."""
    is_named = within([(one.start, one.end) for one in others])
    lone = {word.text for word in other_words if not is_named(word.start)}
    return [mention for mention in mentions if text[mention.start : mention.end] not in lone]


CHECK = Check("NAME002", "country", "inconsistent-entities", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example("The Government of Niger", "Le Gouvernement du Nigéria", "Nigéria"),
    Example("an Austrian doctor", "un médecin australien", "australien"),
    Example(
        "Le Soudan du Sud et ses voisins",
        "Sudan and its neighbours",
        "Sudan",
        source_language="fr",
        target_language="en",
    ),
)
PASSING = (
    Example("Congolese refugees", "des réfugiés de République démocratique du Congo"),
    Example("la réunion de 5 dollars des États-Unis", "the USD 5 meeting", source_language="fr", target_language="en"),
    Example("the Dutch embassy", "l’ambassade des Pays-Bas"),
    Example("Washington and the Kremlin", "les États-Unis et la Russie"),
    Example("Jordan Henderson, the English captain", "Jordan Henderson, le capitaine de l’Angleterre"),
)
