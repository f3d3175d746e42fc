"""COMP001: left in the source language.

Finds a translation that is its source again, or that is written in the language of the source.

Why it matters: an untranslated sentence in a release is the first thing that a reader sees.

Example: «Shelters take in unaccompanied minors first.» repeated as its own translation.

The fix: translate it. Names, codes, addresses and words that both languages write alike are left in peace.
"""

from __future__ import annotations

from collections.abc import Iterator

from toolkit.checks.check import Check, Example, FileContext, Spot, Unit
from toolkit.messages import tr
from toolkit.model import Severity

__all__ = ["CHECK", "FAILING", "PASSING"]


def _run(unit: Unit, context: FileContext) -> Iterator[Spot]:
    if not unit.translated or context.source_language is context.target_language:
        return
    source, target = unit.source.text, unit.target.text
    source_function = context.source_language.function_words
    target_function = context.target_language.function_words
    words = [word.text.casefold() for word in unit.target_words]
    only_source = sum(word in source_function and word not in target_function for word in words)
    only_target = sum(word in target_function and word not in source_function for word in words)
    same = " ".join(source.split()).casefold() == " ".join(target.split()).casefold()
    if same:
        lower_case = sum(word.text.islower() for word in unit.target_words[1:])
        if only_source or (len(words) > 3 and lower_case >= len(words) // 2 and not only_target):
            yield Spot("target", 0, len(target), tr("the translation is the source text again"))
        elif len(words) > 1 and lower_case:
            message = tr("the translation is the same as the source")
            yield Spot("target", 0, len(target), message, severity=Severity.INFO)
    elif only_source >= 3 and only_source > 4 * only_target:
        found, wanted = tr(context.source_language.name), tr(context.target_language.name)
        yield Spot("target", 0, len(target), tr("this is {found}, not {wanted}", found=found, wanted=wanted))


CHECK = Check("COMP001", "not translated", "untranslated", Severity.ERROR, _run, __doc__)

FAILING = (
    Example("Shelters take in minors first.", "Shelters take in minors first."),
    Example("The centre is open to all of them.", "The center is open to all of the victims."),
    Example("Remdesivir trials show encouraging results", "Remdesivir trials show encouraging results"),
)
PASSING = (
    Example("Shelters take in minors first.", "Les centres accueillent d’abord les mineurs."),
    Example("Irena Solk, IOM Valmora", "Irena Solk, IOM Valmora"),
    Example("Information", "Information"),
    Example("www.example.org/a", "www.example.org/a"),
    Example("The New York Times", "Le New York Times"),
)
