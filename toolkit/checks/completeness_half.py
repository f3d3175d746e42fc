"""COMP002: a run of words left in the source language.

Finds three or more words in a row that stand in the source just so, among them function words that only the source's
language has, in a translation that is otherwise translated. Between English and French it also finds three or more
words in a row of which at least two stand in the dictionary of the source's language alone; a shorter run, or one
with a single such word, is information.

Why it matters: a fragment that was pasted and forgotten.

Example: «Les centres accueillent unaccompanied minors in the first days».

The fix: translate the fragment. Names in capitals and titles in quotation marks are left in peace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from tmx.text.languages import Language
from tmx.text.lemma_table import find_table
from tmx.text.lemmas import is_known_word
from tmx.text.tokens import Token
from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_RUN = 3
_BESIDE = frozenset(["", *" \u00a0\u202f\n.,;:!?…"])  # what may stand beside words: not so in an address
_QUOTING = frozenset("«“\"'(")
_SENTENCE_END = frozenset(["", *".!?:…"])
_SHORT = 2  # letters: «et al.» says nothing


def _where(context: FileContext) -> Flags:
    if context.source_language is context.target_language:
        return context.nowhere
    only_source = context.once(_only_source)
    foreign = context.once(_foreign)
    words = context.target_side.flags(lambda word: word.casefold() in only_source or word in foreign)
    return context.translated & (context.target_side.counted(words) > 0)


def _only_source(context: FileContext) -> frozenset[str]:
    """The function words that only the source's language has."""
    return context.source_language.function_words - context.target_language.function_words


def _foreign(context: FileContext) -> frozenset[str]:
    """The words of both sides, in small letters, that the dictionary of the source's language alone lists."""
    source, target = context.source_language, context.target_language
    own = find_table(target.tag)
    if own is None or find_table(source.tag) is None:
        return frozenset()
    both = {word.casefold() for word in context.source_side.vocabulary}.intersection(context.target_side.vocabulary)
    return frozenset(
        word
        for word in both
        if len(word) > _SHORT and word.islower() and not own.has(word) and is_known_word(word, source)
    )


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or context.source_language is context.target_language:
        return
    only_source = context.once(_only_source)
    words = unit.target_words
    folded = [word.text.casefold() for word in words]
    foreign = context.once(_foreign)
    if unit.source.text == unit.target.text or not any(word in only_source or word in foreign for word in folded):
        return
    source = [word.text.casefold() for word in unit.source_words]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(source):
        places.setdefault(word, []).append(place)
    start = 0
    while start < len(words):
        end = start + _longest(folded, start, source, places)
        run = words[start:end]
        severity = _how_grave(run, unit.target.text, context)
        if severity is not None:
            span = run[0].start, run[-1].end
            text = unit.target.text[span[0] : span[1]]
            message = tr(
                "«{text}» stands in {language} as in the source", text=text, language=tr(context.source_language.name)
            )
            yield Spot("target", *span, message, severity=severity)
        start = max(end, start + 1)


def _how_grave(run: Sequence[Token], text: str, context: FileContext) -> Severity | None:
    """How grave it is that the words ``run`` of ``text`` stand in the source just so; None where they may."""
    lower_case = [word.text for word in run if word.text.islower()]
    if len(lower_case) * 2 <= len(run):
        return None
    only_source, foreign = context.once(_only_source), context.once(_foreign)
    function = [word for word in lower_case if word in only_source and len(word) > 1]  # «m/s» has none
    content = [word for word in lower_case if word not in only_source and len(word) > _SHORT]
    between = text[run[0].start : run[-1].end]
    named = not run[0].text.islower() and text[: run[0].start].rstrip()[-1:] not in _SENTENCE_END  # «Atelier des quais»
    if len(run) >= _RUN and function and content and any(map(str.isspace, between)):  # no address
        severity = Severity.WARNING
    else:
        listed = sum(word in foreign for word in lower_case)
        beside = text[max(run[0].start - 1, 0) : run[0].start], text[run[-1].end : run[-1].end + 1]
        if not listed or not _BESIDE.issuperset(beside) or not _is_phrase(between, context.source_language):
            return None
        severity = Severity.WARNING if listed > 1 and len(run) >= _RUN else Severity.INFO  # two: often an expression
    quoted = text[: run[0].start].rstrip("\u00a0\u202f ")[-1:] in _QUOTING
    return Severity.INFO if quoted or named else severity


def _is_phrase(text: str, language: Language) -> bool:
    """Whether ``text`` is words with spaces between them, all of which the dictionary of ``language`` lists."""
    return all(word.isalpha() and len(word) > _SHORT and is_known_word(word, language) for word in text.split())


def _longest(words: Sequence[str], start: int, source: Sequence[str], places: Mapping[str, Sequence[int]]) -> int:
    """How many of ``words`` from ``start`` on stand in ``source`` in a row; ``places``: where it has each word."""
    found = places.get(words[start], ())
    length = 0
    while found:
        length += 1
        word = words[start + length] if start + length < len(words) else None
        found = [place for place in found if place + length < len(source) and source[place + length] == word]
    return length


CHECK = Check("COMP002", "half translated", "untranslated", Severity.WARNING, _run, __doc__, where=_where)

FAILING = (
    Example(
        "Shelters take in unaccompanied minors in the first days.",
        "Les centres accueillent unaccompanied minors in the first days.",
        "unaccompanied minors in the first days",
    ),
    Example(
        "They help unaccompanied minors abroad.",
        "Ils aident unaccompanied minors abroad.",
        "unaccompanied minors abroad",
    ),
)
PASSING = (
    Example("The hip-hop trio sings.", "Le trio de hip-hop chante."),
    Example("He wrote to the Journal of the Sea.", "Il a écrit au Journal of the Sea."),
    Example("Shelters take in minors.", "Les centres accueillent les mineurs."),
    Example(
        "Merci à l’Atelier des quais.", "Thanks to the Atelier des quais.", source_language="fr", target_language="en"
    ),
)
