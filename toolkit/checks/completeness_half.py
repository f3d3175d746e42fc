"""COMP002: a run of words left in the source language.

Finds three or more words in a row that stand in the source just so, among them words that only the source's
language has, in a translation that is otherwise translated.

Why it matters: a fragment that was pasted and forgotten.

Example: «Les centres accueillent unaccompanied minors in the first days».

The fix: translate the fragment. Names in capitals and titles in quotation marks are left in peace.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.checks.sides import Flags
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]

_RUN = 3
_SHORT = 2  # letters: «et al.» says nothing


def _where(context: FileContext) -> Flags:
    if context.source_language is context.target_language:
        return context.nowhere
    only_source = context.once(_only_source)
    words = context.target_side.flags(lambda word: word.casefold() in only_source)
    return context.translated & (context.target_side.counted(words) > 0)


def _only_source(context: FileContext) -> frozenset[str]:
    """The function words that only the source's language has."""
    return context.source_language.function_words - context.target_language.function_words


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or context.source_language is context.target_language:
        return
    only_source = context.once(_only_source)
    words = unit.target_words
    folded = [word.text.casefold() for word in words]
    if unit.source.text == unit.target.text or not any(word in only_source for word in folded):
        return
    source = [word.text.casefold() for word in unit.source_words]
    places: dict[str, list[int]] = {}
    for place, word in enumerate(source):
        places.setdefault(word, []).append(place)
    start = 0
    while start < len(words):
        end = start + _longest(folded, start, source, places)
        run = words[start:end]
        lower_case = [word.text for word in run if word.text.islower()]
        function = [word for word in lower_case if word in only_source and len(word) > 1]  # «m/s» has none
        content = [word for word in lower_case if word not in only_source and len(word) > _SHORT]
        quoted = unit.target.text[: run[0].start].rstrip("\u00a0\u202f ")[-1:] in "«“\"'(" if run else False
        if len(run) >= _RUN and function and content and len(lower_case) * 2 > len(run):
            span = run[0].start, run[-1].end
            text = unit.target.text[span[0] : span[1]]
            if not any(one.isspace() for one in text):  # an address
                start = end
                continue
            message = tr(
                "«{text}» stands in {language} as in the source", text=text, language=tr(context.source_language.name)
            )
            yield Spot("target", *span, message, severity=Severity.INFO if quoted else None)
        start = max(end, start + 1)


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
)
PASSING = (
    Example("He wrote to the Journal of the Sea.", "Il a écrit au Journal of the Sea."),
    Example("Shelters take in minors.", "Les centres accueillent les mineurs."),
)
